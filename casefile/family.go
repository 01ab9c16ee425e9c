// Package casefile reads and writes family files: the facts of many families
// in YAML, JSON, CSV or xlsx on one side, typed snapshots on the other. It
// reads one family at a time, so that a file may be far larger than memory,
// and a wrong family never stops the ones after it. docs/determine.md is the
// form field by field.
package casefile

import (
	"doudi/civil"
	"doudi/fact"
	"doudi/fault"
	"doudi/gb"
	"doudi/money"
	"doudi/pack"
)

// Version is the version of the form that this package reads and writes.
const Version = "1"

// Family is one family as read. Either Snapshot is set, or Faults say in
// Chinese what to mend. A Family without Name whose Faults are set speaks of
// the file as a whole; reading goes on after it.
type Family struct {
	Name     string
	Pos      Pos
	Region   string
	Pack     *pack.Resolved // the resolved pack that gave the schema
	Snapshot *fact.Snapshot
	People   []Pos       // where each member stands
	Numbers  []gb.Number // resident numbers by member; the zero Number where none was given
	Contacts []Contact   // by member
	Address  string      // where the household lives; no evaluator asks
	Village  int64       // the office of its village; 0 if nobody said
	Hamlet   string      // the village by name, as a file has it; "" if it says nothing

	// Only cases have these; they are refused unless Options.AllowExpect.
	Expect  []Expectation
	Why     string
	Figures []FigureOverride

	Faults  []*fault.Error // at most maxFaults
	Spots   []Spot         // by fault: where it stands
	Omitted int            // faults beyond those listed
}

// Spot is the sheet where a fault stands, "" outside of workbooks, and whether it
// is the sheet or its heading that is wrong and not the family's own rows.
type Spot struct {
	Sheet   string
	Heading bool
}

// Contact is how a member is reached and paid, and his sex where the pack does
// not ask for it: what only a register needs. It prints as nothing, so that a
// log of a Family does not leak it.
type Contact struct{ Phone, Account, Sex string }

// String hides it.
func (Contact) String() string { return "（已隐去）" }

// GoString hides it as well.
func (c Contact) GoString() string { return c.String() }

// Pos says where a family stands: the file as given, the sheet of a workbook,
// and the line or row where it begins, counted from 1.
type Pos struct {
	File, Sheet string
	Row         int
}

// Expectation is what a case expects of one programme, for the household or
// for the person named after the @.
type Expectation struct {
	Programme string
	Person    string // "" for the household or the only instance
	Status    string // a status of a result, or not_listed
	Because   []string
	Missing   []string
	Total     *Range
	Parts     []ExpectedPart
	Bearers   []ExpectedBearer // all of them, if any is named
	Starts    *civil.Month     // the first month paid
	Recheck   *int64           // months until the next check
	Row       int
}

// ExpectedBearer is the expected amount that one payer bears.
type ExpectedBearer struct {
	Payer  string
	Amount Range
}

// ExpectedPart is the expected amount of one part, by its id.
type ExpectedPart struct {
	ID     string
	Amount Range
}

// Range is an expected amount; Low and High differ only while an official has
// not decided a figure.
type Range struct{ Low, High money.Fen }

// FigureOverride gives a figure one value on all days and places, for a test.
type FigureOverride struct {
	ID    string
	Type  fact.Type // of the figure
	Value fact.Value
	Row   int
}

// statuses are the words that an expectation may use.
var statuses = []string{"entitled", "leaving", "refused", "excluded", "choice", "waiting", "undetermined", "not_claimed", "not_listed"}

// Options say how a file is read.
type Options struct {
	// AllowExpect permits expect, why and figures: for cases of packs only.
	AllowExpect bool
	// Region replaces the region of every family where it is set.
	Region string
	// AsOf replaces the as_of of every family where it is not zero.
	AsOf civil.Date
	// Today is the as_of of families that give no date at all; zero makes a
	// date obligatory. This package has no clock.
	Today civil.Date
	// Resolve gives the resolved pack for a region. It is asked at most twice
	// a family, first without scope, then with the enum facts of the household
	// (key to value), and should remember its answers.
	Resolve func(region string, scope map[string]string) (*pack.Resolved, error)
}
