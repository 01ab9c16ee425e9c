package casefile

import (
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"doudi/fault"
)

const (
	maxFamilyRows  = 2000 // rows of one family in CSV
	maxRecordLines = 50   // lines that one quoted cell may span
)

// csvSource reads a CSV file row by row and yields the rows of one family at a
// time. Rows of a family stand together; a row without 户编号 belongs to the
// family above it.
type csvSource struct {
	in       *lineReader
	enc      encoding
	head     int // row of the headings
	headings []string
	id       int // column of 户编号
	ahead    *record
	queue    [][]byte // lines given back after a quote that never closed
	seen     map[uint64]struct{}
	tainted  *problem // an unreadable row that may belong to the next family
	examples bool     // the template's own rows were passed over
}

// record is one row as read, or what is wrong with it.
type record struct {
	row   int
	cells []string
	wrong string
	lost  bool // not even the family is known
}

// encoding is what the bytes of a file turned out to be.
type encoding uint8

const (
	undecided encoding = iota // ASCII so far
	utf8Text
	gb18030Text
)

// newCSVSource reads the heading.
func newCSVSource(in *lineReader) (*csvSource, error) {
	c := &csvSource{in: in, seen: map[uint64]struct{}{}}
	first, err := c.record()
	if err == nil && len(first.cells) > 1 && (narrow(first.cells[0]) == "格式" || narrow(first.cells[0]) == "format") {
		if version := narrow(first.cells[1]); version != Version {
			return nil, wrongFormat(version)
		}
		first, err = c.record()
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if err != nil || first.wrong != "" {
		return nil, fault.New(fault.BadInput, "第1行应是表头，现在读不出来；请另存为“CSV UTF-8”")
	}
	return c, c.readHeadings(first)
}

// readHeadings checks that the heading names the family and nothing twice.
func (c *csvSource) readHeadings(first record) error {
	headings, id, err := headingsOf(first.cells)
	if err != nil {
		return fault.Newf(fault.BadInput, "第%d行：%s", first.row, err.Error())
	}
	if len(headings) == 1 && strings.Contains(first.cells[0], "\t") {
		return fault.New(fault.BadInput, "这个文件用制表符（Tab）分列；请用表格软件打开，另存为“CSV UTF-8”，各列就用逗号分开")
	}
	if id < 0 {
		return fault.Newf(fault.BadInput, "第%d行应是表头，且要有“户编号”一列；请对照 docs/determine.md 的样例，或用“doudi packs facts 政策包 --xlsx 文件”写出的模板", first.row)
	}
	c.head, c.headings, c.id = first.row, headings, id
	return nil
}

// headingsOf cleans the headings of a table and finds the family's column, -1
// if there is none.
func headingsOf(cells []string) (headings []string, id int, err error) {
	id = -1
	seen := map[string]bool{}
	for i, text := range cells {
		h := heading(text)
		if h != "" && seen[h] {
			return nil, -1, errors.New("表头“" + clean(h) + "”出现了两次；请删去或改名其中一列")
		}
		seen[h] = true
		if isIDHeading(h) && id < 0 {
			id = i
		}
		headings = append(headings, h)
	}
	return headings, id, nil
}

// note says which encoding was recognised.
func (c *csvSource) note() string {
	note := "按 UTF-8 编码读取"
	if c.enc == gb18030Text {
		note = "按 GB18030 编码读取"
	}
	if c.examples {
		note += "；" + passedOver
	}
	return note
}

// next gives the rows of the next family that is none of the template's.
func (c *csvSource) next() (rawFamily, error) {
	for {
		t, err := c.family()
		if t == nil || !isExample(t.id) {
			return raw(t), err
		}
		c.examples = true
	}
}

// raw keeps a family that is not there from looking like one.
func raw(t *tableFamily) rawFamily {
	if t == nil {
		return nil
	}
	return t
}

// family gives the rows of the next family.
func (c *csvSource) family() (*tableFamily, error) {
	first, err := c.peek()
	if err != nil {
		return nil, err
	}
	id := c.idOf(first)
	t := &tableFamily{id: id, row: first.row, flat: true}
	s := sheetRows{head: c.head, headings: c.headings}
	if c.tainted != nil {
		t.problems = append(t.problems, *c.tainted)
		c.tainted = nil
	}
	for {
		r, err := c.peek()
		if errors.Is(err, io.EOF) || err == nil && !r.lost && c.idOf(r) != "" && c.idOf(r) != id {
			break
		}
		if err != nil {
			return nil, err
		}
		c.ahead = nil
		c.take(t, &s, r)
	}
	t.sheets = []sheetRows{s}
	return t, c.check(t, &s)
}

// take adds a row to the family.
func (c *csvSource) take(t *tableFamily, s *sheetRows, r *record) {
	if r.wrong != "" {
		p := problem{row: r.row, sentence: r.wrong}
		if r.lost {
			p.sentence += "。它可能是这一户的内容，所以这一户没有算"
		}
		if len(t.problems) < maxFaults {
			t.problems = append(t.problems, p)
		}
		if r.lost {
			c.tainted = &p
		}
		return
	}
	c.tainted = nil
	if len(s.rows) <= maxFamilyRows {
		s.rows = append(s.rows, tableRow{r.row, r.cells})
	}
}

// check refuses a family that is too long or was there before.
func (c *csvSource) check(t *tableFamily, s *sheetRows) error {
	if len(s.rows) > maxFamilyRows {
		return &familyError{row: t.row, name: t.id, sentence: fmt.Sprintf("这一户超过%d行，不像一户家庭；请检查“户编号”是否漏填", maxFamilyRows)}
	}
	if t.id == "" {
		if len(s.rows) == 0 {
			return &familyError{row: t.row, sentence: "这一行读不通，不知道属于哪一户"}
		}
		return nil // the binder misses the name
	}
	h := fnv.New64a()
	h.Write([]byte(t.id))
	if _, twice := c.seen[h.Sum64()]; twice {
		return &familyError{row: t.row, name: t.id, sentence: "这个户编号在前面已经出现过；同一户的行要放在一起。前面那几行算出的结果不完整，不能使用"}
	}
	c.seen[h.Sum64()] = struct{}{}
	return nil
}

// idOf is the family that a row names, "" if none.
func (c *csvSource) idOf(r *record) string {
	if c.id < len(r.cells) {
		return narrow(r.cells[c.id])
	}
	return ""
}

// peek looks at the next row that is not empty.
func (c *csvSource) peek() (*record, error) {
	for c.ahead == nil {
		r, err := c.record()
		if err != nil {
			return nil, err
		}
		if r.wrong == "" && strings.TrimSpace(strings.Join(r.cells, "")) == "" {
			continue
		}
		if r.wrong == "" && len(r.cells) > len(c.headings) {
			c.tooWide(&r)
		}
		c.ahead = &r
	}
	return c.ahead, nil
}

// tooWide refuses a row with cells beyond the heading, the usual trace of a
// comma inside a cell.
func (c *csvSource) tooWide(r *record) {
	if strings.TrimSpace(strings.Join(r.cells[len(c.headings):], "")) != "" {
		r.wrong = fmt.Sprintf("这一行有%d格，比表头多；多半是某一格里有英文逗号，请给那一格加双引号", len(r.cells))
	}
	r.cells = r.cells[:len(c.headings)]
}

// line gives the next line of the file or one given back.
func (c *csvSource) line() ([]byte, error) {
	if len(c.queue) > 0 {
		next := c.queue[0]
		c.queue = c.queue[1:]
		return next, nil
	}
	return c.in.next()
}

// record reads one row, which may span lines inside quotes.
func (c *csvSource) record() (record, error) {
	raw, err := c.line()
	if err != nil {
		return record{}, err
	}
	r := record{row: c.in.row - len(c.queue)}
	if len(raw) > maxFamilyBytes {
		r.wrong, r.lost = "这一行超过1MB，不像家庭的内容；请检查文件", true
		return r, nil
	}
	text, ok := c.decode(raw)
	if !ok {
		r.cells, _ = splitRow(text)
		r.wrong, r.lost = "这一行有乱码，编码不对或文件已损坏；请重新导出为“CSV UTF-8”", true
		return r, nil
	}
	if cells, whole := splitRow(text); whole {
		r.cells = cells
		return r, nil
	}
	return c.longRecord(r, text), nil
}

// longRecord reads on until the quotes close. If they never do, only the first
// line is lost: the others are given back.
func (c *csvSource) longRecord(r record, text string) record {
	var taken [][]byte
	whole := text
	for len(taken) < maxRecordLines && len(whole) < maxFamilyBytes {
		raw, err := c.line()
		if err != nil {
			break
		}
		taken = append(taken, append([]byte{}, raw...))
		more, ok := c.decode(raw)
		if !ok {
			break
		}
		whole += "\n" + more
		if cells, closed := splitRow(whole); closed {
			r.cells = cells
			return r
		}
	}
	c.queue = append(taken, c.queue...)
	r.cells = strings.Split(text, ",")
	r.wrong = "这一行的双引号不成对；请补上或删去"
	return r
}

// decode turns bytes into text. The first line that is not ASCII decides the
// encoding of the whole file.
func (c *csvSource) decode(raw []byte) (string, bool) {
	valid := utf8.Valid(raw)
	if c.enc == undecided && !isASCII(string(raw)) {
		c.enc = utf8Text
		if !valid {
			c.enc = gb18030Text
		}
	}
	if c.enc != gb18030Text {
		return strings.ToValidUTF8(string(raw), "\uFFFD"), valid
	}
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(raw)
	return string(text), err == nil && !strings.ContainsRune(string(text), utf8.RuneError)
}

// splitRow divides a row at commas outside quotes; whole is false while a
// quote is open. A doubled quote inside quotes is one quote.
func splitRow(text string) (cells []string, whole bool) {
	for {
		rest, quotedCell := strings.CutPrefix(text, `"`)
		if !quotedCell {
			cell, after, more := strings.Cut(text, ",")
			cells = append(cells, cell)
			if !more {
				return cells, true
			}
			text = after
			continue
		}
		cell, after, closed := cutQuoted(rest)
		if !closed {
			return nil, false
		}
		tail, after, more := strings.Cut(after, ",")
		cells = append(cells, cell+tail)
		if !more {
			return cells, true
		}
		text = after
	}
}

// cutQuoted reads up to the closing quote.
func cutQuoted(text string) (cell, after string, closed bool) {
	var out strings.Builder
	for {
		part, rest, ok := strings.Cut(text, `"`)
		if !ok {
			return "", "", false
		}
		out.WriteString(part)
		if !strings.HasPrefix(rest, `"`) {
			return out.String(), rest, true
		}
		out.WriteByte('"')
		text = rest[1:]
	}
}
