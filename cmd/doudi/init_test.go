package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestAKeyFileIsReadByItsOwnerAlone(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "keys.txt")
	f := founding{base: base{keys: path}}
	first, fresh, err := f.ringOrNew()
	if err != nil || !fresh {
		t.Fatal(fresh, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info, err)
	}
	again, fresh, err := f.ringOrNew()
	if err != nil || fresh || string(again.Format()) != string(first.Format()) {
		t.Errorf("a second time other keys were drawn: %v", err)
	}
	if err := writeKeys(path, nil); err == nil {
		t.Error("the keys were written over")
	}
}

func TestABackupBeforeAMigrationLiesBesideTheDatabase(t *testing.T) {
	t.Parallel()
	a := &app{terminal: terminal{now: func() time.Time { return time.Date(2026, 9, 1, 8, 5, 0, 0, time.UTC) }}}
	for address, want := range map[string]string{
		"data/our.sqlite":    "data/升级前备份-20260901-080500",
		"our.sqlite":         "升级前备份-20260901-080500",
		"postgres://x@y/our": "升级前备份-20260901-080500",
	} {
		if got := a.besides(address); got != want {
			t.Errorf("%s: %s", address, got)
		}
	}
}
