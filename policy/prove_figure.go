package policy

import (
	"doudi/civil"
	"doudi/fact"
	"doudi/gb"
)

// lookupFigure finds the row of a figure for a day and keys. Place keys match the
// place itself or any place above it, and the nearest one wins. It returns nil
// where no row speaks for that day.
func (p *Program) lookupFigure(f *Figure, types []fact.Type, day civil.Date, keys []int64) *FigureRow {
	var best *FigureRow
	for i := range f.Rows {
		r := &f.Rows[i]
		if !r.Span.Contains(day) || !r.fits(types, keys) {
			continue
		}
		if best == nil || r.nearer(best, types) {
			best = r
		}
	}
	return best
}

// fits tells whether every key of the row accepts the one asked for.
func (r *FigureRow) fits(types []fact.Type, keys []int64) bool {
	for k, want := range r.Keys {
		if want == keys[k] {
			continue
		}
		if types[k] != fact.Place || !gb.Within(keys[k], want) {
			return false
		}
	}
	return true
}

// nearer tells whether r names a place below the one of other.
func (r *FigureRow) nearer(other *FigureRow, types []fact.Type) bool {
	for k, t := range types {
		if t == fact.Place && r.Keys[k] != other.Keys[k] {
			return gb.Within(r.Keys[k], other.Keys[k])
		}
	}
	return false
}

// keyTypes gives the types of the key nodes of a figure read.
func (p *Program) keyTypes(keys []NodeID) []fact.Type {
	types := make([]fact.Type, len(keys))
	for i, k := range keys {
		types[i] = p.Nodes[k].Type
	}
	return types
}
