package store_test

import (
	"slices"
	"testing"
	"time"

	"doudi/access"
	"doudi/casework"
	"doudi/civil"
	"doudi/pack"
	"doudi/paper"
	"doudi/registry"
	"doudi/store"
)

// twoPosts is somebody of the county who enters and decides: no role forbids it.
func twoPosts(staff int64) registry.Desk { return both(staff, "county_clerk", "county_decider") }

// undecided takes a case of a household to its decision by other hands.
func (h *house) undecided(c *casework.Service, household int64) (id int64) {
	h.Helper()
	id, err := c.Open(background, clerk, household, "dibao")
	h.must(err)
	h.does(c, clerk, id, casework.Submit, casework.Do, casework.Accept, casework.Do)
	h.does(c, countyClerk, id, casework.Do)
	h.does(c, clerk, id, casework.Do, casework.Post)
	h.clock.Pass(8 * 24 * time.Hour)
	h.does(c, clerk, id, casework.End)
	return id
}

func TestWhoEnteredWhatACaseStandsOnDoesNotDecideIt(t *testing.T) {
	const other = "由两个人办；前一步是您办的"
	answers := func(t *testing.T, value string) []registry.Answer {
		return []registry.Answer{said(t, "member.disability_level", value, "2026-08-01", 0)}
	}
	for name, enter := range map[string]func(h *house, s *store.Store, d registry.Desk, household, head int64){
		"a fact of a member": func(h *house, s *store.Store, d registry.Desk, _, head int64) {
			h.must(h.people(s).EnterFacts(background, d, mingxi().Schema, of("member", head), answers(h.T, "2")))
		},
		"a fact that was taken back": func(h *house, s *store.Store, d registry.Desk, _, head int64) {
			r := h.people(s)
			h.must(r.EnterFacts(background, clerk, mingxi().Schema, of("member", head), answers(h.T, "2")))
			h.must(r.EnterFacts(background, d, mingxi().Schema, of("member", head), answers(h.T, "")))
		},
		"a fact of the household": func(h *house, s *store.Store, d registry.Desk, household, _ int64) {
			h.must(h.people(s).EnterFacts(background, d, mingxi().Schema, of("household", household), []registry.Answer{said(h.T, "household.area", "rural", "2026-08-01", 0)}))
		},
		"the address": func(h *house, s *store.Store, d registry.Desk, household, _ int64) {
			h.must(h.people(s).ChangePlace(background, d, household, registry.Place{Address: "城东村14号"}))
		},
		"a phone": func(h *house, s *store.Store, d registry.Desk, _, head int64) {
			h.must(h.people(s).CorrectPerson(background, d, head, registry.Identity{Phone: "13800138000", Rest: true}))
		},
		"somebody who came into the household": func(h *house, s *store.Store, d registry.Desk, household, _ int64) {
			r := h.people(s)
			child := h.entered(r, clerk, registry.Identity{Name: "王小明", Number: number("2015-03-08", 103)})
			h.must(r.ChangeMember(background, d, mingxi().Schema, registry.Member{Household: household, Person: child, Relation: "child", From: mustDay(h.T, "2026-08-01"), To: civil.Open}))
		},
		"somebody who left it": func(h *house, s *store.Store, d registry.Desk, household, head int64) {
			h.must(h.people(s).Leave(background, d, mingxi().Schema, household, registry.Departure{Person: head + 1, Last: mustDay(h.T, "2026-08-31"), Why: registry.MovedOut}))
		},
		"a paper": func(h *house, s *store.Store, d registry.Desk, household, head int64) {
			_, err := h.files(s).Add(background, d, paper.Upload{Household: household, Person: head, Kind: "identity_card", From: "2026-08-20"}, h.photograph(1))
			h.must(err)
		},
	} {
		t.Run(name, func(t *testing.T) {
			onBoth(t, func(t *testing.T, h *house) {
				s := h.open()
				c := h.cases(s)
				household, head := h.home(s)
				h.known(s, household, head, head+1)
				id := h.undecided(c, household)
				both := twoPosts(16)
				enter(h, s, both, household, head)
				for _, act := range []casework.Act{casework.Approve, casework.Refuse, casework.Return} {
					_, err := c.Act(background, both, h.entry(c, id, act, "因为"))
					h.refused(err, other)
				}
				stand := both
				stand.Actor.Posts = []access.Post{{Role: "county_decider", Office: county, To: civil.Open, For: 15}}
				_, err := c.Act(background, stand, h.entry(c, id, casework.Approve, ""))
				h.refused(err, other)
				h.does(c, twoPosts(18), id, casework.Return)
				h.sound(s)
			})
		})
	}
}

func TestWhatWasEnteredBeforeTheDraftCountsAsLongAsItStands(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c, r := h.cases(s), h.people(s)
		household, head := h.home(s)
		h.known(s, household, head, head+1)
		long := func(d registry.Desk, value string) {
			h.must(r.EnterFacts(background, d, mingxi().Schema, of("member", head), []registry.Answer{said(t, "member.disability_level", value, "2020-01-01", 0)}))
		}
		long(twoPosts(16), "2")
		long(twoPosts(17), "1") // what 16 entered stands no more
		h.clock.Pass(time.Hour)
		id := h.undecided(c, household)
		_, err := c.Act(background, twoPosts(17), h.entry(c, id, casework.Approve, ""))
		h.refused(err, "由两个人办")
		h.does(c, twoPosts(16), id, casework.Return)
	})
}

func TestWhoImportsATableDoesNotDecideOnItsFamilies(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		r, both := c.Registry, twoPosts(16)
		sheet, err := r.Take(background, both, "表.csv", couple())
		h.must(err)
		h.must(r.ReadSheet(background, both, sheet, reading))
		h.must(r.Confirm(background, both, sheet))
		h.must(r.EnterSheet(background, both, sheet, reading, always))
		h.known(s, 1, 1, 2)
		h.clock.Pass(time.Hour)
		id := h.undecided(c, 1)
		_, err = c.Act(background, both, h.entry(c, id, casework.Approve, ""))
		h.refused(err, "由两个人办")
		h.does(c, decider, id, casework.Return)
	})
}

func TestWhoEnteredAFamilyBeforeItMovedIsKnownWhereItIsNow(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		household, head := h.home(s)
		h.must(c.Registry.EnterFacts(background, twoPosts(16), mingxi().Schema, of("member", head), []registry.Answer{said(t, "member.disability_level", "2", "2026-08-01", 0)}))
		heir, err := c.Registry.Move(background, clerk, mingxi().Schema, household, village, "城东村9号", registry.Ending{On: mustDay(t, "2026-09-01")})
		h.must(err)
		there := at(13, "village_coordinator", village, village)
		id, err := c.Open(background, there, heir.ID, "dibao")
		h.must(err)
		now, err := c.Look(background, there, id)
		h.must(err)
		for by, act := range map[int64]string{16: "household.change", 10: "household.move"} {
			if !slices.Contains(now.Registered, access.Done{Act: act, By: by}) {
				t.Errorf("%s by %d is not known: %+v", act, by, now.Registered)
			}
		}
	})
}

func TestTwoLevelsOfReviewAreTwoPeople(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		c.Law = func(string, map[string]string) (*pack.Resolved, error) {
			return reviewed(func(*pack.Procedure) {}), nil
		}
		id := h.accepted(s, c)
		h.does(c, clerk, id, casework.Do)
		h.does(c, countyClerk, id, casework.Do)
		h.does(c, clerk, id, casework.Do)
		everywhere := at(19, "township_reviewer", township, township)
		everywhere.Actor.Posts = append(everywhere.Actor.Posts, access.Post{Role: "county_reviewer", Office: county, To: civil.Open})
		h.does(c, everywhere, id, casework.Do)
		h.stands(c, id, "county_opinion")
		stand := everywhere
		stand.Actor.Posts = []access.Post{{Role: "county_reviewer", Office: county, To: civil.Open, For: 12}}
		for _, who := range []registry.Desk{everywhere, stand} {
			_, err := c.Act(background, who, h.entry(c, id, casework.Do, ""))
			h.refused(err, "两级审核要由两个人办")
		}
		h.does(c, reviewer, id, casework.Do)
		h.stands(c, id, "notice")
	})
}

// altered is the law of the county with a procedure of low income altered.
func altered(alter func(*pack.Procedure)) *pack.Resolved {
	r := mingxi()
	law := &pack.Resolved{ID: r.ID, Chain: r.Chain, Labels: r.Labels, Schema: r.Schema, Sources: r.Sources, Figures: r.Figures, Rules: r.Rules,
		Programmes: r.Programmes, Choices: r.Choices, Stacking: r.Stacking, Constraints: r.Constraints, Procedures: slices.Clone(r.Procedures), Packs: r.Packs}
	for i, p := range law.Procedures {
		if p.ID == "dibao-confirmation" {
			own := *p
			own.Steps = slices.Clone(own.Steps)
			alter(&own)
			law.Procedures[i] = &own
		}
	}
	return law
}

// reviewed is the law of the county with a review by each level, altered further.
func reviewed(alter func(*pack.Procedure)) *pack.Resolved {
	return altered(func(own *pack.Procedure) {
		at := slices.IndexFunc(own.Steps, func(s pack.ProcedureStep) bool { return s.ID == "notice" })
		if at < 0 {
			return // a form of older days
		}
		own.Steps = slices.Insert(own.Steps, at,
			pack.ProcedureStep{ID: "first_review", Label: "提出审核意见", By: casework.Township},
			pack.ProcedureStep{ID: "county_opinion", Label: "提出审批意见", By: casework.County})
		alter(own)
	})
}

func TestAReviewerOfATownshipThatDecidesDoesNotDecideWhatHeReviewed(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		law := reviewed(func(p *pack.Procedure) {
			for i := range p.Steps {
				if p.Steps[i].ID == "decision" {
					p.Steps[i].By = casework.Township
				}
			}
			p.Steps = slices.DeleteFunc(p.Steps, func(s pack.ProcedureStep) bool { return s.ID == "notice" || s.ID == "county_opinion" })
		})
		c.Law = func(string, map[string]string) (*pack.Resolved, error) { return law, nil }
		id := h.accepted(s, c)
		h.does(c, clerk, id, casework.Do)
		h.does(c, countyClerk, id, casework.Do)
		h.does(c, clerk, id, casework.Do)
		h.does(c, townReviewer, id, casework.Do)
		for _, act := range []casework.Act{casework.Approve, casework.Refuse, casework.Return} {
			_, err := c.Act(background, townReviewer, h.entry(c, id, act, "因为"))
			h.refused(err, "审核和作出决定要由两个人办")
		}
		h.does(c, at(20, "township_reviewer", township, township), id, casework.Return)
	})
}
