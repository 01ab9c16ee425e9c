package web_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"doudi/casework"
	"doudi/civil"
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
	quit      bool
	was, will money.Fen
}

// open tells whether a move can be made once all is done that it needs, by what
// the law says of the family now, or against it where that is meant.
func (a *amendment) open(m casework.Move) bool {
	f := a.file()
	s := casework.Situation{DaysOver: true, Held: []casework.Sort{casework.Survey, casework.Appraisal}, Made: true, Lettered: true,
		Done: []string{"visit", "case_meeting"}, Delegated: f.Delegated, Beyond: f.Beyond}
	s.Denied, s.Granted = a.said == engine.Refused && !a.quit, a.said == engine.Entitled && !a.differs || a.quit
	s.Change = casework.Outlook{Was: a.was, Next: a.will, Excepted: true, Announced: true, Released: a.quit}
	if m.Act == casework.Uphold || m.Act == casework.Reject {
		s.Objections = 1
	}
	return slices.ContainsFunc(a.flow.Open(m.From, s), func(o casework.Move) bool { return moveName(o) == moveName(m) })
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
			if a.changed[a.programme+" "+moveName(m)] || !a.open(m) {
				continue
			}
			if way := a.to(&m, ends...); way != nil {
				return way
			}
		}
	}
	return nil
}

// begins begins the change of the award on the household's page, answers what the
// law lacks about somebody who has an award, and lets it say what it comes to.
func (k *walker) begins(why casework.Ground) *amendment {
	k.Helper()
	award := k.awards()[0]
	own := *k
	home := fmt.Sprintf("/office/%d/household/%d", k.at.below, k.household)
	path := k.wanted(http.StatusSeeOther, "POST", home+"/change", k.as("clerk"), url.Values{"award": {fmt.Sprintf("%d.%d", award.Office, award.ID)}, "ground": {string(why)}})
	fmt.Sscan(path[strings.LastIndex(path, "/")+1:], &own.id)
	own.outcome, own.moves, own.next = "change: "+why.Label(), nil, 0
	tour := *k.tour
	tour.walked = map[string]bool{string(casework.Hearing): true} // it is recorded where somebody loses something
	own.tour = &tour
	a := &amendment{walker: &own, quit: why == casework.Quitting}
	if a.quit {
		fields := map[string]string{"on": k.today().String(), "place": "城东村", "met": k.head.Name, "said": "不再需要了，从下个月起退出"}
		a.enter(a.path(), a.as("clerk"), string(casework.Exit), fields, noise(k.T, byte(own.id), 40, 30))
	}
	a.judges()
	c := a.look()
	a.flow, tour.flow = c.Flow, c.Flow
	for _, m := range c.Flow.Moves() {
		if _, known := k.changed[own.programme+" "+moveName(m)]; !known {
			k.changed[own.programme+" "+moveName(m)] = false
		}
	}
	return a
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
		a.was, a.will, a.said = c.Change.Was, c.Change.Next, engine.Refused
		if !a.quit && c.Judged.Gives() {
			a.said = engine.Entitled
		}
		if a.quit || c.Judged.Settled() || !a.answers(c) {
			return
		}
	}
}

// answers answers what the law lacks of the family: no, that there is none, or
// that somebody is without work; false if it lacks nothing that can be answered so.
func (a *amendment) answers(c *casework.Sight) (more bool) {
	a.Helper()
	x, err := a.site.Cases.Explain(a.Context(), a.desk(a.at), c, registry.ForSurvey)
	a.must(err)
	for _, ref := range x.Outcomes[0].Missing {
		s := x.Snapshot
		e := &s.Schema.Entities[ref.Entity]
		key, value := "", ""
		switch {
		case ref.Figure != "" || ref.Choice != "":
		case ref.Slot < 0:
			key, value = s.Schema.Entities[ref.Table].Name, "complete"
		default:
			f := &e.Facts[ref.Slot]
			key, value = e.Name+"."+f.Key, map[bool]string{true: "none", false: "false"}[f.MayBeNone]
			if f.Key == "employment" {
				value = "jobless"
			}
		}
		if key != "" {
			of := registry.Subject{Office: a.at.below, Of: registry.OfHousehold, ID: a.household}
			if e.Name == "member" {
				of.Of, of.ID = registry.OfMember, x.Persons[ref.Instance]
			}
			a.finds(of, key, 0, value)
			more = true
		}
	}
	return more
}

// finds enters what was found out of somebody from today on.
func (a *amendment) finds(of registry.Subject, key string, line int64, value string, rest ...string) {
	a.Helper()
	var list []registry.Answer
	for all := append([]string{key, value}, rest...); len(all) > 0; all = all[2:] {
		list = append(list, registry.Answer{Key: all[0], Line: line, Value: all[1], From: a.today(), To: civil.Open, Source: registry.Declared})
	}
	law, err := walked().resolve(a.at.code, nil)
	a.must(err)
	a.must(a.registry.EnterFacts(a.Context(), a.desk(a.at), law.Schema, of, list))
}

// earns enters that somebody of the family has had so much a month for a year, and
// asks the law anew.
func (a *amendment) earns(monthly money.Fen) {
	a.Helper()
	c := a.look()
	x, err := a.site.Cases.Explain(a.Context(), a.desk(a.at), c, registry.ForSurvey)
	a.must(err)
	month := a.today().Month()
	of := registry.Subject{Office: a.at.below, Of: registry.OfMember, ID: x.Persons[0]}
	a.finds(of, "income", 90, "row", "income.kind", "transfer", "income.amount", (12 * monthly).String(), "income.cost", "none",
		"income.received", fmt.Sprint(month-12, "/", month-1))
	a.judges()
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
		a.changed[a.programme+" "+moveName(m)] = true
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
	asked := slices.ContainsFunc(a.flow.Asides(), func(s *pack.ProcedureStep) bool { return s.ID == string(casework.Hearing) })
	if a.quit || !asked || m.To != casework.Lowered && m.To != casework.Ended {
		return
	}
	page := a.wanted(http.StatusOK, "GET", a.path(), a.hand(m.By, m.Right()), nil)
	a.has(page, []string{"以前要先听取本人的意见"})
	fields := map[string]string{"on": a.today().String(), "proposal": "end", "place": "城东村", "met": a.head.Name, "told": "情况有变化", "said": "知道了"}
	if m.To == casework.Lowered {
		fields["proposal"], fields["sum"] = "cut", a.will.String()
	}
	a.enter(a.path(), a.as("checker"), string(casework.Hearing), fields, noise(a.T, byte(a.id), 40, 30))
	a.heard[a.programme] = true
}

// amended walks the changes of the awards that walkers came to: of each table two
// awards in each county, by every move that is open, to its ends; once only where
// one is enough.
func (g *ground) amended(walkers []*walker, full bool) {
	g.Helper()
	awards := map[string][]*walker{}
	for _, k := range walkers {
		at := fmt.Sprint(k.programme, k.county)
		if k.own && k.fresh && !k.differs && k.household != 0 && k.moves[len(k.moves)-1].To == casework.Awarded && g.lasts(k) {
			awards[at] = append(awards[at], k)
		}
	}
	for _, at := range slices.Sorted(maps.Keys(awards)) {
		list := awards[at]
		if !full && len(g.changed) > 0 {
			return
		}
		if !full {
			a := list[0].begins(casework.Reviewed)
			list[0].comes(a, a.to(nil, casework.Continued), casework.Continued)
			return
		}
		list[0].amends()
		list[len(list)-1].loses()
	}
}

// comes walks a change to an end.
func (k *walker) comes(a *amendment, way []casework.Move, end casework.State) {
	k.Helper()
	if way == nil {
		k.Errorf("%s: nothing leads to %q; the law says %v, %s after %s", a.ago(), end, a.said, a.will, a.was)
		return
	}
	if at := a.goes(way); at != end {
		k.Errorf("%s: it ends at %q, not %q", a.ago(), at, end)
	}
}

// lasts tells whether a walker's family has an award that can be changed.
func (g *ground) lasts(k *walker) bool {
	list := k.awards()
	return len(list) == 1 && list[0].Live(k.today().Month()+1)
}

// amends walks the changes of one award: as much as before by every move, less and
// more where what the family earns counts, and the end that it wants itself.
func (k *walker) amends() {
	k.Helper()
	for _, why := range []casework.Ground{casework.Reviewed, casework.Ability} {
		for {
			a := k.begins(why)
			way := a.way()
			if way == nil || way[len(way)-1].To == casework.Stopped {
				a.presses(a.as("clerk"), casework.Withdraw, nil)
				break
			}
			a.goes(way)
		}
	}
	if k.programme == "dibao" {
		a := k.begins(casework.Reviewed)
		a.earns(a.was / 2)
		k.comes(a, a.to(nil, casework.Lowered), casework.Lowered)
		k.comes(a, a.to(nil, casework.Continued), casework.Continued)
		a = k.begins(casework.Reviewed)
		a.earns(1)
		if a.will <= a.was {
			k.Errorf("%s: %s is no more than %s", a.ago(), a.will, a.was)
		}
		k.comes(a, a.to(nil, casework.Continued), casework.Continued)
	}
	a := k.begins(casework.Quitting)
	k.comes(a, a.to(nil, casework.Stopped), casework.Stopped)
}

// loses walks the end of an award that the family did not ask for: since it earns
// much now, or, where the law does not ask what it earns, against the law.
func (k *walker) loses() {
	k.Helper()
	if !k.lasts(k) {
		k.Errorf("%s: no second award to end", k.ago())
		return
	}
	for _, why := range []casework.Ground{casework.Ability, casework.Reviewed} {
		for {
			a := k.begins(why)
			if a.said == engine.Entitled {
				a.earns(20_000_00)
			}
			a.differs = a.said == engine.Entitled
			if way := a.way(); way != nil && way[len(way)-1].To != casework.Stopped {
				a.goes(way)
				continue
			}
			if why == casework.Reviewed {
				k.comes(a, a.to(nil, casework.Stopped), casework.Stopped)
			} else {
				a.presses(a.as("clerk"), casework.Withdraw, nil)
			}
			break
		}
	}
}

// The moves that no change of an award makes come in these kinds.
const (
	byTownship = "approve township → continued|decision refuse township → ended|decision return township → facts"
	cutThere   = "approve township → lowered"
	cutCounty  = "approve county → lowered|lowered tell county → continued"
	toldBelow  = "lowered tell township → continued"
)

// unchanged are the moves that no change of an award makes, and why.
var unchanged = []struct{ place, programmes, moves, why string }{
	{"cn", "de_facto_orphan disability_care orphan rigid", byTownship + "|" + cutThere, "no award of these is walked where townships decide"},
	{"cn", "de_facto_orphan disability_care orphan rigid tekun", cutCounty, "the walk enters less income for dibao only"},
	{"cn", "tekun", cutThere + "|" + toldBelow, "the walk enters less income for dibao only"},
	{"cn-12", "tekun", cutCounty + "|" + cutThere + "|" + toldBelow, "the walk enters less income for dibao only"},
	{"cn-63", "dibao disability_care tekun", byTownship + "|" + cutThere, "no award of these is walked where townships decide"},
	{"cn-63", "tekun", "return township → reassessment", "no award of it is walked where townships decide"},
	{"cn-63", "disability_care tekun", cutCounty, "the walk enters less income for dibao only"},
	{"cn-350421", "city_hardship", byTownship + "|" + cutThere, "no award of it is walked where townships decide"},
	{"cn-350421", "city_hardship", cutCounty, "the walk enters less income for dibao only"},
}

// unheard are the places in which the walk comes to no hearing, and unlasting those
// of which it walks no award of their own that lasts.
var (
	unheard   = append([]string{"cn-350421"}, unlasting...)
	unlasting = []string{"cn-35", "cn-3504", "cn-42"}
)

// excused are the moves of a place that no change makes.
func excused(place string) (list []string) {
	for _, u := range unchanged {
		for _, programme := range strings.Fields(u.programmes) {
			for _, move := range strings.Split(u.moves, "|") {
				if !strings.HasPrefix(move, "decision") && !strings.HasPrefix(move, "lowered") {
					move = "decision " + move
				}
				if u.place == place {
					list = append(list, programme+" "+move)
				}
			}
		}
	}
	return list
}

// changes demands that every move was made by which the awards of a place are
// changed, or that it is said why not; and that somebody was heard.
func (g *ground) changes() {
	g.Helper()
	if slices.Contains(unheard, g.place) == (len(g.heard) > 0) {
		g.Errorf("%s: heard about a cut or an end: %v", g.place, g.heard)
	}
	list := excused(g.place)
	for m, made := range g.changed {
		if made == slices.Contains(list, m) {
			g.Errorf("%s: a change of an award made the move %s: %v", g.place, m, made)
		}
	}
	for _, m := range list {
		if _, known := g.changed[m]; !known {
			g.Errorf("%s: there is no move %s", g.place, m)
		}
	}
}
