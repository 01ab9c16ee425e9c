package job

import (
	"context"
	"errors"
	"fmt"
	"time"

	"doudi/fault"
)

// Store is what a worker needs of the storage; T is its transaction.
type Store[T any] interface {
	Claim(ctx context.Context, holder string, lease time.Duration) (Job, bool, error)
	Finish(ctx context.Context, j Job, effect func(T) error) error
	Free(ctx context.Context, j Job, state State, runAt time.Time, sentence string) error
	Lead(ctx context.Context, holder string, lease time.Duration) (bool, error)
	Strike(ctx context.Context, t Timer) error
}

// Effect is what a kind of job does, in the transaction that ends the job. It
// must be over well within the lease: what takes longer is cut into chunks.
type Effect[T any] func(ctx context.Context, tx T, j Job) error

// Errand is the long part of a kind of job, before its effect: in transactions of
// its own, each of which may be done before, and over well within the lease. The
// effect asks for the job again if there is more to do.
type Errand func(ctx context.Context, j Job) error

// Worker carries out jobs. Several may work on one database.
type Worker[T any] struct {
	Store   Store[T]
	Holder  string // a name that no other worker has, also not one before a restart
	Now     func() time.Time
	Lease   time.Duration
	Idle    time.Duration // how long to wait when there is nothing to do
	Effects map[string]Effect[T]
	Errands map[string]Errand // of the kinds that have one
	Timers  []Timer
}

// Run works until the context ends; jobs under way are finished or left to
// their lease. An error of the storage is returned: the process decides.
func (w *Worker[T]) Run(ctx context.Context) error {
	for ctx.Err() == nil {
		if err := w.Beat(ctx); err != nil {
			return w.unless(ctx, err)
		}
		worked, err := w.Once(ctx)
		if err != nil {
			return w.unless(ctx, err)
		}
		if !worked {
			w.rest(ctx)
		}
	}
	return nil
}

// unless forgets an error that only comes of being told to stop.
func (w *Worker[T]) unless(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// rest waits a while.
func (w *Worker[T]) rest(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-time.After(w.Idle):
	}
}

// Beat runs the timers if this worker leads.
func (w *Worker[T]) Beat(ctx context.Context) error {
	if len(w.Timers) == 0 {
		return nil
	}
	leads, err := w.Store.Lead(ctx, w.Holder, w.Lease)
	if err != nil || !leads {
		return err
	}
	for _, t := range w.Timers {
		if err := w.Store.Strike(ctx, t); err != nil {
			return err
		}
	}
	return nil
}

// Once takes one job and carries it out; false if none was due. What goes wrong
// with the job is kept with the job and is no error of Once.
func (w *Worker[T]) Once(ctx context.Context) (bool, error) {
	j, found, err := w.Store.Claim(ctx, w.Holder, w.Lease)
	if err != nil || !found {
		return false, err
	}
	if j.Attempts > Attempts {
		return true, w.Store.Free(ctx, j, Given, w.Now(), "做这件事的程序每次都中途停止；请告诉系统管理员")
	}
	err = w.attempt(ctx, j)
	if err == nil || errors.Is(err, ErrLost) {
		return true, nil
	}
	state := Waiting
	if j.Attempts >= Attempts {
		state = Given
	}
	return true, w.Store.Free(context.WithoutCancel(ctx), j, state, w.Now().Add(Pause(j.Attempts)), fault.Sentence(err))
}

// attempt carries out the effect; a panic is an error like others.
func (w *Worker[T]) attempt(ctx context.Context, j Job) (err error) {
	effect, known := w.Effects[j.Kind]
	if !known {
		return fault.New(fault.Internal, "这个程序不会做这种后台事务，可能是旧版；请换用新版程序")
	}
	defer func() {
		if p := recover(); p != nil {
			err = fault.Wrap(fmt.Errorf("job %s: panic: %T", j.Kind, p), fault.Internal, "程序内部出错；请把时间告诉系统管理员")
		}
	}()
	if errand := w.Errands[j.Kind]; errand != nil {
		if err := errand(ctx, j); err != nil {
			return err
		}
	}
	return w.Store.Finish(ctx, j, func(tx T) error { return effect(ctx, tx, j) })
}
