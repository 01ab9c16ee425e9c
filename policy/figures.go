package policy

import (
	"cmp"
	"slices"

	"cel.dev/cel-go/common/ast"

	"doudi/fact"
	"doudi/gb"
	"doudi/pack"
)

// figure compiles the reading of a figure by name; its keys are read from the
// row and its owners.
func (s scope) figure(e ast.Expr, f *figureDecl) typed {
	return s.c.figureRead(f, s.of, s.x.pos(e), s.hints)
}

// figureRead compiles the reading of a figure from an entity's row.
func (c *compiler) figureRead(f *figureDecl, of fact.EntityID, at pack.Pos, hints []hint) typed {
	if f.decl.Steps != fact.Invalid {
		c.report(problem(KindBrackets, at, "“%s”是分段的数值，不能直接取值", f.decl.ID), "brackets: {of: "+f.decl.ID+", value: 金额}", "写成一条 brackets 规则")
		return broken
	}
	keys, ok := c.figureKeys(f, of, at, hints)
	if !ok {
		return broken
	}
	return c.figureNode(f, keys, at)
}

// figureNode interns the look-up of a figure.
func (c *compiler) figureNode(f *figureDecl, keys []NodeID, at pack.Pos) typed {
	c.at = at
	n := Node{Op: OpFigure, Type: f.decl.Type, Imm: f.index, Args: keys}
	return typed{node: c.intern(n), typ: n.Type, kind: litFixed, values: f.values, mayNone: f.mayNone(), pos: at}
}

// mayNone tells whether the figure publishes “none” anywhere.
func (f *figureDecl) mayNone() bool {
	return slices.ContainsFunc(f.decl.Rows, func(r *pack.FigureRow) bool { return r.Value.Text == "none" })
}

// figureKeys compiles the keys of a figure as a row of an entity sees them.
func (c *compiler) figureKeys(f *figureDecl, of fact.EntityID, at pack.Pos, hints []hint) ([]NodeID, bool) {
	var keys []NodeID
	for _, k := range f.decl.Keys {
		t := c.keyRead(k.From, of, at, hints)
		if !t.ok() {
			return nil, false
		}
		keys = append(keys, t.node)
	}
	return keys, true
}

// keyRead compiles a key: the nearest fact or rule of that name going up from
// the row. A place has no facts of its own and looks at the household's.
func (c *compiler) keyRead(name string, of fact.EntityID, at pack.Pos, hints []hint) typed {
	if g, ok := globals[name]; ok {
		return typed{node: c.intern(Node{Op: OpGlobal, Type: g.typ, Of: fact.PlaceEntity, Imm: int32(g.is)}), typ: g.typ, kind: litFixed}
	}
	for e := max(of, fact.HouseholdEntity); e >= fact.HouseholdEntity; e = c.schema.Entities[e].Parent {
		if slot, ok := c.schema.Entities[e].Slot(name); ok {
			return c.fact(factRef{e, slot}, at, hints, false)
		}
		if r := c.rules[name]; r != nil && r.of == e {
			return c.ruleValue(r, at)
		}
		if e == fact.HouseholdEntity {
			break
		}
	}
	if r := c.rules[name]; r != nil && r.of == fact.PlaceEntity {
		return c.ruleValue(r, at)
	}
	if f := c.figures[name]; f != nil && len(f.decl.Keys) == 0 {
		return c.figureRead(f, of, at, hints)
	}
	c.report(problem(KindFigureKey, at, "这里看不到查数值要用的“%s”", name), "本行或上级对象的事实、规则，或全局日期",
		"在有“"+name+"”的对象上取这个数值，或用 .at 写明各键")
	return broken
}

// figureAt compiles figure.at(key, …), where the keys are written out.
func (s scope) figureAt(e ast.Expr, f *figureDecl, args []ast.Expr) typed {
	if len(args) != len(f.decl.Keys) {
		s.c.report(problem(KindArguments, s.x.pos(e), "“%s”有 %d 个键，这里写了 %d 个", f.decl.ID, len(f.decl.Keys), len(args)), keyList(f.decl), "按顺序写全各键")
		return broken
	}
	keys, whole := make([]NodeID, len(args)), true
	for i, a := range args {
		t := s.arg(a, "键“"+f.decl.Keys[i].Column+"”", s.c.keyType(f.decl.Keys[i].From))
		keys[i], whole = t.node, whole && t.ok()
	}
	if !whole {
		return broken
	}
	return s.c.figureNode(f, keys, s.x.pos(e))
}

// keyList lists the keys of a figure for a message.
func keyList(f *pack.Figure) string {
	var names []string
	for _, k := range f.Keys {
		names = append(names, k.Column)
	}
	return f.ID + ".at(" + join(names) + ")"
}

// keyType is the type of a key wherever it is declared.
func (c *compiler) keyType(name string) fact.Type {
	t, _ := c.keyDomain(name)
	return t
}

// keyDomain is the type of a key and, for an enum, its values.
func (c *compiler) keyDomain(name string) (fact.Type, []string) {
	if g, ok := globals[name]; ok {
		return g.typ, nil
	}
	for i := range c.schema.Entities {
		if slot, ok := c.schema.Entities[i].Slot(name); ok {
			f := &c.schema.Entities[i].Facts[slot]
			return f.Type, c.enumValues(f)
		}
	}
	if r := c.rules[name]; r != nil {
		t := c.ruleValue(r, r.versions[0].Pos)
		return t.typ, t.values
	}
	if f := c.figures[name]; f != nil {
		return f.decl.Type, f.values
	}
	return fact.Invalid, nil
}

// compileFigures lowers every figure to its look-up table.
func (c *compiler) compileFigures() {
	for _, decl := range c.r.Figures {
		f := c.figures[decl.ID]
		out := Figure{ID: decl.ID, Label: decl.Label, Question: decl.Question, Type: decl.Type, Unit: decl.Unit, StepType: decl.Steps,
			Waiting: decl.Waiting, IsReading: decl.Question != ""}
		domains := make([][]string, len(decl.Keys))
		for i, k := range decl.Keys {
			t, values := c.keyDomain(k.From)
			if t == fact.Invalid {
				c.report(problem(KindFigureKey, decl.Pos, "数值 %s 的键“%s”没有人声明", decl.ID, k.From), "事实、规则或全局日期的名字", "改正 keys，或先声明它")
			}
			out.Keys, out.KeyTypes, domains[i] = append(out.Keys, k.From), append(out.KeyTypes, t), values
		}
		for _, row := range decl.Rows {
			out.Rows = append(out.Rows, c.figureRow(f, &out, domains, row))
		}
		slices.SortStableFunc(out.Rows, func(a, b FigureRow) int { return cmp.Compare(a.Span.From, b.Span.From) })
		c.p.Figures[f.index] = out
	}
}

// figureRow lowers one row.
func (c *compiler) figureRow(f *figureDecl, out *Figure, domains [][]string, row *pack.FigureRow) FigureRow {
	r := FigureRow{Span: spanOf(row.Span), ReviewBy: int64(row.ReviewBy), Cites: cites(row.Cites), Status: row.Status,
		Origin: row.Origin, By: row.By, Pos: row.Pos}
	for i, key := range row.Keys {
		if i < len(out.KeyTypes) {
			r.Keys = append(r.Keys, c.keyValue(out.KeyTypes[i], domains[i], key, row.Pos))
		}
	}
	for _, s := range row.Steps {
		above := c.figureValue(f.decl.Steps, nil, s.Above)
		rate := c.figureValue(fact.Rate, nil, s.Value)
		r.Steps = append(r.Steps, Step{Above: above.N, Rate: rate.N})
	}
	if len(row.Steps) == 0 {
		r.Value = c.figureValue(f.decl.Type, f.values, row.Value)
	}
	return r
}

// keyValue reads one key cell: a place as 12 digits, an option as its symbol.
func (c *compiler) keyValue(t fact.Type, domain []string, text string, at pack.Pos) int64 {
	if t == fact.Invalid {
		return 0
	}
	v, err := fact.ParseLiteral(t, text, c.symbol)
	if t == fact.Place && err == nil {
		v.N, _ = gb.PlaceCode(unquote(text))
	}
	switch {
	case err != nil:
		c.report(problem(KindLiteralValue, at, "键“%s”读不成%s", text, typeWord(t)), literalForm(t), "按应有的形式改写")
	case t == fact.Enum && domain != nil && !contains(domain, unquote(text)):
		c.report(problem(KindEnumValue, at, "键“%s”不是可取的选项", unquote(text)), join(domain), "改成应有的选项之一")
	}
	return v.N
}

// figureValue reads the value of a row.
func (c *compiler) figureValue(t fact.Type, values []string, e pack.Expr) fact.Value {
	v, err := fact.ParseLiteral(t, e.Text, c.symbol)
	switch {
	case err != nil:
		c.report(problem(KindLiteralValue, e.Pos, "“%s”读不成%s", e.Text, typeWord(t)), literalForm(t), "按应有的形式改写")
	case t == fact.Enum && v.State == fact.Known && !contains(values, unquote(e.Text)):
		c.report(problem(KindEnumValue, e.Pos, "没有“%s”这个选项", unquote(e.Text)), join(values), "改成 options 里的选项之一")
	}
	return v
}
