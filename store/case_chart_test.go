package store_test

import (
	"slices"
	"testing"
	"time"

	"doudi/access"
	"doudi/casework"
	"doudi/civil"
)

func TestChartsSayWhereCasesStandAndHowLongTheirStepsTook(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id := h.accepted(s, c)
		applied := access.DayOf(h.clock.Now())
		read := func(asked casework.AskedCharts) casework.Charts {
			if asked.To == 0 {
				asked.To = civil.Open
			}
			charts, err := c.Charts(background, reviewer.Actor, []access.Office{county, township}, asked)
			h.must(err)
			return charts
		}
		before := read(casework.AskedCharts{})
		if len(before.Offices) != 1 || before.Offices[0].Office != 2 || before.Offices[0].Cases[casework.Working] != 1 {
			t.Errorf("%+v", before.Offices)
		}
		now := h.stands(c, id, "start_survey")
		step := now.Flow.From(now.State)[0].Step
		if step == nil || step.Days != "working_days" || step.Within != 3 {
			t.Fatalf("the law has another limit by now: %+v", step)
		}
		h.clock.Pass(7 * 24 * time.Hour) // five working days
		h.does(c, clerk, id, casework.Do)
		took := func(charts casework.Charts) casework.StepDays {
			i := slices.IndexFunc(charts.Steps, func(d casework.StepDays) bool { return d.Step == step.Label })
			if i < 0 {
				return casework.StepDays{}
			}
			return charts.Steps[i]
		}
		if d := took(read(casework.AskedCharts{})); !slices.Equal(d.Took, []int{5}) || d.Limit != 3 || d.Late != 1 || d.Unit != "working_days" || d.Quantile(50) != 5 {
			t.Errorf("%+v", d)
		}
		if took(before).Took != nil {
			t.Error("a step that was not done has taken no time")
		}
		for asked, n := range map[casework.AskedCharts]int{{From: applied, To: applied}: 1, {From: applied + 1}: 0, {To: applied - 1}: 0, {Programme: "dibao"}: 1, {Programme: "edge"}: 0, {Office: 1}: 0} {
			if charts := read(asked); len(charts.Offices) != n || len(took(charts).Took) != n {
				t.Errorf("%+v: %+v", asked, charts)
			}
		}
	})
}

// A change that is over is no work any more, and is told from an application.
func TestAFinishedChangeIsNoWorkInTheCharts(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		household, _, _ := h.awarded(s)
		c := h.cases(s)
		h.october()
		id := h.begun(c, household, casework.Reviewed)
		h.does(c, clerk, id, casework.Judge, casework.Do)
		h.does(c, decider, id, casework.Approve)
		h.stands(c, id, casework.Continued)
		charts, err := c.Charts(background, clerk.Actor, []access.Office{clerk.Office}, casework.AskedCharts{From: mustDay(t, "2026-01-01"), To: mustDay(t, "2026-12-31")})
		h.must(err)
		if n := charts.Offices[0].Cases; n[casework.Working] != 0 || n[casework.Changed] != 1 {
			t.Errorf("%v", n)
		}
	})
}
