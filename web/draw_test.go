package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"testing"
	"time"

	"doudi/pack"
	"doudi/registry"
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

	paths := w.sevenAlike(clerk)
	w.clock.Pass(9 * 24 * time.Hour)
	clerk, reviewer = w.again("tc.1"), w.again("cr.1")
	decider := w.again("cd.1")
	for _, path := range paths {
		w.does(path, clerk, "end", "judge")
	}
	waiting := []string{"等决定、还没有编进批次的 7 件", "要抽 3 件（30%，不足一件的算一件）", "编成一批"}
	w.has(w.wanted(http.StatusOK, "GET", "/home", reviewer, nil), append(waiting, "等编进抽查批次"))
	w.has(w.wanted(http.StatusOK, "GET", "/work", reviewer, nil), append(waiting, "看是哪些办件"))
	w.has(w.wanted(http.StatusOK, "GET", "/work", decider, nil), []string{"等编进抽查批次"}, "编成一批")
	w.has(w.wanted(http.StatusOK, "GET", draw, reviewer, nil), append(waiting, paths[6]))
	w.has(w.wanted(http.StatusOK, "GET", paths[0], reviewer, nil), append(waiting, "还没有编进抽查批次；请县里审核人先在“抽查”里编成一批"))
	w.has(w.wanted(http.StatusOK, "GET", paths[0], decider, nil), []string{"还没有编进抽查批次", "可以编批次和抽取的：林一"}, "编成一批</button>")
	refusal := url.Values{"act": {"refuse"}, "turn": {turnOf.FindStringSubmatch(w.wanted(http.StatusOK, "GET", paths[0], decider, nil))[1]}, "note": {"不像"}, "do": {"sure"}}
	w.has(w.wanted(http.StatusForbidden, "POST", paths[0], decider, refusal), []string{"还没有编进抽查批次；请县里审核人", "可以编批次和抽取的：林一", `value="不像"`})
	to := w.wanted(http.StatusSeeOther, "POST", draw, reviewer, url.Values{"programme": {"tekun"}})
	w.has(w.wanted(http.StatusOK, "GET", to, reviewer, nil), []string{"种子的摘要", "抽取", "7 件"}, "抽中", "再抽一遍")
	w.has(w.wanted(http.StatusOK, "GET", paths[0], decider, nil), []string{"还没有抽取", "可以编批次和抽取的：林一"})
	w.has(w.wanted(http.StatusOK, "GET", paths[0], reviewer, nil), []string{`href="` + to + `">到抽查第 1 批抽取`})
	w.has(w.wanted(http.StatusOK, "GET", "/work", reviewer, nil), []string{"等抽查抽取"}, "编成一批")
	w.wanted(http.StatusSeeOther, "POST", to, reviewer, url.Values{"act": {"draw"}})
	drawn := w.wanted(http.StatusOK, "GET", to, reviewer, nil)
	w.has(drawn, []string{"种子", "抽中", "再抽一遍", "和这里一致", "取 3 件", "sha256sum", "属实", "不一致"})
	w.has(w.wanted(http.StatusConflict, "POST", to, reviewer, url.Values{"act": {"draw"}}), []string{"别人刚刚改过"})
	w.visitsPicked(to, drawn, reviewer)
	w.has(w.wanted(http.StatusOK, "GET", draw, reviewer, nil), []string{"7 件，抽中 3 件，查完 3 件，不一致 0 件", "查完"})
	file := w.ask("GET", to+"?as=csv", reviewer, nil)
	w.has(file.Body.String(), []string{"抽取值", "抽中", "属实"})
}

// sevenAlike has seven people of the family ask for the same, and takes their cases
// to the notice.
func (w *works) sevenAlike(clerk string) (paths []string) {
	w.Helper()
	for n := int64(1); n <= 7; n++ {
		if n > 3 {
			w.known(xuefeng, registry.Identity{Name: "陈" + string([]rune("大二三四五六七")[n-1]), Birth: fmt.Sprintf("1950-01-0%d", n), Sex: "male"})
			w.wanted(http.StatusSeeOther, "POST", "/office/4/household/1/member/new", clerk, url.Values{"do": {"join"}, "person": {fmt.Sprint(n)}, "relation": {"child"}, "from": {"2020-01-01"}})
		}
		id, err := w.site.Cases.OpenFor(w.Context(), w.deskOf("tc.1", "township_clerk"), 1, "tekun", n)
		w.must(err)
		paths = append(paths, fmt.Sprintf("/office/4/case/%d", id))
	}
	for _, path := range paths {
		w.does(path, clerk, "submit", "do", "accept", "do", "pass", "post")
	}
	return paths
}

var toBeSeen = regexp.MustCompile(`name="case" value="(4\.(\d+))"`)

// visitsPicked looks into the cases that a batch picked.
func (w *works) visitsPicked(batch, page, reviewer string) {
	w.Helper()
	checker, decider := w.again("cc.1"), w.again("cd.1")
	picked := toBeSeen.FindAllStringSubmatch(page, -1)
	if len(picked) != 3 {
		w.Fatalf("%d were picked of seven", len(picked))
	}
	for _, one := range picked {
		path, found := "/office/4/case/"+one[2], url.Values{"act": {"found"}, "case": {one[1]}, "found": {"right"}}
		w.has(w.wanted(http.StatusForbidden, "POST", batch, reviewer, found), []string{"还没有县级入户调查表"})
		w.has(w.wanted(http.StatusOK, "GET", path, decider, nil), []string{"要先由县级民政部门入户抽查"}, `value="refuse"`)
		w.enter(path, checker, "visit", seen, nil)
		w.wanted(http.StatusSeeOther, "POST", batch, reviewer, found)
		w.has(w.wanted(http.StatusOK, "GET", path, decider, nil), []string{"县级入户调查表"}, "要先由县级民政部门入户抽查")
	}
}
