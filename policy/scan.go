package policy

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"doudi/pack"
)

// scanner looks at the text of an expression before cel-go does. It knows what
// the language leaves out of CEL and what people type by habit, so that both
// are told in Chinese at the very character.
type scanner struct {
	c       *compiler
	at      pack.Pos // of the first character
	text    []rune
	i       int
	open    []int // positions of brackets not closed yet
	clean   bool
	ternary bool // a “?” has been reported, its “:” goes with it
}

// scan reports everything in a text that can never stand in an expression and
// tells whether cel-go may parse it.
func (c *compiler) scan(e pack.Expr) bool {
	s := &scanner{c: c, at: e.Pos, text: []rune(e.Text), clean: true}
	for s.i < len(s.text) {
		s.token()
	}
	for _, i := range s.open {
		s.fail(i, KindExprParen, fmt.Sprintf("“%c”没有配对的“%c”", s.text[i], closing(s.text[i])), "成对的括号", "在该结束的地方补上右括号")
	}
	return s.clean
}

// fail reports a problem at a character of the text.
func (s *scanner) fail(i int, kind, message, expected, remedy string) {
	s.clean = false
	s.c.report(problem(kind, offset(s.at, s.text, i), "%s", message), expected, remedy)
}

// offset is the place of the i-th character of a text that starts at a place.
func offset(at pack.Pos, text []rune, i int) pack.Pos {
	pos := at
	for _, r := range text[:min(i, len(text))] {
		pos.Col++
		if r == '\n' {
			pos.Line, pos.Col = pos.Line+1, 1
		}
	}
	return pos
}

// token consumes one token.
func (s *scanner) token() {
	r := s.text[s.i]
	switch {
	case unicode.IsSpace(r) && r < 0x80:
		s.i++
	case r == '\'' || r == '"':
		s.quoted(r)
	case r >= '0' && r <= '9':
		s.number()
	case isLetter(r):
		s.word()
	case r >= 0x80:
		s.wide()
	default:
		s.sign(r)
	}
}

// peek is the character n places on, or 0.
func (s *scanner) peek(n int) rune {
	if s.i+n < len(s.text) {
		return s.text[s.i+n]
	}
	return 0
}

// isLetter tells whether a name can begin with r.
func isLetter(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '_'
}

// quoted consumes a text between quotes.
func (s *scanner) quoted(quote rune) {
	start := s.i
	for s.i++; s.i < len(s.text) && s.text[s.i] != quote; s.i++ {
		if s.text[s.i] == '\\' {
			s.fail(s.i, KindExprForbidden, "文字里不能用反斜线", "原样写出的文字", "去掉“\\”")
		}
	}
	if s.i >= len(s.text) {
		s.fail(start, KindExprParen, "引号没有配对", "成对的单引号", "在文字末尾补上引号")
	}
	s.i++
}

// wide consumes characters outside ASCII: full-width signs and Chinese words.
func (s *scanner) wide() {
	start, r := s.i, s.text[s.i]
	if half := halfWidth(r); half != "" {
		s.i++
		s.fail(start, KindExprToken, fmt.Sprintf("“%c”是全角符号", r), "半角符号“"+half+"”", "改成“"+half+"”")
		return
	}
	for s.i < len(s.text) && s.text[s.i] >= 0x80 && halfWidth(s.text[s.i]) == "" {
		s.i++
	}
	s.fail(start, KindExprToken, fmt.Sprintf("表达式里不能有“%s”", string(s.text[start:s.i])),
		"英文小写的名字", "换成事实、规则或数值的名字（id）")
}

// halfWidth is the sign of the language for one of a Chinese keyboard, "" if r
// is none. The full-width forms lie at a fixed distance from ASCII.
func halfWidth(r rune) string {
	switch {
	case r == 0xFF1D:
		return "=="
	case r == 0xFF01:
		return "not(…)"
	case r >= 0xFF01 && r <= 0xFF5E:
		return string(r - 0xFEE0)
	}
	return lookalikes[r]
}

// lookalikes are the other signs that people type for one of the language.
var lookalikes = map[rune]string{
	'\u3000': " ", '\u3001': ",", '\u3002': ".", '\u2018': "'", '\u2019': "'", '\u201c': "'", '\u201d': "'",
	'\u00d7': "*", '\u00f7': "split(…)", '\u2264': "<=", '\u2265': ">=", '\u2260': "!=", '\u3010': "[", '\u3011': "]",
}

// words that other languages use for operators, and what stands for them here.
var foreign = map[string]string{
	"and": "&&", "or": "||", "AND": "&&", "OR": "||", "NOT": "not(…)", "has": "not(is_none(…))",
	"null": "is_none(…)", "nil": "is_none(…)", "None": "is_none(…)", "True": "true", "False": "false",
}

// reserved are the words that cel-go keeps for itself.
var reserved = []string{
	"as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
	"namespace", "return", "var", "void", "while",
}

// loops are the CEL functions that go over lists or match patterns.
var loops = []string{"all", "exists", "exists_one", "map", "filter", "matches", "startsWith", "endsWith", "contains", "size"}

// word consumes a name and reports those that are no names here.
func (s *scanner) word() {
	start := s.i
	for s.i < len(s.text) && (isLetter(s.text[s.i]) || s.text[s.i] >= '0' && s.text[s.i] <= '9') {
		s.i++
	}
	name := string(s.text[start:s.i])
	called, member := s.next() == '(', start > 0 && s.text[start-1] == '.'
	switch {
	case foreign[name] != "" && !member:
		s.fail(start, KindExprForbidden, "没有“"+name+"”这种写法", foreign[name], "写成“"+foreign[name]+"”")
	case slices.Contains(reserved, name):
		s.fail(start, KindExprForbidden, "“"+name+"”是保留字，不能当名字", "另外的名字", "给它改个名字")
	case called && member && slices.Contains(loops, name):
		s.fail(start, KindExprForbidden, "表达式里不能用“"+name+"”逐个处理或匹配", "汇总写成规则：add_up、any、all、count、min_of、max_of",
			"另写一条汇总规则，在这里用它的名字")
	case s.i < len(s.text) && (s.text[s.i] == '\'' || s.text[s.i] == '"'):
		s.fail(start, KindExprForbidden, "引号前不能有“"+name+"”", "单引号里的文字", "去掉引号前的字母")
	}
}

// next is the next character that is not a space.
func (s *scanner) next() rune {
	for i := s.i; i < len(s.text); i++ {
		if s.text[i] != ' ' {
			return s.text[i]
		}
	}
	return 0
}

// number consumes a number with whatever clings to it: 538元, 42%, 2020-01-01.
func (s *scanner) number() {
	start := s.i
	for s.i < len(s.text) && strings.ContainsRune("0123456789.,", s.text[s.i]) && !s.separates() {
		s.i++
	}
	digits := string(s.text[start:s.i])
	if unit := s.unit(digits); unit != "" {
		s.i += len([]rune(unit))
		s.literalInside(start)
		return
	}
	switch {
	case strings.Contains(digits, "."):
		s.fail(start, KindExprForbidden, "不能用小数“"+digits+"”", "比例或金额的名字", "在数值（figures）里写成 42% 或 1.01元，在这里用它的名字")
	case isLetter(s.peek(0)):
		s.fail(start, KindExprForbidden, "“"+digits+string(s.peek(0))+"”不是数", "数字 0、1、12", "去掉数字后的字母")
	case digits != "0" && digits != "1" && digits != "12":
		s.fail(start, KindExprNumber, "表达式里不能直接写数“"+digits+"”", "只有 0、1、12 可以直接写", "在数值（figures）里写出 "+digits+" 和依据，在这里用它的名字")
	}
}

// separates tells whether a comma here parts arguments instead of thousands.
func (s *scanner) separates() bool {
	if s.text[s.i] != ',' {
		return false
	}
	for n := 1; n <= 3; n++ {
		if d := s.peek(n); d < '0' || d > '9' {
			return true
		}
	}
	return false
}

// unit is what makes a literal of the digits before it, or nothing.
func (s *scanner) unit(digits string) string {
	rest := string(s.text[s.i:])
	for _, u := range []string{"万元", "元", "%", "平方米", "㎡", "岁", "个月", "月", "年", "天", " months", " month"} {
		if strings.HasPrefix(rest, u) && !(u == "%" && s.modulo()) {
			return u
		}
	}
	if len(digits) == 4 && strings.HasPrefix(rest, "-") && s.peek(1) >= '0' && s.peek(1) <= '9' {
		return rest[:dateLength(rest)]
	}
	return ""
}

// modulo tells whether a percent sign here stands between two operands.
func (s *scanner) modulo() bool {
	for n := 1; ; n++ {
		switch r := s.peek(n); {
		case r == ' ':
		default:
			return isLetter(r) || r >= '0' && r <= '9'
		}
	}
}

// dateLength counts the characters of a date that still belong to it.
func dateLength(rest string) int {
	n := 0
	for n < len(rest) && (rest[n] == '-' || rest[n] == '/' || rest[n] >= '0' && rest[n] <= '9') {
		n++
	}
	return n
}

// literalInside reports a literal that stands inside an expression.
func (s *scanner) literalInside(start int) {
	text := string(s.text[start:s.i])
	s.fail(start, KindExprLiteral, "表达式里不能直接写“"+text+"”", "数值或规则的名字",
		"在数值（figures）里写出 "+text+" 和依据，在这里用它的名字")
}

// sign consumes operators and brackets.
func (s *scanner) sign(r rune) {
	start := s.i
	s.i++
	switch {
	case strings.ContainsRune("([", r):
		s.open = append(s.open, start)
	case strings.ContainsRune(")]", r):
		s.close(start, r)
	case strings.ContainsRune("=&|", r):
		s.doubled(start, r)
	case r == '!' && s.peek(0) == '=', strings.ContainsRune("<>", r) && s.peek(0) == '=':
		s.i++
	case r == '/' && s.peek(0) == '/':
		s.fail(start, KindExprForbidden, "表达式里不写注释", "说明写在“#”后面", "删去“//”及其后的文字")
		s.i = len(s.text)
	case r == ':' && s.ternary:
	case forbidden[r][0] != "":
		f := forbidden[r]
		s.fail(start, KindExprForbidden, f[0], f[1], f[2])
		s.ternary = s.ternary || r == '?'
	case !strings.ContainsRune("+-*<>.,", r):
		s.fail(start, KindExprToken, fmt.Sprintf("表达式里不能有“%c”", r), "名字、运算符、括号和逗号", "删去它")
	}
}

// forbidden are the signs of CEL that the language leaves out.
var forbidden = map[rune][3]string{
	'!': {"不能用“!”否定", "not(…)", "写成 not(…)"},
	'?': {"不能用“? :”分情况", "cases、table 或 base 加 exceptions", "把它改写成一条有 cases 的规则"},
	':': {"不能用“:”", "cases、table 或 base 加 exceptions", "把它改写成一条有 cases 的规则"},
	'/': {"不能用“/”相除", "split(金额, 人数, 舍入方式, 'head') 或 share(金额, 比例, 舍入方式)", "用 split 或 share，并写明怎样舍入"},
	'%': {"不能用“%”", "比例的名字", "比例写成数值（figures）再用 share；不取余数"},
	'{': {"不能用“{”", "标量表达式", "把它改写成规则或数值"},
	'}': {"不能用“}”", "标量表达式", "把它改写成规则或数值"},
	'`': {"不能用反引号", "英文小写的名字", "去掉反引号"},
}

// close pairs a closing bracket with the last open one.
func (s *scanner) close(i int, r rune) {
	last := len(s.open) - 1
	if last < 0 || closing(s.text[s.open[last]]) != r {
		s.fail(i, KindExprParen, fmt.Sprintf("“%c”没有配对的左括号", r), "成对的括号", "删去它，或在前面补上左括号")
		return
	}
	s.open = s.open[:last]
}

// closing is the bracket that closes r.
func closing(r rune) rune {
	if r == '[' {
		return ']'
	}
	return ')'
}

// doubled consumes the operators that are written twice.
func (s *scanner) doubled(start int, r rune) {
	if s.peek(0) == r {
		s.i++
		return
	}
	double := string([]rune{r, r})
	s.fail(start, KindExprToken, fmt.Sprintf("不能只写一个“%c”", r), double, "写成“"+double+"”")
}
