package casework

import (
	"context"
	"fmt"
	"slices"

	"doudi/access"
	"doudi/fault"
	"doudi/registry"
)

// Claim is the act of saying for whom a draft asks.
const Claim Act = "claim"

// Personal tells whether a case is still to say for whom it asks: its programme is
// one person's, who need not be the applicant (孤儿、残疾人, 民法典第二十三条).
func (c *Sight) Personal() bool { return c.Person != 0 && c.State == Draft }

// For says for whom a draft of an application asks.
func (s *Service) For(ctx context.Context, d registry.Desk, id, file, person int64) error {
	in, act, err := s.filling(ctx, d, id)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(in.Sights, func(c *Sight) bool { return c.ID == file && c.Personal() })
	if i < 0 {
		return fault.New(fault.BadInput, "替谁申请：这个项目不按人申请，或者已经递交；请刷新后再看").At(0, "person")
	}
	f := in.Sights[i].File
	if f.Person == person {
		return nil
	}
	return s.Store.Do(ctx, d.Office.ID, act, func(tx Tx) error {
		own := f // the change may be tried again
		own.Person = person
		if err := own.asks(tx, in.Sights[i].Aid, access.DayOf(tx.Now())); err != nil {
			return err
		}
		if err := free(tx, own); err != nil {
			return err
		}
		own.Turn++
		tx.Witness("case", own.ID, fmt.Sprint(own))
		if err := tx.SaveCase(own); err != nil {
			return err
		}
		return tx.AddTurn(own.ID, Turn{Number: own.Turn, At: tx.Now(), Staff: act.Actor, Act: Claim, Right: act.Name, Became: Draft})
	})
}
