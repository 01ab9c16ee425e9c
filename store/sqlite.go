package store

import (
	"context"
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"doudi/fault"
	"doudi/store/query"

	_ "modernc.org/sqlite" // the driver
)

// sqlite is the database in one file.
type sqlite struct {
	path string
	wait time.Duration // for another program's lock
}

func (sqlite) name() string { return "sqlite" }

// address is the file with what every handle wants: commits are on the disk
// before they are answered, and a reader sees one moment while others write.
func (d sqlite) address(options ...string) string {
	u := url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(d.path)}).EscapedPath()}
	options = append(options, "_pragma=busy_timeout("+strconv.FormatInt(d.wait.Milliseconds(), 10)+")", "_pragma=foreign_keys(1)", "_pragma=synchronous(FULL)")
	return u.String() + "?" + strings.Join(options, "&")
}

// open gives one writer, whose transactions take the lock when they begin, and
// readers that cannot write.
func (d sqlite) open() (writer, reader *sql.DB, err error) {
	if _, err := os.Stat(d.path); err != nil {
		return nil, nil, fault.Wrap(err, fault.NotFound, "没有数据库文件 "+d.path+"；请核对路径，新建请运行 doudi init")
	}
	// What is replaced or deleted is overwritten with zeros in the pages that are
	// written anyway.
	if writer, err = sql.Open("sqlite", d.address("mode=rw", "_txlock=immediate", "_pragma=secure_delete(fast)")); err != nil {
		return nil, nil, err
	}
	writer.SetMaxOpenConns(1)
	if err := writer.Ping(); err != nil {
		writer.Close()
		return nil, nil, err
	}
	if reader, err = sql.Open("sqlite", d.address("mode=ro", "_pragma=query_only(1)")); err == nil {
		reader.SetMaxOpenConns(pool)
		reader.SetMaxIdleConns(pool) // each keeps what it parsed
	}
	return writer, reader, err
}

// create makes an empty file that only its owner reads.
func (d sqlite) create() error {
	f, err := os.OpenFile(d.path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fault.Wrap(err, fault.BadInput, "不能在 "+d.path+" 建数据库；请核对文件夹是否存在、能不能写")
	}
	return f.Close()
}

// prepare lets readers read while the writer writes; the file remembers it, and
// a file of others is never told so.
func (sqlite) prepare(ctx context.Context, w *sql.DB) error {
	var mode string
	if err := w.QueryRowContext(ctx, "PRAGMA journal_mode = WAL").Scan(&mode); err != nil {
		return plain(err)
	}
	if mode != "wal" {
		return fault.New(fault.BadInput, "数据库文件所在的磁盘不支持一边写一边读，可能是网络共享；请放在本机的磁盘上")
	}
	return nil
}

// forget writes everything from the log into the file, where it is overwritten,
// and empties the log. While somebody reads on it stays for the next time.
func (sqlite) forget(ctx context.Context, w *sql.DB) error {
	_, err := w.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	return plain(err)
}

// claim needs no lock on the row: there is one writer.
func (sqlite) claim(ctx context.Context, q *query.Queries, p query.ClaimJobParams) (query.ClaimJobRow, error) {
	return q.ClaimJobAlone(ctx, p)
}

var (
	integers = regexp.MustCompile(`\b(BIGINT|SMALLINT)\b`)
	bytes    = regexp.MustCompile(`\bBYTEA\b`)
	tableEnd = regexp.MustCompile(`(?m)^\);`)
)

// dialect asks for strict types, which PostgreSQL has anyway.
func (sqlite) dialect(text string) string {
	text = integers.ReplaceAllString(text, "INTEGER")
	return tableEnd.ReplaceAllString(bytes.ReplaceAllString(text, "BLOB"), ") STRICT;")
}
