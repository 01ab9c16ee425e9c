package web_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"doudi/audit"
	"doudi/civil"
	"doudi/gb"
	"doudi/registry"
)

// crowd is how many persons live in the county whose list is measured; `make
// bench` asks for a million.
var crowd = flag.Int("persons", 600, "how many persons the list is measured among")

// asking is for how long each page is asked for.
var asking = flag.Duration("asking", 200*time.Millisecond, "how long each page is asked for")

// connections is how many ask at a time.
const connections = 64

// maskedRow is how the number of a row of the list is shown.
var maskedRow = []byte("（350*************")

// Families of three live in the two townships, as an import would enter them:
// thousands in one act, through the store's own statements.
func (w *works) peopled(size int) {
	w.Helper()
	const family, chunk = 3, 1500
	for first := 0; first < size/family; first += chunk {
		office := int64(4 + first/chunk%2*3)
		w.must(w.store.Registry().Do(context.Background(), office, audit.Act{Name: "test.people"}, func(tx registry.Tx) error {
			for n := first; n < min(first+chunk, size/family); n++ {
				if err := moveIn(tx, office, n); err != nil {
					return err
				}
			}
			return nil
		}))
	}
}

// moveIn enters the nth family.
func moveIn(tx registry.Tx, office int64, n int) error {
	home := registry.Ref{Office: office, ID: int64(n) + 1}
	if err := tx.SaveHousehold(registry.Household{Ref: home, State: registry.Open, Place: registry.Place{Address: fmt.Sprintf("城东村%d号", n+1)}}); err != nil {
		return err
	}
	var members []registry.Member
	for i, relation := range []string{"head", "spouse", "child"} {
		k := n*3 + i
		birth := civil.Date(-10000 + k%20000)
		number, err := gb.ParseNumber(numberOf(fmt.Sprintf("350421%s%03d", strings.ReplaceAll(birth.String(), "-", ""), k/20000*2+1)))
		if err != nil {
			return err
		}
		p := registry.Person{Ref: registry.Ref{Office: office, ID: int64(k) + 1}, Name: "王" + string('一'+rune(k%20000)), Birth: birth, Sex: number.Sex(), Number: number}
		if alone, err := tx.SavePerson(p); err != nil || !alone {
			return fmt.Errorf("person %d: %v %w", k, alone, err)
		}
		members = append(members, registry.Member{Household: home.ID, Person: p.ID, Relation: relation, From: 0, To: civil.Open})
	}
	return tx.SaveMembers(nil, members)
}

// counter counts the pages that a site was asked for.
type counter struct {
	http.Handler
	pages atomic.Int64
}

func (c *counter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.pages.Add(1)
	c.Handler.ServeHTTP(w, r)
}

// rush asks for pages of some rows over many connections, and gives how long each
// took. What was measured is what was asked for: no page is counted that the site
// did not make, and none that is not whole.
func (w *works) rush(served *counter, server *httptest.Server, token string, rows int, path func(n int) string) (took []time.Duration, whole time.Duration) {
	w.Helper()
	before := served.pages.Load()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: connections}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	defer client.CloseIdleConnections()
	var mu sync.Mutex
	var all sync.WaitGroup
	begun := time.Now()
	for c := range connections {
		all.Go(func() {
			var own []time.Duration
			var page bytes.Buffer
			for n := c; time.Since(begun) < *asking; n += connections {
				start := time.Now()
				err := get(client, server.URL+path(n), token, &page)
				if got := bytes.Count(page.Bytes(), maskedRow); err != nil || got != rows {
					w.Errorf("%s: %d rows of %d, %v", path(n), got, rows, err)
					return
				}
				own = append(own, time.Since(start))
			}
			mu.Lock()
			took = append(took, own...)
			mu.Unlock()
		})
	}
	all.Wait()
	whole = time.Since(begun)
	if made := served.pages.Load() - before; made != int64(len(took)) || made < connections {
		w.Errorf("%d pages were made, %d were counted", made, len(took))
	}
	return took, whole
}

// get reads one page to its end.
func get(client *http.Client, url, token string, page *bytes.Buffer) error {
	page.Reset()
	r, err := http.NewRequest("GET", url, nil)
	if err != nil {
		return err
	}
	r.AddCookie(&http.Cookie{Name: "doudi", Value: strings.Repeat("t", 22)})
	r.AddCookie(&http.Cookie{Name: "doudi-session", Value: token})
	a, err := client.Do(r)
	if err != nil {
		return err
	}
	defer a.Body.Close()
	if _, err := page.ReadFrom(a.Body); err != nil || a.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %d %w", url, a.StatusCode, err)
	}
	return nil
}

// processor is how much of it this process has used, the askers included: what a
// page costs on a machine that others use too.
func processor(t *testing.T) time.Duration {
	t.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		t.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// A page of fifty households of a large county, each with its head's number
// unsealed to be masked, is asked for over many connections; then the same page
// of an office without households. `make bench` prints the figures.
func TestAPageOfTheListOfACountyHoldsFiftyUnsealedRows(t *testing.T) {
	if *crowd < 600 {
		t.Fatal("a page needs fifty families behind one")
	}
	w := work(t)
	start := time.Now()
	w.peopled(*crowd)
	t.Logf("%d persons came in %v", *crowd, time.Since(start))
	token := w.inside(3, w.settled(3, "cc.1", "county_clerk"))
	page := w.wanted(http.StatusOK, "GET", "/office/4/household?after=7", token, nil)
	if n := strings.Count(page, string(maskedRow)); n != 50 || strings.Contains(page, "350421") {
		t.Fatalf("%d rows with a masked number: %s", n, plain(page))
	}
	served := &counter{Handler: w.site}
	server := httptest.NewServer(served)
	defer server.Close()
	list := func(n int) string { return fmt.Sprintf("/office/4/household?after=%d", n*7919%max(1, *crowd/6-60)) }
	w.rush(served, server, token, 50, list) // whatever is kept is kept by now
	spent := processor(t)
	took, whole := w.rush(served, server, token, 50, list)
	spent = processor(t) - spent
	bare, empty := w.rush(served, server, token, 0, func(int) string { return "/office/3/household" })
	slices.Sort(took)
	rate, none := float64(len(took))/whole.Seconds(), float64(len(bare))/empty.Seconds()
	t.Logf("list_page_rps: %.0f", rate)
	t.Logf("list_page_p99_ms: %.1f", took[len(took)*99/100].Seconds()*1000)
	t.Logf("list_page_cpu_us: %d", spent.Microseconds()/int64(len(took)))
	t.Logf("list_page_vs_empty: %.2f", rate/none)
}
