package policy

import (
	"slices"
	"strings"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"

	"doudi/fact"
	"doudi/pack"
)

// scope is where an expression stands: the entity whose row it is evaluated
// for, and what the guards before it have settled.
type scope struct {
	c     *compiler
	of    fact.EntityID
	x     *expression
	hints []hint
	skips bool // a fact that does not apply is left out here, not an error
}

// expr compiles a text: a literal, a name or an expression. Literals may stay
// open until fit gives them a type.
func (c *compiler) expr(e pack.Expr, of fact.EntityID, hints []hint) typed {
	return c.exprIn(e, scope{c: c, of: of, hints: hints})
}

// exprIn compiles a text in a scope.
func (c *compiler) exprIn(e pack.Expr, s scope) typed {
	if e.Text == "" {
		c.report(problem(KindExprToken, c.at, "这里缺少表达式"), "名字、字面值或表达式", "补上要取的值")
		return broken
	}
	c.at = e.Pos
	if t, ok := c.literalOf(e); ok {
		return t
	}
	x, ok := c.parse(e)
	if !ok {
		return broken
	}
	s.x = x
	s.skips = s.skips && (x.root.Kind() == ast.IdentKind || x.root.Kind() == ast.SelectKind)
	return s.lower(x.root)
}

// condition compiles a text that must be yes or no and never none.
func (c *compiler) condition(e pack.Expr, of fact.EntityID, hints []hint, what string) typed {
	t := c.fit(c.expr(e, of, hints), fact.Bool, what)
	return c.present(t, hints)
}

// lower compiles one operation.
func (s scope) lower(e ast.Expr) typed {
	var t typed
	switch e.Kind() {
	case ast.IdentKind:
		t = s.bare(e, e.AsIdent())
	case ast.SelectKind:
		t = s.dotted(e)
	case ast.LiteralKind:
		t = s.literal(e)
	case ast.CallKind:
		t = s.call(e)
	case ast.ListKind:
		s.c.report(problem(KindExprForbidden, s.x.pos(e), "列表只能写在 in 的右边"), "x in ['a', 'b']", "改成 in，或拆成几项")
		return broken
	default:
		s.c.report(problem(KindExprForbidden, s.x.pos(e), "不能用映射或构造"), "标量表达式", "把它改写成规则或数值")
		return broken
	}
	t.pos = s.x.start(e)
	return t
}

// literal reads a number, a text, true or false. What else CEL can write has
// been refused by scan.
func (s scope) literal(e ast.Expr) typed {
	at := s.x.pos(e)
	switch v := e.AsLiteral().(type) {
	case types.Bool:
		n := int64(0)
		if v {
			n = 1
		}
		return typed{node: s.c.constant(fact.Bool, fact.Of(n)), typ: fact.Bool, kind: litFixed}
	case types.Int:
		if v < 0 {
			s.c.report(problem(KindExprForbidden, at, "不能用负数"), "减法或数值的名字", "写成 a - b，或在数值（figures）里写出")
			return broken
		}
		return typed{node: NoNode, kind: litNumber, text: strings.TrimSpace(tokenDigits(s.x.text[s.x.index(e):]))}
	case types.String:
		return typed{node: NoNode, kind: litText, text: string(v)}
	}
	s.c.report(problem(KindExprForbidden, at, "不能用这种字面值"), "名字、0、1、12、true、false 或单引号里的选项", "改用数值或规则的名字")
	return broken
}

// tokenDigits are the digits that a text begins with.
func tokenDigits(text []rune) string {
	n := 0
	for n < len(text) && text[n] >= '0' && text[n] <= '9' {
		n++
	}
	return string(text[:n])
}

// make interns an operation at its place.
func (s scope) make(e ast.Expr, n Node) typed {
	s.c.at = s.x.pos(e)
	return typed{node: s.c.intern(n), typ: n.Type, kind: litFixed}
}

// call compiles operators and functions.
func (s scope) call(e ast.Expr) typed {
	call := e.AsCall()
	if call.IsMemberFunction() {
		return s.memberCall(e)
	}
	switch name := call.FunctionName(); name {
	case operators.LogicalAnd:
		return s.chain(e, OpAnd, s.c.whenTrue)
	case operators.LogicalOr:
		return s.chain(e, OpOr, s.c.whenFalse)
	case operators.Equals, operators.NotEquals:
		return s.equality(e)
	case operators.Less, operators.LessEquals, operators.Greater, operators.GreaterEquals:
		return s.order(e)
	case operators.In, operators.OldIn:
		return s.membership(e)
	case operators.Add, operators.Subtract:
		return s.sum(e)
	case operators.Multiply:
		return s.product(e)
	case operators.Negate:
		s.c.report(problem(KindExprForbidden, s.x.pos(e), "不能在前面加负号"), "减法 a - b", "写成 a - b")
	case operators.Index:
		s.c.report(problem(KindExprForbidden, s.x.pos(e), "不能用“[ ]”取第几项"), "汇总规则", "写成 add_up、max_of 等汇总规则")
	default:
		return s.function(e, name)
	}
	return broken
}

// chain compiles a run of && or ||. What an operand settles is certain for the
// operands after it, so that a guard protects what follows it and nothing else.
func (s scope) chain(e ast.Expr, op Op, settles func(NodeID) []hint) typed {
	n, whole := Node{Op: op, Type: fact.Bool}, true
	for _, a := range e.AsCall().Args() {
		t := s.yesNo(a, map[Op]string{OpAnd: "&&", OpOr: "||"}[op]+" 的一边")
		s.hints = append(slices.Clip(s.hints), after(t, settles)...)
		if !t.ok() {
			whole = false
			continue
		}
		n.Args = s.c.flatten(n.Args, op, t.node)
	}
	if !whole {
		return broken
	}
	return s.make(e, n)
}

// flatten adds an operand, taking the operands of the same operation apart.
func (c *compiler) flatten(args []NodeID, op Op, n NodeID) []NodeID {
	if c.p.Nodes[n].Op == op {
		return append(args, c.p.Nodes[n].Args...)
	}
	return append(args, n)
}

// yesNo compiles an operand that must be yes or no.
func (s scope) yesNo(e ast.Expr, what string) typed {
	return s.c.present(s.c.fit(s.lower(e), fact.Bool, what), s.hints)
}

// present demands that a value cannot be none here.
func (c *compiler) present(t typed, hints []hint) typed {
	if !t.ok() || !t.mayNone || unclear(hints) || slices.Contains(hints, hint{kind: isPresent, a: t.node}) {
		t.mayNone = false
		return t
	}
	c.report(problem(KindUnguardedNone, t.pos, "“%s”可能是“无”，不能直接比较或计算", c.p.Describe(t.node)),
		"先用 is_none 排除“无”：not(is_none(x)) && …，或 is_none(x) || …", "在同一个 && 或 || 里把判断写在前面，或写进 where、when")
	return broken
}
