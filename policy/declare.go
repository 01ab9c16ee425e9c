package policy

import (
	"doudi/fact"
	"doudi/pack"
)

// ruleDecl is every version of one rule. A figure of the same id stands for
// the days that the versions leave to it.
type ruleDecl struct {
	id       string
	index    int32
	of       fact.EntityID
	versions []*pack.Rule
	figure   *figureDecl
}

// figureDecl is a figure with its position in the program.
type figureDecl struct {
	index  int32
	decl   *pack.Figure
	values []string // options of an enum figure
}

// programmeDecl is every version of one programme.
type programmeDecl struct {
	id       string
	index    int32
	unit     fact.EntityID
	versions []*pack.Programme
}

// choiceDecl is every version of one choice with its position in the program.
type choiceDecl struct {
	id       string
	of       fact.EntityID
	versions []*pack.Choice
	indexes  []int32
}

// declare numbers everything that has a name, before anything is compiled, and
// keeps the labels, which messages need before the rest is there.
func (c *compiler) declare() {
	c.declareApplies()
	c.p.Figures = make([]Figure, len(c.r.Figures))
	c.p.Choices = make([]Choice, len(c.r.Choices))
	for i, f := range c.r.Figures {
		c.p.Figures[i] = Figure{ID: f.ID, Label: orID(f.Label, f.Question), Type: f.Type, Unit: f.Unit}
		c.figures[f.ID] = &figureDecl{index: int32(i), decl: f, values: figureValues(f)}
	}
	for _, r := range c.r.Rules {
		c.declareRule(r)
	}
	for _, p := range c.r.Programmes {
		c.declareProgramme(p)
	}
	for i, ch := range c.r.Choices {
		c.declareChoice(ch, int32(i))
	}
}

// declareApplies finds the conditions under which facts apply. The packs still
// hold their places; a schema made without packs holds only the texts.
func (c *compiler) declareApplies() {
	for of := range c.schema.Entities {
		for slot, f := range c.schema.Entities[of].Facts {
			if f.AppliesWhen != "" {
				c.applies[factRef{fact.EntityID(of), slot}] = c.appliesExpr(c.schema.Entities[of].Name, &f)
			}
		}
	}
}

// appliesExpr is the condition of a fact as it stands in the pack that wins.
func (c *compiler) appliesExpr(entity string, f *fact.Fact) pack.Expr {
	for _, p := range c.r.Packs {
		for _, d := range p.Facts {
			if !d.IsTable && d.Entity == entity && d.Key == f.Key && d.AppliesWhen.Text == f.AppliesWhen {
				return d.AppliesWhen
			}
		}
	}
	return pack.Expr{Text: f.AppliesWhen}
}

// figureValues are the options that an enum figure can take.
func figureValues(f *pack.Figure) []string {
	if f.Type != fact.Enum {
		return nil
	}
	values := f.Options
	for _, row := range f.Rows {
		if len(f.Options) == 0 {
			values = appendOnce(values, unquote(row.Value.Text))
		}
	}
	return values
}

// unquote takes the quotes off an enum value.
func unquote(text string) string {
	if n := len(text); n >= 2 && (text[0] == '\'' || text[0] == '"') && text[n-1] == text[0] {
		return text[1 : n-1]
	}
	return text
}

// declareRule adds a version to its rule.
func (c *compiler) declareRule(r *pack.Rule) {
	of, ok := c.entity(r.Of, r.Pos)
	if !ok {
		return
	}
	d := c.rules[r.ID]
	if d == nil {
		d = &ruleDecl{id: r.ID, of: of, index: int32(len(c.p.Rules))}
		c.rules[r.ID] = d
		c.p.RuleIndex[r.ID] = d.index
		c.p.Rules = append(c.p.Rules, Rule{ID: r.ID, Label: r.Label, Unit: r.Unit, Of: of, Node: NoNode})
		c.standIn(d, r)
	}
	if d.of != of {
		c.report(problem(KindVersions, r.Pos, "规则 %s 的各个版本不属于同一种对象", r.ID), "同一个 of", "各版本写同样的 of，或另起一个名字")
		return
	}
	d.versions = append(d.versions, r)
	c.p.Rules[d.index].Changeable = c.p.Rules[d.index].Changeable || r.Changeable
}

// standIn lets a rule of the place stand for the figure of the same id.
func (c *compiler) standIn(d *ruleDecl, r *pack.Rule) {
	f := c.figures[r.ID]
	switch {
	case f == nil:
	case d.of == fact.PlaceEntity && f.decl.Steps == fact.Invalid:
		d.figure = f
	default:
		c.report(problem(KindVersions, r.Pos, "规则 %s 与数值同名，但不是 of: place 的规则", r.ID), "of: place", "改成 of: place 以代替这个数值，或另起一个名字")
	}
}

// declareProgramme adds a version to its programme.
func (c *compiler) declareProgramme(p *pack.Programme) {
	unit, ok := c.entity(p.Unit, p.Pos)
	if ok && unit == fact.PlaceEntity {
		c.report(problem(KindEntity, p.Pos, "待遇 %s 不能按地方享受", p.ID), "unit: household、member 或一个子表", "改正 unit")
		return
	}
	if !ok {
		return
	}
	d := c.programmes[p.ID]
	if d == nil {
		d = &programmeDecl{id: p.ID, unit: unit, index: int32(len(c.p.Programmes))}
		c.programmes[p.ID] = d
		c.p.Programmes = append(c.p.Programmes, Programme{ID: p.ID, Label: p.Label, Index: d.index})
	}
	if d.unit != unit {
		c.report(problem(KindVersions, p.Pos, "待遇 %s 的各个版本享受单位不同", p.ID), "同一个 unit", "各版本写同样的 unit，或另起一个名字")
		return
	}
	d.versions = append(d.versions, p)
}

// declareChoice adds a version to its choice.
func (c *compiler) declareChoice(ch *pack.Choice, index int32) {
	of, ok := c.entity(ch.Of, ch.Pos)
	if !ok {
		return
	}
	c.p.Choices[index] = Choice{ID: ch.ID, Label: ch.Label, Of: of, Offered: NoNode, Span: spanOf(ch.Span)}
	for _, o := range ch.Options {
		c.p.Choices[index].Options = append(c.p.Choices[index].Options, Option{ID: o.ID, Label: o.Label})
	}
	d := c.choices[ch.ID]
	if d == nil {
		d = &choiceDecl{id: ch.ID, of: of}
		c.choices[ch.ID] = d
	}
	if d.of != of {
		c.report(problem(KindVersions, ch.Pos, "选择 %s 的各个版本不属于同一种对象", ch.ID), "同一个 of", "各版本写同样的 of，或另起一个名字")
		return
	}
	d.versions, d.indexes = append(d.versions, ch), append(d.indexes, index)
}

// entity finds an entity by name or reports that there is none.
func (c *compiler) entity(name string, at pack.Pos) (fact.EntityID, bool) {
	id, ok := c.schema.Entity(name)
	if !ok {
		c.missing(at, "这里", "对象", name)
	}
	return id, ok
}
