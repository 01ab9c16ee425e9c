package registry

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"doudi/civil"
	"doudi/fact"
	"doudi/fault"
	"doudi/gb"
	"doudi/pack"
)

// Question is what a snapshot is wanted for.
type Question struct {
	Law       *pack.Resolved
	Household int64
	On        civil.Date // valid on this day
	Known     int64      // as known by this number of the office's chain; Now for all
	Region    string     // division code of the place that handles it
	AppliedOn civil.Date
	DecidedOn civil.Date
	AsOf      civil.Date
	Month     civil.Month
	Claims    []string          // programmes; nil asks about all
	Chosen    map[string]string // choice → option
	masked    bool              // what is sealed stays unknown
	Right     string            // by which it is asked; "" is that of seeing households
}

// Standing is a household as it was on a day and as it was known then, ready
// for the engine. Persons are the members' numbers, in the order of the rows.
type Standing struct {
	*fact.Snapshot
	Household Ref
	Persons   []int64
	Numbers   []gb.Number // for files that need them
}

// Snapshot gives a household as it was valid on a day and known by a number.
func (r *Registry) Snapshot(ctx context.Context, d Desk, q Question) (s *Standing, err error) {
	if _, err = r.may(ctx, d, cmp.Or(q.Right, "household.view")); err != nil {
		return nil, err
	}
	err = r.Store.Read(ctx, func(v View) error {
		s, err = Stand(v, d.office(), q)
		return err
	})
	return s, err
}

// Glance is what a household is read from for a snapshot.
type Glance interface {
	Household(office, id, at int64) (Household, error)
	MembersOf(office, household, at int64) ([]Member, error)
	Person(office, id, at int64) (Person, error)
	Facts(s Subject, at int64) ([]Fact, error)
	Granted(office, person, at int64) ([]Grant, error)
}

// Stand reads a household from a glance. It asks nobody's right: that is for
// whoever shows what is in it.
func Stand(v Glance, office int64, q Question) (*Standing, error) {
	h, err := v.Household(office, q.Household, q.Known)
	if err != nil {
		return nil, err
	}
	s := &Standing{Household: h.Ref, Snapshot: &fact.Snapshot{Schema: q.Law.Schema, Name: fmt.Sprintf("household:%d", h.ID),
		Region: q.Region, AppliedOn: q.AppliedOn, DecidedOn: q.DecidedOn, AsOf: q.AsOf, Month: q.Month,
		Claims: q.Claims, ClaimsGiven: q.Claims != nil, Chosen: q.Chosen}}
	b := builder{v: v, schema: q.Law.Schema, on: q.On, at: q.Known, masked: q.masked, month: q.Month}
	if s.Snapshot.Household, err = b.row(Subject{office, OfHousehold, h.ID}, fact.HouseholdEntity); err != nil {
		return nil, err
	}
	handled(s.Snapshot)
	members, err := v.MembersOf(office, h.ID, q.Known)
	if err != nil {
		return nil, err
	}
	b.dead = deaths(members, q.On, q.DecidedOn)
	return s, b.people(s, office, b.outlived(MembersOn(members, q.On), MembersOn(members, q.DecidedOn)))
}

// deaths are those between the day that a household is looked at and the day on
// which it is decided about. Whatever else is asked as it was when the family
// applied, nobody is given anything for the dead: the packs count them to the
// month of their death (57号第三十条).
func deaths(members []Member, on, decided civil.Date) map[int64]civil.Date {
	dead := map[int64]civil.Date{}
	for _, m := range members {
		if m.Because == Died && on <= m.To && m.To < decided {
			dead[m.Person] = m.To
		}
	}
	return dead
}

// outlived gives the members of a day the roles that they have behind a death: the
// dead stand apart, and where the applicant died another is it.
func (b *builder) outlived(then, now []Member) []Member {
	headDied := slices.ContainsFunc(then, func(m Member) bool { return m.Relation == head && b.dead[m.Person] != 0 })
	for i := range then {
		m := &then[i]
		at := slices.IndexFunc(now, func(o Member) bool { return o.Person == m.Person })
		if _, died := b.dead[m.Person]; at >= 0 && (died || headDied && now[at].Relation != apart) {
			m.Relation = now[at].Relation
		}
	}
	slices.SortFunc(then, headFirst)
	return then
}

// buried answers what the packs ask of who has died since the day that is looked
// at, as the register does when the death is entered (see died).
func (b *builder) buried(row *fact.Row, person int64) {
	day, dead := b.dead[person]
	if !dead {
		return
	}
	b.set(row, "apart_reason", "dead")
	for _, key := range []string{"apart_since", "died_on"} {
		if slot, ok := b.schema.Entities[fact.MemberEntity].Slot(key); ok {
			row.Values[slot] = fact.Of(int64(day))
		}
	}
}

// handled answers the fact that is not asked: where the family is handled.
func handled(s *fact.Snapshot) {
	slot, ok := s.Schema.Entities[fact.HouseholdEntity].Slot("handling_place")
	if !ok || s.Household.Values[slot].State != fact.Unknown {
		return
	}
	if code, ok := gb.PlaceCode(s.Region); ok {
		s.Household.Values[slot] = fact.Of(code)
	}
}

// builder turns stored facts into rows of a schema.
type builder struct {
	v      Glance
	schema *fact.Schema
	on     civil.Date
	at     int64
	masked bool
	month  civil.Month
	dead   map[int64]civil.Date // person → day, behind the day that is looked at
}

// people adds the members of the day. Who they are is known, so the table is
// complete.
func (b *builder) people(s *Standing, office int64, members []Member) error {
	table := slices.Index(b.schema.Entities[fact.HouseholdEntity].Tables, fact.MemberEntity)
	people := &s.Snapshot.Household.Tables[table]
	people.State = fact.Complete
	for _, m := range members {
		p, err := b.v.Person(office, m.Person, b.at)
		if err != nil {
			return err
		}
		row, err := b.row(Subject{office, OfMember, m.Person}, fact.MemberEntity)
		if err != nil {
			return err
		}
		row.Name = p.Name
		b.set(&row, "relation", m.Relation)
		b.set(&row, "sex", p.Sex)
		if slot, ok := b.schema.Entities[fact.MemberEntity].Slot("birth_date"); ok {
			row.Values[slot] = fact.Of(int64(p.Birth))
		}
		b.buried(&row, m.Person)
		if err := b.grants(&row, office, m.Person); err != nil {
			return err
		}
		people.Rows = append(people.Rows, row)
		s.Persons = append(s.Persons, m.Person)
		s.Numbers = append(s.Numbers, p.Number)
	}
	return nil
}

// set answers an enum fact of the member by a word.
func (b *builder) set(row *fact.Row, key, word string) {
	slot, ok := b.schema.Entities[fact.MemberEntity].Slot(key)
	if n, known := b.schema.Symbol(word); ok && known {
		row.Values[slot] = fact.Of(n)
	}
}

// row reads a subject with its tables. Facts that this law does not know stay
// where they are: another law may ask for them.
func (b *builder) row(s Subject, id fact.EntityID) (fact.Row, error) {
	list, err := b.v.Facts(s, b.at)
	if err != nil {
		return fact.Row{}, err
	}
	list = sorted(slices.DeleteFunc(list, func(f Fact) bool { return b.on < f.From || f.To < b.on || b.masked && f.Secret }))
	row := b.blank(id)
	if err := b.fill(&row, id, list, 0); err != nil {
		return row, err
	}
	for i, table := range b.schema.Entities[id].Tables {
		if table != fact.MemberEntity {
			if row.Tables[i], err = b.table(table, list); err != nil {
				return row, err
			}
		}
	}
	return row, nil
}

// blank is a row of which nothing is known.
func (b *builder) blank(id fact.EntityID) fact.Row {
	e := &b.schema.Entities[id]
	return fact.Row{Values: make([]fact.Value, len(e.Facts)), Tables: make([]fact.Table, len(e.Tables))}
}

// fill sets the values of one row.
func (b *builder) fill(row *fact.Row, id fact.EntityID, list []Fact, line int64) error {
	e := &b.schema.Entities[id]
	for _, f := range list {
		key, ok := strings.CutPrefix(f.Key, e.Name+".")
		if !ok || f.Line != line {
			continue
		}
		slot, ok := e.Slot(key)
		if !ok || f.Value == "unknown" {
			continue
		}
		v, err := fact.ParseLiteral(e.Facts[slot].Type, f.Value, b.schema.Symbol)
		if err != nil {
			return fault.Wrap(err, fault.BadInput, e.Facts[slot].Label+"：登记的内容和这份规定的写法不合；请按现在的选项重新登记")
		}
		row.Values[slot] = v
	}
	return nil
}

// table reads one child table. Rows without a word on how many there are leave
// it open whether there are more; a table without either was not asked, or
// asked in vain, which is the same to the engine.
func (b *builder) table(id fact.EntityID, list []Fact) (t fact.Table, err error) {
	name := b.schema.Entities[id].Name
	for _, f := range list {
		switch {
		case f.Key != name:
		case f.Line == 0:
			t.State = map[string]fact.Completeness{"complete": fact.Complete, "partial": fact.Partial}[f.Value]
		default:
			row := b.blank(id)
			row.Name = strings.TrimPrefix(strings.TrimPrefix(f.Value, "row"), " ")
			if err := b.fill(&row, id, list, f.Line); err != nil {
				return t, err
			}
			t.Rows = append(t.Rows, row)
		}
	}
	if t.State == fact.NotAsked && len(t.Rows) > 0 {
		t.State = fact.Partial
	}
	return t, nil
}
