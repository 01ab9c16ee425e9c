package store_test

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"doudi/access"
	"doudi/audit"
	"doudi/casework"
	"doudi/civil"
	"doudi/fault"
	"doudi/money"
	"doudi/pack"
	"doudi/registry"
	"doudi/store"
)

// judge draws for the county.
var judge = at(12, "county_reviewer", county, county)

// byDraw is the casework of a house under a law by which cases of dibao are drawn.
func (h *house) byDraw(s *store.Store, share string) *casework.Service {
	c := h.cases(s)
	law := spotted(share)
	c.Law = func(string, map[string]string) (*pack.Resolved, error) { return law, nil }
	return c
}

// upTo has families apply, numbered from one to before another, and takes their
// cases to the decision.
func (h *house) upTo(s *store.Store, c *casework.Service, from, before int) (list []registry.Ref) {
	h.Helper()
	r := h.people(s)
	for n := from; n < before; n++ {
		head := h.entered(r, clerk, registry.Identity{Name: "王建平", Number: number("1970-05-01", 101+2*n)})
		home := h.founded(r, fmt.Sprintf("城东村%d号", n+1), "2020-01-01", head, "head")
		h.known(s, home, head)
		id, err := c.Open(background, clerk, home, "dibao")
		h.must(err)
		h.does(c, clerk, id, casework.Submit, casework.Do, casework.Accept, casework.Do)
		h.does(c, countyClerk, id, casework.Do)
		h.does(c, clerk, id, casework.Do, casework.Post)
		list = append(list, registry.Ref{Office: township.ID, ID: id})
	}
	h.clock.Pass(8 * 24 * time.Hour)
	for _, at := range list {
		h.does(c, clerk, at.ID, casework.End, casework.Judge)
	}
	return list
}

// batched makes a batch of all that wait.
func (h *house) batched(c *casework.Service) *casework.Lot {
	h.Helper()
	number, err := c.Batch(background, judge, "dibao")
	h.must(err)
	l, err := c.Lot(background, judge, number)
	h.must(err)
	return l
}

// drawn draws a batch.
func (h *house) drawn(c *casework.Service, l *casework.Lot) *casework.Lot {
	h.Helper()
	h.must(c.DrawLot(background, judge, l.Number))
	l, err := c.Lot(background, judge, l.Number)
	h.must(err)
	return l
}

// seeded are the numbers that a seed picks, reckoned as the page says that
// everybody can.
func seeded(l *casework.Lot, most int) (list []string) {
	for _, i := range l.Items {
		list = append(list, fmt.Sprintf("%x %s", sha256.Sum256(fmt.Appendf(nil, "%s %s", l.Seed, i.Number)), i.Number))
	}
	slices.Sort(list)
	for i := range list {
		list[i] = list[i][65:]
	}
	list = list[:most]
	slices.Sort(list)
	return list
}

func TestOfSevenCasesThreeAreLookedIntoBeforeTheyAreDecided(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.byDraw(s, "30%")
		all := h.upTo(s, c, 0, 7)
		desk, err := c.Work(background, judge.Actor, []access.Office{township}, casework.Asked{}, 0, 50)
		h.must(err)
		if len(desk.Lines) != 7 || slices.ContainsFunc(desk.Lines, func(p casework.Pending) bool { return p.Waits != casework.ForBatch }) {
			t.Errorf("the list of work says what they wait for: %+v", desk.Lines)
		}
		for _, at := range all {
			h.refused(h.decides(c, at.ID, casework.Approve, false, 0), "还没有编进抽查批次")
			h.refused(h.decides(c, at.ID, casework.Refuse, true, 0), "还没有编进抽查批次")
		}
		l := h.batched(c)
		if len(l.Items) != 7 || l.Share != money.Rate(300_000) {
			t.Fatalf("%+v", l)
		}
		h.refused(h.decides(c, all[0].ID, casework.Approve, false, 0), "还没有抽取")
		l = h.drawn(c, l)
		var picked []string
		for _, i := range l.Items {
			if i.Picked {
				picked = append(picked, i.Number.String())
				h.refused(h.decides(c, i.ID, casework.Approve, false, 0), "抽中了，要先由县级民政部门入户抽查")
				h.enters(c, countyVisitor, i.ID, visited(casework.Visit, int(i.ID)))
			}
			h.must(h.decides(c, i.ID, casework.Approve, false, 0))
		}
		if want := seeded(l, 3); !slices.Equal(picked, want) {
			t.Errorf("picked %q, the seed picks %q", picked, want)
		}
		h.sound(s)
	})
}

func TestABatchOfOneDrawsThatOne(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.byDraw(s, "30%")
		all := h.upTo(s, c, 0, 3)
		first := h.batched(c)
		late := h.upTo(s, c, 3, 4)
		second := h.drawn(c, h.batched(c))
		if len(first.Items) != len(all) || len(second.Items) != 1 || second.Items[0].Ref != late[0] || !second.Items[0].Picked {
			t.Errorf("%+v %+v", first, second)
		}
	})
}

func TestWhoeverDecidesWhileABatchIsMadeDecidesNothingUndrawn(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.byDraw(s, "30%")
		all := h.upTo(s, c, 0, 4)
		errs := make([]error, 3*len(all))
		var together sync.WaitGroup
		for i := range errs {
			together.Go(func() { errs[i] = h.tries(c, all[i%len(all)].ID) })
		}
		together.Go(func() {
			if number, err := c.Batch(background, judge, "dibao"); err != nil {
				t.Error(err)
			} else if err := c.DrawLot(background, judge, number); err != nil {
				t.Error(err)
			}
		})
		together.Wait()
		for _, err := range errs {
			if k := fault.Kind(err); err != nil && k != fault.Conflict && k != fault.Refused {
				t.Error(err)
			}
		}
		l, err := c.Lot(background, judge, 1)
		h.must(err)
		if len(l.Items) != len(all) {
			t.Errorf("%d of %d cases were there to be drawn", len(l.Items), len(all))
		}
		for _, i := range l.Items {
			if i.Picked && i.State != "decision" {
				t.Errorf("%s was picked and decided unvisited", i.Number)
			}
		}
		h.sound(s)
	})
}

// tries tries to decide a case as it stands now.
func (h *house) tries(c *casework.Service, id int64) error {
	now, err := c.Look(background, decider, id)
	if err == nil {
		_, err = c.Act(background, decider, casework.Entry{Case: id, Turn: now.Turn, Act: casework.Approve, Note: "经核实"})
	}
	return err
}

func TestTwoBatchesAtOnceShareNoCase(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.byDraw(s, "30%")
		h.upTo(s, c, 0, 2)
		var errs [4]error
		var together sync.WaitGroup
		for i := range errs {
			together.Go(func() { _, errs[i] = c.Batch(background, judge, "dibao") })
		}
		together.Wait()
		made := 0
		for _, err := range errs {
			if err == nil {
				made++
			} else {
				h.refused(err, "现在没有等决定")
			}
		}
		if n := h.count("case_draw_item"); made != 1 || n != 2 {
			t.Errorf("%d batches of %d cases", made, n)
		}
	})
}

func TestWhatATownshipDecidesIsNotDrawnByTheCounty(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		law := spottedWhere("30%", func(f *pack.Figure, row *pack.FigureRow) {
			if f.ID == "township_decides" {
				row.Value.Text = "true"
			}
		})
		c.Law = func(string, map[string]string) (*pack.Resolved, error) { return law, nil }
		id := h.upTo(s, c, 0, 1)[0].ID
		_, err := c.Batch(background, judge, "dibao")
		h.refused(err, "现在没有等决定")
		h.does(c, at(21, "township_reviewer", township, township), id, casework.Approve)
	})
}

func TestWhoWithdrewIsVisitedNoMore(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.byDraw(s, "100%")
		all := h.upTo(s, c, 0, 2)
		l := h.batched(c)
		h.does(c, clerk, all[0].ID, casework.Withdraw)
		l = h.drawn(c, l)
		if l.Items[0].ToVisit() || !l.Items[1].ToVisit() {
			t.Errorf("%+v", l.Items)
		}
	})
}

func TestWhatAVillageLeadsIsDrawnByItsCounty(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.byDraw(s, "30%")
		there := at(20, "county_clerk", county, village)
		head := h.entered(c.Registry, there, registry.Identity{Name: "王建平", Number: number("1970-05-01", 101)})
		home, err := c.Registry.OpenHousehold(background, there, mingxi().Schema, registry.Place{Address: "城东村9号"},
			[]registry.Member{{Person: head, Relation: "head", From: mustDay(t, "2020-01-01"), To: civil.Open}})
		h.must(err)
		at := registry.Ref{Office: village.ID, ID: 1}
		h.must(s.Cases().Do(background, village.ID, audit.Act{Name: "case.submit"}, func(tx casework.Tx) error {
			return tx.AddCase(casework.File{Ref: at, Number: "3504212026009999", Household: home, Programme: "dibao", State: "decision", Turn: 1, Entered: civil.Moment(0), Applied: mustDay(t, "2026-08-03")})
		}))
		if l := h.batched(c); len(l.Items) != 1 || l.Items[0].Ref != at {
			t.Errorf("%+v", l)
		}
	})
}
