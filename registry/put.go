package registry

import (
	"slices"
	"strings"

	"doudi/fact"
)

// Putting is what another service needs of a database to enter facts in an act
// of its own. It keeps the office's registry locked (Alone).
type Putting interface {
	lining
	Facts(s Subject, at int64) ([]Fact, error)
	History(s Subject) ([]Fact, error)
	SaveFacts(s Subject, gone, fresh []Fact) error
}

// lining numbers rows.
type lining interface {
	LastLine(s Subject, table string) (int64, error)
}

// Put enters answers, and facts that stand again as they stood, in an act of
// another service; it gives the numbers of the new rows by those that the answers
// had for them. Whoever calls it asks for the right.
func Put(tx Putting, law *fact.Schema, s Subject, again []Fact, answers []Answer) (lines map[int64]int64, err error) {
	added := slices.Clone(again)
	for _, a := range answers {
		f, err := a.fact(law, s.Of)
		if err != nil {
			return nil, err
		}
		added = append(added, f)
	}
	if err := numbered(tx, s, added); err != nil {
		return nil, err
	}
	lines = map[int64]int64{}
	for i, a := range answers {
		if a.Line < 0 {
			lines[a.Line] = added[len(again)+i].Line
		}
	}
	standing, err := tx.Facts(s, Now)
	if err != nil {
		return nil, err
	}
	return lines, put(tx, s, standing, added)
}

// Undoing takes rows of a table back that were entered with some papers as
// evidence, and lets those stand again that they set aside.
type Undoing struct {
	Table               string
	Papers, Rows, Aside []int64
}

// Undo is what that comes to in a history: what was superseded by the acts that
// entered the rows stands again. What somebody changed since stays as it is.
func (u *Undoing) Undo(history []Fact) (again []Fact, taken []Answer) {
	acts := map[int64]bool{}
	for _, f := range history {
		if f.Key != u.Table || !slices.Contains(u.Papers, f.Evidence) || !slices.Contains(u.Rows, f.Line) {
			continue
		}
		if acts[f.Known] = true; f.Superseded == 0 {
			taken = append(taken, Answer{Key: f.Key, Line: f.Line, From: f.From, To: f.To, Source: f.Source, Evidence: f.Evidence})
		}
	}
	stands := slices.DeleteFunc(slices.Clone(history), func(f Fact) bool { return f.Superseded != 0 })
	for _, f := range history {
		table, _, _ := strings.Cut(f.Key, ".")
		if table == u.Table && acts[f.Superseded] && slices.Contains(u.Aside, f.Line) && !covered(stands, f) {
			f.Known, f.Superseded = 0, 0
			again = append(again, f)
		}
	}
	return again, taken
}

// AsIf is what would stand if facts were put and answers taken back.
func AsIf(standing, again []Fact, taken []Answer) []Fact {
	for _, f := range again {
		standing = overlay(standing, f)
	}
	for _, a := range taken {
		f := Fact{Key: a.Key, Line: a.Line, From: a.From, To: a.To}
		standing = overlay(withRow(standing, f), f)
	}
	return standing
}
