package policy

import "doudi/fact"

// off tells whether a condition is false for every family on the days because
// of a figure alone: a place that has not turned a reading on asks none of the
// questions behind it.
func (n *needing) off(id NodeID) bool {
	if id == NoNode || n.p.Nodes[id].Type != fact.Bool {
		return false
	}
	known, ok := n.fixed[id]
	if !ok {
		known = n.isOff(&n.p.Nodes[id])
		n.fixed[id] = known
	}
	return known
}

// isOff looks at one operation.
func (n *needing) isOff(node *Node) bool {
	switch node.Op {
	case OpConst:
		return node.Const == fact.Of(0)
	case OpFigure:
		return len(node.Args) == 0 && n.figureOff(&n.p.Figures[node.Imm])
	case OpRule:
		return n.off(node.Args[0])
	case OpAnd:
		return n.some(node)
	case OpOr, OpDated, OpExceptions:
		return n.all(node)
	}
	return false
}

// some tells whether one of several conditions is off.
func (n *needing) some(node *Node) bool {
	for _, arg := range node.Args {
		if n.off(arg) {
			return true
		}
	}
	return false
}

// all tells whether every value that can matter is off. The conditions of
// exceptions are no values.
func (n *needing) all(node *Node) bool {
	found := false
	for i, arg := range node.Args {
		if node.Op == OpExceptions && i%2 == 1 || !n.counts(node, i) {
			continue
		}
		if !n.off(arg) {
			return false
		}
		found = true
	}
	return found
}

// figureOff tells whether a figure without keys says no on each of the days.
func (n *needing) figureOff(f *Figure) bool {
	found := false
	for i := range f.Rows {
		if r := &f.Rows[i]; n.current(r.Span.Contains) {
			if r.Value.N != 0 {
				return false
			}
			found = true
		}
	}
	return found
}
