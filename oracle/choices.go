package oracle

import (
	"doudi/fact"
	"doudi/pack"
)

// choice is one question that only the family can answer.
type choice struct {
	id       string
	of       fact.EntityID
	versions []*offer
}

// offer is a choice on the days of its span.
type offer struct {
	source  *pack.Choice
	offered reader
	options map[string]int64
}

// declareChoice adds a version to its id.
func (b *builder) declareChoice(source *pack.Choice) {
	c := b.choices[source.ID]
	if c == nil {
		c = &choice{id: source.ID, of: b.entity(source.Of)}
		b.choices[source.ID] = c
		b.Oracle.choices = append(b.Oracle.choices, c)
	}
	c.versions = append(c.versions, &offer{source: source})
}

// choiceBodies compiles when each question is put.
func (b *builder) choiceBodies() {
	for _, c := range b.Oracle.choices {
		for _, q := range c.versions {
			q.offered = constant(yes)
			if q.source.OfferedWhen.Text != "" {
				q.offered = b.text(q.source.OfferedWhen, c.of)
			}
			q.options = map[string]int64{}
			for _, o := range q.source.Options {
				q.options[o.ID] = b.symbols.number(o.ID)
			}
		}
	}
}

// on is the question that is put on the law date, or nil.
func (c *choice) on(at point) *offer {
	for _, q := range c.versions {
		if inSpan(q.source.Span, at.date) {
			return q
		}
	}
	return nil
}

// read is the option taken: none while the question is not put, unknown while
// it is put and open.
func (c *choice) read(r *run, at point) *cell {
	q := c.on(at)
	if q == nil {
		return nothing
	}
	switch offered := q.offered(r, at); {
	case offered.isFalse():
		return nothing
	case !offered.isTrue():
		return offered
	}
	if n, ok := q.options[r.snap.Chosen[c.id]]; ok {
		return number(n)
	}
	return unchosen
}

// opens tells whether the question concerns a programme at all, and whether
// the option taken is one that opens it.
func (q *offer) opens(programme, taken string) (concerned, opened bool) {
	for _, o := range q.source.Options {
		for _, id := range o.Programmes {
			if id == programme {
				concerned = true
				opened = opened || o.ID == taken
			}
		}
	}
	return concerned, opened
}
