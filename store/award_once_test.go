package store_test

import (
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
		office, judge := at(14, "county_clerk", county, gaiyang), at(15, "county_decider", county, gaiyang)
		act := func(d registry.Desk, acts ...casework.Act) (err error) {
			for _, a := range acts {
				if !h.ready(c, d, there.ID, a) {
					now, wrong := c.Look(background, d, there.ID)
					h.must(wrong)
					_, err = c.Act(background, d, casework.Entry{Case: there.ID, Turn: now.Turn, Act: a, Note: "照实记录", Step: casework.Special})
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

// householdOf is the household of a case as a desk sees it.
func (h *house) householdOf(c *casework.Service, d registry.Desk, id int64) int64 {
	h.Helper()
	now, err := c.Look(background, d, id)
	h.must(err)
	return now.Household
}
