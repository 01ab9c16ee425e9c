package engine

import (
	"doudi/fact"
	"doudi/policy"
)

// told gives an outcome with the verdict behind it.
func (e *evaluation) told(outcome int32) (*verdict, *Outcome) {
	return &e.verdicts[e.reported[outcome]], &e.result.Outcomes[outcome]
}

// own is the citation of the verdict's programme.
func (e *evaluation) own(v *verdict) *programmeCites {
	return &e.pl.programmeCites[v.programme][v.version]
}

// paid are the citations of the version that the amounts are from.
func (e *evaluation) paid(v *verdict) *programmeCites {
	return &e.pl.programmeCites[v.programme][v.paid]
}

// add pushes a line about the outcome in hand.
func (e *evaluation) add(kind itemKind, at int) {
	it := e.next()
	it.kind, it.turned, it.law, it.node, it.inst, it.at, it.cites = kind, false, e.law.pos, e.outcome, 0, int32(at), e.cites
}

// addCited pushes a line with a citation of its own.
func (e *evaluation) addCited(kind itemKind, at int, cites int32) {
	outer := e.cites
	e.cites = cites
	e.add(kind, at)
	e.cites = outer
}

// outline pushes the lines of one outcome: the conclusion first, then what
// decided, then how the amount adds up. A conclusion whose programme has no
// citation takes that of the first line that has one.
func (e *evaluation) outline(outcome int32) {
	e.outcome = outcome
	v, out := e.told(outcome)
	mark := len(e.items)
	e.under(v.cond)
	e.cites, e.turned = e.own(v).own, false
	e.add(conclusionItem, 0)
	if v.status != NotClaimed {
		e.conditionLines(v)
		e.opponentLine(v)
	}
	if v.stands() || v.openAmount {
		e.amountLines(v, out)
	}
	if v.stands() {
		e.paymentLines(v, out)
	}
	e.outlookLines(out)
	first := &e.items[mark]
	for i := mark + 1; i < len(e.items) && first.cites == 0; i++ {
		it := e.items[i]
		first.cites, first.law = e.citation(&it), it.law
	}
}

// conditionLines pushes the conditions that decided.
func (e *evaluation) conditionLines(v *verdict) {
	if v.stop != noOne {
		e.under(e.stopDay(&v.ver.Stops[v.stop]))
		e.cites = e.pl.programmeCites[v.programme][v.version].stops[v.stop]
		e.add(stopItem, 0)
		return
	}
	if !e.claimed(v.programme) && e.held(v.programme, v.ver.Unit, v.inst).isTrue() {
		e.add(heldItem, 0)
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

// How another programme or a choice stands against an outcome, in item.at.
const (
	againstPair    = iota // the other programme goes before it
	waitsForPair          // the other programme is not settled
	againstChoice         // the family chose otherwise
	waitsForChoice        // the family has not chosen
)

// opponentLine pushes the text by which another programme or a choice stands
// against this one, or leaves it open.
func (e *evaluation) opponentLine(v *verdict) {
	switch {
	case v.pair != noOne && v.by != noOne:
		e.addCited(opponentItem, againstPair, e.pl.pairCites[v.pair])
	case v.pair != noOne && v.pending():
		e.addCited(opponentItem, waitsForPair, e.pl.pairCites[v.pair])
	case v.choice != noOne && v.status == Excluded:
		e.addCited(opponentItem, againstChoice, e.pl.choiceCites[v.choice])
	case v.choice != noOne:
		e.addCited(opponentItem, waitsForChoice, e.pl.choiceCites[v.choice])
	}
}

// amountLines pushes how the amount adds up, part by part.
func (e *evaluation) amountLines(v *verdict, out *Outcome) {
	for i, p := range e.parts[v.first : v.first+v.count] {
		if p.part.Less && p.v.st == known && p.v.n == 0 {
			continue // nothing is deducted
		}
		if p.part.Node != policy.NoNode {
			e.under(e.amountDay(v))
		}
		e.cites = e.partCites(v, p.part)
		e.add(partItem, i)
	}
	switch {
	case !v.stands():
	case v.topped:
		e.under(e.amountDay(v))
		e.cites = e.pl.pairCites[v.pair]
		e.add(topUpItem, 0)
	case v.count > 1 && terms(out) > 1:
		e.addCited(totalItem, 0, e.own(v).own)
	}
}

// paymentLines pushes who bears it, from when, and when it is checked again.
func (e *evaluation) paymentLines(v *verdict, out *Outcome) {
	own := e.own(v)
	for i := range out.Bearers {
		cites := e.paid(v).bearers[i]
		if cites == 0 {
			cites = own.own
		}
		e.addCited(bearerItem, i, cites)
	}
	e.cites = own.own
	if out.Starts != 0 && v.ver.Grants == "money" {
		e.add(startItem, 0)
	}
	if out.Recheck > 0 {
		e.under(v.cond)
		e.add(recheckItem, 0)
	}
}

// outlookLines pushes what went wrong, what is missing, or what would have to
// change.
func (e *evaluation) outlookLines(out *Outcome) {
	e.cites = 0
	for i := range out.Faults {
		e.add(faultItem, i)
	}
	for i := range out.Missing {
		e.add(missingItem, i)
	}
	for i := range out.Changes {
		e.add(changeItem, i)
	}
	if out.Anyway != "" {
		e.add(anywayItem, 0)
	}
	if out.NoChange {
		e.add(noChangeItem, 0)
	}
}

// belowOutcome pushes the lines below one of an outcome.
func (e *evaluation) belowOutcome(it *item) {
	e.outcome = it.node
	v, _ := e.told(it.node)
	switch it.kind {
	case partItem:
		e.belowPart(v, int(it.at))
	case shareItem:
		p := e.parts[v.first+it.at].part
		e.reason(p.Node, p.Each, it.inst)
	case topUpItem:
		e.reason(e.pl.p.Stacking[v.pair].To, v.ver.Unit, v.inst)
	case recheckItem:
		e.reason(v.ver.Recheck, v.ver.Unit, v.inst)
	case stopItem:
		e.reason(v.ver.Stops[v.stop].Node, v.ver.Unit, v.inst)
	}
}

// belowPart pushes what a part consists of: member by member, or the rule
// behind it. A member with a single line that has a name needs no other.
func (e *evaluation) belowPart(v *verdict, at int) {
	p := e.parts[int(v.first)+at].part
	switch {
	case p.Node == policy.NoNode:
		return
	case p.Each == policy.NoEach || p.Each == v.ver.Unit:
		e.reason(p.Node, v.ver.Unit, v.inst)
		return
	}
	from, to, _ := e.below(v.ver.Unit, v.inst, p.Each)
	for i := from; i < to; i++ {
		mark := len(e.items)
		e.reason(p.Node, p.Each, i)
		if len(e.items) != mark+1 || !e.items[mark].kind.named() {
			e.items = e.items[:mark]
			e.add(shareItem, at)
			e.items[mark].inst = i
		}
	}
}

// markOutcome is the mark of a line about an outcome.
func (e *evaluation) markOutcome(it *item) string {
	v, _ := e.told(it.node)
	switch it.kind {
	case conclusionItem:
		return statusMark(v)
	case opponentItem:
		return pick(it.at == againstPair || it.at == againstChoice, markNo, markUnknown)
	case partItem:
		p, t := &e.parts[v.first+it.at], fact.Invalid
		if p.part.Node != policy.NoNode {
			t = e.pl.nodes[p.part.Node].typ
		}
		return markOf(t, p.v)
	case stopItem:
		return markNo
	case faultItem:
		return markError
	case missingItem, anywayItem:
		return markUnknown
	}
	return ""
}

// id is the key of the rule, figure, fact, programme … that a line is about.
func (e *evaluation) id(it *item) string {
	switch it.kind {
	case ruleItem:
		return e.pl.p.Rules[e.pl.nodes[it.node].imm].ID
	case figureItem:
		return e.pl.p.Figures[e.pl.nodes[it.node].imm].ID
	}
	if it.kind <= rowItem {
		return ""
	}
	v, out := e.told(it.node)
	switch it.kind {
	case conclusionItem:
		return out.Programme
	case opponentItem:
		return pick(it.at == againstChoice || it.at == waitsForChoice, out.Choice, "")
	case partItem:
		return e.parts[v.first+it.at].part.ID
	case missingItem:
		return e.factID(&out.Missing[it.at])
	case changeItem:
		return e.factID(&out.Changes[it.at].Ref)
	}
	return ""
}

// partIndex is the position of a part in its version, or -1.
func partIndex(v *verdict, p *policy.Part) int {
	for i := range v.ver.Parts {
		if &v.ver.Parts[i] == p {
			return i
		}
	}
	return noOne
}

// partCites finds the citations of a part.
func (e *evaluation) partCites(v *verdict, p *policy.Part) int32 {
	if i := partIndex(v, p); i >= 0 && e.paid(v).parts[i] != 0 {
		return e.paid(v).parts[i]
	}
	return e.own(v).own
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
