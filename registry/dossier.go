package registry

import (
	"context"
	"slices"
	"time"
)

// Dossier is the record of a person as his page shows it: everything masked,
// since when it is known, and where he belongs and belonged.
type Dossier struct {
	Card
	Since   time.Time // when what stands was entered
	Earlier []Version // what was registered before, the latest first
	Next    Ref       // under which the record goes on; nobody while this one stands
	Aliases []Ref     // records that go on under this one
	Homes   []Home    // the latest first
}

// Version is a person as he was registered for a time.
type Version struct {
	Card
	Since time.Time
}

// Home is a household that somebody belongs to for some days.
type Home struct {
	Member
	State   State
	Address string
}

// Dossier is everything about a person but the facts.
func (r *Registry) Dossier(ctx context.Context, d Desk, id int64) (all Dossier, err error) {
	if _, err = r.may(ctx, d, "household.view"); err != nil {
		return all, err
	}
	err = r.Store.Read(ctx, func(v View) (err error) {
		all, err = dossier(v, d.office(), id)
		return err
	})
	return all, err
}

// dossier reads a person from a view.
func dossier(v View, office, id int64) (all Dossier, err error) {
	p, err := v.Person(office, id, Now)
	if err != nil {
		return all, err
	}
	all.Card = masked(p)
	if all.Since, err = v.At(office, p.Known); err != nil {
		return all, err
	}
	if all.Earlier, err = earlier(v, p); err != nil {
		return all, err
	}
	if all.Next, _, err = v.Alias(office, id); err != nil {
		return all, err
	}
	if all.Aliases, err = v.AliasesOf(p.Ref); err != nil {
		return all, err
	}
	all.Homes, err = homes(v, office, id)
	return all, err
}

// earlier is what was registered of somebody before what stands.
func earlier(v View, p Person) (list []Version, err error) {
	history, err := v.PersonHistory(p.Office, p.ID)
	for _, old := range history {
		if err != nil || old.Known == p.Known {
			continue
		}
		one := Version{Card: masked(old)}
		one.Since, err = v.At(p.Office, old.Known)
		list = append(list, one)
	}
	return list, err
}

// homes are the households of a person, the latest first.
func homes(v View, office, id int64) (list []Home, err error) {
	members, err := v.MembershipsOf(office, id, Now)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(members, func(a, b Member) int { return int(b.From - a.From) })
	for _, m := range members {
		h, err := v.Household(office, m.Household, Now)
		if err != nil {
			return nil, err
		}
		list = append(list, Home{m, h.State, h.Address})
	}
	return list, nil
}

// Family is a household as its page shows it.
type Family struct {
	Household
	Since   time.Time // when what stands was entered
	Members []Belonging
	Past    []Belonging // who belonged to it, the latest first
	Heirs   []Ref       // what it became
	Origins []Ref       // what it came out of
	Units   []Unit      // frozen for applications
}

// Belonging is one person in a household for some days.
type Belonging struct {
	Member
	Card
	Since time.Time  // when this was entered
	Near  []Relative // whose near relative he is, of the staff
}

// Family is everything about a household but the facts. Who belongs to it on
// the day of the desk, or later, stands apart from who did.
func (r *Registry) Family(ctx context.Context, d Desk, id int64) (all Family, err error) {
	if _, err = r.may(ctx, d, "household.view"); err != nil {
		return all, err
	}
	err = r.Store.Read(ctx, func(v View) (err error) {
		all, err = r.family(v, d.office(), id)
		return err
	})
	return all, err
}

// family reads a household from a view.
func (r *Registry) family(v View, office, id int64) (all Family, err error) {
	if all.Household, err = v.Household(office, id, Now); err != nil {
		return all, err
	}
	if all.Since, err = v.At(office, all.Household.Known); err != nil {
		return all, err
	}
	if all.Heirs, err = v.Heirs(office, id); err != nil {
		return all, err
	}
	if all.Origins, err = v.Origins(all.Ref); err != nil {
		return all, err
	}
	members, err := v.MembersOf(office, id, Now)
	if err != nil {
		return all, err
	}
	if all.Units, err = units(v, all.Ref); err != nil {
		return all, err
	}
	slices.SortFunc(members, headFirst)
	for _, m := range members {
		one, err := related(v, office, m)
		if err != nil {
			return all, err
		}
		if m.To < r.Today() {
			all.Past = append(all.Past, one)
		} else {
			all.Members = append(all.Members, one)
		}
	}
	slices.SortStableFunc(all.Past, func(a, b Belonging) int { return int(b.To - a.To) })
	return all, nil
}

// units are those frozen of a household.
func units(v View, h Ref) (list []Unit, err error) {
	ids, err := v.UnitsOf(h)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		u, err := v.Unit(h.Office, id)
		if err != nil {
			return nil, err
		}
		list = append(list, u)
	}
	return list, nil
}

// related reads who a member is.
func related(v View, office int64, m Member) (one Belonging, err error) {
	p, err := v.Person(office, m.Person, Now)
	if err != nil {
		return one, err
	}
	near, err := nearStaff(v, p.Number)
	if err != nil {
		return one, err
	}
	since, err := v.At(office, m.Known)
	return Belonging{m, masked(p), since, near}, err
}
