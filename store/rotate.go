package store

import (
	"context"
	"fmt"

	"doudi/audit"
	"doudi/fault"
	"doudi/registry"
	"doudi/seal"
	"doudi/store/query"
)

// stage is a row of a vault as it was read.
type stage struct {
	key    []any
	sealed [][]byte
}

// errOneKey refuses a change of keys without a new one.
var errOneKey = fault.New(fault.BadInput, "密钥文件里只有一版密钥，没有可换的；请先运行 doudi keys add 加一版")

// Rotate seals everything anew that is not of the newest key, and makes the blind
// indexes anew: in small acts, beside other work. Killed at any moment, it is
// called again and goes on with what is left. It tells of each act how many rows
// of what it changed.
func (s *Store) Rotate(ctx context.Context, told func(label string, rows int)) error {
	if len(s.Ring.Live()) < 2 {
		return errOneKey
	}
	if err := s.step(ctx, "key.rotate", func(*Tx) error { return nil }); err != nil {
		return err
	}
	for i := range vaults {
		if i == len(vaults)-1 { // the proof comes last
			if err := s.reindex(ctx, func(rows int) { told("查找用的索引", rows) }); err != nil {
				return err
			}
		}
		if err := s.reseal(ctx, &vaults[i], func(rows int) { told(vaults[i].label, rows) }); err != nil {
			return err
		}
	}
	return s.rotated(ctx)
}

// step is one act of a change of keys, in the instance's chain.
func (s *Store) step(ctx context.Context, name string, change func(*Tx) error) error {
	return s.Do(ctx, audit.Instance, audit.Act{Role: "system", Name: name, Object: object("key", int64(s.Ring.Current()))}, change)
}

// rotated sees that nothing is left. What was tried at log-ins is forgotten: it
// is kept for a day, under a key that nobody asks by any more.
func (s *Store) rotated(ctx context.Context) error {
	list, err := s.Sealing(ctx)
	if err != nil {
		return err
	}
	for _, one := range list {
		if one.Old > 0 {
			return fault.Newf(fault.Conflict, "%s还有 %d 处是用旧密钥封存的，刚才正被改动；请再运行一次", one.Label, one.Old)
		}
	}
	return s.step(ctx, "key.rotated", func(tx *Tx) error { return plain(tx.q.ForgetAttempts(tx.ctx, stamp(tx.now)+1)) })
}

// reseal goes through one table.
func (s *Store) reseal(ctx context.Context, v *vault, told func(rows int)) error {
	var behind []any
	for {
		rows, err := s.stale(ctx, v, behind)
		if err != nil || len(rows) == 0 {
			return err
		}
		err = s.step(ctx, "key.reseal", func(tx *Tx) error {
			for _, row := range rows {
				if err := tx.resealRow(v, row); err != nil {
					return fault.Wrap(err, fault.Kind(err), fmt.Sprintf("%s %v：%s", v.label, row.key, fault.Sentence(err)))
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		told(len(rows))
		behind = rows[len(rows)-1].key
	}
}

// stale reads the next rows behind a key; nobody waits for it.
func (s *Store) stale(ctx context.Context, v *vault, behind []any) (list []stage, err error) {
	rows, err := s.reader.QueryContext(ctx, v.stale(behind != nil), append(v.bounds(s.Ring), behind...)...)
	if err != nil {
		return nil, plain(err)
	}
	defer rows.Close()
	for rows.Next() {
		one := stage{make([]any, len(v.key)), make([][]byte, len(v.columns))}
		into := pointers(one.key)
		for i := range one.sealed {
			into = append(into, &one.sealed[i])
		}
		if err := rows.Scan(into...); err != nil {
			return nil, plain(err)
		}
		for i, sealed := range one.sealed {
			one.sealed[i] = append([]byte{}, sealed...) // nothing is empty, and never NULL
		}
		list = append(list, one)
	}
	return list, plain(rows.Err())
}

// pointers are where a key is scanned into.
func pointers(key []any) (into []any) {
	for i := range key {
		into = append(into, &key[i])
	}
	return into
}

// resealRow seals one row anew. A row that was changed since it was read is left
// to the next run: whoever changed it sealed it with the newest key.
func (tx *Tx) resealRow(v *vault, row stage) error {
	fresh, plains := make([]any, len(v.columns)), make([][]byte, len(v.columns))
	for i, column := range v.columns {
		at, err := v.place(column, row.key)
		if err != nil {
			return err
		}
		if fresh[i], plains[i], err = tx.renewed(at, row.sealed[i]); err != nil {
			return err
		}
	}
	if v.index != nil {
		b, err := v.index(&tx.View, row.key, plains)
		if err != nil {
			return err
		}
		fresh = append(fresh, int64(b.Version), b.Sum[:])
	}
	fresh = append(fresh, row.key...)
	for _, old := range row.sealed {
		fresh = append(fresh, old)
	}
	_, err := tx.raw.ExecContext(tx.ctx, v.put(), fresh...)
	return plain(err)
}

// renewed gives a sealed value under the newest key, and what is in it.
func (tx *Tx) renewed(at seal.Place, sealed []byte) (fresh, plain []byte, err error) {
	if len(sealed) == 0 {
		return sealed, nil, nil
	}
	version, err := seal.Version(sealed)
	if err != nil {
		return sealed, nil, err
	}
	if plain, err = tx.s.Ring.Open(at, sealed); err != nil || version == tx.s.Ring.Current() {
		return sealed, plain, err
	}
	fresh, err = tx.s.Ring.Seal(tx.s.Random, at, plain)
	return fresh, plain, err
}

// some is how many persons are indexed anew in one act.
const some = 100

// reindex makes the indexes of persons anew that stand under an older key.
func (s *Store) reindex(ctx context.Context, told func(rows int)) error {
	for {
		var list []registry.Ref
		err := s.Read(ctx, func(v *View) (err error) {
			list, err = v.unindexed()
			return err
		})
		if err != nil || len(list) == 0 {
			return err
		}
		if err := s.step(ctx, "key.reindex", func(tx *Tx) error { return tx.reindexOffice(list[0].Office) }); err != nil {
			return err
		}
		told(len(list))
	}
}

// unindexed are the next persons of an office whose indexes are not all under
// the newest key.
func (v *View) unindexed() (list []registry.Ref, err error) {
	newest := int64(v.s.Ring.Current())
	rows, err := v.q.StaleDirectory(v.ctx, query.StaleDirectoryParams{Version: newest, Most: some})
	for _, r := range rows {
		if r.Office == rows[0].Office {
			list = append(list, registry.Ref{Office: r.Office, ID: r.Person})
		}
	}
	if err != nil || len(list) > 0 {
		return list, plain(err)
	}
	offices, err := v.q.Offices(v.ctx)
	if err != nil {
		return nil, plain(err)
	}
	for _, o := range offices {
		for _, kind := range []string{"tail", "phone"} {
			people, err := v.q.StaleBlinds(v.ctx, query.StaleBlindsParams{Office: o.Office, Kind: kind, Version: newest, Most: some})
			for _, id := range people {
				list = append(list, registry.Ref{Office: o.Office, ID: id})
			}
			if err != nil || len(list) > 0 {
				return list, plain(err)
			}
		}
	}
	return nil, nil
}

// reindexOffice takes the next persons of an office. They are looked for again
// once the office is held: who has moved or was corrected is no longer there.
func (tx *Tx) reindexOffice(office int64) error {
	side := tx.aside(office)
	if err := side.Alone(); err != nil {
		return err
	}
	list, err := tx.unindexed()
	for _, one := range list {
		if err == nil && one.Office == office {
			err = side.reindexPerson(one.ID)
		}
	}
	return err
}

// reindexPerson makes the keys of one person anew.
func (tx *Tx) reindexPerson(id int64) error {
	p, err := tx.Person(tx.office, id, registry.Now)
	if err != nil {
		return err
	}
	if err := tx.dropKeys(id); err != nil {
		return err
	}
	alone, err := tx.addKeys(p)
	if err == nil && !alone {
		err = fault.Newf(fault.Conflict, "机构 %d 的人员 %d 和别人登记了同一个证件号码；请先在网页上把两个人合并，再运行一次", tx.office, id)
	}
	return err
}

// Sealing is how much of something is sealed, or indexed, and how much of that
// under an older key than the newest.
type Sealing struct {
	Label, Table string
	All, Old     int64
}

// Sealing counts what is sealed under which key. It reads everything.
func (s *Store) Sealing(ctx context.Context) (list []Sealing, err error) {
	for i := range vaults {
		v := &vaults[i]
		list = append(list, Sealing{Label: v.label, Table: v.table})
	}
	for _, table := range indexes {
		list = append(list, Sealing{Label: "查找用的索引", Table: table})
	}
	for i := range list {
		text, args := "SELECT count(*), count(CASE WHEN version < $1 THEN 1 END) FROM "+list[i].Table, []any{int64(s.Ring.Current())}
		if i < len(vaults) {
			v := &vaults[i]
			text, args = "SELECT count(*), count(CASE WHEN "+v.old()+" THEN 1 END) FROM "+v.table, v.bounds(s.Ring)
		}
		if err := s.reader.QueryRowContext(ctx, text, args...).Scan(&list[i].All, &list[i].Old); err != nil {
			return nil, plain(err)
		}
	}
	return list, nil
}
