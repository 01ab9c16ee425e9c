package demo

import (
	"context"
	"slices"
	"sync"
	"time"

	"doudi/access"
	"doudi/civil"
)

// together is how many people work at a time: acts that wait for the disk share
// its one sync.
const together = 48

// work goes through the days. What falls on a day is done by many hands at once,
// as in nine townships, each case one act behind the other.
func (c *county) work(ctx context.Context) error {
	done := 0
	for on := c.months[0].FirstDay(); on <= c.today; on++ {
		if on == c.calendar.NextWorking(on.Month().FirstDay()) {
			if err := c.arrivals(ctx, on); err != nil {
				return err
			}
		}
		if c.days[on] == nil {
			continue
		}
		c.Cases.Mute = on < c.today-toldDays
		n := len(slices.Concat(c.days[on].cases...))
		step := c.morning(on, n)
		if err := c.lots(ctx, on); err != nil {
			return err
		}
		err := each(c.days[on].cases, func(errands []*errand) error {
			for _, e := range errands {
				c.Clock.pass(step)
				if err := c.run(ctx, e); err != nil {
					return err
				}
			}
			return ctx.Err()
		})
		if err == nil {
			err = c.evening(ctx)
		}
		if err != nil {
			return err
		}
		if done += n; c.Told != nil {
			c.Told(done, c.errands)
		}
	}
	if err := c.after(ctx); err != nil {
		return err
	}
	c.Clock.Set(c.Now)
	return nil
}

// morning puts the clock to the beginning of a day's work and gives the time
// between two of its acts. Nothing is done behind the end of the plan.
func (c *county) morning(on civil.Date, acts int) time.Duration {
	begin, end := access.Begins(on).Add(17*time.Hour/2), access.Begins(on).Add(17*time.Hour+time.Hour/2)
	if end.After(c.Now) {
		end = c.Now
	}
	if begin.After(end) {
		begin = end
	}
	c.Clock.Set(begin)
	return end.Sub(begin) / time.Duration(acts+1)
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
