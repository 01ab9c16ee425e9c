package engine

import (
	"doudi/fact"
	"doudi/policy"
)

// Misplaced lists the facts that were typed in although they do not apply:
// what an answer contradicts is an error of the file, never silently ignored.
func (en *Engine) Misplaced(s *fact.Snapshot) []Ref {
	e := en.pool.Get().(*evaluation)
	defer en.pool.Put(e)
	e.start(en, s, Options{})
	e.under(e.applied)
	var found []Ref
	for of, slots := range e.pl.p.Applies {
		for slot, applies := range slots {
			if applies != policy.NoNode {
				found = e.misplaced(fact.EntityID(of), int32(slot), applies, found)
			}
		}
	}
	return found
}

// misplaced looks at one fact of every instance.
func (e *evaluation) misplaced(of fact.EntityID, slot int32, applies policy.NodeID, found []Ref) []Ref {
	for inst := range e.count(of) {
		values := e.levels[of].rows[inst].Values
		if int(slot) >= len(values) || values[slot].State == fact.Unknown {
			continue
		}
		if e.from(applies, of, inst).isFalse() {
			found = append(found, e.ref(atom{atomFact, of, inst, slot}))
		}
	}
	return found
}

// Applying calls yield for every fact that is asked under a condition which is
// known to hold, for each instance: a form shows those questions only.
func (en *Engine) Applying(s *fact.Snapshot, yield func(of fact.EntityID, instance, slot int)) {
	e := en.pool.Get().(*evaluation)
	defer en.pool.Put(e)
	e.start(en, s, Options{})
	e.under(e.applied)
	for of, slots := range e.pl.p.Applies {
		for slot, applies := range slots {
			for inst := range e.count(fact.EntityID(of)) {
				if applies != policy.NoNode && e.from(applies, fact.EntityID(of), inst).isTrue() {
					yield(fact.EntityID(of), int(inst), slot)
				}
			}
		}
	}
}
