package casework

import (
	"context"

	"doudi/access"
	"doudi/fault"
	"doudi/registry"
)

// VillageOf is the village that works for the household of a case, or of an
// application; 0 if none does or there is no such thing: see registry.VillageOf.
func (s *Service) VillageOf(ctx context.Context, at registry.Ref, application bool) (village int64, err error) {
	var home int64
	err = s.Store.Read(ctx, func(v View) error {
		if application {
			a, err := v.Application(at.Office, at.ID)
			home = a.Household
			return err
		}
		f, err := v.Case(at.Office, at.ID)
		home = f.Household
		return err
	})
	if fault.Kind(err) == fault.NotFound {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return s.Registry.VillageOf(ctx, registry.Subject{Office: at.Office, Of: registry.OfHousehold, ID: home})
}

// servedAbove is the office above a village whose families the village works for
// in part; 0 at offices of other levels, and for whoever sees all that is above.
func (s *Service) servedAbove(a access.Actor, offices []access.Office, o access.Office) int64 {
	if o.Level != access.Village || len(o.Above) == 0 {
		return 0
	}
	for _, above := range offices {
		if _, err := s.Registry.Matrix.May(a, "household.view", s.Registry.Today(), above); err == nil && above.ID == o.Above[0] {
			return 0
		}
	}
	return o.Above[0]
}
