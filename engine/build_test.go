package engine_test

import (
	"fmt"
	"strings"
	"testing"

	"doudi/civil"
	"doudi/engine"
	"doudi/fact"
	"doudi/gb"
	"doudi/money"
	"doudi/pack"
	"doudi/policy"
)

// kit builds Programs by hand, node by node, so that the engine is tested
// without the compiler. Equal nodes become one, as the compiler does it.
type kit struct {
	p    *policy.Program
	seen map[string]policy.NodeID
}

// always is a span that holds every day.
var always = pack.Span{From: day("1900-01-01"), To: civil.Open}

// day and month read test literals.
func day(s string) civil.Date {
	d, err := civil.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func month(s string) civil.Month {
	m, err := civil.ParseMonth(s)
	if err != nil {
		panic(err)
	}
	return m
}

// days is a span from its text "2020-01-01/2020-06-30".
func days(s string) pack.Span {
	from, to, _ := strings.Cut(s, "/")
	if to == "" {
		return pack.Span{From: day(from), To: civil.Open}
	}
	return pack.Span{From: day(from), To: day(to)}
}

// yuan writes amounts as people do.
func yuan(n int64) int64 { return n * 100 }

const (
	household = fact.HouseholdEntity
	member    = fact.MemberEntity
	income    = fact.EntityID(2)
	award     = fact.EntityID(3)
	job       = fact.EntityID(4) // a child table of the household
)

// symbols of the test schema.
var symbols = []string{"urban", "rural", "wage", "gift", "aid", "care", "other"}

func sym(s string) int64 {
	for i, t := range symbols {
		if t == s {
			return int64(i)
		}
	}
	panic(s)
}

// newKit makes an empty program over the test schema: a household, members,
// incomes and awards of members, jobs of the household.
func newKit() *kit {
	labels := map[string]string{"urban": "城镇", "rural": "农村", "wage": "工资", "gift": "赠与"}
	entities := []fact.Entity{
		{Name: "household", Label: "家庭", Parent: fact.PlaceEntity, Facts: []fact.Fact{
			{Key: "area", Label: "地区类别", Type: fact.Enum, Values: []int64{sym("urban"), sym("rural")}, ValueLabels: labels},
			{Key: "place", Label: "受理地", Type: fact.Place},
			{Key: "assets", Label: "家庭财产", Type: fact.Money, Low: 0, High: yuan(100000), HasBounds: true, Changeable: true},
			{Key: "grade", Label: "困难等级补助", Type: fact.Money, Low: yuan(10), High: yuan(30), HasBounds: true, DecidedBy: "county"},
			{Key: "note", Label: "备注数", Type: fact.Count, Low: 0, High: 9, HasBounds: true},
		}},
		{Name: "member", Plural: "members", Label: "成员", Parent: household, Facts: []fact.Fact{
			{Key: "birth_date", Label: "出生日期", Type: fact.Date},
			{Key: "level", Label: "残疾等级", Type: fact.Count, Low: 1, High: 4, HasBounds: true, MayBeNone: true, MayBeUnknown: true},
			{Key: "alive", Label: "健在", Type: fact.Bool},
			{Key: "pay", Label: "月收入", Type: fact.MoneyMonth, Low: 0, High: yuan(100000), HasBounds: true, Changeable: true},
			{Key: "lives_in", Label: "共同居住", Type: fact.Bool, Changeable: true},
			{Key: "term", Label: "在校期间", Type: fact.Span, MayBeNone: true},
		}},
		{Name: "income", Plural: "incomes", Label: "收入", Parent: member, Facts: []fact.Fact{
			{Key: "kind", Label: "收入种类", Type: fact.Enum, Values: []int64{sym("wage"), sym("gift")}, ValueLabels: labels},
			{Key: "amount", Label: "金额", Type: fact.Money, Low: 0, High: yuan(1000000), HasBounds: true, Changeable: true},
		}},
		{Name: "award", Plural: "awards", Label: "待遇记录", Parent: member, Facts: []fact.Fact{
			{Key: "programme", Label: "待遇", Type: fact.Enum, Values: []int64{sym("aid"), sym("care"), sym("other")}},
			{Key: "period", Label: "期间", Type: fact.Span},
		}},
		{Name: "job", Plural: "jobs", Label: "工作机会", Parent: household, Facts: []fact.Fact{
			{Key: "offered", Label: "提供日期", Type: fact.Date},
			{Key: "taken", Label: "已接受", Type: fact.Bool},
		}},
	}
	p := &policy.Program{Hash: "test", Schema: fact.NewSchema(entities, symbols), RuleIndex: map[string]int32{}}
	p.Pack = &pack.Resolved{ID: "cn-test", Sources: map[string]*pack.Source{
		"t1": {ID: "t1", Title: "试验办法", Clauses: map[string]*pack.Clause{"T-1": {ID: "T-1", At: "第一条"}, "T-2": {ID: "T-2", At: "第二条"}}},
	}}
	return &kit{p: p, seen: map[string]policy.NodeID{}}
}

// add gives a node its place; an equal node is found again.
func (k *kit) add(n policy.Node) policy.NodeID {
	key := fmt.Sprintf("%+v", n)
	if id, ok := k.seen[key]; ok {
		return id
	}
	k.p.Nodes = append(k.p.Nodes, n)
	k.seen[key] = policy.NodeID(len(k.p.Nodes) - 1)
	return k.seen[key]
}

// depth of an entity, to find the lowest one among arguments.
func (k *kit) depth(e fact.EntityID) int {
	n := 0
	for ; e > household; e = k.p.Schema.Entities[e].Parent {
		n++
	}
	if e == household {
		n++
	}
	return n
}

// lowest is the lowest entity that the nodes depend on.
func (k *kit) lowest(args []policy.NodeID) fact.EntityID {
	of := fact.PlaceEntity
	for _, a := range args {
		if a != policy.NoNode && k.depth(k.p.Nodes[a].Of) > k.depth(of) {
			of = k.p.Nodes[a].Of
		}
	}
	return of
}

// op makes an operation; its entity is the lowest of its arguments.
func (k *kit) op(op policy.Op, t fact.Type, args ...policy.NodeID) policy.NodeID {
	return k.add(policy.Node{Op: op, Type: t, Of: k.lowest(args), Args: args})
}

// rounded makes an operation with a rounding or date mode.
func (k *kit) rounded(op policy.Op, t fact.Type, m money.Mode, args ...policy.NodeID) policy.NodeID {
	return k.add(policy.Node{Op: op, Type: t, Of: k.lowest(args), Args: args, Mode: m})
}

// lit is a constant.
func (k *kit) lit(t fact.Type, n int64) policy.NodeID {
	return k.add(policy.Node{Op: policy.OpConst, Type: t, Of: fact.PlaceEntity, Const: fact.Of(n)})
}

// no is the literal none.
func (k *kit) none(t fact.Type) policy.NodeID {
	return k.add(policy.Node{Op: policy.OpConst, Type: t, Of: fact.PlaceEntity, Const: fact.Value{State: fact.None}})
}

// get reads "member.level".
func (k *kit) get(name string) policy.NodeID {
	entity, key, _ := strings.Cut(name, ".")
	of, _ := k.p.Schema.Entity(entity)
	slot, ok := k.p.Schema.Entities[of].Slot(key)
	if !ok {
		panic(name)
	}
	return k.add(policy.Node{Op: policy.OpFact, Type: k.p.Schema.Entities[of].Facts[slot].Type, Of: of, Imm: int32(slot)})
}

// getIf reads a fact that applies only when the node holds.
func (k *kit) getIf(name string, when policy.NodeID) policy.NodeID {
	n := k.p.Nodes[k.get(name)]
	n.Args = []policy.NodeID{when}
	return k.add(n)
}

// global reads a date of the question.
func (k *kit) global(g policy.Global, t fact.Type) policy.NodeID {
	return k.add(policy.Node{Op: policy.OpGlobal, Type: t, Of: fact.PlaceEntity, Imm: int32(g)})
}

// over makes an aggregate of an entity's rows below one instance of another.
func (k *kit) over(op policy.Op, t fact.Type, of, rows fact.EntityID, args ...policy.NodeID) policy.NodeID {
	for len(args) < 3 {
		args = append(args, policy.NoNode)
	}
	return k.add(policy.Node{Op: op, Type: t, Of: of, Over: rows, Args: args})
}

// rule names a node. Its citation is the first clause of the test source.
func (k *kit) rule(id, label string, of fact.EntityID, body policy.NodeID) policy.NodeID {
	k.p.RuleIndex[id] = int32(len(k.p.Rules))
	t := k.p.Nodes[body].Type
	node := k.add(policy.Node{Op: policy.OpRule, Type: t, Of: of, Imm: int32(len(k.p.Rules)), Args: []policy.NodeID{body}})
	k.p.Rules = append(k.p.Rules, policy.Rule{ID: id, Label: label, Of: of, Type: t, Node: node,
		Versions: []policy.RuleVersion{{Span: always, Body: body, Cites: []string{"T-1"}}}})
	return node
}

// figure makes a figure without keys from spans and values.
func (k *kit) figure(id, label string, t fact.Type, rows ...policy.FigureRow) policy.NodeID {
	for i := range rows {
		rows[i].Cites = []string{"T-2"}
	}
	k.p.Figures = append(k.p.Figures, policy.Figure{ID: id, Label: label, Type: t, Rows: rows})
	return k.add(policy.Node{Op: policy.OpFigure, Type: t, Of: fact.PlaceEntity, Imm: int32(len(k.p.Figures) - 1)})
}

// keyed makes a figure looked up by keys.
func (k *kit) keyed(f policy.Figure, keys ...policy.NodeID) policy.NodeID {
	for i := range f.Rows {
		f.Rows[i].Cites = []string{"T-2"}
	}
	k.p.Figures = append(k.p.Figures, f)
	return k.add(policy.Node{Op: policy.OpFigure, Type: f.Type, Of: k.lowest(keys), Imm: int32(len(k.p.Figures) - 1), Args: keys})
}

// row is a figure row.
func row(span string, n int64, keys ...int64) policy.FigureRow {
	return policy.FigureRow{Span: days(span), Value: fact.Of(n), Keys: keys}
}

// exceptions makes base and exceptions.
func (k *kit) exceptions(base policy.NodeID, list ...exception) policy.NodeID {
	args := []policy.NodeID{base}
	var exc []policy.Exception
	for _, x := range list {
		args = append(args, x.when, x.value)
		span := x.span
		if span == (pack.Span{}) {
			span = always
		}
		exc = append(exc, policy.Exception{ID: x.id, Label: x.id, Over: x.over, Cites: []string{"T-2"}, Span: span})
	}
	return k.add(policy.Node{Op: policy.OpExceptions, Type: k.p.Nodes[base].Type, Of: k.lowest(args), Args: args, Exc: exc})
}

type exception struct {
	id          string
	when, value policy.NodeID
	over        []int
	span        pack.Span
}

// programme adds a programme with one version; edit may change it.
func (k *kit) programme(id, label string, unit fact.EntityID, conditions []policy.NodeID, parts []policy.Part, edit ...func(*policy.ProgrammeVersion)) int32 {
	for i := range parts {
		parts[i].Cites = []string{"T-2"}
		if parts[i].Span == (pack.Span{}) {
			parts[i].Span = always
		}
	}
	v := policy.ProgrammeVersion{Span: always, Unit: unit, Claim: "with_application", Grants: "money", Conditions: conditions,
		CondAt: policy.AtApplication, AmountAt: policy.AtPeriod, PeriodTakes: "first_day", Parts: parts, Pays: "month", Payee: "household",
		Starts: "month_after_decision", Leaving: policy.NoNode, Recheck: policy.NoNode, Cites: []string{"T-1"}}
	for _, f := range edit {
		f(&v)
	}
	index := int32(len(k.p.Programmes))
	k.p.Programmes = append(k.p.Programmes, policy.Programme{ID: id, Label: label, Index: index, Versions: []policy.ProgrammeVersion{v}})
	return index
}

// part is a line of an amount for the unit itself.
func part(id string, node policy.NodeID) policy.Part {
	return policy.Part{ID: id, Label: id, Node: node, Each: policy.NoEach}
}

// each is a line added up over instances.
func each(id string, node policy.NodeID, of fact.EntityID) policy.Part {
	return policy.Part{ID: id, Label: id, Node: node, Each: of}
}

// standard is a little county: a standard of 538 yuan, then 640, income by
// head, and a programme that pays the gap and a topup.
func (k *kit) standard() {
	std := k.figure("standard", "低保标准", fact.MoneyMonth, row("2019-01-01/2020-06-30", yuan(538)), row("2020-07-01", yuan(640)))
	size := k.rule("size", "计入人数", household, k.over(policy.OpCount, fact.Count, household, member, k.get("member.lives_in")))
	total := k.rule("household_income", "家庭月收入", household,
		k.over(policy.OpAddUp, fact.MoneyMonth, household, member, k.get("member.lives_in"), k.get("member.pay")))
	line := k.op(policy.OpTimes, fact.MoneyMonth, size, std)
	below := k.rule("below", "人均收入低于低保标准", household, k.op(policy.OpLess, fact.Bool, total, line))
	property := k.rule("property_ok", "财产符合规定", household, k.op(policy.OpAtMost, fact.Bool, k.get("household.assets"), k.lit(fact.Money, yuan(30000))))
	level := k.get("member.level")
	severe := k.rule("severe", "重度残疾", member, k.op(policy.OpAnd, fact.Bool,
		k.op(policy.OpNot, fact.Bool, k.op(policy.OpIsNone, fact.Bool, level)), k.op(policy.OpAtMost, fact.Bool, level, k.lit(fact.Count, 2))))
	topup := k.rule("topup", "分类施保加发", member, k.exceptions(k.lit(fact.MoneyMonth, 0), exception{id: "重残", when: severe, value: k.lit(fact.MoneyMonth, yuan(20))}))
	gap := k.rule("gap", "差额", household, k.op(policy.OpShortfall, fact.MoneyMonth, line, total))
	k.programme("aid", "最低生活保障", household, []policy.NodeID{below, property}, []policy.Part{part("base", gap), each("topup", topup, member)})
}

// snapshot makes a family: household facts by key, then members.
func (k *kit) snapshot(facts map[string]fact.Value, members ...fact.Row) *fact.Snapshot {
	s := &fact.Snapshot{Schema: k.p.Schema, Name: "试验家庭", Region: "350421", AppliedOn: day("2020-03-15"), DecidedOn: day("2020-04-10"),
		AsOf: day("2020-03-15"), Month: month("2020-04"), Household: k.row(household, "", facts)}
	s.Household.Tables[0] = fact.Table{State: fact.Complete, Rows: members}
	return s
}

// row makes a row of an entity with all its tables not asked.
func (k *kit) row(of fact.EntityID, name string, facts map[string]fact.Value) fact.Row {
	e := &k.p.Schema.Entities[of]
	r := fact.Row{Name: name, Values: make([]fact.Value, len(e.Facts)), Tables: make([]fact.Table, len(e.Tables))}
	for key, v := range facts {
		slot, ok := e.Slot(key)
		if !ok {
			panic(key)
		}
		r.Values[slot] = v
	}
	return r
}

// person makes a member who earns pay yuan a month.
func (k *kit) person(name string, pay int64, level fact.Value) fact.Row {
	return k.row(member, name, map[string]fact.Value{"pay": fact.Of(yuan(pay)), "level": level, "lives_in": fact.Of(1), "alive": fact.Of(1)})
}

// withTable puts rows under a member or the household.
func (k *kit) withTable(r *fact.Row, of, table fact.EntityID, state fact.Completeness, rows ...fact.Row) {
	for i, t := range k.p.Schema.Entities[of].Tables {
		if t == table {
			r.Tables[i] = fact.Table{State: state, Rows: rows}
		}
	}
}

var (
	noAnswer = fact.Value{}
	noneOf   = fact.Value{State: fact.None}
)

// one runs a program and gives the outcome of a programme.
func one(t testing.TB, r *engine.Result, id string) *engine.Outcome {
	t.Helper()
	for i := range r.Outcomes {
		if r.Outcomes[i].Programme == id {
			return &r.Outcomes[i]
		}
	}
	t.Fatalf("no outcome of %s", id)
	return nil
}

// place is a division code as a key.
func place(code string) int64 {
	n, ok := gb.PlaceCode(code)
	if !ok {
		panic(code)
	}
	return n
}
