package main

import (
	"errors"
	"flag"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite the expected texts")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"doudi": main})
}

// TestScripts holds the whole contract of the command line, exit statuses included.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		Setup:               tellData,
		Cmds:                scriptCommands,
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
	})
}

// tellData lets scripts reach files that are no text: $DATA.
func tellData(env *testscript.Env) error {
	data, err := filepath.Abs("testdata/input")
	env.Setenv("DATA", data)
	return err
}

// scriptCommands adds `exits STATUS doudi ARGS…`, because `! exec` cannot tell
// one exit status from another.
var scriptCommands = map[string]func(ts *testscript.TestScript, neg bool, args []string){
	"exits": func(ts *testscript.TestScript, neg bool, args []string) {
		if neg || len(args) < 2 {
			ts.Fatalf("usage: exits STATUS COMMAND ARGS…")
		}
		want, err := strconv.Atoi(args[0])
		ts.Check(err)
		if got := statusOfRun(ts.Exec(args[1], args[2:]...)); got != want {
			ts.Fatalf("exit status %d, want %d\nstdout: %s\nstderr: %s", got, want, ts.ReadFile("stdout"), ts.ReadFile("stderr"))
		}
	},
}

// statusOfRun is the exit status behind the error of a run.
func statusOfRun(err error) int {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.ExitCode()
	}
	return -1
}
