package engine

import (
	"slices"

	"doudi/civil"
	"doudi/fact"
	"doudi/gb"
)

// axis is one answer that a scout varies. Spans have two, for the first and
// for the last month; a table has the two answers "these are all" and "as it is".
type axis struct {
	atom atom
	typ  fact.Type
	end  spanEnd
	// points are the answers tried so far, ascending: numbers, then none.
	points []int64
	none   bool
}

// spanEnd says which end of a span an axis varies.
type spanEnd uint8

const (
	whole spanEnd = iota
	firstMonth
	lastMonth
)

// noneAt is the position of the answer none behind the numbers.
func (x *axis) noneAt() int { return len(x.points) }

// size is how many answers there are.
func (x *axis) size() int {
	if x.none {
		return len(x.points) + 1
	}
	return len(x.points)
}

// width is how many answers there would be with all between the first and the
// last point.
func (x *axis) width() int {
	if !x.dense() || len(x.points) == 0 {
		return x.size()
	}
	width := x.points[len(x.points)-1] - x.points[0] + 1
	if width < 0 || width > 1<<20 {
		width = 1 << 20
	}
	return int(width) + x.size() - len(x.points)
}

// fill makes all answers between the first and the last point points.
func (x *axis) fill() {
	if !x.dense() || len(x.points) == 0 {
		return
	}
	low, high := x.points[0], x.points[len(x.points)-1]
	x.points = x.points[:0]
	for n := low; n <= high; n++ {
		x.points = append(x.points, n)
	}
}

// dense tells that all answers between two points are answers too.
func (x *axis) dense() bool {
	switch x.typ {
	case fact.Bool, fact.Enum, fact.Place, fact.Invalid:
		return false
	}
	return true
}

// fine tells that there are few enough answers to follow every step between
// the first and the last of them.
func (x *axis) fine() bool {
	return len(x.points) > 0 && traceable(x.typ, x.points[0], x.points[len(x.points)-1])
}

// traceable tells that every step between two answers can be followed: the
// birthdays of two centuries, but not every fen of a fortune.
func traceable(t fact.Type, low, high int64) bool {
	if t.IsMoney() {
		return high-low <= 1000
	}
	return high-low <= 100_000
}

// insert adds a point; it tells whether it is new.
func (x *axis) insert(n int64) bool {
	i, found := slices.BinarySearch(x.points, n)
	if !found {
		x.points = slices.Insert(x.points, i, n)
	}
	return !found
}

// axesOf are the axes of an unknown fact or table.
func (e *evaluation) axesOf(a atom) []axis {
	if a.kind == atomTable {
		return []axis{{atom: a, points: []int64{0, 1}}}
	}
	f := e.factOf(a)
	x := axis{atom: a, typ: f.Type, none: f.MayBeNone}
	if f.Type == fact.Span {
		from, to := x, x
		from.end, to.end = firstMonth, lastMonth
		low, high := limits(fact.Month, f)
		from.points, to.points = []int64{low, high}, []int64{low, high}
		to.none = false
		return []axis{from, to}
	}
	x.points = e.pointsOf(f)
	return []axis{x}
}

// pointsOf are the first answers to try: all of a closed list, or the bounds
// and their neighbours.
func (e *evaluation) pointsOf(f *fact.Fact) []int64 {
	switch f.Type {
	case fact.Bool:
		return []int64{0, 1}
	case fact.Enum:
		points := slices.Clone(f.Values)
		slices.Sort(points)
		return slices.Compact(points)
	case fact.Place:
		return e.pl.places(e.snap.Region)
	}
	low, high := limits(f.Type, f)
	points := []int64{low, high}
	if high-low > 2 {
		points = []int64{low, low + 1, high - 1, high}
	}
	return slices.Compact(points)
}

// limits are a fact's bounds, or what is the most that its type can mean.
func limits(t fact.Type, f *fact.Fact) (low, high int64) {
	if f != nil && f.HasBounds {
		return f.Low, f.High
	}
	switch t {
	case fact.Date:
		return int64(civil.Month(1900 * 12).FirstDay()), int64(civil.Month(2100 * 12).FirstDay())
	case fact.Month:
		return 1900 * 12, 2100 * 12
	case fact.Count, fact.Months:
		return 0, 1_000_000
	case fact.Rate:
		return 0, 100 * million
	}
	return 0, 1_000_000_000_000
}

// places are the places that any figure names, the one asked for, and one that
// is nowhere.
func (pl *plan) places(region string) []int64 {
	set := map[int64]bool{990000000000: true}
	if n, ok := gb.PlaceCode(region); ok {
		set[n] = true
	}
	for i := range pl.figures {
		for k, place := range pl.figures[i].places {
			for r := range pl.figures[i].src.Rows {
				if place {
					set[pl.figures[i].src.Rows[r].Keys[k]] = true
				}
			}
		}
	}
	return sortedKeys(set)
}

// put sets the scout's answer to the k-th of an axis.
func (s *evaluation) put(x *axis, k int) {
	switch {
	case x.atom.kind == atomTable:
		s.complete(x.atom, k == 0)
	case k == x.noneAt():
		v := s.get(x.atom)
		v.State = fact.None
		s.set(x.atom, v)
	default:
		s.putNumber(x, x.points[k])
	}
}

// putNumber sets the scout's answer to a number. One end of a span leaves the
// other alone; a span that there is not stays away whatever its last month.
func (s *evaluation) putNumber(x *axis, n int64) {
	v := s.get(x.atom)
	switch x.end {
	case firstMonth:
		s.set(x.atom, fact.Value{State: fact.Known, N: n, M: v.M})
	case lastMonth:
		if v.State != fact.None {
			v.State = fact.Known
		}
		s.set(x.atom, fact.Value{State: v.State, N: v.N, M: n})
	default:
		s.set(x.atom, fact.Of(n))
	}
}

// sensible tells that no span ends before it begins.
func (s *evaluation) sensible(axes []axis) bool {
	for i := range axes {
		if axes[i].end == firstMonth {
			if v := s.get(axes[i].atom); v.State == fact.Known && v.N > v.M {
				return false
			}
		}
	}
	return true
}
