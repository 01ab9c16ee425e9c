package web_test

import (
	"html"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"doudi/web"
)

// forged are numbers that nobody was given, and words where a number belongs.
var forged = []string{"0", "-1", "1.0", "01x", "99999999999999999999", "9223372036854775807", "1' OR '1'='1", "1;DROP TABLE case_file", "<script>alert(1)</script>", "..", "../1", "%2e%2e%2f1", "1\x00", "１", "350421197005011234"}

// routeParts are the variable parts of an address.
var routeParts = regexp.MustCompile(`\{(\w+)\}`)

// with fills a route in: one part with a value, the others with what there is.
func with(route web.Route, part, value string) string {
	return routeParts.ReplaceAllStringFunc(route.Path, func(p string) string {
		switch name := p[1 : len(p)-1]; name {
		case part:
			return url.PathEscape(value)
		case "office":
			return "4"
		case "what":
			return "survey"
		case "part":
			return "usual"
		case "id":
			return "x"
		default:
			return "1"
		}
	})
}

// everybody is somebody of the family's township who has all its roles, and
// somebody of the county who has all of the county's.
func (w *works) everybody() (tokens []string) {
	w.Helper()
	return []string{w.inside(4, w.settled(4, "all.4", "township_clerk", "township_reviewer")),
		w.inside(3, w.settled(3, "all.3", "county_clerk", "county_reviewer", "county_decider", "policy_officer", "auditor"))}
}

// Forged numbers and words in every part of every address lead to a page that
// says so in Chinese, never to a failure, and nothing of them is repeated as it
// came.
func TestAForgedAddressOpensNothing(t *testing.T) {
	t.Parallel()
	w := work(t)
	w.begun(w.family())
	asked := 0
	for _, token := range w.everybody() {
		for _, route := range web.Routes() {
			for _, part := range routeParts.FindAllStringSubmatch(route.Path, -1) {
				for _, value := range forged {
					w.forgery(route, part[1], value, token)
					asked++
				}
			}
		}
	}
	if asked < 3000 {
		t.Errorf("only %d addresses", asked)
	}
	if strings.Contains(w.log.String(), "level=ERROR") {
		t.Errorf("a page failed: %.600s", w.log.String())
	}
}

// forgery asks for one forged address.
func (w *works) forgery(route web.Route, part, value, token string) {
	w.Helper()
	path := with(route, part, value)
	answer := w.ask(route.Method, path, token, nil)
	body := html.UnescapeString(inFields.ReplaceAllString(answer.Body.String(), ""))
	switch {
	case answer.Code >= http.StatusInternalServerError:
		w.Errorf("%s %s: %d", route.Method, path, answer.Code)
	case answer.Code < 300 && number(part):
		w.Errorf("%s %s opened something: %s", route.Method, path, plain(body))
	case strings.Contains(answer.Body.String(), "<script>alert"), strings.Contains(body, "DROP TABLE"), strings.Contains(body, "350421197005011234"):
		w.Errorf("%s %s repeats what came: %s", route.Method, path, plain(body))
	case strings.Contains(answer.Header().Get("Location"), "350421197005011234"):
		w.Errorf("%s %s leads to %s", route.Method, path, answer.Header().Get("Location"))
	}
}

// number tells whether a part of an address is a number.
func number(part string) bool {
	return slices.Contains([]string{"office", "staff", "number", "person", "household", "paper", "line"}, part)
}

// What tells two answers apart beside what they are about: the token of the form.
var formTokens = regexp.MustCompile(`name="token" value="[^"]*"|name="key" value="[^"]*"`)

// A stranger gets the same answer about what there is and what there is not, on
// every page: by an address he learns nothing. The case of one office does not
// open under another's number either.
func TestAStrangerLearnsNothingFromAGuessedAddress(t *testing.T) {
	t.Parallel()
	w := work(t)
	w.begun(w.family())
	strangers := map[string]string{
		"the clerk of another county's township": w.inside(7, w.settled(7, "tc.7", "township_clerk", "township_reviewer")),
		"the county next door":                   w.inside(6, w.settled(6, "cd.6", "county_clerk", "county_reviewer", "county_decider")),
		"the coordinator of a village":           w.inside(5, w.settled(5, "vc.5", "village_coordinator")),
	}
	compared := 0
	for who, token := range strangers {
		for _, route := range web.Routes() {
			if route.Door != web.Inside || !strings.Contains(route.Path, "{office}") || strings.Count(route.Path, "{") < 2 || strings.Contains(route.Path, "{staff}") {
				continue
			}
			there, nowhere := with(route, "", ""), nothingAt(route)
			a, b := w.ask(route.Method, there, token, nil), w.ask(route.Method, nowhere, token, nil)
			if a.Code != b.Code || a.Code < 400 || formTokens.ReplaceAllString(a.Body.String(), "") != formTokens.ReplaceAllString(b.Body.String(), "") {
				t.Errorf("%s, %s %s: %d and %d", who, route.Method, there, a.Code, b.Code)
			}
			compared++
		}
	}
	if compared < 150 {
		t.Errorf("only %d addresses", compared)
	}
	county := w.everybody()[1]
	w.wanted(http.StatusOK, "GET", "/office/4/case/1", county, nil)
	for _, path := range []string{"/office/3/case/1", "/office/5/case/1", "/office/3/household/1", "/office/5/application/1", "/office/3/case/1/letter"} {
		if a := w.ask("GET", path, county, nil); a.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.Code)
		}
	}
}

// nothingAt is an address of the same kind at which there is nothing.
func nothingAt(route web.Route) string {
	path := strings.NewReplacer("{office}", "4", "{what}", "survey", "{part}", "usual", "{id}", "x").Replace(route.Path)
	return routeParts.ReplaceAllString(path, "999")
}

// Every form of every page is taken from our own pages only, whoever sends it.
func TestNoPageTakesAFormThatIsNotOurs(t *testing.T) {
	t.Parallel()
	w := work(t)
	clerk := w.family()
	path := w.begun(clerk)
	before := w.wanted(http.StatusOK, "GET", path, clerk, nil)
	for _, route := range web.Routes() {
		if route.Method != http.MethodPost {
			continue
		}
		for name, change := range map[string]func(*http.Request){
			"without a token":     func(*http.Request) {},
			"with another's":      func(r *http.Request) { r.PostForm.Set("token", strings.Repeat("u", 22)) },
			"from another site":   func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") },
			"from another origin": func(r *http.Request) { r.Header.Set("Origin", "https://example.net") },
		} {
			r := httptest.NewRequest("POST", with(route, "", ""), strings.NewReader("act=accept&turn=4"))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.AddCookie(&http.Cookie{Name: "doudi", Value: csrf})
			r.AddCookie(&http.Cookie{Name: "doudi-session", Value: clerk})
			if name == "with another's" {
				w.must(r.ParseForm())
			}
			change(r)
			answer := httptest.NewRecorder()
			w.site.ServeHTTP(answer, r)
			if answer.Code != http.StatusForbidden && answer.Code != http.StatusSeeOther && answer.Code != http.StatusNotFound {
				t.Errorf("%s %s: %d", route.Path, name, answer.Code)
			}
			if to := answer.Header().Get("Location"); to != "" && to != "/login" && to != "/login/second" && to != "/f/case" {
				t.Errorf("%s %s leads to %s", route.Path, name, to)
			}
		}
	}
	if after := w.wanted(http.StatusOK, "GET", path, clerk, nil); formTokens.ReplaceAllString(after, "") != formTokens.ReplaceAllString(before, "") {
		t.Error("something was done")
	}
}

// A log-in that somebody planted in a browser is not taken over by who logs in
// there: every step of the way in gives a new one, and the old one is nobody's.
func TestAPlantedLogInIsNobodys(t *testing.T) {
	t.Parallel()
	v := newVisitor(t)
	planted := strings.Repeat("p", 26)
	v.cookies["doudi-session"] = planted
	v.leads(v.send("POST", "/login", url.Values{"account": {"sa.1"}, "password": {v.once[0]}}), "/login/second")
	first := v.cookies["doudi-session"]
	if first == planted || first == "" {
		t.Fatal("the log-in was taken over")
	}
	for _, old := range []string{planted, ""} {
		v.cookies["doudi-session"] = old
		v.leads(v.send("GET", "/login/second", nil), "/login")
	}
	v.cookies["doudi-session"] = first
	v.leads(v.send("POST", "/password", url.Values{"old": {v.once[0]}, "fresh": {own}, "again": {own}}), "/login/second")
	v.send("GET", "/login/second", nil)
	half := v.cookies["doudi-session"]
	a, err := v.staff.Who(v.Context(), half)
	v.must(err)
	code, err := a.Account.CodeAt(v.clock.Now())
	v.must(err)
	if in := v.send("POST", "/login/second", url.Values{"code": {code}}); in.Code != http.StatusOK || v.cookies["doudi-session"] == half {
		t.Fatal(in.Code, "or the log-in kept its token")
	}
	for _, old := range []string{planted, first, half} {
		v.cookies["doudi-session"] = old
		v.leads(v.send("GET", "/home", nil), "/login")
	}
}

// A family's log-in that somebody planted is not taken over either.
func TestAPlantedLogInOfAFamilyIsNobodys(t *testing.T) {
	t.Parallel()
	w := work(t)
	number, _ := w.followable()
	v := &visitor{works: w, cookies: map[string]string{"doudi-family": strings.Repeat("p", 26)}}
	v.send("GET", "/f/case", nil)
	v.send("POST", "/f/case", url.Values{"number": {number}})
	v.leads(v.send("POST", "/f/code", url.Values{"number": {number}, "code": {v.code()}}), "/f/mine")
	own := v.cookies["doudi-family"]
	if own == "" || own == strings.Repeat("p", 26) {
		t.Fatal("the log-in was taken over")
	}
	for _, old := range []string{strings.Repeat("p", 26), ""} {
		v.cookies["doudi-family"] = old
		v.leads(v.send("GET", "/f/mine", nil), "/f/case?over=1")
	}
}

// disguised are files that are not what a form of a case takes.
func disguised() map[string][]byte {
	return map[string][]byte{
		"a page with scripts":  []byte("<html><script>alert(1)</script></html>"),
		"a picture of scripts": []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`),
		"a program":            []byte("MZ\x90\x00\x03\x00\x00\x00"),
		"a script":             []byte("#!/bin/sh\nrm -rf /\n"),
		"an archive":           []byte("PK\x03\x04\x14\x00\x00\x00"),
		"half a picture":       []byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00"),
		"a picture that unfolds to gigabytes": []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x01\x86\xa0\x00\x01\x86\xa0\x08\x06\x00\x00\x00" +
			"\x9a\x1d\x1c\x4b\x00\x00\x00\x00IEND\xaeB`\x82"),
	}
}

// What is no photograph and no document is kept by no form of a case, and the
// form says so; what is too long is not even read.
func TestADisguisedFileComesIntoNoCase(t *testing.T) {
	t.Parallel()
	w := work(t)
	clerk := w.family()
	path := w.begun(clerk)
	key := keyOf.FindStringSubmatch(w.wanted(http.StatusOK, "GET", path+"/enter/survey", clerk, nil))[1]
	fields := map[string]string{"key": key}
	maps.Copy(fields, seen)
	before := w.wanted(http.StatusOK, "GET", path, clerk, nil)
	for name, content := range disguised() {
		a := w.bring(path+"/enter/survey", clerk, csrf, fields, content)
		if a.Code != http.StatusBadRequest || !strings.Contains(a.Body.String(), "没有保存") {
			t.Errorf("a survey with %s: %d", name, a.Code)
		}
		if a := w.bring("/office/4/household/1/paper", clerk, csrf, map[string]string{"kind": "photo"}, content); a.Code != http.StatusBadRequest {
			t.Errorf("papers with %s: %d", name, a.Code)
		}
	}
	for _, form := range []string{path + "/enter/survey", "/office/4/household/1/paper"} {
		if a := w.bring(form, clerk, csrf, fields, make([]byte, 80<<20)); a.Code != http.StatusRequestEntityTooLarge && a.Code != http.StatusBadRequest || !strings.Contains(a.Body.String(), "MB") {
			t.Errorf("%s too long: %d", form, a.Code)
		}
	}
	if list := w.wanted(http.StatusOK, "GET", "/office/4/household/1/paper", clerk, nil); strings.Contains(list, "/household/1/paper/1\"") {
		t.Error("something was kept")
	}
	if after := w.wanted(http.StatusOK, "GET", path, clerk, nil); formTokens.ReplaceAllString(after, "") != formTokens.ReplaceAllString(before, "") {
		t.Error("the case changed")
	}
}

// Of two deciders who press at the same moment, one decides and the other is
// told; there is one decision.
func TestOfTwoDecidersAtOnceOneIsTold(t *testing.T) {
	t.Parallel()
	w := work(t)
	path, clerk, one := w.heard()
	w.does(path, clerk, "judge", "opine:agree")
	other := w.inside(3, w.settled(3, "cd.2", "county_decider"))
	turn := turnOf.FindStringSubmatch(w.wanted(http.StatusOK, "GET", path, clerk, nil))[1]
	var codes [8]int
	var together sync.WaitGroup
	for i := range codes {
		together.Go(func() {
			codes[i] = w.ask("POST", path, []string{one, other}[i%2], url.Values{"act": {"approve"}, "turn": {turn}, "note": {"符合"}, "do": {"sure"}}).Code
		})
	}
	together.Wait()
	slices.Sort(codes[:])
	if codes[0] != http.StatusSeeOther || codes[1] != http.StatusConflict || codes[7] != http.StatusConflict {
		t.Errorf("%v", codes)
	}
	if page := w.wanted(http.StatusOK, "GET", path, clerk, nil); strings.Count(page, "决定给予<") > 2 || !strings.Contains(page, "决定给予") {
		t.Error("there is not one decision")
	}
}
