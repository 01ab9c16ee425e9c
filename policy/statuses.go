package policy

import (
	"doudi/pack"
)

// StatusLine is one value, rule or pair that is not simply published law. Of a
// pair, ID and Label are the first programme's, With and Is tell the rest.
type StatusLine struct {
	ID, Label string
	Kind      string // figure, reading, rule or pair
	Status    pack.Status
	Span      pack.Span
	Cites     []pack.Cite
	Origin    string
	Pos       pack.Pos
	With, Is  string
}

// Statuses lists what a real county must still confirm or decide: every
// example, unverified, assumed or read value of a resolved pack, in the order
// of the pack.
func Statuses(r *pack.Resolved) []StatusLine {
	labels := map[string]string{}
	for _, p := range r.Programmes {
		labels[p.ID] = p.Label
	}
	var out []StatusLine
	add := func(l StatusLine) {
		if l.Status != pack.Published {
			out = append(out, l)
		}
	}
	for _, f := range r.Figures {
		kind, label := "figure", f.Label
		if f.Question != "" {
			kind, label = "reading", f.Question
		}
		for _, row := range f.Rows {
			add(StatusLine{ID: f.ID, Label: label, Kind: kind, Status: row.Status, Span: row.Span, Cites: row.Cites, Origin: row.Origin, Pos: row.Pos})
		}
	}
	for _, x := range r.Rules {
		add(StatusLine{ID: x.ID, Label: x.Label, Kind: "rule", Status: x.Status, Span: x.Span, Cites: x.Cites, Origin: x.Origin, Pos: x.Pos})
	}
	for _, s := range r.Stacking {
		add(StatusLine{ID: s.First, Label: labels[s.First], Kind: "pair", Status: s.Status, Span: s.Span, Cites: s.Cites, Origin: s.Origin, Pos: s.Pos,
			With: labels[s.Second], Is: s.Is})
	}
	return out
}
