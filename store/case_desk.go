package store

import (
	"database/sql"
	"errors"
	"time"

	"doudi/access"
	"doudi/casework"
	"doudi/civil"
	"doudi/registry"
	"doudi/store/query"
)

// Waiting are the open cases of an office in short, or of those of its families
// that a village works for.
func (v *View) Waiting(office, village int64) ([]casework.Waiting, error) {
	rows, err := v.q.WaitingCases(v.ctx, query.WaitingCasesParams{Office: office, Village: village})
	return listed(rows, err, waits)
}

// WaitingAsked lists the open cases that were asked for at the window of a
// township that deals with them.
func (v *View) WaitingAsked(township int64) ([]casework.Waiting, error) {
	rows, err := v.q.WaitingAsked(v.ctx, township)
	return listed(rows, err, func(r query.WaitingAskedRow) (casework.Waiting, error) { return waits(query.WaitingCasesRow(r)) })
}

// waits reads an open case in short.
func waits(r query.WaitingCasesRow) (w casework.Waiting, err error) {
	w.Claimed, w.Hour = r.Claimed, civil.Moment(r.Hour)
	w.Due, err = textDay(r.Due)
	if err == nil {
		w.File, err = wholeCase(r.CaseFile)
	}
	return w, err
}

// wholeCase reads a case that a query gives with something else.
func wholeCase(c query.CaseFile) (casework.File, error) {
	return caseOf(query.CaseFileRow{Office: c.Office, ID: c.ID, Number: c.Number, Household: c.Household, Programme: c.Programme, State: c.State, Turn: c.Turn,
		Entered: c.Entered, Applied: c.Applied, Accepted: c.Accepted, Person: c.Person, Unit: c.Unit, Law: c.Law, Delegated: c.Delegated, Urban: c.Urban, Beyond: c.Beyond, Ground: c.Ground, Asked: c.Asked})
}

// Claimed is who has a case in his hands.
func (v *View) Claimed(office, id int64) (int64, error) {
	staff, err := v.q.CaseClaim(v.ctx, query.CaseClaimParams{Office: office, File: id})
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return staff, plain(err)
}

// ClaimsOf are the cases that somebody took on.
func (v *View) ClaimsOf(staff int64) ([]registry.Ref, error) {
	rows, err := v.q.ClaimsOf(v.ctx, staff)
	return refs(rows, err, func(r query.ClaimsOfRow) registry.Ref { return registry.Ref{Office: r.Office, ID: r.File} })
}

// HoldCase has others who change whose hands a case is in wait for this one.
func (tx *Tx) HoldCase(id int64) error {
	return plain(tx.q.HoldCase(tx.ctx, query.HoldCaseParams{Office: tx.office, ID: id}))
}

// Claim puts a case into somebody's hands, or into nobody's.
func (tx *Tx) Claim(id, staff int64) error {
	if staff == 0 {
		return plain(tx.q.DropCaseClaim(tx.ctx, query.DropCaseClaimParams{Office: tx.office, File: id}))
	}
	return plain(tx.q.SetCaseClaim(tx.ctx, query.SetCaseClaimParams{Office: tx.office, File: id, Staff: staff}))
}

// Filters are those that somebody keeps.
func (v *View) Filters(office, staff int64) ([]casework.Filter, error) {
	rows, err := v.q.WorkFilters(v.ctx, query.WorkFiltersParams{Office: office, Staff: staff})
	return listed(rows, err, func(r query.WorkFiltersRow) (casework.Filter, error) { return casework.Filter(r), nil })
}

// SaveFilter keeps one under its name.
func (tx *Tx) SaveFilter(staff int64, f casework.Filter) error {
	return plain(tx.q.SetWorkFilter(tx.ctx, query.SetWorkFilterParams{Office: tx.office, Staff: staff, Name: f.Name, Asked: f.Asked}))
}

// DropFilter forgets one.
func (tx *Tx) DropFilter(staff int64, name string) error {
	return plain(tx.q.DropWorkFilter(tx.ctx, query.DropWorkFilterParams{Office: tx.office, Staff: staff, Name: name}))
}

// DecisionsMade are those of an office that fit, the newest first.
func (v *View) DecisionsMade(office int64, a casework.AskedDecisions, most int) ([]casework.Ruled, error) {
	p := query.DecisionsMadeParams{Office: office, Since: a.From.String(), Until: civil.Open.String(), Programme: a.Programme, Gives: -1, Differs: flag(a.Differs), Staff: a.By, Most: int64(most)}
	if a.To != 0 {
		p.Until = a.To.String()
	}
	if a.Outcome != "" {
		p.Gives = flag(a.Outcome == casework.Give)
	}
	rows, err := v.q.DecisionsMade(v.ctx, p)
	return listed(rows, err, func(r query.DecisionsMadeRow) (one casework.Ruled, err error) {
		one.By = r.Staff
		if one.Decision, err = v.decision(office, r.CaseFile.ID, query.DecisionsRow{Turn: r.Decided, Determination: r.Determination, Gives: r.Gives, Differs: r.Differs, Day: r.Day, Ruling: r.Ruling}); err == nil {
			one.File, err = wholeCase(r.CaseFile)
		}
		return one, err
	})
}

// ExaminationsEnded are those of an office that were ended before a decision, the
// newest first.
func (v *View) ExaminationsEnded(office int64, since, until time.Time, a casework.AskedDecisions, most int) ([]casework.Ruled, error) {
	rows, err := v.q.ExaminationsEnded(v.ctx, query.ExaminationsEndedParams{Office: office, Since: stamp(since), Until: stamp(until), Programme: a.Programme, Staff: a.By, Most: int64(most)})
	return listed(rows, err, func(r query.ExaminationsEndedRow) (one casework.Ruled, err error) {
		one.By, one.Decision.Turn, one.Day, one.Ends = r.Staff, r.Decided, access.DayOf(moment(r.At)), true
		one.File, err = wholeCase(r.CaseFile)
		return one, err
	})
}

// NoticesOver are those of an office that came down, the newest first.
func (v *View) NoticesOver(office int64, since, until time.Time, most int) ([]casework.Hung, error) {
	rows, err := v.q.NoticesOver(v.ctx, query.NoticesOverParams{Office: office, Since: stamp(since), Until: stamp(until), Most: int64(most)})
	return listed(rows, err, func(r query.NoticesOverRow) (one casework.Hung, err error) {
		one.Step, one.Ended, one.Upheld = r.Step, access.DayOf(moment(r.At)), casework.Act(r.Done) == casework.Uphold
		one.File, err = wholeCase(r.CaseFile)
		return one, err
	})
}

// CaseCounts are how many cases handed in within some days stand where.
func (v *View) CaseCounts(office int64, from, to civil.Date) ([]casework.Standings, error) {
	rows, err := v.q.CaseCounts(v.ctx, query.CaseCountsParams{Office: office, Since: from.String(), Until: to.String()})
	return listed(rows, err, func(r query.CaseCountsRow) (casework.Standings, error) {
		return casework.Standings{Programme: r.Programme, State: casework.State(r.State), Cases: int(r.Cases)}, nil
	})
}

// CaseSteps is what was done to them, case by case in order.
func (v *View) CaseSteps(office int64, from, to civil.Date) ([]casework.Stepped, error) {
	rows, err := v.q.CaseSteps(v.ctx, query.CaseStepsParams{Office: office, Since: from.String(), Until: to.String()})
	return listed(rows, err, func(r query.CaseStepsRow) (casework.Stepped, error) {
		return casework.Stepped{Case: r.File, Programme: r.Programme, At: moment(r.At), Act: casework.Act(r.Done), Became: casework.State(r.Became),
			Step: r.Step, Delegated: r.Delegated == 1, Urban: r.Urban == 1}, nil
	})
}
