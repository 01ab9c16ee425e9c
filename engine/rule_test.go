package engine_test

import (
	"testing"

	"doudi/engine"
	"doudi/fact"

	"github.com/google/go-cmp/cmp"
)

func TestOneRuleIsAskedForEverybody(t *testing.T) {
	t.Parallel()
	k := newKit()
	k.standard()
	s := k.snapshot(map[string]fact.Value{"assets": fact.Of(0)}, k.person("甲", 1000, noneOf), k.person("乙", 0, fact.Of(2)), k.person("丙", 0, fact.Of(3)), k.person("丁", 0, fact.Value{}))
	en := engine.New(k.p)
	values, ok := en.Rule(s, "severe", s.AsOf)
	if diff := cmp.Diff([]fact.Value{fact.Of(0), fact.Of(1), fact.Of(0), {}}, values); diff != "" || !ok {
		t.Errorf("%v %s", ok, diff)
	}
	// 4 people × 538 − 1000, and 4 × 640 − 1000 from 2020-07-01
	for on, want := range map[string]int64{"2020-06-30": yuan(1152), "2020-07-01": yuan(1560)} {
		if values, ok := en.Rule(s, "gap", day(on)); !ok || len(values) != 1 || values[0] != fact.Of(want) {
			t.Errorf("%s: %+v %v", on, values, ok)
		}
	}
	for name, c := range map[string][2]string{"a day without a figure": {"gap", "2018-12-31"}, "a rule that the law does not have": {"grap", "2020-06-30"}} {
		if values, ok := en.Rule(s, c[0], day(c[1])); ok {
			t.Errorf("%s: %+v", name, values)
		}
	}
}
