package store_test

import (
	"sync"
	"testing"
	"time"

	"doudi/access"
	"doudi/audit"
	"doudi/casework"
	"doudi/fault"
	"doudi/registry"
	"doudi/staff"
	"doudi/store"
)

// hired takes somebody on with a role, and gives him where he works and acts.
func (h *house) hired(s *store.Store, account, role string, office access.Office) registry.Desk {
	h.Helper()
	var id int64
	h.must(s.Accounts().Do(background, office.ID, audit.Act{Name: "test.hire"}, func(tx staff.Tx) (err error) {
		if id, err = tx.Add(staff.Account{Office: office.ID, Account: account, Name: "某某", Password: "none", Secret: []byte("12345678901234567890")}); err != nil {
			return err
		}
		return tx.AddRole(office.ID, id, role)
	}))
	return at(id, role, office, township)
}

// desked are the lines of somebody's work.
func (h *house) desked(c *casework.Service, d registry.Desk, asked casework.Asked) casework.Desk {
	h.Helper()
	desk, err := c.Work(background, d.Actor, []access.Office{county, township}, asked, 0, 50)
	h.must(err)
	return desk
}

func TestACaseIsInTheHandsOfOneAndShownToAll(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id := h.accepted(s, c)
		one, two := h.hired(s, "tc.1", "township_clerk", township), h.hired(s, "tc.2", "township_clerk", township)
		reviewer := h.hired(s, "tr.1", "township_reviewer", township)
		h.refused(c.Claim(background, h.hired(s, "cd.1", "county_decider", county), id), "办不了接下来的这一步")
		h.must(c.Claim(background, one, id))
		if err := c.Claim(background, two, id); fault.Kind(err) != fault.Conflict {
			t.Errorf("a second hand: %v", err)
		}
		for _, d := range []registry.Desk{one, two, reviewer} {
			if desk := h.desked(c, d, casework.Asked{}); desk.All != 1 || len(desk.Lines) != 1 || desk.Lines[0].Claimed != one.Actor.Staff || desk.Lines[0].Applicant != "王建平" {
				t.Errorf("it is not shown to all: %+v", desk)
			}
		}
		if own, none := h.desked(c, one, casework.Asked{Claimed: one.Actor.Staff}), h.desked(c, one, casework.Asked{Claimed: casework.Nobody}); own.Found != 1 || none.Found != 0 || own.Own != 1 {
			t.Errorf("in his hands %d, in nobody's %d", own.Found, none.Found)
		}
		h.refused(c.HandOn(background, two, id, reviewer.Actor, "不行"), "移交工作")
		if err := c.HandOn(background, one, id, two.Actor, " "); fault.Kind(err) != fault.BadInput {
			t.Errorf("without a reason: %v", err)
		}
		h.must(c.HandOn(background, one, id, two.Actor, "外出学习"))
		h.must(c.HandOn(background, reviewer, id, one.Actor, "两个人都要学"))
		h.must(c.GiveBack(background, one, id))
		if now := h.stands(c, id, "start_survey"); now.Claimed != 0 {
			t.Errorf("it is still in the hands of %d", now.Claimed)
		}
		h.sound(s)
	})
}

func TestNothingIsLostWhenSomebodyLeaves(t *testing.T) {
	for name, leave := range map[string]func(h *house, s *store.Store, c *casework.Service, one, two, reviewer registry.Desk, id int64){
		"he is suspended": func(h *house, s *store.Store, _ *casework.Service, one, _, _ registry.Desk, _ int64) {
			h.must(s.Accounts().Do(background, 2, audit.Act{Name: "test.out"}, func(tx staff.Tx) error {
				a, err := tx.Lock(one.Actor.Staff)
				a.Suspended = true
				h.must(err)
				return tx.Save(a)
			}))
		},
		"his role is taken away": func(h *house, s *store.Store, _ *casework.Service, one, _, _ registry.Desk, _ int64) {
			h.must(s.Accounts().Do(background, 2, audit.Act{Name: "test.out"}, func(tx staff.Tx) error {
				return tx.RemoveRole(2, one.Actor.Staff, "township_clerk")
			}))
		},
		"the case moves on to others": func(h *house, _ *store.Store, c *casework.Service, one, _, _ registry.Desk, id int64) {
			h.does(c, one, id, casework.Do)
		},
		"all is handed to somebody who cannot go on with it": func(h *house, _ *store.Store, c *casework.Service, one, _, reviewer registry.Desk, _ int64) {
			done, err := c.HandAll(background, reviewer.Actor, map[int64]access.Office{2: township}, one.Actor.Staff, reviewer.Actor, "调离")
			h.must(err)
			if len(done) != 1 || done[0].Why == "" {
				h.Errorf("%+v", done)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			onBoth(t, func(t *testing.T, h *house) {
				s := h.open()
				c := h.cases(s)
				id := h.accepted(s, c)
				one, two := h.hired(s, "tc.1", "township_clerk", township), h.hired(s, "tc.2", "township_clerk", township)
				reviewer := h.hired(s, "tr.1", "township_reviewer", township)
				h.must(c.Claim(background, one, id))
				leave(h, s, c, one, two, reviewer, id)
				if desk := h.desked(c, two, casework.Asked{Claimed: casework.Nobody}); desk.Found != 1 {
					t.Errorf("it did not fall back to all: %+v", desk)
				}
			})
		})
	}
}

func TestALeaversWorkGoesToAColleagueAsAWhole(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id := h.accepted(s, c)
		one, two := h.hired(s, "tc.1", "township_clerk", township), h.hired(s, "tc.2", "township_clerk", township)
		reviewer := h.hired(s, "tr.1", "township_reviewer", township)
		h.must(c.Claim(background, one, id))
		done, err := c.HandAll(background, reviewer.Actor, map[int64]access.Office{2: township}, one.Actor.Staff, two.Actor, "调离")
		h.must(err)
		if len(done) != 1 || done[0].Why != "" || done[0].ID != id {
			t.Errorf("%+v", done)
		}
		if now := h.stands(c, id, "start_survey"); now.Claimed != two.Actor.Staff {
			t.Errorf("it is in the hands of %d", now.Claimed)
		}
		if list, err := c.InHands(background, one.Actor.Staff); err != nil || len(list) > 0 {
			t.Errorf("%v %v", list, err)
		}
	})
}

func TestWorkIsChosenByItsLimits(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		h.accepted(s, c)
		limit := h.desked(c, reviewer, casework.Asked{}).Lines[0].Due
		for _, want := range []struct {
			day                   int // before the limit
			late, today, thisWeek int
		}{{30, 0, 0, 0}, {int(limit.Weekday()), 0, 0, 1}, {0, 0, 1, 1}, {-1, 1, 0, 0}} {
			now := limit - access.DayOf(h.clock.Now())
			h.clock.Pass(time.Duration(int(now)-want.day) * 24 * time.Hour)
			if now := limit - access.DayOf(h.clock.Now()); want.day == 30 && now < 7 {
				t.Fatalf("the limit is only %d days away", now)
			}
			for due, n := range map[casework.Due]int{casework.Late: want.late, casework.Today: want.today, casework.Week: want.thisWeek, "": 1} {
				desk := h.desked(c, reviewer, casework.Asked{Due: due})
				if desk.Found != n || desk.Late != want.late || desk.Today != want.today || desk.Week != want.thisWeek {
					t.Errorf("%d days before, %q: %d, counted %d %d %d", want.day, due, desk.Found, desk.Late, desk.Today, desk.Week)
				}
			}
		}
		for asked, n := range map[casework.Asked]int{{Programme: "dibao"}: 1, {Programme: "edge"}: 0, {State: "start_survey"}: 1, {State: "notice"}: 0, {Office: 2}: 1, {Office: 1}: 0} {
			if desk := h.desked(c, reviewer, asked); desk.Found != n || desk.All != 1 {
				t.Errorf("%+v: %d of %d", asked, desk.Found, desk.All)
			}
		}
	})
}

func TestAWayOfLookingAtTheWorkIsKeptForOne(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		one, two := h.hired(s, "tc.1", "township_clerk", township), h.hired(s, "tc.2", "township_clerk", township)
		h.must(c.SaveFilter(background, one, casework.Filter{Name: "超期的", Asked: "due=today"}))
		h.must(c.SaveFilter(background, one, casework.Filter{Name: "超期的", Asked: "due=late"}))
		for name, asked := range map[string]string{"": "due=late", "这个名称实在太长了一共写了二十一个字以上的": "due=late", "王建平" + number("1970-05-01", 101): ""} {
			if err := c.SaveFilter(background, one, casework.Filter{Name: name, Asked: asked}); fault.Kind(err) != fault.BadInput {
				t.Errorf("%q: %v", name, err)
			}
		}
		if list, err := c.Filters(background, one); err != nil || len(list) != 1 || list[0].Asked != "due=late" {
			t.Errorf("%+v %v", list, err)
		}
		if list, err := c.Filters(background, two); err != nil || len(list) != 0 {
			t.Errorf("%+v %v", list, err)
		}
		h.must(c.DropFilter(background, one, "超期的"))
		if list, _ := c.Filters(background, one); len(list) != 0 {
			t.Errorf("%+v", list)
		}
	})
}

func TestOfTwoWhoTakeACaseAtOnceOneHasIt(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id := h.accepted(s, c)
		both := [2]registry.Desk{h.hired(s, "c.1", "township_clerk", township), h.hired(s, "c.2", "township_clerk", township)}
		for range 20 {
			var wrong [2]error
			var together sync.WaitGroup
			for i := range both {
				together.Go(func() { wrong[i] = c.Claim(background, both[i], id) })
			}
			together.Wait()
			if (wrong[0] == nil) == (wrong[1] == nil) {
				t.Fatalf("%v and %v", wrong[0], wrong[1])
			}
			for i := range both {
				if wrong[i] == nil {
					h.must(c.GiveBack(background, both[i], id))
				}
			}
		}
		h.sound(s)
	})
}
