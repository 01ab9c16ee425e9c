package casework

import (
	"fmt"
	"slices"

	"doudi/fault"
	"doudi/registry"
)

// because is why an award ends of which nothing is determined.
func (c *Sight) because() Reason {
	r := Reason{Text: c.Ground.Label()}
	if slices.ContainsFunc(c.Records, func(r Record) bool { return r.Sort == Exit }) {
		r.Text = "本人书面声明自愿退出"
	} else if c.Ground != Died {
		r.Text = "享受这项待遇的家庭或者个人已经不在这里登记"
	}
	cites := c.Flow.Procedure.Cites
	if stop := deathStop(c.Aid); c.Change.Gone && stop != nil {
		cites = slices.Concat(stop.Cites, cites)
	}
	for _, cite := range cites {
		r.Clauses = append(r.Clauses, c.law.clause(cite.Text))
	}
	return r
}

// changed says in a ruling what becomes of the award in force.
func (c *Sight) changed(r *Ruling) {
	r.Was, r.Starts, r.Per, r.Pays = c.Change.Was, nextPeriod(c.Aid, r.Day), perOf(c.Aid.Pays), c.Aid.Pays
	if r.Change = Finish; r.Gives {
		r.Change = wayFrom(r.Was, r.Sum)
		return
	}
	for _, h := range c.Awards {
		r.Starts = min(r.Starts, c.ending(h, r.Starts))
	}
	r.Overpaid = c.Change.Overpaid
}

// alter carries out what was decided on the awards in force. One award of the
// same people goes on in its chain; otherwise all end and another begins, so
// that nothing is left with a household that is not so any more.
func (c *Sight) alter(tx Tx, d Decision) error {
	if len(c.Awards) == 0 {
		return fault.New(fault.Conflict, "这项待遇已经停发或者变更；请从家庭页看现在的待遇")
	}
	r := d.Ruling
	if d.Gives && len(c.Awards) == 1 {
		same, err := c.same(tx, c.Awards[0].Ref)
		if err != nil {
			return err
		}
		if same {
			return tx.ChainAward(c.Awards[0].ID, AwardDecision{Starts: r.Starts, Sum: r.Sum, Per: r.Per, Pays: r.Pays, Case: c.ID, Turn: d.Turn})
		}
	}
	for _, h := range c.Awards {
		if err := tx.EndAward(h.Ref, AwardEnd{Month: c.ending(h, r.Starts), Office: c.Office, Case: c.ID, Turn: d.Turn}); err != nil {
			return err
		}
	}
	tx.Witness("case", c.ID, fmt.Sprint(c.Number, d, c.Awards))
	if !d.Gives {
		return nil
	}
	return c.bestow(tx, d)
}

// same tells whether an award stands for just the people who are counted now, of
// this household.
func (c *Sight) same(v View, at registry.Ref) (bool, error) {
	if at.Office != c.Office {
		return false, nil
	}
	a, err := v.AwardAt(at)
	if err != nil || a.Household != c.Household {
		return false, err
	}
	before, err := v.Unit(c.Office, a.Unit)
	if err != nil {
		return false, err
	}
	now, err := v.Unit(c.Office, c.Unit)
	return slices.Equal(counted(before), counted(now)), err
}

// counted are the people of a unit who are counted, in the order of their
// numbers.
func counted(u registry.Unit) (list []int64) {
	for _, m := range u.Members {
		if m.Counted {
			list = append(list, m.Person)
		}
	}
	slices.Sort(list)
	return list
}
