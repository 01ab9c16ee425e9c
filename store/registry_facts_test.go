package store_test

import (
	"fmt"
	"strings"
	"testing"

	"doudi/fact"
	"doudi/fault"
	"doudi/registry"
	"doudi/store"
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

func TestEvidenceIsAPaperOfTheOffice(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		r := h.people(s)
		p := h.three(r)
		var paper int64
		h.must(s.Do(background, 2, act("paper.add"), func(tx *store.Tx) (err error) { paper, err = tx.AddPaper("photo", []byte("x")); return err }))
		a := said(t, "member.school_stage", "none", "2026-03-01", 0)
		a.Evidence = paper + 1
		h.refused(r.EnterFacts(background, clerk, mingxi().Schema, of(registry.OfMember, p[0]), []registry.Answer{a}), "没有编号为")
		a.Evidence = paper
		h.must(r.EnterFacts(background, clerk, mingxi().Schema, of(registry.OfMember, p[0]), []registry.Answer{a}))
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
