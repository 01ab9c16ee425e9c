package main

import (
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"doudi/web"
)

// connections is how many people ask at the same time.
const connections = 64

// BenchmarkCalculator posts a family of three to the pages over real
// connections, and asks as often for a page that there is not: an empty page
// through the same stack. Whoever asks runs on the same cores.
func BenchmarkCalculator(b *testing.B) {
	tune()
	debug.SetMemoryLimit(memoryOfServer)
	site, err := (&app{terminal: terminal{err: io.Discard, now: time.Now}}).site(b.Context(), service{}, web.Options{})
	if err != nil {
		b.Fatal(err)
	}
	server := httptest.NewServer(site)
	defer server.Close()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: connections, DisableCompression: true}}
	cookie, form := familyOfThree(b, client, server.URL)
	result := func() (*http.Request, int) {
		r, _ := http.NewRequest("POST", server.URL+"/result", strings.NewReader(form))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.AddCookie(cookie)
		return r, http.StatusOK
	}
	empty := func() (*http.Request, int) {
		r, _ := http.NewRequest("GET", server.URL+"/nothing", nil)
		r.AddCookie(cookie)
		return r, http.StatusNotFound
	}
	crowd(b, client, 2*connections, result)
	var waits []time.Duration
	var whole, nothing time.Duration
	for b.Loop() {
		took, each := crowd(b, client, 10*connections, result)
		whole, waits = whole+took, append(waits, each...)
		took, _ = crowd(b, client, 10*connections, empty)
		nothing += took
	}
	slices.Sort(waits)
	b.ReportMetric(float64(len(waits))/whole.Seconds(), "calculator_rps")
	b.ReportMetric(waits[len(waits)*99/100].Seconds()*1000, "calculator_p99_ms")
	b.ReportMetric(whole.Seconds()/nothing.Seconds(), "calculator_vs_empty")
}

// familyOfThree opens an example of Mingxi and gives its answers as a browser
// would post them.
func familyOfThree(b *testing.B, client *http.Client, site string) (*http.Cookie, string) {
	b.Helper()
	r, err := client.Get(site + "/examples/1-mingxi-2020-standard-1")
	if err != nil {
		b.Fatal(err)
	}
	defer r.Body.Close()
	page, err := io.ReadAll(r.Body)
	if err != nil {
		b.Fatal(err)
	}
	carried := regexp.MustCompile(`name="answers" value="([^"]+)"`).FindSubmatch(page)
	if carried == nil || len(r.Cookies()) != 1 {
		b.Fatalf("%d without answers or cookie", r.StatusCode)
	}
	form, err := url.ParseQuery(html.UnescapeString(string(carried[1])))
	if err != nil || form.Get("m.2.birth_date") == "" {
		b.Fatal("no family of three: ", err)
	}
	form.Del("want") // everything that comes with an application, as the form begins
	form.Set("token", r.Cookies()[0].Value)
	return r.Cookies()[0], form.Encode()
}

// crowd sends n requests over all connections and tells how long it took as a
// whole and for each. Every answer is read to its end.
func crowd(b *testing.B, client *http.Client, n int, ask func() (*http.Request, int)) (time.Duration, []time.Duration) {
	b.Helper()
	each := make([]time.Duration, n)
	var people sync.WaitGroup
	begin := time.Now()
	for c := range connections {
		people.Go(func() {
			for i := c; i < n; i += connections {
				request, want := ask()
				start := time.Now()
				answer, err := client.Do(request)
				if err != nil {
					b.Error(err)
					return
				}
				_, err = io.Copy(io.Discard, answer.Body)
				answer.Body.Close()
				if each[i] = time.Since(start); err != nil || answer.StatusCode != want {
					b.Errorf("status %d, want %d, %v", answer.StatusCode, want, err)
					return
				}
			}
		})
	}
	people.Wait()
	return time.Since(begin), each
}
