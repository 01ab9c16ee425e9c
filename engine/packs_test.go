package engine_test

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"maps"
	"slices"
	"sync"
	"testing"

	"doudi/casefile"
	"doudi/engine"
	"doudi/pack"
	"doudi/packs"
	"doudi/policy"
)

// shipped is a worked case of the house's packs with the engine of its place.
type shipped struct {
	name    string
	engine  *engine.Engine
	program *policy.Program
	pack    *pack.Resolved
	family  *casefile.Family
}

// law loads every shipped pack once.
var law = sync.OnceValues(func() ([]shipped, error) { return readShipped(packs.FS) })

// readShipped compiles all packs and reads all their cases.
func readShipped(files fs.FS) ([]shipped, error) {
	set, problems := pack.LoadAll(files)
	if problems.HasErrors() {
		return nil, errors.New(problems.Errors().Text(nil))
	}
	engines, resolved := map[*pack.Resolved]*engine.Engine{}, map[string]*pack.Resolved{}
	programs := map[*pack.Resolved]*policy.Program{}
	for id := range set.Packs {
		r, problems := set.Resolve(id)
		if problems.HasErrors() {
			return nil, errors.New(problems.Errors().Text(nil))
		}
		p, problems := policy.Compile(r)
		if problems.HasErrors() {
			return nil, errors.New(problems.Errors().Text(nil))
		}
		engines[r], resolved[id], programs[r] = engine.New(p), r, p
	}
	options := casefile.Options{AllowExpect: true, Resolve: func(region string, scope map[string]string) (*pack.Resolved, error) {
		id, _ := set.ForRegion(region, scope)
		if resolved[id] == nil {
			return nil, errors.New("no pack for " + region)
		}
		return resolved[id], nil
	}}
	var all []shipped
	for _, id := range slices.Sorted(maps.Keys(set.Packs)) {
		for _, name := range set.Packs[id].CaseFiles {
			families, err := readCases(files, id+"/"+name, options)
			if err != nil {
				return nil, err
			}
			for _, f := range families {
				all = append(all, shipped{id + "/" + name + ": " + f.Name, engines[f.Pack], programs[f.Pack], f.Pack, f})
			}
		}
	}
	return all, nil
}

// readCases reads one case file.
func readCases(files fs.FS, path string, o casefile.Options) ([]*casefile.Family, error) {
	data, err := fs.ReadFile(files, path)
	if err != nil {
		return nil, err
	}
	in, err := casefile.Open(path, bytes.NewReader(data), o)
	if err != nil {
		return nil, err
	}
	var list []*casefile.Family
	for {
		f, err := in.Next()
		if err == io.EOF {
			return list, nil
		}
		if err != nil {
			return nil, err
		}
		if len(f.Faults) > 0 {
			return nil, errors.New(path + ": " + f.Name)
		}
		list = append(list, f)
	}
}

// cases are the shipped ones, or the end of the test.
func cases(t testing.TB) []shipped {
	t.Helper()
	all, err := law()
	if err != nil {
		t.Fatal(err)
	}
	return all
}
