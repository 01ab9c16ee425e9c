package web_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"doudi/access"
	"doudi/casework"
	"doudi/civil"
	"doudi/pack"
	"doudi/registry"
)

func TestUrgentAidIsAdvancedOnThePagesAndTheRestIsTheCountys(t *testing.T) {
	t.Parallel()
	w := work(t)
	clerk := w.family()
	w.answered(1, 2, 3)
	from, _ := civil.ParseDate("2020-01-01")
	var said []registry.Answer
	for _, a := range []registry.Answer{{Key: "aid_event", Value: "complete"}, {Key: "aid_event.kind", Value: "'fire'", Line: -1}, {Key: "aid_event.needs_aid_now", Value: "true", Line: -1},
		{Key: "household.major_hardship", Value: "true"}, {Key: "household.case_by_case_sum", Value: "9000元"}} {
		a.From, a.To, a.Source = from, civil.Open, registry.Declared
		said = append(said, a)
	}
	w.must(w.registry.EnterFacts(w.Context(), desk(xuefeng), mingxiLaw().Schema, registry.Subject{Office: 4, Of: registry.OfHousehold, ID: 1}, said))
	reviewer, decider := w.inside(4, w.settled(4, "tr.1", "township_reviewer")), w.inside(3, w.settled(3, "cd.1", "county_decider"))
	_, err := w.site.Cases.Open(w.Context(), w.deskOf("tc.1", "township_clerk"), 1, "urgent_aid")
	w.must(err)
	path := "/office/4/case/1"
	w.does(path, clerk, "submit", "judge")
	turn := turnOf.FindStringSubmatch(w.wanted(http.StatusOK, "GET", path, reviewer, nil))[1]
	w.has(w.wanted(http.StatusOK, "POST", path, reviewer, url.Values{"act": {"advance"}, "turn": {turn}}), []string{"限额以内的马上给", `value="sure"`})
	for say, forged := range map[string]url.Values{"不能另定": {"act": {"advance:differ"}, "sum": {"0.01"}, "note": {"都这么说"}}, "金额：这一步不用填": {"act": {"advance"}, "sum": {"4800"}}} {
		forged["turn"], forged["do"] = []string{turn}, []string{"sure"}
		w.has(w.wanted(http.StatusBadRequest, "POST", path, reviewer, forged), []string{say})
	}
	w.does(path, reviewer, "advance")
	w.has(w.wanted(http.StatusOK, "GET", path, clerk, nil), []string{"已先行救助，其余待定", "5000元（先行救助，其余待定）"})
	w.does(path, clerk, "do")
	w.does(path, decider, "approve")
	w.has(w.wanted(http.StatusOK, "GET", path, clerk, nil), []string{"已给予", "4000元（另有先行救助 5000元，合计 9000元）"})
}

func TestTheHoursOfUrgentAidStandOnSlipCaseAndWork(t *testing.T) {
	t.Parallel()
	w := work(t)
	clerk := w.family()
	tianjin, problems := setWith(pack.Published).Resolve("cn-12")
	if problems.HasErrors() {
		t.Fatal("the law of Tianjin")
	}
	w.site.Cases.Law = func(string, map[string]string) (*pack.Resolved, error) { return tianjin, nil }
	d := w.deskOf("tc.1", "township_clerk")
	id, err := w.site.Cases.Take(w.Context(), d, casework.Opening{Household: 1, Programmes: []string{"urgent_aid"}, Way: casework.AtWindow, Taken: 4})
	w.must(err)
	_, err = w.site.Cases.Save(w.Context(), d, id, 1, casework.Content{Story: "家里失火"})
	w.must(err)
	w.must(w.site.Cases.HandIn(w.Context(), d, id, casework.Said{}))
	end := w.clock.Now().In(access.China).Add(24 * time.Hour).Format("2006年1月2日 15时4分")
	w.rung(4, "雪峰镇", "0598-2812304")
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/application/1/print/slip", clerk, nil), []string{end + "以前", "有事问：雪峰镇，电话 0598-2812304"})
	for _, page := range []string{"/office/4/case/1", "/home"} {
		w.has(w.wanted(http.StatusOK, "GET", page, clerk, nil), []string{end + "到期，还剩 24 小时"})
	}
	w.clock.Pass(23 * time.Hour)
	w.has(w.wanted(http.StatusOK, "GET", "/work?due=today", w.again("tc.1"), nil), []string{"/office/4/case/1"})
	w.clock.Pass(2 * time.Hour) // the day is not over, the hours are
	w.has(w.wanted(http.StatusOK, "GET", "/work?due=late", w.again("tc.1"), nil), []string{"/office/4/case/1"})
	w.has(w.wanted(http.StatusOK, "GET", "/work?due=today", w.again("tc.1"), nil), nil, "/office/4/case/1")
	for _, page := range []string{"/office/4/case/1", "/home"} {
		w.has(w.wanted(http.StatusOK, "GET", page, w.again("tc.1"), nil), []string{`class="stopped">` + end + "到期，已超过 1 小时"})
	}
}
