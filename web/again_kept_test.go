package web

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestTheShelfOfAnswersIsBounded(t *testing.T) {
	t.Parallel()
	var g givens
	now, bound := time.Unix(0, 0), [32]byte{1}
	for i := range byte(10) {
		g.put([32]byte{i}, given{sealed: make([]byte, mostAnswers/4), bound: bound, once: i == 9, until: now.Add(answersFor)}, now)
	}
	got := []bool{}
	for _, i := range []byte{0, 5, 6, 9, 9} {
		_, ok := g.get([32]byte{i}, bound, now)
		got = append(got, ok)
	}
	if want := []bool{false, false, true, true, false}; !slices.Equal(got, want) || g.size != 3*(mostAnswers/4) {
		t.Errorf("%v, %d bytes", got, g.size)
	}
	if _, ok := g.get([32]byte{7}, [32]byte{2}, now); ok {
		t.Error("another browser sees it")
	}
	if _, ok := g.get([32]byte{7}, bound, now.Add(answersFor)); ok {
		t.Error("it does not end")
	}
}

// Whoever comes to a form comes to the page that its answer is shown at.
func TestTheAnswerOfEveryFormIsAtAPageThatItsSenderComesTo(t *testing.T) {
	t.Parallel()
	for _, form := range routes {
		if form.Method != http.MethodPost {
			continue
		}
		path := form.Path
		for range nearest(routes, form) {
			path = path[:strings.LastIndex(path, "/")]
		}
		at := slices.IndexFunc(routes, func(r Route) bool {
			return r.Method == http.MethodGet && (r.Path == path || path == "" && r.Path == "/{$}")
		})
		if at < 0 {
			t.Errorf("%s: no page at %q", form.Path, path)
			continue
		}
		if routes[at].Door > form.Door {
			t.Errorf("%s: whoever may send it does not come to %s", form.Path, path)
		}
	}
}
