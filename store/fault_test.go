package store_test

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"doudi/fault"
	"doudi/job"
	"doudi/store"
	"doudi/store/scratch"
)

// addPaper is a change of some size.
func addPaper(tx *store.Tx) error {
	_, err := tx.AddPaper("photo", make([]byte, 200<<10))
	return err
}

// fill and clear make the disk full and free again: SQLite by its own bound; on
// the server by the error that it gives then.
func (h *house) fill(s *store.Store) (clear func()) {
	h.Helper()
	if !h.postgres {
		var pages string
		h.raw("PRAGMA page_count", &pages)
		h.must(s.Exec(background, "PRAGMA max_page_count = "+pages))
		return func() { h.must(s.Exec(background, "PRAGMA max_page_count = 4294967294")) }
	}
	h.raw("CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'full' USING ERRCODE = '53100'; END $$")
	h.raw("CREATE TRIGGER full_disk BEFORE INSERT ON paper EXECUTE FUNCTION full_disk()")
	return func() { h.raw("DROP TRIGGER full_disk ON paper") }
}

func TestAFullDiskIsSaidSoAndLosesNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		h.must(s.Do(background, 2, act("paper.add"), addPaper))
		clear := h.fill(s)
		err := s.Do(background, 2, act("paper.add"), addPaper)
		if err == nil || !strings.Contains(fault.Sentence(err), "磁盘满了，没有保存") {
			t.Errorf("%v", err)
		}
		h.sound(s)
		clear()
		h.must(s.Do(background, 2, act("paper.add"), addPaper))
		if h.sound(s); h.papers() != 2 {
			t.Errorf("%d papers", h.papers())
		}
	})
}

// hold keeps a lock that every act of the township needs.
func (h *house) hold() (release func()) {
	h.Helper()
	text := "SELECT 1" // the writer's lock is taken by beginning
	if h.postgres {
		text = "SELECT seq FROM audit_head WHERE office = 2 FOR UPDATE"
	}
	db := h.outside()
	tx, err := db.Begin()
	h.must(err)
	_, err = tx.Exec(text)
	h.must(err)
	return func() {
		h.must(tx.Rollback())
		h.must(db.Close())
	}
}

func TestALockedDatabaseIsSaidSo(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.open().Close()
		s, err := store.OpenImpatient(background, h.address, h.options())
		h.must(err)
		t.Cleanup(func() { s.Close() })
		release := h.hold()
		if err := s.Do(background, 2, act("paper.add"), addPaper); err == nil || !strings.Contains(fault.Sentence(err), "没有保存；请稍后再试") {
			t.Errorf("%v", err)
		}
		release()
		h.must(s.Do(background, 2, act("paper.add"), addPaper))
		if h.sound(s); h.papers() != 1 {
			t.Errorf("%d papers", h.papers())
		}
	})
}

func TestAClockSetBackUpsetsNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		h.ask(s, "print", "before")
		h.clock.Pass(-48 * time.Hour)
		h.ask(s, "print", "after")
		_, _, err := s.Checkpoint(background, 3, "audit_administrator")
		h.must(err)
		if leads, err := s.Lead(background, "a", time.Minute); !leads || err != nil {
			t.Errorf("%v %v", leads, err)
		}
		w := h.worker(s, "w")
		if !h.once(w) || h.once(w) || h.jobs() != 1 {
			t.Error("what is due by the clock is done, the rest waits")
		}
		h.clock.Pass(48 * time.Hour)
		if !h.once(w) || h.jobs() != 0 {
			t.Error("what waited was lost")
		}
		h.sound(s)
	})
}

func TestAServerRestartedUnderLoadLosesNothing(t *testing.T) {
	if testing.Short() {
		return // make check stays with SQLite, which has no server
	}
	t.Parallel()
	own, err := scratch.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { own.Stop() })
	address, err := own.Database()
	if err != nil {
		t.Fatal(err)
	}
	h := &house{T: t, address: address, clock: scratch.ClockAt(begin), postgres: true}
	s := h.open()
	committed, stop := h.load(s)
	for range 2 {
		time.Sleep(300 * time.Millisecond)
		h.must(own.Restart())
	}
	before := committed.Load()
	for range 200 {
		if committed.Load() > before+5 {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	stop()
	if committed.Load() <= before {
		t.Error("nothing was committed after the restart")
	}
	h.sound(s)
	if n := int64(h.papers()); n < committed.Load() || int64(h.jobs()) != n {
		t.Errorf("%d papers, %d jobs, %d committed", n, h.jobs(), committed.Load())
	}
}

// load acts all the time, four at once, and counts what was answered as
// committed; what fails must be told in a sentence of ours.
func (h *house) load(s *store.Store) (committed *atomic.Int64, stop func()) {
	committed = new(atomic.Int64)
	over, all := make(chan struct{}), new(sync.WaitGroup)
	for range 4 {
		all.Go(func() {
			for {
				select {
				case <-over:
					return
				default:
				}
				err := s.Do(background, 2, act("paper.add"), func(tx *store.Tx) error {
					id, err := tx.AddPaper("letter", nil)
					if err != nil {
						return err
					}
					return tx.Enqueue(job.Job{Office: 2, Kind: "print", Key: fmt.Sprintf("paper:%d", id), RunAt: tx.Now()})
				})
				if err == nil {
					committed.Add(1)
				} else if !strings.Contains(fault.Sentence(err), "数据库") || strings.Contains(fault.Sentence(err), "告诉系统管理员") {
					h.Errorf("%v", err)
				}
			}
		})
	}
	return committed, func() { close(over); all.Wait() }
}
