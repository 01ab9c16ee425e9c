package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"doudi/access"
	"doudi/casework"
	"doudi/demo"
	"doudi/staff"
	"doudi/store"
	"doudi/web"
)

// smallDemo is how many families the test has; every state of every programme
// has one of them.
const smallDemo = 40

// demoTown is a demo that init made, and what it said.
type demoTown struct {
	*app
	f    founding
	said bytes.Buffer
}

// afternoon is when the demo of the test is made.
func afternoon() time.Time { return time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC) }

// newDemo makes a demo where another was cut short.
func newDemo(t *testing.T) (*demoTown, *store.Store) {
	t.Helper()
	dir := t.TempDir()
	town := &demoTown{f: founding{base: base{address: filepath.Join(dir, "d.sqlite"), keys: filepath.Join(dir, "keys.txt")}, demo: true, families: smallDemo}}
	for _, ending := range []string{"", "-wal", "-shm"} {
		if err := os.WriteFile(town.f.address+unfinished+ending, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	town.app = &app{terminal: terminal{out: &town.said, err: io.Discard, now: afternoon}, out: bufio.NewWriter(&town.said)}
	if err := town.foundDemo(town.f); err != nil {
		t.Fatal(err)
	}
	town.out.Flush()
	ring, err := town.f.ring()
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(context.Background(), town.f.address, town.options(ring))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return town, s
}

func TestTheCommandThatADemoPrintsRunsAsItStands(t *testing.T) {
	t.Parallel()
	for as, want := range map[string]string{"doudi": "打开网页：doudi serve --db ", "dist/doudi": "打开网页：dist/doudi serve --db ", "/opt/dou di/doudi": "打开网页：'/opt/dou di/doudi' serve --db "} {
		var said bytes.Buffer
		a := &app{terminal: terminal{name: as}, out: bufio.NewWriter(&said)}
		if err := a.demoFounded(founding{base: base{address: "dist/明溪.sqlite", keys: "it's.txt"}}, []demo.Seat{{Roles: []string{"auditor"}}}, 0); err != nil {
			t.Fatal(err)
		}
		a.out.Flush()
		if !strings.Contains(said.String(), want+`dist/明溪.sqlite --keys 'it'\''s.txt'`) {
			t.Errorf("%s: %s", as, said.String())
		}
	}
}

func TestADemoIsAWholeCounty(t *testing.T) {
	if testing.Short() {
		return // the script of cases makes a small one
	}
	t.Parallel()
	town, s := newDemo(t)
	t.Run("a case stands in every state of every programme", func(t *testing.T) { town.standsEverywhere(t, s) })
	t.Run("every case came by an application, and everything that happens to one happens somewhere", func(t *testing.T) { happensSomewhere(t, s) })
	t.Run("its chains are sound, and it says that it is a demo", func(t *testing.T) { town.isSound(t, s) })
	t.Run("everybody whom it names logs in", func(t *testing.T) { town.letsIn(t, s) })
	t.Run("days pass, also when it is opened again", func(t *testing.T) { town.letsDaysPass(t) })
	t.Run("one that was cut short leaves nothing behind, and one that is there is not made again", func(t *testing.T) {
		if left, err := filepath.Glob(town.f.address + "?*partial*"); err != nil || len(left) > 0 {
			t.Errorf("left behind: %v %v", left, err)
		}
		if err := town.foundDemo(town.f); err == nil || !strings.Contains(fmt.Sprint(err), "已经建好") {
			t.Errorf("a second time: %v", err)
		}
	})
}

// letsDaysPass opens the pages twice: what was done in days that somebody let
// pass is in the past of the second time.
func (town *demoTown) letsDaysPass(t *testing.T) {
	for _, want := range []string{"2026-11-28", "2026-12-06"} {
		a := &app{terminal: terminal{out: io.Discard, err: io.Discard, now: afternoon}, out: bufio.NewWriter(io.Discard)}
		var o web.Options
		end, err := a.instance(context.Background(), service{base: town.f.base}, &o)
		if err != nil {
			t.Fatal(err)
		}
		o.Later(8)
		if _, err := o.Staff.Login(context.Background(), "county.clerk", "wrong-password-7", "127.0.0.1", ""); err == nil {
			t.Error("a wrong password was right")
		}
		end()
		if got := a.today().String(); got != want {
			t.Errorf("it is %s, not %s", got, want)
		}
	}
}

// nowhere are states of tables in which no case can stand, and why.
var nowhere = map[casework.State]string{"authorise": "the family signs its authorisations when it hands in, and handing in is one act of the whole application"}

// standsEverywhere looks for a case in every state.
func (town *demoTown) standsEverywhere(t *testing.T, s *store.Store) {
	in, err := town.demoInstance(s, demo.ClockAt(afternoon()))
	if err != nil {
		t.Fatal(err)
	}
	offers, err := in.Cases.Offers(context.Background(), 2, town.today())
	if err != nil || len(offers) < 4 {
		t.Fatal(len(offers), err)
	}
	stand := standing(t, s)
	if stand["awards"] < len(offers)/2 {
		t.Errorf("%d awards", stand["awards"])
	}
	for _, o := range offers {
		for _, m := range o.Flow.Moves() {
			for _, state := range []casework.State{m.From, m.To} {
				if there := stand[o.Aid.ID+" "+string(state)] > 0; there == (nowhere[state] != "") {
					t.Errorf("a case of %s stands in %s: %v", o.Aid.Label, o.Flow.Label(state), there)
				}
			}
		}
	}
}

// standing counts the cases of all offices by programme and state.
func standing(t *testing.T, s *store.Store) map[string]int {
	t.Helper()
	stand := map[string]int{}
	err := s.Read(context.Background(), func(v *store.View) error {
		sites, err := v.Offices()
		for _, o := range sites {
			for id := int64(1); ; id++ {
				f, missing := v.Case(o.Number, id)
				if missing != nil {
					break
				}
				stand[f.Programme+" "+string(f.State)]++
				if decided(t, v, f) {
					stand["awards"]++
				}
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return stand
}

// decided demands that a case that ended well or badly rests on a decision, and
// tells whether its household has an award.
func decided(t *testing.T, v *store.View, f casework.File) bool {
	t.Helper()
	if f.State != casework.Awarded && f.State != casework.Refused {
		return false
	}
	list, err := v.Decisions(f.Office, f.ID)
	if err != nil || len(list) == 0 || list[len(list)-1].Gives != (f.State == casework.Awarded) {
		t.Errorf("%s is %s without a decision: %v", f.Programme, f.State, err)
	}
	awards, err := v.AwardsOf(f.Office, f.Household)
	if err != nil {
		t.Fatal(err)
	}
	return f.State == casework.Awarded && len(awards) > 0
}

// isSound has the instance checked as the command does.
func (town *demoTown) isSound(t *testing.T, s *store.Store) {
	report, err := s.Check(context.Background())
	if err != nil || len(report.Findings) > 0 || report.Entries < 500 || !s.Instance().Demo {
		t.Errorf("%d entries, %+v, %v, %v", report.Entries, report.Findings, s.Instance().Demo, err)
	}
}

// The accounts and the password as the terminal showed them.
var (
	shownAccount  = regexp.MustCompile(`(?m)^  (\S+) +`)
	shownPassword = regexp.MustCompile(`密码都是 (\S+)，`)
)

// letsIn logs in everybody whom the terminal named; there is somebody of every
// role of a county.
func (town *demoTown) letsIn(t *testing.T, s *store.Store) {
	people, err := staff.New(s.Accounts(), afternoon, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	password, held := shownPassword.FindStringSubmatch(town.said.String())[1], map[string]bool{}
	for _, account := range shownAccount.FindAllStringSubmatch(town.said.String(), -1) {
		m, err := people.Who(context.Background(), logIn(t, people, account[1], password))
		if err != nil || m.Step() != staff.In || len(m.Posts) == 0 {
			t.Fatal(account[1], err)
		}
		for _, p := range m.Posts {
			held[p.Role] = true
		}
	}
	for id, role := range people.Matrix.Roles {
		if !held[id] && slices.ContainsFunc(role.At, func(l access.Level) bool { return l != access.City && l != access.Province }) {
			t.Errorf("nobody is %s", role.Label)
		}
	}
}

// logIn gives password and code, as the page shows it in a demo.
func logIn(t *testing.T, people *staff.Service, account, password string) string {
	t.Helper()
	token, err := people.Login(context.Background(), account, password, account, "")
	if err != nil {
		t.Fatal(account, err)
	}
	m, err := people.Who(context.Background(), token)
	if err != nil {
		t.Fatal(account, err)
	}
	code, err := m.Account.NextCode(afternoon())
	if err != nil {
		t.Fatal(account, err)
	}
	if token, _, err = people.Prove(context.Background(), m, code); err != nil {
		t.Fatal(account, err)
	}
	return token
}
