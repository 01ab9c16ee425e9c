package casework

import (
	"context"
	"fmt"
	"slices"

	"doudi/access"
	"doudi/audit"
	"doudi/civil"
	"doudi/fact"
	"doudi/fault"
	"doudi/registry"
)

// TakeOn takes on what another office handed over: the household moves here with
// all that is known and was brought, the case goes on under a new number from its
// old day of application, and all that was handed over of the same family comes
// along (ADR 10). It waits here to be accepted, or decided where it is urgent.
func (s *Service) TakeOn(ctx context.Context, d registry.Desk, id int64) (at registry.Ref, err error) {
	a, act, err := s.waiting(ctx, d, id)
	if err != nil {
		return at, err
	}
	all, err := s.alongside(ctx, d, a)
	if err != nil {
		return at, err
	}
	law, err := s.schema(ctx, d.Office.ID)
	if err != nil {
		return at, err
	}
	cal, err := s.Calendar(ctx, d.Office.ID) // it is read outside: a transaction holds the connection
	if err != nil {
		return at, err
	}
	post, err := s.Registry.Matrix.May(d.Actor, receiving, s.Registry.Today(), d.Office)
	if err != nil {
		return at, err
	}
	err = s.Store.Do(ctx, a.Case.Office, act, func(tx Tx) error {
		m := movingIn{s: s, tx: tx, to: d, act: act, post: post, law: law, calendar: cal, applications: map[int64]int64{}}
		at, err = m.all(a, all)
		return err
	})
	return at, err
}

// alongside is all that was handed over of one family, what was asked for first.
func (s *Service) alongside(ctx context.Context, d registry.Desk, a *Arrival) (all []*Arrival, err error) {
	var list []Handover
	if err := s.Store.Read(ctx, func(v View) error { list, err = v.HandedTo(d.Office.ID); return err }); err != nil {
		return nil, err
	}
	all = append(all, a)
	for _, h := range list {
		if h.ID == a.Handed.ID || h.From.Office != a.Case.Office {
			continue
		}
		one, err := s.arrival(ctx, d, h.ID)
		if err != nil {
			return nil, err
		}
		if one.Case != nil && one.Case.Household == a.Case.Household { // nil: answered meanwhile
			all = append(all, one)
		}
	}
	return all, nil
}

// all takes on everything that was handed over of a family, or nothing: it moves in,
// then each case begins here and goes on to where it waits. The case that was asked
// for comes first.
func (m *movingIn) all(a *Arrival, all []*Arrival) (at registry.Ref, err error) {
	for _, one := range all {
		if err := m.s.goesThere(m.tx, m.to.Office.ID, one.Case.File, "这里按规定没有“"+one.Case.Aid.Label+"”，接不了；请退回原机构"); err != nil {
			return at, err
		}
	}
	if err := m.house(a); err != nil {
		return at, err
	}
	if err := m.tx.Arrived(); err != nil {
		return at, err
	}
	for i, one := range all {
		file, err := m.file(one)
		if err != nil {
			return at, err
		}
		if err := m.handIn(file); err != nil {
			return at, err
		}
		if i == 0 {
			at = registry.Ref{Office: m.to.Office.ID, ID: file}
		}
	}
	return at, nil
}

// schema is what the law of an office's place asks about families.
func (s *Service) schema(ctx context.Context, office int64) (law *fact.Schema, err error) {
	err = s.Store.Read(ctx, func(v View) error {
		sites, err := v.Offices()
		if err != nil {
			return err
		}
		resolved, _, err := s.law(sites, office, s.Registry.Today())
		if err == nil {
			law = resolved.Schema
		}
		return err
	})
	return law, err
}

// movingIn is a family with its cases on its way into another office.
type movingIn struct {
	s            *Service
	tx           Tx // of the office that handed it over
	to           registry.Desk
	act          audit.Act
	post         access.Post
	law          *fact.Schema
	calendar     *civil.Calendar
	home         registry.Ref // the household there
	persons      map[int64]int64
	applications map[int64]int64 // old → new
}

// house brings the household over, unless it has moved there already.
func (m *movingIn) house(a *Arrival) error {
	if err := m.tx.Alone(); err != nil {
		return err
	}
	old := registry.Ref{Office: a.Case.Office, ID: a.Case.Household}
	h, err := m.tx.Household(old.Office, old.ID, registry.Now)
	if err != nil {
		return err
	}
	if h.State != registry.Open {
		return m.moved(old)
	}
	how := registry.Ending{On: access.DayOf(m.tx.Now()), Choices: registry.Choices{}}
	live, err := m.tx.LiveAwards(old, how.On)
	if err != nil {
		return err
	}
	place, err := officeName(m.tx, a.Handed.To)
	if err != nil {
		return err
	}
	for _, one := range live { // a proposal: the award is what it is until it is decided on
		how.Choices[one.Ref] = registry.Choice{Way: registry.Keep, Month: max(how.On.Month(), one.Starts), Reason: "家庭随转交的办件迁到" + place}
	}
	m.home, m.persons, err = registry.Relocate(m.tx.Registry(), old, m.law, m.to.Office.ID, h.Address, how)
	if err != nil {
		return err
	}
	side := m.tx.Aside(m.to.Office.ID)
	side.Witness("household", m.home.ID, fmt.Sprint("papers of ", old))
	return side.CopyPapers(old, m.home.ID, m.persons)
}

// moved finds a household that moved before its case was taken on.
func (m *movingIn) moved(old registry.Ref) error {
	heirs, err := m.tx.Heirs(old.Office, old.ID)
	if err != nil {
		return err
	}
	if len(heirs) != 1 || heirs[0].Office != m.to.Office.ID {
		return fault.New(fault.Refused, "这个家庭在原机构已经分户、并户，或者迁到了别处；请退回，由原机构按现在的家庭办理")
	}
	m.home = heirs[0]
	return nil
}

// person is the new number of somebody.
func (m *movingIn) person(office, old int64) (int64, error) {
	if old == 0 || m.persons[old] != 0 {
		return m.persons[old], nil
	}
	at, found, err := m.tx.Alias(office, old)
	if err == nil && (!found || at.Office != m.to.Office.ID) {
		err = fault.New(fault.Refused, "办件的申请人没有随家庭迁来；请退回，由原机构办理")
	}
	return at.ID, err
}

// file begins the case anew here, and ends what waits of it there.
func (m *movingIn) file(a *Arrival) (id int64, err error) {
	side := m.tx.Aside(m.to.Office.ID)
	f := File{Ref: registry.Ref{Office: m.to.Office.ID}, Household: m.home.ID, Programme: a.Case.Programme}
	if f.Person, err = m.person(a.Case.Office, a.Case.Person); err != nil {
		return 0, err
	}
	if f.ID, err = side.Number("case"); err != nil {
		return 0, err
	}
	sites, err := m.tx.Offices()
	if err != nil {
		return 0, err
	}
	_, region, err := m.s.law(sites, f.Office, access.DayOf(m.tx.Now()))
	if err != nil {
		return 0, err
	}
	if err := begin(side, registry.Desk{Actor: m.to.Actor}, m.act, f, region); err != nil {
		return 0, err
	}
	if err := m.application(side, a, f.ID); err != nil {
		return 0, err
	}
	if err := m.heard(side, a, f.ID); err != nil {
		return 0, err
	}
	if err := a.Handed.settle(m.tx, Taken, f.ID); err != nil {
		return 0, err
	}
	old := a.Case.File
	old.Turn++
	return f.ID, a.carry(m.tx, old, Turn{Number: old.Turn, At: m.tx.Now(), Staff: m.act.Actor, Act: Received, Right: receiving, Became: old.State})
}

// along is a turn of the case as it goes along to another office; false for what
// was done and is over. What somebody found is found there as well. What was said
// while the case was offered and nobody has answered waits there for its answer: the
// family's words as its plea, for nothing hangs there yet that it could object to;
// a stranger's as a report, as everything is that is said without a notice.
func (c *Sight) along(t Turn) (Turn, bool) {
	own := Turn{At: t.At, Act: Mark, Step: t.Step, Right: receiving, Note: t.Note}
	switch open := c.unanswered(t); {
	case t.Act == Mark:
	case open && (t.Step == ByFamily || t.Act == Plea):
		own.Act = Plea
	case open:
		own.Step = Reported
	default:
		return Turn{}, false
	}
	return own, true
}

// unanswered tells whether a turn waits for an answer.
func (c *Sight) unanswered(t Turn) bool {
	return slices.Contains(c.Pleas, t.Number) || slices.Contains(c.Waiting, t.Number)
}

// heard carries over what somebody found or said about the case; in the office that
// it leaves nothing waits for an answer any more.
func (m *movingIn) heard(side Tx, a *Arrival, file int64) error {
	f, err := side.Case(m.to.Office.ID, file)
	if err != nil {
		return err
	}
	for _, old := range a.Case.Turns {
		t, goes := a.Case.along(old)
		if !goes {
			continue
		}
		f.Turn++
		t.Number, t.Became = f.Turn, f.State
		if err := m.hears(side, f, t); err != nil {
			return err
		}
		if a.Case.unanswered(old) {
			if err := m.tx.SettleObjection(a.Case.ID, old.Number, a.Case.Turn+1); err != nil {
				return err
			}
		}
	}
	return nil
}

// hears keeps one of them: what a family says is nobody's of the staff.
func (m *movingIn) hears(side Tx, f File, t Turn) error {
	side.Witness("case", f.ID, fmt.Sprint(f, t))
	if err := side.SaveCase(f); err != nil {
		return err
	}
	if t.Act == Plea {
		return side.AddVoice(f.ID, t)
	}
	t.At, t.Staff = m.tx.Now(), m.act.Actor
	return side.AddTurn(f.ID, t)
}

// application carries over what the family said, once for all cases of it.
func (m *movingIn) application(side Tx, a *Arrival, file int64) (err error) {
	if a.Case.Application == 0 {
		return nil
	}
	id := m.applications[a.Case.Application]
	if id == 0 {
		own := a.Intake.Application
		if id, err = side.Number("application"); err != nil {
			return err
		}
		m.applications[a.Case.Application] = id
		own.Ref, own.Household, own.Persons = registry.Ref{Office: m.to.Office.ID, ID: id}, m.home.ID, slices.Clone(own.Persons)
		for i := range own.Persons {
			if own.Persons[i], err = m.person(a.Case.Office, own.Persons[i]); err != nil {
				return err
			}
		}
		if err := side.AddApplication(own); err != nil {
			return err
		}
		own.Turn = 2
		if err := side.SaveApplication(own); err != nil {
			return err
		}
		if err := m.referrals(side, a.Intake.Ref, id); err != nil {
			return err
		}
	}
	side.Witness("application", id, fmt.Sprint(a.Handed))
	return side.AddApplicationCase(id, file)
}

// handIn takes a case that has come to this office to where it waits: its family
// handed it in long ago.
func (m *movingIn) handIn(file int64) error {
	_, err := m.s.handInWithin(m.tx.Aside(m.to.Office.ID), m.calendar, registry.Ref{Office: m.to.Office.ID, ID: file}, m.post, m.act, m.tx.Now())
	return err
}

// inherit gives a case that came from another office its old day of application,
// from which the clauses count; urgent aid answers within its hours however often
// it is handed over (民发〔2018〕23号二(二)).
func (c *Sight) inherit(v View, f *File) error {
	h, err := v.HandedBecame(f.Ref)
	if err != nil || h == nil {
		return err
	}
	old, err := v.Case(h.From.Office, h.From.ID)
	if old.Applied != 0 {
		f.Applied = old.Applied
	}
	if c.Urgent() || c.Flow.hourly() {
		f.Entered = h.Entered
	}
	return err
}

// firstDay is that on which anybody begins to belong to a household: before it
// nothing is known of it, so a case that came along is judged as it came.
func firstDay(v View, f File) (day civil.Date, err error) {
	members, err := v.MembersOf(f.Office, f.Household, registry.Now)
	for i, m := range members {
		if i == 0 || m.From < day {
			day = m.From
		}
	}
	return day, err
}
