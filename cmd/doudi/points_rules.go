package main

import (
	"fmt"
	"slices"

	"doudi/civil"
	"doudi/engine"
	"doudi/fact"
	"doudi/gb"
	"doudi/money"
	"doudi/pack"
	"doudi/policy"
)

// boundaryOps joins the word that the law uses to the operators that mean it.
var boundaryOps = map[string][]policy.Op{
	"below":    {policy.OpLess, policy.OpLessShare},
	"at_most":  {policy.OpAtMost, policy.OpAtMostShare},
	"at_least": {policy.OpAtLeast, policy.OpAtLeastShare},
	"above":    {policy.OpAbove, policy.OpAboveShare},
}

// rule notes what there is to show of one version of a rule.
func (s *survey) rule(r *policy.Rule, version int, written *pack.Rule) {
	v := &r.Versions[version]
	thing := point{pointKey: pointKey{pos: v.Pos, id: r.ID}, origin: v.Origin, thing: fmt.Sprintf("规则 %s（%s，%s）", r.Label, r.ID, policy.SpanText(v.Span))}
	within := func(seen engine.Seen) bool {
		return (seen.Day == 0 || v.Span.Contains(seen.Day)) && seen.Value.State != fact.Unknown
	}
	s.on(r.Node, thing.of(pointUsed, ""), within)
	if r.Type == fact.Bool {
		s.on(r.Node, thing.of(pointTrue, ""), func(seen engine.Seen) bool { return within(seen) && seen.Value == fact.Of(1) })
		s.on(r.Node, thing.of(pointFalse, ""), func(seen engine.Seen) bool { return within(seen) && seen.Value == fact.Of(0) })
	}
	if v.Boundary != "" {
		s.boundary(thing, v)
	}
	s.body(thing, v, written)
	s.ruleEdges(thing, r, v)
}

// ruleEdges wants the neighbouring version tried, where there is one.
func (s *survey) ruleEdges(thing point, r *policy.Rule, v *policy.RuleVersion) {
	if len(r.Versions) == 1 {
		s.edges(thing, v.Span)
		return
	}
	side := func(kind pointKind, day civil.Date, neighbour civil.Date, meant func(civil.Date) bool) {
		if lawOn(r, neighbour) {
			s.on(r.Node, thing.of(kind, day.String()), func(seen engine.Seen) bool { return seen.Day != 0 && meant(seen.Day) })
		}
	}
	side(pointBefore, v.Span.From, v.Span.From-1, func(d civil.Date) bool { return d < v.Span.From })
	if v.Span.To != civil.Open {
		side(pointAfter, v.Span.To, v.Span.To+1, func(d civil.Date) bool { return d > v.Span.To })
	}
}

// lawOn tells that some version of a rule is law on a day.
func lawOn(r *policy.Rule, day civil.Date) bool {
	return slices.ContainsFunc(r.Versions, func(v policy.RuleVersion) bool { return v.Span.Contains(day) })
}

// boundary notes the three places of every comparison that the word is about.
func (s *survey) boundary(thing point, v *policy.RuleVersion) {
	nodes := s.comparisons(v.Body, boundaryOps[v.Boundary], nil)
	for i, node := range nodes {
		detail := ""
		if len(nodes) > 1 {
			detail = fmt.Sprintf("（第%d个比较）", i+1)
		}
		for at, kind := range []pointKind{pointBelow, pointLine, pointAbove} {
			sign := at - 1
			if s.beyond(node, sign, v.Span) {
				continue
			}
			s.on(node, thing.of(kind, detail), func(seen engine.Seen) bool {
				side, ok := sideOf(seen.Args)
				return ok && side == sign && (seen.Day == 0 || v.Span.Contains(seen.Day))
			})
		}
	}
}

// beyond tells that no answer can lie on that side of a figure because the
// bounds of the fact end there: a level of disability above the fourth.
func (s *survey) beyond(comparison policy.NodeID, side int, span pack.Span) bool {
	args := s.c.program.Nodes[comparison].Args
	left, right := &s.c.program.Nodes[args[0]], &s.c.program.Nodes[args[1]]
	if left.Op != policy.OpFact || right.Op != policy.OpFigure || len(args) != 2 {
		return false
	}
	f := s.c.program.Fact(left)
	if !f.HasBounds {
		return false
	}
	return !slices.ContainsFunc(s.c.program.Figures[right.Imm].Rows, func(r policy.FigureRow) bool {
		overlaps := r.Span.From <= span.To && span.From <= r.Span.To
		return overlaps && (side < 0 && f.Low < r.Value.N || side > 0 && f.High > r.Value.N || side == 0 && f.Low <= r.Value.N && r.Value.N <= f.High)
	})
}

// comparisons are the operations of a body that compare in one of the ways,
// without looking into other rules.
func (s *survey) comparisons(id policy.NodeID, ops []policy.Op, into []policy.NodeID) []policy.NodeID {
	n := &s.c.program.Nodes[id]
	if slices.Contains(ops, n.Op) && !slices.Contains(into, id) {
		into = append(into, id)
	}
	if n.Op == policy.OpRule {
		return into
	}
	for _, a := range n.Args {
		if a != policy.NoNode {
			into = s.comparisons(a, ops, into)
		}
	}
	return into
}

// sideOf tells on which side of a line the left side stands.
func sideOf(args []fact.Value) (side int, ok bool) {
	for _, a := range args {
		if a.State != fact.Known {
			return 0, false
		}
	}
	switch {
	case len(args) == 3:
		return money.CompareShare(args[0].N, args[1].N, money.Rate(args[2].N)), true
	case args[0].N < args[1].N:
		return -1, true
	case args[0].N > args[1].N:
		return 1, true
	}
	return 0, true
}

// body notes the ways through a rule that has several.
func (s *survey) body(thing point, v *policy.RuleVersion, written *pack.Rule) {
	id := v.Body
	for s.c.program.Nodes[id].Op == policy.OpRound {
		id = s.c.program.Nodes[id].Args[0]
	}
	n := &s.c.program.Nodes[id]
	in := func(seen engine.Seen) bool { return seen.Day == 0 || v.Span.Contains(seen.Day) }
	switch n.Op {
	case policy.OpExceptions:
		s.exceptions(thing, id, in, written)
	case policy.OpCases:
		s.cases(thing, id, in)
	case policy.OpTable:
		for i := range n.Rows {
			s.on(id, thing.of(pointRow, fmt.Sprintf("第%d行", i+1)), func(seen engine.Seen) bool {
				return in(seen) && rowMatches(n.Rows[i].When, seen.Args)
			})
		}
	}
}

// exceptions notes that each exception fires, once none does, and both sides
// of its days. An exception that an amend adds belongs to the amending pack.
func (s *survey) exceptions(thing point, id policy.NodeID, in func(engine.Seen) bool, written *pack.Rule) {
	n := &s.c.program.Nodes[id]
	s.on(id, thing.of(pointBase, ""), func(seen engine.Seen) bool {
		for i := range n.Exc {
			if n.Exc[i].Span.Contains(seen.Day) && seen.Args[1+2*i] != fact.Of(0) {
				return false
			}
		}
		return in(seen)
	})
	for i := range n.Exc {
		e := &n.Exc[i]
		own := thing
		if w := exceptionOf(written, e); w != nil {
			own.origin, own.pos = w.Origin, w.Pos
		}
		s.on(id, own.of(pointException, e.ID), func(seen engine.Seen) bool {
			return in(seen) && e.Span.Contains(seen.Day) && seen.Args[1+2*i] == fact.Of(1)
		})
		if e.Span.From > s.c.life(own.origin).From && written != nil && e.Span.From > written.Span.From {
			s.on(id, own.of(pointBefore, e.Span.From.String()), func(seen engine.Seen) bool { return in(seen) && seen.Day < e.Span.From })
		}
		if written != nil && e.Span.To < written.Span.To {
			s.on(id, own.of(pointAfter, e.Span.To.String()), func(seen engine.Seen) bool { return in(seen) && seen.Day > e.Span.To })
		}
	}
}

// exceptionOf finds an exception as it is written.
func exceptionOf(written *pack.Rule, e *policy.Exception) *pack.Exception {
	if written == nil {
		return nil
	}
	for _, w := range written.Exceptions {
		if w.ID == e.ID && w.Span.From <= e.Span.From && e.Span.To <= w.Span.To {
			return w
		}
	}
	return nil
}

// cases notes that each line is taken, and what stands for all others.
func (s *survey) cases(thing point, id policy.NodeID, in func(engine.Seen) bool) {
	n := &s.c.program.Nodes[id]
	for k := 0; k+1 < len(n.Args); k += 2 {
		s.on(id, thing.of(pointCase, s.c.program.Describe(n.Args[k])), func(seen engine.Seen) bool { return in(seen) && lineTaken(seen.Args) == k })
	}
	if last := len(n.Args) - 1; last%2 == 0 && n.Args[last] != policy.NoNode {
		s.on(id, thing.of(pointOtherwise, ""), func(seen engine.Seen) bool { return in(seen) && lineTaken(seen.Args) == last })
	}
}

// lineTaken is the place of the condition that certainly decided, or of the
// value for all others; -1 if that is open.
func lineTaken(args []fact.Value) int {
	for k := 0; k+1 < len(args); k += 2 {
		switch args[k] {
		case fact.Of(1):
			return k
		case fact.Of(0):
		default:
			return -1
		}
	}
	return len(args) - 1
}

// rowMatches tells that the keys fit a row of a decision table.
func rowMatches(when []policy.Match, keys []fact.Value) bool {
	for i := range when {
		if !cellMatches(&when[i], keys[i]) {
			return false
		}
	}
	return true
}

// cellMatches tells that one key fits its cell.
func cellMatches(m *policy.Match, v fact.Value) bool {
	switch {
	case v.State == fact.Unknown:
		return false
	case m.Any:
		return true
	case len(m.In) > 0:
		return slices.Contains(m.In, v)
	}
	return v.State == fact.Known && (!m.HasLow || v.N >= m.Low) && (!m.HasHigh || v.N <= m.High)
}

// rowOf is the row of a figure that a look-up finds: the nearest place wins.
func rowOf(f *policy.Figure, keys []fact.Value, day civil.Date) int {
	best := -1
	for i := range f.Rows {
		if r := &f.Rows[i]; r.Span.Contains(day) && rowFits(f, r, keys) && (best < 0 || nearer(f, r, &f.Rows[best])) {
			best = i
		}
	}
	return best
}

// rowFits tells that all keys of a row match.
func rowFits(f *policy.Figure, r *policy.FigureRow, keys []fact.Value) bool {
	for k, v := range keys {
		if v.State != fact.Known || v.N != r.Keys[k] && (f.KeyTypes[k] != fact.Place || !gb.Within(v.N, r.Keys[k])) {
			return false
		}
	}
	return true
}

// nearer tells that a row is written for a smaller place.
func nearer(f *policy.Figure, r, best *policy.FigureRow) bool {
	for k, t := range f.KeyTypes {
		if t == fact.Place && r.Keys[k] != best.Keys[k] {
			return gb.Within(r.Keys[k], best.Keys[k])
		}
	}
	return false
}
