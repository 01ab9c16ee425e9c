package policy

import (
	"strings"

	"doudi/civil"
	"doudi/fact"
	"doudi/gb"
	"doudi/pack"
)

// TypeWords are the types in Chinese, as facts are asked for.
var TypeWords = map[fact.Type]string{
	fact.Money: "金额", fact.MoneyMonth: "每月金额", fact.MoneyYear: "每年金额", fact.MoneyDay: "每天金额", fact.Rate: "比例",
	fact.Count: "个数", fact.Months: "月数", fact.Date: "日期", fact.Month: "月份", fact.Span: "起止月份", fact.Area: "面积",
	fact.Bool: "是否", fact.Enum: "选一项", fact.Place: "行政区划代码",
}

// factThings are the facts of a chain, superiors first.
func (p *Program) factThings() []Thing {
	var all []Thing
	for i := len(p.Pack.Packs) - 1; i >= 0; i-- {
		for _, d := range p.Pack.Packs[i].Facts {
			if !d.IsTable {
				all = append(all, Thing{SectionFact, d.Entity + "." + d.Key, d.Label, Subject(d.Pos), func(civil.Date) []Line { return p.factLines(d) }})
			}
		}
	}
	return all
}

// factLines is one fact with what may be answered.
func (p *Program) factLines(d *pack.FactDecl) []Line {
	words := []string{TypeWords[d.Type]}
	if len(d.Bounds) == 2 {
		words = append(words, p.literal(d, d.Bounds[0])+" 至 "+p.literal(d, d.Bounds[1]))
	}
	for _, m := range d.MayBe {
		words = append(words, map[string]string{"none": "可以是无", "unknown": "可以答不清楚"}[m])
	}
	if d.Required {
		words = append(words, "必填")
	}
	head := Line{Lead: p.entityLabel(d.Entity) + "的" + d.Label, Name: d.Entity + "." + d.Key, Words: strings.Join(words, "、"),
		Node: NoNode, Origin: d.Origin, Cites: citeTexts(d.Cites)}
	for _, v := range d.Values {
		head.Values = append(head.Values, Word{v, d.ValueLabels[v]})
	}
	if when := p.appliesWhen(d); when != NoNode {
		return []Line{head, {Depth: 1, Lead: "只在下述情形才有", Words: p.Describe(when), Node: when}}
	}
	return []Line{head}
}

// literal is a literal of a fact with its measure word.
func (p *Program) literal(d *pack.FactDecl, e pack.Expr) string {
	v, err := fact.ParseLiteral(d.Type, e.Text, p.Schema.Symbol)
	if err != nil {
		return e.Text
	}
	return formatted(d.Type, d.Unit, v, p.Schema)
}

// Literal is a literal of a pack in Chinese; what is none stays as it is.
func (p *Program) Literal(t fact.Type, text string) string {
	v, err := fact.ParseLiteral(t, text, p.Schema.Symbol)
	if err != nil {
		return text
	}
	return fact.Format(t, v, p.Schema)
}

// appliesWhen is the node that says when a fact applies, NoNode if always.
func (p *Program) appliesWhen(d *pack.FactDecl) NodeID {
	for id := range p.Schema.Entities {
		e := &p.Schema.Entities[id]
		if slot, ok := e.Slot(d.Key); ok && e.Name == d.Entity && d.AppliesWhen.Text != "" {
			return p.Applies[id][slot]
		}
	}
	return NoNode
}

// entityLabel is the Chinese name of an entity.
func (p *Program) entityLabel(name string) string {
	for i := range p.Schema.Entities {
		if e := &p.Schema.Entities[i]; e.Name == name {
			return e.Label
		}
	}
	return name
}

// figureLines are the rows of a figure in force on a day.
func (p *Program) figureLines(f *Figure, on civil.Date) []Line {
	var rows []Line
	for i := range f.Rows {
		if r := &f.Rows[i]; r.Span.Contains(on) && p.Concerns(f, r) {
			rows = append(rows, p.figureRow(f, r))
		}
	}
	if len(rows) == 0 {
		return nil
	}
	for _, d := range p.Pack.Figure(f.ID).Deviates {
		rows = append(rows, p.deviationLine(d))
	}
	return append([]Line{{Lead: orID(f.Label, f.Question), Name: f.ID, Node: NoNode}}, rows...)
}

// Concerns leaves out rows of places that are neither above nor below the pack.
func (p *Program) Concerns(f *Figure, r *FigureRow) bool {
	home, ok := gb.PlaceCode(strings.TrimPrefix(p.Pack.ID, "cn-"))
	for i, t := range f.KeyTypes {
		if ok && t == fact.Place && !gb.Within(home, r.Keys[i]) && !gb.Within(r.Keys[i], home) {
			return false
		}
	}
	return true
}

// figureRow is one value with its keys, days and source.
func (p *Program) figureRow(f *Figure, r *FigureRow) Line {
	text := p.RowValue(f, r) + "，" + SpanText(r.Span)
	if r.ReviewBy != 0 {
		text += "，" + civil.Date(r.ReviewBy).String() + " 前复核"
	}
	return Line{Depth: 1, Lead: strings.Join(p.RowKeys(f, r), " "), Words: text, Node: NoNode, Origin: r.Origin, Status: r.Status, Cites: r.Cites}
}

// formatted is a value in Chinese, a count with its measure word.
func formatted(t fact.Type, unit string, v fact.Value, s *fact.Schema) string {
	return (&fact.Fact{Type: t, Unit: unit}).Format(v, s)
}

// RowKeys are the keys of a row in Chinese; a place stays a code.
func (p *Program) RowKeys(f *Figure, r *FigureRow) []string {
	keys := make([]string, len(r.Keys))
	for i, k := range r.Keys {
		keys[i] = fact.Format(f.KeyTypes[i], fact.Of(k), p.Schema)
	}
	return keys
}

// RowValue is the value of a row in Chinese, brackets one after the other.
func (p *Program) RowValue(f *Figure, r *FigureRow) string {
	if len(r.Steps) == 0 {
		return formatted(f.Type, f.Unit, r.Value, p.Schema)
	}
	var parts []string
	for _, s := range r.Steps {
		parts = append(parts, fact.Format(f.StepType, fact.Of(s.Above), nil)+"以上部分 "+fact.Format(fact.Rate, fact.Of(s.Rate), nil))
	}
	return strings.Join(parts, "；")
}

// deviationLine says what a figure or rule knowingly stands against.
func (p *Program) deviationLine(d pack.Deviation) Line {
	label := ""
	for i := range p.Constraints {
		if k := &p.Constraints[i]; k.ID == d.From {
			label = k.Label
		}
	}
	if f := p.Pack.Figure(d.From); f != nil {
		label = f.Label
	}
	if i, ok := p.RuleIndex[d.From]; ok {
		label = p.Rules[i].Label
	}
	return Line{Depth: 1, Lead: "与“" + orID(label, d.From) + "”不同", Name: d.From, Words: d.Because, Node: NoNode}
}
