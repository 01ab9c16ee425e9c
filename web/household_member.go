package web

import (
	"net/http"
	"slices"

	"doudi/access"
	"doudi/civil"
	"doudi/registry"
)

// joinView is the page on which somebody is found and put into a household.
type joinView struct {
	formView
	Search slip
	Found  findView
	New    string // where somebody is entered who is not registered
}

// joinPage asks who comes into a household. Who was just entered stands in the
// address, as a number.
func (s *Site) joinPage(w http.ResponseWriter, r *http.Request) error {
	d, err := s.dwelling(r)
	if err != nil {
		return err
	}
	view, err := s.joinView(r, d)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, joinForm(view))
}

// joinView is the form as it was sent: the search, and below it who was chosen.
func (s *Site) joinView(r *http.Request, d *dwelling) (view joinView, err error) {
	view.formView = formView{Title: "加入成员", Lead: "先查到这个人；没有登记过的，先登记。", Action: d.base + "/member/new", Yes: "加入这个家庭", Back: d.back}
	view.New = newResidentPath(d.Office) + "?household=" + itoa(int(d.Household.ID))
	view.Search = filled(r.PostForm, blank("by", "按什么查", "", waysToFind[:len(waysToFind)-1]...).holding(string(registry.ByName)), blank("text", "查找内容", "只查本机构登记的人").wide(60))
	cards, err := s.joining(r, d, &view)
	if err != nil || len(cards) == 0 {
		return view, err
	}
	who := listed("person", "谁", "", s.cardOptions(cards))
	if len(cards) == 1 {
		who = who.holding(itoa(int(cards[0].ID)))
	}
	view.slip = filled(r.PostForm, who, listed("relation", "与申请人关系", "外出务工、上学、住院等不在一起生活的，选“不在一起生活的家人”，再登记原因", relations(d.law)),
		blank("from", "从哪一天起", "写成 2026-05-01 的样子").holding(s.today().String()))
	return view, nil
}

// joining are the people to choose from: who was found, or who was chosen.
func (s *Site) joining(r *http.Request, d *dwelling, view *joinView) ([]registry.Card, error) {
	if first(r.PostForm, doButton) == "find" {
		found, err := s.Registry.Find(r.Context(), d.v.desk(), registry.By(first(r.PostForm, "by")), first(r.PostForm, "text"), []access.Office{d.v.desk().Office})
		sentence, _, rest := told(err)
		view.Search.blame(sentence)
		if sentence == "" && rest == nil {
			s.fillFound(&view.Found, d.v, found)
		}
		return found.Cards, rest
	}
	id := atoi(r.FormValue("person"))
	if id == 0 {
		return nil, nil
	}
	c, err := s.Registry.Person(r.Context(), d.v.desk(), id, registry.Now)
	sentence, _, rest := told(err)
	if sentence != "" || rest != nil {
		view.Search.blame(sentence)
		return nil, rest
	}
	return []registry.Card{c}, nil
}

// takeIn searches, or puts who was chosen into the household.
func (s *Site) takeIn(w http.ResponseWriter, r *http.Request) error {
	d, err := s.dwelling(r)
	if err != nil {
		return err
	}
	view, err := s.joinView(r, d)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if len(view.Search.Problems) > 0 {
		status = http.StatusBadRequest
	}
	if first(r.PostForm, doButton) == "find" || len(view.Fields) == 0 {
		return s.show(w, r, status, joinForm(view))
	}
	from := view.day("from")
	if view.text("relation") == "" {
		view.blame("与申请人关系：没有选；请从列表里选")
	}
	if len(view.Problems) == 0 {
		sentence, _, rest := told(s.Registry.ChangeMember(r.Context(), d.v.desk(), d.law,
			registry.Member{Household: d.Household.ID, Person: atoi(view.text("person")), Relation: view.text("relation"), From: from, To: civil.Open}))
		if rest != nil {
			return rest
		}
		view.blame(sentence)
	}
	if len(view.Problems) > 0 {
		return s.show(w, r, http.StatusBadRequest, joinForm(view))
	}
	return away(w, r, d.base)
}

// memberPage asks what is registered anew about a membership: another relation,
// other days, or that it was a mistake.
func (s *Site) memberPage(w http.ResponseWriter, r *http.Request) error {
	view, _, err := s.memberView(r)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, formPage(view))
}

// memberOf finds the member of an address, as he is now, or as he was last.
func (s *Site) memberOf(r *http.Request) (d *dwelling, m registry.Belonging, err error) {
	if d, err = s.dwelling(r); err != nil {
		return nil, m, err
	}
	id, err := number(r, "person")
	if err != nil {
		return nil, m, err
	}
	for _, m := range slices.Concat(d.Members, d.Past) {
		if m.Person == id {
			return d, m, nil
		}
	}
	return nil, m, statusError(http.StatusNotFound)
}

// outside is the answer that somebody does not belong to the household.
const outside = "outside"

// memberView is the form as it was sent.
func (s *Site) memberView(r *http.Request) (view formView, d *dwelling, err error) {
	d, m, err := s.memberOf(r)
	if err != nil {
		return view, nil, err
	}
	until := ""
	if m.To != civil.Open {
		until = m.To.String()
	}
	view = formView{Title: "更正" + m.Name + "的成员登记", Lead: "写明这些日子里的关系；别的日子照旧。以前登记的还在记录里。", Yes: "保存",
		Action: d.base + "/member/" + itoa(int(m.Person)), Back: d.back}
	view.slip = filled(r.PostForm, listed("relation", "与申请人关系", "", append(relations(d.law), option{outside, "不是这个家庭的成员（登记错了）"})).holding(m.Relation),
		blank("from", "从哪一天起", "").holding(m.From.String()), blank("to", "到哪一天止", "含这一天；一直是的留空").holding(until))
	return view, d, nil
}

// member registers a membership anew.
func (s *Site) member(w http.ResponseWriter, r *http.Request) error {
	view, d, err := s.memberView(r)
	if err != nil {
		return err
	}
	id, err := number(r, "person")
	if err != nil {
		return err
	}
	m := registry.Member{Household: d.Household.ID, Person: id, Relation: view.text("relation"), From: view.day("from"), To: civil.Open}
	if view.text("to") != "" {
		m.To = view.day("to")
	}
	if m.Relation == "" {
		view.blame("与申请人关系：没有选；请从列表里选")
	}
	if m.Relation == outside {
		m.Relation = ""
	}
	return s.carryOut(w, r, view, d.base, func() error { return s.Registry.ChangeMember(r.Context(), d.v.desk(), d.law, m) })
}
