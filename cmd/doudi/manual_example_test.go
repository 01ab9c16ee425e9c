package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const determinePage = "../../docs/determine.md"

var (
	jsonBlock    = regexp.MustCompile("(?s)```json\n(.*?)```")
	jsonCommand  = regexp.MustCompile("`doudi (determine 一人户\\.json [^`]+)`")
	hashInResult = regexp.MustCompile(`"hash":"[0-9a-f]{64}"`)
)

// TestExampleOfTheResultIsReal runs the family that docs/determine.md shows as
// JSON input with the command that it shows, and wants the JSON output beside
// it, wherever its lines are broken. Only the hash is cut: it changes with
// every word of the packs.
func TestExampleOfTheResultIsReal(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile(determinePage)
	if err != nil {
		t.Fatal(err)
	}
	blocks := jsonBlock.FindAllSubmatchIndex(page, -1)
	command := jsonCommand.FindSubmatch(page)
	if len(blocks) != 2 || command == nil {
		t.Fatal("docs/determine.md should show one family in JSON, one command and one result")
	}
	input, shown := page[blocks[0][2]:blocks[0][3]], page[blocks[1][2]:blocks[1][3]]
	file := filepath.Join(t.TempDir(), "一人户.json")
	if err := os.WriteFile(file, input, 0o644); err != nil {
		t.Fatal(err)
	}
	args := strings.Fields(strings.Replace(string(command[1]), "一人户.json", file, 1))
	got := compact(t, hashInResult.ReplaceAllString(mustRun(t, args...), `"hash":"…"`))
	if *update {
		page = bytes.Replace(page, shown, []byte(layOut(got)), 1)
		if err := os.WriteFile(determinePage, page, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want := compact(t, string(shown)); got != want {
		t.Errorf("docs/determine.md shows another result than the command gives; got\n%s", layOut(got))
	}
}

// compact takes the blanks out of a JSON text.
func compact(t *testing.T, text string) string {
	t.Helper()
	var out bytes.Buffer
	if err := json.Compact(&out, []byte(text)); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// layOut breaks a compact result for reading: each outcome, reason and clause
// begins a line, and long lines break after a comma.
func layOut(text string) string {
	var out strings.Builder
	depth, column, quoted := 0, 0, false
	for i := range len(text) {
		c := text[i]
		out.WriteByte(c)
		column++
		switch {
		case c == '"' && text[i-1] != '\\':
			quoted = !quoted
		case quoted:
			continue
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			depth--
		}
		if list := (c == '[' || c == '{') && depth == 4; !quoted && (list || c == ',' && (depth == 4 || column > 110 && (depth == 5 || text[i+1] == '{'))) {
			out.WriteString("\n" + strings.Repeat(" ", depth-2))
			column = 0
		}
	}
	return out.String() + "\n"
}
