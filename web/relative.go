package web

import (
	"net/http"
	"slices"

	"doudi/registry"
	"doudi/staff"
)

// kinWords name the near relatives (220号第十四条).
var kinWords = map[string]string{"spouse": "配偶", "parent": "父母", "child": "子女", "sibling": "兄弟姐妹", "grandparent": "祖父母、外祖父母", "grandchild": "孙子女、外孙子女"}

// committee stands in the list of staff for who has no account.
const committee = "0"

// relativesView is the register of near relatives of one office.
type relativesView struct {
	Office string
	Path   string
	Lines  []relativeLine
	New    string // where one is entered; "" if the reader may not
	Others []link // registers of other offices
}

// relativeLine is one entry.
type relativeLine struct {
	Name, Number, Whose, Relation, Since string
	End                                  string // where it is ended; "" if the reader may not
}

// relativesPath is the register that somebody begins with, or the page to enter
// one where he may do no more; "" if he may neither.
func (v *visit) relativesPath() string {
	for _, one := range [][2]string{{"relative.list", ""}, {"relative.register", "/new"}} {
		for _, p := range v.member.Posts {
			if v.can(one[0], p.Office.ID) {
				return relativePath(p.Office.ID) + one[1]
			}
		}
	}
	return ""
}

// relativePath is the register of an office.
func relativePath(office int64) string { return "/office/" + itoa(int(office)) + "/relative" }

// relatives shows the register of an office.
func (s *Site) relatives(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	list, err := s.Registry.Relatives(r.Context(), v.desk())
	if err != nil {
		return err
	}
	people, err := s.Staff.People(r.Context(), v.site.Number)
	if err != nil {
		return err
	}
	view := relativesView{Office: v.site.Name, Path: relativePath(v.site.Number)}
	if v.can("relative.register", v.site.Number) {
		view.New = relativePath(v.site.Number) + "/new"
	}
	for _, one := range list {
		line := relativeLine{Name: one.Name, Number: one.Number.String(), Whose: kinOf(one.Relative, people), Relation: kinWords[one.Relation], Since: recorded(one.Since)}
		if view.New != "" {
			line.End = relativePath(v.site.Number) + "/" + itoa(int(one.ID)) + "/end"
		}
		view.Lines = append(view.Lines, line)
	}
	for _, o := range v.sites {
		if o.Number != v.site.Number && v.can("relative.list", o.Number) {
			view.Others = append(view.Others, link{o.Name, relativePath(o.Number)})
		}
	}
	return s.list(w, r, http.StatusOK, relativeList(view), listing{"relative", view.Office + "的近亲属登记", []string{"姓名", "证件号码", "谁的近亲属", "关系", "登记时间"},
		rowsOf(view.Lines, func(l relativeLine) []string { return []string{l.Name, l.Number, l.Whose, l.Relation, l.Since} })})
}

// kinOf names the member of staff or committee.
func kinOf(one registry.Relative, people []staff.Person) string {
	if one.Staff == 0 {
		return "村（居）委会成员" + one.Of
	}
	at := slices.IndexFunc(people, func(p staff.Person) bool { return p.Staff == one.Staff })
	if at < 0 {
		return "已不在本机构的经办人员"
	}
	return "经办人员" + people[at].Name
}

// newRelativeView asks whose near relative somebody is.
type newRelativeView struct {
	slip
	Office, Path, Back string
	Done               string // who was entered just now
}

// newRelative asks.
func (s *Site) newRelative(w http.ResponseWriter, r *http.Request) error {
	view, err := s.newRelativeView(r)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, newRelativeForm(view))
}

// newRelativeView is the form as it was sent.
func (s *Site) newRelativeView(r *http.Request) (view newRelativeView, err error) {
	v := visitOf(r.Context())
	people, err := s.Staff.People(r.Context(), v.site.Number)
	if err != nil {
		return view, err
	}
	var staff, kin []option
	for _, p := range people {
		staff = append(staff, option{itoa(int(p.Staff)), p.Name})
	}
	staff = append(staff, option{committee, "村（居）委会成员，没有账号"})
	for _, id := range registry.Kin() {
		kin = append(kin, option{id, kinWords[id]})
	}
	view = newRelativeView{Office: v.site.Name, Path: relativePath(v.site.Number) + "/new"}
	if v.can("relative.list", v.site.Number) {
		view.Back = relativePath(v.site.Number)
	}
	view.slip = filled(r.PostForm, listed("staff", "谁的近亲属", "本机构的人员", staff), blank("of", "委员姓名", "选了村（居）委会成员的写，如 城东村 李建军").wide(60),
		listed("relation", "关系", "近亲属是他的什么人", kin), blank("name", "姓名", "近亲属本人的，照证件").wide(60), blank("number", "公民身份号码", "近亲属本人的，登记后遮盖显示"))
	return view, nil
}

// registerRelative enters one.
func (s *Site) registerRelative(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	view, err := s.newRelativeView(r)
	if err != nil {
		return err
	}
	sentence, status := "谁的近亲属：没有选；请选一位", http.StatusBadRequest
	if chosen := first(r.PostForm, "staff"); slices.ContainsFunc(view.Fields[0].Options, func(o option) bool { return o.Value == chosen }) {
		_, err = s.Registry.RegisterRelative(r.Context(), v.desk(), registry.Kinship{Staff: atoi(chosen), Of: first(r.PostForm, "of"),
			Relation: first(r.PostForm, "relation"), Name: first(r.PostForm, "name"), Number: first(r.PostForm, "number")})
		if sentence, status, err = told(err); err != nil {
			return err
		}
	}
	switch {
	case sentence != "":
		view.blame(sentence)
	case view.Back != "":
		return away(w, r, view.Back)
	default:
		done := first(r.PostForm, "name")
		r.PostForm = nil
		if view, err = s.newRelativeView(r); err != nil {
			return err
		}
		view.Done = done
	}
	return s.show(w, r, status, newRelativeForm(view))
}

// endRelative takes one out of the register, after it was said what that means.
func (s *Site) endRelative(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	id, err := number(r, "number")
	if err != nil {
		return err
	}
	done := "/home"
	if v.can("relative.list", v.site.Number) {
		done = relativePath(v.site.Number)
	}
	switch first(r.PostForm, doButton) {
	case doEdit:
		return away(w, r, done)
	case "":
		if err := s.Registry.CanEndRelative(r.Context(), v.desk(), id); err != nil {
			return err
		}
		return s.show(w, r, http.StatusOK, confirmPage(confirmView{Title: "停用近亲属登记", Lead: checked, Action: r.URL.Path, Yes: "确认停用",
			Lines: []string{v.site.Name + "的第 " + itoa(int(id)) + " 号近亲属登记不再提示，他家新的申请不再由县里先入户调查，正在办的不变", "登记过的都还在记录里；停用错了的，要重新登记"}}))
	}
	if err := s.Registry.EndRelative(r.Context(), v.desk(), id); err != nil {
		return err
	}
	return away(w, r, done)
}

// nearNames are the members of a household who stand in a register.
func nearNames(members []registry.Belonging) (list []string) {
	for _, m := range members {
		if len(m.Near) > 0 {
			list = append(list, m.Name)
		}
	}
	return list
}
