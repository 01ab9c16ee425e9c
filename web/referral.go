package web

import (
	"net/http"
	"slices"
	"strings"

	"doudi/casework"
	"doudi/paper"
	"doudi/registry"

	"github.com/a-h/templ"
)

// needsPath is what others see to for the family of an application.
func needsPath(application registry.Ref) string { return applicationPath(application) + "/needs" }

// needForm is one need with what is asked about it.
type needForm struct {
	slip
	ID, Turn, Area, To string
	When, Told         string // in which state since when, and what came of it
	Sheet              string // where its paper is; "" while there is none here
	Picked             bool
}

// needsView is what others see to for one family.
type needsView struct {
	Title, Path, Back, Applicant string
	May                          bool
	Open, Waiting, Over          []needForm
	Drop                         slip // of one that is to be handed on
	More                         []option
	Asked                        []string // of more, ticked
	Problems                     []problem
}

// needsPage shows it.
func (s *Site) needsPage(w http.ResponseWriter, r *http.Request) error {
	view, err := s.needsView(r)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, needsSheet(view))
}

// needed opens the needs of the application of an address.
func (s *Site) needed(r *http.Request) (casework.Needed, error) {
	id, err := number(r, "number")
	if err != nil {
		return casework.Needed{}, err
	}
	return s.Cases.Needed(r.Context(), visitOf(r.Context()).desk(), id)
}

// needsView lays it out, with what was typed.
func (s *Site) needsView(r *http.Request) (view needsView, err error) {
	n, err := s.needed(r)
	if err != nil {
		return view, err
	}
	view = needsView{Title: "家庭的其他需求", Path: needsPath(n.Ref), Back: applicationPath(n.Ref), May: n.MayRefer, Asked: n.Unlisted}
	if len(n.Members) > 0 {
		view.Applicant = n.Members[0].Name
	}
	if sent := r.PostForm["area"]; sent != nil {
		view.Asked = sent
	}
	var droppable []option
	for _, one := range n.Referrals {
		f := s.needForm(r, view.Path, one)
		switch {
		case one.State == casework.ToHandOn:
			view.Open, droppable = append(view.Open, f), append(droppable, option{f.ID, f.Area})
		case one.State == casework.HandedOn:
			view.Waiting = append(view.Waiting, f)
		default:
			view.Over = append(view.Over, f)
		}
	}
	view.Drop = filled(r.PostForm, listed("which", "哪一项", "", droppable), blank("said", "写给家庭的话", "为什么不再转办；家庭在自己的页面上看得到").wide(500))
	for _, a := range casework.Elsewhere() {
		if a.ID == casework.OtherNeed || !slices.ContainsFunc(n.Referrals, func(one casework.Referral) bool { return one.Area == a.ID && one.Under() }) {
			view.More = append(view.More, option{a.ID, a.Label})
		}
	}
	return view, nil
}

// needForm lays one out with what can be done about it.
func (s *Site) needForm(r *http.Request, path string, one casework.Referral) needForm {
	area := casework.AreaOf(one.Area)
	f := needForm{ID: itoa(int(one.ID)), Turn: itoa(int(one.Turn)), Area: area.Label, To: one.To, When: referralWhen(&one), Told: one.Said,
		Picked: r.PostForm.Get("act") != handNeeds || slices.Contains(r.PostForm["pick"], itoa(int(one.ID)))}
	if one.Sheet != 0 {
		f.Sheet = path + "/" + f.ID
	}
	switch one.State {
	case casework.ToHandOn:
		f.slip = filled(r.PostForm, blank("to."+f.ID, f.Area+"：转给哪个部门", "写名称，如县医疗保障局").wide(40).holding(area.Helps),
			blank("note."+f.ID, f.Area+"：困难的情况", "让那里知道要帮什么；只写这方面的，不写证件号码").wide(500))
	case casework.HandedOn:
		var options []option
		for _, o := range casework.Outcomes {
			options = append(options, option{string(o.ID), o.Label})
		}
		f.slip = filled(r.PostForm, blank("outcome."+f.ID, f.Area+"：办得怎样", "", options...),
			blank("said."+f.ID, f.Area+"：写给家庭的话", "部门怎样答复，或者为什么不再转办；家庭在自己的页面上看得到").wide(500))
	}
	return f
}

// referralWhen says where a referral stands and since when.
func referralWhen(r *casework.Referral) string {
	switch r.State {
	case casework.ToHandOn:
		return r.Named.Chinese() + "起等转办"
	case casework.HandedOn:
		return r.Handed.Chinese() + "转办，等答复"
	}
	return r.Ended.Chinese() + "：" + r.Outcome.Label()
}

// accuse says what is wrong at the field that the sentence begins with, in
// whichever of the forms it stands.
func (view *needsView) accuse(sentence string) {
	for _, list := range [][]needForm{view.Open, view.Waiting} {
		for i := range list {
			if slices.ContainsFunc(list[i].Fields, func(f field) bool { return strings.HasPrefix(sentence, f.Label) }) {
				list[i].blame(sentence)
				view.Problems = list[i].Problems
				return
			}
		}
	}
	view.Drop.blame(sentence)
	view.Problems = view.Drop.Problems
}

// What the forms of the page do.
const (
	handNeeds  = "hand"
	answerNeed = "answer"
	dropNeed   = "drop"
	nameNeeds  = "name"
)

// actOnNeeds hands needs on, keeps what came of one, or adds one.
func (s *Site) actOnNeeds(w http.ResponseWriter, r *http.Request) error {
	view, err := s.needsView(r)
	if err != nil {
		return err
	}
	id, err := number(r, "number")
	if err != nil {
		return err
	}
	v, which := visitOf(r.Context()), first(r.PostForm, "which")
	switch d := v.desk(); first(r.PostForm, "act") {
	case handNeeds:
		err = s.Cases.Refer(r.Context(), d, id, handings(r), func(one casework.Referral, number int64) ([]byte, error) {
			return s.Papers.Sheet(referralDoc(v, &one), number, s.today())
		})
	case answerNeed:
		err = s.Cases.SettleReferral(r.Context(), d, id, settledBy(r, which))
	case dropNeed:
		err = s.Cases.SettleReferral(r.Context(), d, id, casework.Settling{ID: atoi(which), Turn: atoi(first(r.PostForm, "turn."+which)), Outcome: casework.Abandoned, Said: first(r.PostForm, "said")})
	case nameNeeds:
		err = s.Cases.NameNeeds(r.Context(), d, id, r.PostForm["area"])
	default:
		return statusError(http.StatusNotFound)
	}
	return s.answered(w, r, err, view.Path, func(sentence string) templ.Component {
		view.accuse(sentence)
		return needsSheet(view)
	})
}

// handings are the needs that were ticked.
func handings(r *http.Request) (list []casework.Handing) {
	for _, id := range r.PostForm["pick"] {
		list = append(list, casework.Handing{ID: atoi(id), Turn: atoi(first(r.PostForm, "turn."+id)), To: first(r.PostForm, "to."+id), Note: first(r.PostForm, "note."+id)})
	}
	return list
}

// settledBy is how one ends that was handed on: with the answer, or without one.
func settledBy(r *http.Request, id string) casework.Settling {
	e := casework.Settling{ID: atoi(id), Turn: atoi(first(r.PostForm, "turn."+id)), Outcome: casework.Outcome(first(r.PostForm, "outcome."+id)), Said: first(r.PostForm, "said."+id)}
	if first(r.PostForm, "end") == dropNeed {
		e.Outcome = casework.Abandoned
	}
	return e
}

// referralDoc is the paper that goes to the body. It says what that needs to help
// and no more: no number, no phone, not what the family asks for here.
func referralDoc(v *visit, r *casework.Referral) paper.Document {
	doc := paper.Document{Title: "转办单", Heads: []string{r.To + "：", "　　下面这个家庭还需要你们职责以内的帮助，转请办理，并把办理的结果告诉我们。"}}
	part := paper.Part{Heading: "家庭和需要的帮助", Columns: []paper.Column{{Label: "项目", Share: 24}, {Label: "内容", Share: 76}}}
	for _, l := range r.Told {
		part.Rows = append(part.Rows, []string{l.Label, l.Text})
	}
	var ways []string
	for _, o := range casework.Outcomes {
		ways = append(ways, "（　）"+o.Label)
	}
	answer := paper.Part{Heading: "办理的结果（接收的部门填写）", Columns: part.Columns, Rows: [][]string{{"办得怎样", strings.Join(ways, "　")}, {"说明", "　"}, {"联系人和电话", "　"}}}
	doc.Parts = []paper.Part{part, answer}
	doc.Notes = []string{"只写了办理需要的：没有证件号码、电话，也没有写家庭在这里申请什么。要联系这个家庭的，请找我们。", v.site.Name + "　" + r.Handed.Chinese() + "（盖章）"}
	doc.Signed = []string{"移送人", "接收人"}
	return doc
}

// referralView is the page of the paper of one referral.
type referralView struct {
	Back, Sheet string
	Doc         paper.Document
}

// referralPage shows the paper of one referral.
func (s *Site) referralPage(w http.ResponseWriter, r *http.Request) error {
	n, err := s.needed(r)
	if err != nil {
		return err
	}
	id, err := number(r, "line")
	if err != nil {
		return err
	}
	at := slices.IndexFunc(n.Referrals, func(one casework.Referral) bool { return one.ID == id && one.Sheet != 0 })
	if at < 0 {
		return statusError(http.StatusNotFound)
	}
	one := &n.Referrals[at]
	view := referralView{Back: needsPath(n.Ref), Sheet: evidencePath(r.Context(), one.Sheet), Doc: referralDoc(visitOf(r.Context()), one)}
	view.Doc.Heads = append([]string{"编号 " + itoa(int(one.Sheet)) + "　" + one.Handed.Chinese()}, view.Doc.Heads...)
	return s.show(w, r, http.StatusOK, referralSheet(view))
}

// needsLink leads to what others see to for the family of an application, where
// there is anything or somebody may add to it.
func (s *Site) needsLink(r *http.Request, application registry.Ref, v *visit) (l link, err error) {
	if application.ID == 0 || !v.can("household.view", application.Office) {
		return l, nil
	}
	list, err := s.Cases.Referred(r.Context(), application)
	if err != nil || len(list) == 0 && !v.can("case.refer", application.Office) {
		return l, err
	}
	l = link{"家庭的其他需求", needsPath(application)}
	count := func(state casework.ReferralState, word string) {
		n := 0
		for _, one := range list {
			n += count01(one.State == state)
		}
		if n > 0 {
			l.Label += "，" + itoa(n) + " 项" + word
		}
	}
	count(casework.ToHandOn, "等转办")
	count(casework.HandedOn, "等答复")
	return l, nil
}

// needRows say on the slip who sees to what the family needs.
func needRows(named []string, list []casework.Referral) (rows [][]string) {
	for _, a := range casework.Areas {
		if slices.Contains(named, a.ID) && !slices.ContainsFunc(list, func(one casework.Referral) bool { return one.Area == a.ID }) {
			rows = append(rows, []string{a.Label, a.Helps})
		}
	}
	for i := range list {
		one := &list[i]
		area := casework.AreaOf(one.Area)
		if text := referralTold(one, area.Helps); text != "" {
			rows = append(rows, []string{area.Label, text})
		}
	}
	return rows
}

// referralTold says to the family what becomes of a need; "" where it goes on in
// another office, which says so.
func referralTold(r *casework.Referral, helps string) string {
	switch {
	case r.State == casework.ToHandOn && helps == "":
		return "正在安排转给有关部门"
	case r.State == casework.ToHandOn:
		return "将转给" + helps
	case r.State == casework.HandedOn:
		return r.Handed.Chinese() + "已经转给" + r.To + "，等那里答复"
	case r.State == casework.Answered:
		return r.To + "答复：" + r.Outcome.Label() + "。" + r.Said
	case r.Outcome == casework.MovedOn:
		return ""
	}
	return strings.TrimSuffix(r.Outcome.Label()+"。"+r.Said, "。") + "。"
}
