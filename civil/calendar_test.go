package civil_test

import (
	"strings"
	"testing"
	"time"

	"doudi/civil"
)

func TestWeekdaysAgreeWithTheStandardLibrary(t *testing.T) {
	t.Parallel()
	for d := day(t, "1899-12-25"); d < day(t, "2101-01-10"); d++ {
		y, m, dd := d.YMD()
		want := (int(time.Date(y, time.Month(m), dd, 0, 0, 0, 0, time.UTC).Weekday()) + 6) % 7
		if int(d.Weekday()) != want {
			t.Fatalf("%s: %d, want %d", d, d.Weekday(), want)
		}
	}
}

// The days are read off the notices of the State Council.
func TestWorkingDaysFollowTheNotices(t *testing.T) {
	t.Parallel()
	c := civil.Workdays()
	for text, want := range map[string]bool{
		"2026-09-30": true,  // Wednesday before National Day
		"2026-10-01": false, // Thursday, National Day
		"2026-10-08": true,  // first working day after it
		"2026-10-10": true,  // Saturday, worked
		"2026-10-11": false, // Sunday
		"2026-02-14": true,  // Saturday, worked for the Spring Festival
		"2026-02-23": false, // Monday, still the Spring Festival
		"2020-01-31": false, // Friday, the festival prolonged in 2020
		"2015-09-03": false, // Thursday, the 70th anniversary
		"2015-09-06": true,  // Sunday, worked for it
		"2027-10-01": true,  // Friday of a year that is not published
	} {
		if got := c.Working(day(t, text)); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
	for year := 2013; year <= 2027; year++ {
		if got, want := c.Published(year), year >= 2014 && year <= 2026; got != want {
			t.Errorf("%d: published %v", year, got)
		}
	}
}

func TestDeadlines(t *testing.T) {
	t.Parallel()
	c := civil.Workdays()
	for name, k := range map[string]struct {
		start string
		n     int
		unit  civil.Unit
		count civil.Counting
		want  string
		open  bool
	}{
		"three working days over National Day":                    {"2026-09-30", 3, civil.WorkingDays, civil.ExcludeFirst, "2026-10-10", false},
		"three working days, the first among them":                {"2026-09-30", 3, civil.WorkingDays, civil.IncludeFirst, "2026-10-09", false},
		"the first day is a holiday and cannot be among them":     {"2026-10-03", 1, civil.WorkingDays, civil.IncludeFirst, "2026-10-08", false},
		"one working day from a Friday":                           {"2026-11-20", 1, civil.WorkingDays, "", "2026-11-23", false},
		"thirty working days run into a year that is not known":   {"2026-12-01", 30, civil.WorkingDays, "", "2027-01-12", true},
		"a notice of seven days":                                  {"2026-11-16", 7, civil.Days, civil.ExcludeFirst, "2026-11-23", false},
		"five days with the day of posting, as one county did it": {"2026-11-17", 5, civil.Days, civil.IncludeFirst, "2026-11-21", false},
		"one month from the last of January":                      {"2026-01-31", 1, civil.Months, civil.ExcludeFirst, "2026-02-28", false},
		"three months, the first day among them":                  {"2026-01-15", 3, civil.Months, civil.IncludeFirst, "2026-04-14", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := c.Deadline(day(t, k.start), k.n, k.unit, k.count)
			if got.Day != day(t, k.want) || got.Provisional != k.open {
				t.Errorf("%s, provisional %v", got.Day, got.Provisional)
			}
		})
	}
}

func TestAPeriodThatEndsOnAHolidayEndsAfterIt(t *testing.T) {
	t.Parallel()
	c := civil.Workdays()
	for from, want := range map[string]string{"2026-10-03": "2026-10-08", "2026-10-10": "2026-10-10", "2026-11-21": "2026-11-23"} {
		if got := c.NextWorking(day(t, from)); got != day(t, want) {
			t.Errorf("%s: %s", from, got)
		}
	}
}

func TestWorkingDaysLeft(t *testing.T) {
	t.Parallel()
	c := civil.Workdays()
	for _, k := range []struct {
		today, deadline string
		want            int
	}{
		{"2026-09-30", "2026-10-10", 3},
		{"2026-10-10", "2026-10-10", 0},
		{"2026-10-11", "2026-10-10", 0}, // Sunday: late, but no working day has passed
		{"2026-10-13", "2026-10-10", -2},
	} {
		if got := c.WorkingDaysLeft(day(t, k.today), day(t, k.deadline)); got != k.want {
			t.Errorf("%s to %s: %d", k.today, k.deadline, got)
		}
	}
}

func TestALoadedYearSettlesWhatWasProvisional(t *testing.T) {
	t.Parallel()
	before := civil.Workdays()
	after, err := before.Load(strings.NewReader("date,kind,name,source\n2027-01-01,off,元旦,虚构的通知\n"))
	if err != nil {
		t.Fatal(err)
	}
	was := before.Deadline(day(t, "2026-12-31"), 1, civil.WorkingDays, "")
	is := after.Deadline(day(t, "2026-12-31"), 1, civil.WorkingDays, "")
	if was.Day != day(t, "2027-01-01") || !was.Provisional || is.Day != day(t, "2027-01-04") || is.Provisional {
		t.Errorf("%v, then %v", was, is)
	}
	if before.Published(2027) {
		t.Error("the calendar that was there has changed")
	}
}

func TestAnAmendedNoticeReplacesItsYear(t *testing.T) {
	t.Parallel()
	c, err := civil.Workdays().Load(strings.NewReader("date,kind,name,source\n2026-10-01,off,国庆节,虚构的通知\n"))
	if err != nil {
		t.Fatal(err)
	}
	if c.Working(day(t, "2026-10-10")) || !c.Working(day(t, "2026-10-02")) || !c.Working(day(t, "2025-10-11")) {
		t.Error("rows of the old notice remain, or another year is gone")
	}
}

func TestHolidaysOfAPlaceLieOverTheOthersAndPublishNoYear(t *testing.T) {
	t.Parallel()
	c, err := civil.Workdays().LoadLocal(strings.NewReader("date,kind,name,source\n2026-03-20,off,开斋节,虚构的通知\n2028-03-20,off,节日,虚构的通知\n"))
	if err != nil {
		t.Fatal(err)
	}
	if c.Working(day(t, "2026-03-20")) || !c.Working(day(t, "2026-10-10")) || c.Published(2028) {
		t.Error("the local day is not kept, or it publishes a year")
	}
}

func TestAWrongCalendarIsRefusedWithItsLine(t *testing.T) {
	t.Parallel()
	const head = "date,kind,name,source\n"
	for name, k := range map[string]struct{ text, want string }{
		"no header":            {"2026-10-01,off,国庆节,x\n", "第1行：表头"},
		"a day that is none":   {head + "2026-02-30,off,春节,x\n", "第2行：日期"},
		"another kind":         {head + "2026-10-01,holiday,国庆节,x\n", "第2行：第二列"},
		"no notice":            {head + "2026-10-01,off,国庆节,\n", "第2行：要写明"},
		"a column missing":     {head + "2026-10-01,off\n", "第2行：应当是四列"},
		"both open and closed": {head + "2026-10-01,off,国庆节,x\n2026-10-01,work,国庆节,x\n", "既放假又上班"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := new(civil.Calendar).Load(strings.NewReader(k.text)); err == nil || !strings.Contains(err.Error(), k.want) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestMoments(t *testing.T) {
	t.Parallel()
	m, ok := civil.MakeMoment(day(t, "2026-09-30"), 17, 40)
	end := m.AddHours(24)
	hour, minute := end.Clock()
	if !ok || end.Date() != day(t, "2026-10-01") || hour != 17 || minute != 40 {
		t.Errorf("%v %s %d:%d", ok, end.Date(), hour, minute)
	}
	early, _ := civil.MakeMoment(day(t, "1969-12-31"), 23, 59)
	if hour, minute = early.Clock(); early.Date() != day(t, "1969-12-31") || hour != 23 || minute != 59 {
		t.Errorf("%s %d:%d", early.Date(), hour, minute)
	}
	if _, ok := civil.MakeMoment(0, 24, 0); ok {
		t.Error("24:00 is no time of a day")
	}
}
