package pack

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// FuzzLoad feeds broken files to the loader: whatever it reads, it answers
// with problems that can be shown, resolves what it can, and never panics.
func FuzzLoad(f *testing.F) {
	for _, pattern := range []string{"testdata/*/*/cn*/*.yaml", "testdata/good/*/cn*/*/*.yaml"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(string(text), "from,to,value\n2017-01-01,2020-12-31,3\n")
		}
	}
	f.Fuzz(func(t *testing.T, text, table string) {
		text = text[:min(len(text), 5_000)] // long files only make the fuzzer slow
		set, problems := LoadAll(fileSystem(map[string]string{
			"cn/pack.yaml": head("cn", "", "2017-01-01"), "cn/facts.yaml": text, "cn/sources.yaml": text, "cn/a.yaml": text,
			"cn/procedures/p.yaml": text, "cn/tables/t.csv": table,
			"cn/b.yaml":       "figures:\n  t: {type: count, label: 次数, keys: {area: area}, table: t.csv}\n",
			"cn-12/pack.yaml": text, "cn-12/a.yaml": text,
			"cn-35/pack.yaml": head("cn-35", "cn", "2018-01-01"), "cn-35/a.yaml": text}))
		_ = problems.Text(set.Source)
		for id := range set.Packs {
			r, more := set.Resolve(id)
			_ = more.Text(set.Source)
			_ = r.Hash()
		}
	})
}

var valueInLine = regexp.MustCompile(`: [^,{}\[\]]+`)

// Every line of the good pack in turn is dropped or given a value of another
// kind: readers must survive any shape in any place.
func TestAnyLineMayBeWrong(t *testing.T) {
	t.Parallel()
	files := map[string]string{}
	root := filepath.Join("testdata", "good", "whole")
	for _, pattern := range []string{"*/*.yaml", "*/*/*.yaml", "*/*/*.csv"} {
		names, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			inner, _ := filepath.Rel(root, name)
			files[filepath.ToSlash(inner)] = string(text)
		}
	}
	for name, text := range files {
		lines := strings.Split(text, "\n")
		for i, line := range lines {
			before, _, _ := strings.Cut(line, ":")
			wrongs := []string{"", before + ": {x: [y]}", before + ": [x, {y: z}]", before + ":", before + ": 2020-01-01"}
			for _, at := range valueInLine.FindAllStringIndex(line, -1) {
				wrongs = append(wrongs, line[:at[0]]+": {x: y}"+line[at[1]:], line[:at[0]]+": [x]"+line[at[1]:])
			}
			for _, wrong := range wrongs {
				lines[i] = wrong
				files[name] = strings.Join(lines, "\n")
				set, problems := LoadAll(fileSystem(files))
				_ = problems.Text(set.Source)
				for id := range set.Packs {
					r, _ := set.Resolve(id)
					_ = r.Figure("adult_age")
				}
			}
			lines[i] = line
		}
		files[name] = text
	}
}
