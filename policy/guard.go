package policy

import (
	"slices"

	"doudi/fact"
)

// hint is something that is certain while an expression is evaluated, because
// a guard before it has settled it.
type hint struct {
	kind hintKind
	a, b NodeID
}

type hintKind uint8

const (
	isTrue    hintKind = iota // a is true
	isFalse                   // a is false
	isPresent                 // a is not none
	isSame                    // a equals b
	isUnclear                 // the guard itself is broken and has been reported
)

// after lists what a guard settles; a broken one may have meant anything, and
// nobody shall be told that a guard is missing because it is misspelt.
func after(guard typed, settles func(NodeID) []hint) []hint {
	if !guard.ok() {
		return []hint{{kind: isUnclear}}
	}
	return settles(guard.node)
}

// unclear tells whether a broken guard stands before.
func unclear(hints []hint) bool { return slices.Contains(hints, hint{kind: isUnclear}) }

// whenTrue lists what is certain when a node is true.
func (c *compiler) whenTrue(n NodeID) []hint {
	if n == NoNode {
		return nil
	}
	hints, ok := c.ifTrue[n]
	if !ok {
		hints = append(c.settledBy(n, true), hint{kind: isTrue, a: n})
		c.ifTrue[n] = hints
	}
	return hints
}

// whenFalse lists what is certain when a node is false.
func (c *compiler) whenFalse(n NodeID) []hint {
	if n == NoNode {
		return nil
	}
	hints, ok := c.ifFalse[n]
	if !ok {
		hints = append(c.settledBy(n, false), hint{kind: isFalse, a: n})
		c.ifFalse[n] = hints
	}
	return hints
}

// settledBy lists what follows from the arguments of a node with an outcome.
func (c *compiler) settledBy(n NodeID, outcome bool) []hint {
	node := &c.p.Nodes[n]
	of := c.whenFalse
	if outcome {
		of = c.whenTrue
	}
	switch {
	case node.Op == OpAnd && outcome, node.Op == OpOr && !outcome:
		return c.joined(node.Args, of)
	case node.Op == OpAnd, node.Op == OpOr:
		return c.every(node.Args, of)
	case node.Op == OpDated:
		return c.every(c.otherThan(node.Args, !outcome), of)
	case node.Op == OpRule:
		return slices.Clone(of(node.Args[0]))
	case node.Op == OpNot && outcome:
		return slices.Clone(c.whenFalse(node.Args[0]))
	case node.Op == OpNot:
		return slices.Clone(c.whenTrue(node.Args[0]))
	}
	return c.compared(node, outcome)
}

// compared lists what a comparison with an outcome settles about its sides.
func (c *compiler) compared(node *Node, outcome bool) []hint {
	args := node.Args
	switch node.Op {
	case OpIsNone:
		if !outcome {
			return []hint{{kind: isPresent, a: args[0]}}
		}
	case OpEqual, OpNotEqual:
		if outcome == (node.Op == OpEqual) {
			return c.same(args[0], args[1])
		}
	case OpIn:
		if outcome && c.allKnown(args[1:]) {
			return []hint{{kind: isPresent, a: args[0]}}
		}
	}
	return nil
}

// same lists what equality settles: a side equal to a constant is not none.
func (c *compiler) same(a, b NodeID) []hint {
	hints := []hint{{kind: isSame, a: a, b: b}}
	if c.known(b) {
		hints = append(hints, hint{kind: isPresent, a: a})
	}
	if c.known(a) {
		hints = append(hints, hint{kind: isPresent, a: b})
	}
	return hints
}

// known tells whether a node is a constant that is not none.
func (c *compiler) known(n NodeID) bool {
	return c.p.Nodes[n].Op == OpConst && c.p.Nodes[n].Const.State == fact.Known
}

// allKnown tells whether all nodes are constants that are not none.
func (c *compiler) allKnown(list []NodeID) bool {
	return !slices.ContainsFunc(list, func(n NodeID) bool { return !c.known(n) })
}

// isConst tells whether a node is the constant yes or no.
func (c *compiler) isConst(n NodeID, yes bool) bool {
	return c.known(n) && c.p.Nodes[n].Type == fact.Bool && (c.p.Nodes[n].Const.N != 0) == yes
}

// otherThan leaves out the constants that cannot have the outcome.
func (c *compiler) otherThan(list []NodeID, outcome bool) []NodeID {
	return slices.DeleteFunc(slices.Clone(list), func(n NodeID) bool { return c.isConst(n, outcome) })
}

// joined is what is certain of every node.
func (c *compiler) joined(list []NodeID, of func(NodeID) []hint) []hint {
	var all []hint
	for _, n := range list {
		all = append(all, of(n)...)
	}
	return all
}

// every keeps what is certain whichever of the nodes it is.
func (c *compiler) every(list []NodeID, of func(NodeID) []hint) []hint {
	if len(list) == 0 {
		return nil
	}
	shared := slices.Clone(of(list[0]))
	for _, n := range list[1:] {
		other := of(n)
		shared = slices.DeleteFunc(shared, func(h hint) bool { return !slices.Contains(other, h) })
	}
	return shared
}

// holds tells whether the hints make a node certainly true.
func (c *compiler) holds(n NodeID, hints []hint) bool {
	if slices.Contains(hints, hint{kind: isTrue, a: n}) {
		return true
	}
	node := &c.p.Nodes[n]
	switch node.Op {
	case OpAnd:
		return !slices.ContainsFunc(node.Args, func(a NodeID) bool { return !c.holds(a, hints) })
	case OpOr:
		return slices.ContainsFunc(node.Args, func(a NodeID) bool { return c.holds(a, hints) })
	case OpNot:
		return c.fails(node.Args[0], hints)
	case OpRule:
		return c.holds(node.Args[0], hints)
	case OpEqual:
		return sameIn(hints, node.Args[0], node.Args[1])
	case OpIn:
		return slices.ContainsFunc(node.Args[1:], func(a NodeID) bool { return sameIn(hints, node.Args[0], a) }) || c.within(node, hints)
	case OpConst:
		return c.isConst(n, true)
	}
	return false
}

// within tells whether the hints hold a shorter list of the same question.
func (c *compiler) within(node *Node, hints []hint) bool {
	return slices.ContainsFunc(hints, func(h hint) bool {
		if h.kind != isTrue || c.p.Nodes[h.a].Op != OpIn || c.p.Nodes[h.a].Args[0] != node.Args[0] {
			return false
		}
		return !slices.ContainsFunc(c.p.Nodes[h.a].Args[1:], func(a NodeID) bool { return !slices.Contains(node.Args[1:], a) })
	})
}

// fails tells whether the hints make a node certainly false.
func (c *compiler) fails(n NodeID, hints []hint) bool {
	if slices.Contains(hints, hint{kind: isFalse, a: n}) {
		return true
	}
	node := &c.p.Nodes[n]
	switch node.Op {
	case OpAnd:
		return slices.ContainsFunc(node.Args, func(a NodeID) bool { return c.fails(a, hints) })
	case OpOr:
		return !slices.ContainsFunc(node.Args, func(a NodeID) bool { return !c.fails(a, hints) })
	case OpNot:
		return c.holds(node.Args[0], hints)
	case OpRule:
		return c.fails(node.Args[0], hints)
	case OpIsNone:
		return slices.Contains(hints, hint{kind: isPresent, a: node.Args[0]})
	case OpNotEqual:
		return sameIn(hints, node.Args[0], node.Args[1])
	case OpConst:
		return c.isConst(n, false)
	}
	return false
}

// sameIn tells whether the hints hold that two nodes are equal.
func sameIn(hints []hint, a, b NodeID) bool {
	return slices.Contains(hints, hint{kind: isSame, a: a, b: b}) || slices.Contains(hints, hint{kind: isSame, a: b, b: a})
}
