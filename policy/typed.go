package policy

import (
	"slices"

	"doudi/fact"
	"doudi/pack"
)

// litKind says which types a literal can still take. A literal gets its type
// from what it stands beside: 0元 beside a monthly amount is 0元 a month.
type litKind uint8

const (
	notLiteral litKind = iota
	litFixed           // its text names its type: 42%, 2020-01-01, true
	litMoney           // any period
	litNumber          // count or months
	litText            // enum or place
	litNone            // anything
)

// typed is an expression after checking: its node and what is known about it.
// A broken expression has type Invalid and kind notLiteral; whoever meets one
// keeps silent because the problem has been reported where it is.
type typed struct {
	node    NodeID
	typ     fact.Type
	kind    litKind
	text    string   // of a literal without node
	values  []string // of an enum, nil if any
	mayNone bool
	choice  *choiceDecl // a bare choice; it has no node of its own
	pos     pack.Pos
}

// broken stands for an expression whose problem has been reported.
var broken = typed{node: NoNode}

// ok tells whether the expression can be used.
func (t typed) ok() bool { return t.typ != fact.Invalid || t.kind != notLiteral }

// open tells whether the literal still waits for its type.
func (t typed) open() bool { return t.kind > litFixed }

// takes tells whether a literal of this kind can have a type.
func (k litKind) takes(t fact.Type) bool {
	switch k {
	case litMoney:
		return t.IsMoney()
	case litNumber:
		return t == fact.Count || t == fact.Months
	case litText:
		return t == fact.Enum || t == fact.Place
	case litNone:
		return t != fact.Invalid
	}
	return false
}

// standard is the type of a literal that nothing else decides.
func (k litKind) standard() fact.Type {
	switch k {
	case litMoney:
		return fact.Money
	case litNumber:
		return fact.Count
	case litText:
		return fact.Enum
	}
	return fact.Invalid
}

// commonType finds the type of several expressions that must agree: the first that
// is certain, else what their literals stand for by themselves.
func commonType(ts []typed) fact.Type {
	for _, t := range ts {
		if t.ok() && !t.open() {
			return t.typ
		}
	}
	for _, t := range ts {
		if std := t.kind.standard(); std != fact.Invalid {
			return std
		}
	}
	return fact.Invalid
}

// commonValues joins the values of enums; nil if one of them takes any.
func commonValues(ts []typed) []string {
	var all []string
	for _, t := range ts {
		switch {
		case t.kind == litText:
			all = appendOnce(all, t.text)
		case t.typ == fact.Enum && t.values == nil && t.kind != litNone:
			return nil
		default:
			all = appendOnce(all, t.values...)
		}
	}
	return all
}

// appendOnce appends what is not there yet.
func appendOnce(list []string, more ...string) []string {
	for _, m := range more {
		if !slices.Contains(list, m) {
			list = append(list, m)
		}
	}
	return list
}

// fit gives an expression the type that its place demands, or reports that it
// cannot have it. what names the place in the message: “基础值”.
func (c *compiler) fit(t typed, want fact.Type, what string) typed {
	switch {
	case !t.ok() || want == fact.Invalid:
		return broken
	case t.choice != nil:
		return c.choiceAlone(t)
	case t.open() && t.kind.takes(want):
		return c.literal(t, want)
	case !t.open() && t.typ == want:
		return t
	}
	c.report(problem(KindType, t.pos, "“%s”是%s，这里要%s", what, t.word(), typeWord(want)),
		typeWord(want), "换成"+typeWord(want)+"的名字或字面值，或先用函数换算")
	return broken
}

// word names the type of an expression in Chinese.
func (t typed) word() string {
	switch t.kind {
	case litMoney:
		return "金额“" + t.text + "”"
	case litNumber:
		return "数“" + t.text + "”"
	case litText:
		return "文字“" + t.text + "”"
	case litNone:
		return "“无”（none）"
	}
	if t.choice != nil {
		return "选择"
	}
	return typeWord(t.typ)
}

// literal makes the constant of an open literal.
func (c *compiler) literal(t typed, want fact.Type) typed {
	text := t.text
	switch {
	case t.kind == litNumber && want == fact.Months:
		text += " months" // beside months a number counts months
	case t.kind == litText:
		text = "'" + text + "'" // so that an option may be called none
	}
	value, err := fact.ParseLiteral(want, text, c.symbol)
	if err != nil {
		c.report(problem(KindLiteralValue, t.pos, "字面值“%s”读不成%s", t.text, typeWord(want)), literalForm(want), "按应有的形式改写")
		return broken
	}
	out := t
	out.kind, out.typ, out.mayNone = litFixed, want, value.State == fact.None
	out.node = c.constant(want, value)
	if want == fact.Enum && t.kind == litText {
		out.values = []string{t.text}
	}
	return out
}

// constant interns a constant.
func (c *compiler) constant(t fact.Type, v fact.Value) NodeID {
	return c.intern(Node{Op: OpConst, Type: t, Const: v})
}

// literalForm shows how a literal of a type is written.
func literalForm(t fact.Type) string {
	forms := map[fact.Type]string{
		fact.Rate: "42%", fact.Count: "16", fact.Months: "6 months", fact.Date: "2020-01-01", fact.Month: "2020-01",
		fact.Span: "2019-03/2020-02", fact.Area: "13平方米", fact.Bool: "true 或 false", fact.Enum: "加单引号的选项", fact.Place: "加单引号的区划代码",
	}
	if t.IsMoney() {
		return "538元"
	}
	return forms[t]
}
