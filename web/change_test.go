package web_test

import (
	"maps"
	"net/http"
	"net/url"
	"testing"
	"time"

	"doudi/pack"
	"doudi/web"
)

// inForce is a family with an award that was decided on the pages, five weeks
// later.
func (w *works) inForce() (clerk, checker, decider string) {
	w.Helper()
	path, clerk, decider := w.heard()
	w.does(path, clerk, "judge")
	w.does(path, decider, "approve")
	w.clock.Pass(35 * 24 * time.Hour)
	w.does(path, w.again("cc.1"), "do")
	return w.again("tc.1"), w.again("cc.1"), w.again("cd.1")
}

func TestAnAwardIsCutOnThePagesAfterThePersonWasHeard(t *testing.T) {
	t.Parallel()
	shown, _ := web.OpenLaw(setWith(pack.Published))
	w := workUnder(t, shown)
	clerk, checker, decider := w.inForce()
	home := "/office/4/household/1"
	w.has(w.wanted(http.StatusOK, "GET", home, clerk, nil), []string{"复核、变更待遇", "每月2605元"})
	w.has(w.wanted(http.StatusOK, "GET", home+"/change", clerk, nil), []string{"最低生活保障（第 1 号待遇，每月2605元）", "为什么复核", "享受的人去世", "开始复核"})
	w.has(w.wanted(http.StatusBadRequest, "POST", home+"/change", clerk, url.Values{"award": {"4.1"}}), []string{"为什么复核：没有选"})
	w.has(w.wanted(http.StatusBadRequest, "POST", home+"/change", clerk, url.Values{"award": {"4.9"}, "ground": {"review"}}), []string{"没有这项正在享受的待遇"})
	w.has(w.wanted(http.StatusForbidden, "POST", home+"/change", clerk, url.Values{"award": {"4.1"}, "ground": {"death"}}), []string{"没有登记去世"})
	w.wanted(http.StatusForbidden, "GET", home+"/change", decider, nil)
	path := w.wanted(http.StatusSeeOther, "POST", home+"/change", clerk, url.Values{"award": {"4.1"}, "ground": {"review"}})
	page := func(token string) string { return w.wanted(http.StatusOK, "GET", path, token, nil) }
	w.has(page(clerk), []string{"最低生活保障（复核变更）", "正在享受的待遇", "定期复核", "每月2605元", "开始复核变更", "填自愿退出声明"}, "填听取意见记录")
	w.saysOf(1, "income", "row", "income.kind", "wage", "income.amount", "6000元", "income.received", "2025-10/2026-09")
	w.does(path, clerk, "judge")
	w.has(page(clerk), []string{"减发", "每月2105元", "决定以前要先听取本人的意见"})
	w.does(path, clerk, "do")
	taken := turnOf.FindStringSubmatch(page(clerk))[1]
	w.has(w.wanted(http.StatusOK, "POST", path, clerk, url.Values{"act": {"withdraw"}, "turn": {taken}, "note": {"开错了"}}), []string{"撤回这次复核", "待遇不变，照原来的发", "理由或者记录：开错了"}, "要再办由县里重新办理")
	w.has(w.wanted(http.StatusBadRequest, "POST", path, clerk, url.Values{"act": {"withdraw"}, "turn": {taken}}), []string{"理由：这一步要写明理由"}, `value="sure"`)
	w.has(page(decider), []string{"决定继续给予", "减发以前要先听取本人的意见", "决定停发"}, `value="approve"`)
	w.has(w.wanted(http.StatusOK, "GET", path+"/enter/hearing", checker, nil), []string{"听取意见记录", "拟作出的变更", `value="2105元"`, "告知的内容", "听取谁的意见", "没有听到意见的", "本人签名"}, "另一位调查人")
	fields := map[string]string{"on": "2026-10-20", "proposal": "cut", "sum": "2105", "place": "城东村", "met": "王桂兰", "told": "工资收入要算进去", "said": "知道了，没有意见"}
	bare := maps.Clone(fields)
	bare["key"] = keyOf.FindStringSubmatch(w.wanted(http.StatusOK, "GET", path+"/enter/hearing", checker, nil))[1]
	w.has(w.bring(path+"/enter/hearing", checker, csrf, bare).Body.String(), []string{"请附本人签名的记录", "知道了，没有意见</textarea>"})
	w.has(w.wanted(http.StatusOK, "GET", w.enter(path, checker, "hearing", fields, noise(t, 3, 80, 60)), checker, nil), []string{"拟作出的变更", "减为 2105元", "知道了，没有意见"})
	w.has(page(decider), []string{`value="approve"`})
	taken = turnOf.FindStringSubmatch(page(decider))[1]
	w.has(w.wanted(http.StatusOK, "POST", path, decider, url.Values{"act": {"approve"}, "turn": {taken}}), []string{"决定继续给予", "每月2605元，决定以后：每月2105元", "接着要书面告知理由"})
	w.does(path, decider, "approve")
	w.has(page(checker), []string{"已决定减发，等书面告知", "决定减发，每月2105元，自2026年11月起", "制作通知书"})
	w.does(path, checker, "tell")
	w.has(page(checker), []string{"复核办结，继续给予"}, "现在可以办")
	w.has(w.wanted(http.StatusOK, "GET", path+"/letter", checker, nil), []string{"最低生活保障变更告知书", "最低生活保障减发", "原来的金额", "每月 2605元", "每月 2105元", "不同意怎么办 1"})
	w.has(w.wanted(http.StatusOK, "GET", home, clerk, nil), []string{"每月2105元"})
}

func TestWhatWasChosenForAnAwardLeadsToItsChange(t *testing.T) {
	t.Parallel()
	shown, _ := web.OpenLaw(setWith(pack.Published))
	w := workUnder(t, shown)
	clerk, checker, decider := w.inForce()
	home := "/office/4/household/1"
	leave := url.Values{"why": {"independent"}, "last": {"2026-10-18"}, "award.4.1.way": {"0"}, "award.4.1.month": {"2026-11"}, "award.4.1.reason": {"少了一口人"}}
	w.sure(home+"/member/2/leave", clerk, leave, home)
	w.has(w.wanted(http.StatusOK, "GET", "/home", decider, nil), []string{"待遇去向，等决定：1 项"}, home+"/change")
	w.has(w.wanted(http.StatusOK, "GET", home, clerk, nil), []string{"等决定", home + "/change"})
	path := w.wanted(http.StatusSeeOther, "POST", home+"/change", clerk, url.Values{"award": {"4.1"}, "ground": {"household"}})
	w.does(path, clerk, "judge", "do")
	fields := map[string]string{"on": "2026-10-20", "proposal": "end", "place": "城东村", "met": "王桂兰", "told": "少了一口人", "offer": "打了三次电话没有人接"}
	w.enter(path, checker, "hearing", fields, noise(t, 3, 80, 60))
	w.does(path, decider, "approve")
	w.has(w.wanted(http.StatusOK, "GET", home, clerk, nil), []string{"第 2 号待遇"}, "等决定")
	w.has(w.wanted(http.StatusOK, "GET", "/home", decider, nil), nil, "待遇去向，等决定")
}
