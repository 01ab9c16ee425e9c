package casefile

import (
	"fmt"
	"strings"

	"doudi/fact"
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
	sheet := b.family.Pos.Sheet
	if n != nil && n.row > 0 {
		sheet = n.sheet
	}
	b.enter(fault.New(fault.BadInput, strings.Join(parts, "，")+"："+sentence).At(row, field), Spot{Sheet: sheet})
}

// enter adds a fault with the spot where it stands.
func (b *binder) enter(f *fault.Error, at Spot) {
	b.family.Faults, b.family.Spots = append(b.family.Faults, f), append(b.family.Spots, at)
}

// strays reports columns and sheets that nobody knows, in the same words for
// every family, so that they can be said once for the file.
func (b *binder) strays(n *node) {
	for _, s := range n.strays {
		if len(b.family.Faults) == maxFaults {
			b.family.Omitted++
			continue
		}
		where, field := rowWords(&node{sheet: s.sheet, row: s.row}, b.family.Pos), clean(s.heading)
		sentence := where + "，表头“" + field + "”：不认识这一列" + b.headingRemedy(s) + "。填了这一列的家庭没有算"
		if s.heading == "" {
			sentence = where + "：不认识这张工作表；请把名称改成家庭、成员或子表的名称（如“收入”），不是数据就改成以“说明”开头。写在这里的家庭没有算"
		}
		b.enter(fault.New(fault.BadInput, sentence).At(s.row, field), Spot{s.sheet, true})
	}
}

// headingRemedy says where a heading would belong, or which is near.
func (b *binder) headingRemedy(s stray) string {
	if s.heading == "" {
		return ""
	}
	if remedy := b.elsewhere(s.heading, fact.PlaceEntity); remedy != "" {
		return remedy
	}
	if remedy := perhaps(s.heading, b.v.headings(s.sheet)); remedy != "" {
		return remedy
	}
	return "；请删去，或核对名称（“doudi packs facts”列出全部）"
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
