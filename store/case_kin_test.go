package store_test

import (
	"slices"
	"testing"
	"time"

	"doudi/casework"
	"doudi/pack"
	"doudi/registry"
	"doudi/store"
)

// father is a near relative in the family of a house: of the clerk, unless somebody
// else is named.
func father(staff int64) registry.Kinship {
	return registry.Kinship{Staff: staff, Relation: "parent", Name: "王建国", Number: number("1970-05-01", 101)}
}

func TestNobodyActsOnTheCaseOfHisNearRelative(t *testing.T) {
	const own = "登记为您近亲属的人"
	for name, one := range map[string]struct {
		staff int64
		begin func(h *house, s *store.Store, c *casework.Service) int64
		does  func(h *house, c *casework.Service, id int64) error
		other registry.Desk
	}{
		"who decides": {15, func(h *house, s *store.Store, c *casework.Service) int64 {
			id, _, _ := h.decidable(s, c)
			h.does(c, clerk, id, casework.Judge)
			h.enters(c, countyVisitor, id, visited(casework.Visit, 1))
			return id
		}, func(h *house, c *casework.Service, id int64) error {
			return h.decides(c, id, casework.Approve, false, 0)
		}, at(19, "county_decider", county, township)},
		"who gives urgent aid, which others give without delay": {13, func(h *house, s *store.Store, c *casework.Service) int64 {
			id, _ := h.burnt(s, c, "3000元")
			return id
		}, func(h *house, c *casework.Service, id int64) error {
			_, err := c.Act(background, townReviewer, h.entry(c, id, casework.Approve, ""))
			return err
		}, at(19, "township_reviewer", township, township)},
		"who investigates": {10, func(h *house, s *store.Store, c *casework.Service) int64 { return h.accepted(s, c) },
			func(h *house, c *casework.Service, id int64) error {
				_, err := c.Enter(background, clerk, id, visited(casework.Survey, 1), signed(casework.Survey), blankSheet)
				return err
			}, registry.Desk{}},
	} {
		t.Run(name, func(t *testing.T) {
			onBoth(t, func(t *testing.T, h *house) {
				s := h.open()
				c := h.cases(s)
				id := one.begin(h, s, c)
				_, err := c.Registry.RegisterRelative(background, at(14, "township_clerk", township, township), father(one.staff))
				h.must(err)
				h.refused(one.does(h, c, id), own)
				if one.other.Actor.Staff != 0 {
					h.does(c, one.other, id, casework.Approve)
				}
			})
		})
	}
}

func TestANearRelativeStaysOneForTheCaseThatRuns(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		other := at(14, "township_clerk", township, township)
		before, err := c.Registry.RegisterRelative(background, other, father(41))
		h.must(err)
		h.must(c.Registry.EndRelative(background, other, before))
		h.clock.Pass(time.Hour)
		id, _, _ := h.decidable(s, c)
		if now := h.stands(c, id, "decision"); now.Kin {
			t.Error("an entry that was ended before the case counts")
		}
		kin, err := c.Registry.RegisterRelative(background, other, father(40))
		h.must(err)
		h.does(c, clerk, id, casework.Judge)
		h.refused(h.decides(c, id, casework.Approve, false, 0), "要先由县级民政部门入户调查")
		h.must(c.Registry.EndRelative(background, other, kin))
		h.refused(h.decides(c, id, casework.Approve, false, 0), "要先由县级民政部门入户调查")
		h.enters(c, countyVisitor, id, visited(casework.Visit, 1))
		h.must(h.decides(c, id, casework.Approve, false, 0))
		h.sound(s)
	})
}

// 57号第十一条 and 220号第十四条 speak of those who apply for dibao: 43号 and 23号 ask for
// no filing and no visit of the county where a near relative applies for 特困 or
// 临时救助. There only the hands are apart.
func TestTheCountyVisitsFirstWhereTheLawOfDibaoSaysSo(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		c := h.cases(h.open())
		offers, err := c.Offers(background, township.ID, c.Registry.Today())
		h.must(err)
		var visits []string
		for _, o := range offers {
			if slices.ContainsFunc(o.Flow.Asides(), func(s *pack.ProcedureStep) bool { return s.ID == string(casework.Visit) && s.By == casework.County }) {
				visits = append(visits, o.Aid.ID)
			}
		}
		slices.Sort(visits)
		if want := []string{"dibao", "edge", "single_dibao"}; !slices.Equal(visits, want) {
			t.Errorf("%q, want %q", visits, want)
		}
	})
}
