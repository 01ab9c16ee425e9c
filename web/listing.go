package web

import (
	"bytes"
	"cmp"
	"net/http"
	"strings"

	"doudi/casefile"

	"github.com/a-h/templ"
)

// listing is the list of a page as a file: the words that the page shows, masked
// as there, and no others.
type listing struct {
	name    string // the list's word in the audit chain
	title   string
	columns []string
	rows    [][]string
}

// rowsOf are the rows of a list's lines.
func rowsOf[T any](lines []T, row func(T) []string) (rows [][]string) {
	for _, l := range lines {
		rows = append(rows, row(l))
	}
	return rows
}

// asField is how a request asks for the file in the place of the page.
const asField = "as"

// listFile bounds the rows of a file: a workbook that an old PC opens. A page
// shows far fewer.
const listFile = 50_000

// most is how many rows a request wants: those of a page, or of a file.
func most(r *http.Request, page int) int {
	if r.FormValue(asField) != "" {
		return listFile
	}
	return page
}

// asFile is the address of the file of a list.
func asFile(path, as string) string {
	if strings.Contains(path, "?") {
		return path + "&" + asField + "=" + as
	}
	return path + "?" + asField + "=" + as
}

// list shows the page of a list, or sends the list as a file where that was
// asked for. Whoever may not export does not, and every export is in the chain
// of the office before the file is sent.
func (s *Site) list(w http.ResponseWriter, r *http.Request, status int, page templ.Component, l listing) error {
	as := r.FormValue(asField)
	if status != http.StatusOK || as != "xlsx" && as != "csv" {
		return s.show(w, r, status, page)
	}
	v := visitOf(r.Context())
	post, err := s.may(v, exporting, v.site.Number)
	if err != nil {
		if e := s.Staff.Refused(r.Context(), v.member, exporting); e != nil {
			return e
		}
		return err
	}
	var file bytes.Buffer
	if err := l.write(&file, as); err != nil {
		return err
	}
	by := v.by()
	by.Post = post
	if err := s.Staff.Exported(r.Context(), by, cmp.Or(v.site.Number, v.member.Account.Office), l.name, len(l.rows), file.Bytes()); err != nil {
		return err
	}
	return s.sendSheet(w, l.title+"-"+s.today().String()+"."+as, file.Bytes())
}

// exporting is the act of every export of a list.
const exporting = "list.export"

// write writes the list as a workbook or as CSV.
func (l *listing) write(file *bytes.Buffer, as string) error {
	if as == "csv" {
		file.Write(casefile.CSVList(l.columns, l.rows))
		return nil
	}
	columns := make([]casefile.ListColumn, len(l.columns))
	for i, heading := range l.columns {
		columns[i] = casefile.ListColumn{Heading: heading, Wide: strings.Contains(heading, "说明") || strings.Contains(heading, "地址")}
	}
	return casefile.WriteList(file, "名单", columns, l.rows)
}
