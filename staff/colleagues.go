package staff

import (
	"context"
	"slices"

	"doudi/access"
)

// Colleagues are those who work at an office or above it, with the posts that
// they hold there, of their own and for others: who else can do a piece of work.
func (s *Service) Colleagues(ctx context.Context, office int64) (list []access.Actor, err error) {
	err = s.Store.Read(ctx, func(v View) error {
		sites, err := v.Offices()
		if err != nil {
			return err
		}
		tree := Tree(sites)
		for _, at := range append([]int64{office}, tree[office].Above...) {
			some, err := staffOf(v, tree[at])
			if err != nil {
				return err
			}
			list = append(list, some...)
		}
		return nil
	})
	return list, err
}

// staffOf are the people of one office who may log in.
func staffOf(v View, office access.Office) (list []access.Actor, err error) {
	accounts, err := v.Accounts(office.ID)
	if err != nil {
		return nil, err
	}
	roles, err := v.RolesAt(office.ID)
	if err != nil {
		return nil, err
	}
	stands, err := v.StandIns(office.ID)
	for _, a := range accounts {
		if err != nil || a.Suspended {
			continue
		}
		actor := access.Actor{Staff: a.Staff}
		actor.Posts, err = postsOf(office, a.Staff, stands, func(staff int64) ([]string, error) { return roles[staff], nil })
		list = append(list, actor)
	}
	return list, err
}

// Scarce is a role of an office that another hand is needed for, and that at
// most one person holds.
type Scarce struct {
	Role   string
	Holder string // the name; "" if nobody holds it
}

// Scarce finds the roles at a level that review or decide what others entered
// and that fewer than two of the people hold.
func (s *Service) Scarce(level access.Level, people []Person) (list []Scarce) {
	for _, role := range s.Matrix.OtherHands(level) {
		var holders []string
		for _, p := range people {
			if !p.Suspended && slices.Contains(p.Roles, role) {
				holders = append(holders, p.Name)
			}
		}
		if len(holders) < 2 {
			list = append(list, Scarce{role, append(holders, "")[0]})
		}
	}
	return list
}
