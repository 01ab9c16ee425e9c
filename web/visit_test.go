package web_test

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"doudi/casework"
	"doudi/paper"
)

var (
	keyOf = regexp.MustCompile(`name="key" value="([^"]{22})"`)
	seen  = map[string]string{"on": "2026-09-15", "hour": "09:30", "place": "雪峰镇城东村12号", "met": "王桂兰本人", "second_name": "村委会 李建军", "result": "和申报的一致"}
)

// survey enters a survey of a case.
func (w *works) survey(path, token string) {
	w.Helper()
	w.enter(path, token, "survey", seen, nil)
}

// enter sends the form of a record, and gives where it leads.
func (w *works) enter(path, token, sort string, fields map[string]string, photo []byte) string {
	w.Helper()
	key := keyOf.FindStringSubmatch(w.wanted(http.StatusOK, "GET", path+"/enter/"+sort, token, nil))
	all := maps.Clone(fields)
	all["key"] = key[1]
	var files []namedFile
	if photo != nil {
		files = append(files, namedFile{"file", photo})
	}
	if casework.Sort(sort).Witnessed() {
		files = append(files, w.signatures()...)
	}
	answer := httptest.NewRecorder()
	w.site.ServeHTTP(answer, w.parcelOf(path+"/enter/"+sort, token, csrf, all, files))
	if answer.Code != http.StatusSeeOther {
		w.Fatalf("%s: %d %s", sort, answer.Code, plain(answer.Body.String()))
	}
	return answer.Header().Get("Location")
}

// signatures are those of a survey: of both investigators and of who was met.
func (w *works) signatures() (files []namedFile) {
	for i, who := range casework.Survey.Signers() {
		files = append(files, namedFile{who.ID, noise(w.T, byte(200+i), 40, 30)})
	}
	return files
}

// begun is an accepted case of the family.
func (w *works) begun(clerk string) (path string) {
	w.Helper()
	w.begins("tc.1")
	path = "/office/4/case/1"
	w.does(path, clerk, "submit", "do", "accept")
	return path
}

func TestWhatWasFoundIsEnteredOnPagesAndProvesFacts(t *testing.T) {
	t.Parallel()
	w := work(t)
	clerk := w.family()
	path := w.begun(clerk)
	w.has(w.wanted(http.StatusOK, "GET", path, clerk, nil), []string{"调查、评议和公示", "填入户调查表", "填邻里访问记录", "填民主评议记录", "填核对报告"}, "填县级入户调查表")
	wrong := maps.Clone(seen)
	wrong["second_name"], wrong["key"] = "", keyOf.FindStringSubmatch(w.wanted(http.StatusOK, "GET", path+"/enter/survey", clerk, nil))[1]
	mine := maps.Clone(wrong)
	mine["whose"] = "999" // filled in by another, who was logged in before on this phone
	foreign := w.bring(path+"/enter/survey", clerk, csrf, mine)
	w.has(foreign.Body.String(), []string{"这份内容是用别的账号填的，没有保存", "王桂兰本人"})
	if foreign.Code != http.StatusConflict {
		t.Errorf("a survey of somebody else: %d", foreign.Code)
	}
	answer := w.bring(path+"/enter/survey", clerk, csrf, wrong, []byte("no picture"))
	w.has(answer.Body.String(), []string{"照片 1没有保存", "王桂兰本人", "和申报的一致</textarea>", wrong["key"]})
	answer = w.bring(path+"/enter/survey", clerk, csrf, wrong)
	w.has(answer.Body.String(), []string{"每组至少两个人", `href="#second"`, "调查表要两位调查人都签", `href="#sign_first"`, `href="#sign_second"`, "见到的人没有签名，也没有选原因", `href="#unsigned"`})
	at := w.enter(path, clerk, "survey", seen, noise(t, 3, 80, 60))
	page := w.wanted(http.StatusOK, "GET", at, clerk, nil)
	w.has(page, []string{"入户调查表", "2026年9月15日 09:30", "林一、村委会 李建军", "和申报的一致", "照片 1", "存档的纸本", "/facts?evidence=5&amp;from=2026-09-15&amp;source=surveyed"})
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/person/1/facts?evidence=5&from=2026-09-14&source=surveyed", clerk, nil), []string{"/facts/income?evidence=5&amp;from=2026-09-14&amp;source=surveyed"})
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/person/1/facts/income?evidence=5&from=2026-09-14&source=surveyed", clerk, nil), []string{`value="5"`, `value="2026-09-14"`})
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/person/1/facts/income?evidence=x&from=2036-09-14&source=rumour", clerk, nil), []string{`value="2026-09-15"`}, "rumour", "2036")
	w.enter(path, clerk, "inquiry", map[string]string{"on": "2026-09-15", "place": "村口", "met": "邻居两人", "second_name": "村委会 李建军", "said": "属实"}, nil)
	votes := map[string]string{"on": "2026-09-15", "place": "村委会", "met": "李建军", "why": "收入有争议", "present": "9", "for": "7", "against": "1", "abstain": "1"}
	w.has(w.wanted(http.StatusOK, "GET", w.enter(path, clerk, "appraisal", votes, nil), clerk, nil), []string{"到会 9 人，同意 7 票，不同意 1 票，弃权 1 票"})
	report := map[string]string{"on": "2026-09-15", "member.1": "same", "member.2": "differs", "diff.2": "有一笔存款没有申报"}
	w.has(w.wanted(http.StatusOK, "GET", w.enter(path, clerk, "check", report, []byte("%PDF-1.7\n")), clerk, nil), []string{"一致", "不一致：有一笔存款没有申报", "source=checked"})
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/household/1/paper", clerk, nil), []string{"入户调查表", "核对报告原件"})
	w.has(w.wanted(http.StatusOK, "GET", path, clerk, nil), []string{"登记：核对报告", "入户调查表</a>"})
	stranger := w.inside(7, w.settled(7, "tc.7", "township_clerk"))
	w.wanted(http.StatusForbidden, "GET", at, stranger, nil)
	w.wanted(http.StatusNotFound, "GET", path+"/enter/gossip", clerk, nil)
	w.wanted(http.StatusNotFound, "GET", path+"/record/1", clerk, nil)
}

func TestASurveyIsCorrectedByAnotherAndStaysReadable(t *testing.T) {
	t.Parallel()
	w := work(t)
	clerk := w.family()
	path := w.begun(clerk)
	for sort, fields := range map[string]map[string]string{"survey": seen, "inquiry": {"on": "2026-09-15", "place": "村口", "met": "邻居两人", "second_name": "村委会 李建军", "said": "和申报的一致"}} {
		label := casework.Sort(sort).Label()
		at := w.enter(path, clerk, sort, fields, nil)
		form := path + "/enter/" + sort + "?corrects=" + at[strings.LastIndex(at, "/")+1:]
		w.has(w.wanted(http.StatusOK, "GET", at, clerk, nil), []string{"更正这份记录", form})
		page := w.wanted(http.StatusOK, "GET", form, clerk, nil)
		w.has(page, []string{"更正以前登记的一份", "和申报的一致</textarea>", `value="村委会 李建军"`, `value="` + fields["met"] + `"`, `/corrects/`})
		mended := maps.Clone(fields)
		mended["key"], mended["corrects"] = keyOf.FindStringSubmatch(page)[1], at[strings.LastIndex(at, "/")+1:]
		mended["result"], mended["said"] = "存款没有申报", "有存款"
		send := func() *httptest.ResponseRecorder {
			answer := httptest.NewRecorder()
			var files []namedFile
			if casework.Sort(sort).Witnessed() {
				files = w.signatures()
			}
			w.site.ServeHTTP(answer, w.parcelOf(path+"/enter/"+sort, clerk, csrf, mended, files))
			return answer
		}
		answer := send()
		if answer.Code != http.StatusSeeOther {
			t.Fatal(answer.Code, plain(answer.Body.String()))
		}
		w.has(w.wanted(http.StatusOK, "GET", answer.Header().Get("Location"), clerk, nil), []string{"代替以前登记的一份", "存款", "看更正以前的那一份", at + `"`, "更正这份记录"})
		w.has(w.wanted(http.StatusOK, "GET", at, clerk, nil), []string{label + "（已更正）", "和申报的一致"}, "更正这份记录", "存款没有申报")
		w.has(w.wanted(http.StatusOK, "GET", path, clerk, nil), []string{label + "（已更正）</a>", label + "</a>"})
		mended["key"] = keyOf.FindStringSubmatch(w.wanted(http.StatusOK, "GET", path+"/enter/"+sort, clerk, nil))[1]
		w.has(send().Body.String(), []string{"这份" + label + "已经更正过"})
	}
	w.wanted(http.StatusNotFound, "GET", path+"/enter/survey?corrects=1", clerk, nil)
	w.wanted(http.StatusNotFound, "GET", path+"/enter/appraisal?corrects=99", clerk, nil)
}

func TestASurveySentTwiceIsOne(t *testing.T) {
	t.Parallel()
	w := work(t)
	clerk := w.family()
	path := w.begun(clerk)
	fields := maps.Clone(seen)
	fields["key"] = keyOf.FindStringSubmatch(w.wanted(http.StatusOK, "GET", path+"/enter/survey", clerk, nil))[1]
	send := func() *httptest.ResponseRecorder {
		answer := httptest.NewRecorder()
		w.site.ServeHTTP(answer, w.parcelOf(path+"/enter/survey", clerk, csrf, fields, w.signatures()))
		return answer
	}
	one, two := send().Header().Get("Location"), send().Header().Get("Location")
	if one == "" || one != two || strings.Count(w.wanted(http.StatusOK, "GET", path, clerk, nil), "登记：入户调查表") != 1 {
		t.Errorf("%q %q", one, two)
	}
	if kind := paper.Kind("survey_sheet"); !kind.Printed() {
		t.Error("the sheet is no paper of the office")
	}
}

func TestASurveyIsToldAllThatIsWrongAtOnceAtItsFields(t *testing.T) {
	t.Parallel()
	w := work(t)
	clerk := w.family()
	path := w.begun(clerk)
	wrong := map[string]string{"on": "2026-11-31", "place": "", "hour": "half past nine", "met": "王桂兰 35042119700501101" + "X", "second_name": "林一", "income": "每月打零工"}
	wrong["key"] = keyOf.FindStringSubmatch(w.wanted(http.StatusOK, "GET", path+"/enter/survey", clerk, nil))[1]
	answer := w.bring(path+"/enter/survey", clerk, csrf, wrong, []byte("no picture"))
	w.has(answer.Body.String(), []string{"日历上没有 2026-11-31 这一天", `href="#on"`, "时间：请写成 09:30", `href="#hour"`, "地点：没有填", `href="#place"`,
		"不能是填表的本人", `href="#second"`, "调查结论：没有填", `href="#result"`, "照片 1没有保存", `href="#file"`, "每月打零工</textarea>", `value="2026-11-31"`}, "晚于今天")
	wrong = map[string]string{"key": wrong["key"], "on": "2026-09-15", "present": "9", "for": "3"}
	w.has(w.bring(path+"/enter/appraisal", clerk, csrf, wrong).Body.String(), []string{"地点：没有填", "主持人：没有填", "评议的是什么：没有填", "票数合起来是 3", `href="#present"`})
	wrong["on"] = "2026-09-14"
	w.has(w.bring(path+"/enter/inquiry", clerk, csrf, wrong).Body.String(), []string{"日期：早于申请的日子（2026年9月15日）", "邻里反映的情况：没有填", `href="#on"`, `value="2026-09-14"`}, "晚于今天")
	wrong = map[string]string{"key": wrong["key"], "on": "2026-09-15", "member.2": "differs"}
	w.has(w.bring(path+"/enter/check", clerk, csrf, wrong).Body.String(), []string{"的差异：没有填", `href="#diff.2"`})
	wrong = map[string]string{"key": wrong["key"], "on": "2036-09-15"}
	w.has(w.bring(path+"/enter/check", clerk, csrf, wrong).Body.String(), []string{"一个成员也没有选", `href="#member.1"`, "晚于今天", `href="#on"`})
}

func TestACheckReportIsEnteredWithItsSumsBesideWhatIsRegistered(t *testing.T) {
	t.Parallel()
	w := work(t)
	clerk := w.family()
	path := w.begun(clerk)
	w.saysOf(1, "income", "complete", "income", "row", "income.kind", "wage", "income.amount", "1000元", "income.received", "2025-09/2026-08")
	form := path + "/enter/check"
	page := w.wanted(http.StatusOK, "GET", form, clerk, nil)
	w.has(page, []string{"查到的金额", "王桂兰的收入", "家庭的财产", "登记的 1000元（家庭申报）：报告说有就不再用", `name="off.income.wage.member.1" value="1" checked`, "无记录不等于零", `name="s.asset.deposit.2"`})
	key := keyOf.FindStringSubmatch(page)[1]
	sums := map[string]string{"key": key, "on": "2026-09-15", "paper": "核〔2026〕7号", "since": "2025-09", "until": "2026-08", "s.income.wage.1": "some", "a.income.wage.1": "2600", "u.income.wage.1": "税务", "off.income.wage.member.1": "1", "s.asset.deposit.2": "none"}
	w.has(w.bring(form, clerk, csrf, sums).Body.String(), []string{"没有签核对授权书", `href="#s.asset.deposit.2"`, `value="2600"`, "核〔2026〕7号"})
	for person := int64(1); person <= 2; person++ {
		_, err := w.papers.Add(w.Context(), desk(xuefeng), paper.Upload{Household: 1, Person: person, Kind: "authorisation"}, noise(t, byte(30+person), 80, 60))
		w.must(err)
	}
	wrong := maps.Clone(sums)
	wrong["a.income.wage.1"], wrong["s.asset.deposit.2"], wrong["a.asset.deposit.2"], wrong["until"] = "很多", "none", "5", "2026"
	w.has(w.bring(form, clerk, csrf, wrong).Body.String(), []string{"王桂兰的工资性收入，核对的金额：没有填，或者不是金额", `href="#a.income.wage.1"`, `value="很多"`, "填了金额，又选了“无记录”", `href="#until"`})
	unasked := maps.Clone(sums)
	unasked["s.income.wage.1"] = ""
	w.has(w.bring(form, clerk, csrf, unasked).Body.String(), []string{"王桂兰的工资性收入：填了金额，又选了“没有查询”"})
	agreed := maps.Clone(sums)
	agreed["member.1"] = "same"
	w.has(w.bring(form, clerk, csrf, agreed).Body.String(), []string{"王桂兰的工资性收入，查到的和登记的不一致，核对结果却选了“一致”", `href="#member.1"`})
	answer := w.bring(form, clerk, csrf, sums)
	if answer.Code != http.StatusSeeOther {
		t.Fatal(answer.Code, plain(answer.Body.String()))
	}
	at := answer.Header().Get("Location")
	w.has(w.wanted(http.StatusOK, "GET", at, clerk, nil), []string{"核〔2026〕7号", "【不一致】登记：1000元（家庭申报）；核对：2600元（税务）；核对的代替登记的", "不一致：工资性收入（见下面的金额）", "核对：无记录", "更正这份报告"})
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/person/1/facts", clerk, nil), []string{"2600元", "信息核对"}, "1000元")
	w.has(w.wanted(http.StatusOK, "GET", path, clerk, nil), []string{"1 项和登记的不一致"})

	turn := at[strings.LastIndex(at, "/")+1:]
	page = w.wanted(http.StatusOK, "GET", form+"?corrects="+turn, clerk, nil)
	w.has(page, []string{`name="corrects" value="` + turn + `"`, `value="2600"`, "核〔2026〕7号", "登记的 1000元（家庭申报）"}, "登记的 2600元")
	sums["key"], sums["corrects"], sums["a.income.wage.1"] = keyOf.FindStringSubmatch(page)[1], turn, "1600"
	if answer = w.bring(form, clerk, csrf, sums); answer.Code != http.StatusSeeOther {
		t.Fatal(answer.Code, plain(answer.Body.String()))
	}
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/person/1/facts", clerk, nil), []string{"1600元"}, "2600元", "1000元")
	w.has(w.wanted(http.StatusOK, "GET", path, clerk, nil), []string{"核对报告（已更正）"})
	w.has(w.wanted(http.StatusOK, "GET", at, clerk, nil), []string{"核对报告（已更正）", "2600元"}, "更正这份报告")
	w.wanted(http.StatusNotFound, "GET", form+"?corrects=1", clerk, nil)
}
