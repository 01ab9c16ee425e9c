package policy_test

import (
	"testing"

	"doudi/civil"
	"doudi/pack"
	"doudi/packs"
	"doudi/policy"
)

func TestNeedsFollowTheLawOfTheDay(t *testing.T) {
	t.Parallel()
	set, _ := pack.LoadAll(packs.FS)
	r, _ := set.Resolve("cn-12")
	p, problems := policy.Compile(r)
	if problems.HasErrors() {
		t.Fatal(problems.Text(set.Source))
	}
	for name, c := range map[string]struct {
		programme, day, entity, key string
		want                        bool
	}{
		"subsistence rests on incomes":                         {"dibao", "2026-09-15", "income", "amount", true},
		"a bill has nothing to do with it":                     {"dibao", "2026-09-15", "bill", "eligible", false},
		"it gives way to support of the destitute":             {"dibao", "2026-09-15", "supporter", "situation", true},
		"what is held is asked for":                            {"medical_aid", "2026-09-15", "award", "programme", true},
		"types of families count since the measures":           {"low_income", "2023-02-10", "family_type", "special_kind", true},
		"nobody asks for them in a programme that has ended":   {"low_income", "2017-03-01", "family_type", "special_kind", false},
		"a choice is offered to those whom its question names": {"single_dibao", "2023-02-10", "member", "disability_level", true},
	} {
		t.Run(name, func(t *testing.T) {
			day, err := civil.ParseDate(c.day)
			if err != nil {
				t.Fatal(err)
			}
			index := int32(-1)
			for i := range p.Programmes {
				if p.Programmes[i].ID == c.programme {
					index = int32(i)
				}
			}
			entity, _ := p.Schema.Entity(c.entity)
			slot, ok := p.Schema.Entities[entity].Slot(c.key)
			if index < 0 || !ok {
				t.Fatal("the pack has lost", c.programme, c.entity, c.key)
			}
			needs := p.Needs(index, day, day.Month().FirstDay())
			if needs.Facts[entity][slot] != c.want {
				t.Errorf("got %v", !c.want)
			}
			if c.want && !needs.Tables[entity] {
				t.Error("a fact is needed and its table is not")
			}
		})
	}
}
