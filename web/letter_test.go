package web_test

import (
	"net/http"
	"net/url"
)

// letter makes the letter about an award, and looks at it.
func (w *works) letter(path, clerk string) {
	w.Helper()
	page := w.wanted(http.StatusOK, "GET", path+"/letter", clerk, nil)
	w.has(page, []string{"最低生活保障确认通知书", "制作通知书"}, "通知书的存档")
	turn := noticeTurn.FindStringSubmatch(page)[1]
	w.has(w.wanted(http.StatusConflict, "POST", path+"/letter", clerk, url.Values{"turn": {"1"}}), []string{"别的同事刚刚"})
	w.wanted(http.StatusSeeOther, "POST", path+"/letter", clerk, url.Values{"turn": {turn}})
	w.has(w.wanted(http.StatusOK, "GET", path+"/letter", clerk, nil), []string{"王桂兰：", "给予最低生活保障", "每月 ", "从哪个月起", "怎样发放", "按月打到家庭账户", "理由 1", "不同意怎么办 1", "《", "通知书的存档", "收件人"}, "11010519491231002X")
	w.has(w.wanted(http.StatusOK, "GET", path, clerk, nil), []string{"打印通知书", "制作通知书"})
}
