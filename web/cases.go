package web

import (
	"net/http"
	"slices"
	"strings"

	"doudi/casework"
	"doudi/money"
	"doudi/registry"

	"github.com/a-h/templ"
)

// casePath is the page of a case.
func casePath(c registry.Ref) string { return officePath(c.Office) + "/case/" + itoa(int(c.ID)) }

// pendingLine is a case in a list.
type pendingLine struct {
	Case                      link
	Title, Standing, Due, Who string
	Hands                     string // who has it in his hands
	Late                      bool
	Urgent                    bool
	Differs                   bool   // what was decided differs from the determination
	Waits                     string // what the draw keeps it waiting for
}

// pendingLines lay cases out; names are those of the staff.
func (s *Site) pendingLines(v *visit, list []casework.Pending, names map[int64]string) (lines []pendingLine) {
	for _, p := range list {
		l := pendingLine{Case: link{p.Number.String(), casePath(p.Ref)}, Title: p.Title, Standing: p.Standing,
			Who: caseWho(v, p.Applicant, p.File), Differs: p.Differs, Urgent: p.Urgent, Waits: waitWords[p.Waits]}
		if p.Claimed != 0 {
			l.Hands = names[p.Claimed]
		}
		if p.Next != nil {
			l.Due, l.Late = due(*p.Next, p.Left, s.minute()), late(*p.Next, s.minute())
		}
		lines = append(lines, l)
	}
	return lines
}

// applicantWords begins a line with who asks.
func applicantWords(name string) string {
	if name == "" {
		return ""
	}
	return name + "，"
}

// caseView is the page of a case.
type caseView struct {
	slip
	Path, Household         string
	Application             link // that the case is of; none if it was begun alone
	Needs                   link // what others see to for the family
	Number, Title, Standing string
	Applicant               string // by name
	Turn                    string
	Claim                   claimView
	Notice                  string // until when the notice hangs
	Closed                  bool
	Deadlines               []deadlineLine
	Ways                    []casework.Way
	Blocked                 []blockedLine
	Elsewhere               []string // what stands against giving it
	Nobody                  []string // what nobody is left to do, and who can help
	Missing                 []wantLine
	Turns                   []turnLine
	Beside                  []option // what may be recorded beside the line
	Notes                   []string // what the law says about how
	Records                 []recordLine
	Enter                   []link // the records that may be entered
	Hang, Letter            link   // to its notice and its letter, if it has them
	Judge                   judgeView
	Changing                *changingView // of an award in force; nil for an application
	Plea                    pleaView
	Moved                   movedView
	Wait                    waitView
	Wishes                  bool // a withdrawal says how the family spoke
}

// deadlineLine is a limit that runs.
type deadlineLine struct {
	Step, Due string
	Late      bool
}

// wantLine is something that is still missing.
type wantLine struct {
	ID, What string
	Brought  bool
}

// turnLine is one thing that was done.
type turnLine struct{ What, Who, When, Note string }

// casePage shows a case.
func (s *Site) casePage(w http.ResponseWriter, r *http.Request) error {
	view, err := s.caseView(r)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, caseSheet(view))
}

// sight opens the case of an address.
func (s *Site) sight(r *http.Request) (*casework.Sight, error) {
	id, err := number(r, "number")
	if err != nil {
		return nil, err
	}
	return s.Cases.Look(r.Context(), visitOf(r.Context()).desk(), id)
}

// caseView lays a case out, with what was typed in its form.
func (s *Site) caseView(r *http.Request) (view caseView, err error) {
	v := visitOf(r.Context())
	c, err := s.sight(r)
	if err != nil {
		return view, err
	}
	view = caseView{Path: casePath(c.Ref), Household: householdPath(registry.Ref{Office: c.Office, ID: c.Household}), Number: c.Number.String(),
		Applicant: c.Applicant, Title: c.Title(), Changing: s.changingView(v, c), Standing: c.Flow.Label(c.State), Turn: itoa(int(c.Turn)), Closed: c.State.Closed(), Elsewhere: c.Elsewhere, Wishes: c.Wishes()}
	if c.Application != 0 {
		of := registry.Ref{Office: c.Office, ID: c.Application}
		view.Application = link{"申请 " + itoa(int(c.Application)), applicationPath(of)}
		if view.Needs, err = s.needsLink(r, of, v); err != nil {
			return view, err
		}
	}
	if c.NoticeEnds != 0 && !view.Closed {
		view.Notice = c.NoticeEnds.Chinese()
	}
	for _, d := range c.Deadlines {
		left := c.Calendar.WorkingDaysLeft(c.Today, d.Day)
		view.Deadlines = append(view.Deadlines, deadlineLine{c.StepLabel(casework.Turn{Step: d.Step}), due(d, left, s.minute()), late(d, s.minute())})
	}
	view.Records, view.Enter = s.recordLines(c, v)
	view.Plea, view.Moved = s.pleaView(r, c, v.desk()), s.moved(c, v)
	view.Hang, view.Letter = noticeLink(c, v), letterLink(c, v)
	s.fillWays(&view, c, v.desk(), r)
	if err := s.fillHelpers(r, &view, c); err != nil {
		return view, err
	}
	if view.Claim, err = s.claimView(r, c); err != nil {
		return view, err
	}
	if view.Judge, err = s.judgeView(r, c); err != nil {
		return view, err
	}
	if view.Wait, err = s.waitView(r, c); err != nil {
		return view, err
	}
	view.Turns, err = s.turnLines(r, c)
	return view, err
}

// fillWays says what this person can do now, and what others can.
func (s *Site) fillWays(view *caseView, c *casework.Sight, d registry.Desk, r *http.Request) {
	view.slip = filled(r.PostForm, blank("note", "理由或者记录", "退回、不给予、撤回等要写明理由，异议写明是谁提的、说了什么；别的可以不写").wide(2000))
	for _, way := range s.Cases.Ways(c, d) {
		if way.Why != "" && way.Act == casework.Cease && c.Asked == 0 {
			continue // nobody thinks of it
		}
		if way.Why != "" {
			view.Blocked = append(view.Blocked, blockedLine{way, ""})
			continue
		}
		view.Ways = append(view.Ways, way)
		if way.Act == casework.Approve && way.Differs && c.Aid.Grants == "money" {
			view.slip.Fields = append(view.slip.Fields, filled(r.PostForm, blank("sum", "金额", "与测算不同、决定给予的，写明给多少元")).Fields...)
		}
		if way.Act == casework.Transfer {
			view.slip.Fields = append(view.slip.Fields, filled(r.PostForm, s.toField(visitOf(r.Context()))).Fields...)
		}
		if way.Act == casework.Cease {
			view.slip.Fields = append(view.slip.Fields, filled(r.PostForm, causeField()).Fields...)
		}
		if way.Act == casework.AskPapers && len(c.Wants) == 0 {
			view.slip.Fields = append(view.slip.Fields, filled(r.PostForm, blank("wants", "要补的材料", "全部写上，用顿号隔开；只能一次告知").wide(2000)).Fields...)
		}
	}
	for _, want := range c.Wants {
		if want.Brought == 0 {
			id := itoa(int(want.ID))
			view.Missing = append(view.Missing, wantLine{id, want.What, slices.Contains(r.PostForm["item"], id)})
		}
	}
	for _, step := range s.Cases.Asides(c, d) {
		view.Beside = append(view.Beside, option{string(casework.Aside) + ":" + step.ID, step.Label})
		if step.Note != "" {
			view.Notes = append(view.Notes, step.Label+"："+step.Note)
		}
	}
	if s.Cases.May(c, d, casework.Mark) {
		for _, m := range casework.Marks {
			view.Beside = append(view.Beside, option{string(casework.Mark) + ":" + m.ID, m.Label})
		}
	}
	if s.Cases.May(c, d, casework.Plea) {
		view.Beside = append(view.Beside, option{string(casework.Plea), "家庭不同意核对结果、决定，或者有话要说"})
	}
	if s.Cases.May(c, d, casework.Object) {
		for _, way := range []string{casework.AtCounter, casework.ByPhone, casework.InWriting} {
			view.Beside = append(view.Beside, option{string(casework.Object) + ":" + way, "有人对公示有异议：" + casework.WayLabel(way)})
		}
	}
}

// turnLines tell what was done by whom and when, the latest first.
func (s *Site) turnLines(r *http.Request, c *casework.Sight) (lines []turnLine, err error) {
	var staff []int64
	for _, t := range c.Turns {
		staff = append(staff, t.Staff, t.Instead)
	}
	names, err := s.Staff.Names(r.Context(), slices.DeleteFunc(staff, func(id int64) bool { return id == 0 })...)
	for _, t := range slices.Backward(c.Turns) {
		l := turnLine{What: c.Flow.Called(t.Act), Who: names[t.Staff], When: recorded(t.At), Note: t.Note}
		if step := c.StepLabel(t); step != "" {
			l.What += "：" + step
		}
		if t.Staff == 0 {
			l.Who = whoSpoke(t)
		}
		if t.Instead != 0 {
			l.Who += "（代 " + names[t.Instead] + "）"
		}
		lines = append(lines, l)
	}
	return lines, err
}

// whoSpoke says who said something that is no staff.
func whoSpoke(t casework.Turn) string {
	switch {
	case t.Step == casework.ByFamily:
		return "家庭在自己的页面上"
	case t.Act == casework.Plea:
		return "家庭，由工作人员记下"
	}
	return "对公示有异议的人"
}

// actOnCase does what was asked for.
func (s *Site) actOnCase(w http.ResponseWriter, r *http.Request) error {
	view, err := s.caseView(r)
	if err != nil {
		return err
	}
	e := entryOf(r)
	if view.spoken(e.Act) && first(r.PostForm, doButton) != doEdit {
		return s.speaking(w, r, &view, e)
	}
	if hurts[e.Act] != "" && first(r.PostForm, doButton) == "" && e.Flaw() == nil {
		return s.show(w, r, http.StatusOK, confirmPage(s.confirming(r, &view, e)))
	}
	if first(r.PostForm, doButton) == doEdit {
		return s.show(w, r, http.StatusOK, caseSheet(view))
	}
	_, err = s.Cases.Act(r.Context(), visitOf(r.Context()).desk(), e)
	return s.answered(w, r, err, view.Path, func(sentence string) templ.Component {
		view.accuse(e.Act, sentence)
		return caseSheet(view)
	})
}

// entryOf reads what was sent. What is beside the line names its step behind a
// colon.
func entryOf(r *http.Request) casework.Entry {
	id, _ := number(r, "number")
	act, step, _ := strings.Cut(first(r.PostForm, "act"), ":")
	e := casework.Entry{Case: id, Turn: atoi(first(r.PostForm, "turn")), Act: casework.Act(act), Step: step, Note: first(r.PostForm, "note")}
	e.Differs, e.To, e.Cause = step == casework.Differ, toOf(r), first(r.PostForm, "cause")
	e.Sum = yuan(first(r.PostForm, "sum"))
	if choice, option, ok := strings.Cut(first(r.PostForm, "chosen"), "="); ok {
		e.Chosen = map[string]string{choice: option}
	}
	if e.Act == casework.AskPapers {
		e.Wants = wantsOf(r)
	}
	if e.Act == casework.Answer {
		e.Note = first(r.PostForm, "answer")
	}
	if e.Act == casework.Bring {
		for _, item := range r.PostForm["item"] {
			e.Items = append(e.Items, atoi(item))
		}
	}
	return e
}

// yuan reads a sum that was typed with its unit or without; 0 if it is none.
func yuan(text string) money.Fen {
	sum, _ := money.ParseFen(strings.TrimSuffix(strings.TrimSpace(text), "元") + "元")
	return sum
}

// wantsOf are the things that a form says are missing.
func wantsOf(r *http.Request) []string {
	return strings.FieldsFunc(first(r.PostForm, "wants"), func(r rune) bool { return strings.ContainsRune("、，；;\n", r) })
}

// caseMeant is the case whose number was searched for, if the searcher may see
// it. No other thing that is searched for has such a number.
func (s *Site) caseMeant(r *http.Request, v *visit) (at registry.Ref, known bool, err error) {
	n, err := casework.ReadNumber(first(r.PostForm, "text"))
	if err != nil {
		return at, false, nil
	}
	at, known, err = s.Cases.Find(r.Context(), v.desk(), n)
	if err == nil && known {
		known, err = s.reaches(r, v, at, casework.OfCase)
	}
	if err != nil || known || at.ID == 0 || !v.coordinates() {
		return at, known, err
	}
	village, err := s.Cases.VillageOf(r.Context(), at, false)
	return at, village != 0 && v.can("household.view", village), err
}
