package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// A page that answers a form is gone for the browser as soon as it is left: it is
// kept by nobody (no-store), and Back asks whether the form is to be sent again.
// So the answer gets an address: it stays here for a while, in memory, and the
// browser is sent to it. The address holds nothing but a random id; it is the one
// of the nearest page that can be opened by itself, which is what it leads to when
// the answer is forgotten: nobody is stuck.

// shownField carries the id of an answer in an address.
const shownField = "shown"

// answersFor is how long an answer can be gone back to, mostAnswers how many bytes
// are kept of all; the oldest give way.
const (
	answersFor  = 2 * time.Hour
	mostAnswers = 32 << 20
)

// onceActs show what is looked at once, for a purpose that is recorded or because
// it is a secret: Back leads to the page without it.
var onceActs = map[string]bool{"person.unmask": true, "fact.unmask": true, "staff.add": true, "staff.reset_password": true, "staff.reset_second": true,
	"session.open": true, "session.password": true}

// given is an answer as it is kept: sealed with a key that only its address gives,
// for the browser that it was given to.
type given struct {
	sealed []byte
	bound  [sha256.Size]byte
	status int
	once   bool
	until  time.Time
}

// givens keeps answers by the hashes of their ids.
type givens struct {
	mu   sync.Mutex
	kept map[[sha256.Size]byte]given
	line [][sha256.Size]byte // in the order of their coming
	size int
}

// put keeps an answer; what is over or too much is forgotten.
func (g *givens) put(at [sha256.Size]byte, a given, now time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.kept == nil {
		g.kept = map[[sha256.Size]byte]given{}
	}
	g.kept[at], g.line, g.size = a, append(g.line, at), g.size+len(a.sealed)
	for len(g.line) > 0 && (g.size > mostAnswers || !now.Before(g.kept[g.line[0]].until)) { // also what was dropped
		g.drop(g.line[0])
		g.line = g.line[1:]
	}
}

// drop forgets one.
func (g *givens) drop(at [sha256.Size]byte) {
	g.size -= len(g.kept[at].sealed)
	delete(g.kept, at)
}

// get gives one that is kept for a browser; one that is looked at once is
// forgotten with that.
func (g *givens) get(at, bound [sha256.Size]byte, now time.Time) (given, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	a, ok := g.kept[at]
	ok = ok && a.bound == bound && now.Before(a.until)
	if ok && a.once {
		g.drop(at)
	}
	return a, ok
}

// sentForm is what is known of a form while it is answered.
type sentForm struct {
	up     int // how many parts of its path lie behind the nearest page
	once   bool
	inside bool
}

// sentKey is where a request carries it.
type sentKey struct{}

// nearest tells how many parts of the path of a form lie behind the next page
// that can be opened by itself; the first page always can.
func nearest(table []Route, form Route) (up int) {
	pages := map[string]bool{}
	for _, r := range table {
		pages[r.Method+r.Path] = true
	}
	for path := form.Path; path != "" && !pages[http.MethodGet+path]; up++ {
		path = path[:strings.LastIndex(path, "/")]
	}
	return up
}

// answering lets the answer to a form be kept. It is put into the request itself,
// so that what went wrong is kept as well.
func answering(a sentForm, serve page) page {
	return func(s *Site, w http.ResponseWriter, r *http.Request) error {
		*r = *r.WithContext(context.WithValue(r.Context(), sentKey{}, a))
		return serve(s, w, r)
	}
}

// shelved keeps the answer to a form and gives its address; "" for what is no
// answer that a browser would go back to: a page that was opened, a part of a page
// that a script asked for, a breakdown.
func (s *Site) shelved(w http.ResponseWriter, r *http.Request, status int, page []byte) (string, error) {
	a, ok := r.Context().Value(sentKey{}).(sentForm)
	if !ok || status >= http.StatusInternalServerError || !strings.Contains(r.Header.Get("Accept"), "text/html") {
		return "", nil
	}
	id := s.newToken()
	at, gcm, err := lock(id)
	if err != nil {
		return "", err
	}
	var small bytes.Buffer
	if err := s.squeeze(&small, page); err != nil {
		return "", err
	}
	sealed := gcm.Seal(nil, make([]byte, gcm.NonceSize()), small.Bytes(), nil) // the key is used once
	s.givensOf(a.inside).put(at, given{sealed, s.boundTo(w, r), status, a.once && status == http.StatusOK, s.Now().Add(answersFor)}, s.Now())
	path := r.URL.EscapedPath()
	for range a.up {
		path = path[:strings.LastIndex(path, "/")]
	}
	q := r.URL.Query()
	q.Set(shownField, id)
	return "/" + strings.TrimLeft(path, "/") + "?" + q.Encode(), nil
}

// givensOf are the answers to staff, or to everybody: whoever asks without end
// pushes nothing of the office's out.
func (s *Site) givensOf(inside bool) *givens {
	if inside {
		return &s.within
	}
	return &s.without
}

// lock makes of an id where its answer lies and what opens it.
func lock(id string) (at [sha256.Size]byte, gcm cipher.AEAD, err error) {
	key := sha256.Sum256([]byte("doudi answer key " + id))
	block, err := aes.NewCipher(key[:])
	if err != nil {
		return at, nil, err
	}
	gcm, err = cipher.NewGCM(block)
	return sha256.Sum256([]byte("doudi answer place " + id)), gcm, err
}

// boundTo is whom an answer is for: this browser with these log-ins, as they are
// when the answer has arrived. After logging out it is somebody else.
func (s *Site) boundTo(w http.ResponseWriter, r *http.Request) [sha256.Size]byte {
	held := map[string]string{}
	for _, c := range r.Cookies() {
		held[c.Name] = c.Value
	}
	for _, line := range w.Header().Values("Set-Cookie") {
		if c, err := http.ParseSetCookie(line); err == nil {
			held[c.Name] = c.Value
		}
	}
	text := ""
	for _, name := range []string{s.cookieName(r), s.sessionCookie(r), s.folkCookie(r), s.requestCookie(r)} {
		text += fmt.Sprintf("%q ", held[name])
	}
	return sha256.Sum256([]byte(text))
}

// again shows an answer that is still there at the address that it was given, and
// leads to the page of that address when it is not.
func (s *Site) again(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	page, status, err := s.opened(w, r, q.Get(shownField))
	if err != nil {
		return err
	}
	if page == nil {
		q.Del(shownField)
		return away(w, r, withQuery(r.URL.EscapedPath(), q.Encode()))
	}
	unlisted(w)
	return s.write(w, r, status, page)
}

// opened opens a kept answer; nil if there is none for this browser.
func (s *Site) opened(w http.ResponseWriter, r *http.Request, id string) ([]byte, int, error) {
	at, gcm, err := lock(id)
	if err != nil {
		return nil, 0, err
	}
	for _, shelf := range []*givens{&s.within, &s.without} {
		a, ok := shelf.get(at, s.boundTo(w, r), s.Now())
		if !ok {
			continue
		}
		small, err := gcm.Open(nil, make([]byte, gcm.NonceSize()), a.sealed, nil)
		if err != nil {
			return nil, 0, err
		}
		z, err := gzip.NewReader(bytes.NewReader(small))
		if err != nil {
			return nil, 0, err
		}
		page, err := io.ReadAll(z)
		return page, a.status, err
	}
	return nil, 0, nil
}

// straightened is the address of a page that was asked for with a slash too many
// at its end; "" if there is no such page.
func (s *Site) straightened(r *http.Request) string {
	if r.Method != http.MethodGet && r.Method != http.MethodHead || !strings.HasSuffix(r.URL.Path, "/") {
		return ""
	}
	other := r.Clone(r.Context())
	other.Method = http.MethodGet
	other.URL = &url.URL{Path: "/" + strings.Trim(r.URL.Path, "/")}
	if _, pattern := s.mux.Handler(other); pattern == "/" || pattern == "" {
		return ""
	}
	return withQuery(other.URL.EscapedPath(), r.URL.RawQuery)
}
