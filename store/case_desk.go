package store

import (
	"database/sql"
	"errors"

	"doudi/casework"
	"doudi/registry"
	"doudi/store/query"
)

// Waiting are the open cases of an office in short, or of those of its families
// that a village works for.
func (v *View) Waiting(office, village int64) ([]casework.Waiting, error) {
	rows, err := v.q.WaitingCases(v.ctx, query.WaitingCasesParams{Office: office, Village: village})
	return listed(rows, err, func(r query.WaitingCasesRow) (w casework.Waiting, err error) {
		w.Claimed = r.Claimed
		if w.File, err = caseOf(query.CaseFileRow{Office: r.Office, ID: r.ID, Number: r.Number, Household: r.Household, Programme: r.Programme, State: r.State, Turn: r.Turn,
			Entered: r.Entered, Applied: r.Applied, Accepted: r.Accepted, Person: r.Person, Unit: r.Unit, Law: r.Law, Delegated: r.Delegated, Urban: r.Urban, Beyond: r.Beyond, Ground: r.Ground}); err == nil {
			w.Due, err = textDay(r.Due)
		}
		return w, err
	})
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
