package casefile

import (
	"fmt"
	"strings"

	"doudi/fault"
)

// maxFaults is how many faults of one family are kept; the rest is counted.
const maxFaults = 50

// place is where in a family the binder stands; the words of all places make
// the beginning of a message.
type place struct {
	up    *place
	words string // 成员“甲”, 收入第2条; "" adds nothing
}

// path joins the words from the outermost place on.
func (p *place) path() string {
	if p == nil {
		return ""
	}
	above := p.up.path()
	if above != "" && p.words != "" {
		above += "，"
	}
	return above + p.words
}

// blame adds a fault at a node. The sentence begins with row, family, person
// and field, so that it can be read alone.
func (b *binder) blame(n *node, at *place, field, sentence string) {
	if len(b.family.Faults) == maxFaults {
		b.family.Omitted++
		return
	}
	parts := make([]string, 0, 4)
	parts = append(parts, rowWords(n, b.family.Pos))
	if b.family.Name != "" {
		parts = append(parts, "家庭“"+clean(b.family.Name)+"”")
	}
	if path := at.path(); path != "" {
		parts = append(parts, path)
	}
	if field != "" {
		parts = append(parts, "“"+field+"”")
	}
	row := b.family.Pos.Row
	if n != nil && n.row > 0 {
		row = n.row
	}
	f := fault.New(fault.BadInput, strings.Join(parts, "，")+"："+sentence)
	b.family.Faults = append(b.family.Faults, f.At(row, field))
}

// blamef is blame with a formatted sentence.
func (b *binder) blamef(n *node, at *place, field, format string, args ...any) {
	b.blame(n, at, field, fmt.Sprintf(format, args...))
}

// rowWords says where a node stands in the file.
func rowWords(n *node, otherwise Pos) string {
	sheet, row := otherwise.Sheet, otherwise.Row
	if n != nil && n.row > 0 {
		sheet, row = n.sheet, n.row
	}
	if sheet != "" {
		return fmt.Sprintf("工作表“%s”第%d行", clean(sheet), row)
	}
	return fmt.Sprintf("第%d行", row)
}
