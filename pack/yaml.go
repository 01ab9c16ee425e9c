package pack

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// nodeKind tells the three YAML things apart, and nothing at all.
type nodeKind uint8

const (
	nodeEmpty nodeKind = iota
	nodeScalar
	nodeMapping
	nodeList
)

// node is a YAML value with its place. Only what the profile allows is left:
// no tags, anchors, merge keys or types, every scalar is its text.
type node struct {
	kind    nodeKind
	text    string
	quoted  bool
	flow    bool // stands inside {} or []
	pos     Pos
	entries []entry
	items   []*node
}

// entry is one key of a mapping.
type entry struct {
	key   *node
	value *node
}

// get returns the value of a key, or nil.
func (n *node) get(key string) *node {
	if n == nil {
		return nil
	}
	for _, e := range n.entries {
		if e.key.text == key {
			return e.value
		}
	}
	return nil
}

var octalLooking = regexp.MustCompile(`^[-+]?0[oO]?[0-9_]+$`)

// parseYAML reads one file. Whatever the profile forbids becomes a problem and
// is put aside so that the rest of the file can still be checked.
func parseYAML(file, text string) (root *node, problems Problems) {
	defer func() {
		// The YAML module may panic on broken input; the clerk gets a sentence.
		if recover() != nil {
			root = nil
			problems = append(problems, syntaxProblem(Pos{File: file, Line: 1, Col: 1}))
		}
	}()
	if at := firstBadByte(text); at >= 0 {
		return nil, Problems{badBytes(file, text, at)}
	}
	tokens, problems := checkTokens(file, lexer.Tokenize(strings.TrimPrefix(text, "\uFEFF")))
	if tk := tokens.InvalidToken(); tk != nil {
		return nil, append(problems, syntaxProblem(tokenPos(file, tk)))
	}
	parsed, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, append(problems, syntaxProblem(errorPos(file, err)))
	}
	return readDocuments(file, parsed, problems)
}

func readDocuments(file string, parsed *ast.File, problems Problems) (*node, Problems) {
	c := &converter{file: file, problems: problems}
	var root *node
	for _, doc := range parsed.Docs {
		if doc.Body == nil {
			continue
		}
		if root != nil {
			c.add(tokenPos(file, doc.Body.GetToken()), KindProfile, "一个文件里有两份文档", "一个文件一份文档", "去掉“---”，把内容合在一起")
			break
		}
		root = c.convert(doc.Body, false)
	}
	return root, c.problems
}

func firstBadByte(text string) int {
	for i, r := range text {
		if r == utf8.RuneError {
			if _, size := utf8.DecodeRuneInString(text[i:]); size == 1 {
				return i
			}
		}
	}
	return -1
}

func badBytes(file, text string, at int) Problem {
	line := 1 + strings.Count(text[:at], "\n")
	col := 1 + utf8.RuneCountInString(text[strings.LastIndexByte(text[:at], '\n')+1:at])
	return Problem{Pos: Pos{file, line, col}, Kind: KindSyntax, Message: "文件里有不是 UTF-8 的字节",
		Expected: "UTF-8 编码", Remedy: "用编辑器把文件另存为 UTF-8"}
}

func syntaxProblem(pos Pos) Problem {
	return Problem{Pos: pos, Kind: KindSyntax, Message: "这里起读不通，不是合法的 YAML",
		Expected: "键、冒号、空格、值，下一层多缩进两格", Remedy: "检查缩进、冒号后的空格、括号和引号是否成对"}
}

// errorPos digs the position out of a parser error, the only part of it that
// is fit to be shown.
func errorPos(file string, err error) Pos {
	m := regexp.MustCompile(`\[(\d+):(\d+)\]`).FindStringSubmatch(err.Error())
	pos := Pos{File: file, Line: 1, Col: 1}
	if m != nil {
		fmt.Sscan(m[1], &pos.Line)
		fmt.Sscan(m[2], &pos.Col)
	}
	return pos
}

func tokenPos(file string, tk *token.Token) Pos {
	if tk == nil || tk.Position == nil {
		return Pos{File: file, Line: 1, Col: 1}
	}
	return Pos{File: file, Line: tk.Position.Line, Col: max(tk.Position.Column, 1)}
}

// checkTokens reports what the YAML profile forbids. Tags and anchors can be
// seen on lexer tokens only: "when: !alive" reads as an empty value later.
func checkTokens(file string, in token.Tokens) (token.Tokens, Problems) {
	c := &converter{file: file}
	var out token.Tokens
	for i := 0; i < len(in); i++ {
		tk := in[i]
		pos := tokenPos(file, tk)
		switch tk.Type {
		case token.TagType:
			c.add(pos, KindProfile, fmt.Sprintf("不能用 YAML 标签“%s”", tk.Value), "没有“!”的值", "否定写成 not(…)；文字加引号")
			if i+1 < len(in) && in[i+1].Position.Line == tk.Position.Line {
				continue
			}
			tk.Type, tk.CharacterType = token.StringType, token.CharacterTypeMiscellaneous
		case token.AnchorType:
			c.add(pos, KindProfile, "不能用锚点“&”", "值本身", "去掉“&”和名字，把内容在用到的地方写全")
			i++
			continue
		case token.AliasType:
			c.add(pos, KindProfile, "不能用别名“*”", "值本身", "把内容在这里写全")
			continue
		case token.MergeKeyType:
			c.add(pos, KindProfile, "不能用合并键“<<”", "逐个写出的键", "把要合并的键在这里写全")
			tk.Type, tk.CharacterType = token.StringType, token.CharacterTypeMiscellaneous
		case token.DirectiveType:
			c.add(pos, KindProfile, "不能用 YAML 指令“%”", "键和值", "删去这一行")
		case token.MappingKeyType:
			c.add(pos, KindProfile, "不能用“?”引出的键", "键、冒号、值", "写成“键: 值”")
		}
		out = append(out, tk)
	}
	return out, c.problems
}

// converter turns goccy's tree into nodes.
type converter struct {
	file     string
	problems Problems
}

func (c *converter) add(pos Pos, kind, message, expected, remedy string) {
	c.problems = append(c.problems, Problem{Pos: pos, Kind: kind, Message: message, Expected: expected, Remedy: remedy})
}

func (c *converter) convert(n ast.Node, flow bool) *node {
	switch n := n.(type) {
	case *ast.MappingNode:
		return c.mapping(n, flow)
	case *ast.MappingValueNode:
		m := &node{kind: nodeMapping, flow: flow, pos: tokenPos(c.file, n.Key.GetToken())}
		c.entry(m, n, flow)
		return m
	case *ast.SequenceNode:
		list := &node{kind: nodeList, flow: flow || n.IsFlowStyle, pos: tokenPos(c.file, n.Start)}
		for _, item := range n.Values {
			list.items = append(list.items, c.convert(item, list.flow))
		}
		return list
	case *ast.LiteralNode:
		text := strings.TrimRight(n.Value.Value, "\n")
		return &node{kind: nodeScalar, text: text, flow: flow, pos: tokenPos(c.file, n.Start)}
	case *ast.NullNode:
		return &node{kind: nodeEmpty, flow: flow, pos: tokenPos(c.file, n.GetToken())}
	case nil:
		return &node{kind: nodeEmpty, flow: flow, pos: Pos{File: c.file, Line: 1, Col: 1}}
	}
	return c.scalar(n, flow)
}

func (c *converter) mapping(n *ast.MappingNode, flow bool) *node {
	m := &node{kind: nodeMapping, flow: flow || n.IsFlowStyle, pos: tokenPos(c.file, n.GetToken())}
	for _, v := range n.Values {
		c.entry(m, v, m.flow)
	}
	if !n.IsFlowStyle && len(m.entries) > 0 {
		m.pos = m.entries[0].key.pos
	}
	return m
}

func (c *converter) entry(m *node, v *ast.MappingValueNode, flow bool) {
	key := c.convert(v.Key, flow)
	if key.kind == nodeEmpty {
		key.kind, key.text = nodeScalar, v.Key.GetToken().Value
	}
	if m.get(key.text) != nil {
		c.add(key.pos, KindDuplicate, fmt.Sprintf("键“%s”在同一处写了两次", key.text), "每个键只写一次", "删去一个，或把两处合并")
		return
	}
	value := c.convert(v.Value, flow)
	if value.kind == nodeEmpty {
		value.pos = key.pos
	}
	m.entries = append(m.entries, entry{key, value})
}

func (c *converter) scalar(n ast.Node, flow bool) *node {
	tk := n.GetToken()
	quoted := tk.Type == token.SingleQuoteType || tk.Type == token.DoubleQuoteType
	s := &node{kind: nodeScalar, text: tk.Value, quoted: quoted, flow: flow, pos: tokenPos(c.file, tk)}
	if !quoted && octalLooking.MatchString(s.text) {
		c.add(s.pos, KindProfile, fmt.Sprintf("“%s”看上去像八进制数", s.text), "不以 0 开头的数，或加引号的代码", "代码写成 '"+s.text+"'，数去掉前面的 0")
	}
	return s
}
