package casefile_test

import (
	"bytes"
	"io/fs"
	"path"
	"sync"
	"testing"

	"doudi/casefile"
	"doudi/fault"
	"doudi/pack"
	"doudi/packs"
)

// shipped resolves the packs that the binary carries.
func shipped(t testing.TB) func(string, map[string]string) (*pack.Resolved, error) {
	t.Helper()
	set, problems := pack.LoadAll(packs.FS)
	if problems.HasErrors() {
		t.Fatal(problems.Text(set.Source))
	}
	var guard sync.Mutex
	resolved := map[string]*pack.Resolved{}
	return func(region string, scope map[string]string) (*pack.Resolved, error) {
		guard.Lock()
		defer guard.Unlock()
		id, ok := set.ForRegion(region, scope)
		if id == "" || !ok && scope != nil {
			return nil, fault.New(fault.NotFound, "这个地区没有政策包")
		}
		if resolved[id] == nil {
			resolved[id], _ = set.Resolve(id)
		}
		return resolved[id], nil
	}
}

func TestEveryShippedCaseIsReadAndWrittenBack(t *testing.T) {
	t.Parallel()
	o := casefile.Options{AllowExpect: true, Resolve: shipped(t)}
	files, _ := fs.Glob(packs.FS, "*/cases/*.yaml")
	for _, name := range files {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, err := fs.ReadFile(packs.FS, name)
			if err != nil {
				t.Fatal(err)
			}
			families, err := readAll(path.Base(name), string(text), o)
			if err != nil {
				t.Fatal(fault.Sentence(err))
			}
			for _, f := range families {
				if len(f.Faults) > 0 {
					t.Errorf("%s\n%s", f.Name, sentences(f))
					continue
				}
				written := show(t, f)
				if again := show(t, one(t, "again.yaml", written, o)); !bytes.Equal([]byte(written), []byte(again)) {
					t.Errorf("%s does not survive writing", f.Name)
				}
			}
		})
	}
}
