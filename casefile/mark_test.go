package casefile_test

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"doudi/casefile"
)

// marksOf reads a file and gives everything that is wrong with it.
func marksOf(t *testing.T, name, text string) (marks []casefile.Mark) {
	t.Helper()
	families, err := readAll(name, text, options())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		marks = append(marks, f.Marks()...)
	}
	return marks
}

// wrongCSV has two families: one with a wrong amount and a column that nobody
// knows, one without fault.
const wrongCSV = `户编号,地区,计算日期,城乡属性,姓名,与申请人关系,公民身份号码,出生日期,备忘,收入,收入.收入种类,收入.金额,收入.所属期间,收入.成本
1,350421,2020-04-01,城市,甲,申请人,350421198001011238,,"老王,邻居",,工资性收入,一千,2019年,无
2,350421,2020-04-01,城市,乙,申请人,,1970-05-01,,,,,,
`

func TestErrorsStandBesideTheRowsOfACSVFile(t *testing.T) {
	t.Parallel()
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(wrongCSV)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"UTF-8": wrongCSV, "UTF-8 with a mark": "\uFEFF" + wrongCSV, "GB18030": gb, "the copy itself": marked(t, wrongCSV)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := marked(t, text)
			if strings.HasPrefix(text, "\uFEFF") != strings.HasPrefix(got, "\uFEFF") {
				t.Error("the mark at the beginning changed")
			}
			if name == "GB18030" {
				if got, err = simplifiedchinese.GB18030.NewDecoder().String(got); err != nil {
					t.Fatal(err)
				}
			}
			lines := strings.Split(strings.TrimPrefix(got, "\uFEFF"), "\r\n")
			if len(lines) != 4 || !strings.HasSuffix(lines[0], ",收入.成本,错误") || !strings.HasSuffix(lines[2], ",,,,") {
				t.Fatalf("%q", lines)
			}
			for _, want := range []string{`"老王,邻居"`, "金额：填的“一千”读不懂", "公民身份号码：", "不认识这一列"} {
				if !strings.Contains(lines[1], want) {
					t.Errorf("no %s in %s", want, lines[1])
				}
			}
			if strings.Count(lines[1], "350421198001011238") != 1 {
				t.Errorf("the number is repeated: %s", lines[1])
			}
		})
	}
}

// marked is the copy of a CSV file with what is wrong.
func marked(t *testing.T, text string) string {
	t.Helper()
	var out bytes.Buffer
	if err := casefile.WriteMarked(&out, "a.csv", []byte(text), marksOf(t, "a.csv", text)); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// wrongBook fills a template with the same families.
func wrongBook(t *testing.T) *excelize.File {
	t.Helper()
	book := emptyTemplate(t)
	for sheet, rows := range map[string][]map[string]string{
		"家庭": {{"户编号*": "1", "地区*": "350421", "计算日期": "2020-04-01", "城乡属性*": "城市"}, {"户编号*": "2", "地区*": "350421", "计算日期": "2020-04-01", "城乡属性*": "城市"}},
		"成员": {{"户编号*": "1", "姓名*": "甲", "公民身份号码": "350421198001011238", "与申请人关系*": "申请人"}, {"户编号*": "2", "姓名*": "乙", "与申请人关系*": "申请人", "出生日期*": "1970-05-01"}},
		"收入": {{"户编号*": "1", "姓名*": "甲", "收入种类": "工资性收入", "金额": "一千", "所属期间": "2019年", "成本": "无"}},
	} {
		cells, _ := book.GetRows(sheet)
		for r, row := range rows {
			for i, heading := range cells[0] {
				at, _ := excelize.CoordinatesToCellName(i+1, r+3)
				book.SetCellStr(sheet, at, row[heading])
			}
		}
	}
	return book
}

func TestErrorsStandBesideTheCellsOfAWorkbook(t *testing.T) {
	t.Parallel()
	var text, out bytes.Buffer
	book := wrongBook(t)
	if err := book.Write(&text); err != nil {
		t.Fatal(err)
	}
	if err := casefile.WriteMarked(&out, "a.xlsx", text.Bytes(), marksOf(t, "a.xlsx", text.String())); err != nil {
		t.Fatal(err)
	}
	copied, err := excelize.OpenReader(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	rows, _ := copied.GetRows("收入")
	last := len(rows[0]) - 1
	if rows[0][last] != "错误" || !strings.HasPrefix(rows[2][last], "金额：填的“一千”读不懂") {
		t.Errorf("%q", rows)
	}
	notes, err := copied.GetComments("收入")
	if err != nil || len(notes) != 1 || notes[0].Cell != "D3" && !strings.Contains(notes[0].Text, "金额") {
		t.Errorf("%+v %v", notes, err)
	}
	if people, _ := copied.GetRows("成员"); !strings.Contains(strings.Join(people[2], " "), "公民身份号码：") || strings.Contains(strings.Join(people[3], " "), "：") {
		t.Errorf("%q", people)
	}
	if rules, _ := copied.GetDataValidations("成员"); len(rules) == 0 {
		t.Error("the lists to choose from are gone")
	}
}

func TestAMendedCopyIsReadAndWhatWasWrongIsGone(t *testing.T) {
	t.Parallel()
	var text, out, clean bytes.Buffer
	if err := wrongBook(t).Write(&text); err != nil {
		t.Fatal(err)
	}
	if err := casefile.WriteMarked(&out, "a.xlsx", text.Bytes(), marksOf(t, "a.xlsx", text.String())); err != nil {
		t.Fatal(err)
	}
	copied, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	rows, _ := copied.GetRows("收入")
	for i, heading := range rows[0] {
		at, _ := excelize.CoordinatesToCellName(i+1, 3)
		if heading == "金额" {
			copied.SetCellStr("收入", at, "1000")
		}
	}
	copied.SetCellStr("成员", "C3", "11010519491231002X")
	text.Reset()
	if err := copied.Write(&text); err != nil {
		t.Fatal(err)
	}
	marks := marksOf(t, "a.xlsx", text.String())
	if len(marks) > 0 {
		t.Fatalf("%+v", marks)
	}
	if err := casefile.WriteMarked(&clean, "a.xlsx", text.Bytes(), nil); err != nil {
		t.Fatal(err)
	}
	again, err := excelize.OpenReader(&clean)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if rows, _ := again.GetRows("收入"); strings.Contains(strings.Join(rows[2], " "), "读不懂") {
		t.Errorf("%q", rows)
	}
}

// A workbook that another program wrote may have no styles at all.
func TestAWorkbookWithoutStylesIsMarkedAsWell(t *testing.T) {
	t.Parallel()
	var text, bare, out bytes.Buffer
	if err := wrongBook(t).Write(&text); err != nil {
		t.Fatal(err)
	}
	from, err := zip.NewReader(bytes.NewReader(text.Bytes()), int64(text.Len()))
	if err != nil {
		t.Fatal(err)
	}
	to := zip.NewWriter(&bare)
	for _, part := range from.File {
		if part.Name != "xl/styles.xml" {
			if err := to.Copy(part); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	if err := casefile.WriteMarked(&out, "a.xlsx", bare.Bytes(), marksOf(t, "a.xlsx", text.String())); err != nil {
		t.Fatal(err)
	}
	copied, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	if rows, _ := copied.GetRows("收入"); rows[0][len(rows[0])-1] != "错误" {
		t.Errorf("%q", rows)
	}
}
