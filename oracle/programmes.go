package oracle

import (
	"fmt"

	"doudi/civil"
	"doudi/fact"
	"doudi/pack"
)

// programme is one id with its dated versions.
type programme struct {
	id       string
	index    int
	unit     fact.EntityID
	symbol   int64 // the id as an enum value, as award rows carry it
	versions []*version
	oracle   *Oracle
}

// version is a programme as law on the days of its span.
type version struct {
	source     *pack.Programme
	conditions []reader
	parts      []*part
	leaving    reader   // nil if there is no gradual exit
	stops      []reader // what ends an award, in the pack's order
	bearers    []reader // nil for who pays the rest
}

// part is one line of an amount.
type part struct {
	source *pack.Part
	value  reader // nil for a part in kind
	each   fact.EntityID
}

// declareProgramme adds a version to its id.
func (b *builder) declareProgramme(source *pack.Programme) {
	p := b.programmes[source.ID]
	if p == nil {
		p = &programme{id: source.ID, index: len(b.Oracle.programmes), unit: b.entity(source.Unit), oracle: b.Oracle}
		p.symbol = b.symbols.number(source.ID)
		b.programmes[source.ID] = p
		b.Oracle.programmes = append(b.Oracle.programmes, p)
	}
	p.versions = append(p.versions, &version{source: source})
}

// programmeBodies compiles conditions, parts and exits of every version.
func (b *builder) programmeBodies() {
	b.award = b.findAward()
	for _, p := range b.Oracle.programmes {
		for _, v := range p.versions {
			if b.entity(v.source.Unit) != p.unit {
				b.errs = append(b.errs, fmt.Errorf("programme %s changes its unit", p.id))
			}
			b.versionBody(p, v)
		}
	}
}

// versionBody compiles one version.
func (b *builder) versionBody(p *programme, v *version) {
	for _, c := range v.source.Conditions {
		v.conditions = append(v.conditions, b.text(c, p.unit))
	}
	for _, source := range v.source.Amount {
		v.parts = append(v.parts, b.part(p, source))
	}
	if v.source.Leaving.Text != "" {
		v.leaving = b.text(v.source.Leaving, p.unit)
	}
	for _, stop := range v.source.Stops {
		v.stops = append(v.stops, b.text(stop.When, p.unit))
	}
	for _, source := range v.source.BorneBy {
		var share reader
		if source.Value.Text != "rest" {
			share = b.text(source.Value, p.unit)
		}
		v.bearers = append(v.bearers, share)
	}
}

// part compiles one line of an amount; it rounds what each instance gets.
func (b *builder) part(p *programme, source *pack.Part) *part {
	line := &part{source: source, each: p.unit}
	if source.Each != "" {
		line.each = b.entity(source.Each)
	}
	if source.Value.Text != "" {
		line.value = b.rounded(source.Round, b.text(source.Value, line.each))
	}
	return line
}

// lawDate is the day whose law governs a phase of a version.
func (r *run) lawDate(v *version, phase string) civil.Date {
	at := v.source.LawAt[phase]
	if at == "" {
		at = map[string]string{"conditions": "application", "amount": "period"}[phase]
	}
	switch at {
	case "application":
		return r.appliedOn()
	case "decision":
		return r.decidedOn()
	case "period":
		firstDay, lastDay := monthDays(r.month())
		if v.source.PeriodTakes == "last_day" {
			return lastDay
		}
		return firstDay
	}
	return r.snap.AsOf
}

// amountDay is the day whose law governs the amounts of a version: a programme
// whose first version begins after the first of the benefit month is paid by
// the law of the day on which it begins.
func (p *programme) amountDay(r *run, v *version) civil.Date {
	day := r.lawDate(v, "amount")
	_, lastDay := monthDays(r.month())
	if born := v.source.Span.From; r.periodLaw(v) && p.on(day) == nil && day < born && born <= lastDay {
		return born
	}
	return day
}

// inForce is the version whose own day of conditions lies within its span.
func (p *programme) inForce(r *run) *version {
	for _, v := range p.versions {
		if inSpan(v.source.Span, r.lawDate(v, "conditions")) {
			return v
		}
	}
	return nil
}

// on is the version that is law on a day.
func (p *programme) on(d civil.Date) *version {
	for _, v := range p.versions {
		if inSpan(v.source.Span, d) {
			return v
		}
	}
	return nil
}

// claimed tells whether the family asks for the programme. Who names nothing
// asks about everything; some programmes must be asked for by name.
func (p *programme) claimed(r *run, v *version) bool {
	if v.source.Claim == "never" || !r.snap.ClaimsGiven {
		return true
	}
	for _, id := range r.snap.Claims {
		if id == p.id {
			return true
		}
	}
	return v.source.Claim != "by_itself" && len(r.snap.Claims) > 0
}

// asked is claimed or held.
func (p *programme) asked(r *run, v *version, at point) *cell {
	if p.claimed(r, v) {
		return yes
	}
	return p.readHeld(r, at)
}

// meets is the conjunction of all conditions.
func (v *version) meets(r *run, at point) *cell {
	result := yes
	for _, condition := range v.conditions {
		result = and(result, condition(r, at))
	}
	return result
}

// readEntitled is what another rule reads as .entitled: claimed or held, law
// on that day, and every condition true.
func (p *programme) readEntitled(r *run, at point) *cell {
	shelf := &r.page(at.date).entitled[p.index]
	return once(shelf, r.count(p.unit), at.inst, func() *cell {
		v := p.on(at.date)
		if v == nil {
			return no
		}
		return and(p.asked(r, v, at), v.meets(r, at))
	})
}

// partReader is what another rule reads as .base: the part on the law date.
func (p *programme) partReader(id string) reader {
	return func(r *run, at point) *cell {
		v := p.on(at.date)
		if v == nil {
			return fail("programme " + p.id + " is not law on that day")
		}
		for _, line := range v.parts {
			if line.source.ID == id && line.value != nil && inSpan(line.source.Span, at.date) {
				return line.total(r, p.unit, at)
			}
		}
		return fail("no part " + id + " of " + p.id + " on that day")
	}
}

// total adds a part up over its instances.
func (line *part) total(r *run, unit fact.EntityID, at point) *cell {
	if line.each == unit {
		return line.value(r, at)
	}
	rows, whole := r.below(unit, at.inst, line.each)
	if whole != fact.Complete {
		return unasked
	}
	sum := no
	var stop *cell
	for _, i := range rows {
		switch c := line.value(r, point{i, at.date}); {
		case c.state == inapplicable:
		case c.state != known:
			stop = worse(stop, first(c))
		default:
			sum = add(sum, c)
		}
	}
	if stop != nil {
		return stop
	}
	return sum
}

// awardTable says where awards of earlier months stand.
type awardTable struct {
	entity            fact.EntityID
	programme, period int
	found             bool
}

// findAward looks for the table "award" with its two columns.
func (b *builder) findAward() awardTable {
	for e := range b.schema.Entities {
		if b.schema.Entities[e].Name != "award" {
			continue
		}
		t := awardTable{entity: fact.EntityID(e)}
		t.programme = b.slot(t.entity, "programme")
		for i, f := range b.schema.Entities[e].Facts {
			if f.Type == fact.Span {
				t.period, t.found = i, t.programme >= 0
				return t
			}
		}
	}
	return awardTable{}
}

// readHeld asks whether an award of the month before the benefit month stands:
// of the member for a personal programme, of any member for the household's.
func (p *programme) readHeld(r *run, at point) *cell {
	t := r.award
	if !t.found {
		return no
	}
	from, inst := p.unit, at.inst
	for from > fact.MemberEntity {
		parent := r.schema.Entities[from].Parent
		from, inst = parent, r.ancestor(from, inst, parent)
	}
	rows, whole := r.below(from, inst, t.entity)
	result := no
	if whole != fact.Complete {
		result = unasked
	}
	for _, i := range rows {
		result = or(result, p.covers(r, point{i, at.date}))
	}
	return result
}

// covers asks one award row.
func (p *programme) covers(r *run, at point) *cell {
	t, before := r.award, number(int64(r.month())-1)
	period := r.fact(t.entity, t.period, at)
	return and(equal(r.fact(t.entity, t.programme, at), number(p.symbol)),
		and(ordered(period, before, atMost), ordered(end(period), before, atLeast)))
}
