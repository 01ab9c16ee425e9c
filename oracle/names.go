package oracle

import (
	"fmt"
	"strings"

	"doudi/civil"
	"doudi/fact"
)

// lookUp binds a name written in an expression of entity of: bare names are
// the row's own, a figure, a choice or a global date; an owner's value carries
// the name of its entity; another programme is read by .entitled, .held or a
// part.
func (b *builder) lookUp(parts []string, of fact.EntityID) (reader, error) {
	if len(parts) > 1 && !b.isOwn(parts[0], of) {
		if owner, ok := b.owner(parts[0], of); ok {
			read, err := b.lookUp(parts[1:], owner)
			return b.raise(read, of, owner), err
		}
	}
	for _, find := range []func([]string, fact.EntityID) reader{b.findFact, b.findRule, b.findFigure, b.findGlobal, b.findChoice, b.findProgramme} {
		if read := find(parts, of); read != nil {
			return read, nil
		}
	}
	return nil, fmt.Errorf("no %s in entity %d", strings.Join(parts, "."), of)
}

// isOwn tells whether a name is a fact of the entity itself.
func (b *builder) isOwn(name string, of fact.EntityID) bool {
	return of >= 0 && b.slot(of, name) >= 0
}

// slot is the position of a fact in its entity, −1 if it has none such.
func (b *builder) slot(of fact.EntityID, key string) int {
	for i := range b.schema.Entities[of].Facts {
		if b.schema.Entities[of].Facts[i].Key == key {
			return i
		}
	}
	return -1
}

// owner finds the entity itself or an ancestor by its name.
func (b *builder) owner(name string, of fact.EntityID) (fact.EntityID, bool) {
	for e := of; e >= 0; e = b.schema.Entities[e].Parent {
		if b.schema.Entities[e].Name == name {
			return e, true
		}
	}
	return 0, false
}

// raise reads something of an ancestor from the ancestor's own instance.
func (b *builder) raise(read reader, from, to fact.EntityID) reader {
	if from == to || to < 0 || from < 0 {
		return read
	}
	return func(r *run, at point) *cell {
		return read(r, point{r.ancestor(from, at.inst, to), at.date})
	}
}

// findFact reads an own fact; a span is read by its two ends.
func (b *builder) findFact(parts []string, of fact.EntityID) reader {
	if !b.isOwn(parts[0], of) {
		return nil
	}
	slot := b.slot(of, parts[0])
	read := func(r *run, at point) *cell { return r.fact(of, slot, at) }
	switch {
	case len(parts) == 1:
		return read
	case len(parts) == 2 && parts[1] == "from":
		return read
	case len(parts) == 2 && parts[1] == "to":
		return func(r *run, at point) *cell { return end(read(r, at)) }
	}
	return nil
}

// end is the last month of a span.
func end(c *cell) *cell {
	if c.state != known {
		return c
	}
	return number(c.m)
}

// findRule reads a rule of the entity itself or a rule of the place.
func (b *builder) findRule(parts []string, of fact.EntityID) reader {
	rule := b.rules[parts[0]]
	if rule == nil || len(parts) > 1 {
		return nil
	}
	if rule.of != of && rule.of != fact.PlaceEntity {
		return nil
	}
	return rule.read
}

// findFigure reads a figure by its own keys.
func (b *builder) findFigure(parts []string, of fact.EntityID) reader {
	f := b.figures[parts[0]]
	if f == nil || len(parts) > 1 {
		return nil
	}
	keys := make([]reader, len(f.source.Keys))
	for i, key := range f.source.Keys {
		keys[i] = b.keyReader(key.From, of)
	}
	return f.reader(keys)
}

// keyReader finds the fact or rule that a figure is keyed by, in the row or in
// its nearest owner; a place rule looks into the household.
func (b *builder) keyReader(name string, of fact.EntityID) reader {
	if of == fact.PlaceEntity {
		of = fact.HouseholdEntity
	}
	parts := strings.Split(name, ".")
	for e := of; e >= 0; e = b.schema.Entities[e].Parent {
		for _, find := range []func([]string, fact.EntityID) reader{b.findFact, b.findRule, b.findGlobal, b.findChoice} {
			if read := find(parts, e); read != nil {
				return b.raise(read, of, e)
			}
		}
	}
	b.errs = append(b.errs, fmt.Errorf("key %s: nothing of that name above entity %d", name, of))
	return constant(fail("no key " + name))
}

// findGlobal reads a date of the question.
func (b *builder) findGlobal(parts []string, _ fact.EntityID) reader {
	if len(parts) > 1 {
		return nil
	}
	switch parts[0] {
	case "applied_on":
		return func(r *run, _ point) *cell { return day(r.appliedOn()) }
	case "decided_on":
		return func(r *run, _ point) *cell { return day(r.decidedOn()) }
	case "as_of":
		return func(_ *run, at point) *cell { return day(at.date) }
	case "month":
		return func(r *run, _ point) *cell { return number(int64(r.month())) }
	case "index_month":
		return func(r *run, _ point) *cell { return number(int64(r.month()) - 1) }
	}
	return nil
}

// day wraps a date.
func day(d civil.Date) *cell { return number(int64(d)) }

// findChoice reads which option the family has chosen.
func (b *builder) findChoice(parts []string, of fact.EntityID) reader {
	c := b.choices[parts[0]]
	if c == nil || len(parts) > 1 {
		return nil
	}
	return b.raise(c.read, of, c.of)
}

// findProgramme reads another programme: .entitled, .held or one of its parts.
func (b *builder) findProgramme(parts []string, of fact.EntityID) reader {
	p := b.programmes[parts[0]]
	if p == nil || len(parts) != 2 {
		return nil
	}
	switch unit := p.unit; parts[1] {
	case "entitled":
		return b.raise(p.readEntitled, of, unit)
	case "held":
		return b.raise(p.readHeld, of, unit)
	default:
		return b.raise(p.partReader(parts[1]), of, unit)
	}
}
