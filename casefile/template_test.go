package casefile_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"doudi/casefile"
)

// emptyTemplate writes the county's template and opens it.
func emptyTemplate(t *testing.T) *excelize.File {
	t.Helper()
	var out bytes.Buffer
	if err := casefile.WriteTemplate(&out, county()); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { book.Close() })
	return book
}

func TestTemplateHasASheetForEveryEntity(t *testing.T) {
	t.Parallel()
	book := emptyTemplate(t)
	if diff := cmp.Diff([]string{"说明", "家庭", "成员", "收入", "财产", "赡养人"}, book.GetSheetList()); diff != "" {
		t.Error(diff)
	}
	want := "户编号* 姓名* 公民身份号码 联系电话 银行账号 与申请人关系* 出生日期* 性别 死亡日期 残疾等级 是否怀孕 渐退月数 收入 赡养人"
	rows, _ := book.GetRows("成员")
	if got := strings.Join(rows[0], " "); got != want {
		t.Errorf("got %s", got)
	}
}

func TestAFilledTemplateIsRead(t *testing.T) {
	t.Parallel()
	book := emptyTemplate(t)
	fill := map[string]map[string]string{
		"家庭":  {"户编号*": "三口之家,一人重残", "地区*": "350421", "申请日期": "2020-3-15", "计算日期": "2020-04-01", "申请项目": "最低生活保障", "选择.待遇": "单人户", "城乡属性*": "城市", "住房建筑面积": "80.5", "刚性支出占比": "12.5%", "迁入月份": "2010-5", "财产": "无"},
		"成员":  {"户编号*": "三口之家,一人重残", "姓名*": "甲", "公民身份号码": "11010519491231002X", "与申请人关系*": "申请人", "残疾等级": "无"},
		"收入":  {"户编号*": "三口之家,一人重残", "姓名*": "甲", "收入种类": "工资性收入", "金额": "12000", "所属期间": "2019-03/2020-02", "成本": "无"},
		"赡养人": {"户编号*": "三口之家,一人重残", "姓名*": "甲", "名称": "丁", "有能力": "是"},
	}
	for sheet, cells := range fill {
		rows, _ := book.GetRows(sheet)
		for i, heading := range rows[0] {
			at, _ := excelize.CoordinatesToCellName(i+1, 2)
			book.SetCellStr(sheet, at, cells[heading])
		}
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		t.Fatal(err)
	}
	got := show(t, one(t, "a.xlsx", out.String(), options()))
	want := `      - {name: '甲', number: '11010519491231002X', relation: 'head', birth_date: 1949-12-31, sex: 'female', disability_level: none, incomes: [{kind: 'wage', amount: 12000元, received: 2019-03/2020-02, cost: none}], supporters: [{name: '丁', able: true}]}`
	if !strings.Contains(got, want) || !strings.Contains(got, "chosen: {scheme: 'single_person'}") {
		t.Errorf("got %s", got)
	}
}

func TestShippedPacksHaveATemplate(t *testing.T) {
	t.Parallel()
	resolve := shipped(t)
	for _, region := range []string{"350421", "12"} {
		p, err := resolve(region, nil)
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := casefile.WriteTemplate(&out, p); err != nil {
			t.Error(err)
		}
		_, err = readAll("a.xlsx", out.String(), casefile.Options{Resolve: resolve})
		if want := "文件里没有一户家庭；请核对是否选对了文件"; err == nil || err.Error() != want {
			t.Errorf("%s: %v", region, err)
		}
	}
}

func TestTheExampleOfATemplateIsNobody(t *testing.T) {
	t.Parallel()
	book := emptyTemplate(t)
	for _, sheet := range []string{"家庭", "成员", "收入"} {
		rows, _ := book.GetRows(sheet)
		if len(rows) != 2 || rows[1][0] != "示例" {
			t.Fatalf("%s: %q", sheet, rows)
		}
		for at, cell := range map[string]string{"A3": "1", "B3": map[string]string{"家庭": "350421"}[sheet]} {
			if sheet != "收入" {
				book.SetCellStr(sheet, at, cell)
			}
		}
	}
	for heading, cell := range map[string]string{"姓名*": "甲", "与申请人关系*": "申请人", "出生日期*": "1970-05-01"} {
		rows, _ := book.GetRows("成员")
		for i, h := range rows[0] {
			if h == heading {
				at, _ := excelize.CoordinatesToCellName(i+1, 3)
				book.SetCellStr("成员", at, cell)
			}
		}
	}
	book.SetCellStr("家庭", "C3", "2020-03-15")
	rows, _ := book.GetRows("家庭")
	for i, h := range rows[0] {
		if h == "城乡属性*" {
			at, _ := excelize.CoordinatesToCellName(i+1, 3)
			book.SetCellStr("家庭", at, "城市")
		}
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		t.Fatal(err)
	}
	families, err := readAll("a.xlsx", out.String(), options())
	if err != nil || len(families) != 1 || families[0].Name != "1" || families[0].Snapshot == nil {
		t.Fatalf("%v %+v", err, families)
	}
}

func TestEveryCellOfATemplateSaysHowItIsFilled(t *testing.T) {
	t.Parallel()
	book := emptyTemplate(t)
	guide, _ := book.GetRows("说明")
	said := map[string]string{}
	for _, row := range guide {
		if len(row) == 2 {
			said[row[0]] = row[1]
		}
	}
	for column, want := range map[string]string{"收入 · 金额": "单位元", "家庭 · 住房建筑面积": "单位平方米", "成员 · 公民身份号码": "18位", "成员 · 残疾等级": "没有就填“无”"} {
		if !strings.Contains(said[column], want) {
			t.Errorf("%s: %q", column, said[column])
		}
	}
	for _, sheet := range []string{"家庭", "成员", "收入"} {
		rows, _ := book.GetRows(sheet)
		rules, err := book.GetDataValidations(sheet)
		if err != nil || len(rules) != len(rows[0]) {
			t.Errorf("%s: %d rules for %d columns, %v", sheet, len(rules), len(rows[0]), err)
		}
	}
	style, _ := book.GetCellStyle("成员", "C500")
	if look, err := book.GetStyle(style); err != nil || look.NumFmt != 49 {
		t.Errorf("the number's column is no text: %+v %v", look, err)
	}
}

func TestALongListOfOptionsStandsOnASheetThatIsNotShown(t *testing.T) {
	t.Parallel()
	resolve := shipped(t)
	p, err := resolve("350421", nil)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := casefile.WriteTemplate(&out, p); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if shown, err := book.GetSheetVisible("选项"); shown || err != nil {
		t.Errorf("shown: %v %v", shown, err)
	}
	chosen := 0
	for _, sheet := range book.GetSheetList() {
		rules, _ := book.GetDataValidations(sheet)
		for _, rule := range rules {
			if strings.Contains(rule.Formula1, "选项!$") {
				chosen++
			}
		}
	}
	if chosen == 0 {
		t.Error("no column chooses from it")
	}
}
