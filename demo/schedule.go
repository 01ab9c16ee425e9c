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

// day is what is to be done on a day: by application, one thing behind the other.
type day struct {
	cases [][]*errand
	of    map[*wish]int // place in cases
}

// add puts an errand on a day.
func (c *county) add(e *errand, on civil.Date) {
	d := c.days[on]
	if d == nil {
		d = &day{of: map[*wish]int{}}
		c.days[on] = d
	}
	at, known := d.of[e.wish]
	if !known {
		at = len(d.cases)
		d.of[e.wish], d.cases = at, append(d.cases, nil)
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
		for i, s := range standing(o.Flow) {
			who := claimants(o.Aid.ID, wanted(o.Flow, s))
			for n := c.applicants(o.Aid.ID, wanted(o.Flow, s)); n <= i; n++ {
				add(who[n%len(who)])
			}
		}
		for range advanced(o.Flow) {
			add(claimants(o.Aid.ID, award)[0])
		}
	}
	for range asking {
		add(kinds[len(kinds)-1]) // who is in the register only
	}
	for range 2 {
		add(risers)
	}
	for len(c.families) < c.Families-1 {
		add(slices.MaxFunc(kinds, func(a, b *kind) int { return cmp.Compare(a.weight*(have[b]+1), b.weight*(have[a]+1)) }))
	}
	c.house()
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

// homes are the townships.
func (c *county) homes() (list []int64) {
	for _, o := range c.offices {
		if o.Level == access.Township {
			list = append(list, o.Number)
		}
	}
	return list
}

// house spreads the families over the townships.
func (c *county) house() {
	homes := c.homes()
	for i, n := range c.rand.Perm(len(c.families)) {
		c.families[n].office = homes[i%len(homes)]
	}
}

// schedule writes down who does what on which day: first one application with a
// case in every state of every programme, then one for each other family that
// applies.
func (c *county) schedule(ctx context.Context) (err error) {
	offers, err := c.offers(ctx, c.today)
	if err != nil {
		return err
	}
	for _, o := range offers {
		for _, s := range standing(o.Flow) {
			c.ask(&file{programme: o.Aid.ID, target: s}, c.suitable(o, s))
		}
		for _, s := range advanced(o.Flow) {
			c.ask(&file{programme: o.Aid.ID, target: s, beyond: true}, c.suitable(o, casework.Awarded))
		}
	}
	for _, fam := range c.families {
		if fam.kind == risers {
			c.ask(&file{programme: risers.claims[0].programme, target: casework.Awarded}, fam)
		}
		if one := c.claim(fam); one.programme != "" && !c.asks(fam) {
			c.ask(&file{programme: one.programme}, fam)
		}
	}
	for _, w := range c.wishes {
		w.family.kin = w.family.kin || c.rand.IntN(100) == 0
		if err := c.plan(ctx, w, offers); err != nil {
			return err
		}
	}
	return c.moveIn()
}

// ask plans an application that begins with a case.
func (c *county) ask(f *file, of *family) {
	w := &wish{family: of, hand: len(c.wishes), lacking: c.rand.IntN(5) == 0}
	w.add(c, f)
	c.wishes = append(c.wishes, w)
}

// add puts a case into an application.
func (w *wish) add(c *county, f *file) {
	f.wish, f.family, f.outcome = w, w.family, w.family.kind.outcome(f.programme)
	f.hand, f.reported = w.hand+7*len(w.files), c.rand.IntN(25) == 0
	w.files = append(w.files, f)
}

// asks tells whether a family applies for something already.
func (c *county) asks(f *family) bool {
	return slices.ContainsFunc(c.wishes, func(w *wish) bool { return w.family == f })
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
func (c *county) suitable(o casework.Offer, s casework.State) *family {
	want := wanted(o.Flow, s)
	fits := func(f *family) int {
		score := 0
		switch {
		case f.kind.outcome(o.Aid.ID) == "" || f.kind == risers:
			return -1000
		case want != "" && f.kind.outcome(o.Aid.ID) == want:
			score = 4
		case want != "":
			score = -400 // the law would not say so, however busy the others are
		}
		for _, other := range c.wishes {
			if other.family == f {
				score--
				if other.files[0].programme == o.Aid.ID {
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
	case decided(f, s), announced(f, s):
		return award
	}
	return ""
}

// announced tells whether a case that stands in a state has made known what is
// intended: the law could tell.
func announced(f *casework.Flow, s casework.State) bool {
	return !early(f, s) && slices.ContainsFunc(route(f, taken(f), s), func(m casework.Move) bool { return slices.Contains(m.Guards, casework.Founded) })
}

// plan gives an application its cases, its way and its days. An open case stands
// where it is to stand today; a closed one was closed some time in the months
// before.
func (c *county) plan(ctx context.Context, w *wish, offers []casework.Offer) error {
	f := w.files[0]
	if f.target == "" {
		f.target = c.draw(f, offers)
	}
	begin := c.months[0].FirstDay()
	last := c.today - civil.Date(c.between(0, 3))
	c.besides(w, offers)
	ruled, waits := c.lotteries(w, offers)
	switch {
	case f.target.Closed():
		last = begin + civil.Date(c.between(90, int(c.today-begin)))
	case !waits && c.rand.IntN(6) == 0:
		last -= civil.Date(c.between(5, 20)) // one that was left lying
	}
	switch {
	case w.family.kind == risers: // of whom more is to be heard
		last = c.today - 45
	case ruled:
		last = min(last, c.today-settledBefore)
	}
	for start := last; start > begin; start-- {
		if !c.calendar.Working(start) {
			continue
		}
		offers, err := c.offers(ctx, start)
		if err != nil {
			return err
		}
		if c.lay(w, offers, start, last) {
			return nil
		}
	}
	return errLaid(f)
}

// besides has a family apply for more at the same time, now and then, if what it
// begins with is taken on: what the law says of its kind is known for that too.
func (c *county) besides(w *wish, offers []casework.Offer) {
	lead := w.files[0]
	flow := flowOf(offers, lead.programme)
	if early(flow, lead.target) || accepting(flow) == 0 || c.applications(w.family) > 1 || c.rand.IntN(3) > 0 {
		return
	}
	for _, one := range w.family.kind.claims {
		own := flowOf(offers, one.programme)
		if one.programme == lead.programme || own == nil || accepting(own) == 0 || len(w.files) > 2 {
			continue
		}
		f := &file{programme: one.programme}
		w.add(c, f)
		for f.target = c.draw(f, offers); early(own, f.target) || lead.target.Closed() && !f.target.Closed(); {
			f.target = c.draw(f, offers)
		}
	}
}

// applications counts those of a family.
func (c *county) applications(f *family) (n int) {
	for _, w := range c.wishes {
		if w.family == f {
			n++
		}
	}
	return n
}

// flowOf is the table of a programme among what is offered; nil if it is not.
func flowOf(offers []casework.Offer, programme string) *casework.Flow {
	i := slices.IndexFunc(offers, func(o casework.Offer) bool { return o.Aid.ID == programme })
	if i < 0 {
		return nil
	}
	return offers[i].Flow
}

// draw chooses where the case of a family stands by what the law says of it.
func (c *county) draw(f *file, offers []casework.Offer) casework.State {
	flow := flowOf(offers, f.programme)
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
	return pick(c, slices.DeleteFunc(standing(flow), func(s casework.State) bool {
		return s.Closed() || f.outcome != award && decided(flow, s) || f.outcome != refusal && s == casework.Refusal ||
			f.outcome == undetermined && announced(flow, s)
	})...)
}

// lay puts the moves of the cases of an application on days from a start; false
// if the table of that day has no way there, or it would not end in time.
func (c *county) lay(w *wish, offers []casework.Offer, start, last civil.Date) bool {
	for _, f := range w.files {
		i := slices.IndexFunc(offers, func(o casework.Offer) bool { return o.Aid.ID == f.programme })
		if i < 0 || !c.walk(f, offers[i].Flow) {
			return false
		}
		f.start, f.days, f.personal = start, nil, offers[i].Aid.Unit == registry.OfMember
		day := start
		for n, m := range f.moves {
			if n < f.joint && !f.leads() {
				day = w.files[0].dayOf(m.Act)
			} else {
				day = c.next(offers[i].Flow, m, day)
			}
			f.days = append(f.days, day)
		}
		if day > last {
			return false
		}
	}
	return true
}

// walk finds the moves of a case: with others of its application to where it is
// taken on, then by itself to where it is to stand.
func (c *county) walk(f *file, flow *casework.Flow) bool {
	f.moves = intake(flow, f.target, f.wish.lacking)
	if f.joint = len(f.moves); early(flow, f.target) {
		return f.moves != nil
	}
	via := c.detour(f, flow)
	there, on := route(flow, taken(flow), via), route(flow, via, f.target)
	if slices.ContainsFunc(on, func(m casework.Move) bool { return m.Act == casework.Reopen }) { // the detour lies behind the target
		there, on = nil, route(flow, taken(flow), f.target)
	}
	if on == nil {
		return false
	}
	f.moves = warned(slices.Concat(f.moves, there, on))
	return true
}

// dayOf is the day of an act that is done to the whole application: what a family
// does when it hands in is done on one day.
func (f *file) dayOf(act casework.Act) civil.Date {
	for n, m := range f.moves[:f.joint] {
		if m.Act == act {
			return f.days[n]
		}
	}
	return f.days[0]
}

// detour is a state that a case passes though it need not: now and then an
// objection is right, and who takes it back or moves away does so anywhere.
func (c *county) detour(f *file, flow *casework.Flow) casework.State {
	var some []casework.State
	leaves := f.target == casework.Withdrawn || f.target == casework.Transferred
	for _, s := range states(flow) {
		if f.outcome == undetermined && (announced(flow, s) || decided(flow, s)) {
			continue
		}
		left := !early(flow, s) && slices.ContainsFunc(flow.From(s), func(m casework.Move) bool { return m.To == f.target })
		if leaves && left || !leaves && strings.HasSuffix(string(s), ".again") {
			some = append(some, s)
		}
	}
	if len(some) == 0 || !leaves && c.rand.IntN(6) > 0 {
		return taken(flow)
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
	case casework.Cease: // when the day is over by which the family was to cooperate
		wait = patience + 1
	case casework.Bring:
		wait = c.between(2, 7)
	default:
		if m.By != casework.Family {
			wait = c.between(1, 3)
		}
	}
	for range wait {
		day = c.calendar.NextWorking(day + 1)
	}
	return day
}

// moveIn has every family registered on the first working day of the month in
// which it first applies, and puts the errands of its cases on their days.
func (c *county) moveIn() error {
	for _, w := range c.wishes {
		for _, f := range w.files {
			urban, err := c.urbanOnly(f.programme)
			if err != nil {
				return err
			}
			w.family.urban = w.family.urban || urban
			if f.leads() {
				c.add(&errand{f, -1}, f.start)
			}
			for n := range f.moves {
				c.add(&errand{f, n}, f.days[n])
			}
		}
		if m := w.files[0].start.Month(); w.family.came == 0 || m < w.family.came {
			w.family.came = m
		}
	}
	for n, f := range c.families {
		if f.came == 0 {
			f.came = c.months[c.rand.IntN(2)]
		}
		f.id = fmt.Sprintf("%02d-%04d", f.office, n+1)
		c.invent(f)
	}
	for _, w := range c.wishes {
		c.arrange(w)
	}
	return nil
}
