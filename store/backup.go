package store

import (
	"context"
	"os"
	"path/filepath"

	"doudi/audit"
	"doudi/fault"
	"doudi/seal"
	"doudi/store/query"
)

// Backup writes everything as it stands at one moment, papers included, into a
// folder that must not exist or be empty, while others go on working. The
// folder has its name only when it is complete: what was cut short is called
// NAME.partial and is no backup. The keys are not in it.
func (s *Store) Backup(ctx context.Context, dir string) error {
	text, err := s.backup(ctx, dir)
	if err != nil {
		return err
	}
	return s.recordOwn(ctx, "instance.backup", text)
}

// recordOwn enters what was done to the whole instance, with the digest of the
// backup's manifest.
func (s *Store) recordOwn(ctx context.Context, name string, manifest []byte) error {
	return s.Record(ctx, audit.Instance, audit.Act{Role: "system", Name: name, Object: "instance:" + s.instance.Name,
		Result: audit.Done, Digest: seal.Digest(manifest)})
}

// backup writes the folder and gives its manifest.
func (s *Store) backup(ctx context.Context, dir string) ([]byte, error) {
	partial, err := room(dir)
	if err != nil {
		return nil, err
	}
	schema, err := s.schema(ctx)
	if err != nil {
		return nil, err
	}
	names, err := s.engine.dump(ctx, s, partial)
	if err != nil {
		return nil, plain(err)
	}
	row, err := query.New(s.reader).Instance(ctx) // its proof may have been sealed anew
	if err != nil {
		return nil, plain(err)
	}
	m := Manifest{Instance: row.Name, Engine: s.engine.name(), Schema: schema, At: s.Now().UTC(), proof: row.Proof}
	for _, name := range names {
		f, err := measure(partial, name)
		if err != nil {
			return nil, unwritable(err, dir)
		}
		m.files = append(m.files, f)
	}
	text, err := m.format(s.Options)
	if err != nil {
		return nil, err
	}
	return text, settle(partial, dir, text)
}

// room makes the folder to write into.
func room(dir string) (string, error) {
	if left, err := os.ReadDir(dir); err == nil && len(left) > 0 {
		return "", fault.New(fault.BadInput, "文件夹 "+dir+" 里已有内容，没有备份；请写一个新的文件夹")
	}
	partial := filepath.Clean(dir) + ".partial"
	if err := os.RemoveAll(partial); err != nil {
		return "", unwritable(err, dir)
	}
	if err := os.Mkdir(partial, 0o700); err != nil {
		return "", unwritable(err, dir)
	}
	return partial, nil
}

// unwritable says that a folder cannot be written to.
func unwritable(err error, dir string) error {
	return fault.Wrap(err, fault.Internal, "备份没有写成："+dir+" 不能写，或者磁盘满了；请换一个地方再试")
}

// settle writes the manifest and gives the folder its name, in this order on
// the disk too.
func settle(partial, dir string, manifest []byte) error {
	if err := writeSynced(filepath.Join(partial, manifestName), manifest); err != nil {
		return unwritable(err, dir)
	}
	if err := syncFolder(partial); err != nil {
		return unwritable(err, dir)
	}
	os.Remove(dir) // an empty folder may stand there
	if err := os.Rename(partial, dir); err != nil {
		return unwritable(err, dir)
	}
	if err := syncFolder(filepath.Dir(filepath.Clean(dir))); err != nil {
		return unwritable(err, dir)
	}
	return nil
}

// writeSynced writes a file that only its owner reads and waits for the disk.
func writeSynced(path string, text []byte) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if _, err := f.Write(text); err != nil {
		f.Close()
		return err
	}
	if err := f.Sync(); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// syncFolder waits until the names in a folder are on the disk.
func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}

// Restore fills an empty database from a backup and looks it through. The
// schema is that of the backup. A database in which something stands is left
// alone.
func Restore(ctx context.Context, address, dir string, o Options) (*Manifest, error) {
	m, _, err := CheckBackup(ctx, dir, o)
	if err != nil {
		return nil, err
	}
	e, err := engineOf(address)
	if err != nil {
		return nil, err
	}
	if e.name() != m.Engine {
		return nil, fault.New(fault.BadInput, "备份是 "+m.Engine+" 数据库的，不能恢复到 "+e.name()+" 数据库；请写同一种数据库的地址")
	}
	s, err := ground(ctx, address, o, m.Schema)
	if err != nil {
		return nil, err
	}
	s.Close()
	if err := e.load(ctx, dir, m.Schema); err != nil {
		return nil, plain(err)
	}
	return m, restored(ctx, address, o, m)
}

// restored looks the new database through and records that it was restored. A
// schema of the past is recorded by the migration that follows.
func restored(ctx context.Context, address string, o Options, m *Manifest) error {
	s, err := connect(address, o)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := s.unlock(ctx); err != nil {
		return err
	}
	if r, err := s.look(ctx); err != nil || len(r.Findings) > 0 {
		return distrust(r, err)
	}
	if m.Schema != Latest() {
		return nil
	}
	return s.recordOwn(ctx, "instance.restore", m.text)
}
