package store_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"doudi/store"
	"doudi/store/scratch"
)

// written is everything that was written to disks or handed out, by name: the
// database with its log, a backup, the audit export, on a server of its own all
// the server's files and a dump.
func (h *house) written(s *store.Store) map[string][]byte {
	h.Helper()
	backup := filepath.Join(h.TempDir(), "backup")
	h.must(s.Backup(background, backup))
	texts := map[string][]byte{}
	if h.server != nil {
		var err error
		texts, err = h.server.Written()
		h.must(err)
		texts["the dump"], err = h.server.Dump(h.address)
		h.must(err)
	}
	roots := []string{backup}
	if !h.postgres {
		roots = append(roots, filepath.Dir(h.address))
	}
	for _, root := range roots {
		h.must(filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				texts[path], err = os.ReadFile(path)
			}
			return err
		}))
	}
	texts["the audit export"] = []byte(h.export(s))
	return texts
}

// clean looks for secrets in everything that was written or handed out. open is
// something that stands in the clear, to be found where the search sees anything.
func (h *house) clean(texts map[string][]byte, secrets []string, open string) {
	h.Helper()
	s, seen := scratch.Wanted(secrets), 0
	for name, text := range texts {
		if found := s.In(text); found != nil {
			h.Errorf("%s holds a secret in %s", name, found[0])
		}
		if strings.Contains(string(text), open) {
			seen++
		}
	}
	want := 2 // the database and its backup
	if h.postgres && h.server == nil {
		want = 1 // the files of the server are not this house's alone
	}
	if seen < want {
		h.Error("the search does not even find what stands in the clear")
	}
}
