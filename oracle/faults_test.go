package oracle

import (
	"fmt"
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
)

// fault is one edit of one program.
type fault struct {
	kind string
	w    *world
	site site
}

// exam is the questions that every fault is put to, with the oracle's answers:
// the cases of the pack, then the generated families.
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
// families must show every one of them. It prints the table of faults.
func TestSeededFaults(t *testing.T) {
	var list []fault
	exams := map[*world]*exam{}
	for _, id := range []string{"cn-350421", "cn-12"} {
		w := realWorld(t, id)
		exams[w] = newExam(w)
	}
	list = chooseFaults([]*world{realWorld(t, "cn-350421"), realWorld(t, "cn-12")}, faultCount)
	if len(list) < faultCount {
		t.Errorf("only %d faults can be made", len(list))
	}
	results := make([]*caught, len(list))
	inParallel(len(list), func(i int) { results[i] = exams[list[i].w].sit(list[i]) })
	t.Log("\n" + faultTable(list, results))
	for i, c := range results {
		if c == nil {
			t.Errorf("fault %d is not caught: %s, %s: %s", i+1, list[i].w.id, list[i].kind, list[i].site.where)
		}
	}
}

// realWorld finds a pack of the house.
func realWorld(t *testing.T, id string) *world {
	t.Helper()
	for _, w := range real() {
		if w.id == id {
			return w
		}
	}
	t.Fatalf("no pack %s", id)
	return nil
}

// newExam asks the oracle once for everything.
func newExam(w *world) *exam {
	x := &exam{questions: append([]question(nil), w.cases...), cases: len(w.cases)}
	for seed := range faultFamilies {
		x.questions = append(x.questions, question{name: fmt.Sprintf("family %d", seed), snap: w.families.Family(uint64(seed))})
	}
	x.answers = make([][]Outcome, len(x.questions))
	inParallel(len(x.questions), func(i int) {
		x.answers[i] = w.oracle.Determine(x.questions[i].snap, x.questions[i].overrides)
	})
	return x
}

// sit puts a faulty engine to the exam and stops at the first difference.
func (x *exam) sit(f fault) *caught {
	p := cloneProgram(f.w.program)
	f.site.edit(p)
	en := engine.New(p)
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

// chooseFaults takes sites in turn from every kind and every pack, spread over
// all sites of the kind.
func chooseFaults(worlds []*world, n int) []fault {
	kinds := append(append(nodeFaults(), lawFaults()...), operatorFaults()...)
	var list []fault
	for round := 0; round < 8 && len(list) < n; round++ {
		for _, kind := range kinds {
			for _, w := range worlds {
				sites := kind.sites(w.program)
				if round < len(sites) && len(list) < n {
					list = append(list, fault{kind.name, w, sites[spread(round, len(sites))]})
				}
			}
		}
	}
	return list
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
