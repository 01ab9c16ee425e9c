package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestTheLogOfAPageThatFailsHoldsNothingThatWasTyped takes the registry's
// database away, so that every page of people fails inside, and looks for what
// was typed in what the server then writes.
func TestTheLogOfAPageThatFailsHoldsNothingThatWasTyped(t *testing.T) {
	t.Parallel()
	w := work(t)
	w.known(xuefeng, resident)
	clerk := w.inside(4, w.settled(4, "tc.1", "township_clerk"))
	w.registry.Store = nil
	typed := url.Values{"name": {"王桂兰"}, "number": {someNumber}, "phone": {"13800138000"}, "account": {"6217000010001234567"}, "text": {someNumber}, "by": {"number"}, "purpose": {"survey"}}
	for _, path := range []string{"/office/4/person/new", "/office/4/person/1/edit", "/office/4/person/1/reveal", "/person"} {
		if answer := w.ask("POST", path, clerk, typed); answer.Code != http.StatusInternalServerError {
			t.Errorf("%s did not fail: %d", path, answer.Code)
		} else if body := answer.Body.String(); strings.Contains(body, someNumber) || strings.Contains(body, "13800138000") {
			t.Errorf("%s repeats what was typed", path)
		}
	}
	log := w.log.String()
	if n := strings.Count(log, "a page failed"); n != 4 {
		t.Errorf("%d failures were logged", n)
	}
	for _, values := range typed {
		if text := values[0]; len(text) > 8 && (strings.Contains(log, text) || strings.Contains(log, url.QueryEscape(text))) {
			t.Errorf("the log holds %s", text[:3])
		}
	}
}
