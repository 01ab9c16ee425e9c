package engine

import (
	"slices"

	"doudi/civil"
	"doudi/fact"
	"doudi/money"
	"doudi/policy"
)

// partSum is one line of an amount as a number.
type partSum struct {
	part *policy.Part
	v    val
}

// amountDay is the day whose law governs a verdict's amounts.
func (e *evaluation) amountDay(v *verdict) civil.Date { return v.amountOn }

// amountDate is that day for a version. A programme that is born within the
// benefit month, with nothing before it, pays that month by the law of its
// first day: on the first of the month there was none.
func (e *evaluation) amountDate(versions []policy.ProgrammeVersion, ver *policy.ProgrammeVersion) civil.Date {
	day := e.lawDate(ver.AmountAt, ver)
	begins := ver.AmountAt == policy.AtPeriod && day < ver.Span.From && ver.Span.From <= e.month.LastDay()
	if begins && !slices.ContainsFunc(versions, func(v policy.ProgrammeVersion) bool { return inForce(v.Span, day) }) {
		return ver.Span.From
	}
	return day
}

// pay settles the amount of what stands at the end. What only an official has
// still to decide makes a range; anything else unknown leaves it open.
func (e *evaluation) pay(v *verdict) {
	if !v.stands() {
		return
	}
	total := e.sumUp(v)
	if v.ver.Grants != "money" {
		return
	}
	switch {
	case total.st == known:
	case total.st == unknown && e.official(total.ref):
		v.ranged, v.cause = true, total.ref
	default:
		v.openAmount = true
		e.leaveOpen(v, total)
	}
}

// official tells whether a cause consists of bounded facts that an official
// decides, and of nothing else.
func (e *evaluation) official(c int32) bool {
	for _, a := range e.list(c) {
		if a.kind != atomFact || !decidable(e.factOf(a)) {
			return false
		}
	}
	return true
}

// decidable tells that an official sets the fact within bounds.
func decidable(f *fact.Fact) bool { return f.DecidedBy != "" && f.HasBounds }

// factOf is the declaration behind an atom.
func (e *evaluation) factOf(a atom) *fact.Fact {
	return &e.pl.p.Schema.Entities[a.of].Facts[a.at]
}

// sumUp computes the parts and the total once.
func (e *evaluation) sumUp(v *verdict) val {
	if v.summed {
		return v.total
	}
	v.summed, v.total = true, number(0)
	v.first = int32(len(e.parts))
	if v.ver.PeriodTakes == "prorata" && v.ver.AmountAt == policy.AtPeriod {
		e.prorata(v)
	} else {
		e.plain(v)
	}
	v.count = int32(len(e.parts)) - v.first
	for _, p := range e.parts[v.first:] {
		e.addPart(v, p)
	}
	return v.total
}

// addPart adds one line to the total, or takes it off.
func (e *evaluation) addPart(v *verdict, p partSum) {
	if p.part.Node == policy.NoNode || p.v.st == inapplicable || !e.pl.nodes[p.part.Node].typ.IsMoney() {
		return
	}
	if v.unit == fact.Invalid {
		v.unit = e.pl.nodes[p.part.Node].typ
	}
	if v.total.st != known || p.v.st != known {
		v.total = e.join(v.total, p.v)
		return
	}
	sum, ok := money.Add(v.total.n, p.v.n)
	if p.part.Less {
		sum, ok = money.Sub(v.total.n, p.v.n)
	}
	if v.total = number(sum); !ok {
		v.total = e.fail("金额合计超出了可以计算的范围")
	}
}

// plain computes all parts by the law of one day.
func (e *evaluation) plain(v *verdict) {
	day := e.amountDay(v)
	e.under(day)
	for i := range v.ver.Parts {
		if p := &v.ver.Parts[i]; inForce(p.Span, day) {
			e.parts = append(e.parts, partSum{p, e.partOn(v, p)})
		}
	}
}

// partOn computes one part by the law in force.
func (e *evaluation) partOn(v *verdict, p *policy.Part) val {
	switch {
	case p.Node == policy.NoNode:
		return val{st: inapplicable}
	case p.Each == policy.NoEach || p.Each == v.ver.Unit:
		return e.quantity(p, e.from(p.Node, v.ver.Unit, v.inst), v.inst)
	}
	from, to, whole := e.below(v.ver.Unit, v.inst, p.Each)
	total := number(0)
	if whole != fact.Complete {
		total = e.openTables(v.ver.Unit, v.inst, p.Each)
	}
	for i := from; i < to; i++ {
		total = e.plus(total, e.quantity(p, e.from(p.Node, p.Each, i), i))
	}
	return total
}

// quantity turns a none into an error: an amount is a number.
func (e *evaluation) quantity(p *policy.Part, v val, inst int32) val {
	if v.st == none {
		return e.fail("“" + p.Label + "”没有数值（无），不能计入金额")
	}
	return v
}

// plus adds two amounts; what does not apply adds nothing.
func (e *evaluation) plus(a, b val) val {
	switch {
	case b.st == inapplicable:
		return a
	case a.st != known || b.st != known:
		return e.join(a, b)
	}
	if sum, ok := money.Add(a.n, b.n); ok {
		return number(sum)
	}
	return e.fail("金额合计超出了可以计算的范围")
}

// prorata weights the parts of every day of the month by days, rounding each
// part half up to the fen. Parts of one id follow each other in time.
func (e *evaluation) prorata(v *verdict) {
	days := int64(e.month.Days())
	for i := range v.ver.Parts {
		p := &v.ver.Parts[i]
		if e.hasPart(v, p.ID) {
			continue
		}
		sum, any := number(0), false
		for _, s := range e.stretches(v.ver) {
			for j := range v.ver.Parts {
				if q := &v.ver.Parts[j]; q.ID == p.ID && inForce(q.Span, s.from) {
					e.under(s.from)
					sum, any = e.plus(sum, e.times(e.partOn(v, q), s.days)), true
				}
			}
		}
		if any {
			e.parts = append(e.parts, partSum{p, e.perDay(sum, days)})
		}
	}
}

// hasPart tells whether an earlier version of the same part is already there.
func (e *evaluation) hasPart(v *verdict, id string) bool {
	for _, p := range e.parts[v.first:] {
		if p.part.ID == id {
			return true
		}
	}
	return false
}

// times weights an amount by days.
func (e *evaluation) times(v val, days int64) val {
	if v.st != known {
		return v
	}
	if n, ok := money.Mul(v.n, days); ok {
		return number(n)
	}
	return e.fail("按天折算时金额超出了可以计算的范围")
}

// perDay divides a weighted sum by the days of the month.
func (e *evaluation) perDay(v val, days int64) val {
	if v.st != known {
		return v
	}
	n, _ := money.Split(v.n, days, money.HalfUpToFen)
	return number(n)
}

// stretch is days of the benefit month on which the law stands still.
type stretch struct {
	from civil.Date
	days int64
}

// stretches cuts the benefit month where the law changes, or into single days
// where a part depends on the day itself.
func (e *evaluation) stretches(ver *policy.ProgrammeVersion) []stretch {
	byDay := false
	for i := range ver.Parts {
		byDay = byDay || ver.Parts[i].Node != policy.NoNode && e.pl.nodes[ver.Parts[i].Node].class == daily
	}
	var list []stretch
	for d := e.month.FirstDay(); d <= e.month.LastDay(); d++ {
		if byDay || len(list) == 0 || e.pl.breaksOn(d) {
			list = append(list, stretch{from: d})
		}
		list[len(list)-1].days++
	}
	return list
}
