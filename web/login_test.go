package web_test

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"doudi/access"
	"doudi/audit"
	"doudi/staff"
	"doudi/store"
)

// visitor is a browser that keeps its cookies.
type visitor struct {
	*works
	cookies map[string]string
	seen    strings.Builder // addresses, logs and pages that were shown
}

// send asks once and keeps what was set.
func (v *visitor) send(method, path string, form url.Values) *httptest.ResponseRecorder {
	v.Helper()
	if form != nil {
		form.Set("token", v.cookies["doudi"])
	}
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	answer := httptest.NewRecorder()
	v.site.ServeHTTP(answer, r)
	for _, c := range answer.Result().Cookies() {
		v.cookies[c.Name] = c.Value
		if !c.HttpOnly || c.SameSite != http.SameSiteStrictMode {
			v.Errorf("cookie %s can be read or sent by others", c.Name)
		}
	}
	v.seen.WriteString(path + " " + answer.Header().Get("Location") + "\n")
	if answer.Code >= 400 {
		v.seen.WriteString(answer.Body.String())
	}
	return answer
}

// leads demands where an answer leads to.
func (v *visitor) leads(answer *httptest.ResponseRecorder, to string) {
	v.Helper()
	if answer.Code != http.StatusSeeOther || answer.Header().Get("Location") != to {
		v.Errorf("%d to %q, not to %s", answer.Code, answer.Header().Get("Location"), to)
	}
}

func newVisitor(t *testing.T) *visitor {
	v := &visitor{works: work(t), cookies: map[string]string{}}
	v.send("GET", "/login", nil)
	return v
}

const own = "tulip-9-mole"

func TestTheWayInLeadsThroughEveryStep(t *testing.T) {
	t.Parallel()
	v := newVisitor(t)
	if wrong := v.send("POST", "/login", url.Values{"account": {"sa.1"}, "password": {"wrong-password-7"}}); wrong.Code != 403 || !strings.Contains(wrong.Body.String(), "账号或密码不对") {
		t.Error(wrong.Code)
	}
	v.leads(v.send("POST", "/login", url.Values{"account": {"sa.1"}, "password": {v.once[0]}}), "/login/second")
	first := v.cookies["doudi-session"]
	v.leads(v.send("GET", "/login/second", nil), "/password")
	v.leads(v.send("GET", "/home", nil), "/password")
	v.leads(v.send("POST", "/login/second", url.Values{"code": {"123456"}}), "/password")
	for name, c := range map[string]struct{ old, fresh, again, want string }{
		"twice not the same":        {v.once[0], own, own + "x", "不一样"},
		"too short":                 {v.once[0], "short", "short", "太短"},
		"with another old password": {"wrong-password-7", own, own, "原来的密码不对"},
	} {
		if a := v.send("POST", "/password", url.Values{"old": {c.old}, "fresh": {c.fresh}, "again": {c.again}}); !strings.Contains(a.Body.String(), c.want) {
			t.Error(name, a.Code)
		}
	}
	v.leads(v.send("POST", "/password", url.Values{"old": {v.once[0]}, "fresh": {own}, "again": {own}}), "/login/second")
	page := v.send("GET", "/login/second", nil).Body.String()
	a, err := v.staff.Who(context.Background(), v.cookies["doudi-session"])
	v.must(err)
	key, err := a.Account.Key()
	v.must(err)
	if !strings.Contains(strings.ReplaceAll(page, " ", ""), key.Secret()) || !strings.Contains(page, "data:image/png;base64,") {
		t.Error("the secret is not shown while it is set up")
	}
	if a := v.send("POST", "/login/second", url.Values{"code": {"000000x"}}); a.Code != 403 {
		t.Error(a.Code)
	}
	code, err := a.Account.CodeAt(v.clock.Now())
	v.must(err)
	lost := v.send("POST", "/login/second", url.Values{"code": {code}})
	if lost.Code != 200 || strings.Count(lost.Body.String(), "<li><code>") != 8 || v.cookies["doudi-session"] == first {
		t.Error(lost.Code, "or the session kept its token")
	}
	v.leads(v.send("GET", "/login/second", nil), "/home")
	if home := v.send("GET", "/home", nil); home.Code != 200 || !strings.Contains(home.Body.String(), "系统管理员，福建省民政厅") {
		t.Error(home.Code)
	}
	token := v.cookies["doudi-session"]
	v.leads(v.send("POST", "/logout", url.Values{}), "/login")
	if v.cookies["doudi-session"] != "" {
		t.Error("the cookie stays")
	}
	v.cookies["doudi-session"] = token
	v.leads(v.send("GET", "/home", nil), "/login")
	v.silent(own, v.once[0], "wrong-password-7", key.Secret(), code, token, first, strings.Split(strings.Split(lost.Body.String(), "<li><code>")[1], "<")[0])
}

func TestADemoSaysSoAndNeedsNoPhone(t *testing.T) {
	t.Parallel()
	v := newVisitor(t)
	const note, code = "演示数据", "现在的验证码是"
	for _, path := range []string{"/", "/login", "/nowhere"} {
		if strings.Contains(v.send("GET", path, nil).Body.String(), note) {
			t.Errorf("%s of an instance that is no demo", path)
		}
	}
	id := v.settled(1, "sa.2", access.SystemAdmin)
	hash, err := staff.Hash(rand.Reader, own)
	v.must(err)
	v.must(v.staff.Store.Do(context.Background(), 1, audit.Act{Name: "test.password"}, func(tx staff.Tx) error {
		a, err := tx.Lock(id)
		a.Password = hash
		return errors.Join(err, tx.Save(a))
	}))
	v.cookies["doudi-session"] = v.inside(1, id)
	v.site.Demo = true
	for _, path := range []string{"/", "/home", "/office", "/office/1/staff"} {
		if !strings.Contains(v.send("GET", path, nil).Body.String(), note) {
			t.Errorf("%s does not say that it is a demo", path)
		}
	}
	v.must(v.store.Do(v.Context(), 4, audit.Act{Name: "test.send"}, func(tx *store.Tx) error {
		return tx.Send("code", "10000000001", "验证码 407185", tx.Now().Add(time.Minute))
	}))
	if page := v.send("GET", "/demo/outbox", nil).Body.String(); !strings.Contains(page, "验证码 407185") || !strings.Contains(page, "10000000001") {
		t.Error("the outbox of a demo does not show what goes out")
	}
	passed := 0
	v.send("POST", "/demo/later", url.Values{"days": {"8"}})
	v.site.Later = func(days int) { passed += days }
	v.send("POST", "/demo/later", url.Values{"days": {"8000"}})
	v.leads(v.send("POST", "/demo/later", url.Values{"days": {"8"}}), "/login")
	if page := v.send("GET", "/home", nil).Body.String(); passed != 8 || !strings.Contains(page, "今天是2026年9月15日") || !strings.Contains(page, "过8天") {
		t.Error(passed, page)
	}
	v.cookies["doudi-session"] = ""
	v.leads(v.send("POST", "/login", url.Values{"account": {"sa.2"}, "password": {own}}), "/login/second")
	page := v.send("GET", "/login/second", nil).Body.String()
	_, shown, found := strings.Cut(page, code)
	if !found {
		t.Fatal(page)
	}
	shown, _, _ = strings.Cut(strings.Split(shown, ">")[1], "<")
	v.leads(v.send("POST", "/login/second", url.Values{"code": {shown}}), "/home")
	v.leads(v.send("POST", "/login", url.Values{"account": {"sa.2"}, "password": {own}}), "/login/second")
	v.site.Demo = false
	if answer := v.send("GET", "/demo/outbox", nil); answer.Code != http.StatusNotFound {
		t.Errorf("the outbox of an instance that is no demo: %d", answer.Code)
	}
	if page := v.send("GET", "/login/second", nil).Body.String(); strings.Contains(page, code) {
		t.Error("an instance that is no demo shows a code")
	}
}

// silent demands that addresses, logs, error pages and the audit chain carry
// nothing by which somebody could log in.
func (v *visitor) silent(secrets ...string) {
	v.Helper()
	var chain strings.Builder
	v.must(v.store.ExportAudit(context.Background(), &chain))
	for name, text := range map[string]string{"addresses and error pages": v.seen.String(), "the log": v.log.String(), "the audit chain": chain.String()} {
		for i, secret := range secrets {
			if secret == "" || strings.Contains(text, secret) {
				v.Errorf("%s carry secret %d", name, i)
			}
		}
	}
}

func TestALockedAccountIsToldWhenToComeAgain(t *testing.T) {
	t.Parallel()
	v := newVisitor(t)
	var answer *httptest.ResponseRecorder
	for range 6 {
		answer = v.send("POST", "/login", url.Values{"account": {"nobody"}, "password": {"wrong-password-7"}})
	}
	last := answer.Body.String()
	if answer.Code != http.StatusTooManyRequests || !strings.Contains(last, "请在 20:01 以后再试") { // noon of the tests is 20:00 in China
		t.Errorf("%s", last)
	}
	v.silent("wrong-password-7", "nobody")
}

func TestTheSessionCookieIsBoundToAnEncryptedHost(t *testing.T) {
	t.Parallel()
	w := work(t)
	token := strings.Repeat("t", 22)
	form := url.Values{"account": {"sa.1"}, "password": {w.once[0]}, "token": {token}}
	r := httptest.NewRequest("POST", "/login", strings.NewReader(form.Encode()))
	r.TLS = &tls.ConnectionState{}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.AddCookie(&http.Cookie{Name: "__Host-doudi", Value: token})
	answer := httptest.NewRecorder()
	w.site.ServeHTTP(answer, r)
	cookies := answer.Result().Cookies()
	if len(cookies) != 1 || cookies[0].Name != "__Host-doudi-session" || !cookies[0].Secure || cookies[0].Path != "/" || cookies[0].Domain != "" {
		t.Errorf("%d %v", answer.Code, cookies)
	}
}

func TestAPersonIsTakenOnAndGivenARoleOnPages(t *testing.T) {
	t.Parallel()
	w := work(t)
	system, security := w.inside(1, w.settled(1, "sa.2", access.SystemAdmin)), w.inside(1, w.settled(1, "se.2", access.SecurityAdmin))
	again := w.ask("POST", "/office/4/staff/new", system, url.Values{"account": {"13800138000"}, "name": {"王芳"}})
	if again.Code != 400 || !strings.Contains(again.Body.String(), "账号不能用") || !strings.Contains(again.Body.String(), `value="王芳"`) {
		t.Error(again.Code)
	}
	added := w.ask("POST", "/office/4/staff/new", system, url.Values{"account": {"wang.fang"}, "name": {"王芳"}})
	if added.Code != 200 || !strings.Contains(added.Body.String(), "只显示这一次") {
		t.Fatal(added.Code, added.Body)
	}
	person := strings.Split(strings.Split(added.Body.String(), `href="/office/4/staff/`)[1], `"`)[0]
	path := "/office/4/staff/" + person
	if page := w.ask("GET", path, system, nil).Body.String(); strings.Contains(page, "/grant") || !strings.Contains(page, "停用账号") {
		t.Error("the system administrator's page", page)
	}
	if page := w.ask("GET", path, security, nil).Body.String(); !strings.Contains(page, "/grant") || !strings.Contains(page, "乡镇（街道）审核人") || strings.Contains(page, "县（区）确认人") {
		t.Error("the security administrator's page", page)
	}
	if a := w.ask("POST", path+"/grant", security, url.Values{"role": {"township_reviewer"}}); a.Code != 303 {
		t.Error(a.Code)
	}
	if a := w.ask("POST", path+"/grant", security, url.Values{"role": {access.AuditAdmin}}); a.Code != 400 && a.Code != 403 {
		t.Error(a.Code)
	}
	if page := w.ask("GET", path, security, nil).Body.String(); !strings.Contains(page, "收回乡镇（街道）审核人") {
		t.Error(page)
	}
	w.clock.Pass(31 * time.Minute)
	if a := w.ask("GET", path, security, nil); a.Header().Get("Location") != "/login" {
		t.Error("half an hour unused", a.Code)
	}
}
