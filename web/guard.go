package web

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"io"
	"net/http"
	"strings"
	"time"
)

// What one request may bring and how many may be computed at once. A family
// with fifty members and all their rows is some 100 KB.
const (
	maxBody  = 512 << 10
	maxBusy  = 128             // answers being made at one time
	patience = 3 * time.Second // how long one more may wait for its turn
)

// policyOfContent lets a page load what we bundled and nothing else: no foreign
// script, no frame around it, no form that posts to somebody else. Bootstrap's
// small pictures are data addresses.
const policyOfContent = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// guard stands before all pages: headers, limits, and that a form which is sent
// was ours.
func (s *Site) guard(next http.Handler) http.Handler {
	origin := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.protect(w.Header(), r)
		if strings.HasPrefix(r.URL.Path, "/assets/") {
			next.ServeHTTP(w, r)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, mostOf(r))
		if err := s.admit(r, origin); err != nil {
			if statusOf(err) == http.StatusTooManyRequests {
				w.Header().Set("Retry-After", "30")
			}
			s.fail(w, r, err)
			return
		}
		defer func() { <-s.busy }()
		next.ServeHTTP(w, s.withToken(w, r))
	})
}

// admit reads what a form brings and waits for a turn: a slow line holds nobody
// up.
func (s *Site) admit(r *http.Request, origin *http.CrossOriginProtection) error {
	if origin.Check(r) != nil {
		return statusError(http.StatusForbidden)
	}
	if r.Method == http.MethodPost {
		if err := r.ParseForm(); err != nil {
			return unread(err)
		}
	}
	if !s.turn(r) {
		return statusError(http.StatusTooManyRequests)
	}
	return nil
}

// protect sets what browsers are told about every answer. The referrer stays
// within the site; without it old browsers could not say where a form is from.
func (s *Site) protect(h http.Header, r *http.Request) {
	h.Set("Content-Security-Policy", policyOfContent)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
	if s.secure(r) {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

// secure tells that the reader's connection is encrypted, up to us or up to
// the proxy before us.
func (s *Site) secure(r *http.Request) bool {
	return r.TLS != nil || s.BehindProxy && r.Header.Get("X-Forwarded-Proto") == "https"
}

// turn waits for room to make one more answer; too long is a refusal.
func (s *Site) turn(r *http.Request) bool {
	select {
	case s.busy <- struct{}{}:
		return true
	default:
	}
	wait := time.NewTimer(patience)
	defer wait.Stop()
	select {
	case s.busy <- struct{}{}:
		return true
	case <-wait.C:
	case <-r.Context().Done():
	}
	return false
}

// tokenKey is where a request carries the token that its forms must repeat.
type tokenKey struct{}

// tokenField is the hidden field of every form that posts.
const tokenField = "token"

// withToken gives the request its form token: a cookie that the browser keeps,
// so that a page which was open when the server started anew can still be sent.
func (s *Site) withToken(w http.ResponseWriter, r *http.Request) *http.Request {
	token := ""
	if c, err := r.Cookie(s.cookieName(r)); err == nil && len(c.Value) == tokenLength {
		token = c.Value
	}
	if token == "" {
		token = s.newToken()
		http.SetCookie(w, &http.Cookie{Name: s.cookieName(r), Value: token, Path: "/", HttpOnly: true, Secure: s.secure(r), SameSite: http.SameSiteStrictMode})
	}
	return r.WithContext(context.WithValue(r.Context(), tokenKey{}, token))
}

// posted lets a form through that repeats its token, as only our own pages can.
func posted(serve page) page {
	return func(s *Site, w http.ResponseWriter, r *http.Request) error {
		if subtle.ConstantTimeCompare([]byte(formTokenOf(r.Context())), []byte(r.PostForm.Get(tokenField))) != 1 {
			return statusError(http.StatusForbidden)
		}
		return serve(s, w, r)
	}
}

// cookieName is bound to the host where the connection is encrypted: then no
// neighbour can plant a token.
func (s *Site) cookieName(r *http.Request) string {
	if s.secure(r) {
		return "__Host-doudi"
	}
	return "doudi"
}

// unread is a body that could not be read: too long stays what it is.
func unread(err error) error {
	if statusOf(err) == http.StatusRequestEntityTooLarge {
		return err
	}
	return statusError(http.StatusBadRequest)
}

// tokenLength is that of 16 random bytes in base64.
const tokenLength = 22

// newToken draws a token.
func (s *Site) newToken() string {
	var b [16]byte
	s.chance.Lock()
	defer s.chance.Unlock()
	if _, err := io.ReadFull(s.Random, b[:]); err != nil {
		panic("no randomness: " + err.Error())
	}
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// formTokenOf is the token that a form of this request must repeat.
func formTokenOf(ctx context.Context) string {
	token, _ := ctx.Value(tokenKey{}).(string)
	return token
}
