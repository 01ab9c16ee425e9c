package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"doudi/registry"
)

// folkPhone is that of the family of the tests.
const folkPhone = "13800138000"

// follows is a browser in which the family follows a case.
func (w *works) follows(number string) *visitor {
	w.Helper()
	v := &visitor{works: w, cookies: map[string]string{}}
	v.send("GET", "/f/case", nil)
	v.send("POST", "/f/case", url.Values{"number": {number}})
	v.leads(v.send("POST", "/f/code", url.Values{"number": {number}, "code": {v.code()}}), "/f/mine")
	return v
}

// reachable registers the phone of the family's head.
func (w *works) reachable() {
	w.Helper()
	w.must(w.registry.CorrectPerson(w.Context(), w.deskOf("tc.1", "township_clerk"), 1, registry.Identity{Phone: folkPhone, Rest: true}))
}

// code is the one that was sent last.
func (v *visitor) code() string {
	v.Helper()
	kept, err := v.site.Messages.Kept(v.Context())
	v.must(err)
	if len(kept) == 0 || kept[0].To != folkPhone {
		v.Fatalf("no code was sent: %d", len(kept))
	}
	v.clock.Pass(time.Second) // the next one is later
	return regexp.MustCompile(`\d{6}`).FindString(kept[0].Text)
}

// followable is the number of a case of the family, taken on.
func (w *works) followable() (number, clerk string) {
	w.Helper()
	clerk = w.family()
	w.reachable()
	w.begins("tc.1")
	w.does("/office/4/case/1", clerk, "submit", "do", "accept")
	page := w.wanted(http.StatusOK, "GET", "/office/4/case/1", clerk, nil)
	return regexp.MustCompile(`350421-2026-\d{5}-\d`).FindString(page), clerk
}

func TestAFamilyFollowsItsCaseOnItsOwnPages(t *testing.T) {
	t.Parallel()
	w := work(t)
	number, clerk := w.followable()
	v := &visitor{works: w, cookies: map[string]string{}}
	for path, has := range map[string]string{"/f": "查办到哪一步", "/f/case": "办件编号"} {
		answer := v.send("GET", path, nil)
		if answer.Code != http.StatusOK || !strings.Contains(answer.Body.String(), has) || !strings.Contains(answer.Header().Get("X-Robots-Tag"), "noindex") {
			t.Errorf("%s: %d", path, answer.Code)
		}
	}
	v.leads(v.send("GET", "/f/mine", nil), "/f/case?over=1")
	w.has(v.send("POST", "/f/case", url.Values{"number": {"1234"}}).Body.String(), []string{"16 位数字", `value="1234"`})
	w.has(v.send("POST", "/f/case", url.Values{"number": {number}}).Body.String(), []string{"10 分钟内有效", number}, folkPhone)
	code := v.code()
	wrong := v.send("POST", "/f/code", url.Values{"number": {number}, "code": {"000 000"}})
	w.has(wrong.Body.String(), []string{"编号或者验证码不对", number}, "000 000")
	v.leads(v.send("POST", "/f/code", url.Values{"number": {number}, "code": {code[:3] + " " + code[3:]}}), "/f/mine")
	w.has(v.send("GET", "/f/mine", nil).Body.String(), nil, "有事问")
	w.rung(3, "明溪县民政局", "0598-2812301")
	w.has(v.send("GET", "/f/mine", nil).Body.String(), []string{"有事问：明溪县民政局，电话 0598-2812301"})
	w.has(v.send("GET", "/f/mine", nil).Body.String(), []string{"最低生活保障", number, "受理", "还剩", "我不同意", "我不申请了"}, "林一", "照实记录", "王桂兰")
	turn := turnOf.FindStringSubmatch(v.send("GET", "/f/mine", nil).Body.String())[1]
	said := url.Values{"act": {"plea"}, "turn": {turn}, "text": {"我家的地早就没有了"}}
	v.leads(v.send("POST", "/f/mine", said), "/f/mine?thanks=1")
	w.has(v.send("POST", "/f/mine", said).Body.String(), []string{"又有了进展", "我家的地早就没有了"})
	w.has(v.send("GET", "/f/mine?thanks=1", nil).Body.String(), []string{"收到了", "您说：", "我家的地早就没有了"})
	w.has(w.wanted(http.StatusOK, "GET", "/home", clerk, nil), []string{"等着答复：1 件", number})
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/case/1", clerk, nil), []string{"家庭申诉", "还没有答复", "我家的地早就没有了"})
	turn = turnOf.FindStringSubmatch(v.send("GET", "/f/mine", nil).Body.String())[1]
	w.has(w.wanted(http.StatusBadRequest, "POST", "/office/4/case/1", clerk, url.Values{"act": {"answer"}, "turn": {turn}, "answer": {" "}}), []string{"答复：没有写", `href="#answer"`})
	w.wanted(http.StatusSeeOther, "POST", "/office/4/case/1", clerk, url.Values{"act": {"answer"}, "turn": {turn}, "answer": {"地已收回，照实记下"}})
	w.has(w.wanted(http.StatusOK, "GET", "/home", clerk, nil), nil, "等着答复")
	w.has(v.send("GET", "/f/mine", nil).Body.String(), []string{"答复您说的", "地已收回，照实记下"}, "林一")
	turn = turnOf.FindStringSubmatch(v.send("GET", "/f/mine", nil).Body.String())[1]
	back := url.Values{"act": {"withdraw"}, "turn": {turn}, "text": {"儿子接我去住了"}}
	w.has(v.send("POST", "/f/mine", back).Body.String(), []string{"真的不申请了吗", "儿子接我去住了", `value="sure"`})
	back.Set("do", "sure")
	v.leads(v.send("POST", "/f/mine", back), "/f/mine?thanks=1")
	w.has(v.send("GET", "/f/mine", nil).Body.String(), []string{"撤回"}, "我不申请了</button>")
	v.leads(v.send("POST", "/f/out", url.Values{}), "/f")
	v.leads(v.send("GET", "/f/mine", nil), "/f/case?over=1")
	v.silent(code, folkPhone)
}

func TestTheAnswerDoesNotTellWhichCasesThereAre(t *testing.T) {
	t.Parallel()
	w := work(t)
	number, _ := w.followable()
	v := &visitor{works: w, cookies: map[string]string{}}
	v.send("GET", "/f/case", nil)
	const none = "350421-2026-99999-"
	other := ""
	for d := byte('0'); d <= '9' && other == ""; d++ {
		if v.send("POST", "/f/case", url.Values{"number": {none + string(d)}}).Code == http.StatusOK {
			other = none + string(d)
		}
	}
	for _, ask := range []func(number string) *httptest.ResponseRecorder{
		func(n string) *httptest.ResponseRecorder { return v.send("POST", "/f/case", url.Values{"number": {n}}) },
		func(n string) *httptest.ResponseRecorder {
			return v.send("POST", "/f/code", url.Values{"number": {n}, "code": {"12"}})
		},
	} {
		real, invented := ask(number), ask(other)
		if real.Code != invented.Code || strings.ReplaceAll(real.Body.String(), number, other) != invented.Body.String() {
			t.Errorf("%d and %d", real.Code, invented.Code)
		}
	}
}

func TestAFamilysLogInIsForItsOneCase(t *testing.T) {
	t.Parallel()
	w := work(t)
	number, clerk := w.followable()
	_, err := w.site.Cases.Open(w.Context(), w.deskOf("tc.1", "township_clerk"), 1, "tekun")
	w.must(err)
	second := regexp.MustCompile(`350421-2026-\d{5}-\d`).FindString(w.wanted(http.StatusOK, "GET", "/office/4/case/2", clerk, nil))
	v, other := w.follows(number), w.follows(second)
	w.has(v.send("GET", "/f/mine", nil).Body.String(), []string{number}, second)
	w.has(other.send("GET", "/f/mine?number="+number, nil).Body.String(), []string{second}, number)
	v.send("POST", "/f/case", url.Values{"number": {second}})
	code := v.code()
	if answer := v.send("POST", "/f/code", url.Values{"number": {number}, "code": {code}}); answer.Code != http.StatusForbidden {
		t.Errorf("the code of one case opens another: %d", answer.Code)
	}
	forged := httptest.NewRequest("POST", "/f/mine", strings.NewReader(url.Values{"act": {"withdraw"}, "text": {"不要了"}, "do": {"sure"}}.Encode()))
	forged.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for name, value := range v.cookies {
		forged.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	answer := httptest.NewRecorder()
	if w.site.ServeHTTP(answer, forged); answer.Code != http.StatusForbidden {
		t.Errorf("a form of somebody else's: %d", answer.Code)
	}
	v.cookies["doudi-session"] = v.cookies["doudi-family"]
	v.leads(v.send("GET", "/office/4/case/1", nil), "/login")
	w.clock.Pass(31 * time.Minute)
	v.leads(v.send("GET", "/f/mine", nil), "/f/case?over=1")
}

// Who was reported is visited by the county, and does not read on its own page
// that somebody did.
func TestAFamilyDoesNotReadThatItWasReported(t *testing.T) {
	t.Parallel()
	w := work(t)
	number, clerk := w.followable()
	checker := w.inside(3, w.settled(3, "cc.1", "county_clerk"))
	w.does("/office/4/case/1", clerk, "mark:reported")
	fields := map[string]string{"hour": "09:30", "place": "城东村", "met": "本人", "second_name": "村委会 李建军", "result": "一致", "on": w.site.Now().Format("2006-01-02")}
	w.enter("/office/4/case/1", checker, "visit", fields, noise(t, 3, 40, 30))
	v := w.follows(number)
	w.has(v.send("GET", "/f/mine", nil).Body.String(), []string{number, "受理"}, "举报", "近亲属")
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/case/1", clerk, nil), []string{"有人举报"})
}

func TestTheLogOfAFamilysPageThatFailsHoldsNoCode(t *testing.T) {
	t.Parallel()
	w := work(t)
	number, _ := w.followable()
	v := w.follows(number)
	v.send("POST", "/f/case", url.Values{"number": {number}})
	code := v.code()
	w.site.Cases.Store = nil
	for path, form := range map[string]url.Values{"/f/case": {"number": {number}}, "/f/code": {"number": {number}, "code": {code}},
		"/f/mine": {"act": {"plea"}, "turn": {"1"}, "text": {"我家的地早就没有了"}}} {
		if answer := v.send("POST", path, form); answer.Code != http.StatusInternalServerError {
			t.Errorf("%s did not fail: %d", path, answer.Code)
		}
	}
	v.silent(code, folkPhone, "我家的地早就没有了", v.cookies["doudi-family"])
}
