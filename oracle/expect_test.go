package oracle

import (
	"fmt"
	"testing"

	"doudi/casefile"
	"doudi/fact"
)

// TestOracleMeetsTheCases holds the oracle against what was worked out by hand:
// where engine and oracle agree they could still be wrong together.
func TestOracleMeetsTheCases(t *testing.T) {
	for _, w := range worlds() {
		t.Run("the oracle gives what the cases of "+w.id+" expect", func(t *testing.T) {
			for _, q := range w.cases {
				outcomes := w.oracle.Determine(q.snap, q.overrides)
				for i := range q.expect {
					if text := w.unmet(q, &q.expect[i], outcomes); text != "" {
						t.Errorf("%s: %s: %s", q.name, q.expect[i].Programme, text)
					}
				}
			}
		})
	}
}

// unmet tells how an outcome differs from what a case expects, "" if it does not.
func (w *world) unmet(q question, want *casefile.Expectation, outcomes []Outcome) string {
	got := w.meant(q, want, outcomes)
	switch {
	case got == nil && (want.Status == "not_listed" || want.Status == ""):
		return ""
	case got == nil:
		return "not listed, want " + want.Status
	case want.Status != "" && got.Status != want.Status:
		return fmt.Sprintf("%s %s, want %s", got.Status, got.Note, want.Status)
	case want.Total != nil && got.Total != int64(want.Total.Low):
		return fmt.Sprintf("total %d, want %d", got.Total, int64(want.Total.Low))
	}
	for _, p := range want.Parts {
		if got.Parts[p.ID] != int64(p.Amount.Low) {
			return fmt.Sprintf("%s %d, want %d", p.ID, got.Parts[p.ID], int64(p.Amount.Low))
		}
	}
	return ""
}

// meant finds the outcome that an expectation speaks of: the household's, or
// that of the person who is named.
func (w *world) meant(q question, want *casefile.Expectation, outcomes []Outcome) *Outcome {
	r := w.oracle.newRun(q.snap)
	for i := range outcomes {
		o := &outcomes[i]
		if o.Programme != want.Programme {
			continue
		}
		if want.Person == "" || r.nameOf(o) == want.Person {
			return o
		}
	}
	return nil
}

// nameOf is the name of the person whom an outcome concerns.
func (r *run) nameOf(o *Outcome) string {
	for _, p := range r.programmes {
		if p.id == o.Programme && p.unit >= fact.MemberEntity {
			if name := r.levels[p.unit].rows[o.Instance].Name; name != "" {
				return name
			}
			return r.levels[fact.MemberEntity].rows[r.ancestor(p.unit, o.Instance, fact.MemberEntity)].Name
		}
	}
	return ""
}
