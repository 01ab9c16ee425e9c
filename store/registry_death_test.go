package store_test

import (
	"testing"

	"doudi/casework"
	"doudi/civil"
	"doudi/registry"
	"doudi/store"
)

// alone is a man who lives by himself and is given dibao, in October.
func (h *house) alone(s *store.Store, c *casework.Service) (household, man int64, award registry.Ref) {
	h.Helper()
	man = h.entered(h.people(s), clerk, registry.Identity{Name: "王建平", Number: number("1980-05-01", 101)})
	household = h.founded(h.people(s), "城东村12号", "2020-01-01", man, "head")
	h.known(s, household, man)
	id := h.undecided(c, household)
	h.does(c, clerk, id, casework.Judge)
	h.must(h.decides(c, id, casework.Approve, false, 0))
	h.does(c, countyClerk, id, casework.Do)
	h.october()
	list, err := c.Changeable(background, clerk, household)
	h.must(err)
	return household, man, list[0].Ref
}

func TestWhoLivesAloneDiesAndHisAwardEndsUnheard(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		r, law := c.Registry, mingxi().Schema
		household, man, award := h.alone(s, c)
		_, err := c.BeginChange(background, clerk, household, award, casework.Died)
		h.refused(err, "没有登记去世")
		gone := registry.Departure{Person: man, Last: r.Today() - 3, Why: registry.Died,
			Choices: registry.Choices{award: {Way: registry.Stop, Month: r.Today().Month() + 1, Reason: "去世"}}}
		h.must(r.Leave(background, clerk, law, household, gone))
		later := gone
		later.Last, later.Why = r.Today(), registry.MovedOut
		h.refused(r.Leave(background, clerk, law, household, later), "已经登记去世")
		h.read(s, func(v *store.View) error {
			members, err := v.MembersOf(2, household, registry.Now)
			if len(members) != 2 || members[0].Because != registry.Died || members[1].Relation != registry.Head || members[1].To != civil.Open {
				t.Errorf("%+v", members)
			}
			return err
		})
		id := h.begun(c, household, casework.Died)
		h.does(c, clerk, id, casework.Judge, casework.Do)
		h.refused(h.decides(c, id, casework.Approve, false, 0), "")
		h.does(c, decider, id, casework.Refuse)
		h.does(c, countyClerk, id, casework.Tell)
		h.stands(c, id, casework.Stopped)
		h.chain(s, award, "2026-10 855元, 2026-11 -")
		if list, err := c.Changeable(background, clerk, household); err != nil || len(list) != 0 {
			t.Errorf("%+v %v", list, err)
		}
		_, err = c.Open(background, clerk, household, "dibao")
		h.refused(err, "申请人已经登记去世")
		h.sound(s)
	})
}

func TestWhoDiedBeforeTheDecisionIsNotPaidFor(t *testing.T) {
	for name, one := range map[string]struct {
		dies func(h *house, c *casework.Service, household, head int64, gone registry.Departure)
		left int64 // who is left, counted from the head
	}{
		"the wife": {func(h *house, c *casework.Service, household, head int64, gone registry.Departure) {
			gone.Person = head + 1
			h.must(c.Registry.Leave(background, clerk, mingxi().Schema, household, gone))
		}, 0},
		"the applicant": {func(h *house, c *casework.Service, household, head int64, gone registry.Departure) {
			h.must(c.Registry.ChangeMembers(background, clerk, mingxi().Schema, household, []registry.Member{
				{Person: head, Relation: "spouse", From: gone.Last, To: civil.Open}, {Person: head + 1, Relation: "head", From: gone.Last, To: civil.Open}}))
			gone.Person = head
			h.must(c.Registry.Leave(background, clerk, mingxi().Schema, household, gone))
		}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			onBoth(t, func(t *testing.T, h *house) {
				s := h.open()
				c := h.cases(s)
				id, household, head := h.decidable(s, c)
				h.does(c, clerk, id, casework.Judge)
				one.dies(h, c, household, head, registry.Departure{Last: c.Registry.Today() - 1, Why: registry.Died})
				h.refused(h.decides(c, id, casework.Approve, false, 0), "测算以后情况有变动")
				h.does(c, clerk, id, casework.Judge)
				if now := h.stands(c, id, "decision"); now.Judged.Amount.Low != 85500 {
					t.Errorf("%v %v %v", now.Judged.Status, now.Judged.Amount, now.Judged.Missing)
				}
				h.must(h.decides(c, id, casework.Approve, false, 0))
				h.does(c, countyClerk, id, casework.Do)
				h.read(s, func(v *store.View) error {
					list, err := v.AwardsOf(2, household)
					if len(list) != 1 || len(list[0].People) != 1 || list[0].People[0].Person != head+one.left {
						t.Errorf("%+v", list)
					}
					return err
				})
			})
		})
	}
}

func TestAnApplicationOfWhoDiedIsNotGiven(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		man := h.entered(h.people(s), clerk, registry.Identity{Name: "王建平", Number: number("1980-05-01", 101)})
		household := h.founded(h.people(s), "城东村12号", "2020-01-01", man, "head")
		h.known(s, household, man)
		id := h.undecided(c, household)
		h.does(c, clerk, id, casework.Judge)
		h.must(c.Registry.Leave(background, clerk, mingxi().Schema, household, registry.Departure{Person: man, Last: c.Registry.Today() - 1, Why: registry.Died}))
		h.does(c, clerk, id, casework.Judge)
		if now := h.stands(c, id, "decision"); now.Judged.Gives() {
			t.Errorf("the law gives to the dead: %+v", now.Judged)
		}
		h.refused(h.decides(c, id, casework.Approve, true, 85500), "申请人已经登记去世")
		h.must(h.decides(c, id, casework.Refuse, false, 0))
		h.stands(c, id, casework.Refusal)
	})
}
