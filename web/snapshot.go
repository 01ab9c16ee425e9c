package web

import (
	"slices"
	"strconv"
	"strings"

	"doudi/casefile"
	"doudi/civil"
	"doudi/fact"
	"doudi/money"
)

// The words of the schema that the pages, like casefile, know by name: every
// family has people, one of them the applicant, and a place that handles it;
// what is cheated is for the office to find, not for the family to ask.
const (
	keyRelation = "relation"
	keyBirth    = "birth_date"
	keyPlace    = "handling_place"
	entityFraud = "fraud"
	theHead     = "head"
)

// oldest is the age beyond which a year of birth is a slip of the pen.
const oldest = 130

// snapshot turns answers into what the engine reads. What cannot be read is
// marked beside the answer; wrong counts the marks.
func (a *answers) snapshot(today civil.Date) (s *fact.Snapshot, wrong int) {
	b := &binding{a: a, schema: a.place.program.Schema, names: a.names()}
	b.days(today)
	b.s.Household = b.row(fact.HouseholdEntity, &a.Home)
	b.s.Claims, b.s.ClaimsGiven, b.s.Chosen = a.Ticked, true, a.Chosen
	return &b.s, b.wrong
}

// binding is one turn of answers into a snapshot.
type binding struct {
	a      *answers
	schema *fact.Schema
	names  []string // of the members
	s      fact.Snapshot
	wrong  int
}

// days reads the days of the question.
func (b *binding) days(today civil.Date) {
	a := b.a
	b.s = fact.Snapshot{Schema: b.schema, Region: a.region()}
	day, wrong := readDay(a.Day)
	applied, unread := day, ""
	if a.Applied != "" {
		applied, unread = readDay(a.Applied)
	}
	switch {
	case wrong != "":
		a.Wrong, day = "查询日期："+wrong, today
	case day < a.place.begin():
		a.Wrong = "最早只能查" + a.place.begin().Chinese() + "，那以前的规定没有录入"
	case unread != "":
		a.Wrong = "申请日期：" + unread
	case applied > day:
		a.Wrong = "申请日期不能晚于查询日期"
	case applied < a.place.begin():
		a.Wrong = "申请日期最早只能写" + a.place.begin().Chinese()
	}
	if a.Wrong != "" {
		b.wrong++
	}
	b.s.AsOf, b.s.DecidedOn, b.s.AppliedOn, b.s.Month = day, day, applied, day.Month()
}

// row reads one row.
func (b *binding) row(id fact.EntityID, r *row) fact.Row {
	e := &b.schema.Entities[id]
	got := fact.Row{Values: make([]fact.Value, len(e.Facts)), Tables: make([]fact.Table, len(e.Tables))}
	for slot := range e.Facts {
		f, t := &e.Facts[slot], &r.Texts[slot]
		v, complaint := b.read(f, t)
		if complaint == "" && f.Required && v.State != fact.Known {
			complaint = "这一项要填"
		}
		if t.Wrong = complaint; complaint != "" {
			b.wrong++
		}
		got.Values[slot] = v
	}
	if id == fact.HouseholdEntity {
		b.place(e, &got)
	}
	for i, table := range e.Tables {
		got.Tables[i] = b.table(table, &r.Tables[i])
	}
	return got
}

// place fills in where the family is handled: it was asked on the first page.
func (b *binding) place(e *fact.Entity, r *fact.Row) {
	if slot, ok := e.Slot(keyPlace); ok {
		if v, err := fact.ParseLiteral(fact.Place, b.a.region(), nil); err == nil {
			r.Values[slot] = v
		}
	}
}

// table reads one child table; the members get the names that they are called
// by.
func (b *binding) table(id fact.EntityID, l *list) fact.Table {
	t := fact.Table{State: completeness(l.Word)}
	if l.Wrong = ""; t.State == fact.NotAsked {
		return t
	}
	for i := range l.Rows {
		line := b.row(id, &l.Rows[i])
		if id == fact.MemberEntity {
			line.Name = b.names[i]
			b.person(&l.Rows[i], i)
		}
		t.Rows = append(t.Rows, line)
	}
	if l.Word == wordNone {
		t.Rows = nil
	}
	e := &b.schema.Entities[id]
	if l.Word == wordAll && !slices.ContainsFunc(l.Rows, func(r row) bool { return !r.blank(e) }) {
		l.Wrong = "请至少填一条；没有的话请选“没有”"
		b.wrong++
	}
	return t
}

// completeness is what the word of a table says.
func completeness(word string) fact.Completeness {
	switch word {
	case wordNone, wordAll:
		return fact.Complete
	case wordSome:
		return fact.Partial
	}
	return fact.NotAsked
}

// person sees to it that the first person, and nobody else, is the applicant.
func (b *binding) person(r *row, i int) {
	e := &b.schema.Entities[fact.MemberEntity]
	slot, ok := e.Slot(keyRelation)
	if ok && r.Texts[slot].Wrong == "" && (r.Texts[slot].Text == theHead) != (i == 0) {
		r.Texts[slot].Wrong = "只有第一个人是申请人；这个人请选与申请人的关系"
		b.wrong++
	}
}

// read reads one answer, or says in words for everybody how to write it.
func (b *binding) read(f *fact.Fact, t *typed) (fact.Value, string) {
	switch {
	case t.Word == wordNone && t.Text == "" && f.MayBeNone:
		return fact.Value{State: fact.None}, ""
	case t.Word == wordUnknown && t.Text == "", t.empty():
		return fact.Value{}, ""
	case t.Word == wordNone && !f.MayBeNone:
		return fact.Value{}, "这一项不能选“没有”"
	case t.Word != "":
		return fact.Value{}, "填了内容又选了“没有”或“不知道”，请只留一样"
	}
	v, ok := b.parse(f, t)
	switch {
	case !ok && f.Type == fact.Date:
		_, wrong := readDay(t.Text)
		return fact.Value{}, wrong
	case !ok:
		return fact.Value{}, howTo(f.Type)
	case f.HasBounds && (v.N < f.Low || v.N > f.High):
		return fact.Value{}, "请填" + f.Format(fact.Of(f.Low), b.schema) + "到" + f.Format(fact.Of(f.High), b.schema) + "之间的数"
	case f.Key == keyBirth && civil.Date(v.N) > b.s.AsOf:
		return fact.Value{}, "出生日期晚于查询日期，请核对"
	case f.Key == keyBirth && civil.Date(v.N).Month()+12*oldest < b.s.AsOf.Month():
		return fact.Value{}, "照出生日期已超过" + strconv.Itoa(oldest) + "岁，请核对年份"
	}
	return v, ""
}

// parse reads a text as the fact's type.
func (b *binding) parse(f *fact.Fact, t *typed) (fact.Value, bool) {
	switch f.Type {
	case fact.Enum:
		n, ok := b.schema.Symbol(t.Text)
		return fact.Of(n), ok && (len(f.Values) == 0 || slices.Contains(f.Values, n))
	case fact.Span:
		from, err := civil.ParseMonth(casefile.CellLiteral(fact.Month, t.Text))
		to, err2 := civil.ParseMonth(casefile.CellLiteral(fact.Month, t.To))
		return fact.OfSpan(int64(from), int64(to)), err == nil && err2 == nil && from <= to && len(t.Text) != 5 && len(t.To) != 5
	case fact.Date:
		d, wrong := readDay(t.Text)
		return fact.Of(int64(d)), wrong == ""
	}
	v, err := fact.ParseLiteral(f.Type, casefile.CellLiteral(f.Type, strings.ReplaceAll(t.Text, ",", "")), nil)
	return v, err == nil && v.State == fact.Known
}

// howTo says how a kind of answer is written.
func howTo(t fact.Type) string {
	switch {
	case t.IsMoney():
		return "请填数字，单位是元，如 1000 或 1000.50"
	case t == fact.Area:
		return "请填数字，单位是平方米，如 13 或 13.5"
	case t == fact.Month:
		return "请写成 2026-05 这样的年月"
	case t == fact.Span:
		return "请写成 2025-09 这样的年月，后一个不早于前一个"
	case t == fact.Rate:
		return "请写成 42% 这样的百分数"
	case t == fact.Count, t == fact.Months:
		return "请填整数，如 3"
	}
	return "请从列出的里面选一个"
}

// textOf writes a value as a person would type it.
func textOf(f *fact.Fact, v fact.Value, s *fact.Schema) typed {
	switch {
	case v.State == fact.None:
		return typed{Word: wordNone}
	case v.State != fact.Known:
		return typed{}
	case f.Type == fact.Span:
		return typed{Text: civil.Month(v.N).String(), To: civil.Month(v.M).String()}
	case f.Type.IsMoney(), f.Type == fact.Area:
		return typed{Text: strings.TrimSuffix(money.Fen(v.N).String(), "元")}
	case f.Type == fact.Months:
		return typed{Text: strconv.FormatInt(v.N, 10)}
	}
	return typed{Text: fact.Literal(f.Type, v, s)}
}

// names calls the members by what they are to the applicant: 本人, 配偶, 子女1.
func (a *answers) names() []string {
	if a.called != nil {
		return a.called
	}
	e := &a.place.program.Schema.Entities[fact.MemberEntity]
	slot, ok := e.Slot(keyRelation)
	people := a.people()
	names, total := make([]string, len(people)), map[string]int{}
	for i := range people {
		names[i] = "第" + strconv.Itoa(i+1) + "个人"
		if ok {
			if label := e.Facts[slot].ValueLabels[people[i].Texts[slot].Text]; label != "" {
				names[i] = short(label)
			}
		}
		if i == 0 {
			names[i] = "本人"
		}
		total[names[i]]++
	}
	count := map[string]int{}
	for i, name := range names {
		if count[name]++; total[name] > 1 {
			names[i] = name + strconv.Itoa(count[name])
		}
	}
	return names
}

// short is a label without what explains it at its end.
func short(label string) string {
	before, rest, ok := strings.Cut(label, "（")
	if ok && strings.HasSuffix(rest, "）") {
		return before
	}
	return label
}
