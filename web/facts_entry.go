package web

import (
	"slices"

	"doudi/civil"
	"doudi/fact"
	"doudi/registry"
)

// answers are what the form changes against what it showed. What is wrong is
// marked beside its field and listed above the form.
func (e *filling) answers() (list []registry.Answer) {
	span := registry.Answer{Source: registry.Source(e.form.Source), To: civil.Open, Evidence: atoi(e.form.Evidence)}
	e.head(&span)
	b := &binding{a: e.a, schema: e.place.program.Schema}
	b.s.AsOf = max(span.From, e.today)
	of := entityOf(e.Of)
	if e.part.Table == fact.PlaceEntity {
		list = e.changes(b, of, e.own, 0, 0)
	} else {
		list = e.table(b, &e.own.Tables[slices.Index(b.schema.Entities[of].Tables, e.part.Table)])
	}
	for i := range list {
		list[i].From, list[i].To, list[i].Source, list[i].Evidence = span.From, span.To, span.Source, span.Evidence
	}
	return list
}

// head reads since when the answers hold, and from where they are.
func (e *filling) head(span *registry.Answer) {
	f := &e.form
	if span.From, f.WrongFrom = readDay(f.From); f.WrongFrom != "" {
		f.complain("from", "从哪一天起", f.WrongFrom)
	}
	if f.To != "" {
		if span.To, f.WrongTo = readDay(f.To); f.WrongTo == "" && span.To < span.From {
			f.WrongTo = "不能早于起日；一直有效的不填"
		}
		if f.WrongTo != "" {
			f.complain("to", "到哪一天", f.WrongTo)
		}
	}
	if !slices.Contains(sourcesToChoose, span.Source) {
		f.WrongOf = "没有选；请选一种"
		f.complain("source", "从哪里知道的", f.WrongOf)
	}
	if f.Evidence != "" && span.Evidence < 1 {
		f.WrongEvidence = "应为上传材料时得到的编号，是一个数；没有就不填"
		f.complain("evidence", "材料编号", f.WrongEvidence)
	}
}

// complain adds a line to the summary of errors.
func (f *factForm) complain(id, label, wrong string) {
	f.Problems = append(f.Problems, problem{id, label + "：" + wrong})
}

// changes are the answers of one row that are not as the form showed them. line
// is where they are entered, old where they stood.
func (e *filling) changes(b *binding, of fact.EntityID, r *row, line, old int64) (list []registry.Answer) {
	ent := &b.schema.Entities[of]
	for i := range e.part.Questions {
		q := &e.part.Questions[i]
		f, t := &ent.Facts[q.Slot], &r.Texts[q.Slot]
		before, kept := e.before.get(of, q.Slot, old)
		kept = kept && (of == e.before.of || old > 0)
		literal, wrong := b.literal(f, t, kept)
		if t.Wrong = wrong; wrong != "" {
			e.form.complain(r.Path+"."+q.Key, q.Label, wrong)
			continue
		}
		masked := kept && before.Value == ""
		shown := typed{}
		if kept {
			shown = asEntered(f, before.Value, b.schema)
		}
		if *t == shown || masked && t.empty() {
			continue
		}
		list = append(list, registry.Answer{Key: ent.Name + "." + f.Key, Line: line, Value: literal})
	}
	return list
}

// literal is a typed answer in the form of the registry; empty takes it back.
func (b *binding) literal(f *fact.Fact, t *typed, kept bool) (text, wrong string) {
	switch {
	case t.Word == wordUndo && t.Text == "" && t.To == "" && kept:
		return "", ""
	case t.Word == wordUnknown && t.Text == "" && f.MayBeUnknown:
		return wordUnknown, ""
	case t.empty():
		return "", ""
	}
	v, wrong := b.read(f, t)
	if wrong == "" && v.State == fact.Unknown {
		wrong = "这一项不能选“不知道”；没有问过就空着"
	}
	text = fact.Literal(f.Type, v, b.schema)
	if v.State == fact.Known && f.Type == fact.Enum {
		text = "'" + text + "'"
	}
	return text, wrong
}

// tableStates are the words of a table as they are stored.
var tableStates = map[string]string{wordNone: "complete", wordAll: "complete", wordSome: "partial", wordUnknown: wordUnknown, wordUndo: ""}

// table are the answers of a table: whether there is any, what was changed in
// its rows, new rows, and rows taken out.
func (e *filling) table(b *binding, rows *list) (list []registry.Answer) {
	name, filled := b.schema.Entities[e.part.Table].Name, e.filled(rows)
	if wrong := wrongTable(rows.Word, filled); wrong != "" {
		rows.Wrong = wrong
		e.form.complain(rows.Path, e.part.Label, wrong)
		return nil
	}
	before := e.before.list(e.part.Table).Word
	if rows.Word != before && tableStates[rows.Word] != e.before.at[cell{name, 0}].Value {
		list = append(list, registry.Answer{Key: name, Value: tableStates[rows.Word]})
	}
	if rows.Word != wordAll && rows.Word != wordSome {
		filled = nil
	}
	for i, r := range filled {
		line := r.Line
		if line == 0 {
			line = -int64(i) - 1
		}
		list = append(list, e.changes(b, e.part.Table, r, line, r.Line)...)
	}
	for _, line := range e.before.lines(name) {
		if !slices.ContainsFunc(filled, func(r *row) bool { return r.Line == line }) {
			list = append(list, registry.Answer{Key: name, Line: line})
		}
	}
	return list
}

// filled are the rows with anything in them. One that is there with sealed
// answers looks empty, and is not.
func (e *filling) filled(rows *list) (kept []*row) {
	ent := &e.place.program.Schema.Entities[e.part.Table]
	for i := range rows.Rows {
		r := &rows.Rows[i]
		if _, there := e.before.at[cell{ent.Name, r.Line}]; !there {
			r.Line = 0
		}
		if !r.blank(ent) || r.Line > 0 {
			kept = append(kept, r)
		}
	}
	return kept
}

// wrongTable says what does not fit between the word of a table and its rows.
func wrongTable(word string, filled []*row) string {
	switch fresh := slices.ContainsFunc(filled, func(r *row) bool { return r.Line == 0 }); {
	case word == "" && len(filled) > 0:
		return "填了内容，没有选“有”还是“有，不全”；请选一样"
	case (word == wordNone || word == wordUnknown || word == wordUndo) && fresh:
		return "填了内容又选了“没有”“不知道”或“收回”；请只留一样"
	case word == wordAll && len(filled) == 0:
		return "请至少填一条；没有的话请选“没有”"
	}
	return ""
}

// merge brings what others changed meanwhile into the form: what was not
// touched follows them, what was typed stays and says so.
func (e *filling) merge() {
	schema, of := e.place.program.Schema, entityOf(e.Of)
	old, fresh := e.before.row(of, 0), e.now.row(of, 0)
	if e.part.Table == fact.PlaceEntity {
		e.own.follow(&old, &fresh)
	} else {
		at := slices.Index(schema.Entities[of].Tables, e.part.Table)
		e.own.Tables[at].follow(&old.Tables[at], &fresh.Tables[at])
		e.a.renumber()
	}
	e.look(mustShown(e.form.Shown), e.h.Latest())
}

// mustShown reads the day of the form again.
func mustShown(text string) civil.Date {
	day, _ := readDay(text)
	return day
}

// follow takes over what is new where nothing was typed.
func (r *row) follow(old, fresh *row) {
	for slot := range r.Texts {
		mine := &r.Texts[slot]
		switch {
		case *mine == old.Texts[slot]:
			*mine = fresh.Texts[slot]
		case fresh.Texts[slot] != old.Texts[slot] && *mine != fresh.Texts[slot]:
			mine.Wrong = "别人刚刚改过这一项；您填的留着，再保存就用您的"
		}
	}
}

// follow takes over the rows that others added, changed or took out.
func (l *list) follow(old, fresh *list) {
	if l.Word == old.Word {
		l.Word = fresh.Word
	}
	for i := range fresh.Rows {
		line := fresh.Rows[i].Line
		mine, was := l.line(line), old.line(line)
		switch {
		case mine != nil && was != nil:
			mine.follow(was, &fresh.Rows[i])
		case was == nil:
			l.Rows = append(l.Rows, fresh.Rows[i])
		}
	}
	l.Rows = slices.DeleteFunc(l.Rows, func(r row) bool { return r.Line > 0 && fresh.line(r.Line) == nil })
}

// line finds the row with a line of the registry.
func (l *list) line(line int64) *row {
	for i := range l.Rows {
		if l.Rows[i].Line == line {
			return &l.Rows[i]
		}
	}
	return nil
}
