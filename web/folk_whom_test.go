package web_test

import (
	"net/http"
	"net/url"
	"testing"
)

// named is a family of two that asks for itself and for an allowance of one of it.
func (w *works) named() *visitor {
	w.Helper()
	v, _ := w.asks(nil)
	v.names([]string{"张秀兰", numberOf("35042119700501101"), ""}, []string{"张小明", numberOf("35042120100501301"), "child"})
	page := v.send("GET", "/f/apply/mine/people", nil).Body.String()
	form := url.Values{"turn": {turnOf.FindStringSubmatch(page)[1]}, "n": {"2"}, "address": {"雪峰镇城东村12号"}, "programme": {"dibao", "disability_care"}}
	for _, id := range kinOn.FindAllStringSubmatch(page, -1) {
		form.Set(id[1], id[2])
	}
	form["p.0.name"], form["p.0.number"] = []string{"张秀兰"}, []string{numberOf("35042119700501101")}
	form["p.1.name"], form["p.1.number"], form["p.1.relation"] = []string{"张小明"}, []string{numberOf("35042120100501301")}, []string{"child"}
	v.leads(v.send("POST", "/f/apply/mine/people", form), "/f/apply/mine/questions")
	return v
}

func TestAParentAsksForTheChildOnline(t *testing.T) {
	t.Parallel()
	w := work(t)
	clerk := w.inside(4, w.settled(4, "tc.8", "township_clerk"))
	v := w.named()
	w.has(v.send("GET", "/f/apply/mine/questions", nil).Body.String(), []string{"重度残疾人护理补贴：替谁申请", "张小明</option>"}, "最低生活保障：替谁申请")
	w.has(v.send("GET", "/f/apply/mine", nil).Body.String(), []string{"还没有选替谁申请"})
	typed := url.Values{"turn": {v.seenTurn("/f/apply/mine/questions")}, "person": {"1", "2"}, "story": {"孩子不能自理"}, "do": {"next"}}
	none := v.send("POST", "/f/apply/mine/questions", typed)
	if w.has(none.Body.String(), []string{"没有选替谁申请", "孩子不能自理"}); none.Code != http.StatusBadRequest {
		t.Error(none.Code)
	}
	w.has(v.send("POST", "/f/apply/mine/lodge", url.Values{"turn": {v.seenTurn("/f/apply/mine")}}).Body.String(), []string{"没有选替谁申请"})
	typed.Set("turn", v.seenTurn("/f/apply/mine/questions"))
	typed.Set("for.disability_care", "2")
	v.leads(v.send("POST", "/f/apply/mine/questions", typed), "/f/apply/mine/sign")
	w.has(v.send("GET", "/f/apply/mine", nil).Body.String(), []string{"重度残疾人护理补贴（替张小明申请）"})
	v.lodges()

	path := "/office/4/request/1"
	page := w.wanted(http.StatusOK, "GET", path, clerk, nil)
	w.has(page, []string{"重度残疾人护理补贴（替张小明申请）", `<option value="2" selected`, "村（社区）", "城东村"})
	take := url.Values{"turn": {turnOf.FindStringSubmatch(page)[1]}, "do": {"take"}, "for.disability_care": {""}}
	w.has(w.wanted(http.StatusUnprocessableEntity, "POST", path, clerk, take), []string{"替谁申请：没有选", "没有登记"})
	take.Set("for.disability_care", "2")
	take.Set("left", "2")
	w.has(w.wanted(http.StatusUnprocessableEntity, "POST", path, clerk, take), []string{"这次先不登记", "没有登记"})
	take.Del("left")
	take.Set("village", "5")
	to := w.wanted(http.StatusSeeOther, "POST", path, clerk, take)
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/household/1", clerk, nil), []string{"由城东村的协理员走访"})
	page = w.wanted(http.StatusOK, "GET", to, clerk, nil)
	w.has(page, []string{"重度残疾人护理补贴"})
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/case/2", clerk, nil), []string{"重度残疾人护理补贴：张小明"})
}
