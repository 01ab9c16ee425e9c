package casefile

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"
)

func TestAListIsTextToReadAndToComplete(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	columns := []ListColumn{{Heading: "名称", Wide: true}, {Heading: "现在的值"}, {Heading: "当地的值 *", Fill: true}}
	if err := WriteList(&out, "待确认", columns, [][]string{{"低保标准", "538元/月"}, {"政策编号", "0123456789012345678"}}); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for cell, want := range map[string]string{"A1": "名称", "C1": "当地的值 *", "B2": "538元/月", "B3": "0123456789012345678", "C2": ""} {
		if got, err := book.GetCellValue("待确认", cell); err != nil || got != want {
			t.Errorf("%s: got %q, want %q (%v)", cell, got, want, err)
		}
	}
	for column, shaded := range map[string]bool{"B": false, "C": true} {
		look, err := book.GetColStyle("待确认", column)
		if err != nil {
			t.Fatal(err)
		}
		style, err := book.GetStyle(look)
		if err != nil || style.NumFmt != 49 || (len(style.Fill.Color) > 0) != shaded {
			t.Errorf("%s: %+v (%v)", column, style, err)
		}
	}
}

func TestNoCellOfAListIsAFormula(t *testing.T) {
	t.Parallel()
	rows := [][]string{{`=HYPERLINK("http://a","b")`, "+1", "-1", "@SUM(A1)", "\t=1", "王,五"}}
	heads := []string{"a", "b", "c", "d", "e", "f"}
	if got, want := string(CSVList(heads, rows)), "\uFEFFa,b,c,d,e,f\r\n\"'=HYPERLINK(\"\"http://a\"\",\"\"b\"\")\",'+1,'-1,'@SUM(A1),'\t=1,\"王,五\"\r\n"; got != want {
		t.Errorf("%q", got)
	}
	var out bytes.Buffer
	columns := make([]ListColumn, len(heads))
	for i := range heads {
		columns[i].Heading = heads[i]
	}
	if err := WriteList(&out, "名单", columns, rows); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for i, want := range rows[0] {
		at, _ := excelize.CoordinatesToCellName(i+1, 2)
		formula, _ := book.GetCellFormula("名单", at)
		if got, err := book.GetCellValue("名单", at); got != want || formula != "" || err != nil {
			t.Errorf("%s: %q, formula %q, %v", at, got, formula, err)
		}
	}
}
