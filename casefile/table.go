package casefile

import (
	"fmt"
	"slices"
	"strings"

	"doudi/fact"
)

// tableFamily is one family as rows of tables: of one CSV file, or of several
// sheets of a workbook.
type tableFamily struct {
	id       string
	row      int
	flat     bool // CSV: every row may hold anything
	sheets   []sheetRows
	problems []problem
}

// sheetRows are the rows of one family in one sheet.
type sheetRows struct {
	sheet    string // "" for CSV
	head     int    // row of the headings
	headings []string
	rows     []tableRow
}

// tableRow is one row with its number in the file.
type tableRow struct {
	row   int
	cells []string
}

// named tells whether a row says which family it belongs to. One that does not
// continues the row above, as merged cells do.
func (s *sheetRows) named(r tableRow) bool {
	for i, h := range s.headings {
		if isIDHeading(h) && i < len(r.cells) && narrow(r.cells[i]) != "" {
			return true
		}
	}
	return false
}

// head reads what a family has beside facts; that needs no schema.
func (t *tableFamily) head() *node {
	n := &node{kind: isMapping, row: t.row, problems: t.problems}
	n.put("name", &node{kind: isScalar, style: cell, text: t.id, row: t.row})
	for _, s := range t.sheets {
		if n.sheet == "" {
			n.sheet = s.sheet
		}
		for _, r := range s.rows {
			for i, text := range r.cells {
				if i < len(s.headings) && text != "" && headingKeys[s.headings[i]] == "region" {
					merge(n, "region", &node{kind: isScalar, style: cell, text: text, sheet: s.sheet, row: r.row})
				}
			}
		}
	}
	return n
}

// tree puts the rows together under a schema.
func (t *tableFamily) tree(v *vocabulary) *node {
	b := &treeBuilder{
		v:         v,
		root:      &node{kind: isMapping, row: t.row},
		household: &node{kind: isMapping, row: t.row},
		members:   &node{kind: isList, row: t.row},
		byName:    map[string]*node{},
	}
	b.root.put("name", &node{kind: isScalar, style: cell, text: t.id, row: t.row})
	for _, s := range t.sheets {
		if t.flat {
			b.flat(s)
		} else {
			b.sheetOf(s)
		}
	}
	b.root.put("household", b.household)
	if len(b.members.items) > 0 {
		b.root.put("members", b.members)
	}
	return b.root
}

// treeBuilder puts rows of tables together to the tree of a family.
type treeBuilder struct {
	v                        *vocabulary
	root, household, members *node
	byName                   map[string]*node
	person                   *node                   // the member that rows without name continue
	fresh                    map[fact.EntityID]*node // child rows of the row at hand
}

// merge adds an answer. The same answer again is no second one; a different
// one stays as a second key for the binder to refuse.
func merge(m *node, key string, value *node) {
	if old := m.get(key); old != nil && narrow(old.text) == narrow(value.text) {
		return
	}
	m.put(key, value)
}

// stray notes a column, or a whole sheet, that nobody knows.
func (b *treeBuilder) stray(s sheetRows, heading string) {
	if one := (stray{s.sheet, s.head, heading}); !slices.Contains(b.root.strays, one) {
		b.root.strays = append(b.root.strays, one)
	}
}

// trouble notes a fault of the family.
func (b *treeBuilder) trouble(sheet string, row int, field, sentence string) {
	b.root.problems = append(b.root.problems, problem{sheet, row, field, sentence})
}

// flat reads the rows of a CSV file. A row names its member; without name it
// continues the member before.
func (b *treeBuilder) flat(s sheetRows) {
	columns := make([]column, len(s.headings))
	name := -1
	for i, h := range s.headings {
		columns[i] = b.v.flatColumn(h)
		if columns[i].kind == colPerson && columns[i].key == "name" {
			name = i
		}
	}
	seen := map[string]int{}
	for _, r := range s.rows {
		all := strings.Join(r.cells, "\x00")
		if before, twice := seen[all]; twice {
			b.trouble("", r.row, "", fmt.Sprintf("与第%d行完全相同，像是重复录入；请删去一行", before))
			continue
		}
		seen[all] = r.row
		if name >= 0 && name < len(r.cells) && narrow(r.cells[name]) != "" {
			b.meet(narrow(r.cells[name]), "", r.row)
		}
		b.cells(s, columns, r)
	}
}

// meet makes a member the one at hand, new or known.
func (b *treeBuilder) meet(name, sheet string, row int) {
	if known, ok := b.byName[name]; ok {
		b.person = known
		return
	}
	b.person = &node{kind: isMapping, sheet: sheet, row: row}
	b.person.put("name", &node{kind: isScalar, style: cell, text: name, sheet: sheet, row: row})
	b.byName[name] = b.person
	b.members.items = append(b.members.items, b.person)
}

// cells spreads the cells of one row and tells whether one of them stands in a
// column that nobody knows.
func (b *treeBuilder) cells(s sheetRows, columns []column, r tableRow) (strayed bool) {
	b.fresh = map[fact.EntityID]*node{}
	for i, text := range r.cells {
		switch {
		case narrow(text) == "" || i >= len(columns) || isAsideHeading(s.headings[i]):
			continue
		case columns[i].kind == colUnknown:
			b.stray(s, s.headings[i])
			strayed = true
			continue
		}
		b.cell(columns[i], &node{kind: isScalar, style: cell, text: text, sheet: s.sheet, row: r.row})
	}
	return strayed
}

// isIDHeading tells whether a heading names the family's column.
func isIDHeading(h string) bool { return contains(idHeadings, h) }

// cell puts one answer where its column says.
func (b *treeBuilder) cell(c column, n *node) {
	switch c.kind {
	case colFamily:
		merge(b.root, c.key, n)
	case colChoice:
		chosen := b.root.get("chosen")
		if chosen == nil {
			chosen = &node{kind: isMapping, sheet: n.sheet, row: n.row}
			b.root.put("chosen", chosen)
		}
		merge(chosen, c.key, n)
	case colPerson:
		if owner := b.owner(fact.MemberEntity, n); owner != nil && c.key != "name" {
			merge(owner, c.key, n)
		}
	case colFact, colName:
		if owner := b.owner(c.entity, n); owner != nil {
			merge(owner, c.key, n)
		}
	case colStatus:
		if owner := b.owner(c.entity, n); owner != nil {
			b.status(owner, c.key, n)
		}
	}
}

// owner is the mapping that an answer of an entity belongs to: the household,
// the member at hand, or the child row of this row of the table.
func (b *treeBuilder) owner(id fact.EntityID, n *node) *node {
	switch id {
	case fact.HouseholdEntity:
		return b.household
	case fact.MemberEntity:
		if b.person == nil {
			b.trouble(n.sheet, n.row, "姓名", "这一行没有写姓名，不知道是谁的；请补上")
			b.person = &node{kind: isMapping, sheet: n.sheet, row: n.row} // takes the answers, belongs to nobody
		}
		return b.person
	}
	if row := b.fresh[id]; row != nil {
		return row
	}
	e := &b.v.schema.Entities[id]
	parent := b.owner(e.Parent, n)
	row := &node{kind: isMapping, sheet: n.sheet, row: n.row}
	list := b.list(parent, e.Plural, n)
	list.items = append(list.items, row)
	b.fresh[id] = row
	return row
}

// list is the child table of an owner, made when first needed. A table that
// was answered with 无 gets no rows.
func (b *treeBuilder) list(owner *node, plural string, n *node) *node {
	list := owner.get(plural)
	if list == nil {
		list = &node{kind: isList, sheet: n.sheet, row: n.row}
		owner.put(plural, list)
	} else if list.style == cell {
		b.trouble(n.sheet, n.row, "", fmt.Sprintf("第%d行填了“无”，这一行却又有内容；请改正其中一处", list.row))
	}
	return list
}

// status reads the cell that says how much of a child table is known.
func (b *treeBuilder) status(owner *node, plural string, n *node) {
	switch narrow(n.text) {
	case "无", "没有", "none":
		if list := owner.get(plural); list != nil && len(list.items) > 0 {
			b.trouble(n.sheet, n.row, "", fmt.Sprintf("填了“无”，第%d行却有内容；请改正其中一处", list.row))
			return
		}
		list := b.listOnce(owner, plural, n)
		list.style = cell // remembers that it was answered with 无
	case "全", "齐全", "complete":
		b.listOnce(owner, plural, n).partial = false
	case "不全", "部分", "partial":
		b.listOnce(owner, plural, n).partial = true
	case "未问", "不知道", "不详", "未知", "unknown":
	default:
		owner.put(plural, n)
	}
}

// listOnce is the child table without complaint about an earlier 无.
func (b *treeBuilder) listOnce(owner *node, plural string, n *node) *node {
	if list := owner.get(plural); list != nil {
		return list
	}
	return b.list(owner, plural, n)
}

// sheetOf reads the rows of one sheet of a workbook.
func (b *treeBuilder) sheetOf(s sheetRows) {
	id, ok := b.v.sheetEntity(s.sheet)
	if !ok {
		b.stray(s, "")
		return
	}
	columns, name := make([]column, len(s.headings)), -1
	for i, h := range s.headings {
		columns[i] = b.v.sheetColumn(id, h)
		if columns[i].kind == colPerson && columns[i].key == "name" {
			name = i
		}
	}
	if id == fact.HouseholdEntity && len(s.rows) > 1 {
		b.trouble(s.sheet, s.rows[1].row, "户编号", fmt.Sprintf("这个编号在第%d行已经有了；一户在这张表里只写一行", s.rows[0].row))
	}
	b.person = nil
	for _, r := range s.rows {
		b.sheetRow(s, id, columns, name, r)
	}
}

// sheetRow reads one row of a sheet.
func (b *treeBuilder) sheetRow(s sheetRows, id fact.EntityID, columns []column, name int, r tableRow) {
	text := ""
	if name >= 0 && name < len(r.cells) {
		text = narrow(r.cells[name])
	}
	switch {
	case id == fact.MemberEntity && b.byName[text] != nil:
		b.trouble(s.sheet, r.row, "姓名", "这个姓名在这一户里已经有了；同一个人只写一次，若是两个同名的人，请在姓名后加编号")
		return
	case id == fact.MemberEntity:
		b.meet(text, s.sheet, r.row)
	case text != "" && b.byName[text] == nil:
		b.trouble(s.sheet, r.row, "姓名", "“"+clean(text)+"”不在工作表“成员”的这一户里；请核对姓名和户编号")
		return
	case text != "" || s.named(r):
		b.person = b.byName[text] // nobody if the row names a family but no person
	}
	if strayed := b.cells(s, columns, r); id > fact.MemberEntity && b.fresh[id] == nil && !strayed {
		b.trouble(s.sheet, r.row, "", "这一行没有内容；没有就在上一级表里填“无”，并删去这一行")
	}
}
