package store

import (
	"bufio"
	"context"
	"encoding/hex"
	"errors"
	"io"
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"doudi/audit"

	"github.com/jackc/pgx/v5"
)

var (
	createTable = regexp.MustCompile(`(?m)^CREATE TABLE (\w+) \(`)
	tableCopy   = ".copy" // the text form of COPY
)

// tablesOf lists the tables of a schema in the order in which they were made,
// so that what is referred to is loaded before what refers to it.
func tablesOf(schema int64) []string {
	var names []string
	for _, m := range migrations() {
		if m.version > schema {
			break
		}
		for _, found := range createTable.FindAllStringSubmatch(m.text, -1) {
			names = append(names, found[1])
		}
	}
	return names
}

// dump copies every table in one transaction that sees one moment. The tool of
// the server (pg_dump) need not be there, nor be of its version.
func (d postgres) dump(ctx context.Context, s *Store, dir string) ([]string, error) {
	schema, err := s.schema(ctx)
	if err != nil {
		return nil, err
	}
	var files []string
	err = d.eachTable(ctx, schema, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx, table, columns string) error {
		files = append(files, table+tableCopy)
		f, err := os.OpenFile(filepath.Join(dir, table+tableCopy), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
		if err != nil {
			return err
		}
		err = copyOut(ctx, tx, f, table, columns)
		return errors.Join(err, f.Sync(), f.Close())
	})
	return files, err
}

// copyOut writes one table, in the order of its key.
func copyOut(ctx context.Context, tx pgx.Tx, w io.Writer, table, columns string) error {
	_, err := tx.Conn().PgConn().CopyTo(ctx, w, "COPY (SELECT "+columns+" FROM "+table+" ORDER BY 1, 2) TO STDOUT")
	return err
}

// load fills the empty tables in one transaction.
func (d postgres) load(ctx context.Context, dir string, schema int64) error {
	return d.eachTable(ctx, schema, pgx.TxOptions{}, func(tx pgx.Tx, table, columns string) error {
		f, err := os.Open(filepath.Join(dir, table+tableCopy))
		if err != nil {
			return err
		}
		defer f.Close()
		_, err = tx.Conn().PgConn().CopyFrom(ctx, f, "COPY "+table+" ("+columns+") FROM STDIN")
		return err
	})
}

// sound reads every row once: a page that cannot be read shows itself.
func (d postgres) sound(ctx context.Context, s *Store) error {
	schema, err := s.schema(ctx)
	if err != nil {
		return err
	}
	return plain(d.eachTable(ctx, schema, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx, table, columns string) error {
		return copyOut(ctx, tx, io.Discard, table, columns)
	}))
}

// eachTable does something with every table in one transaction of its own.
func (d postgres) eachTable(ctx context.Context, schema int64, o pgx.TxOptions, do func(tx pgx.Tx, table, columns string) error) error {
	c, err := d.config()
	if err != nil {
		return err
	}
	conn, err := pgx.ConnectConfig(ctx, c)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	return pgx.BeginTxFunc(ctx, conn, o, func(tx pgx.Tx) error {
		for _, table := range tablesOf(schema) {
			columns, err := columnsOf(ctx, tx, table)
			if err != nil {
				return err
			}
			if err := do(tx, table, columns); err != nil {
				return err
			}
		}
		return nil
	})
}

// columnsOf lists a table's columns in their order.
func columnsOf(ctx context.Context, tx pgx.Tx, table string) (string, error) {
	rows, err := tx.Query(ctx, "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position", table)
	if err != nil {
		return "", err
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	return strings.Join(names, ", "), err
}

// errCopy is a copied table that does not read as it was written.
var errCopy = errors.New("store: a copied table cannot be read")

// exportOfTables writes the chains of a backup from its copied tables.
func exportOfTables(dir, instance string, w io.Writer) error {
	heads, err := os.Open(filepath.Join(dir, "audit_head"+tableCopy))
	if err != nil {
		return err
	}
	defer heads.Close()
	entries, err := os.Open(filepath.Join(dir, "audit_entry"+tableCopy))
	if err != nil {
		return err
	}
	defer entries.Close()
	next, stop := iter.Pull2(copied(entries, 4))
	defer stop()
	x := audit.NewExport(w, instance)
	for row, err := range copied(heads, 3) {
		if err != nil {
			return err
		}
		hash, err := column(row[2])
		if err != nil || len(hash) != 32 {
			return errCopy
		}
		head := audit.Head{Chain: integer(row[0]), Seq: integer(row[1]), Hash: [32]byte(hash)}
		if err := x.Chain(head, firstOf(head.Seq, next)); err != nil {
			return err
		}
	}
	if _, _, more := next(); more {
		return errCopy
	}
	return x.Close()
}

// firstOf gives the next n entries of all.
func firstOf(n int64, next func() ([]string, error, bool)) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for range n {
			row, err, more := next()
			if !more {
				return // the verifier tells that entries are missing
			}
			var entry []byte
			if err == nil {
				entry, err = column(row[3])
			}
			if !yield(entry, err) {
				return
			}
		}
	}
}

// copied reads the rows of a table in the text form of COPY.
func copied(r io.Reader, columns int) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		lines := bufio.NewScanner(r)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			row, err := strings.Split(lines.Text(), "\t"), error(nil)
			if len(row) != columns {
				err = errCopy
			}
			if !yield(row, err) || err != nil {
				return
			}
		}
		if err := lines.Err(); err != nil {
			yield(nil, err)
		}
	}
}

// column reads bytes, which are written \\x and hexadecimal.
func column(text string) ([]byte, error) {
	digits, ok := strings.CutPrefix(text, `\\x`)
	if !ok {
		return nil, errCopy
	}
	return hex.DecodeString(digits)
}

// integer reads a number; what is none does not fit the chain anyway.
func integer(text string) int64 {
	n, _ := strconv.ParseInt(text, 10, 64)
	return n
}
