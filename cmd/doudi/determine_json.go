package main

import (
	"encoding/json"
	"fmt"

	"doudi/casefile"
	"doudi/engine"
	"doudi/fact"
	"doudi/fault"
	"doudi/gb"
)

// jsonForm writes results for programs: {"format": 1, "results": […]}, one
// family a line, so that neither side needs to hold all of them. What a line
// holds is the engine's; docs/determine.md explains it field by field.
type jsonForm struct{}

// jsonRefusal stands in the place of a family that could not be read, or, with
// an error, in the place of the rest of a file.
type jsonRefusal struct {
	Name    string      `json:"name,omitempty"`
	File    string      `json:"file"`
	Row     int         `json:"row,omitempty"`
	Faults  []jsonFault `json:"input_faults,omitempty"`
	Omitted int         `json:"input_faults_omitted,omitempty"`
	Error   string      `json:"error,omitempty"`
}

// jsonFault is one thing to mend.
type jsonFault struct {
	Row   int    `json:"row,omitempty"`
	Field string `json:"field,omitempty"`
	Text  string `json:"text"`
}

// frame opens and closes the document.
func (jsonForm) frame() (before, between, after string) {
	return `{"format": 1, "results": [` + "\n", ",\n", "\n]}\n"
}

// determined writes one family. Where the pack of the place began only later,
// and its superiors answered, the line ends with the day of its beginning.
func (jsonForm) determined(p *page, c *compiled, s *fact.Snapshot, o engine.Options) {
	p.result = *c.engine.Determine(s, o)
	p.text = p.result.AppendJSON(p.text[:0], c.program.Schema)
	if begins, early := c.beginsAfter(&p.result); early {
		p.text = fmt.Appendf(p.text[:len(p.text)-1], `,"pack_begins":%q}`, begins)
	}
}

// refused writes what to mend in the place of a family.
func (jsonForm) refused(f *casefile.Family) []byte {
	form := jsonRefusal{Name: f.Name, File: gb.MaskAll(f.Pos.File), Row: f.Pos.Row, Omitted: f.Omitted}
	for _, e := range f.Faults {
		form.Faults = append(form.Faults, jsonFault{e.Row, e.Field, e.Sentence})
	}
	return form.encoded()
}

// unread writes why a file, or what is left of it, could not be read.
func (jsonForm) unread(file string, err error) []byte {
	return jsonRefusal{File: gb.MaskAll(file), Error: gb.MaskAll(fault.Sentence(err))}.encoded()
}

// encoded is the JSON text. The form holds only texts and numbers, which
// always encode.
func (form jsonRefusal) encoded() []byte {
	out, err := json.Marshal(form)
	if err != nil {
		panic(err)
	}
	return out
}
