package oracle

import (
	"testing"

	"doudi/fact"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// TestSameSeedSameFamily shows that a difference can be looked at again.
func TestSameSeedSameFamily(t *testing.T) {
	t.Parallel()
	for _, w := range worlds() {
		for seed := range uint64(20) {
			if diff := cmp.Diff(w.families.Family(seed), w.families.Family(seed), cmpopts.IgnoreFields(fact.Snapshot{}, "Schema")); diff != "" {
				t.Fatalf("%s: family %d: %s", w.id, seed, diff)
			}
		}
	}
}

// TestFamiliesMeetBothSides shows that cases and generated families reach every
// programme of the places that the house serves: some get it, some do not.
// Nobody is decided by the township there: no place has handed the decision
// down yet (township_decides), and its cases change the figure themselves.
func TestFamiliesMeetBothSides(t *testing.T) {
	if testing.Short() {
		return // twelve thousand families, who change with the packs alone
	}
	t.Parallel()
	for _, id := range []string{"cn-350421", "cn-12", "cn-63", "cn-4203"} {
		w := pick(t, real(), id)
		given, refused := map[string]bool{}, map[string]bool{}
		for _, outcomes := range w.exam(0, 3000).answers {
			for _, o := range outcomes {
				given[o.Programme] = given[o.Programme] || o.Status == "entitled"
				refused[o.Programme] = refused[o.Programme] || o.Status == "refused"
			}
		}
		for _, p := range w.oracle.programmes {
			if !given[p.id] && p.id != "township_confirmation" || !refused[p.id] {
				t.Errorf("%s: %s is given: %v, refused: %v", id, p.id, given[p.id], refused[p.id])
			}
		}
	}
}

// TestBordersAreMet shows that families stand on most borders of the law and
// one unit to either side.
func TestBordersAreMet(t *testing.T) {
	t.Parallel()
	w := pick(t, real(), "cn-350421")
	met := make([][3]bool, len(w.oracle.lines))
	for seed := range uint64(3000) {
		r := w.oracle.newRun(w.families.Family(seed))
		for i, line := range w.oracle.lines {
			for inst := range r.count(line.of) {
				at := point{inst, r.appliedOn()}
				if gap := subtract(line.left(r, at), line.right(r, at)); gap.state == known && abs(gap.n) <= 1 {
					met[i][gap.n+1] = true
				}
			}
		}
	}
	full := 0
	for _, sides := range met {
		if sides[0] && sides[1] && sides[2] {
			full++
		}
	}
	if full*10 < len(met)*7 {
		t.Errorf("only %d of %d borders are met below, on and above the line", full, len(met))
	}
	t.Logf("%d of %d borders are met below, on and above the line", full, len(met))
}
