package engine

import (
	"slices"
	"sync/atomic"

	"doudi/civil"
	"doudi/fact"
	"doudi/policy"
)

// era is what stands fast while no part of the law changes and no document
// begins or ends. It is worked out when the first family asks for it.
type era struct {
	ways     []way
	versions []int32  // rule → the version in force, or noOne
	cites    []*cited // of each citation what is law
	below    []uses   // node → all that it can rest on: only that is searched for
}

// era is that of a day; the number of its stretch says which.
func (pl *plan) era(number int32, d civil.Date) *era {
	if known := pl.eras[number].Load(); known != nil {
		return known
	}
	s := &era{ways: pl.waysOn(d)}
	for i := range pl.p.Rules {
		s.versions = append(s.versions, pl.versionOf(int32(i), d))
	}
	for i := range pl.cites {
		s.cites = append(s.cites, pl.cites[i].on(d))
	}
	s.below = pl.belowOn(s.versions, d)
	pl.eras[number].Store(s)
	return s
}

// versionOf is the position of a rule's version in force on a day, or noOne.
func (pl *plan) versionOf(rule int32, d civil.Date) int32 {
	versions := pl.p.Rules[rule].Versions
	for k := range versions {
		if inForce(versions[k].Span, d) {
			return int32(k)
		}
	}
	return noOne
}

// way leads from a node to the one that really computes its value, and to where
// this is kept.
type way struct {
	to   policy.NodeID
	slot int32
	room uint16
	of   fact.EntityID
}

// waysOn lists the ways of all nodes on a day: a rule that is no more than its
// body, and a body that is the one in force, are passed over. What a family can
// change is not: a search may take it for changed.
func (pl *plan) waysOn(d civil.Date) []way {
	ways := slices.Clone(pl.everyStep)
	for i := range pl.nodes {
		n, k := &pl.nodes[i], -1
		switch n.op {
		case policy.OpRule:
			if !pl.p.Rules[n.imm].Changeable {
				k = 0
			}
		case policy.OpDated:
			k = versionOn(n, d)
		}
		if k >= 0 && pl.nodes[n.args[k]].of == n.of {
			ways[i] = ways[n.args[k]]
		}
	}
	return ways
}

// addEras makes room for them, and the ways that leave nothing out.
func (pl *plan) addEras() {
	pl.eras = make([]atomic.Pointer[era], len(pl.cuts)+1)
	for i := range pl.nodes {
		n := &pl.nodes[i]
		pl.everyStep = append(pl.everyStep, way{n.pos, n.slot, n.room, n.of})
	}
}

// belowOn is what every node can rest on by itself and through its arguments,
// as the law stands on a day.
func (pl *plan) belowOn(versions []int32, d civil.Date) []uses {
	words := 1 + len(pl.unsettled.list)/64
	below, room := make([]uses, len(pl.nodes)), make(uses, words*len(pl.nodes))
	for i := range pl.nodes {
		n := &pl.nodes[i]
		all := room[i*words : (i+1)*words : (i+1)*words]
		below[i] = all
		pl.unsettled.own(pl, n, versions, d, all)
		only := -1 // of the bodies that follow one another, the one in force
		if n.op == policy.OpDated {
			only = versionOn(n, d)
		}
		for k, a := range n.args {
			if a == policy.NoNode || n.op == policy.OpDated && k != only {
				continue
			}
			for w, set := range below[a] {
				all[w] |= set
			}
		}
	}
	return below
}
