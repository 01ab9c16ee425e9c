package store_test

import (
	"strings"
	"testing"

	"doudi/casework"
	"doudi/fault"
	"doudi/paper"
)

func TestNobodyTakesBackInAFamilysNameWithoutSayingWhoSpoke(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id := h.accepted(s, c)
		now := h.stands(c, id, "start_survey")
		for name, one := range map[string]struct {
			wish casework.Wish
			say  string
		}{
			"it is not said how":               {casework.Wish{Who: "王桂兰（本人）", On: now.Today}, "家庭怎样说的：没有选"},
			"in no way that there is":          {casework.Wish{How: "rumour", Who: "王桂兰（本人）", On: now.Today}, "家庭怎样说的：没有选"},
			"it is not said who":               {casework.Wish{How: casework.ByPhone, Who: " ", On: now.Today}, "谁说的：没有写"},
			"with a number":                    {casework.Wish{How: casework.ByPhone, Who: "王桂兰 11010519491231002x", On: now.Today}, "写了号码"},
			"it is not said when":              {casework.Wish{How: casework.ByPhone, Who: "王桂兰（本人）"}, "哪天说的：没有填"},
			"tomorrow":                         {casework.Wish{How: casework.ByPhone, Who: "王桂兰（本人）", On: now.Today + 1}, "晚于今天"},
			"before it was handed in":          {casework.Wish{How: casework.ByPhone, Who: "王桂兰（本人）", On: now.Applied - 1}, "早于申请的那天"},
			"in writing, without the paper":    {casework.Wish{How: casework.InWriting, Who: "王桂兰（本人）", On: now.Today}, "还没有这次的撤回申请书"},
			"of somebody dead who is not dead": {casework.Wish{How: casework.WhoDied}, "申请人没有登记去世"},
		} {
			e := h.entry(c, id, casework.Withdraw, "儿子找到了工作")
			e.Wish = one.wish
			if _, err := c.Act(background, clerk, e); fault.Kind(err) != fault.BadInput || !strings.Contains(fault.Sentence(err), one.say) {
				t.Errorf("%s: %v", name, err)
			}
		}
		_, err := h.files(s).Add(background, clerk, paper.Upload{Household: now.Household, Kind: casework.WithdrawalPaper}, h.photograph(1))
		h.must(err)
		e := h.entry(c, id, casework.Withdraw, "儿子找到了工作")
		e.Wish = casework.Wish{How: casework.InWriting, Who: "王桂兰（本人）", On: now.Today}
		_, err = c.Act(background, clerk, e)
		h.must(err)
		now = h.stands(c, id, casework.Withdrawn)
		if note := now.Turns[len(now.Turns)-1].Note; note != "王桂兰（本人）2026年9月1日交来签了字的撤回申请书：儿子找到了工作" {
			t.Errorf("%q", note)
		}
		h.sound(s)
		h.clean(h.written(s), []string{"儿子找到了工作", "王桂兰（本人）"}, "case.submit")
	})
}

func TestADraftIsDroppedWithoutAskingTheFamily(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		household, head := h.home(s)
		h.known(s, household, head, head+1)
		id, err := c.Open(background, clerk, household, "dibao")
		h.must(err)
		e := h.entry(c, id, casework.Withdraw, "开错了")
		e.Wish = casework.Wish{}
		_, err = c.Act(background, clerk, e)
		h.must(err)
		h.stands(c, id, casework.Withdrawn)
	})
}
