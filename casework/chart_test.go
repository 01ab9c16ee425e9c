package casework_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"doudi/access"
	"doudi/casework"
	"doudi/civil"
)

// stepped reads what was done to a case: "2026-08-03 09:00 accept survey", one
// behind the other; a mark stands as "mark:special".
func stepped(t *testing.T, text string, delegated bool) (list []casework.Stepped) {
	t.Helper()
	for _, line := range strings.Split(text, "; ") {
		var date, hour, act, became string
		if _, err := fmt.Sscan(line, &date, &hour, &act, &became); err != nil {
			t.Fatal(line, err)
		}
		at, err := time.ParseInLocation("2006-01-02 15:04", date+" "+hour, access.China)
		if err != nil {
			t.Fatal(err)
		}
		act, step, _ := strings.Cut(act, ":")
		list = append(list, casework.Stepped{Case: 1, At: at, Act: casework.Act(act), Step: step, Became: casework.State(became), Delegated: delegated})
	}
	return list
}

// How long the steps of a case took is measured by the limits that ran for it
// (see TestTheClocksOfACase), counted by hand on the calendar of 2026.
func TestHowLongTheStepsOfACaseTook(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		place, procedure, done, now string
		delegated                   bool
		want                        string
	}{
		"the letter of a refusal": {"cn", "dibao-confirmation",
			"2026-08-03 09:00 submit accept; 2026-08-03 10:00 accept start_survey; 2026-08-04 09:00 do survey; 2026-08-10 09:00 refuse refusal; 2026-08-17 09:00 tell refused", "2026-08-20", false,
			"start_survey 1, refusal_letter 5, whole 5"},
		"delegated, in its own time": {"cn", "dibao-confirmation",
			"2026-08-03 09:00 submit accept; 2026-08-03 10:00 accept start_survey; 2026-08-04 09:00 do survey; 2026-09-04 09:00 approve awarded", "2026-09-20", true,
			"start_survey 1, whole_delegated 24"},
		"what is hard has its own, longer time": {"cn", "dibao-confirmation",
			"2026-08-03 09:00 submit accept; 2026-08-03 10:00 accept start_survey; 2026-08-04 09:00 do survey; 2026-08-05 09:00 mark:special survey; 2026-09-04 09:00 approve awarded", "2026-09-20", false,
			"start_survey 1, whole_special 24"},
		"twenty-four hours and a minute are twenty-five": {"cn-12", "urgent-aid",
			"2026-08-03 09:00 submit reply; 2026-08-03 10:00 accept advance; 2026-08-04 09:01 approve papers", "2026-08-10", false,
			"reply 25"},
		"what is late and open counts": {"cn", "dibao-confirmation",
			"2026-08-03 09:00 submit accept; 2026-08-03 10:00 accept start_survey", "2026-08-12", false,
			"start_survey 7 open"},
		"what is open and in time does not": {"cn", "dibao-confirmation",
			"2026-08-03 09:00 submit accept; 2026-08-03 10:00 accept start_survey", "2026-08-05", false, ""},
		"what the family took back is no step done": {"cn", "dibao-confirmation",
			"2026-08-03 09:00 submit accept; 2026-08-03 10:00 accept start_survey; 2026-08-31 09:00 withdraw withdrawn", "2026-09-20", false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			now, _ := civil.MakeMoment(day(t, tt.now), 12, 0)
			var got []string
			for _, one := range flow(t, shipped(t, tt.place), tt.procedure, "2026-07-01").Times(stepped(t, tt.done, tt.delegated), now, civil.Workdays()) {
				text := fmt.Sprint(one.Step.ID, " ", one.N)
				if one.Open {
					text += " open"
				}
				got = append(got, text)
			}
			if strings.Join(got, ", ") != tt.want {
				t.Errorf("got %q, want %q", strings.Join(got, ", "), tt.want)
			}
		})
	}
}
