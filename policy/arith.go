package policy

import (
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"

	"doudi/fact"
)

// sum compiles + and − of two quantities of one type and period.
func (s scope) sum(e ast.Expr) typed {
	op := OpAdd
	if e.AsCall().FunctionName() == operators.Subtract {
		op = OpSub
	}
	a, b, ok := s.sides(e, e.AsCall().Args()[0], e.AsCall().Args()[1])
	if !ok {
		return broken
	}
	if !quantity(a.typ) {
		s.c.report(problem(KindType, s.x.pos(e), "%s不能加减", typeWord(a.typ)), "金额、整数、月数、面积或比例",
			"日期用 add_months、months_between、age_on")
		return broken
	}
	return s.two(e, op, a.typ, a, b)
}

// two makes an operation on two values that must not be none.
func (s scope) two(e ast.Expr, op Op, typ fact.Type, a, b typed) typed {
	a, b = s.c.present(a, s.hints), s.c.present(b, s.hints)
	if !a.ok() || !b.ok() {
		return broken
	}
	return s.make(e, Node{Op: op, Type: typ, Args: []NodeID{a.node, b.node}})
}

// product compiles count * money, count * area and months * money/month, either
// way round.
func (s scope) product(e ast.Expr) typed {
	a, b := s.lower(e.AsCall().Args()[0]), s.lower(e.AsCall().Args()[1])
	if !a.ok() || !b.ok() {
		return broken
	}
	if isAmount(a) {
		a, b = b, a
	}
	switch {
	case !isAmount(b):
	case a.kind == litNumber, a.typ == fact.Count && a.kind == litFixed:
		a = s.c.fit(a, fact.Count, "个数")
		return s.two(e, OpTimes, b.typ, a, b)
	case a.typ == fact.Months && b.typ == fact.MoneyMonth:
		return s.two(e, OpTimes, fact.Money, a, b)
	}
	s.c.report(problem(KindType, s.x.pos(e), "不能把%s与%s相乘", a.word(), b.word()), "整数 * 金额、整数 * 面积，或月数 * 月金额",
		"按比例用 share(金额, 比例, 舍入方式)")
	return broken
}

// isAmount tells whether an expression is money of a known period or an area.
func isAmount(t typed) bool { return t.kind == litFixed && (t.typ.IsMoney() || t.typ == fact.Area) }
