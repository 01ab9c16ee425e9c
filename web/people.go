package web

import (
	"cmp"
	"errors"
	"maps"
	"net/http"
	"slices"

	"doudi/access"
	"doudi/fault"
	"doudi/staff"
)

// officeLine is an office in the list; Depth is how far below the highest.
type officeLine struct {
	Name, Level string
	Depth       int
	Path        string // of its staff; "" if the person may not see them
	Add, Change string // where one is added under it, and where it is changed; "" if the person may not
	Closed      string // the last day; "" while it is open
}

// levelWords name the levels of offices.
var levelWords = map[access.Level]string{access.Province: "省", access.City: "市", access.County: "县（区）", access.Township: "乡镇（街道）", access.Village: "村（社区）"}

// officesPage lists the offices that the person's work reaches.
func (s *Site) officesPage(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	depth, lines := map[int64]int{}, []officeLine{}
	for _, o := range below(v.sites, 0) {
		depth[o.Number] = depth[o.Above] + 1
		if !v.can("office.list", o.Number) {
			continue
		}
		line := officeLine{Name: o.Name, Level: levelWords[o.Level], Depth: min(depth[o.Number], 5)}
		if v.can("staff.list", o.Number) {
			line.Path = staffPath(o.Number)
		}
		if v.can("office.add", o.Number) && len(sublevels(o.Level)) > 0 {
			line.Add = officePath(o.Number) + "/new"
		}
		if v.can("office.change", o.Number) {
			line.Change = officePath(o.Number) + "/change"
		}
		if o.Closed != 0 {
			line.Closed = o.Closed.Chinese()
		}
		lines = append(lines, line)
	}
	return s.list(w, r, http.StatusOK, officeList(lines), listing{"office", "机构", []string{"机构", "层级", "撤销"},
		rowsOf(lines, func(l officeLine) []string { return []string{l.Name, l.Level, l.Closed} })})
}

// below orders offices so that each stands before those under it.
func below(sites []access.Site, above int64) (list []access.Site) {
	for _, o := range sites {
		if o.Above == above {
			list = append(append(list, o), below(sites, o.Number)...)
		}
	}
	return list
}

// staffPath is where the staff of an office is listed.
func staffPath(office int64) string { return "/office/" + itoa(int(office)) + "/staff" }

// personPath is the page of one of them.
func personPath(office, id int64) string { return staffPath(office) + "/" + itoa(int(id)) }

// personLine is somebody in the list.
type personLine struct {
	Name, Account, Path string
	Roles               []string
	Suspended           bool
}

// peopleView is the staff of an office.
type peopleView struct {
	Office string
	Path   string
	People []personLine
	Scarce []string // roles that want a second person
	New    string   // where somebody is added; "" if the person may not
}

// people lists the staff of an office.
func (s *Site) people(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	list, err := s.Staff.People(r.Context(), v.site.Number)
	if err != nil {
		return err
	}
	view := peopleView{Office: v.site.Name, Path: staffPath(v.site.Number)}
	for _, p := range list {
		view.People = append(view.People, personLine{p.Name, p.Account.Account, personPath(p.Office, p.Staff), s.roleLabels(p.Roles), p.Suspended})
	}
	if v.site.Closed == 0 {
		view.Scarce = s.scarceLines(v.site.Level, list)
	}
	if v.can("staff.add", v.site.Number) {
		view.New = staffPath(v.site.Number) + "/new"
	}
	return s.list(w, r, http.StatusOK, peopleList(view), listing{"staff", view.Office + "的人员", []string{"姓名", "账号", "角色", "状态"},
		rowsOf(view.People, func(p personLine) []string {
			state := "在用"
			if p.Suspended {
				state = "已停用"
			}
			return []string{p.Name, p.Account, joined(p.Roles), state}
		})})
}

// scarceLines say which roles of an office want another person.
func (s *Site) scarceLines(level access.Level, people []staff.Person) (lines []string) {
	for _, one := range s.Staff.Scarce(level, people) {
		role := "“" + s.Staff.Matrix.Roles[one.Role].Label + "”"
		if one.Holder == "" {
			lines = append(lines, "这里还没有"+role+"，到这一步的申请没有人办；请安全管理员把这个角色授予一位同事。")
			continue
		}
		lines = append(lines, role+"只有"+one.Holder+"一个人：本人登记过情况、收过材料或者办过前面步骤的申请，要由别人审核、决定；请安全管理员把这个角色再授予一位同事。")
	}
	return lines
}

// roleLabels are the Chinese names of roles.
func (s *Site) roleLabels(roles []string) []string {
	var labels []string
	for _, id := range roles {
		labels = append(labels, s.Staff.Matrix.Roles[id].Label)
	}
	return labels
}

// newcomerView asks who is taken on.
type newcomerView struct {
	Office, Base  string
	Account, Name string
	Wrong, Field  string
}

// newcomer asks who is taken on.
func (s *Site) newcomer(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	return s.show(w, r, http.StatusOK, newcomerForm(newcomerView{Office: v.site.Name, Base: staffPath(v.site.Number)}))
}

// addPerson takes somebody on and shows the one-time password, this once.
func (s *Site) addPerson(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	n := staff.Newcomer{Account: r.PostForm.Get("account"), Name: r.PostForm.Get("name")}
	id, password, err := s.Staff.Add(r.Context(), v.by(), v.site.Number, n)
	sentence, status, rest := told(err)
	if rest != nil {
		return rest
	}
	if sentence == "" {
		return s.show(w, r, http.StatusOK, oneTime(n.Name, password, personPath(v.site.Number, id)))
	}
	view := newcomerView{Office: v.site.Name, Base: staffPath(v.site.Number), Account: n.Account, Name: n.Name, Wrong: sentence, Field: fieldOf(err)}
	return s.show(w, r, status, newcomerForm(view))
}

// fieldOf is the field that an error is about.
func fieldOf(err error) string {
	var f *fault.Error
	if errors.As(err, &f) {
		return f.Field
	}
	return ""
}

// choice is a word to choose with what it stands for.
type choice struct{ ID, Label string }

// standLine is one who stands in.
type standLine struct{ Name, Span, End string }

// personView is one member of staff with what the reader may do to him.
type personView struct {
	Name, Account, Office, Base, Back string
	Suspended, Self                   bool
	Roles                             []choice
	Grantable                         []choice // nil if the reader may not
	Stands                            []standLine
	Substitutes                       []choice
	Today                             string

	MayGrant, MaySuspend, MayReset, MayResetSecond, MayRevoke, MayHandOver bool

	Wrong string

	InHands           int      // how many cases
	HandTo            []option // to whom they can be handed over
	HandedTo, HandWhy string   // as typed
}

// person shows one member of staff.
func (s *Site) person(w http.ResponseWriter, r *http.Request) error {
	return s.showPerson(w, r, "", http.StatusOK)
}

// colleague is the member of an office's staff that the path names, and all of
// that office.
func (s *Site) colleague(r *http.Request) (staff.Person, []staff.Person, error) {
	id, err := number(r, "staff")
	if err != nil {
		return staff.Person{}, nil, err
	}
	return s.Staff.Person(r.Context(), visitOf(r.Context()).site.Number, id)
}

// showPerson shows one member of staff, with what was wrong.
func (s *Site) showPerson(w http.ResponseWriter, r *http.Request, wrong string, status int) error {
	p, all, err := s.colleague(r)
	if err != nil {
		return err
	}
	view := s.personView(visitOf(r.Context()), p, all)
	view.Wrong = wrong
	if err := s.fillInHands(r, &view, p.Staff); err != nil {
		return err
	}
	return s.show(w, r, status, personPage(view))
}

// personView is what a page shows of somebody.
func (s *Site) personView(v *visit, p staff.Person, all []staff.Person) personView {
	may := func(act string) bool { return p.Staff != v.member.Account.Staff && v.can(act, p.Office) }
	view := personView{Name: p.Name, Account: p.Account.Account, Office: v.site.Name, Base: personPath(p.Office, p.Staff), Back: staffPath(p.Office),
		Suspended: p.Suspended, Self: p.Staff == v.member.Account.Staff, Today: s.today().String(),
		MayGrant: may("staff.grant"), MaySuspend: may("staff.suspend"), MayReset: may("staff.reset_password"), MayResetSecond: may("staff.reset_second"),
		MayRevoke: may("session.revoke"), MayHandOver: v.can("staff.hand_over", p.Office)}
	for _, id := range p.Roles {
		view.Roles = append(view.Roles, choice{id, s.Staff.Matrix.Roles[id].Label})
	}
	for _, id := range slices.Sorted(maps.Keys(s.Staff.Matrix.Roles)) {
		role := s.Staff.Matrix.Roles[id]
		if slices.Contains(role.At, v.site.Level) && !slices.Contains(p.Roles, id) && s.Staff.Matrix.Together(append(slices.Clone(p.Roles), id)) == nil {
			view.Grantable = append(view.Grantable, choice{id, role.Label})
		}
	}
	s.fillStands(&view, p, all)
	return view
}

// fillStands tells who stands in for somebody and who could.
func (s *Site) fillStands(view *personView, p staff.Person, all []staff.Person) {
	names := map[int64]string{}
	for _, other := range all {
		names[other.Staff] = other.Name
		if other.Staff != p.Staff && !other.Suspended && s.Staff.Matrix.Together(append(slices.Clone(other.Roles), p.Roles...)) == nil {
			view.Substitutes = append(view.Substitutes, choice{itoa(int(other.Staff)), other.Name})
		}
	}
	for _, in := range p.StandIns {
		view.Stands = append(view.Stands, standLine{names[in.Staff], in.From.String() + " 到 " + in.To.String(), view.Base + "/stand-in/" + itoa(int(in.Number)) + "/end"})
	}
}

// onPerson does something to a member of staff, then shows him again.
func (s *Site) onPerson(w http.ResponseWriter, r *http.Request, do func(v *visit, id int64) error) error {
	id, err := number(r, "staff")
	if err != nil {
		return err
	}
	v := visitOf(r.Context())
	sentence, status, err := told(do(v, id))
	switch {
	case err != nil:
		return err
	case sentence != "" && v.can("staff.list", v.site.Number):
		return s.showPerson(w, r, sentence, status)
	case sentence != "":
		return fault.New(fault.Refused, sentence)
	}
	return away(w, r, personPath(v.site.Number, id))
}

// grant gives a role.
func (s *Site) grant(w http.ResponseWriter, r *http.Request) error {
	return s.onPerson(w, r, func(v *visit, id int64) error {
		return s.Staff.Grant(r.Context(), v.by(), v.site.Number, id, r.PostForm.Get("role"))
	})
}

// withdraw takes a role away.
func (s *Site) withdraw(w http.ResponseWriter, r *http.Request) error {
	return s.onPerson(w, r, func(v *visit, id int64) error {
		return s.Staff.Withdraw(r.Context(), v.by(), v.site.Number, id, r.PostForm.Get("role"))
	})
}

// suspend keeps somebody out, after it was said what that means, or lets him in
// again.
func (s *Site) suspend(w http.ResponseWriter, r *http.Request) error {
	p, _, err := s.colleague(r)
	if err != nil {
		return err
	}
	switch path := personPath(p.Office, p.Staff); first(r.PostForm, doButton) {
	case doEdit:
		return away(w, r, path)
	case "":
		return s.show(w, r, http.StatusOK, confirmPage(confirmView{Title: "停用" + p.Name + "的账号", Lead: checked, Action: path + "/suspend", Yes: "确认停用",
			Lines: []string{p.Name + "现在的登录马上结束，以后不能登录，直到恢复", "做过的事都还在记录里；手上的事由别的同事接着办"}}))
	}
	return s.onPerson(w, r, func(v *visit, id int64) error {
		return s.Staff.Suspend(r.Context(), v.by(), v.site.Number, id, r.PostForm.Get("do") != "resume")
	})
}

// resetPassword shows somebody's new one-time password, this once.
func (s *Site) resetPassword(w http.ResponseWriter, r *http.Request) error {
	p, _, err := s.colleague(r)
	if err != nil {
		return err
	}
	password, err := s.Staff.ResetPassword(r.Context(), visitOf(r.Context()).by(), p.Office, p.Staff)
	if err != nil {
		return s.onPerson(w, r, func(*visit, int64) error { return err })
	}
	return s.show(w, r, http.StatusOK, oneTime(p.Name, password, personPath(p.Office, p.Staff)))
}

// resetSecond lets somebody set the second factor up anew.
func (s *Site) resetSecond(w http.ResponseWriter, r *http.Request) error {
	return s.onPerson(w, r, func(v *visit, id int64) error {
		return s.Staff.ResetSecond(r.Context(), v.by(), v.site.Number, id)
	})
}

// handOver lets a colleague do somebody's work for a time.
func (s *Site) handOver(w http.ResponseWriter, r *http.Request) error {
	return s.onPerson(w, r, func(v *visit, id int64) error {
		from, wrong := readDay(r.PostForm.Get("from"))
		to, also := readDay(r.PostForm.Get("to"))
		if wrong = cmp.Or(wrong, also); wrong != "" {
			return fault.New(fault.BadInput, "日期："+wrong)
		}
		in := staff.StandIn{For: id, From: from, To: to}
		for _, o := range r.PostForm["substitute"] {
			in.Staff = atoi(o)
		}
		if in.Staff == 0 {
			return fault.New(fault.BadInput, "请选由谁代办")
		}
		return s.Staff.HandOver(r.Context(), v.by(), v.site.Number, in)
	})
}

// takeBack ends a standing in.
func (s *Site) takeBack(w http.ResponseWriter, r *http.Request) error {
	n, err := number(r, "number")
	if err != nil {
		return err
	}
	return s.onPerson(w, r, func(v *visit, id int64) error {
		return s.Staff.TakeBack(r.Context(), v.by(), v.site.Number, id, n)
	})
}

// theirSessions lists somebody else's log-ins.
func (s *Site) theirSessions(w http.ResponseWriter, r *http.Request) error {
	p, _, err := s.colleague(r)
	if err != nil {
		return err
	}
	list, err := s.Staff.Sessions(r.Context(), p.Staff)
	if err != nil {
		return err
	}
	base := personPath(p.Office, p.Staff)
	lines := sessionLines(list, visitOf(r.Context()).member.Session.Number, base+"/session")
	return s.list(w, r, http.StatusOK, sessionList(p.Name+"的登录", base, base+"/session", lines), sessionListing(lines))
}

// endTheirSession ends somebody else's log-in.
func (s *Site) endTheirSession(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	id, err := number(r, "staff")
	if err != nil {
		return err
	}
	n, err := number(r, "number")
	if err != nil {
		return err
	}
	if err := s.Staff.EndSession(r.Context(), v.by(), v.site.Number, id, n); err != nil {
		return err
	}
	return away(w, r, personPath(v.site.Number, id)+"/session")
}
