package pack

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"doudi/civil"
	"doudi/fact"
	"doudi/fault"
)

// csvColumns are the columns of a table apart from the figure's keys.
var csvColumns = []string{"from", "to", "review_by", "value", "cite", "status", "published_on", "by", "prevails"}

// csvRow is one record with the place of every field.
type csvRow struct {
	fields map[string]string
	places map[string]Pos
	pos    Pos
}

// csvRows reads the table of a figure. An empty to means no end yet and
// demands review_by, exactly as open: true does in YAML.
func (r *reader) csvRows(f *Figure, at *node) {
	file, text, ok := r.tableFile(f.Table)
	if !ok {
		r.add(at.pos, KindFile, fmt.Sprintf("找不到表“%s”", f.Table), "tables 目录里的 CSV 文件", "改正文件名，或补上文件 "+file)
		return
	}
	if bad := firstBadByte(text); bad >= 0 {
		r.problems = append(r.problems, badBytes(file, text, bad))
		return
	}
	for _, row := range r.records(f, file, strings.TrimPrefix(text, "\uFEFF")) {
		f.Rows = append(f.Rows, r.csvFigureRow(f, row))
	}
}

// tableFile finds tables/NAME, or NAME itself if it names a folder.
func (r *reader) tableFile(name string) (file, text string, ok bool) {
	if !strings.Contains(name, "/") {
		name = "tables/" + name
	}
	text, ok = r.files[name]
	r.used[name] = true
	return r.pack.ID + "/" + name, text, ok
}

func (r *reader) records(f *Figure, file, text string) []csvRow {
	in := csv.NewReader(strings.NewReader(text))
	in.FieldsPerRecord = -1
	in.Comment = '#'
	lines := strings.Split(text, "\n")
	var header []string
	var out []csvRow
	for {
		record, err := in.Read()
		if err == io.EOF {
			return out
		}
		if err != nil {
			r.csvSyntax(file, err)
			return out
		}
		if header == nil {
			header = record
			r.checkHeader(f, in, header, file, lines)
			continue
		}
		out = append(out, r.record(in, header, record, file, lines))
	}
}

func (r *reader) csvSyntax(file string, err error) {
	pos := Pos{File: file, Line: 1, Col: 1}
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		pos.Line = parse.Line
	}
	r.add(pos, KindTable, "表格这一行读不通", "逗号分开的各列，引号成对", "检查引号和逗号")
}

// place turns csv's byte column into a column of characters.
func place(in *csv.Reader, i int, file string, lines []string) Pos {
	line, col := in.FieldPos(i)
	if line >= 1 && line <= len(lines) && col-1 <= len(lines[line-1]) {
		col = utf8.RuneCountInString(lines[line-1][:col-1]) + 1
	}
	return Pos{File: file, Line: line, Col: col}
}

func (r *reader) checkHeader(f *Figure, in *csv.Reader, header []string, file string, lines []string) {
	known := slices.Clone(csvColumns)
	for _, k := range f.Keys {
		known = append(known, k.Column)
	}
	for i, column := range header {
		if slices.Contains(header[:i], column) {
			r.add(place(in, i, file, lines), KindTable, fmt.Sprintf("列“%s”写了两次", column), "每列一次", "删去一列")
		} else if !slices.Contains(known, column) {
			r.add(place(in, i, file, lines), KindTable, fmt.Sprintf("不认识的列“%s”", column), strings.Join(known, "、"), columnRemedy(column, known))
		}
	}
	required := []string{"from", "value"}
	for _, k := range f.Keys {
		required = append(required, k.Column)
	}
	for _, column := range required {
		if !slices.Contains(header, column) {
			r.add(Pos{file, 1, 1}, KindTable, fmt.Sprintf("表格缺少列“%s”", column), strings.Join(known, "、"), "补上这一列")
		}
	}
}

func columnRemedy(column string, known []string) string {
	if near := Nearest(column, known); near != "" {
		return fmt.Sprintf("改成“%s”", near)
	}
	return "删去这一列，或在数值的 keys 里写上它"
}

func (r *reader) record(in *csv.Reader, header, record []string, file string, lines []string) csvRow {
	row := csvRow{fields: make(map[string]string), places: make(map[string]Pos), pos: place(in, 0, file, lines)}
	if len(record) != len(header) {
		r.add(row.pos, KindTable, fmt.Sprintf("这一行有%d列，表头有%d列", len(record), len(header)), "与表头一样多的列", "补上或删去逗号")
	}
	for i, value := range record {
		if i < len(header) {
			row.fields[header[i]] = strings.TrimSpace(value)
			row.places[header[i]] = place(in, i, file, lines)
		}
	}
	return row
}

func (r *reader) csvFigureRow(f *Figure, row csvRow) *FigureRow {
	out := &FigureRow{Span: Span{From: r.csvDay(row, "from"), To: civil.Open}, ReviewBy: r.csvDay(row, "review_by"),
		Status: Status(r.csvWord(row, "status", statusWord.words)), By: row.fields["by"], PublishedOn: r.csvDay(row, "published_on"),
		Prevails: r.csvWord(row, "prevails", []string{"at_least", "at_most", "replace"}), Origin: r.pack.ID, Pos: row.pos}
	if row.fields["from"] == "" {
		r.add(row.pos, KindTable, "这一行没有写起始日", "from", "补上起始日")
	}
	if to := row.fields["to"]; to != "" && to != "open" {
		out.To = r.csvDay(row, "to")
	}
	if out.To < out.From {
		r.add(row.places["from"], KindSpan, fmt.Sprintf("起始日%s在截止日%s之后", out.From, out.To), "起始日不晚于截止日", "改正其中一个日子")
	}
	r.csvCells(f, row, out)
	return out
}

// csvCells reads keys, value and citations. A table holds bare text; enum
// values and codes get the quotes that they have in YAML.
func (r *reader) csvCells(f *Figure, row csvRow, out *FigureRow) {
	for _, k := range f.Keys {
		if row.fields[k.Column] == "" {
			r.add(row.pos, KindTable, fmt.Sprintf("这一行没有写“%s”", k.Column), "每一行都要写查找的列", "补上这一格")
		}
		out.Keys = append(out.Keys, row.fields[k.Column])
	}
	value := row.fields["value"]
	if value == "" {
		r.add(row.pos, KindTable, "这一行没有写数值", typeWords(f.Type, f.Options), "补上数值；还没有公布就整行删去")
	}
	if value != "" && (f.Type == fact.Enum || f.Type == fact.Place) {
		value = "'" + strings.Trim(value, "'") + "'"
	}
	out.Value = Expr{Text: value, Pos: row.places["value"]}
	for _, cite := range strings.FieldsFunc(row.fields["cite"], func(c rune) bool { return c == ' ' || c == ';' }) {
		r.checkPattern(&node{kind: nodeScalar, text: cite, pos: row.places["cite"]}, citePattern, "出处", "写成 MX-28 或 mz57/8 的样子，几个出处用空格隔开")
		out.Cites = append(out.Cites, Cite{Text: cite, Pos: row.places["cite"]})
	}
}

func (r *reader) csvDay(row csvRow, column string) civil.Date {
	text := row.fields[column]
	if text == "" {
		return 0
	}
	d, err := civil.ParseDate(text)
	if err != nil {
		r.add(row.places[column], KindLiteral, fault.Sentence(err), "日期，如 2020-03-15", "改正这一格")
	}
	return d
}

func (r *reader) csvWord(row csvRow, column string, words []string) string {
	text := row.fields[column]
	if text != "" && !slices.Contains(words, text) {
		r.checkWord(&node{kind: nodeScalar, text: text, pos: row.places[column]}, words, column)
		return ""
	}
	return text
}
