package fact

import "doudi/civil"

// Completeness says how much of a child table is known.
type Completeness uint8

const (
	NotAsked Completeness = iota // the table is absent from the input
	Partial                      // some rows are known, there may be more
	Complete                     // these are all; an empty list means none
)

// Snapshot is everything known about one family at one moment, addressed by
// the positions of its Schema. Evaluators never change it.
type Snapshot struct {
	Schema    *Schema
	Name      string
	Region    string     // division code that was asked for
	AppliedOn civil.Date // the day of application
	DecidedOn civil.Date
	AsOf      civil.Date  // the day the question is asked for
	Month     civil.Month // the benefit month
	// Claims holds ids of programmes; ClaimsGiven tells "asks about nothing"
	// from "asks about everything" (absent).
	Claims      []string
	ClaimsGiven bool
	Chosen      map[string]string // choice id → option id
	Household   Row
}

// Row is one household, member, or row of a child table.
type Row struct {
	Name   string  // for people and messages; never evaluated
	Values []Value // aligned with Entity.Facts
	Tables []Table // aligned with Entity.Tables
}

// Table is the rows of one child table under one parent row.
type Table struct {
	State Completeness
	Rows  []Row
}
