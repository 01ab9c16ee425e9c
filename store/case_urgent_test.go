package store_test

import (
	"testing"

	"doudi/casework"
)

func TestWhatIsUrgentStandsFirst(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		slow, _ := h.lodges(s, c, petition())
		p := petition()
		p.Programmes = []string{"urgent_aid"}
		p.Story = " "
		_, token := h.asks(s, c, p)
		unsaid, err := c.OwnRequest(background, token)
		h.must(err)
		_, err = c.Lodge(background, token, unsaid.Turn)
		h.refused(err, "申请的原因")
		p.Story = "家里失火"
		r, _ := h.lodges(s, c, p)
		list := h.inbox(c)
		if len(list) != 2 || list[0].Ref != r.Ref || !list[0].Urgent || list[1].Ref != slow.Ref || list[1].Urgent ||
			list[0].Due.Until != minuteOf(r.Lodged).AddHours(24) { // 明溪 counts no hours
			t.Errorf("requests: %+v", list)
		}
		id, _ := h.burnt(s, c, "9000元")
		second := h.second(s, c)
		desk := h.desked(c, reviewer, casework.Asked{})
		if len(desk.Lines) != 2 || desk.Lines[0].ID != id || !desk.Lines[0].Urgent || desk.Lines[0].Due != 0 || desk.Lines[1].Urgent || desk.Lines[1].Due == 0 {
			t.Errorf("work: %+v", desk.Lines)
		}
		h.does(c, townReviewer, id, casework.Advance)
		desk = h.desked(c, reviewer, casework.Asked{})
		if desk.Lines[0].ID == id || desk.Lines[1].Urgent {
			t.Errorf("something was given, and it is as urgent as before: %+v", desk.Lines)
		}
		unasked, err := c.Open(background, clerk, h.stands(c, second, "start_survey").Household, "urgent_aid")
		h.must(err)
		h.does(c, clerk, unasked, casework.Submit)
		_, err = c.Act(background, townReviewer, h.entry(c, unasked, casework.Approve, ""))
		h.refused(err, "还没有按规定测算")
	})
}
