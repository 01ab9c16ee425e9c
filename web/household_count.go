package web

import (
	"net/http"
	"slices"

	"doudi/civil"
	"doudi/fact"
	"doudi/fault"
	"doudi/registry"
)

// count says of everybody whether the law counts him today (57号第七条), and by
// which rule. An open household alone is asked about.
func (s *Site) count(r *http.Request, v *visit, all registry.Family, view *householdView) error {
	if all.State != registry.Open || len(all.Members) == 0 {
		return nil
	}
	today, law := s.today(), s.lawOf(v)
	st, err := s.Registry.Snapshot(r.Context(), v.desk(), s.questionOn(v, law, all.Household.ID, today))
	if err != nil {
		return err
	}
	values, rule, err := registry.Belongs(law.engine, st)
	if fault.Kind(err) == fault.NoValue {
		return nil
	}
	if err != nil {
		return err
	}
	view.Rule = link{law.ruleLabel(rule), "/law/" + law.ID + "/rule/" + rule}
	for i, id := range st.Persons {
		for k, m := range all.Members {
			if m.Person == id && m.From <= today {
				view.Members[k].Counted = countedWord(values[i])
			}
		}
	}
	return nil
}

// countPage says who is counted for a programme that is chosen, on a day that is
// chosen; nothing is kept.
type countPage struct {
	slip
	Path, Told string
	Back       link
	Rule       link // that says who is counted, where one does
	Lines      []countLine
}

// countLine is one person of the day.
type countLine struct{ Name, Relation, Word, Why string }

// counting shows it.
func (s *Site) counting(w http.ResponseWriter, r *http.Request) error {
	d, err := s.dwelling(r)
	if err != nil {
		return err
	}
	view, status := s.countView(r, d), http.StatusOK
	if r.URL.Query().Has("programme") {
		sentence, answer, rest := told(s.fillCount(r, d, &view))
		if rest != nil {
			return rest
		}
		view.blame(sentence)
		status = answer
	}
	if len(view.Problems) > 0 {
		status = max(status, http.StatusBadRequest)
	}
	return s.show(w, r, status, countSheet(view))
}

// countView is the form as it was sent.
func (s *Site) countView(r *http.Request, d *dwelling) countPage {
	asked, law := r.URL.Query(), s.lawOf(d.v)
	day, wrong := readDay(first(asked, "on"))
	if wrong != "" {
		day = s.today()
	}
	var programmes, people []option
	for _, g := range groups(law, day) {
		for _, one := range g.Wants {
			programmes = append(programmes, option{one.ID, one.Label})
		}
	}
	for _, m := range d.on(day) {
		people = append(people, option{itoa(int(m.Person)), m.Name})
	}
	return countPage{Path: d.base + "/counted", Back: d.back, slip: filled(asked, listed("programme", "哪个项目", "", programmes),
		blank("on", "哪一天", "像这一天申请一样").holding(s.today().String()), listed("person", "谁申请", "只有按人申请的项目要选", people))}
}

// fillCount works out who is counted.
func (s *Site) fillCount(r *http.Request, d *dwelling, view *countPage) error {
	law, day, programme := s.lawOf(d.v), view.day("on"), view.text("programme")
	switch {
	case len(view.Problems) > 0:
		return nil
	case programme == "":
		return fault.New(fault.BadInput, "哪个项目：没有选；请从列表里选")
	case !law.has(programme, day):
		return fault.New(fault.BadInput, "哪个项目："+day.Chinese()+"的规定里没有这个项目；请另选一个，或换一天")
	case len(d.on(day)) == 0:
		return fault.New(fault.BadInput, "哪一天：这一天没有登记任何成员；请换一天")
	}
	st, err := s.Registry.Snapshot(r.Context(), d.v.desk(), s.questionOn(d.v, law, d.Household.ID, day))
	if err != nil {
		return err
	}
	view.Told = day.Chinese() + "申请" + law.programmeLabel(programme)
	if law.single(programme, day) {
		return view.alone(law, d, st, programme)
	}
	values, rule, err := registry.Belongs(law.engine, st)
	if err != nil {
		return err
	}
	view.Rule = link{law.ruleLabel(rule), "/law/" + law.ID + "/rule/" + rule}
	for i, id := range st.Persons {
		view.Lines = append(view.Lines, d.countLine(id, day, countedWord(values[i]), "按“"+view.Rule.Label+"”"))
	}
	return nil
}

// single tells that one person asks for a programme, for himself.
func (p *place) single(programme string, day civil.Date) bool {
	for i := range p.program.Programmes {
		for k := range p.program.Programmes[i].Versions {
			if v := &p.program.Programmes[i].Versions[k]; p.program.Programmes[i].ID == programme && v.Span.Contains(day) {
				return v.Unit != fact.HouseholdEntity
			}
		}
	}
	return false
}

// alone counts who asks for himself.
func (p *countPage) alone(law *place, d *dwelling, st *registry.Standing, programme string) error {
	person := atoi(p.text("person"))
	if person == 0 {
		return fault.New(fault.BadInput, "谁申请：这个项目按人申请，没有选是谁；请选一位")
	}
	u, err := registry.UnitOf(law.engine, law.program, st, programme, person)
	if err != nil {
		return err
	}
	for _, m := range u.Members {
		word := "不计入"
		if m.Counted {
			word = "计入"
		}
		p.Lines = append(p.Lines, d.countLine(m.Person, st.AppliedOn, word, "按“"+law.programmeLabel(m.Rule)+"”，单人申请，不计别人"))
	}
	return nil
}

// countLine is somebody of the household on a day.
func (d *dwelling) countLine(id int64, day civil.Date, word, why string) countLine {
	line := countLine{Name: "人员 " + itoa(int(id)), Word: word, Why: why}
	for _, m := range d.on(day) {
		if m.Person == id {
			line.Name, line.Relation = m.Name, d.relation(m)
		}
	}
	return line
}

// countedWord says whether somebody is counted.
func countedWord(v fact.Value) string {
	switch {
	case v.State != fact.Known:
		return "算不算还不能确定，请登记不在一起生活的原因"
	case v.N == 1:
		return "计入"
	}
	return "不计入"
}

// ruleLabel is what a rule is called.
func (p *place) ruleLabel(id string) string {
	if at, ok := p.program.RuleIndex[id]; ok {
		return p.program.Rules[at].Label
	}
	return id
}

// unitLine lays out who was counted for an application.
func (s *Site) unitLine(v *visit, all registry.Family, u registry.Unit) unitLine {
	law := s.lawOf(v)
	line := unitLine{Title: law.programmeLabel(u.Programme) + "，" + u.Day.Chinese()}
	var yes, no []string
	for _, c := range u.Members {
		name := "人员 " + itoa(int(c.Person))
		for _, m := range slices.Concat(all.Members, all.Past) {
			if m.Person == c.Person {
				name = m.Name
			}
		}
		switch {
		case c.Counted:
			yes = append(yes, name)
		case c.Rule == u.Programme:
			no = append(no, name+"（单人申请，不计别人）")
		default:
			no = append(no, name+"（按“"+law.ruleLabel(c.Rule)+"”）")
		}
	}
	line.Counted, line.Excluded = joined(yes), joined(no)
	return line
}

// programmeLabel is what a programme is called.
func (p *place) programmeLabel(id string) string {
	for i := range p.program.Programmes {
		if p.program.Programmes[i].ID == id {
			return p.program.Programmes[i].Label
		}
	}
	return id
}
