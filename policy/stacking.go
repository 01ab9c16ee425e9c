package policy

import (
	"doudi/fact"
	"doudi/pack"
)

// compileStacking lowers how programmes behave beside one another.
func (c *compiler) compileStacking() {
	for _, p := range c.r.Stacking {
		first, second := c.programmes[p.First], c.programmes[p.Second]
		if first == nil {
			c.missing(p.Pos, "叠加规则", "待遇", p.First)
		}
		if second == nil {
			c.missing(p.Pos, "叠加规则", "待遇", p.Second)
		}
		if first == nil || second == nil {
			continue
		}
		out := Pair{First: first.index, Second: second.index, Is: p.Is, To: NoNode, Cites: cites(p.Cites), Span: spanOf(p.Span), Status: p.Status}
		if p.Is == "tops_up_to" {
			out.To = c.topUp(p, second)
		}
		c.p.Stacking = append(c.p.Stacking, out)
	}
}

// topUp compiles the amount up to which the second programme adds.
func (c *compiler) topUp(p *pack.Pair, second *programmeDecl) NodeID {
	t := c.present(c.expr(pack.Expr{Text: p.Goal, Pos: p.Pos}, second.unit, nil), nil)
	if t.ok() && !t.typ.IsMoney() {
		c.report(problem(KindPart, p.Pos, "补到的“%s”是%s", p.Goal, t.word()), "金额", "改成金额的数值或规则")
		return NoNode
	}
	return t.node
}

// compileConstraints lowers what superior texts demand of figures.
func (c *compiler) compileConstraints() {
	for _, k := range c.r.Constraints {
		keep := c.condition(k.Keep, fact.PlaceEntity, nil, "keep")
		c.p.Constraints = append(c.p.Constraints, Constraint{ID: k.ID, Label: k.Label, Strength: k.Strength, Keep: keep.node,
			Span: spanOf(k.Span), Cites: cites(k.Cites), Origin: k.Origin, Pos: k.Pos})
	}
}

// compileApplies lowers the conditions under which facts apply, also of facts
// that no rule reads: forms ask them.
func (c *compiler) compileApplies() {
	c.p.Applies = make([][]NodeID, len(c.schema.Entities))
	for of := range c.schema.Entities {
		facts := c.schema.Entities[of].Facts
		c.p.Applies[of] = make([]NodeID, len(facts))
		for slot := range facts {
			c.p.Applies[of][slot] = NoNode
			ref := factRef{fact.EntityID(of), slot}
			if e, ok := c.applies[ref]; ok {
				c.p.Applies[of][slot] = c.applyCondition(ref, e.Pos).node
			}
		}
	}
}

// applyCondition compiles the condition of a fact when it is first needed.
func (c *compiler) applyCondition(ref factRef, at pack.Pos) typed {
	entity := &c.schema.Entities[ref.of]
	it := item{itemApplies, entity.Name + "." + entity.Facts[ref.slot].Key}
	return c.once(it, at, func() typed { return c.condition(c.applies[ref], ref.of, nil, "适用条件") })
}
