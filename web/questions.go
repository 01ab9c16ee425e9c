package web

import (
	"slices"
	"strconv"
	"strings"

	"doudi/engine"
	"doudi/fact"
)

// laying puts the questions of a form and the answers so far on a page.
type laying struct {
	a        *answers
	form     *form
	schema   *fact.Schema
	applying map[position]bool
	matters  map[position]bool // what could still change something
	instance []int             // the next one of each entity, counted as the engine does
	focus    string
	checked  bool // the answers were handed in: what is missing is an error
	problems []problem
}

// position is one fact of one instance.
type position struct {
	of             fact.EntityID
	instance, slot int
}

// calculatorView lays out the page of questions.
func (s *Site) calculatorView(a *answers, focus string, checked bool) calculatorView {
	day := a.day(s.today())
	snapshot, wrong := a.snapshot(s.today())
	if checked && wrong == 0 {
		a.misplaced(snapshot)
	}
	l := &laying{a: a, form: s.forms.get(a.place, day, a.Ticked), schema: a.place.program.Schema,
		applying: applying(a.place.engine, snapshot), matters: a.matters(snapshot), instance: make([]int, len(a.place.program.Schema.Entities)), focus: focus, checked: checked}
	v := calculatorView{Place: a.at.Label, PlaceID: a.at.ID, Region: a.Region, Parts: a.at.parts, Day: a.Day, Applied: a.Applied, Chosen: a.Chosen, Groups: l.form.Groups, Ticked: a.Ticked, Focus: focus}
	if a.Wrong != "" {
		l.problems = append(l.problems, problem{"day", a.Wrong})
	}
	v.Home = l.part(fact.HouseholdEntity, &a.Home, "一家的情况")
	names := a.names()
	people := a.people()
	for i := range people {
		p := l.part(fact.MemberEntity, &people[i], names[i])
		p.Removable = i > 0
		v.People = append(v.People, p)
	}
	v.Problems = l.problems
	return v
}

// matters are the questions whose answers could still change an outcome that
// is asked about. A table is at slot -1 minus its entity.
func (a *answers) matters(s *fact.Snapshot) map[position]bool {
	found := map[position]bool{}
	asked := func(o *engine.Outcome) bool { return slices.Contains(a.Ticked, o.Programme) }
	r := a.place.engine.Determine(s, engine.Options{Explain: asked})
	for i := range r.Outcomes {
		for _, ref := range r.Outcomes[i].Missing {
			slot := ref.Slot
			if slot < 0 {
				slot = tableSlot(ref.Table)
			}
			found[position{ref.Entity, ref.Instance, slot}] = true
		}
	}
	return found
}

// tableSlot stands for a child table among the slots of its owner.
func tableSlot(id fact.EntityID) int { return -1 - int(id) }

// applying are the conditional questions that are to be asked.
func applying(en *engine.Engine, s *fact.Snapshot) map[position]bool {
	found := map[position]bool{}
	en.Applying(s, func(of fact.EntityID, instance, slot int) { found[position{of, instance, slot}] = true })
	return found
}

// known tells whether everything was answered that everybody must answer. Only
// then can the law tell what does not matter about a person: those questions
// are folded away with the rest.
func (l *laying) known(id fact.EntityID, r *row) bool {
	e := &l.schema.Entities[id]
	for slot := range e.Facts {
		if e.Facts[slot].Required && (r.Texts[slot].empty() || r.Texts[slot].Wrong != "") {
			return false
		}
	}
	return true
}

// part lays out the household or one person: the core first, the rest folded.
func (l *laying) part(id fact.EntityID, r *row, title string) part {
	p := part{Path: r.Path, Title: title}
	sec := &l.form.Entities[id]
	instance := l.instance[id]
	fields := l.fields(id, r, true)
	known := l.known(id, r)
	for i := range fields {
		one := asked{field: fields[i]}
		if f := &fields[i]; f.Core && (f.Required || !known || !f.typed.empty() || f.Focus || l.matters[position{id, instance, f.Slot}]) {
			p.Core = append(p.Core, one)
			continue
		}
		p.More = append(p.More, one)
		p.Open = p.Open || !fields[i].typed.empty() || fields[i].Focus || fields[i].typed.Wrong != ""
	}
	for i := range sec.Tables {
		q := &sec.Tables[i]
		if q.ID == fact.MemberEntity || !q.Asked && r.Tables[i].Word == "" {
			continue
		}
		t := l.table(q, &r.Tables[i])
		if q.Core && (!known || t.Word != "" || t.Focus || t.Within || l.matters[position{id, instance, tableSlot(q.ID)}]) {
			p.Core = append(p.Core, asked{Table: t})
			continue
		}
		p.More = append(p.More, asked{Table: t})
		p.Open = p.Open || t.Word != "" || t.Focus || t.Within
	}
	return p
}

// fields lays out the facts of one row that are to be asked. The instance is
// counted if the engine sees the row.
func (l *laying) fields(id fact.EntityID, r *row, seen bool) []field {
	instance := -1
	if seen {
		instance = l.instance[id]
		l.instance[id]++
	}
	var all []field
	questions := l.form.Entities[id].Questions
	for i := range questions {
		q := &questions[i]
		if r.Path == "m.0" && q.Key == keyRelation || !q.Asked && r.Texts[q.Slot].empty() && l.focus != r.Path+"."+q.Key {
			continue
		}
		f := field{question: q, Name: r.Path + "." + q.Key, Options: q.Options, typed: r.Texts[q.Slot]}
		f.Focus = f.Name == l.focus || l.focus == r.Path && len(all) == 0
		if id == fact.MemberEntity && q.Key == keyRelation {
			f.Options = withoutHead(q.Options)
		}
		if q.Conditional && !l.applying[position{id, instance, q.Slot}] && f.typed.empty() && !f.Focus {
			continue
		}
		if !l.checked && f.typed.empty() {
			f.typed.Wrong = ""
		}
		l.complain(f.Name, l.whose(r.Path)+q.Label, f.typed.Wrong)
		all = append(all, f)
	}
	return all
}

// withoutHead are the relations of everybody but the applicant.
func withoutHead(options []option) []option {
	return slices.DeleteFunc(slices.Clone(options), func(o option) bool { return o.Value == theHead })
}

// complain adds a line to the summary of errors.
func (l *laying) complain(id, label, wrong string) {
	if wrong != "" {
		l.problems = append(l.problems, problem{id, label + "：" + wrong})
	}
}

// whose names the person that a path belongs to.
func (l *laying) whose(path string) string {
	parts := strings.Split(path, ".")
	if parts[0] != "m" || len(parts) < 2 {
		return ""
	}
	if i, err := strconv.Atoi(parts[1]); err == nil && i < len(l.a.people()) {
		return l.a.names()[i] + "的"
	}
	return ""
}

// table lays out one child table. One empty line is always there, shown when
// somebody says that there is something: without scripts too.
func (l *laying) table(q *tableQuestion, rows *list) *tableView {
	t := &tableView{Path: rows.Path, Label: q.Label, Word: rows.Word, Wrong: rows.Wrong, Seldom: l.schema.Entities[q.ID].Seldom, Focus: l.focus == rows.Path, Anew: "/form"}
	seen := rows.Word == wordAll || rows.Word == wordSome
	lines := rows.Rows
	if len(lines) == 0 {
		lines, seen = []row{l.a.newRow(q.ID, rows.Path+".0")}, false
	}
	owner := rows.Path[:strings.LastIndex(rows.Path, ".")]
	l.complain(rows.Path, l.whose(owner)+q.Label, rows.Wrong)
	for i := range lines {
		t.Lines = append(t.Lines, lineView{Path: lines[i].Path, Fields: l.fields(q.ID, &lines[i], seen)})
		t.Within = t.Within || strings.HasPrefix(l.focus, lines[i].Path+".") || l.focus == lines[i].Path
	}
	return t
}

// isTicked tells whether a programme is asked about.
func (v *calculatorView) isTicked(id string) bool { return slices.Contains(v.Ticked, id) }
