package registry

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"doudi/civil"
	"doudi/fault"
)

// History is everything that was ever known about a subject, by key, line and
// when it became known: what stood, since when, and what took its place. A
// sealed value is empty unless it was unmasked for a purpose.
type History struct {
	Subject
	Facts  []Fact
	Closed bool                // nothing can be entered any more: the record goes on elsewhere
	At     map[int64]time.Time // when the acts were that made it known, or put something in its place
}

// Stood tells that a fact was known by an act and not yet superseded.
func (f *Fact) Stood(by int64) bool {
	return f.Known <= by && (f.Superseded == 0 || f.Superseded > by)
}

// Holds tells that a fact is about a day.
func (f *Fact) Holds(day civil.Date) bool { return f.From <= day && day <= f.To }

// Latest is the number of the last act that changed anything.
func (h *History) Latest() (last int64) {
	for act := range h.At {
		last = max(last, act)
	}
	return last
}

// Chronicle is what was ever known about a household and about its people.
type Chronicle struct {
	Household Household
	Home      History
	People    []Biography
	Near      []Relative // who of them stands in the register of near relatives now
}

// Biography is a person of a household with what is known about him.
type Biography struct {
	Member
	Card
	History
}

// Timeline is the history of one subject, sealed values masked.
func (r *Registry) Timeline(ctx context.Context, d Desk, s Subject) (h History, err error) {
	if _, err = r.may(ctx, d, "household.view"); err != nil {
		return h, err
	}
	if s.Office != d.office() {
		return h, fault.New(fault.Refused, "这是另一个机构的记录；请由那个机构查看")
	}
	err = r.Store.Read(ctx, func(v View) error {
		h, err = history(v, s, false)
		return err
	})
	return h, err
}

// UnmaskTimeline is the history of one subject in full, for a purpose.
func (r *Registry) UnmaskTimeline(ctx context.Context, d Desk, s Subject, why Purpose) (h History, err error) {
	if s.Office != d.office() {
		return h, fault.New(fault.Refused, "这是另一个机构的记录；请由那个机构查看")
	}
	var seen History
	err = r.viewed(ctx, d, unmaskFacts, object(s), why, func(v View, _ []field) (err error) {
		seen, err = history(v, s, true)
		return err
	})
	if err != nil {
		return h, err
	}
	return seen, nil
}

// object names a subject for the audit chain.
func object(s Subject) string {
	return map[string]string{OfMember: "person", OfHousehold: "household"}[s.Of] + fmt.Sprintf(":%d", s.ID)
}

// history reads a subject that is there.
func history(v View, s Subject, bare bool) (h History, err error) {
	h = History{Subject: s, At: map[int64]time.Time{}}
	if h.Closed, err = closed(v, s); err != nil {
		return h, err
	}
	if h.Facts, err = v.History(s); err != nil {
		return h, err
	}
	for i := range h.Facts {
		f := &h.Facts[i]
		if f.Secret && !bare {
			f.Value = ""
		}
		for _, act := range []int64{f.Known, f.Superseded} {
			if act == 0 || !h.At[act].IsZero() {
				continue
			}
			if h.At[act], err = v.At(s.Office, act); err != nil {
				return h, err
			}
		}
	}
	return h, nil
}

// closed tells of a subject that is there whether its record goes on elsewhere.
func closed(v View, s Subject) (bool, error) {
	if s.Of == OfHousehold {
		h, err := v.Household(s.Office, s.ID, Now)
		return h.State != Open, err
	}
	if _, err := v.Person(s.Office, s.ID, Now); err != nil {
		return false, err
	}
	_, gone, err := v.Alias(s.Office, s.ID)
	return gone, err
}

// Chronicle is a household with everybody who was ever entered as belonging to
// it, sealed values masked.
func (r *Registry) Chronicle(ctx context.Context, d Desk, household int64) (c Chronicle, err error) {
	return r.chronicle(ctx, d, household, Now, func(list []Member) []Member {
		slices.SortFunc(list, headFirst)
		return slices.CompactFunc(list, func(a, b Member) bool { return a.Person == b.Person })
	})
}

// ChronicleOn is a household with the people of a day, as they were known by an
// act; the histories are whole, sealed values masked.
func (r *Registry) ChronicleOn(ctx context.Context, d Desk, household int64, day civil.Date, by int64) (c Chronicle, err error) {
	return r.chronicle(ctx, d, household, by, func(list []Member) []Member { return MembersOn(list, day) })
}

// chronicle reads a household with some of those who belong to it.
func (r *Registry) chronicle(ctx context.Context, d Desk, household, by int64, choose func([]Member) []Member) (c Chronicle, err error) {
	if _, err = r.may(ctx, d, "household.view"); err != nil {
		return c, err
	}
	err = r.Store.Read(ctx, func(v View) error {
		c = Chronicle{}
		if _, err := v.At(d.office(), by); err != nil && by != Now {
			return cmp.Or(reached(by, err), err)
		}
		if c.Household, err = v.Household(d.office(), household, by); err != nil {
			return err
		}
		if c.Home, err = history(v, Subject{d.office(), OfHousehold, household}, false); err != nil {
			return err
		}
		members, err := v.MembersOf(d.office(), household, by)
		if err != nil {
			return err
		}
		for _, m := range choose(members) {
			if err := c.add(v, d.office(), m, by); err != nil {
				return err
			}
		}
		return nil
	})
	return c, err
}

// reached says that the office's chain has no such number yet.
func reached(by int64, err error) error {
	if fault.Kind(err) == fault.NotFound {
		return fault.Newf(fault.BadInput, "本机构还没有办到第 %d 号；请核对", by)
	}
	return nil
}

// add adds a person as he was known by an act.
func (c *Chronicle) add(v View, office int64, m Member, by int64) error {
	p, err := v.Person(office, m.Person, by)
	if err != nil {
		return err
	}
	near, err := nearStaff(v, p.Number)
	if err != nil {
		return err
	}
	h, err := history(v, Subject{office, OfMember, m.Person}, false)
	c.Near = append(c.Near, near...)
	c.People = append(c.People, Biography{m, masked(p), h})
	return err
}

// UnmaskSnapshot is a snapshot to determine by, for a purpose: what the law
// makes of a family tells of its illnesses.
func (r *Registry) UnmaskSnapshot(ctx context.Context, d Desk, q Question, why Purpose) (s *Standing, err error) {
	err = r.viewed(ctx, d, unmaskFacts, object(Subject{Of: OfHousehold, ID: q.Household}), why, func(v View, _ []field) error {
		s, err = Stand(v, d.office(), q)
		return err
	})
	if err != nil {
		return nil, err
	}
	return s, nil
}
