package policy

import (
	"slices"

	"doudi/civil"
)

// Change is one thing that two laws, or one law on two days, say differently.
// Where only one side knows the thing, the other is empty.
type Change struct {
	Section            Section
	ID, Label, Subject string
	Old, New           []Line
}

// Reading is everything that one law says on one day.
type Reading struct {
	Items []Item // in the order in which they are read
	index map[Ref]int
}

// Item is one thing of a reading with its lines.
type Item struct {
	Section            Section
	ID, Label, Subject string
	Lines              []Line
}

// Read reads everything aloud that is law on a day.
func (p *Program) Read(on civil.Date) *Reading {
	r := &Reading{index: map[Ref]int{}}
	for _, t := range p.Things() {
		lines := t.Lines(on)
		if len(lines) == 0 {
			continue
		}
		ref := Ref{t.Section, t.ID}
		if i, known := r.index[ref]; known { // the same pair, another clause
			r.Items[i].Lines = append(r.Items[i].Lines, lines...)
			continue
		}
		r.index[ref] = len(r.Items)
		r.Items = append(r.Items, Item{t.Section, t.ID, t.Label, t.Subject, lines})
	}
	return r
}

// Find gives one thing of a reading, nil if it is not law on the day.
func (r *Reading) Find(section Section, id string) *Item {
	if i, ok := r.index[Ref{section, id}]; ok {
		return &r.Items[i]
	}
	return nil
}

// Changes compares what is read aloud on both sides, in the order in which
// it is read; what only the new side has comes last.
func Changes(old, new *Reading) []Change {
	var all []Change
	for i := range old.Items {
		before := &old.Items[i]
		c := Change{before.Section, before.ID, before.Label, before.Subject, before.Lines, nil}
		if after := new.Find(before.Section, before.ID); after != nil {
			c.New = after.Lines
		}
		if !slices.EqualFunc(c.Old, c.New, Line.Same) {
			all = append(all, c)
		}
	}
	for i := range new.Items {
		if after := &new.Items[i]; old.Find(after.Section, after.ID) == nil {
			all = append(all, Change{after.Section, after.ID, after.Label, after.Subject, nil, after.Lines})
		}
	}
	return all
}

// Same tells that two lines read alike, with their sources.
func (l Line) Same(o Line) bool {
	return l.SameWords(o) && l.Origin == o.Origin && l.Status == o.Status && slices.Equal(l.Cites, o.Cites)
}

// SameWords tells that two lines read alike, wherever they come from.
func (l Line) SameWords(o Line) bool {
	return l.Depth == o.Depth && l.Lead == o.Lead && l.Name == o.Name && l.Words == o.Words && slices.Equal(l.Notes, o.Notes) && slices.Equal(l.Values, o.Values)
}
