package policy_test

import (
	"testing"

	"doudi/civil"
	"doudi/pack"
	"doudi/packs"
	"doudi/policy"
)

// compiled is a pack of the house.
func compiled(t *testing.T, id string) *policy.Program {
	t.Helper()
	set, _ := pack.LoadAll(packs.FS)
	r, _ := set.Resolve(id)
	p, problems := policy.Compile(r)
	if problems.HasErrors() {
		t.Fatal(problems.Text(set.Source))
	}
	return p
}

// TestNothingIsAskedBehindAReadingThatIsOff: only where rural income is
// estimated do land and stock come into the form.
func TestNothingIsAskedBehindAReadingThatIsOff(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]bool{"cn": false, "cn-12": false, "cn-350421": false, "cn-42": false, "cn-4203": true} {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			p := compiled(t, id)
			day, _ := civil.ParseDate("2026-09-15")
			for i := range p.Programmes {
				needs := p.Needs(int32(i), day, day.Month().FirstDay())
				for _, table := range []string{"plot", "herd", "migrant_work"} {
					entity, _ := p.Schema.Entity(table)
					if got := needs.Tables[entity]; p.Programmes[i].ID == "dibao" && got != want || got && !want {
						t.Errorf("%s asks for %s: %v", p.Programmes[i].ID, table, got)
					}
				}
			}
		})
	}
}

func TestNeedsFollowTheLawOfTheDay(t *testing.T) {
	t.Parallel()
	p := compiled(t, "cn-12")
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
