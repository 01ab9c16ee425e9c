package demo

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"doudi/access"
	"doudi/casework"
	"doudi/civil"
	"doudi/fault"
	"doudi/pack"
	"doudi/registry"
)

// errand is one move of a case by its place; -1 is the draft.
type errand struct {
	*file
	n int
}

// step is the step of the procedure that an errand does; "" if none.
func (e *errand) step() string {
	if e.n < 0 || e.moves[e.n].Step == nil {
		return ""
	}
	return e.moves[e.n].Step.ID
}

// day is what is to be done on a day: by case, one thing behind the other.
type day struct {
	cases [][]*errand
	of    map[*file]int // place in cases
}

// add puts an errand on a day.
func (c *county) add(e *errand, on civil.Date) {
	d := c.days[on]
	if d == nil {
		d = &day{of: map[*file]int{}}
		c.days[on] = d
	}
	at, known := d.of[e.file]
	if !known {
		at = len(d.cases)
		d.of[e.file], d.cases = at, append(d.cases, nil)
	}
	d.cases[at] = append(d.cases[at], e)
	c.errands++
}

// settle draws the families that there will be: enough for each programme that
// one stands in every state of it, the others by the weights of their kinds.
func (c *county) settle(ctx context.Context) error {
	offers, err := c.offers(ctx, c.today)
	if err != nil {
		return err
	}
	have := map[*kind]int{}
	add := func(k *kind) {
		have[k]++
		c.families = append(c.families, &family{kind: k})
	}
	for _, o := range offers {
		for i, s := range states(o.Flow) {
			who := claimants(o.Aid.ID, wanted(o.Flow, s))
			for n := c.applicants(o.Aid.ID, wanted(o.Flow, s)); n <= i; n++ {
				add(who[n%len(who)])
			}
		}
	}
	for len(c.families) < c.Families-1-villagers {
		add(slices.MaxFunc(kinds, func(a, b *kind) int { return cmp.Compare(a.weight*(have[b]+1), b.weight*(have[a]+1)) }))
	}
	c.house()
	for range villagers {
		c.families = append(c.families, &family{kind: kinds[len(kinds)-1], office: c.offices[len(c.offices)-1].Number})
	}
	c.families = append(c.families, &family{kind: guests, office: c.offices[1].Number, came: c.lately()})
	return nil
}

// lately is the last month in which families came.
func (c *county) lately() civil.Month {
	if m := c.today.Month(); c.calendar.NextWorking(m.FirstDay()) <= c.today {
		return m
	}
	return c.today.Month() - 1
}

// villagers is how many families the village with an office of its own leads.
const villagers = 5

// claimants are the kinds that apply for a programme and of whom the law says
// what is wanted; all, if none does.
func claimants(programme, want string) []*kind {
	some := slices.DeleteFunc(slices.Clone(kinds), func(k *kind) bool { return !k.claimant(programme, want) })
	if len(some) == 0 {
		return kinds
	}
	return some
}

// claimant tells whether such a family applies for a programme and the law says
// of it what is wanted; "" is anything.
func (k *kind) claimant(programme, want string) bool {
	says := k.outcome(programme)
	return says != "" && (want == "" || says == want)
}

// applicants counts the families that apply for a programme and of whom the law
// says what is wanted.
func (c *county) applicants(programme, want string) (n int) {
	for _, f := range c.families {
		if f.kind.claimant(programme, want) {
			n++
		}
	}
	return n
}

// house spreads the families over the townships.
func (c *county) house() {
	var homes []int64
	for _, o := range c.offices {
		if o.Level == access.Township {
			homes = append(homes, o.Number)
		}
	}
	for i, n := range c.rand.Perm(len(c.families)) {
		c.families[n].office = homes[i%len(homes)]
	}
}

// schedule writes down who does what on which day: first one case in every state
// of every programme, then one for each other family that applies.
func (c *county) schedule(ctx context.Context) (err error) {
	offers, err := c.offers(ctx, c.today)
	if err != nil {
		return err
	}
	var files []*file
	for _, o := range offers {
		for _, s := range states(o.Flow) {
			f := &file{programme: o.Aid.ID, target: s, family: c.suitable(o, s, files)}
			f.outcome = f.family.kind.outcome(o.Aid.ID)
			files = append(files, f)
		}
	}
	for _, fam := range c.families {
		one := c.claim(fam)
		if one.programme != "" && !slices.ContainsFunc(files, func(f *file) bool { return f.family == fam }) {
			files = append(files, &file{programme: one.programme, outcome: one.outcome, family: fam})
		}
	}
	for i, f := range files {
		f.hand, f.reported = i, c.rand.IntN(25) == 0
		f.family.kin = f.family.kin || c.rand.IntN(100) == 0
		if err := c.plan(ctx, f, offers); err != nil {
			return err
		}
	}
	return c.moveIn(files)
}

// urbanOnly tells whether a programme is there for urban families alone.
func (c *county) urbanOnly(programme string) (bool, error) {
	law, err := c.Cases.Law(place, map[string]string{"area": "rural"})
	return err == nil && !slices.ContainsFunc(law.Programmes, func(p *pack.Programme) bool { return p.ID == programme }), err
}

// claim draws what a family applies for: mostly what is likeliest.
func (c *county) claim(f *family) claim {
	list := slices.DeleteFunc(slices.Clone(f.kind.claims), func(one claim) bool {
		return !slices.ContainsFunc(c.offered[c.today], func(o casework.Offer) bool { return o.Aid.ID == one.programme })
	})
	if len(list) == 0 || c.rand.IntN(3) > 0 {
		return append(list, claim{})[0]
	}
	return pick(c, list...)
}

// offers are the programmes that are applied for on a day.
func (c *county) offers(ctx context.Context, on civil.Date) (list []casework.Offer, err error) {
	if list, known := c.offered[on]; known {
		return list, nil
	}
	list, err = c.Cases.Offers(ctx, 2, on)
	c.offered[on] = list
	return list, err
}

// suitable finds a family for a case: of a kind that applies for the programme
// and whose outcome the state can be, without another case if there is one.
func (c *county) suitable(o casework.Offer, s casework.State, files []*file) *family {
	want := wanted(o.Flow, s)
	fits := func(f *family) int {
		score := 0
		switch {
		case f.kind.outcome(o.Aid.ID) == "":
			return -1000
		case want != "" && f.kind.outcome(o.Aid.ID) == want:
			score = 4
		case want != "":
			score = -4
		}
		for _, other := range files {
			if other.family == f {
				score--
				if other.programme == o.Aid.ID {
					score -= 20
				}
			}
		}
		return score
	}
	return slices.MaxFunc(c.families, func(a, b *family) int { return cmp.Compare(fits(a), fits(b)) })
}

// wanted is what the law must say of a family whose case stands in a state; "" if
// it may say anything.
func wanted(f *casework.Flow, s casework.State) string {
	switch {
	case s == casework.Refusal || s == casework.Refused:
		return refusal
	case decided(f, s):
		return award
	}
	return ""
}

// plan gives a case its way and its days. An open one stands where it is to
// stand today; a closed one was closed some time in the months before.
func (c *county) plan(ctx context.Context, f *file, offers []casework.Offer) error {
	if f.target == "" {
		f.target = c.draw(f, offers)
	}
	begin := c.months[0].FirstDay()
	last := c.today - civil.Date(c.between(0, 3))
	switch {
	case f.target.Closed():
		last = begin + civil.Date(c.between(90, int(c.today-begin)))
	case c.rand.IntN(6) == 0:
		last -= civil.Date(c.between(5, 20)) // one that was left lying
	}
	for start := last; start > begin; start-- {
		if !c.calendar.Working(start) {
			continue
		}
		offers, err := c.offers(ctx, start)
		if err != nil {
			return err
		}
		if c.lay(f, offers, start, last) {
			return nil
		}
	}
	return fault.New(fault.Internal, "演示的办件排不进日历："+f.programme+" "+string(f.target))
}

// draw chooses where the case of a family stands by what the law says of it.
func (c *county) draw(f *file, offers []casework.Offer) casework.State {
	flow := offers[slices.IndexFunc(offers, func(o casework.Offer) bool { return o.Aid.ID == f.programme })].Flow
	switch n := c.rand.IntN(20); {
	case n == 0:
		return casework.Withdrawn
	case n == 1:
		return casework.Transferred
	case n < 14 && f.outcome == award:
		return casework.Awarded
	case n < 14 && f.outcome == refusal:
		return casework.Refused
	}
	return pick(c, slices.DeleteFunc(states(flow), func(s casework.State) bool {
		return s.Closed() || f.outcome != award && decided(flow, s) || f.outcome != refusal && s == casework.Refusal
	})...)
}

// lay puts the moves of a case on days from a start; false if the table of that
// day has no way there, or it would not end in time.
func (c *county) lay(f *file, offers []casework.Offer, start, last civil.Date) bool {
	i := slices.IndexFunc(offers, func(o casework.Offer) bool { return o.Aid.ID == f.programme })
	if i < 0 {
		return false
	}
	flow := offers[i].Flow
	via := c.detour(flow)
	there, on := route(flow, casework.Draft, via), route(flow, via, f.target)
	if there == nil || on == nil {
		return false
	}
	f.moves, f.start, f.days, f.personal = append(there, on...), start, nil, offers[i].Aid.Unit == registry.OfMember
	day := start
	for _, m := range f.moves {
		day = c.next(flow, m, day)
		f.days = append(f.days, day)
	}
	return day <= last
}

// detour is a state that a case passes though it need not: now and then papers
// are missing, or an objection is right.
func (c *county) detour(f *casework.Flow) casework.State {
	var some []casework.State
	for _, s := range states(f) {
		if s == casework.Supplement || strings.HasSuffix(string(s), ".again") {
			some = append(some, s)
		}
	}
	if len(some) == 0 || c.rand.IntN(5) > 0 {
		return casework.Draft
	}
	return pick(c, some...)
}

// next is the day of a move that follows one of a day.
func (c *county) next(f *casework.Flow, m casework.Move, day civil.Date) civil.Date {
	wait := 0
	switch m.Act {
	case casework.Submit, casework.Post, casework.Accept, casework.AskPapers:
		wait = c.between(0, 1)
	case casework.End:
		if last, ok := f.Hangs(m.Step.ID, day, c.calendar); ok {
			return c.calendar.NextWorking(last.Day + 1)
		}
		wait = 1
	case casework.Bring:
		wait = c.between(2, 7)
	default:
		wait = c.between(1, 3)
	}
	for range wait {
		day = c.calendar.NextWorking(day + 1)
	}
	return day
}

// moveIn has every family registered on the first working day of the month in
// which it first applies, and puts the errands of its cases on their days.
func (c *county) moveIn(files []*file) error {
	for _, f := range files {
		urban, err := c.urbanOnly(f.programme)
		if err != nil {
			return err
		}
		f.family.urban = f.family.urban || urban
		if m := f.start.Month(); f.family.came == 0 || m < f.family.came {
			f.family.came = m
		}
		c.add(&errand{f, -1}, f.start)
		for n := range f.moves {
			c.add(&errand{f, n}, f.days[n])
		}
	}
	for n, f := range c.families {
		if f.came == 0 {
			f.came = c.months[c.rand.IntN(2)]
		}
		f.id = fmt.Sprintf("%02d-%04d", f.office, n+1)
		c.invent(f)
	}
	return nil
}
