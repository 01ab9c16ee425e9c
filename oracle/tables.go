package oracle

import (
	"math/big"

	"doudi/fact"
	"doudi/pack"
)

// row is one compiled line of a decision table.
type row struct {
	cells []matcher
	value reader
}

// matcher tells whether a known (or none) key fits one column.
type matcher func(key *cell) bool

// table compiles a decision table with a unique hit.
func (b *builder) table(source *pack.Table, of fact.EntityID) reader {
	keys := make([]reader, len(source.By))
	for i, e := range source.By {
		keys[i] = b.text(e, of)
	}
	rows := make([]row, len(source.Rows))
	for i, line := range source.Rows {
		rows[i].value = b.text(line.Value, of)
		for _, m := range line.When {
			rows[i].cells = append(rows[i].cells, b.matcher(m))
		}
	}
	return func(r *run, at point) *cell { return hit(r, at, keys, rows) }
}

// matcher compiles one cell of a table; nil fits everything, known or not.
func (b *builder) matcher(m pack.Match) matcher {
	if m.Any {
		return nil
	}
	if len(m.In) > 0 {
		return b.listed(m.In)
	}
	low, high := b.symbols.word(m.Low.Text), b.symbols.word(m.High.Text)
	return func(key *cell) bool {
		return key.state == known && (m.Low.Text == "" || low.n <= key.n) && (m.High.Text == "" || key.n <= high.n)
	}
}

// listed fits any of the literals.
func (b *builder) listed(list []pack.Expr) matcher {
	accepted := make([]*cell, len(list))
	for i, e := range list {
		accepted[i] = b.symbols.word(e.Text)
	}
	return func(key *cell) bool {
		for _, c := range accepted {
			if c.same(key) {
				return true
			}
		}
		return false
	}
}

// hit finds the one line that fits. With an open key several lines may still
// fit; the answer is known if they all say the same.
func hit(r *run, at point, keys []reader, rows []row) *cell {
	values := make([]*cell, len(keys))
	var stop *cell
	for i, key := range keys {
		values[i] = key(r, at)
		if s := values[i].state; s == failed || s == unknown || s == inapplicable {
			stop = worse(stop, values[i])
		}
	}
	if stop != nil && stop.state != unknown {
		return stop
	}
	sure, perhaps := fitting(values, rows)
	switch {
	case len(sure) == 1:
		return sure[0].value(r, at)
	case len(sure) > 1:
		return fail("two lines of a table fit")
	case len(perhaps) == 0:
		return fail("no line of a table fits")
	}
	outcomes := make([]*cell, len(perhaps))
	for i, line := range perhaps {
		outcomes[i] = line.value(r, at)
	}
	return agreed(stop, outcomes)
}

// fitting sorts the lines into those that fit and those that may.
func fitting(keys []*cell, rows []row) (sure, perhaps []row) {
	for _, line := range rows {
		fits, open := true, false
		for i, fit := range line.cells {
			switch {
			case fit == nil:
			case keys[i].state == unknown:
				open = true
			default:
				fits = fits && fit(keys[i])
			}
		}
		switch {
		case fits && open:
			perhaps = append(perhaps, line)
		case fits:
			sure = append(sure, line)
		}
	}
	return sure, perhaps
}

// brackets adds up slices of a quantity, each at its own rate, and rounds the
// sum once.
func (b *builder) brackets(source *pack.Rule, of fact.EntityID) reader {
	quantity := b.text(source.Value, of)
	f := b.figures[source.Brackets]
	if f == nil || source.Round == nil {
		return b.broken(source.Value, errNoBrackets)
	}
	mode, _ := parseRounding(source.Round.Mode)
	keys := make([]reader, len(f.source.Keys))
	for i, key := range f.source.Keys {
		keys[i] = b.keyReader(key.From, of)
	}
	return func(r *run, at point) *cell {
		line, stop := f.row(r, at, keys)
		x := quantity(r, at)
		switch {
		case x.state != known && stop != nil:
			return first(x, stop)
		case x.state != known:
			return first(x)
		case stop != nil:
			return stop
		}
		return marginal(x.n, line.steps, mode)
	}
}

// marginal sums the slices of x in fen·millionths and rounds at the end.
func marginal(x int64, steps []step, mode rounding) *cell {
	sum := new(big.Int)
	for i, s := range steps {
		top := x
		if i+1 < len(steps) {
			top = min(x, steps[i+1].above)
		}
		if top > s.above {
			slice := new(big.Int).Sub(big.NewInt(top), big.NewInt(s.above))
			sum.Add(sum, slice.Mul(slice, big.NewInt(s.rate)))
		}
	}
	return mode.ratio(sum, big.NewInt(million))
}
