package casework

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"doudi/access"
	"doudi/civil"
	"doudi/fault"
	"doudi/pack"
	"doudi/registry"
)

// Waiting is an open case in short: enough to count by and to choose by.
type Waiting struct {
	File
	Due     civil.Date   // of the limit that runs out first; 0 if none runs
	Hour    civil.Moment // when the first limit in hours runs out; 0 if none runs
	Claimed int64        // who has it in his hands; 0 if nobody has
	Urgent  bool         // it waits for urgent aid; known where its law was read
}

// Filter is what somebody wants to see of the work, under a name of his own.
type Filter struct{ Name, Asked string }

// deskView and deskTx are what lists of work need of a database; see View and Tx.
type deskView interface {
	// Waiting are the open cases of an office, or of those of its families that a
	// village works for; 0 is all.
	Waiting(office, village int64) ([]Waiting, error)
	// WaitingAsked are those that a township deals with since they were asked for at
	// its window.
	WaitingAsked(township int64) ([]Waiting, error)
	// Claimed is who has a case in his hands, 0 if nobody has. Who was suspended
	// or has no role any more has none.
	Claimed(office, id int64) (int64, error)
	// ClaimsOf are the cases, of whatever office, that somebody took on.
	ClaimsOf(staff int64) ([]registry.Ref, error)
	Filters(office, staff int64) ([]Filter, error)
}

type deskTx interface {
	// HoldCase has others who change whose hands a case is in wait.
	HoldCase(id int64) error
	// Claim puts a case into somebody's hands, or, for 0, into nobody's.
	Claim(id, staff int64) error
	SaveFilter(staff int64, f Filter) error
	DropFilter(staff int64, name string) error
}

// Due chooses cases by the limit that runs out first.
type Due string

// What lists of work ask about limits.
const (
	Late  Due = "late"  // it has run out
	Today Due = "today" // it runs out today
	Week  Due = "week"  // it runs out today or later, before this week is over
)

// holds tells whether the limits of a case are of the kind; those in hours run out
// to the minute (TJ-29).
func (d Due) holds(w *Waiting, now civil.Moment) bool {
	today, late := now.Date(), w.Hour != 0 && w.Hour < now
	switch d {
	case Late:
		return late || w.Due != 0 && w.Due < today
	case Today:
		return !late && w.Due == today
	case Week:
		return !late && w.Due >= today && w.Due <= today+civil.Date(6-today.Weekday())
	}
	return true
}

// Asked is what somebody wants to see of the work. What is left empty does not
// choose.
type Asked struct {
	Due       Due
	State     State
	Programme string
	Office    int64
	Claimed   int64        // by whom; Nobody for what nobody has taken
	Turn      bool         // only what waits for a step of his own part
	Now       civil.Moment // what is late by the hour is late then; the day alone, if it is 0
}

// Nobody has a case that is in no hands.
const Nobody int64 = -1

// fits tells whether a case is one of those.
func (a *Asked) fits(w *Waiting, now civil.Moment) bool {
	return a.Due.holds(w, now) && (a.State == "" || a.State == w.State) && (a.Programme == "" || a.Programme == w.Programme) &&
		(a.Office == 0 || a.Office == w.Office) &&
		(a.Claimed == 0 || a.Claimed == w.Claimed || a.Claimed == Nobody && w.Claimed == 0)
}

// Tally is how many cases there are of one kind.
type Tally struct {
	ID, Label string
	Count     int
}

// Desk is the open cases that somebody may see: how many there are of each kind,
// and some of those that he asked for.
type Desk struct {
	All, Late, Today, Week, Own int // Own are those in his own hands
	Turn                        int // that wait for a step of his own part
	States, Programmes          []Tally
	Offices                     []Tally
	Found                       int // that fit what was asked for
	Lines                       []Pending
}

// Work lists the open cases of offices whose households somebody may see: those
// that fit what he asks for, urgent aid first and then by deadline, those without
// one last, so many behind the first ones. It counts all. A village has those of the township's families
// for whom it works.
func (s *Service) Work(ctx context.Context, a access.Actor, offices []access.Office, asked Asked, skip, most int) (Desk, error) {
	asked.Now = cmp.Or(asked.Now, midnight(s.Registry.Today()))
	count := tallies{s: s, actor: a, asked: asked, offices: offices, turns: map[turn]bool{}}
	err := s.Store.Read(ctx, func(v View) (err error) {
		count.v = v
		if count.sites, err = v.Offices(); err != nil {
			return err
		}
		count.seen = s.seen(a, offices, 0)
		for _, o := range count.seen {
			if err := count.office(o, s.servedAbove(a, offices, o)); err != nil {
				return err
			}
		}
		slices.SortStableFunc(count.chosen, func(a, b Waiting) int { return cmp.Or(first(a.Urgent, b.Urgent), cmp.Compare(a.order(), b.order())) })
		some := count.chosen[min(skip, len(count.chosen)):]
		count.desk.Found = len(count.chosen)
		count.desk.Lines, err = s.pending(v, count.sites, some[:min(most, len(some))])
		return err
	})
	if err != nil {
		return Desk{}, err
	}
	return count.desk, s.left(ctx, count.desk.Lines)
}

// order is the day by which a list of work is ordered.
func (w *Waiting) order() civil.Date {
	if w.Due == 0 {
		return civil.Open
	}
	return w.Due
}

// tallies counts open cases for a desk, and chooses some of them.
type tallies struct {
	s      *Service
	v      View
	sites  []access.Site
	actor  access.Actor
	asked  Asked
	chosen []Waiting
	desk   Desk

	offices []access.Office
	seen    []access.Office
	turns   map[turn]bool
}

// turn is where cases stand for which the same people have the next step.
type turn struct {
	flow      *Flow
	at        State
	office    int64
	asked     int64
	delegated bool
	kin       bool
}

// sideways are moves that bring a case no further.
var sideways = []Act{Withdraw, Transfer, Recall, Cease, Return, Uphold, Reject}

// turn tells whether the next step of a case is the reader's part.
func (t *tallies) turn(f *Flow, w *Waiting) (mine bool, err error) {
	now := Situation{Delegated: w.Delegated}
	if w.Delegated && slices.ContainsFunc(f.From(w.State), func(m Move) bool { return slices.Contains(m.Guards, ByUsual) }) {
		relatives, err := near(t.v, w.File, t.s.Registry.Today(), access.Begins(w.Applied)) // theirs is the county's
		if err != nil {
			return false, err
		}
		now.Kin = len(relatives) > 0
	}
	at := turn{f, w.State, w.Office, w.Window, w.Delegated, now.Kin}
	if mine, known := t.turns[at]; known {
		return mine, nil
	}
	o, known := t.at(w)
	mine = known && slices.ContainsFunc(f.From(w.State), func(m Move) bool {
		if slices.Contains(sideways, m.Act) || !m.whose(now) {
			return false
		}
		_, err := t.s.hand(registry.Desk{Actor: t.actor, Office: o}, f, m, t.s.Registry.Today())
		return err == nil
	})
	t.turns[at] = mine
	return mine, nil
}

// at is the office of a case, with the window that deals with it.
func (t *tallies) at(w *Waiting) (o access.Office, known bool) {
	for _, one := range t.offices {
		if one.ID == w.Office {
			o.ID, o.Level, o.Above, o.Closed, known = one.ID, one.Level, one.Above, one.Closed, true
		}
		if one.ID == w.Window {
			o = ByWindow(o, one)
		}
	}
	return o, known
}

// office counts the cases of one office, and of a village those of the families
// for whom it works in the office above.
func (t *tallies) office(o access.Office, above int64) error {
	list, err := t.s.openCases(t.v, t.sites, o, above, t.seen)
	for i := range list {
		if err := t.add(&list[i], t.asked.Now); err != nil {
			return err
		}
	}
	return err
}

// add counts one, and chooses it if it fits what was asked for.
func (t *tallies) add(w *Waiting, now civil.Moment) error {
	o, err := t.s.offerOf(t.v, t.sites, w.File)
	if err != nil {
		return err
	}
	w.Urgent = o.Flow.Urgent(w.State)
	mine, err := t.turn(o.Flow, w)
	if err != nil {
		return err
	}
	if mine {
		t.desk.Turn++
	}
	if t.asked.fits(w, now) && (mine || !t.asked.Turn) {
		t.chosen = append(t.chosen, *w)
	}
	t.desk.All++
	for due, n := range map[Due]*int{Late: &t.desk.Late, Today: &t.desk.Today, Week: &t.desk.Week} {
		if due.holds(w, now) {
			*n++
		}
	}
	if w.Claimed == t.actor.Staff {
		t.desk.Own++
	}
	t.desk.States = tally(t.desk.States, string(w.State), o.Flow.Label(w.State))
	t.desk.Programmes = tally(t.desk.Programmes, w.Programme, o.Aid.Label)
	at := slices.IndexFunc(t.sites, func(one access.Site) bool { return one.Number == w.Office })
	t.desk.Offices = tally(t.desk.Offices, strconv.FormatInt(w.Office, 10), t.sites[at].Name)
	return nil
}

// tally counts one more of a kind.
func tally(list []Tally, id, label string) []Tally {
	i := slices.IndexFunc(list, func(t Tally) bool { return t.ID == id })
	if i < 0 {
		i, list = len(list), append(list, Tally{ID: id, Label: label})
	}
	list[i].Count++
	return list
}

// Pending is a case as it stands in a list.
type Pending struct {
	Waiting
	Title, Standing, Applicant string
	Next                       *Deadline // the first limit that runs; nil if none does
	Left                       int       // working days; negative when it is late
	Differs                    bool      // from the determination, by what was decided
	Waits                      DrawWait  // what the draw keeps it waiting for; "" if nothing
}

// standings says of the cases that are found where they stand.
func (s *Service) standings(ctx context.Context, find func(View) ([]File, error)) (list []Pending, err error) {
	if err = s.Store.Read(ctx, func(v View) error {
		cases, err := find(v)
		if err != nil || len(cases) == 0 {
			return err
		}
		sites, err := v.Offices()
		if err != nil {
			return err
		}
		var all []Waiting
		for _, f := range cases {
			all = append(all, Waiting{File: f})
		}
		list, err = s.pending(v, sites, all)
		return err
	}); err != nil {
		return nil, err
	}
	return list, s.left(ctx, list)
}

// pending says of some cases where they stand.
func (s *Service) pending(v View, sites []access.Site, cases []Waiting) (list []Pending, err error) {
	differing := map[int64][]int64{}
	for _, w := range cases {
		if _, read := differing[w.Office]; !read {
			if differing[w.Office], err = v.Differing(w.Office); err != nil {
				return nil, err
			}
		}
		p := Pending{Waiting: w, Differs: slices.Contains(differing[w.Office], w.ID)}
		if err := s.standing(v, sites, &p); err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, nil
}

// standing says where a case stands, who asks, and which limit runs out first.
func (s *Service) standing(v View, sites []access.Site, p *Pending) error {
	o, err := s.offerOf(v, sites, p.File)
	if err != nil {
		return err
	}
	p.Urgent = o.Flow.Urgent(p.State)
	p.Title, p.Standing = p.Ground.Titled(o.Aid.Label), o.Flow.Label(p.State)
	if p.Waits, _, err = s.waitOf(v, sites, p.File); err != nil {
		return err
	}
	if p.Applicant, err = applicant(v, p.File, s.Registry.Today()); err != nil {
		return err
	}
	limits, err := v.Deadlines(p.Office, p.ID)
	if len(limits) > 0 {
		p.Next = &limits[0]
	}
	return err
}

// left counts the working days of every limit. Calendars are read behind the
// look at the cases, which holds a connection.
func (s *Service) left(ctx context.Context, list []Pending) error {
	calendars := map[int64]*civil.Calendar{}
	for i := range list {
		p := &list[i]
		if p.Next == nil {
			continue
		}
		cal, err := s.calendarOf(ctx, calendars, p.Office)
		if err != nil {
			return err
		}
		p.Left = cal.WorkingDaysLeft(s.Registry.Today(), p.Next.Day)
	}
	return nil
}

// applicant is the name of whom a case is of: for whom it is where the programme
// is a person's, else who leads the household; "" where nobody does any more.
func applicant(v View, f File, on civil.Date) (string, error) {
	id := f.Person
	if id == 0 {
		members, err := v.MembersOf(f.Office, f.Household, registry.Now)
		if err != nil {
			return "", err
		}
		people := registry.MembersOn(members, on)
		if len(people) == 0 {
			return "", nil
		}
		id = people[0].Person
	}
	p, err := v.Person(f.Office, id, registry.Now)
	if fault.Kind(err) == fault.NotFound {
		return "", nil // he is registered elsewhere by now
	}
	return p.Name, err
}

// offerOf is the programme of a case with its procedure, for lists: a draft of
// what can be applied for no longer does not hide the others.
func (s *Service) offerOf(v View, sites []access.Site, f File) (Offer, error) {
	law, err := s.lawOf(v, sites, f)
	if err != nil {
		return Offer{}, err
	}
	o, err := s.offer(law, f)
	if fault.Kind(err) == fault.BadInput {
		return Offer{&pack.Programme{ID: f.Programme, Label: "现在不能申请的项目"}, &Flow{Procedure: &pack.Procedure{}}}, nil
	}
	return o, err
}
