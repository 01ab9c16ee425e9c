package store_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"doudi/audit"
	"doudi/casework"
	"doudi/fault"
	"doudi/notify"
	"doudi/paper"
	"doudi/store"
)

// news are the texts that were sent to families about their cases, the oldest
// first.
func (h *house) news(s *store.Store) (texts []string) {
	h.Helper()
	n := &notify.Service{Store: s.Outgoing(), Driver: notify.Outbox{}, Now: h.clock.Now, Keep: true}
	for h.once(h.sender(s, n)) {
	}
	kept, err := n.Kept(background)
	h.must(err)
	for _, m := range kept {
		if m.Kind == "case" {
			texts = append([]string{m.To + " " + m.Text}, texts...)
		}
	}
	return texts
}

// hears demands that the news since some are those that hold some words, each once.
func (h *house) hears(s *store.Store, before int, words ...string) int {
	h.Helper()
	all := h.news(s)
	if len(all) != before+len(words) {
		h.Errorf("the family was told %q, not %q", all[min(before, len(all)):], words)
		return len(all)
	}
	for i, word := range words {
		if !strings.Contains(all[before+i], word) {
			h.Errorf("told %q, not %s", all[before+i], word)
		}
	}
	return len(all)
}

func TestAFamilyIsToldWhatMattersAtItsCase(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id, number := h.followed(s, c)
		if told := h.hears(s, 0); told != 0 {
			t.Error("a family without a phone was told")
		}
		_, err := c.Act(background, clerk, h.entry(c, id, casework.Withdraw, "搬走了"))
		h.must(err)
		told := h.hears(s, 0, "已经撤回")
		for _, text := range h.news(s) {
			if !strings.HasPrefix(text, ownPhone+" 【社会救助】") || !strings.Contains(text, number.String()) || strings.Contains(text, "低保") || strings.Contains(text, "王建平") {
				t.Errorf("%q", text)
			}
		}
		c.Mute = true
		h.does(c, reviewer, id, casework.Reopen)
		h.does(c, clerk, id, casework.Accept)
		h.hears(s, told)
		h.sound(s)
	})
}

func TestARefusalIsToldWhenItsLetterIsOut(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id, _ := h.followed(s, c)
		h.toSurvey(c, id)
		h.does(c, clerk, id, casework.Do, casework.Post)
		h.clock.Pass(8 * 24 * time.Hour)
		h.does(c, clerk, id, casework.End, casework.Judge)
		h.must(h.decides(c, id, casework.Refuse, true, 0))
		told := h.hears(s, 0)
		h.does(c, clerk, id, casework.Tell)
		h.hears(s, told, "有决定了")
	})
}

func TestAnAwardIsToldWhenItIsDecidedAndWhenItsCaseEnds(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		household, head := h.home(s)
		h.known(s, household, head, head+1)
		id := h.undecided(c, household)
		h.reachable(s, head)
		h.does(c, clerk, id, casework.Judge)
		h.does(c, decider, id, casework.Approve)
		told := h.hears(s, 0, "有决定了")
		h.does(c, countyClerk, id, casework.Do)
		h.hears(s, told, "已经办结")
	})
}

func TestOfTwoWhoAcceptAtOnceTheFamilyIsToldOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		household, head := h.home(s)
		h.known(s, household, head, head+1)
		h.reachable(s, head)
		id, err := c.Open(background, clerk, household, "dibao")
		h.must(err)
		h.does(c, clerk, id, casework.Submit, casework.Do)
		e := h.entry(c, id, casework.Accept, "")
		var all sync.WaitGroup
		for range 3 {
			all.Go(func() {
				if _, err := c.Act(background, clerk, e); err != nil && fault.Kind(err) != fault.Conflict && fault.Kind(err) != fault.Refused {
					t.Error(err)
				}
			})
		}
		all.Wait()
		told := h.hears(s, 0, "已经受理")
		failed := fault.New(fault.Internal, "断电")
		err = c.Store.Do(background, 2, audit.Act{Name: "case.work"}, func(tx casework.Tx) error {
			if err := tx.Send("case", ownPhone, "没有发生的事", tx.Now().Add(time.Hour)); err != nil {
				return err
			}
			return failed
		})
		if err == nil || h.hears(s, told) != told {
			t.Error("what did not happen was told")
		}
	})
}

func TestWhoAppliedByHimselfIsToldAtThePhoneThatHeProved(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		household, _ := h.home(s)
		r, _ := h.lodges(s, c, petition())
		id, err := c.TakeIn(background, clerk, township, r.ID, r.Turn, household, nil)
		h.must(err)
		in, err := c.Application(background, clerk, id)
		h.must(err)
		h.must(c.TellAll(background, clerk, id, casework.Said{More: []string{"户口簿"}}))
		h.hears(s, 0, ownPhone+" 【社会救助】您家的申请（编号 "+in.Sights[0].Number.String()+"）还差材料")
		_, err = c.Save(background, clerk, id, in.Turn, casework.Content{Story: "写清楚了"})
		h.must(err)
		h.must(c.SendCode(background, in.Sights[0].Number, "192.0.2.9"))
		if h.codeSent(s) == "" {
			t.Error("no code came")
		}
	})
}

// An application for several programmes is one matter to the family: it is told once
// what is done to all of it.
func TestOfAnApplicationForSeveralProgrammesTheFamilyIsToldOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		household, head := h.home(s)
		h.known(s, household, head, head+1)
		h.reachable(s, head)
		id := h.applies(c, household, casework.Content{Story: "妻子住院", Persons: []int64{head, head + 1}}, "dibao", "edge")
		h.must(c.HandIn(background, clerk, id, casework.Said{}))
		h.must(c.TellAll(background, clerk, id, casework.Said{More: []string{"户口簿"}}))
		told := h.hears(s, 0, "还差材料")
		for i, kind := range []paper.Kind{"commitment", "authorisation", "authorisation"} {
			h.signs(s, clerk, household, head+int64(i/2), kind, uint64(40+i))
		}
		h.must(c.AcceptAll(background, clerk, id, casework.Said{}))
		h.hears(s, told, "各有编号，写在受理单上）已经受理")
		in, err := c.Application(background, clerk, id)
		h.must(err)
		for _, one := range in.Sights {
			if one.Accepted == 0 {
				t.Errorf("%s was not accepted", one.Programme)
			}
		}
	})
}
