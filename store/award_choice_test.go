package store_test

import (
	"slices"
	"testing"

	"doudi/access"
	"doudi/casework"
	"doudi/registry"
	"doudi/store"
)

// awarded is a couple that gets dibao from October 2026 on, by a decision of
// September.
func (h *house) awarded(s *store.Store) (household, head int64, award registry.Ref) {
	h.Helper()
	c := h.cases(s)
	household, head = h.home(s)
	h.known(s, household, head, head+1)
	id := h.undecided(c, household)
	h.does(c, clerk, id, casework.Judge)
	h.does(c, decider, id, casework.Approve)
	h.does(c, countyClerk, id, casework.Do)
	list, err := c.Registry.Live(background, clerk, household, 0, mustDay(h.T, "2026-09-08"))
	h.must(err)
	if len(list) != 1 || list[0].Programme != "dibao" || list[0].Starts != mustDay(h.T, "2026-10-01").Month() || list[0].Sum != 171000 || list[0].Per != "month" || !slices.Equal(list[0].People, []int64{head, head + 1}) {
		h.Fatalf("%+v", list)
	}
	return household, head, list[0].Ref
}

// waiting is what was chosen and waits for a decision, as who decides sees it.
func (h *house) waiting(r *registry.Registry) []registry.Chosen {
	h.Helper()
	list, err := r.Undecided(background, decider.Actor, []access.Office{clerk.Office})
	h.must(err)
	return list
}

// hangs demands on which households an award hangs.
func (h *house) hangs(r *registry.Registry, award registry.Ref, on map[int64]bool) {
	h.Helper()
	for household, want := range on {
		list, err := r.Live(background, clerk, household, 0, mustDay(h.T, "2026-10-08"))
		h.must(err)
		if got := slices.ContainsFunc(list, func(x registry.Held) bool { return x.Ref == award }); got != want {
			h.Errorf("the award hangs on household %d: %t", household, got)
		}
	}
}

func TestWhoSplitsAHouseholdChoosesForEveryLiveAwardAndTheDecisionIsWaitedFor(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		household, head, award := h.awarded(s)
		r, law := h.cases(s).Registry, mingxi().Schema
		parts := []registry.Part{{Members: []registry.Member{{Person: head, Relation: "head"}}}, {Address: "乙村2号", Members: []registry.Member{{Person: head + 1, Relation: "head"}}}}
		october := mustDay(t, "2026-10-01").Month()
		how := registry.Ending{On: mustDay(t, "2026-09-05")}
		for _, wrong := range []struct {
			made registry.Choices
			say  string
		}{
			{nil, "没有选择去向"},
			{registry.Choices{{Office: 2, ID: award.ID + 1}: {Way: registry.Stop, Month: october, Reason: "因为"}}, "没有选择去向"},
			{registry.Choices{award: {Way: registry.Keep, Part: 2, Month: october, Reason: "因为"}}, "不在列表里"},
			{registry.Choices{award: {Way: registry.Follow, Month: october, Reason: "因为"}}, "不在列表里"},
			{registry.Choices{award: {Way: registry.Keep, Month: october - 1, Reason: "因为"}}, "从2026年10月才开始"},
			{registry.Choices{award: {Way: registry.Stop, Month: october, Reason: " "}}, "没有写理由"},
		} {
			how.Choices = wrong.made
			_, err := r.Split(background, clerk, law, household, parts, how)
			h.refused(err, wrong.say)
		}
		h.hangs(r, award, map[int64]bool{household: true})
		how.Choices = registry.Choices{award: {Way: registry.Keep, Part: 1, Month: october, Reason: "妻子带着存折搬走了"}}
		heirs, err := r.Split(background, clerk, law, household, parts, how)
		h.must(err)
		got := h.waiting(r)
		if len(got) != 1 || got[0].Award != award || got[0].Heir != heirs[1] || got[0].Household.ID != household || got[0].Reason != "妻子带着存折搬走了" || got[0].Month != october || got[0].Programme != "dibao" {
			t.Errorf("%+v", got)
		}
		h.hangs(r, award, map[int64]bool{household: false, heirs[0].ID: false, heirs[1].ID: true})
		whole := registry.Part{Members: []registry.Member{{Person: head, Relation: "head"}, {Person: head + 1, Relation: "spouse"}}}
		both := []int64{heirs[0].ID, heirs[1].ID}
		_, err = r.Merge(background, clerk, law, both, whole, registry.Ending{On: mustDay(t, "2026-09-07")})
		h.refused(err, "没有选择去向")
		one, err := r.Merge(background, clerk, law, both, whole, registry.Ending{On: mustDay(t, "2026-09-07"), Choices: registry.Choices{award: {Way: registry.Stop, Month: october + 1, Reason: "又住到一起，重新申请"}}})
		h.must(err)
		if got := h.waiting(r); len(got) != 1 || got[0].Way != registry.Stop || got[0].Household != heirs[1] || got[0].Month != october+1 {
			t.Errorf("the last choice alone is waited for: %+v", got)
		}
		h.read(s, func(v *store.View) error {
			list, err := v.AwardsOf(2, household)
			if len(list) != 1 || len(list[0].Decisions) != 1 || list[0].Decisions[0].Superseded != 0 || list[0].People[0].Ends != registry.Lasting {
				t.Errorf("a choice changes no award: %+v", list)
			}
			return err
		})
		h.hangs(r, award, map[int64]bool{one.ID: false})
		h.sound(s)
		h.clean(h.written(s), []string{"妻子带着存折搬走了"}, "dibao")
	})
}

func TestWhoLeavesOrMovesLeavesNoAwardUnsaid(t *testing.T) {
	october := mustDay(t, "2026-10-01").Month()
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		household, head, award := h.awarded(s)
		r, law := h.cases(s).Registry, mingxi().Schema
		gone := registry.Departure{Person: head + 1, Last: mustDay(t, "2026-09-05"), Why: registry.Died}
		h.refused(r.Leave(background, clerk, law, household, gone), "没有选择去向")
		gone.Choices = registry.Choices{award: {Way: registry.Follow, Month: october, Reason: "跟着走"}}
		h.refused(r.Leave(background, clerk, law, household, gone), "不在列表里")
		gone.Why = registry.MovedOut
		h.must(r.Leave(background, clerk, law, household, gone))
		if got := h.waiting(r); len(got) != 1 || got[0].Way != registry.Follow || got[0].Person != head+1 {
			t.Errorf("%+v", got)
		}
		own := h.founded(r, "乙村2号", "2026-09-06", head+1, "head")
		h.hangs(r, award, map[int64]bool{household: false, own: true})
		to := registry.Ending{On: mustDay(t, "2026-09-08")}
		_, err := r.Move(background, clerk, law, own, village, "城东村9号", to)
		h.refused(err, "没有选择去向")
		to.Choices = registry.Choices{award: {Way: registry.Keep, Month: october, Reason: "户口迁过去了"}}
		heir, err := r.Move(background, clerk, law, own, village, "城东村9号", to)
		h.must(err)
		if got := h.waiting(r); len(got) != 1 || got[0].Heir != heir || got[0].Award.Office != 2 {
			t.Errorf("it waits where the award lies: %+v", got)
		}
		h.sound(s)
	})
}

func TestWhoIsCountedIsFrozenWhenTheCaseIsHandedIn(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		household, head := h.home(s)
		id, err := c.Open(background, clerk, household, "dibao")
		h.must(err)
		if now := h.stands(c, id, casework.Draft); now.Unit != 0 {
			t.Errorf("a draft has unit %d", now.Unit)
		}
		h.does(c, clerk, id, casework.Submit)
		now, err := c.Look(background, reviewer, id)
		h.must(err)
		unit := now.Unit
		h.must(c.Registry.Leave(background, clerk, mingxi().Schema, household, registry.Departure{Person: head + 1, Last: mustDay(t, "2026-08-31"), Why: registry.Married}))
		h.read(s, func(v *store.View) error {
			u, err := v.Unit(2, unit)
			if want := []registry.Counted{{Person: head, Counted: true, Rule: "counted"}, {Person: head + 1, Counted: true, Rule: "counted"}}; !slices.Equal(u.Members, want) || u.Day != mustDay(t, "2026-09-01") || u.Household != household {
				t.Errorf("what became of the household later does not change who was counted: %+v", u)
			}
			return err
		})
	})
}
