package web_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"doudi/registry"
)

// Numbers that are nobody's; the second is that of resident.
const (
	someNumber  = "440524188001010014"
	otherNumber = "11010519491231002X"
)

// wanted stops where an answer is not of a status.
func (w *works) wanted(status int, method, path, token string, form url.Values) string {
	w.Helper()
	answer := w.ask(method, path, token, form)
	if answer.Code != status {
		w.Fatalf("%s %s: %d %s", method, path, answer.Code, plain(answer.Body.String()))
	}
	return answer.Body.String() + answer.Header().Get("Location")
}

func TestSomebodyIsEnteredAndWhatWasTypedIsNeverLost(t *testing.T) {
	t.Parallel()
	w := work(t)
	clerk := w.inside(4, w.settled(4, "tc.1", "township_clerk"))
	path := "/office/4/person/new"
	typed := url.Values{"name": {"王桂兰"}, "number": {"110105194912310021"}, "phone": {"13800138000"}, "household": {"7"}}
	w.has(w.wanted(http.StatusBadRequest, "POST", path, clerk, typed), []string{"校验位不对", `value="王桂兰"`, `value="110105194912310021"`, `value="13800138000"`, `name="household" value="7"`, `href="#number"`})
	typed.Set("number", "")
	w.has(w.wanted(http.StatusBadRequest, "POST", path, clerk, typed), []string{"没有证件号码时必须填写", `href="#birth"`})
	typed.Set("number", otherNumber)
	typed.Del("household")
	if to := w.wanted(http.StatusSeeOther, "POST", path, clerk, typed); !strings.HasSuffix(to, "/office/4/person/1") {
		t.Error(to)
	}
	w.has(w.wanted(http.StatusBadRequest, "POST", path, clerk, typed), []string{"本机构已经登记过这个人（人员编号 1）", `href="/office/4/person/1"`, "证件号码相同"})
	for n, c := range []struct{ number, want string }{{"810000199408230021", "港澳台居民居住证号码"}, {"91112419810128104X", "外国人永久居留身份证号码"}} {
		w.wanted(http.StatusSeeOther, "POST", path, clerk, url.Values{"name": {"甲"}, "number": {c.number}})
		w.has(w.wanted(http.StatusOK, "GET", fmt.Sprintf("/office/4/person/%d", n+2), clerk, nil), []string{c.want, "女"}, c.number)
	}
	other := w.inside(7, w.settled(7, "tc.7", "township_clerk"))
	w.has(w.wanted(http.StatusBadRequest, "POST", "/office/7/person/new", other, typed), []string{"已在另一个机构（编号 4）登记", "雪峰镇"}, `href="/office/4/person/1"`)
}

func TestWhoMayBeTheSamePersonIsShownBeforeHeIsEnteredTwice(t *testing.T) {
	t.Parallel()
	w := work(t)
	w.known(xuefeng, resident)
	clerk := w.inside(4, w.settled(4, "tc.1", "township_clerk"))
	typed := url.Values{"name": {"汪贵兰"}, "birth": {"1949-12-31"}, "sex": {"female"}, "phone": {"13900139000"}}
	page := w.wanted(http.StatusOK, "POST", "/office/4/person/new", clerk, typed)
	w.has(page, []string{"可能已经登记过", "姓名同音，出生日期相同", `href="/office/4/person/1"`, `name="phone" value="13900139000"`, "不是同一个人，照样登记"}, resident.Number)
	typed.Set("do", "edit")
	w.has(w.wanted(http.StatusOK, "POST", "/office/4/person/new", clerk, typed), []string{`value="汪贵兰"`, `value="1949-12-31"`, `value="13900139000"`})
	w.has(w.wanted(http.StatusNotFound, "GET", "/office/4/person/2", clerk, nil), nil, "汪贵兰")
	typed.Set("do", "sure")
	w.wanted(http.StatusSeeOther, "POST", "/office/4/person/new", clerk, typed)
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/person/2", clerk, nil), []string{"汪贵兰", "没有证件"})
}

func TestPapersComeLaterAndWhatIsLeftEmptyStays(t *testing.T) {
	t.Parallel()
	w := work(t)
	w.known(xuefeng, resident, registry.Identity{Name: "无名氏", Birth: "1950-01-01", Sex: "male", Phone: "13900139000"})
	clerk := w.inside(4, w.settled(4, "tc.1", "township_clerk"))
	edit := "/office/4/person/2/edit"
	w.has(w.wanted(http.StatusOK, "GET", edit, clerk, nil), []string{`value="无名氏"`, `value="1950-01-01"`, "现在登记的是 139******00"}, "13900139000")
	typed := url.Values{"name": {"赵国强"}, "number": {otherNumber}, "birth": {"1950-01-01"}, "sex": {"male"}}
	w.has(w.wanted(http.StatusBadRequest, "POST", edit, clerk, typed), []string{"本机构已经登记过这个人（人员编号 1）", `value="赵国强"`})
	typed.Set("number", someNumber)
	w.wanted(http.StatusSeeOther, "POST", edit, clerk, typed)
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/person/2", clerk, nil), []string{"赵国强", "440*************14", "1880年1月1日", "139******00", "无名氏，男，1950年1月1日出生，没有证件"}, someNumber)
}

func TestTwoRecordsOfOnePersonAreMadeOneAfterItWasSaidWhatHappens(t *testing.T) {
	t.Parallel()
	w := work(t)
	w.known(xuefeng, resident, registry.Identity{Name: "王桂兰", Birth: "1949-12-31", Sex: "female"}, registry.Identity{Name: "周五", Number: someNumber})
	county := w.inside(3, w.settled(3, "cc.1", "county_clerk"))
	path := "/office/4/person/2/merge"
	w.has(w.wanted(http.StatusOK, "GET", path, county, nil), []string{"王桂兰（人员 1，女，76岁，110*************2X）"}, "周五")
	w.has(w.wanted(http.StatusBadRequest, "POST", path, county, url.Values{}), []string{"另一条记录：没有选"})
	typed := url.Values{"other": {"1"}, "stays": {"other"}}
	w.has(w.wanted(http.StatusOK, "POST", path, county, typed), []string{"保留：王桂兰（人员 1", "并入：王桂兰（人员 2", "不能拆开", `name="stays" value="other"`})
	w.has(w.wanted(http.StatusForbidden, "POST", "/office/4/person/3/merge", county, url.Values{"other": {"1"}, "do": {"sure"}}), []string{"是两个人"})
	typed.Set("do", "sure")
	w.wanted(http.StatusSeeOther, "POST", path, county, typed)
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/person/2", county, nil), []string{"这条记录已经合并或迁出", `href="/office/4/person/1"`}, "更正身份")
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/person/1", county, nil), []string{"合并进来", `href="/office/4/person/2"`})
	if _, err := w.registry.Dossier(context.Background(), desk(xuefeng), 1); err != nil {
		t.Error(err)
	}
}
