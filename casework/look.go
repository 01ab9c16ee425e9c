package casework

import (
	"context"
	"errors"
	"strings"

	"doudi/access"
	"doudi/civil"
	"doudi/money"
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
	Pleas      []int64 // what the family said and nobody has answered, by its turns
	Deadlines  []Deadline
	Registered []access.Done       // who entered what the case stands on
	Near       []registry.Relative // near relatives of staff and committee in the family
	// Determinations are those of the case, in order; Judged is the newest with
	// what has become of it, nil while there is none.
	Determinations []Determination
	Judged         *Judged
	Decisions      []Decision
	// Handed is how it was handed over to another office the last time, Came how it
	// came from one; nil if it was not.
	Handed, Came *Handover
	Going        string          // the office that it is offered to, by name; "" if to none
	Awards       []registry.Held // of a change: the awards in force that it is about
	Earlier      []Earlier       // what the household was given once within a year, where that is asked for again
	Elsewhere    []string        // what people of it have in other offices that does not go together with it
	// Application is what the case is of; 0 if it was begun alone.
	Application int64
	Lot         registry.Ref // that holds it: the county that draws, and the number there; 0 if none does
	Today       civil.Date
	Calendar    *civil.Calendar
	NoticeEnds  civil.Date // the last day of the notice that hangs, 0 if none does
	Applicant   string     // who asks, by name
	Claimed     int64      // who has the case in his hands, 0 if nobody has

	by      *Service
	ends    map[registry.Ref]civil.Month // of awards whose people have died, by their deaths
	law     *code                        // that its procedure is taken from
	ceiling money.Fen                    // of what a township may give alone; 0 where the law has none
	vague   string                       // the label of that limit, where it is invented and nobody confirmed it
}

// Look shows a case.
func (s *Service) Look(ctx context.Context, d registry.Desk, id int64) (*Sight, error) {
	if _, err := s.Registry.May(ctx, d, "household.view"); err != nil {
		return nil, err
	}
	c, err := s.look(ctx, d, id)
	if err == nil {
		s.veil(c, d)
	}
	return c, err
}

// look reads a case at one moment and works out its situation.
func (s *Service) look(ctx context.Context, d registry.Desk, id int64) (*Sight, error) {
	cal, err := s.Calendar(ctx, d.Office.ID)
	if err != nil {
		return nil, err
	}
	c := &Sight{Calendar: cal, Today: s.Registry.Today(), by: s}
	return c, s.Store.Read(ctx, func(v View) error { return s.sight(v, c, d.Office.ID, id) })
}

// sight fills in a case as a view has it.
func (s *Service) sight(v View, c *Sight, office, id int64) error {
	if err := c.read(v, office, id); err != nil {
		return err
	}
	sites, err := v.Offices()
	if err != nil {
		return err
	}
	if c.law, err = s.lawOf(v, sites, c.File); err != nil {
		return err
	}
	if c.Offer, err = s.offer(c.law, c.File); err != nil {
		return err
	}
	if err := c.kin(v); err != nil {
		return err
	}
	if err := errors.Join(c.drawn(v), c.outlook(v), c.weigh(v), c.bereaved(v), c.foresee(v), c.earlier(v)); err != nil {
		return err
	}
	c.judge()
	return nil
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
	if c.Pleas, err = v.OpenPleasOf(office, id); err != nil {
		return err
	}
	if err := c.entrants(v); err != nil {
		return err
	}
	if c.Decisions, err = v.Decisions(office, id); err != nil {
		return err
	}
	if c.Application, err = v.ApplicationOf(office, id); err != nil {
		return err
	}
	if c.Claimed, err = v.Claimed(office, id); err != nil {
		return err
	}
	if c.Applicant, err = applicant(v, c.File, c.Today); err != nil {
		return err
	}
	if c.Deadlines, err = v.Deadlines(office, id); err != nil {
		return err
	}
	if c.Handed, err = v.HandedOver(c.Ref); err != nil {
		return err
	}
	if c.offered() {
		if c.Going, err = officeName(v, c.Handed.To); err != nil {
			return err
		}
	}
	c.Came, err = v.HandedBecame(c.Ref)
	return err
}

// judge works out what guards look at.
func (c *Sight) judge() {
	c.Missing, c.Objections, c.Held, c.Made, c.Lettered = 0, len(c.Waiting), c.held(), c.Issued() != nil, c.Letter() != nil
	for _, w := range c.Wants {
		if w.Brought == 0 {
			c.Missing++
		}
	}
	for _, t := range c.Turns {
		if t.Act == Aside && t.Number > c.round() {
			c.Done = append(c.Done, t.Step)
		}
	}
	c.Reported = marked(c.Turns, Mark, Reported)
	c.Situation.Beyond = c.File.Beyond || marked(c.Turns, Mark, Beyond)
	c.Situation.Delegated = c.File.Delegated
	c.Advanced = c.advanced() > 0
	c.urge()
	c.weighed()
	at, entered := c.stood()
	if step, up := strings.CutSuffix(string(at), ".up"); up {
		c.NoticeEnds = entered.Date() // where no days are laid down the office says how long
		if last, ok := c.Flow.Hangs(step, entered.Date(), c.Calendar); ok {
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
	return s.standings(ctx, func(v View) ([]File, error) { return v.CasesOf(d.Office.ID, household) })
}
