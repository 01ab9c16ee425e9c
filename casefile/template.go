package casefile

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"doudi/fact"
	"doudi/fault"
	"doudi/pack"
)

// WriteTemplate writes an empty workbook for the families of one resolved
// pack: a sheet per entity with its headings, obligatory ones starred, every
// column as text so that nothing is turned into a number or a date, the options
// of each fact to choose from, how each cell is filled where it is entered, and
// an example that no reader takes for a family.
func WriteTemplate(out io.Writer, p *pack.Resolved) error {
	book := excelize.NewFile()
	defer book.Close()
	t := &template{book: book, v: newVocabulary(p)}
	t.explain()
	for id := range p.Schema.Entities {
		if fact.EntityID(id) <= fact.MemberEntity || p.Schema.Entities[id].Parent <= fact.MemberEntity {
			t.sheet(fact.EntityID(id))
		}
	}
	if t.err == nil {
		t.err = book.Write(out)
	}
	if t.err != nil {
		return fault.Wrap(t.err, fault.Internal, "模板写不出来，请检查磁盘是否已满")
	}
	return nil
}

// template keeps the first error, so that the steps read straight.
type template struct {
	book   *excelize.File
	v      *vocabulary
	guided int // lines of the guide
	listed int // long lists of options
	err    error
}

// do notes the first error.
func (t *template) do(err error) {
	if t.err == nil {
		t.err = err
	}
}

// name names a cell by its column and row.
func (t *template) name(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column, row)
	t.do(err)
	return name
}

// letter names a column.
func (t *template) letter(column int) string {
	letter, err := excelize.ColumnNumberToName(column)
	t.do(err)
	return letter
}

// explain fills the sheet that says how the others are filled: what holds for
// all of them, then every column with its unit and answers.
func (t *template) explain() {
	t.do(t.book.SetSheetName("Sheet1", guide))
	for _, cells := range [][]string{
		{"格式", Version},
		{"地区", t.v.pack.ID + " " + t.v.pack.Labels[t.v.pack.ID]},
		{"怎么填", "一户在“家庭”里写一行，每人在“成员”里写一行，收入、财产等在各自的表里一条一行，用户编号和姓名对应"},
		{"样子", "每张表第二行是样子（户编号“示例”），不会读进去，填的时候删去；自己的户编号不要以“示例”开头"},
		{"必填", "表头带 * 的必填；填了公民身份号码的，出生日期和性别可以不填；其余不知道就留空，不要填0"},
		{"没有", "问过而确实没有的填“无”：整张子表没有，就在“家庭”或“成员”里以子表命名的那一列填“无”；记得不全的填“不全”"},
		{"号码", "公民身份号码、电话、账号的格子是文本格式，照证件录入，不要改成数字，否则末几位会丢失"},
		{"单位", "金额都是元，面积都是平方米，日期写成 2020-03-15；下面逐列写明"},
		{"申请项目", "留空表示全部都算；只申请几项就写项目名称，用顿号隔开"},
		{},
		{"表", "怎么填"},
	} {
		t.line(cells)
	}
	t.do(t.book.SetColWidth(guide, "A", "A", 24))
	t.do(t.book.SetColWidth(guide, "B", "B", 100))
}

// The sheets of a template that hold no answers.
const (
	guide = "说明"
	lists = "选项"
)

// line adds a line to the guide.
func (t *template) line(cells []string) {
	t.guided++
	t.do(t.book.SetSheetRow(guide, t.name(1, t.guided), &cells))
}

// templateColumn is one column of the template: its heading, the answers to
// choose from, how it is filled, and what stands in the example.
type templateColumn struct {
	text    string
	options []string
	hint    string
	example string
}

// sheet writes the headings of one entity, and the example below them.
func (t *template) sheet(id fact.EntityID) {
	name := t.v.label(id)
	_, err := t.book.NewSheet(name)
	t.do(err)
	asText, err := t.book.NewStyle(&excelize.Style{NumFmt: 49})
	t.do(err)
	columns := append(t.joins(id), t.facts(id)...)
	last := t.letter(len(columns))
	t.do(t.book.SetColStyle(name, "A:"+last, asText))
	t.do(t.book.SetColWidth(name, "A", last, 16))
	t.do(t.book.SetPanes(name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	for i, c := range columns {
		t.column(name, i+1, c)
	}
	grey, err := t.book.NewStyle(&excelize.Style{NumFmt: 49, Font: &excelize.Font{Italic: true, Color: "808080"}})
	t.do(err)
	t.do(t.book.SetCellStyle(name, "A2", last+"2", grey))
}

// column writes one heading, how it is filled, and its list of options.
func (t *template) column(sheet string, n int, c templateColumn) {
	letter := t.letter(n)
	t.do(t.book.SetCellStr(sheet, letter+"1", c.text))
	t.do(t.book.SetCellStr(sheet, letter+"2", c.example))
	t.line([]string{sheet + " · " + c.text, c.hint})
	rule := excelize.NewDataValidation(true)
	rule.SetSqref(letter + "2:" + letter + "100000")
	if c.hint != "" {
		rule.SetInput(limited(c.text, 30), limited(c.hint, 250))
	}
	if len(c.options) > 0 {
		t.choose(rule, c)
	}
	t.do(t.book.AddDataValidation(sheet, rule))
}

// limited cuts a text to so many characters as a workbook keeps.
func limited(s string, most int) string {
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return s
}

// choose lets a cell be chosen from a list. A list of more than 255 characters
// stands on a sheet of its own, which is not shown.
func (t *template) choose(rule *excelize.DataValidation, c templateColumn) {
	rule.SetError(excelize.DataValidationErrorStyleStop, "请从列表里选", "这一格只能从下拉列表里选："+limited(strings.Join(c.options, "、"), 200))
	if utf8.RuneCountInString(strings.Join(c.options, ",")) <= 250 {
		t.do(rule.SetDropList(c.options))
		return
	}
	if t.listed++; t.listed == 1 {
		_, err := t.book.NewSheet(lists)
		t.do(err)
		t.do(t.book.SetSheetVisible(lists, false))
	}
	letter := t.letter(t.listed)
	t.do(t.book.SetSheetCol(lists, letter+"1", &c.options))
	rule.SetSqrefDropList(fmt.Sprintf("%s!$%s$1:$%s$%d", lists, letter, letter, len(c.options)))
}
