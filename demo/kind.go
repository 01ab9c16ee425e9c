package demo

import "fmt"

// kind is a way in which families are in need, or are not. Every programme of
// the place has families that get it, that are refused and of whom something is
// not known yet: a test asks the engine.
type kind struct {
	name   string
	weight int // how many of them there are among all
	// claims are the programmes that such a family applies for, the likeliest
	// first; none if it only stands in the register.
	claims []claim
	build  func(c *county, f *family)
}

// claim is a programme with what the law says of the family.
type claim struct{ programme, outcome string }

// What the law says of a family.
const (
	award        = "award"
	refusal      = "refusal"
	undetermined = "undetermined"
)

// claimed reads claims: a word for what the law says before each programme.
func claimed(outcome string, programmes ...string) (list []claim) {
	for _, p := range programmes {
		list = append(list, claim{p, outcome})
	}
	return list
}

// and joins claims.
func and(lists ...[]claim) (all []claim) {
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

// outcome is what the law says of such a family and a programme; "" if it does
// not apply for it.
func (k *kind) outcome(programme string) string {
	for _, one := range k.claims {
		if one.programme == programme {
			return one.outcome
		}
	}
	return ""
}

// kinds are all of them.
var kinds = []*kind{
	{"working poor", 20, and(claimed(award, "dibao", "city_hardship"), claimed(refusal, "edge", "disability_living")), (*county).workingPoor},
	{"a parent is disabled", 14, and(claimed(award, "dibao", "disability_living", "city_hardship"), claimed(refusal, "edge", "disability_care")), (*county).disabledParent},
	{"somebody needs care all day", 6, and(claimed(award, "disability_care", "dibao", "disability_living"), claimed(refusal, "edge")), (*county).caredFor},
	{"an old couple", 14, and(claimed(award, "dibao", "city_hardship"), claimed(refusal, "edge", "tekun")), (*county).oldCouple},
	{"ill and alone", 8, and(claimed(award, "dibao", "city_hardship"), claimed(refusal, "tekun")), (*county).illAndAlone},
	{"above the line, and somebody is disabled", 4, and(claimed(award, "single_dibao", "edge"), claimed(refusal, "dibao")), (*county).disabledAbove},
	{"above the line", 14, and(claimed(award, "edge"), claimed(refusal, "dibao"), claimed(undetermined, "city_hardship")), (*county).aboveTheLine},
	{"well paid", 10, claimed(refusal, "dibao", "edge", "city_hardship", "rigid", "urgent_aid", "expenditure_aid", "single_dibao"), (*county).wellPaid},
	{"savings in the bank", 8, and(claimed(refusal, "edge", "dibao"), claimed(undetermined, "city_hardship")), (*county).savings},
	{"an income nobody has proved yet", 8, claimed(undetermined, "dibao", "edge", "city_hardship", "rigid", "single_dibao"), (*county).unproved},
	{"old without anybody", 10, and(claimed(award, "tekun"), claimed(refusal, "dibao")), (*county).oldAlone},
	{"old and cared for in a home", 5, claimed(award, "tekun"), (*county).inAHome},
	{"old with a son in work", 6, claimed(refusal, "tekun"), (*county).withASon},
	{"old, and nobody asked about children", 4, claimed(undetermined, "tekun", "dibao"), (*county).notAsked},
	{"costs that eat the wages", 4, and(claimed(award, "rigid"), claimed(refusal, "dibao")), (*county).bigCosts},
	{"a fire", 3, claimed(award, "urgent_aid"), (*county).fire},
	{"a hospital bill", 3, claimed(award, "expenditure_aid"), (*county).hospitalBill},
	{"a mishap of which little is told", 2, claimed(undetermined, "urgent_aid", "expenditure_aid"), (*county).littleTold},
	{"an orphan with a grandmother", 3, and(claimed(award, "orphan"), claimed(refusal, "de_facto_orphan")), func(c *county, f *family) {
		c.grandchild(f, row{"situation": "dead", "disability_level": "none"}, row{"situation": "dead", "disability_level": "none"})
	}},
	{"a child whose parents are away", 3, and(claimed(award, "de_facto_orphan"), claimed(refusal, "orphan")), func(c *county, f *family) {
		c.grandchild(f, row{"situation": "prison", "months_lasting": "24 months", "disability_level": "none"}, row{"situation": "lost_contact", "months_lasting": "12 months", "disability_level": "none"})
	}},
	{"a child of whose parents nobody asked", 2, claimed(undetermined, "orphan", "de_facto_orphan"), func(c *county, f *family) { c.grandchild(f) }},
	{"a disability that is not graded yet", 3, claimed(undetermined, "disability_care", "disability_living"), (*county).notGraded},
	{"in the register only", 150, nil, func(c *county, f *family) {
		c.couple(f, c.between(0, 3))
		f.earns(f.people[0], "wage", f.share(c.between(190, 300)))
	}},
}

// Guest is the name of the one whom the script of the README takes from the
// window to the award; nobody else of the demo is called so.
const Guest = "游大山"

// guests are his family, who have not applied for anything yet.
var guests = &kind{"the family of the script", 1, nil, func(c *county, f *family) {
	for _, one := range []struct {
		relation, name string
		age            int
		male           bool
	}{{"head", Guest, 46, true}, {"spouse", "巫小梅", 44, false}, {"child", "游天天", 12, true}} {
		c.joins(f, one.relation, one.age, one.male).name = one.name
	}
	f.people[1].disabled(2, "physical")
	f.earns(f.people[0], "wage", f.share(55))
}}

func (c *county) workingPoor(f *family) {
	c.couple(f, c.between(1, 2))
	f.earns(f.people[0], "wage", f.share(c.between(35, 85)))
}

func (c *county) disabledParent(f *family) {
	c.couple(f, 1)
	f.people[1].disabled(c.between(1, 3), pick(c, "physical", "visual", "mental", "intellectual"))
	f.earns(f.people[0], "wage", f.share(c.between(30, 80)))
}

func (c *county) caredFor(f *family) {
	c.couple(f, c.between(0, 1))
	f.people[1].disabled(c.between(1, 2), pick(c, "physical", "mental", "intellectual"))
	f.people[1].facts["needs_long_term_care"] = "true"
	f.earns(f.people[0], "wage", f.share(c.between(30, 80)))
}

// oldCouple has a child elsewhere who has too little to support them.
func (c *county) oldCouple(f *family) {
	age := c.between(66, 82)
	c.joins(f, "head", age, true)
	c.joins(f, "spouse", age-2, false)
	for _, p := range f.people {
		p.facts["employment"] = "retired"
		f.earns(p, "transfer", c.between(1800, 3200))
		c.supported(f, p, "child", c.between(12, 20)*1000, true)
		p.cares(0)
	}
}

func (c *county) illAndAlone(f *family) {
	c.joins(f, "head", c.between(36, 57), c.rand.IntN(3) > 0)
	f.spends(f.people[0], "medical", c.between(5000, 20000))
	f.earns(f.people[0], "wage", f.share(c.between(10, 60)))
}

func (c *county) aboveTheLine(f *family) {
	c.couple(f, c.between(0, 2))
	f.earns(f.people[0], "wage", f.share(c.between(70, 90)))
	f.earns(f.people[1], "wage", f.share(c.between(35, 50)))
}

// disabledAbove may apply alone (57号第八条), as the family lies above the line.
func (c *county) disabledAbove(f *family) {
	c.couple(f, 0)
	f.earns(f.people[0], "wage", f.share(c.between(112, 135)))
	f.people[1].disabled(c.between(1, 2), pick(c, "physical", "visual", "mental"))
}

// wellPaid is above every line also when it applies months after it was registered,
// and a part of the year that it told of is over.
func (c *county) wellPaid(f *family) {
	c.couple(f, 1)
	f.earns(f.people[0], "wage", f.share(c.between(220, 320)))
	f.earns(f.people[1], "wage", f.share(c.between(150, 200)))
}

func (c *county) savings(f *family) {
	c.couple(f, 1)
	f.earns(f.people[0], "wage", f.share(c.between(30, 80)))
	f.tables["assets"] = []row{{"kind": "deposit", "amount": yuan(c.between(150, 400) * 1000)}}
}

func (c *county) unproved(f *family) {
	c.couple(f, 1)
	delete(f.people[0].tables, "incomes")
}

// old is somebody past sixty who lives alone.
func (c *county) old(f *family, support string, unable int) *person {
	p := c.joins(f, "head", c.between(66, 86), c.rand.IntN(3) > 0)
	p.facts["employment"], p.facts["support"] = "retired", support
	p.cares(unable)
	return p
}

func (c *county) oldAlone(f *family) { c.old(f, "dispersed", c.between(0, 2)) }

func (c *county) inAHome(f *family) { c.old(f, "institutional", c.between(1, 6)) }

func (c *county) withASon(f *family) {
	c.supported(f, c.old(f, "dispersed", 0), "child", c.between(60, 120)*1000, false)
}

func (c *county) notAsked(f *family) { delete(c.old(f, "dispersed", 0).tables, "supporters") }

// supported gives somebody a relative elsewhere who owes support.
func (c *county) supported(f *family, p *person, kin string, yearly int, poor bool) {
	p.tables["supporters"] = []row{{"birth_date": c.born(f, 42).String(), "situation": "ordinary", "disability_level": "none", "annual_income": yuan(yearly),
		"property_fits": fmt.Sprint(poor), "kin": kin, "aid_status": "nothing"}}
}

func (c *county) bigCosts(f *family) {
	c.couple(f, 1)
	income := f.share(c.between(160, 200))
	f.earns(f.people[0], "wage", income)
	f.spends(f.people[2], "education", income*c.between(65, 75)/100)
}

func (c *county) fire(f *family) {
	c.couple(f, 1)
	f.earns(f.people[0], "wage", f.share(c.between(100, 200)))
	f.tables["aid_events"] = []row{{"kind": "fire", "needs_aid_now": "true"}}
}

func (c *county) hospitalBill(f *family) {
	c.couple(f, 1)
	income := f.share(c.between(100, 140))
	f.earns(f.people[0], "wage", income)
	f.spends(f.people[1], "medical", income*c.between(80, 95)/100)
	f.tables["aid_events"] = []row{{"kind": "medical_cost"}}
}

func (c *county) littleTold(f *family) {
	c.couple(f, 1)
	delete(f.people[0].tables, "incomes")
	delete(f.tables, "aid_events")
}

// grandchild lives with a grandmother and has a grown brother in work; what is told of the parents is told.
func (c *county) grandchild(f *family, parents ...row) {
	c.joins(f, "head", c.between(58, 70), false)
	p := c.joins(f, "grandchild", c.between(7, 14), c.rand.IntN(2) == 0)
	p.facts["support"] = "dispersed"
	p.cares(0)
	c.supported(f, p, "sibling", c.between(60, 120)*1000, false)
	if len(parents) > 0 {
		p.tables["parents"] = parents
	}
}

func (c *county) notGraded(f *family) {
	c.couple(f, 0)
	f.people[1].facts["disability_level"], f.people[1].facts["needs_long_term_care"] = "unknown", ""
	f.earns(f.people[0], "wage", f.share(c.between(30, 80)))
}
