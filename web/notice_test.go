package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"doudi/access"
	"doudi/admin"
	"doudi/casework"
)

var (
	noticeTurn = regexp.MustCompile(`name="turn" value="(\d+)"`)
	order      = map[string]string{"do": "make", "place": "雪峰镇社会事务办", "phone": "0598-2812345", "code": "yes"}
)

// notice makes the notice of a case, and hangs it.
func (w *works) notice(path, token string, hang bool) (page string) {
	w.Helper()
	send := func(fields map[string]string) {
		w.Helper()
		all := map[string]string{"turn": noticeTurn.FindStringSubmatch(w.wanted(http.StatusOK, "GET", path+"/notice", token, nil))[1]}
		for k, v := range fields {
			all[k] = v
		}
		if answer := w.bring(path+"/notice", token, csrf, all); answer.Code != http.StatusSeeOther {
			w.Fatalf("%v: %d %s", fields, answer.Code, plain(answer.Body.String()))
		}
	}
	send(order)
	page = w.wanted(http.StatusOK, "GET", path+"/notice", token, nil)
	if hang {
		send(map[string]string{"do": "hang", "where": "城东村公示栏", "why": "手机坏了"})
	}
	return page
}

// codeOf is the address on the newest notice of a case, as a phone reads it off
// the paper.
func (w *works) codeOf(office, id int64) (token string) {
	w.Helper()
	w.must(w.store.Cases().Read(w.Context(), func(v casework.View) error {
		list, err := v.Records(office, id)
		for _, r := range list {
			if r.Token != "" {
				token = r.Token
			}
		}
		return err
	}))
	return token
}

// rung gives an office a telephone.
func (w *works) rung(office int64, name, phone string) {
	w.Helper()
	w.must(w.site.Admin.Rename(w.Context(), admin.By{Staff: 1, Role: access.SystemAdmin}, office, admin.Rename{Name: name, Phone: phone}))
}

func TestANoticeIsMadeHungAndObjectedToByItsCode(t *testing.T) {
	t.Parallel()
	w := work(t)
	clerk := w.family()
	path := w.begun(clerk)
	w.answered(1, 2, 3)
	w.settled(3, "cc.1", "county_clerk")
	w.wanted(http.StatusNotFound, "GET", path+"/notice", clerk, nil)
	w.does(path, clerk, "do")
	w.does(path, w.again("cc.1"), "do")
	w.does(path, clerk, "do")
	w.has(w.wanted(http.StatusOK, "GET", path, clerk, nil), []string{"制作公示单</a>"})
	w.has(w.wanted(http.StatusOK, "GET", path+"/notice", clerk, nil), []string{"先要按规定测算；请经办人员在办件页的“测算”里算一次", path + "#judged"}, ">制作公示单</button>")
	w.does(path, clerk, "judge")
	w.has(w.wanted(http.StatusOK, "GET", path+"/notice", clerk, nil), []string{"照测算或者决定写：初审意见：拟给予", ">制作公示单</button>"})
	w.rung(4, "雪峰镇", "0598-2812304")
	w.has(w.wanted(http.StatusOK, "GET", path+"/notice", clerk, nil), []string{`value="0598-2812304"`})
	wrong := map[string]string{"do": "make", "turn": "9", "place": "雪峰镇社会事务办", "phone": "", "code": "yes"}
	w.has(w.wanted(http.StatusOK, "GET", "/notice?show=wait", clerk, nil), []string{"王桂兰", "还没有张贴"})
	w.has(w.bring(path+"/notice", clerk, csrf, wrong).Body.String(), []string{"提出异议的电话：没有填", `value="雪峰镇社会事务办"`})
	page := w.notice(path, clerk, false)
	w.has(page, []string{"城东村", "王*兰", "拟给予", "7 天，从张贴的第二天算起", "0598-2812345", "data:image/png;base64", "登记张贴", "登记的这一天就是张贴的日期，公示7 天，从张贴的第二天算起。"}, "王桂兰</td>", "12号</td>", "每月 640 元", "从登记张贴这天算")
	first := w.codeOf(4, 1)
	again := map[string]string{"do": "make", "turn": noticeTurn.FindStringSubmatch(page)[1], "place": "城东村村委会", "phone": "打给我", "code": "yes"}
	w.has(w.bring(path+"/notice", clerk, csrf, again).Body.String(), []string{"不是电话号码", `value="城东村村委会"`, "<details class=\"card\" open"})
	again["phone"] = "0598-2812345"
	if answer := w.bring(path+"/notice", clerk, csrf, again); answer.Code != http.StatusSeeOther {
		t.Fatal(plain(answer.Body.String()))
	}
	page = w.wanted(http.StatusOK, "GET", path+"/notice", clerk, nil)
	w.has(page, []string{"城东村村委会", "作废的公示单：", "编号 "})
	w.has(w.wanted(http.StatusNotFound, "GET", "/notice/"+first, "", nil), []string{"请看公示栏里张贴的那一份"}, "王*兰", "城东村")
	w.has(w.wanted(http.StatusOK, "GET", path, clerk, nil), []string{"没有张贴，换了新的"})
	hang := map[string]string{"do": "hang", "where": "城东村公示栏", "turn": noticeTurn.FindStringSubmatch(page)[1]}
	w.has(w.bring(path+"/notice", clerk, csrf, hang).Body.String(), []string{"张贴的照片：没有选", `value="城东村公示栏"`})
	hang["hour"] = "8:61"
	w.has(w.bring(path+"/notice", clerk, csrf, hang, noise(t, 9, 80, 60)).Body.String(), []string{"时间：请写成 09:30", `value="8:61"`})
	hang["hour"] = "08:51"
	if answer := w.bring(path+"/notice", clerk, csrf, hang, noise(t, 9, 80, 60)); answer.Code != http.StatusSeeOther {
		t.Fatal(plain(answer.Body.String()))
	}
	w.has(w.wanted(http.StatusOK, "GET", path+"/notice", clerk, nil), []string{"公示到2026年9月22日为止"}, "登记张贴</button>")
	w.has(w.wanted(http.StatusOK, "GET", "/notice", clerk, nil), []string{"公示到2026年9月22日，还有 7 天"}, "待处理的异议")
	w.has(w.wanted(http.StatusBadRequest, "GET", "/notice?show=over&from=乱写", clerk, nil), []string{"从哪一天：", `value="乱写"`})
	open := "/notice/" + w.codeOf(4, 1)
	answer := w.ask("GET", open, "", nil)
	w.has(answer.Body.String(), []string{"王*兰", "公示到2026年9月22日为止", "提出异议"}, "王桂兰", "350421-", "12号")
	if answer.Header().Get("X-Robots-Tag") == "" || answer.Header().Get("Cache-Control") != "no-store" {
		t.Error(answer.Header())
	}
	w.has(w.wanted(http.StatusBadRequest, "POST", open, "", url.Values{"text": {"短"}, "name": {"张三"}}), []string{"5 到 500 个字", `value="张三"`})
	w.wanted(http.StatusSeeOther, "POST", open, "", url.Values{"text": {"他家去年买了小汽车"}})
	w.has(w.wanted(http.StatusOK, "GET", open+"?thanks=1", "", nil), []string{"已经收到"})
	w.has(w.wanted(http.StatusOK, "GET", path, clerk, nil), []string{"记下异议：扫码提出", "他家去年买了小汽车", "系统"})
	for range 8 {
		w.wanted(http.StatusSeeOther, "POST", open, "", url.Values{"text": {"他家去年买了小汽车"}})
	}
	w.has(w.wanted(http.StatusTooManyRequests, "POST", open, "", url.Values{"text": {"他家去年买了小汽车"}}), []string{"过一个小时再提"})
	w.wanted(http.StatusNotFound, "GET", "/notice/"+strings.Repeat("x", 22), "", nil)
	w.clock.Pass(9 * 24 * time.Hour)
	w.wanted(http.StatusNotFound, "GET", open, "", nil) // its days are over, taken down or not
	if strings.Contains(w.log.String(), open) {
		t.Error("the address of a notice is in the log")
	}
}
