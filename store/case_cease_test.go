package store_test

import (
	"strings"
	"testing"
	"time"

	"doudi/access"
	"doudi/casework"
	"doudi/civil"
	"doudi/fault"
)

// urges has a clerk enter how a family was asked to cooperate within some days.
func (h *house) urges(c *casework.Service, id int64, key int, days civil.Date) error {
	r := visited(casework.Urging, key)
	r.On = access.DayOf(h.clock.Now())
	r.By, r.Place, r.Second = r.On+days, "", casework.Companion{}
	r.Said = []casework.Finding{{About: "asked", Label: "要家庭做什么", Text: "后天上午在家等入户调查"}, {About: "way", Label: "怎样通知的", Text: "当面送通知书"}}
	_, err := c.Enter(background, clerk, id, r, proof(byte(key)), blankSheet)
	return err
}

// ends is the end of an examination as somebody decides on it.
func (h *house) ends(c *casework.Service, id int64, cause string) casework.Entry {
	e := h.entry(c, id, casework.Cease, "约了三次都不在家")
	e.Cause = cause
	return e
}

func TestAnExaminationEndsWhenAFamilyWasAskedAndDoesNotCooperate(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id, number := h.followed(s, c)
		h.toSurvey(c, id)
		_, err := c.Act(background, townReviewer, h.ends(c, id, "visit"))
		h.refused(err, "还没有通知家庭配合")
		if err := h.urges(c, id, 1, 0); fault.Kind(err) != fault.BadInput || !strings.Contains(err.Error(), "最迟哪天配合") {
			t.Errorf("asked too late: %v", err)
		}
		told := len(h.news(s))
		h.must(h.urges(c, id, 2, 3))
		h.hears(s, told, "需要您家配合")
		_, err = c.Act(background, townReviewer, h.ends(c, id, "visit"))
		h.refused(err, "通知里定的最后一天是2026年9月4日，还没有过")
		h.must(c.SendCode(background, number, "192.0.2.1"))
		token, err := c.Admit(background, number, h.codeSent(s), "192.0.2.1")
		h.must(err)
		mine, err := c.Follow(background, token)
		h.must(err)
		h.must(c.Say(background, token, mine.Turn, casework.Plea, "我在县医院住院，下周才出院"))
		h.clock.Pass(4 * 24 * time.Hour)
		_, err = c.Act(background, townReviewer, h.ends(c, id, "visit"))
		h.refused(err, "家庭说的话还没有答复")
		h.does(c, clerk, id, casework.Answer)
		_, err = c.Act(background, townReviewer, h.ends(c, id, "whim"))
		if fault.Kind(err) != fault.BadInput || !strings.HasPrefix(fault.Sentence(err), "怎样不配合：没有选") {
			t.Errorf("without a cause: %v", err)
		}
		_, err = c.Act(background, clerk, h.ends(c, id, "visit"))
		h.refused(err, "由本机构或上级机构的")
		_, err = c.Act(background, townReviewer, h.ends(c, id, "visit"))
		h.must(err)
		now := h.stands(c, id, casework.Ceasing)
		if now.ToldEnd() != nil {
			t.Error("the family knows of the end before its letter")
		}
		_, err = c.Act(background, clerk, h.entry(c, id, casework.Tell, ""))
		h.refused(err, "通知书还没有制作")
		text := ""
		h.must(c.Write(background, clerk, id, now.Turn, func(r casework.Record, paper int64) ([]byte, error) {
			for _, l := range r.Said {
				text += l.Label + " " + l.Text + "\n"
			}
			return blankSheet(r, paper)
		}))
		for _, want := range []string{"终止最低生活保障的审核确认程序", "不让入户调查，或者多次约了见不到人：约了三次都不在家", "《最低生活保障审核确认办法》第二十九条",
			"后天上午在家等入户调查；最迟2026年9月4日", "重新申请", "作出决定的单位 雪峰镇", "不同意怎么办 1"} {
			if !strings.Contains(text, want) {
				t.Errorf("%q is not in the letter:\n%s", want, text)
			}
		}
		told = len(h.news(s))
		_, err = c.Act(background, clerk, h.entry(c, id, casework.Tell, "邮寄送达"))
		h.must(err)
		h.hears(s, told, "有决定了")
		if e := h.stands(c, id, casework.Ceased).ToldEnd(); e == nil || len(e.Remedies) == 0 || len(e.Urged) != 1 {
			t.Errorf("%+v", e)
		}
		for asked, n := range map[casework.AskedDecisions]int{{}: 1, {Outcome: casework.Ending}: 1, {Outcome: casework.Deny}: 0, {Differs: true}: 0, {Programme: "edge"}: 0, {To: access.DayOf(h.clock.Now()) - 1}: 0} {
			list, _, err := c.DecisionsMade(background, reviewer.Actor, []access.Office{county, township}, asked, 0, 50)
			h.must(err)
			if len(list) != n || n == 1 && (!list[0].Ends || list[0].By != townReviewer.Actor.Staff || list[0].Day != access.DayOf(h.clock.Now())) {
				t.Errorf("%+v: %+v", asked, list)
			}
		}
		h.does(c, reviewer, id, casework.Reopen)
		if again := h.stands(c, id, "start_survey"); again.Urged() != nil || again.Cessation() != nil || len(again.Deadlines) == 0 {
			t.Errorf("what was asked before counts on: %+v", again.Deadlines)
		}
		_, err = c.Act(background, townReviewer, h.ends(c, id, "visit"))
		h.refused(err, "还没有通知家庭配合")
		h.sound(s)
		h.clean(h.written(s), []string{"约了三次都不在家", "后天上午在家", "县医院住院"}, "case.decide")
	})
}

func TestOnlyWhatTheRulesNameEndsForWantOfCooperation(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		household, head := h.home(s)
		h.known(s, household, head, head+1)
		id, err := c.OpenFor(background, clerk, household, "tekun", head)
		h.must(err)
		h.does(c, clerk, id, casework.Submit, casework.Do)
		h.refused(h.urges(c, id, 1, 3), "只有规定写明的项目")
		h.does(c, clerk, id, casework.Accept)
		h.refused(h.urges(c, id, 2, 3), "只有规定写明的项目")
		_, err = c.Act(background, townReviewer, h.ends(c, id, "visit"))
		h.refused(err, "现在不能“终止审核（家庭不配合）”")
	})
}
