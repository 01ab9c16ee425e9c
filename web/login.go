package web

import (
	"bytes"
	"encoding/base64"
	"image/png"
	"net/http"
	"strings"
	"time"

	"doudi/access"
	"doudi/casework"
	"doudi/staff"
)

// entryView is one of the pages on the way in.
type entryView struct {
	Wrong string
}

// loginPage asks for account and password.
func (s *Site) loginPage(w http.ResponseWriter, r *http.Request) error {
	if v := visitOf(r.Context()); v != nil {
		return away(w, r, stepPaths[v.member.Step()])
	}
	return s.show(w, r, http.StatusOK, loginForm(entryView{}))
}

// login looks at the password and leads to the second factor.
func (s *Site) login(w http.ResponseWriter, r *http.Request) error {
	token, err := s.Staff.Login(r.Context(), r.PostForm.Get("account"), r.PostForm.Get("password"), s.remote(r), device(r))
	sentence, status, err := told(err)
	if err != nil {
		return err
	}
	if sentence != "" {
		return s.show(w, r, status, loginForm(entryView{sentence}))
	}
	s.setSession(w, r, token)
	return away(w, r, "/login/second")
}

// secondView asks for a code; Secret and Picture are there while the second
// factor is set up.
type secondView struct {
	Wrong   string
	Secret  string
	Picture string
	Shown   string // in a demo, what the phone would show
}

// secondView is what the person has to do.
func (s *Site) secondView(v *visit, wrong string) (view secondView, err error) {
	view.Wrong = wrong
	if s.Demo {
		view.Shown, err = v.member.Account.NextCode(s.Now())
	}
	if err != nil || v.member.Step() != staff.Enrol {
		return view, err
	}
	key, err := v.member.Account.Key()
	if err != nil {
		return view, err
	}
	picture, err := key.Image(220, 220)
	if err != nil {
		return view, err
	}
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		return view, err
	}
	view.Secret = inFours(key.Secret())
	view.Picture = "data:image/png;base64," + base64.StdEncoding.EncodeToString(b.Bytes())
	return view, nil
}

// inFours puts a space behind every four letters, to be typed off.
func inFours(text string) string {
	var groups []string
	for len(text) > 4 {
		groups, text = append(groups, text[:4]), text[4:]
	}
	return strings.Join(append(groups, text), " ")
}

// secondPage asks for the code of the second factor, or sets it up.
func (s *Site) secondPage(w http.ResponseWriter, r *http.Request) error {
	return s.showSecond(w, r, "", http.StatusOK)
}

// showSecond shows the page of the second factor to whom it is due.
func (s *Site) showSecond(w http.ResponseWriter, r *http.Request, wrong string, status int) error {
	v := visitOf(r.Context())
	if step := v.member.Step(); step != staff.Second && step != staff.Enrol {
		return away(w, r, stepPaths[step])
	}
	view, err := s.secondView(v, wrong)
	if err != nil {
		return err
	}
	return s.show(w, r, status, secondForm(view))
}

// second takes the code. Who has just set the factor up is shown the codes for
// a lost phone, this once.
func (s *Site) second(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	if step := v.member.Step(); step != staff.Second && step != staff.Enrol {
		return away(w, r, stepPaths[step])
	}
	token, lost, err := s.Staff.Prove(r.Context(), v.member, r.PostForm.Get("code"))
	sentence, status, err := told(err)
	if err != nil {
		return err
	}
	if sentence != "" {
		return s.showSecond(w, r, sentence, status)
	}
	s.setSession(w, r, token)
	if len(lost) > 0 {
		return s.show(w, r, http.StatusOK, lostCodes(lost))
	}
	return away(w, r, "/home")
}

// logout ends the log-in.
func (s *Site) logout(w http.ResponseWriter, r *http.Request) error {
	if err := s.Staff.Logout(r.Context(), visitOf(r.Context()).member); err != nil {
		return err
	}
	s.setSession(w, r, "")
	return away(w, r, "/login")
}

// passwordView asks for a new password.
type passwordView struct {
	Wrong   string
	OneTime bool
	Done    bool
}

// passwordPage asks for a new password.
func (s *Site) passwordPage(w http.ResponseWriter, r *http.Request) error {
	step := visitOf(r.Context()).member.Step()
	if step != staff.Change && step != staff.In {
		return away(w, r, stepPaths[step])
	}
	return s.show(w, r, http.StatusOK, passwordForm(passwordView{OneTime: step == staff.Change}))
}

// password replaces the password.
func (s *Site) password(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	step := v.member.Step()
	if step != staff.Change && step != staff.In {
		return away(w, r, stepPaths[step])
	}
	view := passwordView{OneTime: step == staff.Change}
	if r.PostForm.Get("fresh") != r.PostForm.Get("again") {
		view.Wrong = "两次输入的新密码不一样；请重新输入"
		return s.show(w, r, http.StatusBadRequest, passwordForm(view))
	}
	err := s.Staff.SetPassword(r.Context(), v.member, r.PostForm.Get("old"), r.PostForm.Get("fresh"))
	var status int
	if view.Wrong, status, err = told(err); err != nil {
		return err
	}
	if view.Wrong == "" && step == staff.Change {
		return away(w, r, "/login/second")
	}
	view.Done = view.Wrong == ""
	return s.show(w, r, status, passwordForm(view))
}

// sessionLine is one log-in as a list shows it.
type sessionLine struct {
	Device, Begun, Seen string
	Own                 bool   // the one that asks
	End                 string // where it is ended
}

// sessionLines lists log-ins; base is the address that each is ended below.
func sessionLines(list []staff.Session, own int64, base string) []sessionLine {
	var lines []sessionLine
	for _, x := range list {
		lines = append(lines, sessionLine{x.Device, moment(x.Begun), moment(x.Seen), x.Number == own, base + "/" + itoa(int(x.Number)) + "/end"})
	}
	return lines
}

// moment writes a time as an office reads it.
func moment(t time.Time) string { return t.In(access.China).Format("1月2日 15:04") }

// recorded writes when something was entered, in whichever year.
func recorded(t time.Time) string { return t.In(access.China).Format("2006年1月2日 15:04") }

// dayWord writes the day of a time.
func dayWord(t time.Time) string { return access.DayOf(t).Chinese() }

// ownSessions lists one's own log-ins.
func (s *Site) ownSessions(w http.ResponseWriter, r *http.Request) error {
	m := visitOf(r.Context()).member
	list, err := s.Staff.Sessions(r.Context(), m.Account.Staff)
	if err != nil {
		return err
	}
	lines := sessionLines(list, m.Session.Number, "/session")
	return s.list(w, r, http.StatusOK, sessionList("我的登录", "", "/session", lines), sessionListing(lines))
}

// sessionListing is a list of log-ins as a file.
func sessionListing(lines []sessionLine) listing {
	return listing{"session", "登录", []string{"设备", "登录时间", "最近使用"}, rowsOf(lines, func(l sessionLine) []string { return []string{l.Device, l.Begun, l.Seen} })}
}

// endOwnSession ends one of one's own log-ins.
func (s *Site) endOwnSession(w http.ResponseWriter, r *http.Request) error {
	n, err := number(r, "number")
	if err != nil {
		return err
	}
	v := visitOf(r.Context())
	a := v.member.Account
	if err := s.Staff.EndSession(r.Context(), v.by(), a.Office, a.Staff, n); err != nil {
		return err
	}
	return away(w, r, "/session")
}

// homeView is the first page behind the door.
type homeView struct {
	Name  string
	Posts []string
	Items []menuItem
	Work  workView
	Pleas []pleaLine
	// Chosen is what became of awards and waits for a decision.
	Chosen []awardLine
	Handed []link // what other offices hand over
	Away   []link // what was handed to them and they have not answered
	// Requests are what families handed in by themselves.
	Requests inboxView
}

// menuItem is something that the person may do.
type menuItem struct{ Label, Path, What string }

// menu lists what the person may do, the same in the head of every page and on
// the first one.
func (v *visit) menu() []menuItem {
	if v.member.Step() != staff.In {
		return nil
	}
	items := []menuItem{{"首页", "/home", ""}}
	if v.can("person.find", 0) {
		items = append(items, menuItem{"查人和家庭", "/person", "按姓名、号码、电话、地址查找，登记新的人员和家庭"})
	}
	if v.can("household.view", 0) {
		items = append(items, menuItem{"我的工作", workPath, "在办的申请：按期限、步骤、项目筛选，谁在办，转给同事"},
			menuItem{"公示", noticesPath, "正在公示的、等着张贴的、已经结束的，还有几天，有没有异议"}, menuItem{"决定", decisionsPath, "作出的决定，按日期、项目、机构筛选，与测算不同的"},
			menuItem{"转办", referralsPath, "家庭其他方面的需求：等着转给有关部门的、等答复的、了结的"},
			menuItem{"图表", chartPath, "各地的办件办到哪里，每一步用了多久、法定期限是多久"})
	}
	if home := v.member.Account.Office; v.can(taking, home) {
		items = append(items, menuItem{"新申请", officePath(home) + "/apply", "接收申请：一份申请可以要几个项目，别处的家庭也可以在这里申请"})
	}
	if home := v.member.Account.Office; v.can(drawing, home) {
		items = append(items, menuItem{"抽查", drawPath(home), "决定以前随机抽查：编批次，用公开的种子抽取，记下结果"})
	}
	if path := v.relativesPath(); path != "" {
		items = append(items, menuItem{"近亲属登记", path, "经办人员和村（居）委会成员的近亲属，他们的申请单独登记，由县级入户调查"})
	}
	if home := v.member.Account.Office; v.can("sheet.import", home) {
		items = append(items, menuItem{"从表格导入", intakePath(home), "下载模板，上传填好的表格，核对以后一次登记许多家庭"})
	}
	if home := v.member.Account.Office; v.can("figure.list", home) {
		items = append(items, menuItem{"数值确认", figurePath(home), "看这里现行的数值，照文件确认没有出处的"})
	}
	if v.can("office.list", 0) {
		items = append(items, menuItem{"机构和人员", "/office", "看有哪些机构、谁在那里工作、有什么角色"})
	}
	for _, item := range []struct {
		act string
		menuItem
	}{
		{"audit.view", menuItem{"审计", "/audit", "看谁在什么时候办了什么，导出记录，签发检查点"}},
		{"job.list", menuItem{"后台事务", "/job", "看哪些后台事务失败了、为什么，重试"}},
		{"calendar.load", menuItem{"节假日", "/calendar", "加载新一年的节假日安排，推算工作日期限"}},
		{"division.load", menuItem{"区划", "/division", "加载变更的行政区划和村（社区）"}},
	} {
		if v.can(item.act, 0) {
			items = append(items, item.menuItem)
		}
	}
	return append(items, menuItem{"我的登录", "/session", "看自己在哪些设备上登录，结束不认识的"}, menuItem{"改密码", "/password", "换一个新密码，别的登录都会结束"})
}

// lineful is how many words of the menu stand on one line of an office PC.
const lineful = 9

// daily are the words of the menu that stand on its line, seldom those behind it.
func daily(items []menuItem) []menuItem {
	if len(items) <= lineful+1 {
		return items
	}
	return items[:lineful]
}

func seldom(items []menuItem) []menuItem { return items[len(daily(items)):] }

// home is the first page behind the door.
func (s *Site) home(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	view := homeView{Name: v.member.Account.Name, Items: v.menu()[1:]}
	for _, p := range v.member.Posts {
		if p.From > s.today() || s.today() > p.To {
			continue
		}
		words := s.Staff.Matrix.Roles[p.Role].Label + "，" + v.officeName(p.Office.ID)
		if p.For != 0 {
			words += "（代办，到 " + p.To.String() + "）"
		}
		view.Posts = append(view.Posts, words)
	}
	desk, err := s.deskOf(r, v, casework.Asked{}, 0, homeWork)
	if err != nil {
		return err
	}
	view.Work = desk
	if view.Requests, err = s.inboxView(r, v); err != nil {
		return err
	}
	if view.Chosen, err = s.undecided(r, v); err != nil {
		return err
	}
	if view.Pleas, err = s.pleaLines(r, v); err != nil {
		return err
	}
	if view.Handed, err = s.handedLines(r, v); err != nil {
		return err
	}
	if view.Away, err = s.awayLines(r, v); err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, homePage(view))
}

// officeName is what an office is called.
func (v *visit) officeName(number int64) string {
	for _, o := range v.sites {
		if o.Number == number {
			return o.Name
		}
	}
	return ""
}
