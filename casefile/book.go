package casefile

import (
	"cmp"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/xuri/excelize/v2"

	"doudi/fact"
	"doudi/fault"
	"doudi/pack"
)

// WriteBook writes families of one resolved pack as a workbook that Reader reads
// back: the sheets and headings of its template, a row for each household, member
// and line of a table. Numbers and contacts that the families carry are written
// in full: the file is as secret as its source.
func WriteBook(out io.Writer, p *pack.Resolved, families []*Family) error {
	b := &book{template: template{book: excelize.NewFile(), v: newVocabulary(p)}, sheets: map[fact.EntityID]*bookSheet{}}
	defer b.book.Close()
	b.text()
	for id := range p.Schema.Entities {
		b.sheet(fact.EntityID(id))
	}
	for _, f := range families {
		b.family(f)
	}
	b.do(b.book.DeleteSheet("Sheet1"))
	if b.err == nil {
		b.err = b.book.Write(out)
	}
	if b.err != nil {
		return fault.Wrap(b.err, fault.Internal, "表写不出来，请检查磁盘是否已满")
	}
	return nil
}

// book is a workbook of families in the making.
type book struct {
	template
	sheets map[fact.EntityID]*bookSheet
	style  int
}

// bookSheet is one sheet with its columns and how many rows it has.
type bookSheet struct {
	name string
	at   map[string]int // column of a heading without its star
	rows int
}

// text makes the look of every cell: text, so that nothing is turned into a
// number.
func (b *book) text() {
	var err error
	b.style, err = b.book.NewStyle(&excelize.Style{NumFmt: 49})
	b.do(err)
}

// sheet begins the sheet of an entity with the headings of the template.
func (b *book) sheet(id fact.EntityID) {
	s := &bookSheet{name: b.v.label(id), at: map[string]int{}, rows: 1}
	b.sheets[id] = s
	_, err := b.book.NewSheet(s.name)
	b.do(err)
	columns := append(b.joins(id), b.facts(id)...)
	if id == fact.HouseholdEntity {
		columns = append(columns, templateColumn{text: "决定日期"}, templateColumn{text: "待遇月份"})
	}
	last := b.letter(len(columns))
	b.do(b.book.SetColStyle(s.name, "A:"+last, b.style))
	b.do(b.book.SetColWidth(s.name, "A", last, 16))
	b.do(b.book.SetPanes(s.name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	for i, c := range columns {
		s.at[heading(c.text)] = i + 1
		b.do(b.book.SetCellStr(s.name, b.name(i+1, 1), c.text))
	}
}

// cells writes a row of a sheet: what is said under each heading.
func (b *book) cells(id fact.EntityID, said map[string]string) {
	s := b.sheets[id]
	s.rows++
	for text, value := range said {
		if value == "" {
			continue
		}
		column, ok := s.at[heading(text)]
		if !ok {
			b.do(fmt.Errorf("casefile: no column %q", text))
			continue
		}
		b.do(b.book.SetCellStr(s.name, b.name(column, s.rows), value))
	}
}

// family writes one family with its members and tables.
func (b *book) family(f *Family) {
	s := f.Snapshot
	said := b.answers(fact.HouseholdEntity, s.Household)
	said["户编号"], said["地区"], said["申请日期"], said["计算日期"], said["住址"], said["村（社区）"] = f.Name, s.Region, s.AppliedOn.String(), s.AsOf.String(), f.Address, f.Hamlet
	said["申请项目"] = claims(s)
	if s.DecidedOn != s.AsOf {
		said["决定日期"] = s.DecidedOn.String()
	}
	if s.Month != s.AsOf.Month() {
		said["待遇月份"] = s.Month.String()
	}
	for _, c := range b.v.pack.Choices {
		if option := s.Chosen[c.ID]; option != "" {
			said["选择."+c.Label] = option
		}
	}
	b.cells(fact.HouseholdEntity, said)
	for i, table := range b.v.schema.Entities[fact.HouseholdEntity].Tables {
		if table == fact.MemberEntity {
			b.members(f, s.Household.Tables[i].Rows)
		} else {
			b.table(table, s.Household.Tables[i].Rows, f.Name, "")
		}
	}
}

// members writes the people and their tables.
func (b *book) members(f *Family, people []fact.Row) {
	for i, row := range people {
		said := b.answers(fact.MemberEntity, row)
		said["户编号"], said["姓名"] = f.Name, row.Name
		for k, word := range f.words(i) {
			if heading := []string{"公民身份号码", "联系电话", "银行账号", "性别"}[k]; word != "" {
				said[heading] = cmp.Or(map[string]string{"male": "男", "female": "女"}[word], word)
			}
		}
		b.cells(fact.MemberEntity, said)
		for k, table := range b.v.schema.Entities[fact.MemberEntity].Tables {
			b.table(table, row.Tables[k].Rows, f.Name, row.Name)
		}
	}
}

// table writes the lines of a table of the household, or of somebody.
func (b *book) table(id fact.EntityID, rows []fact.Row, family, person string) {
	for _, row := range rows {
		said := b.answers(id, row)
		said["户编号"], said["名称"] = family, row.Name
		if person != "" {
			said["姓名"] = person
		}
		b.cells(id, said)
	}
}

// answers are what is known of a row, by the headings of its sheet.
func (b *book) answers(id fact.EntityID, row fact.Row) map[string]string {
	said := map[string]string{}
	headings := b.facts(id)
	e := &b.v.schema.Entities[id]
	for slot := range e.Facts {
		said[headings[slot].text] = b.answer(id, slot, row.Values[slot])
	}
	at := len(e.Facts)
	for i, table := range e.Tables {
		if table == fact.MemberEntity {
			continue
		}
		said[headings[at].text] = tableWord(row.Tables[i])
		at++
	}
	return said
}

// answer writes one answer so that its cell is read back as it.
func (b *book) answer(id fact.EntityID, slot int, v fact.Value) string {
	f := &b.v.schema.Entities[id].Facts[slot]
	switch {
	case v.State == fact.None:
		return "无"
	case v.State != fact.Known && f.Required && f.MayBeUnknown:
		return "不知道"
	case v.State != fact.Known:
		return ""
	case f.Type != fact.Enum:
		return fact.Literal(f.Type, v, b.v.schema)
	}
	label := f.Format(v, b.v.schema)
	if n, ok := b.v.symbol(id, slot, narrow(label), true); ok && n == v.N {
		return label
	}
	return b.v.schema.SymbolName(v.N)
}

// tableWord says how much of a table is known.
func tableWord(t fact.Table) string {
	switch {
	case t.State == fact.Complete && len(t.Rows) == 0:
		return "无"
	case t.State == fact.NotAsked:
		return ""
	}
	return map[fact.Completeness]string{fact.Complete: "全", fact.Partial: "不全"}[t.State]
}

// claims are the programmes that a family names; none named asks about all.
func claims(s *fact.Snapshot) (text string) {
	for i, id := range s.Claims {
		if i > 0 {
			text += "、"
		}
		text += id
	}
	return text
}

// WriteFamilies writes families in the form that the ending of a name asks for:
// a workbook, or a YAML family file.
func WriteFamilies(out io.Writer, name string, p *pack.Resolved, families []*Family) error {
	if err := CanWrite(name); err != nil {
		return err
	}
	if strings.EqualFold(path.Ext(name), ".xlsx") {
		return WriteBook(out, p, families)
	}
	w := NewWriter(out)
	for _, f := range families {
		if err := w.Write(f); err != nil {
			return fault.Wrap(err, fault.Internal, "文件写不出来，请检查磁盘是否已满")
		}
	}
	return nil
}

// CanWrite refuses a name whose ending asks for no form that is written.
func CanWrite(name string) error {
	if contains([]string{".xlsx", ".yaml"}, strings.ToLower(path.Ext(name))) {
		return nil
	}
	return fault.New(fault.BadInput, "文件名要以 .xlsx（表格）或 .yaml（家庭文件）结尾")
}
