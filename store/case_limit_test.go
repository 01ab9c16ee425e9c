package store_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"doudi/casework"
	"doudi/fault"
	"doudi/money"
	"doudi/pack"
	"doudi/registry"
	"doudi/store"
)

// unaided is a family of which is known that the rules of temporary aid give it nothing.
func (h *house) unaided(s *store.Store) (household int64) {
	h.Helper()
	household, head := h.home(s)
	h.known(s, household, head, head+1)
	h.must(h.people(s).EnterFacts(background, clerk, mingxi().Schema, of(registry.OfHousehold, household), []registry.Answer{
		said(h.T, "aid_event", "complete", "2020-01-01", 0), said(h.T, "household.major_hardship", "false", "2020-01-01", 0)}))
	return household
}

// gives awards a sum against the determination.
func (h *house) gives(c *casework.Service, d registry.Desk, id int64, sum money.Fen) error {
	e := h.entry(c, id, casework.Approve, "房子漏雨，住不了人")
	e.Differs, e.Sum = true, sum
	_, err := c.Act(background, d, e)
	return err
}

func TestTheTownshipGivesNoMoreThanItsLimitAgainstTheDetermination(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		household := h.unaided(s)
		for _, programme := range []string{"urgent_aid", "expenditure_aid"} {
			id, err := c.Open(background, clerk, household, programme)
			h.must(err)
			h.does(c, clerk, id, casework.Submit)
			if programme == "expenditure_aid" {
				h.does(c, clerk, id, casework.Accept, casework.Do)
			}
			h.does(c, clerk, id, casework.Judge)
			for _, sum := range []money.Fen{500001, 10000000} {
				if err := h.gives(c, townReviewer, id, sum); err == nil || !strings.Contains(fault.Sentence(err), "县") {
					t.Errorf("%s: the township gives %v: %v", programme, sum, err)
				}
			}
			if sum, _ := h.paid(s, household); sum != 0 {
				t.Errorf("%s: %v was given", programme, sum)
			}
			now, err := c.Look(background, decider, id)
			h.must(err)
			if ways := c.Ways(now, decider); !slices.ContainsFunc(ways, func(w casework.Way) bool { return w.Act == casework.Approve && w.Differs && w.Why == "" }) {
				t.Errorf("%s: the county is not shown that it can give more: %+v", programme, ways)
			}
		}
	})
}

// Where no sum is laid down up to which a township gives by itself, it gives none:
// neither the small one that it would decide on, nor any in advance.
func TestWithoutALimitTheTownshipDecidesNothingByItself(t *testing.T) {
	law := mingxiWhere(func(f *pack.Figure, row *pack.FigureRow) {
		if row.Status = pack.Published; f.ID == "small_limit" {
			row.To = row.From
		}
	})
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		c.Law = func(string, map[string]string) (*pack.Resolved, error) { return law, nil }
		household := h.unaided(s)
		id, err := c.Open(background, clerk, household, "expenditure_aid")
		h.must(err)
		h.does(c, clerk, id, casework.Submit, casework.Accept, casework.Do, casework.Judge)
		h.refused(h.gives(c, townReviewer, id, 100), "由县级民政部门办：这里的规定没有写乡镇（街道）可以自己给的限额")
		if sum, _ := h.paid(s, household); sum != 0 {
			t.Errorf("%v was given", sum)
		}
		h.must(h.decides(c, id, casework.Approve, true, 100))
		h.sound(s)
	})
}

// What is given at once is what was determined: no other sum goes with it, also
// where somebody marked the need as beyond the rule and a small sum was determined.
func TestNobodyAdvancesAnotherSumThanWasDetermined(t *testing.T) {
	for name, sum := range map[string]string{"beyond the limit": "9000元", "marked, and small": "3000元"} {
		t.Run(name, func(t *testing.T) {
			onBoth(t, func(t *testing.T, h *house) {
				s := h.open()
				c := h.cases(s)
				id, household := h.burnt(s, c, sum)
				mark := h.entry(c, id, casework.Mark, "房子烧光了")
				mark.Step = casework.Beyond
				_, err := c.Act(background, clerk, mark)
				h.must(err)
				for _, other := range []casework.Entry{{Differs: true, Sum: 1}, {Differs: true, Sum: 480000}, {Differs: true, Sum: 10000000}, {Differs: true}, {Sum: 480000}} {
					e := h.entry(c, id, casework.Advance, "邻居都这么说")
					e.Differs, e.Sum = other.Differs, other.Sum
					_, err := c.Act(background, townReviewer, e)
					h.refused(err, "照测算的结果")
				}
				if given, n := h.paid(s, household); given != 0 || n != 0 {
					t.Errorf("%v was given in %d decisions", given, n)
				}
				h.does(c, townReviewer, id, casework.Advance)
				now := h.stands(c, id, "papers.rest")
				if given, _ := h.paid(s, household); given != min(money.Fen(500000), now.Judged.Amount.Low) || now.Decisions[0].Differs {
					t.Errorf("%v was given: %+v", given, now.Decisions[0])
				}
				h.sound(s)
			})
		})
	}
}

func TestACaseIsNotTakenUpAgainBesideAnotherOfItsKind(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id, household := h.burnt(s, c, "3000元")
		h.does(c, clerk, id, casework.Withdraw)
		other, err := c.Open(background, clerk, household, "urgent_aid")
		h.must(err)
		_, err = c.Act(background, reviewer, h.entry(c, id, casework.Reopen, "家庭又要办"))
		h.refused(err, "还没有办结；请接着办那一件")
		h.stands(c, id, casework.Withdrawn)
		h.does(c, clerk, other, casework.Withdraw)
		h.does(c, reviewer, id, casework.Reopen)
		h.sound(s)
	})
}

func TestWhoGivesOnceMoreSaysWhichOtherNeedItIs(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id, household := h.burnt(s, c, "3000元")
		h.does(c, townReviewer, id, casework.Approve)
		h.does(c, clerk, id, casework.Do)
		first := h.stands(c, id, casework.Awarded)
		other, err := c.Open(background, clerk, household, "urgent_aid")
		h.must(err)
		h.does(c, clerk, other, casework.Submit, casework.Judge)
		now, err := c.Look(background, clerk, other)
		h.must(err)
		if len(now.Earlier) != 1 || now.Earlier[0].Number != first.Number || now.Earlier[0].Ruling.Sum != 300000 {
			t.Errorf("%+v", now.Earlier)
		}
		_, err = c.Act(background, townReviewer, h.entry(c, other, casework.Approve, ""))
		h.refused(err, "为什么是另外的困难")
		if sum, n := h.paid(s, household); sum != 300000 || n != 1 {
			t.Errorf("%v in %d", sum, n)
		}
		_, err = c.Act(background, townReviewer, h.entry(c, other, casework.Approve, "上次是灶房失火，这次是孩子突发重病"))
		h.must(err)
		h.does(c, clerk, other, casework.Do)
		if now := h.stands(c, other, casework.Awarded); now.Decisions[0].Ruling.Note == "" {
			t.Error("the word is not kept with the decision")
		}
		h.clock.Pass(400 * 24 * time.Hour)
		third, err := c.Open(background, clerk, household, "urgent_aid")
		h.must(err)
		if now := h.stands(c, third, casework.Draft); len(now.Earlier) != 0 {
			t.Errorf("older than a year: %+v", now.Earlier)
		}
		h.sound(s)
	})
}
