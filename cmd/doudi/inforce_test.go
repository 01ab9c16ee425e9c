package main

import (
	"slices"
	"strings"
	"testing"

	"doudi/civil"
	"doudi/pack"
	"doudi/packs"
)

// TestEveryDayRestsOnLawInForce: whatever a pack says of a day rests on at
// least one document that is law on that day, so that a family of 2017 is not
// answered by an ordinance of 2021.
func TestEveryDayRestsOnLawInForce(t *testing.T) {
	t.Parallel()
	set, _ := pack.LoadAll(packs.FS)
	for id, p := range set.Packs {
		resolved, problems := set.Resolve(id)
		if resolved == nil {
			t.Fatal(id, problems)
		}
		for _, s := range citedSpans(p) {
			if day, ok := gap(resolved, s); ok {
				t.Errorf("%s: nothing it cites is law on %s", s.name, day)
			}
		}
	}
}

// citedSpan is a piece of a pack with its days and what it rests on.
type citedSpan struct {
	name  string
	span  pack.Span
	cites []pack.Cite
}

// citedSpans are the pieces of a pack that are dated.
func citedSpans(p *pack.Pack) (out []citedSpan) {
	add := func(name string, span pack.Span, cites []pack.Cite) {
		if len(cites) > 0 {
			out = append(out, citedSpan{p.ID + " " + name, span, cites})
		}
	}
	for _, f := range p.Figures {
		for _, r := range f.Rows {
			add("figure "+f.ID, r.Span, r.Cites)
		}
	}
	for _, r := range p.Rules {
		add("rule "+r.ID, r.Span, r.Cites)
		for _, e := range r.Exceptions {
			span := e.Span
			if span == (pack.Span{}) {
				span = r.Span
			}
			add("exception "+r.ID+"."+e.ID, span, e.Cites)
		}
	}
	for _, g := range p.Programmes {
		add("programme "+g.ID, g.Span, g.Cites)
		for _, part := range g.Amount {
			add("part "+g.ID+"."+part.ID, part.Span, part.Cites)
		}
		for _, b := range g.BorneBy {
			add("bearer "+g.ID+" "+b.Payer, g.Span, b.Cites)
		}
		for _, stop := range g.Stops {
			add("stop "+g.ID+" "+stop.When.Text, g.Span, stop.Cites)
		}
	}
	for _, c := range p.Choices {
		add("choice "+c.ID, c.Span, c.Cites)
	}
	for _, x := range p.Stacking {
		add("pair "+x.First+"+"+x.Second, x.Span, x.Cites)
	}
	for _, c := range p.Constraints {
		add("constraint "+c.ID, c.Span, c.Cites)
	}
	for _, x := range p.Procedures {
		for _, s := range x.Steps {
			add("step "+x.ID+"#"+s.ID, x.Span, s.Cites)
		}
	}
	return out
}

// gap is the first day of a span on which no cited document is law.
func gap(r *pack.Resolved, s citedSpan) (civil.Date, bool) {
	days := []civil.Date{s.span.From}
	for _, c := range s.cites {
		if source := sourceOf(r, c.Text); source != nil && source.SupersededOn != "" {
			if end, err := civil.ParseDate(source.SupersededOn); err == nil && s.span.Contains(end) {
				days = append(days, end)
			}
		}
	}
	for _, day := range days {
		if !slices.ContainsFunc(s.cites, func(c pack.Cite) bool { return standsOn(sourceOf(r, c.Text), day) }) {
			return day, true
		}
	}
	return 0, false
}

// standsOn tells that a document is in force on a day.
func standsOn(s *pack.Source, day civil.Date) bool {
	if s == nil || s.InForce > day {
		return false
	}
	end, err := civil.ParseDate(s.SupersededOn)
	return s.SupersededOn == "" || err != nil || day < end
}

// sourceOf is the document of a citation: MX-28 by its clause, mz57/8 by its source.
func sourceOf(r *pack.Resolved, cite string) *pack.Source {
	if id, _, ok := strings.Cut(cite, "/"); ok {
		return r.Sources[id]
	}
	for _, s := range r.Sources {
		if s.Clauses[cite] != nil {
			return s
		}
	}
	return r.Sources[cite]
}
