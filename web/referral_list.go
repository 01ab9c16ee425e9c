package web

import (
	"net/http"

	"doudi/casework"
)

// referralsPath is the list of what others see to.
const referralsPath = "/referral"

// referralLine is a need in the list.
type referralLine struct {
	Need                 link
	Who, To, When, Since string
}

// referralsView is a page of needs with what was asked for.
type referralsView struct {
	slip
	Tabs                 []countLink
	Lines                []referralLine
	Asked, Back, Further string
}

// The names of what can be asked of needs.
var referralNames = []string{"show", "area", "office"}

// referrals lists what others see to: what waits longest first.
func (s *Site) referrals(w http.ResponseWriter, r *http.Request) error {
	v, asked := visitOf(r.Context()), r.URL.Query()
	var areas []option
	for _, a := range casework.Elsewhere() {
		areas = append(areas, option{a.ID, a.Label})
	}
	view := referralsView{slip: filled(asked, listed("show", "办到哪里", "", []option{{string(casework.ToHandOn), "等转办的"}, {string(casework.HandedOn), "等答复的"}, {casework.OverNeeds, "了结的"}}).loose(),
		listed("area", "方面", "", areas).loose(), officeField(v))}
	page := max(0, int(atoi(asked.Get("page"))))
	board, err := s.Cases.Referrals(r.Context(), v.member.Actor(), v.offices(), casework.AskedReferrals{Show: view.id("show"), Area: view.id("area"), Office: atoi(view.text("office"))}, page*workPage, most(r, workPage))
	if err != nil {
		return err
	}
	for i := range board.Lines {
		view.Lines = append(view.Lines, s.referralLine(v, &board.Lines[i]))
	}
	view.Tabs = []countLink{{"等转办", referralsPath + "?show=" + string(casework.ToHandOn), board.Open, false}, {"等答复", referralsPath + "?show=" + string(casework.HandedOn), board.Handed, false}}
	kept := pageless(asked, referralNames)
	view.Asked = withQuery(referralsPath, kept.Encode())
	view.Back, view.Further = neighbours(referralsPath, kept, page, board.More)
	return s.list(w, r, http.StatusOK, referralList(view), listing{"referral", "转办的需求", []string{"方面", "申请人和家庭", "转给哪个部门", "办到哪里说明", "等了多久"},
		rowsOf(view.Lines, func(l referralLine) []string { return []string{l.Need.Label, l.Who, l.To, l.When, l.Since} })})
}

// referralLine lays one out.
func (s *Site) referralLine(v *visit, one *casework.ReferralLine) referralLine {
	of := one.Ref
	of.ID = one.Application
	l := referralLine{Need: link{casework.AreaOf(one.Area).Label, needsPath(of)}, To: one.To, When: referralWhen(&one.Referral),
		Who: applicantWords(one.Applicant) + v.officeName(one.Office) + "，家庭 " + itoa(int(one.Household))}
	if since := max(one.Named, one.Handed); one.Under() {
		l.Since = itoa(int(s.today()-since)) + " 天"
	}
	return l
}
