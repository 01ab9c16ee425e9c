package engine

import (
	"strconv"
	"sync"
	"unicode/utf8"

	"doudi/fact"
)

// JSONVersion is the version of the JSON form below. It grows when a field
// changes its meaning or goes; new fields alone do not change it.
const JSONVersion = 1

// AppendJSON writes a Result as one JSON object:
//
//	version                            JSONVersion
//	name region                        the family and the division asked for
//	pack hash                          lowest pack; hash of the resolved pack
//	applied_on decided_on as_of month  the days of the question
//	outcomes                           one per programme and unit, in order:
//	  programme label person unit instance status grants
//	  total                            {fen, up_to_fen if a range, per: month|year|day|once}
//	  parts                            {id label amount less gives each: [{name amount}] cites}
//	  bearers                          {payer amount cites}
//	  pays starts recheck_months
//	  because                          ids of the rules that decided
//	  choice excluded_by
//	  missing                          {entity instance fact | table | figure | choice, label}
//	  changes                          {entity instance fact | rule, to, text}; no_change: none turns it
//	  faults                           sentences: conflicts, figures without a value
//	  used                             {id label status review_due}: what is not simply published law
//	  why                              numbers of reasons
//	reasons                            numbered from 0, each once: {id mark text cites because}; because
//	                                   is the numbers of the reasons below, which are all smaller
//	clauses                            id → {source at}: where to read what the cites name
//
// Empty fields are left out. The schema is the Program's.
func (r *Result) AppendJSON(dst []byte, s *fact.Schema) []byte {
	w := jsonWriters.Get().(*jsonWriter)
	defer jsonWriters.Put(w)
	w.begin(dst, s)
	w.open('{')
	w.number("version", JSONVersion)
	w.text("name", r.Name)
	w.text("region", r.Region)
	w.text("pack", r.Pack)
	w.text("hash", r.Hash)
	w.text("applied_on", r.AppliedOn.String())
	w.text("decided_on", r.DecidedOn.String())
	w.text("as_of", r.AsOf.String())
	w.text("month", r.Month.String())
	w.key("outcomes")
	w.open('[')
	for i := range r.Outcomes {
		w.outcome(&r.Outcomes[i])
	}
	w.close(']')
	w.key("reasons")
	w.open('[')
	w.buf, w.comma = append(w.buf, w.reasons...), true
	w.close(']')
	w.sources()
	w.close('}')
	dst, w.buf, w.schema = w.buf, nil, nil
	return dst
}

// jsonWriter appends JSON. A comma is due before everything but the first.
type jsonWriter struct {
	buf     []byte
	schema  *fact.Schema
	comma   bool
	reasons []byte            // the list of reasons so far
	numbers map[reasonKey]int // of the reasons in it
	under   []int             // numbers of reasons that are not written yet rest on
	clauses []CiteRef         // named so far, in the order of their first use
	cited   map[string]bool
}

// reasonKey tells reasons apart: equal ones share their children.
type reasonKey struct {
	text  string
	lines *Line
}

// jsonWriters keeps the memory of earlier results.
var jsonWriters = sync.Pool{New: func() any {
	return &jsonWriter{numbers: map[reasonKey]int{}, cited: map[string]bool{}}
}}

// begin makes the writer ready.
func (w *jsonWriter) begin(dst []byte, s *fact.Schema) {
	w.buf, w.schema, w.comma = dst, s, false
	w.reasons, w.under, w.clauses = w.reasons[:0], w.under[:0], w.clauses[:0]
	clear(w.numbers)
	clear(w.cited)
}

// open begins an object or a list.
func (w *jsonWriter) open(bracket byte) {
	if w.comma {
		w.buf = append(w.buf, ',')
	}
	w.buf, w.comma = append(w.buf, bracket), false
}

// close ends an object or a list.
func (w *jsonWriter) close(bracket byte) { w.buf, w.comma = append(w.buf, bracket), true }

// key begins a field.
func (w *jsonWriter) key(name string) {
	if w.comma {
		w.buf = append(w.buf, ',')
	}
	w.buf = append(w.buf, '"')
	w.buf = append(w.buf, name...)
	w.buf, w.comma = append(w.buf, '"', ':'), false
}

// text writes a field unless it is empty.
func (w *jsonWriter) text(name, value string) {
	if value != "" {
		w.key(name)
		w.quote(value)
	}
}

// number writes a field unless it is zero.
func (w *jsonWriter) number(name string, n int64) {
	if n != 0 {
		w.always(name, n)
	}
}

// always writes a number, also zero.
func (w *jsonWriter) always(name string, n int64) {
	w.key(name)
	w.buf, w.comma = strconv.AppendInt(w.buf, n, 10), true
}

// flag writes a field if it is true.
func (w *jsonWriter) flag(name string, on bool) {
	if on {
		w.key(name)
		w.buf, w.comma = append(w.buf, "true"...), true
	}
}

// texts writes a list of texts unless it is empty.
func (w *jsonWriter) texts(name string, list []string) {
	if len(list) == 0 {
		return
	}
	w.key(name)
	w.open('[')
	for _, s := range list {
		if w.comma {
			w.buf = append(w.buf, ',')
		}
		w.quote(s)
	}
	w.close(']')
}

// quote writes a text. What is no UTF-8 is replaced, so that the result is JSON
// whatever a file said.
func (w *jsonWriter) quote(s string) { w.buf, w.comma = appendQuoted(w.buf, s), true }

// appendQuoted adds a JSON string.
func appendQuoted(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	if plain(s) {
		return append(append(append(b, '"'), s...), '"')
	}
	b = append(b, '"')
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case c == '"' || c == '\\':
				b = append(b, '\\', c)
			case c < ' ' || c == 0x7f:
				b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
			default:
				b = append(b, c)
			}
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		b = utf8.AppendRune(b, r)
		i += size
	}
	return append(b, '"')
}

// plain tells that a text can stand in JSON as it is, as nearly all can.
func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c == 0x7f {
			return false
		}
	}
	return utf8.ValidString(s)
}

// outcome writes one outcome.
func (w *jsonWriter) outcome(o *Outcome) {
	w.open('{')
	w.text("programme", o.Programme)
	w.text("label", o.Label)
	w.text("person", o.Person)
	w.text("unit", w.entity(o.Unit))
	w.number("instance", int64(o.Instance))
	w.text("status", string(o.Status))
	w.text("grants", o.Grants)
	w.amount("total", o.Total)
	w.parts(o.Parts)
	w.bearers(o.Bearers)
	w.text("pays", o.Pays)
	if o.Starts != 0 {
		w.text("starts", o.Starts.String())
	}
	w.number("recheck_months", o.Recheck)
	w.texts("because", o.Because)
	w.text("choice", o.Choice)
	w.text("excluded_by", o.By)
	w.missing(o.Missing)
	w.changes(o.Changes)
	w.flag("no_change", o.NoChange)
	w.texts("faults", o.Faults)
	w.used(o.Used)
	w.why(o.Why)
	w.close('}')
}

// entity is an entity's name.
func (w *jsonWriter) entity(e fact.EntityID) string {
	if e < 0 || int(e) >= len(w.schema.Entities) {
		return ""
	}
	return w.schema.Entities[e].Name
}

// amount writes an amount; what is no money is left out.
func (w *jsonWriter) amount(name string, a Amount) {
	if a.Type == fact.Invalid {
		return
	}
	w.key(name)
	w.open('{')
	w.always("fen", int64(a.Low))
	if a.High != a.Low {
		w.always("up_to_fen", int64(a.High))
	}
	w.text("per", a.Type.Per())
	w.close('}')
}

// parts writes the lines of an amount.
func (w *jsonWriter) parts(parts []PartAmount) {
	if len(parts) == 0 {
		return
	}
	w.key("parts")
	w.open('[')
	for i := range parts {
		p := &parts[i]
		w.open('{')
		w.text("id", p.ID)
		w.text("label", p.Label)
		w.amount("amount", p.Amount)
		w.flag("less", p.Less)
		w.gives(p.Gives)
		w.each(p.Each)
		w.texts("cites", p.Cites)
		w.close('}')
	}
	w.close(']')
}

// gives writes what is given in kind, in the order of the keys.
func (w *jsonWriter) gives(gives map[string]string) {
	if len(gives) == 0 {
		return
	}
	w.key("gives")
	w.open('{')
	for _, k := range orderedKeys(gives) {
		w.text(k, gives[k])
	}
	w.close('}')
}

// each writes the shares of members or rows.
func (w *jsonWriter) each(each []InstanceAmount) {
	if len(each) == 0 {
		return
	}
	w.key("each")
	w.open('[')
	for i := range each {
		w.open('{')
		w.text("name", each[i].Name)
		w.amount("amount", each[i].Amount)
		w.close('}')
	}
	w.close(']')
}

// bearers writes who pays how much.
func (w *jsonWriter) bearers(bearers []Bearer) {
	if len(bearers) == 0 {
		return
	}
	w.key("bearers")
	w.open('[')
	for i := range bearers {
		w.open('{')
		w.text("payer", bearers[i].Payer)
		w.amount("amount", bearers[i].Amount)
		w.texts("cites", bearers[i].Cites)
		w.close('}')
	}
	w.close(']')
}

// missing writes what can still change the outcome.
func (w *jsonWriter) missing(refs []Ref) {
	if len(refs) == 0 {
		return
	}
	w.key("missing")
	w.open('[')
	for i := range refs {
		w.open('{')
		w.ref(&refs[i])
		w.text("label", refs[i].Label)
		w.close('}')
	}
	w.close(']')
}

// ref writes the fields that find a fact, a table, a figure or a choice.
func (w *jsonWriter) ref(r *Ref) {
	switch {
	case r.Figure != "":
		w.text("figure", r.Figure)
	case r.Choice != "":
		w.text("choice", r.Choice)
	case r.Slot < 0:
		w.text("entity", w.entity(r.Entity))
		w.always("instance", int64(r.Instance))
		w.text("table", w.schema.Entities[r.Table].Plural)
	default:
		w.text("entity", w.entity(r.Entity))
		w.always("instance", int64(r.Instance))
		w.text("fact", w.schema.Entities[r.Entity].Facts[r.Slot].Key)
	}
}

// changes writes what would turn a refusal.
func (w *jsonWriter) changes(changes []Change) {
	if len(changes) == 0 {
		return
	}
	w.key("changes")
	w.open('[')
	for i := range changes {
		c := &changes[i]
		w.open('{')
		if c.Rule != "" {
			w.text("rule", c.Rule)
			w.always("instance", int64(c.Instance))
		} else {
			w.ref(&c.Ref)
		}
		w.text("to", fact.Literal(c.Type, c.To, w.schema))
		w.text("text", c.Text)
		w.close('}')
	}
	w.close(']')
}

// used writes the figures and rules that are not simply published law.
func (w *jsonWriter) used(used []Used) {
	if len(used) == 0 {
		return
	}
	w.key("used")
	w.open('[')
	for i := range used {
		w.open('{')
		w.text("id", used[i].ID)
		w.text("label", used[i].Label)
		w.text("status", string(used[i].Status))
		w.flag("review_due", used[i].Due)
		w.close('}')
	}
	w.close(']')
}
