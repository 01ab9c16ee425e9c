package store

import (
	"context"
	"time"
)

// CreateAt makes an instance as an older program made it.
func CreateAt(ctx context.Context, address string, schema int64, f Founding, o Options) error {
	s, err := ground(ctx, address, o, schema)
	if err != nil {
		return err
	}
	defer s.Close()
	return s.write(ctx, func(tx *Tx) error { return tx.found(f) })
}

// OpenImpatient opens an instance that hardly waits for others' locks.
func OpenImpatient(ctx context.Context, address string, o Options) (*Store, error) {
	e, err := engineOf(address)
	if err != nil {
		return nil, err
	}
	switch d := e.(type) {
	case sqlite:
		d.wait = 50 * time.Millisecond
		e = d
	case postgres:
		d.wait = 50 * time.Millisecond
		e = d
	}
	s, err := handles(e, o)
	if err != nil {
		return nil, err
	}
	return s, s.ready(ctx)
}

// Exec runs a statement on the writer's own connection.
func (s *Store) Exec(ctx context.Context, text string) error {
	_, err := s.writer.ExecContext(ctx, text)
	return err
}

// Ask reads one value over the writer's own connection.
func (s *Store) Ask(ctx context.Context, text string) (value string, err error) {
	err = s.writer.QueryRowContext(ctx, text).Scan(&value)
	return value, err
}

// ExecReader runs a statement over a reader.
func (s *Store) ExecReader(ctx context.Context, text string) error {
	_, err := s.reader.ExecContext(ctx, text)
	return err
}

// Waiting is how many acts wait for the writer of SQLite.
func Waiting(s *Store) int64 { return s.queue.waiting.Load() }

// SealedColumns are the columns that a change of keys seals anew.
func SealedColumns() (list []string) {
	for i := range vaults {
		for _, c := range vaults[i].columns {
			list = append(list, vaults[i].table+"."+c)
		}
	}
	return list
}
