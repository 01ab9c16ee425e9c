package policy

import (
	"slices"

	"doudi/civil"
	"doudi/fact"
	"doudi/money"
	"doudi/pack"
)

// Limit is how a constraint binds one figure: the figure may not be below (or
// not above) what the other side comes to. Where that can be computed from
// figures alone, Rows say it by day and key.
type Limit struct {
	Constraint *Constraint
	AtLeast    bool // the figure is at least the limit, else at most
	Rows       []LimitRow
}

// LimitRow is the limit on some days for one combination of the figure's keys.
type LimitRow struct {
	Span  pack.Span
	Keys  []int64
	Value int64
}

// Limits are the constraints that name a figure, those that stand it alone
// against a computable limit with that limit.
func (p *Program) Limits(figure string) []Limit {
	index := slices.IndexFunc(p.Figures, func(f Figure) bool { return f.ID == figure })
	var all []Limit
	for i := range p.Constraints {
		k := &p.Constraints[i]
		if slices.Contains(p.Uses(k.Keep), Ref{SectionFigure, figure}) {
			all = append(all, p.limit(k, int32(index)))
		}
	}
	return all
}

// limit computes one constraint's limit where it has the form figure ⋚ limit.
func (p *Program) limit(k *Constraint, figure int32) Limit {
	l := Limit{Constraint: k}
	own, other, atLeast := p.sides(k.Keep, figure)
	l.AtLeast = atLeast
	if own == NoNode || p.bindsItself(k.Keep, own) {
		return l
	}
	e := newProver(p, k.Keep)
	if e.unfit != "" {
		return l
	}
	e.eachKeys(0, func() {
		keys := make([]int64, len(p.Nodes[own].Args))
		for i, key := range p.Nodes[own].Args {
			keys[i] = e.bound[key]
		}
		l.Rows = append(l.Rows, e.limitRows(k, own, keys, other)...)
	})
	return l
}

// bindsItself tells that the figure also stands on the other side: then there
// is no limit that it could be held against.
func (p *Program) bindsItself(keep, own NodeID) bool {
	figure, args := p.Uses(own)[0], p.Nodes[keep].Args
	at := slices.Index(args, own)
	return slices.ContainsFunc(slices.Concat(args[:at], args[at+1:]), func(n NodeID) bool { return slices.Contains(p.Uses(n), figure) })
}

// sides finds the figure on one side of a comparison; own is NoNode where it
// does not stand alone.
func (p *Program) sides(keep NodeID, figure int32) (own NodeID, other func(*prover) (int64, bool), atLeast bool) {
	n := &p.Nodes[keep]
	alone := func(id NodeID) bool { return p.Nodes[id].Op == OpFigure && p.Nodes[id].Imm == figure }
	known := func(e *prover, id NodeID) (int64, bool) {
		v, ok := e.value(id)
		return v.N, ok && v.State == fact.Known
	}
	switch n.Op {
	case OpLess, OpAtMost, OpAbove, OpAtLeast:
		up := n.Op == OpAbove || n.Op == OpAtLeast
		if alone(n.Args[0]) {
			return n.Args[0], func(e *prover) (int64, bool) { return known(e, n.Args[1]) }, up
		}
		if alone(n.Args[1]) {
			return n.Args[1], func(e *prover) (int64, bool) { return known(e, n.Args[0]) }, !up
		}
	case OpLessShare, OpAtMostShare, OpAboveShare, OpAtLeastShare:
		if !alone(n.Args[0]) {
			break
		}
		up := n.Op == OpAboveShare || n.Op == OpAtLeastShare
		return n.Args[0], func(e *prover) (int64, bool) { return e.shareOf(n, up) }, up
	}
	return NoNode, nil, false
}

// shareOf is the whole fen that the other side of a share comparison asks for.
func (e *prover) shareOf(n *Node, up bool) (int64, bool) {
	whole, ok := e.value(n.Args[1])
	rate, ok2 := e.value(n.Args[2])
	if !ok || !ok2 || whole.State != fact.Known || rate.State != fact.Known {
		return 0, false
	}
	mode := money.DownToFen
	if up {
		mode = money.UpToFen
	}
	return money.Share(whole.N, money.Rate(rate.N), mode)
}

// eachKeys visits every combination of the keys.
func (e *prover) eachKeys(k int, visit func()) {
	if k == len(e.keys) {
		visit()
		return
	}
	for _, c := range e.choices[k] {
		e.bound[e.keys[k]] = c
		e.eachKeys(k+1, visit)
	}
}

// limitRows walks the days on which something changes; days without the figure
// or without a limit have none, and equal neighbours are one row.
func (e *prover) limitRows(k *Constraint, own NodeID, keys []int64, other func(*prover) (int64, bool)) []LimitRow {
	var rows []LimitRow
	days := slices.DeleteFunc(append([]civil.Date{k.Span.From}, e.days...), func(d civil.Date) bool { return !k.Span.Contains(d) })
	slices.Sort(days)
	days = slices.Compact(days)
	for i, d := range days {
		e.day = d
		value, ok := other(e)
		if _, there := e.value(own); !ok || !there {
			continue
		}
		to := k.Span.To
		if i+1 < len(days) {
			to = days[i+1] - 1
		}
		if last := len(rows) - 1; last >= 0 && rows[last].Value == value && rows[last].Span.To+1 == d {
			rows[last].Span.To = to
			continue
		}
		rows = append(rows, LimitRow{pack.Span{From: d, To: to}, keys, value})
	}
	return rows
}
