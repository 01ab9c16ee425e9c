package casefile_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"doudi/casefile"
	"doudi/civil"
	"doudi/fact"
	"doudi/gb"
	"doudi/pack"
)

const threeYAML = `format: 1
families:
  - name: 三口之家,一人重残
    region: "350421"
    applied_on: 2020-03-15
    as_of: 2020-04-01
    claims: [dibao]
    chosen: {scheme: single_person}
    household: {area: 'urban', floor_area: 80.5平方米, rigid_share: 12.5%, moved_in: 2010-05, assets: []}
    members:
      - {name: 甲, relation: 'head', number: '11010519491231002X', incomes: [{kind: 'wage', amount: 12000元, received: 2019-03/2020-02, cost: none}], disability_level: none}
      - {name: 乙, relation: 'spouse', birth_date: 1972-08-09, incomes: {complete: false, rows: []}, disability_level: 1, exit_months: 6 months}
      - {name: 丙, relation: 'child', birth_date: 2008-01-20, incomes: [], disability_level: unknown, pregnant: false, supporters: [{name: 丁, able: true}]}
`

const threeJSON = `{"format": 1, "families": [
  {"name": "三口之家,一人重残", "region": "350421", "applied_on": "2020-03-15", "as_of": "2020-04-01",
   "claims": ["dibao"], "chosen": {"scheme": "single_person"},
   "household": {"area": "urban", "floor_area": "80.5平方米", "rigid_share": "12.5%", "moved_in": "2010-05", "assets": []},
   "members": [
     {"name": "甲", "relation": "head", "number": "11010519491231002X", "incomes": [{"kind": "wage", "amount": "12000元", "received": "2019-03/2020-02", "cost": "none"}], "disability_level": "none"},
     {"name": "乙", "relation": "spouse", "birth_date": "1972-08-09", "incomes": {"complete": false, "rows": []}, "disability_level": 1, "exit_months": "6 months"},
     {"name": "丙", "relation": "child", "birth_date": "2008-01-20", "incomes": [], "disability_level": "unknown", "pregnant": false, "supporters": [{"name": "丁", "able": true}]}
   ]}
]}
`

const threeCSV = `格式,1
户编号,地区,申请日期,计算日期,申请项目,选择.待遇,城乡属性,住房建筑面积,刚性支出占比,迁入月份,财产,姓名*,与申请人关系,公民身份号码,出生日期,残疾等级,是否怀孕,渐退月数,收入,收入.收入种类,收入.金额,收入.所属期间,收入.成本,赡养人.名称,赡养人.有能力
"三口之家,一人重残",350421,2020年3月15日,2020/4/1,最低生活保障,单人户,城市,80.5,12.5%,2010年5月,无,甲,申请人,11010519491231002X,,无,,,,工资性收入,12000,2019年3月至2020年2月,无,,
,,,,,,,,,,,乙,配偶,,1972.8.9,1级,,6个月,不全,,,,,,
,,,,,,,,,,,丙,子女,,20080120,不详,否,,无,,,,,丁,是
`

func TestAllFormsReadTheSameFamily(t *testing.T) {
	t.Parallel()
	want := show(t, one(t, "a.yaml", threeYAML, options()))
	t.Run("JSON reads as YAML does", func(t *testing.T) {
		t.Parallel()
		if diff := cmp.Diff(want, show(t, one(t, "a.json", threeJSON, options()))); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("CSV reads as YAML does", func(t *testing.T) {
		t.Parallel()
		if diff := cmp.Diff(want, show(t, one(t, "a.csv", threeCSV, options()))); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("what is written reads back as it was", func(t *testing.T) {
		t.Parallel()
		if diff := cmp.Diff(want, show(t, one(t, "b.yaml", want, options()))); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("without a name's ending the text itself tells the form", func(t *testing.T) {
		t.Parallel()
		for _, text := range []string{threeYAML, threeJSON, threeCSV, "\uFEFF" + threeYAML, "\uFEFF" + threeJSON, "\uFEFF" + threeCSV,
			"# 注释\n" + threeYAML, strings.ReplaceAll(threeYAML, "\n", "\r\n"), strings.ReplaceAll(threeCSV, "\n", "\r\n")} {
			if diff := cmp.Diff(want, show(t, one(t, "-", text, options()))); diff != "" {
				t.Error(diff)
			}
		}
	})
}

func TestSnapshotOfAFamily(t *testing.T) {
	t.Parallel()
	f := one(t, "a.yaml", threeYAML, options())
	s := f.Snapshot
	if f.Pos != (casefile.Pos{File: "a.yaml", Row: 3}) || s.AppliedOn.String() != "2020-03-15" || s.AsOf.String() != "2020-04-01" ||
		s.DecidedOn != s.AsOf || s.Month.String() != "2020-04" || !s.ClaimsGiven || s.Claims[0] != "dibao" || s.Chosen["scheme"] != "single_person" {
		t.Errorf("family %+v, %+v", f.Pos, s)
	}
	if place := s.Household.Values[2]; place != fact.Of(350421000000) {
		t.Errorf("the handling place is the region: %+v", place)
	}
	members := s.Household.Tables[0]
	if members.State != fact.Complete || len(members.Rows) != 3 || members.Rows[1].Name != "乙" {
		t.Fatalf("members %+v", members)
	}
	head := members.Rows[0]
	if birth := civil.Date(head.Values[1].N); birth.String() != "1949-12-31" || head.Values[2] != fact.Of(values("female")[0]) {
		t.Errorf("birth and sex come from the number: %v %+v", birth, head.Values[2])
	}
	if f.Numbers[0].Text() != "11010519491231002X" || f.Numbers[1] != (gb.Number{}) {
		t.Errorf("numbers %v", f.Numbers)
	}
	states := []fact.Completeness{head.Tables[0].State, members.Rows[1].Tables[0].State, members.Rows[2].Tables[0].State, head.Tables[1].State}
	if diff := cmp.Diff([]fact.Completeness{fact.Complete, fact.Partial, fact.Complete, fact.NotAsked}, states); diff != "" {
		t.Error(diff)
	}
	if income := head.Tables[0].Rows[0]; income.Values[3].State != fact.None || income.Values[2].M != 2020*12+1 {
		t.Errorf("income %+v", income)
	}
	if dead := head.Values[3]; dead.State != fact.Unknown {
		t.Errorf("what nobody asked is unknown: %+v", dead)
	}
}

// minimal is a family of one with holes for the head of the family.
const minimal = `format: 1
families:
  - name: 甲户
    region: "350421"
%s
    household: {area: 'urban'}
    members: [{name: 甲, relation: head, birth_date: 1970-05-01}]
`

func TestDaysOfTheQuestion(t *testing.T) {
	t.Parallel()
	day := func(text string) civil.Date { d, _ := civil.ParseDate(text); return d }
	tests := []struct {
		name, given string
		o           casefile.Options
		want        string
	}{
		{"as_of follows from the application", "    applied_on: 2020-03-15", casefile.Options{}, "2020-03-15 2020-03-15 2020-03-15 2020-03"},
		{"everything follows from as_of", "    as_of: 2020-03-15", casefile.Options{}, "2020-03-15 2020-03-15 2020-03-15 2020-03"},
		{"each day may be given", "    applied_on: 2020-03-15\n    decided_on: 2020-03-20\n    as_of: 2020-04-02\n    month: 2020-06", casefile.Options{}, "2020-03-15 2020-03-20 2020-04-02 2020-06"},
		{"the command's as_of replaces the file's", "    as_of: 2020-03-15", casefile.Options{AsOf: day("2021-01-01")}, "2021-01-01 2021-01-01 2021-01-01 2021-01"},
		{"the command's as_of leaves the application alone", "    applied_on: 2020-03-15", casefile.Options{AsOf: day("2021-01-01")}, "2020-03-15 2021-01-01 2021-01-01 2021-01"},
		{"today stands in for a file without days", "", casefile.Options{Today: day("2026-08-01")}, "2026-08-01 2026-08-01 2026-08-01 2026-08"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.o.Resolve = resolver(county())
			s := one(t, "a.yaml", strings.Replace(minimal, "%s", tt.given, 1), tt.o).Snapshot
			if got := s.AppliedOn.String() + " " + s.DecidedOn.String() + " " + s.AsOf.String() + " " + s.Month.String(); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			if s.ClaimsGiven || s.Claims != nil {
				t.Error("absent claims ask about everything")
			}
		})
	}
}

func TestRegionOfTheCommandReplacesTheFiles(t *testing.T) {
	t.Parallel()
	o := options()
	o.Region = "350421100"
	text := strings.Replace(strings.Replace(minimal, "%s", "    as_of: 2020-03-15", 1), "350421", "110000", 1)
	if f := one(t, "a.yaml", text, o); f.Region != "350421100" || f.Snapshot.Household.Values[2] != fact.Of(350421100000) {
		t.Errorf("region %s", f.Region)
	}
}

func TestResolveIsAskedAgainWithTheScope(t *testing.T) {
	t.Parallel()
	urban, other := county(), county()
	var asked []map[string]string
	o := casefile.Options{Resolve: func(_ string, scope map[string]string) (*pack.Resolved, error) {
		asked = append(asked, scope)
		if scope["area"] == "urban" {
			return urban, nil
		}
		return other, nil
	}}
	for _, text := range []string{threeYAML, threeCSV} {
		asked = nil
		f := one(t, "-", text, o)
		if f.Pack != urban || f.Snapshot.Schema != urban.Schema {
			t.Error("the scope did not decide")
		}
		if diff := cmp.Diff([]map[string]string{nil, {"area": "urban"}}, asked); diff != "" {
			t.Error(diff)
		}
	}
}

const caseYAML = `format: 1
families:
  - name: 案例
    region: "350421"
    as_of: 2020-03-15
    household: {area: 'urban'}
    members: [{name: 甲, relation: head, birth_date: 1970-05-01}]
    figures:
      dibao_standard: 600元
      central_base: with_care
    expect:
      dibao: {status: 'entitled', because: [below_dibao], base: 614元, total: 654元}
      'tekun@甲': {status: 'undetermined', missing: [birth_date], total: [0元, 500元]}
    why: 538×3−1000 = 614
`

func TestCasesCarryWhatTheyExpect(t *testing.T) {
	t.Parallel()
	o := options()
	o.AllowExpect = true
	f := one(t, "cases/dibao.yaml", caseYAML, o)
	total := casefile.Range{Low: 65400, High: 65400}
	want := []casefile.Expectation{
		{Programme: "dibao", Status: "entitled", Because: []string{"below_dibao"}, Parts: []casefile.ExpectedPart{{ID: "base", Amount: casefile.Range{Low: 61400, High: 61400}}}, Total: &total, Row: 12},
		{Programme: "tekun", Person: "甲", Status: "undetermined", Missing: []string{"birth_date"}, Total: &casefile.Range{High: 50000}, Row: 13},
	}
	if diff := cmp.Diff(want, f.Expect); diff != "" {
		t.Error(diff)
	}
	figures := []casefile.FigureOverride{{ID: "dibao_standard", Type: fact.MoneyMonth, Value: fact.Of(60000), Row: 9}, {ID: "central_base", Type: fact.Enum, Value: fact.Of(14), Row: 10}}
	if diff := cmp.Diff(figures, f.Figures); diff != "" {
		t.Error(diff)
	}
	if f.Why != "538×3−1000 = 614" {
		t.Errorf("why %q", f.Why)
	}
	again := one(t, "b.yaml", show(t, f), o)
	if diff := cmp.Diff(show(t, f), show(t, again)); diff != "" {
		t.Errorf("a case does not survive writing: %s", diff)
	}
}
