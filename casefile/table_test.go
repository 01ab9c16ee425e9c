package casefile_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"doudi/casefile"
)

// workbook makes an xlsx file of sheets; a cell is what a clerk's program
// stores: a text or a number.
func workbook(t testing.TB, sheets map[string][][]any, order ...string) string {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	for i, name := range order {
		if i == 0 {
			book.SetSheetName("Sheet1", name)
		} else if _, err := book.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for r, cells := range sheets[name] {
			at, _ := excelize.CoordinatesToCellName(1, r+1)
			if err := book.SetSheetRow(name, at, &cells); err != nil {
				t.Fatal(err)
			}
		}
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// threeSheets is the family of threeYAML as a clerk would type it.
func threeSheets() map[string][][]any {
	return map[string][][]any{
		"家庭": {{"户编号", "地区", "申请日期", "计算日期", "申请项目", "选择.待遇", "城乡属性", "住房建筑面积", "刚性支出占比", "迁入月份", "财产"},
			{"三口之家,一人重残", 350421, 43905, "2020-04-01", "最低生活保障", "单人户", "城市", 80.5, 0.125, 40299, "无"}},
		"成员": {{"户编号", "姓名*", "与申请人关系", "公民身份号码", "出生日期", "残疾等级", "是否怀孕", "渐退月数", "收入"},
			{"三口之家,一人重残", "甲", "申请人", "11010519491231002X", nil, "无"},
			{"三口之家,一人重残", "乙", "配偶", nil, 26520, 1, nil, 6, "不全"},
			{nil, "丙", "子女", nil, "2008年1月20日", "不知道", false, nil, "无"}},
		"收入":  {{"户编号", "姓名", "收入种类", "金额", "所属期间", "成本"}, {"三口之家,一人重残", "甲", "工资性收入", 12000, "2019.3-2020.2", "无"}},
		"赡养人": {{"户编号", "姓名", "名称", "有能力"}, {"三口之家,一人重残", "丙", "丁", "是"}},
		"说明":  {{"一户一行"}},
	}
}

func TestWorkbookReadsAsYAMLDoes(t *testing.T) {
	t.Parallel()
	want := show(t, one(t, "a.yaml", threeYAML, options()))
	for _, order := range [][]string{{"家庭", "成员", "收入", "赡养人", "说明"}, {"收入", "说明", "赡养人", "成员", "家庭"}} {
		f := one(t, "a.xlsx", workbook(t, threeSheets(), order...), options())
		if diff := cmp.Diff(want, show(t, f)); diff != "" {
			t.Errorf("sheets in the order %v: %s", order, diff)
		}
		if f.Pos != (casefile.Pos{File: "a.xlsx", Sheet: "家庭", Row: 2}) {
			t.Errorf("position %+v", f.Pos)
		}
	}
}

func TestBadWorkbooksAreExplained(t *testing.T) {
	t.Parallel()
	head := []any{"户编号", "地区", "计算日期", "城乡属性"}
	people := []any{"户编号", "姓名", "与申请人关系", "出生日期", "公民身份号码"}
	tests := []struct {
		name, want string
		sheets     map[string][][]any
		order      []string
	}{
		{"a sheet is missing", "!! 缺少工作表“成员”；每类内容一张表：家庭、成员，以及收入等子表，请用“doudi packs facts 政策包 --xlsx 文件”写出的模板\n",
			map[string][][]any{"家庭": {head}}, []string{"家庭"}},
		{"a sheet has no family column", "!! 工作表“备忘”第1行应是表头，且要有“户编号”一列；不是数据的工作表请把名称改成以“说明”开头\n",
			map[string][][]any{"家庭": {head}, "成员": {people}, "备忘": {{"记事"}}}, []string{"家庭", "成员", "备忘"}},
		{"a heading stands twice", "!! 工作表“成员”第1行：表头“姓名”出现了两次；请删去或改名其中一列\n",
			map[string][][]any{"家庭": {head}, "成员": {{"户编号", "姓名", "姓名*"}}}, []string{"家庭", "成员"}},
		{"no family at all", "!! 文件里没有一户家庭；请核对是否选对了文件\n",
			map[string][][]any{"家庭": {head}, "成员": {people}}, []string{"家庭", "成员"}},
		{"rows that do not fit together", strings.Join([]string{
			"==  有误", "3  | 工作表“家庭”第3行：这一行没有写户编号，不知道是哪一户的；请补上",
			"== 一 好",
			"== 二 有误",
			"7 户编号 | 工作表“家庭”第7行，家庭“二”，“户编号”：这个编号在第6行已经有了；一户在这张表里只写一行",
			"4 姓名 | 工作表“成员”第4行，家庭“二”，“姓名”：这个姓名在这一户里已经有了；同一个人只写一次，若是两个同名的人，请在姓名后加编号",
			"2 姓名 | 工作表“收入”第2行，家庭“二”，“姓名”：“丙”不在工作表“成员”的这一户里；请核对姓名和户编号",
			"3  | 工作表“收入”第3行，家庭“二”：这一行没有内容；没有就在上一级表里填“无”，并删去这一行",
			"4 姓名 | 工作表“收入”第4行，家庭“二”，“姓名”：这一行没有写姓名，不知道是谁的；请补上",
			"1  | 工作表“工资单”第1行：不认识这张工作表；请把名称改成家庭、成员或子表的名称（如“收入”），不是数据就改成以“说明”开头。写在这里的家庭没有算",
			"3 出生日期 | 工作表“成员”第3行，家庭“二”，成员“乙”，“出生日期”：填的“八十岁”读不懂；应写成“2020-03-15”",
			"3 公民身份号码 | 工作表“成员”第3行，家庭“二”，成员“乙”，“公民身份号码”：号码被表格软件当成数字，末几位已丢失；请把这一列设为“文本”格式后重新录入",
			"== 三 有误", "5 户编号 | 工作表“成员”第5行，家庭“三”，“户编号”：工作表“家庭”里没有这个编号；请核对编号，或在“家庭”里补上这一户", ""}, "\n"),
			map[string][][]any{
				"家庭":  {head, {}, {nil, 350421}, {}, {"一", 350421, "2020-03-15", "城市"}, {"二", 350421, "2020-03-15", "城市"}, {"二", 350421, "2020-03-15", "城市"}},
				"成员":  {people, {"一", "甲", "申请人", "1970-05-01"}, {"二", "乙", "申请人", "八十岁", "1.10105194912310E+17"}, {"二", "乙", "配偶"}, {"三", "丙"}},
				"收入":  {{"户编号", "姓名", "金额"}, {"二", "丙", 5}, {"二", "乙"}, {"二", nil, 5}},
				"工资单": {{"户编号", "金额"}, {"二", 5}},
			}, []string{"家庭", "成员", "收入", "工资单"}},
		{"a short label that two share is nobody's", "== 一 有误\n3 财产种类 | 工作表“财产”第3行，家庭“一”，财产第2条，“财产种类”：没有“借款”这个选项，可填：银行存款、机动车、借款（借出）、借款（借入）\n",
			map[string][][]any{
				"家庭": {head, {"一", 350421, "2020-03-15", "城市"}},
				"成员": {people, {"一", "甲", "申请人", "1970-05-01"}},
				"财产": {{"户编号", "财产种类", "价值"}, {"一", "借款（借出）", 5}, {"一", "借款", 5}},
			}, []string{"家庭", "成员", "财产"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, report(readAll("a.xlsx", workbook(t, tt.sheets, tt.order...), options()))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestEncodingsAreRecognisedAndSaid(t *testing.T) {
	t.Parallel()
	want := show(t, one(t, "a.yaml", threeYAML, options()))
	encoded, err := simplifiedchinese.GB18030.NewEncoder().String(threeCSV)
	if err != nil {
		t.Fatal(err)
	}
	for text, note := range map[string]string{threeCSV: "按 UTF-8 编码读取", encoded: "按 GB18030 编码读取"} {
		r, err := casefile.Open("a.csv", strings.NewReader(text), options())
		if err != nil {
			t.Fatal(err)
		}
		f, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, show(t, f)); diff != "" || r.Note() != note {
			t.Errorf("%s: %s", r.Note(), diff)
		}
	}
}

func TestRareNamesSurviveGB18030(t *testing.T) {
	t.Parallel()
	text := "户编号,地区,计算日期,城乡属性,姓名,与申请人关系,出生日期\n一,350421,2020-03-15,城市,王𬭚𠮷,申请人,1970-05-01\n"
	encoded, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	if f := one(t, "a.csv", encoded, options()); f.Snapshot.Household.Tables[0].Rows[0].Name != "王𬭚𠮷" {
		t.Errorf("read %q", f.Snapshot.Household.Tables[0].Rows[0].Name)
	}
}

func TestRowsOfOneFamilyInCSV(t *testing.T) {
	t.Parallel()
	text := `户编号,地区,计算日期,城乡属性,姓名,与申请人关系,出生日期,收入.金额,收入.所属期间,财产.财产种类,财产.价值,备注
"张三
户",350421,2020-03-15,城市,甲,申请人,1970-05-01,100,2019-01,,,
,,,,,,,200,2019年,银行存款,"5",
,,,,乙,配偶,1972-08-09,,,机动车,6,
,,,,甲,,,300,2019-02/2019-03,,,

李四户,350421,2020-03-15,农村,"丁""小丁""",申请人,1970-05-01,,,,,
`
	all, err := readAll("a.csv", text, options())
	if err != nil || len(all) != 2 {
		t.Fatalf("%d families, %v", len(all), err)
	}
	want := `format: 1
families:
  - name: '张三 户'
    region: '350421'
    applied_on: 2020-03-15
    as_of: 2020-03-15
    household: {area: 'urban', handling_place: '350421', assets: [{kind: 'deposit', amount: 5元}, {kind: 'vehicle', amount: 6元}]}
    members:
      - {name: '甲', relation: 'head', birth_date: 1970-05-01, incomes: [{amount: 100元, received: 2019-01/2019-01}, {amount: 200元, received: 2019-01/2019-12}, {amount: 300元, received: 2019-02/2019-03}]}
      - {name: '乙', relation: 'spouse', birth_date: 1972-08-09}
  - name: '李四户'
    region: '350421'
    applied_on: 2020-03-15
    as_of: 2020-03-15
    household: {area: 'rural', handling_place: '350421'}
    members:
      - {name: '丁"小丁"', relation: 'head', birth_date: 1970-05-01}
`
	if diff := cmp.Diff(want, show(t, all...)); diff != "" {
		t.Error(diff)
	}
}
