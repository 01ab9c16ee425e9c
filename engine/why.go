package engine

import (
	"doudi/fact"
	"doudi/policy"
)

// explain writes the reasons of one outcome: the conclusion first, then what
// decided, then how the amount adds up.
func (e *evaluation) explain(v *verdict, out *Outcome) {
	e.using = 0
	mark := len(e.pen.stack)
	e.conclude(v, out)
	if v.status != NotClaimed {
		e.conditions(v)
		e.sayOpponent(v, out)
	}
	if v.stands() || v.openAmount {
		e.sayAmounts(v, out)
	}
	if v.stands() {
		e.sayPayment(v, out)
	}
	e.sayFaults(out)
	e.sayOutlook(out)
	out.Why = e.pen.keep(mark)
	if len(out.Why[0].Cites) == 0 {
		out.Why[0].Cites = firstCites(out.Why)
	}
	out.Used = e.used(e.using)
}

// firstCites finds a citation for a conclusion whose programme has none.
func firstCites(lines []Line) []CiteRef {
	for i := range lines {
		if len(lines[i].Cites) > 0 {
			return lines[i].Cites
		}
	}
	return nil
}

// own is the citation of the verdict's programme.
func (e *evaluation) own(v *verdict) *programmeCites {
	return &e.pl.programmeCites[v.programme][v.version]
}

// conclude pushes the first line: the answer in one sentence.
func (e *evaluation) conclude(v *verdict, out *Outcome) {
	e.cites = e.own(v).own
	e.pen.begin()
	who := out.Person
	if who == "" {
		who = "这一家"
	}
	e.pen.put(who)
	e.conclusion(v, out)
	e.push(Line{ID: out.Programme, Text: e.pen.end(), Mark: statusMark(v), Cites: e.cites})
}

// statusMark is the mark of a status.
func statusMark(v *verdict) string {
	switch {
	case v.stands():
		return markYes
	case v.pending() && len(v.faults) > 0:
		return markError
	case v.pending():
		return markUnknown
	}
	return markNo
}

// conclusion writes the sentence of a status.
func (e *evaluation) conclusion(v *verdict, out *Outcome) {
	switch v.status {
	case Entitled:
		e.pen.put(pick(v.ver.Grants == "standing", "符合", "可以享受"), "“", out.Label, "”")
		e.perMonth(out)
	case Leaving:
		e.pen.put("已不符合“", out.Label, "”的条件，但还在渐退期内，暂时继续享受")
		e.perMonth(out)
	case Refused:
		e.pen.put("不符合“", out.Label, "”的条件")
	case Excluded:
		e.pen.put("不能再享受“", out.Label, "”，", e.against(v))
	case ChoiceOpen:
		e.pen.put("符合“", out.Label, "”的条件，但要由家庭先作选择：", e.options(v))
	case Waiting:
		e.pen.put("能否享受“", out.Label, "”，要等有关指数公布后才能确定")
	case NotClaimed:
		e.pen.put("没有申请“", out.Label, "”")
	default:
		e.pen.put("能否享受“", out.Label, "”还不能确定", pick(len(v.faults) > 0, "，因为有关规定算不出结果", "，因为有的情况还不清楚"))
	}
	e.pen.put("。")
}

// perMonth writes the total behind a comma.
func (e *evaluation) perMonth(out *Outcome) {
	if out.Total.Type == fact.Invalid {
		return
	}
	e.pen.put("，", perPeriod(out.Total.Type))
	e.pen.fen(int64(out.Total.Low))
	if out.Total.High != out.Total.Low {
		e.pen.put("至")
		e.pen.fen(int64(out.Total.High))
	}
}

// against says what stands against an excluded programme.
func (e *evaluation) against(v *verdict) string {
	if v.by != noOne {
		return "因为已经享受“" + e.pl.p.Programmes[v.by].Label + "”"
	}
	c := &e.pl.p.Choices[v.choice]
	for i := range c.Options {
		if c.Options[i].ID == e.snap.Chosen[c.ID] {
			return "因为家庭选择了“" + optionLabel(&c.Options[i]) + "”"
		}
	}
	return "因为家庭作了另外的选择"
}

// options lists what the family can choose.
func (e *evaluation) options(v *verdict) string {
	c := &e.pl.p.Choices[v.choice]
	text := "“" + c.Label + "”，可选"
	for i := range c.Options {
		if i > 0 {
			text += "、"
		}
		text += "“" + optionLabel(&c.Options[i]) + "”"
	}
	return text
}

// conditions pushes the conditions that decided.
func (e *evaluation) conditions(v *verdict) {
	if v.stop != noOne {
		e.sayStop(v)
		return
	}
	e.under(v.cond)
	e.cites = e.own(v).own
	if !e.claimed(v.programme) && e.held(v.programme, v.ver.Unit, v.inst).isTrue() {
		e.line("没有提出申请，但上月正在享受，所以继续核对", "", nil)
	}
	if v.ver.Leaving != policy.NoNode && (v.status == Leaving || v.status == Undetermined && e.fails(v)) {
		e.under(e.amountDay(v))
		e.reason(v.ver.Leaving, v.ver.Unit, v.inst)
		e.under(v.cond)
	}
	for _, c := range v.ver.Conditions {
		if e.decides(v, e.from(c, v.ver.Unit, v.inst)) {
			e.reason(c, v.ver.Unit, v.inst)
		}
	}
}

// sayOpponent cites the text by which another programme or a choice stands
// against this one, or leaves it open.
func (e *evaluation) sayOpponent(v *verdict, out *Outcome) {
	switch {
	case v.pair != noOne && v.by != noOne:
		pair := &e.pl.p.Stacking[v.pair]
		e.pen.begin()
		e.pen.put("“", out.Label, "”和“", e.pl.p.Programmes[v.by].Label, "”", stackingWord(pair.Is))
		e.note(pair.Status.Mark())
		e.push(Line{Text: e.pen.end(), Mark: markNo, Cites: e.pl.pairCites[v.pair]})
	case v.pair != noOne && v.pending():
		e.pen.begin()
		e.pen.put("“", e.pl.p.Programmes[e.other(v)].Label, "”还没有确定，两项不能一并定下来")
		e.push(Line{Text: e.pen.end(), Mark: markUnknown, Cites: e.pl.pairCites[v.pair]})
	case v.choice != noOne && v.status == Excluded:
		e.pen.begin()
		e.pen.put("“", e.pl.p.Choices[v.choice].Label, "”只能选一种，", e.against(v))
		e.push(Line{ID: out.Choice, Text: e.pen.end(), Mark: markNo, Cites: e.pl.choiceCites[v.choice]})
	case v.choice != noOne:
		e.pen.begin()
		e.pen.put("家庭还没有回答", e.options(v))
		e.push(Line{ID: out.Choice, Text: e.pen.end(), Mark: markUnknown, Cites: e.pl.choiceCites[v.choice]})
	}
}

// other is the programme that the verdict was paired with.
func (e *evaluation) other(v *verdict) int32 {
	pair := &e.pl.p.Stacking[v.pair]
	if pair.First == v.programme {
		return pair.Second
	}
	return pair.First
}

// stackingWord says how two programmes stand to each other.
func stackingWord(is string) string {
	switch is {
	case "higher_of":
		return "不能同时享受，只享受较高的一项"
	case "tops_up_to":
		return "合并后已达到应有的水平，没有差额可补"
	}
	return "不能同时享受"
}

// sayAmounts says how the amount adds up, part by part.
func (e *evaluation) sayAmounts(v *verdict, out *Outcome) {
	for i, p := range e.parts[v.first : v.first+v.count] {
		if p.part.Less && p.v.st == known && p.v.n == 0 {
			continue // nothing is deducted
		}
		var line *PartAmount
		if i < len(out.Parts) {
			line = &out.Parts[i]
		}
		e.sayPart(v, p, line)
	}
	if !v.stands() {
		return
	}
	if v.topped {
		e.sayTopUp(v)
	} else if v.count > 1 {
		e.sayTotal(v, out)
	}
}

// sayPart pushes one line of the amount with its reasons.
func (e *evaluation) sayPart(v *verdict, p partSum, out *PartAmount) {
	mark := len(e.pen.stack)
	e.cites = e.partCites(v, p.part)
	if p.part.Node != policy.NoNode {
		e.under(e.amountDay(v))
		e.partReasons(v, p.part)
	}
	e.pen.begin()
	e.pen.put(p.part.Label)
	switch {
	case p.part.Node == policy.NoNode:
		e.pen.put("：给予")
	case out != nil && out.Amount.Low != out.Amount.High:
		e.pen.put("：")
		e.amount(out.Amount)
	default:
		e.pen.put("：")
		e.pen.value(e.pl.nodes[p.part.Node].typ, p.v, e.pl.p.Schema)
	}
	if p.part.Less {
		e.pen.put("（从总额中扣除）")
	}
	if p.part.Node != policy.NoNode && v.ver.PeriodTakes == "prorata" && v.ver.AmountAt == policy.AtPeriod && len(e.stretches(v.ver)) > 1 {
		e.pen.put("（标准在本月内有变化，按天折算，四舍五入到分）")
	}
	text := e.pen.end()
	t := fact.Invalid
	if p.part.Node != policy.NoNode {
		t = e.pl.nodes[p.part.Node].typ
	}
	e.push(Line{ID: p.part.ID, Text: text, Mark: markOf(t, p.v), Cites: e.cites, Lines: e.pen.keep(mark)})
}

// partCites finds the citations of a part.
func (e *evaluation) partCites(v *verdict, p *policy.Part) []CiteRef {
	for i := range v.ver.Parts {
		if &v.ver.Parts[i] == p {
			if cites := e.pl.programmeCites[v.programme][v.paid].parts[i]; len(cites) > 0 {
				return cites
			}
		}
	}
	return e.own(v).own
}

// partReasons pushes what a part consists of: member by member, or the rule
// behind it.
func (e *evaluation) partReasons(v *verdict, p *policy.Part) {
	if p.Each == policy.NoEach || p.Each == v.ver.Unit {
		e.reason(p.Node, v.ver.Unit, v.inst)
		return
	}
	from, to, _ := e.below(v.ver.Unit, v.inst, p.Each)
	for i := from; i < to; i++ {
		mark := len(e.pen.stack)
		e.reason(p.Node, p.Each, i)
		if len(e.pen.stack) == mark+1 && e.pen.stack[mark].ID != "" {
			continue
		}
		e.pen.begin()
		e.pen.put(e.person(p.Each, i), "：")
		e.pen.value(e.pl.nodes[p.Node].typ, e.from(p.Node, p.Each, i), e.pl.p.Schema)
		text := e.pen.end()
		e.line(text, "", e.pen.keep(mark))
	}
}

// amount writes an amount or a range with its period.
func (e *evaluation) amount(a Amount) {
	e.pen.known(a.Type, int64(a.Low), e.pl.p.Schema)
	if a.High != a.Low {
		e.pen.put("至")
		e.pen.known(a.Type, int64(a.High), e.pl.p.Schema)
	}
}

// sayTotal pushes the addition: 614元 + 40元 = 654元/月.
func (e *evaluation) sayTotal(v *verdict, out *Outcome) {
	e.pen.begin()
	e.pen.put("合计：")
	terms := 0
	for i := range out.Parts {
		p := &out.Parts[i]
		if p.Amount.Type == fact.Invalid || p.Less && p.Amount.High == 0 {
			continue
		}
		if terms > 0 || p.Less {
			e.pen.put(pick(p.Less, " − ", " + "))
		}
		e.amount(p.Amount)
		terms++
	}
	e.pen.put(" = ")
	e.amount(out.Total)
	text := e.pen.end()
	if terms > 1 {
		e.push(Line{Text: text, Cites: e.own(v).own})
	}
}

// sayTopUp says how the rest after another programme was found.
func (e *evaluation) sayTopUp(v *verdict) {
	pair := &e.pl.p.Stacking[v.pair]
	mark := len(e.pen.stack)
	e.cites = e.pl.pairCites[v.pair]
	e.under(e.amountDay(v))
	e.reason(pair.To, v.ver.Unit, v.inst)
	have := e.perHead(&e.verdicts[v.topFirst])
	e.under(e.amountDay(v))
	e.pen.begin()
	e.pen.put("已享受“", e.pl.p.Programmes[pair.First].Label, "”，每人合")
	e.pen.value(v.unit, have, e.pl.p.Schema)
	e.pen.put("，补足到 ")
	e.phrase(pair.To, v.ver.Unit, v.inst, true)
	e.pen.put("，补差")
	e.pen.value(v.unit, v.total, e.pl.p.Schema)
	text := e.pen.end()
	e.line(text, "", e.pen.keep(mark))
}

// sayPayment says who bears it, from when, and when it is checked again.
func (e *evaluation) sayPayment(v *verdict, out *Outcome) {
	for i := range out.Bearers {
		b := &out.Bearers[i]
		e.pen.begin()
		e.pen.put("由", policy.Office(b.Payer), "负担")
		e.amount(b.Amount)
		text := e.pen.end()
		cites := e.own(v).bearers[i]
		if len(cites) == 0 {
			cites = e.own(v).own
		}
		e.push(Line{Text: text, Cites: cites})
	}
	e.cites = e.own(v).own
	if out.Starts != 0 && v.ver.Grants == "money" {
		e.pen.begin()
		e.pen.put("从")
		e.pen.month(out.Starts)
		e.pen.put("起发放")
		e.line(e.pen.end(), "", nil)
	}
	if out.Recheck > 0 {
		e.sayRecheck(v, out)
	}
}

// sayRecheck says after how many months the family is checked again.
func (e *evaluation) sayRecheck(v *verdict, out *Outcome) {
	mark := len(e.pen.stack)
	e.under(v.cond)
	e.reason(v.ver.Recheck, v.ver.Unit, v.inst)
	e.pen.begin()
	e.pen.put("每")
	e.pen.number(out.Recheck)
	e.pen.put("个月复核一次")
	text := e.pen.end()
	e.line(text, "", e.pen.keep(mark))
}

// sayStop names the event that ended it.
func (e *evaluation) sayStop(v *verdict) {
	s := &v.ver.Stops[v.stop]
	e.under(e.stopDay(s))
	e.cites = e.pl.programmeCites[v.programme][v.version].stops[v.stop]
	mark := len(e.pen.stack)
	e.reason(s.Node, v.ver.Unit, v.inst)
	children := e.pen.keep(mark)
	e.line("有不给的情形：还没有领的不给，已经领的"+stopWord(s.From)+"停发", markNo, children)
}

// stopWord says from when an award ends.
func stopWord(from string) string {
	switch from {
	case "month_of_event":
		return "从当月起"
	case "day_after_event":
		return "从次日起"
	}
	return "从次月起"
}

// sayFaults pushes the errors in the law that left it open.
func (e *evaluation) sayFaults(out *Outcome) {
	for _, f := range out.Faults {
		e.push(Line{Text: "规定有缺陷：" + f, Mark: markError})
	}
}

// sayOutlook says what is missing, or what would have to change.
func (e *evaluation) sayOutlook(out *Outcome) {
	for i := range out.Missing {
		e.push(Line{ID: e.factID(&out.Missing[i]), Text: "还缺：" + out.Missing[i].Label, Mark: markUnknown})
	}
	for i := range out.Changes {
		e.push(Line{ID: e.factID(&out.Changes[i].Ref), Text: out.Changes[i].Text})
	}
	if out.Anyway != "" {
		e.pen.push(Line{Text: "还不清楚的情况怎样回答都一样：" + statusWord(out.Anyway), Mark: markUnknown})
	}
	if out.NoChange {
		e.push(Line{Text: "没有哪一项情况单独改变后就能符合条件"})
	}
}

// factID is the key of the fact, table or index that a line is about.
func (e *evaluation) factID(r *Ref) string {
	switch {
	case r.Label == "":
		return ""
	case r.Figure != "":
		return r.Figure
	case r.Choice != "":
		return r.Choice
	case r.Slot < 0:
		return e.pl.p.Schema.Entities[r.Table].Name
	}
	return e.pl.p.Schema.Entities[r.Entity].Facts[r.Slot].Key
}
