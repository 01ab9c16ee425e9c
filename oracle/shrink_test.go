package oracle

import "doudi/fact"

// shrink takes away from a family whatever can go while both readings still
// differ, so that what is printed is what matters.
func shrink(q question, differs func(question) bool) question {
	for smaller := true; smaller; {
		smaller = false
		for _, candidate := range smallerFamilies(q.snap) {
			if next := (question{name: q.name, snap: candidate, overrides: q.overrides}); differs(next) {
				q, smaller = next, true
				break
			}
		}
	}
	return q
}

// smallerFamilies lists every family with one row less or one fact simpler.
func smallerFamilies(s *fact.Snapshot) []*fact.Snapshot {
	var list []*fact.Snapshot
	n := countEdits(s)
	for i := range n {
		c := *s
		c.Household = copyRow(s.Household)
		e := &editor{schema: s.Schema, left: i}
		if e.row(fact.HouseholdEntity, &c.Household); e.changed {
			list = append(list, &c)
		}
	}
	return list
}

// countEdits is how many single edits there are.
func countEdits(s *fact.Snapshot) int {
	e := &editor{schema: s.Schema, left: 1 << 30}
	c := copyRow(s.Household)
	e.row(fact.HouseholdEntity, &c)
	return 1<<30 - e.left
}

// editor makes the edit with a number: rows first, then facts.
type editor struct {
	schema  *fact.Schema
	left    int
	changed bool
}

// row walks a row and what is below it.
func (e *editor) row(of fact.EntityID, row *fact.Row) {
	for t := range row.Tables {
		child := e.schema.Entities[of].Tables[t]
		for i := range row.Tables[t].Rows {
			if !(child == fact.MemberEntity && i == 0) && e.mine() {
				rows := row.Tables[t].Rows
				row.Tables[t].Rows = append(rows[:i:i], rows[i+1:]...)
				e.changed = true
				return
			}
		}
		for i := range row.Tables[t].Rows {
			e.row(child, &row.Tables[t].Rows[i])
		}
	}
	for i := range row.Values {
		e.value(&e.schema.Entities[of].Facts[i], &row.Values[i])
	}
}

// mine tells whether this is the edit to make.
func (e *editor) mine() bool {
	e.left--
	return e.left == -1
}

// value makes a fact none or the simplest quantity.
func (e *editor) value(f *fact.Fact, v *fact.Value) {
	simple := fact.Value{State: fact.None}
	if !f.MayBeNone {
		simple = *v
		if f.Type.IsMoney() || f.Type == fact.Bool || f.Type == fact.Count {
			simple = fact.Of(max(f.Low, 0))
		}
	}
	if *v != simple && e.mine() {
		*v, e.changed = simple, true
	}
}
