package casefile_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"doudi/casefile"
	"doudi/civil"
	"doudi/fact"
	"doudi/fault"
	"doudi/pack"
)

// symbols are the enum values of the hand-built pack.
var symbols = []string{
	"urban", "rural", "head", "spouse", "child", "other", "wage", "business", "deposit", "vehicle",
	"male", "female", "none_at_all", "living_only", "with_care", "lent", "borrowed",
}

// values numbers some of them.
func values(names ...string) []int64 {
	var list []int64
	for _, name := range names {
		for n, s := range symbols {
			if s == name {
				list = append(list, int64(n))
			}
		}
	}
	return list
}

// county is a small resolved pack of 350421 with every type of fact.
func county() *pack.Resolved {
	household := []fact.Fact{
		{Key: "area", Label: "城乡属性", Type: fact.Enum, Values: values("urban", "rural"), ValueLabels: map[string]string{"urban": "城市", "rural": "农村"}, Required: true},
		{Key: "floor_area", Label: "住房建筑面积", Type: fact.Area, MayBeNone: true, MayBeUnknown: true},
		{Key: "handling_place", Label: "办理地", Type: fact.Place},
		{Key: "rigid_share", Label: "刚性支出占比", Type: fact.Rate},
		{Key: "moved_in", Label: "迁入月份", Type: fact.Month},
	}
	member := []fact.Fact{
		{Key: "relation", Label: "与申请人关系", Type: fact.Enum, Required: true, Values: values("head", "spouse", "child", "other"),
			ValueLabels: map[string]string{"head": "申请人", "spouse": "配偶", "child": "子女", "other": "其他"}},
		{Key: "birth_date", Label: "出生日期", Type: fact.Date, Required: true},
		{Key: "sex", Label: "性别", Type: fact.Enum, Values: values("male", "female"), ValueLabels: map[string]string{"male": "男", "female": "女"}},
		{Key: "died_on", Label: "死亡日期", Type: fact.Date, MayBeNone: true},
		{Key: "disability_level", Label: "残疾等级", Type: fact.Count, HasBounds: true, Low: 1, High: 4, MayBeNone: true, MayBeUnknown: true},
		{Key: "pregnant", Label: "是否怀孕", Type: fact.Bool},
		{Key: "exit_months", Label: "渐退月数", Type: fact.Months},
	}
	income := []fact.Fact{
		{Key: "kind", Label: "收入种类", Type: fact.Enum, Values: values("wage", "business"), ValueLabels: map[string]string{"wage": "工资性收入（工资打工）", "business": "经营收入"}},
		{Key: "amount", Label: "金额", Type: fact.Money, HasBounds: true, High: 1_000_000_000},
		{Key: "received", Label: "所属期间", Type: fact.Span},
		{Key: "cost", Label: "成本", Type: fact.Money, HasBounds: true, High: 1_000_000_000, MayBeNone: true},
	}
	asset := []fact.Fact{
		{Key: "kind", Label: "财产种类", Type: fact.Enum, Values: values("deposit", "vehicle", "lent", "borrowed"), ValueLabels: map[string]string{"deposit": "银行存款", "vehicle": "机动车", "lent": "借款（借出）", "borrowed": "借款（借入）"}},
		{Key: "amount", Label: "价值", Type: fact.Money, HasBounds: true, High: 10_000_000_000},
	}
	return &pack.Resolved{
		ID: "cn-350421",
		Schema: fact.NewSchema([]fact.Entity{
			{Name: "household", Parent: fact.PlaceEntity, Facts: household},
			{Name: "member", Plural: "members", Parent: fact.HouseholdEntity, Facts: member},
			{Name: "income", Plural: "incomes", Label: "收入", Parent: fact.MemberEntity, Facts: income},
			{Name: "asset", Plural: "assets", Label: "财产", Parent: fact.HouseholdEntity, Facts: asset},
			{Name: "supporter", Plural: "supporters", Label: "赡养人", Parent: fact.MemberEntity, Facts: []fact.Fact{{Key: "able", Label: "有能力", Type: fact.Bool}}},
		}, symbols),
		Programmes: []*pack.Programme{{ID: "dibao", Label: "最低生活保障"}, {ID: "tekun", Label: "特困供养"}},
		Choices:    []*pack.Choice{{ID: "scheme", Label: "待遇", Options: []pack.Option{{ID: "household_benefit", Label: "家庭待遇"}, {ID: "single_person", Label: "单人户"}}}},
		Figures:    []*pack.Figure{{ID: "dibao_standard", Type: fact.MoneyMonth}, {ID: "central_base", Type: fact.Enum}},
		Packs:      []*pack.Pack{{ID: "cn-350421", Label: "明溪县", InForce: pack.Span{From: begin, To: civil.Open}}},
	}
}

// begin is the first day of the county's pack.
var begin, _ = civil.MakeDate(2019, 12, 31)

// resolver answers for Fujian's county only.
func resolver(p *pack.Resolved) func(string, map[string]string) (*pack.Resolved, error) {
	return func(region string, _ map[string]string) (*pack.Resolved, error) {
		if !strings.HasPrefix(region, "350421") {
			return nil, fault.Newf(fault.NotFound, "没有%s的政策包；请核对区划代码", region)
		}
		return p, nil
	}
}

// options read for the county.
func options() casefile.Options { return casefile.Options{Resolve: resolver(county())} }

// readAll reads every family of a file; the error is the one that ended it.
func readAll(name, text string, o casefile.Options) ([]*casefile.Family, error) {
	r, err := casefile.Open(name, strings.NewReader(text), o)
	if err != nil {
		return nil, err
	}
	var all []*casefile.Family
	for {
		f, err := r.Next()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return all, err
		}
		all = append(all, f)
	}
}

// one reads a file with exactly one good family.
func one(t *testing.T, name, text string, o casefile.Options) *casefile.Family {
	t.Helper()
	all, err := readAll(name, text, o)
	if err != nil || len(all) != 1 {
		t.Fatalf("read %d families, %v", len(all), err)
	}
	if len(all[0].Faults) > 0 {
		t.Fatalf("faults: %s", sentences(all[0]))
	}
	return all[0]
}

// sentences are the faults of a family, one a line.
func sentences(f *casefile.Family) string {
	var lines []string
	for _, e := range f.Faults {
		lines = append(lines, e.Sentence)
	}
	return strings.Join(lines, "\n")
}

// show writes a snapshot back as YAML, for comparing what different forms read.
func show(t *testing.T, families ...*casefile.Family) string {
	t.Helper()
	var out strings.Builder
	w := casefile.NewWriter(&out)
	for _, f := range families {
		if f.Snapshot == nil {
			t.Fatalf("no snapshot: %s", sentences(f))
		}
		if err := w.Write(f); err != nil {
			t.Fatal(err)
		}
	}
	return out.String()
}
