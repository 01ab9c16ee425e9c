package engine

import (
	"doudi/fact"
	"doudi/money"
	"doudi/policy"
)

// The arguments of an aggregate.
const (
	argWhere = iota
	argValue
	argIfNone
)

// aggregate goes over the rows below an instance. What nobody asked about, of
// one parent or of all, leaves sums unknown; the rows that are known can still
// settle any and all.
func (e *evaluation) aggregate(id policy.NodeID, n *inode, inst int32) val {
	from, to, whole := e.below(n.of, inst, n.over)
	var gap val
	if whole != fact.Complete {
		gap = e.openTables(n.of, inst, n.over)
	}
	switch n.op {
	case policy.OpAny:
		return e.anyOf(n, from, to, gap)
	case policy.OpAll:
		return e.allOf(n, from, to, gap)
	case policy.OpMinOf, policy.OpMaxOf:
		return e.extreme(id, n, inst, from, to, gap)
	}
	return e.sum(id, n, from, to, gap)
}

// row evaluates an argument of an aggregate for one row; absent gives the
// stand-in.
func (e *evaluation) row(n *inode, k int, i int32, absent val) val {
	if k >= len(n.args) || n.args[k] == policy.NoNode {
		return absent
	}
	return e.from(n.args[k], n.over, i)
}

// passed tells that a row is skipped: its condition is false or does not apply.
func passed(where val) bool { return where.isFalse() || where.st == inapplicable }

// anyOf: one row that holds settles it.
func (e *evaluation) anyOf(n *inode, from, to int32, gap val) val {
	result := gap
	for i := from; i < to; i++ {
		where := e.row(n, argWhere, i, yes)
		if passed(where) {
			continue
		}
		value := e.row(n, argValue, i, yes)
		switch {
		case value.st == inapplicable || value.isFalse():
		case value.isTrue() && where.isTrue():
			return yes
		case value.isTrue():
			result = e.worse(result, where)
		case where.isTrue():
			result = e.worse(result, value)
		default:
			result = e.worse(result, e.worse(where, value))
		}
	}
	return orElse(result, no)
}

// allOf: one row that does not hold settles it.
func (e *evaluation) allOf(n *inode, from, to int32, gap val) val {
	result := gap
	for i := from; i < to; i++ {
		where := e.row(n, argWhere, i, yes)
		if passed(where) {
			continue
		}
		value := e.row(n, argValue, i, yes)
		switch {
		case value.st == inapplicable || value.isTrue():
		case value.isFalse() && where.isTrue():
			return no
		case value.isFalse():
			result = e.worse(result, where)
		case where.isTrue():
			result = e.worse(result, value)
		default:
			result = e.worse(result, e.worse(where, value))
		}
	}
	return orElse(result, yes)
}

// orElse is the value, or the neutral one if there is none.
func orElse(v, neutral val) val {
	if v.st == unset {
		return neutral
	}
	return v
}

// sum adds up or counts; a row that may count leaves the sum open unless it
// says 0.
func (e *evaluation) sum(id policy.NodeID, n *inode, from, to int32, gap val) val {
	total, stop := int64(0), gap
	for i := from; i < to; i++ {
		where := e.row(n, argWhere, i, yes)
		if passed(where) {
			continue
		}
		value := e.summand(n, i)
		switch {
		case value.st == inapplicable:
		case where.st == unknown && value.isFalse():
		case where.st != known:
			stop = e.hanging(e.worse(stop, where), e.causeOf(value))
		case value.st != known:
			stop = e.worse(stop, e.needed(value, n.args[argValue], i))
		default:
			sum, ok := money.Add(total, value.n)
			if !ok {
				stop = e.worse(stop, e.fail(e.subject(id)+"超出了可以计算的范围"))
			}
			total = sum
		}
	}
	return orElse(stop, number(total))
}

// summand is what one row adds: its value, or one where rows are counted. A
// counted row with a condition of its own counts if that holds.
func (e *evaluation) summand(n *inode, i int32) val {
	return e.row(n, argValue, i, number(1))
}

// extreme is the least or greatest of the rows that count.
func (e *evaluation) extreme(id policy.NodeID, n *inode, inst, from, to int32, gap val) val {
	best, stop := val{}, gap
	for i := from; i < to; i++ {
		where := e.row(n, argWhere, i, yes)
		if passed(where) {
			continue
		}
		value := e.row(n, argValue, i, val{st: inapplicable})
		switch {
		case value.st == inapplicable:
		case where.st != known:
			stop = e.hanging(e.worse(stop, where), e.causeOf(value))
		case value.st != known:
			stop = e.worse(stop, e.needed(value, n.args[argValue], i))
		case best.st == unset || (value.n > best.n) == (n.op == policy.OpMaxOf):
			best = value
		}
	}
	switch {
	case best.st != unset && stop.st != unset:
		return stop
	case best.st != unset:
		return best
	case len(n.args) > argIfNone && n.args[argIfNone] != policy.NoNode:
		ifNone := e.arg(n, argIfNone, inst)
		if stop.st != unset { // perhaps no row counts
			return e.hanging(stop, e.causeOf(ifNone))
		}
		return ifNone
	case stop.st != unset:
		return stop
	}
	return e.fail(e.subject(id) + "没有可供比较的记录，也没有写明没有时怎么办")
}
