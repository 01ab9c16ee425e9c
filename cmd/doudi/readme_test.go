package main

import (
	"os"
	"strings"
	"testing"
)

// TestReadmeShowsWhatTheCommandPrints runs the command of the README's picture
// and wants every line of it in the output.
func TestReadmeShowsWhatTheCommandPrints(t *testing.T) {
	t.Chdir("../..")
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, picture, ok := strings.Cut(string(text), "```\n$ doudi ")
	picture, _, _ = strings.Cut(picture, "```")
	command, lines, _ := strings.Cut(picture, "\n")
	if !ok {
		t.Fatal("README.md shows no command")
	}
	out := "\n" + mustRun(t, strings.Fields(command)...)
	for line := range strings.Lines(lines) {
		if !strings.Contains(out, "\n"+line) {
			t.Errorf("the command does not print %q", line)
		}
	}
}
