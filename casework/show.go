package casework

import (
	"context"
	"fmt"

	"doudi/engine"
	"doudi/fact"
	"doudi/pack"
	"doudi/registry"
)

// Explanation is a determination as it was issued, with the household as it stood.
type Explanation struct {
	*engine.Result
	Snapshot *fact.Snapshot
	Persons  []int64 // who the members are, in the order of the rows
	Law      *pack.Resolved
	Told     string
}

// Explain opens the newest determination of a case for a purpose: its reasons
// tell of illness and the like, so every look is in the audit chain. Nil where
// there is none.
func (s *Service) Explain(ctx context.Context, d registry.Desk, c *Sight, why registry.Purpose) (x *Explanation, err error) {
	if c.Judged == nil {
		return nil, nil
	}
	act, err := s.Registry.MayFor(ctx, d, "fact.unmask", why, fmt.Sprintf("case:%d", c.ID))
	if err != nil {
		return nil, err
	}
	if err := s.Store.Record(ctx, d.Office.ID, act); err != nil {
		return nil, err
	}
	err = s.Store.Read(ctx, func(v View) error {
		x, err = s.explain(v, c.Ref, &c.Judged.Determination)
		return err
	})
	return x, err
}

// explain reads all of a determination.
func (s *Service) explain(v View, at registry.Ref, d *Determination) (*Explanation, error) {
	k, law, r, err := s.answer(v, at, d)
	if err != nil {
		return nil, err
	}
	snapshot, persons, err := readSnapshot(k.Snapshot, law.Schema)
	return &Explanation{r, snapshot, persons, law.Resolved, k.Told}, err
}

// Counting is who is counted in a case: as it was frozen, or before it is handed
// in as it would be today.
func (s *Service) Counting(ctx context.Context, d registry.Desk, c *Sight) (u registry.Unit, err error) {
	if _, err = s.Registry.May(ctx, d, "household.view"); err != nil {
		return u, err
	}
	err = s.Store.Read(ctx, func(v View) error {
		if c.Unit != 0 {
			u, err = v.Unit(c.Office, c.Unit)
			return err
		}
		f := c.File
		f.Applied = c.Today
		sites, err := v.Offices()
		if err != nil {
			return err
		}
		law, region, err := s.governing(v, sites, f, c.Today)
		if err != nil {
			return err
		}
		q, err := question(v, f, c.Aid, law, region, c.Today)
		if err != nil {
			return err
		}
		st, err := registry.Stand(v, c.Office, q)
		if err == nil {
			u, err = registry.UnitOf(law.engine, law.program, st, f.Programme, f.Person)
		}
		return err
	})
	return u, err
}
