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
