package policy

import (
	"strconv"
	"strings"

	"doudi/civil"
	"doudi/pack"
)

// claimWords, grantWords, startWords, payWords, stopWords and lastWords are
// closed lists of the language.
var (
	claimWords = map[string]string{"with_application": "随申请一并审核", "by_itself": "单独申请", "never": "不用申请"}
	grantWords = map[string]string{"money": "发钱", "standing": "给身份", "in_kind": "给实物或服务"}
	startWords = map[string]string{"month_after_decision": "从决定次月起发", "month_of_decision": "从决定当月起发",
		"month_of_application": "从申请当月起发", "at_once": "即时给"}
	payWords  = map[string]string{"month": "按月", "quarter": "按季", "year": "按年", "school_year": "按学年", "once": "一次性", "row": "逐笔"}
	stopWords = map[string]string{"month_after_event": "次月起停", "month_of_event": "当月起停", "day_after_event": "次日起停"}
	lastWords = map[string]string{"until_recheck": "到下次复核为止", "one_year": "一年", "for_good": "一直有效"}
)

// programmeLines reads the version of a programme aloud that is law on a day.
func (p *Program) programmeLines(g *Programme, on civil.Date) []Line {
	for i := range g.Versions {
		v := &g.Versions[i]
		if !v.Span.Contains(on) {
			continue
		}
		lines := []Line{{Lead: g.Label, Name: g.ID, Notes: []string{"按" + p.ofWord(v.Unit), claimWords[v.Claim], grantWords[v.Grants]},
			Node: NoNode, Origin: v.Origin, Cites: v.Cites}}
		for _, n := range v.Conditions {
			lines = append(lines, Line{Depth: 1, Lead: "条件", Words: p.Describe(n), Node: n})
		}
		lines = append(lines, p.partLines(v, on)...)
		return append(lines, p.termLines(v, on)...)
	}
	return nil
}

// partLines reads the parts of an amount and who bears it aloud.
func (p *Program) partLines(v *ProgrammeVersion, on civil.Date) []Line {
	var lines []Line
	for _, x := range v.Parts {
		if !x.Span.Contains(on) {
			continue
		}
		l := Line{Depth: 1, Lead: "数额 " + x.Label, Node: x.Node, Origin: x.Origin, Cites: x.Cites}
		if x.Less {
			l.Lead = "扣减 " + x.Label
		}
		if x.Each != NoEach {
			l.Lead += "，每" + p.ofWord(x.Each) + "相加"
		}
		if x.Node != NoNode {
			l.Words = p.Describe(x.Node)
		}
		lines = append(lines, l)
	}
	for _, b := range v.BorneBy {
		l := Line{Depth: 1, Lead: "出资 " + Office(b.Payer), Words: "其余全部", Node: NoNode, Cites: b.Cites}
		if !b.Rest {
			l.Words, l.Node = p.Describe(b.Node), b.Node
		}
		lines = append(lines, l)
	}
	return lines
}

// termLines reads aloud when and how a programme runs, and when it ends.
func (p *Program) termLines(v *ProgrammeVersion, on civil.Date) []Line {
	var lines []Line
	add := func(lead, words string, node NodeID, cites ...string) {
		if words != "" {
			lines = append(lines, Line{Depth: 1, Lead: lead, Words: words, Node: node, Cites: cites})
		}
	}
	add("发放", joinWords(payWords[v.Pays], payeeText(v.Payee), startWords[v.Starts]), NoNode)
	if v.Recheck != NoNode {
		add("复核期", p.Describe(v.Recheck), v.Recheck)
	}
	if v.Leaving != NoNode {
		add("渐退", p.Describe(v.Leaving)+"时", v.Leaving)
	}
	for _, s := range v.Stops {
		add("停发", p.Describe(s.Node)+"的，"+stopWords[s.From], s.Node, s.Cites...)
	}
	add("程序", p.procedureLabel(v.Procedure, on), NoNode)
	if v.Referral != "" {
		add("转介", "转"+Office(v.Referral)+"决定", NoNode)
	}
	return lines
}

// payeeWords are whom money is given to; packs may also write it out.
var payeeWords = map[string]string{"household": "家庭", "member": "本人"}

// payeeText says whom money is given to, "" if nobody is named.
func payeeText(payee string) string {
	if payee == "" {
		return ""
	}
	return "发给" + orID(payeeWords[payee], payee)
}

// joinWords joins the words that there are.
func joinWords(words ...string) string {
	var there []string
	for _, w := range words {
		if w != "" {
			there = append(there, w)
		}
	}
	return strings.Join(there, "，")
}

// procedureLabel is the label of the procedure on a day, its id if there is none.
func (p *Program) procedureLabel(id string, on civil.Date) string {
	for _, x := range p.Pack.Procedures {
		if x.ID == id && x.Span.Contains(on) && x.Label != "" {
			return x.Label
		}
	}
	return id
}

// choiceLines reads a choice aloud.
func (p *Program) choiceLines(ch *pack.Choice, on civil.Date) []Line {
	if !ch.Span.Contains(on) {
		return nil
	}
	lines := []Line{{Lead: ch.Label, Name: ch.ID, Words: lastWords[ch.Lasts], Node: NoNode, Origin: ch.Origin, Cites: citeTexts(ch.Cites)}}
	for i := range p.Choices {
		if c := &p.Choices[i]; c.ID == ch.ID {
			lines = append(lines, Line{Depth: 1, Lead: "何时可选", Words: p.Describe(c.Offered), Node: c.Offered})
		}
	}
	for _, o := range ch.Options {
		var labels []string
		for _, id := range o.Programmes {
			labels = append(labels, p.ProgrammeLabel(id))
		}
		lines = append(lines, Line{Depth: 1, Lead: o.Label, Name: o.ID, Words: strings.Join(labels, "、"), Node: NoNode})
	}
	return lines
}

// pairLines reads a pair of stacking aloud.
func (p *Program) pairLines(x *pack.Pair, on civil.Date) []Line {
	if !x.Span.Contains(on) {
		return nil
	}
	first, second := p.ProgrammeLabel(x.First), p.ProgrammeLabel(x.Second)
	words := map[string]string{
		"both":       "可以同时享受" + first + "和" + second,
		"excludes":   "享受" + first + "的，不再享受" + second,
		"higher_of":  first + "和" + second + "只给高的一项",
		"tops_up_to": "享受" + first + "的，" + second + "补足到" + p.labelOf(x.Goal),
	}[x.Is]
	return []Line{{Words: words, Node: NoNode, Origin: x.Origin, Status: x.Status, Cites: citeTexts(x.Cites)}}
}

// labelOf is the label of a figure or rule, its id if there is none.
func (p *Program) labelOf(id string) string {
	if i, ok := p.RuleIndex[id]; ok {
		return orID(p.Rules[i].Label, id)
	}
	if f := p.Pack.Figure(id); f != nil {
		return orID(f.Label, id)
	}
	return id
}

// limitWords are the kinds of days of a procedure.
var limitWords = map[string]string{"working_days": "个工作日", "days": "天", "clock_hours": "小时", "months": "个月"}

// LimitWord is the unit of a time limit.
func LimitWord(days string) string { return limitWords[days] }

// procedureLines reads the steps of a procedure aloud.
func procedureLines(x *pack.Procedure, on civil.Date) []Line {
	if !x.Span.Contains(on) {
		return nil
	}
	lines := []Line{{Lead: x.Label, Name: x.ID, Node: NoNode, Origin: x.Origin, Cites: citeTexts(x.Cites)}}
	for _, s := range x.Steps {
		text := "由" + Office(s.By)
		if s.Within > 0 {
			text += "，" + strconv.Itoa(s.Within) + limitWords[s.Days] + "内"
		}
		if len(s.Publish) > 0 {
			text += "，公示" + strings.Join(s.Publish, "、")
		}
		if s.Note != "" {
			text += "，" + s.Note
		}
		lines = append(lines, Line{Depth: 1, Lead: s.Label, Words: text, Node: NoNode, Origin: x.Origin, Status: s.Status, Cites: citeTexts(s.Cites)})
	}
	return lines
}
