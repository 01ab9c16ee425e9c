package main

import "doudi/fault"

// exitStatus is the exit status of every command (design.md, last section).
type exitStatus uint8

const (
	exitOK           exitStatus = 0
	exitOther        exitStatus = 1
	exitBadInput     exitStatus = 2
	exitUndetermined exitStatus = 3
	exitPack         exitStatus = 4
)

// exits collects what happened; when several things did, 1 stands over 4 over
// 2 over 3.
type exits struct{ seen [5]bool }

// note remembers one status.
func (e *exits) note(s exitStatus) { e.seen[s] = true }

// merge remembers what another collection saw.
func (e *exits) merge(other exits) {
	for s, seen := range other.seen {
		e.seen[s] = e.seen[s] || seen
	}
}

// code is the status that the process ends with.
func (e *exits) code() int {
	for _, s := range []exitStatus{exitOther, exitPack, exitBadInput, exitUndetermined} {
		if e.seen[s] {
			return int(s)
		}
	}
	return int(exitOK)
}

// statusOf is the exit status that a fault of this class brings.
func statusOf(class fault.Class) exitStatus {
	switch class {
	case fault.BadInput:
		return exitBadInput
	case fault.PackError, fault.NoValue, fault.Conflict:
		return exitPack
	}
	return exitOther
}
