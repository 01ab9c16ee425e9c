package casework_test

import (
	"fmt"
	"strings"
	"testing"

	"doudi/casework"
	"doudi/civil"
	"doudi/fault"
	"doudi/pack"
)

// change makes the table of a change of what a procedure confirms, by the law of
// a day.
func change(t *testing.T, r *pack.Resolved, id, day string, why casework.Ground) *casework.Flow {
	t.Helper()
	on, err := civil.ParseDate(day)
	if err != nil {
		t.Fatal(err)
	}
	var base, own *pack.Procedure
	for _, p := range r.Procedures {
		switch {
		case !p.Span.Contains(on):
		case p.ID == "aid-reduction":
			base = p
		case p.ID == id:
			own = p
		}
	}
	f, err := casework.NewChange(base, own, why)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// outlooks are what changes may come to.
func outlooks(s casework.Situation) (all []casework.Situation) {
	for n := range 64 {
		now := s
		now.Denied, now.Granted = n&1 > 0, n&1 == 0
		now.Change = casework.Outlook{Was: 5, Next: 7, Heard: n&4 > 0, HeardEnd: n&4 > 0, Announced: n&8 > 0, Released: n&16 > 0}
		if n&2 > 0 {
			now.Change.Next = 3
		}
		now.DaysOver, now.Objections = true, n>>5&1
		now.Held, now.Made, now.Lettered = []casework.Sort{casework.Survey}, true, true
		all = append(all, now)
	}
	return all
}

// Of every place, day and ground: whatever state a change comes to, it can be
// decided both ways, and no move is dead.
func TestEveryChangeLeadsToBothEndsAndNoMoveIsDead(t *testing.T) {
	t.Parallel()
	for _, place := range []string{"cn", "cn-12", "cn-63", "cn-4203", "cn-350421"} {
		r := shipped(t, place)
		for _, day := range []string{"2018-01-01", "2021-08-01", "2023-01-01", "2026-09-01"} {
			for _, id := range []string{"dibao-confirmation", "tekun-confirmation", "de-facto-orphan", "none"} {
				for _, why := range casework.Grounds {
					f := change(t, r, id, day, why.ID)
					at := fmt.Sprint(place, " ", day, " ", id, " ", why.ID)
					first := f.Moves()[0].From
					taken := map[string]bool{}
					for _, s := range hands(f) {
						states := travel(f, first, s, taken)
						for state := range states {
							ahead := travel(f, state, s, map[string]bool{})
							decided := state == casework.Lowered || state == casework.Ended
							if !decided && !state.Closed() && (!ahead[casework.Continued] || !ahead[casework.Stopped]) {
								t.Errorf("%s: from %q nothing leads to both ends", at, state)
							}
							if f.Label(state) == "" {
								t.Errorf("%s: %q has no name", at, state)
							}
						}
					}
					for _, m := range f.Moves() {
						if !taken[name(m)] {
							t.Errorf("%s: no change ever makes the move %s", at, name(m))
						}
					}
				}
			}
		}
	}
}

// hands are the situations in which changes by a table may stand from the
// first: whoever decides them.
func hands(f *casework.Flow) []casework.Situation {
	for _, m := range f.Moves() {
		if m.Act == casework.Refuse && m.By == casework.Township {
			return []casework.Situation{{}, {Delegated: true}}
		}
	}
	return []casework.Situation{{}}
}

// travel is reach for changes.
func travel(f *casework.Flow, from casework.State, s casework.Situation, taken map[string]bool) map[casework.State]bool {
	states := map[casework.State]bool{from: true}
	for todo := []casework.State{from}; len(todo) > 0; todo = todo[1:] {
		for _, now := range outlooks(s) {
			for _, m := range f.Open(todo[0], now) {
				taken[name(m)] = true
				if !states[m.To] {
					states[m.To] = true
					todo = append(todo, m.To)
				}
			}
		}
	}
	return states
}

// The walks are written from the clauses by hand, not from the tables.
func TestNobodyLosesAnythingUnheard(t *testing.T) {
	t.Parallel()
	less, none := casework.Outlook{Was: 5, Next: 3}, casework.Outlook{Was: 5}
	heard := func(o casework.Outlook) casework.Outlook { o.Heard, o.HeardSum = true, 3; return o }
	told := func(o casework.Outlook) casework.Outlook { o.Heard, o.HeardEnd = true, true; return o }
	free := func(o casework.Outlook) casework.Outlook { o.Excepted = true; return o }
	gone := func(o casework.Outlook) casework.Outlook { o.Gone, o.Released = true, true; return o }
	shown := func(o casework.Outlook) casework.Outlook { o.Announced = true; return o }
	for _, tt := range []struct {
		name, procedure string
		denied          bool
		change          casework.Outlook
		to              casework.State
		want            string
	}{
		{"a cut unheard (社会救助法第四十八条)", "dibao-confirmation", false, less, "", "减发以前要先听取本人的意见"},
		{"a cut of which the person was heard", "dibao-confirmation", false, heard(less), casework.Lowered, ""},
		{"a deeper cut than he was heard about", "dibao-confirmation", false, heard(casework.Outlook{Was: 5, Next: 2}), "", "比现在要决定的轻"},
		{"a cut where he was heard about the end", "dibao-confirmation", false, told(less), casework.Lowered, ""},
		{"as much as before", "dibao-confirmation", false, casework.Outlook{Was: 5, Next: 5}, casework.Continued, ""},
		{"more than before", "dibao-confirmation", false, casework.Outlook{Was: 5, Next: 6}, casework.Continued, ""},
		{"the end unheard", "dibao-confirmation", true, none, "", "停发以前要先听取本人的意见"},
		{"the end where he was heard about a cut", "dibao-confirmation", true, heard(none), "", "比现在要决定的轻"},
		{"the end of which he was heard", "dibao-confirmation", true, told(none), casework.Ended, ""},
		{"the end where the law asks no hearing", "dibao-confirmation", true, free(none), casework.Ended, ""},
		{"a death of one: the others are heard before a cut", "dibao-confirmation", false, less, "", "减发以前要先听取本人的意见"},
		{"a death of one: the others are heard before the end", "dibao-confirmation", true, none, "", "停发以前要先听取本人的意见"},
		{"a death of the last", "dibao-confirmation", true, gone(none), casework.Ended, ""},
		{"the dead are given nothing more", "dibao-confirmation", false, gone(casework.Outlook{Was: 5, Next: 5}), "", "请决定停发"},
		{"nor by what is theirs alone", "tekun-confirmation", false, gone(shown(casework.Outlook{Was: 5, Next: 5})), "", "请决定停发"},
		{"the end of tekun without its notice (43号第二十六条)", "tekun-confirmation", true, told(none), "", "停发以前要先公示拟终止"},
		{"the end of tekun", "tekun-confirmation", true, shown(told(none)), casework.Ended, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			act := casework.Approve
			if tt.denied {
				act = casework.Refuse
			}
			for _, why := range casework.Grounds {
				f := change(t, shipped(t, "cn"), tt.procedure, "2026-09-01", why.ID)
				m, err := f.Take("decision", act, casework.County, casework.Situation{Denied: tt.denied, Granted: !tt.denied, Change: tt.change})
				if m.To != tt.to || !strings.Contains(fault.Sentence(err), tt.want) {
					t.Errorf("%s: %q %q", why.ID, m.To, fault.Sentence(err))
				}
			}
		})
	}
}

// The law leaves changes to the township where it leaves it the applications
// (57号第二条、社会救助法第四十四条).
func TestAChangeIsDecidedByWhoeverDecidesApplications(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		procedure, day string
		township       bool
	}{
		"dibao before the township could": {"dibao-confirmation", "2018-01-01", false},
		"dibao by 57号":                    {"dibao-confirmation", "2023-01-01", true},
		"dibao by the law":                {"dibao-confirmation", "2026-09-01", true},
		"tekun by 43号":                    {"tekun-confirmation", "2023-01-01", false},
		"tekun by the law":                {"tekun-confirmation", "2026-09-01", true},
		"a child whom nobody brings up":   {"de-facto-orphan", "2026-09-01", false},
		"of no procedure":                 {"none", "2026-09-01", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, why := range casework.Grounds {
				f := change(t, shipped(t, "cn"), tt.procedure, tt.day, why.ID)
				m, err := f.Take("decision", casework.Refuse, casework.Township, casework.Situation{Delegated: true, Denied: true, Change: casework.Outlook{Excepted: true, Announced: true}})
				if (err == nil) != tt.township || tt.township && m.To != casework.Ended {
					t.Errorf("%s: the township decides %q %v", why.ID, m.To, err)
				}
			}
		})
	}
}
