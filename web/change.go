package web

import (
	"net/http"
	"strings"

	"doudi/casework"
	"doudi/engine"
	"doudi/fact"
	"doudi/money"
	"doudi/registry"
)

// changePage asks which award of a household is to be looked at again, and why.
func (s *Site) changePage(w http.ResponseWriter, r *http.Request) error {
	view, _, err := s.beginChangeView(r)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, formPage(view))
}

// beginChangeView is the form as it was sent.
func (s *Site) beginChangeView(r *http.Request) (view formView, d *dwelling, err error) {
	if d, err = s.dwelling(r); err != nil {
		return view, nil, err
	}
	awards, err := s.Cases.Changeable(r.Context(), d.v.desk(), d.Household.ID)
	if err != nil {
		return view, nil, err
	}
	var list, grounds []option
	for _, h := range s.heldOf(d.v, awards) {
		list = append(list, option{refWord(h.Ref), h.Label})
	}
	for _, g := range casework.Grounds {
		grounds = append(grounds, option{string(g.ID), g.Label})
	}
	view = formView{Title: changeWord, Yes: "开始复核", Action: d.base + "/change", Back: d.back,
		Lead: "按现在的情况和规定重新测算，再决定增加、不变、减发还是停发，从下一个发放期起执行；享受的人都去世的，从去世的下个月起停发。减发、停发以前要听取本人的意见，决定以后书面告知；在作出决定以前，待遇照旧。"}
	if len(list) == 0 {
		view.Lead, view.Yes = "这一家没有正在享受、可以变更的待遇。", ""
		return view, d, nil
	}
	ask := listed("award", "待遇", "", list)
	if len(list) == 1 {
		ask = ask.holding(list[0].Value)
	}
	view.slip = filled(r.PostForm, ask, listed("ground", "为什么复核", "去世的先在“家庭成员”里登记；自愿退出的要有本人的书面声明", grounds))
	return view, d, nil
}

// changeWord is what stands on the way to a change.
const changeWord = "复核、变更待遇"

// changeLink leads to where a choice is carried out: to the household that goes on
// with the award, or to the one that had it; nowhere for whoever may not.
func changeLink(v *visit, c registry.Chosen) link {
	at := c.Household
	if c.Heir.ID != 0 {
		at = c.Heir
	}
	if !v.can("case.judge", at.Office) {
		return link{}
	}
	return link{changeWord, householdPath(at) + "/change"}
}

// refWord names a thing of an office in a form.
func refWord(at registry.Ref) string { return itoa(int(at.Office)) + "." + itoa(int(at.ID)) }

// refOf reads what refWord wrote.
func refOf(word string) registry.Ref {
	office, id, _ := strings.Cut(word, ".")
	return registry.Ref{Office: atoi(office), ID: atoi(id)}
}

// beginChange begins the case.
func (s *Site) beginChange(w http.ResponseWriter, r *http.Request) error {
	view, d, err := s.beginChangeView(r)
	if err != nil {
		return err
	}
	if view.text("award") == "" {
		view.blame("待遇：没有选；请选一项")
	}
	if view.text("ground") == "" {
		view.blame("为什么复核：没有选；请从列表里选一个")
	}
	var id int64
	status := http.StatusBadRequest
	if len(view.Problems) == 0 {
		id, err = s.Cases.BeginChange(r.Context(), d.v.desk(), d.Household.ID, refOf(view.text("award")), casework.Ground(view.text("ground")))
		sentence, answer, rest := told(err)
		switch {
		case rest != nil:
			return rest
		case sentence == "":
			return away(w, r, casePath(registry.Ref{Office: d.Household.Office, ID: id}))
		}
		status = answer
		view.blame(sentence)
	}
	return s.show(w, r, status, formPage(view))
}

// changingView is what a case says of the award in force that it is about.
type changingView struct {
	Ground, Was, Next, Way string
	Less                   bool
	Awards                 []string
	Heard                  string // what is still to be done before a cut or an end
	Overpaid               string // what was decided for months behind a death
}

// changingView lays it out; nothing for an application.
func (s *Site) changingView(v *visit, c *casework.Sight) (view *changingView) {
	if c.Ground == "" {
		return nil
	}
	view = &changingView{Ground: c.Ground.Label()}
	if d := c.Decided(); d != nil {
		view.Was, view.Next, view.Way = sumOf(d.Ruling.Per, d.Ruling.Was), sumOf(d.Ruling.Per, d.Ruling.Sum), casework.ChangeWord(d.Ruling.Change)
		view.Next += "，自" + d.Ruling.Starts.Chinese() + "起"
		if d.Ruling.Change == casework.Finish {
			view.Next = "自" + d.Ruling.Starts.Chinese() + "起停发"
		}
		view.Overpaid = d.Ruling.Overpaid.Told()
		return view
	}
	for _, h := range s.heldOf(v, c.Awards) {
		view.Awards = append(view.Awards, h.Label+"，从"+h.Starts.Chinese()+"起")
		view.Was = sumOf(h.Per, c.Change.Was)
	}
	way := c.Proposal()
	view.Overpaid = c.Change.Overpaid.Told()
	view.Way, view.Less = casework.ChangeWord(way), way == casework.Reduce || way == casework.Finish
	if way != "" && way != casework.Finish && c.Judged != nil {
		view.Next = c.Judged.Amount.Per() + c.Change.Next.String()
	}
	if view.Less && !c.Change.Excepted && !c.Change.Gone && !c.Change.Heard {
		view.Heard = "决定以前要先听取本人的意见。"
	}
	return view
}

// sumOf is a sum with how often it is meant; "" where it is none.
func sumOf(per string, sum money.Fen) string {
	if sum == 0 {
		return ""
	}
	return (engine.Amount{Type: fact.PerType(per)}).Per() + sum.String()
}
