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
	Differs        bool // from the determination: it needs a reason
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
		own, _, _, err := s.allowed(c, d, e)
		if err != nil && (m.Act == Approve || m.Act == Refuse) {
			e.Differs = true
			if against, _, _, other := s.allowed(c, d, e); other == nil {
				own, err, w.Differs = against, nil, true
			}
		}
		if err != nil {
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
	switch t.Act {
	case Mark:
		return MarkLabel(t.Step)
	case Keep:
		return Sort(t.Step).Label()
	case Object:
		return WayLabel(t.Step)
	}
	return c.Flow.step(t.Step)
}

// Pending is an open case as it stands in a list of work.
type Pending struct {
	File
	Title, Standing string
	Next            *Deadline // the first limit that runs; nil if none does
	Left            int       // working days; negative when it is late
	Differs         bool      // from the determination, by what was decided
}

// Work lists the open cases of offices whose households somebody may see, at
// most so many of each: by deadline, those without one last. A village has those
// of the township's families for whom it works.
func (s *Service) Work(ctx context.Context, a access.Actor, offices []access.Office, most int) (list []Pending, err error) {
	for _, o := range offices {
		if _, err := s.Registry.Matrix.May(a, "household.view", s.Registry.Today(), o); err != nil {
			continue
		}
		some, err := s.standings(ctx, o.ID, func(v View) ([]File, error) { return v.OpenCases(o.ID, most) })
		if err != nil {
			return nil, err
		}
		list = append(list, some...)
		if some, err = s.servedWork(ctx, a, offices, o, most); err != nil {
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

// standings says of the cases of an office that are found where they stand. The
// calendar is read only where there is a case to count for: a county looks at a
// hundred offices.
func (s *Service) standings(ctx context.Context, office int64, find func(View) ([]File, error)) (list []Pending, err error) {
	err = s.Store.Read(ctx, func(v View) error {
		cases, err := find(v)
		if err != nil || len(cases) == 0 {
			return err
		}
		sites, err := v.Offices()
		if err != nil {
			return err
		}
		marked, err := v.Differing(office)
		if err != nil {
			return err
		}
		for _, f := range cases {
			p, err := s.standing(v, sites, f)
			if err != nil {
				return err
			}
			p.Differs = slices.Contains(marked, f.ID)
			list = append(list, p)
		}
		return nil
	})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	cal, err := s.Calendar(ctx, office)
	if err != nil {
		return nil, err
	}
	for i := range list {
		if next := list[i].Next; next != nil {
			list[i].Left = cal.WorkingDaysLeft(s.Registry.Today(), next.Day)
		}
	}
	return list, nil
}

// standing says where a case stands, and which limit runs out first.
func (s *Service) standing(v View, sites []access.Site, f File) (Pending, error) {
	p := Pending{File: f}
	law, err := s.lawOf(v, sites, f)
	if err != nil {
		return p, err
	}
	o, err := s.offer(law, f)
	if err != nil {
		return p, err
	}
	p.Title, p.Standing = o.Aid.Label, o.Flow.Label(f.State)
	limits, err := v.Deadlines(f.Office, f.ID)
	if len(limits) > 0 {
		p.Next = &limits[0]
	}
	return p, err
}
