package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// The worked families of docs/worked.md come from docs/worked/*.yaml: each is
// one command and its output. The comment at the head of a file is the text
// above its command.
const (
	workedPage   = "docs/worked.md"
	workedFolder = "docs/worked"
	workedHead   = "# 算好的家庭\n\n" +
		"每一节是一户人家、一条命令和它的输出；日期跨过各次规定变动的前后。家庭文件在 `docs/worked/`，本页由 `make golden` 写出，由 `TestWorked` 逐条重跑。\n" +
		"人物和情节都是虚构的；标明“示例”的数值在当地确认以前不得据以发放。\n"
)

func TestWorked(t *testing.T) {
	t.Chdir("../..")
	if *update {
		if err := os.WriteFile(workedPage, workedText(t), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	page, err := os.ReadFile(workedPage)
	if err != nil {
		t.Fatal(err)
	}
	script, families := workedScript(t, string(page))
	if families < 80 {
		t.Errorf("docs/worked.md holds %d families, want at least 80", families)
	}
	file := filepath.Join(t.TempDir(), "worked.txtar")
	if err := os.WriteFile(file, script, 0o644); err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{Files: []string{file}, Cmds: scriptCommands, RequireExplicitExec: true})
}

// workedFiles are the family files, in order, at least one to a page.
func workedFiles(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(workedFolder + "/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal("docs/worked holds no family", err)
	}
	return files
}

// workedText runs every family and writes the page.
func workedText(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	b.WriteString(workedHead)
	for _, f := range workedFiles(t) {
		title, words, options := workedComment(t, f)
		args := append([]string{"determine", f}, options...)
		out, status := runHere(args...)
		if status != int(exitOK) && status != int(exitUndetermined) {
			t.Fatalf("%s: status %d\n%s", f, status, out)
		}
		fmt.Fprintf(&b, "\n## %s\n\n%s\n```\n$ doudi %s\n%s```\n退出码 %d\n", title, words, strings.Join(args, " "), out, status)
	}
	return b.Bytes()
}

// workedComment is the head of a family file: its first line is the title, a
// line that begins with $ holds options of the command.
func workedComment(t *testing.T, file string) (title, words string, options []string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		comment, ok := strings.CutPrefix(strings.TrimSpace(line), "# ")
		switch {
		case !ok && title == "":
			t.Fatalf("%s has no comment at its head", file)
		case !ok:
			return title, words, options
		case strings.HasPrefix(comment, "$"):
			options = strings.Fields(comment[1:])
		case title == "":
			title = comment
		default:
			words += comment + "\n"
		}
	}
	return title, words, options
}

// workedScript turns the page into one testscript: every command with its
// status and its whole output.
func workedScript(t *testing.T, page string) (script []byte, families int) {
	t.Helper()
	var commands, files bytes.Buffer
	for i, section := range strings.Split(page, "\n```\n$ ")[1:] {
		command, rest, _ := strings.Cut(section, "\n")
		output, rest, ok := strings.Cut(rest, "```\n退出码 ")
		if !ok {
			t.Fatalf("docs/worked.md: the block of %q does not end with its status", command)
		}
		status := rest[:1]
		fmt.Fprintf(&commands, "exits %s %s\ncmp stdout %d.txt\n", status, command, i)
		fmt.Fprintf(&files, "-- %d.txt --\n%s", i, output)
		name := strings.Fields(command)[2]
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&files, "-- %s --\n%s", name, text)
		families += bytes.Count(text, []byte("\n  - name:"))
	}
	return append(commands.Bytes(), files.Bytes()...), families
}

// changesOfLaw are the days and months on both sides of which a worked family
// must stand.
var changesOfLaw = []string{
	"2017-03", "2019-12-30", "2019-12-31", "2020-06", "2020-07", "2021-06", "2021-07", "2022-02-08", "2022-02-09",
	"2024-12-31", "2025-01-01", "2026-06-30", "2026-07-01",
}

// TestWorkedFamiliesStandOnBothSidesOfEveryChange wants a family on each day.
func TestWorkedFamiliesStandOnBothSidesOfEveryChange(t *testing.T) {
	t.Chdir("../..")
	var all strings.Builder
	for _, f := range workedFiles(t) {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	for _, day := range changesOfLaw {
		if !strings.Contains(all.String(), "\n    applied_on: "+day) {
			t.Errorf("no worked family applies on %s", day)
		}
	}
}
