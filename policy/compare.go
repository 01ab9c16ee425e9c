package policy

import (
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"

	"doudi/fact"
)

// comparisons maps CEL's operators to ours: plain, turned round (a < b as
// b > a), and beside an exact share.
var comparisons = map[string]struct{ plain, turned, share, turnedShare Op }{
	operators.Less:          {OpLess, OpAbove, OpLessShare, OpAboveShare},
	operators.LessEquals:    {OpAtMost, OpAtLeast, OpAtMostShare, OpAtLeastShare},
	operators.Greater:       {OpAbove, OpLess, OpAboveShare, OpLessShare},
	operators.GreaterEquals: {OpAtLeast, OpAtMost, OpAtLeastShare, OpAtMostShare},
}

// order compiles < <= > >=, also beside an exact share.
func (s scope) order(e ast.Expr) typed {
	ops := comparisons[e.AsCall().FunctionName()]
	left, right := e.AsCall().Args()[0], e.AsCall().Args()[1]
	switch {
	case isExactShare(right):
		return s.orderShare(e, ops.share, left, right)
	case isExactShare(left):
		return s.orderShare(e, ops.turnedShare, right, left)
	}
	a, b, ok := s.sides(e, left, right)
	if !ok {
		return broken
	}
	if !ordered(a.typ) {
		s.c.report(problem(KindType, s.x.pos(e), "%s没有大小之分", typeWord(a.typ)), "金额、整数、月数、日期、月份、面积或比例", "用 ==、!= 或 in")
		return broken
	}
	a, b = s.c.present(a, s.hints), s.c.present(b, s.hints)
	if !a.ok() || !b.ok() {
		return broken
	}
	return s.make(e, Node{Op: ops.plain, Type: fact.Bool, Args: []NodeID{a.node, b.node}})
}

// ordered tells which types have more and less.
func ordered(t fact.Type) bool {
	switch t {
	case fact.Bool, fact.Enum, fact.Place, fact.Span, fact.Invalid:
		return false
	}
	return true
}

// sides compiles two expressions that must have one type.
func (s scope) sides(e, left, right ast.Expr) (a, b typed, ok bool) {
	a, b = s.lower(left), s.lower(right)
	if !a.ok() || !b.ok() {
		return a, b, false
	}
	return s.match(e, a, b)
}

// match gives two expressions their common type or reports that they have none.
func (s scope) match(e ast.Expr, a, b typed) (typed, typed, bool) {
	want := commonType([]typed{a, b})
	if a.choice != nil || b.choice != nil || !s.c.agree(a, want) || !s.c.agree(b, want) {
		s.c.report(problem(KindType, s.x.pos(e), "两边类型不同：左边是%s，右边是%s", a.word(), b.word()), "同一类型、同一期间", unlike(a, b))
		return a, b, false
	}
	a, b = s.c.fit(a, want, "左边"), s.c.fit(b, want, "右边")
	return a, b, a.ok() && b.ok()
}

// unlike says how to mend two sides of different types.
func unlike(a, b typed) string {
	switch {
	case a.typ.IsMoney() && b.typ.IsMoney():
		return "年金额用 monthly、月金额用 yearly 换算，不分期间的金额用 split(…, 'month') 分到各月"
	case (a.typ.IsMoney() || b.typ.IsMoney()) && (a.kind == litNumber || b.kind == litNumber):
		return "金额不能与数相比；要与 0元 比较，另写一条值为 0元 的规则再用它的名字"
	case a.typ == fact.Date && b.typ == fact.Month || a.typ == fact.Month && b.typ == fact.Date:
		return "日期用 month_of 换成月份再比较"
	}
	return "换成同类的名字"
}

// agree tells whether an expression can have a type.
func (c *compiler) agree(t typed, want fact.Type) bool {
	if t.open() {
		return t.kind.takes(want)
	}
	return t.typ == want
}

// isExactShare recognises share(x, rate, EXACT).
func isExactShare(e ast.Expr) bool {
	if e.Kind() != ast.CallKind || e.AsCall().IsMemberFunction() || e.AsCall().FunctionName() != "share" {
		return false
	}
	args := e.AsCall().Args()
	return len(args) == 3 && args[2].Kind() == ast.IdentKind && args[2].AsIdent() == "EXACT"
}

// orderShare compiles a comparison of other with share(x, rate, EXACT).
func (s scope) orderShare(e ast.Expr, op Op, other, share ast.Expr) typed {
	args := share.AsCall().Args()
	if isExactShare(other) {
		s.c.report(problem(KindExact, s.x.pos(other), "比较的两边不能都是 EXACT"), "只有一边是 share(…, EXACT)", "另一边改用带舍入方式的规则")
		return broken
	}
	a, b, ok := s.sides(e, other, args[0])
	rate := s.c.fit(s.lower(args[1]), fact.Rate, "share 的第 2 项")
	if !ok || !rate.ok() {
		return broken
	}
	if !quantity(a.typ) {
		s.c.report(problem(KindType, s.x.pos(e), "%s不能按比例比较", typeWord(a.typ)), "金额、整数、月数或面积", "换成金额的名字")
		return broken
	}
	a, b, rate = s.c.present(a, s.hints), s.c.present(b, s.hints), s.c.present(rate, s.hints)
	if !a.ok() || !b.ok() || !rate.ok() {
		return broken
	}
	return s.make(e, Node{Op: op, Type: fact.Bool, Args: []NodeID{a.node, b.node, rate.node}})
}

// quantity tells which types can be added and shared.
func quantity(t fact.Type) bool {
	return t.IsMoney() || t == fact.Count || t == fact.Months || t == fact.Area || t == fact.Rate
}

// equality compiles == and !=. None equals none only, so no guard is needed.
func (s scope) equality(e ast.Expr) typed {
	op := OpEqual
	if e.AsCall().FunctionName() == operators.NotEquals {
		op = OpNotEqual
	}
	a, b := s.lower(e.AsCall().Args()[0]), s.lower(e.AsCall().Args()[1])
	if !a.ok() || !b.ok() {
		return broken
	}
	if a.choice != nil || b.choice != nil {
		return s.chosenIs(e, op, a, b)
	}
	a, b, ok := s.match(e, a, b)
	if !ok || !s.sameOptions(a, b) {
		return broken
	}
	if a.typ == fact.Span {
		s.c.report(problem(KindType, s.x.pos(e), "期间不能直接比较"), "期间的 .from 或 .to", "分别比较起止月份")
		return broken
	}
	return s.make(e, Node{Op: op, Type: fact.Bool, Args: []NodeID{a.node, b.node}})
}

// sameOptions demands that two enums share at least one option, which for a
// text beside an enum means that the enum has it.
func (s scope) sameOptions(a, b typed) bool {
	if a.typ != fact.Enum || a.values == nil || b.values == nil {
		return true
	}
	for _, v := range b.values {
		if contains(a.values, v) {
			return true
		}
	}
	known, other := a, b
	if len(a.values) == 1 {
		known, other = b, a
	}
	s.c.report(problem(KindEnumValue, other.pos, "没有“%s”这个选项", join(other.values)), join(known.values), "改成应有的选项之一，或在声明里加上它")
	return false
}

// contains tells whether a list holds a text.
func contains(list []string, text string) bool {
	for _, v := range list {
		if v == text {
			return true
		}
	}
	return false
}

// membership compiles x in [a, b].
func (s scope) membership(e ast.Expr) typed {
	args := e.AsCall().Args()
	x := s.lower(args[0])
	if args[1].Kind() != ast.ListKind || args[1].AsList().Size() == 0 {
		s.c.report(problem(KindExprForbidden, s.x.start(args[1]), "in 的右边要写出列表"), "x in ['a', 'b']", "把可取的选项逐个写在方括号里")
		return broken
	}
	if x.choice != nil {
		return s.chosenIn(e, x.choice, args[1].AsList().Elements())
	}
	n, whole := Node{Op: OpIn, Type: fact.Bool, Args: []NodeID{x.node}}, x.ok()
	for _, element := range args[1].AsList().Elements() {
		item := s.lower(element)
		if !x.ok() || !item.ok() {
			whole = false
			continue
		}
		a, b, ok := s.match(e, x, item)
		if ok = ok && s.sameOptions(a, b); ok {
			n.Args[0] = a.node
			n.Args = append(n.Args, b.node)
		}
		whole = whole && ok
	}
	if !whole {
		return broken
	}
	return s.make(e, n)
}
