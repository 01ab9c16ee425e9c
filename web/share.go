package web

import (
	"net/http"
	"net/url"
	"time"

	"doudi/access"
)

// sharedFor is how long shared answers are kept, in memory only.
const sharedFor = 7 * 24 * time.Hour

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
	sent, err := url.ParseQuery(kept.form)
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
