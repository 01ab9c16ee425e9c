package web

import (
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"doudi/pack"
	"doudi/packs"
)

// When as many answers are being made as the server can bear, one more waits
// for its turn and is then asked to come again; a free place is used at once.
func TestTooManyAtATimeAreAskedToComeAgain(t *testing.T) {
	t.Parallel()
	set, _ := pack.LoadAll(packs.FS)
	law, problems := OpenLaw(set)
	if law == nil {
		t.Fatal(problems)
	}
	s, err := New(Options{Law: law, Examples: fstest.MapFS{}, Now: time.Now, Random: strings.NewReader(strings.Repeat("chance", 99)), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	for range maxBusy {
		s.busy <- struct{}{}
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
	if w.Code != 429 || w.Header().Get("Retry-After") == "" || !strings.Contains(w.Body.String(), "查的人太多了") {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	<-s.busy
	w = httptest.NewRecorder()
	if s.ServeHTTP(w, httptest.NewRequest("GET", "/", nil)); w.Code != 200 || len(s.busy) != maxBusy-1 {
		t.Errorf("%d with one place free, %d busy after it", w.Code, len(s.busy))
	}
}
