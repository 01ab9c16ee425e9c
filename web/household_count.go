package web

import (
	"net/http"
	"slices"

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
