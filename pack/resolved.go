package pack

import (
	"sync"

	"doudi/fact"
)

// Resolved is one chain of packs made into one: layers decided, amends woven
// in, every id a timeline of disjoint spans. It is what the policy compiler,
// the oracle and the hash stand on. Lists are sorted by id and, within an id,
// by From, so that the same packs always give the same Canonical text.
type Resolved struct {
	ID     string   // the lowest pack
	Chain  []string // from the lowest to the nation
	Labels map[string]string
	Schema *fact.Schema

	Sources     map[string]*Source
	Figures     []*Figure    // one per id, Rows are effective: clipped, disjoint per key
	Rules       []*Rule      // several per id with disjoint spans
	Programmes  []*Programme // likewise
	Choices     []*Choice
	Stacking    []*Pair
	Constraints []*Constraint
	Procedures  []*Procedure

	Packs []*Pack // as read, from the lowest to the nation

	once      sync.Once // guards canonical and hash
	canonical string
	hash      string
}
