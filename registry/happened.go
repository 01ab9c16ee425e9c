package registry

import (
	"context"
	"slices"
	"time"
)

// Happening is what one act of the office changed about a household and who
// belongs to it.
type Happening struct {
	Known   int64
	At      time.Time
	State   State       // "" where address and state stayed
	Address string      // with State
	Fresh   []Belonging // memberships as they were entered
	Gone    []Belonging // memberships that were taken back and not entered anew
}

// Happened is what was registered of a household and its people, act by act.
func (r *Registry) Happened(ctx context.Context, d Desk, household int64) (acts []Happening, err error) {
	if _, err = r.may(ctx, d, "household.view"); err != nil {
		return nil, err
	}
	err = r.Store.Read(ctx, func(v View) (err error) {
		acts, err = happened(v, d.office(), household)
		return err
	})
	return acts, err
}

// happened sorts what was registered into its acts.
func happened(v View, office, household int64) ([]Happening, error) {
	versions, err := v.HouseholdHistory(office, household)
	if err != nil {
		return nil, err
	}
	members, err := v.MemberHistory(office, household)
	if err != nil {
		return nil, err
	}
	acts := map[int64]*Happening{}
	act := func(known int64) *Happening {
		if acts[known] == nil {
			acts[known] = &Happening{Known: known}
		}
		return acts[known]
	}
	for _, h := range versions {
		act(h.Known).State, act(h.Known).Address = h.State, h.Address
	}
	for _, m := range members {
		one := Belonging{Member: m}
		act(m.Known).Fresh = append(act(m.Known).Fresh, one)
		if m.Superseded != 0 {
			act(m.Superseded).Gone = append(act(m.Superseded).Gone, one)
		}
	}
	return inOrder(v, office, acts)
}

// inOrder names the people of the acts, tells when the acts were, and sorts
// them.
func inOrder(v View, office int64, acts map[int64]*Happening) (list []Happening, err error) {
	for _, a := range acts {
		a.Gone = slices.DeleteFunc(a.Gone, func(m Belonging) bool {
			return slices.ContainsFunc(a.Fresh, func(o Belonging) bool { return o.Person == m.Person })
		})
		if a.At, err = v.At(office, a.Known); err != nil {
			return nil, err
		}
		for _, people := range [][]Belonging{a.Fresh, a.Gone} {
			for i, m := range people {
				p, err := v.Person(office, m.Person, Now)
				if err != nil {
					return nil, err
				}
				people[i].Card = masked(p)
			}
		}
		list = append(list, *a)
	}
	slices.SortFunc(list, func(a, b Happening) int { return int(a.Known - b.Known) })
	return list, nil
}
