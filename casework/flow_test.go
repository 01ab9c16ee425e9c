package casework_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"doudi/casework"
	"doudi/civil"
	"doudi/fault"
	"doudi/pack"
	"doudi/packs"
)

// loaded reads the shipped packs once for all tests.
var loaded = sync.OnceValues(func() (*pack.Set, pack.Problems) { return pack.LoadAll(packs.FS) })

// shipped resolves one of the packs that the binary carries.
func shipped(t *testing.T, id string) *pack.Resolved {
	t.Helper()
	set, problems := loaded()
	if problems.HasErrors() {
		t.Fatal(problems.Text(set.Source))
	}
	guard.Lock()
	defer guard.Unlock()
	if resolved[id] == nil {
		if resolved[id], problems = set.Resolve(id); problems.HasErrors() {
			t.Fatal(problems.Text(set.Source))
		}
	}
	return resolved[id]
}

var (
	guard    sync.Mutex
	resolved = map[string]*pack.Resolved{}
)

// flow makes the table of a procedure as it is law on a day.
func flow(t *testing.T, r *pack.Resolved, id, day string) *casework.Flow {
	t.Helper()
	on, err := civil.ParseDate(day)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range r.Procedures {
		if p.ID == id && p.Span.Contains(on) {
			f, err := casework.NewFlow(p)
			if err != nil {
				t.Fatal(err)
			}
			return f
		}
	}
	t.Fatalf("no procedure %s on %s", id, day)
	return nil
}

// standing is what stays as it is for a whole case.
func standing() (all []casework.Situation) {
	for n := range 16 {
		all = append(all, casework.Situation{Delegated: n&1 > 0, Kin: n&2 > 0, Reported: n&4 > 0, Beyond: n&8 > 0})
	}
	return all
}

// moments is what may be the case with it from day to day.
func moments(s casework.Situation) (all []casework.Situation) {
	for n := range 16 {
		now := s
		now.Missing, now.Objections, now.DaysOver, now.Bereft = n&1, n>>1&1, n&4 > 0, n&8 > 0
		now.Done, now.Held = []string{"visit", "case_meeting", casework.CareAssessment}, []casework.Sort{casework.Survey, casework.Appraisal}
		now.Made, now.Lettered, now.Urged = true, true, true
		all = append(all, now)
	}
	return all
}

// reach walks a table from a state under one standing situation and gives the
// states met and the moves taken.
func reach(f *casework.Flow, from casework.State, s casework.Situation) (states map[casework.State]bool, moves map[string]bool) {
	states, moves = map[casework.State]bool{from: true}, map[string]bool{}
	for todo := []casework.State{from}; len(todo) > 0; todo = todo[1:] {
		for _, now := range moments(s) {
			for _, m := range f.Open(todo[0], now) {
				moves[name(m)] = true
				if !states[m.To] {
					states[m.To] = true
					todo = append(todo, m.To)
				}
			}
		}
	}
	return states, moves
}

// name tells moves apart.
func name(m casework.Move) string { return fmt.Sprint(m.From, " ", m.Act, " ", m.By, " → ", m.To) }

// applications are the procedures that a programme is applied for by.
func applications(r *pack.Resolved) (all []*pack.Procedure) {
	used := map[string]bool{}
	for _, p := range r.Programmes {
		used[p.Procedure] = true
	}
	return slices.DeleteFunc(slices.Clone(r.Procedures), func(p *pack.Procedure) bool { return !used[p.ID] })
}

func TestEveryProcedureLeadsToEveryEndAndNoMoveIsDead(t *testing.T) {
	t.Parallel()
	ends := []casework.State{casework.Awarded, casework.Refused, casework.Withdrawn, casework.Transferred}
	for _, place := range []string{"cn", "cn-12", "cn-63", "cn-4203", "cn-350421"} {
		r := shipped(t, place)
		for _, p := range applications(r) {
			f, err := casework.NewFlow(p)
			if fault.Kind(err) == fault.PackError {
				continue // TestWhatIsNoApplicationIsNamed lists these
			}
			at, taken := fmt.Sprint(place, " ", p.ID, " from ", p.From), map[string]bool{}
			for _, s := range standing() {
				states, moves := reach(f, casework.Draft, s)
				for m := range moves {
					taken[m] = true
				}
				for state := range states {
					ahead, _ := reach(f, state, s)
					for _, end := range ends[:2] {
						if !state.Closed() && state != casework.Refusal && !ahead[end] && before(f, state) {
							t.Errorf("%s: from %q %+v nothing leads to %q", at, state, s, end)
						}
					}
					if !slices.ContainsFunc(ends, func(end casework.State) bool { return ahead[end] }) && !ahead[casework.Ceased] {
						t.Errorf("%s: from %q %+v nothing leads to any end", at, state, s)
					}
					if f.Label(state) == "" {
						t.Errorf("%s: %q has no name", at, state)
					}
				}
				all := ends
				if slices.ContainsFunc(p.Steps, func(s pack.ProcedureStep) bool { return s.ID == "uncooperative" }) {
					all = append(slices.Clone(ends), casework.Ceased)
				}
				for _, end := range all {
					if !states[end] {
						t.Errorf("%s: %q is never reached %+v", at, end, s)
					}
				}
			}
			for _, m := range f.Moves() {
				if !taken[name(m)] {
					t.Errorf("%s: no case ever makes the move %s", at, name(m))
				}
			}
		}
	}
}

// before tells whether a state stands before the decision: there a family may
// still withdraw.
func before(f *casework.Flow, at casework.State) bool {
	return slices.ContainsFunc(f.From(at), func(m casework.Move) bool { return m.Act == casework.Withdraw })
}

func TestOneActOfOneHandMakesOneMove(t *testing.T) {
	t.Parallel()
	r := shipped(t, "cn-12")
	for _, p := range applications(r) {
		f, err := casework.NewFlow(p)
		if err != nil {
			continue
		}
		for _, s := range standing() {
			for _, now := range moments(s) {
				for _, m := range f.Moves() {
					same := slices.DeleteFunc(f.Open(m.From, now), func(n casework.Move) bool { return n.Act != m.Act || n.By != m.By })
					if len(same) > 1 {
						t.Errorf("%s from %s: %v", p.ID, p.From, same)
					}
				}
			}
		}
	}
}

// What programmes name as their procedure without an application that somebody
// decides: relief in kind on the spot, referrals, checks, payment, punishment.
func TestWhatIsNoApplicationIsNamed(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"cn":        "disaster-support fraud-penalty price-supplement shelter",
		"cn-12":     "disaster-support fraud-penalty price-supplement shelter tj-service",
		"cn-63":     "disaster-support fraud-penalty price-supplement qh-discovery qh-supervision rental-subsidy shelter",
		"cn-4203":   "disaster-support fraud-penalty price-supplement shelter",
		"cn-350421": "disaster-support fraud-penalty price-supplement shelter",
	}
	for place, list := range want {
		var got []string
		for _, p := range applications(shipped(t, place)) {
			if _, err := casework.NewFlow(p); err != nil && !slices.Contains(got, p.ID) {
				got = append(got, p.ID)
			}
		}
		slices.Sort(got)
		if strings.Join(got, " ") != list {
			t.Errorf("%s: %v", place, got)
		}
	}
}
