package store_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"doudi/access"
	"doudi/audit"
	"doudi/audit/verify"
	"doudi/fault"
	"doudi/job"
	"doudi/pack"
	"doudi/packs"
	"doudi/store"
	"doudi/store/scratch"

	"github.com/google/go-cmp/cmp"
)

var background = context.Background()

func TestAnInstanceBeginsWithWhatItWasGiven(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		h.read(s, func(v *store.View) error {
			list, err := v.Offices()
			if diff := cmp.Diff(founding(t).Offices, list); diff != "" {
				t.Error(diff)
			}
			staff, _ := v.Staff()
			want := []access.Staff{{ID: 1, Office: 1, Roles: []string{access.SystemAdmin}}, {ID: 2, Office: 1, Roles: []string{access.SecurityAdmin}}, {ID: 3, Office: 1, Roles: []string{access.AuditAdmin}}}
			if diff := cmp.Diff(want, staff); diff != "" {
				t.Error(diff)
			}
			return err
		})
		if i := s.Instance(); i.Name != "mingxi" || !i.Created.Equal(begin) {
			t.Errorf("%+v", i)
		}
		if n := h.sound(s); n != 7 { // the instance, three offices, three staff
			t.Errorf("%d entries", n)
		}
	})
}

func TestADemoIsOneFromItsFirstEntryAndInItsBackups(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		if h.open().Instance().Demo {
			t.Error("an instance is a demo though nobody said so")
		}
		address, f := h.another(), founding(t)
		f.Demo = true
		h.must(store.Create(background, address, f, h.options()))
		s := h.reopen(address)
		if !s.Instance().Demo || !strings.Contains(h.export(s), "act instance.create\nobject instance:mingxi\nresult done\npurpose demo\n") {
			t.Error("a demo does not say that it is one")
		}
		dir, other := filepath.Join(t.TempDir(), "backup"), h.another()
		h.must(s.Backup(background, dir))
		_, err := store.Restore(background, other, dir, h.options())
		h.must(err)
		if !h.reopen(other).Instance().Demo {
			t.Error("restored, it is no demo any more")
		}
	})
}

func TestAnInstanceIsMadeOnceAndNeverByOpening(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		if s, err := store.Open(background, h.address, h.options()); fault.Kind(err) != fault.NotFound {
			t.Errorf("nothing was there: %v %v", s, err)
		}
		s := h.open()
		before := h.export(s)
		err := store.Create(background, h.address, founding(t), h.options())
		if fault.Kind(err) != fault.BadInput || !strings.Contains(fault.Sentence(err), "已经建好") {
			t.Errorf("a second time: %v", err)
		}
		if h.export(s) != before {
			t.Error("the second time changed something")
		}
	})
}

func TestWrongKeysOpenNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		h.must(s.Backup(background, filepath.Join(t.TempDir(), "good")))
		o, dir := h.options(), filepath.Join(t.TempDir(), "b")
		h.must(s.Backup(background, dir))
		o.Ring = ring(t)
		_, opened := store.Open(background, h.address, o)
		_, _, migrated := store.Migrate(background, h.address, filepath.Join(t.TempDir(), "m"), o)
		_, restored := store.Restore(background, h.another(), dir, o)
		_, _, checked := store.CheckBackup(background, dir, o)
		for name, err := range map[string]error{"open": opened, "migrate": migrated, "restore": restored, "check": checked} {
			if err == nil || !strings.Contains(fault.Sentence(err), "密钥不对") {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestAnActItsEntryAndItsJobsAreOneStep(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		var id int64
		h.must(s.Do(background, 2, act("paper.add"), func(tx *store.Tx) (err error) {
			if id, err = tx.AddPaper("letter", []byte("批准通知")); err != nil {
				return err
			}
			tx.Act.Object = "paper:1"
			return tx.Enqueue(job.Job{Office: 2, Kind: "print", Key: "paper:1", RunAt: tx.Now()})
		}))
		h.read(s, func(v *store.View) error {
			kind, content, err := v.Paper(2, id)
			if kind != "letter" || string(content) != "批准通知" {
				t.Errorf("%s %s", kind, content)
			}
			return err
		})
		if x := h.export(s); !strings.Contains(x, "act paper.add\nobject paper:1\nresult done\n") {
			t.Errorf("no entry: %s", x)
		}
		if _, found, err := s.Claim(background, "w", time.Minute); !found || err != nil {
			t.Errorf("no job: %v", err)
		}
		h.sound(s)
	})
}

func TestAnActThatFailsLeavesOnlyItsOwnEntry(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"a refusal": {fault.New(fault.BadInput, "金额不能是负数"), "result refused\npurpose bad_input\n"},
		"a failure": {errors.New("disk"), "result failed\npurpose internal\n"},
	} {
		t.Run(name, func(t *testing.T) {
			onBoth(t, func(t *testing.T, h *house) {
				s := h.open()
				n := h.sound(s)
				err := s.Do(background, 2, act("paper.add"), func(tx *store.Tx) error {
					if _, err := tx.AddPaper("letter", []byte("x")); err != nil {
						return err
					}
					if err := tx.Enqueue(job.Job{Office: 2, Kind: "print", Key: "paper:1", RunAt: tx.Now()}); err != nil {
						return err
					}
					return c.err
				})
				if !errors.Is(err, c.err) {
					t.Errorf("%v", err)
				}
				h.read(s, func(v *store.View) error {
					if _, _, err := v.Paper(2, 1); fault.Kind(err) != fault.NotFound {
						t.Errorf("the paper is there: %v", err)
					}
					return nil
				})
				if _, found, _ := s.Claim(background, "w", time.Minute); found {
					t.Error("the job is there")
				}
				if h.sound(s) != n+1 || !strings.Contains(h.export(s), c.want) {
					t.Error(h.export(s))
				}
			})
		})
	}
}

func TestKnownIsTheNumberOfTheActAndTheTimeIsOne(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		h.must(s.Record(background, 2, audit.Act{Actor: 4, Role: "township_clerk", Name: "registry.view", Object: "person:7", Result: audit.Viewed, Purpose: "visit"}))
		var known int64
		var first, later time.Time
		h.must(s.Do(background, 2, act("fact.enter"), func(tx *store.Tx) error {
			first = tx.Now()
			h.clock.Pass(time.Hour)
			later = tx.Now()
			tx.Late(func(k int64) error { known = k; return nil })
			return nil
		}))
		if known != 3 { // the office was opened, something was viewed, this
			t.Errorf("known %d", known)
		}
		if first != later || first != begin {
			t.Errorf("%v %v", first, later)
		}
		if !strings.Contains(h.export(s), "seq 3\nat 2026-09-01T00:00:00.000000Z\nactor 1\n") {
			t.Error(h.export(s))
		}
	})
}

func TestManyActAtOnceAndTheChainHasNoSeam(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s, again := h.open(), h.reopen(h.address)
		n := h.sound(s)
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				for range 5 {
					from := []*store.Store{s, again}[i%2]
					if err := from.Do(background, int64(1+i%3), act("paper.add"), func(tx *store.Tx) error {
						_, err := tx.AddPaper("letter", []byte("x"))
						return err
					}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		if got := h.sound(s); got != n+40 {
			t.Errorf("%d entries, want %d", got, n+40)
		}
	})
}

func TestACheckpointProvesWhatCameBefore(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		_, text, err := s.Checkpoint(background, 3, access.AuditAdmin)
		h.must(err)
		h.must(s.Record(background, 1, audit.Act{Name: "registry.view", Result: audit.Viewed}))
		r, err := verify.Export(strings.NewReader(h.export(s)), s.Instance().Public, text)
		if err != nil || r.Checkpoints != 1 || len(r.Findings) > 0 {
			t.Errorf("%+v %v", r, err)
		}
		h.sound(s)
	})
}

func TestAPaperOfAnotherOfficeOrNumberDoesNotOpen(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		for office := range int64(2) {
			h.must(s.Do(background, office+1, act("paper.add"), func(tx *store.Tx) error {
				_, err := tx.AddPaper("photo", []byte{byte(office)})
				return err
			}))
		}
		h.raw("UPDATE paper SET sealed = (SELECT p.sealed FROM paper AS p WHERE p.office = 1) WHERE office = 2")
		h.read(s, func(v *store.View) error {
			if _, c, err := v.Paper(1, 1); err != nil || !bytes.Equal(c, []byte{0}) {
				t.Errorf("%v %v", c, err)
			}
			if _, _, err := v.Paper(2, 1); err == nil || !strings.Contains(fault.Sentence(err), "被改动过") {
				t.Errorf("moved: %v", err)
			}
			return nil
		})
	})
}

func TestTheLawOfADecisionIsKeptByItsHash(t *testing.T) {
	set, problems := pack.LoadAll(packs.FS)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	law, problems := set.Resolve("cn-350421")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		for range 2 { // kept twice, there once
			h.must(s.Do(background, 2, act("case.decide"), func(tx *store.Tx) error { return tx.AddPack(law) }))
		}
		h.read(s, func(v *store.View) error {
			text, evaluator, err := v.Pack(law.Hash())
			if text != law.Canonical() || evaluator != pack.EvaluatorVersion {
				t.Error("another law")
			}
			return err
		})
		h.raw("UPDATE resolved_pack SET canonical = canonical || ' '")
		h.read(s, func(v *store.View) error {
			if _, _, err := v.Pack(law.Hash()); err == nil {
				t.Error("a changed law was given out")
			}
			return nil
		})
	})
}

func TestAChainThatWasTamperedWithIsFound(t *testing.T) {
	for name, text := range map[string]string{
		"an entry removed": "DELETE FROM audit_entry WHERE office = 2 AND seq = 1",
		"an entry changed": "UPDATE audit_entry SET entry = (SELECT e.entry FROM audit_entry AS e WHERE e.office = 3) WHERE office = 2 AND seq = 1",
		"a head set back":  "UPDATE audit_head SET seq = 0 WHERE office = 2",
	} {
		t.Run(name, func(t *testing.T) {
			onBoth(t, func(t *testing.T, h *house) {
				s := h.open()
				h.raw(text)
				if r, err := s.Check(background); err != nil || len(r.Findings) == 0 {
					t.Errorf("%+v %v", r, err)
				}
			})
		})
	}
}

func TestOtherPeoplesDatabasesAreLeftAlone(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		if !h.postgres {
			h.must(os.WriteFile(h.address, nil, 0o600))
		}
		h.raw("CREATE TABLE theirs (a BIGINT NOT NULL)")
		before := h.bytes()
		_, opened := store.Open(background, h.address, h.options())
		for _, err := range []error{store.Create(background, h.address, founding(t), h.options()), store.Vacant(background, h.address, h.options()), opened} {
			if err == nil || !strings.Contains(fault.Sentence(err), "别的程序") {
				t.Errorf("%v", err)
			}
		}
		if !bytes.Equal(before, h.bytes()) {
			t.Error("their file has changed")
		}
	})
}

func TestAnAddressThatIsNoneIsSaidSo(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"": "--db", "mysql://x": "认不出", filepath.Join(t.TempDir(), "no", "where"): "没有数据库文件",
		"postgres://nobody@/none?host=" + t.TempDir(): "连不上数据库",
	} {
		if _, err := store.Open(background, address, store.Options{}); err == nil || !strings.Contains(fault.Sentence(err), want) {
			t.Errorf("%q: %v", address, err)
		}
	}
}

// bytes are those of the file, where there is one.
func (h *house) bytes() []byte {
	h.Helper()
	if h.postgres {
		return nil
	}
	text, err := os.ReadFile(h.address)
	h.must(err)
	return text
}

func TestWhatIsAnsweredIsOnTheDiskAndReadersCannotWrite(t *testing.T) {
	t.Parallel()
	h := &house{T: t, address: filepath.Join(t.TempDir(), "our.sqlite"), clock: scratch.ClockAt(begin)}
	s := h.open()
	for ask, want := range map[string]string{"PRAGMA journal_mode": "wal", "PRAGMA synchronous": "2", "PRAGMA foreign_keys": "1"} {
		if got, err := s.Ask(background, ask); err != nil || got != want {
			t.Errorf("%s: %s %v", ask, got, err)
		}
	}
	if err := s.ExecReader(background, "DELETE FROM staff_role"); err == nil {
		t.Error("a reader wrote")
	}
	if info, err := os.Stat(h.address); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
}

func TestADatabaseThatCannotHoldChineseIsRefused(t *testing.T) {
	if testing.Short() {
		return // a matter of the server alone
	}
	t.Parallel()
	address := database(t)
	h := &house{T: t, address: address, clock: scratch.ClockAt(begin), postgres: true}
	h.raw("CREATE DATABASE ascii TEMPLATE template0 ENCODING 'SQL_ASCII'")
	at := strings.Index(address, "@/")
	h.address = address[:at] + "@/ascii" + address[strings.Index(address, "?"):]
	if err := store.Create(background, h.address, founding(t), h.options()); err == nil || !strings.Contains(fault.Sentence(err), "UTF8") {
		t.Errorf("%v", err)
	}
}
