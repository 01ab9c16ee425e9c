package main

import (
	"fmt"
	"io"

	"doudi/casefile"
	"doudi/gb"
)

// mostComplaints is how many faults of one file are listed: a clerk mends the
// first ones and runs again. JSON keeps all of them.
const mostComplaints = 100

// complaints prints what is wrong with the families of each file. A fault that
// concerns the whole file, as an unknown heading does, comes with every family
// that it stops: it is printed once.
type complaints struct {
	out             io.Writer
	file            string
	told            map[string]bool
	again, unlisted int
}

// refused prints the faults of one family of the file at hand.
func (c *complaints) refused(f *casefile.Family) {
	for _, e := range f.Faults {
		switch {
		case c.told[e.Sentence]:
			c.again++
		case len(c.told) == mostComplaints:
			c.unlisted++
		default:
			c.told[e.Sentence] = true
			fmt.Fprintf(c.out, "错误：%s %s\n", gb.MaskAll(c.file), e.Sentence)
		}
	}
	c.unlisted += f.Omitted
}

// begin opens the list of a file and closes that of the file before.
func (c *complaints) begin(file string) {
	if c.told != nil && c.file == file {
		return
	}
	c.close()
	c.file, c.told = file, map[string]bool{}
}

// close says how much is not listed.
func (c *complaints) close() {
	if c.again > 0 {
		fmt.Fprintf(c.out, "错误：%s 另有 %d 处与上面说过的相同\n", gb.MaskAll(c.file), c.again)
	}
	if c.unlisted > 0 {
		fmt.Fprintf(c.out, "错误：%s …还有 %d 处没有列出；请先改正上面的\n", gb.MaskAll(c.file), c.unlisted)
	}
	c.told, c.again, c.unlisted = nil, 0, 0
}
