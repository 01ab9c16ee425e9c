package store_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"doudi/audit"
	"doudi/fault"
	"doudi/job"
	"doudi/store"
)

// filled is an instance with a paper, a job and a checkpoint.
func filled(h *house) *store.Store {
	h.Helper()
	s := h.open()
	h.must(s.Do(background, 2, act("paper.add"), func(tx *store.Tx) error {
		if _, err := tx.AddPaper("letter", []byte("批准通知\t\\x\n")); err != nil {
			return err
		}
		return tx.Enqueue(job.Job{Office: 2, Kind: "print", Key: "paper:1", RunAt: tx.Now()})
	}))
	_, _, err := s.Checkpoint(background, 3, "audit_administrator")
	h.must(err)
	return s
}

func TestABackupRestoredIsTheSame(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := filled(h)
		dir, before := filepath.Join(t.TempDir(), "backup"), h.export(s)
		h.must(s.Backup(background, dir))
		h.must(s.Record(background, 2, audit.Act{Name: "registry.view", Result: audit.Viewed})) // behind the backup
		m, r, err := store.CheckBackup(background, dir, h.options())
		h.must(err)
		if m.Instance != "mingxi" || m.Schema != store.Latest() || r.Entries == 0 {
			t.Errorf("%+v %+v", m, r)
		}
		other := h.another()
		_, err = store.Restore(background, other, dir, h.options())
		h.must(err)
		again := h.reopen(other)
		h.sound(again)
		if mode, _ := again.Ask(background, "PRAGMA journal_mode"); !h.postgres && mode != "wal" {
			t.Errorf("the restored file's mode is %s", mode)
		}
		was, is := strings.Split(before, "end 0 ")[0], strings.Split(h.export(again), "end 0 ")[0]
		if !strings.HasPrefix(is, was) || !strings.Contains(is[len(was):], "act instance.restore") || strings.Contains(is, "registry.view") {
			t.Errorf("before:\n%s\nafter:\n%s", was, is)
		}
		h.read(again, func(v *store.View) error {
			_, content, err := v.Paper(2, 1)
			if string(content) != "批准通知\t\\x\n" {
				t.Errorf("%q", content)
			}
			return err
		})
		if j, found, err := again.Claim(background, "w", job.Pause(1)); err != nil || !found || j.Key != "paper:1" {
			t.Errorf("%+v %v", j, err)
		}
		h.must(again.Do(background, 2, act("paper.add"), func(tx *store.Tx) error {
			id, err := tx.AddPaper("letter", nil)
			if id != 2 {
				t.Errorf("the number %d was given again", id)
			}
			return err
		}))
	})
}

func TestARestoredDatabaseIsEmptyBefore(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := filled(h)
		dir := filepath.Join(t.TempDir(), "backup")
		h.must(s.Backup(background, dir))
		before := h.export(s)
		if _, err := store.Restore(background, h.address, dir, h.options()); err == nil || !strings.Contains(fault.Sentence(err), "已经建好") {
			t.Errorf("%v", err)
		}
		if h.export(s) != before {
			t.Error("what was there has changed")
		}
		if err := s.Backup(background, dir); fault.Kind(err) != fault.BadInput {
			t.Errorf("a backup over a backup: %v", err)
		}
	})
}

func TestAChangedBackupIsRefused(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := filled(h)
		dir := filepath.Join(t.TempDir(), "backup")
		h.must(s.Backup(background, dir))
		files, err := os.ReadDir(dir)
		h.must(err)
		for _, f := range files {
			path := filepath.Join(dir, f.Name())
			text, err := os.ReadFile(path)
			h.must(err)
			for _, at := range []int{0, len(text) / 2, len(text) - 1} {
				if len(text) == 0 {
					continue
				}
				changed := bytes.Clone(text)
				changed[at] ^= 1
				h.must(os.WriteFile(path, changed, 0o600))
				if _, _, err := store.CheckBackup(background, dir, h.options()); err == nil {
					t.Errorf("%s: byte %d", f.Name(), at)
				}
				if _, err := store.Restore(background, h.another(), dir, h.options()); err == nil {
					t.Errorf("%s: byte %d was restored", f.Name(), at)
				}
			}
			h.must(os.Remove(path))
			if _, _, err := store.CheckBackup(background, dir, h.options()); err == nil {
				t.Errorf("%s is missing", f.Name())
			}
			h.must(os.WriteFile(path, text, 0o600))
		}
	})
}

func TestAManifestWrittenWithoutTheKeysIsRefused(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := filled(h)
		dir := filepath.Join(t.TempDir(), "backup")
		h.must(s.Backup(background, dir))
		path := filepath.Join(dir, "MANIFEST")
		text, err := os.ReadFile(path)
		h.must(err)
		for old, forged := range map[string]string{"instance mingxi": "instance mingxj", fmt.Sprintf("schema %d", store.Latest()): "schema 1", "at 2026": "at 2025", "\nfile ": "\nfile more 0 00\nfile "} {
			if !strings.Contains(string(text), old) {
				t.Fatalf("the manifest has no %q", old)
			}
			h.must(os.WriteFile(path, []byte(strings.Replace(string(text), old, forged, 1)), 0o600))
			if _, _, err := store.CheckBackup(background, dir, h.options()); err == nil || !strings.Contains(fault.Sentence(err), "清单") {
				t.Errorf("%s: %v", forged, err)
			}
		}
	})
}

func TestNoByteOfAPaperLiesOpenInABackup(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		secret := []byte("病情:尿毒症三期-0815")
		h.must(s.Do(background, 2, act("paper.add"), func(tx *store.Tx) error {
			_, err := tx.AddPaper("photo", secret)
			return err
		}))
		dir := filepath.Join(t.TempDir(), "backup")
		h.must(s.Backup(background, dir))
		files, err := filepath.Glob(filepath.Join(dir, "*"))
		h.must(err)
		if !h.postgres {
			files = append(files, h.address, h.address+"-wal")
		}
		for _, f := range files {
			text, err := os.ReadFile(f)
			h.must(err)
			if bytes.Contains(text, secret) || bytes.Contains(text, []byte("e5b0bfe6af92e79787")) {
				t.Errorf("%s shows the paper", f)
			}
		}
	})
}

func TestTheOtherKindOfDatabaseIsRefused(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		dir := filepath.Join(t.TempDir(), "backup")
		h.must(s.Backup(background, dir))
		other := "postgres://doudi@/x?host=" + t.TempDir()
		if h.postgres {
			other = filepath.Join(t.TempDir(), "x.sqlite")
		}
		if _, err := store.Restore(background, other, dir, h.options()); err == nil || !strings.Contains(fault.Sentence(err), "同一种数据库") {
			t.Errorf("%v", err)
		}
	})
}

func TestANewerSchemaIsRefusedAndAnOlderOneIsRaisedBehindABackup(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.must(store.CreateAt(background, h.address, 1, founding(t), h.options()))
		if _, err := store.Open(background, h.address, h.options()); err == nil || !strings.Contains(fault.Sentence(err), "doudi migrate") {
			t.Errorf("older: %v", err)
		}
		dir := filepath.Join(t.TempDir(), "before")
		from, to, err := store.Migrate(background, h.address, dir, h.options())
		if err != nil || from != 1 || to != store.Latest() {
			t.Fatalf("%d %d %v", from, to, err)
		}
		s := h.reopen(h.address)
		h.sound(s)
		if !strings.Contains(h.export(s), "act instance.migrate") {
			t.Error("the migration is not on record")
		}
		m, _, err := store.CheckBackup(background, dir, h.options())
		if err != nil || m.Schema != 1 {
			t.Errorf("%+v %v", m, err)
		}
		h.goBack(dir)
		h.raw("INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, '1')")
		_, opened := store.Open(background, h.address, h.options())
		_, _, migrated := store.Migrate(background, h.address, filepath.Join(t.TempDir(), "m"), h.options())
		for _, err := range []error{opened, migrated, store.Create(background, h.address, founding(t), h.options())} {
			if err == nil || !strings.Contains(fault.Sentence(err), "比这个程序能懂的") {
				t.Errorf("newer: %v", err)
			}
		}
	})
}

// goBack restores what was before the migration and migrates it again.
func (h *house) goBack(dir string) {
	h.Helper()
	other := h.another()
	_, err := store.Restore(background, other, dir, h.options())
	h.must(err)
	_, _, err = store.Migrate(background, other, filepath.Join(h.TempDir(), "again"), h.options())
	h.must(err)
	h.sound(h.reopen(other))
}

func TestMigratingWhatIsNewMakesNoBackup(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.open()
		dir := filepath.Join(t.TempDir(), "before")
		from, to, err := store.Migrate(background, h.address, dir, h.options())
		if _, missing := os.Stat(dir); err != nil || from != to || missing == nil {
			t.Errorf("%d %d %v", from, to, err)
		}
	})
}
