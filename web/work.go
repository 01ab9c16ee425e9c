package web

import (
	"net/http"
	"net/url"
	"strings"

	"doudi/casework"
)

// workPath is where a list of work is.
const workPath = "/work"

// Pages of lists of cases: how many lines the first page and a list hold. A file
// holds all.
const (
	homeWork = 10
	workPage = 50
)

// countLink is how many cases there are of a kind, and where they are listed.
type countLink struct {
	Label, Path string
	Count       int
	Bad         bool // it should be none
}

// filterLine is a way of looking at the work that somebody keeps.
type filterLine struct{ Name, Path string }

// workView is the open cases of the offices that a person serves.
type workView struct {
	slip
	Counts   []countLink
	Groups   []countGroup // by step, programme and office
	Lines    []pendingLine
	Found    int
	Asked    string // the address of what was asked for
	Query    string // … without the path
	Back     string // the pages before and behind; "" if there is none
	Further  string
	Filters  []filterLine
	KeepName string // typed
	Wrong    string
	Spots    []spotLine // of which a batch is to be made

	All int    // cases that are open
	Due int    // needs that are to be handed on
	own string // the reader's number
}

// countGroup is counts of one sort.
type countGroup struct {
	Title string
	Lines []countLink
}

// work lists what waits, by deadline.
func (s *Site) work(w http.ResponseWriter, r *http.Request) error {
	view, err := s.workView(r, r.URL.Query())
	if err != nil {
		return err
	}
	return s.list(w, r, http.StatusOK, workList(view), workListing(view.Lines))
}

// workListing is what waits as a file.
func workListing(lines []pendingLine) listing {
	return listing{"work", "我的工作", []string{"办件", "项目", "办到哪一步", "申请人和家庭", "谁在办", "抽查", "期限说明", "急难"},
		rowsOf(lines, func(l pendingLine) []string {
			return []string{l.Case.Label, l.Title, l.Standing, l.Who, l.Hands, l.Waits, l.Due, map[bool]string{true: "急难"}[l.Urgent]}
		})}
}

// workView is the page of what was asked for.
func (s *Site) workView(r *http.Request, asked url.Values) (view workView, err error) {
	v := visitOf(r.Context())
	page := max(0, int(atoi(asked.Get("page"))))
	if view, err = s.deskOf(r, v, askedOf(asked), page*workPage, most(r, workPage)); err != nil {
		return view, err
	}
	view.fields(asked)
	view.Query = pageless(asked, workNames).Encode()
	view.Asked = withQuery(workPath, view.Query)
	view.Back, view.Further = neighbours(workPath, pageless(asked, workNames), page, (page+1)*workPage < view.Found)
	kept, err := s.Cases.Filters(r.Context(), v.ownDesk())
	for _, f := range kept {
		view.Filters = append(view.Filters, filterLine{f.Name, withQuery(workPath, f.Asked)})
	}
	return view, err
}

// The names of what can be asked of the work; nothing else is kept.
var workNames = []string{"due", "state", "programme", "office", "hands"}

// Whose hands a case is asked for to be in, beside somebody's number; or whose part
// its next step is.
const (
	handsNobody = "none"
	handsTurn   = "turn"
)

// askedOf reads what was asked for; what there is not chooses nothing.
func askedOf(q url.Values) casework.Asked {
	a := casework.Asked{Due: casework.Due(q.Get("due")), State: casework.State(q.Get("state")), Programme: q.Get("programme"), Office: atoi(q.Get("office")), Claimed: atoi(q.Get("hands"))}
	switch q.Get("hands") {
	case handsNobody:
		a.Claimed = casework.Nobody
	case handsTurn:
		a.Turn = true
	}
	return a
}

// pageless is what was asked for under some names, without the page.
func pageless(q url.Values, names []string) url.Values {
	clean := url.Values{}
	for _, name := range names {
		if text := strings.TrimSpace(q.Get(name)); text != "" {
			clean.Set(name, text)
		}
	}
	return clean
}

// withQuery is an address with what is asked there.
func withQuery(path, query string) string {
	if query == "" {
		return path
	}
	return path + "?" + query
}

// neighbours are the addresses of the pages before and behind one.
func neighbours(path string, q url.Values, page int, more bool) (back, further string) {
	if page > 0 {
		q.Set("page", itoa(page-1))
		back = withQuery(path, q.Encode())
	}
	if more {
		q.Set("page", itoa(page+1))
		further = withQuery(path, q.Encode())
	}
	q.Del("page")
	return back, further
}

// deskOf is the open cases of all offices that somebody may see.
func (s *Site) deskOf(r *http.Request, v *visit, asked casework.Asked, skip, most int) (view workView, err error) {
	asked.Now = s.minute()
	desk, err := s.Cases.Work(r.Context(), v.member.Actor(), v.offices(), asked, skip, most)
	if err != nil {
		return view, err
	}
	var staff []int64
	for _, p := range desk.Lines {
		staff = append(staff, p.Claimed)
	}
	names, err := s.Staff.Names(r.Context(), staff...)
	if err != nil {
		return view, err
	}
	view.Lines, view.Found, view.All = s.pendingLines(v, desk.Lines, names), desk.Found, desk.All
	view.own = itoa(int(v.member.Account.Staff))
	view.Counts = []countLink{{"轮到我办", workPath + "?hands=" + handsTurn, desk.Turn, false}, {"在办", workPath, desk.All, false}, {"已超期", workPath + "?due=late", desk.Late, desk.Late > 0}, {"今天到期", workPath + "?due=today", desk.Today, false},
		{"本周到期", workPath + "?due=week", desk.Week, false}, {"在我手上", workPath + "?hands=" + view.own, desk.Own, false}}
	if view.Spots, err = s.spotsDue(r, v); err != nil {
		return view, err
	}
	view.Due, err = s.Cases.ReferralsDue(r.Context(), v.member.Actor(), v.offices())
	if err == nil && view.Due > 0 {
		view.Counts = append(view.Counts, countLink{"要转办的需求", referralsPath + "?show=" + string(casework.ToHandOn), view.Due, false})
	}
	view.Groups = []countGroup{{"办到哪一步", countLinks("state", desk.States)}, {"项目", countLinks("programme", desk.Programmes)}, {"机构", countLinks("office", desk.Offices)}}
	return view, err
}

// countLinks lead from counts to their lists.
func countLinks(name string, list []casework.Tally) (lines []countLink) {
	for _, t := range list {
		lines = append(lines, countLink{t.Label, workPath + "?" + url.Values{name: {t.ID}}.Encode(), t.Count, false})
	}
	return lines
}

// fields are the form in which the work is chosen: what there is of it.
func (view *workView) fields(asked url.Values) {
	options := func(i int) (list []option) {
		for _, l := range view.Groups[i].Lines {
			u, _ := url.Parse(l.Path)
			for _, id := range u.Query() {
				list = append(list, option{id[0], l.Label})
			}
		}
		return list
	}
	view.slip = filled(asked, listed("due", "期限", "", []option{{string(casework.Late), "已超期"}, {string(casework.Today), "今天到期"}, {string(casework.Week), "本周到期"}}).loose(),
		listed("state", "办到哪一步", "", options(0)).loose(), listed("programme", "项目", "", options(1)).loose(), listed("office", "机构", "", options(2)).loose(),
		listed("hands", "谁在办", "", []option{{handsTurn, "轮到我办的"}, {view.own, "在我手上的"}, {handsNobody, "还没有人领取的"}}).loose())
}

// saveFilter keeps what was asked for under a name.
func (s *Site) saveFilter(w http.ResponseWriter, r *http.Request) error {
	asked, err := url.ParseQuery(first(r.PostForm, "asked"))
	if err != nil {
		return statusError(http.StatusBadRequest)
	}
	asked = pageless(asked, workNames)
	err = s.Cases.SaveFilter(r.Context(), visitOf(r.Context()).ownDesk(), casework.Filter{Name: first(r.PostForm, "name"), Asked: asked.Encode()})
	sentence, status, rest := told(err)
	if rest != nil {
		return rest
	}
	if sentence == "" {
		return away(w, r, withQuery(workPath, asked.Encode()))
	}
	view, err := s.workView(r, asked)
	if err != nil {
		return err
	}
	view.Wrong, view.KeepName = sentence, first(r.PostForm, "name")
	return s.show(w, r, status, workList(view))
}

// dropFilter forgets one that was kept.
func (s *Site) dropFilter(w http.ResponseWriter, r *http.Request) error {
	if err := s.Cases.DropFilter(r.Context(), visitOf(r.Context()).ownDesk(), first(r.PostForm, "name")); err != nil {
		return err
	}
	return away(w, r, workPath)
}
