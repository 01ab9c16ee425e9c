package store

import (
	"database/sql"
	"errors"
	"fmt"

	"doudi/civil"
	"doudi/fault"
	"doudi/paper"
	"doudi/seal"
	"doudi/store/query"
)

// Papers gives the Store in the form that package paper declares.
func (s *Store) Papers() paper.Store {
	return served[paper.Tx, paper.View]{s, func(tx *Tx) paper.Tx { return tx }, func(v *View) paper.View { return v }}
}

// filingPlace is where a sealed column of a filing belongs: one office, one
// paper, one column.
func filingPlace(column string, office, id int64) seal.Place {
	return seal.Place{Column: fmt.Sprintf("filing.%d.%s", office, column), Owner: id}
}

// File keeps a paper of a household with its small picture.
func (tx *Tx) File(p paper.Paper, content, small []byte) error {
	if err := tx.keepPaper(p.ID, string(p.Kind), content); err != nil {
		return err
	}
	picture, err := tx.s.sealed(filingPlace("small", tx.office, p.ID), string(small))
	if err != nil {
		return err
	}
	b := tx.s.Ring.Blind("paper", string(content))
	tx.Late(func(known int64) error {
		return plain(tx.q.AddFiling(tx.ctx, query.AddFilingParams{Office: tx.office, Paper: p.ID, Known: known, Household: p.Household, Person: p.Person,
			Media: string(p.Media), Size: p.Size, ValidFrom: p.From.String(), Staff: p.Staff, Version: int64(b.Version), Blind: b.Sum[:], Note: []byte{}, Small: picture}))
	})
	return nil
}

// Withdraw marks a paper that stands.
func (tx *Tx) Withdraw(id int64, w paper.Withdrawal) (bool, error) {
	p, err := tx.Filing(tx.office, id)
	if err != nil || p.Withdrawn != nil {
		return false, err
	}
	note, err := tx.s.sealed(filingPlace("note", tx.office, id), w.Note)
	if err != nil {
		return false, err
	}
	tx.Late(func(known int64) error {
		n, err := tx.q.WithdrawPaper(tx.ctx, query.WithdrawPaperParams{Office: tx.office, Paper: id, Known: known, Because: string(w.Because), Note: note, Taker: w.Staff})
		if err == nil && n == 0 {
			return fault.New(fault.Conflict, "这份材料刚刚被别人撤下了；请刷新后再看")
		}
		return plain(err)
	})
	return true, nil
}

// CountLook counts a whole paper that was shown.
func (tx *Tx) CountLook(home, staff int64, day civil.Date) (int64, error) {
	n, err := tx.q.CountLook(tx.ctx, query.CountLookParams{Office: home, Staff: staff, Day: day.String()})
	return n, plain(err)
}

// Filed lists the papers of a household.
func (v *View) Filed(office, household int64) (list []paper.Paper, err error) {
	rows, err := v.q.Filed(v.ctx, query.FiledParams{Office: office, Household: household})
	if err != nil {
		return nil, plain(err)
	}
	for _, r := range rows {
		p, err := v.filing(query.FilingRow(r))
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, nil
}

// Filing is what is known about one paper.
func (v *View) Filing(office, id int64) (paper.Paper, error) {
	row, err := v.q.Filing(v.ctx, query.FilingParams{Office: office, Paper: id})
	if errors.Is(err, sql.ErrNoRows) {
		return paper.Paper{}, fault.Newf(fault.NotFound, "没有编号为 %d 的材料；请从材料列表进入", id)
	}
	if err != nil {
		return paper.Paper{}, plain(err)
	}
	return v.filing(row)
}

// filing reads a row.
func (v *View) filing(r query.FilingRow) (p paper.Paper, err error) {
	p = paper.Paper{Office: r.Office, ID: r.Paper, Household: r.Household, Person: r.Person, Kind: paper.Kind(r.Kind), Media: paper.Media(r.Media),
		Size: r.Size, Staff: r.Staff, At: moment(r.At)}
	if p.From, err = civil.ParseDate(r.ValidFrom); err != nil || r.Withdrawn == 0 {
		return p, err
	}
	note, err := v.s.bare(filingPlace("note", r.Office, r.Paper), r.Note)
	p.Withdrawn = &paper.Withdrawal{Because: paper.Reason(r.Because), Note: note, Staff: r.Taker}
	return p, err
}

// Small is the small picture of a paper, empty where there is none.
func (v *View) Small(office, id int64) ([]byte, error) {
	sealed, err := v.q.SmallPicture(v.ctx, query.SmallPictureParams{Office: office, Paper: id})
	if err != nil {
		return nil, plain(err)
	}
	text, err := v.s.bare(filingPlace("small", office, id), sealed)
	return []byte(text), err
}

// Twin finds a paper that stands and has the same bytes, under any live key.
func (v *View) Twin(office, household int64, content []byte) (int64, bool, error) {
	for _, b := range v.s.Ring.Blinds("paper", string(content)) {
		id, err := v.q.TwinPaper(v.ctx, query.TwinPaperParams{Office: office, Household: household, Version: int64(b.Version), Blind: b.Sum[:]})
		if !errors.Is(err, sql.ErrNoRows) {
			return id, err == nil, plain(err)
		}
	}
	return 0, false, nil
}
