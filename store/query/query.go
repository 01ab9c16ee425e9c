// Package query is the SQL of the store as Go functions: made by sqlc from
// ../queries and ../migrations (`make generate`), one text for SQLite and
// PostgreSQL. Only package store uses it.
package query

import (
	"context"
	"strings"
)

// claimAlone is claimJob for a database with one writer, where nobody can hold
// a row: the one statement that differs between the databases.
var claimAlone = strings.Replace(claimJob, "\n  FOR UPDATE SKIP LOCKED", "", 1)

// ClaimJobAlone is ClaimJob where there is only one writer.
func (q *Queries) ClaimJobAlone(ctx context.Context, arg ClaimJobParams) (ClaimJobRow, error) {
	var i ClaimJobRow
	row := q.db.QueryRowContext(ctx, claimAlone, arg.Holder, arg.LeaseUntil, arg.Now)
	err := row.Scan(&i.Office, &i.Kind, &i.Key, &i.RunAt, &i.Attempts, &i.Asked)
	return i, err
}
