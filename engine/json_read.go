package engine

import (
	"encoding/json"
	"fmt"

	"doudi/civil"
	"doudi/fact"
	"doudi/money"
	"doudi/pack"
)

// ReadJSON reads what AppendJSON wrote, so that what was decided can be shown as
// it was issued, whatever the program says today. The schema is that of the law
// by whose hash the result goes.
func ReadJSON(data []byte, s *fact.Schema) (*Result, error) {
	var k keptResult
	if err := json.Unmarshal(data, &k); err != nil {
		return nil, err
	}
	if k.Version != JSONVersion {
		return nil, fmt.Errorf("engine: a result of version %d", k.Version)
	}
	r := &Result{Name: k.Name, Region: k.Region, Pack: k.Pack, Hash: k.Hash}
	for _, d := range []struct {
		text string
		into *civil.Date
	}{{k.AppliedOn, &r.AppliedOn}, {k.DecidedOn, &r.DecidedOn}, {k.AsOf, &r.AsOf}} {
		var err error
		if *d.into, err = civil.ParseDate(d.text); err != nil {
			return nil, err
		}
	}
	var err error
	if r.Month, err = civil.ParseMonth(k.Month); err != nil {
		return nil, err
	}
	reasons := k.lines()
	for i := range k.Outcomes {
		o, err := k.Outcomes[i].outcome(s, reasons)
		if err != nil {
			return nil, err
		}
		r.Outcomes = append(r.Outcomes, o)
	}
	return r, nil
}

// The JSON form as Go sees it; its words are told at AppendJSON.
type (
	keptResult struct {
		Version                  int
		Name, Region, Pack, Hash string
		AppliedOn                string `json:"applied_on"`
		DecidedOn                string `json:"decided_on"`
		AsOf                     string `json:"as_of"`
		Month                    string
		Outcomes                 []keptOutcome
		Reasons                  []keptReason
		Clauses                  map[string]struct{ Source, At string }
	}
	keptOutcome struct {
		Programme, Label, Person, Unit string
		Instance                       int
		Status                         Status
		Grants                         string
		Total                          *keptAmount
		Parts                          []keptPart
		Bearers                        []struct {
			Payer  string
			Amount *keptAmount
			Cites  []string
		}
		Pays, Starts string
		Recheck      int64 `json:"recheck_months"`
		Because      []string
		Choice       string
		By           string `json:"excluded_by"`
		Missing      []keptRef
		Changes      []struct {
			keptRef
			Rule, To, Text string
		}
		NoChange bool `json:"no_change"`
		Faults   []string
		Used     []struct {
			ID, Label string
			Status    pack.Status
			Due       bool `json:"review_due"`
		}
		Why []int
	}
	keptAmount struct {
		Fen  money.Fen
		UpTo *money.Fen `json:"up_to_fen"`
		Per  string
	}
	keptPart struct {
		ID, Label string
		Amount    *keptAmount
		Less      bool
		Gives     map[string]string
		Each      []struct {
			Name   string
			Amount *keptAmount
		}
		Cites []string
	}
	keptRef struct {
		Entity, Fact, Table, Figure, Choice, Label string
		Instance                                   int
	}
	keptReason struct {
		ID, Mark, Text string
		Cites          []string
		Because        []int
	}
)

// lines are the reasons as trees; what a reason rests on is written before it.
func (k *keptResult) lines() []Line {
	all := make([]Line, len(k.Reasons))
	for i, r := range k.Reasons {
		l := Line{ID: r.ID, Mark: r.Mark, Text: r.Text}
		for _, c := range r.Cites {
			l.Cites = append(l.Cites, CiteRef{c, k.Clauses[c].Source, k.Clauses[c].At})
		}
		for _, n := range r.Because {
			if 0 <= n && n < i {
				l.Lines = append(l.Lines, all[n])
			}
		}
		all[i] = l
	}
	return all
}

// outcome is one of them.
func (k *keptOutcome) outcome(s *fact.Schema, reasons []Line) (o Outcome, err error) {
	o = Outcome{Programme: k.Programme, Label: k.Label, Instance: k.Instance, Person: k.Person, Status: k.Status, Grants: k.Grants, Total: k.Total.amount(),
		Pays: k.Pays, Recheck: k.Recheck, Because: k.Because, Choice: k.Choice, By: k.By, NoChange: k.NoChange, Faults: k.Faults}
	o.Unit, _ = s.Entity(k.Unit)
	if k.Starts != "" {
		if o.Starts, err = civil.ParseMonth(k.Starts); err != nil {
			return o, err
		}
	}
	for _, p := range k.Parts {
		part := PartAmount{ID: p.ID, Label: p.Label, Amount: p.Amount.amount(), Less: p.Less, Gives: p.Gives, Cites: p.Cites}
		for _, one := range p.Each {
			part.Each = append(part.Each, InstanceAmount{one.Name, one.Amount.amount()})
		}
		o.Parts = append(o.Parts, part)
	}
	for _, b := range k.Bearers {
		o.Bearers = append(o.Bearers, Bearer{b.Payer, b.Amount.amount(), b.Cites})
	}
	for _, m := range k.Missing {
		o.Missing = append(o.Missing, m.ref(s))
	}
	for _, c := range k.Changes {
		o.Changes = append(o.Changes, k.change(s, c.keptRef, c.Rule, c.To, c.Text))
	}
	for _, u := range k.Used {
		o.Used = append(o.Used, Used{u.ID, u.Label, u.Status, u.Due})
	}
	for _, n := range k.Why {
		if 0 <= n && n < len(reasons) {
			o.Why = append(o.Why, reasons[n])
		}
	}
	return o, nil
}

// change reads a change that turns a refusal.
func (k *keptOutcome) change(s *fact.Schema, at keptRef, rule, to, text string) Change {
	c := Change{Rule: rule, Text: text, Type: fact.Bool}
	if rule != "" {
		c.Instance = at.Instance
	} else if c.Ref = at.ref(s); c.Ref.Slot >= 0 {
		c.Type = s.Entities[c.Ref.Entity].Facts[c.Ref.Slot].Type
	}
	c.To, _ = fact.ParseLiteral(c.Type, to, s.Symbol)
	return c
}

// amount reads an amount; what is no money was left out.
func (a *keptAmount) amount() (out Amount) {
	if a == nil {
		return out
	}
	out.Type, out.Low, out.High = fact.PerType(a.Per), a.Fen, a.Fen
	if a.UpTo != nil {
		out.High = *a.UpTo
	}
	return out
}

// ref finds the fact, table, figure or choice again.
func (r *keptRef) ref(s *fact.Schema) Ref {
	out := Ref{Figure: r.Figure, Choice: r.Choice, Label: r.Label, Instance: r.Instance}
	if r.Figure != "" || r.Choice != "" {
		return out
	}
	out.Entity, _ = s.Entity(r.Entity)
	out.Slot = -1
	if r.Table == "" && out.Entity >= 0 {
		out.Slot, _ = s.Entities[out.Entity].Slot(r.Fact)
	}
	for i := range s.Entities {
		if r.Table != "" && s.Entities[i].Plural == r.Table {
			out.Table = fact.EntityID(i)
		}
	}
	return out
}
