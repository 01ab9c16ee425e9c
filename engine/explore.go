package engine

import (
	"slices"

	"doudi/policy"
)

// survey tries answers to what is not known about one verdict.
type survey struct {
	s     *evaluation // the scout
	v     *verdict
	axes  []axis
	nodes []policy.NodeID // what the axes touch
	left  *int            // how many more answers may be tried
}

// patience is how many answers a survey tries before it gives up being exact,
// and how many combinations it will rather list than think about.
var (
	patience = 4000
	listing  = true // tests switch it off to see what the survey finds without
)

// survey prepares to vary atoms: facts and tables only.
func (e *evaluation) survey(v *verdict, atoms []atom) *survey {
	left := patience
	y := &survey{s: e.scout(), v: v, left: &left}
	for _, a := range atoms {
		y.axes = append(y.axes, e.axesOf(a)...)
		y.nodes = append(y.nodes, e.pl.dependents(a)...)
	}
	if len(atoms) > 1 {
		slices.Sort(y.nodes)
		y.nodes = slices.Compact(y.nodes)
	}
	y.s.vary(y.nodes)
	return y
}

// listAll makes every answer of every axis a point, if all their combinations
// are few enough to be tried. A table is no list of answers.
func (y *survey) listAll() bool {
	volume := 1
	if !listing {
		return false
	}
	for i := range y.axes {
		x := &y.axes[i]
		if x.atom.kind == atomTable {
			return false
		}
		if volume *= x.width(); volume > patience/2 {
			return false
		}
	}
	for i := range y.axes {
		y.axes[i].fill()
	}
	return true
}

// try judges the answers that are set now.
func (y *survey) try() tried {
	*y.left--
	y.s.trial()
	return y.s.look(y.v)
}

// done leaves the scout as it was.
func (y *survey) done() {
	for i := range y.axes {
		if y.axes[i].atom.kind == atomTable {
			y.s.complete(y.axes[i].atom, false)
		}
	}
	y.s.restoreRows()
	y.s.trial()
}

// star varies one axis after the other from a corner: all axes at their first
// or at their last point. It calls f with the axis varied and both outcomes,
// and goes on while f says so.
func (y *survey) star(last bool, f func(axis int, base, now tried) bool) {
	home := func(i int) {
		y.s.put(&y.axes[i], pick2(last, y.axes[i].size()-1, 0))
	}
	for i := range y.axes {
		home(i)
	}
	if !y.s.sensible(y.axes) {
		return
	}
	base := y.try()
	for i := range y.axes {
		for k := range y.axes[i].size() {
			if k == pick2(last, y.axes[i].size()-1, 0) {
				continue
			}
			y.s.put(&y.axes[i], k)
			if y.s.sensible(y.axes) && !f(i, base, y.try()) {
				break
			}
		}
		home(i)
	}
}

// pick2 is a or b.
func pick2(first bool, a, b int) int {
	if first {
		return a
	}
	return b
}

// grid calls f for every combination of the axes' points that makes sense,
// with the position of each axis.
func (y *survey) grid(f func(at []int)) {
	at := make([]int, len(y.axes))
	y.walk(at, 0, f)
}

// walk sets the axes one after the other.
func (y *survey) walk(at []int, depth int, f func(at []int)) {
	if *y.left <= 0 {
		return
	}
	if depth == len(y.axes) {
		if y.s.sensible(y.axes) {
			f(at)
		}
		return
	}
	for k := range y.axes[depth].size() {
		at[depth] = k
		y.s.put(&y.axes[depth], k)
		y.walk(at, depth+1, f)
	}
}

// refine adds to every dense axis the answers on both sides of every change of
// path, seen from all points of the other axes, until nothing new is found.
func (y *survey) refine() {
	for grown := true; grown && *y.left > 0; {
		grown = false
		for i := range y.axes {
			if y.axes[i].dense() {
				y.s.stepped = y.axes[i].fine() && y.s.pl.winding(y.s.pl.dependents(y.axes[i].atom))
				grown = y.refineAxis(i) || grown
				y.s.stepped = false
			}
		}
	}
}

// refineAxis looks along one axis from all points of the others.
func (y *survey) refineAxis(i int) (grown bool) {
	var found []int64
	at := make([]int, len(y.axes))
	y.lines(at, 0, i, func() { found = y.line(i, found) })
	for _, n := range found {
		grown = y.axes[i].insert(n) || grown
	}
	return grown
}

// lines sets all axes but one in every combination.
func (y *survey) lines(at []int, depth, skip int, f func()) {
	switch {
	case *y.left <= 0:
	case depth == len(y.axes):
		f()
	case depth == skip:
		y.lines(at, depth+1, skip, f)
	default:
		for k := range y.axes[depth].size() {
			y.s.put(&y.axes[depth], k)
			y.lines(at, depth+1, skip, f)
		}
	}
}

// line finds the changes of path between neighbouring points of an axis.
func (y *survey) line(i int, found []int64) []int64 {
	x := &y.axes[i]
	if len(x.points) == 0 {
		return found
	}
	before := y.path(x, x.points[0])
	for k := 1; k < len(x.points); k++ {
		after := y.path(x, x.points[k])
		found = y.between(x, x.points[k-1], x.points[k], before, after, found)
		before = after
	}
	return found
}

// winding tells that two arguments of one operation are both among the users
// of one answer, so that steps on one side could meet steps on the other: then
// every step is a change of path.
func (pl *plan) winding(users []policy.NodeID) bool {
	for _, id := range users {
		met := 0
		for _, arg := range pl.nodes[id].args {
			if _, found := slices.BinarySearch(users, arg); found {
				met++
			}
		}
		if op := pl.nodes[id].op; met > 1 && op != policy.OpAnd && op != policy.OpOr {
			return true
		}
	}
	return false
}

// path is the signature with one more answer set.
func (y *survey) path(x *axis, n int64) uint64 {
	y.s.putNumber(x, n)
	if !y.s.sensible(y.axes) {
		return 0
	}
	y.try()
	return y.s.signature(y.nodes)
}

// between halves the stretch between two answers until every change of path
// lies between two neighbours.
func (y *survey) between(x *axis, low, high int64, before, after uint64, found []int64) []int64 {
	if before == after || *y.left <= 0 {
		return found
	}
	if high-low == 1 {
		return append(found, low, high)
	}
	middle := low + (high-low)/2
	path := y.path(x, middle)
	found = y.between(x, low, middle, before, path, found)
	return y.between(x, middle, high, path, after, found)
}
