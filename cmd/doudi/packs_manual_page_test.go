package main

import (
	"crypto/rand"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"doudi/examples"
	"doudi/web"
)

// TestCountyOfTheManualWorksInTheCalculator serves the county of packs/README.md
// over the shipped packs: its place can be chosen, its own fact, enum and column
// are asked, and its own programme is answered to the yuan, with its clause.
func TestCountyOfTheManualWorksInTheCalculator(t *testing.T) {
	enterCounty(t)
	law, err := (&app{terminal: terminal{err: io.Discard, now: time.Now}}).law("my")
	if err != nil {
		t.Fatal(err)
	}
	site, err := web.New(web.Options{Law: law, Examples: examples.FS, Now: time.Now, Random: rand.Reader, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	visitor := &visitor{T: t, pages: site}
	visitor.has("the start page", visitor.get("/"), "兰州市城关区（示范）")
	visitor.has("the questions", visitor.post("/form", url.Values{"place": {"cn-620102"}, "day": {"2024-11-10"}}), "医嘱须恒温居住", "冬季取暖补贴")
	visitor.has("the questions once the programme is ticked", visitor.post("/form", url.Values{"place": {"cn-620102"}, "day": {"2024-11-10"}, "want": {"dibao", "heating"}}),
		"取暖方式", "烧煤", "用电")
	visitor.has("the lines of expenses", visitor.post("/form", url.Values{"place": {"cn-620102"}, "day": {"2024-11-10"}, "want": {"heating"},
		"m.n": {"1"}, "m.0.relation": {"head"}, "m.0.rigid_expenses": {"all"}, "m.0.rigid_expenses.n": {"1"}}), "是取暖费")
	visitor.has("the result", visitor.post("/result", url.Values{"place": {"cn-620102"}, "day": {"2024-11-10"}, "want": {"dibao", "heating"},
		"h.area": {"urban"}, "h.assets": {"none"}, "h.fuel": {"coal"},
		"m.n": {"1"}, "m.0.relation": {"head"}, "m.0.birth_date": {"1970-05-01"}, "m.0.disability_level": {"none"}, "m.0.incomes": {"none"}, "m.0.awards": {"none"},
		"m.0.warm_room": {"true"}, "m.0.rigid_expenses": {"all"}, "m.0.rigid_expenses.n": {"2"},
		"m.0.rigid_expenses.0.kind": {"medical"}, "m.0.rigid_expenses.0.serious_illness": {"true"}, "m.0.rigid_expenses.0.amount": {"600"},
		"m.0.rigid_expenses.0.paid": {"2024-01"}, "m.0.rigid_expenses.0.paid.to": {"2024-10"}, "m.0.rigid_expenses.0.for_heat": {"false"},
		"m.0.rigid_expenses.1.kind": {"other"}, "m.0.rigid_expenses.1.amount": {"505.30"}, "m.0.rigid_expenses.1.for_heat": {"true"},
	}), "冬季取暖补贴", "506", "950", "《冬季取暖补贴办法（虚构）》", "区财政")
}

// visitor asks pages like a browser: it keeps its cookie and repeats its token.
type visitor struct {
	*testing.T
	pages  http.Handler
	cookie *http.Cookie
}

// get opens a page.
func (v *visitor) get(path string) string { return v.ask(httptest.NewRequest("GET", path, nil)) }

// post sends a form.
func (v *visitor) post(path string, form url.Values) string {
	form.Set("token", v.cookie.Value)
	r := httptest.NewRequest("POST", path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.ask(r)
}

// ask sends one request and wants a page.
func (v *visitor) ask(r *http.Request) string {
	v.Helper()
	if v.cookie != nil {
		r.AddCookie(v.cookie)
	}
	w := httptest.NewRecorder()
	v.pages.ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		v.Fatalf("%s: %d\n%s", r.URL.Path, w.Code, w.Body)
	}
	for _, c := range w.Result().Cookies() {
		v.cookie = c
	}
	return w.Body.String()
}

// has wants words on a page.
func (v *visitor) has(what, page string, words ...string) {
	v.Helper()
	for _, word := range words {
		if !strings.Contains(page, word) {
			v.Errorf("%s: no %q", what, word)
		}
	}
	if v.Failed() {
		v.Logf("%s:\n%s", what, page)
	}
}
