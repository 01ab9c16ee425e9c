package engine

import (
	"slices"

	"doudi/fact"
	"doudi/policy"
)

// turnable tells whether a refusal could turn if all that the family can
// change were open. One trial answers that for all verdicts that are not stuck.
func (e *evaluation) turnable(v *verdict, demands []demand) bool {
	if !e.pl.touched(demands) {
		return false
	}
	for i := range demands {
		d := &demands[i]
		if e.under(d.day); d.want && e.stuck(d.node, v.ver.Unit, v.inst) {
			return false
		}
	}
	s := e.screened()
	for i := range demands {
		d := &demands[i]
		s.under(d.day)
		if !d.met(s.from(d.node, v.ver.Unit, v.inst), false) {
			return false
		}
	}
	return true
}

// stuck tells at a glance that a condition fails whatever the family changes:
// by what it cannot change.
func (e *evaluation) stuck(id policy.NodeID, of fact.EntityID, inst int32) bool {
	if !e.from(id, of, inst).isFalse() {
		return false
	}
	id = e.law.ways[id].to
	n := &e.pl.nodes[id]
	if n.of != of {
		inst = e.climb(of, inst, n.of)
	}
	arg := func(a policy.NodeID) bool { return e.stuck(a, n.of, inst) }
	switch {
	case !e.pl.loose[id]:
		return true
	case n.op == policy.OpAnd:
		return slices.ContainsFunc(n.args, arg)
	case n.op == policy.OpOr:
		return !slices.ContainsFunc(n.args, func(a policy.NodeID) bool { return !arg(a) })
	}
	return false
}

// screened is the scout with all that the family can change left open.
func (e *evaluation) screened() *evaluation {
	if !e.screen {
		s := e.scout()
		s.varied = s.pl.loose
		s.openAll()
		s.trial()
		e.screen = true
	}
	return e.second
}

// unscreen takes that back.
func (e *evaluation) unscreen() {
	if e.screen {
		e.second.forced = forcedRule{}
		e.second.restoreRows()
		e.second.trial()
		e.screen = false
	}
}

// openAll leaves everything open that the family can change.
func (s *evaluation) openAll() {
	for i := range s.pl.changeable {
		c := &s.pl.changeable[i]
		for inst := int32(0); c.rule == noOne && inst < s.count(c.atom.of); inst++ {
			s.set(atom{atomFact, c.atom.of, inst, c.atom.at}, fact.Value{})
		}
	}
	s.forced = forcedRule{on: true, rule: allRules, inst: allInstances, v: s.because(atom{kind: atomChoice})}
}

// touched tells whether anything that the family can change reaches all
// demands.
func (pl *plan) touched(demands []demand) bool {
	for i := range pl.changeable {
		if pl.changeable[i].touches(demands) {
			return true
		}
	}
	return false
}

// touches tells that every demand depends on it: a change that leaves one
// alone cannot turn the refusal.
func (c *changeable) touches(demands []demand) bool {
	for i := range demands {
		if !c.on[demands[i].node] {
			return false
		}
	}
	return len(demands) > 0
}
