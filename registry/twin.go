package registry

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"doudi/audit"
	"doudi/fault"
)

// Alike is somebody who may be the same person, and why.
type Alike struct {
	Ref
	Because string // number, name_and_birth, sound_and_birth
}

// Alikes finds who may be the same person as the one to be entered, before he
// is entered twice: the same number under any key in the whole instance, the
// same name and birth date in the whole instance, and in the desk's office a
// name that sounds the same with the same birth date. It tells where, not who:
// what the searcher did not know stays unsaid.
func (r *Registry) Alikes(ctx context.Context, d Desk, i Identity) (list []Alike, err error) {
	p, err := i.person()
	if err != nil {
		return nil, err
	}
	act, err := r.may(ctx, d, "person.find")
	if err != nil {
		return nil, err
	}
	act.Result, act.Purpose = audit.Viewed, "duplicate"
	if err := r.Store.Record(ctx, d.office(), act); err != nil {
		return nil, err
	}
	err = r.Store.Read(ctx, func(v View) error {
		list, err = alikes(v, d.office(), p)
		return err
	})
	return list, err
}

// AlikesOf finds who may be the same person as somebody registered, in the
// desk's office: two records of one office can be made one.
func (r *Registry) AlikesOf(ctx context.Context, d Desk, id int64) (list []Card, err error) {
	if _, err = r.may(ctx, d, "person.merge"); err != nil {
		return nil, err
	}
	err = r.Store.Read(ctx, func(v View) error {
		p, err := v.Person(d.office(), id, Now)
		if err != nil {
			return err
		}
		all, err := namesakes(v, d.office(), p)
		for _, a := range all {
			if a.Office == d.office() && err == nil {
				var other Person
				other, err = v.Person(a.Office, a.ID, Now)
				list = append(list, masked(other))
			}
		}
		return err
	})
	return list, err
}

// alikes looks in all three ways; somebody is on the list once, for the
// strongest reason. Two people with different numbers are two people.
func alikes(v View, office int64, p Person) (list []Alike, err error) {
	if p.HasNumber() {
		if at, found, err := v.ByNumber(p.Number); err != nil || found {
			return []Alike{{at, "number"}}, err
		}
	}
	return namesakes(v, office, p)
}

// namesakes finds those of one name, or one sound in the office, and one birth
// date.
func namesakes(v View, office int64, p Person) (list []Alike, err error) {
	twins, err := v.Twins(p.Name, p.Birth)
	if err != nil {
		return nil, err
	}
	sounds, err := soundsLike(v, office, p)
	if err != nil {
		return nil, err
	}
	for k, at := range slices.Concat(twins, sounds) {
		because := "name_and_birth"
		if k >= len(twins) {
			because = "sound_and_birth"
		}
		one, err := v.Person(at.Office, at.ID, Now)
		if err != nil {
			return nil, err
		}
		_, moved, err := v.Alias(at.Office, at.ID)
		if err != nil {
			return nil, err
		}
		different := p.HasNumber() && one.HasNumber()
		if !different && !moved && at != p.Ref && !slices.ContainsFunc(list, func(a Alike) bool { return a.Ref == at }) {
			list = append(list, Alike{at, because})
		}
	}
	return list, nil
}

// soundsLike finds people of the office born on the same day whose name has a
// reading in common.
func soundsLike(v View, office int64, p Person) (list []Ref, err error) {
	for _, way := range ways([]rune(folded(p.Name))) {
		ids, err := v.ByName(office, strings.Join(way, ""), 1000)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			other, err := v.Person(office, id, Now)
			if err != nil {
				return nil, err
			}
			if other.Birth == p.Birth && soundsSame(other.Name, way) {
				list = append(list, Ref{office, id})
			}
		}
	}
	return list, nil
}

// soundsSame tells that a name can be read that way.
func soundsSame(name string, way []string) bool {
	return slices.ContainsFunc(ways([]rune(folded(name))), func(other []string) bool { return slices.Equal(other, way) })
}

// MergePersons makes one of two records of one person. What stands about the
// one that stays goes on; what only the other had is added; the other becomes
// an alias. Two different numbers are two people.
func (r *Registry) MergePersons(ctx context.Context, d Desk, stays, goes int64) error {
	if stays == goes {
		return fault.New(fault.BadInput, "合并：选的是同一条记录；请选两条")
	}
	return r.change(ctx, d, "person.merge", func(tx Tx) error {
		keep, drop, err := pair(tx, d.office(), stays, goes)
		if err != nil {
			return err
		}
		if err := tx.DropPerson(goes, keep.Ref, "duplicate"); err != nil {
			return err
		}
		keep = completed(keep, drop)
		if alone, err := tx.SavePerson(keep); err != nil || !alone {
			return cmpErr(err, fault.New(fault.Conflict, "公民身份号码：正有别人登记同一个人；请刷新后再试"))
		}
		if err := inherit(tx, Subject{d.office(), OfMember, goes}, Subject{d.office(), OfMember, stays}); err != nil {
			return err
		}
		tx.Witness("person", stays, fmt.Sprint("merge", stays, goes))
		return succeed(tx, d.office(), stays, goes)
	})
}

// cmpErr is the first error that is there.
func cmpErr(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// pair reads the two records and refuses what cannot be one person.
func pair(tx Tx, office, stays, goes int64) (keep, drop Person, err error) {
	for id, into := range map[int64]*Person{stays: &keep, goes: &drop} {
		if err := there(tx, Subject{office, OfMember, id}); err != nil {
			return keep, drop, err
		}
		if *into, err = tx.Person(office, id, Now); err != nil {
			return keep, drop, err
		}
	}
	if keep.HasNumber() && drop.HasNumber() {
		return keep, drop, fault.New(fault.Refused, "合并：两条记录各有不同的公民身份号码，是两个人；号码录错的请先改正")
	}
	return keep, drop, nil
}

// completed is the record that stays, with what only the other had. Birth date
// and sex follow the number.
func completed(keep, drop Person) Person {
	if !keep.HasNumber() && drop.HasNumber() {
		keep.Number, keep.Birth, keep.Sex, keep.Name = drop.Number, drop.Birth, drop.Sex, drop.Name
	}
	if keep.Phone == "" {
		keep.Phone = drop.Phone
	}
	if keep.Account == "" {
		keep.Account = drop.Account
	}
	return keep
}

// inherit adds facts and tables of which the record that stays has nothing.
func inherit(tx Tx, from, to Subject) error {
	theirs, err := tx.Facts(from, Now)
	if err != nil {
		return err
	}
	own, err := tx.Facts(to, Now)
	if err != nil {
		return err
	}
	var fresh []Fact
	for _, f := range theirs {
		if !slices.ContainsFunc(own, func(o Fact) bool { return topic(o) == topic(f) }) {
			f.Known = 0
			fresh = append(fresh, f)
		}
	}
	return tx.SaveFacts(to, nil, fresh)
}

// topic is a fact's key, or its table as a whole: half of one list and half of
// another are no list.
func topic(f Fact) string {
	table, _, _ := strings.Cut(f.Key, ".")
	if table == OfMember || table == OfHousehold {
		return f.Key
	}
	return table
}

// succeed puts the record that stays into the households of the other. Where
// both stood in one household the person stands there once, as applicant if
// either record was.
func succeed(tx Tx, office, stays, goes int64) error {
	theirs, err := tx.MembershipsOf(office, goes, Now)
	if err != nil {
		return err
	}
	own, err := tx.MembershipsOf(office, stays, Now)
	if err != nil {
		return err
	}
	next := map[int64][]Member{}
	for _, o := range own {
		next[o.Household] = append(next[o.Household], o)
	}
	for _, m := range theirs {
		if err := livesOnce(own, m); err != nil {
			return err
		}
		m.Person, m.Known = stays, 0
		next[m.Household] = withDays(next[m.Household], m)
	}
	var all []Member
	for _, list := range next {
		all = append(all, list...)
	}
	return tx.SaveMembers(append(theirs, gone(own, all)...), unwritten(all))
}

// livesOnce refuses a membership while somebody lives in another household: the
// machine cannot know which of the two entries is wrong.
func livesOnce(own []Member, m Member) error {
	for _, o := range own {
		if o.Household != m.Household && o.From <= m.To && m.From <= o.To && o.Relation != apart && m.Relation != apart {
			return fault.Newf(fault.BadInput, "合并：两条记录在同一时间是两个家庭（%d 和 %d）的成员；请核对他实际在哪一户，在另一户的页面上“更正”这条成员登记，把重叠的日子改为“不是这个家庭的成员”（他在那里是申请人的，先从那一天起换申请人），再来合并", o.Household, m.Household)
		}
	}
	return nil
}

// withDays adds a membership on the days on which there is none yet; the
// applicant's takes the place of any other.
func withDays(list []Member, m Member) []Member {
	if m.Relation == head {
		return overlay(list, m)
	}
	rest := []Member{m}
	for _, o := range list {
		gap := o
		gap.Relation = ""
		rest = overlay(rest, gap)
	}
	return append(list, rest...)
}
