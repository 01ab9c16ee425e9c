package engine_test

import (
	"testing"

	"doudi/engine"
)

// TestATraceSaysWhatTheResultSays runs every shipped case both ways: the same
// outcomes in the same order, and wherever one programme excluded another the
// pair of the two, or a choice, was met.
func TestATraceSaysWhatTheResultSays(t *testing.T) {
	t.Parallel()
	met := 0
	for _, c := range cases(t) {
		var judged []engine.Judged
		pairs := map[[2]string]bool{}
		c.engine.Trace(c.family.Snapshot, plain, engine.Watch{
			Outcome: func(j engine.Judged) { judged = append(judged, j) },
			Pair: func(i int) {
				p := c.program.Stacking[i]
				pairs[[2]string{c.program.Programmes[p.First].ID, c.program.Programmes[p.Second].ID}] = true
			},
		})
		r := c.engine.Determine(c.family.Snapshot, plain)
		if len(judged) != len(r.Outcomes) {
			t.Fatalf("%s: %d judged, %d outcomes", c.name, len(judged), len(r.Outcomes))
		}
		for i, o := range r.Outcomes {
			if id := c.program.Programmes[judged[i].Programme].ID; id != o.Programme || judged[i].Status != o.Status {
				t.Errorf("%s: judged %s %s, result %s %s", c.name, id, judged[i].Status, o.Programme, o.Status)
			}
			if _, programme := c.program.ProgrammeIndex(o.By); o.Status == engine.Excluded && programme {
				met++
				if !pairs[[2]string{o.By, o.Programme}] && !pairs[[2]string{o.Programme, o.By}] {
					t.Errorf("%s: %s gave way to %s, and no pair was met", c.name, o.Programme, o.By)
				}
			}
		}
	}
	if met == 0 {
		t.Error("no case excludes anything")
	}
}
