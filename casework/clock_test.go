package casework_test

import (
	"strings"
	"testing"

	"doudi/casework"
	"doudi/civil"
)

// day reads a date.
func day(t *testing.T, text string) civil.Date {
	t.Helper()
	d, err := civil.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Counted by hand on the calendar of 2026: 09-25 and 10-01 to 10-07 are
// off, 09-20 and 10-10 are worked. Thirty days from 09-29: 1 in September, 2 to 19
// until 10-30, 20 to 24, 25 to 29, 11-16.
func TestTheClocksOfACase(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, place, procedure, at string
		applied, accepted, entered string
		urban, special             bool
		words, want                string
	}{
		{"accepted: three working days to begin the survey, thirty for all (57号第十五条、第二十二条)",
			"cn", "dibao-confirmation", "start_survey", "2026-09-28", "2026-09-29", "2026-09-29", false, false, "",
			"start_survey 2026-10-09, whole 2026-11-16"},
		{"the longer limit for a family that lives elsewhere", "cn", "dibao-confirmation", "survey", "2026-08-03", "2026-08-03", "2026-08-05", false, true, "",
			"whole_special 2026-10-10"},
		{"delegated to the township: twenty working days", "cn", "dibao-confirmation", "survey", "2026-08-03", "2026-08-03", "2026-08-05", false, false, "+delegated",
			"whole_delegated 2026-08-31"},
		{"a near relative's case is the county's, with its limit", "cn", "dibao-confirmation", "survey", "2026-08-03", "2026-08-03", "2026-08-05", false, false, "+delegated +kin",
			"whole 2026-09-14"},
		{"refused: the letter within three working days (57号第二十一条)", "cn", "dibao-confirmation", "refusal", "2026-08-03", "2026-08-03", "2026-09-11", false, false, "",
			"refusal_letter 2026-09-16"},
		{"a draft has no clock", "cn", "dibao-confirmation", "draft", "", "", "2026-08-03", false, false, "", ""},
		{"an award has none", "cn", "dibao-confirmation", "awarded", "2026-08-03", "2026-08-03", "2026-08-20", false, false, "", ""},
		{"a year whose holidays are not published is provisional", "cn", "dibao-confirmation", "survey", "2026-12-01", "2026-12-01", "2026-12-02", false, false, "",
			"whole 2027-01-12 provisional"},
		{"Tianjin answers urgent need within twenty-four hours, over a holiday (TJ-29)", "cn-12", "urgent-aid", "reply", "2026-10-01", "", "2026-10-01 15:30", false, false, "",
			"reply 2026-10-02 15:30"},
		{"… and taking it on is no answer", "cn-12", "urgent-aid", "advance", "2026-10-01", "2026-10-02", "2026-10-01 15:30", false, false, "",
			"reply 2026-10-02 15:30"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			since := casework.Since{Urban: tt.urban, Special: tt.special}
			for to, text := range map[*civil.Date]string{&since.Applied: tt.applied, &since.Accepted: tt.accepted} {
				if text != "" {
					*to = day(t, text)
				}
			}
			date, _, timed := strings.Cut(tt.entered, " ")
			hour, minute := 0, 0
			if timed {
				hour, minute = 15, 30
			}
			since.Entered, _ = civil.MakeMoment(day(t, date), hour, minute)
			var s casework.Situation
			for _, w := range strings.Fields(tt.words) {
				s = situation(s, w)
			}
			f := flow(t, shipped(t, tt.place), tt.procedure, "2026-07-01")
			if got := limits(f.Limits(casework.State(tt.at), since, s, civil.Workdays())); got != tt.want {
				t.Errorf("got %q", got)
			}
		})
	}
}

// limits writes clocks down.
func limits(all []casework.Limit) string {
	var words []string
	for _, l := range all {
		word := l.Step.ID + " " + l.Day.String()
		if l.Until != 0 {
			h, m := l.Until.Clock()
			word += " " + two(h) + ":" + two(m)
		}
		if l.Provisional {
			word += " provisional"
		}
		words = append(words, word)
	}
	return strings.Join(words, ", ")
}

// two writes a number with two digits.
func two(n int) string { return string([]byte{'0' + byte(n/10), '0' + byte(n%10)}) }

func TestTheUrbanClockRunsFromTheApplication(t *testing.T) {
	t.Parallel()
	f := flow(t, shipped(t, "cn"), "dibao-confirmation", "2019-03-01")
	since := casework.Since{Applied: day(t, "2019-03-01"), Accepted: day(t, "2019-03-04"), Urban: true}
	since.Entered, _ = civil.MakeMoment(day(t, "2019-03-20"), 9, 0)
	if got := limits(f.Limits("deliberation", since, casework.Situation{}, civil.Workdays())); got != "deliberation 2019-03-27, whole_urban 2019-03-31" {
		t.Errorf("got %q", got)
	}
}

func TestANoticeHangsForItsDays(t *testing.T) {
	t.Parallel()
	cal := civil.Workdays()
	for _, tt := range []struct{ place, procedure, law, step, posted, want string }{
		{"cn", "dibao-confirmation", "2026-07-01", "notice", "2026-11-16", "2026-11-23"},
		{"cn-350421", "mx-347", "2020-03-15", "first_notice", "2020-03-16", "2020-03-21"},
		{"cn", "expenditure-aid", "2017-03-01", "notice", "2017-03-06", ""},
	} {
		last, ok := flow(t, shipped(t, tt.place), tt.procedure, tt.law).Hangs(tt.step, day(t, tt.posted), cal)
		if got := last.Day.String(); ok != (tt.want != "") || ok && got != tt.want {
			t.Errorf("%s %s: %s %v", tt.procedure, tt.step, got, ok)
		}
	}
}
