package main

import (
	"context"
	"sync/atomic"
	"time"

	"doudi/store"
)

// later is the clock of an instance that is served: that of the machine and, in
// a demo, the days that somebody let pass.
type later struct {
	base  func() time.Time
	ahead atomic.Int64
}

// Now is the moment by it.
func (l *later) Now() time.Time { return l.base().Add(time.Duration(l.ahead.Load())) }

// pass lets days pass.
func (l *later) pass(days int) { l.ahead.Add(int64(time.Duration(days) * 24 * time.Hour)) }

// catchUp sees that nothing is done before what was done already: in a demo that
// is opened again, days had passed.
func (l *later) catchUp(ctx context.Context, s *store.Store) error {
	return s.Read(ctx, func(v *store.View) error {
		heads, err := v.Heads()
		for _, h := range heads {
			if h.Seq == 0 || err != nil {
				continue
			}
			at, e := v.At(h.Chain, h.Seq)
			if err = e; at.After(l.Now()) {
				l.ahead.Add(int64(at.Sub(l.Now())))
			}
		}
		return err
	})
}
