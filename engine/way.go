package engine

import (
	"doudi/fact"
	"doudi/policy"
)

// A search for the nearest number goes the way to a bound by halves, as long as
// the law changes its path on it.

// nearestNumber looks in both directions and takes the nearer find.
func (x *search) nearestNumber() (val, bool) {
	var f *fact.Fact
	if x.c.rule == noOne {
		f = x.fact()
	}
	low, high := limits(x.c.typ, f)
	from := x.now.n
	if x.now.st == none {
		from = low
		if x.turns(number(low)) {
			return number(low), true
		}
	}
	down, okDown := x.toward(from, low)
	up, okUp := x.toward(from, high)
	switch {
	case okDown && (!okUp || from-down <= up-from):
		return number(down), true
	case okUp:
		return number(up), true
	}
	return val{}, false
}

// trials is how many numbers are tried on one way: some thirty for every
// change of path, and there are rarely more than two.
const trials = 1000

// toward finds the first number on the way to a bound that turns the refusal
// while its neighbour on this side does not. It looks at the conditions first;
// where they hold and the whole decision still does not turn, it goes the way
// once more and looks at everything.
func (x *search) toward(from, bound int64) (int64, bool) {
	x.s.stepped, x.left = x.c.steps && traceable(x.c.typ, min(from, bound), max(from, bound)), trials
	n, met := x.walk(from, bound)
	if !met || x.turns(number(n)) {
		return n, met
	}
	x.whole, x.left = true, trials
	n, met = x.walk(from, bound)
	x.whole = false
	return n, met
}

// walk finds the first number on the way to a bound at which the test that
// counts now holds.
func (x *search) walk(from, bound int64) (int64, bool) {
	if from == bound {
		return 0, false
	}
	x.put(number(from))
	here := x.path()
	holds := x.put(number(bound))
	return x.first(from, bound, here, x.path(), holds)
}

// first halves the way between two numbers, the near half before the far one,
// as long as the law changes its path on it: along one path the answer is the
// same everywhere.
func (x *search) first(out, far int64, here, there uint64, holds bool) (int64, bool) {
	switch {
	case here == there || x.left <= 0:
		return 0, false
	case far-out == 1 || out-far == 1:
		return far, holds
	}
	x.left--
	middle := out + (far-out)/2
	met := x.put(number(middle))
	path := x.path()
	if n, ok := x.first(out, middle, here, path, met); ok {
		return n, true
	}
	if met {
		return middle, true
	}
	return x.first(middle, far, path, there, holds)
}

// path is the signature of what decides along the way: where the whole
// decision counts, of everything that depends on the fact or rule in hand, else
// of what the conditions rest on.
func (x *search) path() uint64 {
	if x.whole {
		return x.s.signature(x.c.users)
	}
	if x.users == nil {
		x.users = x.reached()
	}
	return x.s.signature(x.users)
}

// reached leaves those users of the fact or rule in hand on which a condition
// rests.
func (x *search) reached() []policy.NodeID {
	if x.reach == nil {
		x.reach = make([]bool, len(x.e.pl.nodes))
		for _, d := range x.demands {
			x.e.pl.descend(d.node, x.reach)
		}
		for _, d := range x.rest {
			x.e.pl.descend(d.node, x.reach)
		}
	}
	list := []policy.NodeID{}
	for _, id := range x.c.users {
		if x.reach[id] {
			list = append(list, id)
		}
	}
	return list
}

// descend marks a node and all that it is computed from.
func (pl *plan) descend(id policy.NodeID, marked []bool) {
	if id == policy.NoNode || marked[id] {
		return
	}
	marked[id] = true
	for _, a := range pl.nodes[id].args {
		pl.descend(a, marked)
	}
}
