package engine_test

import (
	"slices"
	"strings"
	"testing"

	"doudi/engine"
	"doudi/fact"
	"doudi/policy"
)

// statuses are all outcomes in one line: aid=entitled care=refused.
func statuses(r *engine.Result) string {
	var list []string
	for _, o := range r.Outcomes {
		text := o.Programme
		if o.Person != "" {
			text += "@" + o.Person
		}
		text += "=" + string(o.Status)
		if o.By != "" {
			text += "(" + o.By + ")"
		}
		list = append(list, text)
	}
	return strings.Join(list, " ")
}

// plain is an answer without explanations.
var plain = engine.Options{NoExplain: true}

// money is a part of so many yuan a month.
func (k *kit) monthly(n int64) []policy.Part {
	return []policy.Part{part("base", k.lit(fact.MoneyMonth, yuan(n)))}
}

func TestStatusFollowsConditions(t *testing.T) {
	t.Parallel()
	w := newWorld()
	hole := w.figure("hole", "没有数值的数", fact.Bool)
	index := w.keyed(policy.Figure{ID: "cpi", Label: "物价指数", Type: fact.Bool, Waiting: true})
	lives := w.rule("lives_here", "共同居住", member, w.lives)
	exit := func(v *policy.ProgrammeVersion) { v.Leaving = w.alive }
	conditions := map[string][]policy.NodeID{"aid": {lives}, "leave": {lives}, "hole": {lives, hole}, "wait": {lives, index}}
	for _, id := range []string{"aid", "leave", "hole", "wait"} {
		edit := func(*policy.ProgrammeVersion) {}
		if id == "leave" {
			edit = exit
		}
		w.programme(id, id, member, conditions[id], w.monthly(10), edit)
	}
	tests := []struct{ name, alive, lives, want string }{
		{"a condition holds", "n", "y", "aid@甲=entitled leave@甲=entitled hole@甲=undetermined wait@甲=waiting"},
		{"a condition does not hold", "n", "n", "aid@甲=refused leave@甲=refused hole@甲=refused wait@甲=refused"},
		{"a gradual exit", "y", "n", "aid@甲=refused leave@甲=leaving hole@甲=refused wait@甲=refused"},
		{"nothing is known", "?", "?", "aid@甲=undetermined leave@甲=undetermined hole@甲=undetermined wait@甲=undetermined"},
		{"an unknown exit", "?", "n", "aid@甲=refused leave@甲=undetermined hole@甲=refused wait@甲=refused"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := engine.Determine(w.p, w.asks(tt.alive, tt.lives), plain)
			if got := statuses(r); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			for _, o := range r.Outcomes {
				if (len(o.Faults) > 0) != (o.Programme == "hole" && o.Status == engine.Undetermined) {
					t.Errorf("faults of %s: %q", o.Programme, o.Faults)
				}
				if o.Status == engine.Leaving && o.Total.Low != 1000 {
					t.Errorf("who leaves gradually still gets it: %v", o.Total)
				}
			}
		})
	}
}

func TestClaims(t *testing.T) {
	t.Parallel()
	w := newWorld()
	by := func(claim string) func(*policy.ProgrammeVersion) {
		return func(v *policy.ProgrammeVersion) { v.Claim = claim }
	}
	w.programme("aid", "aid", member, nil, nil, by("with_application"))
	w.programme("care", "care", member, nil, nil, by("by_itself"))
	w.programme("other", "other", member, nil, nil, by("never"))
	tests := []struct {
		name   string
		given  bool
		claims []string
		held   fact.Completeness
		want   string
	}{
		{"who names nothing asks about everything", false, nil, fact.NotAsked, "aid@甲=entitled care@甲=entitled other@甲=entitled"},
		{"who asks for nothing gets what nobody asks for", true, nil, fact.Complete, "aid@甲=not_claimed care@甲=not_claimed other@甲=entitled"},
		{"an application brings what comes with it", true, []string{"aid"}, fact.Complete, "aid@甲=entitled care@甲=not_claimed other@甲=entitled"},
		{"what is asked for by itself", true, []string{"care"}, fact.Complete, "aid@甲=entitled care@甲=entitled other@甲=entitled"},
		{"what may be held already is open", true, []string{"aid"}, fact.NotAsked, "aid@甲=entitled care@甲=undetermined other@甲=entitled"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := w.kit.row(member, "甲", nil)
			w.withTable(&m, member, award, tt.held)
			s := w.snapshot(nil, m)
			s.ClaimsGiven, s.Claims = tt.given, tt.claims
			if got := statuses(engine.Determine(w.p, s, plain)); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
	m := w.kit.row(member, "甲", nil)
	w.withTable(&m, member, award, fact.Complete, w.kit.row(award, "", map[string]fact.Value{"programme": fact.Of(sym("care")), "period": fact.OfSpan(int64(month("2020-03")), int64(month("2020-03")))}))
	s := w.snapshot(nil, m)
	s.ClaimsGiven = true
	if got := statuses(engine.Determine(w.p, s, plain)); got != "aid@甲=not_claimed care@甲=entitled other@甲=entitled" {
		t.Errorf("who holds it need not ask again: %s", got)
	}
}

func TestProgrammesAreListedWhileTheyAreLaw(t *testing.T) {
	t.Parallel()
	k := newKit()
	k.programme("old", "old", household, nil, nil, func(v *policy.ProgrammeVersion) { v.Span = days("2019-01-01/2020-03-14") })
	k.programme("now", "now", household, nil, nil, func(v *policy.ProgrammeVersion) { v.Span = days("2020-03-15/2020-03-15") })
	k.programme("period", "period", household, nil, nil, func(v *policy.ProgrammeVersion) { v.Span, v.CondAt = days("2020-04-01/2020-04-01"), policy.AtPeriod })
	k.programme("last", "last", household, nil, nil, func(v *policy.ProgrammeVersion) {
		v.Span, v.CondAt, v.PeriodTakes = days("2020-04-30/2020-04-30"), policy.AtPeriod, "last_day"
	})
	k.programme("decided", "decided", household, nil, nil, func(v *policy.ProgrammeVersion) { v.Span, v.CondAt = days("2020-04-10/2020-04-10"), policy.AtDecision })
	if got := statuses(engine.Determine(k.p, k.snapshot(nil), plain)); got != "now=entitled period=entitled last=entitled decided=entitled" {
		t.Error(got)
	}
}

func TestAmountsByTheirOwnLawDate(t *testing.T) {
	t.Parallel()
	k := newKit()
	std := k.figure("standard", "标准", fact.MoneyMonth, row("2019-01-01/2020-04-10", yuan(100)), row("2020-04-11", yuan(130)))
	spanned := part("late", k.lit(fact.MoneyMonth, yuan(5)))
	spanned.Span = days("2020-04-30")
	at := func(p policy.Phase, takes string) func(*policy.ProgrammeVersion) {
		return func(v *policy.ProgrammeVersion) { v.AmountAt, v.PeriodTakes = p, takes }
	}
	k.programme("applied", "a", household, nil, []policy.Part{part("base", std)}, at(policy.AtApplication, ""))
	k.programme("first", "b", household, nil, []policy.Part{part("base", std), spanned}, at(policy.AtPeriod, "first_day"))
	k.programme("last", "c", household, nil, []policy.Part{part("base", std), spanned}, at(policy.AtPeriod, "last_day"))
	k.programme("prorata", "d", household, nil, []policy.Part{part("base", std), spanned}, at(policy.AtPeriod, "prorata"))
	r := engine.Determine(k.p, k.snapshot(nil), engine.Options{})
	// April has ten days at 100 and twenty at 130; the late part one day of 5.
	for id, want := range map[string]int64{"applied": 10000, "first": 10000, "last": 13500, "prorata": 12000 + 17} {
		if got := one(t, r, id); int64(got.Total.Low) != want || got.Total.Low != got.Total.High {
			t.Errorf("%s: %v, want %d fen", id, got.Total, want)
		}
	}
	if o := one(t, r, "prorata"); !strings.Contains(all(o.Why), "按天折算") {
		t.Errorf("the weighting is not told:\n%s", all(o.Why))
	}
}

// all is every sentence of an explanation.
func all(lines []engine.Line) string {
	var text strings.Builder
	for _, l := range lines {
		text.WriteString(l.Text + "\n" + all(l.Lines))
	}
	return text.String()
}

func TestProrataFollowsTheDayItself(t *testing.T) {
	t.Parallel()
	k := newKit()
	age := k.op(policy.OpAgeOn, fact.Count, k.get("member.birth_date"), k.global(policy.AsOf, fact.Date))
	adult := k.op(policy.OpAtLeast, fact.Bool, age, k.lit(fact.Count, 18))
	node := k.op(policy.OpCases, fact.MoneyMonth, adult, k.lit(fact.MoneyMonth, yuan(30)), k.lit(fact.MoneyMonth, 0))
	k.programme("aid", "a", member, nil, []policy.Part{part("base", node)}, func(v *policy.ProgrammeVersion) { v.PeriodTakes = "prorata" })
	s := k.snapshot(nil, k.row(member, "甲", map[string]fact.Value{"birth_date": fact.Of(int64(day("2002-04-21")))}))
	if got := one(t, engine.Determine(k.p, s, plain), "aid").Total.Low; got != 1000 {
		t.Errorf("ten days of thirty: %v", got)
	}
}

func TestPartsEachLessAndBearers(t *testing.T) {
	t.Parallel()
	k := newKit()
	pay := k.get("member.pay")
	less := each("less", pay, member)
	less.Less = true
	bear := func(n int64) func(*policy.ProgrammeVersion) {
		return func(v *policy.ProgrammeVersion) {
			v.BorneBy = []policy.Bearer{{Payer: "city_fund", Node: k.lit(fact.MoneyMonth, yuan(n))}, {Payer: "county_fund", Rest: true, Node: policy.NoNode}}
		}
	}
	parts := func() []policy.Part {
		kind := policy.Part{ID: "home", Label: "公租房", Node: policy.NoNode, Each: policy.NoEach, Gives: map[string]string{"what": "公租房"}}
		return append(k.monthly(100), less, kind)
	}
	k.programme("aid", "a", household, nil, parts(), bear(30))
	k.programme("care", "b", household, nil, parts(), bear(95))
	s := k.snapshot(nil, k.person("甲", 4, noneOf), k.person("乙", 6, noneOf))
	r := engine.Determine(k.p, s, plain)
	o := one(t, r, "aid")
	if o.Total.Low != 9000 || len(o.Bearers) != 2 || o.Bearers[0].Amount.Low != 3000 || o.Bearers[1].Amount.Low != 6000 {
		t.Errorf("total %v, bearers %+v", o.Total, o.Bearers)
	}
	if len(o.Parts) != 3 || !o.Parts[1].Less || len(o.Parts[1].Each) != 2 || o.Parts[1].Each[1].Name != "乙" || o.Parts[1].Each[1].Amount.Low != 600 {
		t.Errorf("parts %+v", o.Parts)
	}
	if o.Parts[2].Gives["what"] != "公租房" || o.Parts[2].Amount != (engine.Amount{}) {
		t.Errorf("in kind %+v", o.Parts[2])
	}
	if o := one(t, r, "care"); o.Status != engine.Entitled || !slices.Equal(o.Faults, []string{"各方负担的金额加起来超过了总额"}) {
		t.Errorf("%s %q", o.Status, o.Faults)
	}
}

func TestStartsAndRecheck(t *testing.T) {
	t.Parallel()
	k := newKit()
	for _, starts := range []string{"month_after_decision", "month_of_decision", "month_of_application", "at_once", ""} {
		k.programme(starts, starts, household, nil, nil, func(v *policy.ProgrammeVersion) {
			v.Starts, v.Recheck = starts, k.lit(fact.Months, 6)
		})
	}
	r := engine.Determine(k.p, k.snapshot(nil), plain)
	for id, want := range map[string]string{"month_after_decision": "2020-05", "month_of_decision": "2020-04", "month_of_application": "2020-03", "at_once": "2020-04"} {
		if o := one(t, r, id); o.Starts != month(want) || o.Recheck != 6 {
			t.Errorf("%s: %v, %d", id, o.Starts, o.Recheck)
		}
	}
	if o := one(t, r, ""); o.Starts != 0 {
		t.Errorf("no start: %v", o.Starts)
	}
}

func TestChoices(t *testing.T) {
	t.Parallel()
	w := newWorld()
	first := w.programme("aid", "整户低保", household, nil, w.monthly(10))
	second := w.programme("care", "单人户低保", member, []policy.NodeID{w.lives}, w.monthly(20))
	w.programme("other", "其他", household, nil, nil)
	w.p.Choices = []policy.Choice{{ID: "scheme", Label: "待遇方案", Of: member, Offered: w.alive, Span: always, Cites: []string{"T-1"},
		Options: []policy.Option{{ID: "whole", Label: "整户", Programmes: []int32{first}}, {ID: "single", Label: "单人", Programmes: []int32{second}}}}}
	tests := []struct{ name, alive, chosen, want string }{
		{"not offered", "n", "", "aid=entitled care@甲=entitled other=entitled"},
		{"not offered, an answer means nothing", "n", "single", "aid=entitled care@甲=entitled other=entitled"},
		{"offered and open", "y", "", "aid=choice care@甲=choice other=entitled"},
		{"answered for the one", "y", "whole", "aid=entitled care@甲=excluded(scheme) other=entitled"},
		{"answered for the other", "y", "single", "aid=excluded(scheme) care@甲=entitled other=entitled"},
		{"perhaps offered", "?", "whole", "aid=undetermined care@甲=undetermined other=entitled"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := w.asks(tt.alive, "y")
			s.Chosen = map[string]string{"scheme": tt.chosen}
			if got := statuses(engine.Determine(w.p, s, engine.Options{})); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
	chosen := w.add(policy.Node{Op: policy.OpChosen, Type: fact.Bool, Of: member, Imm: 0, Imm2: 1, Args: []policy.NodeID{w.alive}})
	for _, tt := range []struct{ alive, chosen, want string }{{"y", "single", "1"}, {"y", "whole", "0"}, {"y", "", "unknown"}, {"n", "single", "0"}, {"?", "single", "unknown"}} {
		s := w.asks(tt.alive, "y")
		s.Chosen = map[string]string{"scheme": tt.chosen}
		if got := shown(engine.Eval(w.p, s, chosen, 0, day("2020-01-01"))); got != tt.want {
			t.Errorf("alive %s, chosen %q: %s, want %s", tt.alive, tt.chosen, got, tt.want)
		}
	}
}

func TestStacking(t *testing.T) {
	t.Parallel()
	type pair struct{ is, first, second string }
	tests := []struct {
		name  string
		pair  pair
		units [2]fact.EntityID
		lives string
		want  string
		total int64
	}{
		{"both stand", pair{"both", "10", "20"}, [2]fact.EntityID{member, member}, "y", "aid@甲=entitled care@甲=entitled", 2000},
		{"the first excludes the second", pair{"excludes", "10", "20"}, [2]fact.EntityID{member, member}, "y", "aid@甲=entitled care@甲=excluded(aid)", 0},
		{"the first is refused", pair{"excludes", "10", "20"}, [2]fact.EntityID{member, member}, "n", "aid@甲=refused care@甲=entitled", 2000},
		{"the first is open", pair{"excludes", "10", "20"}, [2]fact.EntityID{member, member}, "?", "aid@甲=undetermined care@甲=undetermined", 0},
		{"the higher one stands", pair{"higher_of", "10", "20"}, [2]fact.EntityID{member, member}, "y", "aid@甲=excluded(care) care@甲=entitled", 2000},
		{"of two alike the first stands", pair{"higher_of", "20", "20"}, [2]fact.EntityID{member, member}, "y", "aid@甲=entitled care@甲=excluded(aid)", 0},
		{"topped up", pair{"tops_up_to", "10", "99"}, [2]fact.EntityID{member, member}, "y", "aid@甲=entitled care@甲=entitled", 1500},
		{"nothing left to top up", pair{"tops_up_to", "25", "99"}, [2]fact.EntityID{member, member}, "y", "aid@甲=entitled care@甲=excluded(aid)", 0},
		{"a household's amount is taken by heads", pair{"tops_up_to", "10", "99"}, [2]fact.EntityID{household, member}, "y", "aid=entitled care@甲=entitled", 1500},
		{"a household excludes its member", pair{"excludes", "10", "20"}, [2]fact.EntityID{household, member}, "y", "aid=entitled care@甲=excluded(aid)", 0},
		{"a member excludes the household", pair{"excludes", "10", "20"}, [2]fact.EntityID{member, household}, "y", "aid@甲=entitled care=excluded(aid)", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			condition := w.over(policy.OpAny, fact.Bool, household, member, policy.NoNode, w.lives)
			first := w.programme("aid", "甲待遇", tt.units[0], []policy.NodeID{condition}, w.monthly(number(tt.pair.first)))
			second := w.programme("care", "乙待遇", tt.units[1], nil, w.monthly(number(tt.pair.second)))
			w.p.Stacking = []policy.Pair{{First: first, Second: second, Is: tt.pair.is, Span: always, To: w.lit(fact.MoneyMonth, yuan(25)), Cites: []string{"T-1"}}}
			w.rule("assessed_size", "计入人数", household, w.over(policy.OpCount, fact.Count, household, member))
			r := engine.Determine(w.p, w.asks("y", tt.lives), engine.Options{})
			if got := statuses(r); got != tt.want {
				t.Fatalf("got  %s\nwant %s", got, tt.want)
			}
			if o := one(t, r, "care"); int64(o.Total.Low) != tt.total {
				t.Errorf("total %v, want %d fen", o.Total, tt.total)
			}
		})
	}
}

func TestOnlyCountedMembersMeetTheHousehold(t *testing.T) {
	t.Parallel()
	w := newWorld()
	first := w.programme("aid", "甲待遇", household, nil, w.monthly(10))
	second := w.programme("care", "乙待遇", member, nil, w.monthly(20))
	w.p.Stacking = []policy.Pair{{First: first, Second: second, Is: "excludes", Span: always, To: policy.NoNode}}
	w.rule("assessed", "计入家庭人口", member, w.lives)
	s := w.snapshot(nil, w.kit.row(member, "甲", map[string]fact.Value{"lives_in": fact.Of(1)}), w.kit.row(member, "乙", map[string]fact.Value{"lives_in": fact.Of(0)}))
	if got := statuses(engine.Determine(w.p, s, plain)); got != "aid=entitled care@甲=excluded(aid) care@乙=entitled" {
		t.Error(got)
	}
}

func TestRangesWhileAnOfficialHasNotDecided(t *testing.T) {
	t.Parallel()
	k := newKit()
	grade := k.get("household.grade") // 10 to 30 yuan, the county decides
	half := k.rounded(policy.OpSplit, fact.Money, 4, grade, k.lit(fact.Count, 2))
	bent := k.op(policy.OpShortfall, fact.Money, k.lit(fact.Money, yuan(25)), grade) // falls, then nothing
	k.programme("aid", "a", household, nil, []policy.Part{part("base", grade), part("half", half)}, func(v *policy.ProgrammeVersion) {
		v.BorneBy = []policy.Bearer{{Payer: "city_fund", Node: k.lit(fact.Money, yuan(5))}, {Payer: "county_fund", Rest: true}}
	})
	k.programme("care", "b", household, nil, []policy.Part{part("base", bent)})
	k.programme("other", "c", household, []policy.NodeID{k.op(policy.OpAbove, fact.Bool, grade, k.lit(fact.Money, yuan(20)))}, k.monthly(1))
	r := engine.Determine(k.p, k.snapshot(nil), engine.Options{})
	o := one(t, r, "aid")
	if o.Status != engine.Entitled || o.Total.Low != 1500 || o.Total.High != 4500 || o.Parts[0].Amount.High != 3000 || o.Parts[1].Amount.Low != 500 {
		t.Errorf("%s %+v %+v", o.Status, o.Total, o.Parts)
	}
	if len(o.Bearers) != 2 || o.Bearers[0].Amount.High != 500 || o.Bearers[1].Amount.Low != 1000 || o.Bearers[1].Amount.High != 4000 {
		t.Errorf("bearers %+v", o.Bearers)
	}
	if o := one(t, r, "care"); o.Total.Low != 0 || o.Total.High != 1500 {
		t.Errorf("an amount that falls: %+v", o.Total)
	}
	if o := one(t, r, "other"); o.Status != engine.Undetermined || len(o.Missing) != 1 || o.Missing[0].Label != "家庭的困难等级补助" {
		t.Errorf("an undecided condition: %s %+v", o.Status, o.Missing)
	}
	if got := engine.Determine(k.p, k.snapshot(map[string]fact.Value{"grade": fact.Of(yuan(12))}), plain); one(t, got, "aid").Total.Low != 1800 {
		t.Error("once decided it is an amount")
	}
}

func TestFigureOverridesOfCases(t *testing.T) {
	t.Parallel()
	k := newKit()
	k.standard()
	r := engine.Determine(k.p, family(k), engine.Options{FigureOverrides: map[string]fact.Value{"standard": fact.Of(yuan(640)), "nothing": fact.Of(1)}})
	o := one(t, r, "aid")
	if o.Total.Low != 94000 || !strings.Contains(all(o.Why), "试验指定的数值") {
		t.Errorf("%v\n%s", o.Total, all(o.Why))
	}
	if r := engine.Determine(k.p, family(k), plain); one(t, r, "aid").Total.Low != 63400 {
		t.Error("an override lives on")
	}
}

func TestASnapshotWithLessThanTheSchemaIsUnknownNotAPanic(t *testing.T) {
	t.Parallel()
	k := newKit()
	k.standard()
	s := &fact.Snapshot{Schema: k.p.Schema, AsOf: day("2020-03-15")}
	if got := statuses(engine.Determine(k.p, s, engine.Options{})); got != "aid=undetermined" {
		t.Error(got)
	}
	s.Household.Tables = []fact.Table{{State: fact.Complete, Rows: []fact.Row{{Name: "甲"}}}}
	if got := statuses(engine.Determine(k.p, s, engine.Options{})); got != "aid=undetermined" {
		t.Error(got)
	}
}
