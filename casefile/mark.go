package casefile

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"doudi/fault"
)

// Mark is something wrong with a table: in which row and column it stands, and
// what it is. Sheet is "" in CSV; Heading is "" where it concerns the row.
type Mark struct {
	Sheet    string
	Row      int
	Heading  string
	Sentence string
}

// Where says where a mark stands, as a person looks for it.
func (m Mark) Where() string {
	at := rowWords(&node{sheet: m.Sheet, row: m.Row}, Pos{})
	if m.Heading != "" {
		at += "，“" + m.Heading + "”"
	}
	return at
}

// Marks are the faults of a family for WriteMarked. A column or sheet that
// nobody knows is said at its heading and again where the family begins.
func (f *Family) Marks() (marks []Mark) {
	for i, one := range f.Faults {
		m := Mark{Sheet: f.Spots[i].Sheet, Row: one.Row, Heading: one.Field, Sentence: beside(one)}
		marks = append(marks, m)
		if f.Spots[i].Heading {
			marks = append(marks, Mark{Sheet: f.Pos.Sheet, Row: f.Pos.Row, Sentence: m.Sentence})
		}
	}
	return marks
}

// beside is what is said beside a cell: what stands before the colon of a
// sentence only says where, and there that is plain.
func beside(f *fault.Error) string {
	_, rest, ok := strings.Cut(f.Sentence, "：")
	switch {
	case !ok:
		return f.Sentence
	case f.Field == "":
		return rest
	}
	return f.Field + "：" + rest
}

// mostComments is how many cells of a workbook get a note of their own; beyond
// it the column at the end says it alone.
const mostComments = 2000

// WriteMarked writes a copy of a table in which every mark stands beside its
// cell: in a workbook the cell turns red with a note, and a column 错误 at the
// end of the row repeats it; CSV has that column in the encoding of the file.
// The reader passes over the column, so that the copy, mended, is read again.
func WriteMarked(out io.Writer, name string, content []byte, marks []Mark) error {
	kind, err := TableKind(name, content)
	switch {
	case err != nil:
		return err
	case kind == "xlsx":
		return markBook(out, content, marks)
	}
	return markCSV(out, content, marks)
}

// markBook marks a workbook.
func markBook(out io.Writer, content []byte, marks []Mark) error {
	book, err := openBook(bytes.NewReader(content))
	if err != nil {
		return err
	}
	defer book.Close()
	m := &marker{template: template{book: book}, plain: book.Styles == nil || book.Styles.CellXfs == nil || book.Styles.Fonts == nil || book.Styles.Fills == nil}
	m.cell, m.note = m.style(true), m.style(false)
	for _, sheet := range book.GetSheetList() {
		if own := slices.DeleteFunc(slices.Clone(marks), func(k Mark) bool { return k.Sheet != sheet }); !isAside(sheet) {
			m.sheet(sheet, own)
		}
	}
	if m.err == nil {
		m.err = book.Write(out)
	}
	if m.err != nil {
		return fault.Wrap(m.err, fault.Internal, "标了错误的副本写不出来；请按列出的行号修改")
	}
	return nil
}

// marker marks the sheets of one workbook.
type marker struct {
	template
	plain      bool // a workbook without styles, as programs write them, stays so
	cell, note int  // styles
	comments   int
}

// style makes the look of a wrong cell, or of what is said about it.
func (m *marker) style(filled bool) int {
	if m.plain {
		return 0
	}
	s := &excelize.Style{NumFmt: 49, Font: &excelize.Font{Color: "9C0006"}}
	if filled {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFC7CE"}}
	}
	id, err := m.book.NewStyle(s)
	m.do(err)
	return id
}

// look gives a cell one of the looks.
func (m *marker) look(sheet, at string, style int) {
	if !m.plain {
		m.do(m.book.SetCellStyle(sheet, at, at, style))
	}
}

// sheet marks the cells of one sheet and fills its last column.
func (m *marker) sheet(name string, marks []Mark) {
	head, headings := m.headings(name)
	last := slices.Index(headings, errorHeading) + 1
	if last > 0 {
		m.clear(name, last)
	} else if last = len(headings) + 1; len(marks) == 0 {
		return
	}
	rows := map[int][]string{}
	for _, k := range marks {
		row := max(k.Row, head)
		rows[row] = append(rows[row], k.Sentence)
		m.mark(name, k, headings)
	}
	at := func(row int) string { return m.name(last, row) }
	for row, sentences := range rows {
		m.do(m.book.SetCellStr(name, at(row), limited(strings.Join(sentences, "\n"), 30000)))
		m.look(name, at(row), m.note)
	}
	m.do(m.book.SetCellStr(name, at(head), errorHeading))
	m.look(name, at(head), m.note)
	letter := m.letter(last)
	m.do(m.book.SetColWidth(name, letter, letter, 60))
}

// headings are the cleaned headings of a sheet and the row where they stand.
func (m *marker) headings(name string) (head int, headings []string) {
	rows, err := m.book.Rows(name)
	m.do(err)
	if err != nil {
		return 1, nil
	}
	defer rows.Close()
	for head = 1; rows.Next(); head++ {
		cells, err := rows.Columns()
		m.do(err)
		if strings.TrimSpace(strings.Join(cells, "")) == "" {
			continue
		}
		for _, text := range cells {
			headings = append(headings, heading(text))
		}
		return head, headings
	}
	return 1, nil
}

// clear takes out what was wrong with the copy that was mended.
func (m *marker) clear(name string, column int) {
	rows, err := m.book.GetRows(name)
	m.do(err)
	for i, cells := range rows {
		if len(cells) >= column && cells[column-1] != "" {
			m.do(m.book.SetCellStr(name, m.name(column, i+1), ""))
		}
	}
}

// mark turns a cell red and notes what is wrong with it.
func (m *marker) mark(sheet string, k Mark, headings []string) {
	column := slices.Index(headings, k.Heading) + 1
	if column == 0 || k.Heading == "" || k.Row == 0 {
		return
	}
	at := m.name(column, k.Row)
	m.look(sheet, at, m.cell)
	if m.comments++; m.comments <= mostComments && !m.plain {
		m.do(m.book.AddComment(sheet, excelize.Comment{Cell: at, Author: "兜底", Text: k.Sentence}))
	}
}

// markCSV marks a CSV file.
func markCSV(out io.Writer, content []byte, marks []Mark) error {
	rows := map[int][]string{}
	for _, k := range marks {
		rows[k.Row] = append(rows[k.Row], k.Sentence)
	}
	c := &csvSource{in: newLineReader(bufio.NewReader(bytes.NewReader(content))), enc: encodingOf(content)}
	w := &csvCopy{out: bufio.NewWriter(out), source: c, wrong: rows, mark: bytes.HasPrefix(content, []byte("\uFEFF"))}
	for {
		r, err := c.record()
		if errors.Is(err, io.EOF) {
			return w.out.Flush()
		}
		if err != nil {
			return err
		}
		w.row(r)
	}
}

// encodingOf is the encoding of a whole CSV file, which its first line that is
// not ASCII decides.
func encodingOf(content []byte) encoding {
	c := &csvSource{}
	for line := range bytes.Lines(content) {
		if c.decode(line); c.enc != undecided {
			break
		}
	}
	return c.enc
}

// csvCopy writes the rows of a CSV file with a column behind them.
type csvCopy struct {
	out    *bufio.Writer
	source *csvSource
	wrong  map[int][]string
	mark   bool // the file begins with a byte order mark
	column int  // of 错误, counted from 1; 0 before the headings
}

// row copies one row with what is wrong with it.
func (w *csvCopy) row(r record) {
	switch first := len(r.cells) > 0 && (narrow(r.cells[0]) == "格式" || narrow(r.cells[0]) == "format"); {
	case w.column == 0 && !first && strings.TrimSpace(strings.Join(r.cells, "")) != "":
		w.column = len(r.cells) + 1
		for i, text := range r.cells {
			if heading(text) == errorHeading {
				w.column = i + 1
			}
		}
		w.write(w.with(r.cells, errorHeading))
	case w.column == 0:
		w.write(r.cells)
	default:
		w.write(w.with(r.cells, strings.Join(w.wrong[r.row], "；")))
	}
}

// with puts a text into the column of the errors.
func (w *csvCopy) with(cells []string, text string) []string {
	cells = slices.Clone(cells)
	for len(cells) < w.column {
		cells = append(cells, "")
	}
	cells[w.column-1] = text
	return cells
}

// write writes a row in the encoding of the file.
func (w *csvCopy) write(cells []string) {
	line := CSVLine(cells)
	if w.source.enc == gb18030Text {
		if text, err := simplifiedchinese.GB18030.NewEncoder().String(line); err == nil {
			line = text
		}
	} else if w.mark {
		line, w.mark = "\uFEFF"+line, false
	}
	w.out.WriteString(line)
}

// CSVLine writes one row of a CSV file with its line end; a cell with a comma, a
// quote or a line end stands in quotes.
func CSVLine(cells []string) string {
	var b strings.Builder
	for i, cell := range cells {
		if i > 0 {
			b.WriteByte(',')
		}
		if strings.ContainsAny(cell, ",\"\r\n") {
			cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
		}
		b.WriteString(cell)
	}
	return b.String() + "\r\n"
}
