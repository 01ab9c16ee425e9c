package casework

import (
	"context"
	"slices"

	"doudi/access"
	"doudi/audit"
	"doudi/civil"
	"doudi/fault"
	"doudi/gb"
	"doudi/registry"
)

// Intake is an application with all that whoever fills it in looks at.
type Intake struct {
	Application
	Sights    []*Sight
	Members   []Applicant // of today, the applicant first
	Papers    []Filed
	More      []Offer // programmes that are not asked for yet
	MayView   bool    // the household and its cases are of the reader's work
	MayAccept bool
	MayPrint  bool
}

// Applicant is a member of the household as an application needs him.
type Applicant struct {
	Person         int64
	Name, Relation string
	Birth          civil.Date
}

// adult is the age from which somebody signs for himself (民法典第十七条、第十八条).
const adult = 18

// Signs tells whether somebody authorises the check of his own means: who lives
// with the applicant and is of age (57号第九条).
func (m Applicant) Signs(on civil.Date) bool {
	return m.Relation != "apart" && civil.AgeOn(m.Birth, on) >= adult
}

// Open tells whether the application may still be filled in: one of its cases is
// neither accepted nor closed.
func (in *Intake) Open() bool {
	return slices.ContainsFunc(in.Sights, func(c *Sight) bool { return c.Accepted == 0 && !c.State.Closed() })
}

// Accepted tells whether any of it was taken on.
func (in *Intake) Accepted() bool {
	return slices.ContainsFunc(in.Sights, func(c *Sight) bool { return c.Accepted != 0 })
}

// Application shows an application to those who work on the household, and to
// those who take it in until it is accepted (TJ-39: another office's window).
func (s *Service) Application(ctx context.Context, d registry.Desk, id int64) (*Intake, error) {
	in, err := s.intake(ctx, d, id)
	if err != nil {
		return nil, err
	}
	home := d.Office
	if in.Handed == 0 {
		home.Asked = nil // the window that will deal with it is any window as yet
	}
	may := func(act string) bool {
		_, err := s.Registry.Matrix.May(d.Actor, act, s.Registry.Today(), home)
		return err == nil
	}
	in.MayView, in.MayAccept, in.MayPrint = may("household.view"), s.TakesOn(in, d) == nil, may("paper.print")
	if in.MayView {
		return in, nil
	}
	act, err := s.Registry.May(ctx, d, taking)
	if err != nil {
		return nil, err
	}
	took := slices.ContainsFunc(d.Actor.Posts, func(p access.Post) bool {
		return p.Office.ID == in.Taken && p.From <= s.Registry.Today() && s.Registry.Today() <= p.To
	})
	if took && (in.Open() || in.Handed != 0 && in.Handed.Date() == s.Registry.Today()) {
		return in, nil
	}
	if err := s.Store.Record(ctx, d.Office.ID, act.Stopped(audit.Refused, "refused")); err != nil {
		return nil, err
	}
	return nil, fault.New(fault.Refused, "这份申请不是在您的窗口接收的，或者已经受理；请由受理的机构接着办")
}

// intake reads an application and its cases.
func (s *Service) intake(ctx context.Context, d registry.Desk, id int64) (*Intake, error) {
	in := &Intake{}
	err := s.Store.Read(ctx, func(v View) (err error) {
		if in.Application, err = v.Application(d.Office.ID, id); err != nil {
			return err
		}
		if in.Members, err = applicants(v, d.Office.ID, in.Household, s.Registry.Today()); err != nil {
			return err
		}
		in.Papers, err = v.PapersOf(d.Office.ID, in.Household)
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, file := range in.Cases {
		c, err := s.look(ctx, d, file)
		if err != nil {
			return nil, err
		}
		in.Sights = append(in.Sights, c)
	}
	offers, err := s.Offers(ctx, d.Office.ID, s.Registry.Today())
	in.More = slices.DeleteFunc(offers, func(o Offer) bool {
		return slices.ContainsFunc(in.Sights, func(c *Sight) bool { return c.Programme == o.Aid.ID })
	})
	return in, err
}

// applicants are the members of a day, the applicant first.
func applicants(v View, office, household int64, on civil.Date) (list []Applicant, err error) {
	members, err := v.MembersOf(office, household, registry.Now)
	if err != nil {
		return nil, err
	}
	for _, m := range registry.MembersOn(members, on) {
		p, err := v.Person(office, m.Person, registry.Now)
		if err != nil {
			return nil, err
		}
		list = append(list, Applicant{m.Person, p.Name, m.Relation, p.Birth})
	}
	return list, nil
}

// filling lets somebody go on with an application, and gives the act to be
// recorded.
func (s *Service) filling(ctx context.Context, d registry.Desk, id int64) (*Intake, audit.Act, error) {
	in, err := s.Application(ctx, d, id)
	if err != nil {
		return nil, audit.Act{}, err
	}
	act, err := s.Registry.May(ctx, d, taking)
	if err == nil && !in.Open() {
		err = fault.New(fault.Refused, "这份申请已经受理或者撤回，不能再改；情况有变化的，请在家庭的“情况登记”里登记")
	}
	return in, act, err
}

// mostDrafts is how many a window is shown.
const mostDrafts = 50

// Begun is an application that was not handed in yet, with who asks.
type Begun struct {
	Application
	Applicant string
}

// Drafts are the applications that an office has taken in and not handed in yet,
// wherever the households belong. Whoever sits elsewhere is shown none: they name
// families.
func (s *Service) Drafts(ctx context.Context, d registry.Desk) (list []Begun, err error) {
	if _, err = s.Registry.May(ctx, d, taking); err != nil {
		return nil, err
	}
	if _, err := s.Registry.Matrix.May(d.Actor, "household.view", s.Registry.Today(), d.Office); err != nil {
		return nil, nil
	}
	err = s.Store.Read(ctx, func(v View) error {
		all, err := v.ApplicationsUnderWay(d.Office.ID, mostDrafts)
		for _, a := range all {
			if err != nil {
				break
			}
			one := Begun{Application: a}
			one.Applicant, err = applicant(v, File{Ref: registry.Ref{Office: a.Office}, Household: a.Household}, s.Registry.Today())
			list = append(list, one)
		}
		return err
	})
	return list, err
}

// number reads the proxy's number.
func (p Proxy) number() (gb.Number, error) { return gb.ParseNumber(p.Number) }
