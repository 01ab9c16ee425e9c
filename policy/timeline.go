package policy

import (
	"cmp"
	"slices"

	"doudi/civil"
	"doudi/pack"
)

// timeline is what is law on which days: disjoint spans with a node each.
type timeline struct {
	spans []pack.Span
	nodes []NodeID
}

// add puts a node on the days of a span.
func (t *timeline) add(s pack.Span, n NodeID) {
	t.spans, t.nodes = append(t.spans, s), append(t.nodes, n)
}

// join puts another timeline behind this one.
func (t *timeline) join(other timeline) {
	t.spans, t.nodes = append(t.spans, other.spans...), append(t.nodes, other.nodes...)
}

// filled puts a filler on the days of a span that nothing covers yet.
func (t timeline) filled(whole pack.Span, filler NodeID) timeline {
	var out timeline
	next := whole.From
	for _, i := range t.order() {
		s := t.spans[i]
		if s.From > next {
			out.add(pack.Span{From: next, To: s.From - 1}, filler)
		}
		out.add(s, t.nodes[i])
		next = max(next, s.To+1)
	}
	if next <= whole.To {
		out.add(pack.Span{From: next, To: whole.To}, filler)
	}
	return out
}

// order gives the positions of the spans by their first day.
func (t timeline) order() []int {
	order := make([]int, len(t.spans))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(t.spans[a].From, t.spans[b].From) })
	return order
}

// merged joins neighbouring spans that choose the same node.
func (t timeline) merged() timeline {
	var out timeline
	for _, i := range t.order() {
		last := len(out.nodes) - 1
		if last >= 0 && out.nodes[last] == t.nodes[i] && out.spans[last].To+1 == t.spans[i].From {
			out.spans[last].To = t.spans[i].To
			continue
		}
		out.add(t.spans[i], t.nodes[i])
	}
	return out
}

// dawn is the first day that the calendar knows.
var dawn, _ = civil.MakeDate(1, 1, 1)

// ever is every day.
var ever = pack.Span{From: dawn, To: civil.Open}

// spanOf reads a span; none given is every day.
func spanOf(s pack.Span) pack.Span {
	if s == (pack.Span{}) {
		return ever
	}
	return s
}

// dated joins versions by date. Days that none of them covers have no value,
// or that of filler if there is one. A single version that is law on every day
// of the packs needs no choice by date.
func (c *compiler) dated(spans []pack.Span, nodes []NodeID, filler NodeID) NodeID {
	t := timeline{spans, nodes}
	if filler != NoNode {
		t = t.filled(ever, filler)
	}
	t = t.merged()
	if len(t.nodes) == 1 && t.spans[0].From <= c.always.From && t.spans[0].To >= c.always.To {
		return t.nodes[0]
	}
	return c.intern(Node{Op: OpDated, Type: c.p.Nodes[t.nodes[0]].Type, Spans: t.spans, Args: t.nodes})
}

// name gives a node the words by which others mention it, unless it is
// something that has a name of its own.
func (c *compiler) name(n NodeID, words string) {
	switch c.p.Nodes[n].Op {
	case OpConst, OpFact, OpRule, OpFigure, OpHeld, OpClaimed:
		return
	}
	c.p.Names[n] = words
}

// nameOf names the state or a part of a programme, and remembers whose it is.
func (c *compiler) nameOf(d *programmeDecl, n NodeID, words string) {
	c.name(n, words)
	c.p.Belongs[n] = d.index
}
