package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"doudi/casework"
	"doudi/civil"
	"doudi/fault"
	"doudi/registry"
	"doudi/seal"
	"doudi/store/query"
)

// referralPlace is where belongs what was written of a referral.
func referralPlace(at registry.Ref) seal.Place {
	return seal.Place{Column: fmt.Sprintf("referral.%d", at.Office), Owner: at.ID}
}

// sealedReferral seals what was written of a referral.
func (s *Store) sealedReferral(r casework.Referral) ([]byte, error) {
	text, err := json.Marshal(r.Passed)
	if err != nil {
		return nil, err
	}
	return s.sealed(referralPlace(r.Ref), string(text))
}

// AddReferral keeps a need that others see to.
func (tx *Tx) AddReferral(r casework.Referral) error {
	content, err := tx.s.sealedReferral(r)
	if err != nil {
		return err
	}
	return plain(tx.q.AddReferral(tx.ctx, query.AddReferralParams{Office: tx.office, ID: r.ID, Application: r.Application, Area: r.Area, State: string(r.State), Turn: r.Turn,
		Named: r.Named.String(), Handed: dayText(r.Handed), Staff: r.Staff, Sheet: r.Sheet, Ended: dayText(r.Ended), Outcome: string(r.Outcome), Content: content}))
}

// SaveReferral keeps one after its next turn, unless another has taken it.
func (tx *Tx) SaveReferral(r casework.Referral) error {
	content, err := tx.s.sealedReferral(r)
	if err != nil {
		return err
	}
	return overtaken(tx.q.SaveReferral(tx.ctx, query.SaveReferralParams{Office: tx.office, ID: r.ID, State: string(r.State), Turn: r.Turn, Handed: dayText(r.Handed), Staff: r.Staff,
		Sheet: r.Sheet, Ended: dayText(r.Ended), Outcome: string(r.Outcome), Content: content}))
}

// Referral is one need that others see to.
func (v *View) Referral(office, id int64) (r casework.Referral, err error) {
	row, err := v.q.Referral(v.ctx, query.ReferralParams{Office: office, ID: id})
	if errors.Is(err, sql.ErrNoRows) {
		return r, fault.New(fault.NotFound, "没有这项需求；请从申请的“家庭的其他需求”进入")
	}
	if err != nil {
		return r, plain(err)
	}
	return v.referral(row)
}

// referral reads a row.
func (v *View) referral(row query.Referral) (r casework.Referral, err error) {
	r = casework.Referral{Ref: registry.Ref{Office: row.Office, ID: row.ID}, Application: row.Application, Area: row.Area, State: casework.ReferralState(row.State), Turn: row.Turn,
		Staff: row.Staff, Sheet: row.Sheet, Outcome: casework.Outcome(row.Outcome)}
	var days [3]error
	r.Named, days[0] = civil.ParseDate(row.Named)
	r.Handed, days[1] = textDay(row.Handed)
	r.Ended, days[2] = textDay(row.Ended)
	if err = errors.Join(days[:]...); err != nil {
		return r, err
	}
	text, err := v.s.bare(referralPlace(r.Ref), row.Content)
	if err == nil {
		err = json.Unmarshal([]byte(text), &r.Passed)
	}
	return r, err
}

// ReferralsOf are those of an application.
func (v *View) ReferralsOf(office, application int64) ([]casework.Referral, error) {
	rows, err := v.q.ReferralsOf(v.ctx, query.ReferralsOfParams{Office: office, Application: application})
	return listed(rows, err, v.referral)
}

// ReferralsFound are those of an office that fit what was asked for.
func (v *View) ReferralsFound(office int64, asked casework.AskedReferrals, most int) ([]casework.Referral, error) {
	if asked.Show == casework.OverNeeds {
		rows, err := v.q.ReferralsOver(v.ctx, query.ReferralsOverParams{Office: office, Area: asked.Area, Most: int64(most)})
		return listed(rows, err, v.referral)
	}
	rows, err := v.q.ReferralsUnderWay(v.ctx, query.ReferralsUnderWayParams{Office: office, State: asked.Show, Area: asked.Area, Most: int64(most)})
	return listed(rows, err, v.referral)
}

// ReferralsUnder counts those to hand on and those handed on.
func (v *View) ReferralsUnder(office int64) (open, handed int, err error) {
	rows, err := v.q.ReferralsUnder(v.ctx, office)
	for _, r := range rows {
		if casework.ReferralState(r.State) == casework.ToHandOn {
			open = int(r.N)
		} else {
			handed = int(r.N)
		}
	}
	return open, handed, plain(err)
}
