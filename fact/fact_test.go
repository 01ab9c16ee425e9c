package fact_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"doudi/civil"
	"doudi/fact"
	"doudi/fault"
)

// small is a schema of a household, its members, their incomes and the
// household's assets.
func small() *fact.Schema {
	return fact.NewSchema([]fact.Entity{
		{Name: "household", Parent: fact.PlaceEntity, Facts: []fact.Fact{
			{Key: "area", Type: fact.Enum, Values: []int64{0, 1}, ValueLabels: map[string]string{"urban": "城镇", "rural": "农村"}},
		}},
		{Name: "member", Plural: "members", Parent: fact.HouseholdEntity, Facts: []fact.Fact{
			{Key: "birth_date", Type: fact.Date}, {Key: "tier", Type: fact.Enum, Values: []int64{1, 2}, ValueLabels: map[string]string{"rural": "乡下"}},
		}},
		{Name: "asset", Plural: "assets", Parent: fact.HouseholdEntity},
		{Name: "income", Plural: "incomes", Parent: fact.MemberEntity, Facts: []fact.Fact{{Key: "amount", Type: fact.Money}}},
	}, []string{"urban", "rural", "self"})
}

func TestSchemaFindsEverythingByName(t *testing.T) {
	t.Parallel()
	s := small()
	for name, want := range map[string]fact.EntityID{"place": fact.PlaceEntity, "household": 0, "member": 1, "asset": 2, "income": 3} {
		if got, ok := s.Entity(name); !ok || got != want {
			t.Errorf("Entity(%q) = %d, %v", name, got, ok)
		}
	}
	if _, ok := s.Entity("incomes"); ok {
		t.Error("a plural is no entity")
	}
	if n, ok := s.Symbol("self"); !ok || n != 2 || s.SymbolName(2) != "self" || s.SymbolName(3) != "" || s.SymbolName(-1) != "" {
		t.Errorf("symbol self is %d, %v", n, ok)
	}
	if slot, ok := s.Entities[1].Slot("tier"); !ok || slot != 1 {
		t.Errorf("Slot(tier) = %d, %v", slot, ok)
	}
	if _, ok := s.Entities[1].Slot("area"); ok {
		t.Error("the member has the household's fact")
	}
	if diff := cmp.Diff([]fact.EntityID{1, 2}, s.Entities[0].Tables); diff != "" {
		t.Errorf("tables of the household: %s", diff)
	}
	if diff := cmp.Diff([]fact.EntityID{3}, s.Entities[1].Tables); diff != "" {
		t.Errorf("tables of the member: %s", diff)
	}
}

func TestIsAncestor(t *testing.T) {
	t.Parallel()
	s := small()
	want := map[[2]fact.EntityID]bool{{-1, 0}: true, {-1, 1}: true, {-1, 2}: true, {-1, 3}: true, {0, 1}: true, {0, 2}: true, {0, 3}: true, {1, 3}: true}
	for a := fact.PlaceEntity; a <= 3; a++ {
		for b := fact.PlaceEntity; b <= 3; b++ {
			if got := s.IsAncestor(a, b); got != want[[2]fact.EntityID{a, b}] {
				t.Errorf("IsAncestor(%d, %d) = %v", a, b, got)
			}
		}
	}
}

func TestTypeNames(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"money", "money/month", "money/year", "money/day", "rate", "count", "months", "date", "month", "span", "area", "bool", "enum", "place"} {
		if got, ok := fact.ParseType(name); !ok || got.String() != name {
			t.Errorf("ParseType(%q) = %v, %v", name, got, ok)
		}
	}
	for _, name := range []string{"", "Money", "money_per_month", "text"} {
		if got, ok := fact.ParseType(name); ok {
			t.Errorf("ParseType(%q) = %v", name, got)
		}
	}
	if fact.Type(99).String() != "" || !fact.MoneyDay.IsMoney() || fact.Rate.IsMoney() {
		t.Error("types out of order")
	}
}

func TestLiterals(t *testing.T) {
	t.Parallel()
	s := small()
	date, _ := civil.MakeDate(2020, 3, 15)
	tests := []struct {
		typ     fact.Type
		text    string
		want    fact.Value
		chinese string
	}{
		{fact.Money, "538元", fact.Of(53800), "538元"},
		{fact.MoneyMonth, "1.01元", fact.Of(101), "1.01元/月"},
		{fact.MoneyYear, "-5元", fact.Of(-500), "-5元/年"},
		{fact.MoneyDay, "0元", fact.Of(0), "0元/天"},
		{fact.Rate, "42%", fact.Of(420000), "42%"},
		{fact.Count, "16", fact.Of(16), "16"},
		{fact.Count, "-1", fact.Of(-1), "-1"},
		{fact.Months, "6 months", fact.Of(6), "6个月"},
		{fact.Area, "13平方米", fact.Of(1300), "13平方米"},
		{fact.Area, "13.5平方米", fact.Of(1350), "13.5平方米"},
		{fact.Date, "2020-03-15", fact.Of(int64(date)), "2020年3月15日"},
		{fact.Month, "2020-03", fact.Of(2020*12 + 2), "2020年3月"},
		{fact.Span, "2019-03/2020-02", fact.OfSpan(2019*12+2, 2020*12+1), "2019年3月至2020年2月"},
		{fact.Bool, "true", fact.Of(1), "是"},
		{fact.Bool, "false", fact.Of(0), "否"},
		{fact.Enum, "urban", fact.Of(0), "城镇"},
		{fact.Enum, "rural", fact.Of(1), "农村"},
		{fact.Enum, "self", fact.Of(2), "self"},
		{fact.Place, "350421", fact.Of(350421000000), "350421"},
		{fact.Money, "none", fact.Value{State: fact.None}, "无"},
	}
	for _, tt := range tests {
		t.Run(tt.typ.String()+" "+tt.text, func(t *testing.T) {
			t.Parallel()
			got, err := fact.ParseLiteral(tt.typ, tt.text, s.Symbol)
			if err != nil || got != tt.want {
				t.Fatalf("read as %+v, %v", got, err)
			}
			if chinese := fact.Format(tt.typ, got, s); chinese != tt.chinese {
				t.Errorf("written %q, want %q", chinese, tt.chinese)
			}
			if back, err := fact.ParseLiteral(tt.typ, fact.Literal(tt.typ, got, s), s.Symbol); err != nil || back != got {
				t.Errorf("the literal %q reads as %+v, %v", fact.Literal(tt.typ, got, s), back, err)
			}
		})
	}
}

func TestQuotedAndOddLiterals(t *testing.T) {
	t.Parallel()
	s := small()
	for text, typ := range map[string]fact.Type{"'urban'": fact.Enum, `"rural"`: fact.Enum, "'350421'": fact.Place, "1 month": fact.Months} {
		if _, err := fact.ParseLiteral(typ, text, s.Symbol); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
	for text, typ := range map[string]fact.Type{
		"suburban": fact.Enum, "35042": fact.Place, "6": fact.Months, "6个月": fact.Months, "1.5": fact.Count, "+3": fact.Count, "": fact.Count,
		"13": fact.Area, "1.234平方米": fact.Area, "yes": fact.Bool, "538": fact.Money, "42": fact.Rate, "2020-2-1": fact.Date, "2020": fact.Month,
		"2020-02/2020-01": fact.Span, "x": fact.Invalid,
	} {
		_, err := fact.ParseLiteral(typ, text, s.Symbol)
		if err == nil || typ != fact.Invalid && fault.Kind(err) != fault.BadInput {
			t.Errorf("%v %q: %v", typ, text, err)
		}
	}
}

func TestFormatStatesAndLabels(t *testing.T) {
	t.Parallel()
	s := small()
	for state, want := range map[fact.State]string{fact.Unknown: "未知", fact.None: "无", fact.NotApplicable: "不适用"} {
		if got := fact.Format(fact.Money, fact.Value{State: state}, s); got != want {
			t.Errorf("state %d is %q", state, got)
		}
	}
	tier := &s.Entities[1].Facts[1]
	if got := tier.Format(fact.Of(1), s); got != "乡下" {
		t.Errorf("the fact's own label: %q", got)
	}
	if got := tier.Format(fact.Of(2), s); got != "self" {
		t.Errorf("a value without label: %q", got)
	}
	if got := fact.Format(fact.Enum, fact.Of(7), nil); got != "7" {
		t.Errorf("without a schema: %q", got)
	}
	if got := fact.Literal(fact.Money, fact.Value{}, s); got != "unknown" {
		t.Errorf("an unknown literal: %q", got)
	}
}

func TestACountHasItsMeasureWord(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		n          int64
		unit, want string
	}{{0, "套", "0套"}, {2, "辆", "2辆"}, {12, "", "12"}, {1, "级", "一级"}, {4, "级", "四级"}, {0, "级", "0级"}, {10, "级", "10级"}} {
		f := fact.Fact{Type: fact.Count, Unit: tt.unit}
		if got := f.Format(fact.Of(tt.n), nil); got != tt.want {
			t.Errorf("%d of %q is %q, not %q", tt.n, tt.unit, got, tt.want)
		}
	}
	f := fact.Fact{Type: fact.Count, Unit: "级"}
	if got := f.Format(fact.Value{State: fact.None}, nil); got != "无" {
		t.Errorf("no grade is %q", got)
	}
}
