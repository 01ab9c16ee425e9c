package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"doudi/civil"
	"doudi/pack"
	"doudi/registry"
)

// Urgent aid is dealt with by the township where the need arose, wherever the
// family is led (社会救助法第三十七条, TJ-28): its people do what is to be done of that
// case and see nothing else of the family's.
func TestUrgentAidIsDealtWithWhereTheNeedArose(t *testing.T) {
	t.Parallel()
	w := work(t)
	home := w.family()
	w.answered(1, 2, 3)
	_, err := w.site.Cases.Open(w.Context(), w.deskOf("tc.1", "township_clerk"), 1, "dibao")
	w.must(err)
	clerk, reviewer := w.inside(7, w.settled(7, "tc.7", "township_clerk")), w.inside(7, w.settled(7, "tr.7", "township_reviewer"))
	for _, path := range []string{"/office/4/household/1", "/office/4/case/1"} {
		w.wanted(http.StatusForbidden, "GET", path, clerk, nil)
	}
	far := w.sits(clerk, "/office/7/apply")
	w.has(far.page, []string{"急难救助在急难发生地办"})
	far.types("p.0.name", resident.Name)
	far.types("p.0.number", string(resident.Number))
	far.picks("programme", "urgent_aid")
	far.presses("")
	if !strings.HasSuffix(far.path, "/office/4/application/1") {
		t.Fatal(far.path, far.page)
	}
	for _, path := range []string{"/office/4/household/1", "/office/4/household/1/facts", "/office/4/case/2"} {
		w.wanted(http.StatusForbidden, "GET", path, clerk, nil) // a draft opens nothing
	}
	w.has(far.page, nil, "/office/4/household/1")
	const draft = `href="/office/4/application/1"`
	w.has(w.wanted(http.StatusOK, "GET", "/office/7/apply", clerk, nil), []string{draft, resident.Name})
	w.has(w.wanted(http.StatusOK, "GET", "/office/7/apply", home, nil), nil, draft, resident.Name) // it is open at the window alone
	far.types("story", "9月14日在龙津镇租的房子失火")
	far.presses("hand")
	path := "/office/4/case/2"
	w.has(w.wanted(http.StatusOK, "GET", "/home", clerk, nil), []string{"急难型临时救助", path}, "/office/4/case/1")
	w.has(w.wanted(http.StatusOK, "GET", path, clerk, nil), []string{"按急难发生地由龙津镇办"})
	w.burns()
	w.does(path, clerk, "judge")
	w.does(path, reviewer, "advance")
	w.has(w.wanted(http.StatusOK, "GET", path, home, nil), []string{"已先行救助，其余待定", "龙津镇"})
	for _, person := range []string{clerk, reviewer} {
		w.wanted(http.StatusForbidden, "GET", "/office/4/case/1", person, nil)
		w.wanted(http.StatusForbidden, "POST", "/office/4/case/1", person, url.Values{"act": {"submit"}, "turn": {"1"}, "do": {"sure"}})
		w.wanted(http.StatusOK, "GET", "/office/4/household/1", person, nil)
		w.wanted(http.StatusForbidden, "GET", "/office/4/household/1/move", person, nil)
		w.wanted(http.StatusForbidden, "GET", "/office/4/household", person, nil)
	}
	w.does(path, clerk, "do")
	w.does(path, w.inside(6, w.settled(6, "cd.6", "county_decider")), "approve")
	w.wanted(http.StatusForbidden, "GET", "/office/4/household/1", clerk, nil)
	w.has(w.wanted(http.StatusOK, "GET", path, clerk, nil), []string{"已给予"})
}

// burns says of the first family that it needs 9000 yuan after a fire.
func (w *works) burns() {
	w.Helper()
	from, _ := civil.ParseDate("2020-01-01")
	var said []registry.Answer
	for _, a := range []registry.Answer{{Key: "aid_event", Value: "complete"}, {Key: "aid_event.kind", Value: "'fire'", Line: -1}, {Key: "aid_event.needs_aid_now", Value: "true", Line: -1},
		{Key: "household.major_hardship", Value: "true"}, {Key: "household.case_by_case_sum", Value: "9000元"}} {
		a.From, a.To, a.Source = from, civil.Open, registry.Declared
		said = append(said, a)
	}
	w.must(w.registry.EnterFacts(w.Context(), desk(xuefeng), mingxiLaw().Schema, registry.Subject{Office: 4, Of: registry.OfHousehold, ID: 1}, said))
}

// In Tianjin the nearest window accepts (TJ-39): it goes no further there.
func TestInTianjinTheNearestWindowAccepts(t *testing.T) {
	t.Parallel()
	w := work(t)
	tianjin, problems := setWith(pack.Published).Resolve("cn-12")
	if problems.HasErrors() {
		t.Fatal("the law of Tianjin")
	}
	w.site.Cases.Law = func(string, map[string]string) (*pack.Resolved, error) { return tianjin, nil }
	clerk := w.inside(7, w.settled(7, "tc.7", "township_clerk"))
	far := w.sits(clerk, "/office/7/apply")
	far.familyOfThree()
	far.picks("home", "4")
	far.presses("")
	far.answers()
	far.signs(true, "commitment.1", "authorisation.1", "authorisation.2")
	w.has(far.page, []string{"递交并受理"}, "递交，由户籍所在的乡镇（街道）受理")
	far.presses("accept")
	w.has(far.page, []string{"受理通知书"})
	for _, path := range []string{"/office/4/case/1", "/office/4/household/1"} {
		w.wanted(http.StatusForbidden, "GET", path, clerk, nil)
	}
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/case/1", w.inside(4, w.settled(4, "tc.4", "township_clerk")), nil), []string{"综合评估五个方面的需求"})
}
