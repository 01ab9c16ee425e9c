package engine_test

import (
	"strings"
	"testing"

	"doudi/engine"
	"doudi/fact"
	"doudi/money"
	"doudi/policy"
)

// The five answers of a yes/no question, as nodes of a kit.
type answers struct{ yes, no, unknown, failed, off policy.NodeID }

// fiveAnswers makes a node for every state: a fact nobody gave, a figure
// without a value, a fact that does not apply.
func fiveAnswers(k *kit) answers {
	a := answers{yes: k.lit(fact.Bool, 1), no: k.lit(fact.Bool, 0), unknown: k.get("member.lives_in")}
	a.failed = k.figure("hole", "没有数值的数", fact.Bool)
	a.off = k.getIf("member.alive", a.no)
	return a
}

// blank is a family of one person about whom nothing is known.
func blank(k *kit) *fact.Snapshot { return k.snapshot(nil, k.row(member, "甲", nil)) }

func TestTheTruthTable(t *testing.T) {
	t.Parallel()
	k := newKit()
	a := fiveAnswers(k)
	names := []string{"true", "false", "unknown", "failed", "inapplicable"}
	nodes := []policy.NodeID{a.yes, a.no, a.unknown, a.failed, a.off}
	// Rows and columns in the order of names.
	tables := map[policy.Op][5][5]string{
		policy.OpAnd: {
			{"true", "false", "unknown", "failed", "inapplicable"},
			{"false", "false", "false", "false", "false"},
			{"unknown", "false", "unknown", "failed", "unknown"},
			{"failed", "false", "failed", "failed", "failed"},
			{"inapplicable", "false", "unknown", "failed", "inapplicable"},
		},
		policy.OpOr: {
			{"true", "true", "true", "true", "true"},
			{"true", "false", "unknown", "failed", "inapplicable"},
			{"true", "unknown", "unknown", "failed", "unknown"},
			{"true", "failed", "failed", "failed", "failed"},
			{"true", "inapplicable", "unknown", "failed", "inapplicable"},
		},
	}
	s := blank(k)
	for op, table := range tables {
		for i, left := range nodes {
			for j, right := range nodes {
				id := k.op(op, fact.Bool, left, right)
				if got := word(engine.Eval(k.p, s, id, 0, day("2020-01-01"))); got != table[i][j] {
					t.Errorf("op %d of %s and %s is %s, want %s", op, names[i], names[j], got, table[i][j])
				}
			}
		}
	}
	for i, want := range []string{"false", "true", "unknown", "failed", "inapplicable"} {
		if got := word(engine.Eval(k.p, s, k.op(policy.OpNot, fact.Bool, nodes[i]), 0, day("2020-01-01"))); got != want {
			t.Errorf("not %s is %s, want %s", names[i], got, want)
		}
	}
}

// word is a yes/no value in one word.
func word(f engine.Found) string {
	if f.State != "known" {
		return f.State
	}
	return map[bool]string{true: "true", false: "false"}[f.N != 0]
}

func TestOperations(t *testing.T) {
	t.Parallel()
	k := newKit()
	m := func(n int64) policy.NodeID { return k.lit(fact.Money, n) }
	c := func(n int64) policy.NodeID { return k.lit(fact.Count, n) }
	d := func(s string) policy.NodeID { return k.lit(fact.Date, int64(day(s))) }
	mo := func(s string) policy.NodeID { return k.lit(fact.Month, int64(month(s))) }
	rate := func(n int64) policy.NodeID { return k.lit(fact.Rate, n) }
	bool1 := func(op policy.Op, args ...policy.NodeID) policy.NodeID { return k.op(op, fact.Bool, args...) }
	huge := m(1 << 62)
	tests := []struct {
		name string
		node policy.NodeID
		want string
	}{
		{"a sum", k.op(policy.OpAdd, fact.Money, m(3), m(4)), "7"},
		{"a difference below zero", k.op(policy.OpSub, fact.Money, m(3), m(4)), "-1"},
		{"heads times an amount", k.op(policy.OpTimes, fact.Money, c(3), m(53800)), "161400"},
		{"a sum that overflows", k.op(policy.OpAdd, fact.Money, huge, huge), "failed"},
		{"a difference that overflows", k.op(policy.OpSub, fact.Money, m(-1<<62), k.op(policy.OpAdd, fact.Money, huge, m(1))), "failed"},
		{"a product that overflows", k.op(policy.OpTimes, fact.Money, c(4), huge), "failed"},
		{"30 percent rounded up to the yuan", k.rounded(policy.OpShare, fact.Money, money.UpToYuan, m(53801), rate(300000)), "16200"},
		{"a share needs a rounding", k.rounded(policy.OpShare, fact.Money, money.Exact, m(53801), rate(300000)), "failed"},
		{"an equal split dropping fractions", k.rounded(policy.OpSplit, fact.Money, money.DownToFen, m(100), c(3)), "33"},
		{"a split among nobody", k.rounded(policy.OpSplit, fact.Money, money.DownToFen, m(100), c(0)), "failed"},
		{"a rounding alone", k.rounded(policy.OpRound, fact.Money, money.UpToYuan, m(101)), "200"},
		{"the part above", k.op(policy.OpShortfall, fact.Money, m(10), m(3)), "7"},
		{"nothing above", k.op(policy.OpShortfall, fact.Money, m(3), m(10)), "0"},
		{"the least of three", k.op(policy.OpLeast, fact.Money, m(3), m(1), m(2)), "1"},
		{"the greatest of three", k.op(policy.OpGreatest, fact.Money, m(3), m(1), m(9)), "9"},
		{"632 yuan × 3 − 1894 yuan is two yuan", k.op(policy.OpShortfall, fact.Money, k.op(policy.OpTimes, fact.Money, c(3), m(63200)), m(189400)), "200"},
		{"below", bool1(policy.OpLess, m(1), m(2)), "1"},
		{"on the line is not below", bool1(policy.OpLess, m(2), m(2)), "0"},
		{"on the line is at most", bool1(policy.OpAtMost, m(2), m(2)), "1"},
		{"on the line is not above", bool1(policy.OpAbove, m(2), m(2)), "0"},
		{"on the line is at least", bool1(policy.OpAtLeast, m(2), m(2)), "1"},
		{"exactly 1.5 times is at most", bool1(policy.OpAtMostShare, m(150), m(100), rate(1500000)), "1"},
		{"exactly 1.5 times is not below", bool1(policy.OpLessShare, m(150), m(100), rate(1500000)), "0"},
		{"half a fen above 1.5 times is above", bool1(policy.OpAboveShare, m(152), m(101), rate(1500000)), "1"},
		{"half a fen below 1.5 times is not at least", bool1(policy.OpAtLeastShare, m(151), m(101), rate(1500000)), "0"},
		{"equal counts", bool1(policy.OpEqual, c(2), c(2)), "1"},
		{"unequal counts", bool1(policy.OpNotEqual, c(2), c(2)), "0"},
		{"none equals nothing", bool1(policy.OpEqual, k.none(fact.Count), k.none(fact.Count)), "0"},
		{"none differs from none", bool1(policy.OpNotEqual, k.none(fact.Count), k.none(fact.Count)), "1"},
		{"a value differs from none", bool1(policy.OpNotEqual, c(2), k.none(fact.Count)), "1"},
		{"one of a list", bool1(policy.OpIn, c(2), c(1), c(2)), "1"},
		{"none of a list", bool1(policy.OpIn, k.none(fact.Count), c(1), c(2)), "0"},
		{"is none", bool1(policy.OpIsNone, k.none(fact.Count)), "1"},
		{"is not none", bool1(policy.OpIsNone, c(0)), "0"},
		{"none in a sum is an error", k.op(policy.OpAdd, fact.Count, c(1), k.none(fact.Count)), "failed"},
		{"none in an order is an error", bool1(policy.OpLess, k.none(fact.Count), c(1)), "failed"},
		{"born on 29 February, the day before", k.op(policy.OpAgeOn, fact.Count, d("2004-02-29"), d("2022-02-28")), "17"},
		{"born on 29 February, on 1 March", k.op(policy.OpAgeOn, fact.Count, d("2004-02-29"), d("2022-03-01")), "18"},
		{"a month later in a short month", k.rounded(policy.OpAddMonths, fact.Date, money.LastDay, d("2021-01-31"), k.lit(fact.Months, 1)), "18686"},
		{"a month later, next day", k.rounded(policy.OpAddMonths, fact.Date, money.NextDay, d("2021-01-31"), k.lit(fact.Months, 1)), "18687"},
		{"months beyond the calendar", k.rounded(policy.OpAddMonths, fact.Date, money.NextDay, d("2021-01-31"), k.lit(fact.Months, 1<<40)), "failed"},
		{"months between", k.op(policy.OpMonthsBetween, fact.Months, mo("2019-11"), mo("2020-02")), "3"},
		{"the month of a day", k.op(policy.OpMonthOf, fact.Month, d("2020-03-15")), "24242"},
		{"the law date", k.global(policy.AsOf, fact.Date), "18262"},
		{"the benefit month", k.global(policy.MonthNow, fact.Month), "24243"},
		{"the index month", k.global(policy.IndexMonth, fact.Month), "24242"},
	}
	s := blank(k)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := engine.Eval(k.p, s, tt.node, 0, day("2020-01-01"))
			if text := shown(got); text != tt.want {
				t.Errorf("got %s (%s), want %s", text, got.Fault, tt.want)
			}
			if got.State == "failed" && got.Fault == "" {
				t.Error("an error without a sentence")
			}
		})
	}
}

// shown is a value as tests write it.
func shown(f engine.Found) string {
	if f.State != "known" {
		return f.State
	}
	return text(f.N)
}

// text is a number as tests write it.
func text(n int64) string {
	const digits = "0123456789"
	if n < 0 {
		return "-" + text(-n)
	}
	if n < 10 {
		return digits[n : n+1]
	}
	return text(n/10) + digits[n%10:n%10+1]
}

func TestStrictOperationsKeepTheWorstArgument(t *testing.T) {
	t.Parallel()
	k := newKit()
	pay := k.get("member.pay")
	off := k.getIf("member.pay", k.lit(fact.Bool, 0))
	hole := k.figure("hole", "没有数值的数", fact.MoneyMonth)
	one := k.lit(fact.MoneyMonth, 1)
	tests := []struct {
		name string
		args []policy.NodeID
		want string
	}{
		{"error beats unknown", []policy.NodeID{pay, hole}, "failed"},
		{"unknown beats not applicable", []policy.NodeID{off, pay}, "unknown"},
		{"not applicable beats a value", []policy.NodeID{one, off}, "inapplicable"},
		{"unknown beats a value", []policy.NodeID{one, pay}, "unknown"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, op := range []policy.Op{policy.OpAdd, policy.OpSub, policy.OpShortfall, policy.OpLeast, policy.OpGreatest, policy.OpLess, policy.OpEqual} {
				typ := fact.MoneyMonth
				if op == policy.OpLess || op == policy.OpEqual {
					typ = fact.Bool
				}
				k := *k
				k.p = clone(k.p)
				for _, args := range [][]policy.NodeID{tt.args, {tt.args[1], tt.args[0]}} {
					k.p.Nodes = append(k.p.Nodes, policy.Node{Op: op, Type: typ, Of: member, Args: args})
					if got := engine.Eval(k.p, blank(&k), policy.NodeID(len(k.p.Nodes)-1), 0, day("2020-01-01")); got.State != tt.want {
						t.Errorf("op %d: %s, want %s", op, got.State, tt.want)
					}
				}
			}
		})
	}
}

// clone is a program whose nodes may grow apart.
func clone(p *policy.Program) *policy.Program {
	q := *p
	q.Nodes = append([]policy.Node(nil), p.Nodes...)
	return &q
}

func TestUnknownCarriesWhatItHangsOn(t *testing.T) {
	t.Parallel()
	k := newKit()
	sum := k.op(policy.OpAnd, fact.Bool, k.get("member.alive"), k.op(policy.OpLess, fact.Bool, k.get("member.pay"), k.lit(fact.MoneyMonth, 5)))
	got := engine.Eval(k.p, blank(k), sum, 0, day("2020-01-01"))
	if strings.Join(got.Hangs, ",") != "成员“甲”的健在,成员“甲”的月收入" {
		t.Errorf("hangs on %q", got.Hangs)
	}
	failed := k.op(policy.OpAnd, fact.Bool, k.get("member.alive"), k.figure("hole", "没有数值的数", fact.Bool))
	got = engine.Eval(k.p, blank(k), failed, 0, day("2020-01-01"))
	if got.State != "failed" || strings.Join(got.Hangs, ",") != "成员“甲”的健在" {
		t.Errorf("an error that a fact may make unnecessary hangs on it: %+v", got)
	}
	if got.Fault != "“没有数值的数”在2020年1月1日没有规定数值" {
		t.Errorf("fault %q", got.Fault)
	}
}
