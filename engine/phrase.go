package engine

import (
	"doudi/civil"
	"doudi/fact"
	"doudi/money"
	"doudi/pack"
	"doudi/policy"
)

// phrase writes an operand of a sentence: what it is called and what it is.
// A calculation is written out with its result when it stands at the top.
func (e *evaluation) phrase(id policy.NodeID, of fact.EntityID, inst int32, top bool) {
	n := &e.pl.nodes[id]
	if n.of != of {
		inst = e.climb(of, inst, n.of)
	}
	switch n.op {
	case policy.OpConst:
		e.pen.value(n.typ, e.eval(id, inst), e.pl.p.Schema)
	case policy.OpFact:
		e.named(e.pl.p.Schema.Entities[n.of].Facts[n.imm].Label, id, n, inst)
	case policy.OpRule:
		e.named(e.pl.p.Rules[n.imm].Label, id, n, inst)
	case policy.OpFigure:
		e.named(e.pl.p.Figures[n.imm].Label, id, n, inst)
	case policy.OpGlobal:
		e.named(globalLabel(policy.Global(n.imm)), id, n, inst)
	case policy.OpDated:
		if k := e.version(n); k >= 0 {
			e.phrase(n.args[k], n.of, inst, top)
			return
		}
		e.pen.put("（没有规定）")
	default:
		e.calculation(id, n, inst, top)
	}
}

// named writes label and value; a unit follows where the pack shows one.
func (e *evaluation) named(label string, id policy.NodeID, n *inode, inst int32) {
	e.pen.put(label)
	switch n.typ {
	case fact.Bool:
		e.pen.put("：")
	case fact.Enum:
		e.pen.put("为")
	}
	e.quantityOf(id, n, inst)
}

// quantityOf writes a node's value with its unit; enum facts know their own
// labels.
func (e *evaluation) quantityOf(id policy.NodeID, n *inode, inst int32) {
	v := e.eval(id, inst)
	if n.op == policy.OpFact && n.typ == fact.Enum && v.st == known {
		f := &e.pl.p.Schema.Entities[n.of].Facts[n.imm]
		e.pen.put(f.Format(fact.Of(v.n), e.pl.p.Schema))
		return
	}
	e.counted(n.typ, v, e.pl.units[id])
}

// counted writes a value, a count with its measure word.
func (e *evaluation) counted(t fact.Type, v val, unit string) {
	if t == fact.Count && v.st == known && unit != "" {
		e.pen.put(fact.Counted(v.n, unit))
		return
	}
	e.pen.value(t, v, e.pl.p.Schema)
}

// globalLabel names a date of the question.
func globalLabel(g policy.Global) string {
	switch g {
	case policy.AppliedOn:
		return "申请日"
	case policy.DecidedOn:
		return "决定日"
	case policy.AsOf:
		return "适用日"
	case policy.MonthNow:
		return "待遇月份"
	}
	return "指数月份"
}

// calculation writes an operation out: A × B = C.
func (e *evaluation) calculation(id policy.NodeID, n *inode, inst int32, top bool) {
	if !written(n.op) || len(n.args) == 0 {
		e.quantityOf(id, n, inst)
		return
	}
	if !top {
		e.pen.put("（")
	}
	e.formula(n, inst)
	e.pen.put(pick(n.op == policy.OpAgeOn || n.op == policy.OpMonthsBetween, "是", " = "))
	e.quantityOf(id, n, inst)
	if !top {
		e.pen.put("）")
	}
}

// written tells which operations are written out; conditions and bodies of
// rules have lines of their own.
func written(op policy.Op) bool {
	switch op {
	case policy.OpAdd, policy.OpSub, policy.OpTimes, policy.OpShare, policy.OpSplit, policy.OpShortfall, policy.OpLeast,
		policy.OpGreatest, policy.OpRound, policy.OpAgeOn, policy.OpAddMonths, policy.OpMonthsBetween, policy.OpMonthOf,
		policy.OpSpanFrom, policy.OpSpanTo:
		return true
	}
	return false
}

// formula writes the left side of a calculation.
func (e *evaluation) formula(n *inode, inst int32) {
	arg := func(k int) { e.phrase(n.args[k], n.of, inst, false) }
	switch n.op {
	case policy.OpAdd:
		e.joined(n, inst, " + ", "")
	case policy.OpSub:
		e.joined(n, inst, " − ", "")
	case policy.OpTimes:
		arg(1)
		e.pen.put(" × ")
		arg(0)
	case policy.OpShare:
		e.joined(n, inst, " × ", roundingNote(n.src.Mode))
	case policy.OpSplit:
		e.joined(n, inst, " ÷ ", roundingNote(n.src.Mode))
	case policy.OpShortfall:
		e.joined(n, inst, " 超出 ", " 的部分")
	case policy.OpLeast:
		e.joined(n, inst, "、", " 中最低的")
	case policy.OpGreatest:
		e.joined(n, inst, "、", " 中最高的")
	case policy.OpAddMonths:
		e.joined(n, inst, " 之后 ", "")
	default:
		e.oneArgument(n, inst)
	}
}

// oneArgument writes the operations that read like a remark on one operand.
func (e *evaluation) oneArgument(n *inode, inst int32) {
	after := ""
	switch n.op {
	case policy.OpRound:
		after = roundingNote(n.src.Mode)
	case policy.OpMonthOf:
		after = " 所在月份"
	case policy.OpSpanFrom:
		after = " 的起始月"
	case policy.OpSpanTo:
		after = " 的终止月"
	case policy.OpAgeOn:
		e.joined(n, inst, "，到 ", " 的年龄")
		return
	case policy.OpMonthsBetween:
		e.joined(n, inst, " 到 ", " 的月数")
		return
	}
	e.phrase(n.args[0], n.of, inst, false)
	e.pen.put(after)
}

// joined writes all arguments with a sign between them and a remark behind.
func (e *evaluation) joined(n *inode, inst int32, sign, after string) {
	for k := range n.args {
		if k > 0 {
			e.pen.put(sign)
		}
		e.phrase(n.args[k], n.of, inst, false)
	}
	e.pen.put(after)
}

// roundingNote says how a calculation is rounded.
func roundingNote(m money.Mode) string {
	if m == money.NoRound || m == money.Exact {
		return ""
	}
	return "（" + m.Chinese() + "）"
}

// sentence writes what a condition found, whether it holds or not.
func (e *evaluation) sentence(id policy.NodeID, of fact.EntityID, inst int32) {
	n := &e.pl.nodes[id]
	if n.of != of {
		inst = e.climb(of, inst, n.of)
	}
	switch n.op {
	case policy.OpNot:
		e.sentence(n.args[0], n.of, inst)
	case policy.OpAnd, policy.OpOr:
		e.conjoined(n, inst)
	case policy.OpLess, policy.OpAtMost, policy.OpAbove, policy.OpAtLeast,
		policy.OpLessShare, policy.OpAtMostShare, policy.OpAboveShare, policy.OpAtLeastShare:
		e.compared(id, n, inst)
	case policy.OpEqual, policy.OpNotEqual:
		e.equated(id, n, inst)
	case policy.OpIn:
		e.listedAmong(id, n, inst)
	case policy.OpIsNone:
		e.absence(n, inst)
	case policy.OpClaimed, policy.OpHeld, policy.OpChosen:
		e.answered(id, n, inst)
	default:
		e.phrase(id, n.of, inst, true)
	}
}

// conjoined writes conditions in one sentence.
func (e *evaluation) conjoined(n *inode, inst int32) {
	for k, a := range n.args {
		if k > 0 {
			e.pen.put(pick(n.op == policy.OpAnd, "；并且", "；或者"))
		}
		e.sentence(a, n.of, inst)
	}
}

// compared writes A，低于 B. An open comparison says that it cannot be made yet.
func (e *evaluation) compared(id policy.NodeID, n *inode, inst int32) {
	v, after := e.eval(id, inst), ""
	e.operand(n, 0, inst)
	switch v.st {
	case known:
		e.pen.puts("，", comparison(n.op, v.n != 0, e.pl.nodes[n.args[0]].typ, e.pl.units[n.args[0]]), " ")
	case failed:
		e.pen.put("，无法与 ")
		after = " 比较"
	default:
		e.pen.put("，还不能与 ")
		after = " 比较"
	}
	e.operand(n, 1, inst)
	if len(n.args) > 2 {
		e.pen.put(" × ")
		e.operand(n, 2, inst)
	}
	e.pen.put(after)
}

// operand writes one side of a comparison; a bare count borrows the unit of
// the other side.
func (e *evaluation) operand(n *inode, k int, inst int32) {
	id, lent := n.args[k], e.pl.units[n.args[1-min(k, 1)]]
	switch other := &e.pl.nodes[id]; {
	case other.typ != fact.Count || e.pl.units[id] != "":
		e.phrase(id, n.of, inst, true)
	case other.op == policy.OpConst:
		e.counted(other.typ, e.from(id, n.of, inst), lent)
	default:
		e.phrase(id, n.of, inst, true)
		if e.from(id, n.of, inst).st == known {
			e.pen.put(lent)
		}
	}
}

// equated writes 地区类别是城镇, or 地区类别为农村,不是城镇.
func (e *evaluation) equated(id policy.NodeID, n *inode, inst int32) {
	left, right := &e.pl.nodes[n.args[0]], &e.pl.nodes[n.args[1]]
	v := e.eval(id, inst)
	e.phrase(n.args[0], n.of, inst, true)
	if v.st != known {
		e.pen.put(pick(v.st == failed, "，无法核对", "，还不能核对"))
		return
	}
	same := (v.n != 0) == (n.op == policy.OpEqual)
	if right.op == policy.OpConst && same && e.pl.units[n.args[0]] == "" {
		return
	}
	if left.typ == fact.Enum || left.typ == fact.Bool || left.typ == fact.Place {
		e.pen.put(pick(same, "，就是 ", "，不是 "))
	} else {
		e.pen.puts("，", comparison(policy.OpEqual, same, left.typ, ""), " ")
	}
	e.constant(left, inst, n, 1)
}

// constant writes the other side of an equation: an enum constant with the
// labels of the fact that it is compared with.
func (e *evaluation) constant(like *inode, inst int32, n *inode, k int) {
	id := n.args[k]
	if other := &e.pl.nodes[id]; like.op == policy.OpFact && other.op == policy.OpConst && other.typ == fact.Enum {
		f := &e.pl.p.Schema.Entities[like.of].Facts[like.imm]
		e.pen.put(f.Format(other.src.Const, e.pl.p.Schema))
		return
	}
	if other := &e.pl.nodes[id]; other.op == policy.OpConst {
		e.counted(other.typ, e.from(id, n.of, inst), e.pl.units[n.args[0]])
		return
	}
	e.phrase(id, n.of, inst, true)
}

// listedAmong writes 收入种类为工资,属于 工资、赠与.
func (e *evaluation) listedAmong(id policy.NodeID, n *inode, inst int32) {
	v := e.eval(id, inst)
	e.phrase(n.args[0], n.of, inst, true)
	if v.st != known {
		e.pen.put(pick(v.st == failed, "，无法核对", "，还不能核对"))
		return
	}
	e.pen.put(pick(v.n != 0, "，属于 ", "，不属于 "))
	for k := 1; k < len(n.args); k++ {
		if k > 1 {
			e.pen.put("、")
		}
		e.constant(&e.pl.nodes[n.args[0]], inst, n, k)
	}
}

// absence writes 没有残疾等级, or the value that there is.
func (e *evaluation) absence(n *inode, inst int32) {
	if e.arg(n, 0, inst).st != none {
		e.phrase(n.args[0], n.of, inst, true)
		return
	}
	e.pen.put("没有")
	e.pen.put(e.labelOf(n.args[0]))
}

// labelOf is the name of what a node reads.
func (e *evaluation) labelOf(id policy.NodeID) string {
	n := &e.pl.nodes[id]
	switch n.op {
	case policy.OpFact:
		return e.pl.p.Schema.Entities[n.of].Facts[n.imm].Label
	case policy.OpRule:
		return e.pl.p.Rules[n.imm].Label
	case policy.OpFigure:
		return e.pl.p.Figures[n.imm].Label
	}
	return "这一项"
}

// answered writes what the family asked for, had, or chose.
func (e *evaluation) answered(id policy.NodeID, n *inode, inst int32) {
	v := e.eval(id, inst)
	var label, positive, negative, open string
	switch n.op {
	case policy.OpClaimed:
		label, positive, negative = e.pl.p.Programmes[n.imm].Label, "申请了", "没有申请"
	case policy.OpHeld:
		label, positive, negative, open = e.pl.p.Programmes[n.imm].Label, "上月享受", "上月没有享受", "不知道上月是否享受"
	default:
		c := &e.pl.p.Choices[n.imm]
		label, positive, negative, open = optionLabel(&c.Options[n.src.Imm2]), "家庭选择了", "家庭没有选择", "家庭还没有决定是否选择"
	}
	switch {
	case v.isTrue():
		e.pen.put(positive)
	case v.isFalse():
		e.pen.put(negative)
	default:
		e.pen.put(open)
	}
	e.pen.puts("“", label, "”")
}

// optionLabel is the option's name for people.
func optionLabel(o *policy.Option) string {
	if o.Label != "" {
		return o.Label
	}
	return o.ID
}

// inYears writes the days on which a row is law: 2019年1月1日起, or both ends.
func (e *evaluation) inYears(s pack.Span) {
	e.pen.date(s.From)
	if s.To == civil.Open {
		e.pen.put("起执行")
		return
	}
	e.pen.put("至")
	e.pen.date(s.To)
	e.pen.put("执行")
}
