package engine

import (
	"doudi/fact"
	"doudi/policy"
)

// sayOutcome writes the sentence of a line about an outcome.
func (e *evaluation) sayOutcome(it *item) {
	v, out := e.told(it.node)
	switch it.kind {
	case conclusionItem:
		e.conclusion(v, out)
	case heldItem:
		e.pen.put("没有提出申请，但上月正在享受，所以继续核对")
	case opponentItem:
		e.sayOpponent(v, out, it.at)
	case partItem:
		e.sayPart(v, out, it.at)
	case shareItem:
		p := e.parts[v.first+it.at].part
		e.pen.puts(e.person(p.Each, it.inst), "：")
		e.pen.value(e.pl.nodes[p.Node].typ, e.from(p.Node, p.Each, it.inst), e.pl.p.Schema)
	case totalItem:
		e.sayTotal(out)
	case topUpItem:
		e.sayTopUp(v)
	case bearerItem:
		e.pen.puts("由", policy.Office(out.Bearers[it.at].Payer), "负担")
		e.amount(out.Bearers[it.at].Amount)
	case startItem:
		e.pen.put("从")
		e.pen.month(out.Starts)
		e.pen.put("起发放")
		e.sayChangeBefore(v, out)
	case recheckItem:
		e.pen.put("每")
		e.pen.number(out.Recheck)
		e.pen.put("个月复核一次")
	case stopItem:
		e.pen.puts("有不给的情形：还没有领的不给，已经领的", stopWord(v.ver.Stops[v.stop].From), "停发")
	default:
		e.sayOutlook(it, v, out)
	}
}

// sayChangeBefore warns when the law that the programme rests on changes between
// the month whose amount is told and the month in which payment starts: the
// amount told is not the one that will be paid.
func (e *evaluation) sayChangeBefore(v *verdict, out *Outcome) {
	if out.Total.Type != fact.Invalid && out.Starts > e.month && e.pl.changesWithin(v.programme, e.month.FirstDay(), out.Starts.FirstDay()) {
		e.pen.put("（数额是按")
		e.pen.month(e.month)
		e.pen.put("的规定算的，到起发那个月规定有变动，要按那个月重算）")
	}
}

// sayOutlook says what went wrong, what is missing, or what would have to
// change.
func (e *evaluation) sayOutlook(it *item, v *verdict, out *Outcome) {
	switch it.kind {
	case faultItem:
		e.pen.puts("规定有缺陷：", out.Faults[it.at])
	case missingItem:
		e.pen.puts("还缺：", out.Missing[it.at].Label)
	case changeItem:
		e.pen.put(out.Changes[it.at].Text)
	case anywayItem:
		e.pen.puts("还不清楚的情况怎样回答都一样：", outcomeWord(v.ver.Grants, out.Anyway))
	case noChangeItem:
		e.pen.put(e.noChange(v))
	}
}

// noChange says that no single change turns a refusal. While another condition
// is open a change may still lead from a refusal to an open answer.
func (e *evaluation) noChange(v *verdict) string {
	if e.openBeside(v) {
		return "没有哪一项情况单独改变后就一定能符合条件；没有弄清的情况也要弄清"
	}
	return "没有哪一项情况单独改变后就能符合条件"
}

// openBeside tells that beside the condition that fails another one is open.
func (e *evaluation) openBeside(v *verdict) bool {
	e.under(v.cond)
	for _, c := range v.ver.Conditions {
		if v.stop == noOne && e.from(c, v.ver.Unit, v.inst).st == unknown {
			return true
		}
	}
	return false
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
	e.pen.put(pick(out.Person == "", "这一家", out.Person))
	switch v.status {
	case Entitled:
		e.pen.puts(pick(v.ver.Grants == grantsStanding, "符合", "可以享受"), "“", out.Label, "”")
		e.perMonth(out)
	case Leaving:
		e.pen.puts("已不符合“", out.Label, "”的条件，但还在渐退期内，暂时继续享受")
		e.perMonth(out)
	case Refused:
		e.pen.puts("不符合“", out.Label, "”的条件")
	case Excluded:
		e.pen.puts("不能再享受“", out.Label, "”，", e.against(v))
	case ChoiceOpen:
		e.pen.puts("符合“", out.Label, "”的条件，但要由家庭先作选择：", e.options(v))
	case Waiting:
		e.pen.puts("能否享受“", out.Label, "”，要等有关指数公布后才能确定")
	case NotClaimed:
		e.pen.puts("没有申请“", out.Label, "”")
	default:
		e.pen.puts("能否享受“", out.Label, "”还不能确定", pick(len(v.faults) > 0, "，因为有关规定算不出结果", "，因为有的情况还不清楚"))
	}
	e.pen.put("。")
}

// perMonth writes the total behind a comma.
func (e *evaluation) perMonth(out *Outcome) {
	if out.Total.Type == fact.Invalid {
		return
	}
	e.pen.puts("，", out.Total.Per())
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

// sayOpponent says how another programme or a choice stands against this one.
func (e *evaluation) sayOpponent(v *verdict, out *Outcome, how int32) {
	switch how {
	case againstPair:
		pair := &e.pl.p.Stacking[v.pair]
		e.pen.puts("“", out.Label, "”和“", e.pl.p.Programmes[v.by].Label, "”", stackingWord(pair.Is))
		e.note(pair.Status.Mark())
	case waitsForPair:
		e.pen.puts("“", e.pl.p.Programmes[e.other(v)].Label, "”还没有确定，两项不能一并定下来")
	case againstChoice:
		e.pen.puts("“", e.pl.p.Choices[v.choice].Label, "”只能选一种，", e.against(v))
	case waitsForChoice:
		e.pen.puts("家庭还没有回答", e.options(v))
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

// sayPart writes one line of the amount.
func (e *evaluation) sayPart(v *verdict, out *Outcome, i int32) {
	p := e.parts[v.first+i]
	e.pen.puts(p.part.Label, "：")
	switch {
	case p.part.Node == policy.NoNode:
		e.pen.put("给予")
	case int(i) < len(out.Parts) && out.Parts[i].Amount.Low != out.Parts[i].Amount.High:
		e.amount(out.Parts[i].Amount)
	default:
		e.pen.value(e.pl.nodes[p.part.Node].typ, p.v, e.pl.p.Schema)
	}
	if p.part.Less {
		e.pen.put("（从总额中扣除）")
	}
	if p.part.Node != policy.NoNode && v.ver.PeriodTakes == "prorata" && v.ver.AmountAt == policy.AtPeriod && len(e.stretches(v.ver)) > 1 {
		e.pen.put("（标准在本月内有变化，按天折算，四舍五入到分）")
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

// terms counts what an amount is added up from.
func terms(out *Outcome) int {
	n := 0
	for i := range out.Parts {
		if counted(&out.Parts[i]) {
			n++
		}
	}
	return n
}

// counted tells that a part stands in the addition.
func counted(p *PartAmount) bool {
	return p.Amount.Type != fact.Invalid && !(p.Less && p.Amount.High == 0)
}

// sayTotal writes the addition: 614元 + 40元 = 654元/月.
func (e *evaluation) sayTotal(out *Outcome) {
	e.pen.put("合计：")
	first := true
	for i := range out.Parts {
		p := &out.Parts[i]
		if !counted(p) {
			continue
		}
		if !first || p.Less {
			e.pen.put(pick(p.Less, " − ", " + "))
		}
		e.amount(p.Amount)
		first = false
	}
	e.pen.put(" = ")
	e.amount(out.Total)
}

// sayTopUp says how the rest after another programme was found.
func (e *evaluation) sayTopUp(v *verdict) {
	pair, day := &e.pl.p.Stacking[v.pair], e.law.date
	have := e.perHead(&e.verdicts[v.topFirst])
	e.under(day)
	e.pen.puts("已享受“", e.pl.p.Programmes[pair.First].Label, "”，每人合")
	e.pen.value(v.unit, have, e.pl.p.Schema)
	e.pen.put("，补足到 ")
	e.phrase(pair.To, v.ver.Unit, v.inst, true)
	e.pen.put("，补差")
	e.pen.value(v.unit, v.total, e.pl.p.Schema)
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
