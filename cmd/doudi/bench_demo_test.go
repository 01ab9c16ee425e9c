package main

import (
	"bufio"
	"io"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"doudi/web"
)

// BenchmarkDemo makes the whole demo and opens its pages, as make demo does
// after the build; the goal is a first page within a minute.
func BenchmarkDemo(b *testing.B) {
	tune()
	var took time.Duration
	n := 0
	for b.Loop() {
		begun, dir := time.Now(), b.TempDir()
		a := &app{terminal: terminal{out: io.Discard, err: io.Discard, now: time.Now}, out: bufio.NewWriter(io.Discard)}
		s := service{base: base{address: filepath.Join(dir, "d.sqlite"), keys: filepath.Join(dir, "keys.txt")}}
		if err := a.foundDemo(founding{base: s.base, demo: true, families: demoFamilies}); err != nil {
			b.Fatal(err)
		}
		var o web.Options
		end, err := a.instance(b.Context(), s, &o)
		if err != nil {
			b.Fatal(err)
		}
		pages, err := a.site(b.Context(), s, o)
		if err != nil {
			b.Fatal(err)
		}
		answer := httptest.NewRecorder()
		pages.ServeHTTP(answer, httptest.NewRequest("GET", "/login", nil))
		if answer.Code != 200 {
			b.Fatal(answer.Code)
		}
		took, n = took+time.Since(begun), n+1
		end()
	}
	b.ReportMetric(took.Seconds()/float64(n), "demo_first_page_s")
}
