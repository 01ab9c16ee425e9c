package registry

import (
	"context"
	"fmt"
	"slices"

	"doudi/access"
	"doudi/civil"
	"doudi/fact"
	"doudi/fault"
)

// Part is one household that comes out of a change.
type Part struct {
	Address string
	Members []Member // Person and Relation; the days are those of the change
}

// Ending is how households end: on which day the new ones begin, and what was
// chosen for every live award.
type Ending struct {
	On      civil.Date
	Choices Choices
}

// Begun refuses a day that is to come: the old households end at once, and
// nobody can take the change back.
func (r *Registry) Begun(on civil.Date) error {
	if on > r.Today() {
		return fault.New(fault.BadInput, "从哪一天起：晚于今天；请核对，还没有到的到那天再办理")
	}
	return nil
}

// Split makes several households out of one. Everybody who belonged to it on
// the day must be in one of them; nothing that was known of the old household
// is taken for true of the new ones.
func (r *Registry) Split(ctx context.Context, d Desk, law *fact.Schema, household int64, parts []Part, how Ending) (heirs []Ref, err error) {
	if len(parts) < 2 {
		return nil, fault.New(fault.BadInput, "分户：至少要分成两户；只是有人离开，请在“家庭成员”里办理")
	}
	if err := r.Begun(how.On); err != nil {
		return nil, err
	}
	err = r.change(ctx, d, "household.change", func(tx Tx) error {
		heirs, err = rearrange(tx, d.office(), law, []int64{household}, parts, how, Split)
		return err
	})
	return heirs, err
}

// Merge makes one household out of several.
func (r *Registry) Merge(ctx context.Context, d Desk, law *fact.Schema, households []int64, whole Part, how Ending) (heir Ref, err error) {
	if len(slices.Compact(slices.Sorted(slices.Values(households)))) < 2 {
		return heir, fault.New(fault.BadInput, "并户：至少要有两个不同的家庭；请核对家庭编号")
	}
	if err := r.Begun(how.On); err != nil {
		return heir, err
	}
	err = r.change(ctx, d, "household.change", func(tx Tx) error {
		heirs, err := rearrange(tx, d.office(), law, households, []Part{whole}, how, Merged)
		if err == nil {
			heir = heirs[0]
		}
		return err
	})
	return heir, err
}

// rearrange ends households and founds new ones of the same people.
func rearrange(tx Tx, office int64, law *fact.Schema, old []int64, parts []Part, how Ending, state State) ([]Ref, error) {
	people, err := ending(tx, office, old, how.On)
	if err != nil {
		return nil, err
	}
	if err := everybody(people, parts); err != nil {
		return nil, err
	}
	village, err := common(tx, office, old)
	if err != nil {
		return nil, err
	}
	var heirs []Ref
	for _, p := range parts {
		address, err := properAddress(p.Address)
		if err != nil {
			return nil, err
		}
		id, err := found(tx, office, law, Place{address, village}, beginning(p.Members, how.On), old)
		if err != nil {
			return nil, err
		}
		heirs = append(heirs, Ref{office, id})
	}
	for _, id := range old {
		if err := end(tx, Ref{office, id}, how, state, heirs); err != nil {
			return nil, err
		}
	}
	tx.Witness("household", old[0], fmt.Sprint(state, old, parts, how))
	return heirs, nil
}

// ending gives who belonged to households on the day that they end.
func ending(v View, office int64, households []int64, day civil.Date) (people []Member, err error) {
	for _, id := range households {
		if err := there(v, Subject{office, OfHousehold, id}); err != nil {
			return nil, err
		}
		members, err := v.MembersOf(office, id, Now)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(members, func(m Member) bool { return m.From > day }) {
			return nil, fault.Newf(fault.BadInput, "家庭 %d：在%s以后还登记有成员变动；请先改正，或换一个日期", id, day.Chinese())
		}
		people = append(people, MembersOn(members, day)...)
	}
	if len(people) == 0 {
		return nil, fault.New(fault.BadInput, "家庭：这一天没有成员；请核对日期")
	}
	return people, nil
}

// everybody sees that each person has exactly one place in the new households.
// Who lives in one of the old and apart from another has one place, too.
func everybody(people []Member, parts []Part) error {
	places := map[int64]int{}
	for _, p := range parts {
		for _, m := range p.Members {
			if m.Relation != apart {
				places[m.Person]++
			} else if places[m.Person] == 0 {
				places[m.Person] = 0
			}
			if !slices.ContainsFunc(people, func(o Member) bool { return o.Person == m.Person }) {
				return fault.Newf(fault.BadInput, "家庭成员：人员 %d 不是原来家庭的成员；请先办完分户、并户，再加人", m.Person)
			}
		}
	}
	for _, m := range people {
		n, named := places[m.Person]
		if !named || n > 1 {
			return fault.Newf(fault.BadInput, "家庭成员：人员 %d 应当正好写进一个新家庭；请补上或删去多写的", m.Person)
		}
	}
	return nil
}

// beginning are the members of a new household from its first day.
func beginning(members []Member, day civil.Date) []Member {
	list := slices.Clone(members)
	for i := range list {
		list[i].From, list[i].To = day, civil.Open
	}
	return list
}

// end closes a household on the day before the new ones begin.
func end(tx Tx, h Ref, how Ending, state State, heirs []Ref) error {
	if n, err := tx.CasesUnderWay(h.Office, h.ID); err != nil {
		return err
	} else if n > 0 {
		return fault.Newf(fault.Refused, "家庭 %d 有 %d 件申请还没有办结；请先办结、撤回或转交，再办这一步", h.ID, n)
	}
	if err := settle(tx, change{household: h, heirs: heirs}, how.On, how.Choices); err != nil {
		return err
	}
	standing, err := tx.MembersOf(h.Office, h.ID, Now)
	if err != nil {
		return err
	}
	next := standing
	for _, m := range MembersOn(standing, how.On) {
		next = overlay(next, Member{Household: h.ID, Person: m.Person, From: how.On, To: civil.Open})
	}
	if err := tx.SaveMembers(gone(standing, next), unwritten(next)); err != nil {
		return err
	}
	old, err := tx.Household(h.Office, h.ID, Now)
	if err != nil {
		return err
	}
	old.State = state
	for _, heir := range heirs {
		if err := tx.AddHeir(h.ID, heir); err != nil {
			return err
		}
	}
	return tx.SaveHousehold(old)
}

// Leads tells whether an office keeps households: one that works, of a county,
// a township or a village. Nobody of the offices above may change any.
func Leads(o access.Office) bool {
	return !o.Closed && (o.Level == access.Village || o.Level == access.Township || o.Level == access.County)
}

// Move hands a household with its people to another office: new numbers there,
// with everything that stands now; the old records stay as they were and lead
// on. Both chains have an entry.
func (r *Registry) Move(ctx context.Context, d Desk, law *fact.Schema, household int64, to access.Office, address string, how Ending) (heir Ref, err error) {
	if to.ID == d.office() {
		return heir, fault.New(fault.BadInput, "迁移：迁入的就是本机构；只是换地址，请修改家庭")
	}
	if !Leads(to) {
		return heir, fault.New(fault.BadInput, "迁移：只能迁到还在办公的县、乡镇（街道）、村（社区）机构；请另选一个")
	}
	if err := r.Begun(how.On); err != nil {
		return heir, err
	}
	if address, err = properAddress(address); err != nil {
		return heir, err
	}
	err = r.change(ctx, d, "household.move", func(tx Tx) error {
		heir, _, err = Relocate(tx, Ref{d.office(), household}, law, to.ID, address, how)
		return err
	})
	return heir, err
}

// Relocate moves a household in a transaction of its office in which nobody else
// changes the register, and gives the new numbers of its people.
func Relocate(tx Tx, home Ref, law *fact.Schema, to int64, address string, how Ending) (heir Ref, numbers map[int64]int64, err error) {
	people, err := ending(tx, home.Office, []int64{home.ID}, how.On)
	if err != nil {
		return heir, nil, err
	}
	m := mover{from: tx, old: home.Office, law: law, people: people, address: address, day: how.On}
	if err := m.leave(home.ID); err != nil {
		return heir, nil, err
	}
	if err := tx.Elsewhere(to, func(other Tx) error { return m.arrive(other, to, home.ID) }); err != nil {
		return heir, nil, err
	}
	for old, id := range m.numbers {
		if err := tx.DropPerson(old, Ref{to, id}, "moved"); err != nil {
			return heir, nil, err
		}
	}
	tx.Witness("household", home.ID, fmt.Sprint("moved", m.heir, how))
	return m.heir, m.numbers, end(tx, home, how, Moved, []Ref{m.heir})
}

// mover carries a household from one office to another.
type mover struct {
	from    Tx
	old     int64
	law     *fact.Schema
	people  []Member
	address string
	day     civil.Date
	heir    Ref
	numbers map[int64]int64 // of persons: old → new
	persons []Person
}

// leave takes the people out of the old office's registers.
func (m *mover) leave(household int64) error {
	for _, one := range m.people {
		p, err := m.from.Person(m.old, one.Person, Now)
		if err != nil {
			return err
		}
		others, err := m.from.MembershipsOf(m.old, one.Person, Now)
		if err != nil {
			return err
		}
		for _, o := range others {
			if o.Household != household && o.To >= m.day {
				return staying(one, o)
			}
		}
		m.persons = append(m.persons, p)
	}
	return nil
}

// staying refuses to take somebody along who belongs to another household here
// as well, and says which of the two entries is to be corrected: a person has
// his records in one office, and lives with his own household.
func staying(here, other Member) error {
	wrong := other.Household
	if here.Relation == apart {
		wrong = here.Household
	}
	return fault.Newf(fault.BadInput, "迁移：人员 %d 也是家庭 %d 的成员，不能迁走一半；请先在家庭 %d 的页面上“更正”他的成员登记，从迁移那天起选“不是这个家庭的成员”，到哪一天止留空",
		here.Person, other.Household, wrong)
}

// arrive writes everything in the new office.
func (m *mover) arrive(tx Tx, office, household int64) (err error) {
	if err := tx.Alone(); err != nil {
		return err
	}
	m.numbers = map[int64]int64{}
	h := Household{Ref: Ref{Office: office}, State: Open, Place: Place{Address: m.address}}
	if h.ID, err = tx.Number("household"); err != nil {
		return err
	}
	m.heir = h.Ref
	var members []Member
	for i, p := range m.persons {
		old := p.ID
		if p.ID, err = tx.Number("person"); err != nil {
			return err
		}
		m.numbers[old] = p.ID
		if err := m.carry(tx, p, old); err != nil {
			return err
		}
		members = append(members, Member{Household: h.ID, Person: p.ID, Relation: m.people[i].Relation, From: m.day, To: civil.Open})
	}
	if err := oneHead(members); err != nil {
		return err
	}
	tx.Witness("household", h.ID, fmt.Sprint(h, members))
	if err := m.facts(tx, Subject{m.old, OfHousehold, household}, Subject{office, OfHousehold, h.ID}); err != nil {
		return err
	}
	if err := tx.SaveHousehold(h); err != nil {
		return err
	}
	return tx.SaveMembers(nil, members)
}

// carry writes one person with his facts under the new number.
func (m *mover) carry(tx Tx, p Person, old int64) error {
	p.Office = m.heir.Office
	if err := m.from.DropPerson(old, Ref{}, ""); err != nil { // his number is free for the new office
		return err
	}
	alone, err := tx.SavePerson(p)
	if err != nil {
		return err
	}
	if !alone {
		return fault.New(fault.Conflict, "公民身份号码：正有别人登记同一个人；请刷新后再试")
	}
	return m.facts(tx, Subject{m.old, OfMember, old}, Subject{p.Office, OfMember, p.ID})
}

// facts copies what stands about a subject. Papers stay with the old office, so
// the copies name none.
func (m *mover) facts(tx Tx, from, to Subject) error {
	list, err := m.from.Facts(from, Now)
	if err != nil {
		return err
	}
	for i := range list {
		list[i].Known, list[i].Evidence = 0, 0
	}
	return tx.SaveFacts(to, nil, list)
}
