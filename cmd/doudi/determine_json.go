package main

import (
	"encoding/json"
	"io"

	"doudi/casefile"
	"doudi/engine"
	"doudi/fact"
)

// jsonWriter streams {"format": 1, "results": […]}, one family a line, so that
// neither side needs to hold all of them.
type jsonWriter struct {
	to   io.Writer
	some bool
	err  error
}

// determined writes one family.
func (w *jsonWriter) determined(r *engine.Result, c *compiled) { w.put(formOf(r, c.program.Schema)) }

// refused writes what to mend in the place of a family.
func (w *jsonWriter) refused(f *casefile.Family) {
	out := jsonRefusal{Name: f.Name, File: f.Pos.File, Row: f.Pos.Row, Omitted: f.Omitted}
	for _, e := range f.Faults {
		out.Faults = append(out.Faults, jsonFault{e.Row, e.Field, e.Sentence})
	}
	w.put(out)
}

// put writes one element of results.
func (w *jsonWriter) put(v any) {
	head := ",\n"
	if !w.some {
		head = `{"format": 1, "results": [` + "\n"
	}
	w.some = true
	text, err := json.Marshal(v)
	if err == nil {
		_, err = io.WriteString(w.to, head+string(text))
	}
	if err != nil && w.err == nil {
		w.err = err
	}
}

// close ends the document.
func (w *jsonWriter) close() error {
	text := "\n]}\n"
	if !w.some {
		text = `{"format": 1, "results": []}` + "\n"
	}
	if _, err := io.WriteString(w.to, text); w.err == nil {
		w.err = err
	}
	return w.err
}

// formOf is a result in the form of docs/determine.md.
func formOf(r *engine.Result, s *fact.Schema) jsonResult {
	out := jsonResult{Name: r.Name, Region: r.Region, Pack: r.Pack, Hash: r.Hash, AppliedOn: r.AppliedOn.String(),
		DecidedOn: r.DecidedOn.String(), AsOf: r.AsOf.String(), Month: r.Month.String(), Outcomes: make([]jsonOutcome, len(r.Outcomes))}
	for i := range r.Outcomes {
		out.Outcomes[i] = formOfOutcome(&r.Outcomes[i], s)
	}
	return out
}

// formOfOutcome is one programme for one unit.
func formOfOutcome(o *engine.Outcome, s *fact.Schema) jsonOutcome {
	out := jsonOutcome{Programme: o.Programme, Label: o.Label, Person: o.Person, Status: string(o.Status), Grants: o.Grants,
		Total: formOfAmount(o.Total), Pays: o.Pays, Recheck: o.Recheck, Because: o.Because, Choice: o.Choice, By: o.By,
		NoChange: o.NoChange, Faults: o.Faults, Why: formOfLines(o.Why)}
	if o.Starts != 0 {
		out.Starts = o.Starts.String()
	}
	for _, p := range o.Parts {
		out.Parts = append(out.Parts, formOfPart(p))
	}
	for _, b := range o.Bearers {
		out.Bearers = append(out.Bearers, jsonBearer{b.Payer, formOfAmount(b.Amount), b.Cites})
	}
	for _, m := range o.Missing {
		out.Missing = append(out.Missing, formOfRef(m, s))
	}
	for _, c := range o.Changes {
		out.Changes = append(out.Changes, formOfChange(c, s))
	}
	for _, u := range o.Used {
		out.Used = append(out.Used, jsonUsed{u.ID, u.Label, string(u.Status), u.Due})
	}
	return out
}

// formOfAmount is nothing where there is no money.
func formOfAmount(a engine.Amount) *jsonAmount {
	if a.Type == fact.Invalid {
		return nil
	}
	out := &jsonAmount{Fen: a.Low, Per: map[fact.Type]string{fact.MoneyMonth: "month", fact.MoneyYear: "year", fact.MoneyDay: "day"}[a.Type]}
	if a.High != a.Low {
		out.High = &a.High
	}
	return out
}

// formOfPart is one line of an amount.
func formOfPart(p engine.PartAmount) jsonPart {
	out := jsonPart{ID: p.ID, Label: p.Label, Amount: formOfAmount(p.Amount), Less: p.Less, Gives: p.Gives, Cites: p.Cites}
	for _, e := range p.Each {
		out.Each = append(out.Each, jsonShare{e.Name, formOfAmount(e.Amount)})
	}
	return out
}

// formOfRef names a fact by entity and key.
func formOfRef(m engine.Ref, s *fact.Schema) jsonRef {
	out := jsonRef{Instance: m.Instance, Label: m.Label, Figure: m.Figure}
	if m.Figure != "" {
		return out
	}
	if m.Entity >= 0 {
		out.Entity = s.Entities[m.Entity].Name
	}
	if m.Slot >= 0 {
		out.Fact = s.Entities[m.Entity].Facts[m.Slot].Key
	} else {
		out.Table = s.Entities[m.Table].Plural
	}
	return out
}

// formOfChange is one single change that turns a refusal.
func formOfChange(c engine.Change, s *fact.Schema) jsonChange {
	out := jsonChange{Rule: c.Rule, To: fact.Literal(c.Type, c.To, s), Text: c.Text}
	if c.Rule == "" {
		ref := formOfRef(c.Ref, s)
		out.Fact = &ref
	}
	return out
}

// formOfLines is the explanation.
func formOfLines(lines []engine.Line) []jsonLine {
	if len(lines) == 0 {
		return nil
	}
	out := make([]jsonLine, len(lines))
	for i, l := range lines {
		out[i] = jsonLine{ID: l.ID, Mark: l.Mark, Text: l.Text, Lines: formOfLines(l.Lines)}
		for _, c := range l.Cites {
			out[i].Cites = append(out[i].Cites, jsonCite{c.ID, c.Source, c.At})
		}
	}
	return out
}
