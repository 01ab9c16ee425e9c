package casework

import (
	"slices"
	"strings"

	"doudi/civil"
	"doudi/money"
	"doudi/pack"
	"doudi/registry"
)

// Overpaid is what the decisions had fixed for the months behind the death of the
// last who stood for an award, when the death was registered late. It is said on
// the record and never booked here: what left the bank, and what is taken back of
// it, is a matter of payments.
type Overpaid struct {
	From, To civil.Month // the first and the last of these months; 0 if there are none
	Sum      money.Fen   // 0 where the award is not fixed by the month
}

// Told says it in Chinese; "" if it is nothing.
func (o Overpaid) Told() string {
	if o.From == 0 {
		return ""
	}
	text := o.From.Chinese()
	if o.To != o.From {
		text += "至" + o.To.Chinese()
	}
	if text += "照原来的决定还在发"; o.Sum != 0 {
		text += "，共 " + o.Sum.String()
	}
	return text + "，多发待追回（以实际发放的为准）"
}

// gone tells whether everybody died who stands for what is paid: only then is
// there nobody whom the law wants to be heard.
func (c *Sight) gone(v View) (bool, error) {
	people := 0
	for _, h := range c.Awards {
		last, err := lastDeath(v, h)
		if err != nil || last == 0 && len(h.People) > 0 {
			return false, err
		}
		people += len(h.People)
	}
	return people > 0, nil
}

// died tells whether somebody is registered as dead, under the number under which
// his records go on.
func died(v View, p registry.Ref) (bool, error) {
	day, err := diedOn(v, p)
	return day != 0, err
}

// diedOn is the day of somebody's death; 0 if none is registered.
func diedOn(v View, p registry.Ref) (day civil.Date, err error) {
	now, err := registry.Living(v, p)
	if err != nil {
		return 0, err
	}
	list, err := v.MembershipsOf(now.Office, now.ID, registry.Now)
	for _, m := range list {
		if m.Because == registry.Died {
			day = max(day, m.To)
		}
	}
	return day, err
}

// death is the day on which the first died of those who still stand for the awards
// of a case that looks into it; 0 where the case does not, or none is registered.
func (f *File) death(v View) (first civil.Date, err error) {
	if f.Ground != Died || f.State != stepDeath {
		return 0, nil
	}
	list, err := changeable(v, registry.Ref{Office: f.Office, ID: f.Household}, f.Applied)
	for _, h := range list {
		mine, err := f.about(v, h)
		if err != nil {
			return 0, err
		}
		if !mine {
			continue
		}
		for _, person := range h.People {
			day, err := diedOn(v, registry.Ref{Office: h.Office, ID: person})
			if err != nil {
				return 0, err
			}
			if day != 0 && (first == 0 || day < first) {
				first = day
			}
		}
	}
	return first, err
}

// lastDeath is the day on which the last died who stands for an award; 0 while
// somebody lives.
func lastDeath(v View, h registry.Held) (last civil.Date, err error) {
	for _, person := range h.People {
		day, err := diedOn(v, registry.Ref{Office: h.Office, ID: person})
		if err != nil || day == 0 {
			return 0, err
		}
		last = max(last, day)
	}
	return last, nil
}

// deathStop is how the packs end a programme by a death; nil where they do not
// say it. The two rules stand in common.yaml and are of every programme.
func deathStop(aid *pack.Programme) *pack.Stop {
	i := slices.IndexFunc(aid.Stops, func(s pack.Stop) bool {
		rule := strings.TrimPrefix(s.When.Text, "household.")
		return rule == "died" || rule == "head_dead"
	})
	if i < 0 {
		return nil
	}
	return &aid.Stops[i]
}

// expire works out from which months the awards of the dead are not paid any more,
// and what was decided for these months. A decision goes back behind its day only
// because the packs end the programme by the death (57号第三十条): where they do
// not, it ends like others, from the next period on.
func (c *Sight) expire(v View) error {
	stop, next := deathStop(c.Aid), nextPeriod(c.Aid, c.Today)
	if stop == nil {
		return nil
	}
	c.ends = map[registry.Ref]civil.Month{}
	for _, h := range c.Awards {
		last, err := lastDeath(v, h)
		if err != nil {
			return err
		}
		month := last.Month() + 1
		if stop.From == "month_of_event" {
			month = last.Month()
		}
		month = min(max(month, h.Starts), next)
		c.ends[h.Ref] = month
		if err := c.Change.Overpaid.add(v, h, month, next); err != nil {
			return err
		}
	}
	return nil
}

// ending is the month from which an award is not paid any more: that of the
// decision, or an earlier one by the death.
func (c *Sight) ending(h registry.Held, decided civil.Month) civil.Month {
	if month, dead := c.ends[h.Ref]; dead {
		return min(month, decided)
	}
	return decided
}

// add counts what the decisions of an award fix for the months from one on, before
// another.
func (o *Overpaid) add(v View, h registry.Held, from, next civil.Month) error {
	if from >= next || h.Sum == 0 {
		return nil
	}
	a, err := v.AwardAt(h.Ref)
	if err != nil {
		return err
	}
	if o.To = next - 1; o.From == 0 || from < o.From {
		o.From = from
	}
	for month := from; month < next; month++ {
		o.Sum += a.fixed(month)
	}
	return nil
}

// fixed is what an award pays for a month by the decisions that stand; 0 where it
// is not paid by the month.
func (a *Award) fixed(month civil.Month) (sum money.Fen) {
	for _, d := range a.Decisions { // a later one is for the same month or a later
		if d.Superseded == 0 && d.Starts <= month && d.Per == "month" {
			sum = d.Sum
		}
	}
	return sum
}

// bereaved puts into the situation whether somebody has died whom the decision
// counts, or who asks, since what it rests on was determined.
func (c *Sight) bereaved(v View) error {
	d := c.Decided()
	if c.Ground != "" || c.State.Closed() || d == nil || !d.Gives {
		return nil
	}
	u, err := v.Unit(c.Office, c.Unit)
	if err != nil {
		return err
	}
	stand := counted(u)
	touched, err := v.TouchedSince(c.Office, c.Household, c.based(d))
	if err != nil {
		return err
	}
	for _, t := range touched {
		if t.What != "membership" || !slices.Contains(stand, t.Subject) {
			continue
		}
		dead, err := died(v, registry.Ref{Office: c.Office, ID: t.Subject})
		if c.Bereft = c.Bereft || dead; err != nil {
			return err
		}
	}
	return nil
}

// based is the number of the office's chain up to which a decision knew everything:
// that of its determination, whatever was determined since.
func (c *Sight) based(d *Decision) int64 {
	for _, one := range c.Determinations {
		if one.Turn == d.Determination {
			return one.Known
		}
	}
	return 0
}
