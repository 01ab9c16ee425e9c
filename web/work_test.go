package web_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
)

func TestWorkIsChosenKeptAndHandedOnOnPages(t *testing.T) {
	t.Parallel()
	w := work(t)
	clerk := w.family()
	other := w.settled(4, "tc.8", "township_clerk")
	chief := w.settled(4, "tr.8", "township_reviewer")
	reviewer := w.inside(4, chief)
	w.wanted(http.StatusSeeOther, "POST", "/office/4/household/1/apply", clerk, url.Values{"programme": {"dibao"}})
	path := "/office/4/case/1"
	w.has(w.wanted(http.StatusOK, "GET", path, clerk, nil), []string{"最低生活保障：王桂兰", "还没有人领取", "我来办"})
	w.wanted(http.StatusSeeOther, "POST", path+"/claim", clerk, url.Values{"do": {"take"}})
	w.has(w.wanted(http.StatusOK, "GET", path, reviewer, nil), []string{"林一 在办"})
	mine := w.wanted(http.StatusOK, "GET", "/work", clerk, nil)
	w.has(mine, []string{"王桂兰", "林一 在办"})
	w.has(w.wanted(http.StatusOK, "GET", "/work?hands=turn", clerk, nil), []string{"王桂兰"})
	w.has(w.wanted(http.StatusOK, "GET", "/work?hands=turn", reviewer, nil), []string{"没有符合的办件", "轮到我办的"}, "王桂兰")
	for label, n := range map[string]string{"轮到我办": "1", "在办": "1", "已超期": "0", "在我手上": "1"} {
		if !strings.Contains(mine, "<span>"+label+`</span> <strong class="num">`+n+"</strong>") {
			t.Errorf("%s is not %s", label, n)
		}
	}
	w.has(w.wanted(http.StatusOK, "GET", "/work?hands=none", reviewer, nil), []string{"没有符合的办件", "存下"}, "王桂兰")
	lost := w.wanted(http.StatusBadRequest, "POST", "/work", reviewer, url.Values{"asked": {"hands=none&page=3"}, "name": {strings.Repeat("长", 21)}})
	w.has(lost, []string{"写 1 到 20 个字"})
	if !strings.Contains(lost, strings.Repeat("长", 21)) || !strings.Contains(lost, `value="hands=none"`) {
		t.Errorf("what was typed is lost: %s", lost)
	}
	w.wanted(http.StatusSeeOther, "POST", "/work", reviewer, url.Values{"asked": {"hands=none&page=3&other=1"}, "name": {"没人领的"}})
	if page := w.wanted(http.StatusOK, "GET", "/work", reviewer, nil); !strings.Contains(page, `<a href="/work?hands=none">没人领的</a>`) {
		t.Errorf("%s", page)
	}
	w.wanted(http.StatusSeeOther, "POST", "/work/drop", reviewer, url.Values{"name": {"没人领的"}})
	w.has(w.wanted(http.StatusOK, "GET", "/work", reviewer, nil), nil, "没人领的")
	guard := w.settled(3, "sa.8", "system_administrator")
	if page := w.wanted(http.StatusOK, "GET", path, clerk, nil); strings.Contains(page, `<option value="`+strconv.FormatInt(guard, 10)+`"`) || !strings.Contains(page, `value="`+strconv.FormatInt(other, 10)+`"`) {
		t.Error("a case is handed on to those who work on cases, and to nobody else")
	}
	w.has(w.wanted(http.StatusBadRequest, "POST", path+"/claim", clerk, url.Values{"colleague": {strconv.FormatInt(other, 10)}}), []string{"转交的理由：没有写"})
	w.wanted(http.StatusSeeOther, "POST", path+"/claim", clerk, url.Values{"colleague": {strconv.FormatInt(other, 10)}, "reason": {"外出学习"}})
	person := "/office/4/staff/" + strconv.FormatInt(other, 10)
	w.has(w.wanted(http.StatusOK, "GET", person, reviewer, nil), []string{"领取了 1 件", "全部移交"})
	w.has(w.wanted(http.StatusOK, "POST", person+"/work", reviewer, url.Values{"colleague": {strconv.FormatInt(chief, 10)}, "reason": {"调离"}}), []string{"第 1 件", "放回大家办", "这位同事办不了"})
	w.has(w.wanted(http.StatusOK, "GET", person, reviewer, nil), []string{"没有领取的办件"})
}
