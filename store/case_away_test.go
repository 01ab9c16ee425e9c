package store_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"doudi/access"
	"doudi/casework"
	"doudi/fault"
	"doudi/pack"
	"doudi/registry"
	"doudi/store"
)

// follows logs the family of a case in.
func (h *house) follows(s *store.Store, c *casework.Service, n casework.Number) (token string) {
	h.Helper()
	h.must(c.SendCode(background, n, "192.0.2.1"))
	token, err := c.Admit(background, n, h.codeSent(s), "192.0.2.1")
	h.must(err)
	return token
}

// says is what the family says at its case, having read it.
func (h *house) says(c *casework.Service, token string, what casework.Act, text string) {
	h.Helper()
	now, err := c.Follow(background, token)
	h.must(err)
	h.must(c.Say(background, token, now.Turn, what, text))
}

// away is a case that was handed over, with its offer and the family's log-in.
func (h *house) away(s *store.Store, c *casework.Service) (id, offer int64, token string) {
	h.Helper()
	h.gaiyangOpens(s)
	id, number := h.followed(s, c)
	h.must(h.handsOver(c, id, gaiyang.ID))
	return id, h.waits(c, gaiyangClerk)[0].ID, h.follows(s, c, number)
}

// answered demands that an offer is over, and that the other office reads nothing
// of the case any more.
func (h *house) answered(c *casework.Service, offer int64, want casework.HandedState) {
	h.Helper()
	a, err := c.Arrival(background, gaiyangClerk, offer)
	h.must(err)
	if a.Handed.State != want || a.Case != nil || a.Said != nil || len(h.waits(c, gaiyangClerk)) != 0 {
		h.Errorf("%s, not %s: %+v", a.Handed.State, want, a)
	}
	_, err = c.TakeOn(background, gaiyangClerk, offer)
	h.refused(err, "已经办过了")
	h.refused(c.SendBack(background, gaiyangClerk, offer, "不是我们的"), "已经办过了")
}

func TestWhoHandedACaseOverTakesItBackBeforeItIsAnswered(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id, offer, token := h.away(s, c)
		before := h.stands(c, id, casework.Transferred)
		gone, err := c.Departures(background, clerk.Actor, []access.Office{township, gaiyang})
		h.must(err)
		if len(gone) != 1 || gone[0].From.ID != id || before.Going != "盖洋镇" {
			t.Errorf("%+v, going to %q", gone, before.Going)
		}
		for says, d := range map[string]registry.Desk{"由乡镇（街道）办": decider, "没有在这里": townReviewer} {
			_, err := c.Act(background, d, h.entry(c, id, casework.Recall, "查清了，户口在这里"))
			h.refused(err, says)
		}
		_, err = c.Act(background, clerk, h.entry(c, id, casework.Recall, " "))
		h.refused(err, "写明理由")
		h.clock.Pass(24 * time.Hour)
		_, err = c.Act(background, clerk, h.entry(c, id, casework.Recall, "查清了，户口在这里"))
		h.must(err)
		now := h.stands(c, id, before.Handed.Was)
		if now.Entered != before.Handed.Entered || len(now.Deadlines) == 0 || now.Handed.State != casework.Recalled || now.Going != "" || now.Turns[len(now.Turns)-1].Note != "查清了，户口在这里" {
			t.Errorf("%+v %+v", now.File, now.Handed)
		}
		h.answered(c, offer, casework.Recalled)
		_, err = c.Act(background, clerk, h.entry(c, id, casework.Recall, "再收回一次"))
		h.refused(err, "现在不能“收回转交”")
		h.must(h.handsOver(c, id, gaiyang.ID))
		_, err = c.TakeOn(background, gaiyangClerk, h.waits(c, gaiyangClerk)[0].ID)
		h.must(err)
		_, err = c.Act(background, clerk, h.entry(c, id, casework.Recall, "又想收回"))
		h.refused(err, "已经办结，不能再“收回转交”")
		if mine, err := c.Follow(background, token); err == nil && mine.Office != gaiyang.ID {
			t.Errorf("the family is led to %v", mine.Ref)
		}
		h.sound(s)
		h.clean(h.written(s), []string{"查清了，户口在这里"}, "case.transfer")
	})
}

func TestOfTakingBackAndAnsweringAtOnceOneIsDone(t *testing.T) {
	ends := map[string]func(c *casework.Service, e casework.Entry, token string) error{
		"the office takes it back": func(c *casework.Service, e casework.Entry, _ string) error {
			_, err := c.Act(background, clerk, e)
			return err
		},
		"the family withdraws": func(c *casework.Service, e casework.Entry, token string) error {
			return c.Say(background, token, e.Turn, casework.Withdraw, "儿子接我去住了")
		},
	}
	for name, end := range ends {
		t.Run(name, func(t *testing.T) {
			onBoth(t, func(t *testing.T, h *house) {
				s := h.open()
				c := h.cases(s)
				id, offer, token := h.away(s, c)
				seen := h.entry(c, id, casework.Recall, "户口在这里") // by everybody, before anybody acts
				acts := []func() error{
					func() error { _, err := c.TakeOn(background, gaiyangClerk, offer); return err },
					func() error { return end(c, seen, token) },
					func() error { return c.SendBack(background, gaiyangClerk, offer, "不是我们的") },
				}
				errs, begin := make([]error, len(acts)), make(chan struct{})
				var all sync.WaitGroup
				for i, act := range acts {
					all.Go(func() { <-begin; errs[i] = act() })
				}
				close(begin)
				all.Wait()
				h.oneEnded(errs)
			})
		})
	}
}

// oneEnded demands that one of some who answered an offer at once did, that the
// others were told, and that the case goes on in one place at most.
func (h *house) oneEnded(errs []error) {
	h.Helper()
	done := 0
	for _, err := range errs {
		switch fault.Kind(err) {
		case fault.Conflict, fault.Refused:
		default:
			if err != nil {
				h.Error(err)
			}
			done++
		}
	}
	there, open := h.count("case_file WHERE office = 4"), h.count("case_file WHERE ended = 0")
	if done != 1 || there > 1 || open > 1 || h.count("case_handed WHERE state = 'offered'") != 0 {
		h.Errorf("%d done, %d cases there, %d open: %v", done, there, open, errors.Join(errs...))
	}
}

// pleas are the cases of an office at which a family waits for an answer.
func (h *house) pleas(c *casework.Service, d registry.Desk) []casework.Pleading {
	h.Helper()
	list, err := c.Pleas(background, d.Actor, []access.Office{d.Office}, 10)
	h.must(err)
	return list
}

func TestWhatAFamilySaysMeanwhileIsAnsweredOnceByWhoGoesOn(t *testing.T) {
	const told = "我们上个月才搬来，门牌是 3 号"
	ends := map[string]func(h *house, c *casework.Service, id, offer int64) (registry.Desk, int64){
		"the other office, when it takes the case on": func(h *house, c *casework.Service, id, offer int64) (registry.Desk, int64) {
			at, err := c.TakeOn(background, gaiyangClerk, offer)
			h.must(err)
			return gaiyangClerk, at.ID
		},
		"this office, when the case is sent back": func(h *house, c *casework.Service, id, offer int64) (registry.Desk, int64) {
			h.must(c.SendBack(background, gaiyangClerk, offer, "户口不在这里"))
			return clerk, id
		},
		"this office, when it takes the case back": func(h *house, c *casework.Service, id, offer int64) (registry.Desk, int64) {
			_, err := c.Act(background, clerk, h.entry(c, id, casework.Recall, "户口在这里"))
			h.must(err)
			return clerk, id
		},
	}
	for name, end := range ends {
		t.Run(name, func(t *testing.T) {
			onBoth(t, func(t *testing.T, h *house) {
				s := h.open()
				c := h.cases(s)
				id, offer, token := h.away(s, c)
				h.clock.Pass(time.Minute)
				h.says(c, token, casework.Plea, told)
				said := access.DayOf(h.clock.Now())
				a, err := c.Arrival(background, gaiyangClerk, offer)
				h.must(err)
				if len(a.Said) != 1 || a.Said[0].Note != told {
					t.Errorf("the other office reads %+v", a.Said)
				}
				h.clock.Pass(10 * time.Minute)
				d, file := end(h, c, id, offer)
				all := append(h.pleas(c, clerk), h.pleas(c, gaiyangClerk)...)
				if len(all) != 1 || all[0].Ref != (registry.Ref{Office: d.Office.ID, ID: file}) || all[0].Since != said {
					t.Fatalf("what waits: %+v", all)
				}
				now, err := c.Look(background, d, file)
				h.must(err)
				if list := now.Unanswered(); len(list) != 1 || list[0].Note != told || list[0].Step != casework.ByFamily {
					t.Errorf("%+v", list)
				}
				answer := casework.Entry{Case: file, Turn: now.Turn, Act: casework.Answer, Note: "记下了，去看过"}
				now, err = c.Act(background, d, answer)
				h.must(err)
				answer.Turn = now.Turn + 1
				_, err = c.Act(background, d, answer)
				h.refused(err, "都答复过了")
				if rest := append(h.pleas(c, clerk), h.pleas(c, gaiyangClerk)...); len(rest) != 0 {
					t.Errorf("still waits: %+v", rest)
				}
				mine, err := c.Follow(background, token)
				h.must(err)
				if !slices.ContainsFunc(mine.Turns, func(t casework.Turn) bool { return t.Note == told }) || mine.Turns[len(mine.Turns)-1].Act != casework.Answer {
					t.Errorf("the family reads %+v", mine.Turns)
				}
				h.sound(s)
				h.clean(h.written(s), []string{told}, "family.follow")
			})
		})
	}
}

func TestWhatWasAnsweredBeforeItIsTakenOnDoesNotWaitAgain(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id, offer, token := h.away(s, c)
		h.says(c, token, casework.Plea, "我们上个月才搬来")
		_, err := c.Act(background, clerk, h.entry(c, id, casework.Answer, "已经转给盖洋镇"))
		h.must(err)
		at, err := c.TakeOn(background, gaiyangClerk, offer)
		h.must(err)
		now, err := c.Look(background, gaiyangClerk, at.ID)
		h.must(err)
		if len(now.Pleas) != 0 || len(h.pleas(c, clerk)) != 0 {
			t.Errorf("%v waits", now.Pleas)
		}
		h.sound(s)
	})
}

func TestANoticeTakesObjectionsWhileItsCaseIsOffered(t *testing.T) {
	const mine, stranger = "公示把我家写少了一个人", "他家去年买了小汽车"
	for _, taken := range []bool{true, false} {
		t.Run(map[bool]string{true: "they go along", false: "they wait where it comes back"}[taken], func(t *testing.T) {
			onBoth(t, func(t *testing.T, h *house) {
				s := h.open()
				h.gaiyangOpens(s)
				c := h.cases(s)
				id, number := h.followed(s, c)
				h.noticed(c, id)
				token := h.follows(s, c, number)
				h.must(h.handsOver(c, id, gaiyang.ID))
				offer := h.waits(c, gaiyangClerk)[0].ID
				h.says(c, token, casework.Object, mine)
				h.must(c.Raise(background, coded, "", stranger))
				byPhone := h.entry(c, id, casework.Object, "李某：他家有退休金")
				byPhone.Step = casework.ByPhone
				_, err := c.Act(background, clerk, byPhone)
				h.must(err)
				if a, err := c.Arrival(background, gaiyangClerk, offer); err != nil || len(a.Said) != 3 {
					t.Errorf("the other office reads %+v %v", a, err)
				}
				if !taken {
					h.must(c.SendBack(background, gaiyangClerk, offer, "户口不在这里"))
					if now := h.stands(c, id, "notice.up"); len(now.Waiting) != 3 {
						t.Errorf("%v wait", now.Waiting)
					}
					return
				}
				at, err := c.TakeOn(background, gaiyangClerk, offer)
				h.must(err)
				h.objected(c, at.ID, mine, stranger)
				if old := h.stands(c, id, casework.Transferred); len(old.Waiting)+len(old.Pleas) != 0 {
					t.Errorf("in the old office wait %v %v", old.Waiting, old.Pleas)
				}
				h.refused(c.Raise(background, coded, "", stranger), "已经结束")
				h.sound(s)
			})
		})
	}
}

// objected looks at what was said against a notice in the office that goes on.
func (h *house) objected(c *casework.Service, id int64, mine, stranger string) {
	h.Helper()
	now, err := c.Look(background, gaiyangClerk, id)
	h.must(err)
	var reports []string
	for _, t := range now.Turns {
		if t.Act == casework.Mark && t.Step == casework.Reported {
			reports = append(reports, t.Note)
		}
	}
	if list := now.Unanswered(); len(list) != 1 || list[0].Note != mine || len(now.Waiting) != 0 || !now.Reported || len(reports) != 2 || !strings.Contains(reports[0], stranger) {
		h.Errorf("%+v, reported %q, objections %v", list, reports, now.Waiting)
	}
}

func TestAFamilyWithdrawsWhileItsCaseIsOffered(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id, offer, token := h.away(s, c)
		h.says(c, token, casework.Withdraw, "儿子接我去住了")
		now := h.stands(c, id, casework.Withdrawn)
		if now.Handed.State != casework.Dropped || len(now.Deadlines) != 0 {
			t.Errorf("%+v, limits %v", now.Handed, now.Deadlines)
		}
		h.answered(c, offer, casework.Dropped)
		if n := h.count("case_file WHERE office = 4") + h.count("household WHERE office = 4"); n != 0 {
			t.Errorf("%d written there", n)
		}
		_, err := c.Act(background, clerk, h.entry(c, id, casework.Recall, "收回"))
		h.refused(err, "不能“收回转交”")
		_, err = c.Open(background, clerk, now.Household, "dibao")
		h.must(err)
		h.sound(s)
	})
}

// Wherever the program ends while a case is taken on, nothing of it was done: each
// question to the law on the way is the last one once.
func TestACaseIsTakenOnAsAWholeOrNotAtAll(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		_, offer, _ := h.away(s, c)
		own, left, asked := c.Law, 0, 0
		c.Law = func(region string, scope map[string]string) (*pack.Resolved, error) {
			if asked++; asked > left {
				return nil, fault.New(fault.Internal, "断电")
			}
			return own(region, scope)
		}
		var at registry.Ref
		for left = range 100 {
			var err error
			asked = 0
			if at, err = c.TakeOn(background, gaiyangClerk, offer); err == nil {
				break
			}
			h.refused(err, "断电")
			if n := h.count("case_file WHERE office = 4") + h.count("household WHERE office = 4") + h.count("case_handed WHERE state <> 'offered'"); n != 0 {
				t.Fatalf("after %d questions %d rows are left of what was not done", left, n)
			}
		}
		questions := left
		left = 1 << 30
		now, err := c.Look(background, gaiyangClerk, at.ID)
		h.must(err)
		if now.State == casework.Draft || now.Unit == 0 || now.Applied == 0 || questions < 4 {
			t.Errorf("%+v after %d questions", now.File, questions)
		}
		h.sound(s)
	})
}
