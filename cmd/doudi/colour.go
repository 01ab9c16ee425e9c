package main

import (
	"bytes"
	"io"
	"os"
	"runtime"

	"doudi/pack"

	"github.com/spf13/cobra"
)

// colours tell apart what is not simply published. The mark in the text says
// the same, so that nothing is lost in a file, on paper or to the eye.
var colours = map[pack.Status]string{
	pack.Example: "\x1b[31m", pack.Unverified: "\x1b[33m", pack.Assumed: "\x1b[35m", pack.Reading: "\x1b[36m",
}

const plain = "\x1b[0m"

// painter colours the lines that carry a mark, once it is told to; until then
// it hands on what it gets. A line with several marks has the colour of the
// one that matters most.
type painter struct {
	to   io.Writer
	on   bool
	rest []byte // a line that is not complete yet
}

// Write hands on complete lines.
func (p *painter) Write(text []byte) (int, error) {
	if !p.on {
		return p.to.Write(text)
	}
	p.rest = append(p.rest, text...)
	end := bytes.LastIndexByte(p.rest, '\n') + 1
	if err := p.paint(p.rest[:end]); err != nil {
		return 0, err
	}
	p.rest = append(p.rest[:0], p.rest[end:]...)
	return len(text), nil
}

// paint writes lines with their colours.
func (p *painter) paint(text []byte) error {
	var out []byte
	for line := range bytes.Lines(text) {
		code := colourOf(line)
		if code == "" {
			out = append(out, line...)
			continue
		}
		body := bytes.TrimSuffix(line, []byte("\n"))
		out = append(append(append(out, code...), body...), plain...)
		out = append(out, line[len(body):]...)
	}
	_, err := p.to.Write(out)
	return err
}

// finish writes a last line that has no end.
func (p *painter) finish() error { return p.paint(p.rest) }

// colourOf is the colour of a line, or nothing.
func colourOf(line []byte) string {
	for _, s := range pack.Statuses {
		if bytes.Contains(line, []byte(s.Mark())) {
			return colours[s]
		}
	}
	return ""
}

// colourFlag lets a command colour what it prints for people; json, if the
// command has it, is never coloured.
func (a *app) colourFlag(cmd *cobra.Command, json *bool) {
	var when string
	cmd.Flags().StringVar(&when, "color", "auto", "把示例、未核实、推定、理解的行着色：`何时` 写 always、never 或 auto（在终端上才着色）")
	run := cmd.RunE
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		switch when {
		case "always", "never", "auto":
		default:
			return misuse(cmd, "选项 --color 的取值“%s”无效，应为 always、never 或 auto", when)
		}
		a.paint.on = (when == "always" || when == "auto" && a.colourful) && (json == nil || !*json)
		return run(cmd, args)
	}
}

// colourful tells whether the surroundings want colour: a terminal, and a user
// who has not asked for none (https://no-color.org). The old console of Windows
// would print the codes themselves.
func colourful(out *os.File) bool {
	if runtime.GOOS == "windows" && os.Getenv("WT_SESSION") == "" {
		return false
	}
	info, err := out.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}
