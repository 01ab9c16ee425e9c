package policy

import (
	"regexp"
	"strings"

	"cel.dev/cel-go/common"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/parser"

	"doudi/fact"
	"doudi/pack"
)

// celParser parses expressions. It knows no macros, so that nothing of CEL's
// own comprehensions exists, and joins chains of && and || into one call.
var celParser = mustParser()

// mustParser makes the parser; its options are constants.
func mustParser() *parser.Parser {
	p, err := parser.NewParser(parser.EnableVariadicOperatorASTs(true), parser.EnablePrattParser(true), parser.EnableIdentEscapeSyntax(false))
	if err != nil {
		panic(err)
	}
	return p
}

// expression is one parsed text with what is needed to say where things stand.
type expression struct {
	root ast.Expr
	info *ast.SourceInfo
	text []rune
	at   pack.Pos
}

// parse reads a CEL text. Whatever is wrong is reported in Chinese; of the
// errors of cel-go only the place of the first is used, since the rest follow
// from it and their sentences are English.
func (c *compiler) parse(e pack.Expr) (*expression, bool) {
	if !c.scan(e) {
		return nil, false
	}
	tree, errs := celParser.Parse(common.NewTextSource(e.Text))
	x := &expression{text: []rune(e.Text), at: e.Pos}
	if found := errs.GetErrors(); len(found) > 0 {
		c.unexpected(x, found[0].Location)
		return nil, false
	}
	x.root, x.info = tree.Expr(), tree.SourceInfo()
	return x, true
}

// unexpected reports what stands where cel-go stopped.
func (c *compiler) unexpected(x *expression, loc common.Location) {
	i := len(x.text)
	if loc.Line() >= 1 && loc.Column() >= 0 {
		i = lineStart(x.text, loc.Line()) + loc.Column()
	}
	token := tokenAt(x.text, i)
	if token == "" {
		c.report(problem(KindExprToken, offset(x.at, x.text, len(x.text)), "表达式没有写完"), "名字或括号", "补上后面的内容，或删去多余的运算符")
		return
	}
	c.report(problem(KindExprToken, offset(x.at, x.text, i), "这里不该出现“%s”", token), "运算符、名字或表达式的结尾",
		"检查前面是否漏了运算符、逗号或名字")
}

// lineStart is the position of the first character of a line of a text.
func lineStart(text []rune, line int) int {
	for i, r := range text {
		if line == 1 {
			return i
		}
		if r == '\n' {
			line--
		}
	}
	return len(text)
}

// tokenAt is the word or sign that begins at a position, "" behind the end.
func tokenAt(text []rune, i int) string {
	for i < len(text) && text[i] == ' ' {
		i++
	}
	if i >= len(text) {
		return ""
	}
	end := i + 1
	for end < len(text) && isLetter(text[i]) && (isLetter(text[end]) || text[end] >= '0' && text[end] <= '9') {
		end++
	}
	return string(text[i:end])
}

// pos is the place of an operation: its operator, its function's name, or the
// first character of a name or literal.
func (x *expression) pos(e ast.Expr) pack.Pos {
	return offset(x.at, x.text, x.index(e))
}

// index is the position of an operation in the text.
func (x *expression) index(e ast.Expr) int {
	span, _ := x.info.GetOffsetRange(e.ID())
	i := int(span.Start)
	switch e.Kind() {
	case ast.SelectKind:
		return i + 1
	case ast.CallKind:
		if name := e.AsCall().FunctionName(); isLetter(rune(name[0])) && strings.HasSuffix(strings.TrimRight(string(x.text[:i]), " "), name) {
			return len([]rune(strings.TrimRight(string(x.text[:i]), " "))) - len(name)
		}
	}
	return i
}

// start is the place of the first character of an expression.
func (x *expression) start(e ast.Expr) pack.Pos {
	for {
		switch {
		case e.Kind() == ast.SelectKind:
			e = e.AsSelect().Operand()
		case e.Kind() == ast.CallKind && e.AsCall().IsMemberFunction():
			e = e.AsCall().Target()
		case e.Kind() == ast.CallKind && !isLetter(rune(e.AsCall().FunctionName()[0])) && len(e.AsCall().Args()) > 1:
			e = e.AsCall().Args()[0]
		default:
			return x.pos(e)
		}
	}
}

// literalForms recognise the texts that are literals, by what they stand for.
var literalForms = []struct {
	kind litKind
	typ  fact.Type
	form *regexp.Regexp
}{
	{litMoney, fact.Invalid, regexp.MustCompile(`^-?[0-9][0-9.,]*元$`)},
	{litFixed, fact.Rate, regexp.MustCompile(`^-?[0-9][0-9.]*%$`)},
	{litFixed, fact.Months, regexp.MustCompile(`^-?[0-9]+ months?$`)},
	{litFixed, fact.Area, regexp.MustCompile(`^[0-9][0-9.]*平方米$`)},
	{litNumber, fact.Invalid, regexp.MustCompile(`^-?[0-9]+$`)},
	{litFixed, fact.Date, regexp.MustCompile(`^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}$`)},
	{litFixed, fact.Month, regexp.MustCompile(`^[0-9]{4}-[0-9]{1,2}$`)},
	{litFixed, fact.Span, regexp.MustCompile(`^[0-9]{4}-[0-9]{1,2}/[0-9]{4}-[0-9]{1,2}$`)},
	{litFixed, fact.Bool, regexp.MustCompile(`^(true|false)$`)},
	{litText, fact.Invalid, regexp.MustCompile(`^('[^'\\]*'|"[^"\\]*")$`)},
	{litNone, fact.Invalid, regexp.MustCompile(`^none$`)},
}

// literalOf reads a text that is a literal by itself. One whose type the text
// names gets its node at once, the others wait for what stands beside them.
func (c *compiler) literalOf(e pack.Expr) (typed, bool) {
	for _, l := range literalForms {
		if !l.form.MatchString(e.Text) {
			continue
		}
		t := typed{node: NoNode, kind: l.kind, text: e.Text, pos: e.Pos, mayNone: l.kind == litNone}
		if l.kind == litText {
			t.text = e.Text[1 : len(e.Text)-1]
		}
		if l.kind == litFixed {
			return c.literal(t, l.typ), true
		}
		return t, true
	}
	return broken, false
}
