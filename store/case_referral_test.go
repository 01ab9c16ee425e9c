package store_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"doudi/access"
	"doudi/casework"
	"doudi/fault"
	"doudi/registry"
	"doudi/store"
)

// referralSheet is the paper of a referral, in short.
func referralSheet(r casework.Referral, paper int64) ([]byte, error) {
	return fmt.Appendf(nil, "%%PDF-1.7 referral %d %d", r.ID, paper), nil
}

// needy is an application for two programmes that was handed in, of a family that
// needs help in some areas, with all that is signed.
func (h *house) needy(s *store.Store, c *casework.Service, areas ...string) (id, household int64) {
	h.Helper()
	household, head := h.home(s)
	h.known(s, household, head, head+1)
	id = h.applies(c, household, casework.Content{Needs: areas, Persons: []int64{head}}, "dibao", "edge")
	h.must(c.HandIn(background, clerk, id, casework.Said{}))
	h.clock.Pass(time.Minute)
	h.signs(s, clerk, household, head, casework.Authorisation, 31)
	h.signs(s, clerk, household, head+1, casework.Authorisation, 32)
	h.signs(s, clerk, household, head, casework.Commitment, 33)
	return id, household
}

// referrals are those of an application, each as area and state.
func (h *house) referrals(c *casework.Service, d registry.Desk, application int64, want ...string) []casework.Referral {
	h.Helper()
	n, err := c.Needed(background, d, application)
	h.must(err)
	var got []string
	for _, r := range n.Referrals {
		got = append(got, strings.TrimSuffix(r.Area+" "+string(r.State)+" "+string(r.Outcome), " "))
	}
	if !slices.Equal(got, want) {
		h.Errorf("%q, want %q", got, want)
	}
	return n.Referrals
}

// handing is one need to be handed on as it stands.
func handing(r casework.Referral, to, note string) casework.Handing {
	return casework.Handing{ID: r.ID, Turn: r.Turn, To: to, Note: note}
}

// settles ends a referral.
func (h *house) settles(c *casework.Service, application int64, r casework.Referral, how casework.Outcome, said string) error {
	return c.SettleReferral(background, clerk, application, casework.Settling{ID: r.ID, Turn: r.Turn, Outcome: how, Said: said})
}

func TestNeedsThatOthersSeeToAreHandedOnAtOnceAndAnswered(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id, household := h.needy(s, c, "living", "medical", "housing")
		h.referrals(c, clerk, id)
		h.must(c.AcceptAll(background, clerk, id, casework.Said{}))
		list := h.referrals(c, clerk, id, "medical open", "housing open")
		h.must(c.NameNeeds(background, clerk, id, []string{"housing", "education", "other"}))
		h.refused(c.NameNeeds(background, clerk, id, []string{"living", "money"}), "一项也没有选")
		h.refused(c.NameNeeds(background, reviewer, id, []string{"other"}), "没有在这里")
		all := []casework.Handing{handing(list[0], "县医保局", "妻子住院，自付两万元"), handing(list[1], " ", "")}
		h.refused(c.Refer(background, clerk, id, nil, referralSheet), "一项也没有选")
		h.refused(c.Refer(background, reviewer, id, all, referralSheet), "没有在这里")
		h.refused(c.Refer(background, clerk, id, all, referralSheet), "住房：转给哪个部门没有填")
		h.refused(c.SettleReferral(background, clerk, id, casework.Settling{ID: list[0].ID, Turn: 1, Outcome: casework.Helped, Said: "给了"}), "刚刚有人办过")
		all[1].To = "县住建局"
		h.must(c.Refer(background, clerk, id, all, referralSheet))
		h.refused(c.Refer(background, clerk, id, all, referralSheet), "刚刚有人办过")
		list = h.referrals(c, clerk, id, "medical handed", "housing handed", "education open", "other open")
		told := fmt.Sprint(list[0].Told)
		for _, want := range []string{"王建平", "城东村", "2 人", "医疗", "自付两万元"} {
			if !strings.Contains(told, want) {
				t.Errorf("%q is not told: %s", want, told)
			}
		}
		if strings.Contains(told, "12号") || strings.Contains(told, "19700501") || strings.Contains(told, "低保") || list[0].To != "县医保局" || list[0].Staff != clerk.Actor.Staff || list[0].Sheet == 0 || list[0].Sheet == list[1].Sheet {
			t.Errorf("%+v", list[0])
		}
		papers, err := h.files(s).List(background, clerk, household)
		h.must(err)
		if n := len(papers); papers[n-1].Kind != "referral_sheet" || papers[n-1].ID != list[1].Sheet || papers[n-1].Kind.Label() != "转办单" {
			t.Errorf("%+v", papers[n-1])
		}
		h.answersNeeds(c, id, list)
		h.sound(s)
		h.clean(h.written(s), []string{"自付两万元", "县医保局", "报销了一万二"}, "case.refer")
	})
}

// answersNeeds ends the four needs of the test, and looks at the lists.
func (h *house) answersNeeds(c *casework.Service, id int64, list []casework.Referral) {
	h.Helper()
	h.refused(h.settles(c, id, list[0], "given", "好"), "医疗：办得怎样没有选")
	h.refused(h.settles(c, id, list[0], casework.Helped, " "), "医疗：写给家庭的话没有填")
	h.refused(h.settles(c, id, list[2], casework.NotNeeded, "不用"), "刚刚有人办过")
	h.must(h.settles(c, id, list[0], casework.Helped, "报销了一万二"))
	h.refused(h.settles(c, id, list[0], casework.NotHelped, "没有"), "刚刚有人办过")
	h.must(h.settles(c, id, list[2], casework.Abandoned, "孩子毕业了"))
	h.refused(h.settles(c, id+1, list[1], casework.NotHelped, "没有"), "没有第")
	list = h.referrals(c, clerk, id, "medical answered helped", "housing handed", "education closed dropped", "other open")
	b, err := c.Referrals(background, reviewer.Actor, []access.Office{county, township, village}, casework.AskedReferrals{}, 0, 50)
	h.must(err)
	if b.Open != 1 || b.Handed != 1 || len(b.Lines) != 2 || b.Lines[0].ID != list[1].ID || b.Lines[0].Applicant != "王建平" {
		h.Errorf("%+v", b)
	}
	for asked, want := range map[casework.AskedReferrals]int{{Show: string(casework.ToHandOn)}: 1, {Show: casework.OverNeeds}: 2, {Show: casework.OverNeeds, Area: "medical"}: 1,
		{Area: "housing"}: 1, {Area: "medical"}: 0, {Office: county.ID}: 0} {
		if b, err := c.Referrals(background, clerk.Actor, []access.Office{county, township}, asked, 0, 50); err != nil || len(b.Lines) != want {
			h.Errorf("%+v: %d lines, want %d (%v)", asked, len(b.Lines), want, err)
		}
	}
	for _, who := range []struct {
		registry.Desk
		want int
	}{{clerk, 1}, {reviewer, 0}} {
		if n, err := c.ReferralsDue(background, who.Actor, []access.Office{county, township}); err != nil || n != who.want {
			h.Errorf("%d are due for %s (%v)", n, who.Actor.Posts[0].Role, err)
		}
	}
}

func TestWhatWasNotHandedOnEndsWithTheApplication(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id, _ := h.needy(s, c, "medical", "housing")
		h.must(c.AcceptAll(background, clerk, id, casework.Said{}))
		list := h.referrals(c, clerk, id, "medical open", "housing open")
		h.must(c.Refer(background, clerk, id, []casework.Handing{handing(list[0], "县医保局", "")}, referralSheet))
		in, err := c.Application(background, clerk, id)
		h.must(err)
		h.does(c, clerk, in.Cases[0], casework.Withdraw)
		h.referrals(c, clerk, id, "medical handed", "housing open")
		h.does(c, clerk, in.Cases[1], casework.Withdraw)
		list = h.referrals(c, clerk, id, "medical handed", "housing closed withdrawn")
		h.refused(c.NameNeeds(background, clerk, id, []string{"housing"}), "已经撤回")
		h.must(h.settles(c, id, list[0], casework.NotHelped, "没有参保"))
		h.does(c, reviewer, in.Cases[0], casework.Reopen)
		h.must(c.AcceptAll(background, clerk, id, casework.Said{}))
		h.referrals(c, clerk, id, "medical answered refused", "housing closed withdrawn", "housing open")
		h.sound(s)
	})
}

func TestWhatOthersSeeToGoesAlongToAnotherOffice(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		h.gaiyangOpens(s)
		c := h.cases(s)
		id, _ := h.needy(s, c, "medical", "housing", "employment")
		h.must(c.AcceptAll(background, clerk, id, casework.Said{}))
		list := h.referrals(c, clerk, id, "medical open", "housing open", "employment open")
		h.must(c.Refer(background, clerk, id, []casework.Handing{handing(list[0], "县医保局", ""), handing(list[1], "县住建局", "")}, referralSheet))
		list = h.referrals(c, clerk, id, "medical handed", "housing handed", "employment open")
		h.must(h.settles(c, id, list[1], casework.Helped, "排上了公租房"))
		in, err := c.Application(background, clerk, id)
		h.must(err)
		for _, file := range in.Cases {
			h.must(h.handsOver(c, file, gaiyang.ID))
		}
		h.referrals(c, clerk, id, "medical handed", "housing answered helped", "employment open")
		h.must(c.SendBack(background, gaiyangClerk, h.waits(c, gaiyangClerk)[0].ID, "户口不在盖洋镇"))
		h.must(h.handsOver(c, in.Cases[0], gaiyang.ID))
		h.referrals(c, clerk, id, "medical handed", "housing answered helped", "employment open")
		at, err := c.TakeOn(background, gaiyangClerk, h.waits(c, gaiyangClerk)[0].ID)
		h.must(err)
		h.referrals(c, clerk, id, "medical closed elsewhere", "housing answered helped", "employment closed elsewhere")
		now, err := c.Look(background, gaiyangClerk, at.ID)
		h.must(err)
		there := h.referrals(c, gaiyangClerk, now.Application, "medical handed", "housing answered helped", "employment open")
		if there[0].To != "县医保局" || there[0].Sheet != 0 || there[1].Said != "排上了公租房" || there[0].Handed != list[0].Handed {
			t.Errorf("%+v", there)
		}
		h.must(c.AcceptAll(background, gaiyangClerk, now.Application, casework.Said{}))
		h.referrals(c, gaiyangClerk, now.Application, "medical handed", "housing answered helped", "employment open")
		h.must(c.SettleReferral(background, gaiyangClerk, now.Application, casework.Settling{ID: there[0].ID, Turn: there[0].Turn, Outcome: casework.NotNeeded, Said: "已经出院"}))
		h.sound(s)
	})
}

func TestUrgentNeedsAreToBeHandedOnAsSoonAsTheyAreHandedIn(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		h.gaiyangOpens(s)
		c := h.cases(s)
		household, head := h.home(s)
		id := h.applies(c, household, casework.Content{Story: "家里失火", Needs: []string{"living", "housing"}, Persons: []int64{head}}, "urgent_aid")
		h.referrals(c, clerk, id)
		h.must(c.HandIn(background, clerk, id, casework.Said{}))
		h.referrals(c, clerk, id, "housing open")
		in, err := c.Application(background, clerk, id)
		h.must(err)
		h.must(h.handsOver(c, in.Cases[0], 0))
		h.referrals(c, clerk, id, "housing closed elsewhere")
		h.sound(s)
	})
}

func TestOfTwoWhoHandTheSameNeedOnTheSecondIsTold(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id, _ := h.needy(s, c, "medical")
		h.must(c.AcceptAll(background, clerk, id, casework.Said{}))
		list := h.referrals(c, clerk, id, "medical open")
		var all sync.WaitGroup
		errs := make([]error, 8)
		for i := range errs {
			all.Go(func() {
				if i%2 == 0 {
					errs[i] = c.Refer(background, clerk, id, []casework.Handing{handing(list[0], "县医保局", "")}, referralSheet)
				} else {
					errs[i] = c.NameNeeds(background, clerk, id, []string{"housing"})
				}
			})
		}
		all.Wait()
		handed := 0
		for i, err := range errs {
			if i%2 == 0 && err == nil {
				handed++
			} else if err != nil && fault.Kind(err) != fault.Conflict {
				t.Error(err)
			}
		}
		if handed != 1 {
			t.Errorf("handed on %d times: %v", handed, errs)
		}
		h.referrals(c, clerk, id, "medical handed", "housing open")
		h.sound(s)
	})
}
