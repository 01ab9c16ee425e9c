package store_test

import (
	"context"
	"crypto/rand"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"doudi/access"
	"doudi/audit"
	"doudi/civil"
	"doudi/gb"
	"doudi/seal"
	"doudi/store"
	"doudi/store/scratch"
)

var update = flag.Bool("update", false, "rewrite the expected texts")

// server is the PostgreSQL of all tests; -short stays with SQLite.
var server *scratch.Server

func TestMain(m *testing.M) {
	flag.Parse()
	if child() {
		return
	}
	if !testing.Short() {
		var err error
		if server, err = scratch.Start(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	status := m.Run()
	if server != nil {
		server.Stop()
	}
	os.Exit(status)
}

// onBoth gives the same exam to both databases.
func onBoth(t *testing.T, exam func(t *testing.T, h *house)) {
	t.Helper()
	t.Run("on SQLite", func(t *testing.T) {
		t.Parallel()
		exam(t, &house{T: t, address: filepath.Join(t.TempDir(), "d b%.sqlite"), another: func() string { return filepath.Join(t.TempDir(), "other.sqlite") }, clock: scratch.ClockAt(begin)})
	})
	if testing.Short() {
		return
	}
	t.Run("on PostgreSQL", func(t *testing.T) {
		t.Parallel()
		exam(t, &house{T: t, address: database(t), another: func() string { return database(t) }, clock: scratch.ClockAt(begin), postgres: true})
	})
}

// database is an empty one on the server.
func database(t *testing.T) string {
	t.Helper()
	address, err := server.Database()
	if err != nil {
		t.Fatal(err)
	}
	return address
}

// begin is when every exam begins.
var begin = time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)

// house is an instance under exam.
type house struct {
	*testing.T
	address  string
	another  func() string // an empty database of the same kind
	clock    *scratch.Clock
	postgres bool
	server   *scratch.Server // of its own; nil where all share one
	ring     *seal.Ring
}

// options are those of the house, with its keys.
func (h *house) options() store.Options {
	if h.ring == nil {
		h.ring = ring(h.T)
	}
	return store.Options{Now: h.clock.Now, Random: rand.Reader, Ring: h.ring}
}

// ring draws keys.
func ring(t testing.TB) *seal.Ring {
	t.Helper()
	r, err := seal.Generate(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// offices are a county with a township and a village.
const offices = "number,above,level,name,division,from\n1,,县,明溪县民政局,350421,\n2,1,乡镇,雪峰镇,350421100,\n3,2,村,城东村,,\n"

// founding is what the house begins with.
func founding(t *testing.T) store.Founding {
	t.Helper()
	list, err := access.Sites([]byte(offices), gb.Shipped(), mustDay(t, "2026-09-01"))
	if err != nil {
		t.Fatal(err)
	}
	return store.Founding{Name: "mingxi", Offices: list, Admins: []string{access.SystemAdmin, access.SecurityAdmin, access.AuditAdmin}, Digest: seal.Digest([]byte(offices))}
}

// open makes the instance and opens it.
func (h *house) open() *store.Store {
	h.Helper()
	h.must(store.Create(context.Background(), h.address, founding(h.T), h.options()))
	return h.reopen(h.address)
}

// reopen opens what is there.
func (h *house) reopen(address string) *store.Store {
	h.Helper()
	s, err := store.Open(context.Background(), address, h.options())
	h.must(err)
	h.Cleanup(func() { s.Close() })
	return s
}

// must stops the test on an error.
func (h *house) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

// act is an act of the township.
func act(name string) audit.Act { return audit.Act{Actor: 1, Role: "township_clerk", Name: name} }

// export is the audit export.
func (h *house) export(s *store.Store) string {
	h.Helper()
	var b strings.Builder
	h.must(s.ExportAudit(context.Background(), &b))
	return b.String()
}

// sound demands that nothing is found wrong, and counts the entries.
func (h *house) sound(s *store.Store) int {
	h.Helper()
	r, err := s.Check(context.Background())
	h.must(err)
	if len(r.Findings) > 0 {
		h.Fatalf("%+v", r.Findings)
	}
	return r.Entries
}

// read looks at one moment.
func (h *house) read(s *store.Store, look func(v *store.View) error) {
	h.Helper()
	h.must(s.Read(context.Background(), look))
}

// mustDay reads a day.
func mustDay(t testing.TB, text string) civil.Date {
	t.Helper()
	d, err := civil.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
