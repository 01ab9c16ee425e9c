package job_test

import (
	"testing"
	"time"

	"doudi/job"
)

func TestPausesDoubleUpToAnHour(t *testing.T) {
	t.Parallel()
	for attempts, want := range map[int]time.Duration{1: 10 * time.Second, 2: 20 * time.Second, 3: 40 * time.Second,
		9: 2560 * time.Second, 10: time.Hour, 50: time.Hour} {
		if got := job.Pause(attempts); got != want {
			t.Errorf("after %d attempts: %v, want %v", attempts, got, want)
		}
	}
}

func TestATimerBeatsAtFixedDistances(t *testing.T) {
	t.Parallel()
	at := func(hour, minute int) time.Time { return time.Date(2026, 9, 1, hour, minute, 0, 0, time.UTC) }
	for after, want := range map[time.Time]time.Time{at(8, 0): at(9, 0), at(8, 59): at(9, 0), at(23, 1): at(24, 0)} {
		if got := job.Every(time.Hour)(after); !got.Equal(want) {
			t.Errorf("after %v: %v", after, got)
		}
	}
}

func TestABeatIsNamedByItsTime(t *testing.T) {
	t.Parallel()
	timer := job.Timer{Name: "nightly", Office: 3, Kind: "print"}
	due := time.Date(2026, 9, 1, 16, 0, 0, 0, time.UTC)
	if j := timer.Beat(due); j != (job.Job{Office: 3, Kind: "print", Key: "nightly/2026-09-01-16:00:00", RunAt: due}) {
		t.Errorf("%+v", j)
	}
}
