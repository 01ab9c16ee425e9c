package store_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"doudi/civil"
	"doudi/registry"
	"doudi/store"
)

// ailment is the nth illness.
func ailment(n int) string { return fmt.Sprintf("kashin_beck_stage_%04d", n) }

// illness enters illnesses of somebody, one after another: so many acts, of which
// the last stands.
func (h *house) illness(r *registry.Registry, many int) (who registry.Subject, secrets []string) {
	h.Helper()
	who = of(registry.OfMember, h.entered(r, clerk, registry.Identity{Name: "林水生", Birth: "1970-05-01", Sex: "male"}))
	for n := range many {
		secrets = append(secrets, ailment(n))
		h.must(r.EnterFacts(background, clerk, diagnoses(""), who, []registry.Answer{said(h.T, "member.diagnosis", secrets[n], "2026-01-01", 0)}))
	}
	return who, secrets
}

// lonely enters one illness between many answers that nobody calls
// sensitive: the page that it stands on is not written anew as a whole.
func (h *house) lonely(r *registry.Registry, secret string) {
	h.Helper()
	for n := range 40 {
		who := of(registry.OfMember, h.entered(r, clerk, registry.Identity{Name: "林水生", Birth: "1970-05-01", Sex: "male"}))
		h.must(r.EnterFacts(background, clerk, diagnoses(""), who, []registry.Answer{said(h.T, "member.nets", "5", "2026-01-01", 0)}))
		if n == 20 {
			h.must(r.EnterFacts(background, clerk, diagnoses(""), who, []registry.Answer{said(h.T, "member.diagnosis", secret, "2026-01-01", 0)}))
		}
	}
}

// anew opens an instance as a server with packs that call illnesses sensitive does.
func (h *house) anew() (*store.Store, *registry.Registry) {
	h.Helper()
	s := h.reopen(h.address)
	s.Sensitive = map[string]bool{"member.diagnosis": true, "member.unheard_of": true}
	return s, h.people(s)
}

func TestWhatALaterPackCallsSensitiveIsMaskedAtOnceAndSealedWhereItStands(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		before := h.open()
		who, secrets := h.illness(h.people(before), 450)
		h.lonely(h.people(before), ailment(499))
		h.must(before.Close())
		s, r := h.anew()
		seen, err := r.Timeline(background, clerk, who)
		h.must(err)
		if len(seen.Facts) != 450 || slices.ContainsFunc(seen.Facts, func(f registry.Fact) bool { return !f.Secret || f.Value != "" }) {
			t.Errorf("it is shown before it is sealed: %d facts", len(seen.Facts))
		}
		if n, err := s.Open(background); err != nil || n != 451 {
			t.Fatalf("%d stand open, %v", n, err)
		}
		ctx, stop := context.WithCancel(background)
		if err := s.SealOpen(ctx, func(int) { stop() }); err == nil {
			t.Fatal("it was not cut short")
		}
		if n, err := s.Open(background); err != nil || n != 251 {
			t.Errorf("cut short after one act: %d stand open, %v", n, err)
		}
		sealed := 0
		h.must(s.SealOpen(background, func(rows int) { sealed += rows }))
		if n, err := s.Open(background); err != nil || n != 0 || sealed != 251 {
			t.Errorf("%d stand open, %d were sealed: %v", n, sealed, err)
		}
		full, err := r.UnmaskTimeline(background, clerk, who, registry.ForSurvey)
		h.must(err)
		slices.SortFunc(full.Facts, func(a, b registry.Fact) int { return int(a.Known - b.Known) })
		for i, f := range full.Facts {
			if f.Value != "'"+secrets[i]+"'" {
				t.Fatalf("act %d: %q is not what was entered", f.Known, f.Value)
			}
		}
		if n := strings.Count(h.export(s), "\nact fact.seal\nobject fact:"); n != 3 {
			t.Errorf("%d acts of sealing are in the chain", n)
		}
		h.sound(s)
		h.gone(s, append(secrets, ailment(499)))
	})
}

// gone looks for secrets in what is left: in a backup of the live tables, and on
// SQLite in the file itself, where a page that is written again forgets what
// stood in it.
func (h *house) gone(s *store.Store, secrets []string) {
	h.Helper()
	if !h.postgres {
		h.must(s.Close())
		s = h.reopen(h.address)
	}
	h.clean(h.written(s), secrets, "林水生")
}

func TestAFactThatIsSensitiveElsewhereIsSealedWhereverItIsWrittenAndGoesAlongSealed(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		before := h.open()
		who, _ := h.illness(h.people(before), 1)
		h.must(before.Close())
		s, r := h.anew()
		twin := h.entered(r, clerk, registry.Identity{Name: "林水生", Birth: "1970-05-02", Sex: "male"})
		h.must(r.EnterFacts(background, clerk, diagnoses(""), of(registry.OfMember, twin), []registry.Answer{said(t, "member.diagnosis", ailment(8), "2026-03-01", 0)}))
		if n, err := s.Open(background); err != nil || n != 1 {
			t.Errorf("%d stand open, %v", n, err)
		}
		h.must(r.EnterFacts(background, clerk, diagnoses(""), who, []registry.Answer{{Key: "member.diagnosis", Value: ailment(9), From: mustDay(t, "2026-02-01"), To: civil.Open, Source: registry.Declared}}))
		if n := h.count("fact WHERE superseded = 0 AND length(value) > 0"); n != 0 {
			t.Errorf("what was left of the old answer stands open: %d", n)
		}
	})
}
