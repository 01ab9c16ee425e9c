package casefile

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"path/filepath"
	"strings"

	"doudi/fault"
	"doudi/pack"
)

// Reader reads the families of one file.
type Reader struct {
	name       string
	o          Options
	src        source
	table      bool // headings are Chinese, cells are lenient
	vocabulary map[*pack.Resolved]*vocabulary
	count      int
	ended      bool
}

// Open looks at the beginning of a file and chooses how to read it: xlsx and
// JSON are known by their first bytes, YAML and CSV by the name's ending, or
// where there is none (standard input) by their first line. The name stands in
// positions only. The error is for the clerk.
func Open(name string, in io.Reader, o Options) (*Reader, error) {
	r := &Reader{name: name, o: o, vocabulary: map[*pack.Resolved]*vocabulary{}}
	buffered := bufio.NewReaderSize(in, 64<<10)
	start, err := buffered.Peek(4096)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fault.Wrap(err, fault.Internal, "文件打不开或读不出来，请检查磁盘或网络后重试")
	}
	if err := r.choose(recognise(name, start), buffered); err != nil {
		return nil, err
	}
	return r, nil
}

// choose takes the source for a form.
func (r *Reader) choose(form string, in *bufio.Reader) (err error) {
	switch form {
	case "xlsx":
		r.table = true
		r.src, err = newXLSXSource(in)
	case "json":
		r.src = newJSONSource(skipMark(in))
	case "yaml":
		r.src = &yamlSource{in: newLineReader(in)}
	case "csv":
		r.table = true
		r.src, err = newCSVSource(newLineReader(in))
	default:
		return fault.New(fault.BadInput, form)
	}
	return err
}

// skipMark drops a byte order mark, which JSON does not allow.
func skipMark(in *bufio.Reader) *bufio.Reader {
	if mark, _ := in.Peek(3); string(mark) == "\uFEFF" {
		in.Discard(3)
	}
	return in
}

// recognise names the form of a file, or says in a sentence why it is none.
func recognise(name string, start []byte) string {
	switch {
	case bytes.HasPrefix(start, []byte("PK\x03\x04")):
		return "xlsx"
	case bytes.HasPrefix(start, []byte{0xD0, 0xCF, 0x11, 0xE0}):
		return "这是旧版 .xls 或加了密码的工作簿；请去掉密码，另存为 .xlsx"
	case bytes.HasPrefix(start, []byte{0xFF, 0xFE}), bytes.HasPrefix(start, []byte{0xFE, 0xFF}):
		return "文件是 UTF-16 编码；请另存为“CSV UTF-8”"
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(start, []byte("\uFEFF")), " \t\r\n")
	switch {
	case len(text) == 0:
		return "文件是空的；请核对是否选对了文件"
	case text[0] == '{':
		return "json"
	case text[0] == '[':
		return "JSON 文件最外层应是 {\"format\": 1, \"families\": […]}，不能直接是方括号"
	}
	return recogniseText(strings.ToLower(filepath.Ext(name)), string(text))
}

// recogniseText tells YAML from CSV.
func recogniseText(ending, text string) string {
	switch ending {
	case ".yaml", ".yml":
		return "yaml"
	case ".csv", ".txt":
		return "csv"
	case ".json":
		return "JSON 文件最外层应是 {\"format\": 1, \"families\": […]}"
	case ".xlsx":
		return "这不是 .xlsx 工作簿，文件可能损坏；请重新另存为 .xlsx"
	}
	for _, line := range strings.Split(text, "\n") {
		line = strings.TrimRight(line, "\r ")
		if isKey(line, "format") || isKey(line, "families") || line == "---" {
			return "yaml"
		}
		if line != "" && !strings.HasPrefix(line, "#") {
			break
		}
	}
	return "csv"
}

// Next gives the next family, or io.EOF. A wrong family comes with Faults and
// without Snapshot, and reading goes on; any other error ends the file.
func (r *Reader) Next() (*Family, error) {
	if r.ended {
		return nil, io.EOF
	}
	raw, err := r.src.next()
	wrong := new(familyError)
	switch {
	case err == nil:
		r.count++
		return r.bind(raw), nil
	case errors.As(err, &wrong):
		r.count++
		return r.unread(wrong), nil
	}
	r.ended = true
	if errors.Is(err, io.EOF) && r.count == 0 {
		return nil, fault.New(fault.BadInput, "文件里没有一户家庭；请核对是否选对了文件")
	}
	return nil, err
}

// unread makes the Family of something that could not be read.
func (r *Reader) unread(e *familyError) *Family {
	b := &binder{r: r, family: &Family{Name: clean(e.name), Pos: Pos{File: r.name, Sheet: e.sheet, Row: e.row}}}
	b.blame(&node{row: e.at, sheet: e.sheet}, nil, "", e.sentence)
	return b.family
}

// Note says what the clerk should know about how the file was read, such as
// the encoding that was recognised; "" if there is nothing. It is complete
// after the first family.
func (r *Reader) Note() string { return r.src.note() }

// vocabularyOf remembers the words of each resolved pack. A Resolve that gives
// a new pack every time would fill the memory, so it forgets at times.
func (r *Reader) vocabularyOf(p *pack.Resolved) *vocabulary {
	if v, ok := r.vocabulary[p]; ok {
		return v
	}
	if len(r.vocabulary) > 100 {
		clear(r.vocabulary)
	}
	v := newVocabulary(p)
	r.vocabulary[p] = v
	return v
}

// TableKind names the form of a table by its first bytes and its name: xlsx or
// csv. The error is for the clerk.
func TableKind(name string, content []byte) (string, error) {
	switch form := recognise(name, content[:min(len(content), 4096)]); form {
	case "xlsx", "csv":
		return form, nil
	case "yaml", "json":
		return "", fault.New(fault.BadInput, "文件：只能导入 xlsx 或 CSV；请用模板填写")
	default:
		return "", fault.New(fault.BadInput, "文件："+form)
	}
}
