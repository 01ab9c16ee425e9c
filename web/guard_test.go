package web_test

import (
	"crypto/tls"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"doudi/web"
)

// formOf opens a page and gives its cookie and the token of its form.
func formOf(t *testing.T, s http.Handler, path string) (*http.Cookie, string) {
	t.Helper()
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	cookies := w.Result().Cookies()
	token := regexp.MustCompile(`name="token" value="([^"]+)"`).FindStringSubmatch(w.Body.String())
	if len(cookies) != 1 || token == nil || cookies[0].Value != token[1] {
		t.Fatalf("%s: cookies %v, token %v", path, cookies, token)
	}
	return cookies[0], token[1]
}

// postRoute is a page that takes a form.
func postRoute(t *testing.T) string {
	t.Helper()
	for _, r := range web.Routes() {
		if r.Method == "POST" {
			return r.Path
		}
	}
	t.Fatal("no page takes a form")
	return ""
}

// post sends a form.
func post(s http.Handler, path string, form url.Values, change func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if change != nil {
		change(r)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func TestEveryAnswerCarriesTheHeadersThatProtectIt(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/", "/qwertz", "/assets/qwertz"} {
		h := send(t, httptest.NewRequest("GET", path, nil)).Header()
		for name, want := range map[string]string{
			"Content-Security-Policy":      "default-src 'none'",
			"X-Content-Type-Options":       "nosniff",
			"X-Frame-Options":              "DENY",
			"Referrer-Policy":              "same-origin",
			"Cross-Origin-Opener-Policy":   "same-origin",
			"Cross-Origin-Resource-Policy": "same-origin",
			"Permissions-Policy":           "camera=()",
		} {
			if !strings.Contains(h.Get(name), want) {
				t.Errorf("%s: %s is %q", path, name, h.Get(name))
			}
		}
		if strings.Contains(h.Get("Content-Security-Policy"), "unsafe") {
			t.Errorf("%s: %s", path, h.Get("Content-Security-Policy"))
		}
	}
}

func TestTheCookieIsBoundToAnEncryptedHost(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		behind bool
		change func(*http.Request)
		secure bool
	}{
		"over plain HTTP on this machine":              {false, func(*http.Request) {}, false},
		"over TLS":                                     {false, func(r *http.Request) { r.TLS = &tls.ConnectionState{} }, true},
		"behind a proxy that took the encryption off":  {true, func(r *http.Request) { r.Header.Set("X-Forwarded-Proto", "https") }, true},
		"from somebody who only says that he is proxy": {false, func(r *http.Request) { r.Header.Set("X-Forwarded-Proto", "https") }, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := web.New(web.Options{Law: law(), Now: noon, Random: strings.NewReader(strings.Repeat("chance", 99)), BehindProxy: c.behind, Log: slog.New(slog.DiscardHandler)})
			if err != nil {
				t.Fatal(err)
			}
			r, w := httptest.NewRequest("GET", "/", nil), httptest.NewRecorder()
			c.change(r)
			s.ServeHTTP(w, r)
			cookies := w.Result().Cookies()
			if len(cookies) != 1 || cookies[0].Secure != c.secure || strings.HasPrefix(cookies[0].Name, "__Host-") != c.secure ||
				!cookies[0].HttpOnly || cookies[0].SameSite != http.SameSiteStrictMode {
				t.Errorf("%v", cookies)
			}
			if hsts := w.Header().Get("Strict-Transport-Security"); (hsts != "") != c.secure {
				t.Errorf("Strict-Transport-Security %q", hsts)
			}
		})
	}
}

func TestAFormThatIsNotOursIsRefusedWithoutEcho(t *testing.T) {
	t.Parallel()
	path := postRoute(t)
	s := open(t, io.Discard)
	cookie, token := formOf(t, s, "/")
	for name, c := range map[string]struct {
		token  string
		change func(*http.Request)
		status int
	}{
		"without token and cookie":   {"", nil, 403},
		"with a token but no cookie": {token, nil, 403},
		"with a cookie but no token": {"", func(r *http.Request) { r.AddCookie(cookie) }, 403},
		"with another token":         {strings.Repeat("x", len(token)), func(r *http.Request) { r.AddCookie(cookie) }, 403},
		"from another site": {token, func(r *http.Request) {
			r.AddCookie(cookie)
			r.Header.Set("Sec-Fetch-Site", "cross-site")
		}, 403},
		"from another site, told by an old browser": {token, func(r *http.Request) {
			r.AddCookie(cookie)
			r.Header.Set("Origin", "https://example.net")
		}, 403},
		"that is too long": {token, func(r *http.Request) {
			r.Body = io.NopCloser(io.MultiReader(strings.NewReader("asdfgh="), strings.NewReader(strings.Repeat("9", 1<<20))))
		}, 413},
		"that is garbled": {token, func(r *http.Request) {
			r.AddCookie(cookie)
			r.Body = io.NopCloser(strings.NewReader("asdfgh=%zz"))
		}, 400},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := post(s, path, url.Values{"token": {c.token}, "asdfgh": {"qwertz"}}, c.change)
			body := w.Body.String()
			if w.Code != c.status || strings.Contains(body, "asdfgh") || strings.Contains(body, "qwertz") || !strings.Contains(body, "href=\"/\"") {
				t.Errorf("%d\n%s", w.Code, body)
			}
			if again := w.Header().Get("Retry-After"); again != "" {
				t.Errorf("to be sent again after %s seconds, which would not help", again)
			}
		})
	}
}

func TestOurOwnFormIsTaken(t *testing.T) {
	t.Parallel()
	s := open(t, io.Discard)
	cookie, token := formOf(t, s, "/")
	w := post(s, postRoute(t), url.Values{"token": {token}}, func(r *http.Request) {
		r.AddCookie(cookie)
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	})
	if w.Code == http.StatusForbidden {
		t.Errorf("%d\n%s", w.Code, w.Body)
	}
}

// Every form that posts repeats the token, or it could never be sent.
func TestEveryFormThatPostsRepeatsTheToken(t *testing.T) {
	t.Parallel()
	forms := regexp.MustCompile(`(?s)<form[^>]*method="post".*?</form>`)
	for _, r := range web.Routes() {
		if r.Method != "GET" || strings.Contains(r.Path, "{") && r.Path != "/{$}" {
			continue
		}
		w := send(t, httptest.NewRequest("GET", strings.TrimSuffix(r.Path, "{$}"), nil))
		for _, form := range forms.FindAllString(w.Body.String(), -1) {
			if !strings.Contains(form, `name="token"`) {
				t.Errorf("%s: a form without token: %.200s", r.Path, form)
			}
		}
	}
}
