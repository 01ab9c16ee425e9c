package oracle

import (
	"math/rand/v2"
	"slices"

	"doudi/civil"
	"doudi/fact"
	"doudi/pack"
)

// Generator makes families whose numbers crowd around every figure and date of
// one resolved pack, so that each comparison is met on both sides and on the
// line. The same seed always makes the same family.
type Generator struct {
	schema     *fact.Schema
	oracle     *Oracle
	anchors    *anchors
	programmes []string
	choices    []*pack.Choice
	region     string
	home       int64            // the pack's own place
	models     []*fact.Snapshot // worked cases to start from
	foreign    []bool           // which of them belong to another place
}

// NewGenerator prepares a generator; half of its families are altered copies
// of the models, if there are any. The oracle tells it how far a family stands
// from the borders of the law.
func NewGenerator(r *pack.Resolved, o *Oracle, models ...*fact.Snapshot) *Generator {
	g := &Generator{schema: r.Schema, oracle: o, anchors: newAnchors(r, newSymbols(r.Schema.Symbols)), choices: r.Choices}
	for _, m := range models {
		g.models, g.foreign = append(g.models, translate(m, r.Schema)), append(g.foreign, m.Schema != r.Schema)
	}
	for _, p := range r.Programmes {
		g.programmes = append(g.programmes, p.ID)
	}
	g.programmes = slices.Compact(g.programmes)
	var own anchors
	own.addPlaces([]string{r.ID})
	if len(own.places) > 0 {
		g.home, g.region = own.places[0], r.ID[len("cn-"):]
	}
	return g
}

// draft is one family in the making.
type draft struct {
	*Generator
	*rand.Rand
	snap    *fact.Snapshot
	members int
	gaps    int // per mille of facts that nobody knows
	yes     int // per cent of yes among yes/no facts
	target  map[fact.EntityID]int64
	moved   *spot // what approach moved last
}

// Family makes the family of a seed.
func (g *Generator) Family(seed uint64) *fact.Snapshot {
	d := &draft{Generator: g, Rand: rand.New(rand.NewPCG(seed, 0x64_6f_75_64_69)), target: map[fact.EntityID]int64{}}
	d.gaps = d.oneOf(0, 0, 0, 5, 30, 120)
	d.yes = d.oneOf(10, 40, 60, 90)
	if len(g.models) > 0 && d.IntN(2) == 0 {
		d.alter(d.IntN(len(g.models)))
	} else {
		d.fresh()
	}
	if d.chance(50) {
		d.approach()
	}
	return d.snap
}

// oneOf picks one of the numbers.
func (d *draft) oneOf(list ...int) int { return list[d.IntN(len(list))] }

// chance is true in n of a hundred draws.
func (d *draft) chance(n int) bool { return d.IntN(100) < n }

// fresh makes a family from nothing.
func (d *draft) fresh() {
	d.snap = &fact.Snapshot{Schema: d.schema, Name: "generated", Region: d.region}
	d.question()
	d.members = d.oneOf(1, 1, 2, 2, 3, 3, 4, 5, 6)
	d.snap.Household = d.row(fact.HouseholdEntity)
	d.headFirst()
}

// question picks the dates, the claims and the choices.
func (d *draft) question() {
	s := d.snap
	s.AppliedOn = d.lawDay()
	s.DecidedOn = s.AppliedOn + civil.Date(d.oneOf(0, 0, 1, 15, 30))
	s.AsOf = s.DecidedOn + civil.Date(d.oneOf(0, 0, 0, 1, 31, 200))
	s.Month = d.benefitMonth()
	d.claim()
	d.answer()
}

// benefitMonth is the month of the question, one after it, or one whose index
// of the month before is published.
func (d *draft) benefitMonth() civil.Month {
	if len(d.anchors.months) > 0 && d.chance(20) {
		return civil.Month(d.anchors.months[d.IntN(len(d.anchors.months))] + 1)
	}
	return civil.Month(monthOf(day(d.snap.AsOf)).n) + civil.Month(d.oneOf(0, 0, 0, 1, 12))
}

// lawDay is a day on which some law begins or ends, or one beside it.
func (d *draft) lawDay() civil.Date {
	if len(d.anchors.days) == 0 {
		return civil.Date(daysBefore(2020))
	}
	return d.anchors.days[d.IntN(len(d.anchors.days))] + civil.Date(d.oneOf(-1, -1, 0, 0, 0, 0, 1, 20, 400))
}

// claim asks about everything, or names some programmes, or none.
func (d *draft) claim() {
	d.snap.Claims, d.snap.ClaimsGiven = nil, d.chance(50)
	for _, id := range d.programmes {
		if d.snap.ClaimsGiven && d.chance(60) {
			d.snap.Claims = append(d.snap.Claims, id)
		}
	}
}

// answer takes an option of some choices.
func (d *draft) answer() {
	d.snap.Chosen = map[string]string{}
	for _, c := range d.choices {
		if d.chance(60) && len(c.Options) > 0 {
			d.snap.Chosen[c.ID] = c.Options[d.IntN(len(c.Options))].ID
		}
	}
}

// row makes one row with its child tables.
func (d *draft) row(e fact.EntityID) fact.Row {
	entity := &d.schema.Entities[e]
	row := fact.Row{Values: make([]fact.Value, len(entity.Facts)), Tables: make([]fact.Table, len(entity.Tables))}
	for i := range entity.Facts {
		row.Values[i] = d.value(e, &entity.Facts[i])
	}
	for i, child := range entity.Tables {
		row.Tables[i] = d.table(child)
	}
	return row
}

// table makes a child table: mostly complete and short.
func (d *draft) table(child fact.EntityID) fact.Table {
	if child == fact.MemberEntity {
		return fact.Table{State: fact.Complete, Rows: d.rows(child, d.members)}
	}
	t := fact.Table{State: fact.Complete}
	if d.IntN(1000) < d.gaps {
		t.State = fact.Completeness(d.IntN(2))
	}
	if t.State != fact.NotAsked {
		t.Rows = d.rows(child, d.oneOf(0, 0, 0, 0, 1, 1, 1, 2, 3, 4))
	}
	return t
}

// rows makes n rows.
func (d *draft) rows(e fact.EntityID, n int) []fact.Row {
	list := make([]fact.Row, n)
	for i := range list {
		list[i] = d.row(e)
	}
	return list
}

// headFirst makes the first member the only head of the household.
func (d *draft) headFirst() {
	entity := &d.schema.Entities[fact.MemberEntity]
	slot, ok := entity.Slot("relation")
	head, known := d.schema.Symbol("head")
	if !ok || !known || len(d.snap.Household.Tables) == 0 {
		return
	}
	for i := range d.snap.Household.Tables[0].Rows {
		v := &d.snap.Household.Tables[0].Rows[i].Values[slot]
		for i > 0 && v.N == head {
			*v = fact.Of(entity.Facts[slot].Values[d.IntN(len(entity.Facts[slot].Values))])
		}
		if i == 0 {
			*v = fact.Of(head)
		}
	}
}

// value answers one fact: known, none where that may be, or unknown.
func (d *draft) value(e fact.EntityID, f *fact.Fact) fact.Value {
	switch {
	case f.Required && f.Type != fact.Place:
	case d.IntN(1000) < d.gaps || f.MayBeUnknown && d.chance(2):
		return fact.Value{}
	case f.MayBeNone && d.chance(60):
		return fact.Value{State: fact.None}
	}
	return d.within(f, d.known(e, f))
}

// within keeps a quantity inside the bounds of its fact.
func (d *draft) within(f *fact.Fact, v fact.Value) fact.Value {
	if !f.HasBounds || f.Type == fact.Span || v.State != fact.Known {
		return v
	}
	if v.N < f.Low || v.N > f.High {
		v.N = f.Low
		if d.chance(50) {
			v.N = f.High
		}
		if f.High-f.Low <= 12 {
			v.N = f.Low + d.Int64N(f.High-f.Low+1)
		}
	}
	return v
}

// known draws a quantity of the fact's type.
func (d *draft) known(e fact.EntityID, f *fact.Fact) fact.Value {
	switch f.Type {
	case fact.Bool:
		if d.chance(d.yes) {
			return fact.Of(1)
		}
		return fact.Of(0)
	case fact.Enum:
		if len(f.Values) == 0 {
			return fact.Value{}
		}
		return fact.Of(f.Values[d.IntN(len(f.Values))])
	case fact.Place:
		return fact.Of(d.place())
	case fact.Date:
		return fact.Of(d.date(f))
	case fact.Month:
		return fact.Of(d.month())
	case fact.Span:
		return d.span()
	}
	return fact.Of(d.quantity(e, f))
}

// quantity draws an amount, a count, a rate, an area or a number of months.
func (d *draft) quantity(e fact.EntityID, f *fact.Fact) int64 {
	if f.Type.IsMoney() {
		return d.money(e)
	}
	n := d.anchor(f.Type)
	if f.HasBounds && (f.High-f.Low <= 20 || d.chance(20)) {
		n = f.Low + d.Int64N(f.High-f.Low+1)
	}
	return max(0, n+int64(d.oneOf(-1, 0, 0, 1)))
}

// anchor draws a quantity that the law names, or a small one.
func (d *draft) anchor(t fact.Type) int64 {
	pool := d.anchors.byType[moneyless(t)]
	if len(pool) == 0 || d.chance(10) {
		return int64(d.oneOf(0, 1, 2, 3, 6, 12))
	}
	return pool[d.IntN(len(pool))]
}
