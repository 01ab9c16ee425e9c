package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"doudi/civil"
	"doudi/pack"
	"doudi/registry"
	"doudi/web"
)

// heard takes a case of the family to its decision on the pages.
func (w *works) heard() (path, clerk, decider string) {
	w.Helper()
	clerk = w.family()
	w.answered(1, 2, 3)
	checker := w.inside(3, w.settled(3, "cc.1", "county_clerk"))
	w.settled(3, "cd.1", "county_decider")
	path = "/office/4/case/1"
	w.begins("tc.1")
	w.has(w.wanted(http.StatusOK, "GET", path, clerk, nil), []string{"计入的成员", "王桂兰、陈建国、陈小山"}, "按规定测算")
	w.does(path, clerk, "submit", "do", "accept", "do")
	w.does(path, checker, "do")
	w.does(path, clerk, "do", "post")
	w.clock.Pass(9 * 24 * time.Hour)
	clerk, decider = w.again("tc.1"), w.again("cd.1")
	w.does(path, clerk, "end")
	return path, clerk, decider
}

// saysOf enters one answer about a member of the family.
func (w *works) saysOf(person int64, list ...string) {
	w.Helper()
	from, _ := civil.ParseDate("2020-01-01")
	var answers []registry.Answer
	for i := 0; i < len(list); i += 2 {
		line := int64(0)
		if list[i] == "income.kind" || list[i] == "income.amount" || list[i] == "income.received" || list[i+1] == "row" {
			line = 1
		}
		answers = append(answers, registry.Answer{Key: list[i], Line: line, Value: list[i+1], From: from, To: civil.Open, Source: registry.Declared})
	}
	w.must(w.registry.EnterFacts(w.Context(), desk(xuefeng), mingxiLaw().Schema, registry.Subject{Office: 4, Of: registry.OfMember, ID: person}, answers))
}

func TestTheDecidingPageShowsWhatTheLawSaysAndStopsWhatItDoesNot(t *testing.T) {
	t.Parallel()
	shown, _ := web.OpenLaw(setWith(pack.Published)) // the pages lay out what their own law decided
	w := workUnder(t, shown)
	path, clerk, decider := w.heard()
	coordinator := w.inside(4, w.settled(4, "vc.1", "township_reviewer"))
	page := func(token string) string { return w.wanted(http.StatusOK, "GET", path, token, nil) }
	w.has(page(clerk), []string{"重新测算"})
	w.has(page(decider), []string{"决定给予"}, `value="judge"`)

	w.saysOf(1, "income", "unknown")
	w.does(path, clerk, "judge")
	w.has(page(decider), []string{"还不能确定：最低生活保障", "补上下面的情况就能知道", "王桂兰的收入", `href="/office/4/person/1/facts/income?from=2026-09-15"`, "还算不出结果，不能作出决定", "还缺：成员“王桂兰”的收入", "还没有登记这一轮的核对报告"}, `value="approve"`, `value="refuse"`)

	w.saysOf(1, "income", "complete")
	w.has(page(decider), []string{"测算以后有变动，要重新测算才能决定", "王桂兰：收入", "测算以后情况有变动，不能据此决定"}, `value="approve"`)
	w.does(path, clerk, "judge")
	w.has(page(decider), []string{"符合条件：最低生活保障，每月2605元，自2026年10月起", "为什么", "人均收入低于低保标准", `value="approve"`, `value="refuse:differ"`, "决定不给予（与测算不同）"}, "测算以后有变动")
	w.has(page(coordinator), []string{"符合条件：最低生活保障", "人均收入低于低保标准"})

	w.saysOf(1, "income", "row", "income.kind", "wage", "income.amount", "90000元", "income.received", "2025-09/2026-08")
	w.does(path, clerk, "judge")
	turn := turnOf.FindStringSubmatch(page(clerk))[1]
	w.has(w.wanted(http.StatusBadRequest, "POST", path, clerk, url.Values{"act": {"opine:differ"}, "turn": {turn}, "note": {" "}}), []string{"理由：这一步要写明理由"})
	w.does(path, clerk, "opine:differ")
	w.has(page(decider), []string{"不符合条件：最低生活保障", "与测算的结果不同", "照实记录", `value="approve:differ"`, "金额", `value="refuse"`, "人均收入低于低保标准：否"})
	if all := page(decider); strings.Index(all, "现在可以办") > strings.Index(all, "人均收入低于低保标准：否") {
		t.Error("who decides has to scroll past all reasons")
	}
	turn = turnOf.FindStringSubmatch(page(decider))[1]
	w.has(w.wanted(http.StatusOK, "POST", path, decider, url.Values{"act": {"approve:differ"}, "turn": {turn}, "note": {"确有困难"}, "sum": {"300"}}), []string{"决定给予", "王桂兰", "和测算的结果不同", "给予的金额：300元", "测算的结果：不符合条件：最低生活保障", "理由或者记录：确有困难"})
	w.has(w.wanted(http.StatusBadRequest, "POST", path, decider, url.Values{"act": {"approve:differ"}, "turn": {turn}, "note": {"确有困难"}, "do": {"sure"}}), []string{"要写明给多少", "确有困难"})
	w.does(path, decider, "refuse")
	w.has(page(clerk), []string{"等书面告知理由", "决定不给予", "人均收入低于低保标准：否", "照实记录"}, `value="judge"`)
}

func TestADecisionAgainstTheLawIsMarkedInTheList(t *testing.T) {
	t.Parallel()
	w := work(t)
	path, clerk, decider := w.heard()
	w.does(path, clerk, "judge")
	w.does(path, decider, "refuse:differ")
	w.has(w.wanted(http.StatusOK, "GET", path, decider, nil), []string{"决定不给予", "与测算的结果不同"})
	for path, shown := range map[string]bool{"/decision": true, "/decision?differs=yes&outcome=deny&account=cd.1&from=2026-09-01": true, "/decision?outcome=give": false, "/decision?to=2026-01-01": false} {
		page := plain(w.wanted(http.StatusOK, "GET", path, decider, nil))
		if strings.Contains(page, "王桂兰") != shown || strings.Contains(page, "没有符合的决定") == shown {
			t.Errorf("%s: %s", path, page)
		}
	}
	w.has(w.wanted(http.StatusBadRequest, "GET", "/decision?from=乱写&account=nobody.1", decider, nil), []string{"从哪一天：", "没有这个账号", `value="乱写"`})
	w.has(w.wanted(http.StatusOK, "GET", "/decision?as=csv", decider, nil), []string{"不给予", "与测算不同", "王桂兰"})
	for _, who := range []string{clerk, decider} {
		w.has(w.wanted(http.StatusOK, "GET", "/office/4/household/1", who, nil), []string{"决定与测算不同"})
	}
}
