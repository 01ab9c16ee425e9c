package oracle

import (
	"flag"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"doudi/casefile"
	"doudi/engine"
	"doudi/fact"
	"doudi/pack"
	"doudi/packs"
	"doudi/policy"
)

// The number of generated families for each pack: -families, else the
// environment's DOUDI_FAMILIES, else a hundred thousand; five hundred with -short.
var familiesFlag = flag.Int("families", 0, "generated families for each pack")

const (
	fullRound  = 100_000
	shortRound = 500
)

// rounds is how many families are to be generated for a pack.
func rounds(t *testing.T) int {
	t.Helper()
	if *familiesFlag > 0 {
		return *familiesFlag
	}
	if text := os.Getenv("DOUDI_FAMILIES"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatalf("DOUDI_FAMILIES=%s is no number", text)
		}
		return n
	}
	if testing.Short() {
		return shortRound
	}
	return fullRound
}

// world is one resolved pack with both readings of it.
type world struct {
	id       string
	resolved *pack.Resolved
	program  *policy.Program
	engine   *engine.Engine
	oracle   *Oracle
	cases    []question
	families *Generator
}

// question is a family with the figures that its case takes for different.
type question struct {
	name      string
	snap      *fact.Snapshot
	overrides map[string]fact.Value
	expect    []casefile.Expectation // of a case
}

// real are the packs of the house, trial a small pack of our own in which every
// construct of the language stands once.
var (
	real  = sync.OnceValue(func() []*world { return newWorlds("", packs.FS) })
	trial = sync.OnceValue(func() []*world { return newWorlds("trial/", os.DirFS("testdata/trial")) })
)

// worlds are all of them.
func worlds() []*world { return slices.Concat(trial(), real()) }

// newWorlds loads and compiles every pack of a file system.
func newWorlds(prefix string, files fs.FS) []*world {
	set, problems := pack.LoadAll(files)
	mustBeFree(problems)
	var list []*world
	for id := range set.Packs {
		list = append(list, newWorld(set, prefix, id))
	}
	slices.SortFunc(list, func(a, b *world) int { return strings.Compare(a.id, b.id) })
	addCases(files, set, list)
	var models []*fact.Snapshot
	for _, w := range list {
		models = append(models, w.snapshots()...)
	}
	for _, w := range list {
		w.families = NewGenerator(w.resolved, w.oracle, models...)
	}
	return list
}

// snapshots are the families of the cases.
func (w *world) snapshots() []*fact.Snapshot {
	list := make([]*fact.Snapshot, len(w.cases))
	for i, q := range w.cases {
		list[i] = q.snap
	}
	return list
}

// newWorld compiles one pack twice.
func newWorld(set *pack.Set, prefix, id string) *world {
	resolved, problems := set.Resolve(id)
	mustBeFree(problems)
	program, problems := policy.Compile(resolved)
	mustBeFree(problems)
	second, err := Compile(resolved)
	if err != nil {
		panic(id + ": " + err.Error())
	}
	return &world{id: prefix + id, resolved: resolved, program: program, engine: engine.New(program), oracle: second}
}

// mustBeFree stops at errors: a broken pack has its own tests.
func mustBeFree(problems pack.Problems) {
	if problems.HasErrors() {
		panic("\n" + problems.Errors().Text(nil))
	}
}
