package web_test

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"doudi/casework"
	"doudi/engine"
	"doudi/gb"
	"doudi/pack"
	"doudi/registry"
)

// amended walks the changes of the awards that walkers came to: of each table the
// awards of each county, by every move that is open, to its ends; once only where
// one is enough.
func (g *ground) amended(walkers []*walker, full bool) {
	g.Helper()
	awards := map[string][]*walker{}
	for _, k := range walkers {
		at := fmt.Sprint(k.programme, k.county)
		if !k.differs && k.household != 0 && k.moves[len(k.moves)-1].To == casework.Awarded && g.lasts(k) {
			awards[at] = append(awards[at], k)
		}
	}
	for _, at := range slices.Sorted(maps.Keys(awards)) {
		list := awards[at]
		switch {
		case full:
			list[0].amends()
			for _, k := range list[:len(list)-1] {
				k.finishes()
			}
			list[len(list)-1].loses()
		case len(g.changed) == 0:
			list[0].begins(casework.Reviewed).comes(casework.Continued)
		}
	}
}

// unlasting are the places that wrote nothing themselves that lasts: where of each
// procedure that a place wrote one award is enough, none of theirs is changed.
var unlasting = []string{"cn-35", "cn-3504", "cn-42"}

// lasts tells whether a walker's family has an award that can be changed.
func (g *ground) lasts(k *walker) bool {
	list := k.awards()
	return len(list) == 1 && list[0].Live(k.today().Month()+1)
}

// rounds begins changes and makes every move that was not made yet and after
// which the award goes on; it gives the change of which nothing else is to be
// made.
func (k *walker) rounds(why casework.Ground) *amendment {
	k.Helper()
	for {
		a := k.begins(why)
		way := a.way()
		if way == nil || way[len(way)-1].To == casework.Stopped {
			return a
		}
		a.goes(way)
	}
}

// news tells whether the table of a change holds a move that no change made yet.
// Where the law of a day is that of an earlier one by its text, and the same hands
// decide, all was walked.
func (k *walker) news(why casework.Ground) bool {
	law, err := walked().resolve(k.at.code, nil)
	k.must(err)
	base := slices.IndexFunc(law.Procedures, func(p *pack.Procedure) bool { return p.ID == "aid-reduction" && p.Span.Contains(k.today()) })
	f, err := casework.NewChange(law.Procedures[base], k.flow.Procedure, why)
	k.must(err)
	ours := func(m casework.Move) bool {
		return m.Step == nil || m.From != "decision" || k.county == 1 || m.By == casework.County
	}
	return slices.ContainsFunc(f.Moves(), func(m casework.Move) bool {
		made, known := k.changed[changeName(k.programme, f, m)]
		return ours(m) && !made && (known || m.To != casework.Lowered && m.From != casework.Lowered)
	})
}

// withdraws takes a change back that was begun by mistake.
func (a *amendment) withdraws() {
	a.Helper()
	a.presses(a.as("clerk"), casework.Withdraw, nil)
}

// amends walks the changes after which an award goes on: as much as before by every
// move, less and more where the law knows of something in the family that would
// make it so.
func (k *walker) amends() {
	k.Helper()
	for _, why := range []casework.Ground{casework.Reviewed, casework.Ability} {
		if k.news(why) {
			k.rounds(why).withdraws()
		}
	}
	if k.reached[k.programme+", less"] && !k.news(casework.Reviewed) {
		return
	}
	a := k.begins(casework.Reviewed)
	switch {
	case a.was == 0:
		a.withdraws()
	case a.turns(a.less, a.was/2, a.was/4, a.was*3/4, 3_000_00):
		a.reaches("less")
		a.comes(casework.Lowered)
		a.comes(casework.Continued)
		k.rises()
	default:
		a.withdraws()
	}
}

// rises walks a change to more than before.
func (k *walker) rises() {
	k.Helper()
	a := k.begins(casework.Reviewed)
	if !a.turns(a.more) {
		k.Errorf("%s: nothing makes it more than %s again", a.ago(), a.was)
	}
	a.reaches("more")
	a.comes(casework.Continued)
}

// reaches notes what was walked of a programme.
func (a *amendment) reaches(what string) { a.reached[a.programme+", "+what] = true }

// fates are what becomes of awards beside what the law determines of a family that
// stays as it is.
var fates = []string{"death", "move", "quit"}

// finishes lets an award come to what was not walked yet of the programme, until
// it has ended.
func (k *walker) finishes() {
	k.Helper()
	for _, fate := range fates {
		if !k.lasts(k) || fate != "quit" && k.reached[k.programme+", "+fate] {
			continue
		}
		switch fate {
		case "death":
			k.dies()
		case "move":
			k.migrates()
		case "quit":
			k.quits()
		}
	}
}

// loses walks the end of an award that the family did not ask for: since something
// is otherwise now, or, where the law does not ask for anything that can be
// otherwise, against the law. Before that it is given less instead, for a reason.
func (k *walker) loses() {
	k.Helper()
	if !k.lasts(k) {
		k.Errorf("%s: no second award to end", k.ago())
		return
	}
	for _, why := range []casework.Ground{casework.Ability, casework.Reviewed} {
		if !k.news(why) && k.reached[k.programme+", stop"] {
			continue
		}
		a := k.begins(why)
		for ; a.falls(); a = k.begins(why) {
			a.goes(a.way())
		}
		if why == casework.Ability {
			a.withdraws()
			continue
		}
		a.comes(casework.Stopped)
		a.reaches("stop")
	}
}

// falls changes something in the family so that the law gives nothing, and tells
// whether a move is left that was not made and after which the award goes on.
func (a *amendment) falls() bool {
	a.Helper()
	a.differs = a.said == engine.Entitled && !a.turns(nothing, 20_000_00)
	if a.gentler() {
		return true
	}
	way := a.way()
	return way != nil && way[len(way)-1].To != casework.Stopped
}

// gentler plans to give a family half, and not nothing, as the law says, if nobody
// was ever given less so.
func (a *amendment) gentler() bool {
	if a.said == engine.Entitled || a.released || a.was < 2 {
		return false
	}
	differs := a.differs
	a.given, a.differs = a.was/2, true
	a.instead = a.given.String()
	if way := a.way(); way != nil && slices.ContainsFunc(way, func(m casework.Move) bool { return m.To == casework.Lowered }) {
		return true
	}
	a.given, a.differs = 0, differs
	return false
}

// settles walks a change to what the law says.
func (a *amendment) settles() {
	a.Helper()
	switch {
	case a.said != engine.Entitled:
		a.comes(casework.Stopped)
		return
	case a.will < a.was:
		a.comes(casework.Lowered)
	}
	a.comes(casework.Continued)
}

// chosenFor are the awards for which a form asks who goes on with them.
var chosenFor = regexp.MustCompile(`name="(award\.\d+\.\d+)\.way"`)

// chooses fills in for every award of a form what is to become of it, and why.
func (k *walker) chooses(path string, form url.Values, way string) {
	k.Helper()
	for _, award := range chosenFor.FindAllStringSubmatch(k.wanted(http.StatusOK, "GET", path, k.as("clerk"), nil), -1) {
		form.Set(award[1]+".way", way)
		form.Set(award[1]+".month", fmt.Sprint(k.today().Month()+1))
		form.Set(award[1]+".reason", "照实登记")
	}
	k.sure(path, k.as("clerk"), form, k.house())
}

// residents are who belongs to the household today.
func (k *walker) residents() (list []registry.Member) {
	k.must(k.store.Cases().Read(k.Context(), func(v casework.View) error {
		all, err := v.MembersOf(k.at.below, k.household, registry.Now)
		list = registry.MembersOn(all, k.today())
		return err
	}))
	return list
}

// dies enters the death of somebody who stands for the award on the household's
// page: whom it is for, or the last of the family, that the others are looked at
// again. What it comes to then is walked.
func (k *walker) dies() {
	k.Helper()
	list := k.residents()
	dead := list[slices.IndexFunc(list, func(m registry.Member) bool { return m.Person == cmp.Or(k.file().Person, list[len(list)-1].Person) })]
	k.succeeds(dead, list)
	form := url.Values{"why": {"died"}, "last": {k.today().String()}}
	way := map[bool]string{true: "stop", false: "0"}[len(list) == 1 || k.file().Person != 0]
	k.chooses(fmt.Sprintf("%s/member/%d/leave", k.house(), dead.Person), form, way)
	a := k.rounds(casework.Died)
	a.has(a.wanted(http.StatusOK, "GET", a.path(), a.as("clerk"), nil), []string{casework.Died.Label()})
	if a.gone && a.said == engine.Entitled {
		a.Errorf("%s: the dead are given %s", a.ago(), a.will)
	}
	a.settles()
	a.reaches("death")
	k.morning(k.today() + 2) // he leaves the family the day after, and it moves on another
}

// succeeds makes another the applicant, where he dies who was.
func (k *walker) succeeds(dead registry.Member, list []registry.Member) {
	k.Helper()
	if dead.Relation != "head" || len(list) == 1 {
		return
	}
	form := url.Values{"from": {k.today().String()}, fmt.Sprintf("relation.%d", dead.Person): {"other"}}
	heir := slices.IndexFunc(list, func(m registry.Member) bool { return m.Person != dead.Person && m.Relation != "apart" })
	for i, m := range list {
		if m.Person != dead.Person {
			form.Set(fmt.Sprintf("relation.%d", m.Person), map[bool]string{true: "head", false: m.Relation}[i == heir])
		}
	}
	k.sure(k.house()+"/head", k.as("clerk"), form, k.house())
}

// migrates moves the household to the other county's township on its page; the
// award is looked at again there, by the law of there, and goes on or ends.
func (k *walker) migrates() {
	k.Helper()
	award, from := k.awards()[0].Ref, k.house()
	form := url.Values{"to": {fmt.Sprint(k.other().below)}, "on": {k.today().String()}, "address": {"城西村1号"}}
	k.chooses(from+"/move", form, "0")
	there := *k
	there.at = k.other()
	number, err := gb.ParseNumber(k.head.Number)
	k.must(err)
	there.household = k.home(number)
	a := there.opens(award, casework.Moved)
	a.settles()
	a.reaches("move")
	k.has(k.wanted(http.StatusOK, "GET", from, k.as("clerk"), nil), []string{"已迁出"}, "复核、变更待遇")
	if given := a.said == engine.Entitled; given != there.lasts(&there) {
		a.Errorf("%s: the law says %v, and there the family has %v", a.ago(), a.said, there.awards())
	} else if given {
		there.quits()
	}
}

// quits walks the end of an award that the family wants no more.
func (k *walker) quits() {
	k.Helper()
	a := k.rounds(casework.Quitting)
	a.comes(casework.Stopped)
	a.reaches("quit")
}

// unchanged are moves that the walk of a place does not come to: the family that it
// finds in 十堰 is refused on the day. Each must be made in another place.
var unchanged = map[string][]string{
	"cn-4203": {"tekun facts do township → decision [24 25] false", "tekun decision refuse county → ended [16 32 30 31 5] false"},
}

// everywhere are the moves that changes of awards made, by place.
type everywhere struct {
	sync.Mutex
	made map[string]map[string]bool
}

var amendments = everywhere{made: map[string]map[string]bool{}}

// notes keeps what was made in a place.
func (e *everywhere) notes(place string, changed map[string]bool) {
	e.Lock()
	defer e.Unlock()
	e.made[place] = changed
}

// demands that what one place does not come to was made in another one, once all
// were walked.
func (e *everywhere) demands(t *testing.T) {
	t.Helper()
	for place, list := range unchanged {
		for _, m := range list {
			made := func(at string) bool { return at != place && e.made[at][m] }
			if len(e.made) == len(places()) && !slices.ContainsFunc(places(), made) {
				t.Errorf("%s: the move %s is not made in any other place either", place, m)
			}
		}
	}
}

// changes demands that every move was made by which the awards of a place are
// changed, that every programme came to every end, and that somebody was heard.
func (g *ground) changes() {
	g.Helper()
	amendments.notes(g.place, g.changed)
	if len(g.heard) == 0 {
		g.Errorf("%s: nobody was heard about a cut or an end", g.place)
	}
	programmes := map[string]bool{}
	for m, made := range g.changed {
		programme, _, _ := strings.Cut(m, " ")
		if programmes[programme] = true; !made && !slices.Contains(unchanged[g.place], m) {
			g.Errorf("%s: no change of an award made the move %s", g.place, m)
		}
	}
	for programme := range programmes {
		for _, what := range append([]string{"stop"}, fates...) {
			if !g.reached[programme+", "+what] {
				g.Errorf("%s: no award of %s came to %s", g.place, programme, what)
			}
		}
	}
}
