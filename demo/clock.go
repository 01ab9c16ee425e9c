package demo

import (
	"sync/atomic"
	"time"
)

// Clock is the clock of an instance that is being made. Many read it.
type Clock struct{ micros atomic.Int64 }

// ClockAt stands at a moment.
func ClockAt(at time.Time) *Clock {
	c := new(Clock)
	c.Set(at)
	return c
}

// Now is the moment at which the clock stands.
func (c *Clock) Now() time.Time { return time.UnixMicro(c.micros.Load()) }

// Set puts the clock to a moment.
func (c *Clock) Set(at time.Time) { c.micros.Store(at.UnixMicro()) }

// pass lets time pass.
func (c *Clock) pass(d time.Duration) { c.micros.Add(d.Microseconds()) }
