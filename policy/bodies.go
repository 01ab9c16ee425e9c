package policy

import (
	"slices"

	"doudi/fact"
	"doudi/money"
	"doudi/pack"
)

// body compiles the one body that a rule has.
func (c *compiler) body(d *ruleDecl, r *pack.Rule) typed {
	switch {
	case r.Kind == pack.BodyTable && r.Table == nil, r.Kind >= pack.BodyAddUp && r.Agg == nil:
		return broken // reading the pack has reported it
	}
	switch r.Kind {
	case pack.BodyCases:
		return c.cases(d.of, r)
	case pack.BodyTable:
		return c.table(d.of, r)
	case pack.BodyBrackets:
		return c.brackets(d.of, r)
	case pack.BodyBase:
		return c.exceptions(d.of, r)
	case pack.BodyNone, pack.BodyValue:
		return c.expr(r.Value, d.of, nil)
	}
	return c.aggregate(d.of, r)
}

// cases compiles the first match of several. A case is evaluated only where
// those before it do not hold, so their opposite guards it.
func (c *compiler) cases(of fact.EntityID, r *pack.Rule) typed {
	var whens, values []typed
	var before []hint
	for _, k := range r.Cases {
		when := c.condition(k.When, of, before, "when")
		value := c.expr(k.Value, of, append(slices.Clone(before), after(when, c.whenTrue)...))
		before = append(before, after(when, c.whenFalse)...)
		whens, values = append(whens, when), append(values, value)
	}
	if r.Otherwise.Text != "" {
		values = append(values, c.expr(r.Otherwise, of, before))
	}
	fitted, out := c.uniform(values, r.Pos)
	if !out.ok() || !allOK(whens) {
		return broken
	}
	n := Node{Op: OpCases, Type: out.typ}
	for i, v := range fitted {
		if i < len(whens) {
			n.Args = append(n.Args, whens[i].node)
		}
		n.Args = append(n.Args, v.node)
	}
	return c.built(n, out, r.Pos)
}

// built interns a body at the place of its rule.
func (c *compiler) built(n Node, out typed, at pack.Pos) typed {
	c.at = at
	out.node, out.pos = c.intern(n), at
	return out
}

// allOK tells whether none is broken.
func allOK(list []typed) bool {
	return !slices.ContainsFunc(list, func(t typed) bool { return !t.ok() })
}

// uniform gives the values of one body a common type and says what is known of
// any of them.
func (c *compiler) uniform(values []typed, at pack.Pos) ([]typed, typed) {
	if !allOK(values) {
		return nil, broken
	}
	out := typed{node: NoNode, typ: commonType(values), kind: litFixed, values: commonValues(values), pos: at}
	if out.typ == fact.Invalid {
		c.report(problem(KindType, at, "这里的值都是“无”，看不出类型"), "至少一个值有类型", "写出“无”以外的值")
		return nil, broken
	}
	fitted := make([]typed, len(values))
	for i, v := range values {
		if fitted[i] = c.fit(v, out.typ, "这个值"); !fitted[i].ok() {
			return nil, broken
		}
		out.mayNone = out.mayNone || fitted[i].mayNone
	}
	return fitted, out
}

// exceptions compiles a base with what overrides it.
func (c *compiler) exceptions(of fact.EntityID, r *pack.Rule) typed {
	values := []typed{c.expr(r.Value, of, nil)}
	var whens []typed
	n := Node{Op: OpExceptions}
	for i, x := range r.Exceptions {
		when := c.condition(x.When, of, nil, "when")
		whens = append(whens, when)
		values = append(values, c.expr(x.Value, of, after(when, c.whenTrue)))
		n.Exc = append(n.Exc, c.exception(r, i))
		n.Spans = append(n.Spans, n.Exc[i].Span)
	}
	fitted, out := c.uniform(values, r.Pos)
	if !out.ok() || !allOK(whens) {
		return broken
	}
	n.Type, n.Args = out.typ, []NodeID{fitted[0].node}
	for i, when := range whens {
		n.Args = append(n.Args, when.node, fitted[i+1].node)
	}
	return c.built(n, out, r.Pos)
}

// exception describes one exception and finds those that it beats.
func (c *compiler) exception(r *pack.Rule, i int) Exception {
	x := r.Exceptions[i]
	span := x.Span
	if span == (pack.Span{}) {
		span = r.Span
	}
	out := Exception{ID: x.ID, Label: x.Label, Cites: cites(x.Cites), Span: spanOf(span)}
	for _, name := range x.Over {
		beaten := slices.IndexFunc(r.Exceptions, func(o *pack.Exception) bool { return o.ID == name })
		switch {
		case beaten < 0:
			c.missing(x.Pos, "例外 "+x.ID, "例外", name)
		case beats(r.Exceptions, name, x.ID, len(r.Exceptions)):
			c.report(problem(KindOver, x.Pos, "例外 %s 与“%s”互相压过", x.ID, name), "只有一方压过另一方", "删去其中一方的 over")
		default:
			out.Over = append(out.Over, beaten)
		}
	}
	return out
}

// beats tells whether an exception beats another, directly or by way of others;
// depth bounds the search where they go round in a circle.
func beats(list []*pack.Exception, one, other string, depth int) bool {
	if one == other {
		return true
	}
	for _, x := range list {
		if x.ID == one && depth > 0 && slices.ContainsFunc(x.Over, func(o string) bool { return beats(list, o, other, depth-1) }) {
			return true
		}
	}
	return false
}

// table compiles a decision table with a unique hit.
func (c *compiler) table(of fact.EntityID, r *pack.Rule) typed {
	n := Node{Op: OpTable}
	var keys, values []typed
	for _, by := range r.Table.By {
		key := c.expr(by, of, nil)
		if key.open() || key.choice != nil {
			key = c.fit(key, key.kind.standard(), "by")
		}
		keys = append(keys, key)
	}
	ok := allOK(keys)
	for _, row := range r.Table.Rows {
		values = append(values, c.expr(row.Value, of, nil))
		if ok {
			n.Rows = append(n.Rows, c.row(keys, row))
		}
	}
	fitted, out := c.uniform(values, r.Pos)
	if !ok || !out.ok() {
		return broken
	}
	n.Type = out.typ
	for _, t := range append(keys, fitted...) {
		n.Args = append(n.Args, t.node)
	}
	return c.built(n, out, r.Pos)
}

// row compiles the cells of one row of a table.
func (c *compiler) row(keys []typed, row pack.TableRow) Row {
	out := Row{Cites: cites(row.Cites)}
	for i, m := range row.When {
		if i < len(keys) {
			out.When = append(out.When, c.cell(keys[i], m))
		}
	}
	return out
}

// cell compiles one cell: any, a list or a range.
func (c *compiler) cell(key typed, m pack.Match) Match {
	out := Match{Any: m.Any}
	for _, e := range m.In {
		if v, ok := c.cellValue(key, e); ok {
			out.In = append(out.In, v)
		}
	}
	if (m.Low.Text != "" || m.High.Text != "") && !ordered(key.typ) {
		c.report(problem(KindType, m.Low.Pos, "%s没有大小之分，不能写范围", typeWord(key.typ)), "一个值或几个值的列表", "逐个列出可取的值")
		return out
	}
	if m.Low.Text != "" {
		v, ok := c.cellValue(key, m.Low)
		out.Low, out.HasLow = v.N, ok
	}
	if m.High.Text != "" {
		v, ok := c.cellValue(key, m.High)
		out.High, out.HasHigh = v.N, ok
	}
	return out
}

// cellValue reads a literal of a table by the type of its key.
func (c *compiler) cellValue(key typed, e pack.Expr) (fact.Value, bool) {
	v, err := fact.ParseLiteral(key.typ, e.Text, c.symbol)
	switch {
	case err != nil:
		c.report(problem(KindLiteralValue, e.Pos, "字面值“%s”读不成%s", e.Text, typeWord(key.typ)), literalForm(key.typ), "按应有的形式改写")
	case key.typ == fact.Enum && v.State == fact.Known && key.values != nil && !slices.Contains(key.values, unquote(e.Text)):
		c.report(problem(KindEnumValue, e.Pos, "没有“%s”这个选项", unquote(e.Text)), join(key.values), "改成应有的选项之一，或在声明里加上它")
	default:
		return v, true
	}
	return v, false
}

// brackets compiles a marginal sum over the steps of a figure.
func (c *compiler) brackets(of fact.EntityID, r *pack.Rule) typed {
	f := c.figures[r.Brackets]
	if f == nil || f.decl.Steps == fact.Invalid {
		c.report(problem(KindBrackets, r.Pos, "“%s”不是有分段的数值", r.Brackets), "有 steps 的数值", "在数值（figures）里写 steps 和各段的比例")
		return broken
	}
	x := c.present(c.fit(c.expr(r.Value, of, nil), f.decl.Steps, "分段计算的金额"), nil)
	keys, ok := c.figureKeys(f, of, r.Pos, nil)
	if r.Round == nil {
		c.report(problem(KindNoRound, r.Pos, "分段计算没有写明怎样舍入"), "round: {mode: DOWN_TO_FEN, cite: …} 之类", "加上 round 和依据")
		return broken
	}
	mode, known := money.ParseMode(r.Round.Mode)
	if !x.ok() || !ok || !known {
		return broken
	}
	n := Node{Op: OpBrackets, Type: x.typ, Imm: f.index, Mode: mode, Args: append([]NodeID{x.node}, keys...)}
	return c.built(n, typed{typ: x.typ, kind: litFixed}, r.Pos)
}
