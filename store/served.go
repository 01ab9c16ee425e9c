package store

import (
	"context"

	"doudi/audit"
)

// served is the Store as a service sees it: its acts and looks are given the
// narrow Tx and View that the service declares.
type served[T, V any] struct {
	*Store
	tx   func(*Tx) T
	view func(*View) V
}

// Do see Store.Do.
func (s served[T, V]) Do(ctx context.Context, office int64, act audit.Act, change func(T) error) error {
	return s.Store.Do(ctx, office, act, func(tx *Tx) error { return change(s.tx(tx)) })
}

// Read see Store.Read.
func (s served[T, V]) Read(ctx context.Context, look func(V) error) error {
	return s.Store.Read(ctx, func(v *View) error { return look(s.view(v)) })
}

// Change commits without an entry: what is no act of a person, such as how far a
// long work has come.
func (s served[T, V]) Change(ctx context.Context, office int64, change func(T) error) error {
	return s.write(ctx, func(tx *Tx) error {
		tx.office = office
		return change(s.tx(tx))
	})
}
