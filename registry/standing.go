package registry

import (
	"slices"

	"doudi/civil"
)

// lasting is what stands for a span of days until something is put in its
// place: an answer, or a membership.
type lasting[T any] interface {
	comparable
	span() (from, to civil.Date)
	// on is the same on other days, not written yet.
	on(from, to civil.Date) T
	// same tells that both are about one thing, so that one takes the place of
	// the other.
	same(other T) bool
	// empty tells that it only takes away.
	empty() bool
	// fresh tells that it is not written yet.
	fresh() bool
}

// overlay puts something in the place of what stood on its days. What stood
// before and after them stays, on days of its own.
func overlay[T lasting[T]](standing []T, add T) []T {
	from, to := add.span()
	var next []T
	for _, old := range standing {
		a, b := old.span()
		if !old.same(add) || b < from || to < a {
			next = append(next, old)
			continue
		}
		if a < from {
			next = append(next, old.on(a, from-1))
		}
		if b > to {
			next = append(next, old.on(to+1, b))
		}
	}
	if !add.empty() {
		next = append(next, add)
	}
	return next
}

// gone is what no longer stands.
func gone[T comparable](before, after []T) (list []T) {
	for _, old := range before {
		if !slices.Contains(after, old) {
			list = append(list, old)
		}
	}
	return list
}

// unwritten is what is new.
func unwritten[T lasting[T]](list []T) (fresh []T) {
	for _, one := range list {
		if one.fresh() {
			fresh = append(fresh, one)
		}
	}
	return fresh
}

func (f Fact) span() (from, to civil.Date) { return f.From, f.To }
func (f Fact) same(other Fact) bool        { return f.Key == other.Key && f.Line == other.Line }
func (f Fact) empty() bool                 { return f.Value == "" }
func (f Fact) fresh() bool                 { return f.Known == 0 }

func (f Fact) on(from, to civil.Date) Fact {
	f.From, f.To, f.Known = from, to, 0
	return f
}

func (m Member) span() (from, to civil.Date) { return m.From, m.To }
func (m Member) same(other Member) bool      { return m.Person == other.Person }
func (m Member) empty() bool                 { return m.Relation == "" }
func (m Member) fresh() bool                 { return m.Known == 0 }

func (m Member) on(from, to civil.Date) Member {
	if to != m.To {
		m.Because = ""
	}
	m.From, m.To, m.Known = from, to, 0
	return m
}
