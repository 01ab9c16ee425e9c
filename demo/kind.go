package demo

// kind is a way in which families are in need, or are not.
type kind struct {
	id     string
	weight int // how many of them there are among all
	// claims are the programmes that such a family applies for; none if it only
	// stands in the register.
	claims []string
	// outcome is what the law says of the first claim: award, refusal, or
	// undetermined.
	outcome string
	build   func(c *county, f *family)
}

// What the law says of a family.
const (
	award        = "award"
	refusal      = "refusal"
	undetermined = "undetermined"
)

// kinds are all of them. Every programme of the place has families that get it,
// that are refused and of whom something is not known yet; a test asks the
// engine.
var kinds = []*kind{
	{"working poor", 20, []string{"dibao", "edge", "city_hardship"}, award, func(c *county, f *family) {
		c.couple(f, c.between(1, 2))
		f.earns(f.people[0], "wage", f.share(c.between(35, 85)))
	}},
	{"a parent is disabled", 16, []string{"dibao", "edge", "city_hardship"}, award, func(c *county, f *family) {
		c.couple(f, 1)
		f.people[1].disabled(c.between(1, 3), pick(c, "physical", "visual", "mental", "intellectual"))
		f.earns(f.people[0], "wage", f.share(c.between(30, 80)))
	}},
	{"an old couple", 14, []string{"dibao", "edge", "city_hardship"}, award, func(c *county, f *family) {
		age := c.between(66, 82)
		c.joins(f, "head", age, true)
		c.joins(f, "spouse", age-2, false)
		for _, p := range f.people {
			p.facts["employment"] = "retired"
			f.earns(p, "transfer", c.between(1800, 3200))
		}
	}},
	{"ill and alone", 8, []string{"dibao", "edge", "city_hardship"}, award, func(c *county, f *family) {
		c.joins(f, "head", c.between(36, 58), c.rand.IntN(3) > 0)
		f.spends(f.people[0], "medical", c.between(5000, 20000))
		f.earns(f.people[0], "wage", f.share(c.between(10, 60)))
	}},
	{"above the line", 14, []string{"edge", "dibao"}, award, func(c *county, f *family) {
		c.couple(f, c.between(0, 2))
		f.earns(f.people[0], "wage", f.share(c.between(70, 90)))
		f.earns(f.people[1], "wage", f.share(c.between(35, 50)))
	}},
	{"well paid", 12, []string{"dibao", "edge", "city_hardship"}, refusal, func(c *county, f *family) {
		c.couple(f, 1)
		f.earns(f.people[0], "wage", f.share(c.between(120, 260)))
		f.earns(f.people[1], "wage", f.share(c.between(90, 150)))
	}},
	{"savings in the bank", 8, []string{"edge", "dibao", "city_hardship"}, refusal, func(c *county, f *family) {
		c.couple(f, 1)
		f.earns(f.people[0], "wage", f.share(c.between(30, 80)))
		f.tables["assets"] = []row{{"kind": "deposit", "amount": yuan(c.between(150, 400) * 1000)}}
	}},
	{"an income nobody has proved yet", 8, []string{"dibao", "edge", "city_hardship"}, undetermined, func(c *county, f *family) {
		c.couple(f, 1)
		delete(f.people[0].tables, "incomes")
	}},
	{"old without anybody", 10, []string{"tekun"}, award, func(c *county, f *family) {
		p := c.joins(f, "head", c.between(68, 86), c.rand.IntN(4) > 0)
		p.facts["employment"], p.facts["support"] = "retired", "dispersed"
		p.cares(0)
	}},
	{"old and cared for in a home", 5, []string{"tekun"}, award, func(c *county, f *family) {
		p := c.joins(f, "head", c.between(70, 88), c.rand.IntN(2) == 0)
		p.facts["employment"], p.facts["support"] = "retired", "institutional"
		p.cares(c.between(1, 6))
	}},
	{"old with a son in work", 6, []string{"tekun"}, refusal, func(c *county, f *family) {
		p := c.joins(f, "head", c.between(68, 80), c.rand.IntN(2) == 0)
		p.facts["employment"], p.facts["support"] = "retired", "dispersed"
		p.cares(0)
		p.tables["supporters"] = []row{{"birth_date": c.born(f, 42).String(), "situation": "ordinary", "disability_level": "none", "annual_income": yuan(c.between(60, 120) * 1000),
			"property_fits": "false", "kin": "child", "aid_status": "nothing"}}
	}},
	{"old, and nobody asked about children", 4, []string{"tekun"}, undetermined, func(c *county, f *family) {
		p := c.joins(f, "head", c.between(66, 84), c.rand.IntN(2) == 0)
		p.facts["employment"], p.facts["support"] = "retired", "dispersed"
		p.cares(0)
		delete(p.tables, "supporters")
	}},
	{"in the register only", 60, nil, "", func(c *county, f *family) {
		c.couple(f, c.between(0, 3))
		f.earns(f.people[0], "wage", f.share(c.between(120, 300)))
	}},
}
