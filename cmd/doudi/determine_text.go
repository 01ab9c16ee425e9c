package main

import (
	"fmt"

	"doudi/casefile"
	"doudi/engine"
	"doudi/gb"
)

// textForm writes results for people; families that could not be read go to
// standard error.
type textForm struct{ full bool }

// frame puts an empty line between two families.
func (textForm) frame() (before, between, after string) { return "", "\n", "" }

// refused says what to mend in a family's input.
func (textForm) refused(f *casefile.Family) (out, complaint []byte) {
	for _, e := range f.Faults {
		complaint = fmt.Appendf(complaint, "错误：%s %s\n", gb.MaskAll(f.Pos.File), e.Sentence)
	}
	if f.Omitted > 0 {
		complaint = fmt.Appendf(complaint, "错误：%s 家庭“%s”另有 %d 个错误没有列出\n", gb.MaskAll(f.Pos.File), f.Name, f.Omitted)
	}
	return nil, complaint
}

// determined writes one family.
func (t textForm) determined(r *engine.Result, _ *compiled) []byte {
	return r.AppendText(make([]byte, 0, 16<<10), engine.TextOptions{Full: t.full})
}
