package store

import (
	"cmp"
	"database/sql"
	"errors"

	"doudi/casework"
	"doudi/civil"
	"doudi/fault"
	"doudi/paper"
	"doudi/registry"
	"doudi/store/query"
)

// Aside does a part of the act in another office: its entry is made with the act's.
func (tx *Tx) Aside(office int64) casework.Tx { return tx.aside(office) }

// Arrived enters what the act did in other offices until now into their chains, so
// that what became known there has its number and is seen by what follows. Their
// heads are locked from here on: who acts there waits until this ends, and where two
// wait for each other one begins again.
func (tx *Tx) Arrived() error { return tx.enterAside() }

// Registry is the same transaction as the registry declares it.
func (tx *Tx) Registry() registry.Tx { return tx }

// AddHanded keeps that a case is handed over.
func (tx *Tx) AddHanded(h casework.Handover) error {
	return plain(tx.q.AddHanded(tx.ctx, query.AddHandedParams{Office: h.From.Office, File: h.From.ID, Turn: h.Turn, ID: h.ID, Target: h.To,
		Was: string(h.Was), Entered: int64(h.Entered)}))
}

// SettleHanded keeps what became of it, unless another was faster.
func (tx *Tx) SettleHanded(h casework.Handover) error {
	own := query.SettleHandedParams{ID: h.ID, State: string(h.State), Became: h.Became}
	if h.State == casework.Recalled || h.State == casework.Dropped {
		own.State, own.Quit = string(casework.Back), string(h.State)
	}
	return overtaken(tx.q.SettleHanded(tx.ctx, own))
}

// Handed is what was handed over to an office under a number.
func (v *View) Handed(to, id int64) (casework.Handover, error) {
	row, err := v.q.Handed(v.ctx, query.HandedParams{Target: to, ID: id})
	if errors.Is(err, sql.ErrNoRows) {
		return casework.Handover{}, fault.New(fault.NotFound, "没有这份转来的办件；请从首页进入")
	}
	return handed(row), plain(err)
}

// HandedTo is what waits at an office to be taken on, the oldest first.
func (v *View) HandedTo(office int64) (list []casework.Handover, err error) {
	rows, err := v.q.HandedTo(v.ctx, office)
	return listed(rows, err, func(r query.CaseHanded) (casework.Handover, error) { return handed(r), nil })
}

// HandedFrom is what an office has handed over and nobody has answered, the oldest
// first.
func (v *View) HandedFrom(office int64) (list []casework.Handover, err error) {
	rows, err := v.q.HandedFrom(v.ctx, office)
	return listed(rows, err, func(r query.CaseHanded) (casework.Handover, error) { return handed(r), nil })
}

// HandedOver is the last time that a case was handed over; nil if it never was.
func (v *View) HandedOver(of registry.Ref) (*casework.Handover, error) {
	row, err := v.q.HandedOver(v.ctx, query.HandedOverParams{Office: of.Office, File: of.ID})
	return oneHanded(row, err)
}

// HandedBecame is how a case came from another office; nil if it began here.
func (v *View) HandedBecame(of registry.Ref) (*casework.Handover, error) {
	row, err := v.q.HandedBecame(v.ctx, query.HandedBecameParams{Target: of.Office, Became: of.ID})
	return oneHanded(row, err)
}

// oneHanded is a row that need not be there.
func oneHanded(row query.CaseHanded, err error) (*casework.Handover, error) {
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	h := handed(row)
	return &h, plain(err)
}

// handed reads one row.
func handed(r query.CaseHanded) casework.Handover {
	return casework.Handover{ID: r.ID, From: registry.Ref{Office: r.Office, ID: r.File}, Turn: r.Turn, To: r.Target, Was: casework.State(r.Was),
		Entered: civil.Moment(r.Entered), State: casework.HandedState(cmp.Or(r.Quit, r.State)), Became: r.Became}
}

// CopyPapers files the papers of another office's household that stand for one of
// this office as well: a paper stays with the office that took it in (ADR 6).
func (tx *Tx) CopyPapers(from registry.Ref, household int64, persons map[int64]int64) error {
	list, err := tx.Filed(from.Office, from.ID)
	if err != nil {
		return err
	}
	for _, p := range list {
		if p.Withdrawn != nil {
			continue
		}
		if err := tx.copyPaper(p, household, persons[p.Person]); err != nil {
			return err
		}
	}
	return nil
}

// copyPaper files one of them, with who took it in and its day.
func (tx *Tx) copyPaper(p paper.Paper, household, person int64) error {
	_, content, err := tx.Paper(p.Office, p.ID)
	if err != nil {
		return err
	}
	small, err := tx.Small(p.Office, p.ID)
	if err != nil {
		return err
	}
	if _, there, err := tx.Twin(tx.office, household, content); there || err != nil {
		return err
	}
	if p.ID, err = tx.Next("paper"); err != nil {
		return err
	}
	p.Office, p.Household, p.Person = tx.office, household, person
	return tx.File(p, content, small)
}
