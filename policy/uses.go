package policy

import "slices"

// Ref names a thing that another one reads.
type Ref struct {
	Section Section
	ID      string
}

// Uses lists what nodes read by name, in the order of reading, each once: a
// rule that is read is named, not opened, and so is another programme.
func (p *Program) Uses(roots ...NodeID) []Ref {
	r := reading{p: p, seen: map[NodeID]bool{}}
	for _, n := range roots {
		r.node(n)
	}
	return r.refs
}

// reading is one walk over the graph.
type reading struct {
	p    *Program
	seen map[NodeID]bool
	refs []Ref
}

// node notes what has a name and opens the rest.
func (r *reading) node(id NodeID) {
	if id == NoNode || r.seen[id] {
		return
	}
	r.seen[id] = true
	n := &r.p.Nodes[id]
	if programme, belongs := r.p.Belongs[id]; belongs {
		r.note(SectionProgramme, r.p.Programmes[programme].ID)
		return
	}
	switch n.Op {
	case OpRule:
		r.note(SectionRule, r.p.Rules[n.Imm].ID)
		return
	case OpFact:
		r.note(SectionFact, r.p.Schema.Entities[n.Of].Name+"."+r.p.Fact(n).Key)
		return
	case OpFigure, OpBrackets:
		r.note(SectionFigure, r.p.Figures[n.Imm].ID)
	case OpClaimed, OpHeld:
		r.note(SectionProgramme, r.p.Programmes[n.Imm].ID)
	case OpChosen:
		r.note(SectionChoice, r.p.Choices[n.Imm].ID)
	}
	for _, arg := range n.Args {
		r.node(arg)
	}
}

// note remembers a name once.
func (r *reading) note(section Section, id string) {
	if ref := (Ref{section, id}); !slices.Contains(r.refs, ref) {
		r.refs = append(r.refs, ref)
	}
}
