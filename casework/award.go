package casework

import (
	"doudi/civil"
	"doudi/fault"
	"doudi/money"
	"doudi/pack"
	"doudi/registry"
)

// Award is what a unit gets of a programme: a chain of decisions, each fixing
// an amount from a month on until another takes its place. Only a decision
// changes it.
type Award struct {
	registry.Ref
	Unit, Household int64
	Holder          int64 // in whose name the next snapshots remember it
	Programme       string
	Starts          civil.Month
	Decisions       []AwardDecision
	People          []Share // who stands for it, where it lasts
	End             AwardEnd
}

// AwardEnd is the last decision of an award: from Month on nothing is paid; 0
// while nothing ends it. Office is that of the case that decided.
type AwardEnd struct {
	Month              civil.Month
	Office, Case, Turn int64
	Known              int64
}

// AwardDecision fixes an amount from a month on. Superseded is the number of the
// act by which another took its place, 0 while it stands.
type AwardDecision struct {
	Number            int64
	Starts            civil.Month
	Sum               money.Fen
	Per, Pays         string
	Case, Turn        int64 // of the decision
	Known, Superseded int64
}

// Share is somebody who stands for an award, and for which months: nobody stands
// for two of one programme in one month.
type Share struct {
	Person       int64
	Starts, Ends civil.Month // Ends is registry.Lasting while nothing ends it
}

// Live tells whether an award lasts beyond a month.
func (a *Award) Live(month civil.Month) bool {
	for _, p := range a.People {
		if p.Ends > month {
			return true
		}
	}
	return false
}

// bestow makes the award of a decision. Aid that is given once lasts for nobody:
// another event may bring it again in the same month.
func (c *Sight) bestow(tx Tx, d Decision) error {
	if d.Ruling.Before > 0 {
		return c.addRest(tx, d)
	}
	if err := c.once(tx, d); err != nil {
		return err
	}
	u, err := tx.Unit(c.Office, c.Unit)
	if err != nil {
		return err
	}
	r := d.Ruling
	if r.Starts == 0 {
		r.Starts = d.Day.Month()
	}
	a := Award{Ref: registry.Ref{Office: c.Office}, Unit: u.ID, Household: c.Household, Programme: c.Programme, Starts: r.Starts,
		Decisions: []AwardDecision{{Number: 1, Starts: r.Starts, Sum: r.Sum, Per: r.Per, Pays: r.Pays, Case: c.ID, Turn: d.Turn}}}
	for _, m := range u.Members {
		if !m.Counted {
			continue
		}
		if a.Holder == 0 {
			a.Holder = m.Person
		}
		if r.Pays != "once" && r.Pays != "row" {
			a.People = append(a.People, Share{m.Person, r.Starts, registry.Lasting})
		}
	}
	if a.Holder == 0 {
		return fault.New(fault.Refused, "没有一个人计入这项待遇，不能给予；请核对家庭成员，再重新测算")
	}
	if a.ID, err = tx.Number("award"); err != nil {
		return err
	}
	return tx.AddAward(a)
}

// final tells whether nothing can bring a case back to its decision.
func (f *Flow) final(at State) bool {
	if at == Refusal || at == Refused {
		return false
	}
	seen := map[State]bool{at: true}
	for todo := []State{at}; len(todo) > 0; todo = todo[1:] {
		for _, m := range f.From(todo[0]) {
			if m.Act == Approve {
				return false
			}
			if !seen[m.To] {
				seen[m.To] = true
				todo = append(todo, m.To)
			}
		}
	}
	return true
}

// decided tells whether a state is that in which the decision is waited for.
func (f *Flow) decided(at State) (Move, bool) {
	for _, m := range f.From(at) {
		if m.Act == Approve {
			return m, true
		}
	}
	return Move{}, false
}

// undecidedAt tells whether the decision lies ahead.
func (f *Flow) undecidedAt(at State) bool { return !at.Closed() && !at.mute() && !f.final(at) }

// delegable tells whether a procedure has a way by the decision of the township
// (57号第二条、社会救助法第四十四条).
func delegable(p *pack.Procedure) bool {
	return stepOf(p, "township_decision") != nil || stepOf(p, "whole_delegated") != nil
}

// small tells whether small sums are the township's (民发〔2018〕23号二(二)).
func (f *Flow) small() bool { return f.step("small_decision") != "" }

// limited tells whether the township may give only up to a sum by itself.
func (f *Flow) limited() bool { return f.small() || f.step("advance") != "" }
