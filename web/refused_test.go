package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"doudi/access"
	"doudi/casework"
	"doudi/civil"
)

// stranger is somebody who tries what may not be his part.
type stranger struct {
	role, level, token string
	here               bool // in the county or township of the case, or of the window that deals with it
}

// strangers are one of each role where the case is, and a clerk and a decider of
// elsewhere.
func (k *walker) strangers(c *casework.Sight) (list []stranger) {
	k.Helper()
	there := c.DealtAt() == k.other().below
	add := func(role, level string, office int64, here bool) {
		list = append(list, stranger{role, level, k.inside(office, k.settled(office, fmt.Sprintf("x.%d.%d", k.id, len(list)+100*k.next), role)), here})
	}
	for role, one := range access.Shipped().Roles {
		switch {
		case slices.Contains(one.At, access.Township):
			add(role, casework.Township, k.at.below, true)
		case slices.Contains(one.At, access.County):
			add(role, casework.County, k.at.number, true)
		case slices.Contains(one.At, access.City):
			add(role, "", 2, true)
		}
	}
	add("township_clerk", casework.Township, k.other().below, there)
	add("county_decider", casework.County, k.other().number, there)
	return list
}

// may tells whether a move is somebody's part: by his role, and by the level that
// the procedure leaves the step to; what families do, every clerk does for them.
func (s stranger) may(m casework.Move) bool {
	_, allowed := access.Shipped().Acts[m.Right()].Allow[s.role]
	return s.here && allowed && (m.By == s.level || m.By == casework.Family)
}

// refuses has everybody try what can be done to the case where it stands, and
// demands that it is refused to whoever's part it is not, by a sentence that says
// who can, and that nothing happens. What was tried before is left out; where
// something is missing that is told first, to everybody.
func (k *walker) refuses(tried map[string]bool) {
	k.Helper()
	before, err := k.site.Cases.Look(k.Context(), k.desk(k.at), k.id)
	k.must(err)
	moves := slices.DeleteFunc(k.flow.Open(before.State, before.Situation), func(m casework.Move) bool {
		at := fmt.Sprint(m.From, m.Act, m.By, m.Right())
		known := tried[at]
		tried[at] = true
		return known
	})
	if len(moves) == 0 {
		return
	}
	for _, s := range k.strangers(before) {
		for _, m := range moves {
			same := func(o casework.Move) bool { return o.Act == m.Act && s.may(o) }
			if !slices.ContainsFunc(k.flow.From(before.State), same) {
				k.refused(s, m, before.Turn)
			}
		}
	}
	if after := k.file(); after.Turn != before.Turn || after.State != before.State {
		k.Errorf("%s: in %q something was done by somebody whose part it is not", k.ago(), before.State)
	}
}

// refused demands that one act of one of them is refused.
func (k *walker) refused(s stranger, m casework.Move, turn int64) {
	k.Helper()
	a := k.ask("POST", k.path(), s.token, url.Values{"act": {string(m.Act)}, "turn": {fmt.Sprint(turn)}, "note": {"硬办"}, "do": {"sure"}, "cause": {casework.Causes[0].ID}})
	text, named := plain(a.Body.String()), false
	for role := range access.Shipped().Acts[m.Right()].Allow {
		named = named || strings.Contains(text, access.Shipped().Roles[role].Label)
	}
	named = named || strings.Contains(text, "由乡镇") || strings.Contains(text, "由县") || strings.Contains(text, "报县")
	if a.Code != http.StatusForbidden || !named {
		k.Errorf("%s: %s does %s: %d %s", k.ago(), s.role, moveName(m), a.Code, text)
	}
}

// Every role, at every step of every procedure of the law of 2026, is sent to do
// the acts of the step: whose part it is not is told who can, and nothing changes.
func TestEveryRoleIsRefusedWhatIsNotItsPart(t *testing.T) {
	t.Parallel()
	on, _ := civil.ParseDate("2026-07-01")
	g := grounded(t, "cn", "", on)
	g.morning(on)
	var walkers []*walker
	for _, one := range g.tours(on) {
		j := one.journeys()[0]
		j.programme = one.aid
		walkers = append(walkers, &walker{ground: g, tour: one, journey: j, at: g.counties[j.county]})
	}
	g.cast(walkers, on)
	tried := map[string]bool{}
	for _, k := range walkers {
		k.intake()
		k.refuses(tried)
		k.do(k.moves[0])
		for k.next = k.settles(); k.next < len(k.moves); k.next++ {
			m := k.moves[k.next]
			for m.Act == casework.End && k.today() <= k.ends() {
				k.morning(k.today() + 1)
			}
			if m.Act == casework.Approve {
				k.presses(k.as("clerk"), casework.Judge, nil)
				k.beside(m)
				k.drawn(m)
			}
			k.refuses(tried)
			k.do(m)
		}
		k.refuses(tried)
	}
	if len(tried) < 29 {
		t.Errorf("only %d steps were tried: %v", len(tried), tried)
	}
}
