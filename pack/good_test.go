package pack

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"maps"
)

func TestGoodPacksResolveToTheirCanonicalText(t *testing.T) {
	each(t, "good", func(t *testing.T, dir string) {
		set, problems := LoadAll(os.DirFS(dir))
		if len(problems) > 0 {
			t.Fatal(problems.Text(set.Source))
		}
		var text strings.Builder
		for _, id := range slices.Sorted(maps.Keys(set.Packs)) {
			text.WriteString("== " + id + "\n" + resolve(t, set, id).Canonical())
		}
		golden(t, filepath.Join(dir, "want.txt"), text.String())
	})
}

// Every key that the loader knows is used by a good pack: what no pack needs
// has no place in the language.
func TestEveryKeyIsUsedByAGoodPack(t *testing.T) {
	used := make(map[*shape]map[string]bool)
	each(t, "good", func(t *testing.T, dir string) {
		err := filepath.WalkDir(dir, func(file string, e os.DirEntry, err error) error {
			if err != nil || filepath.Ext(file) != ".yaml" {
				return err
			}
			text, err := os.ReadFile(file)
			root, _ := parseYAML(file, string(text))
			markKeys(root, shapeOfFile(kindOfFile(file)), used)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
	for _, kind := range []string{"pack", "facts", "sources", "subject", "procedures"} {
		reportUnused(t, kind, shapeOfFile(kind), used)
	}
}

// kindOfFile names the kind of schema that a file of a pack has.
func kindOfFile(file string) string {
	base, folder := filepath.Base(file), filepath.Base(filepath.Dir(file))
	switch {
	case folder == "cases" || folder == "procedures":
		return folder
	case base == "pack.yaml" || base == "facts.yaml" || base == "sources.yaml":
		return strings.TrimSuffix(base, ".yaml")
	}
	return "subject"
}

func markKeys(n *node, s *shape, used map[*shape]map[string]bool) {
	switch s.is {
	case isEither:
		for _, o := range s.either {
			if o.nodeKindOf() == n.kind {
				markKeys(n, o, used)
			}
		}
	case isList:
		for _, item := range n.items {
			markKeys(item, s.of, used)
		}
	case isMap:
		for _, e := range n.entries {
			markKeys(e.value, s.of, used)
		}
	case isObject:
		if used[s] == nil {
			used[s] = make(map[string]bool)
		}
		for _, e := range n.entries {
			used[s][e.key.text] = true
			if f, ok := s.field(e.key.text); ok {
				markKeys(e.value, f.shape, used)
			} else if s.of != nil {
				markKeys(e.value, s.of, used)
			}
		}
	}
}

func reportUnused(t *testing.T, at string, s *shape, used map[*shape]map[string]bool) {
	t.Helper()
	if s.of != nil {
		reportUnused(t, at+".*", s.of, used)
	}
	for _, o := range s.either {
		reportUnused(t, at, o, used)
	}
	for _, f := range s.keys {
		if !used[s][f.name] {
			t.Errorf("%s.%s is used by no good pack", at, f.name)
		}
		reportUnused(t, at+"."+f.name, f.shape, used)
	}
}

func TestHashKnowsMeaningOnly(t *testing.T) {
	t.Parallel()
	build := func(edit func(map[string]string)) string {
		files := map[string]string{"cn/pack.yaml": head("cn", "", "2017-01-01"), "cn/a.yaml": figure("count", "", "from: 2017-01-01, to: 2017-12-31, value: 1")}
		edit(files)
		set, problems := LoadAll(fileSystem(files))
		if problems.HasErrors() {
			t.Fatal(problems.Text(set.Source))
		}
		return resolve(t, set, "cn").Hash()
	}
	same := build(func(map[string]string) {})
	for _, test := range []struct {
		name string
		edit func(map[string]string)
		same bool
	}{
		{"a comment and a moved line change nothing", func(f map[string]string) { f["cn/a.yaml"] = "# 说明\n\n" + f["cn/a.yaml"] }, true},
		{"another name of the file changes nothing", func(f map[string]string) { f["cn/b.yaml"] = f["cn/a.yaml"]; delete(f, "cn/a.yaml") }, true},
		{"another value changes the hash", func(f map[string]string) { f["cn/a.yaml"] = strings.Replace(f["cn/a.yaml"], "value: 1", "value: 2", 1) }, false},
		{"another last day changes the hash", func(f map[string]string) {
			f["cn/a.yaml"] = strings.Replace(f["cn/a.yaml"], "2017-12-31", "2017-12-30", 1)
		}, false},
		{"a status changes the hash", func(f map[string]string) {
			f["cn/a.yaml"] = strings.Replace(f["cn/a.yaml"], "value: 1", "value: 1, status: example", 1)
		}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := build(test.edit); (got == same) != test.same {
				t.Errorf("hash %s, before %s", got, same)
			}
		})
	}
	if len(same) != 64 {
		t.Errorf("hash %q is not 64 hexadecimal digits", same)
	}
}
