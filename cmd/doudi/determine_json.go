package main

import (
	"encoding/json"

	"doudi/casefile"
	"doudi/engine"
)

// jsonForm writes results for programs: {"format": 1, "results": […]}, one
// family a line, so that neither side needs to hold all of them. What a line
// holds is the engine's; docs/determine.md explains it field by field.
type jsonForm struct{}

// jsonRefusal stands in the place of a family that could not be read.
type jsonRefusal struct {
	Name    string      `json:"name,omitempty"`
	File    string      `json:"file"`
	Row     int         `json:"row,omitempty"`
	Faults  []jsonFault `json:"input_faults"`
	Omitted int         `json:"input_faults_omitted,omitempty"`
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

// determined writes one family.
func (jsonForm) determined(r *engine.Result, c *compiled) []byte {
	return r.AppendJSON(nil, c.program.Schema)
}

// refused writes what to mend in the place of a family. The form holds only
// texts and numbers, which always encode.
func (jsonForm) refused(f *casefile.Family) (out, complaint []byte) {
	_, complaint = textForm{}.refused(f)
	form := jsonRefusal{Name: f.Name, File: f.Pos.File, Row: f.Pos.Row, Omitted: f.Omitted}
	for _, e := range f.Faults {
		form.Faults = append(form.Faults, jsonFault{e.Row, e.Field, e.Sentence})
	}
	out, err := json.Marshal(form)
	if err != nil {
		panic(err)
	}
	return out, complaint
}
