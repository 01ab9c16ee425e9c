package engine_test

import (
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"

	"doudi/engine"
	"doudi/fact"
	"doudi/policy"
)

// grown is how many random programs the exhaustive tests try.
var grown = flag.Int("grown", 1500, "random programs for the exhaustive tests")

// ending is what the brute force compares: status and amount.
type ending struct {
	status engine.Status
	total  engine.Amount
}

// endings are the outcomes of all programmes.
func endings(r *engine.Result) []ending {
	var list []ending
	for _, o := range r.Outcomes {
		list = append(list, ending{o.Status, o.Total})
	}
	return list
}

// everything tries all answers to the unknown slots and gives per programme
// the endings by the answers.
func (g *grower) everything(s *fact.Snapshot, unknown []int, f func(at []int, all []ending)) {
	en := engine.New(g.p)
	at := make([]int, len(unknown))
	var walk func(depth int)
	walk = func(depth int) {
		if depth == len(unknown) {
			f(at, endings(en.Determine(s, plain)))
			return
		}
		for i, v := range g.facts[unknown[depth]].values {
			at[depth] = i
			*g.facts[unknown[depth]].at(s) = v
			walk(depth + 1)
		}
		*g.facts[unknown[depth]].at(s) = noAnswer
	}
	walk(0)
}

// truthful is what the brute force finds per programme: which unknown facts can
// alone change the outcome, and the settled outcomes that there can be. A
// conflict that only some answers bring about is not foreseen where the rules
// around it agree whatever it says.
type truthful struct {
	relevant []map[int]bool // by position in grower.facts; the value tells whether also without such conflicts
	settled  []map[ending]bool
}

// bruteForce finds the truth by trying everything.
func (g *grower) bruteForce(s *fact.Snapshot, unknown []int) truthful {
	var t truthful
	lines := map[string]ending{}
	g.everything(s, unknown, func(at []int, all []ending) {
		for len(t.relevant) < len(all) {
			t.relevant, t.settled = append(t.relevant, map[int]bool{}), append(t.settled, map[ending]bool{})
		}
		for p, end := range all {
			if end.status != engine.Undetermined {
				t.settled[p][end] = true
			}
			for i, slot := range unknown {
				rest := slices.Clone(at)
				rest[i] = -1
				key := fmt.Sprint(p, rest)
				if first, ok := lines[key]; ok && first != end {
					sure := first.status != engine.Undetermined && end.status != engine.Undetermined
					t.relevant[p][slot] = t.relevant[p][slot] || sure
				} else {
					lines[key] = end
				}
			}
		}
	})
	return t
}

// strangers picks some different facts.
func (g *grower) strangers(n int) []int {
	return g.Perm(len(g.facts))[:n]
}

func TestMissingFactsAreExactlyThoseThatCanChangeTheOutcome(t *testing.T) {
	t.Run("small domains are listed", func(t *testing.T) { exactlyMissing(t, *grown) })
	t.Run("large domains are searched", func(t *testing.T) {
		defer engine.Patience(1 << 20)()
		exactlyMissing(t, *grown/3)
	})
}

// exactlyMissing compares the missing facts of random programs with the truth.
func exactlyMissing(t *testing.T, n int) {
	open := 0
	for seed := range uint64(n) {
		g := newGrower(seed)
		g.grow()
		for n := 1; n <= 3; n++ {
			s := g.family()
			unknown := g.strangers(n)
			for _, slot := range unknown {
				*g.facts[slot].at(s) = noAnswer
			}
			r := engine.Determine(g.p, s, engine.Options{})
			truth := g.bruteForce(s, unknown)
			for p := range r.Outcomes {
				if text := g.judgeMissing(&r.Outcomes[p], truth, p); text != "" {
					t.Fatalf("seed %d, %d unknown, programme %d: %s\n%s", seed, n, p, text, told(g.p, s))
				}
				if r.Outcomes[p].Status == engine.Undetermined {
					open++
				}
			}
		}
	}
	if open == 0 {
		t.Error("no random program leaves an outcome open: nothing is shown")
	}
}

// judgeMissing compares one outcome with the truth.
func (g *grower) judgeMissing(o *engine.Outcome, truth truthful, p int) string {
	if o.Status != engine.Undetermined {
		if len(truth.settled[p]) != 1 || !truth.settled[p][ending{o.Status, o.Total}] {
			return fmt.Sprintf("it says %s %v for sure, but answers could lead to others", o.Status, o.Total)
		}
		return ""
	}
	if o.Anyway != "" && (len(truth.settled[p]) != 1 || len(o.Missing) > 0) {
		return "says that it comes to " + string(o.Anyway) + " anyway"
	}
	for end := range truth.settled[p] {
		if o.Anyway != "" && end.status != o.Anyway {
			return "it comes to " + string(end.status) + ", not to " + string(o.Anyway)
		}
	}
	for _, m := range o.Missing {
		i := slices.IndexFunc(g.facts, func(x small) bool { return x.named(m) })
		if _, ok := truth.relevant[p][i]; !ok {
			return "names " + m.Label + ", which can change nothing"
		}
	}
	for slot, sure := range truth.relevant[p] {
		named := slices.ContainsFunc(o.Missing, func(m engine.Ref) bool { return g.facts[slot].named(m) })
		if sure && !named {
			return "does not name " + g.facts[slot].key() + ", which can change it"
		}
	}
	return ""
}

func TestBeyondThreeUnknownFactsNoneIsForgotten(t *testing.T) {
	t.Parallel()
	for seed := range uint64(*grown / 10) {
		g := newGrower(seed + 1<<32)
		g.grow()
		s := g.family()
		unknown := g.strangers(4)
		for _, slot := range unknown {
			*g.facts[slot].at(s) = noAnswer
		}
		r := engine.Determine(g.p, s, engine.Options{})
		truth := g.bruteForce(s, unknown)
		for p := range r.Outcomes {
			o := &r.Outcomes[p]
			for slot, sure := range truth.relevant[p] {
				if !sure {
					continue
				}
				if o.Status != engine.Undetermined || !slices.ContainsFunc(o.Missing, func(m engine.Ref) bool { return g.facts[slot].named(m) }) {
					t.Fatalf("seed %d, programme %d: %s can change it and is not named\n%s", seed, p, g.facts[slot].key(), told(g.p, s))
				}
			}
		}
	}
}

func TestATableNobodyAskedAboutIsNamedWhenRowsCouldMatter(t *testing.T) {
	t.Parallel()
	k := newGrower(1)
	worth, used := k.get("thing.worth"), k.get("thing.used")
	sum := k.over(policy.OpAddUp, fact.Money, household, thing, used, worth)
	two := k.op(policy.OpAtLeast, fact.Bool, k.over(policy.OpCount, fact.Count, household, thing), k.lit(fact.Count, 2))
	m, f := k.read("m"), k.read("f")
	tests := []struct {
		name string
		node policy.NodeID
		set  map[string]fact.Value
		want string
	}{
		{"a sum over it decides", k.op(policy.OpLess, fact.Bool, sum, k.lit(fact.Money, 2)), nil, "thing"},
		{"only two rows would decide", two, nil, "thing"},
		{"an answered fact settles it", k.op(policy.OpAnd, fact.Bool, f, two), map[string]fact.Value{"f": fact.Of(0)}, ""},
		{"the table or a fact decides", k.op(policy.OpAnd, fact.Bool, f, two), nil, "f,thing"},
		{"a fact that matters only once there are rows", k.op(policy.OpLess, fact.Bool, sum, k.op(policy.OpAdd, fact.Money, m, k.lit(fact.Money, 1))), nil, "m,thing"},
		{"beside an open table a fact too many may be named", k.op(policy.OpAnd, fact.Bool, two, k.op(policy.OpOr, fact.Bool, f, k.op(policy.OpNot, fact.Bool, f))), nil, "f,thing"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			g := *k.kit
			g.p = clone(k.p)
			g.p.Programmes = nil
			g.programme("p", "待遇", household, []policy.NodeID{tt.node}, nil)
			s := g.snapshot(tt.set)
			var got []string
			for _, ref := range one(t, engine.Determine(g.p, s, engine.Options{}), "p").Missing {
				if ref.Slot < 0 {
					got = append(got, g.p.Schema.Entities[ref.Table].Name)
				} else {
					got = append(got, g.p.Schema.Entities[ref.Entity].Facts[ref.Slot].Key)
				}
			}
			slices.Sort(got)
			if strings.Join(got, ",") != tt.want {
				t.Errorf("missing %v, want %s", got, tt.want)
			}
		})
	}
}
