package policy

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"doudi/fact"
	"doudi/pack"
	"doudi/packs"
)

// shippedPrograms compiles every pack that the binary carries, once.
var shippedPrograms = sync.OnceValues(func() (map[string]*Program, error) {
	set, _ := pack.LoadAll(packs.FS)
	out := map[string]*Program{}
	for _, id := range slices.Sorted(maps.Keys(set.Packs)) {
		r, _ := set.Resolve(id)
		p, problems := Compile(r)
		if problems.HasErrors() {
			return nil, errors.New(id + "\n" + problems.Text(set.Source))
		}
		out[id] = p
	}
	return out, nil
})

// shipped are the programs of all shipped packs.
func shipped(t testing.TB) map[string]*Program {
	t.Helper()
	out, err := shippedPrograms()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestShippedPacksCompile(t *testing.T) {
	t.Parallel()
	for id, p := range shipped(t) {
		if len(p.Nodes) == 0 || len(p.Rules) == 0 || len(p.Programmes) == 0 {
			t.Errorf("%s: an empty program", id)
		}
	}
}

func TestArgumentsStandBeforeTheirUsers(t *testing.T) {
	t.Parallel()
	for id, p := range shipped(t) {
		for i, n := range p.Nodes {
			for _, a := range n.Args {
				if a != NoNode && int(a) >= i {
					t.Errorf("%s: node %d %s uses node %d", id, i, p.Dump(NodeID(i)), a)
				}
			}
		}
	}
}

func TestEveryNodeHasATypeAndAnEntityThatSeesItsArguments(t *testing.T) {
	t.Parallel()
	for id, p := range shipped(t) {
		for i := range p.Nodes {
			n := &p.Nodes[i]
			if n.Type == fact.Invalid {
				t.Errorf("%s: %s has no type", id, p.Dump(NodeID(i)))
			}
			for k, a := range n.Args {
				row := n.Of
				if n.Op >= OpAddUp && n.Op <= OpMaxOf && k < 2 {
					row = n.Over
				}
				if a != NoNode && p.Nodes[a].Of != row && !p.Schema.IsAncestor(p.Nodes[a].Of, row) {
					t.Errorf("%s: %s @%s reads %s @%s", id, p.Dump(NodeID(i)), p.EntityName(row), p.Dump(a), p.EntityName(p.Nodes[a].Of))
				}
			}
		}
	}
}

func TestEqualOperationsAreOneNode(t *testing.T) {
	t.Parallel()
	for id, p := range shipped(t) {
		seen := map[string]NodeID{}
		c := &compiler{}
		for i := range p.Nodes {
			key := string(c.key(&p.Nodes[i]))
			if first, twice := seen[key]; twice {
				t.Errorf("%s: nodes %d and %d are both %s", id, first, i, p.Dump(NodeID(i)))
			}
			seen[key] = NodeID(i)
		}
	}
}

func TestEveryNodeCanBeSaidInChinese(t *testing.T) {
	t.Parallel()
	for id, p := range shipped(t) {
		for i := range p.Nodes {
			if p.Describe(NodeID(i)) == "" {
				t.Errorf("%s: nothing to say about %s", id, p.Dump(NodeID(i)))
			}
		}
	}
}

func TestLookupsFindWhatIsThere(t *testing.T) {
	t.Parallel()
	_, r := load(t, filepath.Join("testdata", "good", "dated"))
	p, _ := Compile(r)
	if got := p.Rule("below_dibao"); got == nil || got.ID != "below_dibao" {
		t.Errorf("Rule found %v", got)
	}
	if p.Rule("nothing") != nil {
		t.Error("a rule that is not there")
	}
	if i, ok := p.ProgrammeIndex("lone"); !ok || p.Programmes[i].ID != "lone" {
		t.Errorf("ProgrammeIndex gave %d, %v", i, ok)
	}
	if _, ok := p.ProgrammeIndex("nothing"); ok {
		t.Error("a programme that is not there")
	}
	if i, ok := p.FigureIndex("adult_age"); !ok || p.Figures[i].ID != "adult_age" {
		t.Errorf("FigureIndex gave %d, %v", i, ok)
	}
}

func TestFigureKeysAreNumbers(t *testing.T) {
	t.Parallel()
	_, r := load(t, filepath.Join("testdata", "good", "operators"))
	p, _ := Compile(r)
	i, _ := p.FigureIndex("dibao_standard")
	f := p.Figures[i]
	urban, _ := p.Schema.Symbol("urban")
	rural, _ := p.Schema.Symbol("rural")
	want := [][]int64{{350400000000, rural}, {350421000000, urban}, {350421000000, urban}}
	for i, row := range f.Rows {
		if !slices.Equal(row.Keys, want[i]) {
			t.Errorf("row %d has keys %v, want %v", i, row.Keys, want[i])
		}
	}
	if !slices.Equal(f.KeyTypes, []fact.Type{fact.Place, fact.Enum}) {
		t.Errorf("key types %v", f.KeyTypes)
	}
}

// A pack that could not be read whole still compiles to problems, never to a
// panic: the commands show both.
func TestPacksThatReadBadlyStillCompile(t *testing.T) {
	t.Parallel()
	for _, dir := range dirs(t, filepath.Join("..", "..", "pack", "testdata", "bad")) {
		set, _ := pack.LoadAll(os.DirFS(dir))
		for id := range set.Packs {
			if r, _ := set.Resolve(id); r != nil && r.Schema != nil {
				Compile(r)
			}
		}
	}
}

func TestReadingProblemsOfALineStandForThoseOfCompiling(t *testing.T) {
	t.Parallel()
	at := func(line int, warning bool) pack.Problem {
		return pack.Problem{Pos: pack.Pos{File: "cn/a.yaml", Line: line, Col: 3}, Message: "x", Warning: warning}
	}
	got := Merge(pack.Problems{at(1, false), at(3, true)}, pack.Problems{at(1, false), at(2, false), at(3, false)})
	var lines []int
	for _, p := range got {
		lines = append(lines, p.Pos.Line)
	}
	if !slices.Equal(lines, []int{1, 2, 3, 3}) {
		t.Errorf("lines %v", lines)
	}
}

// BenchmarkCompile measures what the command pays before the first family.
func BenchmarkCompile(b *testing.B) {
	set, _ := pack.LoadAll(packs.FS)
	r, _ := set.Resolve("cn-350421")
	for b.Loop() {
		if _, problems := Compile(r); problems.HasErrors() {
			b.Fatal(problems.Text(set.Source))
		}
	}
}
