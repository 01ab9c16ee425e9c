package casefile

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"doudi/fault"
)

// xlsxSource reads a workbook with one sheet per entity: 家庭, 成员 and one for
// each child table. Sheets are joined by 户编号, so all of them are read first.
type xlsxSource struct {
	families []*tableFamily
	stray    []error // faults that belong to no family
	at       int
	examples bool // the template's own rows were passed over
}

// The household's and the members' sheets, by any of their names.
var (
	householdSheets = []string{"家庭", "household"}
	memberSheets    = []string{"成员", "members", "member"}
)

// newXLSXSource reads the sheets.
func newXLSXSource(in io.Reader) (*xlsxSource, error) {
	book, err := openBook(in)
	if err != nil {
		return nil, err
	}
	defer book.Close()
	if props, err := book.GetWorkbookProps(); err == nil && props.Date1904 != nil && *props.Date1904 {
		return nil, fault.New(fault.BadInput, "工作簿用的是1904日期系统，日期会差四年；请在选项中关闭“使用1904日期系统”后重新保存")
	}
	names := slices.DeleteFunc(book.GetSheetList(), isAside)
	if err := demandSheets(names); err != nil {
		return nil, err
	}
	slices.SortStableFunc(names, func(a, b string) int { return rank(a) - rank(b) })
	return joinSheets(book, names)
}

// openBook opens a workbook.
func openBook(in io.Reader) (*excelize.File, error) {
	book, err := excelize.OpenReader(in, excelize.Options{RawCellValue: true, UnzipSizeLimit: 1 << 30})
	if err != nil {
		return nil, fault.Wrap(err, fault.BadInput, "工作簿打不开，可能损坏或加了密码；请去掉密码，重新另存为 .xlsx")
	}
	return book, nil
}

// isAside tells whether a sheet holds no data.
func isAside(name string) bool {
	for _, prefix := range []string{"说明", "填表说明", "填写说明", "选项"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// demandSheets misses the sheets that every workbook has.
func demandSheets(names []string) error {
	for _, one := range [][]string{householdSheets, memberSheets} {
		if !slices.ContainsFunc(names, func(n string) bool { return contains(one, n) }) {
			return fault.Newf(fault.BadInput, "缺少工作表“%s”；每类内容一张表：家庭、成员，以及收入等子表，请用“doudi packs facts 政策包 --xlsx 文件”写出的模板", one[0])
		}
	}
	return nil
}

// rank puts the household before the members before the rest.
func rank(name string) int {
	switch {
	case contains(householdSheets, name):
		return 0
	case contains(memberSheets, name):
		return 1
	}
	return 2
}

// joinSheets collects the rows of each family over all sheets.
func joinSheets(book *excelize.File, names []string) (*xlsxSource, error) {
	x := &xlsxSource{}
	byID := map[string]*tableFamily{}
	for _, name := range names {
		if err := x.readSheet(book, name, byID); err != nil {
			return nil, err
		}
	}
	return x, nil
}

// readSheet adds the rows of one sheet to their families.
func (x *xlsxSource) readSheet(book *excelize.File, name string, byID map[string]*tableFamily) error {
	rows, err := book.Rows(name)
	if err != nil {
		return fault.Wrap(err, fault.BadInput, "工作表“"+clean(name)+"”读不出来，文件可能损坏；请重新另存为 .xlsx")
	}
	defer rows.Close()
	s := &sheetJoin{x: x, name: name, byID: byID}
	for row := 1; rows.Next(); row++ {
		cells, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return fault.Wrap(err, fault.BadInput, fmt.Sprintf("工作表“%s”第%d行读不出来，文件可能损坏；请重新另存为 .xlsx", clean(name), row))
		}
		if strings.TrimSpace(strings.Join(cells, "")) == "" {
			continue
		}
		if err := s.add(row, cells); err != nil {
			return err
		}
	}
	return rows.Error()
}

// sheetJoin is the state while one sheet is read.
type sheetJoin struct {
	x        *xlsxSource
	name     string
	head     int // row of the headings
	headings []string
	id       int
	last     *tableFamily // that rows without 户编号 belong to
	byID     map[string]*tableFamily
}

// add takes the heading or one row.
func (s *sheetJoin) add(row int, cells []string) error {
	if s.headings == nil {
		return s.heading(row, cells)
	}
	id := ""
	if s.id < len(cells) {
		id = narrow(cells[s.id])
	}
	family := s.last
	if id != "" {
		family = s.family(id, row)
	}
	if family == nil {
		s.x.stray = append(s.x.stray, &familyError{row: row, sheet: s.name, sentence: "这一行没有写户编号，不知道是哪一户的；请补上"})
		return nil
	}
	s.last = family
	s.put(family, row, cells)
	return nil
}

// heading reads the first row that is not empty.
func (s *sheetJoin) heading(row int, cells []string) error {
	headings, id, err := headingsOf(cells)
	if err != nil {
		return fault.Newf(fault.BadInput, "工作表“%s”第%d行：%s", clean(s.name), row, err.Error())
	}
	if id < 0 {
		return fault.Newf(fault.BadInput, "工作表“%s”第%d行应是表头，且要有“户编号”一列；不是数据的工作表请把名称改成以“说明”开头", clean(s.name), row)
	}
	s.head, s.headings, s.id = row, headings, id
	return nil
}

// family finds or makes the family of a row. One that the household's sheet
// does not have is wrong, but is shown with its row.
func (s *sheetJoin) family(id string, row int) *tableFamily {
	if known, ok := s.byID[id]; ok {
		return known
	}
	t := &tableFamily{id: id, row: row}
	if isExample(id) {
		s.x.examples, s.byID[id] = true, t
		return t
	}
	if rank(s.name) > 0 {
		t.problems = append(t.problems, problem{s.name, row, "户编号", "工作表“家庭”里没有这个编号；请核对编号，或在“家庭”里补上这一户"})
	}
	s.byID[id] = t
	s.x.families = append(s.x.families, t)
	return t
}

// put adds a row to the family's rows of this sheet.
func (s *sheetJoin) put(t *tableFamily, row int, cells []string) {
	if len(cells) > len(s.headings) {
		cells = cells[:len(s.headings)]
	}
	last := len(t.sheets) - 1
	if last < 0 || t.sheets[last].sheet != s.name {
		t.sheets = append(t.sheets, sheetRows{sheet: s.name, head: s.head, headings: s.headings})
		last++
	}
	t.sheets[last].rows = append(t.sheets[last].rows, tableRow{row, cells})
}

// note says what was passed over; workbooks say their encoding themselves.
func (x *xlsxSource) note() string {
	if x.examples {
		return passedOver
	}
	return ""
}

// passedOver is said of files that still hold the template's example.
const passedOver = "户编号以“示例”开头的行是模板的样子，没有读"

// next gives the next family in the order of the household's sheet.
func (x *xlsxSource) next() (rawFamily, error) {
	if len(x.stray) > 0 {
		err := x.stray[0]
		x.stray = x.stray[1:]
		return nil, err
	}
	if x.at == len(x.families) {
		return nil, io.EOF
	}
	t := x.families[x.at]
	x.families[x.at] = nil // its rows are not needed again
	x.at++
	return t, nil
}
