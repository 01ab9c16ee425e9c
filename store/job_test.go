package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"doudi/fault"
	"doudi/job"
	"doudi/store"
)

// worker carries out jobs of the kind print by adding a paper for each.
func (h *house) worker(s *store.Store, name string) *job.Worker[*store.Tx] {
	return &job.Worker[*store.Tx]{Store: s, Holder: name, Now: h.clock.Now, Lease: time.Minute, Idle: time.Millisecond,
		Effects: map[string]job.Effect[*store.Tx]{"print": func(_ context.Context, tx *store.Tx, _ job.Job) error {
			_, err := tx.AddPaper("letter", []byte("x"))
			return err
		}}}
}

// ask asks for jobs of the township in an act.
func (h *house) ask(s *store.Store, kind string, keys ...string) {
	h.Helper()
	h.must(s.Do(background, 2, act("case.accept"), func(tx *store.Tx) error {
		for _, key := range keys {
			if err := tx.Enqueue(job.Job{Office: 2, Kind: kind, Key: key, RunAt: tx.Now()}); err != nil {
				return err
			}
		}
		return nil
	}))
}

// papers counts the effects.
func (h *house) papers() (n int) {
	h.Helper()
	h.raw("SELECT count(*) FROM paper", &n)
	return n
}

// jobs counts what is left.
func (h *house) jobs() (n int) {
	h.Helper()
	h.raw("SELECT count(*) FROM job", &n)
	return n
}

// once works once and tells whether there was work.
func (h *house) once(w *job.Worker[*store.Tx]) bool {
	h.Helper()
	worked, err := w.Once(background)
	h.must(err)
	return worked
}

func TestTwoServersShareTheWork(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		var keys []string
		for i := range 60 {
			keys = append(keys, fmt.Sprintf("paper:%d", i))
		}
		h.ask(s, "print", keys...)
		var all sync.WaitGroup
		for _, name := range []string{"a", "b"} {
			w := h.worker(h.reopen(h.address), name)
			all.Go(func() {
				for worked, err := true, error(nil); worked; {
					if worked, err = w.Once(background); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		if h.papers() != 60 || h.jobs() != 0 {
			t.Errorf("%d effects, %d jobs left", h.papers(), h.jobs())
		}
		h.sound(s)
	})
}

func TestWhatOneWorkerHoldsAnotherPassesOver(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		h.ask(s, "print", "a", "b")
		one, _, err := s.Claim(background, "one", time.Minute)
		h.must(err)
		two, found, err := s.Claim(background, "two", time.Minute)
		if err != nil || !found || one.Key == two.Key {
			t.Errorf("%+v %+v %v", one, two, err)
		}
		if _, found, _ := s.Claim(background, "three", time.Minute); found {
			t.Error("a third job")
		}
	})
}

func TestTheJobOfAKilledWorkerRunsAgainAndItsEffectComesOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		h.ask(s, "print", "a")
		lost, _, err := s.Claim(background, "killed", time.Minute)
		h.must(err)
		other := h.worker(s, "other")
		if h.once(other) {
			t.Error("the lease still runs")
		}
		h.clock.Pass(61 * time.Second)
		if !h.once(other) || h.papers() != 1 {
			t.Errorf("%d effects", h.papers())
		}
		// It was not dead, only slow: what it did must not count.
		err = s.Finish(background, lost, func(tx *store.Tx) error {
			_, err := tx.AddPaper("letter", []byte("x"))
			return err
		})
		if !errors.Is(err, job.ErrLost) || h.papers() != 1 || h.jobs() != 0 {
			t.Errorf("%d effects, %d jobs, %v", h.papers(), h.jobs(), err)
		}
		h.sound(s)
	})
}

func TestAJobThatFailsIsTriedAgainLaterAndGivenUpInTheEnd(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		w := h.worker(s, "w")
		w.Effects["print"] = func(_ context.Context, tx *store.Tx, _ job.Job) error {
			if _, err := tx.AddPaper("letter", nil); err != nil {
				return err
			}
			return fault.New(fault.Internal, "打印机没有开")
		}
		h.ask(s, "print", "a")
		for n := 1; n <= job.Attempts; n++ {
			if !h.once(w) {
				t.Fatalf("attempt %d did not come", n)
			}
			h.clock.Pass(job.Pause(n) - time.Second)
			if h.once(w) {
				t.Fatalf("attempt %d came too early", n+1)
			}
			h.clock.Pass(time.Second)
		}
		if h.once(w) || h.papers() != 0 {
			t.Error("it is tried for ever, or left half an effect")
		}
		h.read(s, func(v *store.View) error {
			dead, err := v.DeadJobs(2)
			if len(dead) != 1 || dead[0].Error != "打印机没有开" || dead[0].Attempts != job.Attempts {
				t.Errorf("%+v", dead)
			}
			return err
		})
		h.must(s.Do(background, 2, act("job.retry"), func(tx *store.Tx) error { return tx.Revive("print", "a") }))
		if err := s.Do(background, 2, act("job.retry"), func(tx *store.Tx) error { return tx.Revive("print", "a") }); fault.Kind(err) != fault.NotFound {
			t.Errorf("revived twice: %v", err)
		}
		if !h.once(h.worker(s, "w")) || h.papers() != 1 {
			t.Error("it was not revived")
		}
		if n := strings.Count(h.export(s), "act job.print\nobject a\nresult failed\n"); n != job.Attempts {
			t.Errorf("%d failures are on record", n)
		}
	})
}

func TestAnEffectThatPanicsOrIsUnknownIsAFailure(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		w := h.worker(s, "w")
		w.Effects["print"] = func(context.Context, *store.Tx, job.Job) error { panic("secret") }
		h.ask(s, "print", "a")
		h.ask(s, "nobody", "b")
		for i, want := range []bool{true, true, false} {
			if h.once(w) != want {
				t.Errorf("two jobs, one attempt each; %d", i)
			}
		}
		var text string
		h.raw("SELECT min(last_error) FROM job WHERE last_error <> '' AND state = 'waiting'", &text)
		if text == "" || strings.Contains(text, "secret") {
			t.Errorf("%q", text)
		}
		h.sound(s)
	})
}

func TestAJobThatKillsEveryWorkerIsGivenUp(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		h.ask(s, "print", "a")
		for range job.Attempts {
			if _, found, err := s.Claim(background, "dies", time.Minute); !found || err != nil {
				t.Fatal(err)
			}
			h.clock.Pass(2 * time.Minute)
		}
		h.once(h.worker(s, "w"))
		h.read(s, func(v *store.View) error {
			dead, err := v.DeadJobs(2)
			if len(dead) != 1 || h.papers() != 0 {
				t.Errorf("%+v", dead)
			}
			return err
		})
	})
}

func TestAJobAskedForAgainWhileItRunsRunsAgain(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		w := h.worker(s, "w")
		h.ask(s, "print", "a", "a")
		if h.jobs() != 1 {
			t.Errorf("%d jobs", h.jobs())
		}
		j, _, err := s.Claim(background, "w", time.Minute)
		h.must(err)
		h.ask(s, "print", "a")
		h.must(s.Finish(background, j, func(*store.Tx) error { return nil }))
		if !h.once(w) || h.once(w) || h.papers() != 1 {
			t.Errorf("%d effects", h.papers())
		}
	})
}

func TestATimerBeatsOnceHoweverManyLead(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		timers := []job.Timer{{Name: "nightly", Office: 2, Kind: "print", Next: job.Every(time.Hour)}}
		a, b := h.worker(s, "a"), h.worker(h.reopen(h.address), "b")
		a.Timers, b.Timers = timers, timers
		h.must(a.Beat(background))
		if h.jobs() != 0 {
			t.Error("it beat when it was first set")
		}
		h.clock.Pass(time.Hour)
		var all sync.WaitGroup
		for _, w := range []*job.Worker[*store.Tx]{a, b} {
			for range 4 {
				all.Go(func() {
					if err := w.Beat(background); err != nil {
						t.Error(err)
					}
					if err := w.Store.Strike(background, timers[0]); err != nil { // as if both believed to lead
						t.Error(err)
					}
				})
			}
		}
		all.Wait()
		var asked int
		if h.raw("SELECT max(asked) FROM job", &asked); h.jobs() != 1 || asked != 1 {
			t.Errorf("%d jobs, asked for %d times", h.jobs(), asked)
		}
		h.clock.Pass(5 * time.Hour) // nothing ran; what was missed is made up by one
		h.must(b.Beat(background))
		h.must(b.Beat(background))
		if h.jobs() != 2 {
			t.Errorf("%d jobs", h.jobs())
		}
	})
}

func TestOneLeadsUntilItsLeaseRunsOut(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		for i, c := range []struct {
			who  string
			wait time.Duration
			want bool
		}{{"a", 0, true}, {"b", 0, false}, {"a", 59 * time.Second, true}, {"b", 59 * time.Second, false}, {"b", time.Second, true}, {"a", 0, false}} {
			h.clock.Pass(c.wait)
			if leads, err := s.Lead(background, c.who, time.Minute); err != nil || leads != c.want {
				t.Errorf("step %d: %s leads %v, %v", i, c.who, leads, err)
			}
		}
	})
}

func TestAWorkerStopsWhenItIsTold(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		h.ask(s, "print", "a", "b")
		ctx, stop := context.WithCancel(background)
		stopped := make(chan error)
		go func() { stopped <- h.worker(s, "w").Run(ctx) }()
		for range 1000 {
			if h.jobs() == 0 {
				break
			}
			time.Sleep(5 * time.Millisecond)
		}
		stop()
		if err := <-stopped; err != nil || h.papers() != 2 {
			t.Errorf("%d effects, %v", h.papers(), err)
		}
	})
}

func TestAnErrandComesBeforeItsEffectAndGoesOnUntilThereIsNoMore(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		h.ask(s, "letters", "sheet:1")
		w, ran := h.worker(s, "a"), 0
		w.Errands = map[string]job.Errand{"letters": func(ctx context.Context, j job.Job) error {
			if ran++; ran == 2 {
				return fault.New(fault.Internal, "磁盘满了")
			}
			return s.Do(ctx, 2, act("letter.print"), func(tx *store.Tx) error {
				_, err := tx.AddPaper("letter", []byte("x"))
				return err
			})
		}}
		w.Effects["letters"] = func(_ context.Context, tx *store.Tx, j job.Job) error {
			if ran == 4 {
				return nil
			}
			return tx.Enqueue(job.Job{Office: 2, Kind: j.Kind, Key: j.Key, RunAt: tx.Now()})
		}
		for h.once(w) || h.jobs() > 0 {
			h.clock.Pass(time.Minute)
		}
		if ran != 4 || h.papers() != 3 {
			t.Errorf("ran %d times and left %d papers", ran, h.papers())
		}
	})
}
