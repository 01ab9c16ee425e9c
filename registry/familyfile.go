package registry

import (
	"context"
	"fmt"
	"slices"

	"doudi/audit"
	"doudi/casefile"
	"doudi/fact"
	"doudi/fault"
	"doudi/gb"
)

// exportingFamilies is the act of writing out what is registered of a family.
const exportingFamilies = "family.export"

// FamilyFile is a household as a family file holds it, as it was valid on a day
// and known by a number: what `doudi determine` and the import read again.
// Without a purpose numbers, contacts and what is sealed are left out, as if
// nobody had asked; for a purpose there is what the role may see for it, and the
// view is counted. Either is in the audit chain before anything is given.
func (r *Registry) FamilyFile(ctx context.Context, d Desk, q Question, why Purpose) (f *casefile.Family, err error) {
	about := object(Subject{Of: OfHousehold, ID: q.Household})
	if why != "" {
		err = r.viewed(ctx, d, exportingFamilies, about, why, func(v View, fields []field) (err error) {
			if _, may := r.postFor(d, unmaskFacts, why); !may {
				fields = slices.DeleteFunc(slices.Clone(fields), func(f field) bool { return f == sealedFacts })
			}
			f, err = familyOf(v, d.office(), q, fields)
			return err
		})
		return kept(f, err)
	}
	act, err := r.may(ctx, d, exportingFamilies)
	if err != nil {
		return nil, err
	}
	act.Object, act.Result = about, audit.Viewed
	err = r.Store.Do(ctx, d.office(), act, func(tx Tx) (err error) {
		f, err = familyOf(tx, d.office(), q, nil)
		return err
	})
	return kept(f, err)
}

// kept gives a family only where the look at it was recorded.
func kept(f *casefile.Family, err error) (*casefile.Family, error) {
	if err != nil {
		return nil, err
	}
	return f, nil
}

// familyOf reads a household with some of what is masked.
func familyOf(v View, office int64, q Question, shown []field) (*casefile.Family, error) {
	q.masked = !slices.Contains(shown, sealedFacts)
	s, err := Stand(v, office, q)
	if err != nil {
		return nil, err
	}
	if len(s.Persons) == 0 {
		return nil, fault.Newf(fault.BadInput, "家庭 %d：%s没有登记任何成员，没有可以导出的；请换一天，或先登记成员", q.Household, q.On.Chinese())
	}
	home, err := v.Household(office, q.Household, q.Known)
	if err != nil {
		return nil, err
	}
	f := &casefile.Family{Name: fmt.Sprintf("家庭%d", q.Household), Region: q.Region, Pack: q.Law, Snapshot: s.Snapshot, Address: home.Address}
	if f.Hamlet, err = hamlet(v, office, home.Village); err != nil {
		return nil, err
	}
	table := slices.Index(q.Law.Schema.Entities[fact.HouseholdEntity].Tables, fact.MemberEntity)
	distinct(s.Snapshot.Household.Tables[table].Rows)
	_, asked := q.Law.Schema.Entities[fact.MemberEntity].Slot("sex")
	for _, id := range s.Persons {
		p, err := v.Person(office, id, q.Known)
		if err != nil {
			return nil, err
		}
		f.Numbers = append(f.Numbers, shownOf(shown, number, p.Number, gb.Number{}))
		c := casefile.Contact{Phone: string(shownOf(shown, phoneField, p.Phone, "")), Account: string(shownOf(shown, accountField, p.Account, ""))}
		if !asked {
			c.Sex = p.Sex
		}
		f.Contacts = append(f.Contacts, c)
	}
	return f, nil
}

// shownOf is something that is masked where it is shown, and nothing where not.
func shownOf[T any](shown []field, one field, full, nothing T) T {
	if slices.Contains(shown, one) {
		return full
	}
	return nothing
}

// distinct tells people of one name apart by a number behind it, as files do.
func distinct(people []fact.Row) {
	met := map[string]int{}
	for i := range people {
		name := people[i].Name
		if met[name]++; met[name] > 1 {
			people[i].Name = fmt.Sprint(name, met[name])
		}
	}
}
