package engine

import "doudi/policy"

// logic computes the connectives and the tests for equality.
func (e *evaluation) logic(n *inode, inst int32) val {
	switch n.op {
	case policy.OpAnd:
		return e.connect(n, inst, no)
	case policy.OpOr:
		return e.connect(n, inst, yes)
	case policy.OpNot:
		return negate(e.arg(n, 0, inst))
	case policy.OpIsNone:
		return isNone(e.arg(n, 0, inst))
	case policy.OpIn:
		return e.in(n, inst)
	}
	return e.equal(n.op, e.arg(n, 0, inst), e.arg(n, 1, inst))
}

// connect joins yes/no answers: one that settles decides alone; else an error
// beats an unknown, and an unknown beats the neutral answer.
func (e *evaluation) connect(n *inode, inst int32, settles val) val {
	result := val{st: known, n: 1 - settles.n}
	for _, id := range n.args {
		v := e.from(id, n.of, inst)
		if v.st != known {
			result = e.join(result, v)
		} else if v.n == settles.n {
			return v
		}
	}
	return result
}

// join keeps the stronger of two answers that do not settle a connective.
func (e *evaluation) join(a, b val) val {
	switch {
	case b.st == known:
		return a
	case a.st == known:
		return b
	}
	return e.worse(a, b)
}

// negate turns a settled answer round.
func negate(v val) val {
	if v.st == known {
		return truth(v.n == 0)
	}
	return v
}

// isNone asks for the answer none; of what does not apply it does not apply.
func isNone(v val) val {
	switch v.st {
	case known:
		return no
	case none:
		return yes
	}
	return v
}

// equal compares two answers. None equals nothing, not even none.
func (e *evaluation) equal(op policy.Op, a, b val) val {
	if stop := e.worse(open(a), open(b)); stop.st != unset {
		return stop
	}
	equal := a.st == known && b.st == known && a.n == b.n
	return truth(equal == (op == policy.OpEqual))
}

// open is the value if it stands against a comparison, else unset.
func open(v val) val {
	if v.st == known || v.st == none {
		return val{}
	}
	return v
}

// in tells whether the first argument equals one of the others.
func (e *evaluation) in(n *inode, inst int32) val {
	x := e.arg(n, 0, inst)
	result := open(x)
	for k := 1; k < len(n.args); k++ {
		v := e.arg(n, k, inst)
		if result.st == unset && v.st == known && x.same(v) {
			return yes
		}
		result = e.worse(result, open(v))
	}
	if result.st != unset {
		return result
	}
	return no
}
