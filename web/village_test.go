package web_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"doudi/civil"
	"doudi/registry"
)

func TestACoordinatorWorksOnThePagesOfHisVillagesFamilies(t *testing.T) {
	t.Parallel()
	w := work(t)
	clerk := w.family()
	w.answered(1, 2, 3)
	coordinator := w.inside(5, w.settled(5, "vc.1", "village_coordinator"))
	w.settled(3, "cc.1", "county_clerk")
	stranger := w.known(xuefeng, registry.Identity{Name: "赵四", Birth: "1960-01-01", Sex: "male"})[0]
	_, err := w.registry.OpenHousehold(w.Context(), desk(xuefeng), mingxiLaw().Schema, registry.Place{Address: "城西村1号"}, []registry.Member{{Person: stranger, Relation: "head", To: civil.Open}})
	w.must(err)
	unknown := plain(w.wanted(http.StatusForbidden, "GET", "/office/4/household/999", coordinator, nil))
	if own := plain(w.wanted(http.StatusForbidden, "GET", "/office/4/household/1", coordinator, nil)); own != unknown {
		t.Errorf("before it is marked: %s", own)
	}
	address := "/office/4/household/1/address"
	w.has(w.wanted(http.StatusBadRequest, "POST", address, clerk, url.Values{"address": {"城东村12号"}, "village": {"7"}}), []string{"不是家庭所在的乡镇", `value="城东村12号"`})
	w.has(w.wanted(http.StatusOK, "GET", address, clerk, nil), []string{"村（社区）", "城东村", "不由村（社区）办"})
	w.wanted(http.StatusSeeOther, "POST", address, clerk, url.Values{"address": {"城东村12号"}, "village": {"5"}})
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/household/1", coordinator, nil), []string{"由城东村的协理员走访", "新申请"}, "更正地址", "分户")
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/person/1", coordinator, nil), []string{"王桂兰"})
	for _, path := range []string{"/office/4/household/2", "/office/4/person/4", "/office/4/household"} {
		if other := plain(w.wanted(http.StatusForbidden, "GET", path, coordinator, nil)); other != unknown {
			t.Errorf("%s is told apart from one that there is not: %s", path, other)
		}
	}
	w.has(w.wanted(http.StatusOK, "GET", "/office/5/household", coordinator, nil), []string{"家庭 1，申请人王桂兰", "/office/4/household/1"}, "家庭 2")
	w.has(w.sought(coordinator, url.Values{"by": {"name"}, "text": {"王桂"}}).Body.String(), []string{"/office/4/person/1"})
	w.has(w.sought(coordinator, url.Values{"by": {"name"}, "text": {"赵四"}}).Body.String(), []string{"没有找到"})
	w.casesOfTheVillage(clerk, coordinator)
}

// casesOfTheVillage has a coordinator do what is his at a case, and no more.
func (w *works) casesOfTheVillage(clerk, coordinator string) {
	w.Helper()
	w.begins("tc.1")
	_, err := w.site.Cases.Open(w.Context(), w.deskOf("tc.1", "township_clerk"), 2, "dibao")
	w.must(err)
	path := "/office/4/case/1"
	unknown := plain(w.wanted(http.StatusForbidden, "GET", "/office/4/case/999", coordinator, nil))
	for _, guessed := range []string{"/office/4/case/2", "/office/4/case/2/notice", "/office/4/case/2/enter/survey", "/office/4/application/2"} {
		answer := w.ask("GET", guessed, coordinator, nil)
		if strings.Contains(guessed, "/case/2") && (answer.Code != http.StatusForbidden || !strings.Contains(answer.Body.String(), "您没有在这里")) {
			w.Errorf("%s by a guessed address: %d", guessed, answer.Code)
		}
	}
	if other := plain(w.wanted(http.StatusForbidden, "GET", "/office/4/case/2", coordinator, nil)); other != unknown {
		w.Errorf("another village's case is told apart from one that there is not: %s", other)
	}
	w.does(path, coordinator, "submit", "do")
	w.wanted(http.StatusForbidden, "POST", path, coordinator, url.Values{"act": {"accept"}, "turn": {turnOf.FindStringSubmatch(w.wanted(http.StatusOK, "GET", path, coordinator, nil))[1]}})
	w.does(path, clerk, "accept", "do")
	w.does(path, w.again("cc.1"), "do")
	w.has(w.wanted(http.StatusOK, "GET", path, coordinator, nil), []string{"填入户调查表"}, "填核对报告")
	w.wanted(http.StatusForbidden, "GET", path+"/enter/check", coordinator, nil)
	alone := maps.Clone(seen)
	alone["key"] = keyOf.FindStringSubmatch(w.wanted(http.StatusOK, "GET", path+"/enter/survey", coordinator, nil))[1]
	answer := httptest.NewRecorder()
	w.site.ServeHTTP(answer, w.parcelOf(path+"/enter/survey", coordinator, csrf, alone, w.signatures()))
	w.has(answer.Body.String(), []string{"由乡镇（街道）负责，村（居）协助", `value="雪峰镇城东村12号"`})
	both := maps.Clone(seen)
	delete(both, "second_name")
	both["second"] = fmt.Sprint(w.deskOf("tc.1", "township_clerk").Actor.Staff)
	w.enter(path, coordinator, "survey", both, nil)
	w.does(path, coordinator, "do")
	w.has(w.wanted(http.StatusOK, "GET", path, coordinator, nil), []string{"制作公示单", "您现在不能办的"}, "按规定测算</button>")
	w.does(path, clerk, "judge")
	w.does(path, coordinator, "post")
	w.has(w.wanted(http.StatusOK, "GET", path, coordinator, nil), []string{"公示到"})
	w.has(w.wanted(http.StatusOK, "GET", "/home", coordinator, nil), []string{"我的工作", "家庭 1"}, "家庭 2")
	number := func(id int64) string {
		c, err := w.site.Cases.Look(w.Context(), w.deskOf("tc.1", "township_clerk"), id)
		w.must(err)
		return c.Number.String()
	}
	w.has(w.wanted(http.StatusSeeOther, "POST", "/person", coordinator, url.Values{"by": {"name"}, "text": {number(1)}}), []string{path})
	w.has(w.sought(coordinator, url.Values{"by": {"name"}, "text": {number(2)}}).Body.String(), nil, "/case/2")
}

func TestWhoComesToACoordinatorIsOfHisVillage(t *testing.T) {
	t.Parallel()
	w := work(t)
	h := w.sits(w.inside(5, w.settled(5, "vc.1", "village_coordinator")), "/office/5/apply")
	if h.form.Get("village") != "5" || h.form.Get("home") != "4" {
		t.Errorf("%v", h.form)
	}
	h.familyOfThree()
	h.presses("")
	w.has(w.wanted(http.StatusOK, "GET", "/office/5/apply", h.token, nil), []string{`href="/office/4/application/1"`})
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/household/1", h.token, nil), []string{"由城东村的协理员走访"})
	w.wanted(http.StatusForbidden, "GET", "/office/4/household/2", h.token, nil)
}

// Of a registered household for which no village works it is asked wherever an
// application begins: on its own page, at the window by the applicant's number, and
// when a request is taken in. Another office does not say it, and what is said stays.
func TestTheVillageOfARegisteredHouseholdIsAskedWhereItApplies(t *testing.T) {
	t.Parallel()
	const asked, served = `name="village"`, "由城东村的协理员走访"
	ways := map[string]func(w *works, clerk string, village string){
		"on its page": func(w *works, clerk, village string) {
			path := "/office/4/household/1/apply"
			w.has(w.wanted(http.StatusOK, "GET", path, clerk, nil), []string{asked, "城东村"})
			w.has(w.wanted(http.StatusBadRequest, "POST", path, clerk, url.Values{"programme": {"dibao"}, "village": {"7"}}), []string{"不是家庭所在的乡镇"})
			w.wanted(http.StatusSeeOther, "POST", path, clerk, url.Values{"programme": {"dibao"}, "village": {village}})
		},
		"at the window": func(w *works, clerk, village string) {
			h := w.sits(clerk, "/office/4/apply")
			h.types("p.0.name", "王桂兰")
			h.types("p.0.number", hersNumber)
			h.picks("programme", "dibao")
			h.form.Set("village", village)
			h.presses("")
		},
		"by a request": func(w *works, clerk, village string) {
			v, _ := w.asks(nil)
			v.names([]string{"王桂兰", hersNumber, ""})
			v.lodges()
			path := "/office/4/request/1"
			page := w.wanted(http.StatusOK, "GET", path, clerk, nil)
			w.has(page, []string{asked, "城东村"})
			w.wanted(http.StatusSeeOther, "POST", path, clerk, url.Values{"turn": {turnOf.FindStringSubmatch(page)[1]}, "do": {"take"}, "village": {village}})
		},
	}
	for name, way := range ways {
		for _, village := range []string{"5", "0"} {
			t.Run(name+" "+village, func(t *testing.T) {
				t.Parallel()
				w := work(t)
				clerk := w.family()
				way(w, clerk, village)
				page := w.wanted(http.StatusOK, "GET", "/office/4/household/1", clerk, nil)
				again := w.wanted(http.StatusOK, "GET", "/office/4/household/1/apply", clerk, nil)
				if strings.Contains(page, served) != (village == "5") || strings.Contains(again, asked) != (village == "0") {
					t.Errorf("the village is not kept: %s", plain(page))
				}
				w.must(w.registry.Serve(w.Context(), w.deskOf("tc.1", "township_clerk"), 1, 5))
				if village == "5" {
					w.wanted(http.StatusSeeOther, "POST", "/office/4/household/1/apply", clerk, url.Values{"programme": {"edge"}, "village": {"0"}})
				}
				w.has(w.wanted(http.StatusOK, "GET", "/office/4/household/1", clerk, nil), []string{served})
			})
		}
	}
}
