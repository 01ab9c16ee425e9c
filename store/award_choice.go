package store

import (
	"doudi/casework"
	"doudi/civil"
	"doudi/registry"
	"doudi/store/query"
)

// AddChoice keeps what was chosen for an award, as known by the number of the act.
func (tx *Tx) AddChoice(c registry.Chosen) error {
	tx.Late(func(known int64) error {
		reason, err := tx.s.sealed(casePlace("award_choice", tx.office, c.Award.ID, known), c.Reason)
		if err != nil {
			return err
		}
		return plain(tx.q.AddAwardChoice(tx.ctx, query.AddAwardChoiceParams{Office: tx.office, Award: c.Award.ID, Known: known, Way: string(c.Way),
			Household: c.Household.ID, Home: c.Household.Office, HeirOffice: c.Heir.Office, Heir: c.Heir.ID, Person: c.Person, Month: int64(c.Month), Reason: reason}))
	})
	return nil
}

// UndecidedChoices are the last choices for awards of an office that no decision
// has followed.
func (v *View) UndecidedChoices(office int64) ([]registry.Chosen, error) {
	rows, err := v.q.UndecidedChoices(v.ctx, office)
	return listed(rows, err, func(r query.UndecidedChoicesRow) (registry.Chosen, error) {
		reason, err := v.s.bare(casePlace("award_choice", office, r.Award, r.Known), r.Reason)
		return registry.Chosen{Award: registry.Ref{Office: office, ID: r.Award}, Programme: r.Programme, Household: registry.Ref{Office: r.Home, ID: r.Household},
			Heir: registry.Ref{Office: r.HeirOffice, ID: r.Heir}, Person: r.Person, Known: r.Known,
			Choice: registry.Choice{Way: registry.Way(r.Way), Month: civil.Month(r.Month), Reason: reason}}, err
	})
}

// LiveAwards are those of a household that last in the month of a day or beyond.
func (v *View) LiveAwards(household registry.Ref, day civil.Date) ([]registry.Held, error) {
	month := day.Month()
	rows, err := v.q.LiveAwards(v.ctx, query.LiveAwardsParams{Office: household.Office, Household: household.ID, Day: day.String(), Month: int64(month)})
	return listed(rows, err, func(r query.LiveAwardsRow) (registry.Held, error) {
		a := casework.Award{Ref: registry.Ref{Office: r.Office, ID: r.ID}}
		h := registry.Held{Ref: a.Ref, Programme: r.Programme, Starts: civil.Month(r.Starts)}
		err := v.chain(&a)
		for _, d := range a.Decisions {
			if d.Superseded == 0 {
				h.Sum, h.Per = d.Sum, d.Per
			}
		}
		for _, p := range a.People {
			if p.Ends >= month {
				h.People = append(h.People, p.Person)
			}
		}
		return h, err
	})
}
