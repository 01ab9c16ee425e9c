package main

import (
	"bytes"
	"fmt"
	"slices"

	"doudi/casefile"
	"doudi/civil"
	"doudi/engine"
	"doudi/fact"
)

// textForm writes results for people; families that could not be read go to
// standard error.
type textForm struct{ full bool }

// frame puts an empty line between two families.
func (textForm) frame() (before, between, after string) { return "", "\n", "" }

// refused writes nothing: what to mend goes to standard error.
func (textForm) refused(*casefile.Family) []byte { return nil }

// unread writes nothing: the error goes to standard error.
func (textForm) unread(string, error) []byte { return nil }

// determined writes one family. Below its days stands when the pack of the
// place began, if its superiors had to answer for an earlier day.
func (t textForm) determined(p *page, c *compiled, s *fact.Snapshot, o engine.Options) {
	p.text = c.engine.AppendText(p.text[:0], &p.result, s, o, engine.TextOptions{Full: t.full})
	if begins, early := c.beginsAfter(&p.result); early {
		note := fmt.Sprintf("（%s的规定从%s起录入，这以前的日子由上级的规定回答）\n", c.resolved.Labels[c.resolved.ID], begins.Chinese())
		p.text = slices.Insert(p.text, endOfLine(p.text, "\n申请日"), []byte(note)...)
	}
}

// endOfLine is where the line ends that holds a word, the end of the text if
// there is none.
func endOfLine(text []byte, word string) int {
	at := bytes.Index(text, []byte(word))
	if at < 0 {
		return len(text)
	}
	if end := bytes.IndexByte(text[at+len(word):], '\n'); end >= 0 {
		return at + len(word) + end + 1
	}
	return len(text)
}

// beginsAfter tells whether the lowest pack begins only after a day of the
// question, and when.
func (c *compiled) beginsAfter(r *engine.Result) (civil.Date, bool) {
	for _, p := range c.resolved.Packs {
		if p.ID == c.resolved.ID {
			return p.InForce.From, min(r.AppliedOn, r.AsOf) < p.InForce.From
		}
	}
	return 0, false
}
