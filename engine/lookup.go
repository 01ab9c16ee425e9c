package engine

import (
	"strings"

	"doudi/fact"
	"doudi/gb"
	"doudi/money"
	"doudi/policy"
)

// figure looks a figure's value up by the law date and its keys.
func (e *evaluation) figure(id policy.NodeID, n *inode, inst int32) val {
	if e.fixed != nil && e.fixed[n.imm].State != fact.Unknown {
		return load(n.typ, e.fixed[n.imm])
	}
	k, stop := e.figureRow(n, inst, n.args)
	if k < 0 {
		return stop
	}
	v := load(n.typ, e.pl.p.Figures[n.imm].Rows[k].Value)
	v.ref = int32(k) + 1 // an explanation names the row
	return v
}

// figureRow finds the row in force, or says why there is none: a key that is
// not known, an index still to come, or a hole in the law.
func (e *evaluation) figureRow(n *inode, inst int32, keys []policy.NodeID) (int, val) {
	var held [4]val
	values := held[:0]
	var stop val
	for _, key := range keys {
		v := e.from(key, n.of, inst)
		stop = e.worse(stop, open(v))
		values = append(values, v)
	}
	if stop.st != unset {
		return noOne, stop
	}
	f := &e.pl.figures[n.imm]
	if k := f.find(values, int64(e.law.date)); k >= 0 {
		return k, val{}
	}
	if f.src.Waiting {
		return noOne, e.because(atom{kind: atomFigure, at: n.imm})
	}
	return noOne, e.fail(e.hole(f, values))
}

// find picks the row in force that fits the keys; of several places the
// nearest wins.
func (f *ifigure) find(values []val, day int64) int {
	best := noOne
	rows := f.src.Rows
	for i := range rows {
		row := &rows[i]
		if int64(row.Span.From) > day {
			break
		}
		if day <= int64(row.Span.To) && f.fits(row, values) && (best < 0 || f.nearer(row, &rows[best])) {
			best = i
		}
	}
	return best
}

// fits tells whether all keys of a row match.
func (f *ifigure) fits(row *policy.FigureRow, values []val) bool {
	for k, v := range values {
		switch {
		case v.st != known || k >= len(row.Keys):
			return false
		case v.n == row.Keys[k]:
		case !f.places[k] || !gb.Within(v.n, row.Keys[k]):
			return false
		}
	}
	return true
}

// nearer tells whether the first place key that differs is the smaller place.
func (f *ifigure) nearer(row, best *policy.FigureRow) bool {
	for k, place := range f.places {
		if place && row.Keys[k] != best.Keys[k] {
			return gb.Within(row.Keys[k], best.Keys[k])
		}
	}
	return false
}

// hole is the sentence of a figure without a value.
func (e *evaluation) hole(f *ifigure, values []val) string {
	var text strings.Builder
	text.WriteString("“" + f.src.Label + "”")
	for k, v := range values {
		t := fact.Invalid
		if k < len(f.src.KeyTypes) {
			t = f.src.KeyTypes[k]
		}
		text.WriteString([]string{"（", "、"}[min(k, 1)] + fact.Format(t, store(t, v), e.pl.p.Schema))
	}
	if len(values) > 0 {
		text.WriteString("）")
	}
	return text.String() + "在" + e.law.date.Chinese() + "没有规定数值"
}

// brackets adds up slices of a quantity, each at its own rate, and rounds the
// sum once.
func (e *evaluation) brackets(id policy.NodeID, n *inode, inst int32) val {
	x := e.needed(e.arg(n, 0, inst), n.args[0], inst)
	k, stop := e.figureRow(n, inst, n.args[1:])
	if x.st != known {
		return e.worse(x, stop)
	}
	if k < 0 {
		return stop
	}
	sum, ok := marginal(x.n, e.pl.p.Figures[n.imm].Rows[k].Steps, n.src.Mode)
	return e.checked(id, sum, ok)
}

// marginal sums the slices of x exactly, in whole units and millionths, and
// rounds at the end.
func marginal(x int64, steps []policy.Step, mode money.Mode) (int64, bool) {
	var whole, rest int64
	for i, s := range steps {
		top := x
		if i+1 < len(steps) {
			top = min(x, steps[i+1].Above)
		}
		if top <= s.Above {
			continue
		}
		q, r, ok := portion(top-s.Above, s.Rate)
		if whole, ok = addIf(whole, q, ok); !ok {
			return 0, false
		}
		rest += r
	}
	millionths, ok := money.Mul(whole+rest/million, million)
	if !ok {
		return 0, false
	}
	return money.Share(millionths+rest%million, 1, mode)
}

const million = 1_000_000

// portion is slice·rate in whole units and millionths.
func portion(slice, rate int64) (whole, rest int64, ok bool) {
	head, ok := money.Mul(slice/million, rate)
	if !ok {
		return 0, 0, false
	}
	tail, ok := money.Mul(slice%million, rate)
	if !ok {
		return 0, 0, false
	}
	whole, ok = money.Add(head, tail/million)
	return whole, tail % million, ok
}

// addIf adds if everything was well so far.
func addIf(a, b int64, ok bool) (int64, bool) {
	if !ok {
		return 0, false
	}
	return money.Add(a, b)
}
