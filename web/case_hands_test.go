package web_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"
)

func TestACaseSaysWhoElseCanOrThatNobodyIsLeft(t *testing.T) {
	t.Parallel()
	w := work(t)
	clerk := w.family()
	w.answered(1, 2, 3)
	checker := w.inside(3, w.settled(3, "cc.1", "county_clerk"))
	both := w.inside(3, w.settled(3, "cd.1", "county_clerk", "county_decider"))
	path := "/office/4/case/1"
	w.begins("tc.1")
	w.does(path, clerk, "submit", "do", "accept", "do")
	w.has(w.wanted(http.StatusOK, "GET", path, clerk, nil), []string{"现在能办的：林一、林一"}, "没有人能办")
	w.wanted(http.StatusSeeOther, "POST", "/office/4/household/1/address", both, url.Values{"address": {"雪峰镇城东村20号"}})
	w.does(path, checker, "do")
	w.does(path, clerk, "do", "post")
	w.clock.Pass(9 * 24 * time.Hour)
	clerk, both = w.again("tc.1"), w.again("cd.1")
	w.does(path, clerk, "end", "judge")
	nobody := []string{"“决定给予”现在没有人能办：林一有这个权限，但是登记过这一家的情况", "请安全管理员给另一位同事授予“县（区）确认人”"}
	w.has(w.wanted(http.StatusOK, "GET", path, clerk, nil), nobody)
	w.has(w.wanted(http.StatusOK, "GET", path, both, nil), append(nobody, "登记或者修改家庭情况、接收申请、收取材料，和审核、作出决定要由两个人办"))
	turn := turnOf.FindStringSubmatch(w.wanted(http.StatusOK, "GET", path, clerk, nil))[1]
	w.has(w.wanted(http.StatusForbidden, "POST", path, both, url.Values{"act": {"approve"}, "turn": {turn}, "do": {"sure"}}), []string{"前一步是您办的"})
	w.settled(3, "cd.2", "county_decider")
	w.has(w.wanted(http.StatusOK, "GET", path, clerk, nil), []string{"现在能办的：林一"}, "没有人能办")
	w.does(path, w.again("cd.2"), "approve")
}

func TestTheStaffOfAnOfficeSaysWhereASecondHandIsWanted(t *testing.T) {
	t.Parallel()
	w := work(t)
	county := w.inside(3, w.settled(3, "cc.1", "county_clerk"))
	w.settled(3, "cr.1", "county_reviewer")
	w.has(w.wanted(http.StatusOK, "GET", "/office/3/staff", county, nil), []string{"“县（区）审核人”只有林一一个人", "这里还没有“县（区）确认人”", "请安全管理员"}, "乡镇（街道）审核人")
	w.settled(3, "cr.2", "county_reviewer")
	w.settled(3, "cd.1", "county_decider")
	w.settled(3, "cd.2", "county_decider")
	w.has(w.wanted(http.StatusOK, "GET", "/office/3/staff", county, nil), nil, "请安全管理员")
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/staff", county, nil), []string{"这里还没有“乡镇（街道）审核人”"})
}
