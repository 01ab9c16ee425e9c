package web

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"doudi/access"
	"doudi/admin"
	"doudi/civil"
	"doudi/fault"
)

// loadsView is what is loaded of a kind, with the form to load more.
type loadsView struct {
	slip
	Kind               admin.Kind
	Title, Path, Lead  string
	Head               string // the first line of a file
	Years              []string
	Files              []loadedFile
	Stuck              string // why one was not taken back
	MayTake            bool   // whether the reader may take one back
	Try                slip
	Answer             string
	Preview            *admin.Preview
	Text, Office, Done string
}

// loadedFile is one file that was loaded: when, for whom, how long it is, or
// when it was taken back.
type loadedFile struct {
	Number            int64
	When, Where, Size string
	Back              string // "" while it holds
}

// loadKinds say what stands on the page of each kind.
var loadKinds = map[admin.Kind]loadsView{
	admin.Calendar: {Title: "节假日安排", Path: "/calendar", Head: "date,kind,name,source",
		Lead: "工作日和期限按国务院办公厅公布的节假日安排推算。新一年的通知公布以后在这里加载，以后每次推算都用它。"},
	admin.Divisions: {Title: "行政区划", Path: "/division", Head: "code,name,from,to,becomes,source",
		Lead: "程序里有省到乡镇的区划。变更的、新设的和村（社区）在这里加载，以后都用它；一个代码再次加载，就用新的全部沿革。"},
}

// calendarPage and divisionPage show what is loaded.
func (s *Site) calendarPage(w http.ResponseWriter, r *http.Request) error {
	return s.loadsPage(w, r, admin.Calendar)
}

func (s *Site) divisionPage(w http.ResponseWriter, r *http.Request) error {
	return s.loadsPage(w, r, admin.Divisions)
}

// loadCalendar and loadDivisions look at a file, and load it once it was looked
// at.
func (s *Site) loadCalendar(w http.ResponseWriter, r *http.Request) error {
	return s.load(w, r, admin.Calendar)
}

func (s *Site) loadDivisions(w http.ResponseWriter, r *http.Request) error {
	return s.load(w, r, admin.Divisions)
}

// loadsPage shows the page of a kind.
func (s *Site) loadsPage(w http.ResponseWriter, r *http.Request, kind admin.Kind) error {
	view, err := s.loadsView(r, kind)
	if err != nil {
		return err
	}
	return s.list(w, r, http.StatusOK, loadsPage(view), listing{string(kind), "加载过的" + view.Title, []string{"加载时间", "给谁用", "长短", "收回"},
		rowsOf(view.Files, func(f loadedFile) []string { return []string{f.When, f.Where, f.Size, f.Back} })})
}

// load looks at a file, and loads it once the reader has seen what it changes.
func (s *Site) load(w http.ResponseWriter, r *http.Request, kind admin.Kind) error {
	office, text := atoi(r.PostForm.Get("office")), brought(r)
	do := func() (admin.Preview, error) { return s.Admin.Look(r.Context(), kind, office, text) }
	if len(text) == 0 || len(text) > mostText {
		do = func() (p admin.Preview, err error) { return p, unfit(len(text)) }
	} else if r.PostForm.Get("sure") != "" {
		do = func() (admin.Preview, error) {
			return s.Admin.Load(r.Context(), visitOf(r.Context()).adminBy(), kind, office, text)
		}
	}
	p, wrong := do()
	sentence, status, rest := told(wrong)
	if rest != nil {
		return rest
	}
	view, err := s.loadsView(r, kind)
	switch {
	case err != nil:
		return err
	case sentence != "":
		view.Problems = append(view.Problems, problem{"content-text", sentence})
	case r.PostForm.Get("sure") != "":
		view.Done, view.Text, view.slip = p.Summary, "", s.loadForm(nil, visitOf(r.Context()), kind)
	default:
		view.Preview = &p
	}
	return s.show(w, r, status, loadsPage(view))
}

// mostText is how long a file may be that a page loads: its text travels in the
// form in which the reader says that it is right.
const mostText = 400 << 10

// brought is the file of a form, or the text that was pasted; it stands in the
// form again when something is wrong with it.
func brought(r *http.Request) []byte {
	if files := filesOf(r.Context()); len(files) > 0 && len(files[0]) > 0 {
		if len(files[0]) <= mostText && utf8.Valid(files[0]) {
			r.PostForm.Set("text", string(files[0]))
		}
		return files[0]
	}
	return []byte(r.PostForm.Get("text"))
}

// unfit says that there is no file, or one that is too long.
func unfit(size int) error {
	if size == 0 {
		return fault.New(fault.BadInput, "没有内容；请选文件，或者把内容贴进来")
	}
	return fault.New(fault.BadInput, "文件太大；超过 400 KB 的，请系统管理员在服务器上用命令加载")
}

// loadsView is the page of a kind as it stands.
func (s *Site) loadsView(r *http.Request, kind admin.Kind) (view loadsView, err error) {
	view = loadKinds[kind]
	v := visitOf(r.Context())
	view.Kind, view.slip, view.Text, view.Office = kind, s.loadForm(r.PostForm, v, kind), r.PostForm.Get("text"), r.PostForm.Get("office")
	files, err := s.Admin.Loads(r.Context(), kind)
	if err != nil {
		return view, err
	}
	for _, f := range files {
		where := "全系统"
		if f.Office != 0 {
			where = v.officeName(f.Office) + "和下级"
		}
		file := loadedFile{Number: f.Number, When: f.At.In(access.China).Format("2006-01-02 15:04"), Where: where, Size: itoa(strings.Count(strings.TrimSpace(f.Text), "\n")) + " 行"}
		if !f.Back.IsZero() {
			file.Size, file.Back = "", recorded(f.Back)+" 收回"
		}
		view.Files = append(view.Files, file)
	}
	view.MayTake = v.can(takeActs[kind], 0)
	if kind == admin.Calendar {
		err = s.fillCalendar(r, v, &view)
	}
	return view, err
}

// words are a file that was loaded in one line.
func (f *loadedFile) words() string {
	return "第 " + itoa(int(f.Number)) + " 次：" + f.When + " 加载，" + f.Where + "，" + f.Size + f.Back
}

// loadForm asks for the text of a file, and for a calendar whose it is.
func (s *Site) loadForm(sent map[string][]string, v *visit, kind admin.Kind) slip {
	if kind != admin.Calendar {
		return filled(sent)
	}
	return filled(sent, listed("office", "给谁用", "国务院办公厅的通知给全系统；自治州、自治县的节日只给当地", s.placeOptions(v)).holding("0"))
}

// placeOptions are the whole instance and every office that is open.
func (s *Site) placeOptions(v *visit) []option {
	list := []option{{"0", "全系统"}}
	for _, o := range below(v.sites, 0) {
		if o.Closed == 0 {
			list = append(list, option{itoa(int(o.Number)), o.Name + "和下级"})
		}
	}
	return list
}

// fillCalendar lists the years that are known and answers what was tried.
func (s *Site) fillCalendar(r *http.Request, v *visit, view *loadsView) error {
	asked := r.URL.Query()
	c, err := s.Admin.Calendar(r.Context(), atoi(asked.Get("place")))
	if err != nil {
		return err
	}
	years := c.Years()
	slices.Reverse(years)
	for _, y := range years {
		word := fmt.Sprintf("%d年：放假 %d 天，周末上班 %d 天", y.Year, len(y.Off), len(y.Work))
		if !y.Published {
			word = fmt.Sprintf("%d年：没有公布，只有当地的 %d 天", y.Year, len(y.Off)+len(y.Work))
		}
		view.Years = append(view.Years, word)
	}
	view.Try = filled(asked, listed("place", "哪里", "", s.placeOptions(v)), blank("start", "从哪一天", "当天不算").holding(s.today().String()), blank("days", "多少个工作日", "1 到 250"))
	if asked.Has("days") {
		view.Answer = deadlineOf(&view.Try, c, asked.Get("start"), asked.Get("days"))
	}
	return nil
}

// deadlineOf says when a period of working days ends, or what is wrong.
func deadlineOf(e *slip, c *civil.Calendar, start, days string) string {
	from, wrong := readDay(start)
	if wrong != "" {
		e.blameAt("start", "从哪一天："+wrong)
		return ""
	}
	n, err := strconv.Atoi(strings.TrimSpace(days))
	if err != nil || n < 1 || n > 250 {
		e.blameAt("days", "多少个工作日：写 1 到 250 的整数")
		return ""
	}
	d := c.Deadline(from, n, civil.WorkingDays, civil.ExcludeFirst)
	answer := fmt.Sprintf("%s起 %d 个工作日，到 %s", from.Chinese(), n, d.Day.Chinese())
	if d.Provisional {
		return answer + "（暂定：那一年的节假日还没有公布，公布后要加载再算）"
	}
	return answer
}
