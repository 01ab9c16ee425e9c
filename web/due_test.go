package web

import (
	"testing"

	"doudi/casework"
	"doudi/civil"
)

func TestALimitSaysHowMuchIsLeftOfIt(t *testing.T) {
	t.Parallel()
	cal := civil.Workdays()
	friday, err := civil.ParseDate("2026-11-20")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		today civil.Date
		want  string
	}{
		"a week before":          {friday - 7, "2026年11月20日到期，还剩 5 个工作日"},
		"the day itself":         {friday, "2026年11月20日到期，今天到期"},
		"the Saturday behind it": {friday + 1, "2026年11月20日到期，已过期限"},
		"the Monday behind it":   {friday + 3, "2026年11月20日到期，已超过 1 个工作日"},
	} {
		t.Run(name, func(t *testing.T) {
			d := casework.Deadline{Deadline: civil.Deadline{Day: friday}}
			if got := due(d, cal.WorkingDaysLeft(c.today, friday), c.today); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}
