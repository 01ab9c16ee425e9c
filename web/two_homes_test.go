package web_test

import (
	"net/http"
	"net/url"
	"testing"

	"doudi/registry"
)

// twoHomes is a son who is listed with his parents as living elsewhere and has
// a household of his own.
func (w *works) twoHomes() (clerk string) {
	w.Helper()
	clerk = w.family()
	w.wanted(http.StatusSeeOther, "POST", "/office/4/household/1/member/3", clerk, url.Values{"relation": {"apart"}, "from": {"2020-01-01"}, "to": {""}})
	w.wanted(http.StatusSeeOther, "POST", "/office/4/household/new", clerk, url.Values{"head": {"3"}, "address": {"雪峰镇城西村3号"}, "from": {"2021-01-01"}})
	return clerk
}

// The sentence of a refusal names the way; the test goes it.
func TestWhoBelongsToTwoHouseholdsIsCorrectedAsTheRefusalSays(t *testing.T) {
	t.Parallel()
	outside := url.Values{"relation": {"outside"}, "from": {"2026-09-01"}, "to": {""}}
	for name, move := range map[string]string{"the parents move": "1", "the son moves": "2"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := work(t)
			clerk := w.twoHomes()
			path := "/office/4/household/" + move + "/move"
			form := url.Values{"to": {"龙津"}, "on": {"2026-09-01"}, "address": {"某村1号"}, "do": {"sure"}}
			w.has(w.wanted(http.StatusBadRequest, "POST", path, clerk, form), []string{"人员 3 也是家庭", "在家庭 1 的页面上“更正”他的成员登记", "不是这个家庭的成员"})
			w.wanted(http.StatusSeeOther, "POST", "/office/4/household/1/member/3", clerk, outside)
			w.sure(path, clerk, form, "/office/4/household/"+move)
			w.has(w.wanted(http.StatusOK, "GET", "/office/4/household/"+move, clerk, nil), []string{"已迁出", "（龙津镇）"})
		})
	}
}

func TestTwoRecordsInTwoHouseholdsAreMadeOneAsTheRefusalSays(t *testing.T) {
	t.Parallel()
	w := work(t)
	clerk := w.family()
	w.known(xuefeng, registry.Identity{Name: "陈建国", Birth: "1952-03-08", Sex: "male"}, registry.Identity{Name: "林阿妹", Birth: "1955-03-08", Sex: "female"})
	w.wanted(http.StatusSeeOther, "POST", "/office/4/household/new", clerk, url.Values{"head": {"4"}, "address": {"雪峰镇城西村3号"}, "from": {"2021-01-01"}})
	w.wanted(http.StatusSeeOther, "POST", "/office/4/household/2/member/new", clerk, url.Values{"do": {"join"}, "person": {"5"}, "relation": {"sibling"}, "from": {"2021-01-01"}})
	county := w.inside(3, w.settled(3, "cc.1", "county_clerk"))
	merge, form := "/office/4/person/2/merge", url.Values{"other": {"4"}, "stays": {"this"}, "do": {"sure"}}
	w.has(w.wanted(http.StatusBadRequest, "POST", merge, county, form), []string{"在同一时间是两个家庭（1 和 2）的成员", "先从那一天起换申请人", "不是这个家庭的成员"})
	outside := url.Values{"relation": {"outside"}, "from": {"2021-01-01"}, "to": {""}}
	w.has(w.wanted(http.StatusBadRequest, "POST", "/office/4/household/2/member/4", clerk, outside), []string{"申请人"})
	w.sure("/office/4/household/2/head", clerk, url.Values{"from": {"2021-01-01"}, "relation.4": {"sibling"}, "relation.5": {"head"}}, "/office/4/household/2")
	w.wanted(http.StatusSeeOther, "POST", "/office/4/household/2/member/4", clerk, outside)
	w.wanted(http.StatusSeeOther, "POST", merge, county, form)
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/person/2", county, nil), []string{"合并进来", "家庭 1"}, "城西村")
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/household/2", county, nil), []string{"林阿妹"}, "/member/2")
}

func TestWhoLivesAloneIsRegisteredAsDeadAndHisHouseholdStays(t *testing.T) {
	t.Parallel()
	w := work(t)
	clerk := w.twoHomes()
	home := "/office/4/household/2"
	w.has(w.wanted(http.StatusOK, "GET", home+"/member/3/leave", clerk, nil), []string{"家里没有别人了：去世的在这里登记"})
	gone := url.Values{"why": {"died"}, "last": {"2026-08-30"}}
	w.has(w.wanted(http.StatusOK, "POST", home+"/member/3/leave", clerk, gone), []string{"这个家庭留着，不再办理新的申请", "2026年8月30日"})
	w.sure(home+"/member/3/leave", clerk, gone, home)
	w.has(w.wanted(http.StatusOK, "GET", home, clerk, nil), []string{"申请人（已去世）", "2026年8月30日"})
}
