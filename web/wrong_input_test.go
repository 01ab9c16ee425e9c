package web_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"doudi/access"

	"github.com/a-h/templ"
)

// What a form is made of, as a browser would see it.
var (
	oneForm   = regexp.MustCompile(`(?s)<form[^>]*action="([^"]*)"[^>]*method="(post|get)"[^>]*>(.*?)</form>`)
	anyField  = regexp.MustCompile(`<(?:input|select|textarea)[^>]*?\sname="([^"]+)"[^>]*>`)
	fieldKind = regexp.MustCompile(`type="(hidden|radio|checkbox|file)"|<(select)`)
	fieldHas  = regexp.MustCompile(`value="([^"]*)"`)
	atOnce    = regexp.MustCompile(`/(logout|second|password|withdraw|suspend)$`) // buttons without a field, which shut people out
	inFields  = regexp.MustCompile(`(?s)value="[^"]*"|<textarea.*?</textarea>`)
	factsPart = regexp.MustCompile(`/facts/[a-z_.]+`)
)

// nonsense is what a form is sent: nothing, words, a day that there is not, bytes
// that are no text, marks, a number that is nobody's.
var nonsense = []string{"", "乱写", strings.Repeat("长", 300), "-1", "2026-02-30", "\x00\xff", "'><script>", "350421197005011234"}

// Every form of people, households, facts, papers, printing and administrators is
// sent nonsense in every field: no page fails, and whatever is refused says why
// and keeps what was typed; no sentence repeats a number.
func TestWrongInputToEveryFormIsSaidAndKept(t *testing.T) {
	t.Parallel()
	t.Run("on SQLite", func(t *testing.T) {
		t.Parallel()
		work(t).sentNonsense()
	})
	if testing.Short() {
		return
	}
	t.Run("on PostgreSQL", func(t *testing.T) {
		t.Parallel()
		address, err := serverOf(t).Database()
		if err != nil {
			t.Fatal(err)
		}
		workIn(t, law(), address).sentNonsense()
	})
}

// sentNonsense sends every form nonsense.
func (w *works) sentNonsense() {
	w.Helper()
	clerk := w.family()
	w.gets(1, "dibao", 1, 2, 3)
	w.begun(clerk)
	w.reachable()
	own, _ := w.asks(nil)
	own.names([]string{"王桂兰", hersNumber, ""})
	own.lodges()
	home, person := "/office/4/household/1", "/office/4/person/1"
	pages := map[string][]string{clerk: {"/office/4/household/new", "/office/4/person/new", "/office/4/relative/new", "/office/4/import", "/office/4/apply", person + "/edit", person + "/reveal", person + "/facts",
		"/office/4/case/1", "/office/4/request/1", "/office/4/case/1/enter/survey", "/office/4/case/1/enter/inquiry", "/office/4/case/1/enter/appraisal", "/office/4/case/1/enter/check", "/office/4/case/1/enter/urging", "/office/4/figure", "/work", "/decision", "/notice", "/chart", "/referral", w.needs()}}
	for _, page := range []string{"/member/new?person=3", "/member/2", "/member/2/leave", "/head", "/address", "/split", "/merge", "/move", "/counted", "/facts", "/history", "/standing", "/paper", "/print/sheet", "/export", "/apply", "/change"} {
		pages[clerk] = append(pages[clerk], home+page)
	}
	for _, base := range []string{home, person} {
		for _, part := range factsPart.FindAllString(w.wanted(http.StatusOK, "GET", base+"/facts", clerk, nil), -1) {
			pages[clerk] = append(pages[clerk], base+part)
		}
	}
	pages[w.inside(1, w.settled(1, "sa.9", access.SystemAdmin))] = []string{"/office/4/new", "/office/4/change", "/office/4/staff/new", "/office/4/staff/4", "/calendar", "/division", "/job"}
	pages[w.inside(1, w.settled(1, "se.9", access.SecurityAdmin))] = []string{"/office/4/staff/4", "/office/4/staff"}
	pages[w.inside(1, w.settled(1, "au.9", access.AuditAdmin))] = []string{"/audit", "/office/4/audit", "/audit/checkpoint"}
	sent := 0
	for token, list := range pages {
		for _, page := range list {
			for _, form := range oneForm.FindAllStringSubmatch(w.wanted(http.StatusOK, "GET", page, token, nil), -1) {
				if atOnce.MatchString(form[1]) {
					continue
				}
				for _, junk := range nonsense {
					w.nonsense(form, junk, token)
					sent++
				}
			}
		}
	}
	if sent < 400 {
		w.Errorf("only %d forms were sent", sent)
	}
	if strings.Contains(w.log.String(), "level=ERROR") {
		w.Errorf("%s", w.log.String())
	}
}

// nonsense sends one form with one junk in every field that is typed.
func (w *works) nonsense(form []string, junk, token string) {
	w.Helper()
	values, typed := url.Values{}, false
	for _, f := range anyField.FindAllStringSubmatch(form[3], -1) {
		name, kind := html.UnescapeString(f[1]), strings.Join(fieldKind.FindStringSubmatch(f[0]), " ")
		switch {
		case strings.Contains(kind, "checkbox"), strings.Contains(kind, "file"), name == "token":
		case strings.Contains(kind, "hidden"):
			if has := fieldHas.FindStringSubmatch(f[0]); has != nil {
				values.Set(name, html.UnescapeString(has[1]))
			}
		case kind != "": // a list, of which nothing is chosen
			values.Set(name, "")
		default:
			typed = true
			values.Set(name, junk)
		}
	}
	path, body := html.UnescapeString(form[1]), values
	if form[2] == "get" {
		path, body = path+"?"+values.Encode(), nil
	}
	answer := w.ask(strings.ToUpper(form[2]), path, token, body)
	page := answer.Body.String()
	switch {
	case answer.Code >= http.StatusInternalServerError:
		w.Errorf("%s with %.20q: %d", form[1], junk, answer.Code)
	case slices.Contains([]int{http.StatusBadRequest, http.StatusUnprocessableEntity, http.StatusConflict}, answer.Code) && (!strings.Contains(page, `role="alert"`) && !strings.Contains(page, `class="wrong"`) || typed && !strings.Contains(page, templ.EscapeString(junk))):
		w.Errorf("%s with %.20q does not say what is wrong, or loses what was typed: %s", form[1], junk, plain(page))
	case strings.Contains(inFields.ReplaceAllString(page, ""), "350421197005011234"):
		w.Errorf("%s repeats a number outside the field that it was typed in: %s", form[1], plain(page))
	}
}
