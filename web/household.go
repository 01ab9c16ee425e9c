package web

import (
	"net/http"

	"doudi/civil"
	"doudi/registry"
)

// householdView is the page of a household.
type householdView struct {
	Office, Base, Address, Since string
	Number                       int64
	State                        string // what became of it; "" while it is open
	Heirs                        []link
	Members, Past                []memberLine
	Links                        []link   // to what else there is about it
	Near                         []string // who of them are near relatives of staff
}

// memberLine is one person of a household.
type memberLine struct {
	Person                             link
	Relation, Number, Days, Since, Age string
	Coming                             bool // belongs to it from a later day on
}

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
	return s.show(w, r, http.StatusOK, householdPage(s.householdView(v, all)))
}

// householdView lays a household out.
func (s *Site) householdView(v *visit, all registry.Family) householdView {
	view := householdView{Office: v.site.Name, Base: householdPath(all.Household.Ref), Number: all.Household.ID, Address: all.Address,
		Since: recorded(all.Since), State: stateWords[all.State], Members: s.memberLines(v, all.Members), Past: s.memberLines(v, all.Past)}
	view.Links = append(append(view.Links, factLinks(view.Base)...), link{"某一天的情况和推算", view.Base + "/standing"}, link{"材料", papersPath(all.Household.Ref)})
	view.Near = nearNames(all.Members)
	if v.can("paper.print", all.Office) {
		view.Links = append(view.Links, link{"打印家庭情况表", view.Base + "/print/sheet"})
	}
	for _, h := range all.Heirs {
		view.Heirs = append(view.Heirs, link{"家庭 " + itoa(int(h.ID)) + "（" + v.officeName(h.Office) + "）", householdPath(h)})
	}
	return view
}

// memberLines lays people out.
func (s *Site) memberLines(v *visit, members []registry.Belonging) (list []memberLine) {
	law := s.lawOf(v)
	for _, m := range members {
		list = append(list, memberLine{Person: link{m.Name, residentPath(m.Ref)}, Relation: relationWord(law.program.Schema, m.Relation),
			Number: m.Number, Days: days(m.From, m.To), Since: recorded(m.Since), Age: itoa(civil.AgeOn(m.Birth, s.today())) + "岁", Coming: m.From > s.today()})
	}
	return list
}
