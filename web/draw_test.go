package web_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"doudi/pack"
	"doudi/web"
)

func TestACountyDrawsOnThePagesWhatItLooksIntoAtHome(t *testing.T) {
	t.Parallel()
	shown, _ := web.OpenLaw(setWith(pack.Published))
	w := workUnder(t, shown)
	clerk := w.family()
	w.answered(1, 2, 3)
	for account, role := range map[string]string{"cr.1": "county_reviewer", "cd.1": "county_decider", "cc.1": "county_clerk"} {
		w.settled(3, account, role)
	}
	draw := "/office/3/draw"
	w.wanted(http.StatusForbidden, "GET", draw, w.again("cd.1"), nil)
	reviewer := w.again("cr.1")
	w.has(w.wanted(http.StatusOK, "GET", draw, reviewer, nil), []string{"抽查", "抽 30%", "还没有编进批次的 0 件", "还没有批次"})
	w.has(w.wanted(http.StatusForbidden, "POST", draw, reviewer, url.Values{"programme": {"tekun"}}), []string{"现在没有等决定"})
	w.has(w.wanted(http.StatusBadRequest, "POST", draw, reviewer, url.Values{"programme": {"nothing"}}), []string{"没有要求抽查这个项目"})
	w.wanted(http.StatusNotFound, "GET", draw+"/1", reviewer, nil)

	_, err := w.site.Cases.OpenFor(w.Context(), w.deskOf("tc.1", "township_clerk"), 1, "tekun", 1)
	w.must(err)
	path := "/office/4/case/1"
	w.does(path, clerk, "submit", "do", "accept", "do", "pass", "post")
	w.clock.Pass(9 * 24 * time.Hour)
	clerk, reviewer = w.again("tc.1"), w.again("cr.1")
	w.does(path, clerk, "end", "judge")
	w.has(w.wanted(http.StatusOK, "GET", draw, reviewer, nil), []string{"还没有编进批次的 1 件"})
	to := w.wanted(http.StatusSeeOther, "POST", draw, reviewer, url.Values{"programme": {"tekun"}})
	w.has(w.wanted(http.StatusOK, "GET", to, reviewer, nil), []string{"种子的摘要", "抽取"}, "抽中", "再抽一遍")
	decider := w.again("cd.1")
	w.has(w.wanted(http.StatusOK, "GET", path, decider, nil), []string{"还没有抽取"}, `value="refuse"`)
	w.wanted(http.StatusSeeOther, "POST", to, reviewer, url.Values{"act": {"draw"}})
	w.has(w.wanted(http.StatusOK, "GET", to, reviewer, nil), []string{"种子", "抽中", "再抽一遍", "和这里一致", "属实", "不一致"})
	w.has(w.wanted(http.StatusConflict, "POST", to, reviewer, url.Values{"act": {"draw"}}), []string{"别人刚刚改过"})
	w.has(w.wanted(http.StatusForbidden, "POST", to, reviewer, url.Values{"act": {"found"}, "case": {"4.1"}, "found": {"right"}}), []string{"还没有县级入户调查表"})
	w.has(w.wanted(http.StatusOK, "GET", path, decider, nil), []string{"要先由县级民政部门入户抽查"}, `value="refuse"`)
	w.enter(path, w.again("cc.1"), "visit", seen, nil)
	w.wanted(http.StatusSeeOther, "POST", to, reviewer, url.Values{"act": {"found"}, "case": {"4.1"}, "found": {"right"}})
	w.has(w.wanted(http.StatusOK, "GET", draw, reviewer, nil), []string{"抽中 1 件，查完 1 件，不一致 0 件", "查完"})
	w.has(w.wanted(http.StatusOK, "GET", path, decider, nil), []string{"县级入户调查表"}, "要先由县级民政部门入户抽查")
	file := w.ask("GET", to+"?as=csv", reviewer, nil)
	w.has(file.Body.String(), []string{"抽取值", "抽中", "属实"})
}
