package web

import (
	"net/http"
	"slices"

	"doudi/civil"
	"doudi/fact"
	"doudi/registry"
)

// paperWords name the kinds of numbers.
var paperWords = map[string]string{
	"resident": "公民身份号码", "permit": "港澳台居民居住证号码", "foreign": "外国人永久居留身份证号码", "legacy": "15位旧身份证号码", "none": "没有证件",
}

// sexWords name the sexes as they are stored.
var sexWords = map[string]string{"male": "男", "female": "女"}

// stateWords say what became of a household; an open one needs no word.
var stateWords = map[registry.State]string{registry.Split: "已分户", registry.Merged: "已并户", registry.Moved: "已迁出"}

// residentView is the page of a person in the registry.
type residentView struct {
	Office, Base string
	Card         registry.Card
	Since        string
	Next         link     // the record that goes on; "" while this one stands
	Earlier      []string // what was registered before
	Aliases      []link   // records that were merged into this one, or moved here
	Homes        []homeLine
	Links        []link // to what else there is about him
	Bonds        []bondLine
}

// link is a word that leads on.
type link struct{ Label, Path string }

// homeLine is a household that the person belongs to.
type homeLine struct {
	Home                 link
	Relation, Days, Note string
	Now                  bool
}

// residentPath is the page of a person of the registry.
func residentPath(at registry.Ref) string {
	return "/office/" + itoa(int(at.Office)) + "/person/" + itoa(int(at.ID))
}

// newResidentPath is where somebody is entered in an office.
func newResidentPath(office int64) string { return "/office/" + itoa(int(office)) + "/person/new" }

// householdPath is the page of a household.
func householdPath(at registry.Ref) string {
	return "/office/" + itoa(int(at.Office)) + "/household/" + itoa(int(at.ID))
}

// resident shows a person with the households he belongs to.
func (s *Site) resident(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	id, err := number(r, "person")
	if err != nil {
		return err
	}
	all, err := s.Registry.Dossier(r.Context(), v.desk(), id)
	if err != nil {
		return err
	}
	view := s.residentView(v, all)
	if view.Bonds, err = s.bonds(r, all.Ref); err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, residentPage(view))
}

// residentView lays a record out.
func (s *Site) residentView(v *visit, all registry.Dossier) residentView {
	view := residentView{Office: v.site.Name, Base: residentPath(all.Ref), Card: all.Card, Since: recorded(all.Since)}
	view.Links = append(view.Links, factLinks(view.Base)...)
	if all.Next.ID != 0 {
		view.Next = link{"人员 " + itoa(int(all.Next.ID)) + "（" + v.officeName(all.Next.Office) + "）", residentPath(all.Next)}
	}
	for _, l := range []struct{ act, label, path string }{{"person.unmask", "查看完整号码", "/reveal"}, {"person.enter", "更正身份", "/edit"}, {"person.merge", "合并重复的人员", "/merge"}} {
		if v.can(l.act, all.Office) && (all.Next.ID == 0 || l.act == "person.unmask") {
			view.Links = append(view.Links, link{l.label, view.Base + l.path})
		}
	}
	here := slices.ContainsFunc(all.Homes, func(h registry.Home) bool { return h.To >= s.today() })
	if v.can("household.change", all.Office) && all.Next.ID == 0 && !here {
		view.Links = append(view.Links, link{"以这个人为申请人新建家庭", "/office/" + itoa(int(all.Office)) + "/household/new?head=" + itoa(int(all.ID))})
	}
	for _, old := range all.Earlier {
		view.Earlier = append(view.Earlier, s.earlier(old))
	}
	for _, a := range all.Aliases {
		view.Aliases = append(view.Aliases, link{"人员 " + itoa(int(a.ID)) + "（" + v.officeName(a.Office) + "）", residentPath(a)})
	}
	law, today := s.lawOf(v), s.today()
	for _, h := range all.Homes {
		view.Homes = append(view.Homes, homeLine{
			Home:     link{"家庭 " + itoa(int(h.Household)) + address(h.Address), householdPath(registry.Ref{Office: all.Office, ID: h.Household})},
			Relation: relationWord(law.program.Schema, h.Relation), Days: days(h.From, h.To), Note: stateWords[h.State], Now: h.From <= today && today <= h.To})
	}
	return view
}

// earlier says what was registered of somebody before.
func (s *Site) earlier(old registry.Version) string {
	text := old.Name + "，" + sexWords[old.Sex] + "，" + old.Birth.Chinese() + "出生，" + paperWords[old.Paper]
	if old.Number != "" {
		text += " " + old.Number
	}
	for _, known := range []option{{old.Phone, "电话 "}, {old.Account, "账号 "}} {
		if known.Value != "" {
			text += "，" + known.Label + known.Value
		}
	}
	return text + "（" + recorded(old.Since) + " 登记）"
}

// address is an address behind a number, if there is one.
func address(text string) string {
	if text == "" {
		return ""
	}
	return "，" + text
}

// lawOf is the law that answers today for the office that a page is about.
func (s *Site) lawOf(v *visit) *place { return s.Law.of(v.sites, v.site.Number, s.today()) }

// relations are the relations to the applicant that the law knows.
func relations(law *fact.Schema) []option {
	e := &law.Entities[fact.MemberEntity]
	slot, ok := e.Slot("relation")
	if !ok {
		return nil
	}
	var list []option
	for _, n := range e.Facts[slot].Values {
		value := law.SymbolName(n)
		list = append(list, option{value, e.Facts[slot].ValueLabels[value]})
	}
	return list
}

// relationWord names a relation as the law does.
func relationWord(law *fact.Schema, relation string) string {
	for _, o := range relations(law) {
		if o.Value == relation {
			return o.Label
		}
	}
	return relation
}

// days writes a span of days as an office reads it.
func days(from, to civil.Date) string {
	if to == civil.Open {
		return from.Chinese() + "起"
	}
	return from.Chinese() + "至" + to.Chinese()
}
