package store

import (
	"context"
	"database/sql"
	"io"
	"os"
	"path/filepath"

	"doudi/fault"

	driver "modernc.org/sqlite"
)

// dumpName is the one file of a SQLite backup.
const dumpName = "database.sqlite"

// dump copies the database page by page through SQLite's own backup, over a
// reader: writers go on meanwhile.
func (d sqlite) dump(ctx context.Context, s *Store, dir string) ([]string, error) {
	target := sqlite{path: filepath.Join(dir, dumpName)}
	if err := target.create(); err != nil {
		return nil, err
	}
	conn, err := s.reader.Conn(ctx)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	err = conn.Raw(func(raw any) error { return copyPages(raw, target.address("mode=rw")) })
	return []string{dumpName}, err
}

// backuper is what the driver's connection can do besides.
type backuper interface {
	NewBackup(target string) (*driver.Backup, error)
}

// copyPages copies everything at one go, so that it is of one moment.
func copyPages(raw any, target string) error {
	b, err := raw.(backuper).NewBackup(target)
	if err != nil {
		return err
	}
	_, err = b.Step(-1)
	if e := b.Finish(); err == nil {
		err = e
	}
	return err
}

// load puts the file of a backup in the place of the empty database.
func (d sqlite) load(_ context.Context, dir string, _ int64) error {
	text, err := os.Open(filepath.Join(dir, dumpName))
	if err != nil {
		return err
	}
	defer text.Close()
	partial := d.path + ".partial"
	if err := copySynced(partial, text); err != nil {
		return fault.Wrap(err, fault.Internal, "没有恢复：数据库文件写不下；请看磁盘是否满了")
	}
	for _, left := range []string{d.path + "-wal", d.path + "-shm"} {
		os.Remove(left)
	}
	if err := os.Rename(partial, d.path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(d.path))
}

// copySynced writes a file from another and waits for the disk.
func copySynced(path string, from io.Reader) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if _, err = io.Copy(f, from); err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	return err
}

// exportOfFile reads the chains in a backup's file without changing it.
func exportOfFile(ctx context.Context, dir string, w io.Writer, o Options) error {
	d := sqlite{path: filepath.Join(dir, dumpName)}
	db, err := sql.Open("sqlite", d.address("mode=ro", "immutable=1"))
	if err != nil {
		return err
	}
	s := &Store{Options: o, engine: d, writer: db, reader: db}
	defer s.Close()
	if err := s.unlock(ctx); err != nil {
		return err
	}
	return s.ExportAudit(ctx, w)
}

// sound asks SQLite to look its pages, indexes and references through.
func (d sqlite) sound(ctx context.Context, s *Store) error {
	for _, ask := range []string{"SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok' LIMIT 1",
		"SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1"} {
		var bad string
		switch err := s.reader.QueryRowContext(ctx, ask).Scan(&bad); {
		case err == nil:
			return fault.New(fault.Internal, "数据库文件有损坏；请停止使用，从最近的备份恢复（doudi restore）")
		case err != sql.ErrNoRows:
			return plain(err)
		}
	}
	return nil
}
