package web

import (
	"net/http"
	"slices"
	"strings"

	"doudi/casefile"
	"doudi/casework"
	"doudi/engine"
	"doudi/fact"
	"doudi/registry"
)

// judgeView is what the law makes of a case, on the page of the case.
type judgeView struct {
	Unit               *unitLine
	NoUnit             string // why it cannot be said who is counted
	Word, Class        string // what it comes to
	When, Law          string
	Stale              []string // what has changed since
	Unproven           []string // example figures that nobody has confirmed
	Figures            string   // where they are confirmed
	Opinion, Reason    string   // of the clerk
	Differs            bool
	Hidden             string // why the reasons are not shown
	Result             *resultView
	Text               string // the explanation as issued, where its law is no longer the one in force
	Choices            []choiceView
	MayJudge, MayOpine bool
	Unchecked          bool   // no report of the departments is there
	Typed              string // as an opinion
	Decisions          []decisionLine
	Earlier            []decisionLine // what the family was given once within a year
}

// decisionLine is a decision with its reasons.
type decisionLine struct {
	Word, When, Note string
	Differs          bool
	Reasons          []casework.Reason
}

// judgeView lays out what the law makes of a case.
func (s *Site) judgeView(r *http.Request, c *casework.Sight) (view judgeView, err error) {
	v := visitOf(r.Context())
	if err = s.fillUnit(r, c, &view); err != nil {
		return view, err
	}
	view.MayJudge = s.Cases.May(c, v.desk(), casework.Judge)
	for _, e := range c.Earlier {
		view.Earlier = append(view.Earlier, decisionLine{Word: e.Number.String() + "，" + decidedWord(e.Ruling), When: e.Day.Chinese(), Note: e.Ruling.Note, Differs: e.Ruling.Differs})
	}
	for _, d := range c.Decisions {
		view.Decisions = append(view.Decisions, decisionLine{Word: decidedWord(d.Ruling), When: d.Day.Chinese(), Note: d.Ruling.Note, Differs: d.Differs})
	}
	j := c.Judged
	if j == nil {
		return view, nil
	}
	view.MayOpine = s.Cases.May(c, v.desk(), casework.Opine)
	view.Unchecked = c.Unchecked()
	view.Word, view.Class = judgedWord(c.Aid.Label, &j.Determination)
	view.When, view.Law = j.Day.Chinese(), j.Law[:12]
	if view.Stale, err = s.stale(r, c); err != nil {
		return view, err
	}
	view.Figures = figurePath(c.Office)
	for _, one := range j.Unproven {
		view.Unproven = append(view.Unproven, one.Label)
	}
	if j.Opinion != nil {
		view.Opinion, view.Reason, view.Differs = "同意测算的结果", j.Opinion.Note, j.Different
		if j.Different {
			view.Opinion = "与测算的结果不同"
		}
	}
	if strings.HasPrefix(first(r.PostForm, "act"), string(casework.Opine)) {
		view.Typed = first(r.PostForm, "note")
	}
	if err := s.explained(r, c, &view); err != nil {
		return view, err
	}
	for i := range view.Earlier {
		if view.Hidden == "" {
			view.Earlier[i].Reasons = c.Earlier[i].Ruling.Reasons
		}
	}
	for i := range view.Decisions {
		if view.Hidden == "" { // its reasons tell as much
			view.Decisions[i].Reasons = c.Decisions[i].Ruling.Reasons
		}
	}
	return view, nil
}

// decidedWord says what was decided.
func decidedWord(r casework.Ruling) string {
	word := casework.ChangeWord(r.Change)
	switch {
	case r.Change == casework.Finish:
		return "决定" + word + "，自" + r.Starts.Chinese() + "起"
	case word != "":
		return "决定" + word + granted(r)
	case r.Gives:
		return casework.Approve.Label() + granted(r)
	}
	return casework.Refuse.Label()
}

// granted is what a decision gives.
func granted(r casework.Ruling) string {
	text := ""
	if r.Grants == "money" {
		text += "，" + sumOf(r.Per, r.Sum)
	}
	switch {
	case r.Advance:
		text += "（先行救助，其余待定）"
	case r.Before > 0:
		text += "（另有先行救助 " + r.Before.String() + "，合计 " + (r.Before + r.Sum).String() + "）"
	}
	if r.Starts != 0 {
		text += "，自" + r.Starts.Chinese() + "起"
	}
	return text
}

// fillUnit says who is counted: as it was frozen, or as it would be today.
func (s *Site) fillUnit(r *http.Request, c *casework.Sight, view *judgeView) error {
	v := visitOf(r.Context())
	u, err := s.Cases.Counting(r.Context(), v.desk(), c)
	sentence, _, rest := told(err)
	if view.NoUnit = sentence; rest != nil || sentence != "" {
		return rest
	}
	all, err := s.Registry.Family(r.Context(), v.desk(), c.Household)
	if err != nil {
		return err
	}
	line := s.unitLine(v, all, u)
	view.Unit = &line
	return nil
}

// judgedWord says what an application comes to.
func judgedWord(label string, d *casework.Determination) (word, class string) {
	switch {
	case d.Gives():
		word = "符合条件：" + label
		if d.Amount.Type != fact.Invalid {
			word += "，" + d.Amount.Per() + figure(d.Amount) + "元"
		}
		if d.Starts != 0 {
			word += "，自" + d.Starts.Chinese() + "起"
		}
		return word, "yes"
	case d.Status == engine.Refused:
		return "不符合条件：" + label, "no"
	case d.Status == engine.Excluded:
		return "不能同时享受：" + label, "no"
	case d.Status == engine.ChoiceOpen:
		return "要由家庭先作选择", "open"
	case d.Status == engine.Waiting:
		return "要等指数公布", "open"
	}
	return "还不能确定：" + label, "open"
}

// stale says what has changed since a determination was made.
func (s *Site) stale(r *http.Request, c *casework.Sight) (list []string, err error) {
	v, j := visitOf(r.Context()), c.Judged
	schema, all := s.lawOf(v).program.Schema, registry.Family{}
	if len(j.Changed) > 0 { // only then is anybody named
		all, err = s.Registry.Family(r.Context(), v.desk(), c.Household)
	}
	for _, t := range j.Changed {
		if word := touchWord(schema, all, t); !slices.Contains(list, word) {
			list = append(list, word)
		}
	}
	if j.Newer {
		list = append(list, "本地的规定更新过")
	}
	if j.Gives() && j.Start != j.Starts {
		list = append(list, "现在决定，要从"+j.Start.Chinese()+"起发，测算时是从"+j.Starts.Chinese()+"起")
	}
	return list, err
}

// touchWord says what changed, and of whom by name; never from what to what. Who
// is not of the family any more is told by the number.
func touchWord(schema *fact.Schema, all registry.Family, t casework.Touch) string {
	who := "人员 " + itoa(int(t.Subject)) + "："
	if i := slices.IndexFunc(all.Members, func(m registry.Belonging) bool { return m.Person == t.Subject }); i >= 0 {
		who = all.Members[i].Name + "："
	}
	switch t.What {
	case "address":
		return "家庭的地址或状态"
	case "membership":
		return who + "家庭成员的登记"
	case "person":
		return who + "人员的登记"
	case "household":
		who = "家庭："
	}
	return who + factLabel(schema, t.Key)
}

// factLabel is what a fact or table is called, by its key.
func factLabel(schema *fact.Schema, key string) string {
	name, slot, _ := strings.Cut(key, ".")
	id, ok := schema.Entity(name)
	if !ok || id < 0 {
		return "登记的情况"
	}
	e := &schema.Entities[id]
	if at, ok := e.Slot(slot); ok {
		return short(e.Facts[at].Label)
	}
	return short(e.Label)
}

// explained fills in the reasons for whoever may see them; every look is
// recorded.
func (s *Site) explained(r *http.Request, c *casework.Sight, view *judgeView) error {
	v := visitOf(r.Context())
	whys := s.Registry.Purposes(v.desk(), "fact.unmask")
	if len(whys) == 0 {
		view.Hidden = "理由里写着要保密的情况，您的岗位不能看；有疑问请问经办人员。"
		return nil
	}
	x, err := s.Cases.Explain(r.Context(), v.desk(), c, whys[0])
	if err != nil {
		view.Hidden, _, err = told(err)
		return err
	}
	place := s.Law.places[x.Law.ID]
	if place == nil || place.program.Hash != x.Hash {
		view.Text = x.Told
		return nil
	}
	s.layJudged(c, x, view)
	return nil
}

// layJudged lays a result out with the parts of the calculator.
func (s *Site) layJudged(c *casework.Sight, x *casework.Explanation, view *judgeView) {
	a := s.Law.fromSnapshot(&casefile.Family{Snapshot: x.Snapshot, Pack: x.Law})
	a.called = nil
	for _, p := range x.Snapshot.Household.Tables[0].Rows {
		a.called = append(a.called, p.Name)
	}
	view.Result = &resultView{Place: a.place.Label, Day: x.AsOf.Chinese(), People: a.called, Teller: newTeller()}
	waits, o := newWaits(a), &x.Outcomes[0]
	view.Result.sort(a, waits, o)
	view.Result.Missing = waits.cheapestFirst()
	view.Result.note(o)
	base := householdPath(registry.Ref{Office: c.Office, ID: c.Household})
	var people []registry.Ref
	for _, id := range x.Persons {
		people = append(people, registry.Ref{Office: c.Office, ID: id})
	}
	for i := range view.Result.Missing {
		if to := linkTo(a, view.Result.Missing[i].Path, base, people); to != "" {
			view.Result.Missing[i].Link = to + footing{from: c.Applied}.query()
		}
	}
	if o.Status == engine.ChoiceOpen || len(x.Snapshot.Chosen) > 0 {
		view.Choices = a.choices(x.Snapshot, x.Result)
	}
}

// wayValue is what a button sends: a decision against the determination says so
// behind a colon.
func wayValue(w casework.Way) string {
	if w.Differs {
		return string(w.Act) + ":" + casework.Differ
	}
	return string(w.Act)
}

// wayWord is what stands on a button.
func wayWord(w casework.Way) string {
	if w.Differs {
		return w.Label + "（与测算不同）"
	}
	return w.Label
}
