package store

import (
	"database/sql"
	"errors"
	"fmt"

	"doudi/casework"
	"doudi/civil"
	"doudi/registry"
	"doudi/store/query"
)

// AwardAt is one award with its chain.
func (v *View) AwardAt(at registry.Ref) (casework.Award, error) {
	r, err := v.q.AwardAt(v.ctx, query.AwardAtParams{Office: at.Office, ID: at.ID})
	if err != nil {
		return casework.Award{}, plain(err)
	}
	a := casework.Award{Ref: at, Unit: r.Unit, Household: r.Household, Holder: r.Holder, Programme: r.Programme, Starts: civil.Month(r.Starts)}
	if err := v.chain(&a); err != nil {
		return a, err
	}
	e, err := v.q.AwardEnd(v.ctx, query.AwardEndParams{Office: at.Office, Award: at.ID})
	if errors.Is(err, sql.ErrNoRows) {
		return a, nil
	}
	a.End = casework.AwardEnd{Month: civil.Month(e.Month), Office: e.Decided, Case: e.File, Turn: e.Turn, Known: e.Known}
	return a, plain(err)
}

// Standings are for which awards of a programme a person stands under one number,
// the earliest end first.
func (v *View) Standings(p registry.Ref, programme string) ([]casework.Standing, error) {
	rows, err := v.q.AwardsOfPerson(v.ctx, query.AwardsOfPersonParams{Office: p.Office, Person: p.ID, Programme: programme})
	return listed(rows, err, func(r query.AwardsOfPersonRow) (casework.Standing, error) {
		return casework.Standing{Award: registry.Ref{Office: p.Office, ID: r.Award}, Starts: civil.Month(r.Starts), Ends: civil.Month(r.Ends)}, nil
	})
}

// link writes a decision of an award.
func (tx *Tx) link(award int64, d casework.AwardDecision, known int64) error {
	return plain(tx.q.AddAwardDecision(tx.ctx, query.AddAwardDecisionParams{Office: tx.office, Award: award, Number: d.Number, Starts: int64(d.Starts), Fen: int64(d.Sum),
		Per: d.Per, Pays: d.Pays, File: d.Case, Turn: d.Turn, Known: known}))
}

// ChainAward puts a decision at the end of an award's chain: what was decided for
// its month or later gives way.
func (tx *Tx) ChainAward(award int64, d casework.AwardDecision) error {
	tx.Late(func(known int64) error {
		rows, err := tx.q.AwardDecisions(tx.ctx, query.AwardDecisionsParams{Office: tx.office, Award: award})
		if err == nil {
			d.Number = int64(len(rows)) + 1
			err = tx.q.SupersedeAward(tx.ctx, query.SupersedeAwardParams{Office: tx.office, Award: award, Known: known, Month: int64(d.Starts)})
		}
		if err != nil {
			return plain(err)
		}
		return tx.link(award, d, known)
	})
	return nil
}

// EndAward ends an award before a month. One of another office has its entry in
// that office's chain, by whose number the end is known.
func (tx *Tx) EndAward(at registry.Ref, e casework.AwardEnd) error {
	own := tx
	if at.Office != tx.office {
		own = tx.aside(at.Office)
		own.Witness("award", at.ID, fmt.Sprint(e))
	}
	own.Late(func(known int64) error { return own.ended(at.ID, e, known) })
	return nil
}

// ended writes it: nobody stands for the award any more.
func (tx *Tx) ended(award int64, e casework.AwardEnd, known int64) error {
	month := int64(e.Month)
	return plain(errors.Join(
		tx.q.AddAwardEnd(tx.ctx, query.AddAwardEndParams{Office: tx.office, Award: award, Month: month, Decided: e.Office, File: e.Case, Turn: e.Turn, Known: known}),
		tx.q.SupersedeAward(tx.ctx, query.SupersedeAwardParams{Office: tx.office, Award: award, Known: known, Month: month}),
		tx.q.DropAwardPeople(tx.ctx, query.DropAwardPeopleParams{Office: tx.office, Award: award, Month: month}),
		tx.q.EndAwardPeople(tx.ctx, query.EndAwardPeopleParams{Office: tx.office, Award: award, Month: month})))
}
