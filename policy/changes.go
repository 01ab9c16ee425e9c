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

// Changes compares what is read aloud on both sides, in the order in which
// it is read; what only the new side has comes last.
func Changes(old *Program, oldDay civil.Date, new *Program, newDay civil.Date) []Change {
	before, after := gather(old, oldDay), gather(new, newDay)
	var all []Change
	for _, key := range before.order {
		c := *before.things[key]
		if other := after.things[key]; other != nil {
			c.New = other.Old
		}
		if !slices.EqualFunc(c.Old, c.New, sameLine) {
			all = append(all, c)
		}
	}
	for _, key := range after.order {
		if before.things[key] == nil {
			c := *after.things[key]
			c.Old, c.New = nil, c.Old
			all = append(all, c)
		}
	}
	return all
}

// sameLine compares what is read, with its source.
func sameLine(a, b Line) bool { return a.String() == b.String() }

// gathered is one side: things by section and id, with their lines in Old.
type gathered struct {
	order  []string
	things map[string]*Change
}

// gather reads everything that is law on a day.
func gather(p *Program, on civil.Date) gathered {
	g := gathered{things: map[string]*Change{}}
	for _, t := range p.Things() {
		lines := t.Lines(on)
		if len(lines) == 0 {
			continue
		}
		key := string(t.Section) + " " + t.ID
		if known := g.things[key]; known != nil {
			known.Old = append(known.Old, lines...)
			continue
		}
		g.order = append(g.order, key)
		g.things[key] = &Change{t.Section, t.ID, t.Label, t.Subject, lines, nil}
	}
	return g
}
