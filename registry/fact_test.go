package registry

import (
	"fmt"
	"strings"
	"testing"

	"doudi/civil"
	"doudi/fact"
	"doudi/fault"

	"pgregory.net/rapid"
)

// model says what holds on every day, the plain way.
type model map[civil.Date]string

func TestOverlayIsWhatADayByDayListSays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var list []Fact
		days := model{}
		for i := range rapid.IntRange(1, 12).Draw(t, "answers") {
			from := civil.Date(rapid.IntRange(0, 30).Draw(t, "from"))
			to := from + civil.Date(rapid.IntRange(0, 12).Draw(t, "length"))
			value := fmt.Sprint(i)
			if rapid.Bool().Draw(t, "taken back") {
				value = ""
			}
			list = overlay(list, Fact{Key: "k", Value: value, From: from, To: to})
			for d := from; d <= to; d++ {
				days[d] = value
			}
		}
		for d := civil.Date(-1); d < 45; d++ {
			var here []string
			for _, f := range list {
				if f.From <= d && d <= f.To {
					here = append(here, f.Value)
				}
			}
			if got := strings.Join(here, "+"); got != days[d] {
				t.Fatalf("on day %d: %q, want %q", d, got, days[d])
			}
		}
	})
}

func TestOverlayLeavesOtherKeysAndLinesAlone(t *testing.T) {
	t.Parallel()
	a, b := Fact{Key: "k", Line: 1, Value: "a", From: 0, To: 9, Known: 3}, Fact{Key: "l", Line: 0, Value: "b", From: 0, To: 9, Known: 4}
	next := overlay([]Fact{a, b}, Fact{Key: "k", Line: 2, Value: "c", From: 0, To: 9})
	if len(gone([]Fact{a, b}, next)) != 0 || len(unwritten(next)) != 1 {
		t.Errorf("%v", next)
	}
}

func TestWhatStoodBeforeAndAfterStays(t *testing.T) {
	t.Parallel()
	old := Fact{Key: "k", Value: "old", From: 10, To: civil.Open, Source: Checked, Evidence: 7, Known: 3}
	next := sorted(overlay([]Fact{old}, Fact{Key: "k", Value: "new", From: 20, To: 29}))
	if len(next) != 3 || next[0].To != 19 || next[2].From != 30 || next[2].To != civil.Open || next[2].Evidence != 7 || next[2].Source != Checked || next[2].Known != 0 {
		t.Errorf("%+v", next)
	}
	if g := gone([]Fact{old}, next); len(g) != 1 || g[0] != old {
		t.Errorf("%+v", g)
	}
}

// law is a small schema.
func law() *fact.Schema {
	return fact.NewSchema([]fact.Entity{
		{Name: "household", Parent: fact.PlaceEntity, Facts: []fact.Fact{
			{Key: "area", Label: "城乡属性", Type: fact.Enum, Values: []int64{0, 1}}, {Key: "floor_area", Label: "住房面积", Type: fact.Area, HasBounds: true, Low: 0, High: 10000, MayBeNone: true, MayBeUnknown: true}}},
		{Name: "member", Plural: "members", Parent: fact.HouseholdEntity, Facts: []fact.Fact{
			{Key: "relation", Type: fact.Enum, Values: []int64{2, 3}}, {Key: "birth_date", Type: fact.Date}, {Key: "illness", Label: "患病", Type: fact.Bool, Sensitivity: "health"}}},
		{Name: "income", Plural: "incomes", Label: "收入", Parent: fact.MemberEntity, Facts: []fact.Fact{{Key: "amount", Label: "金额", Type: fact.Money}}},
		{Name: "asset", Plural: "assets", Label: "财产", Parent: fact.HouseholdEntity, Facts: []fact.Fact{{Key: "kind", Label: "种类", Type: fact.Enum, Values: []int64{4}}}},
	}, []string{"rural", "urban", "head", "spouse", "none"})
}

func TestAnswersAreHeldAgainstThePack(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		of   string
		a    Answer
		want string // the stored value, or a part of the sentence behind !
	}{
		"a word of the list":                  {OfHousehold, Answer{Key: "household.area", Value: "rural"}, "'rural'"},
		"the same word in quotes":             {OfHousehold, Answer{Key: "household.area", Value: "'rural'"}, "'rural'"},
		"a word of another list":              {OfHousehold, Answer{Key: "household.area", Value: "head"}, "!没有这个选项"},
		"a word of no list":                   {OfHousehold, Answer{Key: "household.area", Value: "suburb"}, "!城乡属性"},
		"a quantity at the bound":             {OfHousehold, Answer{Key: "household.floor_area", Value: "100平方米"}, "100平方米"},
		"a quantity over the bound":           {OfHousehold, Answer{Key: "household.floor_area", Value: "100.01平方米"}, "!超出范围"},
		"none where it may be":                {OfHousehold, Answer{Key: "household.floor_area", Value: "none"}, "none"},
		"none where it may not":               {OfHousehold, Answer{Key: "household.area", Value: "none"}, "!不能填“无”"},
		"unknown where it may be":             {OfHousehold, Answer{Key: "household.floor_area", Value: "unknown"}, "unknown"},
		"unknown where it may not":            {OfHousehold, Answer{Key: "household.area", Value: "unknown"}, "!不能填“不知道”"},
		"taken back":                          {OfHousehold, Answer{Key: "household.area", Value: ""}, ""},
		"a fact nobody knows":                 {OfHousehold, Answer{Key: "household.colour", Value: "1"}, "!没有这一项"},
		"a fact of the other kind of subject": {OfHousehold, Answer{Key: "member.illness", Value: "true"}, "!没有这一项"},
		"who somebody is":                     {OfMember, Answer{Key: "member.birth_date", Value: "2020-01-01"}, "!登记人员"},
		"a row":                               {OfMember, Answer{Key: "income.amount", Line: 1, Value: "12000元"}, "12000元"},
		"a row without number":                {OfMember, Answer{Key: "income.amount", Value: "12000元"}, "!第几行"},
		"a fact with a row":                   {OfMember, Answer{Key: "member.illness", Line: 1, Value: "true"}, "!第几行"},
		"a table that is complete":            {OfMember, Answer{Key: "income", Value: "complete"}, "complete"},
		"a table that is something else":      {OfMember, Answer{Key: "income", Value: "all"}, "!complete"},
		"a row with a name":                   {OfMember, Answer{Key: "income", Line: 1, Value: "row 乙"}, "row 乙"},
		"a row with a number for a name":      {OfMember, Answer{Key: "income", Line: 1, Value: "row 110105194912310"}, "!像证件"},
		"the place above the household":       {OfHousehold, Answer{Key: "place.x", Value: "1"}, "!没有这一项"},
		"days in the wrong order":             {OfHousehold, Answer{Key: "household.area", Value: "rural", From: 2, To: 1}, "!对调"},
		"no source":                           {OfHousehold, Answer{Key: "household.area", Value: "rural", Source: "-"}, "!来源"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if c.a.Source == "" {
				c.a.Source = Declared
			}
			f, err := c.a.fact(law(), c.of)
			part, refused := strings.CutPrefix(c.want, "!")
			switch {
			case refused && (err == nil || fault.Kind(err) != fault.BadInput || !strings.Contains(fault.Sentence(err), part)):
				t.Errorf("%v", err)
			case !refused && (err != nil || f.Value != c.want):
				t.Errorf("%q %v", f.Value, err)
			}
		})
	}
	if f, err := (Answer{Key: "member.illness", Value: "true", Source: Declared}).fact(law(), OfMember); err != nil || !f.Secret {
		t.Errorf("what the pack calls sensitive is not sealed: %+v %v", f, err)
	}
	if f, err := (Answer{Key: "asset.kind", Line: 1, Value: "'none'", Source: Declared}).fact(law(), OfHousehold); err != nil || f.Value != "'none'" {
		t.Errorf("a value called none: %+v %v", f, err)
	}
}

func TestARowTakenBackTakesItsAnswersAlong(t *testing.T) {
	t.Parallel()
	amount := Fact{Key: "income.amount", Line: 2, Value: "1元", From: 0, To: 99, Source: Declared}
	list := overlay(withRow(nil, amount), amount)
	if len(list) != 2 || !covered(list, Fact{Key: "income", Line: 2, From: 0, To: 99}) {
		t.Fatalf("the row is not there: %+v", list)
	}
	end := Fact{Key: "income", Line: 2, From: 50, To: 99}
	for _, f := range overlay(withRow(list, end), end) {
		if f.To != 49 {
			t.Errorf("%+v", f)
		}
	}
}
