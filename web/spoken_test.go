package web_test

import (
	"net/http"
	"net/url"
	"testing"
)

func TestWhoWithdrawsAtTheWindowSaysHowTheFamilySpoke(t *testing.T) {
	t.Parallel()
	w := work(t)
	clerk := w.family()
	path := w.begun(clerk)
	turn := turnOf.FindStringSubmatch(w.wanted(http.StatusOK, "GET", path, clerk, nil))[1]
	form := url.Values{"act": {"withdraw"}, "turn": {turn}, "note": {"儿子找到了工作"}}
	w.has(w.wanted(http.StatusOK, "POST", path, clerk, form), []string{"家庭怎样说的", "谁说的", "哪天说的", `value="2026-09-15"`, "儿子找到了工作</textarea>", "交来签了字的撤回申请书", "不能替家庭说"})
	form.Set("do", "sure")
	form.Set("said_on", "2026-13-01")
	w.has(w.wanted(http.StatusBadRequest, "POST", path, clerk, form), []string{"哪天说的：", `href="#said_on"`, `value="2026-13-01"`})
	form.Set("said_on", "2026-09-15")
	w.has(w.wanted(http.StatusBadRequest, "POST", path, clerk, form), []string{"家庭怎样说的：没有选", `href="#how"`, "儿子找到了工作</textarea>"})
	form.Set("how", "phone")
	w.has(w.wanted(http.StatusBadRequest, "POST", path, clerk, form), []string{"谁说的：没有写", `href="#who"`})
	form.Set("who", "王桂兰（本人）")
	form.Set("do", "edit")
	w.has(w.wanted(http.StatusOK, "POST", path, clerk, form), []string{"现在可以办"}, "已撤回")
	form.Set("do", "sure")
	w.wanted(http.StatusSeeOther, "POST", path, clerk, form)
	w.has(w.wanted(http.StatusOK, "GET", path, clerk, nil), []string{"已撤回", "王桂兰（本人）2026年9月15日打电话说：儿子找到了工作"})
}

func TestWhatAFamilySaysAtTheWindowIsWrittenDownAndAnswered(t *testing.T) {
	t.Parallel()
	w := work(t)
	clerk := w.family()
	path := w.begun(clerk)
	turn := turnOf.FindStringSubmatch(w.wanted(http.StatusOK, "GET", path, clerk, nil))[1]
	form := url.Values{"act": {"plea"}, "turn": {turn}, "note": {"存款是替别人代管的"}}
	w.has(w.wanted(http.StatusOK, "POST", path, clerk, form), []string{"家庭不同意，或者有话要说", "存款是替别人代管的</textarea>", "交来书面材料"}, "申请人已经去世")
	form.Set("do", "sure")
	form.Set("said_on", "2026-09-15")
	form.Set("who", "王桂兰（本人）")
	w.has(w.wanted(http.StatusBadRequest, "POST", path, clerk, form), []string{"家庭怎样说的：没有选", `href="#how"`, "存款是替别人代管的</textarea>"})
	form.Set("how", "window")
	w.wanted(http.StatusSeeOther, "POST", path, clerk, form)
	w.has(w.wanted(http.StatusOK, "GET", path, clerk, nil), []string{"家庭说的，还没有答复", "王桂兰（本人）2026年9月15日到窗口当面说：存款是替别人代管的", "家庭，由工作人员记下"})
	w.has(w.wanted(http.StatusOK, "GET", "/home", clerk, nil), []string{"家庭说的，等着答复：1 件"})
}
