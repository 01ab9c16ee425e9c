package store

import (
	"database/sql"
	"errors"
	"fmt"

	"doudi/casework"
	"doudi/civil"
	"doudi/money"
	"doudi/registry"
	"doudi/seal"
	"doudi/store/query"
)

// drawPlace is where the sealed seed of a batch belongs.
func drawPlace(office, number int64) seal.Place {
	return seal.Place{Column: fmt.Sprintf("case_draw.%d", office), Owner: number}
}

// AddLot keeps a batch with its seed sealed.
func (tx *Tx) AddLot(l casework.Lot, seed string) error {
	hidden, err := tx.s.sealed(drawPlace(tx.office, l.Number), seed)
	if err != nil {
		return err
	}
	if err := tx.q.AddDraw(tx.ctx, query.AddDrawParams{Office: tx.office, Number: l.Number, Programme: l.Programme, Share: l.Share.String(), Day: l.Day.String(),
		Staff: l.Staff, Digest: l.Digest, Hidden: hidden}); err != nil {
		return plain(err)
	}
	for _, i := range l.Items {
		if err := tx.q.AddDrawItem(tx.ctx, query.AddDrawItemParams{Office: tx.office, Draw: l.Number, Home: i.Office, File: i.ID}); err != nil {
			return plain(err)
		}
	}
	return nil
}

// OpenSeed opens the seed of a batch and keeps what it picks.
func (tx *Tx) OpenSeed(number int64, on civil.Date, pick func(seed string) []registry.Ref) error {
	r, err := tx.q.DrawAt(tx.ctx, query.DrawAtParams{Office: tx.office, Number: number})
	if err != nil {
		return plain(err)
	}
	seed, err := tx.s.bare(drawPlace(tx.office, number), r.Hidden)
	if err != nil {
		return err
	}
	if err := overtaken(tx.q.OpenDrawSeed(tx.ctx, query.OpenDrawSeedParams{Office: tx.office, Number: number, Seed: seed, Drawn: on.String()})); err != nil {
		return err
	}
	for _, at := range pick(seed) {
		if err := tx.q.PickDrawItem(tx.ctx, query.PickDrawItemParams{Office: tx.office, Draw: number, Home: at.Office, File: at.ID}); err != nil {
			return plain(err)
		}
	}
	return nil
}

// SaveFound keeps what was found of a case that was picked.
func (tx *Tx) SaveFound(number int64, at registry.Ref, found string) error {
	return overtaken(tx.q.FindDrawItem(tx.ctx, query.FindDrawItemParams{Office: tx.office, Draw: number, Home: at.Office, File: at.ID, Found: found}))
}

// Lots are the batches of an office, the newest first.
func (v *View) Lots(office int64) ([]casework.Lot, error) {
	rows, err := v.q.Draws(v.ctx, office)
	return listed(rows, err, func(r query.DrawsRow) (casework.Lot, error) { return v.lot(office, r) })
}

// Lot is one batch.
func (v *View) Lot(office, number int64) (casework.Lot, error) {
	r, err := v.q.DrawAt(v.ctx, query.DrawAtParams{Office: office, Number: number})
	if err != nil {
		return casework.Lot{}, plain(err)
	}
	return v.lot(office, query.DrawsRow(r))
}

// lot reads a batch with its cases.
func (v *View) lot(office int64, r query.DrawsRow) (l casework.Lot, err error) {
	l = casework.Lot{Office: office, Number: r.Number, Programme: r.Programme, Staff: r.Staff, Digest: r.Digest, Seed: r.Seed}
	if l.Share, err = money.ParseRate(r.Share); err != nil {
		return l, err
	}
	if l.Day, err = civil.ParseDate(r.Day); err != nil {
		return l, err
	}
	if l.Drawn, err = textDay(r.Drawn); err != nil {
		return l, err
	}
	items, err := v.q.DrawItems(v.ctx, query.DrawItemsParams{Office: office, Draw: r.Number})
	for _, i := range items {
		l.Items = append(l.Items, casework.LotItem{Ref: registry.Ref{Office: i.Home, ID: i.File}, Number: casework.Number(i.Number), Picked: i.Picked == 1, Found: i.Found, State: casework.State(i.State)})
	}
	return l, plain(err)
}

// LotOf is the batch of a case.
func (v *View) LotOf(office, id int64) (casework.Lot, casework.LotItem, bool, error) {
	r, err := v.q.DrawnCase(v.ctx, query.DrawnCaseParams{Home: office, File: id})
	if errors.Is(err, sql.ErrNoRows) {
		return casework.Lot{}, casework.LotItem{}, false, nil
	}
	return casework.Lot{Office: r.Office, Number: r.Draw, Seed: r.Seed}, casework.LotItem{Picked: r.Picked == 1, Found: r.Found}, err == nil, plain(err)
}

// Drawable are the open cases of a programme that no batch has.
func (v *View) Drawable(office int64, programme string) ([]int64, error) {
	list, err := v.q.DrawableCases(v.ctx, query.DrawableCasesParams{Office: office, Programme: programme})
	return list, plain(err)
}
