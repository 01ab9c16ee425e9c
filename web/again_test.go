package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

// browse asks as a browser does that goes from page to page.
func (v *visitor) browse(method, path string, form url.Values) *httptest.ResponseRecorder {
	v.Helper()
	if form != nil {
		form.Set("token", v.cookies["doudi"])
	}
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	r.Header.Set("Accept", "text/html,application/xhtml+xml")
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	answer := httptest.NewRecorder()
	v.site.ServeHTTP(answer, r)
	return answer
}

// wrongLogin sends a wrong password and gives the address of the answer.
func (v *visitor) wrongLogin() string {
	v.Helper()
	w := v.browse("POST", "/login", url.Values{"account": {"wer"}, "password": {"falsch-9-falsch"}})
	at := w.Header().Get("Location")
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(at, "/login?shown=") || strings.Contains(at, "wer") {
		v.Fatalf("%d %q", w.Code, at)
	}
	return at
}

func TestAnAnswerToAFormHasAnAddressOfItsOwn(t *testing.T) {
	t.Parallel()
	v := newVisitor(t)
	at := v.browse("POST", "/f/case", url.Values{"number": {"12345"}}).Header().Get("Location")
	for _, how := range []string{"as it came", "again, as Back does"} {
		w := v.browse("GET", at, nil)
		if w.Code == http.StatusOK || !strings.Contains(w.Body.String(), `value="12345"`) || w.Header().Get("Cache-Control") != "no-store" || strings.Contains(at, "12345") {
			t.Errorf("%s: %d at %s\n%s", how, w.Code, at, w.Body)
		}
	}
	for name, change := range map[string]func(){"somebody else has logged in": func() { v.cookies["doudi-session"] = "another" }, "another browser": func() { v.cookies = map[string]string{} }} {
		change()
		v.leads(v.browse("GET", at, nil), "/f/case")
		t.Log(name)
	}
}

func TestAnAnswerThatIsForgottenLeadsToThePageOfItsForm(t *testing.T) {
	t.Parallel()
	v := newVisitor(t)
	at := v.wrongLogin()
	v.clock.Pass(2 * time.Hour)
	v.leads(v.browse("GET", at, nil), "/login")
}

func TestASlashTooManyLeadsToThePage(t *testing.T) {
	t.Parallel()
	v := newVisitor(t)
	for path, want := range map[string]string{"/login/": "/login", "/person/": "/person", "/work/?due=late": "/work?due=late", "/office/2/apply/": "/office/2/apply", "/law/": "/law"} {
		v.leads(v.browse("GET", path, nil), want)
	}
	for path, want := range map[string]int{"/nowhere/": http.StatusNotFound, "/nowhere": http.StatusNotFound, "/logout/": http.StatusNotFound, "//nowhere.example/": http.StatusTemporaryRedirect} {
		if a := v.browse("GET", path, nil); a.Code != want || strings.HasPrefix(a.Header().Get("Location"), "//") {
			t.Errorf("%s: %d to %q", path, a.Code, a.Header().Get("Location"))
		}
	}
}
