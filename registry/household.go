package registry

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"unicode/utf8"

	"doudi/civil"
	"doudi/fact"
	"doudi/fault"
)

// State is what became of a household.
type State string

// The states. Only an open household is worked on; the others have heirs.
const (
	Open   State = "open"
	Split  State = "split"
	Merged State = "merged"
	Moved  State = "moved"
)

// Household has a number of its own: people come and go, the head changes, it
// stays the same until it is split, merged or moves.
type Household struct {
	Ref
	State State
	Place
	Known int64
}

// Place is where a household lives. Village is the office below its own that
// works for it (村级协理员, TJ-37, TJ-44); 0 if none does, or nobody said.
type Place struct {
	Address string
	Village int64
}

// Member is that somebody belongs to a household for a span of days. Relation
// is the packs' relation to the applicant; the applicant has the role head, and
// family that lives elsewhere (57号第七条) the role apart.
type Member struct {
	Household, Person int64
	Relation          string
	From, To          civil.Date
	Because           Leaving // why it ends, where somebody left
	Known             int64   // 0: not written yet
	Superseded        int64   // 0: it stands
}

// Leaving is why somebody belongs to a household no more.
type Leaving string

// The reasons.
const (
	Died        Leaving = "died"
	Married     Leaving = "married"
	MovedOut    Leaving = "moved"
	Independent Leaving = "independent"
	OtherReason Leaving = "other"
)

// The roles that the registry itself knows.
const (
	head  = "head"
	apart = "apart"
)

// Head is the role of the applicant.
const Head = head

// OpenHousehold founds a household of registered people.
func (r *Registry) OpenHousehold(ctx context.Context, d Desk, law *fact.Schema, home Place, members []Member) (id int64, err error) {
	err = r.change(ctx, d, "household.change", func(tx Tx) error {
		if home, err = home.proper(tx, d.office()); err != nil {
			return err
		}
		id, err = found(tx, d.office(), law, home, members, nil)
		return err
	})
	return id, err
}

// properAddress refuses what is no address.
func properAddress(s string) (string, error) {
	s = dotted(s)
	if !utf8.ValidString(s) || utf8.RuneCountInString(s) > 200 {
		return "", fault.New(fault.BadInput, "地址：超过200个字；请只写到门牌")
	}
	if len(onlyDigits(s)) >= 15 {
		return "", fault.New(fault.BadInput, "地址：里面有长串数字，像证件号码；请只写地址")
	}
	return s, nil
}

// found writes a new household with its people, who may come out of households
// that end.
func found(tx Tx, office int64, law *fact.Schema, home Place, members []Member, ended []int64) (int64, error) {
	id, err := tx.Number("household")
	if err != nil {
		return 0, err
	}
	members = slices.Clone(members)
	for i := range members {
		members[i].Household, members[i].Known = id, 0
	}
	if len(members) == 0 {
		return 0, fault.New(fault.BadInput, "家庭成员：一个人也没有；请至少写上申请人")
	}
	if err := fits(tx, office, law, members, members, ended); err != nil {
		return 0, err
	}
	tx.Witness("household", id, fmt.Sprint(home, members))
	if err := tx.SaveHousehold(Household{Ref: Ref{office, id}, State: Open, Place: home}); err != nil {
		return 0, err
	}
	return id, tx.SaveMembers(nil, members)
}

// ChangeMember enters that somebody belongs to a household in a role for a span
// of days; an empty Relation ends it for those days.
func (r *Registry) ChangeMember(ctx context.Context, d Desk, law *fact.Schema, m Member) error {
	return r.ChangeMembers(ctx, d, law, m.Household, []Member{m})
}

// ChangeMembers enters several changes of one household at once: a new head and
// the old one's new role are one act.
func (r *Registry) ChangeMembers(ctx context.Context, d Desk, law *fact.Schema, household int64, changes []Member) error {
	return r.change(ctx, d, "household.change", func(tx Tx) error {
		standing, err := tx.MembersOf(d.office(), household, Now)
		if err != nil {
			return err
		}
		next, own := slices.Clone(standing), slices.Clone(changes)
		for i := range own {
			own[i].Household, own[i].Known = household, 0
			next = overlay(next, own[i])
		}
		return replace(tx, d.office(), law, household, standing, next, own)
	})
}

// fits refuses changes after which a household would have no or two applicants
// on a day, or somebody would live in two households.
func fits(v View, office int64, law *fact.Schema, next, changes []Member, ended []int64) error {
	for _, m := range changes {
		if m.From > m.To {
			return fault.New(fault.BadInput, "家庭成员：起日晚于止日；请对调")
		}
		if m.Relation != "" && !known(law, m.Relation) {
			return fault.New(fault.BadInput, "与申请人关系：没有这个选项；请从列表里选")
		}
		if err := there(v, Subject{office, OfMember, m.Person}); err != nil {
			return err
		}
		if err := elsewhere(v, office, m, ended); err != nil {
			return err
		}
	}
	if err := once(next); err != nil {
		return err
	}
	return oneHead(next)
}

// once refuses somebody who is named twice for one day.
func once(members []Member) error {
	for i, m := range members {
		for _, o := range members[:i] {
			if o.Person == m.Person && o.From <= m.To && m.From <= o.To {
				return fault.Newf(fault.BadInput, "家庭成员：人员 %d 写了两次；每人只写一次，请删去多写的", m.Person)
			}
		}
	}
	return nil
}

// known tells that the packs know a relation.
func known(law *fact.Schema, relation string) bool {
	slot, ok := law.Entities[fact.MemberEntity].Slot("relation")
	n, symbol := law.Symbol(relation)
	return ok && symbol && slices.Contains(law.Entities[fact.MemberEntity].Facts[slot].Values, n)
}

// elsewhere refuses somebody who lives in another household on one of the days.
// Family that lives apart may have a household of its own.
func elsewhere(v View, office int64, m Member, ended []int64) error {
	if m.Relation == apart || m.Relation == "" {
		return nil
	}
	others, err := v.MembershipsOf(office, m.Person, Now)
	if err != nil {
		return err
	}
	for _, o := range others {
		if o.Household != m.Household && !slices.Contains(ended, o.Household) && o.Relation != apart && o.From <= m.To && m.From <= o.To {
			return fault.Newf(fault.BadInput, "家庭成员：这个人在同一时间已是家庭 %d 的成员；请先在那里办理离开，或办理分户、并户", o.Household)
		}
	}
	return nil
}

// oneHead sees that there is exactly one head on every day on which anybody
// lives in the household. Roles change only on the days where a span begins.
func oneHead(members []Member) error {
	for _, m := range members {
		heads, people := 0, 0
		for _, o := range members {
			if o.From <= m.From && m.From <= o.To {
				people++
				if o.Relation == head {
					heads++
				}
			}
		}
		if people > 0 && heads != 1 {
			return fault.Newf(fault.BadInput, "家庭成员：%s这一天有%d个申请人；每一天都应当正好有一个，请把申请人和他的起止日期改对", m.From.Chinese(), heads)
		}
	}
	return headless(members)
}

// headless finds people who stay when the head's days end.
func headless(members []Member) error {
	for _, m := range members {
		if m.Relation != head || m.To == civil.Open {
			continue
		}
		day, heads, people := m.To+1, 0, 0
		for _, o := range members {
			if o.From <= day && day <= o.To {
				people++
				if o.Relation == head {
					heads++
				}
			}
		}
		if people > 0 && heads != 1 {
			return fault.Newf(fault.BadInput, "家庭成员：从%s起没有申请人了；请同时写明谁接着作申请人", day.Chinese())
		}
	}
	return nil
}

// MembersOn keeps the memberships of a day, the head first, then by the person's
// number.
func MembersOn(members []Member, day civil.Date) (list []Member) {
	for _, m := range members {
		if m.From <= day && day <= m.To {
			list = append(list, m)
		}
	}
	slices.SortFunc(list, headFirst)
	return list
}

// headFirst orders members: the head, then the others by number.
func headFirst(a, b Member) int {
	switch {
	case a.Relation == head && b.Relation != head:
		return -1
	case a.Relation != head && b.Relation == head:
		return 1
	}
	return cmp.Compare(a.Person, b.Person)
}
