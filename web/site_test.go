package web_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"doudi/examples"
	"doudi/pack"
	"doudi/packs"
	"doudi/web"
)

// law compiles the embedded packs once for all tests.
var law = sync.OnceValue(func() *web.Law {
	set, _ := pack.LoadAll(packs.FS)
	l, problems := web.OpenLaw(set)
	if l == nil {
		panic(problems.Text(set.Source))
	}
	return l
})

// noon is a day under the law of 2026.
func noon() time.Time { return time.Date(2026, 9, 15, 12, 0, 0, 0, time.UTC) }

// open gives the pages with everything around them fixed.
func open(t testing.TB, log io.Writer) *web.Site {
	t.Helper()
	return site(t, law(), noon, log)
}

// openWith gives the pages of a law with a clock.
func openWith(t testing.TB, l *web.Law, now func() time.Time) *web.Site {
	t.Helper()
	return site(t, l, now, io.Discard)
}

// site joins the pages with a law, a clock and a log.
func site(t testing.TB, l *web.Law, now func() time.Time, log io.Writer) *web.Site {
	t.Helper()
	o := web.Options{Law: l, Examples: examples.FS, Now: now, Random: &chance{}, Log: slog.New(slog.NewTextHandler(log, nil))}
	s, err := web.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// chance gives the same bytes in every run.
type chance struct{ n byte }

// Read fills p with what it has not given before.
func (c *chance) Read(p []byte) (int, error) {
	for i := range p {
		c.n += 7
		p[i] = c.n
	}
	return len(p), nil
}

// send asks the pages once.
func send(t *testing.T, r *http.Request) *httptest.ResponseRecorder {
	t.Helper()
	var log bytes.Buffer
	w := httptest.NewRecorder()
	open(t, &log).ServeHTTP(w, r)
	if log.Len() > 0 && w.Code < 500 {
		t.Errorf("something was logged: %s", log.String())
	}
	return w
}

func TestWhatIsNotThereIsToldInChineseWithoutEcho(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		method, target string
		status         int
		want           string
	}{
		"an address that no page has":       {"GET", "/qwertz?name=asdfgh", 404, "没有这一页"},
		"a page asked for in another way":   {"POST", "/?name=asdfgh", 405, "这一页不能这样打开"},
		"an address that climbs":            {"GET", "/../../qwertz", 404, "没有这一页"},
		"a page that is asked to be erased": {"DELETE", "/", 405, "这一页不能这样打开"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest(c.method, "/", nil)
			r.URL.Path, r.URL.RawQuery, _ = strings.Cut(c.target, "?")
			w := send(t, r)
			if w.Code == http.StatusMovedPermanently || w.Code == http.StatusTemporaryRedirect {
				w = send(t, httptest.NewRequest(c.method, w.Header().Get("Location"), nil))
			}
			body := w.Body.String()
			if w.Code != c.status || !strings.Contains(body, c.want) || !strings.Contains(body, `href="/"`) {
				t.Errorf("%d\n%s", w.Code, body)
			}
			if strings.Contains(body, "qwertz") || strings.Contains(body, "asdfgh") {
				t.Error("the page repeats what was sent")
			}
		})
	}
}

func TestPagesAreNotKept(t *testing.T) {
	t.Parallel()
	w := send(t, httptest.NewRequest("GET", "/", nil))
	if got := w.Header().Get("Cache-Control"); w.Code != 200 || got != "no-store" {
		t.Errorf("%d, Cache-Control %q", w.Code, got)
	}
}

func TestThePagesOfTheLawAreSentSmall(t *testing.T) {
	t.Parallel()
	const page = "/law/diff?a=cn-350421&b=cn-12"
	plain := send(t, httptest.NewRequest("GET", page, nil))
	r := httptest.NewRequest("GET", page, nil)
	r.Header.Set("Accept-Encoding", "gzip, br")
	small := send(t, r)
	z, err := gzip.NewReader(small.Body)
	if err != nil {
		t.Fatal(err)
	}
	length := small.Body.Len()
	text, err := io.ReadAll(z)
	if err != nil || string(text) != plain.Body.String() || 4*length > len(text) || plain.Header().Get("Content-Encoding") != "" {
		t.Errorf("%d of %d bytes, %v", length, len(text), err)
	}
	r = httptest.NewRequest("GET", "/", nil)
	r.Header.Set("Accept-Encoding", "gzip")
	if w := send(t, r); w.Header().Get("Content-Encoding") != "" {
		t.Error("a page with a form is compressed")
	}
}

func TestAnAssetThatIsNotThereIsNotFound(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/assets/app.css", "/assets/README", "/assets/..%2fweb.go"} {
		if w := send(t, httptest.NewRequest("GET", path, nil)); w.Code != 404 {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}
