package engine_test

import (
	"testing"

	"doudi/engine"
	"doudi/fact"
	"doudi/policy"
)

// earner is a member with incomes of the given amounts; "?" is one whose
// amount nobody knows, and the state says how much of the table is known.
func (k *kit) earner(name string, state fact.Completeness, amounts ...string) fact.Row {
	m := k.row(member, name, map[string]fact.Value{"lives_in": fact.Of(1)})
	var rows []fact.Row
	for _, a := range amounts {
		v := noAnswer
		if a != "?" {
			v = fact.Of(number(a))
		}
		rows = append(rows, k.row(income, "", map[string]fact.Value{"kind": fact.Of(sym("wage")), "amount": v}))
	}
	k.withTable(&m, member, income, state, rows...)
	return m
}

// number reads a test's digits.
func number(s string) (n int64) {
	for i := range len(s) {
		n = n*10 + int64(s[i]-'0')
	}
	return n
}

func TestAggregatesOverATable(t *testing.T) {
	t.Parallel()
	k := newKit()
	amount := k.get("income.amount")
	big := k.op(policy.OpAbove, fact.Bool, amount, k.lit(fact.Money, 50))
	agg := func(op policy.Op, args ...policy.NodeID) policy.NodeID {
		typ := fact.Money
		if op == policy.OpAny || op == policy.OpAll {
			typ = fact.Bool
		}
		return k.over(op, typ, member, income, args...)
	}
	sum, anyBig, allBig := agg(policy.OpAddUp, policy.NoNode, amount), agg(policy.OpAny, policy.NoNode, big), agg(policy.OpAll, policy.NoNode, big)
	count, bigCount := agg(policy.OpCount), agg(policy.OpCount, big)
	bigSum := agg(policy.OpAddUp, big, amount)
	least, greatest := agg(policy.OpMinOf, policy.NoNode, amount), agg(policy.OpMaxOf, policy.NoNode, amount, k.lit(fact.Money, 7))
	zeroIfBig := agg(policy.OpAddUp, big, k.lit(fact.Money, 0))
	c, p, n := fact.Complete, fact.Partial, fact.NotAsked
	tests := []struct {
		name  string
		node  policy.NodeID
		state fact.Completeness
		rows  []string
		want  string
	}{
		{"a sum of nothing is nothing", sum, c, nil, "0"},
		{"a sum", sum, c, []string{"40", "60"}, "100"},
		{"a sum with an open amount", sum, c, []string{"40", "?"}, "unknown"},
		{"a sum of a table known in part", sum, p, []string{"40"}, "unknown"},
		{"a sum of a table nobody asked about", sum, n, nil, "unknown"},
		{"any of nothing is false", anyBig, c, nil, "0"},
		{"any settled by one row", anyBig, p, []string{"60"}, "1"},
		{"any not settled by a row that does not hold", anyBig, p, []string{"40"}, "unknown"},
		{"any with an open row", anyBig, c, []string{"40", "?"}, "unknown"},
		{"any with an open row and one that holds", anyBig, c, []string{"?", "60"}, "1"},
		{"any of a table nobody asked about", anyBig, n, nil, "unknown"},
		{"all of nothing is true", allBig, c, nil, "1"},
		{"all settled by one row", allBig, p, []string{"40"}, "0"},
		{"all not settled by a row that holds", allBig, p, []string{"60"}, "unknown"},
		{"all", allBig, c, []string{"60", "70"}, "1"},
		{"a count", count, c, []string{"1", "?"}, "2"},
		{"a count of a table known in part", count, p, []string{"1"}, "unknown"},
		{"a count with an open condition", bigCount, c, []string{"60", "?"}, "unknown"},
		{"a count with conditions", bigCount, c, []string{"60", "40"}, "1"},
		{"a sum with conditions", bigSum, c, []string{"60", "40"}, "60"},
		{"a sum with an open condition", bigSum, c, []string{"60", "?"}, "unknown"},
		{"a row that may count nothing changes nothing", zeroIfBig, c, []string{"?"}, "0"},
		{"the least", least, c, []string{"60", "40"}, "40"},
		{"the least of nothing has no value", least, c, nil, "failed"},
		{"the least with an open row", least, c, []string{"60", "?"}, "unknown"},
		{"the greatest", greatest, c, []string{"60", "40"}, "60"},
		{"the greatest of nothing has a stand-in", greatest, c, nil, "7"},
		{"the greatest of a table nobody asked about", greatest, n, nil, "unknown"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := engine.Eval(k.p, k.snapshot(nil, k.earner("甲", tt.state, tt.rows...)), tt.node, 0, day("2020-01-01"))
			if shown(got) != tt.want {
				t.Errorf("got %s (%s), want %s", shown(got), got.Fault, tt.want)
			}
		})
	}
}

func TestAggregatesSkipWhatDoesNotApply(t *testing.T) {
	t.Parallel()
	k := newKit()
	pay := k.getIf("member.pay", k.get("member.alive"))
	sum := k.over(policy.OpAddUp, fact.MoneyMonth, household, member, policy.NoNode, pay)
	all := k.over(policy.OpAll, fact.Bool, household, member, policy.NoNode, k.op(policy.OpAbove, fact.Bool, pay, k.lit(fact.MoneyMonth, 5)))
	least := k.over(policy.OpMinOf, fact.MoneyMonth, household, member, policy.NoNode, pay)
	one := func(name string, alive, pay int64) fact.Row {
		return k.row(member, name, map[string]fact.Value{"alive": fact.Of(alive), "pay": fact.Of(pay)})
	}
	s := k.snapshot(nil, one("甲", 1, 9), one("乙", 0, 1))
	for node, want := range map[policy.NodeID]string{sum: "9", all: "1", least: "9"} {
		if got := shown(engine.Eval(k.p, s, node, 0, day("2020-01-01"))); got != want {
			t.Errorf("node %d: %s, want %s", node, got, want)
		}
	}
}

func TestAggregatesReachGrandchildren(t *testing.T) {
	t.Parallel()
	k := newKit()
	sum := k.over(policy.OpAddUp, fact.Money, household, income, policy.NoNode, k.get("income.amount"))
	own := k.over(policy.OpAddUp, fact.Money, member, income, policy.NoNode, k.get("income.amount"))
	s := k.snapshot(nil, k.earner("甲", fact.Complete, "1", "2"), k.earner("乙", fact.Complete), k.earner("丙", fact.Complete, "4"))
	if got := shown(engine.Eval(k.p, s, sum, 0, day("2020-01-01"))); got != "7" {
		t.Errorf("household over incomes: %s", got)
	}
	for inst, want := range []string{"3", "0", "4"} {
		if got := shown(engine.Eval(k.p, s, own, inst, day("2020-01-01"))); got != want {
			t.Errorf("member %d: %s, want %s", inst, got, want)
		}
	}
	s = k.snapshot(nil, k.earner("甲", fact.Complete, "1"), k.earner("乙", fact.NotAsked))
	got := engine.Eval(k.p, s, sum, 0, day("2020-01-01"))
	if got.State != "unknown" || len(got.Hangs) != 1 || got.Hangs[0] != "成员“乙”的收入" {
		t.Errorf("one table nobody asked about: %+v", got)
	}
	s.Household.Tables[0].State = fact.NotAsked
	if got := engine.Eval(k.p, s, sum, 0, day("2020-01-01")); len(got.Hangs) != 2 {
		t.Errorf("the members were not asked about either: %+v", got)
	}
}

func TestASumThatOverflowsIsAnError(t *testing.T) {
	t.Parallel()
	k := newKit()
	sum := k.over(policy.OpAddUp, fact.Money, member, income, policy.NoNode, k.get("income.amount"))
	m := k.earner("甲", fact.Complete, "1", "2")
	m.Tables[0].Rows[0].Values[1] = fact.Of(1 << 62)
	m.Tables[0].Rows[1].Values[1] = fact.Of(1 << 62)
	if got := engine.Eval(k.p, k.snapshot(nil, m), sum, 0, day("2020-01-01")); got.State != "failed" {
		t.Errorf("%+v", got)
	}
}

func TestHeldLastMonth(t *testing.T) {
	t.Parallel()
	k := newKit()
	aid := k.programme("aid", "低保", household, nil, nil)
	own := k.add(policy.Node{Op: policy.OpHeld, Type: fact.Bool, Of: member, Imm: aid})
	any := k.add(policy.Node{Op: policy.OpHeld, Type: fact.Bool, Of: household, Imm: aid})
	record := func(programme, from, to string) fact.Row {
		return k.row(award, "", map[string]fact.Value{"programme": fact.Of(sym(programme)), "period": fact.OfSpan(int64(month(from)), int64(month(to)))})
	}
	c := fact.Complete
	tests := []struct {
		name  string
		state fact.Completeness
		rows  []fact.Row
		want  string
	}{
		{"an award that covers last month", c, []fact.Row{record("aid", "2020-01", "2020-03")}, "1"},
		{"an award that ended before", c, []fact.Row{record("aid", "2020-01", "2020-02")}, "0"},
		{"an award that begins this month", c, []fact.Row{record("aid", "2020-04", "2020-12")}, "0"},
		{"another programme", c, []fact.Row{record("care", "2020-01", "2020-12")}, "0"},
		{"no awards", c, nil, "0"},
		{"nobody asked", fact.NotAsked, nil, "unknown"},
		{"some are known and one covers", fact.Partial, []fact.Row{record("aid", "2020-03", "2020-03")}, "1"},
		{"some are known and none covers", fact.Partial, []fact.Row{record("aid", "2019-03", "2019-03")}, "unknown"},
		{"an award of an unknown programme", c, []fact.Row{k.row(award, "", map[string]fact.Value{"period": fact.OfSpan(int64(month("2020-01")), int64(month("2020-12")))})}, "unknown"},
		{"an award of an unknown programme that ended before", c, []fact.Row{k.row(award, "", map[string]fact.Value{"period": fact.OfSpan(int64(month("2019-01")), int64(month("2019-12")))})}, "0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := k.row(member, "甲", nil)
			k.withTable(&m, member, award, tt.state, tt.rows...)
			s := k.snapshot(nil, m)
			for _, node := range []policy.NodeID{own, any} {
				if got := shown(engine.Eval(k.p, s, node, 0, day("2020-04-01"))); got != tt.want {
					t.Errorf("got %s, want %s", got, tt.want)
				}
			}
		})
	}
}
