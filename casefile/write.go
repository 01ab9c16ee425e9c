package casefile

import (
	"bufio"
	"io"
	"slices"
	"strings"

	"doudi/civil"
	"doudi/fact"
	"doudi/money"
)

// Writer writes families as a YAML family file that Reader reads back.
type Writer struct {
	out     *bufio.Writer
	started bool
}

// NewWriter begins a file; nothing is written before the first family.
func NewWriter(out io.Writer) *Writer { return &Writer{out: bufio.NewWriter(out)} }

// Write adds one family, which must have a Snapshot. Resident numbers that the
// Family carries are written in full: the file is as secret as its source.
func (w *Writer) Write(f *Family) error {
	if !w.started {
		w.started = true
		w.out.WriteString("format: " + Version + "\nfamilies:\n")
	}
	p := &printer{out: w.out, s: f.Snapshot.Schema}
	p.family(f)
	return w.out.Flush()
}

// printer writes the parts of one family.
type printer struct {
	out *bufio.Writer
	s   *fact.Schema
}

// line writes one indented line.
func (p *printer) line(indent int, text string) {
	p.out.WriteString(strings.Repeat(" ", indent) + text + "\n")
}

// family writes everything that is not what the reader would assume anyway.
func (p *printer) family(f *Family) {
	s := f.Snapshot
	p.line(2, "- name: "+quote(f.Name))
	p.line(4, "region: "+quote(s.Region))
	p.line(4, "applied_on: "+s.AppliedOn.String())
	p.line(4, "as_of: "+s.AsOf.String())
	p.day("decided_on", s.DecidedOn, s.AsOf)
	if s.Month != s.AsOf.Month() {
		p.line(4, "month: "+s.Month.String())
	}
	if f.Address != "" {
		p.line(4, "address: "+quote(f.Address))
	}
	if f.Hamlet != "" {
		p.line(4, "village: "+quote(f.Hamlet))
	}
	if s.ClaimsGiven {
		p.line(4, "claims: "+wordList(s.Claims))
	}
	if len(s.Chosen) > 0 {
		p.line(4, "chosen: "+p.chosen(s.Chosen))
	}
	p.household(f)
	p.caseOnly(f)
}

// day writes a day that is not the assumed one.
func (p *printer) day(key string, d, assumed civil.Date) {
	if d != assumed {
		p.line(4, key+": "+d.String())
	}
}

// chosen writes the options taken, in the order of their choices' ids.
func (p *printer) chosen(chosen map[string]string) string {
	var parts []string
	for choice, option := range chosen {
		parts = append(parts, choice+": "+quote(option))
	}
	slices.Sort(parts)
	return "{" + strings.Join(parts, ", ") + "}"
}

// household writes the household's facts and tables, then the members.
func (p *printer) household(f *Family) {
	e := &p.s.Entities[fact.HouseholdEntity]
	row := f.Snapshot.Household
	p.line(4, "household: "+p.row(fact.HouseholdEntity, row, nil))
	for i, id := range e.Tables {
		if id == fact.MemberEntity && i < len(row.Tables) {
			p.members(f, row.Tables[i])
		}
	}
}

// members writes one line a person.
func (p *printer) members(f *Family, t fact.Table) {
	indent := 6
	p.line(4, "members:")
	if t.State == fact.Partial {
		p.line(6, "complete: false")
		p.line(6, "rows:")
		indent = 8
	}
	for i, row := range t.Rows {
		p.line(indent, "- "+p.row(fact.MemberEntity, row, f.words(i)))
	}
}

// words are what a member has beside name and facts, in the order of their keys.
func (f *Family) words(i int) []string {
	words := make([]string, len(contactKeys))
	if i < len(f.Numbers) {
		words[0] = f.Numbers[i].Text()
	}
	if i < len(f.Contacts) {
		words[1], words[2], words[3] = f.Contacts[i].Phone, f.Contacts[i].Account, f.Contacts[i].Sex
	}
	return words
}

// row writes a row in braces: name and contacts, then known answers, then child
// tables. What is unknown is left away, as the reader takes it.
func (p *printer) row(id fact.EntityID, row fact.Row, words []string) string {
	e := &p.s.Entities[id]
	var parts []string
	if row.Name != "" && id != fact.HouseholdEntity {
		parts = append(parts, "name: "+quote(row.Name))
	}
	for i, word := range words {
		if word != "" {
			parts = append(parts, contactKeys[i]+": "+quote(word))
		}
	}
	for slot := range e.Facts {
		if v := row.Values[slot]; v.State == fact.Known || v.State == fact.None {
			parts = append(parts, e.Facts[slot].Key+": "+p.value(e.Facts[slot].Type, v))
		} else if e.Facts[slot].Required {
			parts = append(parts, e.Facts[slot].Key+": unknown")
		}
	}
	for i, table := range e.Tables {
		if table != fact.MemberEntity && row.Tables[i].State != fact.NotAsked {
			parts = append(parts, p.s.Entities[table].Plural+": "+p.table(table, row.Tables[i]))
		}
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// table writes a child table.
func (p *printer) table(id fact.EntityID, t fact.Table) string {
	var rows []string
	for _, row := range t.Rows {
		rows = append(rows, p.row(id, row, nil))
	}
	list := "[" + strings.Join(rows, ", ") + "]"
	if t.State == fact.Partial {
		return "{complete: false, rows: " + list + "}"
	}
	return list
}

// value writes one answer; enum values and codes are quoted.
func (p *printer) value(t fact.Type, v fact.Value) string {
	text := fact.Literal(t, v, p.s)
	if v.State == fact.Known && (t == fact.Enum || t == fact.Place) {
		return quote(text)
	}
	return text
}

// caseOnly writes what belongs to cases.
func (p *printer) caseOnly(f *Family) {
	if len(f.Figures) > 0 {
		p.line(4, "figures:")
		for _, o := range f.Figures {
			p.line(6, o.ID+": "+p.value(o.Type, o.Value))
		}
	}
	if len(f.Expect) > 0 {
		p.line(4, "expect:")
		for _, x := range f.Expect {
			p.line(6, p.expectation(x))
		}
	}
	if f.Why != "" {
		p.line(4, "why: "+quote(f.Why))
	}
}

// expectation writes what is expected of one programme.
func (p *printer) expectation(x Expectation) string {
	key := x.Programme
	if x.Person != "" {
		key = quote(x.Programme + "@" + x.Person)
	}
	parts := []string{"status: " + quote(x.Status)}
	if len(x.Because) > 0 {
		parts = append(parts, "because: "+wordList(x.Because))
	}
	if len(x.Missing) > 0 {
		parts = append(parts, "missing: "+wordList(x.Missing))
	}
	for _, part := range x.Parts {
		parts = append(parts, part.ID+": "+rangeText(part.Amount))
	}
	if x.Total != nil {
		parts = append(parts, "total: "+rangeText(*x.Total))
	}
	return key + ": {" + strings.Join(parts, ", ") + "}"
}

// rangeText writes an expected amount.
func rangeText(r Range) string {
	if r.Low == r.High {
		return money.Fen(r.Low).String()
	}
	return "[" + r.Low.String() + ", " + r.High.String() + "]"
}

// wordList writes words in brackets.
func wordList(words []string) string {
	quotedWords := make([]string, len(words))
	for i, w := range words {
		quotedWords[i] = quote(w)
	}
	return "[" + strings.Join(quotedWords, ", ") + "]"
}

// quote writes a text so that YAML reads it back as it is. Single quotes hold
// anything but line ends and control characters.
func quote(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7F || r == 0x85 || r == 0x2028 || r == 0x2029 || r == 0xFEFF {
			return ' '
		}
		return r
	}, s)
	return "'" + strings.ReplaceAll(s, "'", "''") + "'"
}
