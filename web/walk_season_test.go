package web_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"doudi/casefile"
	"doudi/casework"
	"doudi/civil"
	"doudi/pack"
)

// tour is a procedure as it is law from a day on, with what has been gone of it.
type tour struct {
	flow   *casework.Flow
	aid    string
	own    bool            // the place wrote it, and did not take it over
	longer bool            // what it gives is not given once
	fresh  bool            // its table is another than that of the version before it
	walked map[string]bool // moves, and the steps beside the line and clocks that pages showed
}

// walkThrough walks the procedures of a place in the order in which they became
// law, in one instance that lives through the years: in full, or of each procedure
// that the place has written one award.
func walkThrough(t *testing.T, place, address string, full bool) {
	t.Helper()
	law, problems := walked().set.Resolve(place)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	var days []civil.Date
	for _, p := range law.Procedures {
		if _, err := casework.NewFlow(p); err == nil && !slices.Contains(days, firstDay(place, p)) {
			days = append(days, firstDay(place, p))
		}
	}
	slices.Sort(days)
	g := grounded(t, place, address, days[0])
	before := map[string]string{}
	for _, on := range days {
		g.morning(on)
		tours := g.tours(on)
		for _, one := range tours {
			table := one.table()
			one.fresh, before[one.flow.Procedure.ID] = table != before[one.flow.Procedure.ID], table
		}
		walkers := g.walkers(tours, full)
		g.season(on, walkers)
		g.amended(walkers, full)
		for _, one := range tours {
			if full && one.own && one.fresh {
				one.complete(g)
			}
		}
	}
	if full {
		g.changes()
	} else if (len(g.changed) > 0) == slices.Contains(unlasting, place) {
		g.Errorf("%s: %d moves of changes of awards", place, len(g.changed))
	}
}

// table is all that can happen to a case by the procedure.
func (t *tour) table() (text string) {
	for _, m := range t.flow.Moves() {
		text += fmt.Sprintln(moveName(m), m.Guards)
	}
	for _, step := range t.flow.Procedure.Steps {
		if t.aside(step.ID) || strings.HasPrefix(step.ID, "whole") {
			text += step.ID + " "
		}
	}
	return text
}

// firstDay is the first on which a procedure is law where the place has law of
// its own.
func firstDay(place string, p *pack.Procedure) civil.Date {
	return max(p.From, walked().set.Packs[place].InForce.From)
}

// tours are the procedures that begin on a day, each by the first programme that
// is applied for by it.
func (g *ground) tours(on civil.Date) (list []*tour) {
	g.Helper()
	offers, err := g.site.Cases.Offers(g.Context(), g.counties[0].below, on)
	g.must(err)
	for _, o := range offers {
		p := o.Flow.Procedure
		if firstDay(g.place, p) == on && !slices.ContainsFunc(list, func(t *tour) bool { return t.flow.Procedure == p }) {
			list = append(list, &tour{flow: o.Flow, aid: o.Aid.ID, longer: o.Aid.Pays != "once", own: g.wrote(p), walked: map[string]bool{}})
		}
	}
	return list
}

// wrote tells whether a procedure stands in the place's own pack, and not as it is
// in the one above.
func (g *ground) wrote(p *pack.Procedure) bool {
	above := walked().set.Packs[g.place].Extends
	if above == "" {
		return true
	}
	law, _ := walked().set.Resolve(above)
	return !slices.ContainsFunc(law.Procedures, func(q *pack.Procedure) bool {
		return q.ID == p.ID && q.Span.Contains(firstDay(g.place, p)) && stepsOf(q) == stepsOf(p)
	})
}

// stepsOf are the steps of a procedure, to be compared.
func stepsOf(p *pack.Procedure) (text string) {
	for _, s := range p.Steps {
		text += fmt.Sprintln(s.ID, s.By, s.Within, s.Days, s.CountFrom, s.Publish)
	}
	return text
}

// walkers are the cases by which procedures are walked.
func (g *ground) walkers(tours []*tour, full bool) (list []*walker) {
	for _, one := range tours {
		journeys := one.journeys()
		switch {
		case !full && !(one.own && one.fresh):
			journeys = nil
		case full && !one.fresh && one.longer:
			journeys = []journey{journeys[0], journeys[0]} // one to be ended by the law of the day, and one otherwise
		case !full || !one.fresh:
			journeys = journeys[:1]
		}
		for _, j := range journeys {
			j.programme = one.aid
			list = append(list, &walker{ground: g, tour: one, journey: j, at: g.counties[j.county]})
		}
	}
	return list
}

// journeys are all ways on which a procedure is gone, the award first.
func (t *tour) journeys() (list []journey) {
	planned := map[string]bool{}
	for _, c := range charts(t.flow) {
		list = append(list, c.outcomes()...)
	}
	for _, j := range list {
		note(planned, j.moves)
	}
	for _, c := range charts(t.flow) {
		if t.own {
			list = append(list, c.rest(planned)...)
		}
	}
	return list
}

// season gives the cases their families and takes them on from day to day, until
// all are at their ends.
func (g *ground) season(on civil.Date, walkers []*walker) {
	g.Helper()
	g.cast(walkers, on)
	walkers = slices.DeleteFunc(walkers, func(k *walker) bool { return k.household == 0 })
	for waiting := walkers; len(waiting) > 0; g.morning(g.today() + 1) {
		waiting = slices.DeleteFunc(slices.Clone(waiting), (*walker).walk)
		if g.today() > on+200 {
			g.Fatalf("%s: %d cases do not come to their end", g.place, len(waiting))
		}
	}
}

// cast gives every case a family.
func (g *ground) cast(walkers []*walker, on civil.Date) {
	g.Helper()
	for _, c := range g.counties {
		if c.archive == nil {
			c.archive = g.archived(c)
		}
		var families []*casefile.Family
		var whose []*walker
		for _, k := range walkers {
			if k.at != c {
				continue
			}
			found := c.archive.family(k, on)
			if found == nil {
				g.Errorf("%s: the law says it of nobody", k.ago())
				continue
			}
			own := g.join(found.Family, c, on)
			k.head, k.claimant = memberOf(own, 0), memberOf(own, found.claimant).Name
			families, whose = append(families, own), append(whose, k)
		}
		for n, household := range g.bringIn(c, families) {
			whose[n].household = household
		}
	}
}

// complete demands that every move was made, every step beside the line recorded
// and every clock shown.
func (t *tour) complete(g *ground) {
	g.Helper()
	at := fmt.Sprintf("%s: %s of %s", g.place, t.flow.Procedure.ID, t.aid)
	for _, m := range t.flow.Moves() {
		if !t.walked[moveName(m)] && (m.Act == casework.Do || !(chart{Flow: t.flow}).passing(m.From)) {
			g.Errorf("%s: no case made the move %s", at, moveName(m))
		}
	}
	for _, step := range t.flow.Procedure.Steps {
		if (t.aside(step.ID) || strings.HasPrefix(step.ID, "whole")) && !t.walked[step.ID] {
			g.Errorf("%s: no case came to %s, %s", at, step.ID, step.Label)
		}
		if strings.Contains(step.Label, "抽查三成") && !t.walked["drawn"] {
			g.Errorf("%s: no case was drawn before %s, %s", at, step.ID, step.Label)
		}
	}
}

// aside tells whether a step is done beside the line, when there is cause.
func (t *tour) aside(id string) bool {
	return slices.ContainsFunc(t.flow.Asides(), func(s *pack.ProcedureStep) bool { return s.ID == id })
}
