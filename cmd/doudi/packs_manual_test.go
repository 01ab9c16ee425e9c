package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"doudi/packs/sample"
)

// packsManual is packs/README.md.
func packsManual(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../packs/README.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// enterCounty writes the county of the manual below the folder my of a new
// working directory and gives the paths inside its pack.
func enterCounty(t *testing.T) []string {
	t.Helper()
	page := packsManual(t)
	t.Chdir(t.TempDir())
	var names []string
	for name, text := range sample.County(page) {
		enterFile(t, name, text)
		_, inner, _ := strings.Cut(name, "/")
		names = append(names, inner)
	}
	return names
}

// enterFile writes one file of the county.
func enterFile(t *testing.T, name, text string) {
	t.Helper()
	file := filepath.Join("my", filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestCountyOfTheManual runs every command that packs/README.md shows on the
// county that it shows, over the shipped packs: each ends well, and prints the
// lines that stand below it.
func TestCountyOfTheManual(t *testing.T) {
	commands, page := manualCommands(t), packsManual(t)
	names := enterCounty(t)
	for _, want := range []string{"pack.yaml", "facts.yaml", "tables/standards.csv", "heating.yaml", "procedures/heating.yaml", "cases/heating.yaml"} {
		if !slices.Contains(names, want) {
			t.Errorf("the county of packs/README.md has no %s", want)
		}
	}
	_, county, _ := strings.Cut(page, "## 七、")
	for _, want := range []string{"type: bool", "type: enum", "rigid_expense:", "table: standards.csv", "rules:", "programmes:", "procedures:", "amends:", "deviates:", "'refused'", "'undetermined'"} {
		if !strings.Contains(county, want) {
			t.Errorf("the county of packs/README.md does not show %s", want)
		}
	}
	for _, c := range commands {
		out := mustRun(t, c.args...)
		for _, line := range c.shown {
			if !strings.Contains(out, line) {
				t.Errorf("doudi %s does not print %q:\n%s", strings.Join(c.args, " "), line, out)
			}
		}
	}
}

// TestCountyOfTheManualIsClean wants no finding at all, every case right and
// every clause, exception and line of the county tried.
func TestCountyOfTheManualIsClean(t *testing.T) {
	enterCounty(t)
	for command, want := range map[string]string{"lint": "0 个错误，0 个提醒", "test": "运行了 3 个案例，0 个不符", "coverage": "0 个缺口"} {
		if out := mustRun(t, "packs", command, "cn-620102", "--packs", "my"); !strings.Contains(out, want) {
			t.Errorf("packs %s: want %s\n%s", command, want, out)
		}
	}
}

// TestCountyOfTheManualIsHeld changes one line at a time: the cases of the
// county notice, or lint does, so that it is worth copying.
func TestCountyOfTheManualIsHeld(t *testing.T) {
	enterCounty(t)
	file := filepath.Join("my", "cn-620102", "heating.yaml")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range []struct{ command, from, to string }{
		{"test", "600元", "500元"}, {"test", "500元", "600元"}, {"test", "150元", "149元"}, {"test", "UP_TO_YUAN", "DOWN_TO_YUAN"},
		{"test", "over: group, ", ""}, {"test", "where: for_heat, ", ""}, {"test", "[dibao.entitled]", "[dibao.held]"},
		{"lint", "deviates: {from: exit_within_limit", "# {from: exit_within_limit"}, {"lint", "    by: fuel\n", ""},
		{"lint", "    cite: QN-01\n    add_up", "    add_up"}, {"lint", "heating_cost, heating_limit", "heating_cost, heating_cost"},
	} {
		changed := bytes.Replace(text, []byte(change.from), []byte(change.to), 1)
		if bytes.Equal(changed, text) {
			t.Errorf("heating.yaml has no %s", change.from)
		}
		if err := os.WriteFile(file, changed, 0o644); err != nil {
			t.Fatal(err)
		}
		if out, status := runHere("packs", change.command, "cn-620102", "--packs", "my"); status != 4 {
			t.Errorf("%s → %s: status %d of packs %s\n%s", change.from, change.to, status, change.command, out)
		}
	}
}

// shownCommand is a command of the manual with the output that it shows.
type shownCommand struct{ args, shown []string }

// manualCommands are the lines of the console block; words after # explain.
func manualCommands(t *testing.T) []shownCommand {
	t.Helper()
	_, rest, _ := strings.Cut(packsManual(t), "```console\n")
	block, _, _ := strings.Cut(rest, "```")
	var commands []shownCommand
	for _, line := range strings.Split(strings.TrimSpace(block), "\n") {
		command, isCommand := strings.CutPrefix(line, "$ doudi ")
		if !isCommand {
			last := &commands[len(commands)-1]
			last.shown = append(last.shown, line)
			continue
		}
		command, _, _ = strings.Cut(command, " #")
		commands = append(commands, shownCommand{args: strings.Fields(command)})
	}
	for _, want := range []string{"lint", "test", "show", "diff", "coverage"} {
		if !slices.ContainsFunc(commands, func(c shownCommand) bool { return c.args[1] == want }) {
			t.Errorf("packs/README.md does not show packs %s", want)
		}
	}
	return commands
}
