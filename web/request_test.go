package web_test

import (
	"bytes"
	"html"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// ticketOn is the ticket that a page shows.
var ticketOn = regexp.MustCompile(`\d{4}-\d{4}-\d{4}`)

// asks is a browser in which a family has begun a request and proven its phone.
func (w *works) asks(begin url.Values) (v *visitor, ticket string) {
	w.Helper()
	v = &visitor{works: w, cookies: map[string]string{}}
	v.send("GET", "/f/apply", nil)
	if begin == nil {
		begin = url.Values{}
	}
	begin.Set("office", "4")
	begin.Set("phone", folkPhone)
	answer := v.send("POST", "/f/apply", begin)
	ticket = ticketOn.FindString(answer.Body.String())
	if answer.Code != http.StatusOK || ticket == "" {
		w.Fatalf("no request was begun: %d %s", answer.Code, plain(answer.Body.String()))
	}
	v.leads(v.send("POST", "/f/apply/code", url.Values{"ticket": {ticket}, "code": {v.code()}}), "/f/apply/mine")
	return v, ticket
}

// kinOn are whom the rows of a page are of.
var kinOn = regexp.MustCompile(`name="(p\.\d+\.id)" value="(\d+)"`)

// seenTurn is the turn that a page of the request carries.
func (v *visitor) seenTurn(path string) string {
	v.Helper()
	page := v.send("GET", path, nil).Body.String()
	found := turnOf.FindStringSubmatch(page)
	if found == nil {
		v.Fatalf("%s has no turn: %s", path, plain(page))
	}
	return found[1]
}

// names says who the family is and what it asks for.
func (v *visitor) names(people ...[]string) {
	v.Helper()
	page := v.send("GET", "/f/apply/mine/people", nil).Body.String()
	form := url.Values{"turn": {turnOf.FindStringSubmatch(page)[1]}, "n": {itoaTest(len(people))}, "address": {"雪峰镇城东村12号"}, "programme": {"dibao"}}
	for _, id := range kinOn.FindAllStringSubmatch(page, -1) {
		form.Set(id[1], id[2])
	}
	for i, p := range people {
		for k, key := range []string{"name", "number", "relation"} {
			form.Set("p."+itoaTest(i)+"."+key, p[k])
		}
	}
	v.leads(v.send("POST", "/f/apply/mine/people", form), "/f/apply/mine/questions")
}

// itoaTest writes a number of one digit.
func itoaTest(n int) string { return string(rune('0' + n)) }

// lodges hands in.
func (v *visitor) lodges() {
	v.Helper()
	v.leads(v.send("POST", "/f/apply/mine/lodge", url.Values{"turn": {v.seenTurn("/f/apply/mine")}}), "/f/apply/mine")
}

// signs sends files by their fields.
func (v *visitor) signs(files map[string][]byte) *httptest.ResponseRecorder {
	v.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	v.must(form.WriteField("token", v.cookies["doudi"]))
	for field, content := range files {
		part, err := form.CreateFormFile(field, "x.jpg")
		v.must(err)
		_, err = part.Write(content)
		v.must(err)
	}
	v.must(form.Close())
	r := httptest.NewRequest("POST", "/f/apply/mine/sign", &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	answer := httptest.NewRecorder()
	v.site.ServeHTTP(answer, r)
	return answer
}

const (
	hersNumber = "11010519491231002X"
	hisNumber  = "440524188001010014"
)

func TestNobodyAppliesForAChildThatIsNotBornYet(t *testing.T) {
	t.Parallel()
	w := work(t)
	v, _ := w.asks(nil)
	unborn := v.send("POST", "/f/apply/mine/people", url.Values{"turn": {v.seenTurn("/f/apply/mine/people")}, "n": {"2"}, "address": {"雪峰镇城东村12号"}, "programme": {"dibao"},
		"p.0.name": {"张秀兰"}, "p.0.number": {numberOf("35042119700501101")}, "p.1.name": {"张小明"}, "p.1.relation": {"child"}, "p.1.birth": {"2099-01-01"}, "p.1.sex": {"male"}})
	w.has(unborn.Body.String(), []string{"出生日期：晚于今天", "2099-01-01", `href="#p.1.birth"`}, `href="#p.0.number"`)
}

func TestAFamilyAppliesByItselfAndTheClerkTakesItIn(t *testing.T) {
	t.Parallel()
	w := work(t)
	clerk := w.inside(4, w.settled(4, "tc.8", "township_clerk"))
	v, ticket := w.asks(nil)
	w.has(v.send("GET", "/f/apply/mine", nil).Body.String(), []string{"正在填", ticket, "雪峰镇", "还没有填"})
	w.has(v.send("POST", "/f/apply/mine/lodge", url.Values{"turn": {"1"}}).Body.String(), []string{"申请人：没有填"})
	wrong := v.send("POST", "/f/apply/mine/people", url.Values{"turn": {"1"}, "n": {"2"}, "address": {"雪峰镇城东村12号"}, "programme": {"dibao"}, "p.0.name": {"张秀兰"}, "p.0.number": {"350421197005011234"}})
	w.has(wrong.Body.String(), []string{"第1个人：", "张秀兰", `value="350421197005011234"`, `href="#p.0.number"`}, `href="#p.0.name"`)
	v.names([]string{"张秀兰", numberOf("35042119700501101"), ""}, []string{"张小明", numberOf("35042120100501301"), "child"})
	page := v.send("GET", "/f/apply/mine/questions", nil).Body.String()
	w.has(page, []string{"张秀兰", "张小明", "家里的情况", "为什么申请", "代办"}, `name="m.0.birth_date"`)
	typed := url.Values{"turn": {v.seenTurn("/f/apply/mine/questions")}, "person": {"1", "2"}, "story": {"丈夫去世，没有收入"}, "h.area": {"rural"}, "m.0.employment": {"jobless"}, "do": {"next"}}
	v.leads(v.send("POST", "/f/apply/mine/questions", typed), "/f/apply/mine/sign")
	w.has(v.send("GET", "/f/apply/mine/sign", nil).Body.String(), []string{"申请的项目：</strong>最低生活保障", "张秀兰：核对授权书", "张秀兰：申请和承诺书"}, "张小明：核对授权书")
	if answer := v.signs(map[string][]byte{"authorisation.1": photograph(1), "commitment.1": photograph(2), "file": photograph(3)}); answer.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", answer.Code, plain(answer.Body.String()))
	}
	same := v.signs(map[string][]byte{"authorisation.1": photograph(1), "file": photograph(3)})
	w.has(same.Body.String(), []string{"张秀兰的核对授权书没有保存：", "已经交过了"})
	v.leads(v.signs(map[string][]byte{"file": photograph(4)}), "/f/apply/mine/sign?kept=1")
	w.has(v.send("GET", "/f/apply/mine/sign?kept=1", nil).Body.String(), []string{"刚才的 1 份签字、照片已经保存"})
	w.has(v.send("GET", "/f/apply/mine/sign?kept=张秀兰", nil).Body.String(), nil, "已经保存")
	w.has(v.send("GET", "/f/apply/mine", nil).Body.String(), []string{"丈夫去世，没有收入", "张秀兰：核对授权书", "350", "递交"}, numberOf("35042119700501101"))
	v.lodges()
	w.has(v.send("GET", "/f/apply/mine", nil).Body.String(), []string{"收到了", "9月21日", "工作人员"}, "看过了，递交")
	w.has(v.send("POST", "/f/apply/mine/questions", typed).Body.String(), []string{"已经递交，不能再改"})

	w.has(w.wanted(http.StatusOK, "GET", "/home", clerk, nil), []string{"网上申请：1 份", "张秀兰一家 2 人"})
	path := "/office/4/request/1"
	w.has(w.wanted(http.StatusOK, "GET", path, clerk, nil), []string{"张秀兰", "没有登记", "丈夫去世", "138******00", "新的家庭"}, numberOf("35042119700501101"), ticket)
	turn := turnOf.FindStringSubmatch(w.wanted(http.StatusOK, "GET", path, clerk, nil))[1]
	w.clock.Pass(50 * time.Hour)
	to := w.wanted(http.StatusSeeOther, "POST", path, w.again("tc.8"), url.Values{"turn": {turn}, "do": {"take"}})
	clerk = w.again("tc.8")
	w.has(w.wanted(http.StatusOK, "GET", to, clerk, nil), []string{"家庭自己", "丈夫去世，没有收入", "等待受理"}[:2])
	slip := w.wanted(http.StatusOK, "GET", to+"/print/slip", clerk, nil)
	w.has(slip, []string{"2026年9月15日", "张秀兰", "http://example.com/f/case"})
	number := regexp.MustCompile(`350421-2026-\d{5}-\d`).FindString(slip)
	w.has(w.wanted(http.StatusOK, "GET", path, clerk, nil), []string{"已接收", to})
	back := &visitor{works: w, cookies: map[string]string{}}
	back.send("GET", "/f/apply", nil)
	back.send("POST", "/f/apply/back", url.Values{"ticket": {ticket}})
	back.leads(back.send("POST", "/f/apply/code", url.Values{"ticket": {ticket}, "code": {back.code()}}), "/f/apply/mine")
	w.has(back.send("GET", "/f/apply/mine", nil).Body.String(), []string{"已经接收", number})
	w.has(w.follows(number).send("GET", "/f/mine", nil).Body.String(), []string{number, "最低生活保障"})
	v.silent(folkPhone, numberOf("35042119700501101"), "丈夫去世")
}

func TestTheAnswersOfTheCalculatorComeAlong(t *testing.T) {
	t.Parallel()
	w := work(t)
	answers := url.Values{"place": {"cn-350421"}, "day": {"2026-09-15"}, "m.n": {"2"}, "m.0.relation": {"head"}, "m.0.birth_date": {"1970-05-01"}, "m.1.relation": {"child"}, "m.1.birth_date": {"2010-05-01"}, "h.area": {"rural"}}
	v := &visitor{works: w, cookies: map[string]string{}}
	v.send("GET", "/", nil)
	w.has(v.send("POST", "/f/apply/from", url.Values{"answers": {answers.Encode()}, "programme": {"dibao"}}).Body.String(), []string{"会带过来", `name="answers"`})
	v, _ = w.asks(url.Values{"answers": {answers.Encode()}, "programme": {"dibao"}})
	page := v.send("GET", "/f/apply/mine/people", nil).Body.String()
	w.has(page, []string{`value="dibao" checked`, `value="2010-05-01"`, `value="child" selected`})
	w.has(v.send("GET", "/f/apply/mine/questions", nil).Body.String(), []string{`value="rural" selected`})
}

func TestAnOutsiderLearnsNothingOfTheRegister(t *testing.T) {
	t.Parallel()
	w := work(t)
	w.family() // 王桂兰 with hersNumber is registered
	known, _ := w.asks(nil)
	known.names([]string{"王桂兰", hersNumber, ""})
	unknown, _ := w.asks(nil)
	unknown.names([]string{"王桂兰", numberOf("35042119491231101"), ""})
	strange, _ := w.asks(nil)
	strange.names([]string{"别的名字", hersNumber, ""})
	bare := regexp.MustCompile(`\d{4}-\d{4}-\d{4}|\d{3}\*+\w\w|王桂兰|别的名字|value="[^"]*"`)
	for _, path := range []string{"/f/apply/mine", "/f/apply/mine/questions", "/f/apply/mine/sign"} {
		a, b, c := known.send("GET", path, nil).Body.String(), unknown.send("GET", path, nil).Body.String(), strange.send("GET", path, nil).Body.String()
		if a, b, c = bare.ReplaceAllString(a, ""), bare.ReplaceAllString(b, ""), bare.ReplaceAllString(c, ""); a != b || a != c {
			t.Errorf("%s tells who is registered", path)
		}
	}
	for _, v := range []*visitor{known, unknown, strange} {
		v.lodges()
	}
	v := &visitor{works: w, cookies: map[string]string{}}
	v.leads(v.send("GET", "/f/apply/mine", nil), "/f/apply?over=1")
	v.send("GET", "/f/apply", nil)
	v.cookies["doudi-request"] = "guessed"
	v.leads(v.send("GET", "/f/apply/mine/questions", nil), "/f/apply?over=1")
	if answer := v.signs(map[string][]byte{"file": photograph(1)}); answer.Code != http.StatusSeeOther {
		t.Errorf("whoever is at no request sends files: %d", answer.Code)
	}
}

func TestWhatIsSentWithARequestIsLookedAt(t *testing.T) {
	t.Parallel()
	w := work(t)
	v, _ := w.asks(nil)
	v.names([]string{"王桂兰", hersNumber, ""})
	for name, c := range map[string]struct {
		content []byte
		says    string
	}{
		"a page that calls itself a photograph": {[]byte("<html><script>alert(1)</script>"), "这种文件不能上传"},
		"a program":                             {[]byte("MZ\x90\x00 not a picture"), "这种文件不能上传"},
		"nothing":                               {[]byte{}, "文件是空的"},
		"more than twenty megabytes":            {bytes.Repeat([]byte{0xff, 0xd8, 0xff}, 7<<20), "超过 20 MB"},
	} {
		answer := v.signs(map[string][]byte{"file": c.content})
		if answer.Code < 400 || !strings.Contains(answer.Body.String(), c.says) {
			t.Errorf("%s: %d %s", name, answer.Code, plain(answer.Body.String()))
		}
	}
	if answer := v.signs(map[string][]byte{"authorisation.1": photograph(1)}); answer.Code != http.StatusSeeOther {
		t.Errorf("%d", answer.Code)
	}
	page := v.send("GET", "/f/apply/mine/sign", nil).Body.String()
	out := regexp.MustCompile(`value="(out:\d+)"`).FindStringSubmatch(page)
	w.has(page, []string{"王桂兰：核对授权书"})
	if out == nil {
		t.Fatal("a paper cannot be taken out")
	}
	v.leads(v.send("POST", "/f/apply/mine/sign", url.Values{"do": {out[1]}}), "/f/apply/mine/sign")
	w.has(v.send("GET", "/f/apply/mine/sign", nil).Body.String(), nil, out[1])
}

func TestAnOfficeSettlesARequestOnItsPage(t *testing.T) {
	t.Parallel()
	w := work(t)
	clerk := w.family()
	v, ticket := w.asks(nil)
	v.names([]string{"王桂兰", hersNumber, ""})
	v.send("POST", "/f/apply/mine/questions", url.Values{"turn": {v.seenTurn("/f/apply/mine/questions")}, "person": {"1"}, "h.area": {"rural"}})
	v.lodges()
	path := "/office/4/request/1"
	page := w.wanted(http.StatusOK, "GET", path, clerk, nil)
	w.has(page, []string{"登记在雪峰镇", "家庭 1", "登记的家庭里还有"})
	turn := turnOf.FindStringSubmatch(page)[1]
	w.has(w.wanted(http.StatusBadRequest, "POST", path, clerk, url.Values{"turn": {turn}, "do": {"back"}, "note": {" "}}), []string{"要补什么", `href="#note"`})
	w.has(w.wanted(http.StatusBadRequest, "POST", path, clerk, url.Values{"turn": {turn}, "do": {"pass"}}), []string{"转给哪里", `href="#office"`})
	w.has(w.wanted(http.StatusConflict, "POST", path, clerk, url.Values{"turn": {"99"}, "do": {"away"}, "note": {"不是申请"}}), []string{"刚刚办过", "不是申请"})
	w.wanted(http.StatusSeeOther, "POST", path, clerk, url.Values{"turn": {turn}, "do": {"back"}, "note": {"户口簿全部页"}})
	w.has(w.wanted(http.StatusOK, "GET", "/home", clerk, nil), []string{"网上申请，等家庭补：1 份"}, "网上申请：")
	w.has(w.wanted(http.StatusOK, "GET", path, clerk, nil), []string{"等家庭补好再递交", `value="away"`, `value="pass"`}, `value="take"`, `value="back"`)
	w.has(v.send("GET", "/f/apply/mine", nil).Body.String(), []string{"请补充", "户口簿全部页", "看过了，递交"})
	v.lodges()
	turn = turnOf.FindStringSubmatch(w.wanted(http.StatusOK, "GET", path, clerk, nil))[1]
	w.wanted(http.StatusSeeOther, "POST", path, clerk, url.Values{"turn": {turn}, "do": {"pass"}, "office": {"7"}})
	w.wanted(http.StatusNotFound, "GET", path, clerk, nil)
	other := w.inside(7, w.settled(7, "tc.7", "township_clerk"))
	path = "/office/7/request/1"
	turn = turnOf.FindStringSubmatch(w.wanted(http.StatusOK, "GET", path, other, nil))[1]
	if to := w.wanted(http.StatusSeeOther, "POST", path, other, url.Values{"turn": {turn}, "do": {"take"}}); to != path {
		t.Errorf("led to %s", to)
	}
	w.has(w.wanted(http.StatusOK, "GET", path, other, nil), []string{"已接收"})
	w.has(w.wanted(http.StatusOK, "GET", "/home", clerk, nil), []string{"最低生活保障"})
	third, _ := w.asks(nil)
	third.names([]string{"王桂兰", numberOf("35042119491231101"), ""})
	third.lodges()
	turn = turnOf.FindStringSubmatch(w.wanted(http.StatusOK, "GET", "/office/4/request/2", clerk, nil))[1]
	w.wanted(http.StatusSeeOther, "POST", "/office/4/request/2", clerk, url.Values{"turn": {turn}, "do": {"away"}, "note": {"写的是别人家的事"}})
	w.has(third.send("GET", "/f/apply/mine", nil).Body.String(), []string{"没有接收", "写的是别人家的事", "窗口必须收"})
	v.silent(ticket, folkPhone)
}

func TestWrongInputToAFamilysOwnFormsIsSaidAndKept(t *testing.T) {
	t.Parallel()
	w := work(t)
	v, ticket := w.asks(nil)
	const people, questions = "/f/apply/mine/people", "/f/apply/mine/questions"
	for _, junk := range nonsense {
		for _, f := range []struct {
			path string
			form url.Values
			kept []string // the fields that stand there again, in the answer or on the page
		}{
			{"/f/apply", url.Values{"office": {junk}, "phone": {junk}, "answers": {""}}, []string{"phone"}},
			{"/f/apply/back", url.Values{"ticket": {junk}}, []string{"ticket"}},
			{"/f/apply/code", url.Values{"ticket": {junk}, "code": {junk}}, nil},
			{"/f/apply/from", url.Values{"answers": {junk}, "programme": {junk}}, nil},
			{people, url.Values{"n": {"2"}, "address": {junk}, "programme": {junk}, "p.0.name": {junk}, "p.0.number": {junk}, "p.1.name": {junk}, "p.1.relation": {junk}, "p.1.birth": {junk}, "p.1.id": {junk}}, []string{"address", "p.0.name", "p.0.number"}},
			{"/f/apply/mine/lodge", url.Values{"turn": {junk}}, nil},
			{questions, url.Values{"person": {junk}, "story": {junk}, "need": {junk}, "h.area": {junk}, "do": {"add:" + junk}}, []string{"story"}},
			{questions, url.Values{"person": {"1"}, "m.0.incomes.n": {junk}}, nil}, // rows beyond all measure are sent by no page
		} {
			mine := f.path == people || f.path == questions
			if mine {
				f.form.Set("turn", v.seenTurn(f.path))
			}
			answer := v.send("POST", f.path, f.form)
			w.saidOf(f.path, junk, answer.Code, answer.Body.String())
			pages := map[string]string{}
			if answer.Code >= http.StatusBadRequest && answer.Code != http.StatusTooManyRequests {
				pages["answer"] = answer.Body.String()
			}
			if mine {
				pages["page"] = v.send("GET", f.path, nil).Body.String()
			}
			for where, page := range pages {
				for _, name := range f.kept {
					if got := typedIn(page, name); got != junk && utf8.ValidString(junk) {
						t.Errorf("%s with %.20q: %s has %.40q on the %s", f.path, junk, name, got, where)
					}
				}
			}
		}
		w.clock.Pass(2 * time.Hour) // what was tried too often may be tried again
		v.send("POST", "/f/apply/back", url.Values{"ticket": {ticket}})
		v.leads(v.send("POST", "/f/apply/code", url.Values{"ticket": {ticket}, "code": {v.code()}}), "/f/apply/mine")
	}
	if strings.Contains(w.log.String(), "level=ERROR") {
		t.Errorf("%s", w.log.String())
	}
}

// saidOf sees that what is refused is said, and that no sentence repeats a number.
func (w *works) saidOf(path, junk string, code int, page string) {
	w.Helper()
	told := inFields.ReplaceAllString(page, "")
	if code >= http.StatusInternalServerError || strings.Contains(told, "350421197005011234") {
		w.Errorf("%s with %.20q: %d %s", path, junk, code, plain(told))
	}
	if code >= http.StatusBadRequest && code != http.StatusRequestEntityTooLarge && !strings.Contains(page, `role="alert"`) && !strings.Contains(page, `class="wrong"`) {
		w.Errorf("%s with %.20q does not say what is wrong: %d %s", path, junk, code, plain(page))
	}
}

// typedIn is what stands in a field of a page that is typed.
func typedIn(page, name string) string {
	at := regexp.MustCompile(`(?s)<textarea[^>]*\sname="` + regexp.QuoteMeta(name) + `"[^>]*>(.*?)</textarea>`).FindStringSubmatch(page)
	if at == nil {
		at = fieldHas.FindStringSubmatch(regexp.MustCompile(`<input[^>]*\sname="` + regexp.QuoteMeta(name) + `"[^>]*>`).FindString(page))
	}
	if at == nil {
		return ""
	}
	return html.UnescapeString(at[1])
}
