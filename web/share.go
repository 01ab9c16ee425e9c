package web

import (
	"net/http"
	"net/url"
	"sync"
	"time"

	"doudi/access"
)

// How long shared answers are kept, in memory only, and how many.
const (
	sharedFor  = 7 * 24 * time.Hour
	mostShared = 5000
)

// shared keeps answers that somebody chose to share, by a random id that says
// nothing. Nothing is written down; a restart ends it all.
type shared struct {
	mu   sync.Mutex
	kept map[string]sharedAnswers
	line []string // ids in the order of their coming
}

// sharedAnswers are encoded answers and when they are forgotten.
type sharedAnswers struct {
	encoded string
	until   time.Time
}

// put keeps answers under a new id. The oldest give way when there are too
// many.
func (s *shared) put(id, encoded string, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept == nil {
		s.kept = map[string]sharedAnswers{}
	}
	s.kept[id] = sharedAnswers{encoded, now.Add(sharedFor)}
	s.line = append(s.line, id)
	for len(s.line) > mostShared || !now.Before(s.kept[s.line[0]].until) {
		delete(s.kept, s.line[0])
		s.line = s.line[1:]
	}
}

// get gives answers that are still kept.
func (s *shared) get(id string, now time.Time) (sharedAnswers, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.kept[id]
	return found, ok && now.Before(found.until)
}

// share keeps the answers of a result because its reader asked for it, and
// leads to the page that can be shared.
func (s *Site) share(w http.ResponseWriter, r *http.Request) error {
	a, _, err := s.submitted(r)
	if err != nil {
		return err
	}
	if _, wrong := a.snapshot(s.today()); wrong > 0 {
		return statusError(http.StatusBadRequest)
	}
	id := s.newToken()
	s.shared.put(id, a.encode(), s.Now())
	http.Redirect(w, r, "/shared/"+id, http.StatusSeeOther)
	return nil
}

// sharedResult shows a result that somebody shared.
func (s *Site) sharedResult(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	kept, ok := s.shared.get(id, s.Now())
	if !ok {
		return statusError(http.StatusNotFound)
	}
	sent, err := url.ParseQuery(kept.encoded)
	if err != nil {
		return err
	}
	a, err := s.answers(sent)
	if err != nil {
		return err
	}
	w.Header().Set("X-Robots-Tag", "noindex")
	w.Header().Set("Referrer-Policy", "no-referrer")
	until := kept.until.In(access.China)
	return s.result(w, r, a, resultOrigin{Link: s.address(r) + "/shared/" + id, Until: until.Format("1月2日 15:04")})
}

// address is the address of the site as the reader typed it.
func (s *Site) address(r *http.Request) string {
	scheme := "http://"
	if s.secure(r) {
		scheme = "https://"
	}
	return scheme + r.Host
}
