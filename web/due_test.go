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
			noon, _ := civil.MakeMoment(c.today, 12, 0)
			if got := due(d, cal.WorkingDaysLeft(c.today, friday), noon); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

func TestUrgentAidIsCountedInHours(t *testing.T) {
	t.Parallel()
	saturday, err := civil.ParseDate("2026-11-21")
	if err != nil {
		t.Fatal(err)
	}
	end, _ := civil.MakeMoment(saturday, 15, 30)
	d := casework.Deadline{Deadline: civil.Deadline{Day: saturday}, Until: end}
	for name, c := range map[string]struct {
		day          civil.Date
		hour, minute int
		want         string
		late         bool
	}{
		"when it begins":          {saturday - 1, 15, 30, "2026年11月21日 15时30分到期，还剩 24 小时", false},
		"in the last hour":        {saturday, 14, 45, "2026年11月21日 15时30分到期，还剩 45 分钟", false},
		"the minute itself":       {saturday, 15, 30, "2026年11月21日 15时30分到期，还剩 0 分钟", false},
		"a minute over, that day": {saturday, 15, 31, "2026年11月21日 15时30分到期，已超过 1 分钟", true},
		"over, on the day after":  {saturday + 1, 16, 0, "2026年11月21日 15时30分到期，已超过 24 小时", true},
	} {
		t.Run(name, func(t *testing.T) {
			now, _ := civil.MakeMoment(c.day, c.hour, c.minute)
			if got := due(d, 0, now); got != c.want || late(d, now) != c.late {
				t.Errorf("%s, late %v; want %s", got, late(d, now), c.want)
			}
		})
	}
}
