package store

import (
	"context"
	"database/sql"

	"doudi/store/query"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver
)

// postgres is a database on a server.
type postgres struct{ address string }

func (postgres) name() string { return "postgres" }

// pool is how many connections one process holds.
const pool = 16

// open gives one pool for writing and reading.
func (d postgres) open() (writer, reader *sql.DB, err error) {
	if writer, err = sql.Open("pgx", d.address); err != nil {
		return nil, nil, err
	}
	writer.SetMaxOpenConns(pool)
	writer.SetMaxIdleConns(pool)
	if err := writer.Ping(); err != nil {
		writer.Close()
		return nil, nil, err
	}
	return writer, writer, nil
}

// create does nothing: the database is made by whoever runs the server.
func (postgres) create() error { return nil }

// claim passes over rows that another worker is just claiming.
func (postgres) claim(ctx context.Context, q *query.Queries, p query.ClaimJobParams) (query.ClaimJobRow, error) {
	return q.ClaimJob(ctx, p)
}

// dialect is that of the migrations.
func (postgres) dialect(text string) string { return text }
