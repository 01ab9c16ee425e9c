package main

import (
	"strings"
	"testing"
)

// TestShippedPacksAreClean runs what `doudi packs lint` runs on the day of the
// fixed clock: no error may stand in any pack.
func TestShippedPacksAreClean(t *testing.T) {
	t.Parallel()
	if out, status := runHere("packs", "lint"); status != 0 {
		t.Errorf("status %d\n%s", status, out)
	}
}

// TestShippedCasesHold runs every case of every pack.
func TestShippedCasesHold(t *testing.T) {
	t.Parallel()
	if out, status := runHere("packs", "test"); status != 0 {
		t.Errorf("status %d\n%s", status, out)
	}
}

// TestShippedPacksAreCovered wants every clause cited, every rule tried both
// ways, every exception fired and every boundary met from both sides.
func TestShippedPacksAreCovered(t *testing.T) {
	t.Parallel()
	out, status := runHere("packs", "coverage")
	if status == 0 {
		return
	}
	for line := range strings.Lines(out) {
		if strings.Contains(line, "✗") {
			t.Error(strings.TrimSpace(line))
		}
	}
}
