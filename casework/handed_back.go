package casework

import (
	"context"
	"fmt"

	"doudi/access"
	"doudi/audit"
	"doudi/civil"
	"doudi/fault"
	"doudi/registry"
)

// As long as an offer is not answered it can end in three ways besides being taken
// on: the other office sends the case back, this office takes it back, or the family
// takes back what it asked for.

// offered tells whether the case is handed over and nobody has answered.
func (c *Sight) offered() bool {
	return c.State == Transferred && c.Handed != nil && c.Handed.State == Offered
}

// stood is where the case stands for its family: what is only offered to another
// office may come back to where it was, and a notice that hung there still hangs.
func (c *Sight) stood() (State, civil.Moment) {
	if c.offered() {
		return c.Handed.Was, c.Handed.Entered
	}
	return c.State, c.Entered
}

// moves are those of the table out of where a case stands; one that is only offered
// to another office can be taken back.
func (c *Sight) moves() []Move {
	list := c.Flow.From(c.State)
	if c.offered() {
		list = append(list, Move{From: c.State, Act: Recall, By: Township, To: c.Handed.Was})
	}
	return list
}

// SendBack gives a case back to the office that handed it over: it goes on there
// where it stood, and its limits run on.
func (s *Service) SendBack(ctx context.Context, d registry.Desk, id int64, why string) error {
	e := Entry{Act: SentBack, Note: why}
	if err := e.tidy(); err != nil {
		return err
	}
	a, act, err := s.waiting(ctx, d, id)
	if err != nil {
		return err
	}
	return s.Store.Do(ctx, a.Case.Office, act, func(tx Tx) error {
		f := a.Case.File
		f.State, f.Turn = a.Handed.Was, f.Turn+1
		if err := a.Case.comeBack(tx, &f, Back); fault.Kind(err) == fault.Refused {
			return fault.Wrap(err, fault.Refused, "原机构那里已经有变动（家庭迁走了，或者另开了同一项目的办件），退不回去；请接收，或者打电话和那里商量")
		} else if err != nil {
			return err
		}
		return a.carry(tx, f, Turn{Number: f.Turn, At: tx.Now(), Staff: act.Actor, Act: SentBack, Right: receiving, Became: f.State, Note: e.Note})
	})
}

// comeBack ends an offer for a case that goes on where it stood, as if it had not
// been away. The row of the offer is changed first: of two who end it at once one
// waits here, and is told.
func (c *Sight) comeBack(tx Tx, f *File, how HandedState) error {
	if err := c.Handed.settle(tx, how, 0); err != nil {
		return err
	}
	f.Entered = c.Handed.Entered
	return free(tx, *f)
}

// settle keeps what became of what was handed over, in both chains.
func (h Handover) settle(tx Tx, state HandedState, became int64) error {
	h.State, h.Became = state, became
	tx.Aside(h.To).Witness("handed", h.ID, fmt.Sprint(h))
	return tx.SettleHanded(h)
}

// waiting is what still waits for somebody who may take it on.
func (s *Service) waiting(ctx context.Context, d registry.Desk, id int64) (*Arrival, audit.Act, error) {
	act, err := s.Registry.May(ctx, d, receiving)
	if err != nil {
		return nil, act, err
	}
	a, err := s.arrival(ctx, d, id)
	if err == nil && a.Handed.State != Offered {
		err = fault.New(fault.Conflict, "这份转来的办件已经办过了；请看现在的情况")
	}
	return a, act, err
}

// carry keeps a turn of the case in the office that handed it over.
func (a *Arrival) carry(tx Tx, f File, t Turn) error {
	tx.Witness("case", f.ID, fmt.Sprint(f, t))
	if err := tx.SaveCase(f); err != nil {
		return err
	}
	if err := tx.AddTurn(f.ID, t); err != nil {
		return err
	}
	c := *a.Case
	return c.run(tx, f, t)
}

// Departures are the cases that offices have handed over and nobody has answered.
func (s *Service) Departures(ctx context.Context, a access.Actor, offices []access.Office) ([]Handover, error) {
	return s.handovers(ctx, a, offices, rights[Recall], View.HandedFrom)
}
