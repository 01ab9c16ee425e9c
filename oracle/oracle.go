// Package oracle is a second, slow and independent reading of the pack
// language, used by tests only. It starts from the resolved pack as written,
// prints every expression anew as CEL text over its own operators, runs that on
// cel-go's interpreter, and does everything else (exceptions, tables, figures,
// aggregates, programmes, choices, stacking) in plain Go. It shares no line
// with packages policy and engine, so that an error must be made twice to stay
// unseen.
package oracle

import (
	"errors"

	"cel.dev/cel-go/cel"

	"doudi/civil"
	"doudi/fact"
	"doudi/pack"
)

// Oracle is one resolved pack made ready.
type Oracle struct {
	schema     *fact.Schema
	symbols    *symbolTable
	rules      []*rule
	programmes []*programme
	choices    []*choice
	stacking   []*pair
	applies    [][]reader // by entity and slot; nil where a fact always applies
	award      awardTable
	lines      []border
	counted    *rule // member rule: is this member counted in the household
	heads      *rule // household rule: how many members are counted
}

// builder holds what is needed while compiling only.
type builder struct {
	*Oracle
	env        *cel.Env
	source     *pack.Resolved
	figures    map[string]*figure
	rules      map[string]*rule
	programmes map[string]*programme
	choices    map[string]*choice
	errs       []error
}

// Compile reads a resolved pack. All expressions are compiled here, once.
func Compile(r *pack.Resolved) (*Oracle, error) {
	env, err := newEnvironment()
	if err != nil {
		return nil, err
	}
	b := &builder{Oracle: &Oracle{schema: r.Schema, symbols: newSymbols(r.Schema.Symbols)}, env: env, source: r}
	b.declare()
	b.applicability()
	b.ruleBodies()
	b.programmeBodies()
	b.choiceBodies()
	b.pairs()
	b.landmarks()
	return b.Oracle, errors.Join(b.errs...)
}

// declare makes an empty thing for every id, so that bodies can name each
// other in any order.
func (b *builder) declare() {
	b.figures, b.rules = map[string]*figure{}, map[string]*rule{}
	b.programmes, b.choices = map[string]*programme{}, map[string]*choice{}
	for _, f := range b.source.Figures {
		b.figures[f.ID] = b.figure(f)
	}
	for _, r := range b.source.Rules {
		b.declareRule(r)
	}
	for _, p := range b.source.Programmes {
		b.declareProgramme(p)
	}
	for _, c := range b.source.Choices {
		b.declareChoice(c)
	}
}

// entity finds an entity by name.
func (b *builder) entity(name string) fact.EntityID {
	if name == "place" {
		return fact.PlaceEntity
	}
	for i := range b.schema.Entities {
		if b.schema.Entities[i].Name == name {
			return fact.EntityID(i)
		}
	}
	b.errs = append(b.errs, errors.New("no entity "+name))
	return fact.HouseholdEntity
}

// applicability compiles applies_when of every fact that has one.
func (b *builder) applicability() {
	b.applies = make([][]reader, len(b.schema.Entities))
	for e := range b.schema.Entities {
		facts := b.schema.Entities[e].Facts
		b.applies[e] = make([]reader, len(facts))
		for i := range facts {
			if facts[i].AppliesWhen != "" {
				b.applies[e][i] = b.text(pack.Expr{Text: facts[i].AppliesWhen}, fact.EntityID(e))
			}
		}
	}
}

// landmarks finds the two rules that stacking needs by their names.
func (b *builder) landmarks() {
	b.counted, b.heads = b.rules["assessed"], b.rules["assessed_size"]
}

// inSpan tells whether a span contains a day; an unset span always does.
func inSpan(s pack.Span, d civil.Date) bool {
	return s == pack.Span{} || s.From <= d && d <= s.To
}
