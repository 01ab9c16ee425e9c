package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"doudi/web"
)

// reader is somebody with a browser: a cookie and a token.
type reader struct {
	*testing.T
	site *web.Site
	now  time.Time
}

// token is what the cookie and every form of the reader hold.
const token = "abcdefghijklmnopqrstuv"

// newReader opens the pages, with a clock that can be moved.
func newReader(t *testing.T, l *web.Law) *reader {
	t.Helper()
	b := &reader{T: t, now: noon()}
	b.site = openWith(t, l, func() time.Time { return b.now })
	return b
}

// do sends one request.
func (b *reader) do(r *http.Request) *httptest.ResponseRecorder {
	r.AddCookie(&http.Cookie{Name: "doudi", Value: token})
	w := httptest.NewRecorder()
	b.site.ServeHTTP(w, r)
	return w
}

// get opens an address and wants the status.
func (b *reader) get(path string, status int) string {
	b.Helper()
	w := b.do(httptest.NewRequest("GET", path, nil))
	if w.Code != status {
		b.Fatalf("GET %s: %d", path, w.Code)
	}
	return w.Body.String()
}

// post sends a form and wants the status.
func (b *reader) post(path string, status int, sent ...string) *httptest.ResponseRecorder {
	b.Helper()
	v := url.Values{"token": {token}}
	for i := 0; i < len(sent); i += 2 {
		v.Add(sent[i], sent[i+1])
	}
	r := httptest.NewRequest("POST", path, strings.NewReader(v.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := b.do(r)
	if w.Code != status {
		b.Fatalf("POST %s: %d\n%s", path, w.Code, plain(w.Body.String()))
	}
	return w
}

// markup is every tag of a page.
var markup = regexp.MustCompile(`<[^>]*>|\s+`)

// plain is a page without its tags.
func plain(page string) string { return markup.ReplaceAllString(page, " ") }

// says wants words on a page.
func (b *reader) says(page string, words ...string) {
	b.Helper()
	text := strings.ReplaceAll(plain(page), " ", "")
	for _, w := range words {
		if !strings.Contains(text, strings.ReplaceAll(w, " ", "")) {
			b.Errorf("the page does not say %q", w)
		}
	}
}

// three is the family of the language's manual: 538 × 3 − 1000 = 614, and 20
// each for the disabled wife and the child.
var three = []string{"place", "cn-350421", "day", "2020-03-15", "want", "dibao", "h.area", "urban", "h.assets", "none", "m.n", "3",
	"m.0.birth_date", "1970-05-01", "m.0.disability_level", "none", "m.0.rigid_expenses", "none",
	"m.0.incomes", "all", "m.0.incomes.n", "1", "m.0.incomes.0.kind", "wage", "m.0.incomes.0.amount", "12000", "m.0.incomes.0.received", "2019-03", "m.0.incomes.0.received.to", "2020-02",
	"m.1.relation", "spouse", "m.1.birth_date", "1972-08-09", "m.1.disability_level", "1", "m.1.incomes", "none", "m.1.rigid_expenses", "none",
	"m.2.relation", "child", "m.2.birth_date", "2008-01-20", "m.2.disability_level", "none", "m.2.incomes", "none", "m.2.rigid_expenses", "none"}

func TestTheResultSaysWhatHowMuchFromWhenAndWhy(t *testing.T) {
	t.Parallel()
	b := newReader(t, law())
	w := b.post("/result", 200, three...)
	b.says(w.Body.String(), "每月合计 654 元", "最低生活保障", "差额补助", "614", "分类施保", "配偶 20元、子女 20元", "从什么时候起 2020年4月",
		"困难群众救助补助资金", "人均收入低于低保标准：是", "《最低生活保障审核审批办法（试行）》", "※示例：当地还没有确认")
	if got := w.Header().Get("Cache-Control"); got != "no-store" {
		t.Errorf("Cache-Control %q", got)
	}
	if strings.Contains(w.Body.String(), "1970-05-01\"") {
		t.Error("an answer stands open on the page of the result")
	}
}

func TestARefusalSaysEveryConditionAndTheNearestChange(t *testing.T) {
	t.Parallel()
	b := newReader(t, law())
	three := append(append([]string{}, three...), "m.0.awards", "none", "m.1.awards", "none", "m.2.awards", "none")
	over := oneField(three, "m.0.incomes.0.amount", "19368") // 538 × 3 × 12: on the line, not below it
	b.says(b.post("/result", 200, "answers", over).Body.String(), "没有能享受的", "人均收入低于低保标准：否", "1614元/月，不低于", "（现在是19368元），就符合条件")
	under := oneField(three, "m.0.incomes.0.amount", "19367")
	b.says(b.post("/result", 200, "answers", under).Body.String(), "每月合计")
}

func TestExampleFiguresAreColouredAndNamed(t *testing.T) {
	t.Parallel()
	page := newReader(t, law()).post("/result", 200, three...).Body.String()
	for _, want := range []string{`class="card benefit has-example"`, "※示例数值</span>", `<mark class="example">※示例：当地还没有确认，不能据此发放</mark>`, `（<mark class="reading">※理解</mark>）`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %s", want)
		}
	}
}

func TestNoneUnknownAndNotFilledInAreThreeAnswers(t *testing.T) {
	t.Parallel()
	b := newReader(t, law())
	page := func(answer string) string {
		sent := append([]string{}, three...)
		for i := range sent {
			if sent[i] == "m.0.disability_level" {
				sent[i+1] = answer
			}
		}
		return b.post("/result", 200, sent...).Body.String()
	}
	b.says(page("none"), "每月合计 654 元")
	b.says(page("unknown"), "还不能确定", "本人：残疾等级")
	b.says(page(""), "还不能确定", "本人：残疾等级")
	for answer, want := range map[string]string{"none": `value="none" selected`, "unknown": `value="unknown" selected`, "": `<option value="">请选择`} {
		form := b.post("/form", 200, "answers", oneField(three, "m.0.disability_level", answer)).Body.String()
		_, list, _ := strings.Cut(form, `name="m.0.disability_level"`)
		list, _, _ = strings.Cut(list, "</select>")
		if !strings.Contains(list, want) || answer == "" && strings.Contains(list, "selected") {
			t.Errorf("%q is not shown as it was answered: %s", answer, list)
		}
	}
}

// oneField is a form in one field, with one answer replaced.
func oneField(sent []string, name, value string) string {
	v := url.Values{}
	for i := 0; i < len(sent); i += 2 {
		v.Add(sent[i], sent[i+1])
	}
	v.Set(name, value)
	return v.Encode()
}

func TestAMissingAnswerLeadsBackToItsQuestion(t *testing.T) {
	t.Parallel()
	b := newReader(t, law())
	page := b.post("/result", 200, "answers", oneField(three, "m.1.incomes", "unknown")).Body.String()
	b.says(page, "补上下面的情况就能知道", "配偶的收入")
	if !strings.Contains(page, `name="focus" value="m.1.incomes"`) {
		t.Fatal("no button leads to the incomes of the wife")
	}
	form := b.post("/form", 200, "answers", oneField(three, "m.1.incomes", "unknown"), "focus", "m.1.incomes").Body.String()
	if _, rest, _ := strings.Cut(form, `id="m.1.incomes"`); !strings.Contains(rest, "autofocus") {
		t.Error("the question does not get the focus")
	}
}

func TestWhatIsWrongIsToldAndNothingIsLost(t *testing.T) {
	t.Parallel()
	b := newReader(t, law())
	page := b.post("/result", 422, "answers", oneField(three, "m.0.incomes.0.amount", "一大笔")).Body.String()
	b.says(page, "有 1 处要改一下", "本人的金额：请填数字，单位是元")
	for _, kept := range []string{`value="一大笔"`, `value="1972-08-09"`, `href="#m.0.incomes.0.amount"`, `aria-invalid="true"`} {
		if !strings.Contains(page, kept) {
			t.Errorf("the page has lost %s", kept)
		}
	}
}

func TestAnAnswerThatAnotherRulesOutIsTold(t *testing.T) {
	t.Parallel()
	b := newReader(t, law())
	page := b.post("/result", 422, "answers", oneField(three, "m.0.disability_kind", "visual")).Body.String()
	b.says(page, "本人的残疾类别：照别的回答，这一项用不着")
}

func TestOptionsOfAChoiceStandSideBySide(t *testing.T) {
	t.Parallel()
	b := newReader(t, law())
	page := b.get("/examples/4-tianjin-2023-choice-1", 200)
	b.says(page, "要由您家选", "每月300元", "每月1000元", "选这样")
	answers := regexp.MustCompile(`name="answers" value="([^"]+)"`).FindStringSubmatch(page)[1]
	page = b.post("/result", 200, "answers", strings.ReplaceAll(answers, "&amp;", "&"), "choose", "scheme", "choose", "single_person").Body.String()
	b.says(page, "现在选的是这样", "每月合计 1000 元")
	page = b.post("/result", 200, "answers", strings.ReplaceAll(answers, "&amp;", "&"), "choose", "scheme", "choose", "moon").Body.String()
	b.says(page, "还不能确定")
}

func TestASharedLinkHoldsNothingAndEnds(t *testing.T) {
	t.Parallel()
	b := newReader(t, law())
	w := b.post("/share", 303, three...)
	link := w.Header().Get("Location")
	if !regexp.MustCompile(`^/shared/[A-Za-z0-9_-]{22}$`).MatchString(link) {
		t.Fatal(link)
	}
	page := b.get(link, 200)
	b.says(page, "每月合计 654 元", "保留到9月22日", "服务器重新启动也会失效")
	if again := b.post("/share", 303, three...).Header().Get("Location"); again == link {
		t.Error("two shares have one link")
	}
	b.now = b.now.Add(7*24*time.Hour - time.Second)
	b.get(link, 200)
	b.now = b.now.Add(time.Second)
	b.says(b.get(link, 404), "没有这一页")
	b.get("/shared/aaaaaaaaaaaaaaaaaaaaaa", 404)
	b.post("/share", 400, "answers", oneField(three, "m.0.birth_date", "x"))
}

func TestNoAnswerStandsInAnAddress(t *testing.T) {
	t.Parallel()
	b := newReader(t, law())
	for _, page := range []string{b.get("/", 200), b.get("/examples/1-mingxi-2020-standard-1", 200), b.post("/form", 200, three...).Body.String()} {
		for _, address := range regexp.MustCompile(`(?:href|action|formaction|hx-post)="([^"]*)"`).FindAllStringSubmatch(page, -1) {
			if strings.ContainsAny(address[1], "?=") {
				t.Errorf("%s carries something", address[1])
			}
		}
		if strings.Contains(page, `method="get"`) {
			t.Error("a form is sent in the address")
		}
	}
}

func TestNeitherNameNorNumberIsAsked(t *testing.T) {
	t.Parallel()
	b := newReader(t, law())
	for _, place := range []string{"cn-350421", "cn-12", "cn-63", "cn-4203"} {
		page := plain(b.post("/form", 200, "place", place, "h.area", "urban").Body.String())
		for _, word := range []string{"姓名：", "身份证", "证件号", "电话", "住址"} {
			if strings.Contains(strings.Replace(page, "不用填姓名和证件号码", "", 1), word) {
				t.Errorf("%s: the form asks for %s", place, word)
			}
		}
	}
}

func TestPlacesAreNarrowedDownStepByStep(t *testing.T) {
	t.Parallel()
	b := newReader(t, law())
	b.says(b.post("/place", 200, "at", "").Body.String(), "您在哪里")
	page := b.post("/place", 200, "at", "cn-35", "day", "2026-09-15").Body.String()
	b.says(page, "市（州）", "三明市", "福建省的一般规定")
	page = b.post("/place", 200, "at", "cn-35", "at", "cn-3504").Body.String()
	b.says(page, "县（市、区）", "明溪县")
	b.says(b.post("/place", 200, "at", "cn-35", "at", "cn-3504", "at", "cn-350421", "day", "2026-09-15").Body.String(), "填写家庭情况", "福建省三明市明溪县")
	b.says(b.post("/place", 200, "at", "cn-35", "at", "cn-35", "day", "2026-09-15").Body.String(), "填写家庭情况", "福建省")
	b.says(b.post("/place", 200, "at", "cn", "day", "2026-09-15").Body.String(), "填写家庭情况")
	b.says(b.post("/place", 200, "at", "cn-12", "at", "cn-350421", "day", "2026-09-15").Body.String(), "填写家庭情况", "天津市")
	b.says(b.post("/place", 200, "at", "cn-12", "day", "soon").Body.String(), "请写成 2026-09-15")
	b.post("/form", 404, "place", "cn-99")
}

// TestAPlaceMayHoldForSomeFamiliesOnly asks in Qinghai, whose pack is for
// towns: a rural family is answered by the nation's law.
func TestAPlaceMayHoldForSomeFamiliesOnly(t *testing.T) {
	t.Parallel()
	b := newReader(t, law())
	urban := b.post("/form", 200, "place", "cn-63", "h.area", "urban", "m.n", "1").Body.String()
	rural := b.post("/form", 200, "place", "cn-63", "h.area", "rural", "m.n", "1").Body.String()
	if !strings.Contains(urban, `name="h.hardship_degree"`) && !strings.Contains(urban, `name="h.spending_months"`) {
		t.Error("a family in town is not asked what Qinghai asks")
	}
	if strings.Contains(rural, `name="h.spending_months"`) {
		t.Error("a rural family is asked what Qinghai asks in towns")
	}
	b.says(rural, "青海省")
}

func TestTheHeadlineSaysNoMoreThanThePage(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ example, want, not string }{
		"something is paid":                   {"1-mingxi-2020-standard-1", "可以享受 1 项。", "认定"},
		"a family is only recognised":         {"2-mingxi-2021-edge-2", "符合 1 项认定。", "可以享受"},
		"only what was not asked for is left": {"9-qinghai-2021-exit-2", "选的项目都不符合条件 另外可以享受 2 项，符合 1 项认定", "没有能享受的"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, headline, _ := strings.Cut(send(t, httptest.NewRequest("GET", "/examples/"+c.example, nil)).Body.String(), `class="headline"`)
			headline, _, _ = strings.Cut(headline, "</section>")
			if text := strings.ReplaceAll(plain(headline), " ", ""); !strings.Contains(text, strings.ReplaceAll(c.want, " ", "")) || strings.Contains(text, c.not) {
				t.Errorf("%s", text)
			}
		})
	}
}

func TestAFullFamilyIsToldWhereToGo(t *testing.T) {
	t.Parallel()
	b := newReader(t, law())
	for n, want := range map[string]bool{"19": true, "20": false} {
		form := b.post("/form", 200, "place", "cn-350421", "m.n", n).Body.String()
		if strings.Contains(form, `value="add:m"`) != want || strings.Contains(form, "这里最多填 ") == want {
			t.Errorf("%s people: the button for one more should be there: %v", n, want)
		}
	}
}

func TestASearchThatIsTooLongIsToldSo(t *testing.T) {
	t.Parallel()
	for length, want := range map[int]int{200: 200, 201: 400} {
		w := send(t, httptest.NewRequest("GET", "/law/search?q="+strings.Repeat("9", length), nil))
		if w.Code != want || strings.Contains(w.Body.String(), "要查的字太多了") != (want == 400) {
			t.Errorf("%d letters: %d", length, w.Code)
		}
	}
}
