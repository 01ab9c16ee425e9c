package engine_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"doudi/engine"
	"doudi/fact"
	"doudi/policy"
)

// mutator makes families out of the shipped cases: answers forgotten, changed
// within their bounds or beyond all sense, tables cut or left open.
type mutator struct {
	*rand.Rand
	schema *fact.Schema
	forget int // per cent of the answers
	change int
	events map[[2]int]bool // entity and slot of the facts that only stops may read
}

// family is a deep copy with changes.
func (m *mutator) family(s *fact.Snapshot) *fact.Snapshot {
	c := *s
	c.Household = m.row(fact.HouseholdEntity, s.Household)
	return &c
}

// row copies and changes one row with all below it.
func (m *mutator) row(of fact.EntityID, r fact.Row) fact.Row {
	e := &m.schema.Entities[of]
	r.Values = append(slices.Clone(r.Values), make([]fact.Value, max(0, len(e.Facts)-len(r.Values)))...)
	for slot := range e.Facts {
		switch dice := m.IntN(100); {
		case dice < m.forget:
			r.Values[slot] = fact.Value{}
		case dice < m.forget+m.change:
			r.Values[slot] = m.answer(&e.Facts[slot])
		}
	}
	r.Tables = slices.Clone(r.Tables)
	for i := range r.Tables {
		r.Tables[i] = m.table(e.Tables[i], r.Tables[i])
	}
	return r
}

// table copies and changes one table.
func (m *mutator) table(of fact.EntityID, t fact.Table) fact.Table {
	rows := t.Rows
	t.Rows = nil
	for _, r := range rows {
		t.Rows = append(t.Rows, m.row(of, r))
	}
	if of != fact.MemberEntity && m.IntN(100) < m.forget {
		t.State = fact.Completeness(m.IntN(3))
		if t.State == fact.NotAsked {
			t.Rows = nil
		}
	}
	return t
}

// answer is any answer that the fact's bounds allow.
func (m *mutator) answer(f *fact.Fact) fact.Value {
	if f.MayBeNone && m.IntN(3) == 0 {
		return noneOf
	}
	low, high := f.Low, f.High
	switch {
	case f.Type == fact.Bool:
		return fact.Of(m.Int64N(2))
	case f.Type == fact.Enum && len(f.Values) > 0:
		return fact.Of(f.Values[m.IntN(len(f.Values))])
	case f.Type == fact.Span:
		from := int64(month("2019-01")) + m.Int64N(24)
		return fact.OfSpan(from, from+m.Int64N(24))
	case f.Type == fact.Date:
		low, high = int64(day("1940-01-01")), int64(day("2026-12-31"))
	case f.Type == fact.Month:
		low, high = int64(month("2018-01")), int64(month("2026-12"))
	case f.Type == fact.Place:
		return fact.Of(place([]string{"350421", "350421100", "12", "120101", "990000"}[m.IntN(5)]))
	case !f.HasBounds:
		low, high = 0, 5_000_000
	}
	return fact.Of(low + m.Int64N(min(high-low, 5_000_000)+1))
}

// absurd is an answer beyond all sense that still fits the type's integer.
func (m *mutator) absurd() fact.Value {
	extremes := []int64{-1 << 63, 1<<63 - 1, -1, 0, 1 << 40, -1 << 40, 1 << 31}
	return fact.Value{State: fact.State(m.IntN(4)), N: extremes[m.IntN(len(extremes))], M: extremes[m.IntN(len(extremes))]}
}

// events are the facts behind stops. An event that nobody knows of ends
// nothing, so it is never missing either.
func events(p *policy.Program) map[[2]int]bool {
	found := map[[2]int]bool{}
	var visit func(id policy.NodeID)
	visit = func(id policy.NodeID) {
		if id == policy.NoNode {
			return
		}
		if n := &p.Nodes[id]; n.Op == policy.OpFact {
			found[[2]int{int(n.Of), int(n.Imm)}] = true
		}
		for _, a := range p.Nodes[id].Args {
			visit(a)
		}
	}
	for i := range p.Programmes {
		for v := range p.Programmes[i].Versions {
			for _, s := range p.Programmes[i].Versions[v].Stops {
				visit(s.Node)
			}
		}
	}
	return found
}

// mutants calls f for changed copies of every shipped case, with -short of every
// fifth.
func mutants(t *testing.T, rounds, forget, change int, f func(c shipped, m *mutator, s *fact.Snapshot)) {
	t.Helper()
	for i, c := range cases(t) {
		if testing.Short() && i%5 != 0 {
			continue
		}
		for round := range rounds {
			m := &mutator{rand.New(rand.NewPCG(uint64(i), uint64(round))), c.pack.Schema, forget, change, events(c.program)}
			f(c, m, m.family(c.family.Snapshot))
		}
	}
}

func TestNoFamilyMakesThePacksPanicOrSpeakWithoutAClause(t *testing.T) {
	t.Parallel()
	mutants(t, 1, 15, 15, func(c shipped, m *mutator, s *fact.Snapshot) {
		r := c.engine.Determine(s, engine.Options{})
		judgeLines(t, c.name, r)
		if bare := c.engine.Determine(s, plain); statuses(bare) != statuses(r) {
			t.Errorf("%s:\n%s\n%s", c.name, statuses(r), statuses(bare))
		}
	})
}

func TestNoNonsenseMakesThePacksPanic(t *testing.T) {
	t.Parallel()
	mutants(t, 1, 5, 5, func(c shipped, m *mutator, s *fact.Snapshot) {
		for range 10 {
			slot := m.IntN(len(s.Household.Values))
			s.Household.Values[slot] = m.absurd()
			members := s.Household.Tables[0].Rows
			if len(members) > 0 {
				row := &members[m.IntN(len(members))]
				row.Values[m.IntN(len(row.Values))] = m.absurd()
				row.Tables = row.Tables[:m.IntN(len(row.Tables)+1)]
			}
		}
		c.engine.Determine(s, engine.Options{})
	})
}

func TestChangesNamedForShippedPacksTurnTheRefusal(t *testing.T) {
	t.Parallel()
	count := 0
	mutants(t, 1, 3, 20, func(c shipped, m *mutator, s *fact.Snapshot) {
		r := c.engine.Determine(s, engine.Options{})
		for i := range r.Outcomes {
			for _, change := range r.Outcomes[i].Changes {
				if change.Rule == "" {
					count++
					judgeShippedChange(t, c, m, s, i, &change)
				}
			}
		}
	})
	t.Logf("%d changes", count)
}

// judgeShippedChange applies a change, and one unit less of it.
func judgeShippedChange(t *testing.T, c shipped, m *mutator, s *fact.Snapshot, i int, change *engine.Change) {
	t.Helper()
	m.forget, m.change = 0, 0
	after := m.family(s)
	values := instance(c.pack.Schema, after, change.Ref.Entity, change.Ref.Instance).Values
	was := values[change.Ref.Slot]
	values[change.Ref.Slot] = change.To
	if got := c.engine.Determine(after, plain).Outcomes[i]; !turned(&got) {
		t.Errorf("%s: %s: %q leaves it %s", c.name, got.Programme, change.Text, got.Status)
	}
	f := &c.pack.Schema.Entities[change.Ref.Entity].Facts[change.Ref.Slot]
	if was.State != fact.Known || change.To.State != fact.Known || f.Type == fact.Bool || f.Type == fact.Enum {
		return
	}
	less := change.To.N + 1
	if was.N < change.To.N {
		less = change.To.N - 1
	}
	values[change.Ref.Slot].N = less
	if got := c.engine.Determine(after, plain).Outcomes[i]; turned(&got) {
		t.Errorf("%s: %s: one unit less than %q turns it too", c.name, got.Programme, change.Text)
	}
}

// instance finds a row by its position among all of its entity.
func instance(s *fact.Schema, snap *fact.Snapshot, of fact.EntityID, at int) *fact.Row {
	rows := []*fact.Row{&snap.Household}
	var path []fact.EntityID
	for e := of; e > fact.HouseholdEntity; e = s.Entities[e].Parent {
		path = append([]fact.EntityID{e}, path...)
	}
	parent := fact.HouseholdEntity
	for _, e := range path {
		table := slices.Index(s.Entities[parent].Tables, e)
		var next []*fact.Row
		for _, r := range rows {
			if table < len(r.Tables) {
				for i := range r.Tables[table].Rows {
					next = append(next, &r.Tables[table].Rows[i])
				}
			}
		}
		rows, parent = next, e
	}
	return rows[at]
}

func TestFactsThatAreNotNamedAsMissingChangeNothing(t *testing.T) {
	t.Parallel()
	open := 0
	mutants(t, 1, 4, 10, func(c shipped, m *mutator, s *fact.Snapshot) {
		r := c.engine.Determine(s, engine.Options{})
		for i := range r.Outcomes {
			if o := &r.Outcomes[i]; o.Status == engine.Undetermined && len(o.Faults) == 0 {
				open++
				judgeUnnamed(t, c, m, s, i, o)
			}
		}
	})
	t.Logf("%d open outcomes", open)
}

// judgeUnnamed answers the named facts at random and then all the others in
// two ways: the outcome is the same.
func judgeUnnamed(t *testing.T, c shipped, m *mutator, s *fact.Snapshot, i int, o *engine.Outcome) {
	t.Helper()
	m.forget, m.change = 0, 0
	base := m.family(s)
	for _, ref := range o.Missing {
		if ref.Slot >= 0 {
			f := &c.pack.Schema.Entities[ref.Entity].Facts[ref.Slot]
			instance(c.pack.Schema, base, ref.Entity, ref.Instance).Values[ref.Slot] = m.answer(f)
		}
	}
	var settled []engine.Outcome
	for range 4 {
		again := m.family(base)
		m.fill(fact.HouseholdEntity, &again.Household)
		if got := c.engine.Determine(again, plain).Outcomes[i]; got.Status != engine.Undetermined {
			settled = append(settled, got)
		}
	}
	for _, got := range settled {
		if first := settled[0]; got.Status != first.Status || got.Total != first.Total || o.Anyway != "" && o.Anyway != got.Status {
			t.Fatalf("%s: %s%s: facts that are not named make %s %v of %s %v; missing %v, anyway %q", c.name, o.Programme, o.Person, got.Status, got.Total, first.Status, first.Total, o.Missing, o.Anyway)
		}
	}
}

// fill answers what nobody answered.
func (m *mutator) fill(of fact.EntityID, r *fact.Row) {
	e := &m.schema.Entities[of]
	for slot := range e.Facts {
		if r.Values[slot].State == fact.Unknown && e.Facts[slot].Type != fact.Place && !m.events[[2]int{int(of), slot}] {
			r.Values[slot] = m.answer(&e.Facts[slot])
		}
	}
	for i := range r.Tables {
		for k := range r.Tables[i].Rows {
			m.fill(e.Tables[i], &r.Tables[i].Rows[k])
		}
	}
}
