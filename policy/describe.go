package policy

import (
	"fmt"
	"strings"

	"doudi/fact"
	"doudi/money"
)

// Describe renders what a node computes in Chinese, without values: labels of
// facts, rules and figures, and words that come from the operators. A rule is
// named, not opened; a programme's state or part is opened here and named
// inside other phrases.
func (p *Program) Describe(n NodeID) string {
	text, _ := p.phrase(n)
	return text
}

// inner renders a node inside another phrase.
func (p *Program) inner(n NodeID) (string, int) {
	if words := p.Names[n]; words != "" {
		return words, word
	}
	return p.phrase(n)
}

// mention renders a node inside another phrase where brackets are not needed.
func (p *Program) mention(n NodeID) string {
	text, _ := p.inner(n)
	return text
}

// Strength with which a phrase holds together; a weaker one is put in brackets
// where a stronger one is needed.
const (
	looseOr = iota
	looseAnd
	comparing
	adding
	multiplying
	word
)

// phrase renders a node and tells how strongly it holds together.
func (p *Program) phrase(id NodeID) (string, int) {
	if id < 0 || int(id) >= len(p.Nodes) {
		return "", word
	}
	n := &p.Nodes[id]
	switch n.Op {
	case OpConst:
		return fact.Format(n.Type, n.Const, p.Schema), word
	case OpFact:
		return orID(p.Fact(n).Label, p.Fact(n).Key), word
	case OpGlobal:
		return globalWords[n.Imm], word
	case OpRule:
		return orID(p.Rules[n.Imm].Label, p.Rules[n.Imm].ID), word
	case OpFigure:
		f := &p.Figures[n.Imm]
		return orID(f.Label, orID(f.Question, f.ID)), word
	case OpClaimed, OpHeld, OpChosen:
		return p.askedPhrase(n), word
	case OpAnd, OpOr, OpNot:
		return p.logicPhrase(n)
	}
	if w := compareWords[n.Op]; w != "" {
		return p.comparePhrase(n, w), comparing
	}
	return p.computed(n)
}

// orID is the label, or the id of something that has none.
func orID(label, id string) string {
	if label != "" {
		return label
	}
	return id
}

// at renders an argument, in brackets if it holds together less than need.
func (p *Program) at(id NodeID, need int) string {
	text, strength := p.inner(id)
	if strength < need {
		return "（" + text + "）"
	}
	return text
}

// globalWords name the dates of the question.
var globalWords = [...]string{AppliedOn: "申请日", DecidedOn: "确认日", AsOf: "计算日", MonthNow: "发放月", IndexMonth: "指数月"}

// compareWords are the words of the operators.
var compareWords = map[Op]string{
	OpLess: "低于", OpAtMost: "不高于", OpAbove: "高于", OpAtLeast: "不低于", OpEqual: "等于", OpNotEqual: "不等于",
	OpLessShare: "低于", OpAtMostShare: "不高于", OpAboveShare: "高于", OpAtLeastShare: "不低于",
}

// dayWords are the words of the operators between days and months.
var dayWords = map[Op]string{OpLess: "早于", OpAtMost: "不晚于", OpAbove: "晚于", OpAtLeast: "不早于"}

// CompareWord is the word of a comparison for values of a type: 低于 for
// amounts, 早于 for days. It is empty for any other operation.
func CompareWord(op Op, t fact.Type) string {
	if t == fact.Date || t == fact.Month {
		if w := dayWords[op]; w != "" {
			return w
		}
	}
	if w := compareWords[op]; w != "" && t != fact.Enum && t != fact.Bool && t != fact.Place {
		return w
	}
	return map[Op]string{OpEqual: "为", OpNotEqual: "不为"}[op]
}

// comparePhrase renders a comparison.
func (p *Program) comparePhrase(n *Node, _ string) string {
	w := CompareWord(n.Op, p.Nodes[n.Args[0]].Type)
	right := p.at(n.Args[1], adding)
	if len(n.Args) == 3 {
		right = p.at(n.Args[1], multiplying) + "×" + p.at(n.Args[2], multiplying)
	}
	if p.Nodes[n.Args[1]].Op == OpConst && p.Nodes[n.Args[0]].Type == fact.Enum {
		right = "“" + p.optionWord(n.Args[0], n.Args[1]) + "”"
	}
	if l, r := &p.Nodes[n.Args[0]], &p.Nodes[n.Args[1]]; l.Op == OpFact && r.Op == OpConst && l.Type == fact.Count {
		right = p.Fact(l).Format(r.Const, p.Schema)
	}
	return p.at(n.Args[0], adding) + w + right
}

// optionWord is the label that a fact gives to one of its options.
func (p *Program) optionWord(of, option NodeID) string {
	n := &p.Nodes[of]
	if n.Op == OpFact {
		return p.Fact(n).Format(p.Nodes[option].Const, p.Schema)
	}
	return p.Describe(option)
}

// askedPhrase renders what the family asks for, has or has chosen.
func (p *Program) askedPhrase(n *Node) string {
	switch n.Op {
	case OpClaimed:
		return "申请了" + p.Programmes[n.Imm].Label
	case OpHeld:
		return "上月已享受" + p.Programmes[n.Imm].Label
	}
	ch := &p.Choices[n.Imm]
	option := &ch.Options[n.Imm2]
	return "在“" + orID(ch.Label, ch.ID) + "”中选择了“" + orID(option.Label, option.ID) + "”"
}

// logicPhrase renders 并且, 或者 and 不.
func (p *Program) logicPhrase(n *Node) (string, int) {
	switch n.Op {
	case OpAnd:
		return p.series(n.Args, "，并且", comparing), looseAnd
	case OpOr:
		return p.series(n.Args, "，或者", comparing), looseOr
	}
	return p.negation(n.Args[0])
}

// negation renders not(x); of what has an opposite word the opposite is said.
func (p *Program) negation(id NodeID) (string, int) {
	n := &p.Nodes[id]
	switch n.Op {
	case OpIsNone:
		return p.at(n.Args[0], word) + "不为“无”", comparing
	case OpIn:
		return p.at(n.Args[0], word) + "不是" + p.options(n), comparing
	case OpHeld:
		return "上月未享受" + p.Programmes[n.Imm].Label, word
	case OpClaimed:
		return "没有申请" + p.Programmes[n.Imm].Label, word
	}
	if words, named := strings.CutPrefix(p.Names[id], "享受"); named {
		return "不享受" + words, word
	}
	return "不满足“" + p.mention(id) + "”", word
}

// series joins arguments with a word.
func (p *Program) series(args []NodeID, between string, need int) string {
	parts := make([]string, len(args))
	for i, a := range args {
		parts[i] = p.at(a, need)
	}
	return strings.Join(parts, between)
}

// options renders the list behind “是” of a membership.
func (p *Program) options(n *Node) string {
	parts := make([]string, len(n.Args)-1)
	for i, a := range n.Args[1:] {
		parts[i] = "“" + p.optionWord(n.Args[0], a) + "”"
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return strings.Join(parts, "、") + "之一"
}

// computed renders arithmetic, dates and the bodies of rules.
func (p *Program) computed(n *Node) (string, int) {
	switch n.Op {
	case OpAdd:
		return p.at(n.Args[0], adding) + "+" + p.at(n.Args[1], adding), adding
	case OpSub:
		return p.at(n.Args[0], adding) + "−" + p.at(n.Args[1], multiplying), adding
	case OpTimes:
		return p.at(n.Args[1], multiplying) + "×" + p.at(n.Args[0], multiplying), multiplying
	case OpShare:
		return p.at(n.Args[0], multiplying) + "×" + p.at(n.Args[1], multiplying) + modeWords(n.Mode), multiplying
	case OpSplit:
		return p.at(n.Args[0], multiplying) + "÷" + p.at(n.Args[1], multiplying) + modeWords(n.Mode), multiplying
	case OpRound:
		return p.at(n.Args[0], word) + modeWords(n.Mode), multiplying
	case OpIn:
		return p.at(n.Args[0], word) + "是" + p.options(n), comparing
	case OpIsNone:
		return p.at(n.Args[0], word) + "为“无”", comparing
	}
	return p.special(n)
}

// modeWords put a rounding into brackets.
func modeWords(m money.Mode) string {
	if w := m.Chinese(); w != "" {
		return "（" + w + "）"
	}
	return ""
}

// special renders what is said in a phrase of its own.
func (p *Program) special(n *Node) (string, int) {
	switch n.Op {
	case OpShortfall:
		return p.at(n.Args[0], adding) + "超过" + p.at(n.Args[1], adding) + "的部分", comparing
	case OpLeast:
		return p.series(n.Args, "、", adding) + "中最小的", comparing
	case OpGreatest:
		return p.series(n.Args, "、", adding) + "中最大的", comparing
	case OpAgeOn:
		return p.at(n.Args[0], word) + "到" + p.at(n.Args[1], word) + "的周岁", adding
	case OpAddMonths:
		return p.at(n.Args[0], word) + "之后" + p.at(n.Args[1], word), adding
	case OpMonthsBetween:
		return "从" + p.at(n.Args[0], word) + "到" + p.at(n.Args[1], word) + "的月数", adding
	case OpMonthOf:
		return p.at(n.Args[0], word) + "所在月", word
	case OpSpanFrom:
		return p.at(n.Args[0], word) + "的起始月", word
	case OpSpanTo:
		return p.at(n.Args[0], word) + "的终止月", word
	}
	return p.bodyPhrase(n)
}

// bodyPhrase renders the bodies that only rules have.
func (p *Program) bodyPhrase(n *Node) (string, int) {
	switch n.Op {
	case OpDated:
		return p.datedPhrase(n), looseOr
	case OpCases:
		return p.casesPhrase(n), looseOr
	case OpExceptions:
		return p.exceptionsPhrase(n), looseOr
	case OpTable:
		keys := len(n.Rows[0].When)
		return "按" + p.series(n.Args[:keys], "、", word) + "查表", word
	case OpBrackets:
		return p.at(n.Args[0], word) + "按“" + orID(p.Figures[n.Imm].Label, p.Figures[n.Imm].ID) + "”分段计算" + modeWords(n.Mode), word
	}
	return p.aggregatePhrase(n), comparing
}

// datedPhrase renders versions with their days; a single one needs no days.
func (p *Program) datedPhrase(n *Node) string {
	if len(n.Args) == 1 {
		return p.mention(n.Args[0])
	}
	parts := make([]string, len(n.Args))
	for i, a := range n.Args {
		parts[i] = SpanWords(n.Spans[i]) + p.mention(a)
	}
	return strings.Join(parts, "；")
}

// casesPhrase renders the first match of several.
func (p *Program) casesPhrase(n *Node) string {
	var parts []string
	for i := 0; i+1 < len(n.Args); i += 2 {
		parts = append(parts, p.at(n.Args[i], looseAnd)+"的，"+p.mention(n.Args[i+1]))
	}
	if len(n.Args)%2 == 1 {
		parts = append(parts, "其他情况，"+p.mention(n.Args[len(n.Args)-1]))
	}
	return strings.Join(parts, "；")
}

// exceptionsPhrase renders a base with what overrides it.
func (p *Program) exceptionsPhrase(n *Node) string {
	parts := []string{"一般为" + p.mention(n.Args[0])}
	for i := range n.Exc {
		parts = append(parts, fmt.Sprintf("但%s的，为%s", p.at(n.Args[1+2*i], looseAnd), p.mention(n.Args[2+2*i])))
	}
	return strings.Join(parts, "；")
}

// aggregatePhrase renders what is gathered from rows.
func (p *Program) aggregatePhrase(n *Node) string {
	rows := orID(p.Schema.Entities[n.Over].Label, p.Schema.Entities[n.Over].Name)
	where := ""
	if n.Args[0] != NoNode {
		where = "（限" + p.at(n.Args[0], looseAnd) + "的）"
	}
	value := p.mention(n.Args[1])
	switch n.Op {
	case OpAddUp:
		return "各" + rows + where + "的" + value + "合计"
	case OpCount:
		return rows + where + "的个数"
	case OpAll:
		return "每个" + rows + where + "都满足“" + value + "”"
	case OpMinOf:
		return "各" + rows + where + "的" + value + "中最小的"
	case OpMaxOf:
		return "各" + rows + where + "的" + value + "中最大的"
	}
	if p.Nodes[n.Args[1]].Op == OpConst {
		return "有" + rows + where
	}
	return "有" + rows + where + "满足“" + value + "”"
}
