package web

import (
	"cmp"
	"net/http"
	"slices"

	"doudi/civil"
	"doudi/registry"
)

// householdView is the page of a household.
type householdView struct {
	Office, Base, Address, Since string
	Village                      string // that works for it; "" if none does
	Number                       int64
	State                        string // what became of it; "" while it is open
	Heirs                        []link
	Members, Past                []memberLine
	Origins                      []link
	Units                        []unitLine
	Story                        []happeningLine
	Rule                         link   // that says who is counted
	Changes                      []link // what the reader may change
	Links                        []link // to what else there is about it
	Cases                        []pendingLine
	Awards, Chosen               []awardLine
	Change                       link     // where a change of an award begins
	Near                         []string // who of them are near relatives of staff
}

// memberLine is one person of a household.
type memberLine struct {
	Person                             link
	Relation, Number, Days, Since, Age string
	Coming                             bool // belongs to it from a later day on
	Ended                              string
	Counted                            string // whether he is counted today; "" where nobody asks
	Changes                            []link
}

// happeningLine is what one act changed.
type happeningLine struct {
	When  string
	Lines []string
}

// unitLine is a unit that was frozen for an application.
type unitLine struct{ Title, Counted, Excluded string }

// household shows a household with its people.
func (s *Site) household(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	id, err := number(r, "household")
	if err != nil {
		return err
	}
	all, err := s.Registry.Family(r.Context(), v.desk(), id)
	if err != nil {
		return err
	}
	view := s.householdView(v, all)
	if err := s.count(r, v, all, &view); err != nil {
		return err
	}
	acts, err := s.Registry.Happened(r.Context(), v.desk(), id)
	if err != nil {
		return err
	}
	view.Story = s.story(v, acts)
	cases, err := s.Cases.CasesOf(r.Context(), v.desk(), id)
	if err != nil {
		return err
	}
	view.Cases = s.pendingLines(v, cases, nil)
	if view.Awards, view.Chosen, err = s.awardLines(r, v, all); err != nil {
		return err
	}
	if v.can("case.judge", all.Office) {
		view.Change = link{changeWord, view.Base + "/change"}
	}
	return s.show(w, r, http.StatusOK, householdPage(view))
}

// householdView lays a household out.
func (s *Site) householdView(v *visit, all registry.Family) householdView {
	view := householdView{Office: v.site.Name, Base: householdPath(all.Household.Ref), Number: all.Household.ID, Address: all.Address, Village: v.officeName(all.Village),
		Since: recorded(all.Since), State: stateWords[all.State], Members: s.memberLines(v, all.Members), Past: s.memberLines(v, all.Past)}
	view.Links = append(append(view.Links, factLinks(view.Base)...), link{"某一天的情况和推算", view.Base + "/standing"}, link{"某个项目、某一天计入谁", view.Base + "/counted"}, link{"材料", papersPath(all.Household.Ref)})
	for i, m := range all.Members {
		if slices.ContainsFunc(all.Past, func(p registry.Belonging) bool { return p.Person == m.Person && p.Because == registry.Died }) {
			view.Members[i].Relation += "（已去世）"
		}
	}
	view.Near = nearNames(all.Members)
	if v.can("paper.print", all.Office) {
		view.Links = append(view.Links, link{"打印家庭情况表", view.Base + "/print/sheet"})
	}
	if v.can("family.export", all.Office) {
		view.Links = append(view.Links, link{"导出登记的情况", view.Base + "/export"})
	}
	for _, h := range all.Heirs {
		view.Heirs = append(view.Heirs, householdLink(v, h))
	}
	for _, h := range all.Origins {
		view.Origins = append(view.Origins, householdLink(v, h))
	}
	for _, u := range all.Units {
		view.Units = append(view.Units, s.unitLine(v, all, u))
	}
	if all.State != registry.Open {
		return view
	}
	for _, c := range []struct{ act, label, path string }{{"case.submit", "新申请", "/apply"}, {"household.change", "加入成员", "/member/new"}, {"household.change", "换申请人", "/head"}, {"household.change", "更正地址", "/address"},
		{"household.change", "分户", "/split"}, {"household.change", "并户", "/merge"}, {"household.move", "迁到别的机构", "/move"}} {
		if v.can(c.act, all.Office) {
			view.Changes = append(view.Changes, link{c.label, view.Base + c.path})
		}
	}
	if v.can("household.change", all.Office) {
		for i, m := range all.Members {
			path := view.Base + "/member/" + itoa(int(m.Person))
			view.Members[i].Changes = []link{{"离开", path + "/leave"}, {"更正", path}}
		}
	}
	return view
}

// householdLink leads to a household.
func householdLink(v *visit, h registry.Ref) link {
	return link{"家庭 " + itoa(int(h.ID)) + "（" + v.officeName(h.Office) + "）", householdPath(h)}
}

// story tells what was registered of a household and its people, the latest act
// first.
func (s *Site) story(v *visit, acts []registry.Happening) (list []happeningLine) {
	law := s.lawOf(v).program.Schema
	for _, a := range slices.Backward(acts) {
		line := happeningLine{When: "第 " + itoa(int(a.Known)) + " 号，" + recorded(a.At)}
		if a.State != "" {
			line.Lines = append(line.Lines, cmp.Or(stateWords[a.State], "家庭"+cmp.Or(address(a.Address), "，没有登记地址")))
		}
		for _, m := range a.Fresh {
			text := m.Name + "：" + relationWord(law, m.Relation) + "，" + days(m.From, m.To)
			if m.Because != "" {
				text += "，" + leavingWords[m.Because]
			}
			line.Lines = append(line.Lines, text)
		}
		for _, m := range a.Gone {
			line.Lines = append(line.Lines, m.Name+"：收回“"+relationWord(law, m.Relation)+"，"+days(m.From, m.To)+"”")
		}
		list = append(list, line)
	}
	return list
}

// memberLines lays people out.
func (s *Site) memberLines(v *visit, members []registry.Belonging) (list []memberLine) {
	law := s.lawOf(v)
	for _, m := range members {
		list = append(list, memberLine{Person: link{m.Name, residentPath(m.Ref)}, Relation: relationWord(law.program.Schema, m.Relation),
			Number: m.Number, Days: days(m.From, m.To), Since: recorded(m.Since), Age: itoa(civil.AgeOn(m.Birth, s.today())) + "岁", Coming: m.From > s.today(), Ended: leavingWords[m.Because]})
	}
	return list
}
