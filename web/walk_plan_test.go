package web_test

import (
	"fmt"
	"slices"

	"doudi/casework"
	"doudi/engine"
	"doudi/pack"
)

// journey is a case as it is planned: of which programme, in which county of the
// place, what the law says of its family, and by which moves it goes.
type journey struct {
	outcome, programme string
	county             int
	said               engine.Status
	large              bool // more than the township may give
	differs            bool // one of its decisions is against the law, with a reason
	moves              []casework.Move
}

// against tells whether a move decides against what the law says of the family.
func (j *journey) against(m casework.Move) bool {
	switch m.Act {
	case casework.Approve, casework.Advance:
		return j.said != engine.Entitled
	case casework.Refuse:
		return j.said == engine.Entitled
	}
	return false
}

// chart is a table of moves as it is open to cases that stand so from the first:
// who decides, and whether the sum is beyond what the township may give.
type chart struct {
	*casework.Flow
	township, large bool
	county          int // in which it is so
}

// charts are the ways in which a procedure stands open: where the law leaves the
// decision to the township, and where the sum does (民发〔2018〕23号二(二)), it is
// gone both ways.
func charts(f *casework.Flow) []chart {
	has := func(id string) bool {
		return slices.ContainsFunc(f.Procedure.Steps, func(s pack.ProcedureStep) bool { return s.ID == id })
	}
	switch {
	case has("small_decision"):
		return []chart{{Flow: f, large: true}, {Flow: f, township: true}}
	case has("advance") && has("case_meeting"):
		return []chart{{Flow: f}, {Flow: f, large: true}}
	case has("township_decision") || has("whole_delegated"):
		return []chart{{Flow: f}, {Flow: f, township: true, county: 1}}
	}
	return []chart{{Flow: f}}
}

// open tells whether a move can be made once all is done that it needs.
func (c chart) open(m casework.Move) bool {
	s := casework.Situation{DaysOver: true, Held: []casework.Sort{casework.Survey, casework.Appraisal}, Made: true, Lettered: true, Urged: true,
		Done: []string{"visit", "case_meeting", casework.CareAssessment}, Delegated: c.township, Beyond: c.large}
	switch m.Act {
	case casework.AskPapers:
		s.Missing = 1
	case casework.Uphold, casework.Reject:
		s.Objections = 1
	case casework.Return:
		s.Bereft = bereft(m)
	}
	return slices.ContainsFunc(c.Open(m.From, s), func(o casework.Move) bool { return moveName(o) == moveName(m) })
}

// bereft tells of a move that is made because somebody has died since the decision.
func bereft(m casework.Move) bool { return slices.Contains(m.Guards, casework.Bereft) }

// moveName tells moves apart.
func moveName(m casework.Move) string {
	return fmt.Sprint(m.From, " ", m.Act, " ", m.By, " → ", m.To)
}

// passing tells of a state in which no case stands: handing in does at once what
// the family does before anybody accepts (57号第九条 authorise).
func (c chart) passing(at casework.State) bool {
	return slices.ContainsFunc(c.From(at), func(m casework.Move) bool { return m.Act == casework.Do && m.By == casework.Family && m.Step != nil })
}

// usable are the moves that a case of the chart can make.
func (c chart) usable() []casework.Move {
	return slices.DeleteFunc(c.Moves(), func(m casework.Move) bool {
		return !c.open(m) || c.to(casework.Draft, m.From) == nil || c.passing(m.From) && m.Act != casework.Do
	})
}

// route is a shortest way to where somebody wants to be; nil if there is none.
func (c chart) route(from casework.State, there func(casework.State) bool) []casework.Move {
	return shortest(c.Flow, c.open, from, there)
}

// shortest is a shortest way through a table by moves that are open.
func shortest(f *casework.Flow, open func(casework.Move) bool, from casework.State, there func(casework.State) bool) []casework.Move {
	ways := map[casework.State][]casework.Move{from: {}}
	for edge := []casework.State{from}; len(edge) > 0; edge = edge[1:] {
		if there(edge[0]) {
			return ways[edge[0]]
		}
		for _, m := range f.From(edge[0]) {
			if _, known := ways[m.To]; known || !open(m) {
				continue
			}
			ways[m.To] = append(slices.Clone(ways[edge[0]]), m)
			edge = append(edge, m.To)
		}
	}
	return nil
}

// to is a shortest way to a state.
func (c chart) to(from, end casework.State) []casework.Move {
	return c.route(from, func(s casework.State) bool { return s == end })
}

// through is a way that makes some moves in their order and ends somewhere; nil
// if there is none.
func (c chart) through(via []casework.Move, end casework.State) (all []casework.Move) {
	at := casework.Draft
	for _, m := range via {
		way := c.to(at, m.From)
		if way == nil {
			return nil
		}
		all, at = append(append(all, way...), m), m.To
	}
	way := c.to(at, end)
	if way == nil {
		return nil
	}
	return append(all, way...)
}

// with are the usable moves of an act, in the order of the table.
func (c chart) with(acts ...casework.Act) (list []casework.Move) {
	for _, m := range c.usable() {
		if slices.Contains(acts, m.Act) {
			list = append(list, m)
		}
	}
	return list
}

// last gives the last of some moves, if there are any.
func last(list []casework.Move) []casework.Move { return list[max(0, len(list)-1):] }

// detours are the moves by which a case goes back, in the order in which it comes
// to them: papers are missing, objections are not right and are right, the county
// sends it back.
func (c chart) detours() (list []casework.Move) {
	list = c.with(casework.AskPapers)
	back := slices.DeleteFunc(c.with(casework.Return), bereft) // whom somebody leaves is given nothing more here
	for _, m := range c.with(casework.Reject) {
		if ahead := c.to(m.From, casework.Awarded); !slices.ContainsFunc(ahead, func(n casework.Move) bool { return n.Act == casework.Approve }) {
			list, back = append(list, back...), nil // it hangs after the decision
		}
		list = append(list, m)
		for _, up := range c.with(casework.Uphold) {
			if up.From == m.From {
				list = append(list, up)
			}
		}
	}
	return append(list, back...)
}

// outcomes are the ways that every procedure is gone: to the award, to the
// refusal, with all that can go back on the way, taken back, handed on; and once
// against the law, with a reason.
func (c chart) outcomes() (list []journey) {
	deciding := c.with(casework.Approve)[0].From
	add := func(name string, said engine.Status, moves []casework.Move) {
		if moves != nil {
			j := journey{outcome: name, said: said, large: c.large, county: c.county, moves: moves}
			j.differs = slices.ContainsFunc(moves, j.against)
			list = append(list, j)
		}
	}
	at := func(act casework.Act) []casework.Move {
		return slices.DeleteFunc(c.with(act), func(m casework.Move) bool { return m.From != deciding })
	}
	add("award", engine.Entitled, c.to(casework.Draft, casework.Awarded))
	add("refusal", c.refusable(), c.to(casework.Draft, casework.Refused))
	add("completion, objections rejected and upheld, return", engine.Entitled, c.through(c.detours(), casework.Awarded))
	add("withdrawal", engine.Entitled, c.through(last(at(casework.Withdraw)), casework.Withdrawn))
	add("transfer", engine.Entitled, c.through(last(at(casework.Transfer)), casework.Transferred))
	if !c.large {
		add("award against the law", engine.Refused, c.to(casework.Draft, casework.Awarded))
	}
	return list
}

// refusable is what the law says of a family that is refused: what it gives
// nothing of is never a large sum.
func (c chart) refusable() engine.Status {
	if c.large {
		return engine.Entitled
	}
	return engine.Refused
}

// rest are ways that make every move that was not made yet: each takes along what
// is near.
func (c chart) rest(made map[string]bool) (list []journey) {
	for _, m := range c.usable() {
		if made[moveName(m)] {
			continue
		}
		j := journey{outcome: "every move", said: engine.Entitled, large: c.large, county: c.county, moves: append(slices.Clone(c.to(casework.Draft, m.From)), m)}
		note(made, j.moves)
		for more := c.near(m.To, made); more != nil && len(j.moves) < 30 && !twice(j.moves, more); more = c.near(more[len(more)-1].To, made) {
			j.moves = append(j.moves, more...)
			note(made, more)
		}
		if does(j.moves, casework.Refuse) {
			j.said = c.refusable()
		}
		j.differs = c.large && slices.ContainsFunc(j.moves, j.against)
		list = append(list, j)
	}
	return list
}

// does tells whether an act is among some moves.
func does(list []casework.Move, act casework.Act) bool {
	return slices.ContainsFunc(list, func(m casework.Move) bool { return m.Act == act })
}

// twice tells whether something is done again that is done once: papers are asked
// for, a sum is given in advance. After that nothing is handed over. Nor is one
// family given what it is refused, or a family of the dead anything.
func twice(moves, more []casework.Move) bool {
	return does(moves, casework.AskPapers) && does(more, casework.AskPapers) || does(moves, casework.Advance) && (does(more, casework.Advance) || does(more, casework.Transfer)) ||
		slices.ContainsFunc(moves, bereft) || does(moves, casework.Refuse) && does(more, casework.Approve) || does(moves, casework.Approve) && does(more, casework.Refuse)
}

// near is a way of a few steps to a move that was not made yet, and that move.
func (c chart) near(at casework.State, made map[string]bool) []casework.Move {
	fresh := func(s casework.State) *casework.Move {
		for _, m := range c.usable() {
			if m.From == s && !made[moveName(m)] {
				return &m
			}
		}
		return nil
	}
	way := c.route(at, func(s casework.State) bool { return fresh(s) != nil })
	if way == nil || len(way) > 3 {
		return nil
	}
	end := at
	if len(way) > 0 {
		end = way[len(way)-1].To
	}
	return append(slices.Clone(way), *fresh(end))
}

// note writes down which moves are made.
func note(made map[string]bool, moves []casework.Move) {
	for _, m := range moves {
		made[moveName(m)] = true
	}
}
