package store_test

import (
	"testing"

	"doudi/access"
	"doudi/casework"
	"doudi/registry"
)

// inVillage is the coordinator at the desk of a household of the township that
// his village works for; atVillage the same at his own.
var (
	atVillage = at(18, "village_coordinator", village, village)
	inVillage = at(18, "village_coordinator", village, access.Office{ID: township.ID, Level: township.Level, Above: township.Above, Served: village.ID})
)

func TestACoordinatorWorksForTheFamiliesOfHisVillageAndForNoOther(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		r, c := h.people(s), h.cases(s)
		household, head := h.home(s)
		h.known(s, household, head, head+1)
		stranger := h.entered(r, clerk, registry.Identity{Name: "王建军", Number: number("1971-05-01", 109)})
		other := h.founded(r, "城西村3号", "2020-01-01", stranger, "head")
		h.refused(r.ChangePlace(background, clerk, household, registry.Place{Address: "城东村12号", Village: county.ID}), "不是家庭所在的乡镇")
		h.must(r.ChangePlace(background, clerk, household, registry.Place{Address: "城东村12号", Village: village.ID}))
		for of, want := range map[registry.Subject]int64{{Office: 2, Of: registry.OfHousehold, ID: household}: village.ID, {Office: 2, Of: registry.OfMember, ID: head + 1}: village.ID,
			{Office: 2, Of: registry.OfHousehold, ID: other}: 0, {Office: 2, Of: registry.OfMember, ID: stranger}: 0, {Office: 2, Of: registry.OfHousehold, ID: 99}: 0} {
			if got, err := r.VillageOf(background, of); err != nil || got != want {
				t.Errorf("%v: %d %v", of, got, err)
			}
		}
		id, err := c.Open(background, inVillage, household, "dibao")
		h.must(err)
		if got, err := c.VillageOf(background, registry.Ref{Office: 2, ID: id}, false); err != nil || got != village.ID {
			t.Errorf("the case: %d %v", got, err)
		}
		far, err := c.Open(background, clerk, other, "dibao")
		h.must(err)
		h.does(c, inVillage, id, casework.Submit, casework.Do)
		_, err = c.Act(background, inVillage, h.entry(c, id, casework.Accept, ""))
		h.refused(err, "乡镇（街道）经办人")
		h.does(c, clerk, id, casework.Accept)
		h.does(c, inVillage, id, casework.Do)
		h.does(c, countyClerk, id, casework.Do)
		_, err = c.Enter(background, inVillage, id, visited(casework.Survey, 3), signed(casework.Survey), blankSheet)
		h.refused(err, "请从列表里选同去的乡镇（街道）同事")
		answered := visited(casework.Check, 4)
		answered.Said = []casework.Finding{{About: "member.1", Label: "王桂兰", Text: casework.AsDeclared}}
		_, err = c.Enter(background, inVillage, id, answered, nil, blankSheet)
		h.refused(err, "村（居）协理员不登记")
		before := h.seq(s)
		h.does(c, inVillage, id, casework.Do)
		if h.seq(s) != before+2 {
			t.Errorf("the survey and the step are in the chain of the township: %d", h.seq(s)-before)
		}
		_, err = c.Act(background, inVillage, h.entry(c, id, casework.Judge, ""))
		h.refused(err, "乡镇（街道）经办人")
		h.does(c, clerk, id, casework.Judge)
		h.does(c, inVillage, id, casework.Post)
		h.stands(c, id, "notice.up")
		_, err = c.Look(background, at(18, "village_coordinator", village, township), far)
		h.refused(err, "没有在这里")
		_, err = c.Look(background, atVillage, id)
		h.refused(err, "没有第")
		h.findsAtVillage(r, household, head)
		work, err := c.Work(background, atVillage.Actor, []access.Office{county, township, village}, casework.Asked{}, 0, 10)
		if err != nil || len(work.Lines) != 1 || work.Lines[0].ID != id {
			t.Errorf("his work: %+v %v", work, err)
		}
		work, err = c.Work(background, countyClerk.Actor, []access.Office{county, township, village}, casework.Asked{}, 0, 10)
		if err != nil || len(work.Lines) != 2 {
			t.Errorf("the county sees each case once: %d %v", len(work.Lines), err)
		}
		h.sound(s)
	})
}

// findsAtVillage searches at the village, by all ways.
func (h *house) findsAtVillage(r *registry.Registry, household, head int64) {
	h.Helper()
	here := []access.Office{village}
	for by, text := range map[registry.By]string{registry.ByName: "王建", registry.ByNumber: number("1970-05-01", 101)} {
		if f, err := r.Find(background, atVillage, by, text, here); err != nil || len(f.Cards) != 1 || f.Cards[0].ID != head {
			h.Errorf("%s: %+v %v", by, f, err)
		}
	}
	if f, err := r.Find(background, atVillage, registry.ByNumber, number("1971-05-01", 109), here); err != nil || len(f.Cards) != 0 || f.Elsewhere != township.ID {
		h.Errorf("somebody of another village: %+v %v", f, err)
	}
	if f, err := r.Find(background, atVillage, registry.ByAddress, "城", here); err == nil {
		h.Errorf("one character finds %+v", f)
	}
	if f, err := r.Find(background, atVillage, registry.ByAddress, "城东", here); err != nil || len(f.Households) != 1 || f.Households[0].ID != household {
		h.Errorf("by address: %+v %v", f, err)
	}
	if f, err := r.Find(background, atVillage, registry.ByAddress, "城西", here); err != nil || len(f.Households) != 0 {
		h.Errorf("another village: %+v %v", f, err)
	}
	if list, err := r.Serves(background, atVillage); err != nil || len(list) != 1 || list[0].ID != household {
		h.Errorf("the list: %+v %v", list, err)
	}
	if list, err := r.Serves(background, clerk); err != nil || len(list) != 0 {
		h.Errorf("a township has no village's list: %+v %v", list, err)
	}
}

func TestWhatComesOutOfHouseholdsOfAVillageStaysThere(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		r := h.people(s)
		household, head := h.home(s)
		h.must(r.ChangePlace(background, clerk, household, registry.Place{Address: "城东村12号", Village: village.ID}))
		single := h.founded(r, "城西村3号", "2020-01-01", h.entered(r, clerk, registry.Identity{Name: "王建军", Number: number("1971-05-01", 109)}), "head")
		day := mustDay(t, "2026-08-01")
		heirs, err := r.Split(background, clerk, mingxi().Schema, household, []registry.Part{{Address: "甲", Members: []registry.Member{{Person: head, Relation: "head"}}},
			{Address: "乙", Members: []registry.Member{{Person: head + 1, Relation: "head"}}}}, registry.Ending{On: day})
		h.must(err)
		for _, heir := range heirs {
			f, err := r.Family(background, clerk, heir.ID)
			if err != nil || f.Village != village.ID {
				t.Errorf("%+v %v", f.Household, err)
			}
		}
		whole, err := r.Merge(background, clerk, mingxi().Schema, []int64{heirs[0].ID, single}, registry.Part{Address: "丙", Members: []registry.Member{{Person: head, Relation: "head"}, {Person: head + 2, Relation: "other"}}}, registry.Ending{On: day + 1})
		h.must(err)
		if f, err := r.Family(background, clerk, whole.ID); err != nil || f.Village != 0 {
			t.Errorf("of two villages: %+v %v", f.Household, err)
		}
	})
}
