package web

import (
	"net/url"
	"strconv"
	"strings"

	"doudi/fact"
	"doudi/gb"
)

// answers is everything that was typed, as it was typed: nothing is lost when
// something in it is wrong. On the wire a fact is called by its path:
// h.area, m.0.birth_date, m.0.incomes.1.amount.
type answers struct {
	at      *place // that was asked about
	place   *place // whose law applies there to this family
	Region  string // division that handles the family; empty is the place's own
	Day     string // of the question
	Applied string // day of application; empty is the day of the question
	Ticked  []string
	Gone    []string          // labels of programmes that were asked for and are no law on the day
	Chosen  map[string]string // choice → option
	Home    row
	Wrong   string   // what is wrong with the whole
	called  []string // what the people are called, if not by what they are to the applicant
}

// row is one household, member or line of a child table.
type row struct {
	Path   string
	Line   int64   // of the registry; 0 where the row is not from there
	Texts  []typed // aligned with the facts of its entity
	Tables []list  // aligned with the child tables of its entity
}

// typed is one answer: a text, or one of the words that are no text. Neither
// means not filled in.
type typed struct {
	Text, To string // To is the last month of a period
	Word     string
	Wrong    string // what is wrong with it, for the person who typed it
}

// The words for what is no value. Not filled in is a third thing.
const (
	wordNone    = "none"    // 没有
	wordUnknown = "unknown" // 不知道
	wordUndo    = "undo"    // in the registry: 收回, as if nobody had asked
	wordAll     = "all"     // a table: 有，都写在这里
	wordSome    = "some"    // a table: 有，可能没有写全
)

// list is one child table: whether there is any, and the lines.
type list struct {
	Path, Word string
	Rows       []row
	Wrong      string
}

// empty tells whether nothing at all was typed.
func (t *typed) empty() bool { return t.Text == "" && t.To == "" && t.Word == "" }

// blank tells whether nothing but what the form puts there was typed.
func (r *row) blank(e *fact.Entity) bool {
	for slot := range r.Texts {
		if e.Facts[slot].Type != fact.Span && !r.Texts[slot].empty() {
			return false
		}
	}
	return true
}

// What one submission may hold; more is not a family.
const (
	maxPeople = 20
	maxRows   = 60  // of one list
	maxInAll  = 200 // of all lists
)

// reader builds answers from what a browser sent.
type reader struct {
	schema *fact.Schema
	sent   url.Values
	name   []byte
	rows   int  // so far
	full   bool // more rows than a family has
}

// readAnswers reads a submission about a place by the facts of a law.
func readAnswers(at, p *place, sent url.Values) (*answers, error) {
	a := &answers{at: at, place: p, Region: first(sent, "region"), Day: first(sent, "day"), Applied: first(sent, "applied"), Ticked: sent["want"], Chosen: map[string]string{}}
	for key, values := range sent {
		if choice, ok := strings.CutPrefix(key, "chosen."); ok && values[0] != "" {
			a.Chosen[choice] = values[0]
		}
	}
	r := &reader{schema: p.program.Schema, sent: sent}
	a.Home = r.row(fact.HouseholdEntity, "h")
	if r.full {
		return nil, statusError(413)
	}
	return a, nil
}

// first is the first value of a key, without blanks around it.
func first(sent url.Values, key string) string {
	if values := sent[key]; len(values) > 0 {
		return strings.TrimSpace(values[0])
	}
	return ""
}

// get looks a name up without keeping it.
func (r *reader) get(path, key, suffix string) string {
	r.name = append(append(append(append(r.name[:0], path...), '.'), key...), suffix...)
	if values := r.sent[string(r.name)]; len(values) > 0 {
		return strings.TrimSpace(values[len(values)-1])
	}
	return ""
}

// row reads one row and what hangs below it.
func (r *reader) row(id fact.EntityID, path string) row {
	e := &r.schema.Entities[id]
	got := row{Path: path, Texts: make([]typed, len(e.Facts)), Tables: make([]list, len(e.Tables))}
	for slot := range e.Facts {
		f := &e.Facts[slot]
		t := typed{Text: r.get(path, f.Key, "")}
		switch {
		case t.Text == wordNone || t.Text == wordUnknown || t.Text == wordUndo:
			t = typed{Word: t.Text}
		case isText(f):
			t.Word = r.get(path, f.Key, ".is")
			if f.Type == fact.Span {
				t.To = r.get(path, f.Key, ".to")
			}
		}
		got.Texts[slot] = t
	}
	for i, table := range e.Tables {
		got.Tables[i] = r.list(table, path)
	}
	return got
}

// list reads one child table of a row. Members are always all there.
func (r *reader) list(id fact.EntityID, owner string) list {
	e := &r.schema.Entities[id]
	got := list{Path: owner + "." + e.Plural, Word: r.get(owner, e.Plural, "")}
	most := maxRows
	if id == fact.MemberEntity {
		got.Path, got.Word, most = "m", wordAll, maxPeople
	}
	n, _ := strconv.Atoi(first(r.sent, got.Path+".n"))
	r.rows += max(n, 0)
	if r.full = r.full || n > most || r.rows > maxInAll; r.full {
		return got
	}
	for i := range n {
		line := r.row(id, got.Path+"."+strconv.Itoa(i))
		line.Line = atoi(r.get(line.Path, "line", ""))
		if id == fact.MemberEntity || !line.blank(e) || got.Word == wordAll || got.Word == wordSome {
			got.Rows = append(got.Rows, line)
		}
	}
	return got
}

// encode writes answers in the form that readAnswers reads.
func (a *answers) encode() string {
	v := url.Values{"place": {a.at.ID}, "day": {a.Day}, "want": a.Ticked}
	set(v, "applied", a.Applied)
	set(v, "region", a.Region)
	for choice, option := range a.Chosen {
		v.Set("chosen."+choice, option)
	}
	encodeRow(v, a.place.program.Schema, fact.HouseholdEntity, &a.Home)
	return v.Encode()
}

// encodeRow adds one row and what hangs below it.
func encodeRow(v url.Values, s *fact.Schema, id fact.EntityID, r *row) {
	e := &s.Entities[id]
	for slot := range r.Texts {
		t, name := &r.Texts[slot], r.Path+"."+e.Facts[slot].Key
		set(v, name, t.Text)
		set(v, name+".to", t.To)
		if isText(&e.Facts[slot]) {
			set(v, name+".is", t.Word)
		} else if t.Word != "" {
			v.Set(name, t.Word)
		}
	}
	for i := range r.Tables {
		l := &r.Tables[i]
		if e.Tables[i] != fact.MemberEntity {
			set(v, l.Path, l.Word)
		}
		if len(l.Rows) > 0 {
			v.Set(l.Path+".n", strconv.Itoa(len(l.Rows)))
		}
		for k := range l.Rows {
			encodeRow(v, s, e.Tables[i], &l.Rows[k])
		}
	}
}

// set sets what is not empty.
func set(v url.Values, name, text string) {
	if text != "" {
		v.Set(name, text)
	}
}

// region is the code of the division that handles the family.
func (a *answers) region() string {
	if _, ok := gb.PlaceCode(a.Region); ok && strings.HasPrefix(a.Region, strings.TrimPrefix(strings.TrimPrefix(a.at.ID, "cn"), "-")) {
		return a.Region
	}
	return a.at.code()
}

// people are the members, the applicant first.
func (a *answers) people() []row {
	for i, id := range a.place.program.Schema.Entities[fact.HouseholdEntity].Tables {
		if id == fact.MemberEntity {
			return a.Home.Tables[i].Rows
		}
	}
	return nil
}

// renumber gives every row the path of its position again.
func (a *answers) renumber() { a.Home.renumber(a.place.program.Schema, fact.HouseholdEntity, "h") }

// renumber gives a row and what hangs below it their paths.
func (r *row) renumber(s *fact.Schema, id fact.EntityID, path string) {
	r.Path = path
	for i, table := range s.Entities[id].Tables {
		l := &r.Tables[i]
		l.Path = path + "." + s.Entities[table].Plural
		if table == fact.MemberEntity {
			l.Path = "m"
		}
		for k := range l.Rows {
			l.Rows[k].renumber(s, table, l.Path+"."+strconv.Itoa(k))
		}
	}
}

// find looks a list or a row of one up by its path; at is -1 for the list.
func (a *answers) find(path string) (l *list, of fact.EntityID, at int) {
	s := a.place.program.Schema
	var search func(r *row, id fact.EntityID) bool
	search = func(r *row, id fact.EntityID) bool {
		for i := range r.Tables {
			l, of, at = &r.Tables[i], s.Entities[id].Tables[i], -1
			if l.Path == path {
				return true
			}
			for k, rows := 0, l.Rows; k < len(rows); k++ {
				if rows[k].Path == path {
					at = k
					return true
				}
				if search(&rows[k], s.Entities[id].Tables[i]) {
					return true
				}
				l, of = &r.Tables[i], s.Entities[id].Tables[i]
			}
		}
		return false
	}
	if search(&a.Home, fact.HouseholdEntity) {
		return l, of, at
	}
	return nil, 0, -1
}

// isText tells whether a fact is typed rather than picked from a list.
func isText(f *fact.Fact) bool {
	switch f.Type {
	case fact.Enum, fact.Bool:
		return false
	case fact.Count:
		return !f.HasBounds || f.High-f.Low > pickable
	}
	return true
}

// pickable is how many steps a whole number may have to be picked from a list.
const pickable = 11
