package engine

import (
	"slices"

	"doudi/fact"
	"doudi/policy"
)

// addAward finds the columns of the award table: `.held` reads the family's
// history from there.
func (pl *plan) addAward() {
	entity, ok := pl.p.Schema.Entity("award")
	if !ok {
		return
	}
	table := &pl.p.Schema.Entities[entity]
	programme, ok := table.Slot("programme")
	period := slices.IndexFunc(table.Facts, func(f fact.Fact) bool { return f.Type == fact.Span })
	if !ok || period < 0 {
		return
	}
	pl.award = awardColumns{entity: entity, programme: int32(programme), period: int32(period), found: true}
	for i := range pl.p.Programmes {
		symbol, ok := pl.p.Schema.Symbol(pl.p.Programmes[i].ID)
		if !ok {
			symbol = -1
		}
		pl.award.symbols = append(pl.award.symbols, symbol)
	}
}

// withApplication is the claim of a programme that comes with any application.
const withApplication = "with_application"

// claimed tells whether the family asks for a programme: one claimed by itself
// must be named, one claimed with an application comes with any claim, and one
// that nobody applies for is always asked.
func (e *evaluation) claimed(programme int32) bool {
	if !e.snap.ClaimsGiven || e.listed[programme] {
		return true
	}
	switch e.versionAt(programme).Claim {
	case "never":
		return true
	case withApplication:
		return len(e.snap.Claims) > 0
	}
	return false
}

// versionAt is the programme's version on the law date, else the last one.
func (e *evaluation) versionAt(programme int32) *policy.ProgrammeVersion {
	versions := e.pl.p.Programmes[programme].Versions
	for i := range versions {
		if inForce(versions[i].Span, e.law.date) {
			return &versions[i]
		}
	}
	return &versions[len(versions)-1]
}

// held tells whether an award of the programme covers the month before the
// benefit month: for a row, an award of the member or family that owns it.
func (e *evaluation) held(programme int32, of fact.EntityID, inst int32) val {
	a := &e.pl.award
	if !a.found || e.pl.p.Schema.IsAncestor(a.entity, of) {
		return no
	}
	if !e.pl.p.Schema.IsAncestor(of, a.entity) {
		owner := fact.HouseholdEntity
		if e.pl.p.Schema.IsAncestor(fact.MemberEntity, of) {
			owner = fact.MemberEntity
		}
		of, inst = owner, e.climb(of, inst, owner)
	}
	from, to, whole := e.below(of, inst, a.entity)
	result := no
	if whole != fact.Complete {
		result = e.openTables(of, inst, a.entity)
	}
	for i := from; i < to; i++ {
		switch v := e.covers(a, programme, i); {
		case v.isTrue():
			return yes
		case !v.isFalse():
			result = e.worse(result, v)
		}
	}
	return result
}

// covers judges one award row.
func (e *evaluation) covers(a *awardColumns, programme, row int32) val {
	p := e.cell(a.entity, row, a.programme)
	if p.st == none || p.st == known && p.n != a.symbols[programme] {
		return no
	}
	span := e.cell(a.entity, row, a.period)
	last := int64(e.month) - 1
	if span.st == none || span.st == known && (last < spanFrom(span.n) || spanTo(span.n) < last) {
		return no
	}
	return orElse(e.worse(open(p), open(span)), yes)
}

// cell reads a fact by its position, without a node.
func (e *evaluation) cell(of fact.EntityID, inst, slot int32) val {
	row := e.levels[of].rows[inst]
	if int(slot) < len(row.Values) {
		if v := load(e.pl.p.Schema.Entities[of].Facts[slot].Type, row.Values[slot]); v.st != unknown {
			return v
		}
	}
	return e.because(atom{atomFact, of, inst, slot})
}

// chosen tells whether the family took an option: open while the choice is
// offered and nobody answered, false while it is not offered.
func (e *evaluation) chosen(n *inode, inst int32) val {
	offered := yes
	if len(n.args) > 0 && n.args[0] != policy.NoNode {
		offered = e.arg(n, 0, inst)
	}
	choice := &e.pl.p.Choices[n.imm]
	answer := e.snap.Chosen[choice.ID]
	switch {
	case !offered.isTrue() && answer == "":
		return e.hanging(offered, e.because(atom{kind: atomChoice, at: n.imm}).ref)
	case !offered.isTrue():
		return offered
	case answer == "":
		return e.because(atom{kind: atomChoice, at: n.imm})
	}
	return truth(answer == choice.Options[n.src.Imm2].ID)
}
