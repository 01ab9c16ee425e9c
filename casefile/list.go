package casefile

import (
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"doudi/fault"
)

// ListColumn is one column of a list: its heading, whether it holds whole
// sentences, and whether the reader fills it in.
type ListColumn struct {
	Heading    string
	Wide, Fill bool
}

// WriteList writes a workbook of one sheet that a clerk reads and completes:
// every cell is text, the headings stay in view, what is to be filled in is
// shaded, and the rows can be filtered.
func WriteList(out io.Writer, sheet string, columns []ListColumn, rows [][]string) error {
	book := excelize.NewFile()
	defer book.Close()
	l := &list{template: template{book: book}, sheet: sheet}
	l.do(book.SetSheetName("Sheet1", sheet))
	l.styles()
	for i, c := range columns {
		l.column(i+1, c)
	}
	for i, row := range rows {
		l.do(book.SetSheetRow(sheet, l.name(1, i+2), &row))
	}
	last := l.name(len(columns), max(2, len(rows)+1))
	l.do(book.AutoFilter(sheet, "A1:"+last, nil))
	l.do(book.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	if l.err == nil {
		l.err = book.Write(out)
	}
	if l.err != nil {
		return fault.Wrap(l.err, fault.Internal, "表写不出来，请检查磁盘是否已满")
	}
	return nil
}

// CSVList writes a list as CSV that tables of the office open as Chinese: UTF-8
// with its mark. A cell that a table would take for a formula stays text.
func CSVList(headings []string, rows [][]string) []byte {
	out := []byte("\uFEFF" + CSVLine(headings))
	for _, row := range rows {
		safe := make([]string, len(row))
		for i, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				cell = "'" + cell
			}
			safe[i] = cell
		}
		out = append(out, CSVLine(safe)...)
	}
	return out
}

// list is a workbook in the making.
type list struct {
	template
	sheet            string
	text, head, fill int
}

// styles makes the three looks of a cell: text, heading, and to be filled in.
func (l *list) styles() {
	style := func(s *excelize.Style) int {
		id, err := l.book.NewStyle(s)
		l.do(err)
		return id
	}
	l.text = style(&excelize.Style{NumFmt: 49, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	l.head = style(&excelize.Style{NumFmt: 49, Font: &excelize.Font{Bold: true}})
	l.fill = style(&excelize.Style{NumFmt: 49, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFF2CC"}}})
}

// column writes one heading and sets the look of what stands below it.
func (l *list) column(n int, c ListColumn) {
	letter := l.letter(n)
	look := l.text
	if c.Fill {
		look = l.fill
	}
	l.do(l.book.SetColStyle(l.sheet, letter, look))
	if l.do(l.book.SetColWidth(l.sheet, letter, letter, 13)); c.Wide {
		l.do(l.book.SetColWidth(l.sheet, letter, letter, 36))
	}
	l.do(l.book.SetCellStr(l.sheet, letter+"1", c.Heading))
	l.do(l.book.SetCellStyle(l.sheet, letter+"1", letter+"1", l.head))
}
