package oracle

import (
	"slices"

	"doudi/civil"
	"doudi/fact"
)

// money draws an amount: nothing, or a figure times heads, months and a
// multiple, give or take a few fen. Further rows of the same table mostly hold
// nothing or the fen that tips the sum.
func (d *draft) money(e fact.EntityID) int64 {
	if _, met := d.target[e]; met && d.chance(60) {
		return int64(d.oneOf(0, 0, 0, 1, 12, 100))
	}
	d.target[e] = 1
	if d.chance(20) {
		return int64(d.oneOf(0, 0, 1, 100, 9999))
	}
	n := d.anchor(fact.Money) * int64(d.oneOf(1, 1, 1, d.members, d.members, 2, 3, max(1, d.members-1)))
	n *= int64(d.oneOf(1, 12, 12, 6))
	return max(0, d.scaled(n)+int64(d.oneOf(0, 0, 0, -1, 1, -1, 1, 12, -12, -13, 11)))
}

// scaled multiplies by a rate that the law names, now and then.
func (d *draft) scaled(n int64) int64 {
	if d.chance(65) {
		return n
	}
	c := multiply(number(n), number(d.anchor(fact.Rate)))
	if c.state != known {
		return n
	}
	return c.n / million
}

// date draws a day: a birthday that makes an age of the law on a day that
// matters, a day some months back, or a day on which the law changes.
func (d *draft) date(f *fact.Fact) int64 {
	base := d.snap.AppliedOn
	if d.chance(20) {
		base = d.snap.AsOf
	}
	nudge := int64(d.oneOf(-1, 0, 0, 1))
	switch {
	case d.chance(15):
		return int64(d.lawDay())
	case f.Key == "birth_date" || d.chance(10):
		return d.monthsBack(base, 12*d.age()) + nudge
	}
	return d.monthsBack(base, d.anchor(fact.Months)*int64(d.oneOf(1, 1, 1, -1))) + nudge
}

// age is one that the law names, or any.
func (d *draft) age() int64 {
	if n := d.anchor(fact.Count); n >= 0 && n <= 110 && d.chance(70) {
		return n
	}
	return d.Int64N(95)
}

// monthsBack moves a day into the past.
func (d *draft) monthsBack(base civil.Date, months int64) int64 {
	if c := addMonths(day(base), number(-months), "LAST_DAY"); c.state == known {
		return c.n
	}
	return int64(base)
}

// month draws a month near the ones that the question names.
func (d *draft) month() int64 {
	base := int64(d.snap.Month)
	if d.chance(50) {
		base = monthOf(day(d.snap.AppliedOn)).n
	}
	return base - d.anchor(fact.Months)*int64(d.oneOf(0, 1, 1)) + int64(d.oneOf(-1, 0, 0, 1))
}

// span draws a period: mostly the year before the application, or one that
// ends around the month that is asked about.
func (d *draft) span() fact.Value {
	applied := monthOf(day(d.snap.AppliedOn)).n
	switch d.IntN(4) {
	case 0:
		return fact.OfSpan(applied-12, applied-1)
	case 1:
		return fact.OfSpan(int64(d.snap.Month)-int64(d.oneOf(1, 3, 12)), int64(d.snap.Month)+int64(d.oneOf(-2, -1, 0, 3)))
	}
	from := d.month()
	return fact.OfSpan(from, from+int64(d.oneOf(0, 2, 5, 11)))
}

// place is mostly the pack's own.
func (d *draft) place() int64 {
	switch {
	case d.chance(92) || len(d.anchors.places) == 0:
		return d.home
	case d.chance(50):
		return d.home + 100_000
	}
	return d.anchors.places[d.IntN(len(d.anchors.places))]
}

// alter copies a worked case and changes a few things in it.
func (d *draft) alter(n int) {
	s := *d.models[n]
	d.snap = &s
	s.Household = copyRow(s.Household)
	if len(s.Household.Tables) > 0 {
		d.members = len(s.Household.Tables[0].Rows)
	}
	d.members = max(1, d.members)
	if d.foreign[n] {
		s.Region = d.region
		d.settle(fact.HouseholdEntity, &s.Household)
	}
	if d.chance(35) {
		d.moveQuestion()
	}
	if d.chance(15) {
		d.claim()
	}
	if d.chance(30) {
		d.answer()
	}
	for range d.oneOf(0, 1, 1, 1, 2, 2, 3, 5) {
		d.change(fact.HouseholdEntity, &s.Household)
	}
	d.headFirst()
}

// copyRow copies a row with everything below it.
func copyRow(row fact.Row) fact.Row {
	row.Values = slices.Clone(row.Values)
	row.Tables = slices.Clone(row.Tables)
	for i := range row.Tables {
		row.Tables[i].Rows = slices.Clone(row.Tables[i].Rows)
		for k := range row.Tables[i].Rows {
			row.Tables[i].Rows[k] = copyRow(row.Tables[i].Rows[k])
		}
	}
	return row
}

// moveQuestion asks the same on another day, often beside a change of law.
func (d *draft) moveQuestion() {
	s := d.snap
	shift := civil.Date(d.oneOf(-1, 1, -30, 30, 365, -365))
	if d.chance(50) {
		shift = d.lawDay() - s.AppliedOn
	}
	s.AppliedOn, s.DecidedOn, s.AsOf = s.AppliedOn+shift, s.DecidedOn+shift, s.AsOf+shift
	s.Month = d.benefitMonth()
}

// change alters one thing somewhere in the row or below it.
func (d *draft) change(e fact.EntityID, row *fact.Row) {
	entity := &d.schema.Entities[e]
	if t := d.tableWithRows(row); t >= 0 && d.chance(75) {
		rows := row.Tables[t].Rows
		d.change(entity.Tables[t], &rows[d.IntN(len(rows))])
		return
	}
	if len(entity.Tables) > 0 && d.chance(35) {
		d.changeTable(e, row)
		return
	}
	if len(row.Values) > 0 {
		d.changeValue(e, row)
	}
}

// tableWithRows picks one of the child tables that hold a row, or −1.
func (d *draft) tableWithRows(row *fact.Row) int {
	found := -1
	for i, n := 0, 0; i < len(row.Tables); i++ {
		if len(row.Tables[i].Rows) > 0 {
			if n++; d.IntN(n) == 0 {
				found = i
			}
		}
	}
	return found
}

// changeTable drops or adds a row or changes how much of a table is known.
func (d *draft) changeTable(e fact.EntityID, row *fact.Row) {
	i := d.IntN(len(row.Tables))
	child, t := d.schema.Entities[e].Tables[i], &row.Tables[i]
	switch {
	case child == fact.MemberEntity && len(t.Rows) > 5:
	case d.chance(60):
		t.Rows = append(t.Rows, d.row(child))
		t.State = max(t.State, fact.Partial)
	case child != fact.MemberEntity && d.chance(30):
		t.State = fact.Completeness(d.IntN(3))
		if t.State == fact.NotAsked {
			t.Rows = nil
		}
	case len(t.Rows) > 1 || child != fact.MemberEntity && len(t.Rows) > 0:
		t.Rows = t.Rows[:len(t.Rows)-1]
	}
}

// changeValue nudges a known quantity by one unit or draws the fact anew.
func (d *draft) changeValue(e fact.EntityID, row *fact.Row) {
	i := d.IntN(len(row.Values))
	f, v := &d.schema.Entities[e].Facts[i], &row.Values[i]
	numeric := f.Type != fact.Enum && f.Type != fact.Place && f.Type != fact.Bool
	if v.State == fact.Known && numeric && d.chance(60) {
		v.N += int64(d.oneOf(-1, 1, -1, 1, -12, 12))
		if f.Type == fact.Span {
			v.M = max(v.M+int64(d.oneOf(-1, 0, 1)), v.N)
		}
		*v = d.within(f, *v)
		return
	}
	*v = d.value(e, f)
}
