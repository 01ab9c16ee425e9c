package oracle

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"doudi/casefile"
	"doudi/fact"
	"doudi/pack"
)

// addCases reads the worked cases of every pack and gives each to the pack that
// answers for its region; they are also the models of generated families.
func addCases(files fs.FS, set *pack.Set, list []*world) {
	byResolved := map[*pack.Resolved]*world{}
	byID := map[string]*pack.Resolved{}
	for _, w := range list {
		byResolved[w.resolved], byID[w.resolved.ID] = w, w.resolved
	}
	options := casefile.Options{AllowExpect: true, Resolve: func(region string, scope map[string]string) (*pack.Resolved, error) {
		id, _ := set.ForRegion(region, scope)
		if byID[id] == nil {
			return nil, fmt.Errorf("no pack for %s", region)
		}
		return byID[id], nil
	}}
	for _, w := range list {
		for _, name := range set.Packs[w.resolved.ID].CaseFiles {
			path := w.resolved.ID + "/" + name
			for _, f := range readFamilies(files, path, options) {
				owner := byResolved[f.Pack]
				owner.cases = append(owner.cases, newQuestion(path, f))
			}
		}
	}
}

// readFamilies reads one case file; a wrong case has its own test elsewhere.
func readFamilies(files fs.FS, path string, options casefile.Options) []*casefile.Family {
	data, err := fs.ReadFile(files, path)
	if err != nil {
		panic(err)
	}
	in, err := casefile.Open(path, bytes.NewReader(data), options)
	if err != nil {
		panic(err)
	}
	var list []*casefile.Family
	for {
		f, err := in.Next()
		switch {
		case err == io.EOF:
			return list
		case err != nil:
			panic(err)
		case len(f.Faults) > 0:
			panic(fmt.Sprintf("%s: %s: %v", path, f.Name, f.Faults[0]))
		}
		list = append(list, f)
	}
}

// newQuestion takes the snapshot and the figures of a case.
func newQuestion(path string, f *casefile.Family) question {
	q := question{name: path + " " + f.Name, snap: f.Snapshot, expect: f.Expect}
	for _, o := range f.Figures {
		if q.overrides == nil {
			q.overrides = map[string]fact.Value{}
		}
		q.overrides[o.ID] = o.Value
	}
	return q
}

// familyText writes a snapshot as a family file.
func familyText(q question) string {
	var text strings.Builder
	family := &casefile.Family{Name: q.snap.Name, Region: q.snap.Region, Snapshot: q.snap}
	for id, v := range q.overrides {
		family.Figures = append(family.Figures, casefile.FigureOverride{ID: id, Value: v})
	}
	if err := casefile.NewWriter(&text).Write(family); err != nil {
		return err.Error()
	}
	return text.String()
}
