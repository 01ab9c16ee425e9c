package web

import (
	"net/http"
	"slices"

	"doudi/access"
	"doudi/casework"
	"doudi/paper"
	"doudi/registry"
)

// otherSystem is the answer to where a case is handed over that means an office of
// another instance.
const otherSystem = "0"

// toField asks which office a case is handed over to.
func (s *Site) toField(v *visit) field {
	options := append(slices.DeleteFunc(s.townships(v), func(o option) bool { return o.Value == itoa(int(v.site.Number)) }), option{otherSystem, "不在本系统里的机构（这里只办结）"})
	return listed("to", "转到哪里", "转交时选；那里接收以后，家庭和材料一起转去，家庭用原来的编号也查得到", options)
}

// toOf reads it; -1 is nowhere.
func toOf(r *http.Request) int64 {
	switch to := first(r.PostForm, "to"); {
	case to != "":
		return max(atoi(to), 0)
	case r.PostForm.Has("to"):
		return -1
	}
	return 0
}

// handingLines say before a case is handed over where it goes.
func (s *Site) handingLines(r *http.Request, e casework.Entry) []string {
	if name := visitOf(r.Context()).officeName(e.To); e.Act == casework.Transfer && name != "" {
		return []string{"转给" + name}
	}
	return nil
}

// handedPath is where an office sees what it is handed over.
func handedPath(h casework.Handover) string {
	return officePath(h.To) + "/handed/" + itoa(int(h.ID))
}

// handedLines are what offices are handed over and have not taken on.
func (s *Site) handedLines(r *http.Request, v *visit) (lines []link, err error) {
	var offices []access.Office
	for _, o := range v.sites {
		offices = append(offices, v.tree[o.Number])
	}
	list, err := s.Cases.Arrivals(r.Context(), v.member.Actor(), offices)
	for _, h := range list {
		lines = append(lines, link{v.officeName(h.From.Office) + "转给" + v.officeName(h.To) + "的办件", handedPath(h)})
	}
	return lines, err
}

// awayLines are what offices have handed over and nobody has answered.
func (s *Site) awayLines(r *http.Request, v *visit) (lines []link, err error) {
	list, err := s.Cases.Departures(r.Context(), v.member.Actor(), v.offices())
	for _, h := range list {
		lines = append(lines, link{v.officeName(h.From.Office) + "转给" + v.officeName(h.To) + "的办件", casePath(h.From)})
	}
	return lines, err
}

// movedView says on the page of a case where it came from or went to.
type movedView struct {
	Came string
	Went link
}

// moved says where a case came from, and where it went.
func (s *Site) moved(c *casework.Sight, v *visit) (view movedView) {
	if h := c.Came; h != nil {
		view.Came = "从" + v.officeName(h.From.Office) + "转来"
	}
	if at := c.DealtAt(); at != c.Office {
		view.Came = "在" + v.officeName(at) + "申请，按急难发生地由" + v.officeName(at) + "办；家庭登记在" + v.officeName(c.Office)
	}
	h := c.Handed
	if h == nil {
		return view
	}
	switch view.Went.Label = "转给" + v.officeName(h.To) + "，等那里接收"; h.State {
	case casework.Taken:
		view.Went = link{"已由" + v.officeName(h.To) + "接着办", ""}
		if v.can("household.view", h.To) {
			view.Went.Path = casePath(h.Heir())
		}
	case casework.Back:
		view.Went.Label = "转给" + v.officeName(h.To) + "以后被退回，见办理经过"
	case casework.Recalled:
		view.Went.Label = "转给" + v.officeName(h.To) + "以后又收回，见办理经过"
	case casework.Dropped:
		view.Went.Label = "转给" + v.officeName(h.To) + "、那里还没有接收，家庭就撤回了申请"
	}
	return view
}

// arrivalView is what an office is handed over, to be read before it is taken on;
// once it was answered, what became of it.
type arrivalView struct {
	slip
	Path, From, Title, Number, Standing string
	Reason, Applied                     string
	Waits, MayTake                      bool
	Became                              link
	Over                                string // how the offer ended otherwise
	Said                                []turnLine
	Members, Papers, Needs              []string
	Story                               string
	Turns                               []turnLine
	Deadlines                           []deadlineLine
}

// arrivalPage shows it.
func (s *Site) arrivalPage(w http.ResponseWriter, r *http.Request) error {
	view, _, err := s.arrivalView(r)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, arrivalSheet(view))
}

// arrivalView lays it out.
func (s *Site) arrivalView(r *http.Request) (view arrivalView, a *casework.Arrival, err error) {
	id, err := number(r, "number")
	if err != nil {
		return view, nil, err
	}
	v := visitOf(r.Context())
	if a, err = s.Cases.Arrival(r.Context(), v.desk(), id); err != nil {
		return view, nil, err
	}
	view = arrivalView{Path: handedPath(a.Handed), From: v.officeName(a.Handed.From.Office), Waits: a.Case != nil, MayTake: v.can("case.receive", v.site.Number),
		slip: filled(r.PostForm, blank("note", "退回的理由", "不属于这里的，写明为什么，原机构看得到").wide(2000))}
	if a.Handed.State == casework.Taken {
		view.Became = link{"在这里的办件", casePath(a.Handed.Heir())}
	}
	view.Over = overWords[a.Handed.State]
	if !view.Waits {
		return view, a, nil
	}
	c := a.Case
	view.Title, view.Number, view.Standing, view.Reason = c.Aid.Label, c.Number.String(), c.Flow.Label(a.Handed.Was), a.Reason
	if c.Applied != 0 {
		view.Applied = c.Applied.Chinese()
	}
	view.said(a, s, v)
	view.Turns, err = s.turnLines(r, c)
	return view, a, err
}

// overWords say how an offer ended that was not taken on.
var overWords = map[casework.HandedState]string{casework.Back: "已经退回原机构。", casework.Recalled: "原机构已经收回，由那里接着办。", casework.Dropped: "家庭已经撤回申请，不用再办。"}

// said lays out who the family is, what it said and what it brought.
func (view *arrivalView) said(a *casework.Arrival, s *Site, v *visit) {
	names := map[int64]string{}
	for _, m := range a.Members {
		names[m.Person] = m.Name
		view.Members = append(view.Members, m.Name+"，"+relationWord(s.lawOf(v).program.Schema, m.Relation))
	}
	view.Papers = filedLines(a.Papers, names)
	for _, t := range a.Said {
		view.Said = append(view.Said, turnLine{What: whoSpoke(t), When: recorded(t.At), Note: t.Note})
	}
	if a.Intake == nil {
		return
	}
	view.Story = a.Intake.Story
	for _, area := range casework.Areas {
		if slices.Contains(a.Intake.Needs, area.ID) {
			view.Needs = append(view.Needs, area.Label)
		}
	}
}

// filedLines name papers, those of a kind and a person in one line.
func filedLines(papers []casework.Filed, names map[int64]string) (lines []string) {
	count := map[string]int{}
	for _, p := range papers {
		line := paper.Kind(p.Kind).Label()
		if names[p.Person] != "" {
			line += "（" + names[p.Person] + "）"
		}
		if count[line]++; count[line] == 1 {
			lines = append(lines, line)
		}
	}
	for i, line := range lines {
		if n := count[line]; n > 1 {
			lines[i] = line + " " + itoa(n) + " 份"
		}
	}
	return lines
}

// answerHanded takes on what was handed over, or sends it back.
func (s *Site) answerHanded(w http.ResponseWriter, r *http.Request) error {
	view, a, err := s.arrivalView(r)
	if err != nil {
		return err
	}
	desk, next := visitOf(r.Context()).desk(), "/home"
	if first(r.PostForm, doButton) == "back" {
		err = s.Cases.SendBack(r.Context(), desk, a.Handed.ID, view.text("note"))
	} else {
		var at registry.Ref
		at, err = s.Cases.TakeOn(r.Context(), desk, a.Handed.ID)
		next = casePath(at)
	}
	sentence, status, rest := told(err)
	switch {
	case rest != nil:
		return rest
	case sentence != "":
		view.blameAt(fieldOf(err), sentence)
		return s.show(w, r, status, arrivalSheet(view))
	}
	return away(w, r, next)
}
