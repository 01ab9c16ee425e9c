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

// contentPlace is where belongs what a family said in an application.
func contentPlace(at registry.Ref) seal.Place {
	return seal.Place{Column: fmt.Sprintf("application.%d.content", at.Office), Owner: at.ID}
}

// sealedContent seals what a family said.
func (s *Store) sealedContent(a casework.Application) ([]byte, error) {
	text, err := json.Marshal(a.Content)
	if err != nil {
		return nil, err
	}
	return s.sealed(contentPlace(a.Ref), string(text))
}

// AddApplication begins an application.
func (tx *Tx) AddApplication(a casework.Application) error {
	content, err := tx.s.sealedContent(a)
	if err != nil {
		return err
	}
	return plain(tx.q.AddApplication(tx.ctx, query.AddApplicationParams{Office: tx.office, ID: a.ID, Household: a.Household, Way: string(a.Way),
		Taken: a.Taken, Staff: a.Staff, Begun: int64(a.Begun), Content: content}))
}

// SaveApplication keeps an application after its next turn, unless another has
// taken it.
func (tx *Tx) SaveApplication(a casework.Application) error {
	content, err := tx.s.sealedContent(a)
	if err != nil {
		return err
	}
	return overtaken(tx.q.SaveApplication(tx.ctx, query.SaveApplicationParams{Office: tx.office, ID: a.ID, Handed: int64(a.Handed), Turn: a.Turn, Content: content}))
}

// AddApplicationCase makes a case one of an application.
func (tx *Tx) AddApplicationCase(application, file int64) error {
	return plain(tx.q.AddApplicationCase(tx.ctx, query.AddApplicationCaseParams{Office: tx.office, File: file, Application: application}))
}

// Application is one application with the numbers of its cases.
func (v *View) Application(office, id int64) (a casework.Application, err error) {
	row, err := v.q.Application(v.ctx, query.ApplicationParams{Office: office, ID: id})
	if errors.Is(err, sql.ErrNoRows) {
		return a, fault.Newf(fault.NotFound, "没有第 %d 份申请；请从家庭页或者“新申请”进入", id)
	}
	if err != nil {
		return a, plain(err)
	}
	return v.application(row)
}

// application reads a row and the cases of it.
func (v *View) application(row query.Application) (a casework.Application, err error) {
	a = casework.Application{Ref: registry.Ref{Office: row.Office, ID: row.ID}, Household: row.Household, Way: casework.Road(row.Way), Taken: row.Taken,
		Staff: row.Staff, Begun: civil.Moment(row.Begun), Handed: civil.Moment(row.Handed), Turn: row.Turn}
	text, err := v.s.bare(contentPlace(a.Ref), row.Content)
	if err == nil {
		err = json.Unmarshal([]byte(text), &a.Content)
	}
	if err != nil {
		return a, err
	}
	a.Cases, err = v.q.ApplicationCases(v.ctx, query.ApplicationCasesParams{Office: a.Office, Application: a.ID})
	return a, plain(err)
}

// ApplicationsUnderWay are those taken in at an office and not handed in yet,
// the newest first.
func (v *View) ApplicationsUnderWay(taken int64, most int) (list []casework.Application, err error) {
	rows, err := v.q.ApplicationsUnderWay(v.ctx, query.ApplicationsUnderWayParams{Taken: taken, Most: int64(most)})
	for _, row := range rows {
		a, err := v.application(row)
		if err != nil {
			return nil, err
		}
		list = append(list, a)
	}
	return list, plain(err)
}

// ApplicationOf is the number of the application that a case is of; 0 if of none.
func (v *View) ApplicationOf(office, file int64) (int64, error) {
	id, err := v.q.ApplicationOf(v.ctx, query.ApplicationOfParams{Office: office, File: file})
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return id, plain(err)
}

// PapersOf are the papers of a household that stand.
func (v *View) PapersOf(office, household int64) (list []casework.Filed, err error) {
	all, err := v.Filed(office, household)
	for _, p := range all {
		if p.Withdrawn == nil {
			list = append(list, casework.Filed{ID: p.ID, Person: p.Person, Kind: string(p.Kind), At: p.At})
		}
	}
	return list, err
}
