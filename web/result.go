package web

import (
	"net/http"
	"slices"

	"doudi/engine"
	"doudi/fact"
	"doudi/pack"
)

// resultView is the answer of the law to one family.
type resultView struct {
	Place, Day string
	People     []string
	Answers    string // carried along for the buttons; never in an address
	Origin     resultOrigin
	Total      engine.Amount // of all that is paid every month
	Gets       []*engine.Outcome
	Free       []*engine.Outcome // comes without being asked for
	Choices    []choiceView
	Missing    []missing
	Open       []programmeView
	Gone       []string // asked for, but no law on the day
	Faulty     bool     // something cannot be computed whatever is answered
	Refused    []programmeView
	Excluded   []*engine.Outcome
	Notes      []noteView
	Teller     *teller
	Apply      []string // programmes that one can hand in for here by oneself; none where nobody takes them
}

// resultOrigin says where the answers came from, if not from the form.
type resultOrigin struct {
	Example string // title of the made-up family
	Until   string // last day of a shared link
	Link    string // address of the shared link
}

// programmeView is one programme with the people for whom it came out alike.
type programmeView struct {
	Label    string
	Outcomes []*engine.Outcome
}

// noteView names figures and rules that are not simply published law.
type noteView struct {
	Word, Class string
	Labels      []string
}

// answer shows the result of the form, or the form again with what is wrong.
func (s *Site) answer(w http.ResponseWriter, r *http.Request) error {
	a, _, err := s.submitted(r)
	if err != nil {
		return err
	}
	if choice := r.PostForm["choose"]; len(choice) == 2 {
		a.Chosen[choice[0]] = choice[1]
		a.Chosen = keepKnown(a.place, a.Chosen)
	}
	return s.result(w, r, a, resultOrigin{})
}

// result determines and shows.
func (s *Site) result(w http.ResponseWriter, r *http.Request, a *answers, origin resultOrigin) error {
	snapshot, wrong := a.snapshot(s.today())
	if wrong == 0 {
		wrong = a.misplaced(snapshot)
	}
	if wrong > 0 {
		return s.show(w, r, http.StatusUnprocessableEntity, calculator(s.calculatorView(a, "", true)))
	}
	v := s.resultView(a, snapshot)
	v.Origin = origin
	return s.show(w, r, http.StatusOK, result(v))
}

// misplaced marks answers that another answer rules out.
func (a *answers) misplaced(s *fact.Snapshot) int {
	found := a.place.engine.Misplaced(s)
	for _, ref := range found {
		if r := a.rowOf(ref); r != nil {
			r.Texts[ref.Slot].Wrong = "照别的回答，这一项用不着；请清空，或改别的回答"
		}
	}
	return len(found)
}

// resultView determines what a family gets and sorts it for reading.
func (s *Site) resultView(a *answers, snapshot *fact.Snapshot) *resultView {
	found := a.place.engine.Determine(snapshot, engine.Options{Explain: a.shown})
	v := &resultView{Place: a.at.Label, Day: snapshot.AsOf.Chinese(), People: a.names(), Answers: a.encode(), Teller: newTeller(), Gone: a.Gone}
	waits := newWaits(a)
	for i := range found.Outcomes {
		v.sort(a, waits, &found.Outcomes[i])
	}
	v.Missing = waits.cheapestFirst()
	if s.Cases != nil {
		v.Apply = programmesOf(v.Gets)
	}
	v.Choices = a.choices(snapshot, found)
	for _, o := range slices.Concat(v.Gets, v.Free) {
		v.add(o)
		v.note(o)
	}
	return v
}

// shown tells whether an outcome stands on the page: what was asked about, and
// of the rest what the family gets.
func (a *answers) shown(o *engine.Outcome) bool {
	return o.Status == engine.Entitled || o.Status == engine.Leaving || slices.Contains(a.Ticked, o.Programme)
}

// sort puts one outcome where it is read. What was not asked for is shown only
// if the family gets it.
func (v *resultView) sort(a *answers, waits *waits, o *engine.Outcome) {
	asked := slices.Contains(a.Ticked, o.Programme)
	switch o.Status {
	case engine.Entitled, engine.Leaving:
		if asked {
			v.Gets = append(v.Gets, o)
		} else {
			v.Free = append(v.Free, o)
		}
		return
	case engine.NotClaimed:
		return
	}
	switch {
	case !asked:
	case o.Status == engine.Refused:
		v.Refused = gather(v.Refused, o)
	case o.Status == engine.Excluded:
		v.Excluded = append(v.Excluded, o)
	case o.Status == engine.Undetermined || o.Status == engine.Waiting:
		v.Open = gather(v.Open, o)
		v.Faulty = v.Faulty || len(o.Faults) > 0
		waits.add(o)
	}
}

// gather puts an outcome to those of its programme.
func gather(all []programmeView, o *engine.Outcome) []programmeView {
	if n := len(all); n > 0 && all[n-1].Outcomes[0].Programme == o.Programme {
		all[n-1].Outcomes = append(all[n-1].Outcomes, o)
		return all
	}
	return append(all, programmeView{o.Label, []*engine.Outcome{o}})
}

// add adds what is paid every month.
func (v *resultView) add(o *engine.Outcome) {
	if o.Total.Type == fact.MoneyMonth && o.Pays == "month" {
		v.Total.Type = fact.MoneyMonth
		v.Total.Low += o.Total.Low
		v.Total.High += o.Total.High
	}
}

// noteWords say what a status means to the reader, behind its mark.
var noteWords = map[pack.Status]string{
	pack.Example:    "当地还没有确认，不能据此发放",
	pack.Unverified: "没有见到原文",
	pack.Assumed:    "文件没有写，这里按常理取",
	pack.Reading:    "文件可以有别的读法",
}

// noteViews are the lists of what is not simply published law, empty as yet.
func noteViews() []noteView {
	var views []noteView
	for _, s := range pack.Statuses {
		views = append(views, noteView{Word: s.Mark() + "：" + noteWords[s], Class: string(s)})
	}
	return append(views, noteView{Word: "待复核：到了该重新核对的日子", Class: "due"})
}

// note remembers the figures and rules behind an outcome that are not simply
// published law.
func (v *resultView) note(o *engine.Outcome) {
	if v.Notes == nil {
		v.Notes = noteViews()
	}
	for i := range o.Used {
		u := &o.Used[i]
		if at := slices.Index(pack.Statuses, u.Status); at >= 0 {
			v.Notes[at].add(u.Label)
		}
		if u.Due {
			v.Notes[len(pack.Statuses)].add(u.Label)
		}
	}
}

// add names one figure, once.
func (n *noteView) add(label string) {
	if !slices.Contains(n.Labels, label) {
		n.Labels = append(n.Labels, label)
	}
}

// exampleFigures tells whether an amount rests on figures that nobody has
// confirmed.
func exampleFigures(o *engine.Outcome) bool {
	return slices.ContainsFunc(o.Used, func(u engine.Used) bool { return u.Status == pack.Example })
}

// programmesOf are the programmes of outcomes, each once.
func programmesOf(list []*engine.Outcome) (ids []string) {
	for _, o := range list {
		if !slices.Contains(ids, o.Programme) {
			ids = append(ids, o.Programme)
		}
	}
	return ids
}
