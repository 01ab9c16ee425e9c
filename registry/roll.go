package registry

import "context"

// Roll lists the open households of the desk's office by number, beginning above
// one and at most so many; more tells whether others follow.
func (r *Registry) Roll(ctx context.Context, d Desk, after int64, most int) (list []House, more bool, err error) {
	if _, err := r.may(ctx, d, "household.view"); err != nil {
		return nil, false, err
	}
	err = r.Store.Read(ctx, func(v View) error {
		list, err = v.Roll(d.office(), after, most+1, r.Today())
		return err
	})
	if more = len(list) > most; more {
		list = list[:most]
	}
	return list, more, err
}
