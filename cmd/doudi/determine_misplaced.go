package main

import (
	"doudi/casefile"
	"doudi/fault"
)

// contradicts tells whether a family answers questions that another of its
// answers rules out, and enters each into its faults. Only the law knows: what
// applies to whom is written in the packs.
func contradicts(law *compiled, f *casefile.Family) bool {
	found := law.engine.Misplaced(f.Snapshot)
	for _, ref := range found {
		label := law.program.Schema.Entities[ref.Entity].Facts[ref.Slot].Label
		f.Faults = append(f.Faults, fault.Newf(fault.BadInput, "%s不应填写：只有符合“%s”时才填“%s”；删去这一项，或改正与它矛盾的那一项",
			ref.Label, law.program.Describe(law.program.Applies[ref.Entity][ref.Slot]), label))
	}
	return len(found) > 0
}
