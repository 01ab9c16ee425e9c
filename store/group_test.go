package store_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"doudi/fault"
	"doudi/store"
)

// crowd is acts of the township that wait behind a first one.
type crowd struct {
	*house
	s        *store.Store
	acts     sync.WaitGroup
	gate     chan struct{}
	answered atomic.Int64
}

// gather begins the first act, which holds the writer until the gate opens.
func (h *house) gather(s *store.Store) *crowd {
	h.Helper()
	c, begun := &crowd{house: h, s: s, gate: make(chan struct{})}, make(chan struct{})
	began := sync.OnceFunc(func() { close(begun) }) // the act may be carried out again
	c.comes(background, func(tx *store.Tx) error {
		began()
		<-c.gate
		return addNote(tx)
	}, "")
	<-begun
	return c
}

// comes begins an act and demands its answer.
func (c *crowd) comes(ctx context.Context, change func(*store.Tx) error, want string) {
	c.acts.Go(func() {
		err := c.s.Do(ctx, 2, act("paper.add"), change)
		c.answered.Add(1)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(fault.Sentence(err), want)) {
			c.Errorf("%v, want %q", err, want)
		}
	})
}

// until waits until so many wait on SQLite; PostgreSQL has no queue.
func (c *crowd) until(n int64) {
	for range 1000 {
		if c.postgres || store.Waiting(c.s) == n {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	c.Errorf("%d wait, not %d", store.Waiting(c.s), n)
}

// opens the gate when so many wait.
func (c *crowd) opens(n int64) {
	c.until(n)
	close(c.gate)
	c.acts.Wait()
}

// addNote is a small change.
func addNote(tx *store.Tx) error {
	_, err := tx.AddPaper("note", []byte("走访记录"))
	return err
}

func TestActsThatWaitAreCommittedTogetherAndFailAlone(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.gather(s)
		impatient, leave := context.WithCancel(background)
		c.comes(impatient, addNote, "操作中断，没有保存")
		broken, cancel := context.WithCancel(background)
		c.comes(broken, func(tx *store.Tx) error { defer cancel(); return addNote(tx) }, "操作中断，没有保存")
		c.comes(background, func(tx *store.Tx) error {
			return fault.Wrap(addNote(tx), fault.Conflict, "别人刚刚改过")
		}, "别人刚刚改过")
		c.acts.Go(func() {
			defer func() {
				if recover() != "bug" {
					t.Error("a panic of the change did not come out")
				}
			}()
			s.Do(background, 2, act("paper.add"), func(tx *store.Tx) error { addNote(tx); panic("bug") })
		})
		for range 5 {
			c.comes(background, func(tx *store.Tx) error {
				if n := h.count("paper"); !h.postgres && (n != 0 || c.answered.Load() != 0) {
					t.Errorf("%d papers were committed, %d acts answered, while others waited", n, c.answered.Load())
				}
				return addNote(tx)
			}, "")
		}
		c.until(9)
		leave()
		c.opens(10) // whoever left waits still, and to enter that it failed
		if x := h.export(s); h.papers() != 6 || strings.Count(x, "result done") != 7+6 || strings.Count(x, "result refused") != 1 || strings.Count(x, "result failed") != 2 {
			t.Errorf("%d papers, %s", h.papers(), x)
		}
		h.sound(s)
	})
}

// narrow leaves room for small papers alone.
func (h *house) narrow(s *store.Store) {
	h.Helper()
	if !h.postgres {
		var pages int
		h.raw("PRAGMA page_count", &pages)
		h.must(s.Exec(background, fmt.Sprintf("PRAGMA max_page_count = %d", pages+40)))
		return
	}
	h.raw("CREATE FUNCTION narrow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'full' USING ERRCODE = '53100'; END $$")
	h.raw("CREATE TRIGGER narrow BEFORE INSERT ON paper FOR EACH ROW WHEN (length(NEW.sealed) > 100000) EXECUTE FUNCTION narrow()")
}

func TestAnActThatBreaksItsGroupHarmsNobodyElse(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		h.narrow(s)
		c := h.gather(s)
		for i := range 9 {
			if i == 4 {
				c.comes(background, addPaper, "磁盘满了，没有保存")
			} else {
				c.comes(background, addNote, "")
			}
		}
		c.opens(9)
		if x := h.export(s); h.papers() != 9 || strings.Count(x, "result failed") != 1 {
			t.Errorf("%d papers, %s", h.papers(), x)
		}
		h.sound(s)
	})
}
