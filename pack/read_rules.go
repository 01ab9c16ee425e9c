package pack

import (
	"fmt"
	"strings"
)

func (r *reader) choices(n *node) {
	if n == nil {
		return
	}
	for _, e := range n.entries {
		r.checkID(e.key)
		v := e.value
		c := &Choice{ID: e.key.text, Of: v.get("of").scalar(), Label: v.get("label").scalar(), Cites: v.get("cite").cites(),
			OfferedWhen: v.get("offered_when").expr(), Lasts: v.get("lasts").scalar(), Span: r.inForce(v, r.pack.InForce),
			Origin: r.pack.ID, Pos: e.key.pos}
		if options := v.get("options"); options != nil {
			for _, o := range options.entries {
				r.checkID(o.key)
				c.Options = append(c.Options, readOption(o))
			}
		}
		r.pack.Choices = append(r.pack.Choices, c)
	}
}

func readOption(e entry) Option {
	if e.value.kind == nodeMapping {
		return Option{ID: e.key.text, Label: e.value.get("label").scalar(), Programmes: e.value.get("opens").words()}
	}
	return Option{ID: e.key.text, Programmes: e.value.words()}
}

func (r *reader) rules(n *node) {
	for _, item := range n.rows() {
		r.pack.Rules = append(r.pack.Rules, r.rule(item))
	}
}

func (r *reader) rule(n *node) *Rule {
	rule := &Rule{ID: n.get("id").scalar(), Of: n.get("of").scalar(), Label: n.get("label").scalar(), Cites: n.get("cite").cites(),
		Span: r.inForce(n, r.pack.InForce), Status: r.status(n), Changeable: n.get("changeable").flag(), ValueLabels: n.get("value_labels").textMap(),
		Unit: n.get("unit").scalar(), Boundary: n.get("boundary").scalar(), Duty: n.get("duty").scalar(), Round: r.round(n.get("round")),
		Deviates: r.deviates(n.get("deviates")), Origin: r.pack.ID, Pos: n.pos}
	if id := n.get("id"); id != nil {
		rule.Pos = id.pos
	}
	r.body(rule, n)
	r.checkUnit(n, rule.Kind == BodyCount)
	return rule
}

// body finds the one body of a rule and reads it.
func (r *reader) body(rule *Rule, n *node) {
	var found []string
	for _, b := range bodyKeys {
		if v := n.get(b.name); v != nil {
			found = append(found, b.name)
			if rule.Kind == BodyNone {
				rule.Kind = b.kind
				r.readBody(rule, n, v)
			}
		}
	}
	if len(found) == 1 || n.kind != nodeMapping {
		r.checkCompanions(rule, n)
		return
	}
	message := fmt.Sprintf("规则“%s”没有写怎样算", rule.ID)
	if len(found) > 1 {
		message = fmt.Sprintf("规则“%s”写了几种算法：%s", rule.ID, strings.Join(found, "、"))
	}
	r.add(rule.Pos, KindBody, message, "恰好一种："+bodyNames(), "只留一种算法；其余另写成规则")
}

func bodyNames() string {
	var names []string
	for _, b := range bodyKeys {
		names = append(names, b.name)
	}
	return strings.Join(names, "、")
}

// checkCompanions finds keys that belong to another body.
func (r *reader) checkCompanions(rule *Rule, n *node) {
	for _, c := range []struct {
		key  string
		kind BodyKind
		body string
	}{{"otherwise", BodyCases, "cases"}, {"exceptions", BodyBase, "base"}} {
		if v := n.get(c.key); v != nil && rule.Kind != c.kind {
			r.add(v.pos, KindBody, fmt.Sprintf("“%s”要和“%s”一起用", c.key, c.body), c.body, fmt.Sprintf("加上“%s”，或删去“%s”", c.body, c.key))
		}
	}
}

func (r *reader) readBody(rule *Rule, n, v *node) {
	switch rule.Kind {
	case BodyValue:
		rule.Value = v.expr()
	case BodyCases:
		for _, c := range v.rows() {
			rule.Cases = append(rule.Cases, Case{When: c.get("when").expr(), Value: c.get("value").expr(), Cites: c.get("cite").cites(), Pos: c.pos})
		}
		rule.Otherwise = n.get("otherwise").expr()
	case BodyTable:
		rule.Table = r.table(v)
	case BodyBrackets:
		rule.Brackets, rule.Value = v.get("of").scalar(), v.get("value").expr()
	case BodyBase:
		rule.Value = v.expr()
		for _, x := range n.get("exceptions").rows() {
			rule.Exceptions = append(rule.Exceptions, r.exception(x, rule.Span))
		}
	default:
		rule.Agg = r.aggregate(rule.Kind, v)
	}
}

func (r *reader) exception(n *node, fallback Span) *Exception {
	return &Exception{ID: n.get("id").scalar(), When: n.get("when").expr(), Value: n.get("value").expr(), Over: n.get("over").words(),
		Cites: n.get("cite").cites(), Label: n.get("label").scalar(), Span: r.inForce(n, fallback), Origin: r.pack.ID, Pos: n.pos}
}

// aggregate reads the body of an aggregate: any and all ask "is", count asks
// only which rows, the others take a value of each row.
func (r *reader) aggregate(kind BodyKind, n *node) *Aggregate {
	a := &Aggregate{Of: n.get("of").scalar(), Where: n.get("where").expr(), Value: n.get("value").expr(), IfNone: n.get("if_none").expr(), Pos: n.pos}
	if is := n.get("is"); is != nil {
		a.Value = is.expr()
	}
	wanted := map[BodyKind]string{BodyAddUp: "value", BodyMinOf: "value", BodyMaxOf: "value", BodyAny: "is", BodyAll: "is"}[kind]
	for _, key := range []string{"value", "is"} {
		v := n.get(key)
		switch {
		case v != nil && key != wanted && !(kind == BodyAny && key == "value"):
			r.add(v.pos, KindBody, fmt.Sprintf("这种汇总不写“%s”", key), aggregateKeys(kind), fmt.Sprintf("删去“%s”", key))
		case v == nil && key == wanted && n.kind == nodeMapping && !(kind == BodyAny && n.get("where") != nil):
			r.add(n.pos, KindBody, fmt.Sprintf("这种汇总缺少“%s”", key), aggregateKeys(kind), fmt.Sprintf("加上“%s: …”", key))
		}
	}
	return a
}

func aggregateKeys(kind BodyKind) string {
	switch kind {
	case BodyAny, BodyAll:
		return "of、where、is"
	case BodyCount:
		return "of、where"
	case BodyMinOf, BodyMaxOf:
		return "of、where、value、if_none"
	}
	return "of、where、value"
}

func (r *reader) table(n *node) *Table {
	t := &Table{By: n.get("by").exprs(), Pos: n.pos}
	for _, row := range n.get("rows").rows() {
		t.Rows = append(t.Rows, TableRow{When: r.matches(t.By, row.get("when")), Value: row.get("value").expr(), Cites: row.get("cite").cites(), Pos: row.pos})
	}
	return t
}

func (r *reader) matches(by []Expr, when *node) []Match {
	out := make([]Match, len(by))
	for i, b := range by {
		cell := when.get(b.Text)
		if cell == nil {
			r.add(when.position(), KindMissing, fmt.Sprintf("这一行没有写“%s”", b.Text), "每列一个格子", fmt.Sprintf("加上“%s: …”，不限时写 any", b.Text))
		}
		out[i] = match(cell)
	}
	if when != nil {
		for _, e := range when.entries {
			if !containsExpr(by, e.key.text) {
				r.unknownKey(e.key, exprTexts(by))
			}
		}
	}
	return out
}

func match(n *node) Match {
	switch {
	case n == nil || n.kind == nodeScalar && n.text == "any" && !n.quoted:
		return Match{Any: true}
	case n.kind == nodeMapping:
		return Match{Low: n.get("from").expr(), High: n.get("to").expr()}
	}
	return Match{In: n.exprs()}
}

func exprTexts(exprs []Expr) []string {
	var out []string
	for _, e := range exprs {
		out = append(out, e.Text)
	}
	return out
}

func containsExpr(exprs []Expr, text string) bool {
	for _, e := range exprs {
		if e.Text == text {
			return true
		}
	}
	return false
}
