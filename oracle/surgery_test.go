package oracle

import (
	"slices"

	"doudi/policy"
)

// cloneProgram copies everything that a fault may edit.
func cloneProgram(p *policy.Program) *policy.Program {
	c := *p
	c.Nodes = cloned(p.Nodes, func(n *policy.Node) {
		n.Args, n.Spans, n.Rows = slices.Clone(n.Args), slices.Clone(n.Spans), slices.Clone(n.Rows)
		n.Exc = cloned(n.Exc, func(x *policy.Exception) { x.Over = slices.Clone(x.Over) })
		n.Rows = cloned(n.Rows, func(r *policy.Row) { r.When = slices.Clone(r.When) })
	})
	c.Rules = cloned(p.Rules, func(r *policy.Rule) { r.Versions = slices.Clone(r.Versions) })
	c.Figures = cloned(p.Figures, func(f *policy.Figure) {
		f.Rows = cloned(f.Rows, func(r *policy.FigureRow) { r.Keys, r.Steps = slices.Clone(r.Keys), slices.Clone(r.Steps) })
	})
	c.Programmes = cloned(p.Programmes, func(g *policy.Programme) {
		g.Versions = cloned(g.Versions, func(v *policy.ProgrammeVersion) {
			v.Conditions, v.Parts, v.BorneBy, v.Stops = slices.Clone(v.Conditions), slices.Clone(v.Parts), slices.Clone(v.BorneBy), slices.Clone(v.Stops)
		})
	})
	c.Choices = cloned(p.Choices, func(x *policy.Choice) {
		x.Options = cloned(x.Options, func(o *policy.Option) { o.Programmes = slices.Clone(o.Programmes) })
	})
	c.Stacking, c.Constraints = slices.Clone(p.Stacking), slices.Clone(p.Constraints)
	return &c
}

// cloned copies a list and lets deepen copy what hangs below each element.
func cloned[T any](list []T, deepen func(*T)) []T {
	list = slices.Clone(list)
	for i := range list {
		deepen(&list[i])
	}
	return list
}

// insert puts nodes before the node at, and moves every id behind them; the
// new nodes name old ones by their old ids, which must be below at.
func insert(p *policy.Program, at policy.NodeID, nodes ...policy.Node) {
	n := policy.NodeID(len(nodes))
	eachID(p, func(id *policy.NodeID) {
		if *id >= at {
			*id += n
		}
	})
	p.Nodes = slices.Insert(p.Nodes, int(at), nodes...)
}

// eachID visits every node id that a program holds.
func eachID(p *policy.Program, visit func(*policy.NodeID)) {
	for i := range p.Nodes {
		for k := range p.Nodes[i].Args {
			visit(&p.Nodes[i].Args[k])
		}
	}
	for i := range p.Rules {
		visit(&p.Rules[i].Node)
		for k := range p.Rules[i].Versions {
			visit(&p.Rules[i].Versions[k].Body)
		}
	}
	for i := range p.Programmes {
		for k := range p.Programmes[i].Versions {
			eachOfVersion(&p.Programmes[i].Versions[k], visit)
		}
	}
	for i := range p.Choices {
		visit(&p.Choices[i].Offered)
	}
	for i := range p.Stacking {
		visit(&p.Stacking[i].To)
	}
	for i := range p.Constraints {
		visit(&p.Constraints[i].Keep)
	}
}

// eachOfVersion visits the ids of one version of a programme.
func eachOfVersion(v *policy.ProgrammeVersion, visit func(*policy.NodeID)) {
	visit(&v.Leaving)
	visit(&v.Recheck)
	for i := range v.Conditions {
		visit(&v.Conditions[i])
	}
	for i := range v.Parts {
		visit(&v.Parts[i].Node)
	}
	for i := range v.BorneBy {
		visit(&v.BorneBy[i].Node)
	}
	for i := range v.Stops {
		visit(&v.Stops[i].Node)
	}
}

// owners names for every node the rule, programme or choice it stands in first.
func owners(p *policy.Program) []string {
	names := make([]string, len(p.Nodes))
	for i := range p.Programmes {
		for k := range p.Programmes[i].Versions {
			eachOfVersion(&p.Programmes[i].Versions[k], func(id *policy.NodeID) { own(p, names, *id, p.Programmes[i].ID) })
		}
	}
	for i := range p.Rules {
		if id := p.Rules[i].Node; id != policy.NoNode {
			for _, body := range p.Nodes[id].Args {
				own(p, names, body, p.Rules[i].ID)
			}
		}
	}
	for i := range p.Choices {
		own(p, names, p.Choices[i].Offered, p.Choices[i].ID)
	}
	return names
}

// own names a node and what it is made of, down to the next named rule.
func own(p *policy.Program, names []string, id policy.NodeID, name string) {
	if id == policy.NoNode || names[id] != "" || p.Nodes[id].Op == policy.OpRule {
		return
	}
	names[id] = name
	for _, a := range p.Nodes[id].Args {
		own(p, names, a, name)
	}
}

// reached tells which nodes any programme, choice or stacking pair needs.
func reached(p *policy.Program) []bool {
	hit := make([]bool, len(p.Nodes))
	mark := func(id *policy.NodeID) {
		if *id != policy.NoNode {
			hit[*id] = true
		}
	}
	for i := range p.Programmes {
		for k := range p.Programmes[i].Versions {
			v := p.Programmes[i].Versions[k]
			v.Recheck = policy.NoNode
			eachOfVersion(&v, mark)
		}
	}
	for i := range p.Choices {
		mark(&p.Choices[i].Offered)
	}
	for i := range p.Stacking {
		mark(&p.Stacking[i].To)
	}
	for i := len(p.Nodes) - 1; i >= 0; i-- {
		for k := range p.Nodes[i].Args {
			if hit[i] {
				mark(&p.Nodes[i].Args[k])
			}
		}
	}
	return hit
}
