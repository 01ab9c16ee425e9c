package casework

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"doudi/access"
	"doudi/civil"
	"doudi/pack"
)

// listView is what lists of decisions and notices need of a database; see View.
type listView interface {
	// DecisionsMade are those of an office that fit, the newest first.
	DecisionsMade(office int64, asked AskedDecisions, most int) ([]Ruled, error)
	// ExaminationsEnded are those of an office between two moments, the newest first.
	ExaminationsEnded(office int64, since, until time.Time, asked AskedDecisions, most int) ([]Ruled, error)
	// NoticesOver are those of an office that came down between two moments, the
	// newest first.
	NoticesOver(office int64, since, until time.Time, most int) ([]Hung, error)
}

// AskedDecisions is which decisions somebody wants to see. What is left empty
// does not choose.
type AskedDecisions struct {
	From, To  civil.Date
	Programme string
	Outcome   string // Give, Deny or Ending
	Differs   bool   // from the determination
	Office    int64
	By        int64 // whose hand decided
}

// Ending asks for the examinations that were ended before a decision.
const Ending = "end"

// Ruled is a decision in a list.
type Ruled struct {
	File
	Decision         // of an end nothing but turn and day
	Ends             bool
	By               int64
	Title, Applicant string
}

// DecisionsMade lists decisions of offices whose households somebody may see, the
// newest first: so many behind the first ones, and whether there are more.
func (s *Service) DecisionsMade(ctx context.Context, a access.Actor, offices []access.Office, asked AskedDecisions, skip, most int) (list []Ruled, more bool, err error) {
	err = s.Store.Read(ctx, func(v View) error {
		sites, err := v.Offices()
		if err != nil {
			return err
		}
		for _, o := range s.seen(a, offices, asked.Office) {
			some, err := asked.of(v, o.ID, skip+most+1)
			if err != nil {
				return err
			}
			list = append(list, some...)
		}
		slices.SortStableFunc(list, func(a, b Ruled) int { return cmp.Compare(b.Day, a.Day) })
		list, more = window(list, skip, most)
		for i := range list {
			if list[i].Title, list[i].Applicant, err = s.named(v, sites, list[i].File); err != nil {
				return err
			}
		}
		return nil
	})
	return list, more, err
}

// of are those of an office.
func (a *AskedDecisions) of(v View, office int64, most int) (list []Ruled, err error) {
	if a.Outcome != Ending {
		if list, err = v.DecisionsMade(office, *a, most); err != nil {
			return nil, err
		}
	}
	if a.Outcome == "" && !a.Differs || a.Outcome == Ending {
		ended, err := v.ExaminationsEnded(office, access.Begins(a.From), behind(a.To), *a, most)
		return append(list, ended...), err
	}
	return list, nil
}

// behind is the moment at which a day is over; the end of all days for none.
func behind(day civil.Date) time.Time {
	if day == 0 {
		return access.Begins(civil.Open)
	}
	return access.Begins(day + 1)
}

// seen are the offices whose households somebody may see: of all, or the one
// that he asks for.
func (s *Service) seen(a access.Actor, offices []access.Office, one int64) (list []access.Office) {
	for _, o := range offices {
		if _, err := s.Registry.Matrix.May(a, "household.view", s.Registry.Today(), o); err == nil && (one == 0 || one == o.ID) {
			list = append(list, o)
		}
	}
	return list
}

// window is so many of a list behind the first ones, and whether there are more.
func window[T any](list []T, skip, most int) ([]T, bool) {
	list = list[min(skip, len(list)):]
	return list[:min(most, len(list))], len(list) > most
}

// named is what a case is called, and who asks.
func (s *Service) named(v View, sites []access.Site, f File) (title, who string, err error) {
	o, err := s.offerOf(v, sites, f)
	if err != nil {
		return "", "", err
	}
	who, err = applicant(v, f, s.Registry.Today())
	return f.Ground.Titled(o.Aid.Label), who, err
}

// What can be asked of notices.
const (
	ToHang  = "wait" // to be made or hung
	Hanging = "up"
	Over    = "over" // came down
)

// AskedNotices is which notices somebody wants to see.
type AskedNotices struct {
	Show      string // one of the three
	Programme string
	Office    int64
	From, To  civil.Date // of those that are over
}

// Hung is a notice in a list.
type Hung struct {
	File
	Title, Applicant, Step string
	From, Until            civil.Date // Until is 0 while it does not hang
	Left                   int        // days that it must still hang; less than 0 when it may come down
	Objections             int        // that wait
	Upheld                 bool       // it came down because an objection was right
	Ended                  civil.Date

	days int // where the procedure lays none down
}

// Board is the notices that somebody asked for, and how many there are to be hung
// and hanging.
type Board struct {
	Wait, Up, Found int
	Lines           []Hung
	More            bool
}

// Notices lists notices of offices whose households somebody may see: those that
// wait and those that hang by how long, those that are over the newest first.
func (s *Service) Notices(ctx context.Context, a access.Actor, offices []access.Office, asked AskedNotices, skip, most int) (b Board, err error) {
	err = s.Store.Read(ctx, func(v View) error {
		sites, err := v.Offices()
		if err != nil {
			return err
		}
		var list []Hung
		seen := s.seen(a, offices, asked.Office)
		for _, o := range seen {
			some, err := s.board(v, sites, &b, asked, o, s.servedAbove(a, offices, o), seen)
			if err != nil {
				return err
			}
			list = append(list, some...)
			if asked.Show == Over {
				if some, err = v.NoticesOver(o.ID, access.Begins(asked.From), behind(asked.To), skip+most+1); err != nil {
					return err
				}
				list = append(list, some...)
			}
		}
		slices.SortStableFunc(list, func(a, b Hung) int { return cmp.Or(cmp.Compare(b.Ended, a.Ended), cmp.Compare(a.Entered, b.Entered)) })
		b.Lines, b.More = window(list, skip, most)
		return s.hung(v, sites, b.Lines)
	})
	if err != nil {
		return b, err
	}
	return b, s.hanging(ctx, b.Lines)
}

// board counts the notices of an office that wait and hang, and gives those that
// are asked for.
func (s *Service) board(v View, sites []access.Site, b *Board, asked AskedNotices, o access.Office, above int64, seen []access.Office) (list []Hung, err error) {
	cases, err := s.openCases(v, sites, o, above, seen)
	for i := range cases {
		f := cases[i].File
		offer, err := s.offerOf(v, sites, f)
		if err != nil {
			return nil, err
		}
		step := offer.Flow.noticeAt(f.State)
		if step == nil || asked.Programme != "" && asked.Programme != f.Programme {
			continue
		}
		count, show := &b.Wait, ToHang
		if f.State == hanging(step.ID) {
			count, show = &b.Up, Hanging
		}
		*count++
		if show == asked.Show {
			list = append(list, Hung{File: f, Step: step.ID})
		}
	}
	return list, err
}

// openCases are those of an office with those that were asked for at its
// window and that it deals with, and of a village those of the families for whom it
// works in the office above.
func (s *Service) openCases(v View, sites []access.Site, o access.Office, above int64, seen []access.Office) ([]Waiting, error) {
	list, err := v.Waiting(o.ID, 0)
	if err != nil {
		return nil, err
	}
	if above == 0 {
		there, err := s.elsewhere(v, sites, o, seen)
		return append(list, there...), err
	}
	served, err := v.Waiting(above, o.ID)
	return append(list, served...), err
}

// hung says of notices what they are of, and what they wait for.
func (s *Service) hung(v View, sites []access.Site, list []Hung) (err error) {
	for i := range list {
		h := &list[i]
		offer, err := s.offerOf(v, sites, h.File)
		if err != nil {
			return err
		}
		h.Title = h.Ground.Titled(offer.Aid.Label)
		if h.Applicant, err = applicant(v, h.File, s.Registry.Today()); err != nil {
			return err
		}
		if h.Ended == 0 && h.State == hanging(h.Step) {
			waits, err := v.Objections(h.Office, h.ID)
			if err != nil {
				return err
			}
			h.Objections, h.From = len(waits), h.Entered.Date()
			if h.days, err = issuedDays(v, h.File, h.Step); err != nil {
				return err
			}
		}
		h.Step = offer.Flow.step(h.Step)
	}
	return nil
}

// issuedDays is for how many days a notice was issued where the procedure lays
// none down.
func issuedDays(v View, f File, step string) (days int, err error) {
	records, err := v.Records(f.Office, f.ID)
	for _, r := range records {
		if r.Sort == NoticeSheet && r.Step == step {
			days = r.Days
		}
	}
	return days, err
}

// hanging counts how long notices must still hang. Calendars and laws are read
// behind the look at the cases.
func (s *Service) hanging(ctx context.Context, list []Hung) error {
	calendars := map[int64]*civil.Calendar{}
	for i := range list {
		h := &list[i]
		if h.From == 0 {
			continue
		}
		cal, err := s.calendarOf(ctx, calendars, h.Office)
		if err != nil {
			return err
		}
		step, _, _ := strings.Cut(string(h.State), ".")
		h.Until = h.From + civil.Date(h.days)
		if law, ok := s.laws.Load(h.Law); ok {
			if o, err := s.offer(law.(*code), h.File); err == nil {
				if last, laid := o.Flow.Hangs(step, h.From, cal); laid {
					h.Until = last.Day
				}
			}
		}
		h.Left = int(h.Until - s.Registry.Today())
	}
	return nil
}

// calendarOf is the calendar of an office, read once.
func (s *Service) calendarOf(ctx context.Context, known map[int64]*civil.Calendar, office int64) (*civil.Calendar, error) {
	if known[office] == nil {
		cal, err := s.Calendar(ctx, office)
		if err != nil {
			return nil, err
		}
		known[office] = cal
	}
	return known[office], nil
}

// noticeAt is the step of which a notice is to be made in a state, or hangs; nil
// if of none.
func (f *Flow) noticeAt(at State) *pack.ProcedureStep {
	for i := range f.Procedure.Steps {
		s := &f.Procedure.Steps[i]
		if (State(s.ID) == at || hanging(s.ID) == at) && (isNotice(s.ID) || s.ID == publication) {
			return s
		}
	}
	return nil
}
