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

// walk is a family on its way to one border: the rows stay where they are, so
// only what was computed from them is forgotten between two steps.
type walk struct {
	run  *run
	line border
	at   point
}

// distance is how far the family stands from the border now.
func (w *walk) distance() (int64, bool) {
	clear(w.run.memo)
	gap := subtract(w.line.left(w.run, w.at), w.line.right(w.run, w.at))
	return gap.n, gap.state == known
}

// approach moves a family onto a border of the law, or one unit beside it: it
// takes one quantity of the family after the other and keeps the move that
// brings it nearest.
func (d *draft) approach() {
	w := d.border()
	if w == nil {
		return
	}
	gap, ok := w.distance()
	for range 8 {
		place := d.somewhere()
		if !ok || place == nil || gap == 0 {
			break
		}
		gap = d.nearer(w, place, gap)
	}
	if d.moved != nil {
		d.nudge(d.moved, int64(d.oneOf(-1, 0, 1)))
	}
}

// border picks a comparison of the law and the row that shall meet it.
func (d *draft) border() *walk {
	if len(d.oracle.lines) == 0 {
		return nil
	}
	w := &walk{run: d.oracle.newRun(d.snap), line: d.oracle.lines[d.IntN(len(d.oracle.lines))]}
	n := w.run.count(w.line.of)
	if n == 0 {
		return nil
	}
	w.at = point{d.IntN(n), w.run.appliedOn()}
	return w
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
	var visit func(e fact.EntityID, row *fact.Row)
	visit = func(e fact.EntityID, row *fact.Row) {
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
				visit(d.schema.Entities[e].Tables[t], &row.Tables[t].Rows[i])
			}
		}
	}
	visit(fact.HouseholdEntity, &d.snap.Household)
	return found
}

// nearer tries some moves of one quantity and keeps the best, if any is better
// than standing still.
func (d *draft) nearer(w *walk, place *spot, gap int64) int64 {
	before, best := *place.value, *place.value
	for _, by := range d.moves(place.fact.Type, gap) {
		*place.value = before
		d.nudge(place, by)
		if now, ok := w.distance(); ok && abs(now) < abs(gap) {
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
