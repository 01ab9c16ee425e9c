package web_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"doudi/audit"
	"doudi/civil"
	"doudi/pack"
	"doudi/packs"
	"doudi/registry"
)

// family enters a couple with a son at a township, by pages, and gives the
// clerk's log-in.
func (w *works) family() (clerk string) {
	w.Helper()
	w.known(xuefeng, resident, registry.Identity{Name: "陈建国", Birth: "1952-03-08", Sex: "male"}, registry.Identity{Name: "陈小山", Birth: "1980-01-01", Sex: "male"})
	clerk = w.inside(4, w.settled(4, "tc.1", "township_clerk"))
	w.wanted(http.StatusSeeOther, "POST", "/office/4/household/new", clerk, url.Values{"head": {"1"}, "address": {"雪峰镇城东村12号"}, "from": {"2020-01-01"}})
	for person, relation := range map[string]string{"2": "spouse", "3": "child"} {
		w.wanted(http.StatusSeeOther, "POST", "/office/4/household/1/member/new", clerk, url.Values{"do": {"join"}, "person": {person}, "relation": {relation}, "from": {"2020-01-01"}})
	}
	return clerk
}

// sure answers the question of a form and looks where it leads.
func (w *works) sure(path, token string, form url.Values, to string) {
	w.Helper()
	form.Set("do", "sure")
	if place := w.wanted(http.StatusSeeOther, "POST", path, token, form); !strings.HasSuffix(place, to) {
		w.Errorf("%s leads to %s", path, place)
	}
}

func TestAHouseholdIsOpenedAndPeopleComeIntoIt(t *testing.T) {
	t.Parallel()
	w := work(t)
	clerk := w.family()
	page := w.wanted(http.StatusOK, "GET", "/office/4/household/1", clerk, nil)
	w.has(page, []string{"雪峰镇城东村12号", "王桂兰", "申请人，76岁", "配偶", "子女", "2020年1月1日起", "计入", "/rule/counted", "/household/1/member/2/leave"}, resident.Number)
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/person/2", clerk, nil), []string{"家庭 1，雪峰镇城东村12号", "配偶，2020年1月1日起", "现在"}, "新建家庭")
	join := "/office/4/household/1/member/new"
	w.has(w.wanted(http.StatusOK, "POST", join, clerk, url.Values{"do": {"find"}, "by": {"name"}, "text": {"cxs"}}), []string{"找到 1 个", "陈小山（人员 3，男，46岁）", `value="cxs"`})
	w.has(w.wanted(http.StatusOK, "POST", join, clerk, url.Values{"do": {"find"}, "by": {"name"}, "text": {"李"}}), []string{"没有找到", "/office/4/person/new?household=1"})
	w.has(w.wanted(http.StatusBadRequest, "POST", join, clerk, url.Values{"do": {"join"}, "person": {"3"}, "relation": {"head"}, "from": {"2026-13-01"}}), []string{"从哪一天起：", "没有 2026-13-01 这一天", `value="2026-13-01"`})
	w.has(w.wanted(http.StatusBadRequest, "POST", join, clerk, url.Values{"do": {"join"}, "person": {"3"}, "relation": {"head"}, "from": {"2026-01-01"}}), []string{"2个申请人"})
	w.has(w.wanted(http.StatusBadRequest, "POST", "/office/4/household/new", clerk, url.Values{"head": {"2"}, "address": {"别处"}, "from": {"2026-01-01"}}), []string{"已是家庭 1 的成员", `value="别处"`})
	w.has(w.wanted(http.StatusBadRequest, "POST", "/office/4/household/1/address", clerk, url.Values{"address": {resident.Number}}), []string{"像证件号码"})
	w.wanted(http.StatusSeeOther, "POST", "/office/4/household/1/address", clerk, url.Values{"address": {"雪峰镇城东村20号"}})
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/household/1", clerk, nil), []string{"城东村20号", "登记经过", "家庭，雪峰镇城东村12号", "陈小山：子女，2020年1月1日起"})
}

func TestWhoLeavesAndWhoTakesOverIsSaidBeforeItIsDone(t *testing.T) {
	t.Parallel()
	w := work(t)
	clerk := w.family()
	leave := "/office/4/household/1/member/2/leave"
	w.has(w.wanted(http.StatusBadRequest, "POST", leave, clerk, url.Values{"last": {"2026-09-01"}}), []string{"原因：没有选", `value="2026-09-01"`})
	dead := url.Values{"why": {"died"}, "last": {"2026-09-01"}}
	w.has(w.wanted(http.StatusOK, "POST", leave, clerk, dead), []string{"最后一天是2026年9月1日，原因：去世", "去世日期2026年9月1日", `name="why" value="died"`})
	w.sure(leave, clerk, dead, "/office/4/household/1")
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/household/1", clerk, nil), []string{"不在一起生活的家人", "2026年9月2日起", "以前的成员和身份", "2020年1月1日至2026年9月1日", "去世"})
	married := url.Values{"why": {"married"}, "last": {"2026-08-31"}, "do": {"sure"}}
	w.has(w.wanted(http.StatusBadRequest, "POST", "/office/4/household/1/member/1/leave", clerk, married), []string{"0个申请人", "换申请人"})
	change := url.Values{"from": {"2026-09-10"}, "relation.1": {"parent"}, "relation.2": {"apart"}, "relation.3": {"child"}}
	w.has(w.wanted(http.StatusBadRequest, "POST", "/office/4/household/1/head", clerk, change), []string{"选了 0 个"})
	change.Set("relation.3", "head")
	w.has(w.wanted(http.StatusOK, "POST", "/office/4/household/1/head", clerk, change), []string{"从2026年9月10日起，王桂兰由申请人改为父母", "陈小山由子女改为申请人"}, "陈建国由")
	w.sure("/office/4/household/1/head", clerk, change, "/office/4/household/1")
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/household/1", clerk, nil), []string{"父母，76岁", "2026年9月10日起"})
	mistake := url.Values{"relation": {"outside"}, "from": {"2020-01-01"}, "to": {""}}
	w.wanted(http.StatusSeeOther, "POST", "/office/4/household/1/member/2", clerk, mistake)
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/household/1", clerk, nil), []string{"陈建国：收回“配偶，2020年1月1日至2026年9月1日”", "配偶，2020年1月1日至2026年9月1日，去世"}, "/member/2")
}

func TestAHouseholdIsSplitAndMadeOneAgain(t *testing.T) {
	t.Parallel()
	w := work(t)
	clerk := w.family()
	path := "/office/4/household/1/split"
	form := url.Values{"on": {"2026-09-01"}, "address.0": {"城东村12号"}, "address.1": {"城东村15号"}, "part.1": {"0"}, "relation.1": {"head"}, "part.2": {"0"}, "relation.2": {"spouse"}, "part.3": {"0"}, "relation.3": {"child"}}
	w.has(w.wanted(http.StatusBadRequest, "POST", path, clerk, form), []string{"所有人都在一户里", `value="城东村15号"`})
	form.Set("part.3", "1")
	w.has(w.wanted(http.StatusOK, "POST", path, clerk, form), []string{"第一户：王桂兰（申请人）、陈建国（配偶），城东村12号", "第二户：陈小山（子女），城东村15号", "家庭 1 到2026年8月31日为止", "要重新登记"})
	form.Set("do", "sure")
	w.has(w.wanted(http.StatusBadRequest, "POST", path, clerk, form), []string{"0个申请人"})
	form.Set("relation.3", "head")
	form.Set("on", "2062-09-01")
	form.Del("do")
	w.has(w.wanted(http.StatusBadRequest, "POST", path, clerk, form), []string{"从哪一天起：晚于今天", `value="2062-09-01"`})
	form.Set("on", "2026-09-01")
	w.sure(path, clerk, form, "/office/4/household/1")
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/household/1", clerk, nil), []string{"已分户", "家庭 2（雪峰镇）", "家庭 3（雪峰镇）", "以前的成员"}, "加入成员")
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/household/3", clerk, nil), []string{"城东村15号", "原来是", "陈小山"})
	path = "/office/4/household/2/merge"
	w.has(w.wanted(http.StatusBadRequest, "POST", path, clerk, url.Values{"with": {"2"}, "on": {"2026-09-10"}}), []string{"就是这个家庭"})
	w.has(w.wanted(http.StatusBadRequest, "POST", path, clerk, url.Values{"with": {"77"}, "on": {"2026-09-10"}}), []string{"没有编号为 77 的家庭", `value="77"`})
	both := url.Values{"with": {"3"}, "on": {"2026-09-10"}, "address": {"城东村12号"}}
	w.has(w.wanted(http.StatusOK, "POST", path, clerk, both), []string{"请写明每个人", "陈小山"})
	both.Set("relation.1", "head")
	both.Set("relation.2", "spouse")
	both.Set("relation.3", "child")
	w.has(w.wanted(http.StatusOK, "POST", path, clerk, both), []string{"家庭 2 和家庭 3 到2026年9月9日为止", "陈小山：子女"})
	w.sure(path, clerk, both, "/office/4/household/2")
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/household/4", clerk, nil), []string{"王桂兰", "陈建国", "陈小山", "家庭 2（雪峰镇）", "家庭 3（雪峰镇）"})
}

func TestAHouseholdMovesToAnotherOfficeAndItsNumbersLeadOn(t *testing.T) {
	t.Parallel()
	w := work(t)
	clerk := w.family()
	path := "/office/4/household/1/move"
	for to, want := range map[string]string{"": "没有填", "北京": "没有这个机构", "雪峰": "就是本机构", "县": "是哪一个：还没有选"} {
		w.has(w.wanted(http.StatusBadRequest, "POST", path, clerk, url.Values{"to": {to}, "on": {"2026-09-01"}, "address": {"某村1号"}}), []string{want, `value="某村1号"`})
	}
	form := url.Values{"to": {"龙津"}, "on": {"2026-09-01"}, "address": {"某村1号"}}
	w.has(w.wanted(http.StatusOK, "POST", path, clerk, form), []string{"王桂兰（申请人）", "迁到龙津镇（清流县民政局），某村1号", "只能由迁入的机构再迁"})
	w.sure(path, clerk, form, "/office/4/household/1")
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/household/1", clerk, nil), []string{"已迁出", "家庭 1（龙津镇）"}, "加入成员")
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/person/1", clerk, nil), []string{"已经合并或迁出", "（龙津镇）"}, "更正身份")
	other := w.inside(7, w.settled(7, "tc.7", "township_clerk"))
	w.has(w.wanted(http.StatusOK, "GET", "/office/7/household/1", other, nil), []string{"某村1号", "王桂兰", "原来是", "雪峰镇"})
	w.has(w.wanted(http.StatusForbidden, "GET", "/office/7/household/1", clerk, nil), []string{"您没有在这里"})
	for n := 1; n <= 3; n++ {
		w.wanted(http.StatusOK, "GET", fmt.Sprintf("/office/7/person/%d", n), other, nil)
	}
}

func TestAHouseholdSaysWhoIsCountedAndWhatWasFrozen(t *testing.T) {
	t.Parallel()
	w := work(t)
	clerk := w.family()
	set, _ := pack.LoadAll(packs.FS)
	mingxi, problems := set.Resolve("cn-350421")
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	day, _ := civil.ParseDate("2026-09-01")
	w.wanted(http.StatusSeeOther, "POST", "/office/4/household/1/member/3", clerk, url.Values{"relation": {"apart"}, "from": {"2026-09-01"}})
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/household/1", clerk, nil), []string{"不在一起生活的家人", "还不能确定"}, "不计入<")
	for reason, want := range map[string]string{"prison": ">不计入<", "study": ">计入<"} {
		w.must(w.registry.EnterFacts(context.Background(), desk(xuefeng), mingxi.Schema, registry.Subject{Office: 4, Of: registry.OfMember, ID: 3},
			[]registry.Answer{{Key: "member.apart_reason", Value: reason, From: day, To: civil.Open, Source: registry.Declared}}))
		page := w.wanted(http.StatusOK, "GET", "/office/4/household/1", clerk, nil)
		if yes := strings.Count(page, ">计入<"); !strings.Contains(page, want) || strings.Contains(page, "还不能确定") || yes != 2+strings.Count(want, ">计入<") {
			t.Errorf("%s: %d are counted", reason, yes)
		}
	}
	counted := "/office/4/household/1/counted"
	w.has(w.wanted(http.StatusOK, "GET", counted, clerk, nil), []string{"哪个项目", "最低生活保障", "谁申请"}, "推算：")
	w.has(w.wanted(http.StatusOK, "GET", counted+"?programme=dibao&on=2026-09-10", clerk, nil), []string{"2026年9月10日申请最低生活保障", "王桂兰", "按“共同生活的家庭成员”", ">计入<", "/rule/counted"})
	w.has(w.wanted(http.StatusOK, "GET", counted+"?programme=single_dibao&on=2026-09-10&person=2", clerk, nil), []string{"单人申请，不计别人", ">计入<", ">不计入<"}, "/rule/counted")
	for query, want := range map[string]string{"?programme=": "哪个项目：没有选", "?programme=none&on=2026-09-10": "规定里没有这个项目", "?programme=dibao&on=2026-13-40": "哪一天：",
		"?programme=dibao&on=2019-12-31": "这一天没有登记任何成员", "?programme=single_dibao&on=2026-09-10": "谁申请：这个项目按人申请", "?programme=single_dibao&on=2026-09-10&person=77": "不是这个家庭的成员"} {
		w.has(w.wanted(http.StatusBadRequest, "GET", counted+query, clerk, nil), []string{want})
	}
	u := registry.Unit{Ref: registry.Ref{Office: 4}, Household: 1, Programme: "dibao", Pack: strings.Repeat("0", 64), Day: day,
		Members: []registry.Counted{{Person: 1, Counted: true, Rule: "counted"}, {Person: 2, Counted: true, Rule: "counted"}, {Person: 3, Rule: "counted"}}}
	w.must(w.registry.Store.Do(w.Context(), 4, audit.Act{Actor: 9, Role: "township_clerk", Name: "case.submit"}, func(tx registry.Tx) error {
		_, err := registry.Freeze(tx, u)
		return err
	}))
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/household/1", clerk, nil), []string{"申请时定下来的成员", "2026年9月1日", "计入：王桂兰、陈建国", "不计入：陈小山（按“共同生活的家庭成员”）"})
}
