package oracle

import (
	"cel.dev/cel-go/common/ast"

	"doudi/fact"
)

// border is one comparison of quantities somewhere in the law. The generator
// moves families onto it; evaluation never looks here.
type border struct {
	of          fact.EntityID
	left, right reader
}

// noteLine keeps both sides of a comparison; with a rate the right side is that
// share of it.
func (b *builder) noteLine(of fact.EntityID, left, right ast.Expr, rate ...ast.Expr) {
	line := border{of: of}
	var errs [3]error
	line.left, errs[0] = b.rewritten(left, of)
	line.right, errs[1] = b.rewritten(right, of)
	if len(rate) > 0 {
		var part reader
		part, errs[2] = b.rewritten(rate[0], of)
		line.right = shareOf(line.right, part)
	}
	if errs == [3]error{} {
		b.lines = append(b.lines, line)
	}
}

// shareOf is a share cut to the fen, near enough to walk to.
func shareOf(x, rate reader) reader {
	down, _ := parseRounding("DOWN_TO_FEN")
	return func(r *run, at point) *cell { return share(x(r, at), rate(r, at), down) }
}

// distance is how far one instance of a family stands from a border.
func (o *Oracle) distance(s *fact.Snapshot, line border, inst int) (int64, bool) {
	r := o.newRun(s)
	if inst >= r.count(line.of) {
		return 0, false
	}
	at := point{inst, r.appliedOn()}
	gap := subtract(line.left(r, at), line.right(r, at))
	return gap.n, gap.state == known
}

// approach moves a family onto a border of the law, or one unit beside it: it
// takes one quantity of the family after the other and keeps the move that
// brings it nearest.
func (d *draft) approach() {
	if len(d.oracle.lines) == 0 {
		return
	}
	line, inst := d.oracle.lines[d.IntN(len(d.oracle.lines))], d.IntN(d.members)
	if line.of <= fact.HouseholdEntity {
		inst = 0
	}
	gap, ok := d.oracle.distance(d.snap, line, inst)
	if !ok {
		return
	}
	for range 12 {
		place := d.somewhere()
		if place == nil || gap == 0 {
			break
		}
		gap = d.nearer(line, inst, place, gap)
	}
	if place := d.moved; place != nil {
		d.nudge(place, int64(d.oneOf(-1, 0, 1)))
	}
}

// spot is one known quantity of the family.
type spot struct {
	fact  *fact.Fact
	value *fact.Value
}

// somewhere picks a known quantity at random.
func (d *draft) somewhere() *spot {
	var found *spot
	n := 0
	var walk func(e fact.EntityID, row *fact.Row)
	walk = func(e fact.EntityID, row *fact.Row) {
		for i := range row.Values {
			f := &d.schema.Entities[e].Facts[i]
			if row.Values[i].State == fact.Known && f.Type != fact.Bool && f.Type != fact.Enum && f.Type != fact.Place {
				if n++; d.IntN(n) == 0 {
					found = &spot{f, &row.Values[i]}
				}
			}
		}
		for t := range row.Tables {
			for i := range row.Tables[t].Rows {
				walk(d.schema.Entities[e].Tables[t], &row.Tables[t].Rows[i])
			}
		}
	}
	walk(fact.HouseholdEntity, &d.snap.Household)
	return found
}

// nearer tries some moves of one quantity and keeps the best, if any is better
// than standing still.
func (d *draft) nearer(line border, inst int, place *spot, gap int64) int64 {
	before, best := *place.value, *place.value
	for _, by := range d.moves(place.fact.Type, gap) {
		*place.value = before
		d.nudge(place, by)
		if now, ok := d.oracle.distance(d.snap, line, inst); ok && abs(now) < abs(gap) {
			gap, best, d.moved = now, *place.value, place
		}
	}
	*place.value = best
	return gap
}

// moves are the steps by which a gap may be closed: as it is, or counted by the
// year, in days for dates.
func (d *draft) moves(t fact.Type, gap int64) []int64 {
	switch {
	case abs(gap) > 1<<40:
		return nil
	case t == fact.Date:
		return []int64{gap, -gap, gap * 365, -gap * 365, gap*365 + gap/4, -gap*365 - gap/4, gap * 31, -gap * 30}
	case t.IsMoney():
		return []int64{gap, -gap, gap * 12, -gap * 12}
	}
	return []int64{gap, -gap}
}

// nudge moves one quantity within its bounds; a span moves as a whole.
func (d *draft) nudge(place *spot, by int64) {
	place.value.N += by
	if place.fact.Type == fact.Span {
		place.value.M += by
	}
	if place.fact.HasBounds && place.fact.Type != fact.Span {
		place.value.N = min(max(place.value.N, place.fact.Low), place.fact.High)
	}
	if place.fact.Type == fact.Date {
		place.value.N = min(max(place.value.N, daysBefore(1900)), daysBefore(2100))
	}
}

// abs is a quantity without its sign.
func abs(n int64) int64 { return max(n, -n) }
