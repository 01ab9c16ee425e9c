package store_test

import (
	"testing"

	"doudi/casework"
	"doudi/money"
	"doudi/registry"
	"doudi/store"
)

// burnt takes an application for urgent aid of a family whose house burnt down to
// its decision; the meeting has fixed a sum.
func (h *house) burnt(s *store.Store, c *casework.Service, sum string) (id, household int64) {
	h.Helper()
	household, head := h.home(s)
	h.known(s, household, head, head+1)
	since := func(key, value string, line int64) registry.Answer { return said(h.T, key, value, "2020-01-01", line) }
	h.must(h.people(s).EnterFacts(background, clerk, mingxi().Schema, of(registry.OfHousehold, household), []registry.Answer{since("aid_event", "complete", 0), since("aid_event.kind", "'fire'", -1),
		since("aid_event.needs_aid_now", "true", -1), since("household.major_hardship", "true", 0), since("household.case_by_case_sum", sum, 0)}))
	id, err := c.Open(background, clerk, household, "urgent_aid")
	h.must(err)
	h.does(c, clerk, id, casework.Submit, casework.Judge)
	return id, household
}

// paid is what stands in the chains of the household's awards.
func (h *house) paid(s *store.Store, household int64) (standing money.Fen, decisions int) {
	h.Helper()
	h.read(s, func(v *store.View) error {
		list, err := v.AwardsOf(2, household)
		for _, a := range list {
			for _, d := range a.Decisions {
				decisions++
				if d.Superseded == 0 {
					standing += d.Sum
				}
			}
		}
		return err
	})
	return standing, decisions
}

func TestUrgentAidIsGivenAtOnceUpToTheLimitAndTheRestIsDecidedLater(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id, household := h.burnt(s, c, "9000元")
		_, err := c.Act(background, townReviewer, h.entry(c, id, casework.Approve, ""))
		h.refused(err, "县级民政部门办")
		_, err = c.Act(background, clerk, h.entry(c, id, casework.Advance, ""))
		h.refused(err, "没有在这里")
		h.does(c, townReviewer, id, casework.Advance)
		now := h.stands(c, id, "papers.rest")
		if sum, n := h.paid(s, household); sum != 500000 || n != 1 || now.Decisions[0].Ruling.Sum != 500000 || !now.Decisions[0].Ruling.Advance {
			t.Errorf("advanced %v in %d decisions: %+v", sum, n, now.Decisions[0].Ruling)
		}
		h.refused(h.handsOver(c, id, 0), "不能“转交其他机构”")
		h.does(c, clerk, id, casework.Do)
		_, err = c.Act(background, townReviewer, h.entry(c, id, casework.Approve, ""))
		h.refused(err, "县级民政部门")
		h.does(c, decider, id, casework.Approve)
		now = h.stands(c, id, casework.Awarded)
		if sum, n := h.paid(s, household); sum != 900000 || n != 2 || now.Decisions[1].Ruling.Sum != 400000 || now.Decisions[1].Ruling.Before != 500000 {
			t.Errorf("in all %v in %d decisions: %+v", sum, n, now.Decisions[1].Ruling)
		}
		h.sound(s)
	})
}

func TestWhatWasAdvancedStaysWhateverIsDecidedOnTheRest(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id, household := h.burnt(s, c, "9000元")
		h.does(c, townReviewer, id, casework.Advance)
		h.does(c, clerk, id, casework.Do)
		h.must(h.people(s).EnterFacts(background, clerk, mingxi().Schema, of(registry.OfHousehold, household), []registry.Answer{said(t, "household.case_by_case_sum", "5000元", "2020-01-01", 0)}))
		h.does(c, clerk, id, casework.Judge)
		_, err := c.Act(background, decider, h.entry(c, id, casework.Approve, ""))
		h.refused(err, "不符合条件")
		h.does(c, decider, id, casework.Refuse)
		h.does(c, clerk, id, casework.Tell)
		h.stands(c, id, casework.Refused)
		if sum, n := h.paid(s, household); sum != 500000 || n != 1 {
			t.Errorf("%v in %d decisions", sum, n)
		}
		h.does(c, reviewer, id, casework.Reopen)
		now := h.stands(c, id, "advance")
		if !now.Advanced {
			t.Error("a case that is taken up again forgets what was advanced")
		}
		h.must(h.people(s).EnterFacts(background, clerk, mingxi().Schema, of(registry.OfHousehold, household), []registry.Answer{said(t, "household.case_by_case_sum", "8000元", "2020-01-01", 0)}))
		h.does(c, clerk, id, casework.Judge)
		_, err = c.Act(background, townReviewer, h.entry(c, id, casework.Advance, ""))
		h.refused(err, "已经先行救助过")
		h.does(c, decider, id, casework.Approve)
		if sum, n := h.paid(s, household); sum != 500000 || n != 1 {
			t.Logf("until nothing can bring it back: %v in %d", sum, n)
		}
		h.does(c, clerk, id, casework.Do)
		h.stands(c, id, casework.Awarded)
		if sum, n := h.paid(s, household); sum != 800000 || n != 2 {
			t.Errorf("%v in %d decisions", sum, n)
		}
		h.sound(s)
	})
}

// A withdrawn case of urgent aid that the county takes up again stands where it is
// decided on, as a new one would: nobody accepts urgent aid first.
func TestUrgentAidThatIsTakenUpAgainCanBeGivenAndWithdrawn(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id, household := h.burnt(s, c, "3000元")
		for range 2 {
			h.does(c, clerk, id, casework.Withdraw)
			h.does(c, reviewer, id, casework.Reopen)
			h.stands(c, id, "advance")
		}
		h.does(c, clerk, id, casework.Judge)
		h.does(c, townReviewer, id, casework.Approve)
		h.does(c, clerk, id, casework.Do)
		h.stands(c, id, casework.Awarded)
		if sum, n := h.paid(s, household); sum != 300000 || n != 1 {
			t.Errorf("%v in %d decisions", sum, n)
		}
	})
}
