package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"doudi/casework"
	"doudi/registry"
	"doudi/store"
)

// dies registers the death of somebody who stands for an award.
func (h *house) dies(c *casework.Service, household, person int64, day string, award registry.Ref, way registry.Way) {
	h.Helper()
	choices := registry.Choices{award: {Way: way, Month: mustDay(h.T, "2026-11-01").Month(), Reason: "去世"}}
	h.must(c.Registry.Leave(background, clerk, mingxi().Schema, household, registry.Departure{Person: person, Last: mustDay(h.T, day), Why: registry.Died, Choices: choices}))
}

// Nobody is left who could be heard or reckoned: the award ends all the same, and
// nothing of the household stays open.
func TestADeathThatLeavesNobodyEndsTheAward(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		household, head, award := h.awarded(s)
		c := h.cases(s)
		h.october()
		other, err := c.Open(background, clerk, household, "urgent_aid")
		h.must(err)
		h.does(c, clerk, other, casework.Submit)
		h.dies(c, household, head+1, "2026-10-02", award, registry.Keep)
		h.dies(c, household, head, "2026-10-03", award, registry.Stop)
		id := h.begun(c, household, casework.Died)
		now := h.stands(c, id, "death")
		if !now.Change.Gone || !now.Change.Released || now.Proposal() != casework.Finish {
			t.Errorf("%+v, %q", now.Change, now.Proposal())
		}
		if l := now.Deadlines; len(l) != 1 || l[0].Step != "death" || l[0].Start.Date() != mustDay(t, "2026-10-02") || l[0].Deadline.Day != mustDay(t, "2027-01-02") {
			t.Errorf("the limit is not counted from the first death: %+v", l)
		}
		h.does(c, clerk, id, casework.Judge, casework.Do)
		h.refused(h.decides(c, id, casework.Approve, false, 0), "不能再给予")
		h.does(c, decider, id, casework.Refuse)
		now = h.stands(c, id, casework.Ended)
		if r := now.Decisions[0].Ruling; r.Change != casework.Finish || len(r.Reasons) != 1 || r.Reasons[0].Text != "享受的人去世" {
			t.Errorf("%+v", r)
		}
		a := h.chain(s, award, "2026-10 1710元, 2026-11 -")
		for _, p := range a.People {
			if p.Ends != mustDay(t, "2026-10-01").Month() {
				t.Errorf("%d stands for it until %v", p.Person, p.Ends)
			}
		}
		h.does(c, countyClerk, id, casework.Tell)
		h.stands(c, id, casework.Stopped)
		h.does(c, clerk, other, casework.Withdraw)
		h.stands(c, other, casework.Withdrawn)
		h.read(s, func(v *store.View) error {
			live, err := v.LiveAwards(registry.Ref{Office: 2, ID: household}, mustDay(t, "2026-11-01"))
			if len(live) != 0 {
				t.Errorf("paid after the death: %+v", live)
			}
			return err
		})
		cases, err := c.CasesOf(background, clerk, household)
		h.must(err)
		if slices.ContainsFunc(cases, func(p casework.Pending) bool { return !p.State.Closed() }) || len(h.waiting(c.Registry)) != 0 {
			t.Errorf("something stays open: %+v", cases)
		}
		h.sound(s)
	})
}

// An award that two households each have looked at ends by the first of the two
// decisions; the other can only be taken back.
func TestAChangeWhoseAwardEndedMeanwhileIsTakenBack(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		household, head, award := h.awarded(s)
		c := h.cases(s)
		h.october()
		late := h.begun(c, household, casework.Reviewed)
		h.does(c, clerk, late, casework.Judge, casework.Do)
		h.must(c.Registry.Leave(background, clerk, mingxi().Schema, household, registry.Departure{Person: head + 1, Last: mustDay(t, "2026-10-05"), Why: registry.Independent,
			Choices: registry.Choices{award: {Way: registry.Follow, Month: mustDay(t, "2026-11-01").Month(), Reason: "跟着妻子"}}}))
		own := h.founded(c.Registry, "乙村2号", "2026-10-06", head+1, "head")
		h.known(s, own, head+1)
		first := h.begun(c, own, casework.Moved)
		h.does(c, clerk, first, casework.Judge, casework.Do)
		_, err := c.Enter(background, countyVisitor, first, hears(0, 1), proof(1), blankSheet)
		h.must(err)
		h.does(c, decider, first, casework.Approve)
		h.chain(s, award, "2026-10 1710元, 2026-11 -")
		h.does(c, clerk, late, casework.Judge)
		_, err = c.Enter(background, countyVisitor, late, hears(0, 2), proof(2), blankSheet)
		h.must(err)
		for _, act := range []casework.Act{casework.Approve, casework.Refuse} {
			if err := h.decides(c, late, act, false, 0); err == nil {
				t.Errorf("%s of an award that has ended", act)
			}
		}
		h.chain(s, award, "2026-10 1710元, 2026-11 -")
		h.does(c, clerk, late, casework.Withdraw)
		h.stands(c, late, casework.Withdrawn)
		h.sound(s)
	})
}

// A death that is registered late ends the award from the month behind it, and the
// record says what was decided for the months since (57号第三十条).
func TestADeathRegisteredLateEndsTheAwardFromTheMonthBehindIt(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		household, head, award := h.awarded(s)
		c := h.cases(s)
		h.october()
		h.clock.Pass(61 * 24 * time.Hour) // December
		h.dies(c, household, head+1, "2026-10-02", award, registry.Keep)
		h.dies(c, household, head, "2026-10-30", award, registry.Stop)
		id := h.begun(c, household, casework.Died)
		h.does(c, clerk, id, casework.Judge, casework.Do)
		const told = "2026年11月至2026年12月照原来的决定还在发，共 3420元，多发待追回（以实际发放的为准）"
		if now := h.stands(c, id, "decision"); now.Change.Overpaid.Told() != told {
			t.Errorf("before the decision: %q", now.Change.Overpaid.Told())
		}
		h.does(c, decider, id, casework.Refuse)
		r := h.stands(c, id, casework.Ended).Decisions[0].Ruling
		if r.Starts != mustDay(t, "2026-11-01").Month() || r.Overpaid.Told() != told || len(r.Reasons) != 1 || len(r.Reasons[0].Clauses) < 2 {
			t.Errorf("%+v", r)
		}
		for _, p := range h.chain(s, award, "2026-10 1710元, 2026-11 -").People {
			if p.Ends != mustDay(t, "2026-10-01").Month() {
				t.Errorf("%d stands for it until %v", p.Person, p.Ends)
			}
		}
		h.does(c, countyClerk, id, casework.Tell)
		if letter := fmt.Sprint(h.stands(c, id, casework.Stopped).Letter().Said); !strings.Contains(letter, told) || !strings.Contains(letter, "2026年11月") {
			t.Errorf("the letter: %s", letter)
		}
		h.sound(s)
	})
}

// listed takes a family of Mingxi's list to where its second notice hangs (MX-11).
func (h *house) listed(s *store.Store, c *casework.Service) (id, household, head int64) {
	h.Helper()
	household, head = h.home(s)
	h.known(s, household, head, head+1)
	id, err := c.Open(background, clerk, household, "city_hardship")
	h.must(err)
	h.does(c, clerk, id, casework.Submit, casework.Accept, casework.Do)
	h.does(c, townReviewer, id, casework.Do)
	h.does(c, clerk, id, casework.Post)
	h.clock.Pass(6 * 24 * time.Hour)
	h.does(c, clerk, id, casework.End, casework.Judge)
	h.does(c, decider, id, casework.Approve)
	return id, household, head
}

func TestNobodyWhoDiedBeforeTheLastNoticeEndedIsGivenAnything(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id, household, head := h.listed(s, c)
		h.does(c, clerk, id, casework.Post)
		h.clock.Pass(6 * 24 * time.Hour)
		h.refused(h.decides(c, id, casework.Return, false, 0), "没有登记过去世的人")
		h.must(c.Registry.Leave(background, clerk, mingxi().Schema, household, registry.Departure{Person: head + 1, Last: mustDay(t, "2026-09-09"), Why: registry.Died}))
		_, err := c.Act(background, clerk, h.entry(c, id, casework.End, ""))
		h.refused(err, "登记了去世的人，不能照原来的决定给予")
		if now := h.stands(c, id, "second_notice.up"); !now.Bereft {
			t.Error("nobody is missed")
		}
		h.does(c, decider, id, casework.Return)
		now := h.stands(c, id, "decide")
		if now.Decided() != nil {
			t.Errorf("a decision stands: %+v", now.Decided())
		}
		h.refused(h.decides(c, id, casework.Approve, false, 0), "请经办人员重新测算")
		h.does(c, clerk, id, casework.Judge)
		h.does(c, decider, id, casework.Approve)
		h.does(c, clerk, id, casework.Post)
		h.clock.Pass(6 * 24 * time.Hour)
		h.does(c, clerk, id, casework.End)
		h.read(s, func(v *store.View) error {
			list, err := v.AwardsOf(2, household)
			if len(list) != 1 || list[0].Holder != head || len(list[0].People) != 1 {
				t.Errorf("%+v", list)
			}
			return err
		})
		h.sound(s)
	})
}
