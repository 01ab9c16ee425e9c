package casework

import (
	"context"
	"strings"

	"doudi/access"
	"doudi/civil"
	"doudi/registry"
)

// Sight is a case with all that an act on it looks at.
type Sight struct {
	File
	Offer
	Situation
	Turns      []Turn
	Wants      []Want
	Records    []Record
	Waiting    []int64 // objections that are open, by their turns
	Deadlines  []Deadline
	Registered []access.Done // who entered what the case stands on
	Today      civil.Date
	Calendar   *civil.Calendar
	NoticeEnds civil.Date // the last day of the notice that hangs, 0 if none does
}

// Look shows a case.
func (s *Service) Look(ctx context.Context, d registry.Desk, id int64) (*Sight, error) {
	if _, err := s.Registry.May(ctx, d, "household.view"); err != nil {
		return nil, err
	}
	return s.look(ctx, d, id)
}

// look reads a case at one moment and works out its situation.
func (s *Service) look(ctx context.Context, d registry.Desk, id int64) (*Sight, error) {
	cal, err := s.Calendar(ctx, d.Office.ID)
	if err != nil {
		return nil, err
	}
	c := &Sight{Calendar: cal, Today: s.Registry.Today()}
	return c, s.Store.Read(ctx, func(v View) error {
		if err := c.read(v, d.Office.ID, id); err != nil {
			return err
		}
		on := c.Applied
		if on == 0 {
			on = c.Today
		}
		sites, err := v.Offices()
		if err != nil {
			return err
		}
		if c.Offer, _, err = s.offer(sites, d.Office.ID, c.Programme, on); err != nil {
			return err
		}
		c.Kin, err = near(v, d.Office.ID, c.Household, c.Today)
		c.judge()
		return err
	})
}

// read fills in what is kept.
func (c *Sight) read(v View, office, id int64) (err error) {
	if c.File, err = v.Case(office, id); err != nil {
		return err
	}
	if c.Turns, err = v.Turns(office, id); err != nil {
		return err
	}
	if c.Records, err = v.Records(office, id); err != nil {
		return err
	}
	if c.Wants, err = v.Wants(office, id); err != nil {
		return err
	}
	if c.Waiting, err = v.Objections(office, id); err != nil {
		return err
	}
	if err := c.entrants(v); err != nil {
		return err
	}
	c.Deadlines, err = v.Deadlines(office, id)
	return err
}

// judge works out what guards look at. Whether the law of the place leaves the
// decision to the township is not asked yet: it is where it usually is.
func (c *Sight) judge() {
	c.Missing, c.Objections, c.Held, c.Made = 0, len(c.Waiting), c.held(), c.Issued() != nil
	for _, w := range c.Wants {
		if w.Brought == 0 {
			c.Missing++
		}
	}
	for _, t := range c.Turns {
		if t.Act == Aside {
			c.Done = append(c.Done, t.Step)
		}
	}
	c.Reported, c.Beyond = marked(c.Turns, Mark, Reported), marked(c.Turns, Mark, Beyond)
	if step, up := strings.CutSuffix(string(c.State), ".up"); up {
		c.NoticeEnds = c.Entered.Date() // where no days are laid down the office says how long
		if last, ok := c.Flow.Hangs(step, c.Entered.Date(), c.Calendar); ok {
			c.NoticeEnds = last.Day
		} else if issued := c.Issued(); issued != nil {
			c.NoticeEnds += civil.Date(issued.Days)
		}
		c.DaysOver = c.Today > c.NoticeEnds
	}
}

// CasesOf lists the cases of a household, the newest first.
func (s *Service) CasesOf(ctx context.Context, d registry.Desk, household int64) (list []Pending, err error) {
	if _, err = s.Registry.May(ctx, d, "household.view"); err != nil {
		return nil, err
	}
	return s.standings(ctx, d.Office.ID, func(v View) ([]File, error) { return v.CasesOf(d.Office.ID, household) })
}
