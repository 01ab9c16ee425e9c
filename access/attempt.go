package access

import (
	"time"

	"doudi/fault"
)

// How failures are answered: some are free, then each wait is twice the one
// before.
const (
	firstWait = time.Minute
	lastWait  = time.Hour
	forgotten = 24 * time.Hour
)

// Wait is how long after so many failures nothing is tried.
func Wait(free, failures int) time.Duration {
	over := failures - free
	if over < 0 {
		return 0
	}
	if over > 6 {
		return lastWait
	}
	return min(firstWait<<over, lastWait)
}

// LockedError is the refusal while nothing is tried.
type LockedError struct{ Until time.Time }

// Error says until when.
func (e *LockedError) Error() string { return "access: locked" }

// Locked is the refusal with its sentence; whose says who can help.
func Locked(until time.Time, whose string) error {
	return fault.Wrap(&LockedError{until}, fault.Refused, "试的次数太多，请在 "+until.In(China).Format("15:04")+" 以后再试；"+whose)
}

// Attempts keeps how often something failed, each held for the transaction.
type Attempts interface {
	Now() time.Time
	Attempts(kind, key string) (failures int, last time.Time, err error)
	SetAttempts(kind, key string, failures int) error
	ForgetAttempts(before time.Time) error
}

// Attempt is one thing that is counted: of a kind, by a key, with so many
// failures free.
type Attempt struct {
	Kind, Key string
	Free      int
}

// Charge counts an attempt as failed before it is looked at, so that many at
// once are no way round. It gives until when nothing is tried, zero if it may be,
// and whether one more failure locks.
func Charge(tx Attempts, all ...Attempt) (until time.Time, last bool, err error) {
	for _, a := range all {
		failures, at, err := tx.Attempts(a.Kind, a.Key)
		if err != nil {
			return until, false, err
		}
		if until = at.Add(Wait(a.Free, failures)); tx.Now().Before(until) {
			return until, false, nil
		}
		if tx.Now().Sub(at) > forgotten {
			failures = 0
		}
		last = last || Wait(a.Free, failures+1) > 0
		if err := tx.SetAttempts(a.Kind, a.Key, failures+1); err != nil {
			return until, false, err
		}
	}
	return time.Time{}, last, tx.ForgetAttempts(tx.Now().Add(-forgotten))
}

// Uncharge takes back what Charge counted where others may have failed as well.
func Uncharge(tx Attempts, kind, key string) error {
	failures, _, err := tx.Attempts(kind, key)
	if err != nil || failures == 0 {
		return err
	}
	return tx.SetAttempts(kind, key, failures-1)
}
