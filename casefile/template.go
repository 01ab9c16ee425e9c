package casefile

import (
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
// column as text so that nothing is turned into a number or a date, and the
// options of each fact to choose from.
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
	book *excelize.File
	v    *vocabulary
	err  error
}

// do notes the first error.
func (t *template) do(err error) {
	if t.err == nil {
		t.err = err
	}
}

// explain fills the sheet that says how the others are filled.
func (t *template) explain() {
	lines := [][]string{
		{"格式", Version},
		{"地区", t.v.pack.ID + " " + t.v.pack.Labels[t.v.pack.ID]},
		{"怎么填", "一户在“家庭”里写一行，每人在“成员”里写一行，收入、财产等在各自的表里一条一行，用户编号和姓名对应"},
		{"必填", "表头带 * 的必填；填了公民身份号码的，出生日期和性别可以不填；其余不知道就留空，不要填0"},
		{"没有", "问过而确实没有的填“无”：整张子表没有，就在“家庭”或“成员”里以子表命名的那一列填“无”；记得不全的填“不全”"},
		{"申请项目", "留空表示全部都算；只申请几项就写项目名称，用顿号隔开"},
	}
	t.do(t.book.SetSheetName("Sheet1", "说明"))
	for i, cells := range lines {
		at, err := excelize.CoordinatesToCellName(1, i+1)
		t.do(err)
		t.do(t.book.SetSheetRow("说明", at, &cells))
	}
	t.do(t.book.SetColWidth("说明", "B", "B", 100))
}

// templateColumn is one column of the template with the answers to choose from.
type templateColumn struct {
	text    string
	options []string
}

// sheet writes the headings of one entity.
func (t *template) sheet(id fact.EntityID) {
	name := t.v.label(id)
	_, err := t.book.NewSheet(name)
	t.do(err)
	asText, err := t.book.NewStyle(&excelize.Style{NumFmt: 49})
	t.do(err)
	columns := append(t.joins(id), t.facts(id)...)
	last, err := excelize.ColumnNumberToName(len(columns))
	t.do(err)
	t.do(t.book.SetColStyle(name, "A:"+last, asText))
	t.do(t.book.SetColWidth(name, "A", last, 16))
	t.do(t.book.SetPanes(name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	for i, c := range columns {
		t.column(name, i+1, c)
	}
}

// column writes one heading and its list of options.
func (t *template) column(sheet string, n int, c templateColumn) {
	letter, err := excelize.ColumnNumberToName(n)
	t.do(err)
	t.do(t.book.SetCellStr(sheet, letter+"1", c.text))
	if len(c.options) == 0 || utf8.RuneCountInString(strings.Join(c.options, ",")) > 250 {
		return // a workbook keeps at most 255 characters of options
	}
	rule := excelize.NewDataValidation(true)
	rule.SetSqref(letter + "2:" + letter + "5000")
	t.do(rule.SetDropList(c.options))
	t.do(t.book.AddDataValidation(sheet, rule))
}

// joins are the columns that say whose row it is, and what a family has beside
// facts.
func (t *template) joins(id fact.EntityID) []templateColumn {
	columns := []templateColumn{{text: "户编号*"}}
	switch {
	case id == fact.HouseholdEntity:
		for _, h := range []string{"地区*", "申请日期", "计算日期", "申请项目"} {
			columns = append(columns, templateColumn{text: h})
		}
		for _, c := range t.v.pack.Choices {
			columns = append(columns, templateColumn{"选择." + c.Label, optionLabels(c)})
		}
	case id == fact.MemberEntity:
		columns = append(columns, templateColumn{text: "姓名*"}, templateColumn{text: "公民身份号码"})
	case t.v.schema.IsAncestor(fact.MemberEntity, id):
		columns = append(columns, templateColumn{text: "姓名*"}, templateColumn{text: "名称"})
	default:
		columns = append(columns, templateColumn{text: "名称"})
	}
	return columns
}

// optionLabels are the answers of a choice.
func optionLabels(c *pack.Choice) []string {
	var labels []string
	for _, o := range c.Options {
		if o.Label == "" {
			labels = append(labels, o.ID)
		} else {
			labels = append(labels, o.Label)
		}
	}
	return labels
}

// facts are the columns of an entity's facts, then of its child tables.
func (t *template) facts(id fact.EntityID) []templateColumn {
	e := &t.v.schema.Entities[id]
	var columns []templateColumn
	for slot := range e.Facts {
		f := &e.Facts[slot]
		c := templateColumn{text: f.Label, options: t.options(f)}
		if f.Label == "" || t.v.entities[id].facts[narrow(f.Label)] != slot {
			c.text = f.Key // two facts of one label: the key is clear
		}
		if f.Required {
			c.text += "*"
		}
		columns = append(columns, c)
	}
	for _, table := range e.Tables {
		if table != fact.MemberEntity {
			columns = append(columns, templateColumn{t.v.label(table), []string{"无", "全", "不全"}})
		}
	}
	return columns
}

// options are the answers of a fact to choose from, none for quantities.
func (t *template) options(f *fact.Fact) []string {
	var options []string
	switch f.Type {
	case fact.Bool:
		options = []string{"是", "否"}
	case fact.Enum:
		for _, n := range f.Values {
			options = append(options, f.Format(fact.Of(n), t.v.schema))
		}
	default:
		return nil
	}
	if f.MayBeNone {
		options = append(options, "无")
	}
	if f.MayBeUnknown {
		options = append(options, "不知道")
	}
	return options
}
