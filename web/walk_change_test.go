package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"doudi/casework"
	"doudi/engine"
	"doudi/money"
	"doudi/pack"
	"doudi/registry"
)

// amendment is a case about an award in force, as a walker takes it through the
// pages.
type amendment struct {
	*walker
	flow      *casework.Flow
	quit      bool         // the family wants it no more
	gone      bool         // nobody is alive any more who could be heard
	released  bool         // there is nobody any more who would get it
	was, will money.Fen    // what is paid, and what the law says of now
	given     money.Fen    // what is given instead, against the law
	about     registry.Ref // the award
}

// open tells whether a move can be made once all is done that it needs, by what
// the law says of the family now, or against it where that is meant.
func (a *amendment) open(m casework.Move) bool {
	f := a.file()
	s := casework.Situation{DaysOver: true, Held: []casework.Sort{casework.Survey, casework.Appraisal}, Made: true, Lettered: true,
		Done: []string{"visit", "case_meeting", casework.CareAssessment}, Delegated: f.Delegated, Beyond: f.Beyond}
	gentler := a.given > 0 && m.Act == casework.Approve
	s.Denied, s.Granted = a.said == engine.Refused && !a.released && !gentler, a.said == engine.Entitled && !a.differs || a.released
	s.Change = casework.Outlook{Was: a.was, Next: max(a.will, a.given), Excepted: true, Announced: true, Released: a.released}
	if m.Act == casework.Uphold || m.Act == casework.Reject {
		s.Objections = 1
	}
	return slices.ContainsFunc(a.flow.Open(m.From, s), func(o casework.Move) bool { return a.named(o) == a.named(m) })
}

// to is a shortest way to the first of some ends to which there is one, by way of
// a move; nil if there is none.
func (a *amendment) to(via *casework.Move, ends ...casework.State) []casework.Move {
	first := a.file().State
	for _, end := range ends {
		there := []casework.Move{}
		at := first
		if via != nil {
			if there = shortest(a.flow, a.open, first, func(s casework.State) bool { return s == via.From }); there == nil {
				return nil
			}
			there, at = append(slices.Clone(there), *via), via.To
		}
		if home := shortest(a.flow, a.open, at, func(s casework.State) bool { return s == end }); home != nil {
			return append(there, home...)
		}
	}
	return nil
}

// way is how a move is made that was not made yet, to an end at which the award
// goes on, if it can; nil if every move was made.
func (a *amendment) way() []casework.Move {
	for _, ends := range [][]casework.State{{casework.Continued, casework.Withdrawn}, {casework.Stopped}} {
		for _, m := range a.flow.Moves() {
			if a.changed[a.named(m)] || !a.open(m) {
				continue
			}
			if way := a.to(&m, ends...); way != nil {
				return way
			}
		}
	}
	return nil
}

// named tells moves of changes apart: by what they ask for too, and by whether
// the law of the day wants the family heard about what it is to lose; nobody is
// heard about an end that he asked for, or that his death brings.
func (a *amendment) named(m casework.Move) string { return changeName(a.programme, a.flow, m) }

// changeName is that name.
func changeName(programme string, f *casework.Flow, m casework.Move) string {
	return fmt.Sprint(programme, " ", moveName(m), " ", m.Guards, hearing(f) && !slices.Contains(m.Guards, casework.Released))
}

// hearing tells whether the law wants somebody heard who loses something.
func hearing(f *casework.Flow) bool {
	return slices.ContainsFunc(f.Asides(), func(s *pack.ProcedureStep) bool { return s.ID == string(casework.Hearing) })
}

// begins begins the change of the award on the household's page, and lets the law
// say what it comes to.
func (k *walker) begins(why casework.Ground) *amendment {
	k.Helper()
	return k.opens(k.awards()[0].Ref, why)
}

// opens begins the change of an award that may hang on the household from
// elsewhere.
func (k *walker) opens(award registry.Ref, why casework.Ground) *amendment {
	k.Helper()
	own, t := *k, *k.tour
	path := k.wanted(http.StatusSeeOther, "POST", k.house()+"/change", k.as("clerk"), url.Values{"award": {fmt.Sprintf("%d.%d", award.Office, award.ID)}, "ground": {string(why)}})
	fmt.Sscan(path[strings.LastIndex(path, "/")+1:], &own.id)
	own.outcome, own.moves, own.next = "change: "+why.Label(), nil, 0
	t.walked = map[string]bool{string(casework.Hearing): true} // it is recorded where somebody loses something
	own.tour = &t
	a := &amendment{walker: &own, quit: why == casework.Quitting, about: award}
	if a.quit {
		a.gives()
	}
	a.judges()
	t.flow = a.flow
	a.lists()
	return a
}

// house is the page of the household.
func (k *walker) house() string {
	return fmt.Sprintf("/office/%d/household/%d", k.at.below, k.household)
}

// gives enters the person's word that he wants no more.
func (a *amendment) gives() {
	a.Helper()
	fields := map[string]string{"on": a.today().String(), "place": "城东村", "met": a.head.Name, "said": "不再需要了，从下个月起退出"}
	a.enter(a.path(), a.as("clerk"), string(casework.Exit), fields, noise(a.T, byte(a.id), 40, 30))
}

// lists notes the moves that a change can make, so that each is demanded. Nobody
// is paid less of what is not paid in money.
func (a *amendment) lists() {
	for _, m := range a.flow.Moves() {
		if _, known := a.changed[a.named(m)]; !known && (a.was > 0 || m.To != casework.Lowered && m.From != casework.Lowered) {
			a.changed[a.named(m)] = false
		}
	}
}

// look is the case as the clerk sees it.
func (a *amendment) look() *casework.Sight {
	a.Helper()
	c, err := a.site.Cases.Look(a.Context(), a.desk(a.at), a.id)
	a.must(err)
	return c
}

// judges asks the law until it lacks nothing, and keeps what it says.
func (a *amendment) judges() {
	a.Helper()
	for range 6 {
		a.presses(a.as("clerk"), casework.Judge, nil)
		c := a.look()
		a.flow, a.was, a.will, a.said, a.released, a.gone = c.Flow, c.Change.Was, c.Change.Next, engine.Refused, c.Change.Released, c.Change.Gone
		if !a.released && c.Judged.Gives() {
			a.said = engine.Entitled
		}
		if a.released || c.Judged.Settled() || !a.answers(c) {
			return
		}
	}
}

// goes makes the moves of a change from day to day, and tells where it ends.
func (a *amendment) goes(moves []casework.Move) casework.State {
	a.Helper()
	a.moves = moves
	for a.next = 0; a.next < len(moves); a.next++ {
		m := moves[a.next]
		for m.Act == casework.End && a.today() <= a.ends() {
			a.morning(a.today() + 1)
		}
		a.hears(m)
		a.do(m)
		a.changed[a.named(m)] = true
		if at := a.file().State; at != m.To {
			a.Fatalf("%s: %s leads to %q", a.ago(), moveName(m), at)
		}
	}
	return a.file().State
}

// hears records what the person says to a cut or an end, where the law wants him
// heard; before that it is refused.
func (a *amendment) hears(m casework.Move) {
	a.Helper()
	if a.quit || a.gone || !hearing(a.flow) || m.To != casework.Lowered && m.To != casework.Ended {
		return
	}
	if !a.differs { // against the law it is said when he tries
		page := a.wanted(http.StatusOK, "GET", a.path(), a.hand(m.By, m.Right()), nil)
		a.has(page, []string{"以前要先听取本人的意见"})
	}
	fields := map[string]string{"on": a.today().String(), "proposal": "end", "place": "城东村", "met": a.head.Name, "told": "情况有变化", "said": "知道了"}
	if m.To == casework.Lowered {
		fields["proposal"], fields["sum"] = "cut", max(a.will, a.given).String()
	}
	a.enter(a.path(), a.as("checker"), string(casework.Hearing), fields, noise(a.T, byte(a.id), 40, 30))
	a.heard[a.programme] = true
}

// comes walks a change to an end.
func (a *amendment) comes(end casework.State) {
	a.Helper()
	way := a.to(nil, end)
	if way == nil {
		a.Errorf("%s: nothing leads to %q; the law says %v, %s after %s", a.ago(), end, a.said, a.will, a.was)
		return
	}
	if at := a.goes(way); at != end {
		a.Errorf("%s: it ends at %q, not %q", a.ago(), at, end)
	}
}
