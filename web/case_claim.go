package web

import (
	"net/http"
	"slices"

	"doudi/access"
	"doudi/casework"
	"doudi/registry"
)

// claimView is whose hands a case is in, and what the reader may do about it.
type claimView struct {
	Who           string // "" if in nobody's
	Own, May      bool
	To            []option // to whom it can be handed on
	Chosen, Typed string
	Wrong         string
}

// ownDesk is who acts in his own office's records.
func (v *visit) ownDesk() registry.Desk {
	return registry.Desk{Actor: v.member.Actor(), Office: v.tree[v.member.Account.Office]}
}

// claimView says whose hands a case is in.
func (s *Site) claimView(r *http.Request, c *casework.Sight) (view claimView, err error) {
	v := visitOf(r.Context())
	own := v.member.Account.Staff
	view = claimView{Own: c.Claimed == own, May: v.can("case.claim", v.site.Number) && !c.State.Closed(), Chosen: first(r.PostForm, "colleague"), Typed: first(r.PostForm, "reason")}
	names, err := s.Staff.Names(r.Context(), c.Claimed)
	if err != nil {
		return view, err
	}
	if c.Claimed != 0 {
		view.Who = names[c.Claimed]
	}
	if !view.May || c.Claimed != 0 && !view.Own && !v.can("staff.hand_over", v.site.Number) {
		return view, nil
	}
	colleagues, err := s.colleagues(r, v)
	if err != nil {
		return view, err
	}
	but := []int64{own}
	if c.Claimed != 0 {
		but[0] = c.Claimed
	}
	view.To, err = s.colleagueOptions(r, colleagues, but...)
	return view, err
}

// colleagueOptions are colleagues with a role that works on cases, by name, but
// some: to others nothing is handed on.
func (s *Site) colleagueOptions(r *http.Request, colleagues []access.Actor, but ...int64) (list []option, err error) {
	var staff []int64
	for _, a := range colleagues {
		works := slices.ContainsFunc(a.Posts, func(p access.Post) bool { return s.allows("case.claim", p.Role) })
		if works && !slices.Contains(but, a.Staff) {
			staff = append(staff, a.Staff)
		}
	}
	names, err := s.Staff.Names(r.Context(), staff...)
	for _, id := range staff {
		list = append(list, option{itoa(int(id)), names[id]})
	}
	return list, err
}

// The buttons about whose hands a case is in.
const (
	claimTake = "take"
	claimBack = "back"
)

// claimCase takes a case, gives it back or hands it on.
func (s *Site) claimCase(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	id, err := number(r, "number")
	if err != nil {
		return err
	}
	switch first(r.PostForm, doButton) {
	case claimTake:
		err = s.Cases.Claim(r.Context(), v.desk(), id)
	case claimBack:
		err = s.Cases.GiveBack(r.Context(), v.desk(), id)
	default:
		var to access.Actor
		if to, err = s.actorAt(r, v, atoi(first(r.PostForm, "colleague"))); err == nil {
			err = s.Cases.HandOn(r.Context(), v.desk(), id, to, first(r.PostForm, "reason"))
		}
	}
	sentence, status, rest := told(err)
	if rest != nil {
		return rest
	}
	if sentence == "" {
		return away(w, r, casePath(registry.Ref{Office: v.site.Number, ID: id}))
	}
	view, err := s.caseView(r)
	if err != nil {
		return err
	}
	view.Claim.Wrong = sentence
	view.blame(sentence)
	return s.show(w, r, status, caseSheet(view))
}

// actorAt is a colleague who works at an office or above it, with his posts;
// nobody where there is no such.
func (s *Site) actorAt(r *http.Request, v *visit, staff int64) (access.Actor, error) {
	colleagues, err := s.colleagues(r, v)
	i := slices.IndexFunc(colleagues, func(a access.Actor) bool { return a.Staff == staff })
	if err != nil || i < 0 {
		return access.Actor{}, err
	}
	return colleagues[i], nil
}

// handedView is what became of all that was in somebody's hands.
type handedView struct {
	Back  link
	To    string
	Lines []handedLine
}

// handedLine is one case: Why is empty where the colleague has it.
type handedLine struct {
	Case link
	Why  string
}

// fillInHands says how many cases are in somebody's hands, and to whom they can
// be handed over.
func (s *Site) fillInHands(r *http.Request, view *personView, staff int64) error {
	if !view.MayHandOver {
		return nil
	}
	cases, err := s.Cases.InHands(r.Context(), staff)
	if err != nil {
		return err
	}
	view.InHands, view.HandedTo, view.HandWhy = len(cases), first(r.PostForm, "colleague"), first(r.PostForm, "reason")
	colleagues, err := s.Staff.Colleagues(r.Context(), visitOf(r.Context()).site.Number)
	if err != nil {
		return err
	}
	view.HandTo, err = s.colleagueOptions(r, colleagues, staff)
	return err
}

// handAll hands over all that is in somebody's hands.
func (s *Site) handAll(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	p, _, err := s.colleague(r)
	if err != nil {
		return err
	}
	to, err := s.actorAt(r, v, atoi(first(r.PostForm, "colleague")))
	if err != nil {
		return err
	}
	if to.Staff == p.Staff {
		to = access.Actor{}
	}
	done, err := s.Cases.HandAll(r.Context(), v.member.Actor(), v.tree, p.Staff, to, first(r.PostForm, "reason"))
	if sentence, status, rest := told(err); sentence != "" || rest != nil {
		if rest != nil {
			return rest
		}
		return s.showPerson(w, r, sentence, status)
	}
	names, err := s.Staff.Names(r.Context(), to.Staff)
	if err != nil {
		return err
	}
	view := handedView{Back: link{p.Name, personPath(p.Office, p.Staff)}, To: names[to.Staff]}
	for _, one := range done {
		view.Lines = append(view.Lines, handedLine{link{v.officeName(one.Office) + "，第 " + itoa(int(one.ID)) + " 件", casePath(one.Ref)}, one.Why})
	}
	return s.show(w, r, http.StatusOK, handedPage(view))
}
