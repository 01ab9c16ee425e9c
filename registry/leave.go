package registry

import (
	"context"
	"fmt"
	"slices"

	"doudi/civil"
	"doudi/fact"
	"doudi/fault"
)

// Departure is that somebody belongs to a household no more.
type Departure struct {
	Person  int64
	Last    civil.Date // the last day on which he belongs to it; of death, if he died
	Why     Leaving
	Choices Choices // for every award that he stands for
}

// leavings are the reasons, in the order in which they are offered.
var leavings = []Leaving{Died, Married, MovedOut, Independent, OtherReason}

// Leavings are the reasons for which somebody leaves a household.
func Leavings() []Leaving { return slices.Clone(leavings) }

// Leave ends somebody's membership. Who has died stays on the list, apart from
// the others and with the day of his death: until the end of its month he still
// counts (57号第三十条). A household in which nobody lives any more stays as it is,
// with its papers and cases, until its awards are ended.
func (r *Registry) Leave(ctx context.Context, d Desk, law *fact.Schema, household int64, one Departure) error {
	if !slices.Contains(leavings, one.Why) {
		return fault.New(fault.BadInput, "原因：没有选；请从列表里选")
	}
	if one.Last > r.Today() {
		return fault.New(fault.BadInput, "最后一天：晚于今天；请核对，还没有到的到那天再办理")
	}
	return r.change(ctx, d, "household.change", func(tx Tx) error {
		standing, err := tx.MembersOf(d.office(), household, Now)
		if err != nil {
			return err
		}
		next, err := departed(standing, household, one)
		if err != nil {
			return err
		}
		if err := replace(tx, d.office(), law, household, standing, next, unwritten(next)); err != nil {
			return err
		}
		home := Ref{d.office(), household}
		tx.Witness("household", household, fmt.Sprint(unwritten(next), one.Choices))
		if err := settle(tx, change{home, []Ref{home}, one.Person, one.Why == Died}, one.Last, one.Choices); err != nil || one.Why != Died {
			return err
		}
		return died(tx, law, Subject{d.office(), OfMember, one.Person}, one.Last)
	})
}

// departed is who belongs to a household when somebody has left it. The days on
// which he came back later stay as they are.
func departed(standing []Member, household int64, gone Departure) ([]Member, error) {
	here := slices.IndexFunc(standing, func(m Member) bool {
		return m.Person == gone.Person && m.Relation != apart && m.From <= gone.Last && gone.Last <= m.To
	})
	if here < 0 {
		return nil, fault.New(fault.BadInput, "最后一天：这个人那一天不在这个家庭里；请核对日期")
	}
	if slices.ContainsFunc(standing, func(m Member) bool { return m.Person == gone.Person && m.Because == Died && m.To < gone.Last }) {
		return nil, fault.New(fault.BadInput, "最后一天：这个人在这以前已经登记去世；请核对日期")
	}
	add := Member{Household: household, Person: gone.Person, From: gone.Last + 1, To: stay(standing, gone.Person, gone.Last)}
	if gone.Why == Died {
		if slices.ContainsFunc(standing, func(m Member) bool { return m.Person == gone.Person && m.From > add.To }) {
			return nil, fault.New(fault.BadInput, "最后一天：这个人后来又登记为这个家庭的成员；请核对去世的日期，或先更正他后来的成员登记")
		}
		add.Relation, add.To = apart, civil.Open
		if standing[here].Relation == head && lastOne(standing, gone) {
			add.Relation = head
		}
	}
	next := standing
	if add.From <= add.To {
		next = overlay(standing, add)
	}
	next = slices.Clone(next)
	for i := range next {
		if m := &next[i]; m.Person == gone.Person && m.To == gone.Last {
			m.Because, m.Known = gone.Why, 0
		}
	}
	return next, nil
}

// lastOne tells whether nobody else lives in a household on the day after somebody
// left it. Who lived alone stays its applicant when he dies, as the packs want it
// (died_on of the head): there is nobody else to be one.
func lastOne(standing []Member, gone Departure) bool {
	return !slices.ContainsFunc(MembersOn(standing, gone.Last+1), func(m Member) bool { return m.Person != gone.Person && m.Relation != apart })
}

// stay is the last of the days, without a gap from one of them on, on which
// somebody belongs to a household in whatever role.
func stay(standing []Member, person int64, day civil.Date) civil.Date {
	for {
		at := slices.IndexFunc(standing, func(m Member) bool { return m.Person == person && m.To > day && m.From <= day+1 })
		if at < 0 {
			return day
		}
		day = standing[at].To
	}
}

// died answers what the packs ask about who has died, where they ask it.
func died(tx Tx, law *fact.Schema, s Subject, day civil.Date) error {
	var fresh []Fact
	for _, a := range []Answer{
		{Key: "member.apart_reason", Value: "dead", From: day + 1},
		{Key: "member.apart_since", Value: day.String(), From: day + 1},
		{Key: "member.died_on", Value: day.String(), From: day},
	} {
		if _, asked := law.Entities[fact.MemberEntity].Slot(a.Key[len("member."):]); !asked {
			continue
		}
		a.To, a.Source = civil.Open, Declared
		f, err := a.fact(law, OfMember)
		if err != nil {
			return err
		}
		fresh = append(fresh, f)
	}
	standing, err := tx.Facts(s, Now)
	if err != nil {
		return err
	}
	return put(tx, s, standing, fresh)
}

// replace writes who belongs to a household in the place of what stood; changes
// are what has to fit.
func replace(tx Tx, office int64, law *fact.Schema, household int64, standing, next, changes []Member) error {
	if err := there(tx, Subject{office, OfHousehold, household}); err != nil {
		return err
	}
	if err := fits(tx, office, law, next, changes, nil); err != nil {
		return err
	}
	tx.Witness("household", household, fmt.Sprint(unwritten(next)))
	return tx.SaveMembers(gone(standing, next), unwritten(next))
}

// ChangePlace corrects where a household lives, and which village works for it.
func (r *Registry) ChangePlace(ctx context.Context, d Desk, household int64, home Place) (err error) {
	return r.change(ctx, d, "household.change", func(tx Tx) error {
		if home, err = home.proper(tx, d.office()); err != nil {
			return err
		}
		if err := there(tx, Subject{d.office(), OfHousehold, household}); err != nil {
			return err
		}
		h, err := tx.Household(d.office(), household, Now)
		if err != nil {
			return err
		}
		h.Place = home
		tx.Witness("household", household, fmt.Sprint("address ", home))
		return tx.SaveHousehold(h)
	})
}
