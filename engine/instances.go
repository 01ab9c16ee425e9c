package engine

import (
	"doudi/fact"
	"doudi/policy"
)

// level is all rows of one entity in one family, in the order of their parents,
// so that the descendants of any instance are one contiguous range.
type level struct {
	rows   []*fact.Row
	parent []int32
	first  []int32             // first row below each parent, with one more at the end
	state  []fact.Completeness // of the table below each parent
}

// flatten numbers the rows of a family. Every table of the schema gets a place
// per parent; a table that a row does not carry was not asked.
func (e *evaluation) flatten() {
	entities := e.pl.p.Schema.Entities
	if cap(e.levels) < len(entities) {
		e.levels = make([]level, len(entities))
	}
	e.levels = e.levels[:len(entities)]
	if len(e.people) < len(entities) {
		e.people = make([][]string, len(entities))
	}
	for i := range e.people {
		e.people[i] = e.people[i][:0]
	}
	for i := range e.levels {
		l := &e.levels[i]
		*l = level{l.rows[:0], l.parent[:0], l.first[:0], l.state[:0]}
	}
	household := &e.levels[fact.HouseholdEntity]
	household.rows = append(household.rows, &e.snap.Household)
	household.parent = append(household.parent, 0)
	e.unfold(fact.HouseholdEntity)
}

// unfold adds the child rows of every row of an entity, table by table.
func (e *evaluation) unfold(of fact.EntityID) {
	for t, child := range e.pl.p.Schema.Entities[of].Tables {
		for i, row := range e.levels[of].rows {
			table := &notAsked
			if t < len(row.Tables) {
				table = &row.Tables[t]
			}
			e.enter(&e.levels[child], table, int32(i))
		}
		c := &e.levels[child]
		c.first = append(c.first, int32(len(c.rows)))
		e.unfold(child)
	}
}

// notAsked is the table that a row does not carry.
var notAsked fact.Table

// enter adds the rows of one table to their level.
func (e *evaluation) enter(l *level, table *fact.Table, parent int32) {
	l.first = append(l.first, int32(len(l.rows)))
	l.state = append(l.state, table.State)
	for i := range table.Rows {
		l.rows = append(l.rows, &table.Rows[i])
		l.parent = append(l.parent, parent)
	}
}

// count is how many instances an entity has; the place is one.
func (e *evaluation) count(of fact.EntityID) int32 {
	if of < 0 {
		return 1
	}
	return int32(len(e.levels[of].rows))
}

// climb walks from an instance up to its owner of entity to.
func (e *evaluation) climb(of fact.EntityID, inst int32, to fact.EntityID) int32 {
	if to <= fact.HouseholdEntity {
		return 0
	}
	for of != to && of > fact.HouseholdEntity {
		inst = e.levels[of].parent[inst]
		of = e.pl.p.Schema.Entities[of].Parent
	}
	return inst
}

// below gives the contiguous range of rows of a descendant under one instance
// and the weakest completeness met on the way.
func (e *evaluation) below(of fact.EntityID, inst int32, rows fact.EntityID) (from, to int32, whole fact.Completeness) {
	if of < 0 {
		of, inst = fact.HouseholdEntity, 0
	}
	if of == rows {
		return inst, inst + 1, fact.Complete
	}
	if of == fact.HouseholdEntity && rows == fact.MemberEntity {
		return 0, e.count(rows), e.levels[rows].state[0]
	}
	from, to, whole = e.below(of, inst, e.pl.p.Schema.Entities[rows].Parent)
	l := &e.levels[rows]
	for i := from; i < to; i++ {
		whole = min(whole, l.state[i])
	}
	return l.first[from], l.first[to], whole
}

// openTables registers every table on the way that is not or partly known.
func (e *evaluation) openTables(of fact.EntityID, inst int32, rows fact.EntityID) val {
	var result val
	if of < 0 {
		of, inst = fact.HouseholdEntity, 0
	}
	parent := e.pl.p.Schema.Entities[rows].Parent
	if of != parent {
		result = e.openTables(of, inst, parent)
	}
	from, to, _ := e.below(of, inst, parent)
	for i := from; i < to; i++ {
		if e.levels[rows].state[i] != fact.Complete {
			result.ref = e.union(result.ref, e.because(atom{atomTable, parent, i, int32(rows)}).ref)
		}
	}
	result.st = unknown
	return result
}

// fact reads one fact of one instance; it is not applicable where the
// condition in Args[0] is false. While that is open the answer counts as well.
func (e *evaluation) fact(n *inode, inst int32) val {
	applies := yes
	if len(n.args) > 0 && n.args[0] != policy.NoNode {
		applies = e.arg(n, 0, inst)
	}
	switch {
	case applies.isFalse() || n.of < 0:
		return val{st: inapplicable}
	case applies.isTrue():
		return e.cell(n.of, inst, n.imm)
	case applies.st == unknown || applies.st == failed:
		return e.hanging(applies, e.causeOf(e.cell(n.of, inst, n.imm)))
	}
	return applies
}
