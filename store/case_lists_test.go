package store_test

import (
	"testing"
	"time"

	"doudi/access"
	"doudi/casework"
	"doudi/civil"
)

// posted are the notices that somebody asks for.
func (h *house) posted(c *casework.Service, asked casework.AskedNotices) casework.Board {
	h.Helper()
	b, err := c.Notices(background, reviewer.Actor, []access.Office{county, township}, asked, 0, 50)
	h.must(err)
	return b
}

func TestNoticesAreListedFromTheirMakingToTheirEnd(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		household, head := h.home(s)
		h.known(s, household, head, head+1)
		id, err := c.Open(background, clerk, household, "dibao")
		h.must(err)
		h.does(c, clerk, id, casework.Submit, casework.Do, casework.Accept, casework.Do)
		h.does(c, countyClerk, id, casework.Do)
		h.does(c, clerk, id, casework.Do)
		if b := h.posted(c, casework.AskedNotices{Show: casework.ToHang}); b.Wait != 1 || b.Up != 0 || len(b.Lines) != 1 || b.Lines[0].From != 0 || b.Lines[0].Applicant != "王建平" {
			t.Errorf("to be hung: %+v", b)
		}
		h.does(c, clerk, id, casework.Post)
		objection := h.entry(c, id, casework.Object, "他家去年买了小汽车")
		objection.Step = casework.ByPhone
		_, err = c.Act(background, clerk, objection)
		h.must(err)
		today := access.DayOf(h.clock.Now())
		b := h.posted(c, casework.AskedNotices{Show: casework.Hanging})
		if b.Wait != 0 || b.Up != 1 || len(b.Lines) != 1 || b.Lines[0].From != today || b.Lines[0].Until != today+7 || b.Lines[0].Left != 7 || b.Lines[0].Objections != 1 {
			t.Errorf("hanging: %+v", b)
		}
		h.clock.Pass(8 * 24 * time.Hour)
		if b := h.posted(c, casework.AskedNotices{Show: casework.Hanging}); len(b.Lines) != 1 || b.Lines[0].Left != -1 {
			t.Errorf("its days are over: %+v", b)
		}
		h.does(c, townReviewer, id, casework.Reject)
		h.does(c, clerk, id, casework.End)
		ended := access.DayOf(h.clock.Now())
		for asked, n := range map[casework.AskedNotices]int{{Show: casework.Hanging}: 0, {Show: casework.Over}: 1, {Show: casework.Over, From: ended, To: ended}: 1,
			{Show: casework.Over, From: ended + 1}: 0, {Show: casework.Over, To: ended - 1}: 0, {Show: casework.Over, Office: 1}: 0} {
			if b := h.posted(c, asked); len(b.Lines) != n || n == 1 && (b.Lines[0].Ended != ended || b.Lines[0].Upheld) {
				t.Errorf("%+v: %+v", asked, b.Lines)
			}
		}
	})
}

func TestDecisionsAreListedByDayAndWhatTheySay(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id, _, _ := h.decidable(s, c)
		h.does(c, clerk, id, casework.Judge)
		h.must(h.decides(c, id, casework.Refuse, true, 0))
		day := access.DayOf(h.clock.Now())
		for asked, n := range map[casework.AskedDecisions]int{{}: 1, {From: day, To: day}: 1, {From: day + 1}: 0, {To: day - 1}: 0, {Programme: "dibao"}: 1, {Programme: "edge"}: 0,
			{Outcome: casework.Deny}: 1, {Outcome: casework.Give}: 0, {Differs: true}: 1, {By: decider.Actor.Staff}: 1, {By: 10}: 0, {Office: 2}: 1, {Office: 1}: 0} {
			list, more, err := c.DecisionsMade(background, reviewer.Actor, []access.Office{county, township}, asked, 0, 50)
			h.must(err)
			if len(list) != n || more || n == 1 && (list[0].Gives || !list[0].Differs || list[0].By != decider.Actor.Staff || list[0].Applicant != "王建平" || list[0].Day != day) {
				t.Errorf("%+v: %+v", asked, list)
			}
		}
		for skip, want := range map[int]int{0: 1, 1: 0, 7: 0} {
			list, _, err := c.DecisionsMade(background, reviewer.Actor, []access.Office{township}, casework.AskedDecisions{From: civil.Date(0)}, skip, 1)
			h.must(err)
			if len(list) != want {
				t.Errorf("behind %d: %d", skip, len(list))
			}
		}
	})
}
