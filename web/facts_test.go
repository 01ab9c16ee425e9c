package web_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"doudi/access"
	"doudi/civil"
	"doudi/fact"
	"doudi/pack"
	"doudi/packs"
	"doudi/registry"
	"doudi/store"
	"doudi/web"
)

// fishing is a county whose pack asks for what no other pack knows: boats, an
// illness, nets.
var fishing = fstest.MapFS{
	"cn-350423/pack.yaml": {Data: []byte(`id: cn-350423
label: 福建省三明市清流县
extends: cn-3504
version: 2026.11
in_force: {from: 2019-12-31, open: true}
`)},
	"cn-350423/facts.yaml": {Data: []byte(`facts:
  household:
    boats: {type: count, label: 渔船数, bounds: [0, 99], may_be: [none, unknown]}
    dock_fee: {type: money/month, label: 泊位费, bounds: [0元, 10000元]}
  member:
    fish_illness:
      type: enum
      values: ['liver_fluke', 'eel_fever']
      label: 渔民病
      value_labels: {liver_fluke: 肝吸虫病, eel_fever: 鳗热病}
      sensitivity: health
  net:
    of: household
    plural: nets
    label: 渔网
    length: {type: count, label: 长度, bounds: [1, 9000]}
    mesh:
      type: enum
      values: ['fine', 'wide']
      label: 网眼
      value_labels: {fine: 密, wide: 疏}
`)},
}

// fishers is an instance under that county's law with one family at the
// township of office 7, and the log-in of its clerk.
type fishers struct {
	*works
	desk              registry.Desk
	schema            *fact.Schema
	law               *pack.Resolved
	token             string
	person, household int64
}

// fish opens it.
func fish(t *testing.T) *fishers {
	t.Helper()
	set, problems := pack.LoadAll(packs.FS, fishing)
	if problems.HasErrors() {
		t.Fatal(problems.Text(set.Source))
	}
	law, problems := web.OpenLaw(set)
	if law == nil {
		t.Fatal(problems.Text(set.Source))
	}
	f := &fishers{works: workUnder(t, law)}
	clerk := f.settled(7, "tc.7", "township_clerk")
	f.token = f.inside(7, clerk)
	office := access.Office{ID: 7, Level: access.Township, Above: []int64{6, 2, 1}}
	f.desk = registry.Desk{Office: office, Actor: access.Actor{Staff: clerk, Posts: []access.Post{{Role: "township_clerk", Office: office, To: civil.Open}}}}
	resolved, _ := set.Resolve("cn-350423")
	f.schema, f.law = resolved.Schema, resolved
	var err error
	f.person, err = f.registry.EnterPerson(context.Background(), f.desk, registry.Identity{Name: "林水生", Birth: "1970-05-01", Sex: "male"})
	f.must(err)
	from, _ := civil.MakeDate(2020, 1, 1)
	f.household, err = f.registry.OpenHousehold(context.Background(), f.desk, f.schema, registry.Place{}, []registry.Member{{Person: f.person, Relation: "head", From: from, To: civil.Open}})
	f.must(err)
	return f
}

// The addresses of the family.
const (
	theirs = "/office/7/household/1"
	his    = "/office/7/person/1"
)

// page opens a page of the clerk and gives its text.
func (f *fishers) page(path string) string {
	f.Helper()
	w := f.ask("GET", path, f.token, nil)
	if w.Code != http.StatusOK {
		f.Fatalf("%s: %d\n%s", path, w.Code, w.Body)
	}
	return text(w)
}

// text is what a page says, without blanks.
func text(w *httptest.ResponseRecorder) string { return markup.ReplaceAllString(w.Body.String(), "") }

// fill sends the form of a part as the browser would: what it showed, with
// some of it changed. A key without value is taken out.
func (f *fishers) fill(path string, changed map[string]string) *httptest.ResponseRecorder {
	f.Helper()
	form := filled(f.ask("GET", path, f.token, nil).Body.String())
	for name, value := range changed {
		form[name] = []string{value}
	}
	return f.ask("POST", path, f.token, form)
}

// What a form holds: fields, those that are ticked, and what is picked.
var (
	inputs  = regexp.MustCompile(`<input([^>]*)>`)
	attr    = regexp.MustCompile(`(\w+)="([^"]*)"`)
	selects = regexp.MustCompile(`(?s)<select[^>]*name="([^"]*)".*?</select>`)
	picked  = regexp.MustCompile(`<option value="([^"]*)" selected`)
)

// filled is what a browser would send of the form on a page as it stands.
func filled(page string) url.Values {
	form := url.Values{}
	for _, in := range inputs.FindAllStringSubmatch(page[strings.Index(page, `id="form"`):], -1) {
		a := map[string]string{}
		for _, one := range attr.FindAllStringSubmatch(in[1], -1) {
			a[one[1]] = one[2]
		}
		if choice := a["type"] == "radio" || a["type"] == "checkbox"; a["name"] != "" && (!choice || strings.Contains(in[1], "checked")) {
			form.Set(a["name"], a["value"])
		}
	}
	for _, s := range selects.FindAllStringSubmatch(page, -1) {
		if at := picked.FindStringSubmatch(s[0]); at != nil {
			form.Set(s[1], at[1])
		}
	}
	return form
}

// must303 demands that something was entered.
func (f *fishers) entered(w *httptest.ResponseRecorder) {
	f.Helper()
	if w.Code != http.StatusSeeOther {
		f.Fatalf("%d %s", w.Code, text(w))
	}
}

// says demands sentences of a page, and that others are not there.
func (f *fishers) says(page string, want ...string) {
	f.Helper()
	for _, one := range want {
		not, is := strings.CutPrefix(one, "!")
		if strings.Contains(page, not) == is {
			f.Errorf("%q in\n%s", one, page)
		}
	}
}

func TestAFactThatAPackAddsIsEnteredShownAndChangedOnPagesWithoutGo(t *testing.T) {
	t.Parallel()
	f := fish(t)
	f.says(f.page(theirs+"/facts"), "没有问过：", "渔船数", "没有问过的", "渔网")
	rare := theirs + "/facts/rare"
	f.entered(f.fill(rare, map[string]string{"h.boats": "2", "h.dock_fee": "0", "from": "2026-01-01", "source": "declared"}))
	f.says(f.page(theirs+"/facts"), "渔船数22026年1月1日起，家庭申报", "泊位费0元/月2026年1月1日起")
	f.entered(f.fill(rare, map[string]string{"h.boats": "", "h.boats.is": "none", "from": "2026-03-01", "source": "checked"}))
	f.says(f.page(theirs+"/facts"), "渔船数没有2026年3月1日起，信息核对", "泊位费0元/月2026年1月1日起，家庭申报")
	f.entered(f.fill(rare, map[string]string{"h.boats.is": "unknown", "from": "2026-04-01", "source": "surveyed"}))
	f.says(f.page(theirs+"/facts"), "渔船数问过，不知道2026年4月1日起，入户调查")
	f.entered(f.fill(theirs+"/facts/net", map[string]string{"h.nets": "all", "h.nets.0.length": "30", "h.nets.0.mesh": "wide", "from": "2026-01-01", "source": "declared"}))
	f.says(f.page(theirs+"/facts"), "有，都在这里", "第1条", "长度30", "网眼疏")
	f.entered(f.fill(theirs+"/facts/net", map[string]string{"h.nets.0.length": "20", "from": "2026-05-01", "source": "surveyed"}))
	f.says(f.page(theirs+"/facts"), "长度202026年5月1日起，入户调查", "网眼疏2026年1月1日起，家庭申报", "!第2条")
	f.entered(f.fill(theirs+"/facts/net", map[string]string{"h.nets": "none", "from": "2026-06-01", "source": "surveyed"}))
	f.says(f.page(theirs+"/facts"), "渔网登记或修改没有2026年", "!第1条")
	f.entered(f.fill(theirs+"/facts/net", map[string]string{"h.nets": "unknown", "from": "2026-07-01", "source": "surveyed"}))
	f.says(f.page(theirs+"/facts"), "渔网登记或修改问过，不知道2026年", "!以后才有效的")
	f.entered(f.fill(rare, map[string]string{"h.dock_fee": "30", "from": "2026-10-01", "to": "2026-12-31", "source": "estimated"}))
	f.says(f.page(theirs+"/facts"), "泊位费0元/月2026年1月1日至2026年9月30日，家庭申报", "以后才有效的泊位费30元/月2026年10月1日至2026年12月31日，评估测算泊位费0元/月2027年1月1日起，家庭申报")
}

func TestWhatIsSealedIsShownForAPurposeOnly(t *testing.T) {
	t.Parallel()
	f := fish(t)
	f.entered(f.fill(his+"/facts/sealed", map[string]string{"m.0.fish_illness": "eel_fever", "from": "2026-01-01", "source": "checked"}))
	for _, page := range []string{f.page(his + "/facts"), f.page(his + "/facts/sealed")} {
		f.says(strings.ReplaceAll(page, "请选择肝吸虫病鳗热病", ""), "已登记，不显示", "!鳗热病")
	}
	f.says(f.ask("GET", his+"/facts/sealed", f.token, nil).Body.String(), `!selected`)
	w := f.ask("POST", his+"/facts", f.token, url.Values{})
	f.says(text(w), "用途：没有选", "!鳗热病")
	w = f.ask("POST", his+"/facts", f.token, url.Values{"purpose": {"audit"}})
	if f.says(text(w), "按您的岗位和这个用途不能看", "!鳗热病"); w.Code != http.StatusForbidden {
		t.Error(w.Code)
	}
	f.says(text(f.ask("POST", his+"/facts", f.token, url.Values{"purpose": {"survey"}})), "渔民病鳗热病", "已经记录")
	var out strings.Builder
	f.must(f.store.ExportAudit(context.Background(), &out))
	f.says(out.String(), "act fact.unmask\nobject person:1\nresult viewed\npurpose survey", "act fact.unmask\nobject person:1\nresult refused\npurpose audit/purpose")
	// what is not typed anew stays, and what is taken back is gone
	if w := f.fill(his+"/facts/sealed", map[string]string{"m.0.needs_long_term_care": "true", "from": "2026-02-01", "source": "checked"}); w.Code != http.StatusSeeOther {
		t.Error(text(w))
	}
	f.says(text(f.ask("POST", his+"/facts", f.token, url.Values{"purpose": {"survey"}})), "渔民病鳗热病", "需要长期照护是")
	f.entered(f.fill(his+"/facts/sealed", map[string]string{"m.0.fish_illness": "undo", "from": "2026-03-01", "source": "checked"}))
	f.says(text(f.ask("POST", his+"/facts", f.token, url.Values{"purpose": {"survey"}})), "!鳗热病", "需要长期照护是")
}

func TestAnErrorLosesNothingThatWasTyped(t *testing.T) {
	t.Parallel()
	f := fish(t)
	for name, c := range map[string]struct {
		part    string
		changed map[string]string
		want    []string
	}{
		"too many boats":            {"rare", map[string]string{"h.boats": "100", "h.dock_fee": "12.5", "from": "2026-01-01", "source": "declared"}, []string{"渔船数：请填0到99之间的数", `value="12.5"`, `value="100"`}},
		"no source":                 {"rare", map[string]string{"h.boats": "7", "from": "2026-01-01"}, []string{"从哪里知道的：没有选", `value="7"`}},
		"no day":                    {"rare", map[string]string{"h.boats": "7", "from": "一月", "source": "declared"}, []string{"从哪一天起：请写成", `value="7"`, `value="一月"`}},
		"a day that no year has":    {"rare", map[string]string{"h.boats": "7", "from": "2026-11-31", "source": "declared"}, []string{"日历上没有 2026-11-31 这一天", `value="2026-11-31"`}},
		"ends before it begins":     {"rare", map[string]string{"h.boats": "7", "from": "2026-02-01", "to": "2026-01-31", "source": "declared"}, []string{"不能早于起日", `value="7"`}},
		"nothing changed":           {"rare", map[string]string{"from": "2026-02-01", "source": "declared"}, []string{"没有改动"}},
		"a paper that is no number": {"rare", map[string]string{"h.boats": "7", "evidence": "七", "from": "2026-02-01", "source": "declared"}, []string{"材料编号：应为", `value="七"`}},
		"a paper that is not there": {"rare", map[string]string{"h.boats": "7", "evidence": "8", "from": "2026-02-01", "source": "declared"}, []string{"没有编号为 8 的材料", `value="7"`, `value="8"`}},
		"a word and a number":       {"rare", map[string]string{"h.boats": "7", "h.boats.is": "none", "from": "2026-02-01", "source": "declared"}, []string{"只留一样", `value="7"`}},
		"rows without a word":       {"net", map[string]string{"h.nets.0.length": "7", "from": "2026-02-01", "source": "declared"}, []string{"没有选“有”还是“有，不全”", `value="7"`}},
		"a word without rows":       {"net", map[string]string{"h.nets": "all", "from": "2026-02-01", "source": "declared"}, []string{"请至少填一条"}},
		"rows and none":             {"net", map[string]string{"h.nets": "none", "h.nets.0.length": "7", "from": "2026-02-01", "source": "declared"}, []string{"只留一样", `value="7"`}},
		"a row that is wrong":       {"net", map[string]string{"h.nets": "some", "h.nets.0.length": "0", "h.nets.0.mesh": "fine", "from": "2026-02-01", "source": "declared"}, []string{"长度：请填1到9000之间的数", `value="fine" selected`}},
	} {
		w := f.fill(theirs+"/facts/"+c.part, c.changed)
		if w.Code != http.StatusUnprocessableEntity && w.Code != http.StatusBadRequest {
			t.Errorf("%s: %d", name, w.Code)
		}
		f.says(w.Body.String(), c.want...)
	}
	if h, err := f.registry.Timeline(context.Background(), f.desk, registry.Subject{Office: 7, Of: registry.OfHousehold, ID: 1}); err != nil || len(h.Facts) != 0 {
		t.Errorf("%+v %v", h, err)
	}
}

func TestTwoWhoChangeTheSameAreToldAndNothingIsOverwrittenUnseen(t *testing.T) {
	t.Parallel()
	f := fish(t)
	rare := theirs + "/facts/rare"
	first, second := filled(f.ask("GET", rare, f.token, nil).Body.String()), filled(f.ask("GET", rare, f.token, nil).Body.String())
	for name, value := range map[string]string{"h.boats": "3", "h.dock_fee": "5", "source": "declared"} {
		first.Set(name, value)
	}
	f.entered(f.ask("POST", rare, f.token, first))
	second.Set("h.boats", "4")
	second.Set("source", "checked")
	w := f.ask("POST", rare, f.token, second)
	if w.Code != http.StatusConflict {
		t.Fatal(w.Code, text(w))
	}
	f.says(w.Body.String(), "别人刚刚改过", `value="4"`, `value="5"`)
	again := filled(w.Body.String())
	f.entered(f.ask("POST", rare, f.token, again))
	f.says(f.page(theirs+"/facts"), "渔船数4", "泊位费5元/月")
}

func TestAHouseholdIsShownAsItStoodAndDeterminedWithItsReasons(t *testing.T) {
	t.Parallel()
	f := fish(t)
	f.entered(f.fill(theirs+"/facts/usual", map[string]string{"h.area": "urban", "from": "2026-01-01", "source": "declared"}))
	f.entered(f.fill(theirs+"/facts/asset", map[string]string{"h.assets": "none", "from": "2026-01-01", "source": "declared"}))
	f.entered(f.fill(his+"/facts/income", map[string]string{"m.0.incomes": "none", "from": "2026-01-01", "source": "declared"}))
	f.entered(f.fill(his+"/facts/sealed", map[string]string{"m.0.disability_level": "4", "from": "2026-01-01", "source": "declared"}))
	before := f.latest()
	f.entered(f.fill(his+"/facts/sealed", map[string]string{"m.0.disability_level": "1", "from": "2026-03-01", "source": "checked"}))
	f.entered(f.fill(theirs+"/facts/asset", map[string]string{"h.assets": "all", "h.assets.0.kind": "deposit", "h.assets.0.amount": "4321", "from": "2026-05-01", "source": "checked"}))
	for query, want := range map[string][]string{
		"?on=2026-06-01":                 {"价值4321元", "林水生申请人", "已登记，不显示"},
		"?on=2026-04-30":                 {"财产没有", "!4321"},
		"?on=2026-06-01&known=" + before: {"财产没有", "!4321", "到第" + before + "号为止"},
		"?on=2019-12-31":                 {"没有登记任何成员"},
		"?on=x":                          {"请写成2026-09-15", "!林水生申请人"},
		"?on=2026-06-01&known=一":         {"应为办理的序号", "!林水生申请人"},
		"?on=2026-06-01&known=99999":     {"还没有办到第99999号", "!林水生申请人"},
		"?on=2026-06-01&known=1":         {"没有编号为1的家庭"},
	} {
		f.says(text(f.ask("GET", theirs+"/standing"+query, f.token, nil)), want...)
	}
	determine := func(known, purpose string) string {
		return text(f.ask("POST", theirs+"/standing", f.token, url.Values{"on": {"2026-04-15"}, "known": {known}, "purpose": {purpose}, "want": {"disability_care"}}))
	}
	count := f.count()
	f.says(determine("", ""), "用途：没有选", "!家庭1：推算")
	f.says(determine("", "payment"), "按您的岗位和这个用途不能看", "!家庭1：推算")
	if f.count() != count+1 {
		t.Error("a refusal is not in the chain, or too much is")
	}
	f.says(determine("", "survey"), "家庭1：推算", "林水生：需要长期照护关系到重度残疾人护理补贴", "依据的文件", "!残疾等级四级，轻于")
	f.says(determine(before, "survey"), "残疾等级四级，轻于重度残疾等级线二级", "依据的文件", "!需要长期照护关系到", "到第"+before+"号为止")
	if f.count() != count+3 {
		t.Error("something else was stored than the two views")
	}
}

// count is how many acts the office's chain has.
func (f *fishers) count() (n int) {
	f.Helper()
	f.must(f.store.Read(context.Background(), func(v *store.View) error {
		heads, err := v.Heads()
		for _, one := range heads {
			if one.Chain == 7 {
				n = int(one.Seq)
			}
		}
		return err
	}))
	return n
}

// latest is the number of the office's last act.
func (f *fishers) latest() string { return strconv.Itoa(f.count()) }
