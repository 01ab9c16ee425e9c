package casefile_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"testing"

	"doudi/casefile"
	"doudi/fact"
	"doudi/fault"
	"doudi/pack"
	"doudi/packs"
)

// sayable takes away what a workbook has no place for: what belongs to cases,
// families of whom not all members are known, and those that ask about nothing.
func sayable(families []*casefile.Family) map[*pack.Resolved][]*casefile.Family {
	list := map[*pack.Resolved][]*casefile.Family{}
	for i, f := range families {
		f.Name, f.Expect, f.Why, f.Figures = fmt.Sprint("户", i), nil, "", nil
		if s := f.Snapshot; s.Household.Tables[0].State == fact.Complete && (!s.ClaimsGiven || len(s.Claims) > 0) {
			list[f.Pack] = append(list[f.Pack], f)
		}
	}
	return list
}

func TestEveryShippedCaseComesBackFromAWorkbook(t *testing.T) {
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
			all, err := readAll(path.Base(name), string(text), o)
			if err != nil {
				t.Fatal(fault.Sentence(err))
			}
			for law, families := range sayable(all) {
				var out bytes.Buffer
				if err := casefile.WriteBook(&out, law, families); err != nil {
					t.Fatal(err)
				}
				again, err := readAll("again.xlsx", out.String(), o)
				if err != nil || len(again) != len(families) {
					t.Fatalf("%d families of %d came back: %v", len(again), len(families), err)
				}
				for i, f := range families {
					if len(again[i].Faults) > 0 {
						t.Fatalf("%s: %s", f.Name, sentences(again[i]))
					}
					if got, want := show(t, again[i]), show(t, f); got != want {
						t.Fatalf("%s does not come back as it was\n%s\n%s", f.Name, got, want)
					}
				}
			}
		})
	}
}
