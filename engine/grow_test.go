package engine_test

import (
	"math/rand/v2"

	"doudi/engine"
	"doudi/fact"
	"doudi/money"
	"doudi/pack"
	"doudi/policy"
)

// grower makes little programs at random: every operator, small domains, so
// that all families can be tried one by one.
type grower struct {
	*kit
	*rand.Rand
	facts []small
	rules int
}

// small is a fact of one row with a domain that can be listed.
type small struct {
	fact   *fact.Fact
	of     fact.EntityID
	inst   int
	slot   int
	values []fact.Value
}

// key names the fact in failures.
func (x *small) key() string { return x.fact.Key + text(int64(x.inst)) }

// at is the answer in a family.
func (x *small) at(s *fact.Snapshot) *fact.Value {
	if x.of == household {
		return &s.Household.Values[x.slot]
	}
	return &s.Household.Tables[1].Rows[x.inst].Values[x.slot]
}

// named tells whether a missing fact or a change is this one.
func (x *small) named(r engine.Ref) bool {
	return r.Slot == x.slot && r.Entity == x.of && r.Instance == x.inst
}

// thing is the table of the little programs; their family has two of them.
const thing = fact.EntityID(2)

// smallFacts are a household's facts over small domains.
var smallFacts = []fact.Fact{
	{Key: "a", Label: "甲数", Type: fact.Count, Low: 0, High: 5, HasBounds: true, Changeable: true},
	{Key: "b", Label: "乙数", Type: fact.Count, Low: 1, High: 4, HasBounds: true, MayBeNone: true},
	{Key: "m", Label: "甲款", Type: fact.Money, Low: 0, High: 7, HasBounds: true, Changeable: true},
	{Key: "n", Label: "乙款", Type: fact.Money, Low: -3, High: 3, HasBounds: true, MayBeNone: true, Changeable: true},
	{Key: "f", Label: "甲问", Type: fact.Bool, Changeable: true},
	{Key: "g", Label: "乙问", Type: fact.Bool},
	{Key: "e", Label: "甲类", Type: fact.Enum, Values: []int64{0, 1, 2}, MayBeNone: true, Changeable: true},
	{Key: "d", Label: "甲日", Type: fact.Date, Low: int64(day("2004-02-27")), High: int64(day("2004-03-03")), HasBounds: true, Changeable: true},
	{Key: "s", Label: "甲期", Type: fact.Span, Low: int64(month("2019-12")), High: int64(month("2020-03")), HasBounds: true, MayBeNone: true},
}

// domain lists all answers to a fact.
func domain(f *fact.Fact) []fact.Value {
	var list []fact.Value
	switch f.Type {
	case fact.Bool:
		list = []fact.Value{fact.Of(0), fact.Of(1)}
	case fact.Enum:
		for _, v := range f.Values {
			list = append(list, fact.Of(v))
		}
	case fact.Span:
		for from := f.Low; from <= f.High; from++ {
			for to := from; to <= f.High; to++ {
				list = append(list, fact.OfSpan(from, to))
			}
		}
	default:
		for n := f.Low; n <= f.High; n++ {
			list = append(list, fact.Of(n))
		}
	}
	if f.MayBeNone {
		list = append(list, noneOf)
	}
	return list
}

// newGrower makes an empty program over the small facts and a table of rows.
func newGrower(seed uint64) *grower {
	entities := []fact.Entity{
		{Name: "household", Label: "家庭", Parent: fact.PlaceEntity, Facts: append([]fact.Fact(nil), smallFacts...)},
		{Name: "member", Plural: "members", Label: "成员", Parent: household},
		{Name: "thing", Plural: "things", Label: "物品", Parent: household, Facts: []fact.Fact{
			{Key: "worth", Label: "价值", Type: fact.Money, Low: 0, High: 3, HasBounds: true, Changeable: true},
			{Key: "used", Label: "在用", Type: fact.Bool, Changeable: true},
		}},
	}
	p := &policy.Program{Hash: "grown", Schema: fact.NewSchema(entities, []string{"x", "y", "z"}), RuleIndex: map[string]int32{}, Pack: &pack.Resolved{ID: "cn-grown"}}
	g := &grower{kit: &kit{p: p, seen: map[string]policy.NodeID{}}, Rand: rand.New(rand.NewPCG(seed, 7))}
	g.list(household, 0)
	g.list(thing, 0)
	g.list(thing, 1)
	return g
}

// list adds the facts of one row.
func (g *grower) list(of fact.EntityID, inst int) {
	facts := g.p.Schema.Entities[of].Facts
	for slot := range facts {
		g.facts = append(g.facts, small{&facts[slot], of, inst, slot, domain(&facts[slot])})
	}
}

// of picks one of the nodes.
func (g *grower) of(list ...func() policy.NodeID) policy.NodeID { return list[g.IntN(len(list))]() }

// read reads a fact by key.
func (g *grower) read(key string) policy.NodeID { return g.get("household." + key) }

// bool grows a yes/no expression.
func (g *grower) bool(depth int) policy.NodeID {
	op := func(op policy.Op, args ...policy.NodeID) policy.NodeID { return g.op(op, fact.Bool, args...) }
	if depth <= 0 {
		return g.of(
			func() policy.NodeID { return g.read("f") },
			func() policy.NodeID { return g.read("g") },
			func() policy.NodeID { return op(g.order(), g.read("a"), g.lit(fact.Count, g.Int64N(6))) },
			func() policy.NodeID { return op(g.order(), g.read("m"), g.lit(fact.Money, g.Int64N(8))) },
			func() policy.NodeID { return op(policy.OpIn, g.read("e"), g.lit(fact.Enum, 0), g.lit(fact.Enum, 2)) },
			func() policy.NodeID { return op(policy.OpEqual, g.read("e"), g.lit(fact.Enum, 1)) },
			func() policy.NodeID { return op(policy.OpIsNone, g.read("b")) },
			func() policy.NodeID { return op(policy.OpIsNone, g.read("s")) },
			func() policy.NodeID {
				return g.over(g.quantor(), fact.Bool, household, thing, policy.NoNode, g.get("thing.used"))
			},
		)
	}
	d := depth - 1
	return g.of(
		func() policy.NodeID { return op(policy.OpAnd, g.bool(d), g.bool(d)) },
		func() policy.NodeID { return op(policy.OpOr, g.bool(d), g.bool(d)) },
		func() policy.NodeID { return op(policy.OpNot, g.bool(d)) },
		func() policy.NodeID { return op(g.order(), g.count(d), g.count(d)) },
		func() policy.NodeID { return op(g.order(), g.money(d), g.money(d)) },
		func() policy.NodeID {
			return op(g.shareOrder(), g.money(d), g.money(d), g.lit(fact.Rate, g.Int64N(4)*500000))
		},
		func() policy.NodeID { return op(policy.OpNotEqual, g.count(d), g.count(d)) },
		func() policy.NodeID {
			return op(policy.OpAnd, op(policy.OpNot, op(policy.OpIsNone, g.read("b"))), op(g.order(), g.read("b"), g.count(d)))
		},
		func() policy.NodeID {
			return op(g.order(), g.rounded(policy.OpAddMonths, fact.Date, money.NextDay, g.read("d"), g.lit(fact.Months, 12)), g.lit(fact.Date, int64(day("2005-03-01"))))
		},
		func() policy.NodeID {
			return op(policy.OpAnd, op(policy.OpNot, op(policy.OpIsNone, g.read("s"))), op(g.order(), g.month(), g.lit(fact.Month, int64(month("2020-01")))))
		},
		func() policy.NodeID {
			worth := op(g.order(), g.get("thing.worth"), g.money(d))
			return g.over(g.quantor(), fact.Bool, household, thing, g.get("thing.used"), worth)
		},
		func() policy.NodeID { return g.choose(fact.Bool, d, g.bool) },
		func() policy.NodeID { return g.named(fact.Bool, g.bool(d)) },
	)
}

// quantor is any or all.
func (g *grower) quantor() policy.Op {
	return []policy.Op{policy.OpAny, policy.OpAll}[g.IntN(2)]
}

// month reads an end of the span or the month of the day.
func (g *grower) month() policy.NodeID {
	return g.of(
		func() policy.NodeID { return g.op(policy.OpSpanFrom, fact.Month, g.read("s")) },
		func() policy.NodeID { return g.op(policy.OpSpanTo, fact.Month, g.read("s")) },
	)
}

// order is one of the four comparisons.
func (g *grower) order() policy.Op {
	return []policy.Op{policy.OpLess, policy.OpAtMost, policy.OpAbove, policy.OpAtLeast}[g.IntN(4)]
}

// shareOrder is one of the four with a share.
func (g *grower) shareOrder() policy.Op {
	return []policy.Op{policy.OpLessShare, policy.OpAtMostShare, policy.OpAboveShare, policy.OpAtLeastShare}[g.IntN(4)]
}

// count grows a whole number.
func (g *grower) count(depth int) policy.NodeID {
	if depth <= 0 {
		return g.of(
			func() policy.NodeID { return g.read("a") },
			func() policy.NodeID { return g.lit(fact.Count, g.Int64N(6)) },
			func() policy.NodeID {
				return g.op(policy.OpAgeOn, fact.Count, g.read("d"), g.lit(fact.Date, int64(day("2022-02-28"))+g.Int64N(3)))
			},
		)
	}
	d := depth - 1
	return g.of(
		func() policy.NodeID { return g.op(policy.OpAdd, fact.Count, g.count(d), g.count(d)) },
		func() policy.NodeID { return g.op(policy.OpSub, fact.Count, g.count(d), g.count(d)) },
		func() policy.NodeID { return g.op(policy.OpLeast, fact.Count, g.count(d), g.count(d)) },
		func() policy.NodeID { return g.choose(fact.Count, d, g.count) },
		func() policy.NodeID { return g.over(policy.OpCount, fact.Count, household, thing, g.get("thing.used")) },
		func() policy.NodeID {
			return g.op(policy.OpMonthsBetween, fact.Count, g.op(policy.OpMonthOf, fact.Month, g.read("d")), g.lit(fact.Month, int64(month("2004-05"))))
		},
	)
}

// money grows an amount.
func (g *grower) money(depth int) policy.NodeID {
	if depth <= 0 {
		return g.of(
			func() policy.NodeID { return g.read("m") },
			func() policy.NodeID { return g.lit(fact.Money, g.Int64N(8)) },
			func() policy.NodeID { // none is guarded, as the compiler demands
				return g.op(policy.OpCases, fact.Money, g.op(policy.OpIsNone, fact.Bool, g.read("n")), g.lit(fact.Money, 1), g.read("n"))
			},
		)
	}
	d := depth - 1
	mode := []money.Mode{money.UpToFen, money.DownToFen, money.HalfUpToFen}[g.IntN(3)]
	return g.of(
		func() policy.NodeID { return g.op(policy.OpAdd, fact.Money, g.money(d), g.money(d)) },
		func() policy.NodeID { return g.op(policy.OpSub, fact.Money, g.money(d), g.money(d)) },
		func() policy.NodeID { return g.op(policy.OpTimes, fact.Money, g.count(d), g.money(d)) },
		func() policy.NodeID { return g.op(policy.OpShortfall, fact.Money, g.money(d), g.money(d)) },
		func() policy.NodeID { return g.op(policy.OpGreatest, fact.Money, g.money(d), g.money(d)) },
		func() policy.NodeID {
			return g.rounded(policy.OpShare, fact.Money, mode, g.money(d), g.lit(fact.Rate, g.Int64N(5)*300000))
		},
		func() policy.NodeID {
			return g.rounded(policy.OpSplit, fact.Money, mode, g.money(d), g.lit(fact.Count, 1+g.Int64N(3)))
		},
		func() policy.NodeID { return g.choose(fact.Money, d, g.money) },
		func() policy.NodeID { return g.named(fact.Money, g.money(d)) },
		func() policy.NodeID { return g.ladder() },
		func() policy.NodeID {
			return g.over(policy.OpAddUp, fact.Money, household, thing, g.get("thing.used"), g.get("thing.worth"))
		},
		func() policy.NodeID {
			pick := []policy.Op{policy.OpMinOf, policy.OpMaxOf}[g.IntN(2)]
			return g.over(pick, fact.Money, household, thing, g.get("thing.used"), g.get("thing.worth"), g.money(d))
		},
	)
}

// named wraps an expression into a rule.
func (g *grower) named(_ fact.Type, body policy.NodeID) policy.NodeID {
	g.rules++
	return g.rule("r"+text(int64(g.rules)), "第"+text(int64(g.rules))+"条", household, body)
}

// choose grows cases, exceptions or a table.
func (g *grower) choose(t fact.Type, depth int, grow func(int) policy.NodeID) policy.NodeID {
	return g.of(
		func() policy.NodeID {
			return g.op(policy.OpCases, t, g.bool(depth), grow(depth), g.bool(depth), grow(depth), grow(depth))
		},
		func() policy.NodeID {
			return g.exceptions(grow(depth), exception{id: "一", when: g.bool(depth), value: grow(depth)},
				exception{id: "二", when: g.bool(depth), value: grow(depth), over: []int{0}})
		},
		func() policy.NodeID {
			return g.exceptions(grow(depth), exception{id: "一", when: g.bool(depth), value: grow(depth)}, exception{id: "二", when: g.bool(depth), value: grow(depth)})
		},
		func() policy.NodeID { return g.lookup(t, depth, grow) },
	)
}

// lookup grows a table over the first count and a question.
func (g *grower) lookup(t fact.Type, depth int, grow func(int) policy.NodeID) policy.NodeID {
	cut := g.Int64N(5)
	low := policy.Match{High: cut, HasHigh: true}
	high := policy.Match{Low: cut + 1, HasLow: true}
	rows := []policy.Row{{When: []policy.Match{low, {Any: true}}}, {When: []policy.Match{high, {In: []fact.Value{fact.Of(1)}}}}, {When: []policy.Match{high, {In: []fact.Value{fact.Of(0)}}}}}
	args := []policy.NodeID{g.read("a"), g.read("f"), grow(depth), grow(depth), grow(depth)}
	return g.add(policy.Node{Op: policy.OpTable, Type: t, Of: household, Args: args, Rows: rows})
}

// ladder grows a marginal figure over the first amount.
func (g *grower) ladder() policy.NodeID {
	g.p.Figures = append(g.p.Figures, policy.Figure{ID: "l" + text(int64(len(g.p.Figures))), Label: "分段", Type: fact.Rate, StepType: fact.Money, Rows: []policy.FigureRow{
		{Span: always, Steps: []policy.Step{{Above: 0, Rate: 1_000_000}, {Above: 1 + g.Int64N(4), Rate: g.Int64N(3) * 1_000_000}}}}})
	return g.add(policy.Node{Op: policy.OpBrackets, Type: fact.Money, Of: household, Imm: int32(len(g.p.Figures) - 1), Args: []policy.NodeID{g.read("m")}, Mode: money.UpToFen})
}

// grow makes one or two programmes, perhaps stacked.
func (g *grower) grow() {
	edit := func(v *policy.ProgrammeVersion) {
		v.Pays = "once"
		if g.IntN(4) == 0 {
			v.Leaving = g.bool(1)
		}
	}
	condition := []policy.NodeID{g.bool(2)}
	if g.IntN(2) == 0 {
		condition = append(condition, g.bool(1))
	}
	amount := part("base", g.money(2))
	g.programme("p1", "甲待遇", household, condition, []policy.Part{amount}, edit)
	if g.IntN(3) > 0 {
		return
	}
	g.programme("p2", "乙待遇", household, []policy.NodeID{g.bool(1)}, []policy.Part{part("base", g.money(1))}, edit)
	is := []string{"both", "excludes", "higher_of", "tops_up_to"}[g.IntN(4)]
	g.p.Stacking = []policy.Pair{{First: 0, Second: 1, Is: is, To: g.lit(fact.Money, g.Int64N(10)), Span: always, Cites: []string{"T-1"}}}
}

// family answers every question at random.
func (g *grower) family() *fact.Snapshot {
	s := g.snapshot(nil)
	s.Household.Tables[1] = fact.Table{State: fact.Complete, Rows: []fact.Row{g.row(thing, "", nil), g.row(thing, "", nil)}}
	for i := range g.facts {
		*g.facts[i].at(s) = g.facts[i].values[g.IntN(len(g.facts[i].values))]
	}
	return s
}
