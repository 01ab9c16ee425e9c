package demo

import (
	"fmt"
	"slices"

	"doudi/access"
	"doudi/civil"
)

// row are answers by the keys of the packs' facts.
type row map[string]string

// family is an invented household as its sheet says it. A table that is not
// there was not asked about; one without rows is empty.
type family struct {
	office    int64
	id        string
	kind      *kind
	village   int64       // that has an office and works for it; 0 mostly
	came      civil.Month // in which it was registered
	address   string
	facts     row
	tables    map[string][]row
	people    []*person
	urban     bool  // what it applies for is there for urban families alone
	kin       bool  // a near relative of somebody who works here
	cousin    int64 // who that is, once it is registered: he does nothing at its cases
	household int64 // once it is registered
}

// person is an invented member.
type person struct {
	name, relation string
	birth          civil.Date
	male           bool
	number         string
	phone, account string
	facts          row
	tables         map[string][]row
}

// Standards of the place in the year of the demo, in yuan a month and a head:
// the kinds of families lie on both sides of them.
const line = 855

// invent fills a family in as its kind is.
func (c *county) invent(f *family) {
	f.facts = row{"area": pick(c, "rural", "rural", "urban"), "local_hukou": "true", "exit_from": "none", "major_hardship": "false"}
	if f.urban {
		f.facts["area"] = "urban"
	}
	f.tables = map[string][]row{"assets": nil, "aid_events": nil}
	f.dwell(c)
	f.kind.build(c, f)
}

// dwell gives a family its address: where a village has an office, every third
// lives in that village, and so does the family of the script.
func (f *family) dwell(c *county) {
	name := villages[c.rand.IntN(len(villages))]
	for _, o := range c.offices {
		if o.Level == access.Village && o.Above == f.office && (f.kind == guests || c.rand.IntN(3) == 0) {
			name, f.village = o.Name, o.Number
		}
	}
	if f.village == 0 && name == villages[0] {
		name = villages[1]
	}
	f.address = fmt.Sprintf("%s%s%d号", c.townshipOf(f.office), name, 1+c.rand.IntN(180))
}

// townshipOf is the name of a township.
func (c *county) townshipOf(office int64) string {
	return c.offices[slices.IndexFunc(c.offices, func(o access.Site) bool { return o.Number == office })].Name
}

// pick draws one of some.
func pick[T any](c *county, of ...T) T { return of[c.rand.IntN(len(of))] }

// between draws a number; both ends are possible.
func (c *county) between(low, high int) int { return low + c.rand.IntN(high-low+1) }

// born gives somebody an age in full years on the day of the demo.
func (c *county) born(f *family, age int) civil.Date {
	y, _, _ := f.came.FirstDay().YMD()
	day, _ := civil.MakeDate(y-age-1, c.between(1, 12), c.between(1, 28))
	return day
}

// joins puts somebody of an age into a family; the first is the head. What the
// programmes of the place ask about everybody is answered.
func (c *county) joins(f *family, relation string, age int, male bool) *person {
	surname := c.surname()
	if relation == "child" && len(f.people) > 0 {
		surname = []rune(f.people[0].name)[0]
	}
	from := forWomen
	switch {
	case age < 18:
		from = forKids
	case male:
		from = forMen
	}
	p := &person{name: c.name(surname, from), relation: relation, birth: c.born(f, age), male: male,
		facts:  row{"disability_level": "none", "school_stage": "none", "employment": "jobless", "resident_insured": "true", "needs_long_term_care": "false", "work_injury_care": "false"},
		tables: map[string][]row{"incomes": nil, "rigid_expenses": nil, "supporters": nil, "awards": nil}}
	for slices.ContainsFunc(f.people, func(o *person) bool { return o.name == p.name }) {
		p.name = c.name(surname, from)
	}
	p.number = c.number(p.birth, male)
	if age >= 18 {
		p.phone, p.account = c.phone(), c.account()
	}
	if age >= 7 && age < 15 {
		p.facts["school_stage"], p.facts["employment"] = "compulsory", "at_school"
	}
	f.people = append(f.people, p)
	return p
}

// yuan writes a sum.
func yuan(n int) string { return fmt.Sprintf("%d元", n) }

// year is the twelve months before the family came.
func (f *family) year() string { return fmt.Sprintf("%s/%s", f.came-12, f.came-1) }

// earns gives somebody an income of the year before.
func (f *family) earns(p *person, kind string, yearly int) {
	r := row{"kind": kind, "amount": yuan(yearly), "received": f.year()}
	if kind == "transfer" || kind == "business" {
		r["cost"] = "none"
	}
	p.tables["incomes"] = append(p.tables["incomes"], r)
	if kind == "wage" {
		p.facts["employment"] = "employed"
	}
}

// spends lets somebody have borne a cost in the year before.
func (f *family) spends(p *person, kind string, yearly int) {
	r := row{"kind": kind, "amount": yuan(yearly), "paid": f.year()}
	if kind == "medical" {
		r["serious_illness"] = "true"
	}
	p.tables["rigid_expenses"] = append(p.tables["rigid_expenses"], r)
}

// disabled gives somebody a disability of a level.
func (p *person) disabled(level int, kind string) {
	p.facts["disability_level"], p.facts["disability_kind"], p.facts["declared_incapable"] = fmt.Sprint(level), kind, "false"
}

// cares are the six items by which it is told how much somebody can do himself.
func (p *person) cares(unable int) {
	for i, item := range []string{"eat", "dress", "bed", "toilet", "walk", "bathe"} {
		p.tables["care_checks"] = append(p.tables["care_checks"], row{"item": item, "able": fmt.Sprint(i >= unable)})
	}
}

// couple puts husband, wife and some children into a family.
func (c *county) couple(f *family, children int) {
	age := c.between(32, 52)
	c.joins(f, "head", age, true)
	c.joins(f, "spouse", age-c.between(0, 4), false)
	for range children {
		c.joins(f, "child", c.between(7, 14), c.rand.IntN(2) == 0)
	}
}

// line is what the family may earn in a year at the standard, in hundredths.
func (f *family) share(percent int) int { return line * 12 * len(f.people) * percent / 100 }
