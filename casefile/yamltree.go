package casefile

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// deepest is how deep lists and mappings may be nested: far more than a family
// needs, far less than what would exhaust the stack of the YAML module.
const deepest = 50

// parseFamilyYAML parses the text of one family that begins at a line.
func parseFamilyYAML(text []byte, row int) (n *node, err error) {
	defer func() {
		// The YAML module may panic on broken input; only this family is lost.
		if recover() != nil {
			n, err = nil, unreadable(text, row, row)
		}
	}()
	if bad := firstBadLine(text, row); bad > 0 {
		return nil, &familyError{row: row, at: bad, name: nameIn(text), sentence: "有不是 UTF-8 的字节（乱码）；请用编辑器把文件另存为 UTF-8"}
	}
	if tooDeep(text) {
		return nil, &familyError{row: row, name: nameIn(text), sentence: "括号或缩进套得太深；请检查括号是否成对"}
	}
	file, err := parser.ParseBytes(text, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, unreadable(text, row, row+errorLine(err)-1)
	}
	if len(file.Docs) != 1 || file.Docs[0].Body == nil {
		return nil, unreadable(text, row, row)
	}
	c := &yamlConverter{first: row}
	n = c.convert(file.Docs[0].Body)
	if c.refused != nil {
		c.refused.name = nameIn(text)
		return nil, c.refused
	}
	return n, nil
}

// unreadable is the error of a family that is no YAML.
func unreadable(text []byte, row, at int) error {
	return &familyError{row: row, at: at, name: nameIn(text), sentence: "从这里起读不通；请检查缩进是否对齐、冒号后是否有空格、括号和引号是否成对"}
}

var namePattern = regexp.MustCompile(`(?m)^ *name: *['"]?([^'"\n#]+)`)

// nameIn finds the name of a family that cannot be parsed.
func nameIn(text []byte) string {
	if m := namePattern.FindSubmatch(text[:min(len(text), 4096)]); m != nil {
		return strings.TrimSpace(string(m[1]))
	}
	return ""
}

var linePattern = regexp.MustCompile(`\[(\d+):\d+\]`)

// errorLine digs the line out of a parser error, the only part of it that is
// fit to be shown.
func errorLine(err error) int {
	line := 1
	if m := linePattern.FindStringSubmatch(err.Error()); m != nil {
		fmt.Sscan(m[1], &line)
	}
	return max(line, 1)
}

// tooDeep tells whether brackets or dashes nest deeper than allowed. Brackets
// in texts count too; no family has that many.
func tooDeep(text []byte) bool {
	depth, dashes := 0, 0
	for i, b := range text {
		switch b {
		case '[', '{':
			depth++
		case ']', '}':
			depth = max(depth-1, 0)
		case '\n':
			dashes = 0
		case '-', '?', ':':
			if i+1 < len(text) && text[i+1] == ' ' && b != ':' {
				dashes++
			}
		}
		if depth > deepest || dashes > deepest {
			return true
		}
	}
	return false
}

// yamlConverter turns goccy's tree into nodes; what the form does not know
// (tags, anchors, aliases, merge keys) refuses the family.
type yamlConverter struct {
	first   int // line of the file that is line 1 of the text
	refused *familyError
}

// row is the line of the file that a token stands in.
func (c *yamlConverter) row(tk *token.Token) int {
	if tk == nil || tk.Position == nil {
		return c.first
	}
	return c.first + tk.Position.Line - 1
}

// refuse notes the first thing that the form does not know.
func (c *yamlConverter) refuse(n ast.Node, what string) *node {
	row := c.row(n.GetToken())
	if c.refused == nil {
		c.refused = &familyError{row: c.first, at: row, sentence: "用了" + what + "，家庭文件不支持；请把值直接写出来，文字加引号"}
	}
	return &node{row: row}
}

// convert turns any YAML node into a node.
func (c *yamlConverter) convert(n ast.Node) *node {
	switch n := n.(type) {
	case *ast.MappingNode:
		m := &node{kind: isMapping, row: c.row(n.GetToken())}
		for _, v := range n.Values {
			c.entry(m, v)
		}
		return m
	case *ast.MappingValueNode:
		m := &node{kind: isMapping, row: c.row(n.Key.GetToken())}
		c.entry(m, n)
		return m
	case *ast.SequenceNode:
		list := &node{kind: isList, row: c.row(n.Start), items: make([]*node, 0, len(n.Values))}
		for _, item := range n.Values {
			list.items = append(list.items, c.convert(item))
		}
		return list
	case *ast.LiteralNode:
		return &node{kind: isScalar, style: quoted, text: strings.TrimRight(n.Value.Value, "\n"), row: c.row(n.Start)}
	case nil:
		return &node{row: c.first}
	}
	return c.leaf(n)
}

// leaf turns what has no children into a node.
func (c *yamlConverter) leaf(n ast.Node) *node {
	switch n.(type) {
	case *ast.NullNode:
		return &node{row: c.row(n.GetToken())}
	case *ast.TagNode:
		return c.refuse(n, "YAML 标签“!”")
	case *ast.AnchorNode, *ast.AliasNode, *ast.MergeKeyNode:
		return c.refuse(n, "锚点或别名“& * <<”")
	case ast.ScalarNode:
		return c.scalar(n.GetToken())
	}
	return c.refuse(n, "读不懂的写法")
}

// scalar keeps the text as written; nothing is a number here but by its form.
func (c *yamlConverter) scalar(tk *token.Token) *node {
	s := &node{kind: isScalar, text: tk.Value, row: c.row(tk)}
	switch tk.Type {
	case token.SingleQuoteType, token.DoubleQuoteType:
		s.style = quoted
	case token.IntegerType, token.FloatType, token.HexIntegerType, token.OctetIntegerType, token.BinaryIntegerType:
		s.style = digits
	}
	return s
}

// entry adds a key and its value; a key written twice is kept twice and found
// by the binder.
func (c *yamlConverter) entry(m *node, v *ast.MappingValueNode) {
	switch v.Key.(type) {
	case *ast.MergeKeyNode, *ast.MappingKeyNode:
		c.refuse(v, "特殊的键“<<”或“?”")
		return
	}
	key := v.Key.GetToken()
	value := c.convert(v.Value)
	if value.kind == isNull {
		value.row = c.row(key)
	}
	m.entries = append(m.entries, entry{key.Value, c.row(key), value})
}
