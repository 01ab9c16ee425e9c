// Package packs carries the law as data inside the binary. The folders beside
// this file are all that a policy officer edits; README.md is their language.
package packs

import "embed"

// FS holds every pack, one folder each, with its cases.
//
//go:embed all:cn*
var FS embed.FS

// Register is the clause register of the founding documents as CSV: what kind
// of duty each clause is. Only DET (who) and AMT (how much) are computed; the
// rest are duties of procedure, service and supervision.
//
//go:embed register.csv
var Register string

// NotEncoded lists the clauses of the register that no pack carries, each with
// its reason.
//
//go:embed not-encoded.yaml
var NotEncoded string
