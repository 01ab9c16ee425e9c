package web_test

import (
	"net/http"
	"testing"
)

func TestTheTablesBesideTheChartsHoldTheSameNumbers(t *testing.T) {
	t.Parallel()
	w := work(t)
	path, clerk, decider := w.heard()
	w.does(path, clerk, "judge")
	w.does(path, decider, "approve")
	page := w.wanted(http.StatusOK, "GET", "/chart", clerk, nil)
	w.has(page, []string{"雪峰镇", "法定期限", "启动家庭经济状况调查", `data-table="standing"`, `data-table="steps"`}, "王桂兰", "清流县民政局")
	w.has(w.wanted(http.StatusOK, "GET", "/chart?table=steps&as=csv", clerk, nil), []string{"启动家庭经济状况调查", "工作日"})
	w.has(w.wanted(http.StatusOK, "GET", "/chart?as=csv", clerk, nil), []string{"雪峰镇,1"})
	w.has(w.wanted(http.StatusOK, "GET", "/chart?to=2020-01-01", clerk, nil), []string{"这段时间没有办件"}, "雪峰镇,")
	w.has(w.wanted(http.StatusBadRequest, "GET", "/chart?from=乱写", clerk, nil), []string{"从哪一天递交的：", `value="乱写"`})
}
