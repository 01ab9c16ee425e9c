// Command doudi determines what a family is entitled to under the law that is
// kept as data in packs, and helps to keep those packs right. This package
// only wires the rooms together and speaks with the terminal.
package main

import (
	"bufio"
	"io"
	"os"
	"runtime/debug"
	"time"
)

// The collector may be lazy as long as there is room, and works harder near
// memoryGoal: an old office PC determines a whole county's file beside its
// other programs.
const (
	memoryGoal = 96 << 20
	lazily     = 800
)

// tune sets the collector for the whole process.
func tune() {
	debug.SetMemoryLimit(memoryGoal)
	debug.SetGCPercent(lazily)
}

func main() {
	tune()
	os.Exit(run(os.Args[1:], terminal{name: os.Args[0], in: os.Stdin, out: os.Stdout, err: os.Stderr, now: time.Now, colourful: colourful(os.Stdout)}))
}

// terminal is everything that the command takes from its surroundings.
type terminal struct {
	name     string // as it was called
	in       io.Reader
	out, err io.Writer
	now      func() time.Time

	colourful bool // out is a terminal that may be coloured
}

// run executes one command line and gives its exit status. Standard output is
// buffered and flushed once; a closed pipe ends the process as the system does.
func run(args []string, t terminal) int {
	paint := &painter{to: t.out}
	out := bufio.NewWriterSize(paint, 1<<16)
	a := &app{terminal: t, out: out, paint: paint}
	root := a.root()
	root.SetArgs(args)
	if err := root.Execute(); err != nil {
		a.fail(err)
	}
	if out.Flush() != nil || paint.finish() != nil {
		a.status(exitOther)
	}
	return a.exit.code()
}
