package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"doudi/fault"
)

func TestExitStatusOfSeveralThings(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		seen []exitStatus
		want int
	}{
		"nothing happened":                 {nil, 0},
		"all determined":                   {[]exitStatus{exitOK, exitOK}, 0},
		"something is open":                {[]exitStatus{exitOK, exitUndetermined}, 3},
		"bad input stands over open":       {[]exitStatus{exitUndetermined, exitBadInput}, 2},
		"a pack error over bad input":      {[]exitStatus{exitBadInput, exitPack, exitUndetermined}, 4},
		"anything else over everything":    {[]exitStatus{exitPack, exitOther, exitBadInput}, 1},
		"the order in which they come":     {[]exitStatus{exitOther, exitPack, exitBadInput, exitUndetermined, exitOK}, 1},
		"a pack error over an open choice": {[]exitStatus{exitPack, exitUndetermined}, 4},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var first, second exits
			for i, s := range test.seen {
				[]*exits{&first, &second}[i%2].note(s)
			}
			first.merge(second)
			if got := first.code(); got != test.want {
				t.Errorf("got %d, want %d", got, test.want)
			}
		})
	}
}

func TestExitStatusOfFaults(t *testing.T) {
	t.Parallel()
	for class, want := range map[fault.Class]exitStatus{
		fault.BadInput: exitBadInput, fault.PackError: exitPack, fault.NoValue: exitPack, fault.Conflict: exitPack,
		fault.NotFound: exitOther, fault.Internal: exitOther,
	} {
		if got := statusOf(class); got != want {
			t.Errorf("%v: got %d, want %d", class, got, want)
		}
	}
}

func TestProgressSpeaksEveryTwoSeconds(t *testing.T) {
	t.Parallel()
	now := fixedClock()
	var said bytes.Buffer
	a := &app{terminal: terminal{err: &said, now: func() time.Time { return now }}}
	p := a.progress("户")
	for n := 1; n <= 50; n++ {
		now = now.Add(100 * time.Millisecond)
		p.at(n)
	}
	if want := "已处理 20 户\n已处理 40 户\n"; said.String() != want {
		t.Errorf("got %q, want %q", said.String(), want)
	}
}

// TestResultsComeInTheOrderOfTheInput sends more families than there are
// workers and buffers.
func TestResultsComeInTheOrderOfTheInput(t *testing.T) {
	t.Parallel()
	var in, want strings.Builder
	in.WriteString("format: 1\nfamilies:\n")
	for i := range 200 {
		name := strings.Repeat("户", i%7+1) + time.Duration(i).String()
		in.WriteString("  - name: " + name + "\n    region: \"350421\"\n    as_of: 2020-03-15\n    claims: []\n    household: {area: 'urban'}\n" +
			"    members:\n      - {name: 甲, relation: 'head', birth_date: 1970-05-01}\n")
		want.WriteString(name + "\n")
	}
	var out, complaints bytes.Buffer
	run([]string{"determine", "-", "--programme", "dibao"}, terminal{in: strings.NewReader(in.String()), out: &out, err: &complaints, now: fixedClock})
	var got strings.Builder
	for line := range strings.Lines(out.String()) {
		if name, ok := strings.CutPrefix(line, "【"); ok {
			name, _, _ = strings.Cut(name, "】")
			got.WriteString(name + "\n")
		}
	}
	if got.String() != want.String() {
		t.Errorf("got\n%s\nwant\n%s\n%s", got.String(), want.String(), complaints.String())
	}
}
