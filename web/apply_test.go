package web_test

import (
	"bytes"
	"image"
	"image/png"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"doudi/access"
	"doudi/casework"
	"doudi/pack"
	"doudi/packs"
)

// hand is somebody at a form, as a browser sees him: what he fills in must stand
// on the page, what the page carries along is sent, and what he does is clicksToAccept.
type hand struct {
	*works
	token, path, page      string
	form                   url.Values
	fields, clicks, leaves int
}

// sits opens a page.
func (w *works) sits(token, path string) *hand {
	w.Helper()
	h := &hand{works: w, token: token}
	h.opens(path)
	return h
}

// The fields of a page as a browser reads them.
var (
	inputTags   = regexp.MustCompile(`<input[^>]*>`)
	selectLists = regexp.MustCompile(`(?s)<select[^>]* name="([^"]+)".*?</select>`)
	textAreas   = regexp.MustCompile(`(?s)<textarea[^>]* name="([^"]+)"[^>]*>(.*?)</textarea>`)
	chosen      = regexp.MustCompile(`<option value="([^"]*)" selected`)
	naming      = regexp.MustCompile(` name="([^"]+)"`)
	holding     = regexp.MustCompile(` value="([^"]*)"`)
)

// opens shows a page and takes over what its fields hold.
func (h *hand) opens(path string) {
	h.Helper()
	h.path, h.page, h.form = path, h.wanted(http.StatusOK, "GET", path, h.token, nil), url.Values{}
	h.leaves++
	for _, tag := range inputTags.FindAllString(h.page, -1) {
		name, value := naming.FindStringSubmatch(tag), holding.FindStringSubmatch(tag)
		ticks := strings.Contains(tag, `type="radio"`) || strings.Contains(tag, `type="checkbox"`)
		if name == nil || value == nil || ticks && !strings.Contains(tag, " checked") {
			continue
		}
		h.form.Add(name[1], value[1])
	}
	for _, text := range textAreas.FindAllStringSubmatch(h.page, -1) {
		h.form.Set(text[1], text[2])
	}
	for _, list := range selectLists.FindAllStringSubmatch(h.page, -1) {
		if one := chosen.FindStringSubmatch(list[0]); one != nil {
			h.form.Set(list[1], one[1])
		}
	}
}

// types writes into a field of the page.
func (h *hand) types(name, text string) {
	h.Helper()
	h.there(name)
	h.form.Set(name, text)
	h.fields++
}

// picks chooses an answer of the page.
func (h *hand) picks(name, value string) {
	h.Helper()
	h.there(name)
	h.form.Set(name, value)
	h.clicks++
}

// ticks marks one of several boxes of the page.
func (h *hand) ticks(name, value string) {
	h.Helper()
	if !strings.Contains(h.page, ` name="`+name+`" value="`+value+`"`) {
		h.Fatalf("the page %s has no box %s %s: %s", h.path, name, value, plain(h.page))
	}
	h.form.Add(name, value)
	h.clicks++
}

// there demands that the page has a field.
func (h *hand) there(name string) {
	h.Helper()
	if !strings.Contains(h.page, ` name="`+name+`"`) {
		h.Fatalf("the page %s has no field %s: %s", h.path, name, plain(h.page))
	}
}

// presses sends the form by one of its buttons and goes where it leads.
func (h *hand) presses(do string) {
	h.Helper()
	if do != "" && !strings.Contains(h.page, ` name="do" value="`+do+`"`) {
		_, missing, _ := strings.Cut(plain(h.page), "签字和材料")
		h.Fatalf("the page %s has no button %s: %s", h.path, do, missing)
	}
	h.form.Set("do", do)
	h.clicks++
	h.opens(strings.TrimPrefix(h.wanted(http.StatusSeeOther, "POST", h.path, h.token, h.form), ""))
}

// scrawl is a signature as a browser draws it.
func scrawl(t *testing.T, seed int) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 60, 20))
	for i := range m.Pix {
		m.Pix[i] = byte(i * seed)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// signs sends what was drawn, or photographs of signed papers.
func (h *hand) signs(drawn bool, fields ...string) {
	h.Helper()
	h.presses("sign")
	var sent []namedFile
	for i, name := range fields {
		h.there(name)
		h.clicks++
		if drawn {
			sent = append(sent, namedFile{name, scrawl(h.T, i+3)})
		} else {
			sent = append(sent, namedFile{name, noise(h.T, byte(i+1), 40, 30)})
		}
	}
	a := httptest.NewRecorder()
	h.site.ServeHTTP(a, h.parcelOf(h.path, h.token, csrf, nil, sent))
	if a.Code != http.StatusSeeOther {
		h.Fatalf("%d %s", a.Code, plain(a.Body.String()))
	}
	h.clicks++
	h.opens(a.Header().Get("Location"))
}

// clicksToAccept is how much a family of three costs from the empty form to the
// slip; it must not grow. Every list (incomes, supporters, …) is answered by itself,
// with one tick where several people have nothing of it. `make bench` prints it.
var clicksToAccept = struct{ fields, clicks, pages int }{8, 21, 5}

// three are before the clerk of their township, who has filled in the empty form.
func (w *works) three() *hand {
	w.Helper()
	h := w.sits(w.inside(4, w.settled(4, "tc.1", "township_clerk")), "/office/4/apply")
	h.familyOfThree()
	return h
}

// familyOfThree fills in the empty form.
func (h *hand) familyOfThree() {
	h.Helper()
	h.types("p.0.name", "王一")
	h.types("p.0.number", "11010519491231002X")
	h.types("p.0.phone", "13859800001")
	h.types("p.1.name", "陈二")
	h.picks("p.1.relation", "spouse")
	h.types("p.1.birth", "1970-03-03")
	h.picks("p.1.sex", "female")
	h.types("p.2.name", "王三")
	h.picks("p.2.relation", "child")
	h.types("p.2.birth", "2015-03-03")
	h.picks("p.2.sex", "male")
	h.types("address", "雪峰镇城东路1号")
	h.picks("programme", "dibao")
}

// answers answers what is asked, until nothing is.
func (h *hand) answers() {
	h.Helper()
	h.picks("h.area", "rural")
	h.picks("h.assets", "none")
	for _, list := range []string{"incomes", "supporters", "awards", "rigid_expenses"} {
		h.ticks("nobody", "m.0."+list+" m.1."+list+" m.2."+list)
	}
	h.picks("m.1.job_offers", "none")
	h.picks("m.2.parents", "none")
	h.picks("m.1.disability_level", "none")
}

func TestAFamilyOfThreeComesToTheWindow(t *testing.T) {
	for name, drawn := range map[string]bool{"with what scripts draw": true, "without scripts, with photographs": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := work(t)
			h := w.three()
			h.presses("")
			h.answers()
			h.signs(drawn, "commitment.1", "authorisation.1", "authorisation.2")
			h.presses("accept")
			w.has(h.page, []string{"受理通知书", "350421-2026-00001", "王一", "受理到办结", "行政复议"}, "11010519491231002X")
			t.Logf("fields_to_accept: %d", h.fields)
			t.Logf("clicks_to_accept: %d", h.clicks)
			t.Logf("pages_to_accept: %d", h.leaves)
			if h.fields > clicksToAccept.fields || h.clicks > clicksToAccept.clicks || h.leaves > clicksToAccept.pages {
				t.Errorf("more than %+v", clicksToAccept)
			}
		})
	}
}

func TestWhatSeveralPeopleHaveNothingOfIsAnsweredWithOneTick(t *testing.T) {
	t.Parallel()
	w := work(t)
	h := w.three()
	h.presses("")
	w.has(h.page, []string{"：王一、陈二、王三都没有</label>"}, "找工作的机会：")
	h.ticks("nobody", "m.0.incomes m.1.incomes m.2.incomes")
	h.picks("m.1.incomes", "some")
	h.presses("keep")
	for path, want := range map[string]string{"m.0.incomes": "none", "m.1.incomes": "some", "m.2.incomes": "none", "m.0.supporters": ""} {
		if got := h.form.Get(path); got != want {
			t.Errorf("%s is %q, not %q", path, got, want)
		}
	}
	w.has(h.page, []string{`value="m.0.supporters m.1.supporters m.2.supporters"`}, `value="m.0.incomes`)
}

// The county looks after the township's families, but the township takes their
// applications on: who may not is told who can, and nothing is done in his name.
func TestTheCountyDoesNotTakeOnWhatTheTownshipTakesOn(t *testing.T) {
	t.Parallel()
	w := work(t)
	h := w.three()
	h.presses("")
	h.answers()
	h.signs(false, "commitment.1", "authorisation.1", "authorisation.2")
	clerk, path := h.token, h.path
	h.token = w.inside(3, w.settled(3, "cc.1", "county_clerk"))
	h.opens(path)
	w.has(h.page, []string{"现在能受理的：", "递交，由户籍所在的乡镇（街道）受理"}, `value="accept"`, `value="tell"`)
	for _, act := range []string{"accept", "tell"} {
		h.form.Set("do", act)
		answer := w.ask("POST", path, h.token, h.form)
		w.has(answer.Body.String(), []string{"受理和告知补正由乡镇（街道）的经办人办，您不能受理；填的已经保存，没有递交"}, "递交并受理", "申请回执")
		h.opens(path)
	}
	h.presses("hand")
	w.has(w.wanted(http.StatusOK, "GET", path, clerk, nil), []string{"申请回执", ">受理"}, "受理通知书")
}

func TestTheFormSaysWhatIsWrongAndLosesNothing(t *testing.T) {
	t.Parallel()
	w := work(t)
	clerk := w.inside(4, w.settled(4, "tc.1", "township_clerk"))
	whole := url.Values{"n": {"3"}, "p.0.name": {"王一"}, "p.0.number": {"11010519491231002X"}, "home": {"4"}, "programme": {"dibao"}}
	for name, c := range map[string]struct {
		field, text string
		say         string
		status      int
	}{
		"a number with a slip":          {"p.0.number", "110105194912310021", "第1个人：", 422},
		"a birthday and no sex":         {"p.1.birth", "1970-03-03", "第2个人：", 422},
		"a phone with a letter":         {"p.0.phone", "13l00000000", "第1个人：电话", 422},
		"nobody's name":                 {"p.0.name", "", "第1个人：姓名", 422},
		"no programme":                  {"programme", "", "一个也没有选", 422},
		"a programme that is none":      {"programme", "penalty", "请从列表里选一个", 422},
		"no township":                   {"home", "", "没有选；请选一个", 422},
		"an address with a long number": {"address", "城东村350421197001010011", "地址", 422},
	} {
		t.Run(name, func(t *testing.T) {
			sent := url.Values{"address": {"雪峰镇城东路1号"}, "p.2.name": {"留下我"}, "p.2.relation": {"child"}, "p.2.birth": {"2015-03-03"}, "p.2.sex": {"male"}}
			for key, values := range whole {
				sent[key] = values
			}
			if sent.Set(c.field, c.text); c.field == "programme" && c.text == "" {
				sent.Del("programme")
			}
			a := w.ask("POST", "/office/4/apply", clerk, sent)
			if body := a.Body.String(); a.Code != c.status || !strings.Contains(body, c.say) || !strings.Contains(body, "留下我") || strings.Count(body, "110105194912310021") > 1 {
				t.Errorf("%d, no %s: %s", a.Code, c.say, plain(body))
			}
		})
	}
}

func TestTheSystemAsksNobodyTwiceAndAdvises(t *testing.T) {
	t.Parallel()
	w := work(t)
	h := w.three()
	h.presses("")
	h.types("story", "药费花光了积蓄")
	h.form.Add("need", "medical")
	h.types("proxy.name", "李四")
	h.answers()
	h.form.Set("h.assets", "unknown")
	h.presses("keep")
	w.has(h.page, []string{`>药费花光了积蓄</textarea>`, "委托书", "代办人的姓名、和申请人的关系", "陈二：核对授权书"}, "王三：核对授权书", "王一：就业状况")
	h.presses("ask:edge")
	w.has(h.page, []string{"最低生活保障边缘家庭", "350421-2026-00002"}, `value="ask:edge"`)
	stale := url.Values{"turn": {"1"}, "story": {"另一台电脑填的"}, "do": {"keep"}}
	w.has(w.wanted(http.StatusConflict, "POST", h.path, h.token, stale), []string{"刚刚也保存过", "另一台电脑填的"})
	h.form.Set("wants", "离婚协议书")
	h.presses("tell")
	w.has(h.page, []string{"申请回执", "还要补的", "离婚协议书", "委托书", "医疗保障部门"}, "受理通知书")
	h.opens("/office/4/case/1")
	w.has(h.page, []string{"申请 1", "等申请人补材料", "离婚协议书"})
	h.opens("/office/4/application/1")
	for name, text := range map[string]string{"proxy.number": "11010519491231002X", "proxy.relation": "邻居", "proxy.why": "行动不便"} {
		h.types(name, text)
	}
	h.signs(true, "commitment.1", "mandate.1", "authorisation.1", "authorisation.2")
	h.presses("accept")
	w.has(h.page, []string{"受理通知书", "350421-2026-00002"}, "还要补的")
	h.opens("/office/4/household/1/facts")
	w.has(h.page, []string{"农村", "申报"})
	second := w.sits(h.token, "/office/4/apply")
	second.types("p.0.name", "王一")
	second.types("p.0.number", "11010519491231002X")
	second.picks("programme", "tekun")
	second.presses("")
	w.has(second.page, []string{"家庭 1"}, "居住地")
}

func TestAFamilyOfAnotherOfficeIsTakenInAndAcceptedAtHome(t *testing.T) {
	t.Parallel()
	w := work(t)
	far := w.sits(w.inside(7, w.settled(7, "tc.7", "township_clerk")), "/office/7/apply")
	far.familyOfThree()
	far.picks("home", "4")
	far.presses("")
	if !strings.HasSuffix(far.path, "/office/4/application/1") {
		t.Fatal(far.path)
	}
	far.answers()
	far.signs(true, "commitment.1", "authorisation.1", "authorisation.2")
	w.has(far.page, []string{"递交，由户籍所在的乡镇（街道）受理"}, `value="accept"`, "/office/4/household/1")
	far.presses("hand")
	w.has(far.page, []string{"申请回执", "林一", "受理后起算"}, "打印成文档")
	w.wanted(http.StatusForbidden, "GET", "/office/4/household/1", far.token, nil)
	w.wanted(http.StatusForbidden, "GET", "/office/4/case/1", far.token, nil)
	stranger := w.inside(6, w.settled(6, "cc.6", "county_clerk"))
	w.wanted(http.StatusForbidden, "GET", "/office/4/application/1", stranger, nil)
	home := w.sits(w.inside(4, w.settled(4, "tc.4", "township_clerk")), "/office/4/case/1")
	w.has(home.page, []string{"申请 1", "请在那份申请里一起"})
	home.opens("/office/4/application/1")
	home.presses("accept")
	w.has(home.page, []string{"受理通知书", "受理到办结"})
	w.has(w.wanted(http.StatusForbidden, "POST", "/office/4/application/1", far.token, url.Values{"turn": {"9"}, "do": {"keep"}}), []string{"已经受理"})
}

func TestUrgentAidIsHandedInAtOnceAndThePapersComeAfter(t *testing.T) {
	t.Parallel()
	w := work(t)
	h := w.sits(w.inside(4, w.settled(4, "tc.1", "township_clerk")), "/office/4/apply")
	h.types("p.0.name", "王一")
	h.types("p.0.number", "11010519491231002X")
	h.picks("programme", "urgent_aid")
	h.presses("")
	w.has(h.page, []string{"急难的先递交，材料后补", "急难型临时救助"})
	h.picks("h.area", "rural")
	unsaid := url.Values{}
	maps.Copy(unsaid, h.form)
	unsaid.Set("do", "hand")
	w.has(w.wanted(http.StatusBadRequest, "POST", h.path, h.token, unsaid), []string{"申请的原因（急难救助要写清出了什么事、哪一天）：没有写"})
	h.opens(h.path)
	h.types("story", "9月14日家里失火")
	h.presses("hand")
	w.has(h.page, []string{"申请回执", "急难型临时救助", "急难的当即办理"})
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/household/1/facts", h.token, nil), []string{"农村", "申报"})
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/case/1", h.token, nil), []string{"决定给予"}, "递交申请 （")
	h.opens("/office/4/application/1")
	h.signs(true, "commitment.1", "authorisation.1")
	w.has(h.page, []string{"有了"}, "还没有</span>")
}

func TestAParentAsksForTheChild(t *testing.T) {
	t.Parallel()
	w := work(t)
	h := w.three()
	h.form.Set("programme", "disability_care")
	h.presses("")
	w.has(h.page, []string{"重度残疾人护理补贴：替谁申请", "陈二</option>"})
	h.types("story", "儿子不能自理")
	h.form.Set("for.1", "77")
	w.has(w.wanted(http.StatusBadRequest, "POST", h.path, h.token, h.form), []string{"不是这个家庭的成员", "儿子不能自理"})
	h.form.Set("for.1", "3")
	h.presses("keep")
	w.has(h.page, []string{`<option value="3" selected`, "王三：需要长期照护"})
	h.presses("tell")
	h.opens("/office/4/case/1")
	w.has(h.page, []string{"写明替谁申请", "重度残疾人护理补贴：王三", "不计入：王一"})
	w.has(w.wanted(http.StatusBadRequest, "POST", "/office/4/application/1", h.token, url.Values{"turn": {"2"}, "for.1": {"1"}, "do": {"keep"}}), []string{"已经递交"})
}

func TestEveryProgrammeToTickSaysWhatItIs(t *testing.T) {
	t.Parallel()
	w := work(t)
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/apply", w.inside(4, w.settled(4, "tc.1", "township_clerk")), nil), []string{"最低生活保障", "收入低于低保标准、财产符合规定的家庭，按月发钱"})
	shipped, _ := pack.LoadAll(packs.FS)
	for id := range shipped.Packs {
		law, problems := shipped.Resolve(id)
		if problems.HasErrors() {
			t.Fatal(id)
		}
		offers := casework.OffersOf(law, access.DayOf(w.clock.Now()))
		if len(offers) == 0 {
			t.Errorf("%s offers nothing", id)
		}
		for _, o := range offers {
			if o.Aid.Says == "" {
				t.Errorf("%s: %s says nothing of itself; write says in its pack", id, o.Aid.ID)
			}
		}
	}
}

func TestAMotherWhoAsksForWhatIsForChildrenIsWarned(t *testing.T) {
	t.Parallel()
	w := work(t)
	h := w.three()
	h.form.Set("programme", "de_facto_orphan")
	h.presses("")
	h.form.Set("for.1", "2")
	h.presses("keep")
	w.has(h.page, []string{"现在是替陈二申请，照知道的情况不满足“未成年人”；选错了的"})
	h.form.Set("for.1", "3")
	h.presses("keep")
	w.has(h.page, []string{`<option value="3" selected`}, "现在是替")
}

// Who brings a part of what was told is told of the rest again; nothing new is
// asked for, and the case does not stay between two windows.
func TestAFamilyThatBringsAPartIsToldOfTheRestAgain(t *testing.T) {
	t.Parallel()
	w := work(t)
	h := w.three()
	h.presses("")
	h.answers()
	h.form.Set("wants", "离婚协议书、住院费票据")
	h.presses("tell")
	turn := turnOf.FindStringSubmatch(w.wanted(http.StatusOK, "GET", "/office/4/case/1", h.token, nil))[1]
	w.wanted(http.StatusSeeOther, "POST", "/office/4/case/1", h.token, url.Values{"act": {"bring"}, "turn": {turn}, "item": {"1"}})
	h.opens("/office/4/application/1")
	w.has(h.page, []string{"告知过的还没有补齐"}, "等申请人补材料")
	h.presses("tell")
	h.opens("/office/4/application/1")
	w.has(h.page, []string{"等申请人补材料"}, "告知过的还没有补齐")
	h.signs(true, "commitment.1", "authorisation.1", "authorisation.2")
	h.presses("accept")
	w.has(h.page, []string{"受理通知书"}, "还要补的")
}

func TestTheSlipNamesAMandateOnlyWhileThereIsAProxy(t *testing.T) {
	t.Parallel()
	w := work(t)
	h := w.sits(w.inside(4, w.settled(4, "tc.1", "township_clerk")), "/office/4/apply")
	h.types("p.0.name", "王一")
	h.types("p.0.number", "11010519491231002X")
	h.picks("programme", "dibao")
	h.presses("")
	h.types("proxy.name", "李四")
	h.presses("keep")
	h.opens("/office/4/application/1")
	h.signs(true, "mandate.1")
	h.opens("/office/4/application/1")
	h.presses("tell")
	w.has(h.page, []string{"申请回执", "委托书（王一）"})
	h.opens("/office/4/application/1")
	for _, key := range []string{"name", "number", "relation", "why"} {
		h.form.Set("proxy."+key, "")
	}
	h.presses("keep")
	h.opens("/office/4/application/1/print/slip")
	w.has(h.page, []string{"申请回执"}, "委托书（王一）")
}

// Whoever comes without his card is entered by birth date and sex, as the others
// are; what is wrong with several people is said at once.
func TestAnApplicantWithoutHisCardIsEnteredByBirthAndSex(t *testing.T) {
	t.Parallel()
	w := work(t)
	clerk := w.inside(4, w.settled(4, "tc.1", "township_clerk"))
	form := url.Values{"p.0.name": {"王一"}, "p.0.birth": {"1960-02-30"}, "p.0.sex": {"female"}, "p.0.phone": {"无"}, "home": {"4"}, "address": {"雪峰镇城东村12号"}, "programme": {"dibao"},
		"p.1.name": {"王二"}, "p.1.relation": {"child"}, "p.1.birth": {"2099-01-01"}, "p.1.sex": {"male"}, "p.2.name": {"王三"}, "p.2.number": {"110105194912310021"}, "p.2.relation": {"parent"}}
	w.has(w.wanted(http.StatusUnprocessableEntity, "POST", "/office/4/apply", clerk, form),
		[]string{"有 3 处要改一下", "第1个人：出生日期", "第2个人：出生日期：还没有到，不能晚于今天", "第3个人：公民身份号码", "王一", "雪峰镇城东村12号"}, "没有证件号码时必须填写")
	form.Set("p.0.birth", "1960-02-03")
	for key := range form {
		if strings.HasPrefix(key, "p.1.") || strings.HasPrefix(key, "p.2.") {
			form.Del(key)
		}
	}
	if place := w.wanted(http.StatusSeeOther, "POST", "/office/4/apply", clerk, form); !strings.HasSuffix(place, "/office/4/application/1") {
		t.Error(place)
	}
}

// Whoever is told what is missing is told of what is marked as wrong as well: a
// table that is answered with 有 and left empty is no answer.
func TestWhatIsMarkedAsWrongIsToldWithWhatIsMissing(t *testing.T) {
	t.Parallel()
	w := work(t)
	h := w.three()
	h.presses("")
	h.answers()
	h.picks("m.2.parents", "all")
	h.signs(true, "commitment.1", "authorisation.1", "authorisation.2")
	w.has(h.page, []string{"请至少填一条；没有的话请选“没有”", "父母（填得不对）"}, `value="accept"`)
	h.presses("tell")
	w.has(h.page, []string{"还要补的", "父母（填得不对）"})
}
