// Package job is the work that follows from acts: asked for in the act's own
// transaction, carried out later by a worker that holds a lease, tried again
// when it fails, and laid before a person when it goes on failing.
package job

import (
	"errors"
	"time"
)

// Job is one piece of work. Office, Kind and Key name it: asked for twice, it
// is there once. It carries nothing else, so that no personal data can lie in
// the table of jobs: the key says what it is about, award:17/2026-07.
type Job struct {
	Office   int64 // 0: the instance
	Kind     string
	Key      string
	RunAt    time.Time // not before
	Attempts int       // with the one that is running
	Asked    int64     // how often it was asked for while it was there
	Holder   string    // the worker that holds the lease
}

// State is where a job stands.
type State string

// The states; a job that succeeded is gone.
const (
	Waiting State = "waiting"
	Running State = "running"
	Given   State = "dead" // given up: a person has to look
)

// Dead is a job that was given up, with the sentence of its last error.
type Dead struct {
	Job
	Error string
}

// ErrLost tells a worker that its lease ran out and the job has gone to another.
var ErrLost = errors.New("job: the lease has gone to another worker")

// Attempts is how often a job is tried before it is given up.
const Attempts = 8

// The pauses between attempts double from the first to the longest.
const (
	firstPause   = 10 * time.Second
	longestPause = time.Hour
)

// Pause is how long a job waits after so many attempts.
func Pause(attempts int) time.Duration {
	pause := firstPause
	for range attempts - 1 {
		if pause *= 2; pause >= longestPause {
			return longestPause
		}
	}
	return pause
}

// Timer asks for a job again and again.
type Timer struct {
	Name   string
	Office int64
	Kind   string
	Next   func(after time.Time) time.Time // the next beat after a moment
}

// Beat is the job of one beat; its key names the beat, so that it comes once.
func (t Timer) Beat(due time.Time) Job {
	return Job{Office: t.Office, Kind: t.Kind, Key: t.Name + "/" + due.UTC().Format("2006-01-02-15:04:05"), RunAt: due}
}

// Every is a Next that beats at fixed distances, counted from midnight UTC.
func Every(distance time.Duration) func(time.Time) time.Time {
	return func(after time.Time) time.Time { return after.Truncate(distance).Add(distance) }
}
