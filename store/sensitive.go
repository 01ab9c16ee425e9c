package store

import (
	"context"
	"fmt"
	"strings"

	"doudi/audit"
	"doudi/registry"
)

// sensitive tells that a pack at hand calls a fact sensitive. Such a fact is
// sealed when it is written and masked when it is read, whatever the law was
// when it was entered.
func (s *Store) sensitive(key string) bool { return s.Sensitive[key] }

// Open counts the facts that stand open and that a pack at hand calls sensitive.
func (s *Store) Open(ctx context.Context) (n int64, err error) {
	if len(s.Sensitive) == 0 {
		return 0, nil
	}
	where, keys := s.openFacts()
	return n, plain(s.reader.QueryRowContext(ctx, "SELECT count(*) FROM fact WHERE "+where, keys...).Scan(&n))
}

// openFacts is the condition of such a fact, with its arguments. A fact has a
// value or something sealed, never both.
func (s *Store) openFacts() (where string, keys []any) {
	var at []string
	for key := range s.Sensitive {
		keys = append(keys, key)
		at = append(at, fmt.Sprintf("$%d", len(keys)))
	}
	return "length(value) > 0 AND key IN (" + strings.Join(at, ", ") + ")", keys
}

// SealOpen seals them, superseded ones too: some in one act, beside other work.
// What is left to do is asked of the data (ADR 7), so whoever is killed is called
// again and goes on. It tells of each act how many it sealed.
func (s *Store) SealOpen(ctx context.Context, told func(rows int)) error {
	if len(s.Sensitive) == 0 {
		return nil
	}
	v := vaultOf("fact")
	var behind []any
	for {
		rows, err := s.openRows(ctx, v, behind)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return s.engine.forget(ctx, s.writer)
		}
		act := audit.Act{Role: "system", Name: registry.JobSeal, Object: object("fact", int64(len(rows)))}
		if err := s.Do(ctx, audit.Instance, act, func(tx *Tx) error { return tx.sealRows(v, rows) }); err != nil {
			return err
		}
		told(len(rows))
		behind = rows[len(rows)-1].key
	}
}

// openRow is a fact that stands open, as it was read.
type openRow struct {
	key   []any
	value string
}

// openRows reads the next behind a key; nobody waits for it.
func (s *Store) openRows(ctx context.Context, v *vault, behind []any) (list []openRow, err error) {
	where, args := s.openFacts()
	if behind != nil {
		where += fmt.Sprintf(" AND (%s) > (%s)", strings.Join(v.key, ", "), strings.Join(numbered("", v.key, len(args)+1), ", "))
		args = append(args, behind...)
	}
	keys := strings.Join(v.key, ", ")
	rows, err := s.reader.QueryContext(ctx, fmt.Sprintf("SELECT %s, value FROM fact WHERE %s ORDER BY %s LIMIT %d", keys, where, keys, v.step), args...)
	if err != nil {
		return nil, plain(err)
	}
	defer rows.Close()
	for rows.Next() {
		one := openRow{key: make([]any, len(v.key))}
		if err := rows.Scan(append(pointers(one.key), &one.value)...); err != nil {
			return nil, plain(err)
		}
		list = append(list, one)
	}
	return list, plain(rows.Err())
}

// sealRows seals facts where they stand, each if it is still as it was read.
func (tx *Tx) sealRows(v *vault, rows []openRow) error {
	put := fmt.Sprintf("UPDATE fact SET value = '', sealed = $1 WHERE value = $2 AND %s", strings.Join(numbered(" = ", v.key, 3), " AND "))
	for _, row := range rows {
		at, err := v.place("sealed", row.key)
		if err != nil {
			return err
		}
		sealed, err := tx.s.sealed(at, row.value)
		if err != nil {
			return err
		}
		if _, err := tx.raw.ExecContext(tx.ctx, put, append([]any{sealed, row.value}, row.key...)...); err != nil {
			return plain(err)
		}
	}
	return nil
}
