package store

import (
	"doudi/casework"
	"doudi/store/query"
)

// ReplaceInAward puts a decision in the place of those that stand in an award.
func (tx *Tx) ReplaceInAward(award int64, d casework.AwardDecision) error {
	tx.Late(func(known int64) error {
		if _, err := tx.q.ReplaceAwardDecisions(tx.ctx, query.ReplaceAwardDecisionsParams{Office: tx.office, Award: award, Known: known}); err != nil {
			return plain(err)
		}
		return plain(tx.q.AddAwardDecision(tx.ctx, query.AddAwardDecisionParams{Office: tx.office, Award: award, Number: d.Number, Starts: int64(d.Starts),
			Fen: int64(d.Sum), Per: d.Per, Pays: d.Pays, File: d.Case, Turn: d.Turn, Known: known}))
	})
	return nil
}
