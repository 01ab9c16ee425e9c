package engine_test

import (
	"reflect"
	"testing"

	"doudi/engine"
	"doudi/fact"
)

// family is three people, one of them severely disabled, with 1000 yuan.
func family(k *kit) *fact.Snapshot {
	return k.snapshot(map[string]fact.Value{"assets": fact.Of(0)},
		k.person("甲", 1000, noneOf), k.person("乙", 0, fact.Of(1)), k.person("丙", 0, noneOf))
}

func TestTheGapAndTheTopUpAreFoundToTheFen(t *testing.T) {
	t.Parallel()
	k := newKit()
	k.standard()
	out := one(t, engine.Determine(k.p, family(k), engine.Options{}), "aid")
	if out.Status != engine.Entitled || out.Total.Low != 63400 || out.Total.High != 63400 {
		t.Fatalf("%s %v: %v", out.Status, out.Total, out.Faults)
	}
	if len(out.Parts) != 2 || out.Parts[0].Amount.Low != 61400 || out.Parts[1].Amount.Low != 2000 {
		t.Errorf("parts %+v", out.Parts)
	}
}

// TestReasonsAreWrittenForThoseAskedAboutAlone leaves out every second
// programme: what is told of the others is the same as if all were told.
func TestReasonsAreWrittenForThoseAskedAboutAlone(t *testing.T) {
	t.Parallel()
	cases, err := law()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases[:30] {
		all := c.engine.Determine(c.family.Snapshot, engine.Options{})
		asked := map[string]bool{}
		for i := range all.Outcomes {
			asked[all.Outcomes[i].Programme] = i%2 == 0
		}
		some := c.engine.Determine(c.family.Snapshot, engine.Options{Explain: func(o *engine.Outcome) bool { return asked[o.Programme] }})
		for i := range all.Outcomes {
			want := all.Outcomes[i]
			if !asked[want.Programme] {
				want.Why, want.Missing, want.Anyway, want.Changes, want.NoChange, want.Used = nil, nil, "", nil, false, nil
			}
			if !reflect.DeepEqual(want, some.Outcomes[i]) {
				t.Fatalf("%s: %s is told differently", c.name, want.Label)
			}
		}
	}
}

func BenchmarkDetermine(b *testing.B) {
	k := newKit()
	k.standard()
	s := family(k)
	for b.Loop() {
		engine.Determine(k.p, s, engine.Options{})
	}
}
