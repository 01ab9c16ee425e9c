package oracle

import (
	"fmt"

	"doudi/fact"
	"doudi/pack"
)

// over is one compiled aggregate.
type over struct {
	kind         pack.BodyKind
	rows         fact.EntityID
	where, value reader
	ifNone       reader
}

// aggregate compiles the only loop of the language.
func (b *builder) aggregate(kind pack.BodyKind, source *pack.Aggregate, of fact.EntityID) reader {
	if source == nil {
		b.errs = append(b.errs, fmt.Errorf("a rule without a body"))
		return constant(fail("no body"))
	}
	a := &over{kind: kind, rows: b.entity(source.Of), where: constant(yes), value: constant(yes)}
	if source.Where.Text != "" {
		a.where = b.text(source.Where, a.rows)
	}
	if source.Value.Text != "" {
		a.value = b.text(source.Value, a.rows)
	}
	if source.IfNone.Text != "" {
		a.ifNone = b.text(source.IfNone, of)
	}
	return func(r *run, at point) *cell { return a.fold(r, of, at) }
}

// fold goes over the rows below an instance.
func (a *over) fold(r *run, of fact.EntityID, at point) *cell {
	rows, whole := r.below(of, at.inst, a.rows)
	pairs := a.pairs(r, rows, at)
	switch a.kind {
	case pack.BodyAny:
		return a.anyOf(pairs, whole)
	case pack.BodyAll:
		return a.allOf(pairs, whole)
	case pack.BodyCount:
		return a.sum(pairs, whole, func(*line) *cell { return number(1) })
	case pack.BodyAddUp:
		return a.sum(pairs, whole, (*line).amount)
	}
	return a.pick(r, at, pairs, whole)
}

// line is one row of an aggregate: whether it counts, and what it says if so.
type line struct {
	where *cell
	read  func() *cell
}

// amount is what the row says.
func (l *line) amount() *cell { return l.read() }

// pairs prepares the rows; values of rows that do not count are never read.
func (a *over) pairs(r *run, rows []int, at point) []line {
	list := make([]line, 0, len(rows))
	for _, i := range rows {
		p := point{i, at.date}
		where := a.where(r, p)
		if where.isFalse() || where.state == inapplicable {
			continue
		}
		list = append(list, line{where, func() *cell { return a.value(r, p) }})
	}
	return list
}

// anyOf: one row that holds settles it.
func (a *over) anyOf(pairs []line, whole fact.Completeness) *cell {
	result := no
	if whole != fact.Complete {
		result = unasked
	}
	for _, l := range pairs {
		if value := l.read(); value.state != inapplicable {
			result = or(result, and(l.where, value))
		}
	}
	return result
}

// allOf: one row that does not hold settles it.
func (a *over) allOf(pairs []line, whole fact.Completeness) *cell {
	result := yes
	if whole != fact.Complete {
		result = unasked
	}
	for _, l := range pairs {
		if value := l.read(); value.state != inapplicable {
			result = and(result, or(not(l.where), value))
		}
	}
	return result
}

// sum adds up; a row that may count leaves the sum open unless it says 0.
func (a *over) sum(pairs []line, whole fact.Completeness, of func(*line) *cell) *cell {
	total := no
	var stop *cell
	if whole != fact.Complete {
		stop = unasked
	}
	for i := range pairs {
		where, value := pairs[i].where, of(&pairs[i])
		switch {
		case value.state == inapplicable:
		case where.state == unknown && value.isFalse():
		case where.state != known:
			stop = worse(stop, withValue(where, value))
		case value.state != known:
			stop = worse(stop, first(value))
		default:
			total = add(total, value)
		}
	}
	if stop != nil && total.state != failed {
		return stop
	}
	return total
}

// withValue is an open condition that hangs on what an open value hangs on too.
func withValue(where, value *cell) *cell {
	if where.state == unknown && value.state == unknown {
		return joined(where, value)
	}
	return where
}

// pick is the least or greatest of the rows that count.
func (a *over) pick(r *run, at point, pairs []line, whole fact.Completeness) *cell {
	var stop *cell
	if whole != fact.Complete {
		stop = unasked
	}
	var values []*cell
	for i := range pairs {
		switch value := pairs[i].read(); {
		case value.state == inapplicable:
		case pairs[i].where.state != known:
			stop = worse(stop, withValue(pairs[i].where, value))
		case value.state != known:
			stop = worse(stop, first(value))
		default:
			values = append(values, value)
		}
	}
	switch {
	case stop != nil:
		return stop
	case len(values) > 0:
		return extreme(a.sign(), values)
	case a.ifNone != nil:
		return a.ifNone(r, at)
	}
	return fail("nothing to choose from")
}

// sign is −1 for the least, 1 for the greatest.
func (a *over) sign() int64 {
	if a.kind == pack.BodyMinOf {
		return -1
	}
	return 1
}
