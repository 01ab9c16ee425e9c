package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"doudi/registry"
	"doudi/seal"
	"doudi/store/query"
)

// reportPlace is where the report of a sheet belongs: it names families.
func reportPlace(s registry.Ref) seal.Place {
	return seal.Place{Column: fmt.Sprintf("sheet.%d.report", s.Office), Owner: s.ID}
}

// sealedReport seals what a sheet came to.
func (s *Store) sealedReport(sheet registry.Sheet) ([]byte, error) {
	text, err := json.Marshal(sheet.Report)
	if err != nil {
		return nil, err
	}
	return s.sealed(reportPlace(sheet.Ref), string(text))
}

// AddSheet begins a sheet whose file is kept as the paper of its number.
func (tx *Tx) AddSheet(s registry.Sheet, content []byte) error {
	report, err := tx.s.sealedReport(s)
	if err != nil {
		return err
	}
	b := tx.s.Ring.Blind("sheet", string(content))
	return plain(tx.q.AddSheet(tx.ctx, query.AddSheetParams{Office: tx.office, ID: s.ID, Version: int64(b.Version), Blind: b.Sum[:],
		Kind: s.Kind, State: string(s.State), Staff: s.By, At: stamp(s.At), Report: report}))
}

// SaveSheet keeps how far a sheet has come.
func (tx *Tx) SaveSheet(s registry.Sheet) error {
	report, err := tx.s.sealedReport(s)
	if err != nil {
		return err
	}
	return overtaken(tx.q.SaveSheet(tx.ctx, query.SaveSheetParams{Office: tx.office, ID: s.ID, State: string(s.State), Staff: s.By, Passed: s.Passed, Report: report}))
}

// familyPlace is where belongs what the rows of a family are known by.
func familyPlace(s registry.Ref) seal.Place {
	return seal.Place{Column: fmt.Sprintf("sheet_family.%d.sealed", s.Office), Owner: s.ID}
}

// AddSheetFamily remembers which household rows became, and counts what they
// brought.
func (tx *Tx) AddSheetFamily(sheet int64, key string, household int64, t registry.Tally) error {
	return errors.Join(
		tx.rememberFamily(registry.Ref{Office: tx.office, ID: sheet}, key, household),
		plain(tx.q.CountSheet(tx.ctx, query.CountSheetParams{Office: tx.office, ID: sheet, Households: int64(t.NewFamilies), Persons: int64(t.NewPersons), Facts: int64(t.Facts)})))
}

// rememberFamily remembers it once, under whichever key.
func (tx *Tx) rememberFamily(sheet registry.Ref, key string, household int64) error {
	if _, known, err := tx.SheetFamily(tx.office, key); err != nil || known {
		return err
	}
	sealed, err := tx.s.sealed(familyPlace(sheet), key)
	if err != nil {
		return err
	}
	b := tx.s.Ring.Blind("sheet_family", key)
	return plain(tx.q.AddSheetFamily(tx.ctx, query.AddSheetFamilyParams{Office: tx.office, Version: int64(b.Version), Blind: b.Sum[:], Sheet: sheet.ID, Household: household, Sealed: sealed}))
}

// SheetFamily is the household that rows became, under any live key version.
func (v *View) SheetFamily(office int64, key string) (int64, bool, error) {
	return anyVersion(v.s.Ring.Blinds("sheet_family", key), func(b seal.Blind) (int64, error) {
		return v.q.SheetFamily(v.ctx, query.SheetFamilyParams{Office: office, Version: int64(b.Version), Blind: b.Sum[:]})
	})
}

// SheetOf is the sheet of a file, under any live key version.
func (v *View) SheetOf(office int64, content []byte) (int64, bool, error) {
	return anyVersion(v.s.Ring.Blinds("sheet", string(content)), func(b seal.Blind) (int64, error) {
		return v.q.SheetOf(v.ctx, query.SheetOfParams{Office: office, Version: int64(b.Version), Blind: b.Sum[:]})
	})
}

// anyVersion asks under every key version until there is an answer.
func anyVersion[T any](blinds []seal.Blind, ask func(seal.Blind) (T, error)) (found T, ok bool, err error) {
	for _, b := range blinds {
		found, err = ask(b)
		if !errors.Is(err, sql.ErrNoRows) {
			return found, err == nil, plain(err)
		}
	}
	return found, false, nil
}

// Sheet is one file on its way into the register.
func (v *View) Sheet(office, id int64) (registry.Sheet, error) {
	row, err := v.q.Sheet(v.ctx, query.SheetParams{Office: office, ID: id})
	if err != nil {
		return registry.Sheet{}, plain(err)
	}
	return v.sheet(office, row)
}

// Sheets lists the files of an office, the latest first.
func (v *View) Sheets(office int64, most int) ([]registry.Sheet, error) {
	rows, err := v.q.Sheets(v.ctx, query.SheetsParams{Office: office, Most: int64(most)})
	if err != nil {
		return nil, plain(err)
	}
	list := make([]registry.Sheet, len(rows))
	for i, r := range rows {
		if list[i], err = v.sheet(office, query.SheetRow(r)); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// sheet opens one row.
func (v *View) sheet(office int64, r query.SheetRow) (registry.Sheet, error) {
	s := registry.Sheet{Ref: registry.Ref{Office: office, ID: r.ID}, Kind: r.Kind, State: registry.SheetState(r.State), By: r.Staff, At: moment(r.At), Passed: r.Passed,
		Entered: registry.Tally{NewFamilies: int(r.Households), NewPersons: int(r.Persons), Facts: int(r.Facts)}}
	text, err := v.s.bare(reportPlace(s.Ref), r.Report)
	if err != nil {
		return s, err
	}
	return s, json.Unmarshal([]byte(text), &s.Report)
}
