package engine_test

import (
	"slices"
	"strings"
	"testing"

	"doudi/engine"
	"doudi/fact"
	"doudi/policy"
)

// turned tells that the family gets it after a change.
func turned(o *engine.Outcome) bool {
	return o.Status == engine.Entitled || o.Status == engine.ChoiceOpen
}

// after is the outcome of a programme with one fact changed.
func (g *grower) after(s *fact.Snapshot, x *small, v fact.Value, p int) *engine.Outcome {
	was := *x.at(s)
	*x.at(s) = v
	r := engine.Determine(g.p, s, plain)
	*x.at(s) = was
	return &r.Outcomes[p]
}

// distance is how far an answer lies from the one now; closed lists and none
// lie at no distance.
func distance(f *fact.Fact, from, to fact.Value) int64 {
	if from.State != fact.Known || to.State != fact.Known || f.Type == fact.Bool || f.Type == fact.Enum {
		return 0
	}
	return max(from.N-to.N, to.N-from.N)
}

func TestTheNearestChangeTurnsTheRefusalAndNothingNearerDoes(t *testing.T) {
	t.Parallel()
	found, none := 0, 0
	for seed := range uint64(*grown) {
		g := newGrower(seed + 1<<33)
		g.grow()
		s := g.family()
		r := engine.Determine(g.p, s, engine.Options{})
		for p := range r.Outcomes {
			o := &r.Outcomes[p]
			if o.Status != engine.Refused {
				continue
			}
			if o.NoChange != (len(o.Changes) == 0) {
				t.Fatalf("seed %d: no_change is %v beside %d changes", seed, o.NoChange, len(o.Changes))
			}
			for i := range g.facts {
				if text := g.judgeChange(s, o, &g.facts[i], p); text != "" {
					t.Fatalf("seed %d, programme %d, %s: %s\n%s", seed, p, g.facts[i].key(), text, told(g.p, s))
				}
			}
			found += len(o.Changes)
			if o.NoChange {
				none++
			}
		}
	}
	if found == 0 || none == 0 {
		t.Errorf("%d changes, %d refusals that no single change turns: the random programs show too little", found, none)
	}
}

// judgeChange compares what is said of one fact with all of its answers.
func (g *grower) judgeChange(s *fact.Snapshot, o *engine.Outcome, x *small, p int) string {
	f, now := x.fact, *x.at(s)
	i := slices.IndexFunc(o.Changes, func(c engine.Change) bool { return x.named(c.Ref) })
	if !f.Changeable {
		if i >= 0 {
			return "the family cannot change it"
		}
		return ""
	}
	nearest := int64(-1)
	for _, v := range x.values {
		if v != now && turned(g.after(s, x, v, p)) {
			if d := distance(f, now, v); nearest < 0 || d < nearest {
				nearest = d
			}
		}
	}
	switch {
	case i < 0 && nearest >= 0:
		return "a change would turn it and none is named"
	case i < 0:
		return ""
	case !turned(g.after(s, x, o.Changes[i].To, p)):
		return "the change named does not turn it: " + o.Changes[i].Text
	case now.State == fact.Known && o.Changes[i].To.State == fact.Known && distance(f, now, o.Changes[i].To) > nearest && nearest > 0:
		return "a nearer change would do: " + o.Changes[i].Text
	}
	return ""
}

func TestOneFenLessDoesNotTurnIt(t *testing.T) {
	t.Parallel()
	k := newKit()
	k.standard()
	s := family(k)
	s.Household.Tables[0].Rows[0].Values[3] = fact.Of(yuan(2000))
	o := one(t, engine.Determine(k.p, s, engine.Options{}), "aid")
	if o.Status != engine.Refused || len(o.Changes) == 0 {
		t.Fatalf("%s %v", o.Status, o.Changes)
	}
	c := o.Changes[0]
	if c.To.N != 161399 || c.Text != "如果成员“甲”的月收入降到1613.99元/月（现在是2000元/月），就符合条件" {
		t.Errorf("%d: %s", c.To.N, c.Text)
	}
	for delta, want := range map[int64]engine.Status{0: engine.Entitled, 1: engine.Refused} {
		s.Household.Tables[0].Rows[0].Values[3] = fact.Of(c.To.N + delta)
		if got := one(t, engine.Determine(k.p, s, plain), "aid").Status; got != want {
			t.Errorf("%d fen above the change: %s", delta, got)
		}
	}
}

func TestRulesThatAFamilyCanChange(t *testing.T) {
	t.Parallel()
	k := newKit()
	k.standard()
	index := k.p.RuleIndex["household_income"]
	k.p.Rules[index].Changeable = true
	s := family(k)
	s.Household.Tables[0].Rows[0].Values[3] = fact.Of(yuan(2000))
	o := one(t, engine.Determine(k.p, s, engine.Options{}), "aid")
	i := slices.IndexFunc(o.Changes, func(c engine.Change) bool { return c.Rule == "household_income" })
	if i < 0 {
		t.Fatalf("%+v", o.Changes)
	}
	c := o.Changes[i]
	if c.Text != "如果家庭月收入降到1613.99元/月（现在是2000元/月），就符合条件" {
		t.Error(c.Text)
	}
	for delta, want := range map[int64]engine.Status{0: engine.Entitled, 1: engine.Refused} {
		r := engine.WithRule(k.p, s, c.Rule, c.Instance, fact.Of(c.To.N+delta))
		if got := one(t, r, "aid").Status; got != want {
			t.Errorf("%d fen above the change: %s", delta, got)
		}
	}
}

func TestARefusalThatNoSingleChangeTurnsSaysSo(t *testing.T) {
	t.Parallel()
	k := newKit()
	k.standard()
	s := family(k)
	s.Household.Tables[0].Rows[0].Values[3] = fact.Of(yuan(2000))
	s.Household.Values[2] = fact.Of(yuan(90000)) // too much property besides
	o := one(t, engine.Determine(k.p, s, engine.Options{}), "aid")
	if !o.NoChange || len(o.Changes) != 0 || !slices.Equal(o.Because, []string{"below", "property_ok"}) {
		t.Errorf("%v %v %v", o.NoChange, o.Changes, o.Because)
	}
	if text := all(o.Why); !strings.Contains(text, "没有哪一项情况单独改变后就能符合条件") || !strings.Contains(text, "人均收入低于低保标准：否") || !strings.Contains(text, "财产符合规定：否") {
		t.Errorf("both failed conditions are told:\n%s", text)
	}
}

func TestAnUnknownFactIsNoChange(t *testing.T) {
	t.Parallel()
	k := newKit()
	lives := k.get("member.lives_in")
	k.programme("aid", "a", member, []policy.NodeID{lives, k.op(policy.OpLess, fact.Bool, k.get("member.pay"), k.lit(fact.MoneyMonth, 5))}, nil)
	s := k.snapshot(nil, k.row(member, "甲", map[string]fact.Value{"pay": fact.Of(9)}))
	if o := one(t, engine.Determine(k.p, s, engine.Options{}), "aid"); o.Status != engine.Refused || !o.NoChange {
		t.Errorf("the other condition stays open: %s %v", o.Status, o.Changes)
	} else if text := all(o.Why); !strings.Contains(text, "单独改变后就一定能符合条件；没有弄清的情况也要弄清") {
		t.Errorf("that it is open is told:\n%s", text)
	}
}
