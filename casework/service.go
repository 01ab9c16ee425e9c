package casework

import (
	"context"
	"fmt"
	"slices"
	"sync"
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
	// Law gives the law of a place by its division code and by what is known of
	// the household (fact → value), nil for everybody who comes.
	Law func(code string, scope map[string]string) (*pack.Resolved, error)
	// Calendar is that of an office, with what was loaded.
	Calendar func(ctx context.Context, office int64) (*civil.Calendar, error)
	Mute     bool // no messages go out here

	laws sync.Map // hash → *code, compiled once
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
		list = OffersOf(law, on)
		return nil
	})
	return list, err
}

// OffersOf are those of a place's law.
func OffersOf(law *pack.Resolved, on civil.Date) (list []Offer) {
	for _, p := range law.Programmes {
		if f := offered(law, p, on); f != nil {
			list = append(list, Offer{p, f})
		}
	}
	return list
}

// Open begins a draft for a household of the desk's office. Where the programme
// is a person's, its applicant asks for himself.
func (s *Service) Open(ctx context.Context, d registry.Desk, household int64, programme string) (id int64, err error) {
	return s.OpenFor(ctx, d, household, programme, 0)
}

// OpenFor begins a draft of a programme that one person of the household asks
// for; 0 is the applicant.
func (s *Service) OpenFor(ctx context.Context, d registry.Desk, household int64, programme string, person int64) (id int64, err error) {
	act, err := s.Registry.May(ctx, d, "case.submit")
	if err != nil {
		return 0, err
	}
	err = s.Store.Do(ctx, d.Office.ID, act, func(tx Tx) error {
		sites, err := tx.Offices()
		if err != nil {
			return err
		}
		id, err = s.open(tx, sites, d, act, File{Ref: registry.Ref{Office: d.Office.ID}, Household: household, Programme: programme, Person: person})
		return err
	})
	return id, err
}

// open begins a draft in a transaction.
func (s *Service) open(tx Tx, sites []access.Site, d registry.Desk, act audit.Act, f File) (id int64, err error) {
	today := access.DayOf(tx.Now())
	law, region, err := s.governing(tx, sites, f, today)
	if err != nil {
		return 0, err
	}
	offer, err := s.offer(law, f)
	if err != nil {
		return 0, err
	}
	if err := f.asks(tx, offer.Aid, today); err != nil {
		return 0, err
	}
	if f.ID, err = tx.Number("case"); err != nil { // whoever opens another case here waits until this one is there
		return 0, err
	}
	if err := free(tx, f); err != nil {
		return 0, err
	}
	if f.Window == f.Office || !offer.Flow.AtWindow(false) {
		f.Window = 0
	}
	return f.ID, begin(tx, d, act, f, region)
}

// asks sees that a programme of a person names one of the household, its
// applicant where nobody is named.
func (f *File) asks(v View, aid *pack.Programme, on civil.Date) error {
	if !personal(aid) {
		f.Person = 0
		return nil
	}
	members, err := v.MembersOf(f.Office, f.Household, registry.Now)
	if err != nil {
		return err
	}
	for _, m := range members {
		if m.From <= on && on <= m.To && (m.Person == f.Person || f.Person == 0 && m.Relation == registry.Head) {
			f.Person = m.Person
			return nil
		}
	}
	return fault.New(fault.BadInput, "申请人：不是这个家庭的成员；请从家庭成员里选一个").At(0, "person")
}

// free sees that the household is led here and has no open case of its kind.
func free(tx Tx, f File) error {
	h, err := tx.Household(f.Office, f.Household, registry.Now)
	if err != nil {
		return err
	}
	if h.State != registry.Open {
		return fault.New(fault.Refused, "这个家庭已经不在这里登记；请到它现在的家庭页申请")
	}
	dead, err := buried(tx, f, access.DayOf(tx.Now()))
	if err == nil && dead {
		err = fault.New(fault.Refused, "申请人已经登记去世，不能再以这个人的名义申请；家里还有人的，请先在家庭页换申请人")
	}
	if err != nil {
		return err
	}
	return alone(tx, f)
}

// buried tells whether whoever asks has died: the applicant of the household, or
// the one person that a programme is for.
func buried(v View, f File, on civil.Date) (bool, error) {
	who := f.Person
	if who == 0 {
		members, err := v.MembersOf(f.Office, f.Household, registry.Now)
		here := registry.MembersOn(members, on)
		if err != nil || len(here) == 0 {
			return false, err
		}
		who = here[0].Person
	}
	return died(v, registry.Ref{Office: f.Office, ID: who})
}

// alone sees that the household has no open case of its kind.
func alone(tx Tx, f File) error {
	cases, err := tx.CasesOf(f.Office, f.Household)
	for _, c := range cases {
		if c.Programme == f.Programme && c.Person == f.Person && !c.State.Closed() {
			return fault.New(fault.Refused, "这个家庭关于这个项目的办件 "+c.Number.String()+" 还没有办结；请接着办那一件")
		}
	}
	return err
}

// begin writes a new draft.
func begin(tx Tx, d registry.Desk, act audit.Act, f File, region string) error {
	year, _, _ := access.DayOf(tx.Now()).YMD()
	running, err := tx.Shared(fmt.Sprintf("case/%s/%d", region[:6], year))
	if err != nil {
		return err
	}
	f.Number = numberOf(region[:6], year, running)
	f.Turn, f.Entered = 1, onClock(tx.Now())
	if f.Ground == "" {
		f.State = Draft
	}
	tx.Witness("case", f.ID, fmt.Sprint(f))
	if err := tx.AddCase(f); err != nil {
		return err
	}
	return tx.AddTurn(f.ID, Turn{Number: 1, At: tx.Now(), Staff: d.Actor.Staff, Act: Begin, Right: act.Name, Became: f.State})
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

// near are the entries of the register of near relatives of staff and committee
// about members of the household of a case, that stand or stood at some time since
// (57号第十一条).
func near(v View, f File, on civil.Date, since time.Time) (list []registry.Relative, err error) {
	members, err := v.MembersOf(f.Office, f.Household, registry.Now)
	if err != nil {
		return nil, err
	}
	for _, m := range registry.MembersOn(members, on) {
		p, err := v.Person(f.Office, m.Person, registry.Now)
		if err != nil {
			return nil, err
		}
		if !p.HasNumber() {
			continue
		}
		some, err := v.RelativesSince(p.Number, since)
		if err != nil {
			return nil, err
		}
		list = append(list, some...)
	}
	return list, nil
}

// marked tells whether a case carries a mark, or an aside was done.
func marked(turns []Turn, act Act, step string) bool {
	return slices.ContainsFunc(turns, func(t Turn) bool { return t.Act == act && t.Step == step })
}
