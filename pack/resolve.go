package pack

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"doudi/civil"
)

// Chain returns the ids from the given pack up to the nation; nil if unknown.
func (s *Set) Chain(id string) []string {
	var out []string
	for p := s.Packs[id]; p != nil; p = s.Packs[p.Extends] {
		out = append(out, p.ID)
	}
	return out
}

// Resolve makes one pack of a chain. The problems are all that stand in the
// files of the chain and all that layering finds; with errors among them the
// result may be incomplete and must not be used to decide anything.
func (s *Set) Resolve(id string) (*Resolved, Problems) {
	chain := s.Chain(id)
	if chain == nil {
		return nil, Problems{{Pos: Pos{File: id}, Kind: KindChain, Message: fmt.Sprintf("没有名叫“%s”的包", id),
			Expected: "一个存在的包", Remedy: "用 doudi packs lint 查看有哪些包"}}
	}
	l := &layering{resolved: &Resolved{ID: id, Chain: chain, Labels: make(map[string]string), Sources: make(map[string]*Source)}}
	for _, p := range slices.Backward(chain) {
		l.add(s.Packs[p])
	}
	l.finish()
	slices.Reverse(l.packs)
	l.resolved.Packs = l.packs
	return l.resolved, append(s.problems.in(chain), l.problems...).Sorted()
}

// in keeps the problems in files of the given packs.
func (ps Problems) in(packs []string) Problems {
	var out Problems
	for _, p := range ps {
		folder, _, _ := strings.Cut(p.Pos.File, "/")
		if slices.Contains(packs, folder) {
			out = append(out, p)
		}
	}
	return out
}

// layering lays packs over each other, from the nation down.
type layering struct {
	checker
	resolved *Resolved
	packs    []*Pack // nation first
	figures  []*layeredFigure
}

func (l *layering) add(p *Pack) {
	r := l.resolved
	l.packs = append(l.packs, p)
	r.Labels[p.ID] = p.Label
	for id, source := range p.Sources {
		r.Sources[id] = source
	}
	for _, f := range p.Figures {
		l.figure(f)
	}
	l.rules(p)
	r.Programmes = layer(r.Programmes, p.Programmes, programmeKey, clipProgramme)
	r.Choices = layer(r.Choices, p.Choices, choiceKey, clipChoice)
	r.Stacking = layer(r.Stacking, p.Stacking, pairKey, clipPair)
	r.Constraints = layer(r.Constraints, p.Constraints, constraintKey, clipConstraint)
	r.Procedures = layer(r.Procedures, p.Procedures, procedureKey, clipProcedure)
	for _, a := range p.Amends {
		if a.Programme != "" {
			l.amendProgramme(a)
		}
	}
}

// rules lays the rules of a pack and then its amends of rules.
func (l *layering) rules(p *Pack) {
	r := l.resolved
	r.Rules = layer(r.Rules, p.Rules, ruleKey, clipRule)
	for _, a := range p.Amends {
		if a.Rule != "" && a.Add != nil {
			r.Rules = mapVersions(r.Rules, a.Rule, a.Span, ruleKey, func(r *Rule, s Span) *Rule { return amendRule(r, a.Add, s) })
		}
	}
}

// layer puts the lower versions over the upper ones: on the days of a lower
// version the superior versions of the same key give way.
func layer[T any](upper, lower []T, key func(T) (string, Span), clip func(T, Span) T) []T {
	var out []T
	for _, u := range upper {
		id, span := key(u)
		left := []Span{span}
		for _, v := range lower {
			if other, hole := key(v); other == id {
				left = without(left, hole)
			}
		}
		for _, s := range left {
			if s == span {
				out = append(out, u)
			} else {
				out = append(out, clip(u, s))
			}
		}
	}
	return append(out, lower...)
}

// without cuts a hole out of spans.
func without(spans []Span, hole Span) []Span {
	var out []Span
	for _, s := range spans {
		if hole.To < s.From || s.To < hole.From {
			out = append(out, s)
			continue
		}
		if s.From < hole.From {
			out = append(out, Span{s.From, hole.From - 1})
		}
		if hole.To < s.To {
			out = append(out, Span{hole.To + 1, s.To})
		}
	}
	return out
}

// meet is the days that two spans share; ok is false if there are none.
func meet(a, b Span) (Span, bool) {
	s := Span{max(a.From, b.From), min(a.To, b.To)}
	return s, s.From <= s.To
}

func ruleKey(r *Rule) (string, Span)             { return r.ID, r.Span }
func programmeKey(p *Programme) (string, Span)   { return p.ID, p.Span }
func choiceKey(c *Choice) (string, Span)         { return c.ID, c.Span }
func constraintKey(c *Constraint) (string, Span) { return c.ID, c.Span }
func procedureKey(p *Procedure) (string, Span)   { return p.ID, p.Span }

// pairKey is the same for both orders: a lower pack may turn a pair round.
func pairKey(p *Pair) (string, Span) {
	return min(p.First, p.Second) + " " + max(p.First, p.Second), p.Span
}

func clipRule(r *Rule, s Span) *Rule {
	c := *r
	c.Span = s
	c.Exceptions = nil
	for _, x := range r.Exceptions {
		if span, ok := meet(x.Span, s); ok {
			one := *x
			one.Span = span
			c.Exceptions = append(c.Exceptions, &one)
		}
	}
	forgetGone(c.Exceptions)
	return &c
}

// forgetGone drops the names of exceptions that have no day left.
func forgetGone(exceptions []*Exception) {
	for _, x := range exceptions {
		x.Over = slices.DeleteFunc(slices.Clone(x.Over), func(id string) bool {
			return !slices.ContainsFunc(exceptions, func(o *Exception) bool { return o.ID == id })
		})
	}
}

func clipProgramme(p *Programme, s Span) *Programme {
	c := *p
	c.Span = s
	c.Amount = nil
	for _, part := range p.Amount {
		if span, ok := meet(part.Span, s); ok {
			one := *part
			one.Span = span
			c.Amount = append(c.Amount, &one)
		}
	}
	return &c
}

func clipChoice(c *Choice, s Span) *Choice { d := *c; d.Span = s; return &d }

func clipPair(p *Pair, s Span) *Pair { d := *p; d.Span = s; return &d }

func clipConstraint(c *Constraint, s Span) *Constraint { d := *c; d.Span = s; return &d }

func clipProcedure(p *Procedure, s Span) *Procedure { d := *p; d.Span = s; return &d }

// amendProgramme weaves one change into what stands so far: the pack's own
// versions and those of its superiors. A lower pack that overrides the id
// later drops it; the same holds for amends of rules.
func (l *layering) amendProgramme(a *Amend) {
	switch {
	case a.AddPart != nil:
		l.resolved.Programmes = mapVersions(l.resolved.Programmes, a.Programme, a.Span, programmeKey,
			func(p *Programme, s Span) *Programme { return amendPart(p, a.AddPart, s) })
	case a.AddCondition.Text != "":
		l.amendCondition(a)
	}
}

// mapVersions replaces the versions of an id that share days with span.
func mapVersions[T any](in []T, id string, span Span, key func(T) (string, Span), change func(T, Span) T) []T {
	out := slices.Clone(in)
	for i, v := range out {
		other, its := key(v)
		if common, ok := meet(its, span); ok && other == id {
			out[i] = change(v, common)
		}
	}
	return out
}

// amendRule adds an exception; a plain value becomes the base that it excepts.
func amendRule(r *Rule, add *Exception, s Span) *Rule {
	c := *r
	if c.Kind == BodyValue {
		c.Kind = BodyBase
	}
	one := *add
	span, ok := meet(add.Span, s)
	if !ok {
		return r
	}
	one.Span = span
	c.Exceptions = append(slices.Clone(r.Exceptions), &one)
	return &c
}

func amendPart(p *Programme, add *Part, s Span) *Programme {
	c := *p
	one := *add
	span, ok := meet(add.Span, s)
	if !ok {
		return p
	}
	one.Span = span
	c.Amount = append(slices.Clone(p.Amount), &one)
	return &c
}

// amendCondition cuts a version at the amend's days: a condition has no span
// of its own.
func (l *layering) amendCondition(a *Amend) {
	var out []*Programme
	for _, p := range l.resolved.Programmes {
		common, ok := meet(p.Span, a.Span)
		if p.ID != a.Programme || !ok {
			out = append(out, p)
			continue
		}
		for _, rest := range without([]Span{p.Span}, common) {
			out = append(out, clipProgramme(p, rest))
		}
		with := clipProgramme(p, common)
		with.Conditions = append(slices.Clone(p.Conditions), a.AddCondition)
		with.Cites = append(slices.Clone(p.Cites), a.Cites...)
		out = append(out, with)
	}
	l.resolved.Programmes = out
}

// finish sorts everything, so that the same packs give the same text. The
// order of stacking is the order in which pairs are applied and stays.
func (l *layering) finish() {
	r := l.resolved
	for _, f := range l.figures {
		r.Figures = append(r.Figures, f.effective())
	}
	slices.SortFunc(r.Figures, func(a, b *Figure) int { return strings.Compare(a.ID, b.ID) })
	sortVersions(r.Rules, ruleKey)
	sortVersions(r.Programmes, programmeKey)
	sortVersions(r.Choices, choiceKey)
	sortVersions(r.Constraints, constraintKey)
	sortVersions(r.Procedures, procedureKey)
	r.Schema = l.schema()
}

func sortVersions[T any](list []T, key func(T) (string, Span)) {
	slices.SortStableFunc(list, func(a, b T) int {
		x, s := key(a)
		y, t := key(b)
		return cmp.Or(strings.Compare(x, y), cmp.Compare(s.From, t.From))
	})
}

// Figure finds a figure by id, nil if there is none.
func (r *Resolved) Figure(id string) *Figure {
	i, ok := slices.BinarySearchFunc(r.Figures, id, func(f *Figure, id string) int { return strings.Compare(f.ID, id) })
	if !ok {
		return nil
	}
	return r.Figures[i]
}

// SourceOf finds the document of a citation: source/clause, or a clause of the
// register by its id alone.
func (r *Resolved) SourceOf(cite string) *Source {
	if id, _, split := strings.Cut(cite, "/"); split {
		return r.Sources[id]
	}
	for _, id := range slices.Sorted(maps.Keys(r.Sources)) {
		if s := r.Sources[id]; s.Clauses[cite] != nil {
			return s
		}
	}
	return nil
}

// RuleAt finds the version of a rule that is law on a day, nil if none is.
func (r *Resolved) RuleAt(id string, on civil.Date) *Rule { return versionAt(r.Rules, id, on, ruleKey) }

// ProgrammeAt finds the version of a programme that is law on a day, nil if none is.
func (r *Resolved) ProgrammeAt(id string, on civil.Date) *Programme {
	return versionAt(r.Programmes, id, on, programmeKey)
}

func versionAt[T any](list []*T, id string, on civil.Date, key func(*T) (string, Span)) *T {
	for _, v := range list {
		if other, span := key(v); other == id && span.Contains(on) {
			return v
		}
	}
	return nil
}
