package oracle

import (
	"fmt"

	"doudi/civil"
	"doudi/fact"
	"doudi/pack"
)

// rule is one id with its dated versions.
type rule struct {
	id       string
	index    int
	of       fact.EntityID
	sources  []*pack.Rule
	versions []reader // aligned with sources
	timeless bool     // one version, on every day of its packs
	// A rule of the place may stand for a figure of its name: from is the day
	// from which a figure of a lower pack decides; before it, and where no
	// version of a lower rule is law, the other one speaks.
	figure reader
	from   civil.Date
}

// read gives the rule's value at a point, computed once per run.
func (u *rule) read(r *run, at point) *cell {
	if u.of == fact.PlaceEntity {
		at.inst = 0
	}
	shelf := &r.page(at.date).rules[u.index]
	return once(shelf, r.count(u.of), at.inst, func() *cell { return u.compute(r, at) })
}

// compute picks the version that is law on the date; none is an error. A rule
// that every day of its packs knows in one version has no date at all: it also
// answers for the first days of the month in which its packs begin.
func (u *rule) compute(r *run, at point) *cell {
	if u.timeless {
		return u.versions[0](r, at)
	}
	if u.figure != nil && at.date >= u.from {
		return u.figure(r, at)
	}
	for i, source := range u.sources {
		if inSpan(source.Span, at.date) {
			return u.versions[i](r, at)
		}
	}
	if u.figure != nil && u.from == civil.Open {
		return u.figure(r, at)
	}
	return fail("rule " + u.id + " is not law on that day")
}

// standsFor joins a rule of the place with the figure of the same id. Whichever
// stands in the lower pack decides on its days: a rule on those of its
// versions, a figure from its first day on.
func (b *builder) standsFor(u *rule) {
	f := b.figures[u.id]
	if f == nil || u.of != fact.PlaceEntity || len(f.source.Rows) == 0 {
		return
	}
	u.figure, u.from = b.findFigure([]string{u.id}, fact.PlaceEntity), civil.Open
	if b.level(f.source.Origin) < b.level(u.sources[0].Origin) {
		for _, row := range f.source.Rows {
			u.from = min(u.from, row.From)
		}
	}
}

// lasting tells that a rule has one version, and that on every day of the chain.
func (b *builder) lasting(u *rule) bool {
	if len(u.sources) != 1 || u.figure != nil {
		return false
	}
	for _, p := range b.source.Packs {
		if p.InForce.From < u.sources[0].From || p.InForce.To > u.sources[0].To {
			return false
		}
	}
	return true
}

// level counts how far above the lowest pack a pack stands.
func (b *builder) level(id string) int {
	for i, name := range b.source.Chain {
		if name == id {
			return i
		}
	}
	return len(b.source.Chain)
}

// declareRule adds a version to its id.
func (b *builder) declareRule(source *pack.Rule) {
	u := b.rules[source.ID]
	if u == nil {
		u = &rule{id: source.ID, index: len(b.Oracle.rules), of: b.entity(source.Of)}
		b.rules[source.ID] = u
		b.Oracle.rules = append(b.Oracle.rules, u)
	}
	u.sources = append(u.sources, source)
}

// ruleBodies compiles every version of every rule.
func (b *builder) ruleBodies() {
	for _, u := range b.Oracle.rules {
		b.standsFor(u)
		u.timeless = b.lasting(u)
		for _, source := range u.sources {
			u.versions = append(u.versions, b.rounded(source.Round, b.body(source, u.of)))
		}
	}
}

// rounded rounds at the very end, if anything is said about rounding.
func (b *builder) rounded(round *pack.Round, read reader) reader {
	if round == nil || round.Mode == "" {
		return read
	}
	mode, ok := parseRounding(round.Mode)
	if !ok || mode.unit == 0 {
		b.errs = append(b.errs, fmt.Errorf("no rounding mode %s", round.Mode))
	}
	return func(r *run, at point) *cell { return mode.round(read(r, at)) }
}

// body compiles one of the bodies of the language. Brackets round themselves.
func (b *builder) body(source *pack.Rule, of fact.EntityID) reader {
	switch source.Kind {
	case pack.BodyValue:
		return b.text(source.Value, of)
	case pack.BodyCases:
		return b.cases(source, of)
	case pack.BodyTable:
		return b.table(source.Table, of)
	case pack.BodyBrackets:
		return b.brackets(source, of)
	case pack.BodyBase:
		return b.exceptions(source, of)
	}
	return b.aggregate(source.Kind, source.Agg, of)
}

// cases takes the first line whose condition holds. Behind an open condition
// the answer is known only if that line and all later ones lead to the same.
func (b *builder) cases(source *pack.Rule, of fact.EntityID) reader {
	last := constant(fail("no case of " + source.ID + " applies"))
	if source.Otherwise.Text != "" {
		last = b.text(source.Otherwise, of)
	}
	for i := len(source.Cases) - 1; i >= 0; i-- {
		last = choose(b.text(source.Cases[i].When, of), b.text(source.Cases[i].Value, of), last)
	}
	return last
}

// choose is one line of cases with all that follows.
func choose(when, value, later reader) reader {
	return func(r *run, at point) *cell {
		switch c := when(r, at); {
		case c.isTrue():
			return value(r, at)
		case c.isFalse():
			return later(r, at)
		case c.state == unknown:
			return agreed(c, []*cell{value(r, at), later(r, at)})
		default:
			return c
		}
	}
}

// agreed is what all possible outcomes say, or unknown if they differ.
func agreed(open *cell, outcomes []*cell) *cell {
	for _, c := range outcomes[1:] {
		if !c.same(outcomes[0]) {
			return differing(open, outcomes)
		}
	}
	if outcomes[0].state == unknown {
		return differing(open, outcomes)
	}
	return outcomes[0]
}

// differing is unknown through the open question and whatever else is open.
func differing(open *cell, outcomes []*cell) *cell {
	for _, c := range outcomes {
		if c.state == unknown {
			open = joined(open, c)
		}
	}
	return open
}

// exception is one compiled exception.
type exception struct {
	source      *pack.Exception
	when, value reader
	beats       []int
}

// exceptions compiles base and exceptions.
func (b *builder) exceptions(source *pack.Rule, of fact.EntityID) reader {
	base := b.text(source.Value, of)
	list := make([]exception, len(source.Exceptions))
	for i, e := range source.Exceptions {
		list[i] = exception{source: e, when: b.text(e.When, of), value: b.text(e.Value, of), beats: beaten(e, source.Exceptions)}
	}
	return func(r *run, at point) *cell { return applyExceptions(r, at, source.ID, base, list) }
}

// beaten finds the positions of the exceptions that e stands over.
func beaten(e *pack.Exception, all []*pack.Exception) []int {
	var list []int
	for _, id := range e.Over {
		for i, other := range all {
			if other.ID == id {
				list = append(list, i)
			}
		}
	}
	return list
}

// applyExceptions asks every exception in force whether it fires, tries both
// answers for the open ones, and gives what all tries agree on.
func applyExceptions(r *run, at point, id string, base reader, list []exception) *cell {
	fired := make([]bool, len(list))
	var open []int
	var reason, broken *cell
	for i, e := range list {
		if !inSpan(e.source.Span, at.date) {
			continue
		}
		switch c := e.when(r, at); {
		case c.isTrue():
			fired[i] = true
		case c.state == unknown:
			open, reason = append(open, i), worse(reason, c)
		case !c.isFalse():
			broken = c
		}
	}
	if broken != nil {
		return broken
	}
	outcomes := tryAll(r, at, id, base, list, fired, open)
	if len(open) == 0 {
		return outcomes[0]
	}
	return agreed(reason, outcomes)
}

// tryAll gives the outcome for every way the open exceptions could turn out.
func tryAll(r *run, at point, id string, base reader, list []exception, fired []bool, open []int) []*cell {
	var outcomes []*cell
	for mask := range 1 << len(open) {
		for bit, i := range open {
			fired[i] = mask&(1<<bit) != 0
		}
		outcomes = append(outcomes, settle(r, at, id, base, list, fired))
	}
	return outcomes
}

// settle gives the value when it is certain which exceptions fired.
func settle(r *run, at point, id string, base reader, list []exception, fired []bool) *cell {
	standing := append([]bool(nil), fired...)
	for i, e := range list {
		for _, j := range e.beats {
			standing[j] = standing[j] && !fired[i]
		}
	}
	var values []*cell
	for i, e := range list {
		if standing[i] {
			values = append(values, e.value(r, at))
		}
	}
	if len(values) == 0 {
		return base(r, at)
	}
	return oneVoice(id, values)
}

// oneVoice is the value that all standing exceptions give. Two that differ are
// a conflict; one that is open leaves the whole open.
func oneVoice(id string, values []*cell) *cell {
	var stop, voice *cell
	for _, c := range values {
		switch {
		case c.state == failed:
			return c
		case c.state == unknown:
			stop = worse(stop, c)
		case voice != nil && !c.same(voice):
			return fail("exceptions of " + id + " disagree")
		default:
			voice = c
		}
	}
	if stop != nil {
		return stop
	}
	return voice
}
