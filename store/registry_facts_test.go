package store_test

import (
	"fmt"
	"strings"
	"testing"

	"doudi/civil"
	"doudi/fact"
	"doudi/fault"
	"doudi/paper"
	"doudi/registry"
)

func TestWhatOthersChangedMeanwhileIsNotOverwrittenUnseen(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		r := h.people(s)
		law := mingxi().Schema
		p := h.three(r)
		about := of(registry.OfMember, p[0])
		h.must(r.EnterFacts(background, clerk, law, about, []registry.Answer{said(t, "member.employment", "'jobless'", "2026-01-01", 0)}))
		seen := h.seq(s)
		h.must(r.EnterFacts(background, clerk, law, about, []registry.Answer{said(t, "member.employment", "'employed'", "2026-02-01", 0)}))
		err := r.ChangeFacts(background, clerk, law, about, seen, []registry.Answer{said(t, "member.employment", "'retired'", "2026-03-01", 0)})
		if h.refused(err, "别人刚刚改过"); fault.Kind(err) != fault.Conflict {
			t.Error(fault.Kind(err))
		}
		h.must(r.ChangeFacts(background, clerk, law, about, seen, []registry.Answer{said(t, "member.school_stage", "none", "2026-03-01", 0)})) // another fact
		h.must(r.ChangeFacts(background, clerk, law, about, h.seq(s), []registry.Answer{said(t, "member.employment", "'retired'", "2026-03-01", 0)}))
	})
}

func TestEvidenceIsAPaperOfTheFamily(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		r, files, law := h.people(s), h.files(s), mingxi().Schema
		p := h.three(r)
		home, other := h.founded(r, "", "2026-01-01", p[0], "head", p[2], "child"), h.founded(r, "", "2026-01-01", p[1], "head")
		brought := func(household int64, seed uint64) int64 {
			id, err := files.Add(background, clerk, paper.Upload{Household: household, Kind: "photo"}, h.photograph(seed))
			h.must(err)
			return id
		}
		own, theirs, wrong := brought(home, 1), brought(other, 2), brought(home, 3)
		h.must(files.Withdraw(background, clerk, home, wrong, "unreadable", ""))
		enter := func(of registry.Subject, key, value string, evidence int64) error {
			a := said(t, key, value, "2026-03-01", 0)
			a.Evidence = evidence
			return r.EnterFacts(background, clerk, law, of, []registry.Answer{a})
		}
		member, household := of(registry.OfMember, p[2]), of(registry.OfHousehold, home)
		for _, evidence := range []int64{theirs, wrong, wrong + 1} {
			h.refused(enter(member, "member.school_stage", "none", evidence), "这一家没有编号为")
			h.refused(enter(household, "household.area", "rural", evidence), "这一家没有编号为")
		}
		h.must(enter(member, "member.school_stage", "none", own))
		h.must(enter(household, "household.area", "rural", own))
		// the papers of the household in which he was before still tell of him
		h.must(r.Leave(background, clerk, law, home, registry.Departure{Person: p[2], Last: mustDay(t, "2026-05-31"), Why: registry.MovedOut}))
		h.must(r.ChangeMember(background, clerk, law, registry.Member{Household: other, Person: p[2], Relation: "child", From: mustDay(t, "2026-06-01"), To: civil.Open}))
		h.must(enter(member, "member.school_stage", "none", own))
		h.must(enter(of(registry.OfHousehold, other), "household.area", "rural", own))
		h.refused(enter(of(registry.OfMember, p[1]), "member.school_stage", "none", own), "这一家没有编号为")
	})
}

func TestSealedFactsAreShownForAPurposeAndCounted(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		r := h.people(s)
		p := h.three(r)
		about := of(registry.OfMember, p[0])
		h.must(r.EnterFacts(background, clerk, mingxi().Schema, about, []registry.Answer{said(t, "member.disability_level", "2", "2026-01-01", 0), said(t, "member.employment", "'jobless'", "2026-01-01", 0)}))
		shown := func(l registry.History) string { return fmt.Sprint(l.Facts[0].Value, " ", l.Facts[1].Value) }
		list, err := r.Timeline(background, clerk, about)
		if err != nil || shown(list) != " 'jobless'" {
			t.Errorf("masked: %q %v", shown(list), err)
		}
		list, err = r.UnmaskTimeline(background, clerk, about, registry.ForSurvey)
		if err != nil || shown(list) != "2 'jobless'" {
			t.Errorf("for a survey: %q %v", shown(list), err)
		}
		_, err = r.UnmaskTimeline(background, clerk, about, registry.ForPayment)
		h.refused(err, "这个用途")
		_, err = r.UnmaskTimeline(background, at(14, "finance_officer", county, township), about, registry.ForPayment)
		h.refused(err, "没有在这里")
		if x := h.export(s); strings.Count(x, "act fact.unmask\nobject person:1\nresult viewed\npurpose survey") != 1 {
			t.Error("the view is not in the chain")
		}
		for range 199 {
			_, err = r.UnmaskTimeline(background, clerk, about, registry.ForSurvey)
			h.must(err)
		}
		_, err = r.UnmaskTimeline(background, clerk, about, registry.ForSurvey)
		h.refused(err, "已满200次")
		h.sound(s)
	})
}

func TestATableThatWasAskedAboutInVainIsNotNone(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		r := h.people(s)
		home := h.founded(r, "", "2026-01-01", h.three(r)[0], "head")
		for i, word := range []string{"", "unknown", "complete", "partial"} {
			if word != "" {
				h.must(r.EnterFacts(background, clerk, mingxi().Schema, of(registry.OfHousehold, home), []registry.Answer{said(t, "asset", word, "2026-01-01", 0)}))
			}
			snap, err := r.Snapshot(background, clerk, registry.Question{Law: mingxi(), Household: home, On: mustDay(t, "2026-02-01"), Known: registry.Now})
			h.must(err)
			asset, _ := mingxi().Schema.Entity("asset")
			want := []fact.Completeness{fact.NotAsked, fact.NotAsked, fact.Complete, fact.Partial}[i]
			for at, table := range mingxi().Schema.Entities[fact.HouseholdEntity].Tables {
				if table == asset && snap.Snapshot.Household.Tables[at].State != want {
					t.Errorf("%q: %v", word, snap.Snapshot.Household.Tables[at].State)
				}
			}
		}
	})
}

func TestWhoOwesSupportIsBoundToHisRecordAndShownFromBothSides(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		r := h.people(s)
		law := mingxi().Schema
		p := h.three(r) // a father, his wife, a son
		there := at(13, "village_coordinator", village, village)
		n := number("1990-02-02", 70)
		away := h.entered(r, there, registry.Identity{Name: "王小红", Number: n}) // a daughter in another office
		h.founded(r, "", "2026-01-01", p[0], "head", p[1], "spouse")
		h.must(r.EnterFacts(background, clerk, law, of(registry.OfMember, p[0]), []registry.Answer{
			said(t, "supporter.situation", "'ordinary'", "2026-01-01", -1), said(t, "supporter.situation", "'ordinary'", "2026-01-01", -2), said(t, "supporter", "complete", "2026-01-01", 0)}))
		day := mustDay(t, "2026-02-01")
		h.must(r.BindRow(background, clerk, p[0], "supporter", 1, fmt.Sprint(p[2]), day))
		h.must(r.BindRow(background, clerk, p[0], "supporter", 2, n, day))
		for name, err := range map[string]error{
			"不能是本人":     r.BindRow(background, clerk, p[0], "supporter", 1, fmt.Sprint(p[0]), day),
			"没有这个编号":    r.BindRow(background, clerk, p[0], "supporter", 1, "999", day),
			"没有登记过这个号码": r.BindRow(background, clerk, p[0], "supporter", 1, number("1990-02-02", 71), day),
			"位数不对":      r.BindRow(background, clerk, p[0], "supporter", 1, "35042119900202", day),
			"没有登记这一条":   r.BindRow(background, clerk, p[0], "supporter", 3, fmt.Sprint(p[2]), day),
			"没有在这里":     r.BindRow(background, reviewer, p[0], "supporter", 1, fmt.Sprint(p[2]), day),
		} {
			h.refused(err, name)
		}
		h.refused(r.BindRow(background, clerk, p[0], "supporter", 1, fmt.Sprint(p[2]), mustDay(t, "2025-12-31")), "没有登记这一条")
		bonds := func(d registry.Desk, person int64) string {
			list, err := r.Bonds(background, d, person)
			h.must(err)
			text := ""
			for _, b := range list {
				text += fmt.Sprintf("%s %d %v %d/%d %s %s; ", b.Table, b.Line, b.Own, b.Other.Office, b.Other.ID, b.Name, b.From)
			}
			return text
		}
		want := fmt.Sprintf("supporter 1 true 2/%d 王小明 2026-02-01; supporter 2 true 3/%d  2026-02-01; ", p[2], away)
		if got := bonds(clerk, p[0]); got != want {
			t.Errorf("%s, want %s", got, want)
		}
		if got, want := bonds(clerk, p[2]), fmt.Sprintf("supporter 1 false 2/%d 王伟 2026-02-01; ", p[0]); got != want {
			t.Errorf("%s, want %s", got, want)
		}
		if got, want := bonds(there, away), fmt.Sprintf("supporter 2 false 2/%d  2026-02-01; ", p[0]); got != want { // no name across offices
			t.Errorf("%s, want %s", got, want)
		}
		// the engine sees two rows and nothing of the bonds
		snap, err := r.Snapshot(background, clerk, registry.Question{Law: mingxi(), Household: 1, On: day, Known: registry.Now})
		h.must(err)
		supporter, _ := law.Entity("supporter")
		for i, table := range law.Entities[fact.MemberEntity].Tables {
			if rows := snap.Snapshot.Household.Tables[0].Rows[0].Tables[i].Rows; table == supporter && len(rows) != 2 {
				t.Errorf("%d rows", len(rows))
			}
		}
		// the son was entered twice: his bond goes on under the number that stays
		twin := h.entered(r, clerk, registry.Identity{Name: "王小明", Birth: "1980-05-05", Sex: "male"})
		h.must(r.MergePersons(background, countyClerk, twin, p[2]))
		if got, want := bonds(clerk, twin), fmt.Sprintf("supporter 1 false 2/%d 王伟 2026-02-01; ", p[0]); got != want {
			t.Errorf("after a merger: %s, want %s", got, want)
		}
		h.must(r.FreeRow(background, clerk, p[0], "supporter", 1, day))
		if got := bonds(clerk, twin); got != "" {
			t.Errorf("after it was taken back: %s", got)
		}
		h.must(r.EnterFacts(background, clerk, law, of(registry.OfMember, p[0]), []registry.Answer{said(t, "supporter", "", "2026-01-01", 2)}))
		if got := bonds(there, away); got != "" {
			t.Errorf("after the row was taken out: %s", got)
		}
		h.clean(h.written(s), []string{n}, "王伟")
		h.sound(s)
	})
}
