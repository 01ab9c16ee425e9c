package policy

import (
	"doudi/fact"
	"doudi/pack"
)

// aggregates maps the bodies that go over rows to their operations.
var aggregates = map[pack.BodyKind]Op{
	pack.BodyAddUp: OpAddUp, pack.BodyAny: OpAny, pack.BodyAll: OpAll,
	pack.BodyCount: OpCount, pack.BodyMinOf: OpMinOf, pack.BodyMaxOf: OpMaxOf,
}

// aggregate compiles a body that goes over the rows below one instance.
func (c *compiler) aggregate(of fact.EntityID, r *pack.Rule) typed {
	op := aggregates[r.Kind]
	over, ok := c.rowsOf(of, r.Agg)
	if !ok {
		return broken
	}
	n := Node{Op: op, Of: of, Over: over, Args: []NodeID{NoNode, NoNode, NoNode}}
	where := typed{node: NoNode, typ: fact.Bool}
	if r.Agg.Where.Text != "" {
		where = c.condition(r.Agg.Where, over, nil, "where")
	}
	value := c.rowValue(op, over, r.Agg, after(where, c.whenTrue))
	value, none, ok := c.ifNone(op, of, r.Agg, value)
	if !where.ok() || !value.ok() || !ok {
		return broken
	}
	n.Args[0], n.Args[1], n.Args[2] = where.node, value.node, none.node
	n.Type = value.typ
	if op == OpCount {
		n.Type, n.Args[1] = fact.Count, NoNode
	}
	return c.built(n, typed{typ: n.Type, kind: litFixed, values: value.values, mayNone: none.mayNone}, r.Pos)
}

// rowsOf finds the entity whose rows are gathered; it lies below the rule's own.
func (c *compiler) rowsOf(of fact.EntityID, a *pack.Aggregate) (fact.EntityID, bool) {
	over, ok := c.entity(a.Of, a.Pos)
	if ok && (of == fact.PlaceEntity || !c.schema.IsAncestor(of, over)) {
		c.report(problem(KindEntity, a.Pos, "“%s”不在%s之下，不能汇总", c.entityLabel(over), c.entityLabel(of)), "本对象的子表或下级对象", "改正汇总的 of，或改正规则的 of")
		return over, false
	}
	return over, ok
}

// rowValue compiles what each row gives.
func (c *compiler) rowValue(op Op, over fact.EntityID, a *pack.Aggregate, hints []hint) typed {
	yes := typed{node: c.constant(fact.Bool, fact.Of(1)), typ: fact.Bool, kind: litFixed}
	switch {
	case op == OpCount, op == OpAny && a.Value.Text == "":
		return yes
	case a.Value.Text == "":
		c.report(problem(KindArguments, a.Pos, "汇总没有写明每一行取什么"), "any、all 用 is；add_up、min_of、max_of 用 value", "补上 is 或 value")
		return broken
	}
	t := c.exprIn(a.Value, scope{c: c, of: over, hints: hints, skips: true})
	switch {
	case !t.ok():
		return broken
	case op == OpAny || op == OpAll:
		t = c.fit(t, fact.Bool, "is")
	}
	return c.present(t, hints)
}

// ifNone compiles what stands for no rows and gives both values one type.
// Sums need none; the least and the greatest of nothing do not exist.
func (c *compiler) ifNone(op Op, of fact.EntityID, a *pack.Aggregate, value typed) (typed, typed, bool) {
	none := typed{node: NoNode}
	extreme := op == OpMinOf || op == OpMaxOf
	if has := a.IfNone.Text != ""; has != extreme {
		message, remedy := "没有行时取不出最大或最小", "加上 if_none"
		if has {
			message, remedy = "只有 min_of、max_of 才写 if_none", "删去 if_none"
		}
		c.report(problem(KindIfNone, a.Pos, "%s", message), "min_of、max_of 写明 if_none，其余不写", remedy)
		return value, none, false
	}
	if !value.ok() {
		return value, none, false
	}
	list := []typed{value}
	if extreme {
		list = append(list, c.expr(a.IfNone, of, nil))
	}
	fitted, out := c.uniform(list, a.Pos)
	if !out.ok() || !c.gathers(op, out.typ, a.Pos) {
		return broken, none, false
	}
	if extreme {
		none = fitted[1]
	}
	return fitted[0], none, true
}

// gathers tells whether a type can be added up or compared.
func (c *compiler) gathers(op Op, t fact.Type, at pack.Pos) bool {
	switch {
	case op == OpAddUp && !quantity(t):
		c.report(problem(KindType, at, "%s不能相加", typeWord(t)), "金额、整数、月数、面积或比例", "改用 count 数行数，或换一个值")
		return false
	case (op == OpMinOf || op == OpMaxOf) && !ordered(t):
		c.report(problem(KindType, at, "%s没有大小之分", typeWord(t)), "金额、整数、月数、日期、月份、面积或比例", "换成可比大小的值")
		return false
	}
	return true
}
