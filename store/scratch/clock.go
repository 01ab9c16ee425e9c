package scratch

import (
	"sync"
	"time"
)

// Clock is a clock that a test sets; many read it.
type Clock struct {
	lock sync.Mutex
	at   time.Time
}

// ClockAt stands at a moment until time passes.
func ClockAt(at time.Time) *Clock { return &Clock{at: at} }

// Now is the moment at which the clock stands.
func (c *Clock) Now() time.Time {
	c.lock.Lock()
	defer c.lock.Unlock()
	return c.at
}

// Pass lets time pass; it may be negative.
func (c *Clock) Pass(d time.Duration) {
	c.lock.Lock()
	defer c.lock.Unlock()
	c.at = c.at.Add(d)
}
