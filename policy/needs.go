package policy

import (
	"doudi/civil"
	"doudi/fact"
)

// Needs is what one programme may come to ask of a family on some days.
type Needs struct {
	Facts  [][]bool // by entity and slot
	Tables []bool   // by entity: its rows are counted or looked through
}

// Needs collects what a programme reads under the law of the given days: its
// conditions, amounts, stops and choices, and what makes it give way to
// another programme. A form that asks for less leaves it undetermined.
func (p *Program) Needs(programme int32, days ...civil.Date) *Needs {
	n := &needing{p: p, days: days, seen: make([]bool, len(p.Nodes)), done: make([]bool, len(p.Programmes)), fixed: map[NodeID]bool{},
		found: &Needs{Tables: make([]bool, len(p.Schema.Entities))}}
	for i := range p.Schema.Entities {
		n.found.Facts = append(n.found.Facts, make([]bool, len(p.Schema.Entities[i].Facts)))
	}
	n.programme(programme)
	return n.found
}

// needing is one walk over the graph.
type needing struct {
	p     *Program
	days  []civil.Date
	seen  []bool          // by node
	fixed map[NodeID]bool // conditions looked at by off
	done  []bool          // by programme
	found *Needs
}

// current tells whether something is law on one of the days.
func (n *needing) current(contains func(civil.Date) bool) bool {
	for _, day := range n.days {
		if contains(day) {
			return true
		}
	}
	return false
}

// programme walks through the versions that are law, and through the
// programmes that this one gives way to.
func (n *needing) programme(i int32) {
	if n.done[i] {
		return
	}
	n.done[i] = true
	for k := range n.p.Programmes[i].Versions {
		if v := &n.p.Programmes[i].Versions[k]; n.current(v.Span.Contains) {
			n.version(v)
		}
	}
	for k := range n.p.Choices {
		if c := &n.p.Choices[k]; n.current(c.Span.Contains) && c.opens(i) {
			n.node(c.Offered)
		}
	}
	for k := range n.p.Stacking {
		pair := &n.p.Stacking[k]
		if n.current(pair.Span.Contains) && pair.Is != "both" && pair.Second == i {
			n.programme(pair.First)
			n.node(pair.To)
		}
	}
}

// opens tells whether one of the options leads to the programme.
func (c *Choice) opens(programme int32) bool {
	for _, o := range c.Options {
		for _, i := range o.Programmes {
			if i == programme {
				return true
			}
		}
	}
	return false
}

// version walks through everything that one version reads.
func (n *needing) version(v *ProgrammeVersion) {
	n.table(v.Unit)
	for _, id := range v.Conditions {
		n.node(id)
	}
	for i := range v.Parts {
		n.table(v.Parts[i].Each)
		n.node(v.Parts[i].Node)
	}
	for _, b := range v.BorneBy {
		n.node(b.Node)
	}
	for _, s := range v.Stops {
		n.node(s.Node)
	}
	n.node(v.Leaving)
	n.node(v.Recheck)
}

// table marks the rows of an entity as needed.
func (n *needing) table(id fact.EntityID) {
	if id >= 0 {
		n.found.Tables[id] = true
	}
}

// node walks down from one node; of what is dated only what is law counts, and
// nothing below a condition that a place has turned off.
func (n *needing) node(id NodeID) {
	if id == NoNode || n.seen[id] || n.off(id) {
		return
	}
	n.seen[id] = true
	node := &n.p.Nodes[id]
	switch node.Op {
	case OpFact:
		n.found.Facts[node.Of][node.Imm] = true
		n.table(node.Of)
	case OpAddUp, OpAny, OpAll, OpCount, OpMinOf, OpMaxOf:
		n.table(node.Over)
	case OpHeld:
		n.history()
	}
	for i, arg := range node.Args {
		if n.counts(node, i) {
			n.node(arg)
		}
	}
}

// counts tells whether an argument can matter on the days: a version or an
// exception that is law then, and a value whose condition can hold.
func (n *needing) counts(node *Node, i int) bool {
	switch node.Op {
	case OpDated:
		return n.current(node.Spans[i].Contains)
	case OpExceptions:
		return i == 0 || n.current(node.Exc[(i-1)/2].Span.Contains) && !n.off(node.Args[(i-1)/2*2+1])
	case OpCases:
		return i%2 == 0 || !n.off(node.Args[i-1])
	}
	return true
}

// history marks what tells which awards a family has: the programme and the
// period of the award table.
func (n *needing) history() {
	id, ok := n.p.Schema.Entity("award")
	if !ok {
		return
	}
	n.table(id)
	for slot := range n.p.Schema.Entities[id].Facts {
		f := &n.p.Schema.Entities[id].Facts[slot]
		if f.Key == "programme" || f.Type == fact.Span {
			n.found.Facts[id][slot] = true
		}
	}
}
