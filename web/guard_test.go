package web_test

import (
	"crypto/tls"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"doudi/web"
)

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
