package engine

import (
	"slices"

	"doudi/civil"
	"doudi/fact"
	"doudi/money"
	"doudi/policy"
)

// report writes the verdicts down for people and programs.
func (e *evaluation) report(o Options) *Result {
	r := new(Result)
	e.answer(r, o)
	e.lines = e.lines[:0]
	clear(e.said)
	for i := range r.Outcomes {
		out := &r.Outcomes[i]
		out.Because = e.reasons(&e.verdicts[e.reported[i]])
		if o.explains(out) {
			e.explain(int32(i), out)
		}
	}
	e.finish()
	return r
}

// answer writes down everything but the reasons.
func (e *evaluation) answer(r *Result, o Options) {
	again := r.Outcomes
	*r = Result{Name: safe(e.snap.Name), Region: e.snap.Region, Hash: e.pl.p.Hash,
		AppliedOn: e.applied, DecidedOn: e.decided, AsOf: e.snap.AsOf, Month: e.month}
	if e.pl.p.Pack != nil {
		r.Pack, r.PackLabel = e.pl.p.Pack.ID, e.pl.p.Pack.Labels[e.pl.p.Pack.ID]
		if packs := e.pl.p.Pack.Packs; len(packs) > 0 {
			r.PackVersion = packs[0].Version
		}
	}
	e.choose(o.Programmes)
	r.Outcomes = slices.Grow(again[:0], len(e.reported))[:len(e.reported)]
	for i := range r.Outcomes {
		v, out := &e.verdicts[e.reported[i]], &r.Outcomes[i]
		e.describe(v, out)
		v.turnable = v.status == Refused && !v.passing && o.explains(out) && e.turnable(v, e.demands(v))
	}
	for i := range r.Outcomes {
		v, out := &e.verdicts[e.reported[i]], &r.Outcomes[i]
		if !v.passing && o.explains(out) {
			e.outlook(v, out)
		}
	}
	e.result = r
	e.beSettled()
}

// choose lists the verdicts to be told of: all, or those of some programmes.
func (e *evaluation) choose(programmes []string) {
	e.reported = e.reported[:0]
	for i := range e.verdicts {
		if len(programmes) == 0 || slices.Contains(programmes, e.pl.p.Programmes[e.verdicts[i].programme].ID) {
			e.reported = append(e.reported, int32(i))
		}
	}
}

// finish lets go of the Result and of the scout.
func (e *evaluation) finish() {
	e.result = nil
	e.pen.reset()
	clear(e.lines)
	e.dismiss()
}

// outlook fills in what could still change the outcome.
func (e *evaluation) outlook(v *verdict, out *Outcome) {
	switch v.status {
	case Undetermined, Waiting:
		out.Missing, out.Anyway = e.missing(v)
	case Refused:
		if v.turnable {
			out.Changes = e.nearestChanges(v)
		}
		out.NoChange = len(out.Changes) == 0
	}
}

// describe fills in everything about one verdict but the reasons.
func (e *evaluation) describe(v *verdict, out *Outcome) {
	p := &e.pl.p.Programmes[v.programme]
	parts := out.Parts[:0]
	*out = Outcome{}
	out.Programme, out.Label, out.Unit, out.Instance = p.ID, p.Label, v.ver.Unit, int(v.inst)
	out.Person, out.Status, out.Grants, out.Pays = e.person(v.ver.Unit, v.inst), v.status, v.ver.Grants, v.ver.Pays
	e.opponent(v, out)
	for _, f := range v.faults {
		out.Faults = appendNew(out.Faults, e.faults[f].text)
	}
	if v.stands() {
		e.amounts(v, out, parts)
		if v.ranged {
			e.settleRange(v, out)
		} else {
			out.Bearers = e.bearers(v, out)
		}
		out.Starts = e.starts(v)
		out.Recheck = e.recheck(v)
	}
}

// settleRange writes the ranges of what officials have not decided. If some
// decision would lead to no amount at all the whole is open.
func (e *evaluation) settleRange(v *verdict, out *Outcome) {
	r := e.rangeOf(v)
	if !r.open && r.tries > 0 {
		r.write(e, v, out)
		return
	}
	v.status, v.ranged, v.openAmount = Undetermined, false, true
	out.Status, out.Parts, out.Total = Undetermined, nil, Amount{}
}

// opponent names the choice or the programme that stands against it.
func (e *evaluation) opponent(v *verdict, out *Outcome) {
	if v.choice != noOne {
		out.Choice = e.pl.p.Choices[v.choice].ID
	}
	switch {
	case v.by != noOne:
		out.By = e.pl.p.Programmes[v.by].ID
	case v.status == Excluded:
		out.By = out.Choice
	}
}

// appendNew appends a text that is not there yet.
func appendNew(list []string, s string) []string {
	for _, t := range list {
		if t == s {
			return list
		}
	}
	return append(list, s)
}

// reasons lists the ids of the rules that decided: the conditions that fail or
// are open, or else all of them.
func (e *evaluation) reasons(v *verdict) []string {
	if v.status == NotClaimed {
		return nil
	}
	if v.stop != noOne {
		s := &v.ver.Stops[v.stop]
		e.under(e.stopDay(s))
		return e.decisive(s.Node, v.ver.Unit, v.inst, nil)
	}
	e.under(v.cond)
	ids := e.pen.ids[:0]
	if v.status == Leaving || v.status == Undetermined && v.ver.Leaving != policy.NoNode && e.fails(v) {
		e.under(e.amountDay(v))
		ids = e.decisive(v.ver.Leaving, v.ver.Unit, v.inst, ids)
		e.under(v.cond)
	}
	for _, c := range v.ver.Conditions {
		if e.decides(v, e.from(c, v.ver.Unit, v.inst)) {
			ids = e.decisive(c, v.ver.Unit, v.inst, ids)
		}
	}
	e.pen.ids = ids
	return e.pen.keepIDs(ids)
}

// fails tells that a condition is false.
func (e *evaluation) fails(v *verdict) bool {
	for _, c := range v.ver.Conditions {
		if held := e.from(c, v.ver.Unit, v.inst); held.isFalse() || held.st == inapplicable || held.st == none {
			return true
		}
	}
	return false
}

// decides tells whether a condition with this value belongs to the reasons of
// the verdict's status.
func (e *evaluation) decides(v *verdict, held val) bool {
	switch v.status {
	case Refused, Leaving:
		return !held.isTrue() && held.st != unknown && held.st != failed
	case Undetermined, Waiting:
		return !held.isTrue()
	}
	return true
}

// decisive collects the named rules behind a condition: of a conjunction that
// does not hold only those that fail.
func (e *evaluation) decisive(id policy.NodeID, of fact.EntityID, inst int32, ids []string) []string {
	n := &e.pl.nodes[id]
	switch {
	case n.op == policy.OpRule:
		return appendNew(ids, e.pl.p.Rules[n.imm].ID)
	case n.op == policy.OpAnd && !e.from(id, of, inst).isTrue():
		for _, a := range n.args {
			if !e.from(a, of, inst).isTrue() {
				ids = e.decisive(a, of, inst, ids)
			}
		}
		return ids
	}
	for _, a := range n.args {
		if a != policy.NoNode {
			ids = e.decisive(a, of, inst, ids)
		}
	}
	return ids
}

// amounts writes down parts, total and bearers.
func (e *evaluation) amounts(v *verdict, out *Outcome, parts []PartAmount) {
	out.Total = amountOf(v.unit, v.total)
	if v.count > 0 {
		out.Parts = slices.Grow(parts, int(v.count))
	}
	for _, p := range e.parts[v.first : v.first+v.count] {
		out.Parts = append(out.Parts, e.partAmount(v, p))
	}
}

// amountOf is a settled amount; what is not known or no amount is empty.
func amountOf(t fact.Type, v val) Amount {
	if v.st != known || !t.IsMoney() {
		return Amount{}
	}
	return Amount{Type: t, Low: money.Fen(v.n), High: money.Fen(v.n)}
}

// cite is what an amount cites by the law of its day.
func (e *evaluation) cite(list int32, v *verdict) *cited {
	return e.pl.cites[list].on(e.amountDay(v))
}

// partAmount writes down one line of an amount.
func (e *evaluation) partAmount(v *verdict, p partSum) PartAmount {
	line := PartAmount{ID: p.part.ID, Label: p.part.Label, Less: p.part.Less, Gives: p.part.Gives}
	if i := partIndex(v, p.part); i >= 0 {
		line.Cites = e.cite(e.paid(v).amounts[i], v).ids
	}
	if p.part.Node != policy.NoNode {
		line.Amount = amountOf(e.pl.nodes[p.part.Node].typ, p.v)
	}
	if p.part.Each != policy.NoEach && p.part.Each != v.ver.Unit && p.part.Node != policy.NoNode {
		line.Each = e.eachAmount(v, p.part)
	}
	return line
}

// eachAmount lists the instances that a part adds up, by the law of the day
// that governs amounts.
func (e *evaluation) eachAmount(v *verdict, p *policy.Part) []InstanceAmount {
	e.under(e.amountDay(v))
	from, to, _ := e.below(v.ver.Unit, v.inst, p.Each)
	list := make([]InstanceAmount, 0, to-from)
	for i := from; i < to; i++ {
		if share := e.from(p.Node, p.Each, i); share.st == known {
			list = append(list, InstanceAmount{e.person(p.Each, i), amountOf(e.pl.nodes[p.Node].typ, share)})
		}
	}
	return list
}

// starts is the first month of payment.
func (e *evaluation) starts(v *verdict) civil.Month {
	switch v.ver.Starts {
	case "month_after_decision":
		return e.decided.Month() + 1
	case "month_of_decision", "at_once":
		return e.decided.Month()
	case "month_of_application":
		return e.applied.Month()
	}
	return 0
}

// recheck is the months until the next check.
func (e *evaluation) recheck(v *verdict) int64 {
	if v.ver.Recheck == policy.NoNode {
		return 0
	}
	e.under(v.cond)
	if months := e.from(v.ver.Recheck, v.ver.Unit, v.inst); months.st == known {
		return months.n
	}
	return 0
}

// bearers says who pays how much. What the rest would fall below nothing is an
// error of the law.
func (e *evaluation) bearers(v *verdict, out *Outcome) []Bearer {
	if len(v.ver.BorneBy) == 0 || v.unit == fact.Invalid || v.total.st != known {
		return nil
	}
	e.under(e.amountDay(v))
	list, rest := make([]Bearer, len(v.ver.BorneBy)), v.total
	for i := range v.ver.BorneBy {
		b := &v.ver.BorneBy[i]
		list[i] = Bearer{Payer: b.Payer, Cites: e.cite(e.paid(v).bearers[i], v).ids}
		if !b.Rest {
			share := e.quantityBorne(b, v)
			rest = e.minus(rest, share)
			list[i].Amount = amountOf(v.unit, share)
		}
	}
	if rest.st == failed || rest.n < 0 {
		out.Faults = appendNew(out.Faults, e.bearerFault(rest))
		return nil
	}
	for i := range v.ver.BorneBy {
		if v.ver.BorneBy[i].Rest {
			list[i].Amount = amountOf(v.unit, rest)
		}
	}
	return list
}

// quantityBorne is what one bearer pays.
func (e *evaluation) quantityBorne(b *policy.Bearer, v *verdict) val {
	share := e.from(b.Node, v.ver.Unit, v.inst)
	if share.st == none || share.st == inapplicable {
		return number(0)
	}
	return share
}

// minus takes an amount off another.
func (e *evaluation) minus(a, b val) val {
	if a.st != known || b.st != known {
		return e.join(a, b)
	}
	if n, ok := money.Sub(a.n, b.n); ok {
		return number(n)
	}
	return e.fail("负担金额超出了可以计算的范围")
}

// bearerFault says what is wrong with the shares of the bearers.
func (e *evaluation) bearerFault(rest val) string {
	if rest.st == failed {
		return e.faults[rest.ref].text
	}
	return "各方负担的金额加起来超过了总额"
}
