package store_test

import (
	"crypto/sha256"
	"fmt"
	"testing"

	"doudi/casework"
	"doudi/civil"
	"doudi/money"
	"doudi/pack"
	"doudi/registry"
)

// spotted is the law of Mingxi where cases of dibao are drawn too.
func spotted(share string) *pack.Resolved {
	return spottedWhere(share, func(*pack.Figure, *pack.FigureRow) {})
}

// spottedWhere is the same with another change to rows of figures.
func spottedWhere(share string, change func(*pack.Figure, *pack.FigureRow)) *pack.Resolved {
	return mingxiWhere(func(f *pack.Figure, row *pack.FigureRow) {
		row.Status = pack.Published
		if f.ID == "dibao_check_share" {
			row.Value.Text, row.Span = share, pack.Span{From: 0, To: civil.Open}
		}
		change(f, row)
	})
}

func TestCasesAreDrawnByASeedThatEverybodyCanTryAgain(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		law := spotted("30%")
		c.Law = func(string, map[string]string) (*pack.Resolved, error) { return law, nil }
		id, _, _ := h.decidable(s, c)
		h.does(c, clerk, id, casework.Judge)
		spots, err := c.Spots(background, judge)
		h.must(err)
		var dibao casework.Spot
		for _, one := range spots {
			if one.Programme == "dibao" {
				dibao = one
			}
		}
		if len(dibao.Cases) != 1 || dibao.Share != money.Rate(300000) {
			t.Fatalf("%+v", spots)
		}
		h.refused(h.decides(c, id, casework.Approve, false, 0), "还没有编进抽查批次；请县里审核人先在“抽查”里编成一批")
		_, err = c.Batch(background, at(15, "county_decider", county, county), "dibao")
		h.refused(err, "您没有在这里")
		_, err = c.Batch(background, judge, "edge")
		h.refused(err, "没有要求抽查这个项目")
		number, err := c.Batch(background, judge, "dibao")
		h.must(err)
		_, err = c.Batch(background, judge, "dibao")
		h.refused(err, "没有等决定、还没有编进批次的")
		before, err := c.Lot(background, judge, number)
		h.must(err)
		if before.Seed != "" || len(before.Digest) != 64 || before.Items[0].Picked {
			t.Errorf("the seed is not known before: %+v", before)
		}
		h.refused(h.decides(c, id, casework.Approve, false, 0), "还没有抽取")
		h.must(c.DrawLot(background, judge, number))
		h.refused(c.DrawLot(background, judge, number), "别人刚刚改过")
		after, err := c.Lot(background, judge, number)
		h.must(err)
		if !after.Sound() || !after.Items[0].Picked || fmt.Sprintf("%x", sha256.Sum256([]byte(after.Seed))) != before.Digest {
			t.Errorf("three in ten of one case are one: %+v", after)
		}
		after.Items[0].Picked = false
		if after.Sound() {
			t.Error("another list than the seed's is found out")
		}
		h.refused(h.decides(c, id, casework.Approve, false, 0), "抽中了，要先由县级民政部门入户抽查")
		file := registry.Ref{Office: 2, ID: id}
		h.refused(c.FindLot(background, judge, number, file, casework.FoundRight), "还没有县级入户调查表")
		h.enters(c, countyVisitor, id, visited(casework.Visit, 77))
		h.refused(c.FindLot(background, judge, number, file, ""), "没有选")
		h.must(c.FindLot(background, judge, number, file, casework.FoundDiffers))
		h.does(c, decider, id, casework.Approve)
		h.sound(s)
	})
}
