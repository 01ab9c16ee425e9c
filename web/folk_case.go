package web

import (
	"errors"
	"net/http"
	"slices"

	"doudi/casework"
	"doudi/policy"
	"doudi/registry"

	"github.com/a-h/templ"
)

// mineView is a case as its family sees it: what was done, not by whom, and no
// word that staff write to each other.
type mineView struct {
	slip
	Number, Title, Standing, Turn string
	Came                          bool   // from another office, under another number
	Moving                        string // that it is offered to another office, or was
	Missing, Due                  []string
	Notice                        string
	Hangs                         []casework.Finding
	Decision                      *decisionTold
	Urged                         string // what the family is to do, and by when
	Done                          []turnLine
	Needs                         []needTold
	Says                          []sayButton
	Thanks                        bool
	Ask                           string // which office to ask, and by which telephone
}

// needTold is what becomes of a need that others see to.
type needTold struct{ Area, Text string }

// needsTold say it of a family.
func (s *Site) needsTold(r *http.Request, application registry.Ref) (lines []needTold, err error) {
	list, err := s.Cases.Referred(r.Context(), application)
	for i := range list {
		area := casework.AreaOf(list[i].Area)
		if text := referralTold(&list[i], area.Helps); text != "" {
			lines = append(lines, needTold{area.Label, text})
		}
	}
	return lines, err
}

// decisionTold is a decision as it was issued.
type decisionTold struct {
	When, Word, Note string
	Paid             casework.Reason // how the money comes
	Reasons          []casework.Reason
	Remedies         []string
}

// sayButton is something that the family can do.
type sayButton struct{ Act, Label string }

// sayWords name what a family can do, as it would say it itself.
var sayWords = map[casework.Act]string{casework.Object: "我对公示有异议", casework.Plea: "我不同意，或者有话要说", casework.Withdraw: "我不申请了"}

// minePage shows the family its case.
func (s *Site) minePage(w http.ResponseWriter, r *http.Request) error {
	unlisted(w)
	view, err := s.mineView(r)
	if err != nil {
		return s.followedAgain(w, r, err)
	}
	view.Thanks = r.URL.Query().Has("thanks")
	return s.show(w, r, http.StatusOK, mine(view))
}

// followedAgain leads whoever does not follow a case, or no more, to where the
// code is asked for.
func (s *Site) followedAgain(w http.ResponseWriter, r *http.Request, err error) error {
	if !errors.Is(err, casework.ErrNotFollowing) {
		return err
	}
	s.setFolk(w, r, "")
	return away(w, r, "/f/case?over=1")
}

// mineView lays the case of the family's token out.
func (s *Site) mineView(r *http.Request) (view mineView, err error) {
	c, err := s.Cases.Follow(r.Context(), s.folkToken(r))
	if err != nil {
		return view, err
	}
	view = mineView{Number: c.Number.String(), Title: c.Title(), Standing: c.Flow.Label(c.State), Turn: itoa(int(c.Turn)), Came: c.Came != nil,
		slip: filled(r.PostForm, blank("text", "您想说的", "不同意哪里、情况是怎样的，或者为什么不申请了").long(500))}
	for _, want := range c.Wants {
		if want.Brought == 0 {
			view.Missing = append(view.Missing, want.What)
		}
	}
	for _, d := range c.Deadlines {
		view.Due = append(view.Due, c.StepLabel(casework.Turn{Step: d.Step})+"："+due(d, c.Calendar.WorkingDaysLeft(c.Today, d.Day), s.minute()))
	}
	if c.NoticeEnds != 0 {
		view.Notice = c.NoticeEnds.Chinese()
		if issued := c.Issued(); issued != nil {
			view.Hangs = issued.Said
		}
	}
	for _, act := range c.Says() {
		view.Says = append(view.Says, sayButton{string(act), sayWords[act]})
	}
	view.Decision, view.Done, view.Moving, view.Urged = toldOf(c), doneOf(c), movingWord(c), urgedWord(c)
	if c.Going != "" {
		view.Standing = "正在转交"
	}
	sites, err := s.Admin.Offices(r.Context())
	if err != nil {
		return view, err
	}
	view.Ask = whereToAsk(sites, c.DealtAt())
	view.Needs, err = s.needsTold(r, registry.Ref{Office: c.Office, ID: c.Application})
	return view, err
}

// movingWord tells the family of an offer to another office, as long as it matters.
func movingWord(c *casework.Sight) string {
	switch {
	case c.Going != "":
		return "您的申请正在转给" + c.Going + "，等那里接收。您现在说的话不会丢，由接着办的地方答复；以后用现在的编号也查得到。"
	case c.Handed != nil && !c.State.Closed():
		return "您的申请没有转走，由原来的地方从转以前的那一步接着办。"
	}
	return ""
}

// urgedWord is what the family is asked to do while it is not too late for it.
func urgedWord(c *casework.Sight) string {
	if r := c.Urged(); r != nil && !c.State.Closed() {
		return r.Asking()
	}
	return ""
}

// toldOf is the decision that the family knows of, with its reasons and what can
// be done against it.
func toldOf(c *casework.Sight) *decisionTold {
	if e := c.ToldEnd(); e != nil {
		return &decisionTold{When: e.Day.Chinese(), Word: "终止审核，这次申请不再往下办", Note: casework.Again + "。",
			Reasons: []casework.Reason{{Text: e.Why, Clauses: e.Clauses}}, Remedies: remedyLines(e.Remedies)}
	}
	d := c.Told()
	if d == nil {
		return nil
	}
	return &decisionTold{When: d.Day.Chinese(), Word: decidedWord(d.Ruling), Note: d.Ruling.Note, Paid: c.Paid(d.Ruling), Reasons: d.Ruling.Reasons, Remedies: remedyLines(d.Ruling.Remedies)}
}

// remedyLines are what a family can do that does not agree, each with its limit.
func remedyLines(remedies []casework.Remedy) (list []string) {
	for _, r := range remedies {
		line := r.Label
		if r.Within != 0 {
			line += "（" + itoa(r.Within) + policy.LimitWord(r.Days) + "内）"
		}
		list = append(list, line)
	}
	return list
}

// inward tells whether something that was done is not for the family: how the
// office weighs, and what others said of the family or that somebody did.
func inward(t casework.Turn) bool {
	switch t.Act {
	case casework.Judge, casework.Opine, casework.Mark:
		return true
	case casework.Aside: // of relatives of staff and of who was reported
		return t.Step == string(casework.Visit)
	case casework.Object:
		return t.Step != casework.ByFamily
	}
	return false
}

// doneOf is what was done on which day, the latest first. What the family said
// stands in its own words.
func doneOf(c *casework.Sight) (lines []turnLine) {
	for _, t := range slices.Backward(c.Turns) {
		if inward(t) {
			continue
		}
		l := turnLine{What: c.Flow.Called(t.Act), When: dayWord(t.At)}
		if step := c.StepLabel(t); step != "" {
			l.What = step + "：" + l.What
		}
		if t.Step == casework.ByFamily || t.Act == casework.Plea {
			l.What, l.Note = "您说："+sayWords[t.Act], t.Note
		}
		if t.Number == c.CheckTold() {
			l.Note = t.Note + "。不同意的，请在下面写明，把能说明情况的材料带到窗口，会再查一次。"
		}
		if t.Act == casework.Answer {
			l.What, l.Note = "答复您说的", t.Note
		}
		lines = append(lines, l)
	}
	return lines
}

// sayMine does what the family says, after asking once more.
func (s *Site) sayMine(w http.ResponseWriter, r *http.Request) error {
	unlisted(w)
	view, err := s.mineView(r)
	if err != nil {
		return s.followedAgain(w, r, err)
	}
	what := casework.Act(first(r.PostForm, "act"))
	switch pressed := first(r.PostForm, doButton); {
	case pressed == doEdit:
		return s.show(w, r, http.StatusOK, mine(view))
	case pressed == "" && what == casework.Withdraw && view.text("text") != "":
		return s.show(w, r, http.StatusOK, confirmPage(confirmView{Title: "真的不申请了吗？", Lead: view.Title + "，办件 " + view.Number, Action: minePath, Yes: "不申请了",
			Lines: []string{"撤回以后不再办理。以后还可以重新申请，从头办起。", "您说的：" + view.text("text")}, Carried: carried(r)}))
	}
	err = s.Cases.Say(r.Context(), s.folkToken(r), atoi(first(r.PostForm, "turn")), what, view.text("text"))
	return s.answered(w, r, err, minePath+"?thanks=1", func(sentence string) templ.Component {
		view.blameAt("text", sentence)
		return mine(view)
	})
}
