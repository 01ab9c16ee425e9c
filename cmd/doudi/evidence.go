package main

import (
	"doudi/engine"
	"doudi/fact"
	"doudi/money"
	"doudi/pack"
	"doudi/policy"
)

// evidence is what the cases at hand have shown, over all packs.
type evidence struct {
	cases      int
	rules      map[pack.Pos]*ruleSeen // by the place where a version is written
	figures    map[string]int         // cases that look a figure up
	programmes map[string]*programmeSeen
	watches    map[*policy.Program]*watch
}

// ruleSeen is what was seen of one version of a rule.
type ruleSeen struct {
	id                 string
	cases, last        int
	yes, no            bool
	below, line, above bool
	fired              map[string]bool
}

// programmeSeen counts the cases by what they came to.
type programmeSeen struct{ granted, refused int }

// watch says which nodes of a program tell something about which rule.
type watch struct {
	bodies   map[policy.NodeID][]*ruleSeen
	compared map[policy.NodeID][]*ruleSeen
}

// gather runs every case of the packs and remembers what it shows.
func (l *library) gather(ids []string, p *progress) (*evidence, error) {
	ev := &evidence{rules: map[pack.Pos]*ruleSeen{}, figures: map[string]int{}, programmes: map[string]*programmeSeen{},
		watches: map[*policy.Program]*watch{}}
	err := l.eachCase(ids, func(c caseRun) error {
		if c.family.Snapshot != nil {
			ev.add(c)
		}
		p.at(ev.cases)
		return nil
	})
	return ev, err
}

// OnLine tells whether some case puts both sides of the rule's comparison equal.
func (ev *evidence) OnLine(rule string) bool {
	for _, seen := range ev.rules {
		if seen.id == rule && seen.line {
			return true
		}
	}
	return false
}

// add runs one case.
func (ev *evidence) add(c caseRun) {
	ev.cases++
	p := c.law.program
	w := ev.watch(p)
	figures := map[string]bool{}
	c.law.engine.Trace(c.family.Snapshot, c.options(), func(s engine.Seen) {
		for _, seen := range w.bodies[s.Node] {
			ev.body(seen, &p.Nodes[s.Node], s)
		}
		for _, seen := range w.compared[s.Node] {
			seen.compare(&p.Nodes[s.Node], s.Args)
		}
		if n := &p.Nodes[s.Node]; n.Op == policy.OpFigure || n.Op == policy.OpBrackets {
			figures[p.Figures[n.Imm].ID] = true
		}
	})
	for id := range figures {
		ev.figures[id]++
	}
	ev.outcomes(c)
}

// outcomes counts what the case came to.
func (ev *evidence) outcomes(c caseRun) {
	r := c.law.engine.Determine(c.family.Snapshot, engine.Options{FigureOverrides: c.options().FigureOverrides, NoExplain: true})
	for i := range r.Outcomes {
		o := &r.Outcomes[i]
		seen := ev.programmes[o.Programme]
		if seen == nil {
			seen = &programmeSeen{}
			ev.programmes[o.Programme] = seen
		}
		switch o.Status {
		case engine.Entitled, engine.Leaving:
			seen.granted++
		case engine.Refused, engine.Excluded:
			seen.refused++
		}
	}
}

// watch prepares a program, once.
func (ev *evidence) watch(p *policy.Program) *watch {
	if w := ev.watches[p]; w != nil {
		return w
	}
	w := &watch{bodies: map[policy.NodeID][]*ruleSeen{}, compared: map[policy.NodeID][]*ruleSeen{}}
	for i := range p.Rules {
		for k := range p.Rules[i].Versions {
			v := &p.Rules[i].Versions[k]
			seen := ev.rules[v.Pos]
			if seen == nil {
				seen = &ruleSeen{id: p.Rules[i].ID, fired: map[string]bool{}}
				ev.rules[v.Pos] = seen
			}
			w.bodies[v.Body] = append(w.bodies[v.Body], seen)
			w.follow(p, v.Body, seen)
		}
	}
	ev.watches[p] = w
	return w
}

// follow watches the comparisons of a body, without looking into other rules.
func (w *watch) follow(p *policy.Program, id policy.NodeID, seen *ruleSeen) {
	n := &p.Nodes[id]
	if isComparison(n.Op) {
		w.compared[id] = append(w.compared[id], seen)
	}
	if n.Op == policy.OpRule {
		return
	}
	for _, a := range n.Args {
		if a != policy.NoNode {
			w.follow(p, a, seen)
		}
	}
}

// isComparison tells the operators of order.
func isComparison(op policy.Op) bool {
	return op >= policy.OpLess && op <= policy.OpAtLeast || op >= policy.OpLessShare && op <= policy.OpAtLeastShare
}

// body remembers that a rule was computed, and to what.
func (ev *evidence) body(seen *ruleSeen, n *policy.Node, s engine.Seen) {
	if seen.last != ev.cases {
		seen.last = ev.cases
		seen.cases++
	}
	if n.Type == fact.Bool && s.Value.State == fact.Known {
		seen.yes = seen.yes || s.Value.N != 0
		seen.no = seen.no || s.Value.N == 0
	}
	for i, e := range n.Exc {
		if s.Args[1+2*i] == fact.Of(1) {
			seen.fired[e.ID] = true
		}
	}
}

// compare remembers on which side of a line both sides stood.
func (seen *ruleSeen) compare(n *policy.Node, args []fact.Value) {
	for _, a := range args {
		if a.State != fact.Known {
			return
		}
	}
	sign := 0
	switch {
	case len(args) == 3:
		sign = money.CompareShare(args[0].N, args[1].N, money.Rate(args[2].N))
	case args[0].N < args[1].N:
		sign = -1
	case args[0].N > args[1].N:
		sign = 1
	}
	seen.below = seen.below || sign < 0
	seen.line = seen.line || sign == 0
	seen.above = seen.above || sign > 0
}
