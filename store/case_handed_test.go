package store_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"doudi/access"
	"doudi/audit"
	"doudi/casework"
	"doudi/fault"
	"doudi/pack"
	"doudi/packs"
	"doudi/paper"
	"doudi/registry"
	"doudi/store"
)

// The other township of the handing over, and its hands.
var (
	gaiyang      = access.Office{ID: 4, Level: access.Township, Above: []int64{1}}
	gaiyangClerk = at(30, "township_clerk", gaiyang, gaiyang)
)

// gaiyangOpens adds the other township.
func (h *house) gaiyangOpens(s *store.Store) {
	h.Helper()
	town, err := h.administration(s).Open(background, system, access.Draft{Above: "1", Level: "township", Name: "盖洋镇", Division: "350421101"})
	h.must(err)
	if town.Number != gaiyang.ID {
		h.Fatal(town.Number)
	}
}

// handsOver hands a case over to an office.
func (h *house) handsOver(c *casework.Service, id, to int64) error {
	h.Helper()
	e := h.entry(c, id, casework.Transfer, "户口在盖洋镇")
	e.To = to
	_, err := c.Act(background, clerk, e)
	return err
}

// waits is what the other township is handed over.
func (h *house) waits(c *casework.Service, d registry.Desk) []casework.Handover {
	h.Helper()
	list, err := c.Arrivals(background, d.Actor, []access.Office{d.Office})
	h.must(err)
	return list
}

func TestAnotherOfficeGoesOnWithWhatItIsHandedOver(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		h.gaiyangOpens(s)
		c := h.cases(s)
		household, head := h.home(s)
		h.known(s, household, head, head+1)
		h.reachable(s, head)
		application := h.applies(c, household, casework.Content{Story: "妻子住院", Persons: []int64{head, head + 1}}, "dibao", "edge")
		h.signs(s, clerk, household, head, casework.Authorisation, 1)
		h.must(c.HandIn(background, clerk, application, casework.Said{}))
		in, err := c.Application(background, clerk, application)
		h.must(err)
		id, second, number := in.Cases[0], in.Cases[1], in.Sights[0].Number
		for _, wrong := range []int64{township.ID, county.ID, village.ID, 99} {
			h.refused(h.handsOver(c, id, wrong), "转到哪里")
		}
		h.must(h.handsOver(c, id, gaiyang.ID))
		h.must(c.SendCode(background, number, "192.0.2.1"))
		token, err := c.Admit(background, number, h.codeSent(s), "192.0.2.1")
		h.must(err)
		h.clock.Pass(29 * time.Hour)
		waiting := h.waits(c, gaiyangClerk)
		if len(waiting) != 1 || len(h.waits(c, clerk)) != 0 {
			t.Fatalf("%+v", waiting)
		}
		a, err := c.Arrival(background, gaiyangClerk, waiting[0].ID)
		h.must(err)
		if a.Reason != "户口在盖洋镇" || a.Intake.Story != "妻子住院" || len(a.Members) != 2 || len(a.Papers) != 1 || len(a.Case.Turns) < 3 {
			t.Errorf("%+v %d turns", a, len(a.Case.Turns))
		}
		_, err = c.Arrival(background, clerk, waiting[0].ID)
		h.refused(err, "没有这份转来的")
		_, err = c.TakeOn(background, at(31, "township_reviewer", gaiyang, gaiyang), waiting[0].ID)
		h.refused(err, "没有在这里")
		_, err = c.TakeOn(background, gaiyangClerk, waiting[0].ID)
		h.refused(err, "还没有办结")
		h.must(h.handsOver(c, second, gaiyang.ID))
		at, err := c.TakeOn(background, gaiyangClerk, waiting[0].ID)
		h.must(err)
		h.goesOnThere(s, c, at, in, id)
		h.clock.Pass(-29 * time.Hour)
		if now, err := c.Follow(background, token); err != nil || now.Ref != at {
			t.Errorf("the family that follows the old number: %v %v", now, err)
		}
		h.sound(s)
		h.clean(h.written(s), []string{"户口在盖洋镇", "妻子住院"}, "case.receive")
	})
}

// goesOnThere looks at a case in the office that has taken it on, and at what is
// left of it in the other.
func (h *house) goesOnThere(s *store.Store, c *casework.Service, at registry.Ref, in *casework.Intake, id int64) {
	h.Helper()
	now, err := c.Look(background, gaiyangClerk, at.ID)
	h.must(err)
	old := h.stands(c, id, casework.Transferred)
	if at.Office != gaiyang.ID || now.State != in.Sights[0].State || now.Applied != in.Sights[0].Applied || now.Number == old.Number || now.Came == nil || old.Handed.Heir() != at {
		h.Errorf("%+v from %+v", now.File, old.Handed)
	}
	if last := old.Turns[len(old.Turns)-1]; last.Act != casework.Received || last.Staff != gaiyangClerk.Actor.Staff {
		h.Errorf("%+v", last)
	}
	there, err := c.Application(background, gaiyangClerk, now.Application)
	h.must(err)
	if len(there.Cases) != 2 || there.Story != "妻子住院" || there.Handed != in.Handed || len(there.Persons) != 2 || there.Persons[0] != there.Members[0].Person ||
		!there.Signed(casework.Authorisation, there.Members[0].Person) || len(h.waits(c, gaiyangClerk)) != 0 {
		h.Errorf("%+v", there)
	}
	h.refused(h.handsOver(c, id, gaiyang.ID), "已经办结")
	for kind, who := range map[paper.Kind]int64{casework.Authorisation: 1, casework.Commitment: 0} {
		h.signsAt(s, there, kind, who)
	}
	h.must(c.AcceptAll(background, gaiyangClerk, there.ID, casework.Said{}))
	now, err = c.Look(background, gaiyangClerk, at.ID)
	h.must(err)
	if _, err = c.Act(background, gaiyangClerk, casework.Entry{Case: at.ID, Turn: now.Turn, Act: casework.Judge}); err != nil {
		h.Error(err)
	}
}

// signsAt brings a paper of a member for an application in the other township.
func (h *house) signsAt(s *store.Store, in *casework.Intake, kind paper.Kind, member int64) {
	h.Helper()
	h.signs(s, gaiyangClerk, in.Household, in.Members[member].Person, kind, uint64(20+len(kind)))
}

func TestWhatIsSentBackGoesOnWhereItStood(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		h.gaiyangOpens(s)
		c := h.cases(s)
		id := h.accepted(s, c)
		before := h.stands(c, id, "start_survey")
		h.must(h.handsOver(c, id, gaiyang.ID))
		h.stands(c, id, casework.Transferred)
		waiting := h.waits(c, gaiyangClerk)
		h.refused(c.SendBack(background, gaiyangClerk, waiting[0].ID, " "), "写明理由")
		h.clock.Pass(24 * time.Hour)
		h.must(c.SendBack(background, gaiyangClerk, waiting[0].ID, "户口不在盖洋镇"))
		now := h.stands(c, id, "start_survey")
		if now.Entered != before.Entered || len(now.Deadlines) != len(before.Deadlines) || now.Deadlines[0].Day != before.Deadlines[0].Day || now.Turns[len(now.Turns)-1].Note != "户口不在盖洋镇" {
			t.Errorf("%+v", now.Deadlines)
		}
		_, err := c.TakeOn(background, gaiyangClerk, waiting[0].ID)
		h.refused(err, "已经办过了")
		h.must(h.handsOver(c, id, gaiyang.ID))
		if again := h.waits(c, gaiyangClerk); len(again) != 1 || again[0].ID == waiting[0].ID {
			t.Errorf("%+v", again)
		}
		h.sound(s)
	})
}

func TestNothingIsTakenOnTwice(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		h.gaiyangOpens(s)
		c := h.cases(s)
		id := h.accepted(s, c)
		h.must(h.handsOver(c, id, gaiyang.ID))
		waiting := h.waits(c, gaiyangClerk)[0].ID
		var all sync.WaitGroup
		errs := make([]error, 6)
		for i := range errs {
			all.Go(func() {
				d := gaiyangClerk
				d.Actor.Staff += int64(i)
				if i%3 == 2 {
					errs[i] = c.SendBack(background, d, waiting, "不是我们的")
				} else {
					_, errs[i] = c.TakeOn(background, d, waiting)
				}
			})
		}
		all.Wait()
		done := 0
		for _, err := range errs {
			if err == nil {
				done++
			} else if k := fault.Kind(err); k != fault.Conflict && k != fault.Refused && k != fault.NotFound {
				t.Error(err)
			}
		}
		if n := h.count("case_file WHERE office = 4"); done != 1 || n > 1 || h.count("case_handed WHERE state <> 'offered'") != 1 {
			t.Errorf("%d succeeded, %d cases: %v", done, n, errs)
		}
		h.sound(s)
	})
}

func TestWhoSentACaseBackReadsNothingMoreOfIt(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		h.gaiyangOpens(s)
		c := h.cases(s)
		id := h.accepted(s, c)
		h.must(h.handsOver(c, id, gaiyang.ID))
		first := h.waits(c, gaiyangClerk)[0].ID
		h.must(c.SendBack(background, gaiyangClerk, first, "户口不在盖洋镇"))
		h.must(h.handsOver(c, id, gaiyang.ID))
		second := h.waits(c, gaiyangClerk)[0].ID
		_, err := c.TakeOn(background, gaiyangClerk, second)
		h.must(err)
		for answered, state := range map[int64]casework.HandedState{first: casework.Back, second: casework.Taken} {
			a, err := c.Arrival(background, gaiyangClerk, answered)
			h.must(err)
			if a.Handed.State != state || a.Case != nil || a.Intake != nil || a.Members != nil || a.Papers != nil || a.Reason != "" {
				t.Errorf("%s: %+v", state, a)
			}
		}
	})
}

func TestWhatWasFoundAboutACaseIsHandedOverWithIt(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		h.gaiyangOpens(s)
		c := h.cases(s)
		id := h.accepted(s, c)
		for _, mark := range []string{casework.Reported, casework.Special} {
			e := h.entry(c, id, casework.Mark, "邻居打电话说家里有车")
			e.Step = mark
			_, err := c.Act(background, clerk, e)
			h.must(err)
		}
		day, at := mustDay(t, "2026-08-03"), registry.Ref{Office: township.ID, ID: id}
		h.must(s.Do(background, county.ID, audit.Act{Name: "case.draw"}, func(tx *store.Tx) error {
			l := casework.Lot{Number: 1, Programme: "dibao", Day: day, Share: 300_000, Staff: 1, Digest: strings.Repeat("0", 64), Items: []casework.LotItem{{Ref: at}}}
			return errors.Join(tx.AddLot(l, strings.Repeat("1", 64)), tx.OpenSeed(1, day, func(string) []registry.Ref { return []registry.Ref{at} }))
		}))
		h.must(h.handsOver(c, id, gaiyang.ID))
		at, err := c.TakeOn(background, gaiyangClerk, h.waits(c, gaiyangClerk)[0].ID)
		h.must(err)
		now, err := c.Look(background, gaiyangClerk, at.ID)
		h.must(err)
		var notes []string
		for _, turn := range now.Turns {
			if turn.Act == casework.Mark {
				notes = append(notes, turn.Step+turn.Note)
			}
		}
		if want := []string{"reported邻居打电话说家里有车", "special邻居打电话说家里有车"}; !now.Reported || !now.Picked || !slices.Equal(notes, want) {
			t.Errorf("reported %v, picked %v, %q", now.Reported, now.Picked, notes)
		}
		h.sound(s)
	})
}

func TestACaseGoesOnlyWhereItsProgrammeIs(t *testing.T) {
	set, problems := pack.LoadAll(packs.FS)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	elsewhere, problems := set.Resolve("cn-12")
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		h.gaiyangOpens(s)
		c := h.cases(s)
		own, there := c.Law, false
		c.Law = func(region string, scope map[string]string) (*pack.Resolved, error) {
			if there && region == "350421101" {
				return elsewhere, nil
			}
			return own(region, scope)
		}
		household, head := h.home(s)
		application := h.applies(c, household, casework.Content{Story: "妻子住院", Persons: []int64{head, head + 1}}, "city_hardship")
		h.must(c.HandIn(background, clerk, application, casework.Said{}))
		in, err := c.Application(background, clerk, application)
		h.must(err)
		there = true
		h.refused(h.handsOver(c, in.Cases[0], gaiyang.ID), "没有这个项目")
		there = false
		h.must(h.handsOver(c, in.Cases[0], gaiyang.ID))
		there = true
		offer := h.waits(c, gaiyangClerk)[0].ID
		_, err = c.TakeOn(background, gaiyangClerk, offer)
		h.refused(err, "请退回原机构")
		if n := h.count("case_file WHERE office = 4") + h.count("household WHERE office = 4"); n != 0 {
			t.Errorf("%d written there", n)
		}
		h.must(c.SendBack(background, gaiyangClerk, offer, "这里没有这个项目"))
		h.sound(s)
	})
}

func TestWhatAFamilySaidIsAnsweredBeforeItsCaseIsHandedOver(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		h.gaiyangOpens(s)
		c := h.cases(s)
		household, head := h.home(s)
		h.known(s, household, head, head+1)
		h.reachable(s, head)
		application := h.applies(c, household, casework.Content{Story: "妻子住院", Persons: []int64{head, head + 1}}, "dibao")
		h.must(c.HandIn(background, clerk, application, casework.Said{}))
		in, err := c.Application(background, clerk, application)
		h.must(err)
		id, number := in.Cases[0], in.Sights[0].Number
		h.must(c.SendCode(background, number, "192.0.2.1"))
		token, err := c.Admit(background, number, h.codeSent(s), "192.0.2.1")
		h.must(err)
		mine, err := c.Follow(background, token)
		h.must(err)
		h.must(c.Say(background, token, mine.Turn, casework.Plea, "我家的户口就在雪峰镇"))
		h.refused(h.handsOver(c, id, gaiyang.ID), "请先答复")
		_, err = c.Act(background, clerk, h.entry(c, id, casework.Answer, "核实了，户口在盖洋镇"))
		h.must(err)
		h.must(h.handsOver(c, id, gaiyang.ID))
	})
}
