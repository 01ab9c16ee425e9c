package casework

import (
	"fmt"

	"doudi/access"
	"doudi/registry"
)

// refer keeps up with what is done to a case of an application. As soon as it is
// taken on, all that the family named and others see to is to be handed on, once;
// when the family withdraws or leaves, what was not handed on ends. A body that
// was asked still answers.
func (c *Sight) refer(tx Tx, t Turn) error {
	taken := t.Act == Accept || c.Urgent() && (t.Act == Submit || t.Act == Reopen)
	if c.Application == 0 || !taken && t.Act != Withdraw && t.Act != Transfer {
		return nil
	}
	a, err := tx.Application(c.Office, c.Application)
	if err != nil {
		return err
	}
	if taken {
		return a.name(tx, func(list []Referral) []string { return unlisted(a.Needs, list) })
	}
	if gone, err := a.gone(tx); err != nil || !gone {
		return err
	}
	list, err := tx.ReferralsOf(a.Office, a.ID)
	for i := range list {
		if r := &list[i]; err == nil && r.State == ToHandOn {
			err = r.end(tx, map[bool]Outcome{true: TakenBack, false: MovedOn}[t.Act == Withdraw], "")
		}
	}
	return err
}

// name adds what is to be handed on. Whoever adds to the same application at the
// same time waits for the number, and then sees what is there.
func (a *Application) name(tx Tx, areas func(there []Referral) []string) error {
	list, err := tx.ReferralsOf(a.Office, a.ID)
	if err != nil || len(areas(list)) == 0 {
		return err
	}
	id, err := tx.Number("referral")
	if err == nil {
		list, err = tx.ReferralsOf(a.Office, a.ID)
	}
	if err != nil {
		return err
	}
	for i, area := range areas(list) {
		if i > 0 {
			if id, err = tx.Number("referral"); err != nil {
				return err
			}
		}
		r := Referral{Ref: registry.Ref{Office: a.Office, ID: id}, Application: a.ID, Area: area, State: ToHandOn, Turn: 1, Named: access.DayOf(tx.Now())}
		tx.Witness("referral", r.ID, fmt.Sprint(r))
		if err := tx.AddReferral(r); err != nil {
			return err
		}
	}
	return nil
}

// gone tells whether all cases of an application were withdrawn, or went to where
// this instance does not reach. What is offered to another office may come back.
func (a *Application) gone(v View) (bool, error) {
	for _, id := range a.Cases {
		f, err := v.Case(a.Office, id)
		if err != nil {
			return false, err
		}
		if f.State == Withdrawn {
			continue
		}
		h, err := v.HandedOver(f.Ref)
		if err != nil || f.State != Transferred || h != nil && h.State == Offered {
			return false, err
		}
	}
	return true, nil
}

// referrals brings along what others see to for a family that goes on in another
// office, and what came of it: that office hands on what is left and hears the
// answers. Here it ends.
func (m *movingIn) referrals(side Tx, from registry.Ref, application int64) error {
	list, err := m.tx.ReferralsOf(from.Office, from.ID)
	if err != nil {
		return err
	}
	for _, r := range list {
		if r.Outcome == TakenBack || r.Outcome == MovedOn {
			continue
		}
		own := r
		own.Office, own.Application, own.Sheet, own.Turn = m.to.Office.ID, application, 0, 1
		if own.ID, err = side.Number("referral"); err != nil {
			return err
		}
		side.Witness("referral", own.ID, fmt.Sprint(own))
		if err := side.AddReferral(own); err != nil {
			return err
		}
		if r.Under() {
			if err := r.end(m.tx, MovedOn, ""); err != nil {
				return err
			}
		}
	}
	return nil
}
