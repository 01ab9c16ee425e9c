package web_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"doudi/access"
	"doudi/admin"
)

// neighbour opens another township of the county, and takes a clerk on there.
func (w *works) neighbour() (office, clerk string) {
	w.Helper()
	o, err := w.site.Admin.Open(w.Context(), admin.By{Staff: 1, Role: access.SystemAdmin}, access.Draft{Above: "3", Level: "township", Name: "盖洋镇", Division: "350421101"})
	w.must(err)
	return strconv.FormatInt(o.Number, 10), w.inside(o.Number, w.settled(o.Number, "tc.8", "township_clerk"))
}

func TestACaseIsHandedOverAndTakenOnOnThePages(t *testing.T) {
	t.Parallel()
	w := work(t)
	office, other := w.neighbour()
	clerk := w.family()
	w.begins("tc.1")
	path := "/office/4/case/1"
	w.does(path, clerk, "submit", "do")
	turn := turnOf.FindStringSubmatch(w.wanted(http.StatusOK, "GET", path, clerk, nil))[1]
	send := func(status int, to, do string) string {
		return w.wanted(status, "POST", path, clerk, url.Values{"act": {"transfer"}, "turn": {turn}, "note": {"户口在盖洋镇"}, "to": {to}, "do": {do}})
	}
	w.has(send(http.StatusBadRequest, "", "sure"), []string{"转到哪里：没有选", `value="户口在盖洋镇"`})
	w.has(send(http.StatusOK, office, ""), []string{"转给盖洋镇", "等那里接收", `name="to" value="` + office})
	send(http.StatusSeeOther, office, "sure")
	w.has(w.wanted(http.StatusOK, "GET", path, clerk, nil), []string{"转给盖洋镇，等那里接收", "已转交", `value="recall"`}, `value="withdraw"`, `value="transfer"`)
	handed := "/office/" + office + "/handed/1"
	w.has(w.wanted(http.StatusOK, "GET", "/home", other, nil), []string{"转来等接收的：1 件", handed, "雪峰镇转给盖洋镇"})
	w.wanted(http.StatusForbidden, "GET", handed, clerk, nil)
	w.has(w.wanted(http.StatusOK, "GET", handed, other, nil), []string{"雪峰镇转来的办件", "户口在盖洋镇", "王桂兰，申请人", "递交申请"}, "11010519491231002X")
	w.has(w.wanted(http.StatusBadRequest, "POST", handed, other, url.Values{"do": {"back"}}), []string{"要写明理由"})
	w.wanted(http.StatusSeeOther, "POST", handed, other, url.Values{"do": {"back"}, "note": {"户口不在这里"}})
	w.has(w.wanted(http.StatusOK, "GET", path, clerk, nil), []string{"以后被退回", "转到的机构退回", "户口不在这里", "现在可以办"})
	w.has(w.wanted(http.StatusOK, "GET", handed, other, nil), []string{"雪峰镇转来的办件", "已经退回原机构"}, `value="take"`, "户口在盖洋镇", "王桂兰", "办理经过", "递交申请", "家庭说的")
	turn = turnOf.FindStringSubmatch(w.wanted(http.StatusOK, "GET", path, clerk, nil))[1]
	send(http.StatusSeeOther, office, "sure")
	again := "/office/" + office + "/handed/2"
	there := w.wanted(http.StatusSeeOther, "POST", again, other, url.Values{"do": {"take"}})
	if !strings.HasSuffix(there, "/office/"+office+"/case/1") {
		t.Errorf("it leads to %s", there)
	}
	w.has(w.wanted(http.StatusOK, "GET", there, other, nil), []string{"从雪峰镇转来", "起草申请"}, again)
	w.has(w.wanted(http.StatusConflict, "POST", again, other, url.Values{"do": {"take"}}), []string{"已经办过了"})
	w.has(w.wanted(http.StatusOK, "GET", again, other, nil), []string{"已经接收", "在这里的办件"}, "转到的机构接收", "王桂兰", "家庭说的")
	w.has(w.wanted(http.StatusOK, "GET", path, clerk, nil), []string{"已由盖洋镇接着办"})
	w.wanted(http.StatusForbidden, "GET", there, clerk, nil)
}

func TestAFamilyFollowsAndSpeaksWhileItsCaseGoesToAnotherOffice(t *testing.T) {
	t.Parallel()
	w := work(t)
	office, other := w.neighbour()
	number, clerk := w.followable()
	path, family := "/office/4/case/1", w.follows(number)
	act := func(status int, sent url.Values) string {
		sent.Set("turn", turnOf.FindStringSubmatch(w.wanted(http.StatusOK, "GET", path, clerk, nil))[1])
		return w.wanted(status, "POST", path, clerk, sent)
	}
	give := func() {
		act(http.StatusSeeOther, url.Values{"act": {"transfer"}, "note": {"户口在盖洋镇"}, "to": {office}, "do": {"sure"}})
	}
	mine := func() string { return family.send("GET", "/f/mine", nil).Body.String() }
	say := func(what, text string) {
		family.leads(family.send("POST", "/f/mine", url.Values{"act": {what}, "turn": {turnOf.FindStringSubmatch(mine())[1]}, "text": {text}, "do": {"sure"}}), "/f/mine?thanks=1")
	}
	give()
	w.has(w.wanted(http.StatusOK, "GET", "/home", clerk, nil), []string{"转出去，那里还没有接收的：1 件", path})
	w.has(w.wanted(http.StatusOK, "GET", path, clerk, nil), []string{"等那里接收", "收回转交"})
	w.has(mine(), []string{"正在转交", "正在转给盖洋镇", "我不同意", "我不申请了"})
	say("plea", "我们上个月才搬来")
	handed := "/office/" + office + "/handed/"
	w.has(w.wanted(http.StatusOK, "GET", handed+"1", other, nil), []string{"转来以后说的，还没有答复", "我们上个月才搬来", "家庭在自己的页面上"})
	w.has(act(http.StatusBadRequest, url.Values{"act": {"recall"}, "note": {""}}), []string{"要写明理由"})
	act(http.StatusSeeOther, url.Values{"act": {"recall"}, "note": {"查清了，户口在这里"}})
	w.has(w.wanted(http.StatusOK, "GET", path, clerk, nil), []string{"以后又收回", "收回转交", "查清了，户口在这里", "我们上个月才搬来"}, "等那里接收")
	w.has(mine(), []string{"没有转走", "收回转交"}, "查清了，户口在这里", "正在转给")
	w.has(w.wanted(http.StatusOK, "GET", "/home", clerk, nil), nil, "转出去")
	w.has(w.wanted(http.StatusOK, "GET", handed+"1", other, nil), []string{"原机构已经收回"}, `value="take"`, "我们上个月才搬来")
	w.has(w.wanted(http.StatusConflict, "POST", handed+"1", other, url.Values{"do": {"take"}}), []string{"已经办过了", "原机构已经收回"})
	act(http.StatusSeeOther, url.Values{"act": {"answer"}, "answer": {"查清了"}})
	give()
	say("withdraw", "儿子接我去住了")
	w.has(mine(), []string{"已撤回", "儿子接我去住了"}, "正在转给", "没有转走")
	w.has(w.wanted(http.StatusOK, "GET", handed+"2", other, nil), []string{"家庭已经撤回申请"}, `value="take"`, "儿子接我去住了")
	w.has(w.wanted(http.StatusOK, "GET", path, clerk, nil), []string{"家庭就撤回了申请", "撤回申请"})
	w.has(w.wanted(http.StatusOK, "GET", "/home", clerk, nil), nil, "转出去")
}
