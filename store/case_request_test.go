package store_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"doudi/access"
	"doudi/casework"
	"doudi/civil"
	"doudi/fault"
	"doudi/pack"
	"doudi/packs"
	"doudi/registry"
	"doudi/store"
)

// petition is what the family of home() says by itself.
func petition() casework.Petition {
	return casework.Petition{Phone: ownPhone, Address: "雪峰镇城东村12号", Programmes: []string{"dibao"},
		People:  []casework.Kin{{ID: 1, Name: "王建平", Number: number("1970-05-01", 101)}, {ID: 2, Name: "陈秀英", Number: number("1972-03-08", 102), Relation: "spouse"}},
		Content: casework.Content{Story: "丈夫住院花光了积蓄", Typed: "m.0.employment=jobless&m.1.employment=retired", Persons: []int64{1, 2}}}
}

// asks begins a request and comes to where it is filled in.
func (h *house) asks(s *store.Store, c *casework.Service, p casework.Petition) (t casework.Ticket, token string) {
	h.Helper()
	h.clock.Pass(time.Second)
	t, err := c.BeginRequest(background, 2, p, "192.0.2.1")
	h.must(err)
	token, err = c.EnterRequest(background, t, h.codeSent(s), "192.0.2.1")
	h.must(err)
	return t, token
}

// lodges hands a request in with a signature.
func (h *house) lodges(s *store.Store, c *casework.Service, p casework.Petition) (r casework.Request, token string) {
	h.Helper()
	_, token = h.asks(s, c, p)
	h.must(c.Enclose(background, token, casework.Enclosed{Kin: 1, Kind: casework.Authorisation, Media: "image/jpeg"}, h.photograph(7), h.photograph(8)))
	r, err := c.OwnRequest(background, token)
	h.must(err)
	_, err = c.Lodge(background, token, r.Turn)
	h.must(err)
	r, err = c.OwnRequest(background, token)
	h.must(err)
	return r, token
}

// inbox is what waits at the township.
func (h *house) inbox(c *casework.Service) []casework.Arrived {
	h.Helper()
	list, _, err := c.Inbox(background, clerk.Actor, []access.Office{township}, 10)
	h.must(err)
	return list
}

func TestAFamilyAppliesByItselfAndIsTakenIn(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		household, head := h.home(s)
		r, token := h.lodges(s, c, petition())
		lodged := access.DayOf(h.clock.Now())
		h.clock.Pass(3 * 24 * time.Hour)
		list := h.inbox(c)
		if len(list) != 1 || list[0].Ref != r.Ref || list[0].Due.Day != mustDay(t, "2026-09-08") || list[0].Left != 2 {
			t.Fatalf("%+v", list)
		}
		a, err := c.Submission(background, clerk, r.ID)
		h.must(err)
		if a.Known[0].Household.ID != household || a.Known[1].Person.ID != head+1 || a.Known[0].Otherwise || len(a.Twins) != 0 || len(a.Papers) != 1 {
			t.Errorf("%+v", a)
		}
		id, err := c.TakeIn(background, clerk, township, r.ID, r.Turn, household, nil)
		h.must(err)
		in, err := c.Application(background, clerk, id)
		h.must(err)
		one := in.Sights[0]
		if in.Way != casework.ByItself || in.Handed.Date() != lodged || one.Applied != lodged || one.State != "accept" || in.Story == "" || in.Persons[0] != head || in.Persons[1] != head+1 {
			t.Errorf("%v %v %s %v", in.Handed.Date(), one.Applied, one.State, in.Persons)
		}
		if !in.Signed(casework.Authorisation, head) || in.Signed(casework.Authorisation, head+1) {
			t.Errorf("%+v", in.Papers)
		}
		if kind, content := h.paperOf(s, in.Papers[0].ID); kind != casework.Authorisation || string(content) != string(h.photograph(7)) {
			t.Errorf("%s of %d bytes", kind, len(content))
		}
		own, err := c.EnterRequest(background, r.Ticket, "123456", "192.0.2.1")
		h.refused(err, "申请号或者验证码不对")
		if own != "" || len(h.inbox(c)) != 0 {
			t.Error("it still waits")
		}
		_, err = c.OwnRequest(background, token)
		h.refused(err, "停了一个小时")
		h.refused(c.Registry.Matrix.Clash(clerk.Actor.Staff, "case.decide", []access.Done{{Act: one.Turns[0].Right, By: one.Turns[0].Staff}}), "接收申请")
		h.sound(s)
		texts := h.written(s)
		h.clean(texts, append([]string{petition().People[0].Number, petition().People[1].Number}, ownPhone, "丈夫住院花光了积蓄", string(r.Ticket), r.Ticket.String(), token, string(h.photograph(7)[400:424])), "family.apply")
	})
}

func TestNothingIsLearntFromARequest(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		h.home(s)
		ticket, token := h.asks(s, c, petition())
		other, err := casework.ReadTicket("100000000009")
		for d := 0; err != nil && d < 10; d++ {
			other, err = casework.ReadTicket("10000000000" + string(rune('0'+d)))
		}
		h.must(err)
		for _, one := range []casework.Ticket{ticket, other} {
			for i := range 4 {
				if err := c.SendTicketCode(background, one, "192.0.2.7"); i < 3 {
					h.must(err)
				} else {
					h.refused(err, "试的次数太多")
				}
			}
			for i := range 6 {
				_, err := c.EnterRequest(background, one, "x", "192.0.2.7")
				h.refused(err, map[bool]string{true: "申请号或者验证码不对", false: "试的次数太多"}[i < 5])
			}
		}
		_, err = c.EnterRequest(background, ticket, h.codeSent(s), "192.0.2.8")
		h.refused(err, "试的次数太多")
		for _, wrong := range []string{"", "none", token + "x"} {
			_, err = c.OwnRequest(background, wrong)
			if !errors.Is(err, casework.ErrNotAtRequest) {
				t.Error(err)
			}
		}
		h.clock.Pass(casework.FillTime)
		_, err = c.OwnRequest(background, token)
		h.refused(err, "停了一个小时")
		if strings.Contains(h.export(s), string(ticket)) || !strings.Contains(h.export(s), "chain 0\n") {
			t.Error("tickets stand in the chain, or tries do not")
		}
	})
}

func TestOnePhoneAndOneNetworkDoNotFlood(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		c := h.cases(h.open())
		p, locked := petition(), (*access.LockedError)(nil)
		for i := range 4 {
			_, err := c.BeginRequest(background, 2, p, "192.0.2.1")
			if got := errors.As(err, &locked); got != (i == 3) {
				t.Errorf("request %d: %v", i, err)
			}
		}
		for i := range 30 {
			p.Phone = "1380013" + string([]byte{'1', '0' + byte(i/10), '0' + byte(i%10), '0'})
			if _, err := c.BeginRequest(background, 2, p, "192.0.2.2"); errors.As(err, &locked) != (i >= 20) {
				t.Errorf("network, request %d: %v", i, err)
			}
		}
	})
}

func TestARequestIsKeptAsTypedAndHandedInWhenItIsClearWhoAsks(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		for says, phone := range map[string]string{"11 位数字": "1380013", "以 1 开头": "23800138000"} {
			_, err := c.BeginRequest(background, 2, casework.Petition{Phone: phone}, "192.0.2.1")
			h.refused(err, says)
		}
		_, err := c.BeginRequest(background, 1, petition(), "192.0.2.1")
		h.refused(err, "那里不接收申请")
		_, token := h.asks(s, c, casework.Petition{Phone: ownPhone})
		turn := int64(1)
		save := func(change func(p *casework.Petition)) {
			r, err := c.SaveRequest(background, token, turn, change)
			h.must(err)
			turn = r.Turn
		}
		for _, step := range []struct {
			says   string
			change func(p *casework.Petition)
		}{
			{"申请人：没有填", func(p *casework.Petition) { p.Typed = "h.area=乱写" }},
			{"公民身份号码", func(p *casework.Petition) {
				p.People = []casework.Kin{{ID: 1, Name: "王建平", Number: "350421197005011234"}}
			}},
			{"没有填证件号码", func(p *casework.Petition) {
				p.People = []casework.Kin{{ID: 1, Name: "王建平", Birth: "1970-05-01", Sex: "male"}}
			}},
			{"住址：没有填", func(p *casework.Petition) { p.People = petition().People }},
			{"没有选和申请人的关系", func(p *casework.Petition) { p.People[1].Relation = "" }},
			{"一个也没有选", func(p *casework.Petition) { p.People, p.Address = petition().People, "城东村" }},
		} {
			save(step.change)
			_, err := c.Lodge(background, token, turn)
			h.refused(err, step.says)
			if strings.Contains(fault.Sentence(err), "350421") {
				t.Error("the sentence repeats a number")
			}
		}
		_, err = c.SaveRequest(background, token, turn-1, func(p *casework.Petition) { p.Story = "另一个窗口" })
		h.refused(err, "刚刚也保存过")
		r, err := c.OwnRequest(background, token)
		h.must(err)
		if r.Typed != "h.area=乱写" || r.Turn != turn {
			t.Errorf("%+v", r.Petition)
		}
		h.must(c.LeaveRequest(background, token, true))
		_, err = c.OwnRequest(background, token)
		h.refused(err, "停了一个小时")
		if _, found, _ := ticketed(s, r.Ticket); found {
			t.Error("what was to be forgotten is there")
		}
	})
}

// ticketed looks a request up.
func ticketed(s *store.Store, t casework.Ticket) (r casework.Request, found bool, err error) {
	err = s.Read(background, func(v *store.View) error { r, found, err = v.RequestByTicket(t); return err })
	return r, found, err
}

func TestAnOfficeSendsBackOncePassesOnAndTurnsAway(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		h.home(s)
		r, token := h.lodges(s, c, petition())
		twin, _ := h.lodges(s, c, petition())
		a, err := c.Submission(background, clerk, r.ID)
		h.must(err)
		if len(a.Twins) != 1 || a.Twins[0] != twin.Ref {
			t.Errorf("the second request of the family is not shown: %+v", a.Twins)
		}
		h.refused(c.AskMore(background, clerk, r.ID, r.Turn, " "), "要补什么")
		h.refused(c.AskMore(background, reviewer, r.ID, r.Turn, "户口簿"), "没有在这里")
		h.must(c.AskMore(background, clerk, r.ID, r.Turn, "陈秀英的授权书"))
		own, err := c.OwnRequest(background, token)
		h.must(err)
		if own.State != casework.Wanting || own.Wants != "陈秀英的授权书" || len(h.inbox(c)) != 1 {
			t.Errorf("%+v", own)
		}
		_, err = c.TakeIn(background, clerk, township, r.ID, own.Turn, 1, nil)
		h.refused(err, "等家庭再次递交")
		first := own.Lodged
		h.clock.Pass(26 * time.Hour)
		token = h.back(s, c, r.Ticket)
		own, err = c.Lodge(background, token, own.Turn)
		h.must(err)
		own, err = c.OwnRequest(background, token)
		h.must(err)
		if !own.Lodged.Equal(first) || own.Again == 0 {
			t.Error("the day of the application is not the first on which it was handed in")
		}
		h.refused(c.AskMore(background, clerk, r.ID, own.Turn, "还有一样"), "只能一次告知")
		h.refused(c.PassOn(background, clerk, r.ID, own.Turn, 2), "转给哪里")
		h.must(c.TurnAway(background, clerk, twin.ID, twin.Turn, "和另一份重复"))
		h.refused(c.TurnAway(background, clerk, twin.ID, twin.Turn+1, "和另一份重复"), "已经办过（没有接收）")
		if list := h.inbox(c); len(list) != 1 || list[0].Ref != r.Ref {
			t.Errorf("%+v", list)
		}
		h.sound(s)
	})
}

// back comes back to a request by its ticket.
func (h *house) back(s *store.Store, c *casework.Service, t casework.Ticket) (token string) {
	h.Helper()
	h.must(c.SendTicketCode(background, t, "192.0.2.1"))
	token, err := c.EnterRequest(background, t, h.codeSent(s), "192.0.2.1")
	h.must(err)
	return token
}

func TestARequestThatTheFamilyNeverCompletesIsEndedByTheOffice(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		h.gaiyangOpens(s)
		c := h.cases(s)
		household, _ := h.home(s)
		both := []access.Office{township, gaiyang}
		for name, end := range map[string]struct {
			settles func(id, turn int64) error
			state   casework.RequestState
			back    int // that still wait for the family
		}{
			"it is turned away with the reason": {func(id, turn int64) error { return c.TurnAway(background, clerk, id, turn, "半年没有补") }, casework.TurnedAway, 0},
			"it is passed on":                   {func(id, turn int64) error { return c.PassOn(background, clerk, id, turn, gaiyang.ID) }, casework.Wanting, 1},
		} {
			h.clock.Pass(24 * time.Hour) // the phone may be sent another code
			r, token := h.lodges(s, c, petition())
			h.must(c.AskMore(background, clerk, r.ID, r.Turn, "户口簿"))
			own, err := c.OwnRequest(background, token)
			h.must(err)
			list, back, err := c.Inbox(background, clerk.Actor, both, 10)
			h.must(err)
			if len(list) != 0 || len(back) != 1 || back[0].Ref != r.Ref {
				t.Errorf("%s: %+v waits, %+v is with the family", name, list, back)
			}
			h.clock.Pass(200 * 24 * time.Hour)
			_, err = c.TakeIn(background, clerk, township, r.ID, own.Turn, household, nil)
			h.refused(err, "等家庭再次递交")
			h.refused(c.TurnAway(background, clerk, r.ID, own.Turn-1, "半年没有补"), "刚刚办过")
			h.refused(c.TurnAway(background, clerk, r.ID, own.Turn, " "), "为什么不接收")
			h.must(end.settles(r.ID, own.Turn))
			now, _, err := ticketed(s, r.Ticket)
			h.must(err)
			if now.State != end.state {
				t.Errorf("%s: it is %s", name, now.State)
			}
			if _, back, err = c.Inbox(background, clerk.Actor, []access.Office{township}, 10); err != nil || len(back) != 0 {
				t.Errorf("%s: it still lies here: %+v %v", name, back, err)
			}
		}
		h.sound(s)
	})
}

func TestUrgentAidAskedForOnlineIsLookedAtWithinItsHours(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		c.Law = func(string, map[string]string) (*pack.Resolved, error) { return inTianjin(), nil }
		slow, _ := h.lodges(s, c, petition())
		p := petition()
		p.Programmes = []string{"dibao", "urgent_aid"}
		r, _ := h.lodges(s, c, p)
		list := h.inbox(c)
		want := minuteOf(r.Lodged).AddHours(24)
		if len(list) != 2 || list[0].Ref != r.Ref || list[0].Due.Until != want || list[1].Ref != slow.Ref || list[1].Due.Until != 0 {
			t.Fatalf("%+v", list)
		}
		if by, err := c.LookBy(background, &r); err != nil || by.Until != want {
			t.Errorf("the family is told %v %v", by, err)
		}
		h.must(c.AskMore(background, clerk, r.ID, r.Turn, "户口簿"))
		h.clock.Pass(30 * time.Hour)
		token := h.back(s, c, r.Ticket)
		own, err := c.OwnRequest(background, token)
		h.must(err)
		_, err = c.Lodge(background, token, own.Turn)
		h.must(err)
		if again := h.inbox(c)[0]; again.Ref != r.Ref || again.Due.Until != minuteOf(h.clock.Now()).AddHours(24) {
			t.Errorf("its hours do not run anew: %+v", again)
		}
	})
}

func TestWhatIsDoneToARequestStandsInTheChainOfEveryOfficeThatItTouches(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		h.gaiyangOpens(s)
		c := h.cases(s)
		household, _ := h.home(s)
		r, _ := h.lodges(s, c, petition())
		entries := func(office int64) (n int) {
			h.read(s, func(v *store.View) error {
				for e, err := range v.Entries(office) {
					if err != nil {
						return err
					}
					if strings.Contains(string(e), "object request:1\nresult done\n") {
						n++
					}
				}
				return nil
			})
			return n
		}
		if entries(gaiyang.ID) != 0 {
			t.Fatal("it touches 盖洋镇 before it is there")
		}
		before := entries(township.ID)
		h.must(c.PassOn(background, clerk, r.ID, r.Turn, gaiyang.ID))
		if here, there := entries(township.ID)-before, entries(gaiyang.ID); here != 1 || there != 1 {
			t.Errorf("passed on: %d entries here, %d there", here, there)
		}
		_, err := c.TakeIn(background, countyClerk, gaiyang, r.ID, r.Turn+1, household, nil)
		h.must(err)
		if there := entries(gaiyang.ID); there != 2 {
			t.Errorf("taken in: %d entries there", there)
		}
		h.sound(s)
	})
}

// inTianjin is the law of 天津, which answers urgent aid within hours.
var inTianjin = sync.OnceValue(func() *pack.Resolved {
	set, _ := pack.LoadAll(packs.FS)
	law, _ := set.Resolve("cn-12")
	return law
})

// minuteOf is a moment as the offices' clocks show it.
func minuteOf(at time.Time) civil.Moment {
	at = at.In(access.China)
	m, _ := civil.MakeMoment(access.DayOf(at), at.Hour(), at.Minute())
	return m
}

func TestARequestIsTakenInOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		household, _ := h.home(s)
		r, _ := h.lodges(s, c, petition())
		var all sync.WaitGroup
		errs := make([]error, 4)
		for i := range errs {
			all.Go(func() { _, errs[i] = c.TakeIn(background, clerk, township, r.ID, r.Turn, household, nil) })
		}
		all.Wait()
		took := 0
		for _, err := range errs {
			if err == nil {
				took++
			} else if k := fault.Kind(err); k != fault.Conflict && k != fault.Refused {
				t.Error(err)
			}
		}
		h.read(s, func(v *store.View) error {
			cases, err := v.CasesOf(2, household)
			if took != 1 || len(cases) != 1 {
				t.Errorf("taken in %d times, %d cases", took, len(cases))
			}
			return err
		})
		h.sound(s)
	})
}

func TestARequestThatNobodyHandsInIsForgotten(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		left, token := h.asks(s, c, petition())
		h.must(c.Enclose(background, token, casework.Enclosed{Kind: "photo", Media: "image/jpeg"}, h.photograph(7), nil))
		h.clock.Pass(29 * 24 * time.Hour)
		kept, _ := h.asks(s, c, petition())
		h.clock.Pass(2 * 24 * time.Hour)
		h.asks(s, c, petition())
		_, there, err := ticketed(s, left)
		h.must(err)
		if _, still, err := ticketed(s, kept); there || !still || err != nil {
			t.Errorf("%v %v %v", there, still, err)
		}
		if n := strings.Count(h.export(s), "object forgotten:1\nresult done\n"); n != 1 {
			t.Errorf("what was forgotten is entered %d times", n)
		}
		h.sound(s)
	})
}

func TestARequestIsOfTheOfficeAtWhichItLies(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		h.home(s)
		r, _ := h.lodges(s, c, petition())
		for name, d := range map[string]registry.Desk{"the county's own": at(11, "county_clerk", county, county), "a village's": at(20, "village_coordinator", village, village)} {
			if _, err := c.Submission(background, d, r.ID); fault.Kind(err) != fault.NotFound && fault.Kind(err) != fault.Refused {
				t.Errorf("%s desk opens it: %v", name, err)
			}
		}
		_, err := c.Submission(background, clerk, r.ID)
		h.must(err)
		if log := h.export(s); strings.Count(log, "object request:1\nresult viewed\n") == 0 {
			t.Error("looks are not recorded")
		}
	})
}

// carer is a family that asks for an allowance of one of it, whom it may name.
func carer(whom map[string]int64) casework.Petition {
	p := petition()
	p.Programmes, p.Whom = []string{"dibao", "disability_care"}, whom
	return p
}

func TestAFamilySaysForWhomItAsks(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		household, head := h.home(s)
		_, token := h.asks(s, c, carer(nil))
		_, err := c.Lodge(background, token, 1)
		h.refused(err, "没有选替谁申请")
		saved, err := c.SaveRequest(background, token, 1, func(p *casework.Petition) { p.Whom = map[string]int64{"disability_care": 9} })
		h.must(err)
		_, err = c.Lodge(background, token, saved.Turn)
		h.refused(err, "没有选替谁申请") // he is no more of the family
		saved, err = c.SaveRequest(background, token, saved.Turn, func(p *casework.Petition) { p.Whom = map[string]int64{"disability_care": 2} })
		h.must(err)
		_, err = c.Lodge(background, token, saved.Turn)
		h.must(err)
		r, err := c.OwnRequest(background, token)
		h.must(err)
		a, err := c.Submission(background, clerk, r.ID)
		h.must(err)
		if len(a.Personal) != 1 || a.Personal[0].ID != "disability_care" || a.Petition.For("disability_care") != 2 {
			t.Errorf("the clerk does not see for whom: %v", a.Personal)
		}
		id, err := c.TakeIn(background, clerk, township, r.ID, r.Turn, household, nil)
		h.must(err)
		if whom := h.claimed(c, id); whom["disability_care"] != head+1 || whom["dibao"] != 0 {
			t.Errorf("the cases are of %v", whom)
		}
		h.sound(s)
	})
}

// claimed is for whom the cases of an application are.
func (h *house) claimed(c *casework.Service, application int64) map[string]int64 {
	h.Helper()
	in, err := c.Application(background, clerk, application)
	h.must(err)
	whom := map[string]int64{}
	for _, one := range in.Sights {
		whom[one.Programme] = one.Person
	}
	return whom
}

func TestTheClerkCorrectsForWhomAFamilyAsks(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		household, head := h.home(s)
		stranger := carer(map[string]int64{"disability_care": 3})
		stranger.People = append(stranger.People, casework.Kin{ID: 3, Name: "王小海", Number: number("2010-03-08", 103), Relation: "child"})
		r, _ := h.lodges(s, c, stranger)
		_, err := c.TakeIn(background, clerk, township, r.ID, r.Turn, household, nil)
		h.refused(err, "不是这个家庭登记的成员")
		_, err = c.TakeIn(background, clerk, township, r.ID, r.Turn, household, map[string]int64{"disability_care": 9})
		h.refused(err, "没有选替谁申请")
		id, err := c.TakeIn(background, clerk, township, r.ID, r.Turn, household, map[string]int64{"disability_care": 1})
		h.must(err)
		if whom := h.claimed(c, id); whom["disability_care"] != head {
			t.Errorf("the cases are of %v", whom)
		}
		kept, _, err := ticketed(s, r.Ticket)
		h.must(err)
		if kept.For("disability_care") != 3 {
			t.Error("what the family wrote did not stay")
		}
	})
}

func TestARequestOfBeforeItWasAskedForWhomIsRead(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		household, head := h.home(s)
		r, _ := h.lodges(s, c, petition())
		old := r
		old.Programmes, old.Turn = carer(nil).Programmes, r.Turn+1 // as it was kept then: without for whom
		h.must(c.Store.Change(background, r.Office, func(tx casework.Tx) error { return tx.SaveRequest(old) }))
		_, err := c.TakeIn(background, clerk, township, r.ID, old.Turn, household, nil)
		h.refused(err, "没有选替谁申请")
		id, err := c.TakeIn(background, clerk, township, r.ID, old.Turn, household, map[string]int64{"disability_care": 2})
		h.must(err)
		if whom := h.claimed(c, id); whom["disability_care"] != head+1 {
			t.Errorf("the cases are of %v", whom)
		}
	})
}

func TestOnePictureIsNotTheSignatureOfTwo(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		h.home(s)
		_, token := h.asks(s, c, petition())
		encloses := func(kin int64, kind string, seed uint64) error {
			return c.Enclose(background, token, casework.Enclosed{Kin: kin, Kind: kind, Media: "image/jpeg"}, h.photograph(seed), h.photograph(8))
		}
		h.must(encloses(1, casework.Authorisation, 7))
		h.refused(encloses(2, casework.Authorisation, 7), "和王建平的是同一张照片")
		h.refused(encloses(1, casework.Commitment, 7), "已经交过了")
		h.must(encloses(2, casework.Authorisation, 9))
		h.must(encloses(0, "medical_record", 10))
		h.refused(encloses(2, casework.Mandate, 10), "已经交过了")
		r, err := c.OwnRequest(background, token)
		h.must(err)
		if len(r.Papers) != 3 {
			t.Errorf("%+v", r.Papers)
		}
	})
}
