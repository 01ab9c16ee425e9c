package engine_test

import (
	"strings"
	"testing"

	"doudi/engine"
	"doudi/fact"
	"doudi/money"
	"doudi/pack"
	"doudi/policy"
)

// world is a kit with three yes/no facts of a member to steer bodies with.
type world struct {
	*kit
	alive, lives, level policy.NodeID
}

func newWorld() world {
	k := newKit()
	return world{k, k.get("member.alive"), k.get("member.lives_in"), k.get("member.level")}
}

// person is one member with the two yes/no answers, "y", "n" or "?".
func (w world) asks(alive, lives string) *fact.Snapshot {
	facts := map[string]fact.Value{}
	for key, answer := range map[string]string{"alive": alive, "lives_in": lives} {
		if answer != "?" {
			facts[key] = fact.Of(map[string]int64{"y": 1, "n": 0}[answer])
		}
	}
	return w.snapshot(nil, w.kit.row(member, "甲", facts))
}

func (w world) count(n int64) policy.NodeID { return w.lit(fact.Count, n) }

func TestCasesTakeTheFirstThatHolds(t *testing.T) {
	t.Parallel()
	w := newWorld()
	body := func(args ...policy.NodeID) policy.NodeID { return w.op(policy.OpCases, fact.Count, args...) }
	differ := body(w.alive, w.count(1), w.lives, w.count(2), w.count(3))
	agree := body(w.alive, w.count(2), w.lives, w.count(2), w.count(3))
	open := body(w.alive, w.count(1), w.lives, w.count(2))
	hole := w.figure("hole", "没有数值的数", fact.Count)
	broken := body(w.alive, hole, w.lives, hole, hole)
	tests := []struct {
		name         string
		node         policy.NodeID
		alive, lives string
		want         string
	}{
		{"the first", differ, "y", "y", "1"},
		{"the second", differ, "n", "y", "2"},
		{"otherwise", differ, "n", "n", "3"},
		{"an open first condition leaves it open", differ, "?", "y", "unknown"},
		{"an open second condition behind a first that holds", differ, "y", "?", "1"},
		{"an open condition whose outcomes agree", agree, "?", "y", "2"},
		{"an open condition whose later outcomes do not", agree, "?", "n", "unknown"},
		{"no case and no otherwise is an error", open, "n", "n", "failed"},
		{"an open condition before no case at all", open, "?", "n", "unknown"},
		{"all outcomes are errors", broken, "?", "?", "failed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := shown(engine.Eval(w.p, w.asks(tt.alive, tt.lives), tt.node, 0, day("2020-01-01"))); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestExceptions(t *testing.T) {
	t.Parallel()
	w := newWorld()
	one, two, base := w.count(1), w.count(2), w.count(0)
	differ := w.exceptions(base, exception{id: "甲条", when: w.alive, value: one}, exception{id: "乙条", when: w.lives, value: two})
	agree := w.exceptions(base, exception{id: "甲条", when: w.alive, value: one}, exception{id: "乙条", when: w.lives, value: one})
	over := w.exceptions(base, exception{id: "甲条", when: w.alive, value: one}, exception{id: "乙条", when: w.lives, value: two, over: []int{0}})
	ended := w.exceptions(base, exception{id: "甲条", when: w.alive, value: one, span: days("2019-01-01/2019-12-31")})
	sameAsBase := w.exceptions(one, exception{id: "甲条", when: w.alive, value: one})
	between := w.exceptions(base, exception{id: "甲条", when: w.alive, value: one}, exception{id: "丙条", when: w.alive, value: w.get("household.note")},
		exception{id: "乙条", when: w.lives, value: two})
	tests := []struct {
		name         string
		node         policy.NodeID
		alive, lives string
		want         string
	}{
		{"two that disagree are a conflict whatever one between them says", between, "y", "y", "failed"},
		{"one beside an unknown value is unknown", between, "y", "n", "unknown"},
		{"none holds: the base", differ, "n", "n", "0"},
		{"one holds", differ, "y", "n", "1"},
		{"two that disagree are a conflict", differ, "y", "y", "failed"},
		{"two that agree are fine", agree, "y", "y", "1"},
		{"one that goes before another", over, "y", "y", "2"},
		{"the one before does not hold", over, "y", "n", "1"},
		{"an exception that is no longer law", ended, "y", "y", "0"},
		{"an open exception leaves it open", differ, "?", "n", "unknown"},
		{"an open exception beside one that holds", differ, "?", "y", "unknown"},
		{"an open exception that changes nothing", sameAsBase, "?", "n", "1"},
		{"an open exception that would agree", agree, "?", "y", "1"},
		{"an open exception that would be beaten", over, "?", "y", "2"},
		{"an open exception that would beat", over, "y", "?", "unknown"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := shown(engine.Eval(w.p, w.asks(tt.alive, tt.lives), tt.node, 0, day("2020-01-01"))); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
	w.rule("topup", "加发", member, differ)
	got := engine.Eval(w.p, w.asks("y", "y"), differ, 0, day("2020-01-01"))
	if got.Fault != "“加发”有互相冲突的规定：例外“甲条”得1，例外“乙条”得2" {
		t.Errorf("the conflict reads %q", got.Fault)
	}
}

func TestTablesHitOneLine(t *testing.T) {
	t.Parallel()
	w := newWorld()
	in := func(n ...int64) policy.Match {
		m := policy.Match{}
		for _, x := range n {
			m.In = append(m.In, fact.Of(x))
		}
		return m
	}
	upTo := func(low, high int64) policy.Match {
		return policy.Match{Low: low, High: high, HasLow: true, HasHigh: true}
	}
	table := func(rows []policy.Row, values ...policy.NodeID) policy.NodeID {
		args := append([]policy.NodeID{w.level, w.alive}, values...)
		return w.add(policy.Node{Op: policy.OpTable, Type: fact.Count, Of: member, Args: args, Rows: rows})
	}
	rows := []policy.Row{{When: []policy.Match{upTo(1, 2), in(1)}}, {When: []policy.Match{in(3, 4), in(1)}},
		{When: []policy.Match{{In: []fact.Value{noneOf}}, in(1)}}, {When: []policy.Match{{Any: true}, in(0)}}}
	node := table(rows, w.count(10), w.count(20), w.count(20), w.count(99))
	double := table([]policy.Row{{When: []policy.Match{upTo(1, 2), in(1)}}, {When: []policy.Match{upTo(2, 3), in(1)}}}, w.count(1), w.count(2))
	tests := []struct {
		name  string
		node  policy.NodeID
		level fact.Value
		alive fact.Value
		want  string
	}{
		{"a range", node, fact.Of(2), fact.Of(1), "10"},
		{"a list", node, fact.Of(4), fact.Of(1), "20"},
		{"none as a key", node, noneOf, fact.Of(1), "20"},
		{"anything", node, fact.Of(7), fact.Of(0), "99"},
		{"anything, even unknown", node, noAnswer, fact.Of(0), "99"},
		{"no line", node, fact.Of(7), fact.Of(1), "failed"},
		{"an open key whose lines differ", node, noAnswer, fact.Of(1), "unknown"},
		{"an open second key that leaves one line", node, fact.Of(7), noAnswer, "99"},
		{"two lines", double, fact.Of(2), fact.Of(1), "failed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := w.snapshot(nil, w.kit.row(member, "甲", map[string]fact.Value{"level": tt.level, "alive": tt.alive}))
			got := engine.Eval(w.p, s, tt.node, 0, day("2020-01-01"))
			if shown(got) != tt.want {
				t.Errorf("got %s (%s), want %s", shown(got), got.Fault, tt.want)
			}
		})
	}
}

func TestBracketsAddUpSlices(t *testing.T) {
	t.Parallel()
	k := newKit()
	k.p.Figures = append(k.p.Figures, policy.Figure{ID: "ladder", Label: "分段比例", Type: fact.Rate, StepType: fact.Money, Rows: []policy.FigureRow{
		{Span: days("2020-01-01/2020-12-31"), Steps: []policy.Step{{Above: 0, Rate: 100000}, {Above: yuan(20000), Rate: 200000}, {Above: yuan(50000), Rate: 333333}}},
	}})
	node := func(n int64, m money.Mode) policy.NodeID {
		return k.add(policy.Node{Op: policy.OpBrackets, Type: fact.Money, Of: fact.PlaceEntity, Args: []policy.NodeID{k.lit(fact.Money, n)}, Mode: m})
	}
	tests := []struct {
		name string
		x    int64
		mode money.Mode
		want string
	}{
		{"within the first slice", yuan(10000), money.HalfUpToFen, "100000"},
		{"on the first line", yuan(20000), money.HalfUpToFen, "200000"},
		{"one fen above it, rounded once", yuan(20000) + 1, money.UpToFen, "200001"},
		{"in the third slice", yuan(50003), money.DownToFen, "800099"},
		{"nothing", 0, money.HalfUpToFen, "0"},
		{"less than nothing", -5, money.HalfUpToFen, "0"},
		{"far too much", 1 << 62, money.HalfUpToFen, "failed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			k := *k
			k.p = clone(k.p)
			k.seen = map[string]policy.NodeID{}
			id := (&k).add(policy.Node{Op: policy.OpConst, Type: fact.Money, Of: fact.PlaceEntity, Const: fact.Of(tt.x)})
			id = (&k).add(policy.Node{Op: policy.OpBrackets, Type: fact.Money, Of: fact.PlaceEntity, Args: []policy.NodeID{id}, Mode: tt.mode})
			if got := shown(engine.Eval(k.p, blank(&k), id, 0, day("2020-06-01"))); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
	if got := engine.Eval(k.p, blank(k), node(5, money.UpToFen), 0, day("2021-01-01")); got.State != "failed" {
		t.Errorf("after the last day: %+v", got)
	}
}

func TestFiguresByDayAndKey(t *testing.T) {
	t.Parallel()
	k := newKit()
	f := policy.Figure{ID: "standard", Label: "低保标准", Type: fact.MoneyMonth, Keys: []string{"place", "area"}, KeyTypes: []fact.Type{fact.Place, fact.Enum},
		Rows: []policy.FigureRow{
			row("2019-01-01/2020-06-30", 1, place("35"), sym("urban")),
			row("2019-01-01/2020-06-30", 2, place("350421"), sym("urban")),
			row("2019-01-01/2020-06-30", 3, place("350421100"), sym("urban")),
			row("2020-07-01", 4, place("350421"), sym("urban")),
		}}
	waiting := f
	waiting.Waiting = true
	node, late := k.keyed(f, k.get("household.place"), k.get("household.area")), k.keyed(waiting, k.get("household.place"), k.get("household.area"))
	urban := fact.Of(sym("urban"))
	tests := []struct {
		name        string
		node        policy.NodeID
		place, area fact.Value
		day, want   string
	}{
		{"the county itself", node, fact.Of(place("350421")), urban, "2020-06-30", "2"},
		{"a township with a value of its own", node, fact.Of(place("350421100")), urban, "2020-06-30", "3"},
		{"another township falls to the county", node, fact.Of(place("350421101")), urban, "2020-06-30", "2"},
		{"another county falls to the province", node, fact.Of(place("350102")), urban, "2020-06-30", "1"},
		{"the day of change", node, fact.Of(place("350421")), urban, "2020-07-01", "4"},
		{"before the first day", node, fact.Of(place("350421")), urban, "2018-12-31", "failed"},
		{"a hole after the last day of the province", node, fact.Of(place("350102")), urban, "2020-07-01", "failed"},
		{"another area has no value", node, fact.Of(place("350421")), fact.Of(sym("rural")), "2020-01-01", "failed"},
		{"no area at all has no value", node, fact.Of(place("350421")), noneOf, "2020-01-01", "failed"},
		{"an unknown key", node, noAnswer, urban, "2020-01-01", "unknown"},
		{"an index that is awaited", late, fact.Of(place("350102")), urban, "2020-07-01", "unknown"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := k.snapshot(map[string]fact.Value{"place": tt.place, "area": tt.area})
			if got := engine.Eval(k.p, s, tt.node, 0, day(tt.day)); shown(got) != tt.want {
				t.Errorf("got %s (%s), want %s", shown(got), got.Fault, tt.want)
			}
		})
	}
	s := k.snapshot(map[string]fact.Value{"place": fact.Of(place("350421")), "area": fact.Of(sym("rural"))})
	if got := engine.Eval(k.p, s, node, 0, day("2020-01-01")); got.Fault != "“低保标准”（350421、农村）在2020年1月1日没有规定数值" {
		t.Errorf("the hole reads %q", got.Fault)
	}
	s = k.snapshot(map[string]fact.Value{"place": fact.Of(place("110000")), "area": urban})
	if got := engine.Eval(k.p, s, late, 0, day("2020-01-01")); strings.Join(got.Hangs, "") != "“低保标准”的公布" {
		t.Errorf("awaits %q", got.Hangs)
	}
}

func TestDatedBodiesFollowTheLawDate(t *testing.T) {
	t.Parallel()
	k := newKit()
	old, new := k.lit(fact.Count, 16), k.lit(fact.Count, 18)
	node := k.add(policy.Node{Op: policy.OpDated, Type: fact.Count, Of: fact.PlaceEntity, Args: []policy.NodeID{old, new},
		Spans: []pack.Span{days("2019-01-01/2026-06-30"), days("2026-07-01/2030-12-31")}})
	for date, want := range map[string]string{"2018-12-31": "failed", "2019-01-01": "16", "2026-06-30": "16", "2026-07-01": "18", "2031-01-01": "failed"} {
		if got := shown(engine.Eval(k.p, blank(k), node, 0, day(date))); got != want {
			t.Errorf("on %s: %s, want %s", date, got, want)
		}
	}
}

func TestAFactThatDoesNotApply(t *testing.T) {
	t.Parallel()
	w := newWorld()
	node := w.getIf("member.pay", w.alive)
	for alive, want := range map[string]string{"y": "unknown", "n": "inapplicable", "?": "unknown"} {
		if got := engine.Eval(w.p, w.asks(alive, "y"), node, 0, day("2020-01-01")); got.State != want {
			t.Errorf("alive %s: %s, want %s", alive, got.State, want)
		}
	}
}
