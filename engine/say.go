package engine

import (
	"strings"

	"doudi/fact"
	"doudi/pack"
	"doudi/policy"
)

// said is an explanation that exists already: the line of a rule or figure
// for one instance under one law, shared by all outcomes that rest on it.
type said struct {
	line Line
	used int32
}

// once gives the line of a rule's or figure's value, writing it the first
// time: per instance and, like values, per law.
func (e *evaluation) once(n *inode, inst int32) Line {
	memo, at := e.place(n, inst)
	if i := memo.said[at]; i != 0 {
		e.restOn(e.saids[i].used)
		return e.saids[i].line
	}
	outer := e.using
	e.using = 0
	line := e.write(n, inst)
	inner := e.using
	e.saids = append(e.saids, said{line, inner})
	memo.said[at] = int32(len(e.saids) - 1)
	e.using = outer
	e.restOn(inner)
	return line
}

// write explains a rule or a figure.
func (e *evaluation) write(n *inode, inst int32) Line {
	if n.op == policy.OpRule {
		return e.ruleLine(n, inst)
	}
	return e.figureLine(n, inst)
}

// ruleLine explains a named rule for one instance.
func (e *evaluation) ruleLine(n *inode, inst int32) Line {
	rule, k := &e.pl.p.Rules[n.imm], e.ruleVersion(n.imm)
	v := e.rule(n, inst)
	line := Line{ID: rule.ID, Mark: markOf(n.typ, v)}
	outer, turned := e.cites, e.turned
	e.turned = false
	if k >= 0 {
		line.Cites = e.pl.ruleCites[n.imm][k]
		e.cites = line.Cites
		if rule.Versions[k].Status != pack.Published {
			e.rest(usedNode{rule: n.imm, version: int32(k)})
		}
	}
	mark := len(e.pen.stack)
	e.reason(n.args[0], n.of, inst)
	line.Text, line.Lines = e.ruleText(n, inst, v, k, mark)
	e.cites, e.turned = outer, turned
	return line
}

// ruleVersion is the position of the version in force, or -1.
func (e *evaluation) ruleVersion(rule int32) int {
	versions := e.pl.p.Rules[rule].Versions
	for k := range versions {
		if inForce(versions[k].Span, e.law.date) {
			return k
		}
	}
	return -1
}

// ruleText writes the rule's own sentence. A single reason without a name of
// its own becomes part of it.
func (e *evaluation) ruleText(n *inode, inst int32, v val, k, mark int) (string, []Line) {
	rule := &e.pl.p.Rules[n.imm]
	var folded Line
	alone := len(e.pen.stack) == mark+1 && e.pen.stack[mark].ID == ""
	if alone {
		folded = e.pen.stack[mark]
		e.pen.stack = e.pen.stack[:mark]
	}
	e.pen.begin()
	e.writeOwner(n.of, inst)
	e.pen.put(rule.Label, "：")
	if !alone || n.typ == fact.Bool || v.st != known {
		e.verdictWord(n, v)
	}
	if alone {
		if n.typ == fact.Bool || v.st != known {
			e.pen.put("。")
		}
		e.pen.put(folded.Text)
	}
	if k >= 0 {
		e.note(rule.Versions[k].Status.Mark())
	}
	text := e.pen.end()
	if alone {
		return text, folded.Lines
	}
	return text, e.pen.keep(mark)
}

// verdictWord writes a rule's value; yes/no questions have words for open ends.
func (e *evaluation) verdictWord(n *inode, v val) {
	switch {
	case v.st == failed:
		e.pen.put("无法得出，", e.faults[v.ref].text)
	case v.st == unknown:
		e.pen.put("还不能确定")
	case n.typ == fact.Count:
		e.pen.value(n.typ, v, e.pl.p.Schema)
		e.pen.put(e.pl.units[n.args[0]])
	default:
		e.pen.value(n.typ, v, e.pl.p.Schema)
	}
}

// note writes a remark in brackets.
func (e *evaluation) note(s string) {
	if s != "" {
		e.pen.put("（", s, "）")
	}
}

// writeOwner writes 甲的 before what belongs to a member or row.
func (e *evaluation) writeOwner(of fact.EntityID, inst int32) {
	if of > fact.HouseholdEntity {
		e.pen.put(e.person(of, inst), "的")
	}
}

// figureLine states a figure's value, its days and what is to be known of it.
func (e *evaluation) figureLine(n *inode, inst int32) Line {
	f := &e.pl.p.Figures[n.imm]
	keys := n.args
	if n.op == policy.OpBrackets {
		keys = n.args[1:]
	}
	row, stop := e.figureRow(n, inst, keys)
	line := Line{ID: f.ID, Mark: markOf(n.typ, stop)}
	switch {
	case e.fixed != nil && e.fixed[n.imm].State != fact.Unknown:
		e.pen.begin()
		e.pen.put(f.Label, "：")
		e.pen.value(n.typ, load(n.typ, e.fixed[n.imm]), e.pl.p.Schema)
		e.pen.put("（试验指定的数值）")
		line.Text, line.Cites, line.Mark = e.pen.end(), e.pl.firstCites(n.imm), ""
	case row != nil:
		k := e.rowIndex(f, row)
		line.Text, line.Cites = e.figureText(n, f, row, k), e.pl.figureCites[n.imm][k]
	default:
		e.pen.begin()
		e.pen.put(f.Label, "：")
		e.noFigure(stop)
		line.Text, line.Cites = e.pen.end(), e.pl.firstCites(n.imm)
	}
	if len(line.Cites) == 0 {
		line.Cites = e.cites
	}
	return line
}

// rowIndex is the position of a row in its figure.
func (e *evaluation) rowIndex(f *policy.Figure, row *policy.FigureRow) int {
	for i := range f.Rows {
		if &f.Rows[i] == row {
			return i
		}
	}
	return 0
}

// figureText is the sentence of a row. It is the same for every family, so it
// is written once per Program; what is due to be reviewed says so.
func (e *evaluation) figureText(n *inode, f *policy.Figure, row *policy.FigureRow, k int) string {
	due := row.ReviewBy != 0 && int64(e.snap.AsOf) > row.ReviewBy
	if due || row.Status != pack.Published {
		e.rest(usedNode{rule: noOne, figure: n.imm, row: int32(k)})
	}
	kept := &e.pl.figureTexts[n.imm][k]
	text := kept.Load()
	if text == nil {
		fresh := e.figureSentence(f, row)
		kept.Store(&fresh)
		text = &fresh
	}
	if due {
		return *text + "（待复核）"
	}
	return *text
}

// figureSentence writes value, days and status of a row.
func (e *evaluation) figureSentence(f *policy.Figure, row *policy.FigureRow) string {
	e.pen.begin()
	e.pen.put(f.Label, "：")
	if len(row.Steps) > 0 {
		e.steps(f, row)
	} else {
		e.pen.value(f.Type, load(f.Type, row.Value), e.pl.p.Schema)
	}
	e.pen.put("，")
	e.inYears(row.Span)
	e.note(row.Status.Mark())
	if row.Status == pack.Reading && row.By != "" {
		e.pen.put("（由", row.By, "选定）")
	}
	return strings.Clone(e.pen.end()) // it outlives the Result that it was written for
}

// steps writes the slices of a marginal figure.
func (e *evaluation) steps(f *policy.Figure, row *policy.FigureRow) {
	for i, s := range row.Steps {
		if i > 0 {
			e.pen.put("；")
		}
		e.pen.put("超过")
		e.pen.known(f.StepType, s.Above, e.pl.p.Schema)
		e.pen.put("的部分按")
		e.pen.known(fact.Rate, s.Rate, e.pl.p.Schema)
	}
}

// noFigure says why there is no value.
func (e *evaluation) noFigure(stop val) {
	switch {
	case stop.st == failed:
		e.pen.put(e.faults[stop.ref].text)
	case stop.st == unknown && e.only(stop.ref, atomFigure):
		e.pen.put("尚未公布")
	case stop.st == unknown:
		e.pen.put("还不能确定用哪一个数值")
	default:
		e.pen.put("不适用")
	}
}

// line pushes an anonymous line with the citation of the rule around it.
func (e *evaluation) line(text, mark string, children []Line) {
	e.push(Line{Text: text, Mark: mark, Cites: e.cites, Lines: children})
}
