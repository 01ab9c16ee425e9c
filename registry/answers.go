package registry

import (
	"slices"
	"strings"

	"doudi/civil"
	"doudi/fact"
)

// AnswersOf are the answers that make a row of a snapshot, with its child
// tables: what a file says about a household or member, from a day on. What is
// unknown was not asked; what follows from identity is entered there.
func AnswersOf(law *fact.Schema, id fact.EntityID, row *fact.Row, from civil.Date, source Source, evidence int64) []Answer {
	l := listing{law: law, like: Answer{From: from, To: civil.Open, Source: source, Evidence: evidence}}
	l.values(id, row, 0)
	for t, table := range law.Entities[id].Tables {
		if table != fact.MemberEntity && row.Tables[t].State != fact.NotAsked {
			l.table(table, &row.Tables[t])
		}
	}
	return l.list
}

// listing collects answers.
type listing struct {
	law  *fact.Schema
	like Answer // days, source and evidence of all of them
	list []Answer
}

// add adds one answer.
func (l *listing) add(key, value string, line int64) {
	a := l.like
	a.Key, a.Value, a.Line = key, value, line
	l.list = append(l.list, a)
}

// values adds the known answers of one row.
func (l *listing) values(id fact.EntityID, row *fact.Row, line int64) {
	e := &l.law.Entities[id]
	for slot := range e.Facts {
		key := e.Name + "." + e.Facts[slot].Key
		v := row.Values[slot]
		if _, fixed := identity[key]; !fixed && (v.State == fact.Known || v.State == fact.None) {
			l.add(key, written(l.law, &e.Facts[slot], v), line)
		}
	}
}

// table adds a child table: how much of it is known, and its rows, which are
// numbered when they are entered.
func (l *listing) table(id fact.EntityID, t *fact.Table) {
	name := l.law.Entities[id].Name
	l.add(name, map[fact.Completeness]string{fact.Partial: "partial", fact.Complete: "complete"}[t.State], 0)
	for i := range t.Rows {
		line := -int64(i) - 1
		l.add(name, strings.TrimSpace("row "+t.Rows[i].Name), line)
		l.values(id, &t.Rows[i], line)
	}
}

// missing keeps the facts of which nothing stands from their day on: what a
// sheet says never takes the place of what the register knows. differ counts
// the topics that the register knows otherwise.
func missing(standing, said []Fact) (fresh []Fact, differ int) {
	seen := map[string]bool{}
	for _, f := range said {
		name := topic(f)
		if !slices.ContainsFunc(standing, func(o Fact) bool { return topic(o) == name && f.From <= o.To }) {
			fresh = append(fresh, f)
		} else if !seen[name] && content(standing, name, f.From) != content(said, name, f.From) {
			differ++
		}
		seen[name] = true
	}
	return fresh, differ
}

// content is what is said about a topic on a day, whatever the numbers of the
// rows are.
func content(list []Fact, name string, day civil.Date) string {
	rows := map[int64][]string{}
	for _, f := range list {
		if topic(f) == name && f.From <= day && day <= f.To {
			rows[f.Line] = append(rows[f.Line], f.Key+"="+f.Value)
		}
	}
	var all []string
	for _, row := range rows {
		slices.Sort(row)
		all = append(all, strings.Join(row, "\n"))
	}
	slices.Sort(all)
	return strings.Join(all, "\n\n")
}
