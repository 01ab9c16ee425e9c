package web_test

import (
	"maps"
	"slices"
	"testing"

	"doudi/pack"
	"doudi/packs"
	"doudi/store/scratch"
)

// Every procedure of every place by which a case goes is walked on the pages by the
// people whose work it is, from the draft to every end; where a place has written
// it, by every move of its table too. A move that no walk makes fails. With -short
// one award is walked of each procedure.
func TestEveryProcedureIsWalkedOnThePages(t *testing.T) {
	t.Parallel()
	full := !testing.Short()
	t.Cleanup(func() {
		if full {
			amendments.demands(t)
		}
	})
	for _, place := range places() {
		t.Run(place, func(t *testing.T) {
			t.Parallel()
			walkThrough(t, place, "", full)
		})
	}
}

// The same on PostgreSQL: of each procedure, where it was written, one award. -short
// stays with SQLite.
func TestEveryProcedureIsWalkedOnPostgreSQL(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		return
	}
	server := serverOf(t)
	for _, place := range places() {
		t.Run(place, func(t *testing.T) {
			t.Parallel()
			address, err := server.Database()
			if err != nil {
				t.Fatal(err)
			}
			walkThrough(t, place, address, false)
		})
	}
}

// serverOf starts PostgreSQL for a test.
func serverOf(t *testing.T) *scratch.Server {
	t.Helper()
	server, err := scratch.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Stop() })
	return server
}

// places are the packs that are shipped: each is walked, or the walk fails.
func places() []string {
	shipped, _ := pack.LoadAll(packs.FS)
	return slices.Sorted(maps.Keys(shipped.Packs))
}
