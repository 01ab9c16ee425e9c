package store

import (
	"database/sql"
	"encoding/json"
	"errors"

	"doudi/access"
	"doudi/casework"
	"doudi/paper"
	"doudi/registry"
	"doudi/store/query"
)

// AddRecord keeps what belongs to a turn, sealed.
func (tx *Tx) AddRecord(id int64, r casework.Record) error {
	text, err := json.Marshal(r)
	if err != nil {
		return err
	}
	content, err := tx.s.sealed(casePlace("case_record", tx.office, id, r.Turn), string(text))
	if err != nil {
		return err
	}
	err = tx.q.AddCaseRecord(tx.ctx, query.AddCaseRecordParams{Office: tx.office, File: id, Turn: r.Turn, Kind: string(r.Sort),
		Sheet: r.Sheet, Ident: r.Ident, Content: content})
	if constrained(err) { // the same was sent twice, and the other is there first
		return overtaken(0, nil)
	}
	return plain(err)
}

// Records are those of a case.
func (v *View) Records(office, id int64) (list []casework.Record, err error) {
	rows, err := v.q.CaseRecords(v.ctx, query.CaseRecordsParams{Office: office, File: id})
	for _, row := range rows {
		text, err := v.s.bare(casePlace("case_record", office, id, row.Turn), row.Content)
		if err != nil {
			return nil, err
		}
		r := casework.Record{Turn: row.Turn, Sort: casework.Sort(row.Kind), Sheet: row.Sheet, Ident: row.Ident}
		if err := json.Unmarshal([]byte(text), &r); err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, plain(err)
}

// RecordByIdent finds the record of a key.
func (v *View) RecordByIdent(ident string) (registry.Ref, int64, bool, error) {
	row, err := v.q.CaseRecordByIdent(v.ctx, ident)
	if errors.Is(err, sql.ErrNoRows) {
		return registry.Ref{}, 0, false, nil
	}
	return registry.Ref{Office: row.Office, ID: row.File}, row.Turn, err == nil, plain(err)
}

// DraftKeys are the blind indexes of a scope under all live keys.
func (v *View) DraftKeys(scope string) (keys [][]byte) {
	for _, b := range v.s.Ring.Blinds("draft", scope) {
		keys = append(keys, b.Sum[:])
	}
	return keys
}

// Attach keeps a file that belongs to a record as a paper of the household,
// unless it lies there.
func (tx *Tx) Attach(household, staff int64, a casework.Attachment) (int64, error) {
	if id, there, err := tx.Twin(tx.office, household, a.Content); there || err != nil {
		return id, err
	}
	return tx.keepSheet(paper.Paper{Household: household, Staff: staff, Kind: paper.Kind(a.Sort), Media: paper.Media(a.Media)},
		a.Small, func(int64) ([]byte, error) { return a.Content, nil })
}

// Drawn keeps what was drawn of a record as a paper.
func (tx *Tx) Drawn(household, staff int64, sort string, draw func(paper int64) ([]byte, error)) (int64, error) {
	return tx.keepSheet(paper.Paper{Household: household, Staff: staff, Kind: paper.Kind(sort), Media: paper.PDF}, nil, draw)
}

// Retire marks a paper that another took the place of.
func (tx *Tx) Retire(id, staff int64, note string) error {
	_, err := tx.Withdraw(id, paper.Withdrawal{Because: "outdated", Note: note, Staff: staff})
	return err
}

// keepSheet files a paper under the next number, which may stand on it.
func (tx *Tx) keepSheet(p paper.Paper, small []byte, content func(int64) ([]byte, error)) (id int64, err error) {
	if p.ID, err = tx.Next("paper"); err != nil {
		return 0, err
	}
	bytes, err := content(p.ID)
	if err != nil {
		return 0, err
	}
	p.Office, p.From, p.Size = tx.office, access.DayOf(tx.now), int64(len(bytes))
	return p.ID, tx.File(p, bytes, small)
}
