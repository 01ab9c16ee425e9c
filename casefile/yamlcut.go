package casefile

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"doudi/fault"
)

// maxFamilyBytes is how long the text of one family may be. It also bounds the
// memory that one family can cost.
const maxFamilyBytes = 1 << 20

// yamlSource cuts a YAML file at the items of families: before each is parsed,
// since the YAML module would read the whole file at once.
type yamlSource struct {
	in      *lineReader
	started bool
	indent  int    // of the dash of the first item
	pending []byte // first line of the next item
	row     int    // its line
	format  bool   // format: 1 has been seen
	ended   bool
}

// note says nothing: YAML files are UTF-8.
func (y *yamlSource) note() string { return "" }

// next gives the next item of families.
func (y *yamlSource) next() (rawFamily, error) {
	if !y.started {
		y.started = true
		if err := y.header(); err != nil {
			return nil, err
		}
	}
	if y.pending == nil {
		return nil, y.end()
	}
	text, row, tooLong, err := y.item()
	if err != nil {
		return nil, err
	}
	if tooLong {
		return nil, &familyError{row: row, sentence: "这一户的内容超过1MB，不像一户家庭；请检查是否漏了下一户开头的“-”"}
	}
	return parseFamilyYAML(text, row)
}

// end closes the file: without a format nobody knows what was read.
func (y *yamlSource) end() error {
	if !y.format && !y.ended {
		y.ended = true
		return noFormat()
	}
	return io.EOF
}

// noFormat is the error of a file without version.
func noFormat() error {
	return fault.New(fault.BadInput, "文件没有写明格式版本；请在开头写“format: 1”")
}

// header reads up to the first item.
func (y *yamlSource) header() error {
	var families bool
	for {
		line, err := y.in.next()
		if errors.Is(err, io.EOF) {
			return y.headerEnd(families)
		}
		if err != nil {
			return err
		}
		text := strings.TrimRight(string(line), " \t")
		switch {
		case text == "" || strings.HasPrefix(strings.TrimSpace(text), "#") || text == "---":
		case families:
			return y.firstItem(line)
		case isKey(text, "families"):
			families = true
			if rest := valueOf(text); rest != "" {
				return y.flowFamilies(rest)
			}
		default:
			if err := y.topKey(text); err != nil {
				return err
			}
		}
	}
}

// headerEnd is the end of a file before any family.
func (y *yamlSource) headerEnd(families bool) error {
	if !families {
		return fault.New(fault.BadInput, "文件里没有“families:”，不是家庭文件；请对照 docs/determine.md 的样例")
	}
	return nil
}

// firstItem notes the indent of the items.
func (y *yamlSource) firstItem(line []byte) error {
	indent, dash := dashAt(line)
	if !dash {
		return fault.Newf(fault.BadInput, "第%d行：“families:”下面应是以“-”开头的一户户家庭", y.in.row)
	}
	y.indent, y.pending, y.row = indent, bytes.Clone(line), y.in.row
	return nil
}

// flowFamilies allows the empty list only: a list in brackets cannot be cut.
func (y *yamlSource) flowFamilies(rest string) error {
	if strings.ReplaceAll(rest, " ", "") == "[]" {
		return nil
	}
	return fault.Newf(fault.BadInput, "第%d行：“families:”后面不能直接写内容；请换行，每户以“-”开头", y.in.row)
}

// topKey reads a key beside families.
func (y *yamlSource) topKey(text string) error {
	if !isKey(text, "format") {
		return fault.Newf(fault.BadInput, "第%d行：不认识“%s”；文件最外层只有“format: 1”和“families:”", y.in.row, clean(text))
	}
	if version := strings.Trim(valueOf(text), `'"`); version != Version {
		return wrongFormat(version)
	}
	y.format = true
	return nil
}

// wrongFormat is the error of a version that is not ours.
func wrongFormat(version string) error {
	return fault.Newf(fault.BadInput, "格式版本是“%s”，本程序只读版本%s；请照 docs/determine.md 重新填写，表格用“doudi packs facts 政策包 --xlsx 文件”写出的模板", clean(version), Version)
}

// item collects the lines of one item up to the next dash at the same indent.
// The dash becomes a blank, so that the text is the family itself.
func (y *yamlSource) item() (text []byte, row int, tooLong bool, err error) {
	text, row = y.pending, y.row
	text[bytes.IndexByte(text, '-')] = ' '
	text = append(text, '\n')
	y.pending, tooLong = nil, len(text) > maxFamilyBytes
	for {
		line, err := y.in.next()
		if errors.Is(err, io.EOF) {
			return text, row, tooLong, nil
		}
		if err != nil {
			return nil, row, false, err
		}
		if indent, dash := dashAt(line); dash && indent <= y.indent {
			y.pending, y.row = bytes.Clone(line), y.in.row
			return text, row, tooLong, nil
		}
		if isKey(string(line[:min(len(line), 10)]), "format") {
			if err := y.topKey(string(line)); err != nil {
				return nil, row, false, err
			}
			continue
		}
		if tooLong = tooLong || len(text)+len(line) > maxFamilyBytes; !tooLong {
			text = append(append(text, line...), '\n')
		}
	}
}

// dashAt tells whether a line begins an item, and at which indent.
func dashAt(line []byte) (indent int, ok bool) {
	for indent < len(line) && line[indent] == ' ' {
		indent++
	}
	rest := line[indent:]
	return indent, len(rest) == 1 && rest[0] == '-' || len(rest) > 1 && rest[0] == '-' && rest[1] == ' '
}

// isKey tells whether a line is a key of the outermost mapping.
func isKey(line, key string) bool {
	rest, ok := strings.CutPrefix(line, key)
	return ok && strings.HasPrefix(strings.TrimLeft(rest, " "), ":")
}

// valueOf is what stands after the first colon, without comment.
func valueOf(line string) string {
	_, rest, _ := strings.Cut(line, ":")
	if at := strings.Index(rest, " #"); at >= 0 {
		rest = rest[:at]
	}
	return strings.TrimSpace(rest)
}

// lineReader reads lines of any length, keeping at most maxFamilyBytes of one.
type lineReader struct {
	in  *bufio.Reader
	row int
	buf []byte
}

// newLineReader skips a byte order mark.
func newLineReader(in *bufio.Reader) *lineReader {
	if mark, _ := in.Peek(3); string(mark) == "\uFEFF" {
		in.Discard(3)
	}
	return &lineReader{in: in}
}

// next gives a line without its end; it is valid until the next call. What is
// beyond the limit is dropped, one byte more than the limit stays as a sign.
func (l *lineReader) next() ([]byte, error) {
	l.buf = l.buf[:0]
	for {
		part, err := l.in.ReadSlice('\n')
		if room := maxFamilyBytes + 1 - len(l.buf); room > 0 {
			l.buf = append(l.buf, part[:min(len(part), room)]...)
		}
		switch {
		case err == nil, errors.Is(err, io.EOF) && len(part)+len(l.buf) > 0:
			l.row++
			return bytes.TrimRight(l.buf, "\r\n"), nil
		case errors.Is(err, io.EOF):
			return nil, io.EOF
		case !errors.Is(err, bufio.ErrBufferFull):
			return nil, fault.Wrap(err, fault.Internal, "文件读到一半出错，请检查磁盘或网络后重试")
		}
	}
}

// firstBadLine is the line of the first byte that is not UTF-8, 0 if none.
func firstBadLine(text []byte, row int) int {
	if utf8.Valid(text) {
		return 0
	}
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		if r == utf8.RuneError && size == 1 {
			return row
		}
		if r == '\n' {
			row++
		}
		text = text[size:]
	}
	return row
}
