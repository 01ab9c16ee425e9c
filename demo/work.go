package demo

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"doudi/access"
	"doudi/casework"
	"doudi/civil"
	"doudi/fault"
	"doudi/gb"
	"doudi/registry"
)

// numberOf reads one of our own numbers.
func numberOf(text string) (gb.Number, error) { return gb.ParseNumber(text) }

// together is how many people work at a time: acts that wait for the disk share
// its one sync.
const together = 24

// work goes through the days. What falls on one time of one day is done by many
// hands at once, as in nine townships.
func (c *county) work(ctx context.Context) error {
	done := 0
	for day := c.months[0].FirstDay(); day <= c.today; day++ {
		if day == c.calendar.NextWorking(day.Month().FirstDay()) {
			if err := c.arrivals(ctx, day); err != nil {
				return err
			}
		}
		if c.days[day] == nil {
			continue
		}
		for slot, errands := range c.days[day] {
			c.at(day, slot)
			if err := each(errands, func(e *errand) error { return c.run(ctx, e) }); err != nil {
				return err
			}
			if done += len(errands); c.Told != nil {
				c.Told(done, c.errands)
			}
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	c.Clock.Set(c.Now)
	return nil
}

// at puts the clock to a time of a day, never beyond the end of the plan.
func (c *county) at(day civil.Date, slot int) {
	at := access.Begins(day).Add(9*time.Hour + time.Duration(slot)*100*time.Minute)
	if at.After(c.Now) {
		at = c.Now
	}
	c.Clock.Set(at)
}

// each does something for many at a time, and gives what went wrong first.
func each[T any](list []T, do func(T) error) error {
	errs := make([]error, len(list))
	turns := make(chan struct{}, together)
	var all sync.WaitGroup
	for i, one := range list {
		turns <- struct{}{}
		all.Go(func() {
			errs[i] = do(one)
			<-turns
		})
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// arrivals has every township bring in the families that come in a month.
func (c *county) arrivals(ctx context.Context, day civil.Date) error {
	c.Clock.Set(access.Begins(day).Add(8 * time.Hour))
	came := map[int64][]*family{}
	for _, f := range c.families {
		if f.came == day.Month() {
			came[f.office] = append(came[f.office], f)
		}
	}
	var offices []int64
	for office := range came {
		offices = append(offices, office)
	}
	slices.Sort(offices)
	return each(offices, func(office int64) error { return c.bring(ctx, office, came[office]) })
}

// run does one errand.
func (c *county) run(ctx context.Context, e *errand) (err error) {
	office := c.tree[e.family.office]
	if e.n < 0 {
		e.id, err = c.Cases.Open(ctx, registry.Desk{Actor: c.hand(office.ID, "township_clerk"), Office: office}, e.family.household, e.programme)
		return err
	}
	m := e.moves[e.n]
	c2, err := c.Cases.Look(ctx, registry.Desk{Actor: c.hand(office.ID, "township_clerk"), Office: office}, e.id)
	if err != nil {
		return err
	}
	if c2.State != m.From {
		return fault.New(fault.Internal, "演示的办件不在预定的状态："+string(c2.State)+"，应当在"+string(m.From))
	}
	if err := c.before(ctx, e, c2, m); err != nil {
		return err
	}
	return c.act(ctx, e, m, casework.Entry{Act: m.Act})
}

// before does what a move needs to have been done.
func (c *county) before(ctx context.Context, e *errand, now *casework.Sight, m casework.Move) error {
	switch {
	case m.Act == casework.Uphold || m.Act == casework.Reject:
		return c.act(ctx, e, casework.Move{Act: casework.Object, By: casework.Family}, casework.Entry{Act: casework.Object})
	case slices.Contains(m.Guards, casework.Visited) && (now.Kin || now.Reported) && !slices.Contains(now.Done, "visit"):
		return c.act(ctx, e, casework.Move{Act: casework.Aside, By: casework.County}, casework.Entry{Act: casework.Aside, Step: "visit"})
	}
	return nil
}

// act does one act on a case as it stands now, by whose hand it is.
func (c *county) act(ctx context.Context, e *errand, m casework.Move, entry casework.Entry) error {
	office := c.tree[e.family.office]
	look := registry.Desk{Actor: c.hand(office.ID, "township_clerk"), Office: office}
	now, err := c.Cases.Look(ctx, look, e.id)
	if err != nil {
		return err
	}
	entry.Case, entry.Turn, entry.Note = e.id, now.Turn, c.note(entry.Act, e)
	switch entry.Act {
	case casework.AskPapers:
		entry.Wants = []string{nth(wants, e.hand), nth(wants, e.hand+1)}
	case casework.Bring:
		for _, w := range now.Wants {
			if w.Brought == 0 {
				entry.Items = append(entry.Items, w.ID)
			}
		}
	}
	actor, ok := c.whose(office, m, now, e.hand)
	if !ok {
		return fault.New(fault.Internal, "演示里没有人可以办这一步："+string(m.Act))
	}
	_, err = c.Cases.Act(ctx, registry.Desk{Actor: actor, Office: office}, entry)
	return errors.Join(err)
}

// whose is somebody who may make a move: of the level that the procedure names,
// in the role of the matrix, and not one who did what must be done by another.
func (c *county) whose(office access.Office, m casework.Move, now *casework.Sight, n int) (access.Actor, bool) {
	var crew []access.Actor
	if m.By != casework.County {
		crew = append(crew, c.crew[office.ID]...)
	}
	if m.By != casework.Township {
		crew = append(crew, c.crew[office.Above[len(office.Above)-1]]...)
	}
	var done []access.Done
	for _, t := range now.Turns {
		done = append(done, access.Done{Act: t.Right, By: t.Staff})
	}
	crew = slices.DeleteFunc(crew, func(a access.Actor) bool {
		_, err := c.Registry.Matrix.May(a, m.Right(), c.now(), office)
		return err != nil || c.Registry.Matrix.Clash(a.Staff, m.Right(), done) != nil
	})
	if len(crew) == 0 {
		return access.Actor{}, false
	}
	own := len(slices.DeleteFunc(slices.Clone(crew), func(a access.Actor) bool { return a.Posts[0].Role != crew[0].Posts[0].Role }))
	return crew[n%own], true
}

// hand is somebody of an office in a role.
func (c *county) hand(office int64, role string) access.Actor {
	for _, a := range c.crew[office] {
		if a.Posts[0].Role == role {
			return a
		}
	}
	return access.Actor{}
}
