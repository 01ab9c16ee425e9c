package casework

import "context"

// chunk is how many limits are counted again in one transaction.
const chunk = 200

// Recount counts the limits of an office's open cases again. It may be called
// again at any time: a limit is rule and start, so the same calendar gives the
// same day.
func (s *Service) Recount(ctx context.Context, office int64) error {
	cal, err := s.Calendar(ctx, office)
	if err != nil {
		return err
	}
	for last := (Deadline{}); ; {
		var list []Deadline
		err := s.Store.Change(ctx, office, func(tx Tx) (err error) {
			if list, err = tx.DeadlinesBehind(office, last.Case, last.Step, chunk); err != nil {
				return err
			}
			for _, d := range list {
				was := d.Deadline
				if d.Unit != "clock_hours" {
					d.Deadline = cal.Deadline(d.Start.Date(), d.N, d.Unit, d.Counting)
				}
				if d.Deadline == was {
					continue
				}
				if err := tx.Recount(d); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil || len(list) < chunk {
			return err
		}
		last = list[len(list)-1]
	}
}
