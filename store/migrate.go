package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"doudi/fault"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// texts are the migrations. HEAD names the last one, so that two branches that
// both add one are a conflict of the version control and not of a database.
//
//go:embed migrations
var texts embed.FS

// migration is one step of the schema, forward only.
type migration struct {
	version int64
	text    string
}

// migrations lists the steps in order.
func migrations() []migration {
	names, err := fs.Glob(texts, "migrations/*.sql")
	if err != nil {
		panic(err)
	}
	var steps []migration
	for _, name := range names {
		text, err := texts.ReadFile(name)
		if err != nil {
			panic(err)
		}
		number, _, _ := strings.Cut(strings.TrimPrefix(name, "migrations/"), "_")
		version, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			panic(err)
		}
		steps = append(steps, migration{version, string(text)})
	}
	return steps
}

// Latest is the schema that this program writes.
func Latest() int64 {
	steps := migrations()
	return steps[len(steps)-1].version
}

// raise brings the schema up to a version, step by step; a step that fails
// leaves the one before.
func (s *Store) raise(ctx context.Context, to int64) error {
	var steps []*goose.Migration
	for _, m := range migrations() {
		text := s.engine.dialect(m.text)
		steps = append(steps, goose.NewGoMigration(m.version, &goose.GoFunc{RunTx: func(ctx context.Context, tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, text)
			return err
		}}, nil))
	}
	p, err := s.migrator(steps)
	if err != nil {
		return fault.Wrap(err, fault.Internal, "数据库的版本没有升级；请告诉系统管理员")
	}
	if _, err := p.UpTo(ctx, to); err != nil {
		return fault.Wrap(err, fault.Internal, "数据库的版本没有升级，内容还是原来的；请告诉系统管理员，旧版程序可以继续用")
	}
	return nil
}

// migrator takes the steps. On a server it waits for whoever is at it, if only for
// the statement that a process killed a moment ago has left running there.
func (s *Store) migrator(steps []*goose.Migration) (*goose.Provider, error) {
	options := []goose.ProviderOption{goose.WithGoMigrations(steps...), goose.WithDisableGlobalRegistry(true)}
	if s.engine.name() != "postgres" {
		return goose.NewProvider(goose.DialectSQLite3, s.writer, nil, options...)
	}
	one, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 60))
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, s.writer, nil, append(options, goose.WithSessionLocker(one))...)
}

// schema is the version that the database has; 0 if it is empty.
func (s *Store) schema(ctx context.Context) (int64, error) {
	known, err := s.tables(ctx)
	if err != nil || len(known) == 0 {
		return 0, err
	}
	var version sql.NullInt64
	err = s.writer.QueryRowContext(ctx, "SELECT max(version_id) FROM goose_db_version").Scan(&version)
	if err != nil {
		return 0, fault.Wrap(err, fault.BadInput, "这个数据库里已有别的程序的表；请给兜底单独用一个空的数据库")
	}
	return version.Int64, nil
}

// tables lists the tables of the database, in order.
func (s *Store) tables(ctx context.Context) ([]string, error) {
	text := "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
	if s.engine.name() == "postgres" {
		text = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename COLLATE \"C\""
	}
	rows, err := s.writer.QueryContext(ctx, text)
	if err != nil {
		return nil, plain(err)
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, plain(err)
		}
		names = append(names, name)
	}
	return names, plain(rows.Err())
}

// errSchema is behind the refusals of a schema that is not this program's.
var errSchema = errors.New("store: schema")

// current refuses a schema that is older or newer than this program's.
func (s *Store) current(ctx context.Context) error {
	version, err := s.schema(ctx)
	switch latest := Latest(); {
	case err != nil:
		return err
	case version == 0:
		return fault.New(fault.NotFound, "数据库是空的；请先运行 doudi init")
	case version > latest:
		return newer(version)
	case version < latest:
		return fault.Wrap(errSchema, fault.BadInput, fmt.Sprintf("数据库的版本是 %d，这个程序要 %d，所以没有打开；请先运行 doudi migrate（升级前会自动备份）", version, latest))
	}
	return nil
}

// newer is the refusal of an older program before a newer schema.
func newer(version int64) error {
	return fault.Wrap(errSchema, fault.BadInput, fmt.Sprintf("数据库的版本是 %d，比这个程序能懂的 %d 新，所以没有打开，什么也没有改动；"+
		"请换用新版程序。要退回旧版，请用旧版程序把升级前的备份恢复到一个空的数据库（doudi restore）", version, Latest()))
}

// Migrate brings an instance up to this program's schema. The backup that goes
// before is made here, so that nobody can leave it out; into is a folder that
// does not exist yet. It tells from which version to which.
func Migrate(ctx context.Context, address, into string, o Options) (from, to int64, err error) {
	s, err := connect(address, o)
	if err != nil {
		return 0, 0, err
	}
	defer s.Close()
	if from, err = s.schema(ctx); err != nil {
		return 0, 0, err
	}
	switch to = Latest(); {
	case from == 0:
		return 0, 0, fault.New(fault.NotFound, "数据库是空的；请先运行 doudi init")
	case from > to:
		return from, to, newer(from)
	}
	if err := s.unlock(ctx); err != nil || from == to {
		return from, to, err
	}
	text, err := s.backup(ctx, into)
	if err != nil {
		return from, to, err
	}
	if err := s.raise(ctx, to); err != nil {
		return from, to, err
	}
	return from, to, s.recordOwn(ctx, "instance.migrate", text)
}
