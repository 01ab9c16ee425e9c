package casefile

import (
	"strings"

	"doudi/fact"
	"doudi/pack"
)

// vocabulary is every word that families of one resolved pack may use: keys of
// the pack language and the Chinese labels that tables accept in their place.
type vocabulary struct {
	pack     *pack.Resolved
	schema   *fact.Schema
	entities []entityWords
	enums    [][]enumWords // by entity and slot

	relation, birth, died, sex int // slots of the member, -1 if not declared
	place                      int // slot of the household's handling_place
	columns                    map[string]column
}

// entityWords are the headings of one entity.
type entityWords struct {
	facts  map[string]int           // key or label → slot
	tables map[string]fact.EntityID // plural, name or label → child table
	words  map[string]bool          // every word for the entity itself
	keys   []string                 // keys and plurals, for suggestions
	labels []string                 // labels, for suggestions in tables
}

// enumWords are the values that one enum fact allows, by value and by label.
type enumWords struct{ values, labels map[string]int64 }

// newVocabulary collects the words of a resolved pack.
func newVocabulary(p *pack.Resolved) *vocabulary {
	v := &vocabulary{pack: p, schema: p.Schema, columns: map[string]column{}}
	for id := range p.Schema.Entities {
		v.entities = append(v.entities, v.wordsOf(fact.EntityID(id)))
		v.enums = append(v.enums, v.enumsOf(&p.Schema.Entities[id]))
	}
	v.relation, v.birth = v.slot(fact.MemberEntity, "relation"), v.slot(fact.MemberEntity, "birth_date")
	v.died, v.sex = v.slot(fact.MemberEntity, "died_on"), v.slot(fact.MemberEntity, "sex")
	v.place = v.slot(fact.HouseholdEntity, "handling_place")
	return v
}

// wordsOf collects the headings of one entity.
func (v *vocabulary) wordsOf(id fact.EntityID) entityWords {
	e := &v.schema.Entities[id]
	w := entityWords{facts: map[string]int{}, tables: map[string]fact.EntityID{}, words: map[string]bool{}}
	for _, word := range []string{e.Name, e.Plural, v.label(id)} {
		w.words[narrow(word)] = word != ""
	}
	for slot := len(e.Facts) - 1; slot >= 0; slot-- { // the first of two equal labels stays
		w.facts[narrow(e.Facts[slot].Label)] = slot
	}
	for slot := range e.Facts {
		w.facts[e.Facts[slot].Key] = slot
		w.keys = append(w.keys, e.Facts[slot].Key)
		w.labels = append(w.labels, e.Facts[slot].Label)
	}
	for _, table := range e.Tables {
		if table != fact.MemberEntity {
			v.addTable(&w, table)
		}
	}
	shorten(w.facts)
	shorten(w.tables)
	return w
}

// addTable adds the words of a child table to its owner's.
func (v *vocabulary) addTable(w *entityWords, id fact.EntityID) {
	e := &v.schema.Entities[id]
	for _, word := range []string{e.Plural, e.Name, v.label(id)} {
		if word != "" {
			w.tables[narrow(word)] = id
		}
	}
	w.keys = append(w.keys, e.Plural)
	w.labels = append(w.labels, v.label(id))
}

// enumsOf collects the values of each enum fact of an entity.
func (v *vocabulary) enumsOf(e *fact.Entity) []enumWords {
	all := make([]enumWords, len(e.Facts))
	for slot := range e.Facts {
		f := &e.Facts[slot]
		all[slot] = enumWords{map[string]int64{}, map[string]int64{}}
		for _, n := range f.Values {
			name := v.schema.SymbolName(n)
			all[slot].values[name] = n
			all[slot].labels[narrow(f.ValueLabels[name])] = n
		}
		shorten(all[slot].labels)
	}
	return all
}

// shorten adds each label without the explanation in brackets at its end, as
// people type it (“工资性收入” for “工资性收入（工资打工）”), unless that could be
// read as another's.
func shorten[T any](words map[string]T) {
	short, times := map[string]T{}, map[string]int{}
	for label, of := range words {
		if word, _, explained := strings.Cut(label, "("); explained && strings.HasSuffix(label, ")") {
			short[word] = of
			times[word]++
		}
	}
	for word, of := range short {
		if _, taken := words[word]; !taken && times[word] == 1 {
			words[word] = of
		}
	}
}

// label is the Chinese name of an entity.
func (v *vocabulary) label(id fact.EntityID) string {
	switch e := &v.schema.Entities[id]; {
	case id == fact.HouseholdEntity:
		return "家庭"
	case id == fact.MemberEntity:
		return "成员"
	case e.Label != "":
		return e.Label
	default:
		return e.Name
	}
}

// slot finds a fact by key, -1 if it is not declared.
func (v *vocabulary) slot(id fact.EntityID, key string) int {
	if slot, ok := v.schema.Entities[id].Slot(key); ok {
		return slot
	}
	return -1
}

// symbol finds a value of one enum fact, in cells also by its label. A fact
// without list of values takes any symbol of the pack.
func (v *vocabulary) symbol(id fact.EntityID, slot int, text string, labels bool) (int64, bool) {
	words := v.enums[id][slot]
	if n, ok := words.labels[text]; ok && labels && text != "" {
		return n, true
	}
	if len(words.values) == 0 {
		return v.schema.Symbol(text)
	}
	n, ok := words.values[text]
	return n, ok
}

// table finds a child table of an entity by the key of family files.
func (v *vocabulary) table(owner fact.EntityID, plural string) (fact.EntityID, bool) {
	id, ok := v.entities[owner].tables[plural]
	return id, ok && v.schema.Entities[id].Plural == plural
}

// choices lists the values of an enum fact for a message: urban(城市)、rural(农村),
// in tables the labels only.
func (v *vocabulary) choices(f *fact.Fact, labels bool) string {
	var words []string
	for _, n := range f.Values {
		name := v.schema.SymbolName(n)
		switch label := f.ValueLabels[name]; {
		case label != "" && labels:
			name = label
		case label != "":
			name += "（" + label + "）"
		}
		words = append(words, name)
	}
	if len(words) > 20 {
		words = append(words[:20], "…")
	}
	return strings.Join(words, "、")
}

// programme finds a programme by id or label.
func (v *vocabulary) programme(word string) (string, bool) {
	for _, p := range v.pack.Programmes {
		if word == p.ID || word == narrow(p.Label) {
			return p.ID, true
		}
	}
	return word, false
}

// programmes lists the ids of all programmes, for suggestions.
func (v *vocabulary) programmes() []string {
	var ids []string
	for _, p := range v.pack.Programmes {
		ids = append(ids, p.ID)
	}
	return ids
}

// choice finds a choice by id or label.
func (v *vocabulary) choice(word string) *pack.Choice {
	for _, c := range v.pack.Choices {
		if word == c.ID || word == narrow(c.Label) {
			return c
		}
	}
	return nil
}
