package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"doudi/web"
)

// TestTheLogOfAPageThatFailsHoldsNothingThatWasTyped takes the databases away,
// so that every page of people and cases fails inside, and looks for what was
// typed in what the server then writes, answers and leads to.
func TestTheLogOfAPageThatFailsHoldsNothingThatWasTyped(t *testing.T) {
	t.Parallel()
	w := work(t)
	w.begun(w.family())
	tokens := w.everybody()
	w.registry.Store, w.papers.Store, w.site.Cases.Store = nil, nil, nil
	typed := url.Values{"name": {"欧阳桂兰"}, "number": {someNumber}, "phone": {"13800138000"}, "account": {"6217000010001234567"}, "text": {someNumber}, "by": {"number"},
		"purpose": {"survey"}, "why": {"application"}, "act": {"approve"}, "turn": {"1"}, "note": {"欧阳桂兰 " + someNumber}, "do": {"sure"}, "address": {"雪峰镇" + someNumber},
		"code": {"480156"}, "met": {"欧阳桂兰"}, "diff.1": {"6217000010001234567"}, "day": {"2026-09-01"}, "wants": {someNumber}, "sum": {someNumber},
		"p.0.name": {"欧阳桂兰"}, "p.0.number": {someNumber}, "p.0.phone": {"13800138000"}, "story": {"欧阳桂兰 13800138000"}, "proxy.name": {"欧阳桂兰"}, "proxy.number": {someNumber}}
	secrets := []string{"欧阳桂兰", someNumber, "13800138000", "6217000010001234567", "480156"}
	for _, token := range tokens {
		for _, route := range web.Routes() {
			if route.Act == "session.close" || route.Act == "session.password" {
				continue // they end the log-in
			}
			answer := w.ask(route.Method, with(route, "", ""), token, typed)
			told := inFields.ReplaceAllString(answer.Body.String(), "") + answer.Header().Get("Location")
			for _, secret := range secrets {
				if strings.Contains(told, secret) || strings.Contains(told, url.QueryEscape(secret)) {
					t.Errorf("%s %s repeats %s…: %d", route.Method, route.Path, string([]rune(secret)[:2]), answer.Code)
				}
			}
		}
	}
	log := w.log.String()
	if n := strings.Count(log, "a page failed"); n < 80 {
		t.Errorf("%d failures were logged", n)
	}
	for _, secret := range secrets {
		if strings.Contains(log, secret) || strings.Contains(log, url.QueryEscape(secret)) {
			t.Errorf("the log holds %s…", string([]rune(secret)[:2]))
		}
	}
}

// What may be a number of somebody, and where a page leads.
var (
	longNumber = regexp.MustCompile(`\d{11,}`)
	addresses  = regexp.MustCompile(`(?:href|action|formaction|hx-get|hx-post|src)="([^"]*)"`)
)

// None of our own links leads to an address with a number of a person, a phone
// or an account.
func TestNoAddressOfOursHoldsANumber(t *testing.T) {
	t.Parallel()
	w := work(t)
	path := w.begun(w.family())
	asked := 0
	for _, token := range w.everybody() {
		for _, route := range web.Routes() {
			if route.Method != http.MethodGet {
				continue
			}
			page := w.ask("GET", with(route, "", ""), token, nil).Body.String()
			for _, link := range addresses.FindAllStringSubmatch(page, -1) {
				if longNumber.MatchString(link[1]) {
					t.Errorf("%s leads to %s", route.Path, link[1])
				}
				asked++
			}
		}
	}
	if asked < 1000 || path == "" {
		t.Errorf("only %d links", asked)
	}
}

// The forms whose answers stand in the address, and their fields to type into.
var (
	askingForms = regexp.MustCompile(`(?s)<form[^>]*method="get".*?</form>`)
	typedInto   = regexp.MustCompile(`<input[^>]*>|<textarea[^>]*>`)
	notTyped    = regexp.MustCompile(`type="(hidden|date|checkbox|radio)"`)
	patterns    = regexp.MustCompile(`pattern="([^"]*)"`)
)

// What is typed into a form that asks by its address holds no number: the
// browser does not send it.
func TestNoFormSendsANumberInAnAddress(t *testing.T) {
	t.Parallel()
	w := work(t)
	w.begun(w.family())
	fields := map[string]bool{}
	for _, token := range append(w.everybody(), "") {
		for _, route := range web.Routes() {
			if route.Method != http.MethodGet {
				continue
			}
			for _, form := range askingForms.FindAllString(w.ask("GET", with(route, "", ""), token, nil).Body.String(), -1) {
				for _, field := range typedInto.FindAllString(form, -1) {
					if !notTyped.MatchString(field) && !fields[field] {
						fields[field] = true
						refusesNumbers(t, route.Path, field)
					}
				}
			}
		}
	}
	if len(fields) < 5 {
		t.Errorf("only %d fields", len(fields))
	}
}

// refusesNumbers tries the pattern of a field.
func refusesNumbers(t *testing.T, path, field string) {
	t.Helper()
	said := patterns.FindStringSubmatch(field)
	if said == nil {
		t.Errorf("%s: %s takes any number", path, field)
		return
	}
	lets := regexp.MustCompile(`^(?:` + said[1] + `)$`)
	for text, want := range map[string]bool{"": true, "第十六条 MX-28": true, "2026-07-01": true, someNumber: false, "王 " + someNumber: false, "13800138000号": false} {
		if lets.MatchString(text) != want {
			t.Errorf("%s: %s lets %q: %v", path, field, text, !want)
		}
	}
}
