package policy

import (
	"doudi/pack"
)

// StatusLine is one value, rule or pair that is not simply published law.
type StatusLine struct {
	ID, Label string
	Kind      string // figure, reading, rule or pair
	Status    pack.Status
	Span      pack.Span
	Cites     []pack.Cite
	Origin    string
	Pos       pack.Pos
}

// Statuses lists what a real county must still confirm or decide: every
// example, unverified, assumed or read value of a resolved pack, in the order
// of the pack.
func Statuses(r *pack.Resolved) []StatusLine {
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
			add(StatusLine{f.ID, label, kind, row.Status, row.Span, row.Cites, row.Origin, row.Pos})
		}
	}
	for _, x := range r.Rules {
		add(StatusLine{x.ID, x.Label, "rule", x.Status, x.Span, x.Cites, x.Origin, x.Pos})
	}
	for _, s := range r.Stacking {
		add(StatusLine{s.First + " + " + s.Second, s.First + "与" + s.Second, "pair", s.Status, s.Span, s.Cites, s.Origin, s.Pos})
	}
	return out
}
