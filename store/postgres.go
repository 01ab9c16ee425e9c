package store

import (
	"context"
	"database/sql"
	"strconv"
	"time"

	"doudi/fault"
	"doudi/store/query"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// postgres is a database on a server.
type postgres struct {
	address string
	wait    time.Duration // for another transaction's lock
}

func (postgres) name() string { return "postgres" }

// pool is how many connections one process holds.
const pool = 16

// config reads the address and asks for what every connection wants.
func (d postgres) config() (*pgx.ConnConfig, error) {
	c, err := pgx.ParseConfig(d.address)
	if err != nil {
		return nil, fault.Wrap(code("address"), fault.BadInput, "数据库的地址读不懂；请写成 postgres://用户@主机/数据库名 的样子")
	}
	c.RuntimeParams["application_name"] = "doudi"
	c.RuntimeParams["lock_timeout"] = strconv.FormatInt(d.wait.Milliseconds(), 10)
	return c, nil
}

// open gives one pool for writing and reading.
func (d postgres) open() (writer, reader *sql.DB, err error) {
	c, err := d.config()
	if err != nil {
		return nil, nil, err
	}
	writer = stdlib.OpenDB(*c)
	writer.SetMaxOpenConns(pool)
	writer.SetMaxIdleConns(pool)
	if err := writer.Ping(); err != nil {
		writer.Close()
		return nil, nil, err
	}
	return writer, writer, nil
}

// create makes nothing: the database is made by whoever runs the server.
func (postgres) create() error { return nil }

// prepare refuses a database that cannot hold every Chinese character.
func (postgres) prepare(ctx context.Context, w *sql.DB) error {
	var encoding string
	if err := w.QueryRowContext(ctx, "SELECT getdatabaseencoding()").Scan(&encoding); err != nil {
		return plain(err)
	}
	if encoding != "UTF8" {
		return fault.New(fault.BadInput, "数据库的编码是 "+encoding+"，存不了汉字；请用 UTF8 编码新建（createdb --encoding=UTF8 --locale=C --template=template0）")
	}
	return nil
}

// claim passes over rows that another worker is just claiming.
func (postgres) claim(ctx context.Context, q *query.Queries, p query.ClaimJobParams) (query.ClaimJobRow, error) {
	return q.ClaimJob(ctx, p)
}

// forget frees the place of older rows, for the server to use again.
func (postgres) forget(ctx context.Context, w *sql.DB) error {
	_, err := w.ExecContext(ctx, "VACUUM fact")
	return plain(err)
}

// dialect is that of the migrations.
func (postgres) dialect(text string) string { return text }
