package pack

import (
	"os"
	"testing"

	"doudi/fact"
	"github.com/google/go-cmp/cmp"
)

func TestSchemaOfTheChain(t *testing.T) {
	t.Parallel()
	set, _ := LoadAll(os.DirFS("testdata/good/whole"))
	s := resolve(t, set, "cn-12").Schema
	var entities []string
	for _, e := range s.Entities {
		entities = append(entities, e.Name)
	}
	if diff := cmp.Diff([]string{"household", "member", "award", "income"}, entities); diff != "" {
		t.Errorf("household first, member second, tables by name:\n%s", diff)
	}
	income, _ := s.Entity("income")
	if s.Entities[income].Parent != fact.MemberEntity || s.Entities[income].Plural != "incomes" {
		t.Errorf("income is %+v", s.Entities[income])
	}
	if _, ok := s.Entities[income].Slot("taxed"); !ok {
		t.Error("the city's column is missing from the nation's table")
	}
	if _, ok := s.Entities[fact.HouseholdEntity].Slot("handling_place"); !ok {
		t.Error("the built-in fact is missing")
	}
}

func TestValuesOfEnums(t *testing.T) {
	t.Parallel()
	set, _ := LoadAll(os.DirFS("testdata/good/whole"))
	for _, test := range []struct {
		name, pack, entity, key string
		want                    []string
	}{
		{"the nation's own values", "cn", "household", "area", []string{"urban", "rural"}},
		{"a city may add a value", "cn-12", "household", "area", []string{"urban", "rural", "town"}},
		{"history can name every programme", "cn-12", "award", "programme", []string{"dibao", "tekun"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := resolve(t, set, test.pack).Schema
			id, _ := s.Entity(test.entity)
			slot, _ := s.Entities[id].Slot(test.key)
			var got []string
			for _, n := range s.Entities[id].Facts[slot].Values {
				got = append(got, s.SymbolName(n))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestResolveOfAnUnknownPackIsAProblem(t *testing.T) {
	t.Parallel()
	set, _ := LoadAll(fileSystem(map[string]string{"cn/pack.yaml": head("cn", "", "2017-01-01")}))
	if r, problems := set.Resolve("cn-99"); r != nil || len(problems) != 1 || problems[0].Kind != KindChain {
		t.Errorf("got %v %v", r, problems)
	}
}

// A broken county must not stand in the way of another one.
func TestProblemsOfOneCountyAreNotThoseOfAnother(t *testing.T) {
	t.Parallel()
	set, problems := LoadAll(fileSystem(map[string]string{"cn/pack.yaml": head("cn", "", "2017-01-01"),
		"cn-98/pack.yaml": head("cn-98", "cn", "2018-01-01"), "cn-98/a.yaml": "rulez: []\n",
		"cn-99/pack.yaml": head("cn-99", "cn", "2018-01-01")}))
	if !problems.HasErrors() {
		t.Fatal("the unknown section was ignored")
	}
	if _, ps := set.Resolve("cn-99"); len(ps) > 0 {
		t.Error(ps.Text(set.Source))
	}
	if _, ps := set.Resolve("cn-98"); !ps.HasErrors() {
		t.Error("the broken county resolves without a word")
	}
}

func BenchmarkLoadAndResolve(b *testing.B) {
	for b.Loop() {
		set, _ := LoadAll(os.DirFS("../packs"))
		if r, _ := set.Resolve("cn-350421"); r != nil {
			_ = r.Hash()
		}
	}
}
