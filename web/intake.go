package web

import (
	"bytes"
	"net/http"
	"strings"

	"doudi/casefile"
	"doudi/registry"
)

// intakeView is where tables of families are brought into an office's register.
type intakeView struct {
	Office, Path string
	Others       []link // other offices for which the reader may do it
	Sheets       []sheetLine
	Problems     []problem
}

// sheetLine is one file that was brought.
type sheetLine struct {
	Title, Path, What string
}

// intakePath is where tables are brought in.
func intakePath(office int64) string { return "/office/" + itoa(int(office)) + "/import" }

// sheetPath is one file on its way.
func sheetPath(at registry.Ref) string { return intakePath(at.Office) + "/" + itoa(int(at.ID)) }

// sheetStates say in a few words how far a file has come.
var sheetStates = map[registry.SheetState]string{registry.SheetReading: "正在核对", registry.SheetRead: "核对完，还没有导入",
	registry.SheetEntering: "正在导入", registry.SheetEntered: "已导入", registry.SheetRefused: "读不出来"}

// intake shows what was brought and asks for more.
func (s *Site) intake(w http.ResponseWriter, r *http.Request) error {
	return s.showIntake(w, r, "", http.StatusOK)
}

// showIntake shows the page with what was wrong with a file.
func (s *Site) showIntake(w http.ResponseWriter, r *http.Request, wrong string, status int) error {
	v := visitOf(r.Context())
	sheets, err := s.Registry.Sheets(r.Context(), v.desk(), most(r, 50))
	if err != nil {
		return err
	}
	view := intakeView{Office: v.site.Name, Path: intakePath(v.site.Number)}
	for _, o := range v.sites {
		if o.Number != v.site.Number && v.can("sheet.import", o.Number) {
			view.Others = append(view.Others, link{o.Name, intakePath(o.Number)})
		}
	}
	for _, x := range sheets {
		view.Sheets = append(view.Sheets, sheetLine{"表格 " + itoa(int(x.ID)) + "，" + moment(x.At), sheetPath(x.Ref), sheetStates[x.State]})
	}
	if wrong != "" {
		view.Problems = []problem{{"file", wrong}}
	}
	return s.list(w, r, status, intakePage(view), listing{"sheet", view.Office + "导入的表格", []string{"表格", "情况说明"},
		rowsOf(view.Sheets, func(l sheetLine) []string { return []string{l.Title, l.What} })})
}

// bringSheet takes a file in; what it would bring is found out in the
// background.
func (s *Site) bringSheet(w http.ResponseWriter, r *http.Request) error {
	v, files := visitOf(r.Context()), filesOf(r.Context())
	if len(files) != 1 || len(files[0]) == 0 {
		return s.showIntake(w, r, "没有选文件，或选了不止一个；请选一个填好的表格", http.StatusBadRequest)
	}
	id, err := s.Registry.Take(r.Context(), v.desk(), ".csv", files[0])
	sentence, status, rest := told(err)
	switch {
	case rest != nil:
		return rest
	case sentence != "":
		return s.showIntake(w, r, sentence, status)
	}
	return away(w, r, sheetPath(registry.Ref{Office: v.site.Number, ID: id}))
}

// template sends an empty workbook for the families of the office's law.
func (s *Site) template(w http.ResponseWriter, r *http.Request) error {
	law := s.lawOf(visitOf(r.Context()))
	var book bytes.Buffer
	if err := casefile.WriteTemplate(&book, law.program.Pack); err != nil {
		return err
	}
	return s.sendSheet(w, "家庭登记模板-"+law.Short+".xlsx", book.Bytes())
}

// sheetView is one file: what it would bring, how far it is, what it brought.
type sheetView struct {
	Title, Office, Back, Path, State string
	Working                          bool  // the page looks again by itself
	Passed, Total                    int64 // families; Total is 0 while nobody knows it
	Wrong, Words, Entered, Note      string
	Confirm                          string // the button; "" if there is nothing to confirm
	Marked                           bool   // the reader gets the marked copy
	Marks                            []markLine
	More                             int // marks that are not listed
	Problems                         []problem
}

// markLine is one fault of a file.
type markLine struct{ Where, What string }

// usualNote is what is said of nearly every file and helps nobody on a page.
const usualNote = "按 UTF-8 编码读取"

// mostMarks is how many faults a page lists.
const mostMarks = 100

// sheet shows one file on its way.
func (s *Site) sheet(w http.ResponseWriter, r *http.Request) error {
	return s.showSheet(w, r, "", http.StatusOK)
}

// showSheet shows one file, with what was wrong with confirming it.
func (s *Site) showSheet(w http.ResponseWriter, r *http.Request, wrong string, status int) error {
	id, err := number(r, "number")
	if err != nil {
		return err
	}
	v := visitOf(r.Context())
	x, err := s.Registry.Sheet(r.Context(), v.desk(), id)
	if err != nil {
		return err
	}
	view := newSheetView(v, x)
	if wrong != "" {
		view.Problems = []problem{{"content", wrong}}
	}
	return s.show(w, r, status, sheetPage(view))
}

// newSheetView lays one file out.
func newSheetView(v *visit, x registry.Sheet) sheetView {
	view := sheetView{Title: "表格 " + itoa(int(x.ID)), Office: v.site.Name, Back: intakePath(x.Office), Path: sheetPath(x.Ref), State: sheetStates[x.State],
		Working: x.State == registry.SheetReading || x.State == registry.SheetEntering, Passed: x.Passed, Wrong: x.Report.Refusal}
	if view.Working {
		if x.State == registry.SheetEntering {
			view.Total = x.Report.Total
		}
		return view
	}
	if x.State == registry.SheetRefused {
		return view
	}
	t := x.Report.Tally
	view.Words, view.Note, view.More = t.Words(), strings.TrimPrefix(strings.TrimPrefix(x.Report.Note, usualNote), "；"), max(0, len(x.Report.Marks)-mostMarks)+x.Report.Omitted
	if x.State == registry.SheetRead && t.Families > 0 {
		view.Confirm = "导入这" + itoa(t.Families) + "户"
	}
	if e := x.Entered; x.State == registry.SheetEntered {
		view.Entered = "这个文件一共新登记了" + itoa(e.NewFamilies) + "户、" + itoa(e.NewPersons) + "人，" + itoa(e.Facts) + "项内容"
	}
	view.Marked = len(x.Report.Marks) > 0 && x.By == v.member.Account.Staff
	for _, m := range x.Report.Marks[:min(len(x.Report.Marks), mostMarks)] {
		view.Marks = append(view.Marks, markLine{m.Where(), m.Sentence})
	}
	return view
}

// confirmSheet has a file entered that was looked at.
func (s *Site) confirmSheet(w http.ResponseWriter, r *http.Request) error {
	id, err := number(r, "number")
	if err != nil {
		return err
	}
	v := visitOf(r.Context())
	sentence, status, rest := told(s.Registry.Confirm(r.Context(), v.desk(), id))
	switch {
	case rest != nil:
		return rest
	case sentence != "" && status != http.StatusNotFound:
		return s.showSheet(w, r, sentence, status)
	case sentence != "":
		return statusError(http.StatusNotFound)
	}
	return away(w, r, sheetPath(registry.Ref{Office: v.site.Number, ID: id}))
}

// markedSheet sends the copy with what is wrong beside the cells.
func (s *Site) markedSheet(w http.ResponseWriter, r *http.Request) error {
	id, err := number(r, "number")
	if err != nil {
		return err
	}
	v := visitOf(r.Context())
	x, err := s.Registry.Sheet(r.Context(), v.desk(), id)
	if err != nil {
		return err
	}
	var copied bytes.Buffer
	if err := s.Registry.Marked(r.Context(), v.desk(), id, &copied); err != nil {
		return err
	}
	return s.sendSheet(w, "标了错误的表格"+itoa(int(id))+"."+x.Kind, copied.Bytes())
}
