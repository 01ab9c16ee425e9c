package store

import (
	"context"
	"database/sql"
	"slices"
	"sync"
)

// statements keep what was said to SQLite's writer before, parsed, for parsing
// is half of an act. Whoever has the turn uses them.
type statements struct {
	known map[string]*sql.Stmt
	fresh []string // said in the transaction under way for the first time
}

// learn parses the fresh texts; the one connection must be free. What cannot be
// parsed is said as text again.
func (k *statements) learn(db *sql.DB) {
	slices.Sort(k.fresh)
	for _, text := range slices.Compact(k.fresh) {
		if s, err := db.PrepareContext(context.Background(), text); err == nil {
			k.known[text] = s
		}
	}
	k.fresh = nil
}

// find gives a text that was said before, or nothing: then it is learnt later.
func (k *statements) find(text string) *sql.Stmt {
	s := k.known[text]
	if s == nil {
		k.fresh = append(k.fresh, text)
	}
	return s
}

// sayings keep what was said to SQLite's readers before, parsed; each connection
// parses it once. Many use them at once.
type sayings struct{ known sync.Map }

// learn parses fresh texts. The transaction that said them must be over: who waits
// for a second connection and holds the first could wait for ever.
func (k *sayings) learn(db *sql.DB, fresh []string) {
	for _, text := range fresh {
		if _, known := k.known.Load(text); known {
			continue
		}
		s, err := db.PrepareContext(context.Background(), text)
		if err != nil {
			continue // said as text again
		}
		if _, known := k.known.LoadOrStore(text, s); known {
			s.Close()
		}
	}
}

// fluent is a transaction that says known texts without having them parsed.
type fluent struct {
	*sql.Tx
	find func(text string) *sql.Stmt
}

// statement gives a known text for this transaction, or nothing.
func (f fluent) statement(ctx context.Context, text string) *sql.Stmt {
	if s := f.find(text); s != nil {
		return f.Tx.StmtContext(ctx, s)
	}
	return nil
}

// ExecContext see sql.Tx.
func (f fluent) ExecContext(ctx context.Context, text string, args ...any) (sql.Result, error) {
	if s := f.statement(ctx, text); s != nil {
		return s.ExecContext(ctx, args...)
	}
	return f.Tx.ExecContext(ctx, text, args...)
}

// QueryContext see sql.Tx.
func (f fluent) QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	if s := f.statement(ctx, text); s != nil {
		return s.QueryContext(ctx, args...)
	}
	return f.Tx.QueryContext(ctx, text, args...)
}

// QueryRowContext see sql.Tx.
func (f fluent) QueryRowContext(ctx context.Context, text string, args ...any) *sql.Row {
	if s := f.statement(ctx, text); s != nil {
		return s.QueryRowContext(ctx, args...)
	}
	return f.Tx.QueryRowContext(ctx, text, args...)
}
