package policy

import (
	"path"
	"strings"

	"doudi/civil"
	"doudi/pack"
)

// Section is the kind of a thing that is read aloud, in Chinese.
type Section string

// The sections in the order in which they are read.
const (
	SectionFact       Section = "事实"
	SectionFigure     Section = "数值"
	SectionChoice     Section = "选择"
	SectionRule       Section = "规则"
	SectionProgramme  Section = "待遇"
	SectionPair       Section = "叠加关系"
	SectionConstraint Section = "约束"
	SectionProcedure  Section = "办理程序"
)

// Thing is one thing of a law that can be read aloud and compared. Subject is
// the file that it stands in, without folder and ending.
type Thing struct {
	Section            Section
	ID, Label, Subject string
	lines              func(on civil.Date) []Line
}

// Lines is what the thing says on a day, the thing itself first; nothing where
// it is not law.
func (t *Thing) Lines(on civil.Date) []Line { return t.lines(on) }

// Line is one line read aloud, with the pack and the clauses that it comes
// from. Lead says what kind of line it is or names the thing, Name is the
// thing's name in pack files, Words say the rest. Words that say no more than
// what one node is have that node, so that pages can lead to it.
type Line struct {
	Depth  int
	Lead   string
	Name   string
	Notes  []string
	Words  string
	Values []Word // the answers that a fact allows
	Node   NodeID
	Origin string
	Status pack.Status
	Cites  []string
}

// Word is a name of pack files with its Chinese label.
type Word struct{ ID, Label string }

// String writes a line as the commands print it, with names and 〔source〕.
func (l Line) String() string {
	text := strings.Repeat("  ", l.Depth) + l.Lead
	var notes []string
	if l.Name != "" {
		notes = append(notes, l.Name)
	}
	if notes = append(notes, l.Notes...); len(notes) > 0 {
		text += "（" + strings.Join(notes, "，") + "）"
	}
	words := l.Words
	for _, v := range l.Values {
		words += "、" + v.ID + " " + v.Label
	}
	switch {
	case l.Lead == IsBody:
		text += " "
	case l.Lead != "" && words != "":
		text += "："
	}
	text += words
	if source := l.source(); source != "" && !strings.HasSuffix(text, "）") {
		return text + " " + source
	}
	return text + l.source()
}

// IsBody leads the only line of a rule that has one way.
const IsBody = "="

// source is the pack and the clauses that a line comes from, 〔cn-350421 MX-28〕.
func (l Line) source() string {
	words := l.Cites
	if l.Origin != "" {
		words = append([]string{l.Origin}, words...)
	}
	if w := l.Status.Mark(); w != "" {
		words = append(words[:len(words):len(words)], w)
	}
	if len(words) == 0 {
		return ""
	}
	return "〔" + strings.Join(words, " ") + "〕"
}

// SpanText says on which days something is law: 2020-01-01 至 2021-06-30.
func SpanText(s pack.Span) string {
	if s.To == civil.Open {
		return s.From.String() + " 起"
	}
	return s.From.String() + " 至 " + s.To.String()
}

// Subject is the name of the file that something stands in, without its folder
// and ending.
func Subject(pos pack.Pos) string {
	return strings.TrimSuffix(path.Base(pos.File), path.Ext(pos.File))
}

// Things are all things of a law, in the order in which they are read.
func (p *Program) Things() []Thing {
	all := p.factThings()
	for i := range p.Figures {
		f := &p.Figures[i]
		all = append(all, Thing{SectionFigure, f.ID, orID(f.Label, f.Question), Subject(p.Pack.Figure(f.ID).Pos), func(on civil.Date) []Line { return p.figureLines(f, on) }})
	}
	for _, ch := range p.Pack.Choices {
		all = append(all, Thing{SectionChoice, ch.ID, ch.Label, Subject(ch.Pos), func(on civil.Date) []Line { return p.choiceLines(ch, on) }})
	}
	for i := range p.Rules {
		r := &p.Rules[i]
		all = append(all, Thing{SectionRule, r.ID, r.Label, Subject(r.Versions[0].Pos), func(on civil.Date) []Line { return p.ruleLines(r, on) }})
	}
	for i := range p.Programmes {
		g := &p.Programmes[i]
		all = append(all, Thing{SectionProgramme, g.ID, g.Label, Subject(g.Versions[0].Pos), func(on civil.Date) []Line { return p.programmeLines(g, on) }})
	}
	return append(all, p.orderThings()...)
}

// orderThings are what orders programmes and figures, and the procedures.
func (p *Program) orderThings() []Thing {
	var all []Thing
	for _, x := range p.Pack.Stacking {
		label := p.ProgrammeLabel(x.First) + "、" + p.ProgrammeLabel(x.Second)
		all = append(all, Thing{SectionPair, x.First + "+" + x.Second, label, Subject(x.Pos), func(on civil.Date) []Line { return p.pairLines(x, on) }})
	}
	for i := range p.Constraints {
		k := &p.Constraints[i]
		all = append(all, Thing{SectionConstraint, k.ID, k.Label, Subject(k.Pos), func(on civil.Date) []Line { return p.constraintLines(k, on) }})
	}
	for _, x := range p.Pack.Procedures {
		all = append(all, Thing{SectionProcedure, x.ID, x.Label, Subject(x.Pos), func(on civil.Date) []Line { return procedureLines(x, on) }})
	}
	return all
}

// ProgrammeLabel is the label of a programme, its id if there is none.
func (p *Program) ProgrammeLabel(id string) string {
	for i := range p.Programmes {
		if g := &p.Programmes[i]; g.ID == id && g.Label != "" {
			return g.Label
		}
	}
	return id
}

// citeTexts are citations as plain words.
func citeTexts(cites []pack.Cite) []string {
	texts := make([]string, len(cites))
	for i, c := range cites {
		texts[i] = c.Text
	}
	return texts
}
