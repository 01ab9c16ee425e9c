package casework

import (
	"context"
	"fmt"
	"slices"
	"time"

	"doudi/access"
	"doudi/audit"
	"doudi/civil"
	"doudi/fault"
	"doudi/pack"
	"doudi/registry"
)

// Service carries cases from the draft to their end.
type Service struct {
	Store    Store
	Registry *registry.Registry // asks the access matrix, and keeps refusals
	// Law gives the law of a place by its division code.
	Law func(code string) (*pack.Resolved, error)
	// Calendar is that of an office, with what was loaded.
	Calendar func(ctx context.Context, office int64) (*civil.Calendar, error)
}

// onClock is a moment as the offices' clocks show it.
func onClock(at time.Time) civil.Moment {
	at = at.In(access.China)
	m, _ := civil.MakeMoment(access.DayOf(at), at.Hour(), at.Minute())
	return m
}

// Offer is a programme that a household can apply for, with the way of its case.
type Offer struct {
	Aid  *pack.Programme
	Flow *Flow
}

// Offers are the programmes of an office on a day that are applied for and that
// somebody decides.
func (s *Service) Offers(ctx context.Context, office int64, on civil.Date) (list []Offer, err error) {
	err = s.Store.Read(ctx, func(v View) error {
		sites, err := v.Offices()
		if err != nil {
			return err
		}
		law, _, err := s.law(sites, office, on)
		if err != nil {
			return err
		}
		for _, p := range law.Programmes {
			if f := offered(law, p, on); f != nil {
				list = append(list, Offer{p, f})
			}
		}
		return nil
	})
	return list, err
}

// offered is the way of a programme that is applied for on a day and that
// somebody decides; nil if it is none.
func offered(law *pack.Resolved, p *pack.Programme, on civil.Date) *Flow {
	if !p.Span.Contains(on) || p.Claim != "with_application" || p.Referral != "" {
		return nil
	}
	return flowOn(law, p.Procedure, on)
}

// flowOn is the table of a procedure as it is law on a day; nil if nothing is
// decided by it.
func flowOn(law *pack.Resolved, id string, on civil.Date) *Flow {
	for _, p := range law.Procedures {
		if p.ID == id && p.Span.Contains(on) {
			f, err := NewFlow(p)
			if err != nil {
				return nil
			}
			return f
		}
	}
	return nil
}

// law is the law of an office's place on a day, and the code of the place.
func (s *Service) law(sites []access.Site, office int64, on civil.Date) (*pack.Resolved, string, error) {
	code := access.DivisionOf(sites, office, on)
	if len(code) < 6 {
		return nil, "", fault.New(fault.BadInput, "本机构和上级机构没有县级以下的区划代码，不知道按哪里的规定办；请系统管理员登记区划")
	}
	law, err := s.Law(code)
	return law, code, err
}

// offer finds the programme of a case as the law was on the day that fixes its
// procedure: that of handing in, today for a draft.
func (s *Service) offer(sites []access.Site, office int64, programme string, on civil.Date) (Offer, string, error) {
	law, code, err := s.law(sites, office, on)
	if err != nil {
		return Offer{}, code, err
	}
	for _, p := range law.Programmes {
		if p.ID != programme {
			continue
		}
		if f := offered(law, p, on); f != nil {
			return Offer{p, f}, code, nil
		}
	}
	return Offer{}, code, fault.New(fault.BadInput, "这一天不能在这里申请这个项目；请从列表里选一个").At(0, "programme")
}

// Open begins a draft for a household of the desk's office.
func (s *Service) Open(ctx context.Context, d registry.Desk, household int64, programme string) (id int64, err error) {
	act, err := s.Registry.May(ctx, d, "case.submit")
	if err != nil {
		return 0, err
	}
	err = s.Store.Do(ctx, d.Office.ID, act, func(tx Tx) error {
		sites, err := tx.Offices()
		if err != nil {
			return err
		}
		id, err = s.open(tx, sites, d, act, household, programme)
		return err
	})
	return id, err
}

// free sees that the household is led here and has no open case of its kind.
func free(tx Tx, d registry.Desk, household int64, programme string) error {
	h, err := tx.Household(d.Office.ID, household, registry.Now)
	if err != nil {
		return err
	}
	if h.State != registry.Open {
		return fault.New(fault.Refused, "这个家庭已经不在这里登记；请到它现在的家庭页申请")
	}
	cases, err := tx.CasesOf(d.Office.ID, household)
	for _, c := range cases {
		if c.Programme == programme && !c.State.Closed() {
			return fault.New(fault.Refused, "这个家庭申请这个项目的办件 "+c.Number.String()+" 还没有办结；请接着办那一件")
		}
	}
	return err
}

// begin writes a new draft.
func begin(tx Tx, d registry.Desk, act audit.Act, f File, code string) error {
	year, _, _ := access.DayOf(tx.Now()).YMD()
	running, err := tx.Shared(fmt.Sprintf("case/%s/%d", code[:6], year))
	if err != nil {
		return err
	}
	f.Number = numberOf(code[:6], year, running)
	f.State, f.Turn, f.Entered = Draft, 1, onClock(tx.Now())
	tx.Witness("case", f.ID, fmt.Sprint(f))
	if err := tx.AddCase(f); err != nil {
		return err
	}
	return tx.AddTurn(f.ID, Turn{Number: 1, At: tx.Now(), Staff: d.Actor.Staff, Act: Begin, Right: act.Name, Became: Draft})
}

// Find gives the case of a number, wherever it is; who may see it is asked when
// it is opened. Like every search it is recorded.
func (s *Service) Find(ctx context.Context, d registry.Desk, n Number) (at registry.Ref, found bool, err error) {
	act, err := s.Registry.May(ctx, d, "person.find")
	if err != nil {
		return at, false, err
	}
	act.Result = audit.Done
	if err := s.Store.Record(ctx, d.Office.ID, act); err != nil {
		return at, false, err
	}
	err = s.Store.Read(ctx, func(v View) error { at, found, err = v.CaseByNumber(n); return err })
	return at, found, err
}

// near tells whether a member of a household is a near relative of staff or of
// the committee (57号第十一条).
func near(v View, office, household int64, on civil.Date) (bool, error) {
	members, err := v.MembersOf(office, household, registry.Now)
	for _, m := range members {
		if m.From > on || on > m.To {
			continue
		}
		p, err := v.Person(office, m.Person, registry.Now)
		if err != nil {
			return false, err
		}
		if !p.HasNumber() {
			continue
		}
		list, err := v.RelativesBy(p.Number)
		if err != nil || len(list) > 0 {
			return len(list) > 0, err
		}
	}
	return false, err
}

// marked tells whether a case carries a mark, or an aside was done.
func marked(turns []Turn, act Act, step string) bool {
	return slices.ContainsFunc(turns, func(t Turn) bool { return t.Act == act && t.Step == step })
}
