// Package store keeps everything that outlives a run, in SQLite or PostgreSQL,
// and is the one place with SQL. It holds no rules: the services decide, the
// store commits an act's change, its audit entry and its jobs together or not
// at all. One SQL text runs on both databases (folders migrations and queries).
package store

import (
	"context"
	"database/sql"
	"io"
	"strings"
	"sync/atomic"
	"time"

	"doudi/civil"
	"doudi/fault"
	"doudi/seal"
	"doudi/store/query"
)

// Options are what a store takes from its surroundings.
type Options struct {
	Now    func() time.Time // read once for each transaction
	Random io.Reader        // for nonces, keys and signatures
	Ring   *seal.Ring       // must open the instance's proof
	// Draft says that the file is thrown away if the process ends before it is
	// whole: nobody waits for the disk. Only who fills a new SQLite file says so.
	Draft bool
}

// Store is an open database of one instance.
type Store struct {
	Options
	// Sensitive are the facts that a pack at hand calls sensitive, by their keys;
	// set before the store is used.
	Sensitive map[string]bool
	engine    engine
	writer    *sql.DB
	reader    *sql.DB // the writer itself on PostgreSQL
	queue     *queue  // of acts for the one writer of SQLite
	sayings   sayings // of its readers
	sites     sites   // the offices, as they were last read
	instance  Instance
	signer    *seal.Signer
	sole      atomic.Bool // nobody acts any more with older keys than these
}

// Instance is what the database says about itself.
type Instance struct {
	Name    string
	Created time.Time
	Public  string // key by which checkpoints are verified
	Demo    bool   // made as a demo: all people are invented
}

// engine is one of the two databases.
type engine interface {
	name() string
	// open gives handles to what exists; it creates nothing.
	open() (writer, reader *sql.DB, err error)
	// create makes a place for a new database if there is none.
	create() error
	// prepare sees that an empty database can serve.
	prepare(ctx context.Context, writer *sql.DB) error
	claim(ctx context.Context, q *query.Queries, p query.ClaimJobParams) (query.ClaimJobRow, error)
	// dialect writes a migration as this database calls its types.
	dialect(text string) string
	// dump writes the content as it stands at one moment into a folder and
	// names the files; load reads them into empty tables.
	dump(ctx context.Context, s *Store, dir string) ([]string, error)
	load(ctx context.Context, dir string, schema int64) error
	// forget drops what older states of the facts are still written.
	forget(ctx context.Context, writer *sql.DB) error
	// sound looks whether the database itself finds fault with its content.
	sound(ctx context.Context, s *Store) error
}

// patience is how long a transaction waits for what another one holds.
const patience = 10 * time.Second

// engineOf chooses by the address: postgres://… or the path of a file.
func engineOf(address string) (engine, error) {
	switch {
	case address == "":
		return nil, fault.New(fault.BadInput, "没有写数据库；请写 --db 文件名，或 --db postgres://…")
	case strings.HasPrefix(address, "postgres://"), strings.HasPrefix(address, "postgresql://"):
		return postgres{address, patience}, nil
	case strings.Contains(address, "://"):
		return nil, fault.New(fault.BadInput, "认不出这种数据库；请写 SQLite 文件名，或 postgres://… 开头的地址")
	}
	return sqlite{address, patience}, nil
}

// Open opens an instance. It creates nothing, changes no schema, and refuses a
// Ring that does not open the instance's proof: it could read nothing, and what
// it wrote nobody else could read.
func Open(ctx context.Context, address string, o Options) (*Store, error) {
	s, err := connect(address, o)
	if err != nil {
		return nil, err
	}
	if err := s.ready(ctx); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// connect opens the handles alone.
func connect(address string, o Options) (*Store, error) {
	e, err := engineOf(address)
	if err != nil {
		return nil, err
	}
	return handles(e, o)
}

// handles opens the handles of a database.
func handles(e engine, o Options) (s *Store, err error) {
	s = &Store{Options: o, engine: e}
	if s.writer, s.reader, err = e.open(); err != nil {
		return nil, plain(err)
	}
	if e.name() == "sqlite" {
		s.queue = newQueue(s.writer)
		if o.Draft {
			_, err = s.writer.Exec("PRAGMA synchronous = OFF")
		}
	}
	return s, plain(err)
}

// ready sees that schema, instance and keys are those of this program.
func (s *Store) ready(ctx context.Context) error {
	if err := s.current(ctx); err != nil {
		return err
	}
	if err := s.unlock(ctx); err != nil {
		return err
	}
	demo, err := query.New(s.reader).IsDemo(ctx)
	s.instance.Demo = demo == 1
	return plain(err)
}

// unlock reads the instance and tries the keys on it.
func (s *Store) unlock(ctx context.Context) error {
	row, err := query.New(s.reader).Instance(ctx)
	if err == sql.ErrNoRows {
		return fault.New(fault.NotFound, "这个数据库还没有建好；请先运行 doudi init")
	}
	if err != nil {
		return plain(err)
	}
	s.instance = Instance{Name: row.Name, Created: moment(row.Created), Public: row.Public}
	if err := s.Ring.Fits(row.Proof); err != nil {
		return err
	}
	version, err := query.New(s.reader).KeyVersion(ctx)
	if err != nil {
		return plain(err)
	}
	if version > int64(s.Ring.Current()) {
		return fault.New(fault.BadInput, oldKeys)
	}
	s.sole.Store(version == int64(s.Ring.Current()))
	secret, err := s.Ring.Open(signerPlace, row.Signer)
	if err != nil {
		return err
	}
	s.signer, err = seal.SignerFrom(secret)
	return err
}

// signerPlace is where the instance keeps the key that signs checkpoints.
var signerPlace = seal.Place{Column: "instance.signer"}

// Instance tells what the database says about itself.
func (s *Store) Instance() Instance { return s.instance }

// Close gives the handles back. The writer goes last: who closes SQLite last puts
// the log into the file, and a reader may not.
func (s *Store) Close() (err error) {
	if s.reader != s.writer {
		err = s.reader.Close()
	}
	if e := s.writer.Close(); err == nil {
		err = e
	}
	return err
}

// moment is a stored moment; stamp stores one.
func moment(micros int64) time.Time { return time.UnixMicro(micros).UTC() }

func stamp(t time.Time) int64 { return t.UnixMicro() }

// days reads a span of days.
func days(from, to string) (a, b civil.Date, err error) {
	if a, err = civil.ParseDate(from); err != nil {
		return a, b, err
	}
	b, err = civil.ParseDate(to)
	return a, b, err
}
