package web_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"doudi/casefile"
	"doudi/casework"
	"doudi/civil"
	"doudi/engine"
	"doudi/fact"
	"doudi/money"
)

// indicators are the six by which it is found how far somebody can look after
// himself (民发〔2021〕43号第二十一条).
var indicators = []string{"eat", "dress", "bed", "toilet", "walk", "bathe"}

// alone is an old man of sixty without income or property, of whom nobody has
// looked yet what he can do himself.
func (g *ground) alone(on civil.Date) *walker {
	g.Helper()
	tours := g.tours(on)
	one := tours[slices.IndexFunc(tours, func(t *tour) bool { return t.aid == "tekun" })]
	c := g.counties[0]
	archive := g.archived(c)
	at := slices.IndexFunc(archive.families, func(f *casefile.Family) bool {
		return f.Name == "正好六十周岁的老人，三条都有，是特困人员"
	})
	own := g.join(archive.families[at], c, on)
	schema := own.Snapshot.Schema
	table := func(of fact.EntityID, name string) int {
		id, _ := schema.Entity(name)
		return slices.Index(schema.Entities[of].Tables, id)
	}
	member := &own.Snapshot.Household.Tables[table(fact.HouseholdEntity, "member")].Rows[0]
	member.Tables[table(fact.MemberEntity, "care_check")] = fact.Table{}
	k := &walker{ground: g, tour: one, at: c, journey: journey{outcome: "award", programme: "tekun", said: engine.Entitled}}
	k.head, k.household = memberOf(own, 0), g.bringIn(c, []*casefile.Family{own})[0]
	return k
}

// looked enters at the applicant's page which of the indicators he does not reach.
func (k *walker) looked(failed int) {
	k.Helper()
	path := fmt.Sprintf("/office/%d/person/%d/facts/care_check", k.at.below, k.household)
	form := filled(k.wanted(http.StatusOK, "GET", path, k.as("clerk"), nil))
	form.Set("source", "surveyed")
	form.Set("m.0.care_checks", "all")
	form.Set("m.0.care_checks.n", "6")
	for i, item := range indicators {
		form.Set(fmt.Sprintf("m.0.care_checks.%d.item", i), item)
		form.Set(fmt.Sprintf("m.0.care_checks.%d.able", i), fmt.Sprint(i >= failed))
	}
	k.wanted(http.StatusSeeOther, "POST", path, k.as("clerk"), form)
}

// until walks the first moves of the case, from day to day.
func (k *walker) until(moves []casework.Move) {
	k.Helper()
	for k.moves = moves; !k.walk(); {
		k.morning(k.today() + 1)
	}
}

func TestATekunCaseIsAwardedByItsSixIndicators(t *testing.T) {
	t.Parallel()
	on, _ := civil.ParseDate("2026-07-01")
	for name, c := range map[string]struct {
		failed int
		sum    money.Fen
	}{
		"who can do all six himself":  {0, 140000},
		"who cannot do one of them":   {1, 180000},
		"who cannot do three of them": {3, 180000},
		"who cannot do four of them":  {4, 230000},
		"who cannot do a single one":  {6, 230000},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := grounded(t, "cn", "", on)
			g.morning(on)
			k := g.alone(on)
			way := chart{Flow: k.flow}.to(casework.Draft, casework.Awarded)
			surveyed := 1 + slices.IndexFunc(way, func(m casework.Move) bool { return m.Step != nil && m.Step.ID == "survey" })
			k.until(way[:surveyed])
			k.looked(c.failed)
			k.until(way)
			if list := k.awards(); len(list) != 1 || list[0].Decisions[0].Sum != c.sum || list[0].Decisions[0].Per != "month" {
				t.Errorf("%+v", list)
			}
		})
	}
}
