package web_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"doudi/audit"
	"doudi/casework"
	"doudi/civil"
	"doudi/registry"
)

// needTurn is a need on its page with the turn that was seen.
var needTurn = regexp.MustCompile(`name="(turn\.\d+)" value="(\d+)"`)

// turns are those that a page carries along, for a form.
func turns(page string, form url.Values) url.Values {
	for _, m := range needTurn.FindAllStringSubmatch(page, -1) {
		form.Set(m[1], m[2])
	}
	return form
}

// needs gives the first household an application with a need to be handed on and
// one that waits for an answer, and its page.
func (w *works) needs() (path string) {
	w.Helper()
	day := civil.Date(20700)
	w.must(w.store.Cases().Do(context.Background(), 4, audit.Act{Actor: 9, Role: "township_clerk", Name: "case.refer"}, func(tx casework.Tx) error {
		a := casework.Application{Ref: registry.Ref{Office: 4, ID: 900}, Household: 1, Way: casework.AtWindow, Taken: 4, Staff: 9, Begun: 1}
		if err := tx.AddApplication(a); err != nil {
			return err
		}
		a.Handed, a.Turn = 1, 2
		if err := tx.SaveApplication(a); err != nil {
			return err
		}
		one := casework.Referral{Ref: registry.Ref{Office: 4, ID: 901}, Application: a.ID, Area: "housing", State: casework.ToHandOn, Turn: 1, Named: day}
		if err := tx.AddReferral(one); err != nil {
			return err
		}
		one.ID, one.Area, one.State, one.Handed, one.Staff, one.To = 902, "medical", casework.HandedOn, day, 9, "县医保局"
		return tx.AddReferral(one)
	}))
	return "/office/4/application/900/needs"
}

func TestWhatOthersSeeToIsHandedOnAnsweredAndToldToTheFamily(t *testing.T) {
	t.Parallel()
	w := work(t)
	h := w.three()
	h.form.Set("p.0.phone", folkPhone)
	h.presses("")
	for _, area := range []string{"living", "medical", "housing", "education"} {
		h.form.Add("need", area)
	}
	h.answers()
	h.signs(true, "commitment.1", "authorisation.1", "authorisation.2")
	needs := "/office/4/application/1/needs"
	w.has(w.wanted(http.StatusOK, "GET", needs, h.token, nil), []string{"没有要转办的需求"}, "一起转办")
	h.presses("accept")
	w.has(h.page, []string{"由谁办", "民政部门", "将转给医疗保障部门", "将转给教育部门"})
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/application/1", h.token, nil), []string{"家庭的其他需求，3 项等转办"})
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/case/1", h.token, nil), []string{"家庭的其他需求，3 项等转办", needs})
	w.has(w.wanted(http.StatusOK, "GET", "/home", h.token, nil), []string{"要转办的需求", "/referral?show=open"})
	w.handsOn(h.token, needs)
	w.answersNeed(h.token, needs)
	v := w.follows(regexp.MustCompile(`350421-2026-\d{5}-\d`).FindString(h.page))
	w.has(v.send("GET", "/f/mine", nil).Body.String(), []string{"您还需要的帮助", "县医保局答复：已经帮助。给办了医疗救助", "已经转给县住建局，等那里答复", "不再转办。孩子毕业了"}, "林一")
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/application/1/print/slip", h.token, nil), []string{"县医保局答复：已经帮助", "已经转给县住建局"})
	file := w.wanted(http.StatusOK, "GET", "/referral?show=over&as=csv", h.token, nil)
	w.has(file, []string{"医疗", "王一", "县医保局", "已经帮助", "教育"}, "住房", "110105")
	if strings.Contains(w.log.String(), "level=ERROR") {
		t.Error(w.log.String())
	}
}

// handsOn hands two of the three needs on, and looks at what goes out.
func (w *works) handsOn(clerk, needs string) {
	w.Helper()
	page := w.wanted(http.StatusOK, "GET", needs, clerk, nil)
	w.has(page, []string{"王一家", `value="医疗保障部门"`, `value="住房城乡建设部门"`, "勾选的一起转办"})
	form := turns(page, url.Values{"act": {"hand"}, "pick": {"1", "3"}, "to.1": {"县医保局"}, "note.1": {"陈二住院，自付两万元"}, "to.3": {" "}, "note.3": {"房子漏雨"}})
	w.has(w.wanted(http.StatusBadRequest, "POST", needs, clerk, form), []string{"住房：转给哪个部门没有填", `href="#to.3"`, `value="县医保局"`, "陈二住院，自付两万元", "房子漏雨"})
	form.Set("to.3", "县住建局")
	form.Set("note.1", "陈二 110105194912310021 住院")
	w.has(w.wanted(http.StatusBadRequest, "POST", needs, clerk, form), []string{"医疗：困难的情况里有长串数字", `href="#note.1"`})
	form.Set("note.1", "陈二住院，自付两万元")
	w.wanted(http.StatusForbidden, "POST", needs, w.inside(4, w.settled(4, "tr.1", "township_reviewer")), form)
	w.wanted(http.StatusSeeOther, "POST", needs, clerk, form)
	w.has(w.wanted(http.StatusConflict, "POST", needs, clerk, form), []string{"刚刚有人办过"})
	page = w.wanted(http.StatusOK, "GET", needs, clerk, nil)
	w.has(page, []string{"县医保局", "等答复", "县住建局", needs + "/1", needs + "/3", "教育"}, needs+"/2")
	paper := w.wanted(http.StatusOK, "GET", needs+"/1", clerk, nil)
	w.has(paper, []string{"转办单", "编号 ", "县医保局：", "王一", "3 人", "陈二住院，自付两万元", "（　）已经帮助", "雪峰镇"}, "房子漏雨", "最低生活保障", "13800138000", "11010519491231002X", "110105********002X")
	w.wanted(http.StatusNotFound, "GET", needs+"/2", clerk, nil)
	archive := regexp.MustCompile(`/office/4/paper/\d+`).FindString(paper)
	if to := w.ask("GET", archive, clerk, nil).Header().Get("Location"); !strings.Contains(to, "/household/1/paper/") {
		w.Errorf("the paper is not kept: %q", to)
	}
}

// answersNeed keeps the answer to one, and drops another.
func (w *works) answersNeed(clerk, needs string) {
	w.Helper()
	page := w.wanted(http.StatusOK, "GET", needs, clerk, nil)
	w.has(w.wanted(http.StatusBadRequest, "POST", needs, clerk, turns(page, url.Values{"act": {"answer"}, "which": {"1"}, "said.1": {"给办了医疗救助"}})), []string{"医疗：办得怎样没有选", "给办了医疗救助", `href="#outcome.1"`, `name="pick" value="2" checked`})
	w.wanted(http.StatusSeeOther, "POST", needs, clerk, turns(page, url.Values{"act": {"answer"}, "which": {"1"}, "outcome.1": {"helped"}, "said.1": {"给办了医疗救助"}}))
	w.has(w.wanted(http.StatusBadRequest, "POST", needs, clerk, turns(page, url.Values{"act": {"drop"}, "said": {"孩子毕业了"}})), []string{"哪一项：没有选", "孩子毕业了"})
	w.has(w.wanted(http.StatusBadRequest, "POST", needs, clerk, turns(page, url.Values{"act": {"drop"}, "which": {"2"}})), []string{"教育：写给家庭的话没有填"})
	w.wanted(http.StatusSeeOther, "POST", needs, clerk, turns(page, url.Values{"act": {"drop"}, "which": {"2"}, "said": {"孩子毕业了"}}))
	w.has(w.wanted(http.StatusOK, "GET", needs, clerk, nil), []string{"了结的", "已经帮助", "给办了医疗救助", "不再转办", "孩子毕业了", "还有别的需求"})
	w.has(w.wanted(http.StatusOK, "GET", "/referral", clerk, nil), []string{"住房", "县住建局", "王一，雪峰镇，家庭 1", "0 天"}, "医保")
	w.has(w.wanted(http.StatusOK, "GET", "/home", clerk, nil), nil, "要转办的需求")
}
