package web

import (
	"slices"
	"strings"

	"doudi/civil"
	"doudi/fact"
	"doudi/registry"
)

// ledger is what stood about a subject by an act of the office, for one day,
// typed by the law of the place.
type ledger struct {
	schema *fact.Schema
	of     fact.EntityID // household or member
	at     map[cell]registry.Fact
}

// cell is where an answer stands: a fact or table, and the line of a row.
type cell struct {
	key  string
	line int64
}

// newLedger reads a history. Sealed values stay as the registry gave them.
func newLedger(schema *fact.Schema, h *registry.History, day civil.Date, by int64) *ledger {
	l := &ledger{schema: schema, of: entityOf(h.Of), at: map[cell]registry.Fact{}}
	for _, f := range h.Facts {
		if f.Stood(by) && f.Holds(day) {
			l.at[cell{f.Key, f.Line}] = f
		}
	}
	return l
}

// entityOf is the entity that a kind of subject is.
func entityOf(kind string) fact.EntityID {
	if kind == registry.OfHousehold {
		return fact.HouseholdEntity
	}
	return fact.MemberEntity
}

// lines are the rows of a table, in the order in which they were entered.
func (l *ledger) lines(table string) (lines []int64) {
	for c := range l.at {
		if c.key == table && c.line > 0 {
			lines = append(lines, c.line)
		}
	}
	slices.Sort(lines)
	return lines
}

// get gives the answer to one fact of a row; line 0 is the subject's own.
func (l *ledger) get(of fact.EntityID, slot int, line int64) (registry.Fact, bool) {
	e := &l.schema.Entities[of]
	f, ok := l.at[cell{e.Name + "." + e.Facts[slot].Key, line}]
	return f, ok
}

// row gives the answers of one row as they would be typed. What is sealed and
// not shown counts as not typed.
func (l *ledger) row(of fact.EntityID, line int64) row {
	e := &l.schema.Entities[of]
	r := row{Line: line, Texts: make([]typed, len(e.Facts)), Tables: make([]list, len(e.Tables))}
	for slot := range e.Facts {
		if f, ok := l.get(of, slot, line); ok {
			r.Texts[slot] = asEntered(&e.Facts[slot], f.Value, l.schema)
		}
	}
	for i, table := range e.Tables {
		if table != fact.MemberEntity {
			r.Tables[i] = l.list(table)
		}
	}
	return r
}

// list gives one table as it would be typed.
func (l *ledger) list(table fact.EntityID) (got list) {
	name := l.schema.Entities[table].Name
	for _, line := range l.lines(name) {
		got.Rows = append(got.Rows, l.row(table, line))
	}
	switch state := l.at[cell{name, 0}].Value; {
	case state == "unknown" && len(got.Rows) == 0:
		got.Word = wordUnknown
	case state == "complete" && len(got.Rows) == 0:
		got.Word = wordNone
	case state == "complete":
		got.Word = wordAll
	case state == "partial" || len(got.Rows) > 0:
		got.Word = wordSome
	}
	return got
}

// asEntered turns a stored literal back into what was typed.
func asEntered(f *fact.Fact, literal string, s *fact.Schema) typed {
	if literal == "" {
		return typed{}
	}
	if literal == wordUnknown {
		return typed{Word: wordUnknown}
	}
	v, err := fact.ParseLiteral(f.Type, literal, s.Symbol)
	if err != nil {
		return typed{}
	}
	return textOf(f, v, s)
}

// tableWords say how much of a table is known.
var tableWords = map[string]string{"": "没有问过", wordNone: "没有", wordAll: "有，都在这里", wordSome: "有，可能不全", wordUnknown: "问过，不知道"}

// sealedWord stands for what is masked.
const sealedWord = "已登记，不显示"

// said writes a stored answer in words: not known, none and zero are three
// things.
func said(f *fact.Fact, stored registry.Fact, s *fact.Schema) string {
	switch {
	case stored.Value == "":
		return sealedWord
	case stored.Value == wordUnknown:
		return tableWords[wordUnknown]
	case f == nil:
		return "现在的规定不用这一项"
	}
	v, err := fact.ParseLiteral(f.Type, stored.Value, s.Symbol)
	switch {
	case err != nil:
		return "和现在规定的写法不合，请重新登记"
	case v.State == fact.None:
		return tableWords[wordNone]
	}
	return f.Format(v, s)
}

// saidOfTable writes what is stored about a table or one of its rows.
func saidOfTable(stored registry.Fact) string {
	if stored.Line == 0 {
		return map[string]string{"complete": "都在这里", "partial": "可能不全", wordUnknown: tableWords[wordUnknown]}[stored.Value]
	}
	if name := rowName(stored); name != "" {
		return name
	}
	return "有这一行"
}

// rowName is the name of a row, if it has one.
func rowName(stored registry.Fact) string {
	return strings.TrimSpace(strings.TrimPrefix(stored.Value, "row"))
}

// sourcesToChoose are those that a clerk may enter an answer from.
var sourcesToChoose = []registry.Source{registry.Declared, registry.Checked, registry.Surveyed, registry.Estimated}
