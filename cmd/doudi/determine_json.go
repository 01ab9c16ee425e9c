package main

import (
	"bytes"
	"encoding/json"

	"doudi/casefile"
	"doudi/engine"
	"doudi/fact"
)

// jsonForm writes results for programs: {"format": 1, "results": […]}, one
// family a line, so that neither side needs to hold all of them.
type jsonForm struct{}

// frame opens and closes the document.
func (jsonForm) frame() (before, between, after string) {
	return `{"format": 1, "results": [` + "\n", ",\n", "\n]}\n"
}

// determined writes one family.
func (jsonForm) determined(r *engine.Result, c *compiled) []byte {
	return encode(formOf(r, c.program.Schema))
}

// refused writes what to mend in the place of a family.
func (jsonForm) refused(f *casefile.Family) (out, complaint []byte) {
	_, complaint = textForm{}.refused(f)
	form := jsonRefusal{Name: f.Name, File: f.Pos.File, Row: f.Pos.Row, Omitted: f.Omitted}
	for _, e := range f.Faults {
		form.Faults = append(form.Faults, jsonFault{e.Row, e.Field, e.Sentence})
	}
	return encode(form), complaint
}

// encode is one line of JSON without escapes for HTML. The forms hold only
// texts, numbers and lists, which always encode.
func encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err)
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}

// former turns one result into its form.
type former struct {
	schema  *fact.Schema
	out     jsonResult
	numbers map[reasonKey]int // of reasons already written
}

// reasonKey tells reasons apart: the engine shares the children of equal ones.
type reasonKey struct {
	text  string
	lines *engine.Line
}

// formOf is a result in the form of docs/determine.md.
func formOf(r *engine.Result, s *fact.Schema) jsonResult {
	f := &former{schema: s, numbers: map[reasonKey]int{}}
	f.out = jsonResult{Name: r.Name, Region: r.Region, Pack: r.Pack, Hash: r.Hash, AppliedOn: r.AppliedOn.String(),
		DecidedOn: r.DecidedOn.String(), AsOf: r.AsOf.String(), Month: r.Month.String(),
		Outcomes: make([]jsonOutcome, len(r.Outcomes)), Clauses: map[string]jsonCite{}}
	for i := range r.Outcomes {
		f.out.Outcomes[i] = f.outcome(&r.Outcomes[i])
	}
	return f.out
}

// outcome is one programme for one unit.
func (f *former) outcome(o *engine.Outcome) jsonOutcome {
	out := jsonOutcome{Programme: o.Programme, Label: o.Label, Person: o.Person, Status: string(o.Status), Grants: o.Grants,
		Total: formOfAmount(o.Total), Pays: o.Pays, Recheck: o.Recheck, Because: o.Because, Choice: o.Choice, By: o.By,
		NoChange: o.NoChange, Faults: o.Faults, Why: f.reasons(o.Why)}
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
		out.Missing = append(out.Missing, formOfRef(m, f.schema))
	}
	for _, c := range o.Changes {
		out.Changes = append(out.Changes, formOfChange(c, f.schema))
	}
	for _, u := range o.Used {
		out.Used = append(out.Used, jsonUsed{u.ID, u.Label, string(u.Status), u.Due})
	}
	return out
}

// reasons numbers the reasons of a list; each distinct one is written once.
func (f *former) reasons(lines []engine.Line) []int {
	numbers := make([]int, len(lines))
	for i := range lines {
		numbers[i] = f.reason(&lines[i])
	}
	return numbers
}

// reason is the position of a reason in the list of the family.
func (f *former) reason(l *engine.Line) int {
	key := reasonKey{text: l.Text}
	if len(l.Lines) > 0 {
		key.lines = &l.Lines[0]
	}
	if n, ok := f.numbers[key]; ok {
		return n
	}
	n := len(f.out.Reasons)
	f.numbers[key] = n
	f.out.Reasons = append(f.out.Reasons, jsonReason{ID: l.ID, Mark: l.Mark, Text: l.Text, Cites: f.cites(l.Cites)})
	if len(l.Lines) > 0 {
		under := f.reasons(l.Lines)
		f.out.Reasons[n].Because = under
	}
	return n
}

// cites names clauses and remembers where to read them.
func (f *former) cites(cites []engine.CiteRef) []string {
	ids := make([]string, len(cites))
	for i, c := range cites {
		ids[i] = c.ID
		if _, ok := f.out.Clauses[c.ID]; !ok {
			f.out.Clauses[c.ID] = jsonCite{c.Source, c.At}
		}
	}
	return ids
}

// formOfAmount is nothing where there is no money.
func formOfAmount(a engine.Amount) *jsonAmount {
	if a.Type == fact.Invalid {
		return nil
	}
	out := &jsonAmount{Fen: a.Low, Per: periodNames[a.Type]}
	if a.High != a.Low {
		out.High = &a.High
	}
	return out
}

// periodNames are the periods of amounts.
var periodNames = map[fact.Type]string{fact.MoneyMonth: "month", fact.MoneyYear: "year", fact.MoneyDay: "day"}

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
