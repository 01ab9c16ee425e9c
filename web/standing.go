package web

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"doudi/casefile"
	"doudi/civil"
	"doudi/fact"
	"doudi/fault"
	"doudi/registry"
)

// standingView is a household as it was valid on a day and as it was known by
// an act of the office.
type standingView struct {
	Office, Title, Base string
	On, Known           string // as asked
	WrongOn, WrongKnown string
	Acts                []option // to choose from
	Told                string   // 2026年9月15日有效，到第 12 号为止登记的
	Near                []string // who of them are near relatives of staff
	Home                []factGroup
	People              []personStanding
	Place               string // whose law would determine it
	Groups              []wantGroup
	Ticked              []string
	Purposes            []option
	Printed             string
	Wrong               string
}

// personStanding is one person of the day.
type personStanding struct {
	Name, Path, Relation string
	Groups               []factGroup
}

// standing is what was asked about a household.
type standing struct {
	*subject
	day   civil.Date
	known int64
	c     registry.Chronicle
	view  standingView
}

// standingPage shows a household on a day, as known by an act.
func (s *Site) standingPage(w http.ResponseWriter, r *http.Request) error {
	st, status, err := s.standing(r, r.URL.Query())
	if err != nil {
		return err
	}
	return s.show(w, r, status, standingOf(st.view))
}

// standing reads what is asked and what there is. A day or number that will not
// do gives a page that says so, and a status.
func (s *Site) standing(r *http.Request, sent url.Values) (st *standing, status int, err error) {
	about, err := s.subject(r)
	if err != nil {
		return nil, 0, err
	}
	st = &standing{subject: about, day: s.today(), known: registry.Now}
	st.view = standingView{Office: about.v.site.Name, Title: about.Title, Base: about.Base, On: first(sent, "on"), Known: first(sent, "known"), Printed: s.today().Chinese()}
	st.ask()
	if st.view.WrongOn+st.view.WrongKnown != "" {
		return st, http.StatusBadRequest, nil
	}
	st.c, err = s.Registry.ChronicleOn(r.Context(), about.v.desk(), about.ID, st.day, st.known)
	if kind := fault.Kind(err); st.known != registry.Now && (kind == fault.NotFound || kind == fault.BadInput) {
		st.view.WrongKnown = sentenceOf(err)
		return st, http.StatusNotFound, nil
	}
	if err != nil {
		return nil, 0, err
	}
	s.lay(st, sent["want"])
	return st, http.StatusOK, nil
}

// ask reads the day and the number; left empty they are today and now.
func (st *standing) ask() {
	v := &st.view
	if v.On != "" {
		st.day, v.WrongOn = readDay(v.On)
	}
	if v.Known != "" {
		n, err := strconv.ParseInt(v.Known, 10, 64)
		if st.known = n; err != nil || n < 1 {
			v.WrongKnown = "应为办理的序号，是一个数；要看现在所知的不填"
		}
	}
	if v.WrongOn == "" {
		v.On = st.day.String()
	}
}

// lay lays out what there is.
func (s *Site) lay(st *standing, ticked []string) {
	v := &st.view
	v.Told = st.day.Chinese() + "有效，现在所知"
	if st.known != registry.Now {
		v.Told = st.day.Chinese() + "有效，到第 " + v.Known + " 号为止登记的"
	}
	v.Home = s.told(st, st.subject, &st.c.Home)
	for i := range st.c.People {
		p := &st.c.People[i]
		person := *st.subject
		person.Subject = p.History.Subject
		v.People = append(v.People, personStanding{p.Name, residentPath(p.Ref), relationWord(st.place.program.Schema, p.Relation), s.told(st, &person, &p.History)})
	}
	for _, one := range st.c.Near {
		v.Near = append(v.Near, one.Name)
	}
	v.Acts = st.acts()
	law := s.Law.answering(st)
	v.Place, v.Groups = law.Label, groups(law, st.day)
	v.Ticked = slices.DeleteFunc(ticked, func(id string) bool { return !law.has(id, st.day) })
	if len(v.Ticked) == 0 {
		v.Ticked = usual(law, st.day)
	}
	v.Purposes = s.purposes(st.v, "fact.unmask", st.Office)
}

// told are the parts of a subject of which anything stood.
func (s *Site) told(st *standing, about *subject, h *registry.History) (list []factGroup) {
	l := newLedger(st.place.program.Schema, h, st.day, st.known)
	parts := s.parts(about)
	for i := range parts {
		if g := l.group(&parts[i]); len(g.Facts) > 0 || g.State != nil || len(g.Rows) > 0 {
			g.Unasked = nil
			list = append(list, g)
		}
	}
	return list
}

// acts are those by which anything about the household or its people changed,
// the latest first.
func (st *standing) acts() (list []option) {
	named := map[int64]string{}
	for _, h := range st.histories() {
		for act := range h.At {
			named[act] = actWord(h, act)
		}
	}
	for _, act := range slices.Backward(slices.Sorted(maps.Keys(named))) {
		list = append(list, option{strconv.FormatInt(act, 10), named[act]})
	}
	return list
}

// histories are those of the household and its people.
func (st *standing) histories() []*registry.History {
	list := []*registry.History{&st.c.Home}
	for i := range st.c.People {
		list = append(list, &st.c.People[i].History)
	}
	return list
}

// answering is the place whose law determines a household: some packs hold for
// some families only, by what is known of the household.
func (l *Law) answering(st *standing) *place {
	facts, e := map[string]string{}, &st.place.program.Schema.Entities[fact.HouseholdEntity]
	led := newLedger(st.place.program.Schema, &st.c.Home, st.day, st.known)
	for slot := range e.Facts {
		if f, ok := led.get(fact.HouseholdEntity, slot, 0); ok && e.Facts[slot].Type == fact.Enum && !f.Secret {
			facts[e.Facts[slot].Key] = strings.Trim(f.Value, "'")
		}
	}
	if id, ok := l.set.ForRegion(st.place.code(), facts); ok && l.places[id] != nil {
		return l.places[id]
	}
	return st.place
}

// standingResult is what the law makes of it; nothing is stored.
type standingResult struct {
	*resultView
	Title, Told, Back, Printed, Purpose string
	Misplaced                           []string // registered, and ruled out by something else that is
}

// determineStanding lets the engine determine the household as it stands on the
// page. The reasons tell what is sealed, so it is for a purpose and recorded.
func (s *Site) determineStanding(w http.ResponseWriter, r *http.Request) error {
	st, status, err := s.standing(r, r.PostForm)
	if err != nil {
		return err
	}
	if status == http.StatusOK {
		st.view.Wrong, status = st.cannot(s.Law.answering(st), r)
	}
	if status != http.StatusOK {
		return s.show(w, r, status, standingOf(st.view))
	}
	q := s.question(st)
	found, err := s.Registry.UnmaskSnapshot(r.Context(), st.v.desk(), q, registry.Purpose(r.PostForm.Get("purpose")))
	sentence, status, rest := told(err)
	if rest != nil {
		return rest
	}
	if st.view.Wrong = sentence; sentence != "" {
		return s.show(w, r, status, standingOf(st.view))
	}
	return s.show(w, r, http.StatusOK, standingAnswer(s.determined(st, q, found, purposeWords[registry.Purpose(r.PostForm.Get("purpose"))])))
}

// cannot says why a household cannot be determined.
func (st *standing) cannot(law *place, r *http.Request) (string, int) {
	switch {
	case len(st.c.People) == 0:
		return "家庭成员：这一天没有登记任何成员，不能推算；请先登记成员，或换一天", http.StatusBadRequest
	case st.day < law.begin():
		return "日期：最早只能推算" + law.begin().Chinese() + "，那以前的规定没有录入", http.StatusBadRequest
	}
	if sentence := noPurpose(r); sentence != "" {
		return sentence, http.StatusBadRequest
	}
	return "", http.StatusOK
}

// question is what a snapshot is wanted for: the household applies on the day.
func (s *Site) question(st *standing) registry.Question {
	q := s.questionOn(st.v, s.Law.answering(st), st.ID, st.day)
	q.Known, q.Claims = st.known, st.view.Ticked
	return q
}

// determined lays the result out with the parts of the calculator.
func (s *Site) determined(st *standing, q registry.Question, found *registry.Standing, purpose string) standingResult {
	a := s.Law.fromSnapshot(&casefile.Family{Snapshot: found.Snapshot, Pack: q.Law})
	for i := range st.c.People {
		a.called = append(a.called, st.c.People[i].Name)
	}
	v := standingResult{resultView: s.resultView(a, found.Snapshot), Title: st.Title, Told: st.view.Told, Printed: st.view.Printed, Purpose: purpose,
		Back: st.Base + "/standing?on=" + url.QueryEscape(st.view.On) + "&known=" + url.QueryEscape(st.view.Known)}
	v.Answers = ""
	var people []registry.Ref
	for i := range st.c.People {
		people = append(people, st.c.People[i].Ref)
	}
	w := newWaits(a)
	for _, ref := range a.place.engine.Misplaced(found.Snapshot) {
		_, whose := a.locate(ref, w.names)
		label, _ := w.question(ref)
		v.Misplaced = append(v.Misplaced, whose+label)
	}
	for i := range v.Missing {
		v.Missing[i].Link = linkTo(a, v.Missing[i].Path, st.Base, people)
	}
	return v
}

// linkTo leads to where a missing answer about a household or its people, in the
// order of the rows, is entered.
func linkTo(a *answers, path, base string, people []registry.Ref) string {
	steps := strings.Split(path, ".")
	of := fact.HouseholdEntity
	if steps[0] == "m" && len(steps) > 2 {
		i, err := strconv.Atoi(steps[1])
		if err != nil || i >= len(people) {
			return ""
		}
		base, of, steps = residentPath(people[i]), fact.MemberEntity, steps[1:]
	}
	for _, table := range a.place.program.Schema.Entities[of].Tables {
		if e := &a.place.program.Schema.Entities[table]; len(steps) > 1 && steps[1] == e.Plural {
			return base + "/facts/" + e.Name
		}
	}
	return base + "/facts"
}
