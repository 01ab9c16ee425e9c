package main

import (
	"context"
	"errors"
	"flag"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"doudi/audit"
	"doudi/staff"
	"doudi/store"
	"doudi/store/scratch"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite the expected texts")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"doudi": main})
}

// TestScripts holds the whole contract of the command line, exit statuses included.
func TestScripts(t *testing.T) {
	p := scriptParams(func(env *testscript.Env) (string, error) { return filepath.Join(env.WorkDir, "our.sqlite"), nil })
	p.Dir = "testdata/script"
	testscript.Run(t, p)
}

// TestScriptsOfTheGroundOnPostgreSQL runs the scripts that open a database once
// more, on a server; -short stays with SQLite.
func TestScriptsOfTheGroundOnPostgreSQL(t *testing.T) {
	files, err := filepath.Glob("testdata/script/ground*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no scripts", err)
	}
	if testing.Short() {
		return
	}
	server, err := scratch.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Stop() })
	p := scriptParams(func(*testscript.Env) (string, error) { return server.Database() })
	p.Files = files
	testscript.Run(t, p)
}

// scriptParams let scripts reach files that are no text ($DATA) and addresses
// for databases ($DB, $OTHER).
func scriptParams(database func(*testscript.Env) (string, error)) testscript.Params {
	return testscript.Params{
		Setup: func(env *testscript.Env) error {
			data, err := filepath.Abs("testdata/input")
			if err != nil {
				return err
			}
			env.Setenv("DATA", data)
			address, err := database(env)
			if err != nil {
				return err
			}
			env.Setenv("DB", address)
			other, err := database(env)
			env.Setenv("OTHER", strings.Replace(other, "our.sqlite", "other.sqlite", 1))
			return err
		},
		Cmds:                scriptCommands,
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
	}
}

// scriptCommands add, besides what opens databases, `exits STATUS doudi ARGS…`, because `! exec` cannot tell
// one exit status from another.
var scriptCommands = map[string]func(ts *testscript.TestScript, neg bool, args []string){
	// provekey FILE NAME puts the key that a checkpoint names into $NAME.
	"provekey": func(ts *testscript.TestScript, _ bool, args []string) {
		for _, line := range strings.Split(ts.ReadFile(args[0]), "\n") {
			if key, ok := strings.CutPrefix(line, "key "); ok {
				ts.Setenv(args[1], key)
				return
			}
		}
		ts.Fatalf("%s names no key", args[0])
	},
	// takeon KEYS OFFICE ACCOUNT ROLE adds somebody to the staff, as two
	// administrators would on pages.
	"takeon": func(ts *testscript.TestScript, _ bool, args []string) {
		office, err := strconv.ParseInt(args[1], 10, 64)
		ts.Check(err)
		ts.Check(takeOn(ts.Getenv("DB"), ts.MkAbs(args[0]), office, args[2], args[3]))
	},
	// envfile FILE NAME puts a file into $NAME.
	"envfile": func(ts *testscript.TestScript, _ bool, args []string) { ts.Setenv(args[1], ts.ReadFile(args[0])) },
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

// takeOn adds somebody with a role to the staff of an office.
func takeOn(address, keys string, office int64, account, role string) error {
	a := &app{terminal: terminal{now: time.Now}}
	return a.opened(base{address, keys}, func(ctx context.Context, s *store.Store) error { return hired(ctx, s, office, account, role) })
}

// hired is takeOn for a database that is open.
func hired(ctx context.Context, s *store.Store, office int64, account, role string) error {
	return s.Accounts().Do(ctx, office, audit.Act{Name: "test.add"}, func(tx staff.Tx) error {
		id, err := tx.Add(staff.Account{Office: office, Account: account, Name: "林一", Password: "none"})
		if err != nil {
			return err
		}
		return tx.AddRole(office, id, role)
	})
}
