package engine

import (
	"doudi/civil"
	"doudi/money"
	"doudi/policy"
)

// arithmetic computes the strict operations: an argument that is an error, is
// unknown or does not apply decides the result, in this order.
func (e *evaluation) arithmetic(id policy.NodeID, n *inode, inst int32) val {
	a := e.arg(n, 0, inst)
	switch len(n.args) {
	case 1:
		if a.st == known {
			r, ok := unary(n, a.n)
			return e.checked(id, r, ok)
		}
	case 2:
		if b := e.arg(n, 1, inst); a.st == known && b.st == known {
			r, ok := binary(n, a.n, b.n)
			return e.checked(id, r, ok)
		}
	}
	if stop := e.stopped(n, inst); stop.st != unset {
		return stop
	}
	return e.many(n, inst)
}

// checked turns an operation that has no result into an error naming the rule.
func (e *evaluation) checked(id policy.NodeID, n int64, ok bool) val {
	if ok {
		return number(n)
	}
	return e.fail(e.subject(id) + "无法算出：数字超出范围，或者按零人、零个月平分")
}

// stopped finds what stands against computing with the arguments; unset if
// all are known.
func (e *evaluation) stopped(n *inode, inst int32) val {
	var stop val
	for k, id := range n.args {
		v := e.arg(n, k, inst)
		if v.st == none {
			v = e.needed(v, id, e.climb(n.of, inst, e.pl.nodes[id].of))
		}
		if v.st != known {
			stop = e.worse(stop, v)
		}
	}
	return stop
}

// unary computes operations of one known quantity.
func unary(n *inode, a int64) (int64, bool) {
	switch n.op {
	case policy.OpRound:
		return money.Round(a, n.src.Mode)
	case policy.OpMonthOf:
		return int64(civil.Date(a).Month()), true
	case policy.OpSpanFrom:
		return spanFrom(a), true
	case policy.OpSpanTo:
		return spanTo(a), true
	}
	return a, n.op == policy.OpLeast || n.op == policy.OpGreatest
}

// binary computes operations of two known quantities.
func binary(n *inode, a, b int64) (int64, bool) {
	switch n.op {
	case policy.OpAdd:
		return money.Add(a, b)
	case policy.OpSub:
		return money.Sub(a, b)
	case policy.OpTimes:
		return money.Mul(a, b)
	case policy.OpShare:
		return money.Share(a, money.Rate(b), n.src.Mode)
	case policy.OpSplit:
		return money.Split(a, b, n.src.Mode)
	case policy.OpShortfall:
		gap, ok := money.Sub(a, b)
		return max(gap, 0), ok
	case policy.OpLeast:
		return min(a, b), true
	case policy.OpGreatest:
		return max(a, b), true
	case policy.OpAgeOn:
		return int64(civil.AgeOn(civil.Date(a), civil.Date(b))), true
	case policy.OpAddMonths:
		d, ok := civil.AddMonths(civil.Date(a), b, n.src.Mode)
		return int64(d), ok
	case policy.OpMonthsBetween:
		return b - a, true
	}
	return ordered(n.op, compare(a, b))
}

// compare is the sign of a − b.
func compare(a, b int64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// ordered answers a comparison from the sign of the difference.
func ordered(op policy.Op, sign int) (int64, bool) {
	holds := false
	switch op {
	case policy.OpLess, policy.OpLessShare:
		holds = sign < 0
	case policy.OpAtMost, policy.OpAtMostShare:
		holds = sign <= 0
	case policy.OpAbove, policy.OpAboveShare:
		holds = sign > 0
	case policy.OpAtLeast, policy.OpAtLeastShare:
		holds = sign >= 0
	default:
		return 0, false
	}
	if holds {
		return 1, true
	}
	return 0, true
}

// many computes operations of three or more known quantities.
func (e *evaluation) many(n *inode, inst int32) val {
	if n.op != policy.OpLeast && n.op != policy.OpGreatest {
		sign := money.CompareShare(e.arg(n, 0, inst).n, e.arg(n, 1, inst).n, money.Rate(e.arg(n, 2, inst).n))
		holds, _ := ordered(n.op, sign)
		return number(holds)
	}
	best := e.arg(n, 0, inst).n
	for k := 1; k < len(n.args); k++ {
		best, _ = binary(n, best, e.arg(n, k, inst).n)
	}
	return number(best)
}
