package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"doudi/audit"
	"doudi/fault"
	"doudi/job"
	"doudi/store/query"
)

// View reads one moment of the database.
type View struct {
	ctx context.Context
	q   *query.Queries
	s   *Store
	// still says that it only reads: what it sees was committed.
	still bool
}

// Tx is one transaction: what it writes is seen by others all at once or never.
type Tx struct {
	View
	// Act is the entry of the audit chain; the change adds what it was done to
	// and the digest of what it did.
	Act    *audit.Act
	raw    query.DBTX
	office int64
	now    time.Time
	late   []func(known int64) error
	beside []*Tx // parts of the act in other offices
}

// Now is the time of the transaction, the same however often it is asked.
func (tx *Tx) Now() time.Time { return tx.now }

// Office is the office whose chain the transaction writes.
func (tx *Tx) Office() int64 { return tx.office }

// Late keeps a write for the end, when the act has its number in the office's
// chain: that number is what "known since" means for facts. Nobody else can get
// a number of this office before the transaction ends, so whoever sees a number
// sees everything known up to it.
func (tx *Tx) Late(write func(known int64) error) { tx.late = append(tx.late, write) }

// aside is a part of the act in another office: its entry is made with those of
// the act, if the act is done.
func (tx *Tx) aside(office int64) *Tx {
	own := *tx.Act
	own.Object, own.Digest = "", [32]byte{}
	side := &Tx{View: tx.View, Act: &own, raw: tx.raw, office: office, now: tx.now}
	tx.beside = append(tx.beside, side)
	return side
}

// Next gives the next number of a kind within the office.
func (tx *Tx) Next(kind string) (int64, error) { return tx.next(tx.office, kind) }

// next gives the next number of a kind.
func (tx *Tx) next(office int64, kind string) (int64, error) {
	n, err := tx.q.NextNumber(tx.ctx, query.NextNumberParams{Office: office, Kind: kind})
	return n, plain(err)
}

// Enqueue asks for a job: it is there when the transaction commits, and never
// was when it does not. A job that is waiting already is asked for once.
func (tx *Tx) Enqueue(j job.Job) error {
	return plain(tx.q.AddJob(tx.ctx, query.AddJobParams{Office: j.Office, Kind: j.Kind, Key: j.Key, RunAt: stamp(j.RunAt)}))
}

// Do carries out one act in an office (0: the instance): its change, its jobs
// and its entry in the audit chain commit together. A change that was refused
// or failed is undone and leaves an entry of its own. The change may be called
// again if another transaction stood in its way, so it must do nothing outside
// the transaction; and it must not use the Store itself.
func (s *Store) Do(ctx context.Context, office int64, act audit.Act, change func(*Tx) error) error {
	err := s.write(ctx, func(tx *Tx) error {
		own := act
		tx.office, tx.Act = office, &own
		if own.Result == "" {
			own.Result = audit.Done
		}
		if err := change(tx); err != nil {
			return err
		}
		return tx.enter()
	})
	if err != nil {
		how := audit.Refused
		if fault.Kind(err) == fault.Internal {
			how = audit.Failed
		}
		return errors.Join(err, s.Record(context.WithoutCancel(ctx), office, act.Stopped(how, fault.Kind(err).String())))
	}
	s.sole.Store(true)
	return nil
}

// Record enters an act that changed nothing, in a transaction of its own: a
// refusal, a failure, a view of unmasked data.
func (s *Store) Record(ctx context.Context, office int64, act audit.Act) error {
	return s.write(ctx, func(tx *Tx) error {
		own := act
		tx.office, tx.Act = office, &own
		return tx.enter()
	})
}

// enter puts the act at the end of its chain. The head's row is locked here,
// behind everything else, so that acts are numbered as they commit. What the act
// did in other offices is entered in their chains before.
func (tx *Tx) enter() error {
	if err := tx.enterAside(); err != nil {
		return err
	}
	row, err := tx.q.LockHead(tx.ctx, tx.office)
	if err != nil {
		return plain(err)
	}
	if err := tx.underNewest(row.KeyVersion); err != nil {
		return err
	}
	for _, write := range tx.late {
		if err := write(row.Seq); err != nil {
			return err
		}
	}
	tx.Act.At = tx.now
	entry, next, err := audit.Head{Chain: tx.office, Seq: row.Seq - 1, Hash: [32]byte(row.Hash)}.Append(*tx.Act)
	if err != nil {
		return err
	}
	if err := tx.q.AddEntry(tx.ctx, query.AddEntryParams{Office: tx.office, Seq: next.Seq, At: stamp(tx.now), Entry: entry}); err != nil {
		return plain(err)
	}
	return plain(tx.q.SetHead(tx.ctx, query.SetHeadParams{Office: tx.office, Hash: next.Hash[:]}))
}

// enterAside enters what the act did in other offices until now.
func (tx *Tx) enterAside() error {
	done := tx.beside
	tx.beside = nil
	for _, side := range done {
		if err := side.enter(); err != nil {
			return err
		}
	}
	return nil
}

// oldKeys stops a program that was started before the keys were changed: what it
// sealed would be left behind. Whoever sits before it cannot help it.
const oldKeys = "系统已经换了新密钥，这个程序用的还是旧的密钥文件，所以没有办理；请系统管理员用新的密钥文件重新启动"

// underNewest sees that nobody acts with older keys than somebody before him. The
// first act with a new key shuts out whoever has not got it.
func (tx *Tx) underNewest(version int64) error {
	if newest := int64(tx.s.Ring.Current()); version < newest {
		return plain(tx.q.RaiseKeyVersion(tx.ctx, newest))
	}
	return tx.s.outdated(version)
}

// outdated tells that somebody has acted with newer keys.
func (s *Store) outdated(version int64) error {
	if version > int64(s.Ring.Current()) {
		return fault.New(fault.Internal, oldKeys)
	}
	return nil
}

// tries is how often a transaction is begun when others stand in its way.
const tries = 5

// turns is the lock of PostgreSQL behind which transactions take turns when they
// are begun again.
const turns = 11

// write runs one transaction.
func (s *Store) write(ctx context.Context, change func(*Tx) error) (err error) {
	for try := range tries {
		if err = s.once(ctx, change, try > 0); !collided(err) {
			break
		}
	}
	return plain(err)
}

// once tries a transaction, on SQLite together with others that wait. Those that
// were in others' way before take turns, or the same would meet again.
func (s *Store) once(ctx context.Context, change func(*Tx) error, alone bool) error {
	if s.queue != nil {
		return s.queue.once(ctx, s, change, alone)
	}
	raw, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer raw.Rollback() // after a commit this does nothing
	if alone {
		if _, err := raw.ExecContext(ctx, "SELECT pg_advisory_xact_lock($1)", turns); err != nil {
			return err
		}
	}
	if err := change(s.begin(ctx, raw)); err != nil {
		return err
	}
	return raw.Commit()
}

// begin is the beginning of an act in a transaction.
func (s *Store) begin(ctx context.Context, raw query.DBTX) *Tx {
	return &Tx{View: View{ctx, query.New(raw), s, false}, raw: raw, now: s.Now().UTC().Truncate(time.Microsecond)}
}

// Read looks at one moment of the database.
func (s *Store) Read(ctx context.Context, look func(*View) error) error {
	raw, err := s.reader.BeginTx(ctx, s.glance())
	if err != nil {
		return plain(err)
	}
	defer raw.Rollback()
	if s.engine.name() == "postgres" { // its driver keeps what was parsed itself
		return plain(look(&View{ctx, query.New(raw), s, true}))
	}
	var fresh []string
	err = look(&View{ctx, query.New(fluent{raw, func(text string) *sql.Stmt {
		if known, ok := s.sayings.known.Load(text); ok {
			return known.(*sql.Stmt)
		}
		fresh = append(fresh, text)
		return nil
	}}), s, true})
	raw.Rollback()
	s.sayings.learn(s.reader, fresh)
	return plain(err)
}

// glance asks for one moment; on SQLite every reading transaction has one.
func (s *Store) glance() *sql.TxOptions {
	if s.engine.name() == "postgres" {
		return &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead}
	}
	return &sql.TxOptions{ReadOnly: true}
}
