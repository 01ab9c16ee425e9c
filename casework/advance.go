package casework

import (
	"doudi/fault"
	"doudi/money"
)

// advanced is what was given at once of an urgent need whose sum is beyond what
// the township may give (社会救助法第五十条); 0 if nothing was. It stays with the
// family whatever is decided on the rest, and is never paid twice.
func (c *Sight) advanced() (sum money.Fen) {
	for _, d := range c.Decisions {
		if d.Ruling.Advance {
			sum += d.Ruling.Sum
		}
	}
	return sum
}

// addRest lets the award of an advance go on with the whole sum: the decision on
// the rest takes the place of the first in its chain, so that what is paid is
// counted against it (ADR 9).
func (c *Sight) addRest(tx Tx, d Decision) error {
	list, err := tx.AwardsOf(c.Office, c.Household)
	if err != nil {
		return err
	}
	for _, a := range list {
		if first := a.Decisions[0]; first.Case == c.ID {
			first.Number, first.Turn, first.Sum = int64(len(a.Decisions))+1, d.Turn, d.Ruling.Before+d.Ruling.Sum
			return tx.ReplaceInAward(a.ID, first)
		}
	}
	return fault.New(fault.Internal, "先行救助的待遇找不到了，不能决定其余的；请告诉系统管理员")
}
