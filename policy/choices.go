package policy

import (
	"cel.dev/cel-go/common/ast"

	"doudi/fact"
	"doudi/pack"
)

// compileChoices lowers every choice.
func (c *compiler) compileChoices() {
	for i, ch := range c.r.Choices {
		d := c.choices[ch.ID]
		if d == nil {
			continue
		}
		out := Choice{ID: ch.ID, Label: ch.Label, Of: d.of, Offered: c.offered(ch, d.of, ch.Pos).node, Cites: cites(ch.Cites),
			Lasts: ch.Lasts, Span: spanOf(ch.Span)}
		for _, o := range ch.Options {
			out.Options = append(out.Options, c.option(o, ch.Pos))
		}
		c.p.Choices[i] = out
	}
}

// option finds the programmes that an option opens.
func (c *compiler) option(o pack.Option, at pack.Pos) Option {
	out := Option{ID: o.ID, Label: o.Label}
	for _, id := range o.Programmes {
		if p := c.programmes[id]; p != nil {
			out.Programmes = append(out.Programmes, p.index)
			continue
		}
		c.missing(at, "选项 "+o.ID, "待遇", id)
	}
	return out
}

// offered compiles when a version of a choice is put to the family.
func (c *compiler) offered(ch *pack.Choice, of fact.EntityID, at pack.Pos) typed {
	it := item{itemOffered, ch.ID + "@" + ch.From.String()}
	return c.once(it, at, func() typed {
		if ch.OfferedWhen.Text == "" {
			return typed{node: c.constant(fact.Bool, fact.Of(1)), typ: fact.Bool, kind: litFixed}
		}
		return c.condition(ch.OfferedWhen, of, nil, "offered_when")
	})
}

// choiceAlone reports a choice that is read otherwise than by its options.
func (c *compiler) choiceAlone(t typed) typed {
	c.report(problem(KindChoiceUse, t.pos, "选择“%s”只能与它的选项比较", t.choice.id), t.choice.id+" == '选项'", "写成 "+t.choice.id+" == '选项'，或 in、is_none")
	return broken
}

// chosenIs compiles choice == 'option' and choice != 'option'.
func (s scope) chosenIs(e ast.Expr, op Op, a, b typed) typed {
	if a.choice == nil {
		a, b = b, a
	}
	if b.kind != litText {
		a.pos = s.x.start(e)
		return s.c.choiceAlone(a)
	}
	t := s.chosen(e, a.choice, b)
	if op == OpEqual || !t.ok() {
		return t
	}
	return s.make(e, Node{Op: OpNot, Type: fact.Bool, Args: []NodeID{t.node}})
}

// chosenIn compiles choice in ['a', 'b'].
func (s scope) chosenIn(e ast.Expr, ch *choiceDecl, list []ast.Expr) typed {
	n := Node{Op: OpOr, Type: fact.Bool}
	for _, element := range list {
		t := s.chosen(e, ch, s.lower(element))
		if !t.ok() {
			return broken
		}
		n.Args = append(n.Args, t.node)
	}
	if len(n.Args) == 1 {
		return typed{node: n.Args[0], typ: fact.Bool, kind: litFixed}
	}
	return s.make(e, n)
}

// chosen compiles that the family chose an option: false on the days on which
// the choice, or this option of it, is not law.
func (s scope) chosen(e ast.Expr, d *choiceDecl, option typed) typed {
	var spans []pack.Span
	var nodes []NodeID
	for i, ch := range d.versions {
		for k, o := range ch.Options {
			if o.ID == option.text && option.kind == litText {
				offered := s.c.offered(ch, d.of, s.x.pos(e))
				if !offered.ok() {
					return broken
				}
				spans = append(spans, spanOf(ch.Span))
				nodes = append(nodes, s.c.intern(Node{Op: OpChosen, Type: fact.Bool, Of: d.of, Imm: d.indexes[i], Imm2: int32(k), Args: []NodeID{offered.node}}))
			}
		}
	}
	if len(nodes) == 0 {
		s.c.report(problem(KindEnumValue, s.x.pos(e), "选择“%s”没有“%s”这个选项", d.id, option.text), join(d.options()), "改成应有的选项之一")
		return broken
	}
	node := s.c.dated(spans, nodes, s.c.constant(fact.Bool, fact.Of(0)))
	s.c.name(node, d.chosenWords(option.text))
	return typed{node: node, typ: fact.Bool, kind: litFixed}
}

// options lists the options of all versions.
func (d *choiceDecl) options() []string {
	var all []string
	for _, ch := range d.versions {
		for _, o := range ch.Options {
			all = appendOnce(all, o.ID)
		}
	}
	return all
}

// notOffered compiles is_none(choice): nobody has to choose.
func (s scope) notOffered(e ast.Expr, d *choiceDecl) typed {
	var spans []pack.Span
	var nodes []NodeID
	for _, ch := range d.versions {
		offered := s.c.offered(ch, d.of, s.x.pos(e))
		if !offered.ok() {
			return broken
		}
		spans, nodes = append(spans, spanOf(ch.Span)), append(nodes, offered.node)
	}
	offered := s.c.dated(spans, nodes, s.c.constant(fact.Bool, fact.Of(0)))
	s.c.name(offered, "可以选择“"+d.label()+"”")
	return s.make(e, Node{Op: OpNot, Type: fact.Bool, Args: []NodeID{offered}})
}

// label is the newest label of the choice.
func (d *choiceDecl) label() string {
	last := d.versions[len(d.versions)-1]
	return orID(last.Label, last.ID)
}

// chosenWords say that an option was chosen.
func (d *choiceDecl) chosenWords(option string) string {
	words := option
	for _, ch := range d.versions {
		for _, o := range ch.Options {
			if o.ID == option {
				words = orID(o.Label, o.ID)
			}
		}
	}
	return "在“" + d.label() + "”中选择了“" + words + "”"
}
