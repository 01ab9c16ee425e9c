package store_test

import (
	"strings"
	"testing"
	"time"

	"doudi/casework"
)

func TestARefusalGoesOutWithItsReasonsBeforeItIsTold(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id := h.accepted(s, c)
		h.refused(c.Write(background, clerk, id, h.entry(c, id, casework.Write, "").Turn, blankSheet), "还没有作出决定")
		h.toSurvey(c, id)
		h.does(c, clerk, id, casework.Do, casework.Post)
		h.clock.Pass(8 * 24 * time.Hour)
		h.does(c, clerk, id, casework.End, casework.Judge)
		no := h.entry(c, id, casework.Refuse, "入户看到另有住房和经营收入")
		no.Differs = true
		_, err := c.Act(background, decider, no)
		h.must(err)
		now := h.stands(c, id, casework.Refusal)
		_, err = c.Act(background, clerk, h.entry(c, id, casework.Tell, ""))
		h.refused(err, "通知书还没有制作")
		h.refused(c.Write(background, townReviewer, id, now.Turn, blankSheet), "由本机构或上级机构的")
		var drawn []casework.Record
		h.must(c.Write(background, clerk, id, now.Turn, func(r casework.Record, paper int64) ([]byte, error) {
			drawn = append(drawn, r)
			return blankSheet(r, paper)
		}))
		letter := h.stands(c, id, casework.Refusal).Letter()
		text := ""
		for _, l := range drawn[0].Said {
			text += l.Label + " " + l.Text + "\n"
		}
		for _, want := range []string{"决定 不给予最低生活保障", "补充说明 入户看到另有住房和经营收入", "作出日期 2026年9月9日", "不同意怎么办 1", "《"} {
			if !strings.Contains(text, want) {
				t.Errorf("%q is not in the letter:\n%s", want, text)
			}
		}
		if drawn[0].Met != "王建平" || letter == nil || letter.Digest == "" {
			t.Errorf("%+v", letter)
		}
		if kind, content := h.paperOf(s, letter.Sheet); kind != "letter_sheet" || !strings.HasPrefix(string(content), "%PDF") {
			t.Errorf("%s %q", kind, content)
		}
		_, err = c.Act(background, clerk, h.entry(c, id, casework.Tell, "本人签收"))
		h.must(err)
		h.stands(c, id, casework.Refused)
		h.clock.Pass(90 * 24 * time.Hour)
		h.does(c, reviewer, id, casework.Reopen)
		again, err := c.Look(background, clerk, id)
		h.must(err)
		for _, l := range again.Deadlines {
			if l.Day < again.Today {
				t.Errorf("a case that is taken up again is late at once: %+v", l)
			}
		}
		if len(again.Deadlines) == 0 {
			t.Error("no limit runs")
		}
		h.sound(s)
		h.clean(h.written(s), []string{"另有住房和经营收入"}, "refusal")
	})
}
