package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"doudi/job"
	"doudi/notify"
	"doudi/store"
)

// killed is a store whose process dies as often as it is told when it has sent a
// message and is about to note it.
type killed struct {
	store.Outgoing
	left int
}

var errKilled = errors.New("killed")

// Settle notes what became of a message, or dies.
func (k *killed) Settle(ctx context.Context, office, number int64, became notify.State, keep bool) error {
	if k.left > 0 {
		k.left--
		return errKilled
	}
	return k.Outgoing.Settle(ctx, office, number, became, keep)
}

// sender is a worker that sends messages.
func (h *house) sender(s *store.Store, n *notify.Service) *job.Worker[*store.Tx] {
	w := h.worker(s, "sender")
	w.Effects[notify.JobSend] = func(context.Context, *store.Tx, job.Job) error { return nil }
	w.Errands = map[string]job.Errand{notify.JobSend: func(ctx context.Context, j job.Job) error { return n.Send(ctx, j.Office, j.Key) }}
	return w
}

// sends asks for a message in an act of the township.
func (h *house) sends(s *store.Store, text string, fails error) {
	h.Helper()
	err := s.Do(background, 2, act("case.accept"), func(tx *store.Tx) error {
		if err := tx.Send("code", "13800138000", text, tx.Now().Add(10*time.Minute)); err != nil {
			return err
		}
		return fails
	})
	if !errors.Is(err, fails) {
		h.Error(err)
	}
}

// counter is a service that remembers what it was handed by its id, and is out
// of order as often as it is told.
func (h *house) counter(broken int) (driver notify.Driver, had map[string]int) {
	h.Helper()
	had = map[string]int{}
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var m struct{ ID string }
		if err := json.NewDecoder(r.Body).Decode(&m); err != nil {
			h.Error(err)
		}
		if broken > 0 {
			broken--
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		had[m.ID]++
	}))
	h.Cleanup(service.Close)
	driver, err := notify.NewPost(service.URL, "")
	h.must(err)
	return driver, had
}

// settled is how many messages are in a state, with and without their text.
func (h *house) settled(state notify.State, want, readable int) {
	h.Helper()
	var n, text int
	h.raw("SELECT count(*) FROM message WHERE state = '"+string(state)+"'", &n)
	h.raw("SELECT count(*) FROM message WHERE length(sealed) > 0 AND state = '"+string(state)+"'", &text)
	if n != want || text != readable {
		h.Errorf("%s: %d messages, %d readable; want %d, %d", state, n, text, want, readable)
	}
}

func TestAMessageGoesOutOnceForEachId(t *testing.T) {
	for name, c := range map[string]struct{ broken, killed, handed int }{
		"at once":                      {0, 0, 1},
		"the service was out of order": {3, 0, 1},
		"the sender was killed before it noted it":   {0, 2, 3},
		"out of order first, and the sender killed":  {1, 1, 2},
		"longer out of order than it is tried again": {job.Attempts, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			onBoth(t, func(t *testing.T, h *house) {
				s := h.open()
				h.sends(s, "验证码 407185", nil)
				h.sends(s, "没有办成", errKilled)
				driver, had := h.counter(c.broken)
				w := h.sender(s, &notify.Service{Store: &killed{s.Outgoing(), c.killed}, Driver: driver, Now: begun})
				for range job.Attempts {
					h.once(w)
					h.clock.Pass(time.Hour)
				}
				times := 0
				for _, n := range had {
					times += n
				}
				if len(had) > 1 || times != c.handed {
					t.Errorf("%d ids, handed over %d times: %v", len(had), times, had)
				}
				if c.handed > 0 {
					h.settled(notify.Sent, 1, 0)
				} else {
					h.settled(notify.Waiting, 1, 1)
				}
				h.sound(s)
				h.clean(h.written(s), []string{"验证码 407185", "13800138000"}, "notify.send")
			})
		})
	}
}

// begun is a clock that stands where the tests begin.
func begun() time.Time { return begin }

func TestAMessageWhoseTimeIsOverDoesNotGo(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		driver, had := h.counter(0)
		h.sends(s, "验证码 407185", nil)
		h.clock.Pass(10 * time.Minute)
		w := h.sender(s, &notify.Service{Store: s.Outgoing(), Driver: driver, Now: h.clock.Now})
		h.once(w)
		h.settled(notify.Late, 1, 0)
		if len(had) != 0 || h.jobs() != 0 {
			t.Errorf("sent %d, jobs left %d", len(had), h.jobs())
		}
	})
}

func TestADemoKeepsWhatItSent(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		n := &notify.Service{Store: s.Outgoing(), Driver: notify.Outbox{}, Now: h.clock.Now, Keep: true}
		h.sends(s, "验证码 407185", nil)
		h.once(h.sender(s, n))
		h.settled(notify.Sent, 1, 1)
		kept, err := n.Kept(background)
		if err != nil || len(kept) != 1 || kept[0].Text != "验证码 407185" || kept[0].To != "13800138000" || kept[0].Settled.IsZero() {
			t.Errorf("%v %v", kept, err)
		}
	})
}
