package oracle

import (
	"doudi/civil"
	"doudi/fact"
)

// point is where something is evaluated: the instance of the entity that the
// reader was compiled for, and the date whose law governs.
type point struct {
	inst int
	date civil.Date
}

// run is one family under evaluation: its rows numbered through per entity,
// and everything computed so far.
type run struct {
	*Oracle
	snap   *fact.Snapshot
	levels []level
	memo   map[civil.Date]*page
	// overrides are the figures that a case takes for different.
	overrides map[string]fact.Value
	// bound, while an amount is bracketed, sets the undecided facts of
	// officials to their low (−1) or high (1) end.
	bound int
}

// level is all rows of one entity, in the order of their parents.
type level struct {
	rows   []*fact.Row
	parent []int
	kids   [][]stretch // by instance, aligned with the entity's tables
}

// stretch is the rows of one child table under one parent.
type stretch struct {
	from, to int
	state    fact.Completeness
}

// page remembers the values of all rules at one law date.
type page struct {
	rules    [][]*cell // by rule and instance
	entitled [][]*cell // by programme and instance
}

// newRun numbers the rows of a family.
func (o *Oracle) newRun(s *fact.Snapshot) *run {
	r := &run{Oracle: o, snap: s, levels: make([]level, len(o.schema.Entities)), memo: map[civil.Date]*page{}}
	r.enter(fact.HouseholdEntity, &s.Household, -1)
	r.unfold(fact.HouseholdEntity)
	return r
}

// enter adds one row to its level.
func (r *run) enter(e fact.EntityID, row *fact.Row, parent int) {
	l := &r.levels[e]
	l.rows = append(l.rows, row)
	l.parent = append(l.parent, parent)
}

// unfold adds the child rows of every row of an entity, table by table.
func (r *run) unfold(e fact.EntityID) {
	l := &r.levels[e]
	l.kids = make([][]stretch, len(l.rows))
	for t, child := range r.schema.Entities[e].Tables {
		for i, row := range l.rows {
			from := len(r.levels[child].rows)
			table := fact.Table{}
			if t < len(row.Tables) {
				table = row.Tables[t]
			}
			for k := range table.Rows {
				r.enter(child, &table.Rows[k], i)
			}
			l.kids[i] = append(l.kids[i], stretch{from, len(r.levels[child].rows), table.State})
		}
		r.unfold(child)
	}
}

// ancestor walks from an instance up to its owner of entity to.
func (r *run) ancestor(e fact.EntityID, inst int, to fact.EntityID) int {
	for e != to && e >= 0 {
		inst = r.levels[e].parent[inst]
		e = r.schema.Entities[e].Parent
	}
	return inst
}

// below lists the rows of a descendant entity under one instance. whole is the
// weakest completeness met on the way: one table that nobody asked about makes
// the whole answer not asked.
func (r *run) below(e fact.EntityID, inst int, of fact.EntityID) (rows []int, whole fact.Completeness) {
	if e < 0 {
		e, inst = fact.HouseholdEntity, 0
	}
	if e == of {
		return []int{inst}, fact.Complete
	}
	table, step := r.toward(e, of)
	s := r.levels[e].kids[inst][table]
	whole = s.state
	for i := s.from; i < s.to; i++ {
		deeper, state := r.below(step, i, of)
		rows = append(rows, deeper...)
		whole = min(whole, state)
	}
	return rows, whole
}

// toward is the child table of e that leads down to of.
func (r *run) toward(e, of fact.EntityID) (table int, child fact.EntityID) {
	for child = of; r.schema.Entities[child].Parent != e; {
		child = r.schema.Entities[child].Parent
	}
	for i, t := range r.schema.Entities[e].Tables {
		if t == child {
			return i, child
		}
	}
	panic("oracle: entity without its table")
}

// count is how many instances an entity has; the place is one.
func (r *run) count(e fact.EntityID) int {
	if e < 0 {
		return 1
	}
	return len(r.levels[e].rows)
}

// fact reads one fact: it is not applicable where its condition is false.
func (r *run) fact(e fact.EntityID, slot int, at point) *cell {
	if applies := r.applies[e][slot]; applies != nil {
		switch c := applies(r, at); {
		case c.isFalse():
			return off
		case !c.isTrue():
			return c
		}
	}
	row := r.levels[e].rows[at.inst]
	if slot >= len(row.Values) {
		return unasked
	}
	return r.answer(row.Values[slot], &r.schema.Entities[e].Facts[slot])
}

// answer turns a value of the snapshot into a cell.
func (r *run) answer(v fact.Value, f *fact.Fact) *cell {
	switch v.State {
	case fact.Known:
		return &cell{state: known, n: v.N, m: v.M}
	case fact.None:
		return nothing
	case fact.NotApplicable:
		return off
	}
	return r.undecided(f)
}

// undecided is an unanswered fact; one that an official decides can be taken
// at either bound while the range of an amount is computed.
func (r *run) undecided(f *fact.Fact) *cell {
	switch {
	case f == nil || f.DecidedBy == "" || !f.HasBounds:
		return unasked
	case r.bound < 0:
		return number(f.Low)
	case r.bound > 0:
		return number(f.High)
	}
	return official
}

// decidedOn is the day of decision, or the day of the question.
func (r *run) decidedOn() civil.Date {
	if r.snap.DecidedOn == 0 {
		return r.snap.AsOf
	}
	return r.snap.DecidedOn
}

// appliedOn is the day of application, or the day of the question.
func (r *run) appliedOn() civil.Date {
	if r.snap.AppliedOn == 0 {
		return r.snap.AsOf
	}
	return r.snap.AppliedOn
}

// month is the benefit month, or the month of the day of the question.
func (r *run) month() civil.Month {
	if r.snap.Month != 0 {
		return r.snap.Month
	}
	return civil.Month(monthOf(day(r.snap.AsOf)).n)
}

// page gives the memory of one law date.
func (r *run) page(d civil.Date) *page {
	p := r.memo[d]
	if p == nil {
		p = &page{rules: make([][]*cell, len(r.rules)), entitled: make([][]*cell, len(r.programmes))}
		r.memo[d] = p
	}
	return p
}

// once computes a cell the first time and remembers it.
func once(shelf *[]*cell, size, i int, compute func() *cell) *cell {
	if *shelf == nil {
		*shelf = make([]*cell, size)
	}
	if (*shelf)[i] == nil {
		(*shelf)[i] = compute()
	}
	return (*shelf)[i]
}
