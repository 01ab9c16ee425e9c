package casework

import (
	"context"
	"fmt"
	"slices"

	"doudi/access"
	"doudi/audit"
	"doudi/civil"
	"doudi/fault"
	"doudi/registry"
)

// HandedState is what has become of a case that was handed over.
type HandedState string

// The states.
const (
	Offered  HandedState = "offered"  // the other office has not answered
	Taken    HandedState = "taken"    // it goes on there
	Back     HandedState = "back"     // the other office has sent it back
	Recalled HandedState = "recalled" // this office took it back before it was answered
	Dropped  HandedState = "dropped"  // the family took back what it asked for, before it was answered
)

// Handover is a case that an office hands over to another (社会救助法第六十四条:
// 转办). Was and Entered are where it stood and since when: there it goes on if it
// is sent back. ID is its number for the other office.
type Handover struct {
	ID      int64
	From    registry.Ref
	Turn    int64
	To      int64
	Was     State
	Entered civil.Moment
	State   HandedState
	Became  int64 // the case there; 0 until it is taken on
}

// Heir is the case under which it goes on.
func (h *Handover) Heir() registry.Ref { return registry.Ref{Office: h.To, ID: h.Became} }

// handedView and handedTx are what handing over needs of a database; see View
// and Tx.
type handedView interface {
	// Handed is what was handed over to an office under a number; HandedTo what
	// waits there, and HandedFrom what an office waits for, the oldest first.
	Handed(to, id int64) (Handover, error)
	HandedTo(office int64) ([]Handover, error)
	HandedFrom(office int64) ([]Handover, error)
	// HandedOver is the last time that a case was handed over, HandedBecame how one
	// came from another office; nil if there is none.
	HandedOver(of registry.Ref) (*Handover, error)
	HandedBecame(of registry.Ref) (*Handover, error)
	Alias(office, person int64) (registry.Ref, bool, error)
	Heirs(office, household int64) ([]registry.Ref, error)
	LiveAwards(household registry.Ref, day civil.Date) ([]registry.Held, error)
}

type handedTx interface {
	// Aside does a part of the act in another office, with an entry in its chain;
	// Registry is the same transaction as the registry declares it.
	Aside(office int64) Tx
	// Arrived lets what follows see what the act made known in other offices.
	Arrived() error
	Registry() registry.Tx
	AddHanded(h Handover) error
	// SettleHanded keeps what became of it; a fault of kind Conflict if somebody
	// else was faster.
	SettleHanded(h Handover) error
	// CopyPapers files the papers of another office's household for one of this.
	CopyPapers(from registry.Ref, household int64, persons map[int64]int64) error
}

// receiving is the act of the access matrix by which an office takes on what
// another hands over, or sends it back.
const receiving = "case.receive"

// handOver keeps to whom a case is handed over: a township of this instance that
// works. For one of another instance it only ends here.
func (c *Sight) handOver(tx Tx, e Entry, t Turn) error {
	if c.Advanced {
		return fault.New(fault.Refused, "已经先行救助过，其余的由这里接着办完，不能转交；家庭要到别处去的，办结以后再迁移")
	}
	if len(c.Pleas)+len(c.Waiting) > 0 {
		return fault.New(fault.Refused, "家庭说的话或者异议还没有答复；请先答复，再转交")
	}
	if e.To == 0 {
		return nil
	}
	sites, err := tx.Offices()
	if err != nil {
		return err
	}
	if e.To == c.Office || !slices.ContainsFunc(sites, func(o access.Site) bool {
		return o.Number == e.To && Receives(o, access.DayOf(t.At))
	}) {
		return fault.New(fault.BadInput, "转到哪里：没有选，或者不是能受理的乡镇（街道）；请从列表里选").At(0, "to")
	}
	if err := c.by.goesThere(tx, e.To, c.File, "转到哪里：那里按规定没有这个项目，接不了；请另选机构，或者在这里接着办"); err != nil {
		return err
	}
	id, err := tx.Shared("handed")
	if err != nil {
		return err
	}
	h := Handover{ID: id, From: c.Ref, Turn: t.Number, To: e.To, Was: c.State, Entered: c.Entered}
	tx.Aside(e.To).Witness("handed", id, fmt.Sprint(h))
	return tx.AddHanded(h)
}

// goesThere sees that an office's place offers the programme of a case, today when
// it would begin there and on the day of application on which it goes on.
func (s *Service) goesThere(v View, office int64, f File, sentence string) error {
	sites, err := v.Offices()
	if err != nil {
		return err
	}
	today := s.Registry.Today()
	law, _, err := s.governingAt(v, sites, office, f, today)
	for _, on := range []civil.Date{today, f.Applied} {
		if err == nil {
			_, err = s.offer(law, File{Programme: f.Programme, Applied: on})
		}
	}
	if fault.Kind(err) == fault.BadInput {
		return fault.Wrap(err, fault.Refused, sentence)
	}
	return err
}

// Arrival is what another office hands over, with all that is to be known before
// it is taken on: what was done, said and brought there. Once it was answered
// there is only what became of it: the case is the other office's again, or goes
// on here.
type Arrival struct {
	Handed  Handover
	Case    *Sight  // there; nil once it was answered, like all that follows
	Intake  *Intake // that it is of; nil if it was begun alone
	Members []Applicant
	Papers  []Filed
	Reason  string
	Said    []Turn // since it was handed over, and not answered
}

// Arrivals are what offices are handed over and have not taken on.
func (s *Service) Arrivals(ctx context.Context, a access.Actor, offices []access.Office) ([]Handover, error) {
	return s.handovers(ctx, a, offices, receiving, View.HandedTo)
}

// handovers are offers of offices in which somebody has a right.
func (s *Service) handovers(ctx context.Context, a access.Actor, offices []access.Office, right string, of func(View, int64) ([]Handover, error)) (list []Handover, err error) {
	for _, o := range offices {
		if _, err := s.Registry.Matrix.May(a, right, s.Registry.Today(), o); err != nil {
			continue
		}
		err = s.Store.Read(ctx, func(v View) error {
			some, err := of(v, o.ID)
			list = append(list, some...)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Arrival shows what was handed over to the desk's office. That somebody there
// reads what another office keeps is recorded there.
func (s *Service) Arrival(ctx context.Context, d registry.Desk, id int64) (*Arrival, error) {
	act, err := s.Registry.May(ctx, d, "household.view")
	if err != nil {
		return nil, err
	}
	a, err := s.arrival(ctx, d, id)
	if err != nil || a.Case == nil {
		return a, err
	}
	act.Result, act.Object = audit.Viewed, fmt.Sprintf("case:%d", a.Case.ID)
	return a, s.Store.Record(ctx, a.Case.Office, act)
}

// arrival reads it, and nothing of the case once it was answered: who has nothing
// more to do with a family reads nothing of it (个人信息保护法第六条).
func (s *Service) arrival(ctx context.Context, d registry.Desk, id int64) (*Arrival, error) {
	a := &Arrival{}
	err := s.Store.Read(ctx, func(v View) (err error) {
		a.Handed, err = v.Handed(d.Office.ID, id)
		return err
	})
	if err != nil || a.Handed.State != Offered {
		return a, err
	}
	there := registry.Desk{Office: access.Office{ID: a.Handed.From.Office}}
	if a.Case, err = s.look(ctx, there, a.Handed.From.ID); err != nil {
		return nil, err
	}
	if a.Case.Application != 0 {
		if a.Intake, err = s.intake(ctx, there, a.Case.Application); err != nil {
			return nil, err
		}
	}
	turn := a.Case.Turns[slices.IndexFunc(a.Case.Turns, func(t Turn) bool { return t.Number == a.Handed.Turn })]
	a.Reason = turn.Note
	a.Said = slices.DeleteFunc(slices.Clone(a.Case.Turns), func(t Turn) bool { return !a.Case.unanswered(t) })
	return a, s.Store.Read(ctx, func(v View) (err error) {
		if a.Members, err = applicants(v, a.Case.Office, a.Case.Household, access.DayOf(turn.At)); err == nil {
			a.Papers, err = v.PapersOf(a.Case.Office, a.Case.Household)
		}
		return err
	})
}

// goesOn is where a case goes on that was handed over and taken on, however
// often; the case itself if it was not.
func goesOn(v View, at registry.Ref) (registry.Ref, error) {
	for range 100 {
		h, err := v.HandedOver(at)
		if err != nil || h == nil || h.State != Taken {
			return at, err
		}
		at = h.Heir()
	}
	return at, nil
}
