package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"doudi/casework"
	"doudi/registry"
	"doudi/store"
)

// Whose case is taken on by another township has new numbers there; what he was
// given under the old ones runs on.
func TestAFamilyThatMovedGetsNothingTwice(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		h.gaiyangOpens(s)
		household, _, award := h.awarded(s)
		c := h.cases(s)
		h.october()
		id, err := c.Open(background, clerk, household, "dibao")
		h.must(err)
		h.does(c, clerk, id, casework.Submit, casework.Do)
		h.must(h.handsOver(c, id, gaiyang.ID))
		there, err := c.TakeOn(background, gaiyangClerk, h.waits(c, gaiyangClerk)[0].ID)
		h.must(err)
		act, judge := h.gaiyangDecides(c, there.ID)
		h.refused(act(judge, casework.Approve), "从2026年10月起在雪峰镇享受“最低生活保障”，还没有停发")
		h.read(s, func(v *store.View) error {
			list, err := v.LiveAwards(registry.Ref{Office: gaiyang.ID, ID: h.householdOf(c, gaiyangClerk, there.ID)}, mustDay(t, "2026-12-01"))
			if len(list) != 1 || list[0].Ref != award {
				t.Errorf("%+v", list)
			}
			return err
		})
		h.sound(s)
	})
}

// gaiyangDecides takes a case of Gaiyang that was handed in to its decision, and
// gives how things are done to it and who decides.
func (h *house) gaiyangDecides(c *casework.Service, id int64) (act func(registry.Desk, ...casework.Act) error, judge registry.Desk) {
	h.Helper()
	office, judge := at(14, "county_clerk", county, gaiyang), at(15, "county_decider", county, gaiyang)
	act = func(d registry.Desk, acts ...casework.Act) (err error) {
		for _, a := range acts {
			if !h.ready(c, d, id, a) {
				now, wrong := c.Look(background, d, id)
				h.must(wrong)
				_, err = c.Act(background, d, casework.Entry{Case: id, Turn: now.Turn, Act: a, Note: "照实记录", Step: casework.Special, Differs: a == casework.Approve && now.Denied})
			}
			if err != nil {
				return err
			}
		}
		return nil
	}
	h.must(act(gaiyangClerk, casework.Accept))
	for range 20 { // the records of a test are told apart by their turn
		h.must(act(gaiyangClerk, casework.Mark))
	}
	h.must(act(gaiyangClerk, casework.Do))
	h.must(act(office, casework.Do))
	h.must(act(gaiyangClerk, casework.Do, casework.Post))
	h.clock.Pass(8 * 24 * time.Hour)
	h.must(act(gaiyangClerk, casework.End, casework.Judge))
	return act, judge
}

// movesToGaiyang moves a household with its award to another township.
func (h *house) movesToGaiyang(c *casework.Service, household int64, award registry.Ref) registry.Ref {
	h.Helper()
	heir, err := c.Registry.Move(background, clerk, mingxi().Schema, household, gaiyang, "盖洋村9号", registry.Ending{On: mustDay(h.T, "2026-10-06"),
		Choices: registry.Choices{award: {Way: registry.Keep, Month: mustDay(h.T, "2026-11-01").Month(), Reason: "迁过去了"}}})
	h.must(err)
	return heir
}

// Who moves without a case has new numbers too, and his award runs on under the
// old ones: neither the same nor what the law excludes is given beside it.
func TestAHouseholdThatMovedIsGivenNothingBesideWhatItHas(t *testing.T) {
	for programme, want := range map[string]string{
		"dibao": "从2026年10月起在雪峰镇享受“最低生活保障”，还没有停发",
		"edge":  "以前登记的机构给过他一项待遇，还没有停发，按规定不能和“最低生活保障边缘家庭”同时享受",
	} {
		t.Run(programme, func(t *testing.T) {
			onBoth(t, func(t *testing.T, h *house) {
				s := h.open()
				h.gaiyangOpens(s)
				household, _, award := h.awarded(s)
				c := h.cases(s)
				h.october()
				heir := h.movesToGaiyang(c, household, award)
				id, err := c.Open(background, gaiyangClerk, heir.ID, programme)
				h.must(err)
				for _, a := range []casework.Act{casework.Submit, casework.Do} {
					now, err := c.Look(background, gaiyangClerk, id)
					h.must(err)
					_, err = c.Act(background, gaiyangClerk, casework.Entry{Case: id, Turn: now.Turn, Act: a})
					h.must(err)
				}
				if now, err := c.Look(background, gaiyangClerk, id); err != nil || !strings.Contains(strings.Join(now.Elsewhere, ""), want) {
					t.Errorf("whoever accepts it sees %q: %v", now.Elsewhere, err)
				}
				act, judge := h.gaiyangDecides(c, id)
				err = act(judge, casework.Approve)
				h.refused(err, want)
				if programme == "edge" && strings.Contains(fmt.Sprint(err), "雪峰") {
					t.Errorf("it says where: %v", err)
				}
				h.chain(s, award, "2026-10 1710元")
				h.sound(s)
			})
		})
	}
}

// What is topped up to a sum is reckoned with the other in one office; with an award
// that runs on in another, it is not.
func TestWhatIsToppedUpIsNotReckonedBesideAnAwardOfAnotherOffice(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		h.gaiyangOpens(s)
		household, _, award := h.awarded(s)
		c := h.cases(s)
		h.october()
		heir := h.movesToGaiyang(c, household, award)
		id, err := c.Open(background, gaiyangClerk, heir.ID, "de_facto_orphan")
		h.must(err)
		now, err := c.Look(background, gaiyangClerk, id)
		h.must(err)
		if told := strings.Join(now.Elsewhere, ""); !strings.Contains(told, "要合在一起算，只补足差额") || strings.Contains(told, "雪峰") || strings.Contains(told, "最低生活保障") {
			t.Errorf("%q", told)
		}
		once, err := c.Open(background, gaiyangClerk, heir.ID, "urgent_aid")
		h.must(err)
		if now, err = c.Look(background, gaiyangClerk, once); err != nil || len(now.Elsewhere) != 0 {
			t.Errorf("what is given once stands beside everything: %q %v", now.Elsewhere, err)
		}
	})
}

// Of two who give the first sum of one need at once, one does.
func TestAFirstSumIsGivenOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id, household := h.burnt(s, c, "9000元")
		e := h.entry(c, id, casework.Advance, "")
		errs := make(chan error, 2)
		for range 2 {
			go func() { _, err := c.Act(background, townReviewer, e); errs <- err }()
		}
		first, second := <-errs, <-errs
		if first != nil {
			first, second = second, first
		}
		h.must(first)
		h.refused(second, "刚刚")
		_, err := c.Act(background, townReviewer, h.entry(c, id, casework.Advance, ""))
		h.refused(err, "先行救助")
		if sum, n := h.paid(s, household); sum != 500000 || n != 1 {
			t.Errorf("%v in %d decisions", sum, n)
		}
		_, err = c.Open(background, clerk, household, "urgent_aid")
		h.refused(err, "还没有办结")
		h.sound(s)
	})
}

// householdOf is the household of a case as a desk sees it.
func (h *house) householdOf(c *casework.Service, d registry.Desk, id int64) int64 {
	h.Helper()
	now, err := c.Look(background, d, id)
	h.must(err)
	return now.Household
}
