package demo

import (
	"slices"

	"doudi/casework"
)

// ready is the situation in which an act is possible, once what it needs has
// been done: papers asked for, objections made, days passed.
func ready(act casework.Act) (s casework.Situation) {
	s.DaysOver, s.Held = true, []casework.Sort{casework.Survey, casework.Appraisal}
	s.Made, s.Lettered, s.Urged, s.Done = true, true, true, []string{casework.CareAssessment}
	switch act {
	case casework.AskPapers:
		s.Missing = 1
	case casework.Uphold, casework.Reject:
		s.Objections = 1
	}
	return s
}

// possible tells whether a move can be made when what it needs has been done.
func possible(f *casework.Flow, m casework.Move) bool {
	return slices.ContainsFunc(f.Open(m.From, ready(m.Act)), func(o casework.Move) bool { return o.Act == m.Act && o.By == m.By && o.To == m.To })
}

// route is a shortest way through a table from a state to another; nil if there
// is none.
func route(f *casework.Flow, from, to casework.State) []casework.Move {
	ways := map[casework.State][]casework.Move{from: {}}
	for edge := []casework.State{from}; len(edge) > 0; edge = edge[1:] {
		if edge[0] == to {
			return ways[to]
		}
		for _, m := range f.From(edge[0]) {
			if _, known := ways[m.To]; known || !possible(f, m) {
				continue
			}
			ways[m.To] = append(slices.Clone(ways[edge[0]]), m)
			edge = append(edge, m.To)
		}
	}
	return nil
}

// states are the states of a table that a case comes to by its way, in its order;
// what follows a sum given in advance is done behind that: see advances.
func states(f *casework.Flow) (list []casework.State) {
	for _, m := range f.Moves() {
		for _, s := range []casework.State{m.From, m.To} {
			if !slices.Contains(list, s) && (s == casework.Draft || route(f, casework.Draft, s) != nil) {
				list = append(list, s)
			}
		}
	}
	return list
}

// passed is where no case stands though the table has it: the family signs its
// authorisations when it hands in, and that is one act of the application.
const passed casework.State = "authorise"

// standing are the states of a table in which cases can stand.
func standing(f *casework.Flow) []casework.State {
	return slices.DeleteFunc(states(f), func(s casework.State) bool { return s == passed })
}

// accepting is the number of moves by which somebody accepts.
func accepting(f *casework.Flow) (n int) {
	for _, m := range f.Moves() {
		if m.Act == casework.Accept {
			n++
		}
	}
	return n
}

// decided tells that a state lies behind a decision to give.
func decided(f *casework.Flow, s casework.State) bool {
	return slices.ContainsFunc(route(f, casework.Draft, s), func(m casework.Move) bool { return m.Act == casework.Approve })
}

// warned has a family asked to cooperate before its examination ends: that is
// entered some days before (57号第二十九条).
func warned(moves []casework.Move) []casework.Move {
	at := slices.IndexFunc(moves, func(m casework.Move) bool { return m.Act == casework.Cease })
	if at < 0 {
		return moves
	}
	return slices.Insert(moves, at, casework.Move{From: moves[at].From, To: moves[at].From, Act: casework.Keep, By: casework.Township})
}
