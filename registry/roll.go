package registry

import "context"

// Roll lists the open households of the desk's office by number, beginning above
// one and at most so many; more tells whether others follow.
func (r *Registry) Roll(ctx context.Context, d Desk, after int64, most int) (list []House, more bool, err error) {
	if _, err := r.may(ctx, d, "household.view"); err != nil {
		return nil, false, err
	}
	err = r.Store.Read(ctx, func(v View) error {
		ids, err := v.HouseholdsAfter(d.office(), after, most+1)
		if more = len(ids) > most; more {
			ids = ids[:most]
		}
		for _, id := range ids {
			if err != nil {
				return err
			}
			var h House
			h, err = house(v, Ref{Office: d.office(), ID: id}, r.Today())
			list = append(list, h)
		}
		return err
	})
	return list, more, err
}
