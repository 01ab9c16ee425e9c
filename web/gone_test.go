package web_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// Before a law there is nothing to compare: the page says that the programme is
// not there yet, and asks nothing about others.
func TestAProgrammeThatIsNoLawOnTheDayIsToldSo(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{"/examples/2-mingxi-2021-edge-1": true, "/examples/2-mingxi-2021-edge-2": false} {
		w := httptest.NewRecorder()
		open(t, io.Discard).ServeHTTP(w, httptest.NewRequest("GET", address, nil))
		body := w.Body.String()
		if w.Code != http.StatusOK || strings.Contains(body, "这一天还没有这一项") != want || strings.Contains(body, "的规定里还没有：最低生活保障边缘家庭。") != want {
			t.Errorf("%s: %d", address, w.Code)
		}
		if want && strings.Contains(body, "补上下面的情况就能知道") {
			t.Errorf("%s asks about programmes that nobody ticked", address)
		}
	}
}

// Where the law has no figure for the day no answer can help, and the page does
// not promise it.
func TestAGapInTheLawIsNotTheReadersFault(t *testing.T) {
	t.Parallel()
	s := open(t, io.Discard)
	cookie, token := formOf(t, s, "/")
	form := url.Values{"token": {token}, "place": {"cn-350421"}, "day": {"2017-03-01"}, "want": {"dibao"}, "h.area": {"urban"}, "h.assets": {"none"},
		"m.n": {"1"}, "m.0.relation": {"head"}, "m.0.birth_date": {"1970-05-01"}, "m.0.disability_level": {"none"}, "m.0.incomes": {"none"}, "m.0.awards": {"none"}, "m.0.rigid_expenses": {"none"}}
	w := post(s, "/result", form, func(r *http.Request) { r.AddCookie(cookie) })
	if body := w.Body.String(); w.Code != http.StatusOK || !strings.Contains(body, "填什么都算不出来") {
		t.Errorf("%d\n%s", w.Code, body)
	}
}
