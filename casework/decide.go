package casework

import (
	"cmp"
	"context"
	"slices"

	"doudi/access"
	"doudi/civil"
	"doudi/engine"
	"doudi/fault"
	"doudi/money"
	"doudi/pack"
	"doudi/registry"
)

// opinion is the step of a turn that gives one.
func opinion(differs bool) string {
	if differs {
		return Differ
	}
	return Agree
}

// Decision is what was decided in a turn of a case, on which determination.
type Decision struct {
	Turn, Determination int64
	Gives               bool
	Differs             bool // from the determination, for a reason
	Day                 civil.Date
	Ruling              Ruling
}

// Ruling is what a decision says, as it was issued: what the letter to the family
// is made from. Reasons come from the determination, Note was added by hand.
type Ruling struct {
	Number    Number
	Programme string
	Person    string `json:",omitempty"` // for whom, where the programme is a person's
	Office    int64  // that decided
	Gives     bool
	Differs   bool `json:",omitempty"`
	Day       civil.Date
	Law       string // hash of the resolved pack
	Place     string // whose law it is
	Grants    string // money, standing, in_kind
	Sum       money.Fen
	Advance   bool        `json:",omitempty"` // the sum is what was given at once, the rest is to be decided
	Before    money.Fen   `json:",omitempty"` // what was given at once before; Sum is beside it
	Per       string      `json:",omitempty"` // once, month, year, day
	Pays      string      `json:",omitempty"`
	Starts    civil.Month `json:",omitempty"`
	Reasons   []Reason    `json:",omitempty"`
	Note      string      `json:",omitempty"`
	Remedies  []Remedy    `json:",omitempty"`
	Change    string      `json:",omitempty"` // of an award in force: raise, same, reduce, stop
	Was       money.Fen   `json:",omitempty"` // what it paid before
	Overpaid  Overpaid    `json:",omitzero"`  // what was decided for months behind a death
}

// Reason is one sentence of a decision with the clauses that it rests on.
type Reason struct {
	Text    string
	Clauses []Clause `json:",omitempty"`
}

// Clause is where a document says something.
type Clause struct{ Source, At string }

// Remedy is what a family may do that does not agree: how, and by when.
type Remedy struct {
	Label   string
	Within  int    `json:",omitempty"`
	Days    string `json:",omitempty"` // days, months, working_days
	Clauses []Clause
}

// remedies is the procedure in which the packs write them down.
const remedies = "remedies"

// Ruling is the last decision of a case, for the letter to the family.
func (s *Service) Ruling(ctx context.Context, d registry.Desk, id int64) (r Ruling, err error) {
	if _, err := s.Registry.May(ctx, d, "case.tell"); err != nil {
		return r, err
	}
	return r, s.Store.Read(ctx, func(v View) error {
		list, err := v.Decisions(d.Office.ID, id)
		if err == nil && len(list) == 0 {
			return fault.New(fault.NotFound, "这件申请还没有作出决定")
		}
		if err == nil {
			r = list[len(list)-1].Ruling
		}
		return err
	})
}

// decide keeps a decision with its reasons, and makes the award as soon as
// nothing can bring the case back to its decision.
func (c *Sight) decide(tx Tx, e Entry, t Turn) error {
	list := c.Decisions
	if t.Act == Approve || t.Act == Refuse || t.Act == Advance {
		d, err := c.rule(tx, e, t)
		if err != nil {
			return err
		}
		if c.Ground != "" {
			return c.alter(tx, d)
		}
		if d.Gives { // what is made only after a notice is refused before it hangs
			if err := c.once(tx, d); err != nil {
				return err
			}
		}
		list = append(slices.Clone(list), d)
	}
	if t.Act == Advance {
		return c.bestow(tx, list[len(list)-1])
	}
	if len(list) == 0 || !list[len(list)-1].Gives || list[len(list)-1].Ruling.Advance || !c.Flow.final(t.Became) || t.Act != Approve && c.Flow.final(c.State) {
		return nil
	}
	return c.bestow(tx, list[len(list)-1])
}

// rule writes down a decision.
func (c *Sight) rule(tx Tx, e Entry, t Turn) (Decision, error) {
	j := c.Judged
	released := t.Act == Refuse && c.Change.Released
	changed, err := tx.TouchedSince(c.Office, c.Household, j.Known)
	if err == nil && len(changed) > 0 && !released {
		err = fault.New(fault.Conflict, Fresh.sentence(c.Situation))
	}
	if err == nil && c.Ground == "" && t.Act != Refuse {
		if err = c.alive(tx, t); err == nil {
			err = c.another(tx, t)
		}
	}
	if err != nil {
		return Decision{}, err
	}
	_, _, r, err := c.by.answer(tx, c.Ref, &j.Determination)
	if err != nil {
		return Decision{}, err
	}
	d := Decision{Turn: t.Number, Determination: j.Turn, Gives: t.Act != Refuse, Differs: e.Differs && t.Act != Advance, Day: access.DayOf(t.At)}
	law, err := c.by.kept(tx, j.Law)
	if err != nil {
		return d, err
	}
	d.Ruling, err = c.ruling(d, law, &r.Outcomes[0], e)
	if err != nil {
		return d, err
	}
	return d, tx.AddDecision(c.ID, d)
}

// alive refuses to give anything to an applicant who is registered as dead: his
// application ends by its withdrawal or by a refusal.
func (c *Sight) alive(v View, t Turn) error {
	dead, err := buried(v, c.File, access.DayOf(t.At))
	if err == nil && dead {
		err = fault.New(fault.Refused, "申请人已经登记去世，不能再给予；请撤回这件申请或者决定不给予，家里还有人的，请先在家庭页换申请人")
	}
	return err
}

// ruling is what a decision says.
func (c *Sight) ruling(d Decision, law *code, o *engine.Outcome, e Entry) (Ruling, error) {
	r := Ruling{Number: c.Number, Programme: c.Aid.Label, Person: o.Person, Office: cmp.Or(e.office, c.Office), Gives: d.Gives, Differs: d.Differs, Day: d.Day,
		Law: law.hash, Place: law.Labels[law.ID], Grants: c.Aid.Grants, Note: e.Note, Reasons: reasonsOf(o, d), Remedies: law.remedies(d.Day)}
	r.Before = c.advanced()
	if d.Gives {
		r.Pays, r.Starts = c.Aid.Pays, c.begins(c.Aid, d.Day)
		if err := r.pay(c, o, e.Sum); err != nil {
			return r, err
		}
		if limit, ok := law.limit(c.Applied); ok && e.Act == Advance {
			r.Advance, r.Sum = true, min(r.Sum, limit)
		}
	}
	if c.Ground != "" {
		c.changed(&r)
	}
	if !d.Gives && c.Change.Released {
		r.Reasons = []Reason{c.because()}
	}
	return r, nil
}

// pay says how much is given: what the law comes to, or a sum of its own where
// the decision differs.
func (r *Ruling) pay(c *Sight, o *engine.Outcome, other money.Fen) error {
	if r.Grants != "money" {
		return nil
	}
	if r.Sum, r.Per = o.Total.Low-r.Before, o.Total.Type.Per(); !r.Differs {
		return nil
	}
	if r.Sum, r.Per = other, perOf(c.Aid.Pays); other <= 0 {
		return fault.New(fault.BadInput, "金额：与测算不同、决定给予的，要写明给多少；请填写").At(0, "sum")
	}
	return nil
}

// perOf is how often a sum is meant that somebody decides on, by how it is paid.
func perOf(pays string) string {
	switch pays {
	case "month", "quarter":
		return "month"
	case "year", "school_year":
		return "year"
	}
	return "once"
}

// reasonsOf are the reasons of a decision from its determination: of a refusal
// every condition that fails. A decision that differs has its own.
func reasonsOf(o *engine.Outcome, d Decision) (list []Reason) {
	mark := "no"
	if d.Gives {
		mark = "yes"
	}
	for _, l := range o.Why {
		if !d.Differs && l.Mark == mark && l.ID != o.Programme {
			r := Reason{Text: l.Text}
			for _, cite := range l.Cites {
				r.Clauses = append(r.Clauses, Clause{cite.Source, cite.At})
			}
			list = append(list, r)
		}
	}
	return list
}

// remedies are what the law leaves to a family on a day.
func (l *code) remedies(on civil.Date) (list []Remedy) {
	for _, p := range l.Procedures {
		if p.ID != remedies || !p.Span.Contains(on) {
			continue
		}
		for _, step := range p.Steps {
			r := Remedy{Label: step.Label, Within: step.Within, Days: step.Days}
			for _, cite := range step.Cites {
				r.Clauses = append(r.Clauses, l.clause(cite.Text))
			}
			list = append(list, r)
		}
	}
	return list
}

// clause says where a citation is to be read.
func (l *code) clause(cite string) Clause {
	s := l.SourceOf(cite)
	if s == nil {
		return Clause{Source: cite}
	}
	return Clause{s.Title, clauseAt(s, cite)}
}

// clauseAt is the place of a citation in its document.
func clauseAt(s *pack.Source, cite string) string {
	for id, one := range s.Clauses {
		if cite == id || cite == s.ID+"/"+id {
			return one.At
		}
	}
	return ""
}
