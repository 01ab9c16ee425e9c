package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// rowOf is the first row that a page offers to confirm.
var rowOf = regexp.MustCompile(`name="row" value="([0-9a-f]{64})"`)

func TestACountyConfirmsAFigureByItsDocumentAndTakesItBack(t *testing.T) {
	t.Parallel()
	w := workUnder(t, law())
	w.site.Cases.Law = trueLawOfMingxi
	decider := w.inside(3, w.settled(3, "cd.1", "county_decider"))
	clerk := w.inside(4, w.settled(4, "tc.1", "township_clerk"))
	path := "/office/3/figure"
	page := w.wanted(http.StatusOK, "GET", path, decider, nil)
	w.has(page, []string{"等待确认", "※示例", `href="` + path + `/small_limit?on=`, "还没有确认过数值", "别的现行数值"})
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/figure", clerk, nil), []string{"雪峰镇的数值确认", "等待确认"}, "/small_limit?on=\" aria")
	w.has(page, nil, "这是演示系统")
	w.site.Demo = true
	w.has(w.wanted(http.StatusOK, "GET", path, decider, nil), []string{"这是演示系统：人员都是虚构的，没有确认的示例数值也能据此作出决定"})
	w.site.Demo = false
	w.wanted(http.StatusForbidden, "GET", "/office/4/figure/small_limit", clerk, nil)
	w.has(w.wanted(http.StatusOK, "GET", "/home", decider, nil), []string{`href="` + path + `"`})

	w.has(w.wanted(http.StatusOK, "GET", path+"?show=open&words=限额", decider, nil), []string{"/small_limit?on=", "没有这样的数值"})
	w.has(w.wanted(http.StatusOK, "GET", path+"?show=done", decider, nil), []string{"没有等待确认的数值", "最低生活保障，"}, "/small_limit?on=\" aria")
	w.has(w.wanted(http.StatusOK, "GET", path+"?words=没有这样的字", decider, nil), []string{"没有等待确认的数值", "没有这样的数值"})
	form := w.wanted(http.StatusOK, "GET", path+"/small_limit", decider, nil)
	var rows []string
	for _, row := range rowOf.FindAllStringSubmatch(form, -1) {
		rows = append(rows, row[1])
	}
	if len(rows) == 0 {
		t.Fatal(plain(form))
	}
	sent := url.Values{"row": rows, "same": {"other"}, "title": {"关于临时救助标准的通知"}, "document": {"明政办〔2025〕12号"}, "article": {"第二条"}, "day": {"2025-12-01"}}
	for _, one := range []struct{ name, field, value, want string }{
		{"the document says something else", "same", "other", "请政策人员照文件改政策包"},
		{"nobody looked at the document", "same", "", "请对着文件看过再选"},
		{"the day is none", "day", "去年", "印发日期"},
		{"there is no number", "document", "", "文号：没有填"},
	} {
		wrong := url.Values{}
		for k, v := range sent {
			wrong[k] = v
		}
		wrong.Set("same", "same")
		wrong.Set(one.field, one.value)
		w.has(w.wanted(http.StatusBadRequest, "POST", path+"/small_limit", decider, wrong), []string{one.want, `value="关于临时救助标准的通知"`, `value="` + rows[0] + `" checked`})
	}
	sent.Set("same", "same")
	w.wanted(http.StatusSeeOther, "POST", path+"/small_limit", decider, sent)
	w.has(w.wanted(http.StatusConflict, "POST", path+"/small_limit", decider, sent), []string{"已经确认过"})
	document := "《关于临时救助标准的通知》（明政办〔2025〕12号）第二条"
	w.has(w.wanted(http.StatusOK, "GET", path, decider, nil), []string{document, "林一", "收回", "已照" + document + "确认"}, `href="`+path+"/small_limit?on=")
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/figure", clerk, nil), []string{document}, ">收回<")
	if file := w.ask("GET", path+"?as=csv", decider, nil).Body.String(); !strings.Contains(file, document) || !strings.Contains(file, "待确认") {
		t.Errorf("the file: %s", file)
	}

	back := url.Values{"number": {"1"}}
	w.has(w.wanted(http.StatusOK, "POST", path+"/back", decider, back), []string{"以前作出的决定不变", "确认收回"})
	back.Set("do", "sure")
	w.wanted(http.StatusSeeOther, "POST", path+"/back", decider, back)
	w.has(w.wanted(http.StatusOK, "GET", path, decider, nil), []string{`href="` + path + "/small_limit?on=", "收回，不再有效"}, ">收回<")
	w.wanted(http.StatusSeeOther, "POST", path+"/back", decider, back)
	w.wanted(http.StatusNotFound, "POST", path+"/back", decider, url.Values{"number": {"1"}})
	w.wanted(http.StatusNotFound, "GET", path+"/no_such_figure", decider, nil)
}
