package casework

import (
	"context"
	"slices"

	"doudi/access"
	"doudi/civil"
	"doudi/fault"
	"doudi/pack"
	"doudi/policy"
	"doudi/registry"
)

// Way is an act that the table knows where a case stands, who does it, and why
// this person cannot do it now; "" if he can.
type Way struct {
	Act            Act
	Label, By, Why string
}

// Ways lists them in the order of the table. It records nothing: who only looks
// has refused nothing.
func (s *Service) Ways(c *Sight, d registry.Desk) (list []Way) {
	for _, m := range c.Flow.From(c.State) {
		if slices.ContainsFunc(list, func(w Way) bool { return w.Act == m.Act }) {
			continue
		}
		e := Entry{Case: c.ID, Turn: c.Turn, Act: m.Act}
		if m.Act == AskPapers && len(c.Wants) == 0 {
			e.Wants = []string{""}
		}
		w := Way{Act: m.Act, Label: m.Act.Label(), By: policy.Office(m.By)}
		if own, _, _, err := s.allowed(c, d, e); err != nil {
			w.Why = fault.Sentence(err)
		} else {
			w.By = policy.Office(own.By)
		}
		list = append(list, w)
	}
	return list
}

// Asides are the steps beside the line that this person may record now.
func (s *Service) Asides(c *Sight, d registry.Desk) (list []*pack.ProcedureStep) {
	for _, step := range c.Flow.Asides() {
		if _, _, _, err := s.allowed(c, d, Entry{Case: c.ID, Turn: c.Turn, Act: Aside, Step: step.ID}); err == nil {
			list = append(list, step)
		}
	}
	return list
}

// May tells whether somebody may record a mark or an objection now.
func (s *Service) May(c *Sight, d registry.Desk, act Act) bool {
	_, _, _, err := s.allowed(c, d, Entry{Case: c.ID, Turn: c.Turn, Act: act, Step: Special})
	return err == nil
}

// StepLabel is the Chinese name of what a turn was about; "" if of nothing.
func (c *Sight) StepLabel(t Turn) string {
	if t.Act == Mark {
		return MarkLabel(t.Step)
	}
	return c.Flow.step(t.Step)
}

// Pending is an open case as it stands in a list of work.
type Pending struct {
	File
	Title, Standing string
	Next            *Deadline // the first limit that runs; nil if none does
	Left            int       // working days; negative when it is late
}

// most cases of one office in a list of work.
const most = 500

// Work lists the open cases of offices whose households somebody may see: by
// deadline, those without one last.
func (s *Service) Work(ctx context.Context, a access.Actor, offices []access.Office) (list []Pending, err error) {
	for _, o := range offices {
		if _, err := s.Registry.Matrix.May(a, "household.view", s.Registry.Today(), o); err != nil {
			continue
		}
		some, err := s.pending(ctx, o.ID)
		if err != nil {
			return nil, err
		}
		list = append(list, some...)
	}
	slices.SortStableFunc(list, func(a, b Pending) int { return int(a.due() - b.due()) })
	return list, nil
}

// due is the day by which a list of work is ordered.
func (p *Pending) due() civil.Date {
	if p.Next == nil {
		return civil.Open
	}
	return p.Next.Day
}

// pending are the open cases of one office.
func (s *Service) pending(ctx context.Context, office int64) (list []Pending, err error) {
	cal, err := s.Calendar(ctx, office)
	if err != nil {
		return nil, err
	}
	err = s.Store.Read(ctx, func(v View) error {
		cases, err := v.OpenCases(office, most)
		if err == nil {
			list, err = s.stand(v, cases, cal)
		}
		return err
	})
	return list, err
}

// stand says of cases where they stand.
func (s *Service) stand(v View, cases []File, cal *civil.Calendar) (list []Pending, err error) {
	for _, f := range cases {
		p, err := s.standing(v, f, cal)
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, nil
}

// standing says where a case stands and by when.
func (s *Service) standing(v View, f File, cal *civil.Calendar) (Pending, error) {
	p := Pending{File: f}
	on := f.Applied
	if on == 0 {
		on = s.Registry.Today()
	}
	o, _, err := s.offer(v, f.Office, f.Programme, on)
	if err != nil {
		return p, err
	}
	p.Title, p.Standing = o.Aid.Label, o.Flow.Label(f.State)
	limits, err := v.Deadlines(f.Office, f.ID)
	if len(limits) > 0 {
		p.Next, p.Left = &limits[0], cal.WorkingDaysLeft(s.Registry.Today(), limits[0].Day)
	}
	return p, err
}
