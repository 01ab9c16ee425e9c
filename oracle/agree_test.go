package oracle

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// TestEnginesAgree puts every worked case and many generated families to the
// engine and to the oracle: statuses, exclusions, errors and amounts must be
// the same to the fen.
func TestEnginesAgree(t *testing.T) {
	for name, group := range map[string]func() []*world{"trial": trial, "real": real} {
		t.Run(name, func(t *testing.T) { agree(t, group()) })
	}
}

// agree compares both readings of some packs.
func agree(t *testing.T, list []*world) {
	for _, w := range list {
		t.Run("the engine and the oracle read "+w.id+" alike in every case", func(t *testing.T) {
			for _, q := range w.cases {
				if text := difference(q.ask(w.engine), w.oracle.Determine(q.snap, q.overrides)); text != "" {
					t.Errorf("%s: %s\n%s", q.name, text, w.report(q))
				}
			}
		})
		t.Run("the engine and the oracle read "+w.id+" alike for generated families", func(t *testing.T) {
			w.compare(t, portion(w, list, rounds(t)))
		})
	}
}

// portion is all families for a pack of the house that no other one extends: a
// place where people live. Packs above it, whose law those carry too, and the
// trial pack get a tenth.
func portion(w *world, list []*world, n int) int {
	for _, other := range list {
		if other != w && slices.Contains(other.resolved.Chain, w.resolved.ID) {
			return max(n/10, min(n, shortRound))
		}
	}
	if strings.HasPrefix(w.id, "trial/") {
		return max(n/10, min(n, shortRound))
	}
	return n
}

// worst is a difference that a worker has found; the lowest seed is reported.
type worst struct {
	sync.Mutex
	seed  uint64
	found bool
	count int
}

// note keeps the lowest seed.
func (x *worst) note(seed uint64) {
	x.Lock()
	defer x.Unlock()
	x.count++
	if !x.found || seed < x.seed {
		x.seed, x.found = seed, true
	}
}

// compare generates n families on all cores and stops early once some differ.
func (w *world) compare(t *testing.T, n int) {
	t.Helper()
	var next atomic.Int64
	var bad worst
	var wait sync.WaitGroup
	start := time.Now()
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for seed := next.Add(1) - 1; seed < int64(n) && bad.count < 20; seed = next.Add(1) - 1 {
				if w.differs(question{snap: w.families.Family(uint64(seed))}) {
					bad.note(uint64(seed))
				}
			}
		})
	}
	wait.Wait()
	perSecond := float64(n) / time.Since(start).Seconds()
	t.Logf("%s: %d families, %.0f a second on %d cores", w.id, n, perSecond, runtime.GOMAXPROCS(0))
	if bad.found {
		q := shrink(question{snap: w.families.Family(bad.seed)}, w.differs)
		t.Fatalf("%s: family %d (and %d more) reads differently:\n%s", w.id, bad.seed, bad.count-1, w.report(q))
	}
}

// differs tells whether both readings of a family part.
func (w *world) differs(q question) bool {
	return difference(q.ask(w.engine), w.oracle.Determine(q.snap, q.overrides)) != ""
}

// BenchmarkOracle measures families a second of the oracle alone.
func BenchmarkOracle(b *testing.B) {
	for _, w := range worlds() {
		b.Run(w.id, func(b *testing.B) {
			var families []question
			for seed := range 200 {
				families = append(families, question{name: fmt.Sprint(seed), snap: w.families.Family(uint64(seed))})
			}
			b.ResetTimer()
			for i := range b.N {
				w.oracle.Determine(families[i%len(families)].snap, nil)
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "families/s")
		})
	}
}
