package web

import (
	"cmp"
	"net/http"

	"doudi/access"
	"doudi/casework"
	"doudi/civil"
	"doudi/fault"
)

// Where the lists of decisions and of notices are.
const (
	decisionsPath = "/decision"
	noticesPath   = "/notice"
)

// ruledLine is a decision in the list.
type ruledLine struct {
	Case                      link
	Title, Who, Told, By, Day string
	Differs, Ends             bool
}

// decisionsView is a page of decisions with what was asked for.
type decisionsView struct {
	slip
	Lines                []ruledLine
	Asked, Back, Further string
}

// The names of what can be asked of decisions.
var decisionNames = []string{"from", "to", "programme", "outcome", "differs", "office", "account"}

// decisions lists what was decided, the newest first.
func (s *Site) decisions(w http.ResponseWriter, r *http.Request) error {
	v, asked := visitOf(r.Context()), r.URL.Query()
	view := decisionsView{slip: filled(asked, blank("from", "从哪一天", "如 2026-07-01；不限就空着"), blank("to", "到哪一天", "含当天"), s.programmeField(r, v), officeField(v),
		listed("outcome", "决定", "", []option{{casework.Give, "给予"}, {casework.Deny, "不给予"}, {casework.Ending, "终止审核"}}).loose(), listed("differs", "和测算比", "", []option{{"yes", "与测算不同的"}}).loose(),
		blank("account", "谁决定的", "写账号；不限就空着"))}
	a, err := s.askedDecisions(r, &view.slip)
	if err != nil {
		return err
	}
	if len(view.Problems) > 0 {
		return s.show(w, r, http.StatusBadRequest, decisionList(view))
	}
	page := max(0, int(atoi(asked.Get("page"))))
	list, more, err := s.Cases.DecisionsMade(r.Context(), v.member.Actor(), v.offices(), a, page*workPage, most(r, workPage))
	if err != nil {
		return err
	}
	if view.Lines, err = s.ruledLines(r, v, list); err != nil {
		return err
	}
	kept := pageless(asked, decisionNames)
	view.Asked = withQuery(decisionsPath, kept.Encode())
	view.Back, view.Further = neighbours(decisionsPath, kept, page, more)
	return s.list(w, r, http.StatusOK, decisionList(view), listing{"decision", "决定", []string{"办件", "项目", "申请人和家庭", "决定", "日期", "谁决定的", "和测算比"},
		rowsOf(view.Lines, func(l ruledLine) []string {
			return []string{l.Case.Label, l.Title, l.Who, l.Told, l.Day, l.By, l.beside()}
		})})
}

// askedDecisions reads the form; what cannot be read is said at its field.
func (s *Site) askedDecisions(r *http.Request, form *slip) (a casework.AskedDecisions, err error) {
	a = casework.AskedDecisions{From: form.dayOrNone("from"), To: form.dayOrNone("to"), Programme: form.id("programme"), Outcome: form.text("outcome"),
		Differs: form.text("differs") != "", Office: atoi(form.text("office"))}
	if account := form.text("account"); account != "" {
		named, err := s.Staff.Named(r.Context(), account)
		if err != nil && fault.Kind(err) != fault.BadInput {
			return a, err
		}
		if a.By = named.Staff; err != nil {
			form.blameAt("account", sentenceOf(err))
		}
	}
	return a, nil
}

// ruledLines lay decisions out.
func (s *Site) ruledLines(r *http.Request, v *visit, list []casework.Ruled) (lines []ruledLine, err error) {
	var staff []int64
	for _, d := range list {
		staff = append(staff, d.By)
	}
	names, err := s.Staff.Names(r.Context(), staff...)
	for _, d := range list {
		told := cmp.Or(casework.ChangeWord(d.Ruling.Change), map[bool]string{true: "给予", false: "不给予"}[d.Gives])
		switch {
		case d.Ends:
			told = "终止审核"
		case d.Gives && d.Ruling.Sum > 0:
			told += "，" + sumOf(d.Ruling.Per, d.Ruling.Sum)
		}
		lines = append(lines, ruledLine{Case: link{d.File.Number.String(), casePath(d.Ref)}, Title: d.Title, Who: caseWho(v, d.Applicant, d.File), Told: told,
			By: names[d.By], Day: d.Day.Chinese(), Differs: d.Differs, Ends: d.Ends})
	}
	return lines, err
}

// beside says whether a decision differs from what the law determined; nothing of
// an end, which no law determines.
func (l *ruledLine) beside() string {
	switch {
	case l.Ends:
		return ""
	case l.Differs:
		return "与测算不同"
	}
	return "与测算相同"
}

// caseWho is who asks in a case, and whose household it is.
func caseWho(v *visit, applicant string, f casework.File) string {
	return applicantWords(applicant) + v.officeName(f.Office) + "，家庭 " + itoa(int(f.Household))
}

// programmeField asks for one of the programmes that can be applied for at one's
// own office.
func (s *Site) programmeField(r *http.Request, v *visit) field {
	var list []option
	if offers, err := s.Cases.Offers(r.Context(), v.member.Account.Office, s.today()); err == nil { // an office without a place has no programmes
		for _, o := range offers {
			list = append(list, option{o.Aid.ID, o.Aid.Label})
		}
	}
	return listed("programme", "项目", "", list).loose()
}

// officeField asks for one of the offices whose households one may see.
func officeField(v *visit) field {
	var list []option
	for _, o := range v.sites {
		if v.can("household.view", o.Number) {
			list = append(list, option{itoa(int(o.Number)), o.Name})
		}
	}
	return listed("office", "机构", "", list).loose()
}

// offices are all, as the access matrix sees them.
func (v *visit) offices() (list []access.Office) {
	for _, o := range v.sites {
		list = append(list, v.tree[o.Number])
	}
	return list
}

// dayOrNone reads a day that may be left out, or says at its field what is wrong.
func (e *slip) dayOrNone(name string) civil.Date {
	if e.text(name) == "" {
		return 0
	}
	return e.day(name)
}

// hungLine is a notice in the list.
type hungLine struct {
	Case                         link
	Title, Who, Step, Told, Note string
	Due                          bool // it can come down
}

// noticesView is a page of notices with what was asked for.
type noticesView struct {
	slip
	Tabs                 []countLink
	Show                 string
	Lines                []hungLine
	Asked, Back, Further string
}

// The names of what can be asked of notices.
var noticeNames = []string{"show", "programme", "office", "from", "to"}

// notices lists the notices that wait, hang or are over.
func (s *Site) notices(w http.ResponseWriter, r *http.Request) error {
	v, asked := visitOf(r.Context()), r.URL.Query()
	view := noticesView{Show: asked.Get("show"), slip: filled(asked, s.programmeField(r, v), officeField(v))}
	if view.Show != casework.ToHang && view.Show != casework.Over {
		view.Show = casework.Hanging
	}
	if view.Show == casework.Over {
		view.Fields = append(view.Fields, filled(asked, blank("from", "从哪一天", "结束的日期，如 2026-07-01；不限就空着"), blank("to", "到哪一天", "含当天")).Fields...)
	}
	a := casework.AskedNotices{Show: view.Show, Programme: view.id("programme"), Office: atoi(view.text("office")), From: view.dayOrNone("from"), To: view.dayOrNone("to")}
	if len(view.Problems) > 0 {
		return s.show(w, r, http.StatusBadRequest, noticeList(view))
	}
	page := max(0, int(atoi(asked.Get("page"))))
	board, err := s.Cases.Notices(r.Context(), v.member.Actor(), v.offices(), a, page*workPage, most(r, workPage))
	if err != nil {
		return err
	}
	view.Tabs = []countLink{{"正在公示", noticesPath, board.Up, false}, {"等着张贴", noticesPath + "?show=" + casework.ToHang, board.Wait, false}}
	view.Lines = s.hungLines(v, board.Lines)
	kept := pageless(asked, noticeNames)
	view.Asked = withQuery(noticesPath, kept.Encode())
	view.Back, view.Further = neighbours(noticesPath, kept, page, board.More)
	return s.list(w, r, http.StatusOK, noticeList(view), listing{"notice", "公示", []string{"办件", "项目", "申请人和家庭", "哪一步", "公示情况说明", "异议"},
		rowsOf(view.Lines, func(l hungLine) []string { return []string{l.Case.Label, l.Title, l.Who, l.Step, l.Told, l.Note} })})
}

// hungLines lay notices out.
func (s *Site) hungLines(v *visit, list []casework.Hung) (lines []hungLine) {
	for _, h := range list {
		l := hungLine{Case: link{h.Number.String(), casePath(h.Ref)}, Title: h.Title, Who: caseWho(v, h.Applicant, h.File), Step: h.Step, Told: "还没有张贴"}
		switch {
		case h.Ended != 0 && h.Upheld:
			l.Told = h.Ended.Chinese() + "因异议成立结束"
		case h.Ended != 0:
			l.Told = h.Ended.Chinese() + "结束"
		case h.From != 0 && h.Left >= 0:
			l.Told = h.From.Chinese() + "张贴，公示到" + h.Until.Chinese() + "，还有 " + itoa(h.Left) + " 天"
		case h.From != 0:
			l.Told, l.Due = h.From.Chinese()+"张贴，公示到"+h.Until.Chinese()+"，已满期，可以结束", true
		}
		if h.Objections > 0 {
			l.Note = "待处理的异议 " + itoa(h.Objections) + " 条"
		}
		lines = append(lines, l)
	}
	return lines
}
