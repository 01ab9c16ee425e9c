package web_test

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"doudi/access"
	"doudi/audit"
	"doudi/civil"
	"doudi/fault"
	"doudi/registry"
	"doudi/staff"
)

// The townships of the instance, as the registry sees them.
var (
	xuefeng  = access.Office{ID: 4, Level: access.Township, Above: []int64{3, 2, 1}}
	longjin  = access.Office{ID: 7, Level: access.Township, Above: []int64{6, 2, 1}}
	resident = registry.Identity{Name: "王桂兰", Number: "11010519491231002X", Phone: "13800138000", Account: "6217000010001234567"}
)

// desk is a clerk of a township.
func desk(at access.Office) registry.Desk {
	return registry.Desk{Actor: access.Actor{Staff: 1, Posts: []access.Post{{Role: "township_clerk", Office: at, To: civil.Open}}}, Office: at}
}

// known enters people at a township.
func (w *works) known(at access.Office, people ...registry.Identity) (ids []int64) {
	w.Helper()
	for _, i := range people {
		id, err := w.registry.EnterPerson(context.Background(), desk(at), i)
		if err != nil {
			w.Fatal(fault.Sentence(err))
		}
		ids = append(ids, id)
	}
	return ids
}

// has looks for texts on a page, and for some that must not be there.
func (w *works) has(page string, want []string, not ...string) {
	w.Helper()
	for _, text := range want {
		if !strings.Contains(page, text) {
			w.Errorf("%q is not on the page: %s", text, plain(page))
		}
	}
	for _, text := range not {
		if strings.Contains(page, text) {
			w.Errorf("%q is on the page", text)
		}
	}
}

// anyFound is an address of what was found: it says nothing of the search.
var anyFound = regexp.MustCompile(`^/person/found/[A-Za-z0-9_-]{22}$`)

// sought searches and follows to what was found, where it was.
func (w *works) sought(token string, form url.Values) *httptest.ResponseRecorder {
	w.Helper()
	answer := w.ask("POST", "/person", token, form)
	to := answer.Header().Get("Location")
	if answer.Code != http.StatusSeeOther {
		return answer
	}
	if !anyFound.MatchString(to) {
		w.Fatalf("a search leads to %s", to)
	}
	return w.ask("GET", to, token, nil)
}

func TestPeopleAreFoundMaskedWhereTheSearcherMayLook(t *testing.T) {
	t.Parallel()
	w := work(t)
	w.known(xuefeng, resident)
	w.known(longjin, registry.Identity{Name: "王小明", Birth: "2015-05-01", Sex: "male"})
	clerk := w.inside(4, w.settled(4, "tc.1", "township_clerk"))
	city := w.inside(3, w.settled(3, "co.1", "county_clerk"))
	other := w.inside(7, w.settled(7, "tc.7", "township_clerk"))
	money := w.inside(3, w.settled(3, "fo.1", "finance_officer"))
	for _, c := range []struct {
		name, token, by, text string
		want, not             []string
	}{
		{"part of a name", clerk, "name", "桂兰", []string{"找到 1 个", "王桂兰", "/office/4/person/1", "110*************2X", "138******00"}, []string{"王小明"}},
		{"initials", city, "name", "WGL", []string{"找到 1 个", "雪峰镇"}, nil},
		{"last four", clerk, "tail", "002x", []string{"找到 1 个"}, nil},
		{"phone", clerk, "phone", "138 0013 8000", []string{"找到 1 个"}, nil},
		{"nobody", clerk, "name", "李", []string{"没有找到", "再登记新的人员"}, []string{"王桂兰"}},
		{"in another office, by number", other, "number", resident.Number, []string{"在雪峰镇登记", "办理迁移"}, []string{"王桂兰"}},
		{"in another office, by name", other, "name", "王桂兰", []string{"没有找到"}, []string{"雪峰镇"}},
		{"a wrong number", clerk, "number", "110105194912310021", []string{"校验位不对", `value="110105194912310021"`}, nil},
		{"an address, by whoever may not see households", money, "address", "城东村", []string{"您没有在这里“查看家庭”的权限"}, []string{"找到", "家庭地址"}},
		{"one letter", clerk, "name", "w", []string{"太短或太长"}, nil},
	} {
		answer := w.sought(c.token, url.Values{"by": {c.by}, "text": {c.text}})
		if strings.Contains(answer.Body.String(), resident.Number) && c.by != "number" {
			t.Errorf("%s: a number is shown", c.name)
		}
		w.has(answer.Body.String(), c.want, c.not...)
	}
	if w.log.Len() > 0 {
		t.Error(w.log.String())
	}
}

func TestASearchIsGoneBackToByWhoMadeItOnlyAndAsOfNow(t *testing.T) {
	t.Parallel()
	w := work(t)
	w.known(xuefeng, resident)
	id := w.settled(4, "tc.1", "township_clerk")
	clerk, elsewhere := w.inside(4, id), w.inside(4, id)
	colleague := w.inside(4, w.settled(4, "tc.2", "township_clerk"))
	to := w.ask("POST", "/person", clerk, url.Values{"by": {"name"}, "text": {"桂兰"}}).Header().Get("Location")
	for range 3 {
		w.has(w.wanted(http.StatusOK, "GET", to, clerk, nil), []string{"找到 1 个", "王桂兰", "110*************2X", `value="桂兰"`}, resident.Number)
	}
	var chain bytes.Buffer
	w.must(w.store.ExportAudit(context.Background(), &chain))
	if n := strings.Count(chain.String(), "act person.find\n"); n != 1 || strings.Contains(chain.String(), "桂兰") {
		t.Errorf("%d entries of one search, or what was searched for in them", n)
	}
	for name, token := range map[string]string{"a colleague": colleague, "another log-in of the same clerk": elsewhere} {
		if page := w.wanted(http.StatusGone, "GET", to, token, nil); strings.Contains(page, "桂兰") || !strings.Contains(page, "请重新查找") {
			t.Errorf("%s sees the search: %s", name, plain(page))
		}
	}
	w.known(xuefeng, registry.Identity{Name: "李桂兰", Birth: "1960-05-01", Sex: "female"})
	w.has(w.wanted(http.StatusOK, "GET", to, clerk, nil), []string{"找到 2 个", "李桂兰"})
	w.clock.Pass(20 * time.Minute)
	w.wanted(http.StatusOK, "GET", to, clerk, nil)
	w.clock.Pass(11 * time.Minute)
	w.has(w.wanted(http.StatusGone, "GET", to, clerk, nil), []string{"只保留30分钟", "请重新查找", `name="text"`, `action="/person"`}, "桂兰")
	long := w.wanted(http.StatusBadRequest, "POST", "/person", clerk, url.Values{"by": {"phone"}, "text": {"1" + strings.Repeat(" ", 2000) + "1"}})
	w.has(long, []string{"查找内容：太长"})
	if w.log.Len() > 0 {
		t.Error(w.log.String())
	}
}

func TestWhoMayNoLongerSearchSeesNothingOfHisSearch(t *testing.T) {
	t.Parallel()
	w := work(t)
	w.known(xuefeng, resident)
	id := w.settled(4, "tc.1", "township_clerk")
	clerk := w.inside(4, id)
	to := w.ask("POST", "/person", clerk, url.Values{"by": {"name"}, "text": {"桂兰"}}).Header().Get("Location")
	w.wanted(http.StatusOK, "GET", to, clerk, nil)
	w.must(w.staff.Store.Do(context.Background(), 4, audit.Act{Name: "test.end"}, func(tx staff.Tx) error { return tx.RemoveRole(4, id, "township_clerk") }))
	w.has(w.wanted(http.StatusForbidden, "GET", to, clerk, nil), []string{"您没有在这里"}, "王桂兰", "桂兰")
}

func TestFullNumbersAreShownForAPurposeFromAList(t *testing.T) {
	t.Parallel()
	w := work(t)
	w.known(xuefeng, resident)
	clerk := w.inside(4, w.settled(4, "tc.1", "township_clerk"))
	money := w.inside(3, w.settled(3, "fo.1", "finance_officer"))
	page := w.ask("GET", "/office/4/person/1", clerk, nil).Body.String()
	w.has(page, []string{"王桂兰", "110*************2X", "查看完整号码"}, resident.Number, string(resident.Phone))
	path := "/office/4/person/1/reveal"
	w.has(w.ask("GET", path, money, nil).Body.String(), []string{"发放资金"}, "入户调查", resident.Number)
	w.has(w.ask("POST", path, money, url.Values{"why": {"payment"}}).Body.String(), []string{resident.Number, resident.Account, "已经记入审计"}, resident.Phone)
	for name, c := range map[string]struct {
		why    string
		status int
		want   string
	}{
		"without a purpose":         {"", http.StatusBadRequest, "请选实际的用途"},
		"a purpose of another role": {"payment", http.StatusForbidden, "按您的岗位和这个用途不能看"},
	} {
		answer := w.ask("POST", path, clerk, url.Values{"why": {c.why}})
		if answer.Code != c.status {
			t.Errorf("%s: %d", name, answer.Code)
		}
		w.has(answer.Body.String(), []string{c.want}, resident.Number)
	}
	for range 200 {
		w.ask("POST", path, clerk, url.Values{"why": {"survey"}})
	}
	w.has(w.ask("POST", path, clerk, url.Values{"why": {"survey"}}).Body.String(), []string{"今天查看遮盖的内容已满200次", "明天再办"}, resident.Number)
}
