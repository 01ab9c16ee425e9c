package store_test

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	mathrand "math/rand"

	"doudi/fault"
	"doudi/job"
	"doudi/seal"
	"doudi/store"
)

// kills is how often a process is killed at a random moment, on each database.
var kills = flag.Int("kills", 0, "how often processes are killed at random moments (default 100, with -short 10)")

// child tells whether this process is one that a test started to be killed, and
// if so does its work until then.
func child() bool {
	task := os.Getenv("DOUDI_CHILD")
	if task == "" {
		return false
	}
	if err := obey(task); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return true
}

// obey does one task on the database that the test names.
func obey(task string) error {
	keys, err := os.ReadFile(os.Getenv("DOUDI_KEYS"))
	if err != nil {
		return err
	}
	ring, err := seal.Parse(keys)
	if err != nil {
		return err
	}
	o := store.Options{Now: func() time.Time { return begin }, Random: rand.Reader, Ring: ring}
	switch task {
	case "migrate":
		_, _, err := store.Migrate(background, os.Getenv("DOUDI_DB"), os.Getenv("DOUDI_DIR"), o)
		return err
	case "create":
		return store.Create(background, os.Getenv("DOUDI_DB"), store.Founding{Name: "mingxi"}, o)
	case "restore":
		_, err := store.Restore(background, os.Getenv("DOUDI_DB"), os.Getenv("DOUDI_DIR"), o)
		return err
	}
	s, err := store.Open(background, os.Getenv("DOUDI_DB"), o)
	if err != nil {
		return err
	}
	switch task {
	case "backup":
		return s.Backup(background, os.Getenv("DOUDI_DIR"))
	case "rotate":
		return s.Rotate(background, func(string, int) { time.Sleep(5 * time.Millisecond) })
	case "half": // of rotate
		return s.Rotate(background, func(string, int) { die() })
	}
	return keepActing(s, task)
}

// keepActing acts until it is killed, telling every act that was committed. The
// task is acts, by several at once, or at which step of the first act to be
// killed.
func keepActing(s *store.Store, task string) error {
	step, _ := strconv.Atoi(task)
	if step > 0 {
		return errors.Join(s.Do(background, 2, act("paper.add"), steps(step)), fmt.Errorf("it lived through step %d", step))
	}
	ended := make(chan error)
	for i := range 4 {
		go func() { ended <- keepWorking(s, fmt.Sprintf("%d-%d", os.Getpid(), i)) }()
	}
	return <-ended
}

// keepWorking acts and works on what acts left to be done.
func keepWorking(s *store.Store, holder string) error {
	for {
		if err := s.Do(background, 2, act("paper.add"), steps(0)); err != nil {
			return err
		}
		fmt.Println("committed")
		if _, err := (&job.Worker[*store.Tx]{Store: s, Holder: holder, Now: s.Now, Lease: time.Minute, Effects: map[string]job.Effect[*store.Tx]{
			"print": func(_ context.Context, tx *store.Tx, _ job.Job) error {
				_, err := tx.AddPaper("print", nil)
				return err
			},
		}}).Once(background); err != nil {
			return err
		}
	}
}

// steps is a change that kills its own process at a step; 0 is none.
func steps(dies int) func(*store.Tx) error {
	at := func(step int) {
		if step == dies {
			die()
		}
	}
	return func(tx *store.Tx) error {
		at(1)
		id, err := tx.AddPaper("letter", make([]byte, 3000))
		if err != nil {
			return err
		}
		at(2)
		if err := tx.Enqueue(job.Job{Office: 2, Kind: "print", Key: fmt.Sprintf("paper:%d", id), RunAt: tx.Now()}); err != nil {
			return err
		}
		at(3)
		tx.Late(func(int64) error { at(4); return nil })
		return nil
	}
}

// die kills this process as the machine's power does, which asks nobody.
func die() {
	syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {}
}

// start runs this test binary as a child with a task.
func (h *house) start(task, dir string) (*exec.Cmd, *strings.Builder) {
	h.Helper()
	keys := filepath.Join(h.TempDir(), "keys")
	h.must(os.WriteFile(keys, h.options().Ring.Format(), 0o600))
	self, err := os.Executable()
	h.must(err)
	c := exec.Command(self)
	c.Env = append(os.Environ(), "DOUDI_CHILD="+task, "DOUDI_DB="+h.address, "DOUDI_KEYS="+keys, "DOUDI_DIR="+dir)
	said := new(strings.Builder)
	c.Stdout, c.Stderr = said, said
	h.must(c.Start())
	return c, said
}

// whole demands that every act is there with its paper, its job or the job's
// effect, and its entry, and nothing by halves.
func (h *house) whole(s *store.Store, committed int) {
	h.Helper()
	h.sound(s)
	letters, prints, done := h.count(letters), h.count("paper WHERE kind = 'print'"), strings.Count(h.export(s), "act paper.add\n")
	if letters != done || letters != prints+h.jobs() || letters < committed {
		h.Fatalf("%d letters, %d entries, %d printed, %d jobs, %d committed", letters, done, prints, h.jobs(), committed)
	}
}

// letters are the papers of acts that were committed.
const letters = "paper WHERE kind = 'letter'"

// count counts rows.
func (h *house) count(what string) (n int) {
	h.Helper()
	h.raw("SELECT count(*) FROM "+what, &n)
	return n
}

func TestAProcessKilledBetweenStatementsLeavesNoHalfStep(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		for step := 1; step <= 4; step++ {
			c, said := h.start(strconv.Itoa(step), "")
			err := c.Wait()
			if c.ProcessState.ExitCode() != -1 || said.Len() > 0 {
				t.Fatalf("step %d: it was not killed: %v %s", step, err, said)
			}
			h.whole(s, 0)
			if n := h.count("paper"); n != 0 {
				t.Errorf("step %d: %d papers of an act that was never committed", step, n)
			}
		}
	})
}

// awaits what a child does, however slow the machine is.
func (h *house) awaits(said fmt.Stringer, done func() bool) {
	h.Helper()
	for limit := time.Now().Add(time.Minute); !done(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(limit) {
			h.Fatalf("a child does nothing: %s", said)
		}
	}
}

func TestAProcessKilledAtAnyMomentLosesNothingCommitted(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		committed := 0
		for i := range killsWanted() {
			before := h.count(letters)
			c, said := h.start("acts", "")
			if i%2 == 0 { // the others may be killed before they can do anything
				h.awaits(said, func() bool { return h.count(letters) > before+4 }) // of 4 that act, one has told it
			}
			time.Sleep(time.Duration(20+mathrand.Intn(60)) * time.Millisecond)
			h.must(c.Process.Kill())
			c.Wait()
			committed += told(t, said.String())
			h.clock.Pass(time.Hour) // the leases of the dead run out
		}
		if committed == 0 {
			t.Error("no process lived long enough to commit anything")
		}
		h.whole(s, committed)
	})
}

// killsWanted is the number of random kills.
func killsWanted() int {
	switch {
	case *kills > 0:
		return *kills
	case testing.Short():
		return 10
	}
	return 100
}

// told counts the acts that a child said were committed.
func told(t *testing.T, said string) (n int) {
	t.Helper()
	lines := bufio.NewScanner(strings.NewReader(said))
	for lines.Scan() {
		if lines.Text() != "committed" && !strings.HasPrefix("committed", lines.Text()) {
			t.Fatalf("a child said %q", said)
		}
		n++
	}
	return n
}

func TestABackupCutShortIsNoBackupAndHarmsNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := filled(h)
		h.must(s.Do(background, 2, act("paper.add"), func(tx *store.Tx) error {
			_, err := tx.AddPaper("photo", make([]byte, 4<<20))
			return err
		}))
		complete, cut := 0, 0
		for i := range max(killsWanted()/4, 4) {
			dir := filepath.Join(t.TempDir(), "backup")
			c, _ := h.start("backup", dir)
			time.Sleep(time.Duration(10+i%12*30) * time.Millisecond)
			c.Process.Kill() // it may have ended
			c.Wait()
			if _, err := os.Stat(dir); err != nil {
				cut++
				h.must(s.Backup(background, dir)) // over what was left
			} else {
				complete++
			}
			_, _, err := store.CheckBackup(background, dir, h.options())
			h.must(err)
		}
		t.Logf("%d complete, %d cut short", complete, cut)
		h.sound(s)
	})
}

func TestAMigrationCutShortIsDoneAgain(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		for i := range max(killsWanted()/10, 4) {
			own := &house{T: t, address: h.another(), another: h.another, clock: h.clock, postgres: h.postgres, ring: h.options().Ring}
			own.must(store.CreateAt(background, own.address, 1, founding(t), own.options()))
			c, said := own.start("migrate", filepath.Join(t.TempDir(), "before"))
			time.Sleep(time.Duration(10+i%10*30) * time.Millisecond)
			c.Process.Kill() // it may have ended
			c.Wait()
			_, to, err := store.Migrate(background, own.address, filepath.Join(t.TempDir(), "again"), own.options())
			if err != nil || to != store.Latest() {
				t.Fatalf("%v after %s", err, said)
			}
			own.sound(own.reopen(own.address))
		}
	})
}

func TestMakingAnInstanceCutShortIsDoneAgain(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.cutShort("create", "", func(own *house) error { return store.Create(background, own.address, founding(t), own.options()) })
	})
}

func TestARestoreCutShortIsDoneAgain(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s, dir := filled(h), filepath.Join(t.TempDir(), "backup")
		h.must(s.Backup(background, dir))
		h.cutShort("restore", dir, func(own *house) error {
			_, err := store.Restore(background, own.address, dir, own.options())
			return err
		})
	})
}

// cutShort kills a child at its task and does it again: it succeeds, or the
// child had come to its end and the instance stands.
func (h *house) cutShort(task, dir string, again func(own *house) error) {
	h.Helper()
	done := 0
	for i := range max(killsWanted()/10, 4) {
		own := &house{T: h.T, address: h.another(), clock: h.clock, postgres: h.postgres, ring: h.options().Ring}
		c, said := own.start(task, dir)
		time.Sleep(time.Duration(5+i%10*30) * time.Millisecond)
		c.Process.Kill() // it may have ended
		c.Wait()
		if err := again(own); err != nil && !strings.Contains(fault.Sentence(err), "已经建好") {
			h.Fatalf("%v after %s", err, said)
		} else if err != nil {
			done++
		}
		own.sound(own.reopen(own.address))
	}
	h.Logf("%d had come to their end", done)
}
