package engine_test

import (
	"strings"
	"testing"

	"doudi/engine"
	"doudi/fact"
	"doudi/policy"
)

// overlooked is a programme that has to be claimed by name and that two members
// fail: the one by both conditions, the other by one. The second condition has
// no name.
func overlooked(edit ...func(*policy.ProgrammeVersion)) *kit {
	k := newKit()
	alive, lives := k.get("member.alive"), k.get("member.lives_in")
	inner := k.rule("inner", "里层条件", member, lives)
	first := k.rule("first", "第一个条件", member, k.op(policy.OpAnd, fact.Bool, inner, alive))
	edit = append([]func(*policy.ProgrammeVersion){func(v *policy.ProgrammeVersion) { v.Claim = "by_itself" }}, edit...)
	k.programme("aid", "补助", member, []policy.NodeID{first, k.op(policy.OpNot, fact.Bool, alive)}, k.monthly(5), edit...)
	return k
}

// overlookedFamily are the two, with the awards of the first.
func overlookedFamily(k *kit, awards ...fact.Row) *fact.Snapshot {
	one := k.row(member, "甲", map[string]fact.Value{"alive": fact.Of(1), "lives_in": fact.Of(0)})
	two := k.row(member, "乙", map[string]fact.Value{"alive": fact.Of(1), "lives_in": fact.Of(1)})
	k.withTable(&one, member, award, fact.Complete, awards...)
	k.withTable(&two, member, award, fact.Complete)
	return k.snapshot(nil, one, two)
}

func TestWhatNobodyNamedIsRefusedInPassing(t *testing.T) {
	t.Parallel()
	k := overlooked()
	s := overlookedFamily(k)
	claimed := *s
	claimed.ClaimsGiven, claimed.Claims = true, []string{"aid"}
	held := overlookedFamily(k, k.row(award, "", map[string]fact.Value{"programme": fact.Of(sym("aid")), "period": fact.OfSpan(int64(month("2020-03")), int64(month("2020-03")))}))
	unclaimed := overlooked(func(v *policy.ProgrammeVersion) { v.Claim = "never" })
	applied := overlooked(func(v *policy.ProgrammeVersion) { v.Claim = "with_application" })
	ended := overlooked(func(v *policy.ProgrammeVersion) {
		v.Conditions, v.Stops = nil, []policy.Stop{{Node: v.Conditions[1] - 1, Cites: []string{"T-2"}}}
	})
	const line = "  · 补助（甲、乙）〔T-1〕 ✗ 第一个条件（甲） ✗ 健在：是\n"
	tests := []struct {
		name    string
		text    string
		passing string // the line that stands for the whole
	}{
		{"it has to be claimed by name", brief(engine.New(k.p), s, engine.Options{}), line},
		{"nobody has to claim it", brief(engine.New(unclaimed.p), overlookedFamily(unclaimed), engine.Options{}), line},
		{"of two people one had it last month", brief(engine.New(k.p), held, engine.Options{}), "  · 补助（乙）〔T-1〕 ✗ 健在：是\n"},
		{"it comes with an application", brief(engine.New(applied.p), overlookedFamily(applied), engine.Options{}), ""},
		{"the family claimed it", brief(engine.New(k.p), &claimed, engine.Options{}), ""},
		{"it was asked for by name", brief(engine.New(k.p), s, engine.Options{Programmes: []string{"aid"}}), ""},
		{"all reasons were asked for", told(k.p, s), ""},
		{"an event ended it", brief(engine.New(ended.p), overlookedFamily(ended), engine.Options{}), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, block, passing := strings.Cut(tt.text, "● 其余不符合的")
			_, lines, _ := strings.Cut(block, "\n")
			if passing != (tt.passing != "") || !strings.HasPrefix(lines, tt.passing) {
				t.Errorf("want %q in\n%s", tt.passing, tt.text)
			}
			if strings.Contains(tt.text, "● 补助（乙）：不符合") == passing {
				t.Errorf("told in passing: %v, and told at length\n%s", passing, tt.text)
			}
			for _, must := range []string{"T-1 第一条", "  不符合：补助（"} {
				if !strings.Contains(tt.text, must) {
					t.Errorf("%q is missing:\n%s", must, tt.text)
				}
			}
		})
	}
}

// That no single change helps is said of each refusal that somebody named, and
// once of all others.
func TestThatNoSingleChangeHelpsIsSaidOnceOfWhatNobodyNamed(t *testing.T) {
	t.Parallel()
	k, s := refusing()
	claimed := *s
	claimed.ClaimsGiven, claimed.Claims = true, []string{"aid"}
	en := engine.New(k.p)
	const each, once = "  · 没有哪一项情况单独改变后就能符合条件\n", "没有写“如果……就符合条件”的，没有哪一项情况单独改变后就能符合"
	for name, tt := range map[string]struct {
		text string
		each bool
	}{
		"nobody named it":          {brief(en, s, engine.Options{}), false},
		"the family claimed it":    {brief(en, &claimed, engine.Options{}), true},
		"it was asked for by name": {brief(en, s, engine.Options{Programmes: []string{"aid"}}), true},
		"all was asked for":        {told(k.p, s), true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if strings.Contains(tt.text, each) != tt.each || strings.Contains(tt.text, once) == tt.each {
				t.Errorf("said of each: %v\n%s", tt.each, tt.text)
			}
		})
	}
}
