package main

import (
	"fmt"
	"strings"

	"doudi/civil"
	"doudi/fact"
	"doudi/gb"
	"doudi/pack"
	"doudi/policy"
)

// item is one thing of a resolved pack that can be shown and compared: what it
// says on a day, or nothing where it is not law.
type item struct {
	section, id, subject string
	lines                func(on civil.Date) []string
}

// items are all things of a compiled pack, in the order in which they are read.
func items(c *compiled) []item {
	var all []item
	add := func(section, id string, pos pack.Pos, lines func(civil.Date) []string) {
		all = append(all, item{section, id, subjectOf(pos), lines})
	}
	for _, d := range factsOf(c.resolved) {
		add("事实", d.Key, d.Pos, func(civil.Date) []string { return factLines(c, d) })
	}
	for i := range c.program.Figures {
		f, decl := &c.program.Figures[i], c.resolved.Figure(c.program.Figures[i].ID)
		add("数值", f.ID, decl.Pos, func(on civil.Date) []string { return figureLines(c, f, decl, on) })
	}
	for _, ch := range c.resolved.Choices {
		add("选择", ch.ID, ch.Pos, func(on civil.Date) []string { return choiceLines(c, ch, on) })
	}
	for i := range c.program.Rules {
		r := &c.program.Rules[i]
		add("规则", r.ID, r.Versions[0].Pos, func(on civil.Date) []string { return ruleLines(c, r, on) })
	}
	for i := range c.program.Programmes {
		p := &c.program.Programmes[i]
		add("待遇", p.ID, p.Versions[0].Pos, func(on civil.Date) []string { return programmeLines(c, p, on) })
	}
	for _, p := range c.resolved.Stacking {
		add("叠加关系", p.First+"+"+p.Second, p.Pos, func(on civil.Date) []string { return pairLines(c, p, on) })
	}
	for i := range c.program.Constraints {
		k := &c.program.Constraints[i]
		add("约束", k.ID, k.Pos, func(on civil.Date) []string { return constraintLines(c, k, on) })
	}
	for _, p := range c.resolved.Procedures {
		add("办理程序", p.ID, p.Pos, func(on civil.Date) []string { return procedureLines(p, on) })
	}
	return all
}

// factsOf are the facts of a chain, superiors first.
func factsOf(r *pack.Resolved) []*pack.FactDecl {
	var all []*pack.FactDecl
	for i := len(r.Packs) - 1; i >= 0; i-- {
		for _, d := range r.Packs[i].Facts {
			if !d.IsTable {
				all = append(all, d)
			}
		}
	}
	return all
}

// factLines is one fact with what may be answered.
func factLines(c *compiled, d *pack.FactDecl) []string {
	words := []string{typeWords[d.Type]}
	for _, v := range d.Values {
		words = append(words, v+" "+d.ValueLabels[v])
	}
	if len(d.Bounds) == 2 {
		words = append(words, d.Bounds[0].Text+" 至 "+d.Bounds[1].Text)
	}
	for _, m := range d.MayBe {
		words = append(words, map[string]string{"none": "可以是无", "unknown": "可以答不清楚"}[m])
	}
	if d.Required {
		words = append(words, "必填")
	}
	head := fmt.Sprintf("%s的%s（%s.%s）：%s %s", entityLabel(c, d.Entity), d.Label, d.Entity, d.Key, joined(words), sourceText(d.Origin, "", d.Cites))
	if when := appliesWhen(c, d); when != "" {
		return []string{head, "  只在下述情形才有：" + when}
	}
	return []string{head}
}

// appliesWhen reads aloud when a fact applies, "" if always.
func appliesWhen(c *compiled, d *pack.FactDecl) string {
	for id := range c.program.Schema.Entities {
		e := &c.program.Schema.Entities[id]
		if slot, ok := e.Slot(d.Key); ok && e.Name == d.Entity && d.AppliesWhen.Text != "" {
			return c.program.Describe(c.program.Applies[id][slot])
		}
	}
	return ""
}

// entityLabel is the Chinese name of an entity.
func entityLabel(c *compiled, name string) string {
	for _, e := range c.resolved.Schema.Entities {
		if e.Name == name {
			return e.Label
		}
	}
	return name
}

// typeWords are the types in Chinese.
var typeWords = map[fact.Type]string{
	fact.Money: "金额", fact.MoneyMonth: "每月金额", fact.MoneyYear: "每年金额", fact.MoneyDay: "每天金额", fact.Rate: "比例",
	fact.Count: "个数", fact.Months: "月数", fact.Date: "日期", fact.Month: "月份", fact.Span: "起止月份", fact.Area: "面积",
	fact.Bool: "是否", fact.Enum: "选一项", fact.Place: "行政区划代码",
}

// figureLines are the rows of a figure in force on a day.
func figureLines(c *compiled, f *policy.Figure, decl *pack.Figure, on civil.Date) []string {
	var rows []string
	for i := range f.Rows {
		if r := &f.Rows[i]; r.Span.Contains(on) && concerns(c, f, r) {
			rows = append(rows, "  "+figureRow(c, f, r))
		}
	}
	if len(rows) == 0 {
		return nil
	}
	head := fmt.Sprintf("%s（%s）", f.Label, f.ID)
	if f.Label == "" {
		head = fmt.Sprintf("%s（%s）", f.Question, f.ID)
	}
	for _, d := range decl.Deviates {
		rows = append(rows, deviationLine(c, d))
	}
	return append([]string{head}, rows...)
}

// deviationLine says what a figure or rule knowingly stands against.
func deviationLine(c *compiled, d pack.Deviation) string {
	label := ""
	for i := range c.program.Constraints {
		if k := &c.program.Constraints[i]; k.ID == d.From {
			label = k.Label
		}
	}
	if f := c.resolved.Figure(d.From); f != nil {
		label = f.Label
	}
	if i, ok := c.program.RuleIndex[d.From]; ok {
		label = c.program.Rules[i].Label
	}
	if label == "" {
		return fmt.Sprintf("  与 %s 不同：%s", d.From, d.Because)
	}
	return fmt.Sprintf("  与“%s”（%s）不同：%s", label, d.From, d.Because)
}

// concerns leaves out rows of places that are neither above nor below the pack.
func concerns(c *compiled, f *policy.Figure, r *policy.FigureRow) bool {
	home, ok := gb.PlaceCode(strings.TrimPrefix(c.resolved.ID, "cn-"))
	for i, t := range f.KeyTypes {
		if ok && t == fact.Place && !gb.Within(home, r.Keys[i]) && !gb.Within(r.Keys[i], home) {
			return false
		}
	}
	return true
}

// figureRow is one value with its keys, days and source.
func figureRow(c *compiled, f *policy.Figure, r *policy.FigureRow) string {
	var keys []string
	for i, k := range r.Keys {
		keys = append(keys, fact.Format(f.KeyTypes[i], fact.Of(k), c.program.Schema))
	}
	text := fact.Format(f.Type, r.Value, c.program.Schema)
	if len(r.Steps) > 0 {
		text = stepsText(f, r.Steps)
	}
	if len(keys) > 0 {
		text = strings.Join(keys, " ") + "：" + text
	}
	text += "，" + spanText(r.Span)
	if r.ReviewBy != 0 {
		text += "，" + civil.Date(r.ReviewBy).String() + " 前复核"
	}
	return text + " " + sourceTexts(r.Origin, r.Status, r.Cites)
}

// stepsText reads brackets aloud.
func stepsText(f *policy.Figure, steps []policy.Step) string {
	var parts []string
	for _, s := range steps {
		parts = append(parts, fact.Format(f.StepType, fact.Of(s.Above), nil)+"以上部分 "+fact.Format(fact.Rate, fact.Of(s.Rate), nil))
	}
	return strings.Join(parts, ";")
}

// sourceTexts is sourceText for citations that are plain words.
func sourceTexts(origin string, status pack.Status, cites []string) string {
	as := make([]pack.Cite, len(cites))
	for i, c := range cites {
		as[i].Text = c
	}
	return sourceText(origin, status, as)
}

// choiceLines reads a choice aloud.
func choiceLines(c *compiled, ch *pack.Choice, on civil.Date) []string {
	if !ch.Span.Contains(on) {
		return nil
	}
	lines := []string{fmt.Sprintf("%s（%s） %s", ch.Label, ch.ID, sourceText(ch.Origin, "", ch.Cites))}
	for _, p := range c.program.Choices {
		if p.ID == ch.ID {
			lines = append(lines, "  何时可选："+c.program.Describe(p.Offered))
		}
	}
	for _, o := range ch.Options {
		lines = append(lines, fmt.Sprintf("  %s（%s）：%s", o.Label, o.ID, joined(labelsOf(c, o.Programmes))))
	}
	return lines
}

// labelsOf are the labels of programmes.
func labelsOf(c *compiled, ids []string) []string {
	labels := make([]string, len(ids))
	for i, id := range ids {
		labels[i] = programmeLabel(c, id)
	}
	return labels
}

// programmeLabel is the label of a programme, its id if there is none.
func programmeLabel(c *compiled, id string) string {
	for i := range c.program.Programmes {
		if p := &c.program.Programmes[i]; p.ID == id && p.Label != "" {
			return p.Label
		}
	}
	return id
}
