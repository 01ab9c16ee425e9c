package registry

import (
	"context"
	"fmt"
	"slices"

	"doudi/access"
	"doudi/civil"
	"doudi/fault"
)

// proper is a place as it is kept: an address that is one, and a village of the
// household's own office.
func (p Place) proper(v View, office int64) (Place, error) {
	address, err := properAddress(p.Address)
	if err != nil || p.Village == 0 {
		return Place{address, 0}, err
	}
	list, err := villages(v, office)
	for _, o := range list {
		if o.Number == p.Village {
			return Place{address, p.Village}, err
		}
	}
	if err == nil {
		err = fault.New(fault.BadInput, "村（社区）：不是家庭所在的乡镇（街道）下面的；请从列表里选").At(0, "village")
	}
	return p, err
}

// villages are those that are open below an office.
func villages(v View, office int64) ([]access.Site, error) {
	sites, err := v.Offices()
	return slices.DeleteFunc(slices.Clone(sites), func(o access.Site) bool {
		return o.Level != access.Village || o.Above != office || o.Closed != 0
	}), err
}

// hamlet is what a village below an office is called; "" for none.
func hamlet(v View, office, village int64) (string, error) {
	list, err := villages(v, office)
	for _, o := range list {
		if o.Number == village {
			return o.Name, err
		}
	}
	return "", err
}

// common is the village that works for all of some households; 0 if there is no
// such one. What comes out of them goes on with it.
func common(v View, office int64, households []int64) (village int64, err error) {
	for i, id := range households {
		h, err := v.Household(office, id, Now)
		if err != nil {
			return 0, err
		}
		if i > 0 && h.Village != village {
			return 0, nil
		}
		village = h.Village
	}
	return village, nil
}

// VillageOf is the village that works for a household, or for the one in which
// somebody lives today; 0 if none does or there is nobody of that number, so that
// who asks learns nothing. It says whose hands reach it: see access.Served.
func (r *Registry) VillageOf(ctx context.Context, s Subject) (village int64, err error) {
	err = r.Store.Read(ctx, func(v View) error {
		home := s.ID
		if s.Of == OfMember {
			list, err := v.MembershipsOf(s.Office, s.ID, Now)
			if err != nil {
				return err
			}
			home = homeOn(list, r.Today())
		}
		h, err := v.Household(s.Office, home, Now)
		village = h.Village
		return err
	})
	if fault.Kind(err) == fault.NotFound {
		err = nil
	}
	return village, err
}

// served gives the office at which somebody sees what the village of a desk works
// for in the office above it; false at desks of other levels.
func (d Desk) served() (above int64, ok bool) {
	if d.Office.Level != access.Village || len(d.Office.Above) == 0 {
		return 0, false
	}
	return d.Office.Above[0], true
}

// mostServed is how many households of a village are listed: no village has more.
const mostServed = 5000

// Serves lists the households of the office above that the village of the desk
// works for; none at desks of other levels.
func (r *Registry) Serves(ctx context.Context, d Desk) (list []House, err error) {
	if _, err := r.may(ctx, d, "household.view"); err != nil {
		return nil, err
	}
	above, ok := d.served()
	if !ok {
		return nil, nil
	}
	err = r.Store.Read(ctx, func(v View) error {
		ids, err := v.ServedBy(above, d.office(), 0, mostServed)
		for _, id := range ids {
			if err != nil {
				return err
			}
			var h House
			h, err = house(v, Ref{above, id}, r.Today())
			list = append(list, h)
		}
		return err
	})
	return list, err
}

// folk are the households of the office above that a village works for, and
// the people who live in them on a day: all that a search at the village finds
// there.
func folk(v View, above, village int64, day civil.Date) (houses, people map[int64]bool, err error) {
	houses, people = map[int64]bool{}, map[int64]bool{}
	ids, err := v.ServedBy(above, village, 0, mostServed)
	for _, id := range ids {
		if err != nil {
			return nil, nil, err
		}
		houses[id] = true
		var members []Member
		members, err = v.MembersOf(above, id, Now)
		for _, m := range MembersOn(members, day) {
			people[m.Person] = people[m.Person] || m.Relation != apart
		}
	}
	return houses, people, err
}

// Serve says which village works for a household that none works for yet; one that
// another works for keeps it. It is asked wherever an application of a registered
// household begins, so that its coordinator can do his part.
func (r *Registry) Serve(ctx context.Context, d Desk, household, village int64) error {
	return r.change(ctx, d, "household.change", func(tx Tx) error {
		h, err := tx.Household(d.office(), household, Now)
		if err != nil || h.Village != 0 {
			return err
		}
		if h.Place, err = (Place{h.Address, village}).proper(tx, d.office()); err != nil {
			return err
		}
		tx.Witness("household", household, fmt.Sprint("address ", h.Place))
		return tx.SaveHousehold(h)
	})
}
