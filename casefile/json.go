package casefile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"doudi/fault"
)

// jsonSource reads a JSON file token by token and one family at a time.
type jsonSource struct {
	in     *meter
	dec    *json.Decoder
	state  jsonState
	format bool
}

// jsonState is where in the outermost object the source stands.
type jsonState uint8

const (
	beforeObject jsonState = iota
	inObject
	inFamilies
	afterObject
)

// newJSONSource reads from in.
func newJSONSource(in io.Reader) *jsonSource {
	m := &meter{in: in, row: 1}
	return &jsonSource{in: m, dec: json.NewDecoder(m)}
}

// note says nothing: JSON is UTF-8.
func (j *jsonSource) note() string { return "" }

// next gives the next family.
func (j *jsonSource) next() (rawFamily, error) {
	for {
		j.in.allow(j.dec.InputOffset() + maxFamilyBytes)
		switch j.state {
		case beforeObject:
			if err := j.delim('{', "JSON 文件最外层应是 {\"format\": 1, \"families\": […]}"); err != nil {
				return nil, err
			}
			j.state = inObject
		case inObject:
			if err := j.key(); err != nil {
				return nil, err
			}
		case inFamilies:
			if j.dec.More() {
				return j.family()
			}
			if err := j.delim(']', "“families”的方括号没有收尾"); err != nil {
				return nil, err
			}
			j.state = inObject
		default:
			return nil, io.EOF
		}
	}
}

// delim expects one bracket.
func (j *jsonSource) delim(want json.Delim, complaint string) error {
	token, err := j.dec.Token()
	if err != nil {
		return j.broken(err)
	}
	if token != want {
		return fault.Newf(fault.BadInput, "第%d行：%s", j.row(), complaint)
	}
	return nil
}

// row is the line that the decoder has reached.
func (j *jsonSource) row() int { return j.in.rowAt(j.dec.InputOffset()) }

// broken makes the error of a file that is no JSON from here on.
func (j *jsonSource) broken(err error) error {
	if errors.Is(err, errTooLong) {
		return fault.Newf(fault.BadInput, "第%d行起的内容超过1MB还没有结束，不像一户家庭；请检查括号是否成对。此行以后的家庭没有读", j.row())
	}
	if e := new(fault.Error); errors.As(err, &e) {
		return e
	}
	return fault.Newf(fault.BadInput, "第%d行起不是合法的 JSON（括号、引号或逗号不对，或文件不完整）；请由导出它的系统重新导出。此行以后的家庭没有读", j.row())
}

// key reads one key of the outermost object, or its end.
func (j *jsonSource) key() error {
	token, err := j.dec.Token()
	if err != nil {
		return j.broken(err)
	}
	switch token {
	case json.Delim('}'):
		j.state = afterObject
		if !j.format {
			return noFormat()
		}
		return nil
	case "format":
		return j.version()
	case "families":
		if err := j.delim('[', "“families”应是方括号里的一户户家庭"); err != nil {
			return err
		}
		j.state = inFamilies
		return nil
	}
	return fault.Newf(fault.BadInput, "第%d行：不认识“%s”；文件最外层只有“format”和“families”", j.row(), clean(fmt.Sprint(token)))
}

// version reads the value of format.
func (j *jsonSource) version() error {
	var raw json.RawMessage
	if err := j.dec.Decode(&raw); err != nil {
		return j.broken(err)
	}
	if version := string(bytes.Trim(raw, `"`)); version != Version {
		return wrongFormat(version)
	}
	j.format = true
	return nil
}

// family decodes one element of families.
func (j *jsonSource) family() (rawFamily, error) {
	var raw json.RawMessage
	if err := j.dec.Decode(&raw); err != nil {
		return nil, j.broken(err)
	}
	row := j.in.rowAt(j.dec.InputOffset() - int64(len(raw)))
	if bad := firstBadLine(raw, row); bad > 0 {
		return nil, &familyError{row: row, at: bad, sentence: "有不是 UTF-8 的字节（乱码）；请由导出它的系统按 UTF-8 重新导出"}
	}
	t := &jsonTree{dec: json.NewDecoder(bytes.NewReader(raw)), raw: raw, row: row}
	t.dec.UseNumber()
	n, err := t.value(0)
	if err != nil {
		return nil, &familyError{row: row, sentence: "括号套得太深；请由导出它的系统重新导出"}
	}
	return n, nil
}

// jsonTree turns the text of one family into nodes.
type jsonTree struct {
	dec *json.Decoder
	raw []byte
	at  int // position up to which lines are counted
	row int // line of that position
}

// line is the line of the token just read.
func (t *jsonTree) line() int {
	to := min(int(t.dec.InputOffset()), len(t.raw))
	t.row += bytes.Count(t.raw[t.at:to], []byte{'\n'})
	t.at = to
	return t.row
}

// value reads one value of any kind.
func (t *jsonTree) value(depth int) (*node, error) {
	token, err := t.dec.Token()
	if err != nil || depth > deepest {
		return nil, errTooLong
	}
	n := &node{row: t.line()}
	switch token := token.(type) {
	case json.Delim:
		if token == '{' {
			return n, t.object(n, depth)
		}
		return n, t.list(n, depth)
	case string:
		n.kind, n.style, n.text = isScalar, quoted, token
	case json.Number:
		n.kind, n.style, n.text = isScalar, digits, token.String()
	case bool:
		n.kind, n.text = isScalar, fmt.Sprint(token)
	}
	return n, nil
}

// object reads keys up to the closing brace.
func (t *jsonTree) object(n *node, depth int) error {
	n.kind = isMapping
	for t.dec.More() {
		key, err := t.dec.Token()
		if err != nil {
			return err
		}
		row := t.line()
		value, err := t.value(depth + 1)
		if err != nil {
			return err
		}
		n.entries = append(n.entries, entry{fmt.Sprint(key), row, value})
	}
	_, err := t.dec.Token()
	return err
}

// list reads items up to the closing bracket.
func (t *jsonTree) list(n *node, depth int) error {
	n.kind = isList
	for t.dec.More() {
		item, err := t.value(depth + 1)
		if err != nil {
			return err
		}
		n.items = append(n.items, item)
	}
	_, err := t.dec.Token()
	return err
}

// errTooLong says that one family is longer than allowed.
var errTooLong = errors.New("family too long")

// meter counts lines of what passes and stops a family that never ends.
type meter struct {
	in    io.Reader
	read  int64   // bytes handed on
	limit int64   // where the family at hand should have ended
	row   int     // line that was asked for last
	ends  []int64 // offsets of the line ends after it
}

// allow sets how far the file may be read for the family at hand; the decoder
// reads ahead, so Read gives it some room.
func (m *meter) allow(limit int64) { m.limit = limit }

// Read hands bytes on and remembers where lines end.
func (m *meter) Read(p []byte) (int, error) {
	if m.read >= m.limit+maxFamilyBytes {
		return 0, errTooLong
	}
	n, err := m.in.Read(p)
	for i, b := range p[:n] {
		if b == '\n' {
			m.ends = append(m.ends, m.read+int64(i))
		}
	}
	m.read += int64(n)
	return n, err
}

// rowAt is the line of an offset. Offsets must not go back.
func (m *meter) rowAt(offset int64) int {
	passed := 0
	for passed < len(m.ends) && m.ends[passed] < offset {
		passed++
	}
	m.row += passed
	m.ends = m.ends[:copy(m.ends, m.ends[passed:])]
	return m.row
}
