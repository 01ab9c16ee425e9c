package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"doudi/audit"
	"doudi/casework"
	"doudi/civil"
	"doudi/registry"
)

// gets gives people of a household a programme from October 2026 on, as a decision
// would.
func (w *works) gets(household int64, programme string, people ...int64) {
	w.Helper()
	day, _ := civil.ParseDate("2026-09-01")
	w.must(w.store.Cases().Do(w.Context(), 4, audit.Act{Actor: 9, Role: "county_decider", Name: "case.decide"}, func(tx casework.Tx) error {
		u := registry.Unit{Ref: registry.Ref{Office: 4}, Household: household, Programme: programme, Pack: strings.Repeat("0", 64), Day: day}
		for _, p := range people {
			u.Members = append(u.Members, registry.Counted{Person: p, Counted: true, Rule: "counted"})
		}
		unit, err := registry.Freeze(tx, u)
		if err != nil {
			return err
		}
		a := casework.Award{Ref: registry.Ref{Office: 4}, Unit: unit, Household: household, Holder: people[0], Programme: programme, Starts: day.Month() + 1}
		for _, p := range people {
			a.People = append(a.People, casework.Share{Person: p, Starts: a.Starts, Ends: registry.Lasting})
		}
		if a.ID, err = tx.Number("award"); err != nil {
			return err
		}
		return tx.AddAward(a)
	}))
}

func TestEveryLiveAwardIsChosenForOnThePagesThatEndOrLeaveAHousehold(t *testing.T) {
	t.Parallel()
	w := work(t)
	clerk := w.family()
	decider := w.inside(3, w.settled(3, "cd.1", "county_decider"))
	w.gets(1, "dibao", 1, 2, 3)
	home := "/office/4/household/1"
	w.has(w.wanted(http.StatusOK, "GET", home, clerk, nil), []string{"待遇", "最低生活保障（第 1 号待遇），从2026年10月起"})
	leave := url.Values{"why": {"independent"}, "last": {"2026-09-01"}, "award.4.1.month": {"下个月"}}
	w.has(w.wanted(http.StatusOK, "GET", home+"/member/3/leave", clerk, nil), []string{"留在这个家庭，重新核定", "跟着离开的人", "停止", "县里作出决定以前照旧", `value="2026-10"`})
	w.has(w.wanted(http.StatusBadRequest, "POST", home+"/member/3/leave", clerk, leave), []string{"的去向：没有选", `value="下个月"`})
	leave.Set("award.4.1.way", "0")
	w.has(w.wanted(http.StatusBadRequest, "POST", home+"/member/3/leave", clerk, leave), []string{"从哪个月起变动：读不懂", `value="下个月"`})
	leave.Set("award.4.1.month", "2026-09")
	w.has(w.wanted(http.StatusBadRequest, "POST", home+"/member/3/leave", clerk, leave), []string{"早于开始享受的2026年10月"})
	leave.Set("award.4.1.month", "2026-10")
	w.has(w.wanted(http.StatusBadRequest, "POST", home+"/member/3/leave", clerk, leave), []string{"为什么这样选：没有写"})
	leave.Set("award.4.1.reason", "少了一口人")
	w.has(w.wanted(http.StatusOK, "POST", home+"/member/3/leave", clerk, leave), []string{"从2026年10月起留在这个家庭，重新核定，理由：少了一口人", "只是建议"})
	w.sure(home+"/member/3/leave", clerk, leave, home)
	w.has(w.wanted(http.StatusOK, "GET", home, clerk, nil), []string{"建议从2026年10月起由家庭 1（雪峰镇）接续，等决定", "理由：少了一口人"})
	w.has(w.wanted(http.StatusOK, "GET", "/home", decider, nil), []string{"待遇去向，等决定：1 项", "由家庭 1（雪峰镇）接续", home}, "少了一口人")
	w.has(w.wanted(http.StatusOK, "GET", "/home", clerk, nil), nil, "等决定")
	split := url.Values{"on": {"2026-09-10"}, "part.1": {"0"}, "relation.1": {"head"}, "part.2": {"2"}, "relation.2": {"head"},
		"award.4.1.way": {"1"}, "award.4.1.month": {"2026-11"}, "award.4.1.reason": {"跟着丈夫"}}
	w.has(w.wanted(http.StatusBadRequest, "POST", home+"/split", clerk, split), []string{"选的这一户里没有人", `value="跟着丈夫"`})
	split.Set("award.4.1.way", "2")
	w.has(w.wanted(http.StatusOK, "POST", home+"/split", clerk, split), []string{"从2026年11月起由第三户接续", "只是建议"})
	w.sure(home+"/split", clerk, split, home)
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/household/3", clerk, nil), []string{"陈建国", "最低生活保障（第 1 号待遇），从2026年10月起", "建议从2026年11月起由家庭 3"})
	merge := url.Values{"with": {"3"}, "on": {"2026-09-11"}, "relation.1": {"head"}, "relation.2": {"spouse"}}
	w.has(w.wanted(http.StatusBadRequest, "POST", "/office/4/household/2/merge", clerk, merge), []string{"家庭 3 的最低生活保障", "的去向：没有选"})
	merge.Set("award.4.1.way", "stop")
	merge.Set("award.4.1.month", "2026-11")
	merge.Set("award.4.1.reason", "重新申请")
	w.sure("/office/4/household/2/merge", clerk, merge, "/office/4/household/2")
	w.has(w.wanted(http.StatusOK, "GET", "/home", decider, nil), []string{"等决定：1 项", "建议从2026年11月起停止", "/office/4/household/3"})
	w.gets(4, "edge", 1)
	move := url.Values{"to": {"龙津"}, "on": {"2026-09-12"}, "address": {"某村1号"}}
	w.has(w.wanted(http.StatusBadRequest, "POST", "/office/4/household/4/move", clerk, move), []string{"的去向：没有选", `value="某村1号"`})
	move.Set("award.4.2.way", "0")
	move.Set("award.4.2.month", "2026-10")
	move.Set("award.4.2.reason", "户口迁过去了")
	w.sure("/office/4/household/4/move", clerk, move, "/office/4/household/4")
	w.has(w.wanted(http.StatusOK, "GET", "/home", decider, nil), []string{"等决定：2 项", "由家庭 1（龙津镇）接续"})
}
