package engine

import (
	"slices"

	"doudi/civil"
	"doudi/pack"
	"doudi/policy"
)

// edges are days on which something changes: the first days of spans, and the
// days after the last ones.
type edges map[int64]bool

// span notes where a span begins and where it has ended.
func (d edges) span(s pack.Span) { d[int64(s.From)], d[int64(s.To)+1] = true, true }

// node notes what an operation looks at by itself, but for the rows of its
// figure.
func (d edges) node(n *policy.Node) {
	for _, s := range n.Spans {
		d.span(s)
	}
	for k := range n.Exc {
		d.span(n.Exc[k].Span)
	}
}

// figure notes the rows of a figure.
func (d edges) figure(f *policy.Figure) {
	for r := range f.Rows {
		d.span(f.Rows[r].Span)
	}
}

// version notes a version of a programme and its parts.
func (d edges) version(v *policy.ProgrammeVersion) {
	d.span(v.Span)
	for i := range v.Parts {
		d.span(v.Parts[i].Span)
	}
}

// addBreaks collects the days on which anything changes: between two of them the
// law stands still.
func (pl *plan) addBreaks() {
	days := edges{}
	for i := range pl.p.Nodes {
		days.node(&pl.p.Nodes[i])
	}
	for i := range pl.p.Figures {
		days.figure(&pl.p.Figures[i])
	}
	for i := range pl.p.Programmes {
		for v := range pl.p.Programmes[i].Versions {
			days.version(&pl.p.Programmes[i].Versions[v])
		}
	}
	pl.breaks = sortedKeys(days)
}

// addCuts adds the days on which a cited document begins or ends: what a line
// cites changes there, though no value does.
func (pl *plan) addCuts() {
	days := edges{}
	for _, d := range pl.breaks {
		days[d] = true
	}
	for i := range pl.cites {
		for k := range pl.cites[i].when {
			days[int64(pl.cites[i].when[k].span.From)] = true
		}
	}
	for i := range pl.p.Rules {
		for k := range pl.p.Rules[i].Versions {
			days.span(pl.p.Rules[i].Versions[k].Span)
		}
	}
	pl.cuts = sortedKeys(days)
}

// stretchOf numbers the days between two cuts.
func (pl *plan) stretchOf(d civil.Date) int32 {
	i, found := slices.BinarySearch(pl.cuts, int64(d))
	if found {
		i++
	}
	return int32(i)
}

// addTurns collects, programme by programme, the days on which something changes
// that its conditions or amounts rest on.
func (pl *plan) addTurns() {
	pl.turns = make([][]int64, len(pl.p.Programmes))
	for i := range pl.p.Programmes {
		days, below := edges{}, make([]bool, len(pl.nodes))
		for k := range pl.p.Programmes[i].Versions {
			v := &pl.p.Programmes[i].Versions[k]
			days.version(v)
			for _, c := range v.Conditions {
				pl.descend(c, below)
			}
			for j := range v.Parts {
				pl.descend(v.Parts[j].Node, below)
			}
		}
		pl.noteBelow(below, days)
		pl.turns[i] = sortedKeys(days)
	}
}

// noteBelow notes what marked nodes look at.
func (pl *plan) noteBelow(marked []bool, days edges) {
	for id := range pl.nodes {
		n := &pl.nodes[id]
		if !marked[id] {
			continue
		}
		if days.node(n.src); n.op == policy.OpFigure || n.op == policy.OpBrackets {
			days.figure(&pl.p.Figures[n.imm])
		}
	}
}

// changesWithin tells whether something that a programme rests on changes after
// one day and up to another.
func (pl *plan) changesWithin(programme int32, after, upTo civil.Date) bool {
	i, found := slices.BinarySearch(pl.turns[programme], int64(after))
	if found {
		i++
	}
	return i < len(pl.turns[programme]) && pl.turns[programme][i] <= int64(upTo)
}

// breaksOn tells whether a part of the law begins or ends with this day.
func (pl *plan) breaksOn(d civil.Date) bool {
	_, found := slices.BinarySearch(pl.breaks, int64(d))
	return found
}
