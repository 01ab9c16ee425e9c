package main

import (
	"bytes"
	"io"
	"strings"
	"testing"
)

func TestLinesThatCarryAMarkAreColouredWhole(t *testing.T) {
	t.Parallel()
	const red, yellow, reset = "\x1b[31m", "\x1b[33m", "\x1b[0m"
	for name, c := range map[string]struct{ in, want string }{
		"a published value stays as it is":  {"538元〔MX-28〕\n", "538元〔MX-28〕\n"},
		"an example":                        {"甲\n20元〔MX-29 ※示例〕\n乙\n", "甲\n" + red + "20元〔MX-29 ※示例〕" + reset + "\n乙\n"},
		"what matters most decides":         {"※理解、※未核实\n", yellow + "※理解、※未核实" + reset + "\n"},
		"the bare word is no mark":          {"理解万岁\n", "理解万岁\n"},
		"a last line without an end":        {"甲\n※示例", "甲\n" + red + "※示例" + reset},
		"nothing but an end":                {"\n", "\n"},
		"a line break belongs to no colour": {"※示例\n\n", red + "※示例" + reset + "\n\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for cut := range len(c.in) + 1 {
				var out bytes.Buffer
				p := &painter{to: &out, on: true}
				io.WriteString(p, c.in[:cut])
				io.WriteString(p, c.in[cut:])
				if err := p.finish(); err != nil || out.String() != c.want {
					t.Fatalf("cut at %d: got %q, want %q (%v)", cut, out.String(), c.want, err)
				}
			}
		})
	}
}

// TestColourIsForTerminalsAlone runs each command that colours: always, by
// itself into a pipe, on a terminal, and never; and JSON, which is for
// machines.
func TestColourIsForTerminalsAlone(t *testing.T) {
	t.Parallel()
	for _, command := range []string{"packs show cn-350421 dibao --as-of 2020-03-01", "packs lint cn-350421", "packs lint --statuses cn-350421",
		"packs diff cn-350421@2020-06-30 cn-350421@2020-07-01", "packs coverage cn-350421", "determine ../../examples/1-mingxi-2020-standard.yaml"} {
		for _, c := range []struct {
			more     string
			terminal bool
			want     bool
		}{{"--color always", false, true}, {"", false, false}, {"", true, true}, {"--color never", true, false}, {"--color auto", true, true}} {
			t.Run(command+" "+c.more, func(t *testing.T) {
				t.Parallel()
				var out, complaints bytes.Buffer
				run(strings.Fields(command+" "+c.more), terminal{in: strings.NewReader(""), out: &out, err: &complaints, now: fixedClock, colourful: c.terminal})
				if got := strings.Contains(out.String(), "\x1b["); got != c.want {
					t.Errorf("coloured %v, want %v:\n%.300s%s", got, c.want, out.String(), complaints.String())
				}
				if !strings.Contains(out.String(), "※") {
					t.Error("nothing is marked")
				}
			})
		}
	}
}

func TestJSONIsNeverColoured(t *testing.T) {
	t.Parallel()
	for _, command := range []string{"packs lint --statuses --json cn-350421", "packs coverage --json cn-350421", "determine --json ../../examples/1-mingxi-2020-standard.yaml"} {
		out, status := runHere(append(strings.Fields(command), "--color", "always")...)
		if status != 0 && status != int(exitUndetermined) || strings.Contains(out, "\x1b[") || !strings.HasPrefix(out, "{") && !strings.HasPrefix(out, "[") {
			t.Errorf("%s: status %d\n%.200s", command, status, out)
		}
	}
}
