package store_test

import (
	"strings"
	"testing"
	"time"

	"doudi/access"
	"doudi/casework"
	"doudi/fault"
)

func TestAFamilyIsToldOfTheCheckAndLookedIntoAgainIfItDisputesIt(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id, number := h.followed(s, c)
		h.toSurvey(c, id)
		tells := func() error {
			e := h.entry(c, id, casework.Aside, "银行存款比申报的多 3 万元，超过规定")
			e.Step = "check_told"
			_, err := c.Act(background, clerk, e)
			return err
		}
		h.refused(tells(), "还没有登记核对报告")
		report := visited(casework.Check, 1)
		report.Said = []casework.Finding{{About: "member.1", Label: "王建平", Text: casework.Differs + "有一笔存款没有申报"}}
		h.enters(c, clerk, id, report)
		told := len(h.news(s))
		h.must(tells())
		h.hears(s, told, "核对有了结果")
		h.does(c, clerk, id, casework.Do, casework.Post)
		h.clock.Pass(8 * 24 * time.Hour)
		h.does(c, clerk, id, casework.End, casework.Judge)
		h.must(c.SendCode(background, number, "192.0.2.1"))
		token, err := c.Admit(background, number, h.codeSent(s), "192.0.2.1")
		h.must(err)
		mine, err := c.Follow(background, token)
		h.must(err)
		h.must(c.Say(background, token, mine.Turn, casework.Plea, "存款是替村里老人代管的，有收据"))
		h.refused(h.decides(c, id, casework.Refuse, true, 0), "还没有复查、答复")
		_, err = c.Act(background, clerk, h.entry(c, id, casework.Answer, "查过了"))
		h.refused(err, "要先复查再答复")
		report.Ident, report.Said[0].Text = visited(casework.Check, 2).Ident, "一致"
		h.enters(c, clerk, id, report)
		h.refused(h.decides(c, id, casework.Refuse, true, 0), "还没有复查、答复")
		h.does(c, clerk, id, casework.Answer)
		spoken := h.entry(c, id, casework.Plea, "收据在这里")
		for _, one := range []casework.Wish{{}, {How: casework.WhoDied}, {How: casework.AtCounter}, {How: casework.AtCounter, Who: "王建平（本人）", On: access.DayOf(h.clock.Now()) + 1}} {
			spoken.Wish = one
			if _, err := c.Act(background, clerk, spoken); fault.Kind(err) != fault.BadInput {
				t.Errorf("%+v: %v", one, err)
			}
		}
		spoken.Wish = casework.Wish{How: casework.AtCounter, Who: "王建平（本人）", On: access.DayOf(h.clock.Now())}
		_, err = c.Act(background, clerk, spoken)
		h.must(err)
		if said := h.stands(c, id, "decision").Unanswered(); len(said) != 1 || !strings.HasPrefix(said[0].Note, "王建平（本人）2026年9月9日到窗口当面说：收据") {
			t.Errorf("%+v", said)
		}
		h.refused(h.decides(c, id, casework.Refuse, true, 0), "还没有复查、答复")
		mended := visited(casework.Survey, 9) // corrects what was written before, and is no new look
		for _, r := range h.stands(c, id, "decision").Records {
			if r.Sort == casework.Survey {
				mended.Corrects = r.Turn
			}
		}
		h.enters(c, clerk, id, mended)
		_, err = c.Act(background, clerk, h.entry(c, id, casework.Answer, "更正了调查表"))
		h.refused(err, "要先复查再答复")
		mended.Ident = visited(casework.Survey, 10).Ident
		_, err = c.Enter(background, clerk, id, mended, signed(mended.Sort), blankSheet)
		if fault.Kind(err) != fault.Conflict {
			t.Errorf("corrected twice: %v", err)
		}
		report.Ident = visited(casework.Check, 3).Ident
		h.enters(c, clerk, id, report)
		h.does(c, clerk, id, casework.Answer)
		h.must(h.decides(c, id, casework.Refuse, true, 0))
		h.stands(c, id, casework.Refusal)
		h.sound(s)
		h.clean(h.written(s), []string{"替村里老人代管", "超过规定"}, "family.follow")
	})
}
