package casefile

import (
	"errors"
	"fmt"

	"doudi/civil"
	"doudi/fact"
	"doudi/fault"
	"doudi/gb"
)

// row binds the mapping of one household, member or child row.
func (b *binder) row(n *node, at *place, id fact.EntityID) fact.Row {
	e := &b.v.schema.Entities[id]
	row := fact.Row{Values: make([]fact.Value, len(e.Facts)), Tables: make([]fact.Table, len(e.Tables))}
	if n.kind != isMapping {
		b.blame(n, at, "", "这里应是一条“键: 值”的内容")
		return row
	}
	b.once(n, at)
	given := make([]bool, len(e.Facts))
	for _, entry := range n.entries {
		b.entry(entry, at, id, &row, given)
	}
	for slot := range e.Facts {
		if e.Facts[slot].Required && !given[slot] && !(id == fact.MemberEntity && slot == b.v.birth) {
			b.blame(n, at, b.factField(&e.Facts[slot]), "这一项必填，现在没有；请补上")
		}
	}
	return row
}

// entry binds one key of a row.
func (b *binder) entry(e entry, at *place, id fact.EntityID, row *fact.Row, given []bool) {
	if slot := b.v.slot(id, e.key); slot >= 0 {
		if given[slot] {
			return // once has complained; the first answer stays
		}
		given[slot] = true
		row.Values[slot] = b.value(e.value, at, id, slot)
		return
	}
	if table, ok := b.v.table(id, e.key); ok {
		for i, child := range b.v.schema.Entities[id].Tables {
			if child == table {
				row.Tables[i] = b.rows(e.value, at, table)
			}
		}
		return
	}
	switch {
	case e.key == "name" && id != fact.HouseholdEntity:
		row.Name = b.name(e.value, at)
	case id == fact.MemberEntity && contains(contactKeys, e.key): // read with the member
	default:
		b.unknown(e, at, id, b.known(id))
	}
}

// known lists the words that a row may use, for suggestions.
func (b *binder) known(id fact.EntityID) []string {
	words := b.v.entities[id].keys
	if b.r.table {
		words = b.v.entities[id].labels
	}
	if id == fact.MemberEntity {
		return append(append([]string{"name"}, contactKeys...), words...)
	}
	return words
}

// unknown refuses a key, suggesting the nearest one and the place where it
// would belong.
func (b *binder) unknown(e entry, at *place, id fact.EntityID, known []string) {
	if afterComma(e) {
		b.blamef(&node{row: e.row, sheet: e.value.sheet}, at, clean(e.key), "这是被逗号隔断的数；数里不要加逗号，写成 12000元")
		return
	}
	remedy := b.elsewhere(e.key, id)
	if remedy == "" {
		remedy = perhaps(e.key, known)
	}
	if remedy == "" {
		remedy = "；请删去，或核对名称（“doudi packs facts”列出全部）"
	}
	b.blamef(&node{row: e.row, sheet: e.value.sheet}, at, clean(e.key), "不认识这一项%s", remedy)
}

// afterComma tells whether a key is the rest of a number with a comma in it, as
// the 000元 that YAML makes of {amount: 12,000元}.
func afterComma(e entry) bool {
	return e.value.kind == isNull && len(e.key) >= 3 && onlyDigits(e.key[:3])
}

// elsewhere is the remedy for a word that another entity knows.
func (b *binder) elsewhere(word string, id fact.EntityID) string {
	for other := range b.v.entities {
		w := &b.v.entities[other]
		_, isFact := w.facts[word]
		_, isTable := w.tables[word]
		if fact.EntityID(other) == id || !isFact && !isTable {
			continue
		}
		label := b.v.label(fact.EntityID(other))
		if b.r.table {
			return "；它属于“" + label + "”，请把表头写成“" + label + "." + word + "”，或写到工作表“" + label + "”里"
		}
		return "；它属于“" + label + "”，请写到那里去"
	}
	return ""
}

// name reads the name of a person or row. A number in its place would be
// printed everywhere.
func (b *binder) name(n *node, at *place) string {
	if n.kind != isScalar || digitsIn(n.text) >= 15 {
		b.blame(n, at, b.field("name", "姓名"), "这里应写姓名，不要写证件号码")
		return ""
	}
	return b.plainText(n)
}

// factField is how the clerk knows a fact.
func (b *binder) factField(f *fact.Fact) string { return b.field(f.Key, f.Label) }

// rows binds a child table. A list is complete; {complete: false, rows: […]}
// says that there may be more.
func (b *binder) rows(n *node, at *place, id fact.EntityID) fact.Table {
	e := &b.v.schema.Entities[id]
	state := fact.Complete
	if n.kind == isMapping {
		n = b.partial(n, at, e)
		state = fact.Partial
	}
	if n.partial {
		state = fact.Partial
	}
	if n.kind != isList {
		b.blame(n, at, b.field(e.Plural, b.v.label(id)), b.listWords())
		return fact.Table{}
	}
	t := fact.Table{State: state, Rows: make([]fact.Row, 0, len(n.items))}
	for i, item := range n.items {
		t.Rows = append(t.Rows, b.row(item, &place{at, fmt.Sprintf("%s第%d条", b.v.label(id), i+1)}, id))
	}
	return t
}

// listWords say how a child table is answered.
func (b *binder) listWords() string {
	if b.r.table {
		return "这一格应填“无”（问过，没有）、“全”或“不全”；没有问过就留空"
	}
	return "这里应是清单：没有就写 []，没有问过就删掉这一项，不全写 {complete: false, rows: […]}"
}

// partial reads {complete: false, rows: […]} and gives the rows.
func (b *binder) partial(n *node, at *place, e *fact.Entity) *node {
	rows, complete := n.get("rows"), n.get("complete")
	if len(n.entries) != 2 || rows == nil || complete == nil || complete.text != "false" {
		return &node{row: n.row, sheet: n.sheet}
	}
	return rows
}

// value binds one answer of a fact.
func (b *binder) value(n *node, at *place, id fact.EntityID, slot int) fact.Value {
	f := &b.v.schema.Entities[id].Facts[slot]
	if n.kind != isScalar {
		b.blame(n, at, b.factField(f), "这里应只写一个值；不知道就删掉这一项"+noneHint(f))
		return fact.Value{}
	}
	symbols := func(s string) (int64, bool) { return b.v.symbol(id, slot, s, n.style == cell) }
	text := fromStyle(f.Type, n)
	if _, ok := symbols(b.plainText(n)); ok && f.Type == fact.Enum {
		text = b.plainText(n) // a label may be 无
	}
	if v, ok := b.state(n, at, f, text, symbols); ok {
		return v
	}
	v, err := fact.ParseLiteral(f.Type, text, symbols)
	switch {
	case err != nil && f.Type == fact.Enum:
		b.blamef(n, at, b.factField(f), "没有“%s”这个选项，可填：%s%s", clean(n.text), b.v.choices(f, b.r.table), noneHint(f))
	case err != nil:
		b.blame(n, at, b.factField(f), b.complaint(n, f.Type, err))
	case f.Type == fact.Place && n.style == digits:
		b.blame(n, at, b.factField(f), "区划代码要加引号，写成 \"350421\"")
	default:
		return b.bounded(n, at, f, v)
	}
	return fact.Value{}
}

// noneHint adds "none" to a remedy where the fact allows it.
func noneHint(f *fact.Fact) string {
	if f.MayBeNone {
		return "；没有就写 none（表格里写“无”）"
	}
	return ""
}

// state reads the answers "none" and "unknown". An enum may have a value of
// that name; then it is meant.
func (b *binder) state(n *node, at *place, f *fact.Fact, text string, symbols func(string) (int64, bool)) (fact.Value, bool) {
	if text != "none" && text != "unknown" {
		return fact.Value{}, false
	}
	if _, ok := symbols(text); ok && f.Type == fact.Enum {
		return fact.Value{}, false
	}
	switch {
	case text == "none" && f.MayBeNone:
		return fact.Value{State: fact.None}, true
	case text == "unknown" && f.MayBeUnknown:
		return fact.Value{}, true
	case text == "none":
		b.blame(n, at, b.factField(f), "这一项不能填“无”（none）；金额没有就填0元，没有问过就不要填")
	default:
		b.blame(n, at, b.factField(f), "这一项不能填“不知道”（unknown）；不知道就留空或删掉这一项")
	}
	return fact.Value{}, true
}

// complaint is the sentence about a literal that cannot be read. Texts that
// should not be repeated are not.
func (b *binder) complaint(n *node, t fact.Type, err error) string {
	if err == nil {
		return "这一项必须有确定的值"
	}
	if clean(n.text) != n.text {
		return "填的内容读不懂：" + clean(n.text) + "；应写成" + example(t)
	}
	if b.r.table {
		return "填的“" + n.text + "”读不懂；应写成" + example(t)
	}
	e := new(fault.Error)
	if errors.As(err, &e) {
		return e.Sentence
	}
	return "读不懂；应写成" + example(t)
}

// bounded checks an answer against the bounds of its fact.
func (b *binder) bounded(n *node, at *place, f *fact.Fact, v fact.Value) fact.Value {
	if !f.HasBounds || v.State != fact.Known || v.N >= f.Low && v.N <= f.High {
		return v
	}
	s := b.v.schema
	got, low, high := clean(f.Format(v, s)), f.Format(fact.Of(f.Low), s), f.Format(fact.Of(f.High), s)
	if f.Type.IsMoney() && v.N < 0 && f.Low == 0 {
		b.blamef(n, at, b.factField(f), "%s是负数；这里填毛额，不能小于0元，没有就填0元，成本和扣除另填", got)
	} else {
		b.blamef(n, at, b.factField(f), "%s超出范围，应在%s至%s之间；请核对", got, low, high)
	}
	return fact.Value{}
}

// handlingPlace fills the fact of that name from the region.
func (b *binder) handlingPlace() {
	if b.v.place < 0 || b.snap.Household.Values[b.v.place].State != fact.Unknown {
		return
	}
	if code, ok := gb.PlaceCode(b.family.Region); ok {
		b.snap.Household.Values[b.v.place] = fact.Of(code)
	}
}

// birthAfter tells whether a known birth date lies after a day.
func birthAfter(v fact.Value, on civil.Date) bool {
	return v.State == fact.Known && v.N > int64(on)
}
