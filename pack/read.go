package pack

import (
	"fmt"
	"strconv"

	"doudi/civil"
	"doudi/fact"
)

// reader turns the checked nodes of one pack into its declarations. It is
// tolerant: what check has reported is left at its zero value here.
type reader struct {
	checker
	set    *Set
	pack   *Pack
	parent *Pack             // nil for the nation
	files  map[string]string // of this pack
	used   map[string]bool   // files that something has read
}

func (n *node) scalar() string {
	if n == nil || n.kind != nodeScalar {
		return ""
	}
	return n.text
}

// list returns the items of a list, or the one value that stands for a list.
func (n *node) list() []*node {
	switch {
	case n == nil || n.kind == nodeEmpty:
		return nil
	case n.kind == nodeList:
		return n.items
	}
	return []*node{n}
}

// rows returns the items of what has to be a list; check has reported
// anything else.
func (n *node) rows() []*node {
	if n == nil || n.kind != nodeList {
		return nil
	}
	return n.items
}

func (n *node) words() []string {
	var out []string
	for _, item := range n.list() {
		out = append(out, item.scalar())
	}
	return out
}

func (n *node) flag() bool { return n.scalar() == "true" }

// expr returns the text as written; an enum value or code keeps single quotes,
// so that a string can be told from a name.
func (n *node) expr() Expr {
	if n == nil || n.kind != nodeScalar {
		return Expr{}
	}
	if n.quoted {
		return Expr{Text: "'" + n.text + "'", Pos: n.pos}
	}
	return Expr{Text: n.text, Pos: n.pos}
}

func (n *node) exprs() []Expr {
	var out []Expr
	for _, item := range n.list() {
		if e := item.expr(); e.Text != "" {
			out = append(out, e)
		}
	}
	return out
}

func (n *node) cites() []Cite {
	var out []Cite
	for _, item := range n.list() {
		if item.scalar() != "" {
			out = append(out, Cite{Text: item.text, Pos: item.pos})
		}
	}
	return out
}

func (n *node) typ() fact.Type {
	t, _ := fact.ParseType(n.scalar())
	return t
}

func (n *node) day() civil.Date {
	d, err := civil.ParseDate(n.scalar())
	if err != nil {
		return 0
	}
	return d
}

func (n *node) number() int {
	i, err := strconv.Atoi(n.scalar())
	if err != nil {
		return 0
	}
	return i
}

func (n *node) textMap() map[string]string {
	if n == nil || len(n.entries) == 0 {
		return nil
	}
	out := make(map[string]string, len(n.entries))
	for _, e := range n.entries {
		out[e.key.text] = e.value.scalar()
	}
	return out
}

func (n *node) position() Pos {
	if n == nil {
		return Pos{}
	}
	return n.pos
}

// span reads from, to and open of a mapping; in_force of it comes first if
// present. Without any of them the fallback holds.
func (r *reader) span(n *node, fallback Span) Span {
	if n == nil {
		return fallback
	}
	span := Span{From: n.get("from").day(), To: civil.Open}
	to, open := n.get("to"), n.get("open")
	switch {
	case to != nil && open != nil:
		r.add(open.pos, KindSpan, "截止日和 open 不能都写", "to 或 open: true 其一", "删去一个")
		span.To = to.day()
	case to != nil:
		span.To = to.day()
	case open == nil:
		r.add(n.pos, KindSpan, "没有写到哪天为止", "to: 截止日（含），或 open: true", "加上 to，或加上 open: true")
	case !open.flag():
		r.add(open.pos, KindSpan, "open 只能写 true", "open: true", "写成 open: true，或改写 to")
	}
	r.checkOrder(n, span)
	return span
}

func (r *reader) checkOrder(n *node, span Span) {
	if isDayText(n.get("from")) && (n.get("to") == nil || isDayText(n.get("to"))) && span.To < span.From {
		r.add(n.get("from").pos, KindSpan, fmt.Sprintf("起始日%s在截止日%s之后", span.From, span.To), "起始日不晚于截止日", "改正其中一个日子")
	}
}

func isDayText(n *node) bool {
	_, err := civil.ParseDate(n.scalar())
	return err == nil
}

func (r *reader) inForce(n *node, fallback Span) Span {
	return r.span(n.get("in_force"), fallback)
}

func (r *reader) round(n *node) *Round {
	if n == nil {
		return nil
	}
	if n.kind == nodeMapping {
		return &Round{Mode: n.get("mode").scalar(), Cites: n.get("cite").cites(), Pos: n.pos}
	}
	return &Round{Mode: n.scalar(), Pos: n.pos}
}

func (r *reader) deviates(n *node) []Deviation {
	var out []Deviation
	for _, d := range n.list() {
		out = append(out, Deviation{From: d.get("from").scalar(), Because: d.get("because").scalar(), Pos: d.pos})
	}
	return out
}

func (r *reader) status(n *node) Status { return Status(n.get("status").scalar()) }

// checkID holds the style of an id that stands as a mapping key.
func (r *reader) checkID(key *node) {
	if !idPattern.MatchString(key.text) {
		r.add(key.pos, KindName, fmt.Sprintf("“%s”不能作名字", key.text), "小写字母开头，只用小写字母、数字和“_”", "改一个合规的名字")
	}
}
