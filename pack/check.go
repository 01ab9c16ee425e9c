package pack

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"doudi/civil"
	"doudi/fault"
)

var (
	idPattern      = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	labelIDPattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]*$`)
	citePattern    = regexp.MustCompile(`^[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)?$`)
	codePattern    = regexp.MustCompile(`^[A-Za-z0-9_]+$`)
	pathPattern    = regexp.MustCompile(`^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)*$`)
	literalPattern = regexp.MustCompile(`^(-?[0-9][0-9,]*(\.[0-9]+)?(元|%|平方米| months?)?|[0-9]{4}-[0-9]{2}(-[0-9]{2})?(/[0-9]{4}-[0-9]{2})?|none|true|false)$`)
)

// checker walks nodes against shapes and collects every problem.
type checker struct {
	problems Problems
}

func (c *checker) add(pos Pos, kind, message, expected, remedy string) {
	c.problems = append(c.problems, Problem{Pos: pos, Kind: kind, Message: message, Expected: expected, Remedy: remedy})
}

// check tells whether n is of the shape; doc says in Chinese what it is.
func (c *checker) check(n *node, s *shape, doc string) bool {
	if n.kind == nodeEmpty {
		c.add(n.pos, KindEmpty, "这里没有写值", doc, "补上值；不需要这个键就整行删去")
		return false
	}
	switch s.is {
	case isEither:
		return c.checkEither(n, s, doc)
	case isObject:
		return c.checkObject(n, s, doc)
	case isMap:
		return c.checkMap(n, s, doc)
	case isList:
		return c.checkList(n, s, doc)
	}
	if n.kind != nodeScalar {
		c.add(n.pos, KindShape, "这里应当只有一个值，却写成了"+kindWord(n.kind), doc, "改成一个值")
		return false
	}
	return c.checkScalar(n, s, doc)
}

func kindWord(k nodeKind) string {
	switch k {
	case nodeMapping:
		return "一组键和值"
	case nodeList:
		return "一个列表"
	case nodeScalar:
		return "一个值"
	}
	return "空白"
}

// nodeKindOf is the kind of node that a shape asks for.
func (s *shape) nodeKindOf() nodeKind {
	switch s.is {
	case isObject, isMap:
		return nodeMapping
	case isList:
		return nodeList
	}
	return nodeScalar
}

func (c *checker) checkEither(n *node, s *shape, doc string) bool {
	var kinds []string
	for _, option := range s.either {
		if option.nodeKindOf() == n.kind {
			return c.check(n, option, doc)
		}
		kinds = append(kinds, kindWord(option.nodeKindOf()))
	}
	c.add(n.pos, KindShape, "这里不能写成"+kindWord(n.kind), doc, "写成"+strings.Join(kinds, "或"))
	return false
}

func (c *checker) checkList(n *node, s *shape, doc string) bool {
	if n.kind != nodeList {
		c.add(n.pos, KindShape, "这里应当是一个列表，却写成了"+kindWord(n.kind), doc, "每项一行，以“- ”开头；或写成 [甲, 乙]")
		return false
	}
	ok := true
	for _, item := range n.items {
		ok = c.check(item, s.of, doc) && ok
	}
	return ok
}

func (c *checker) checkMap(n *node, s *shape, doc string) bool {
	if n.kind != nodeMapping {
		c.add(n.pos, KindShape, "这里应当是一组键和值，却写成了"+kindWord(n.kind), doc, "每个键一行，写成“键: 值”")
		return false
	}
	ok := true
	for _, e := range n.entries {
		ok = c.check(e.value, s.of, doc) && ok
	}
	return ok
}

func (c *checker) checkObject(n *node, s *shape, doc string) bool {
	if n.kind != nodeMapping {
		c.add(n.pos, KindShape, "这里应当是一组键和值，却写成了"+kindWord(n.kind), doc, "可以写的键："+keyNames(s))
		return false
	}
	before := len(c.problems)
	for _, e := range n.entries {
		c.checkEntry(n, e, s)
	}
	for _, f := range s.keys {
		if f.required && n.get(f.name) == nil {
			c.add(n.pos, KindMissing, fmt.Sprintf("缺少“%s”", f.name), f.doc, fmt.Sprintf("加上“%s: …”", f.name))
		}
	}
	return len(c.problems) == before
}

// checkEntry checks one key of an object. A comma inside an expression inside
// {} cuts it in two; the stray second half is the expression's fault, not a key.
func (c *checker) checkEntry(n *node, e entry, s *shape) {
	if f, known := s.field(e.key.text); known {
		c.check(e.value, f.shape, f.doc)
		return
	}
	already := c.flowAlready(e.key.pos)
	if n.flow && e.value.kind == nodeEmpty && (already || !idPattern.MatchString(e.key.text)) {
		if !already {
			c.add(e.key.pos, KindFlow, fmt.Sprintf("花括号里的“%s”不是一个键", e.key.text), "键: 值", "文字里有半角逗号就整段加引号；表达式要单独占一行，写在自己的键后面")
		}
		return
	}
	if s.of != nil {
		c.check(e.value, s.of, "“"+e.key.text+"”的内容")
		return
	}
	c.unknownKey(e.key, keyList(s))
}

// flowAlready tells whether the same line already has a flow problem.
func (c *checker) flowAlready(pos Pos) bool {
	return slices.ContainsFunc(c.problems, func(p Problem) bool {
		return p.Kind == KindFlow && p.Pos.File == pos.File && p.Pos.Line == pos.Line
	})
}

func (c *checker) unknownKey(key *node, known []string) {
	near := Nearest(key.text, known)
	remedy := "删去这个键，或改成认识的键"
	if key.text == "on" {
		near = "as_of"
	}
	if near != "" {
		remedy = fmt.Sprintf("改成“%s”", near)
	}
	c.add(key.pos, KindUnknownKey, fmt.Sprintf("不认识的键“%s”", key.text), strings.Join(known, "、"), remedy)
}

func keyList(s *shape) []string {
	var out []string
	for _, f := range s.keys {
		out = append(out, f.name)
	}
	return out
}

func keyNames(s *shape) string { return strings.Join(keyList(s), "、") }

func (c *checker) checkScalar(n *node, s *shape, doc string) bool {
	before := len(c.problems)
	switch s.is {
	case isText:
		if strings.TrimSpace(n.text) == "" {
			c.add(n.pos, KindEmpty, "这里没有写值", doc, "补上值；不需要这个键就整行删去")
		}
	case isName:
		c.checkName(n, doc)
	case isLabelID:
		c.checkPattern(n, labelIDPattern, doc, "只用字母、数字、“-”、“_”和“.”")
	case isExpr:
		c.checkExpr(n, doc)
	case isLiteral:
		c.checkLiteral(n, doc)
	case isCell:
		if n.text != "any" || n.quoted {
			c.checkLiteral(n, doc)
		}
	case isDay:
		if _, err := civil.ParseDate(n.text); err != nil {
			c.add(n.pos, KindLiteral, fault.Sentence(err), doc, "写成 2020-03-15 的样子")
		}
	case isNumber:
		c.checkPattern(n, regexp.MustCompile(`^[0-9]{1,9}$`), doc, "写一个整数")
	case isFlag:
		c.checkWord(n, []string{"true", "false"}, doc)
	case isWord:
		c.checkWord(n, s.words, doc)
	case isCite:
		c.checkPattern(n, citePattern, doc, "写成 MX-28 或 mz57/8 的样子")
	case isEnumValue:
		c.checkEnumValue(n, doc)
	}
	return len(c.problems) == before
}

func (c *checker) checkName(n *node, doc string) {
	if n.quoted {
		c.add(n.pos, KindQuote, fmt.Sprintf("名字“%s”不加引号", n.text), doc, "去掉引号")
		return
	}
	if !idPattern.MatchString(n.text) {
		c.add(n.pos, KindName, fmt.Sprintf("“%s”不能作名字", n.text), "小写字母开头，只用小写字母、数字和“_”", "改一个合规的名字")
	}
}

func (c *checker) checkPattern(n *node, pattern *regexp.Regexp, doc, remedy string) {
	if !pattern.MatchString(n.text) {
		c.add(n.pos, KindLiteral, fmt.Sprintf("“%s”不能写在这里", n.text), doc, remedy)
	}
}

func (c *checker) checkWord(n *node, words []string, doc string) {
	if slices.Contains(words, n.text) && !n.quoted {
		return
	}
	remedy := "换成其中一个词"
	if n.quoted && slices.Contains(words, n.text) {
		remedy = "去掉引号"
	} else if near := Nearest(n.text, words); near != "" {
		remedy = fmt.Sprintf("改成“%s”", near)
	}
	c.add(n.pos, KindWord, fmt.Sprintf("“%s”不在可选的词里（%s）", n.text, doc), strings.Join(words, "、"), remedy)
}

// checkExpr holds the form of expressions; what they mean is package policy's.
func (c *checker) checkExpr(n *node, doc string) {
	switch {
	case n.quoted && !codePattern.MatchString(n.text):
		c.add(n.pos, KindQuote, "表达式不加引号", doc, "去掉引号；引号里只放枚举值或代码")
	case n.quoted:
	case n.flow && !pathPattern.MatchString(n.text) && !literalPattern.MatchString(n.text):
		c.add(n.pos, KindFlow, fmt.Sprintf("花括号里不能写表达式“%s”", n.text), "一个名字、一个字面值或一个出处", "让这个表达式单独占一行，写在自己的键后面；或先起名写成规则")
	}
}

func (c *checker) checkLiteral(n *node, doc string) {
	switch {
	case n.quoted && !codePattern.MatchString(n.text):
		c.add(n.pos, KindQuote, fmt.Sprintf("引号里的“%s”不是枚举值也不是代码", n.text), doc, "数额、比例、日期不加引号")
	case n.quoted || literalPattern.MatchString(n.text):
	case pathPattern.MatchString(n.text):
		c.add(n.pos, KindQuote, fmt.Sprintf("枚举值“%s”没有加引号", n.text), doc, fmt.Sprintf("写成 '%s'", n.text))
	default:
		c.add(n.pos, KindLiteral, fmt.Sprintf("“%s”不是字面值", n.text), doc, "字面值的写法：538元、42%、6 months、13平方米、16、2020-01-01、none、'enum'")
	}
}

func (c *checker) checkEnumValue(n *node, doc string) {
	if !n.quoted {
		c.add(n.pos, KindQuote, fmt.Sprintf("枚举值“%s”没有加引号", n.text), doc, fmt.Sprintf("写成 '%s'", n.text))
	} else if !codePattern.MatchString(n.text) {
		c.add(n.pos, KindName, fmt.Sprintf("“%s”不能作枚举值", n.text), "字母、数字和“_”", "改一个合规的值，中文写在 value_labels 里")
	}
}

// Nearest finds the known word within two edits (one for short words).
func Nearest(word string, known []string) string {
	best, bestDistance := "", 3
	if len(word) < 5 {
		bestDistance = 2
	}
	for _, k := range known {
		if d := distance(word, k); d < bestDistance {
			best, bestDistance = k, d
		}
	}
	return best
}

// distance counts the letters to add, drop, change or swap with their
// neighbour to make b of a.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	rows := make([][]int, len(x)+1)
	for i := range rows {
		rows[i] = make([]int, len(y)+1)
		rows[i][0] = i
	}
	for j := range y {
		rows[0][j+1] = j + 1
	}
	for i := range x {
		for j := range y {
			change := rows[i][j]
			if x[i] != y[j] {
				change++
			}
			rows[i+1][j+1] = min(change, rows[i][j+1]+1, rows[i+1][j]+1)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				rows[i+1][j+1] = min(rows[i+1][j+1], rows[i-1][j-1]+1)
			}
		}
	}
	return rows[len(x)][len(y)]
}
