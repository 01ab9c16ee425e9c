package policy

import "doudi/fact"

// Rule finds a rule by id, nil if there is none.
func (p *Program) Rule(id string) *Rule {
	if i, ok := p.RuleIndex[id]; ok {
		return &p.Rules[i]
	}
	return nil
}

// ProgrammeIndex finds a programme by id.
func (p *Program) ProgrammeIndex(id string) (int32, bool) {
	for i := range p.Programmes {
		if p.Programmes[i].ID == id {
			return int32(i), true
		}
	}
	return 0, false
}

// FigureIndex finds a figure by id.
func (p *Program) FigureIndex(id string) (int32, bool) {
	for i := range p.Figures {
		if p.Figures[i].ID == id {
			return int32(i), true
		}
	}
	return 0, false
}

// Fact is the fact that an OpFact node reads.
func (p *Program) Fact(n *Node) *fact.Fact {
	return &p.Schema.Entities[n.Of].Facts[n.Imm]
}
