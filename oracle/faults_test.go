package oracle

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"doudi/engine"
	"doudi/policy"
)

const (
	faultCount    = 100
	faultFamilies = 2000
	// A fault is worth making only if it changes something that families can
	// reach. That is shown beforehand on other families than those of the exam,
	// by comparing the faulty engine with the sound one: a case that turns, or
	// this many families. What changes nothing is passed over for another site.
	reachFamilies = 1500
	reachSeed     = 1_000_000
	reachEnough   = 15
)

// fault is one edit of one program.
type fault struct {
	kind string
	w    *world
	site site
}

// exam is a list of questions with the right answers: the cases of the pack,
// then generated families.
type exam struct {
	questions []question
	answers   [][]Outcome
	cases     int
}

// caught is what found a fault.
type caught struct {
	by    string
	after int
	how   string
}

// TestSeededFaults edits the lowered law a hundred times, each time in one
// place or in one operator of the evaluator; the worked cases and two thousand
// families must show every one of them. It prints the table of faults. With
// -short it makes none: the oracle, which is slow, answers all families first.
func TestSeededFaults(t *testing.T) {
	if testing.Short() {
		return
	}
	mingxi, tianjin := pick(t, real(), "cn-350421"), pick(t, real(), "cn-12")
	c := newChooser(mingxi, tianjin, pick(t, trial(), "trial/cn-990101"))
	list := c.choose(faultCount)
	if len(list) < faultCount {
		t.Errorf("only %d faults can be made", len(list))
	}
	exams := map[*world]*exam{}
	for _, w := range c.worlds {
		exams[w] = w.exam(0, faultFamilies)
	}
	results := make([]*caught, len(list))
	inParallel(len(list), func(i int) { results[i] = exams[list[i].w].sit(list[i]) })
	tell(t, fmt.Sprintf("passed over because they change nothing that families reach: %d sites\n%s", c.passed, faultTable(list, results)))
	for i, c := range results {
		if c == nil {
			t.Errorf("fault %d is not caught: %s, %s: %s", i+1, list[i].w.id, list[i].kind, list[i].site.where)
		}
	}
}

// tell logs the table of faults, and writes it to the file that FAULTS names:
// go test hides what a passing test says, and `make test` prints the file.
func tell(t *testing.T, table string) {
	t.Helper()
	t.Log(table)
	if file := os.Getenv("FAULTS"); file != "" {
		if err := os.WriteFile(file, []byte(table), 0o644); err != nil {
			t.Error(err)
		}
	}
}

// pick finds a world by its id.
func pick(t *testing.T, list []*world, id string) *world {
	t.Helper()
	for _, w := range list {
		if w.id == id {
			return w
		}
	}
	t.Fatalf("no pack %s", id)
	return nil
}

// exam asks the oracle once about the cases and n families from a seed on.
func (w *world) exam(seed uint64, n int) *exam {
	x := w.questions(seed, n)
	inParallel(len(x.questions), func(i int) {
		x.answers[i] = w.oracle.Determine(x.questions[i].snap, x.questions[i].overrides)
	})
	return x
}

// questions are the cases and n families from a seed on.
func (w *world) questions(seed uint64, n int) *exam {
	x := &exam{questions: append([]question(nil), w.cases...), cases: len(w.cases)}
	for i := range uint64(n) {
		x.questions = append(x.questions, question{name: fmt.Sprintf("family %d", seed+i), snap: w.families.Family(seed + i)})
	}
	x.answers = make([][]Outcome, len(x.questions))
	return x
}

// engine makes the faulty engine.
func (f fault) engine() *engine.Engine {
	p := cloneProgram(f.w.program)
	f.site.edit(p)
	return engine.New(p)
}

// sit puts a faulty engine to the exam and stops at the first difference.
func (x *exam) sit(f fault) *caught {
	en := f.engine()
	for i, q := range x.questions {
		if text := x.try(en, i); text != "" {
			return &caught{q.name, i + 1, text}
		}
	}
	return nil
}

// try asks one question; an engine that breaks down is caught too.
func (x *exam) try(en *engine.Engine, i int) (text string) {
	defer func() {
		if r := recover(); r != nil {
			text = fmt.Sprint("the engine breaks down: ", r)
		}
	}()
	return difference(x.questions[i].ask(en), x.answers[i])
}

// chooser picks sites for faults.
type chooser struct {
	worlds []*world // the packs of the house, then the trial pack for kinds that those have no place for
	sound  map[*world]*exam
	kinds  []faultKind
	passed int
}

// newChooser asks the sound engines about other families than the exam's.
func newChooser(worlds ...*world) *chooser {
	c := &chooser{worlds: worlds, sound: map[*world]*exam{}}
	c.kinds = append(append(nodeFaults(), lawFaults()...), operatorFaults()...)
	for _, w := range worlds {
		x := w.questions(reachSeed, reachFamilies)
		inParallel(len(x.questions), func(i int) { x.answers[i] = asOutcomes(x.questions[i].ask(w.engine)) })
		c.sound[w] = x
	}
	return c
}

// choose takes sites in turn from every kind, from one pack of the house and
// then from the other.
func (c *chooser) choose(n int) []fault {
	var list []fault
	taken := map[string]int{} // sites looked at, by kind and pack
	for round := 0; round < 12 && len(list) < n; round++ {
		for i, kind := range c.kinds {
			order := []*world{c.worlds[(round+i)%2], c.worlds[(round+i+1)%2]}
			if round == 0 {
				order = append(order, c.worlds[2])
			}
			if f, ok := c.next(kind, order, taken); ok && len(list) < n {
				list = append(list, f)
			}
		}
	}
	return list
}

// next is the next site of a kind that families can reach.
func (c *chooser) next(kind faultKind, order []*world, taken map[string]int) (fault, bool) {
	for _, w := range order {
		sites := kind.sites(w.program)
		for key := kind.name + w.id; taken[key] < len(sites); {
			f := fault{kind.name, w, sites[spread(taken[key], len(sites))]}
			taken[key]++
			if c.sound[w].reaches(f) {
				return f, true
			}
			c.passed++
		}
	}
	return fault{}, false
}

// reaches tells whether a fault changes the answer of a case or of enough
// families. Who changes none of the first third will not change enough.
func (x *exam) reaches(f fault) bool {
	en, hits := f.engine(), 0
	for i := range x.questions {
		if hits == 0 && i > x.cases+reachFamilies/3 {
			return false
		}
		if x.try(en, i) != "" {
			hits++
			if i < x.cases || hits >= reachEnough {
				return true
			}
		}
	}
	return false
}

// spread takes the round-th of n sites in an order that jumps about.
func spread(round, n int) int {
	step := n*5/8 | 1
	for gcd(step, n) != 1 {
		step += 2
	}
	return round * step % n
}

// gcd is the greatest common divisor.
func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// faultTable prints number, what was changed, where, and what caught it.
func faultTable(list []fault, results []*caught) string {
	var text strings.Builder
	for i, f := range list {
		found := "NOT CAUGHT"
		if c := results[i]; c != nil {
			found = fmt.Sprintf("caught by %s after %d: %s", c.by, c.after, c.how)
		}
		fmt.Fprintf(&text, "%3d | %s | %s | %s | %s\n", i+1, f.w.id, f.kind, f.site.where, found)
	}
	return text.String()
}

// inParallel runs f for 0 … n−1 on all cores.
func inParallel(n int, f func(i int)) {
	var next atomic.Int64
	var wait sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				f(int(i))
			}
		})
	}
	wait.Wait()
}

// TestSurgeryKeepsTheProgram shows that copying a program and moving its nodes
// about changes nothing by itself.
func TestSurgeryKeepsTheProgram(t *testing.T) {
	for _, w := range worlds() {
		p := cloneProgram(w.program)
		insert(p, policy.NodeID(len(p.Nodes)/2), policy.Node{Op: policy.OpConst}, policy.Node{Op: policy.OpConst})
		en := engine.New(p)
		for seed := range 200 {
			q := question{snap: w.families.Family(uint64(seed))}
			if text := difference(q.ask(en), w.oracle.Determine(q.snap, nil)); text != "" {
				t.Fatalf("%s: family %d: %s", w.id, seed, text)
			}
		}
	}
}
