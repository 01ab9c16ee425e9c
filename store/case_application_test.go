package store_test

import (
	"slices"
	"testing"
	"time"

	"doudi/access"
	"doudi/casework"
	"doudi/pack"
	"doudi/paper"
	"doudi/registry"
	"doudi/store"
)

// applies begins an application and keeps what was typed.
func (h *house) applies(c *casework.Service, household int64, said casework.Content, programmes ...string) (id int64) {
	h.Helper()
	id, err := c.Take(background, clerk, casework.Opening{Household: household, Programmes: programmes, Way: casework.AtWindow, Taken: township.ID})
	h.must(err)
	_, err = c.Save(background, clerk, id, 1, said)
	h.must(err)
	return id
}

// signs brings a paper for an application.
func (h *house) signs(s *store.Store, d registry.Desk, household, person int64, kind paper.Kind, seed uint64) {
	h.Helper()
	_, err := h.files(s).Add(background, d, paper.Upload{Household: household, Person: person, Kind: kind, Right: "case.take"}, h.photograph(seed))
	h.must(err)
}

func TestOneApplicationIsForSeveralProgrammesAndKeptAsItWasTyped(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		household, head := h.home(s)
		typed := casework.Content{Story: "妻子住院", Needs: []string{"medical"}, Typed: "h.area=乡下&m.0.income.0.amount=八百", Persons: []int64{head},
			Proxy: casework.Proxy{Name: "李四", Number: "1101051949123100", Relation: "邻居", Why: "行动不便"}}
		id := h.applies(c, household, typed, "dibao", "edge", "dibao")
		_, err := c.Take(background, clerk, casework.Opening{Household: household, Programmes: []string{"tekun", "edge"}, Way: casework.AtWindow, Taken: township.ID})
		h.refused(err, "还没有办结")
		_, err = c.Take(background, clerk, casework.Opening{Household: household, Way: casework.AtWindow, Taken: township.ID})
		h.refused(err, "一个也没有选")
		in, err := c.Application(background, clerk, id)
		h.must(err)
		if len(in.Cases) != 2 || in.Typed != typed.Typed || in.Proxy != typed.Proxy || in.Turn != 2 || !in.Open() || in.Accepted() {
			t.Errorf("%+v", in.Application)
		}
		_, err = c.Save(background, clerk, id, 1, casework.Content{Story: "别的"})
		h.refused(err, "刚刚也保存过")
		if n := h.count("application WHERE household = 1"); n != 1 {
			t.Errorf("%d applications: the one that was refused is not there", n)
		}
		list, err := c.Drafts(background, clerk)
		if err != nil || len(list) != 1 || list[0].ID != id || list[0].Applicant == "" {
			t.Errorf("%+v %v", list, err)
		}
		if list, err := c.Drafts(background, registry.Desk{Actor: gaiyangClerk.Actor, Office: clerk.Office}); err != nil || len(list) != 0 {
			t.Errorf("another township reads whom this one has before it: %+v %v", list, err)
		}
		before := h.seq(s)
		_, err = c.Application(background, at(18, "village_coordinator", village, township), id)
		if h.refused(err, "不是在您的窗口接收的"); h.seq(s) != before+1 {
			t.Errorf("a refusal leaves one entry: %d", h.seq(s)-before)
		}
	})
}

func TestEverythingMissingIsToldOnceAndThenTheApplicationIsAccepted(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		household, head := h.home(s)
		id := h.applies(c, household, casework.Content{Proxy: casework.Proxy{Name: "李四"}}, "dibao", "edge")
		said := casework.Said{Open: []string{"财产"}, Facts: []casework.Saying{{About: of(registry.OfMember, head),
			Answers: []registry.Answer{said(t, "member.disability_level", "2", "2026-09-01", 0)}}}}
		h.refused(c.AcceptAll(background, clerk, id, said), "还没有递交")
		h.must(c.HandIn(background, clerk, id, said))
		h.refused(c.AcceptAll(background, clerk, id, said), "还缺 6 项")
		h.must(c.TellAll(background, clerk, id, said))
		in, err := c.Application(background, clerk, id)
		h.must(err)
		for _, one := range in.Sights {
			if one.State != casework.Supplement || len(one.Wants) != 6 || one.Wants[5].What != "财产" {
				t.Errorf("%s %+v", one.State, one.Wants)
			}
		}
		h.clock.Pass(48 * time.Hour)
		_, err = c.Save(background, clerk, id, in.Turn, casework.Content{Proxy: casework.Proxy{Name: "李四", Number: number("1980-01-01", 103), Relation: "邻居", Why: "行动不便"}})
		h.must(err)
		h.signs(s, clerk, household, head, casework.Authorisation, 1)
		h.signs(s, clerk, household, head+1, casework.Authorisation, 4)
		h.signs(s, clerk, household, head, casework.Commitment, 2)
		said.Open = nil
		h.refused(c.AcceptAll(background, clerk, id, said), "还缺 1 项，不能受理；请当场补齐，或者一次告知：委托书")
		h.signs(s, clerk, household, head, casework.Mandate, 3)
		h.refused(c.AcceptAll(background, reviewer, id, said), "没有在这里")
		h.must(c.AcceptAll(background, clerk, id, said))
		in, err = c.Application(background, clerk, id)
		h.must(err)
		for _, one := range in.Sights {
			if one.Accepted == 0 || one.State != "start_survey" || len(one.Deadlines) == 0 {
				t.Errorf("%s %v", one.State, one.Deadlines)
			}
		}
		h.read(s, func(v *store.View) error {
			facts, err := v.Facts(of(registry.OfMember, head), registry.Now)
			if len(facts) != 1 || facts[0].Source != registry.Declared || facts[0].Value != "2" {
				t.Errorf("%+v", facts)
			}
			return err
		})
		_, err = c.Save(background, clerk, id, in.Turn, casework.Content{})
		h.refused(err, "已经受理")
		h.sound(s)
	})
}

func TestAnyWindowTakesAnApplicationAndTheHomeOfficeAcceptsIt(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		household, head := h.home(s)
		coordinator := at(18, "village_coordinator", village, township)
		id, err := c.Take(background, coordinator, casework.Opening{Household: household, Programmes: []string{"dibao"}, Way: casework.ByCoordinator, Taken: village.ID})
		h.must(err)
		_, err = c.Save(background, coordinator, id, 1, casework.Content{Story: "雨天"})
		h.must(err)
		h.signs(s, coordinator, household, head, casework.Authorisation, 1)
		h.signs(s, coordinator, household, head+1, casework.Authorisation, 4)
		h.signs(s, coordinator, household, head, casework.Commitment, 2)
		h.must(c.HandIn(background, coordinator, id, casework.Said{}))
		h.refused(c.AcceptAll(background, coordinator, id, casework.Said{}), "受理申请")
		if drafts, err := c.Drafts(background, registry.Desk{Actor: coordinator.Actor, Office: village}); err != nil || len(drafts) != 0 {
			t.Errorf("%+v %v", drafts, err)
		}
		h.must(c.AcceptAll(background, clerk, id, casework.Said{}))
		_, err = c.Application(background, coordinator, id)
		h.must(err)
		h.clock.Pass(24 * time.Hour)
		_, err = c.Application(background, coordinator, id)
		h.refused(err, "已经受理")
		in, err := c.Application(background, clerk, id)
		if err != nil || in.Way != casework.ByCoordinator || in.Taken != village.ID || !in.Accepted() {
			t.Errorf("%+v %v", in, err)
		}
		taker := registry.Desk{Office: township, Actor: access.Actor{Staff: 18, Posts: decider.Actor.Posts}}
		if err := c.Registry.Matrix.Clash(taker.Actor.Staff, "case.decide", []access.Done{{Act: "case.take", By: 18}}); err == nil {
			t.Error("whoever took the application decides it")
		}
	})
}

func TestAFamilyIsFoundByTheNumberOrEnteredWhereItBelongs(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		r := h.people(s)
		_, head := h.home(s)
		far := registry.Desk{Actor: at(19, "village_coordinator", village, village).Actor, Office: village}
		found, home, err := r.Lives(background, far, "case.take", number("1970-05-01", 101))
		if err != nil || found.ID != head || home.Office != township.ID || home.ID == 0 {
			t.Errorf("%v %v %v", found, home, err)
		}
		h.refused(r.Named(background, found, "别的名字"), "不一样")
		if found, home, err = r.Lives(background, far, "case.take", number("1971-05-01", 109)); err != nil || found.ID != 0 || home.ID != 0 {
			t.Errorf("%v %v %v", found, home, err)
		}
		_, _, err = r.Lives(background, far, "case.take", "123")
		h.refused(err, "位数不对")
	})
}

// Urgent aid of Tianjin is answered within twenty-four hours of the family's first
// word, and asks for no paper first; what else is asked for with it waits for its
// papers (TJ-29).
func TestUrgentAidOfTianjinWaitsForNoPapersAndItsHoursRunOn(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		c.Law = func(string, map[string]string) (*pack.Resolved, error) { return inTianjin(), nil }
		household, _ := h.home(s)
		id, err := c.Take(background, clerk, casework.Opening{Household: household, Programmes: []string{"urgent_aid", "dibao"}, Way: casework.AtWindow, Taken: 2})
		h.must(err)
		lacking := casework.Said{Open: []string{"成员甲的银行存款"}}
		h.refused(c.HandIn(background, clerk, id, lacking), "申请的原因")
		_, err = c.Save(background, clerk, id, 1, casework.Content{Story: "家里失火"})
		h.must(err)
		h.must(c.HandIn(background, clerk, id, lacking))
		urgent := func() *casework.Sight {
			in, err := c.Application(background, clerk, id)
			h.must(err)
			i := slices.IndexFunc(in.Sights, func(c *casework.Sight) bool { return c.Programme == "urgent_aid" })
			return in.Sights[i]
		}
		until := urgent().Deadlines[0].Until
		h.clock.Pass(23 * time.Hour)
		h.must(c.AcceptAll(background, clerk, id, lacking))
		if now := urgent(); now.State != "advance" || now.Deadlines[0].Until != until || now.Deadlines[0].N != 24 {
			t.Errorf("%s, %+v instead of %v", now.State, now.Deadlines, until)
		}
		in, err := c.Application(background, clerk, id)
		h.must(err)
		for _, one := range in.Sights {
			if one.Programme == "dibao" && (one.State != casework.Supplement || len(one.Wants) == 0) {
				t.Errorf("低保 stands in %s and lacks %v", one.State, one.Wants)
			}
		}
		h.refused(c.AcceptAll(background, clerk, id, lacking), "不能受理")
	})
}
