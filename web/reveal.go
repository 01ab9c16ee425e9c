package web

import (
	"net/http"

	"doudi/registry"
)

// purposeWords name why somebody looks at a full number.
var purposeWords = map[registry.Purpose]string{registry.ForApplication: "受理申请，核对证件", registry.ForSurvey: "入户调查，联系本人", registry.ForReview: "审核确认", registry.ForMeansTest: "经济状况核对",
	registry.ForPayment: "发放资金，处理退回", registry.ForAudit: "审计"}

// revealView shows somebody's full numbers for a purpose.
type revealView struct {
	slip
	Base  string // his page; "" if the reader may not open it
	Path  string // of this page
	Card  registry.Card
	Shown bool
}

// revealPage asks for the purpose.
func (s *Site) revealPage(w http.ResponseWriter, r *http.Request) error {
	return s.showReveal(w, r, "", http.StatusOK)
}

// showReveal shows the form, with what was wrong.
func (s *Site) showReveal(w http.ResponseWriter, r *http.Request, wrong string, status int) error {
	c, err := s.meant(r)
	if err != nil {
		return err
	}
	view := s.newReveal(r, visitOf(r.Context()), c)
	view.blame(wrong)
	return s.show(w, r, status, revealForm(view))
}

// newReveal is the page with the purposes that the reader's role has.
func (s *Site) newReveal(r *http.Request, v *visit, c registry.Card) revealView {
	view := revealView{Path: residentPath(c.Ref) + "/reveal", Card: c}
	if v.can("household.view", c.Office) {
		view.Base = residentPath(c.Ref)
	}
	view.slip = filled(r.PostForm, s.why(v, "person.unmask", c.Office))
	return view
}

// why asks for the purpose of an act of looking at what is masked.
func (s *Site) why(v *visit, act string, office int64) field {
	return listed("why", "用途", "每次查看都记入审计，写明是谁、为什么", s.purposes(v, act, office))
}

// reveal shows the numbers, once: the page is in no cache and no history of
// the server.
func (s *Site) reveal(w http.ResponseWriter, r *http.Request) error {
	id, err := number(r, "person")
	if err != nil {
		return err
	}
	v := visitOf(r.Context())
	why := registry.Purpose(first(r.PostForm, "why"))
	if why == "" {
		return s.showReveal(w, r, "用途：没有选；请选实际的用途", http.StatusBadRequest)
	}
	c, err := s.Registry.Unmask(r.Context(), v.desk(), id, why)
	sentence, status, rest := told(err)
	if rest != nil {
		return rest
	}
	if sentence != "" {
		return s.showReveal(w, r, sentence, status)
	}
	view := s.newReveal(r, v, c)
	view.Shown = true
	return s.show(w, r, http.StatusOK, revealForm(view))
}
