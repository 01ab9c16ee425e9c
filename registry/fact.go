package registry

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"doudi/civil"
	"doudi/fact"
	"doudi/fault"
)

// Subject is whom facts are about: a person or a household of an office.
type Subject struct {
	Office int64
	Of     string // "member" or "household", as the packs call them
	ID     int64
}

// The kinds of subjects.
const (
	OfMember    = "member"
	OfHousehold = "household"
)

// Fact is one answer for a span of days, and since when it was known.
//
// Key is entity.key, as household.area or income.amount; Line is the row of a
// child table, 0 where there is none. A key without a dot speaks of a table:
// income on line 0 says how much of it is known (complete, partial, or unknown:
// asked in vain), on another line that the row is there ("row", with its name behind a blank).
// Value is a literal of the pack language: none and unknown are answers; where
// nobody asked there is no Fact.
type Fact struct {
	Key        string
	Line       int64
	Value      string
	Secret     bool // a pack calls it sensitive, or did when it was stored: it is sealed and masked
	From, To   civil.Date
	Source     Source
	Evidence   int64 // number of a paper of the office, 0 if none
	Known      int64 // 0: not written yet
	Superseded int64 // 0: it stands
}

// Source says where an answer comes from.
type Source string

// The sources.
const (
	Declared  Source = "declared"  // the family said so
	Checked   Source = "checked"   // a department or bank said so
	Surveyed  Source = "surveyed"  // seen on a visit
	Estimated Source = "estimated" // reckoned by the rules for what nobody can show
	Imported  Source = "imported"
)

// sources are the words for the sources.
var sources = map[Source]string{Declared: "家庭申报", Checked: "信息核对", Surveyed: "入户调查", Estimated: "评估测算", Imported: "批量导入"}

// Label is the Chinese word of a source.
func (s Source) Label() string { return sources[s] }

// Answer is what a clerk enters: one fact for a span of days. An empty Value
// takes the answer back: as if nobody had asked. A Line below 0 is a new row;
// answers of one new row share the number.
type Answer struct {
	Key      string
	Line     int64
	Value    string
	From, To civil.Date
	Source   Source
	Evidence int64
}

// identity are the facts that follow from who somebody is and with whom he
// lives; they are changed there and nowhere else.
var identity = map[string]string{
	"member.birth_date": "出生日期随公民身份号码，请在“登记人员”里改",
	"member.sex":        "性别随公民身份号码，请在“登记人员”里改",
	"member.relation":   "与申请人关系是家庭成员的登记，请在“家庭成员”里改",
}

// EnterFacts enters answers about a subject, typed by the schema of the law
// that answers for the office. What stood for the same days is superseded; the
// other days stay. Nothing is entered if one answer is wrong.
func (r *Registry) EnterFacts(ctx context.Context, d Desk, law *fact.Schema, s Subject, answers []Answer) error {
	return r.ChangeFacts(ctx, d, law, s, Now, answers)
}

// ChangeFacts enters answers of somebody who had looked at what was known by
// the act seen. What others changed meanwhile is not overwritten unseen: that
// is a fault of kind Conflict.
func (r *Registry) ChangeFacts(ctx context.Context, d Desk, law *fact.Schema, s Subject, seen int64, answers []Answer) error {
	if s.Office != d.office() {
		return fault.New(fault.Refused, "这是另一个机构的记录；请由那个机构登记")
	}
	fresh := make([]Fact, 0, len(answers))
	for i, a := range answers {
		f, err := a.fact(law, s.Of)
		if err != nil {
			return at(err, i+1)
		}
		fresh = append(fresh, f)
	}
	return r.change(ctx, d, "household.change", func(tx Tx) error {
		if err := there(tx, s); err != nil {
			return err
		}
		standing, err := tx.Facts(s, Now)
		if err != nil {
			return err
		}
		added := slices.Clone(fresh) // the change may be tried again
		if err := errors.Join(numbered(tx, s, added), attested(tx, s, added), unseen(tx, s, seen, standing, added)); err != nil {
			return err
		}
		tx.Witness(s.Of, s.ID, fmt.Sprint(added))
		return put(tx, s, standing, added)
	})
}

// attested refuses evidence that was not brought for the household that the
// facts are about, or one in which somebody of it was: another family's paper
// proves nothing here.
func attested(v View, s Subject, fresh []Fact) error {
	var homes []int64
	for _, f := range fresh {
		if f.Evidence == 0 {
			continue
		}
		home, found, err := v.PaperOf(s.Office, f.Evidence)
		if err == nil && homes == nil {
			homes, err = homesOf(v, s)
		}
		if err != nil {
			return err
		}
		if !found || !slices.Contains(homes, home) {
			return fault.Newf(fault.BadInput, "材料编号：这一家没有编号为 %d 的材料，或已经撤下；请核对，或先在这一家的“材料”里上传", f.Evidence).At(0, "evidence")
		}
	}
	return nil
}

// homesOf are the households of an office in which a person was, or in which the
// people of a household were.
func homesOf(v View, s Subject) (homes []int64, err error) {
	people := []int64{s.ID}
	if s.Of == OfHousehold {
		homes, people = []int64{s.ID}, nil
		members, err := v.MembersOf(s.Office, s.ID, Now)
		if err != nil {
			return nil, err
		}
		for _, m := range members {
			people = append(people, m.Person)
		}
	}
	for _, id := range people {
		theirs, err := v.MembershipsOf(s.Office, id, Now)
		if err != nil {
			return nil, err
		}
		for _, m := range theirs {
			homes = append(homes, m.Household)
		}
	}
	return homes, nil
}

// unseen refuses answers about what was changed after the act seen.
func unseen(v View, s Subject, seen int64, standing, fresh []Fact) error {
	if seen == Now {
		return nil
	}
	before, err := v.Facts(s, seen)
	if err != nil {
		return err
	}
	for _, f := range fresh {
		same := func(o Fact) bool { return o.Key != f.Key || o.Line != f.Line }
		if !slices.Equal(spans(before, same), spans(standing, same)) {
			return fault.New(fault.Conflict, "别人刚刚改过这里的内容；请看过新的内容，再改一次")
		}
	}
	return nil
}

// spans are the acts that the facts stand by, without some of them.
func spans(list []Fact, but func(Fact) bool) (acts []string) {
	for _, f := range list {
		if !but(f) {
			acts = append(acts, fmt.Sprint(f.Known, f.From, f.To))
		}
	}
	return acts
}

// put writes answers in the place of what stood on their days.
func put(tx Putting, s Subject, standing, added []Fact) error {
	next := slices.Clone(standing)
	for _, f := range added {
		next = overlay(withRow(next, f), f)
	}
	return tx.SaveFacts(s, gone(standing, next), unwritten(next))
}

// at puts the row into a fault, where it is one.
func at(err error, row int) error {
	if e, ok := err.(*fault.Error); ok {
		return e.At(row, e.Field)
	}
	return err
}

// there refuses facts about nobody.
func there(v View, s Subject) (err error) {
	if s.Of == OfHousehold {
		h, err := v.Household(s.Office, s.ID, Now)
		if err == nil && h.State != Open {
			return fault.New(fault.Refused, "这个家庭已经分户、并户或迁出，不能再登记；请到它的新家庭里办理")
		}
		return err
	}
	if _, moved, err := v.Alias(s.Office, s.ID); err != nil || moved {
		if err == nil {
			err = fault.New(fault.Refused, "这个人的记录已经合并或迁出，不能再登记；请到新的编号下办理")
		}
		return err
	}
	_, err = v.Person(s.Office, s.ID, Now)
	return err
}

// fact checks an answer against the schema.
func (a Answer) fact(law *fact.Schema, of string) (Fact, error) {
	f := Fact{Key: a.Key, Line: a.Line, Value: a.Value, From: a.From, To: a.To, Source: a.Source, Evidence: a.Evidence}
	if because, ok := identity[a.Key]; ok {
		return f, named(a.Key, because)
	}
	if a.From > a.To {
		return f, named(a.Key, "起日晚于止日；请对调")
	}
	if !slices.Contains([]Source{Declared, Checked, Surveyed, Estimated, Imported}, a.Source) {
		return f, named(a.Key, "没有写明来源；请选“申报、核对、入户、评估、导入”中的一种")
	}
	entity, key, dotted := strings.Cut(a.Key, ".")
	id, ok := law.Entity(entity)
	if !ok || id < 0 || !about(law, id, of) {
		return f, named(a.Key, "这里没有这一项；请核对名称")
	}
	if table := id > fact.MemberEntity; table != (a.Line != 0 || !dotted) {
		return f, named(a.Key, "表里的内容要写明第几行，不是表的不写行；请核对")
	}
	if !dotted {
		return f, a.table(law, id)
	}
	slot, ok := law.Entities[id].Slot(key)
	if !ok {
		return f, named(a.Key, "这里没有这一项；请核对名称")
	}
	about := &law.Entities[id].Facts[slot]
	f.Secret = about.Sensitivity != ""
	value, err := literal(law, about, a.Value)
	f.Value = value
	return f, err
}

// about tells that an entity is the subject's own or a table that hangs on it.
func about(law *fact.Schema, id fact.EntityID, of string) bool {
	owner := id
	if id > fact.MemberEntity {
		owner = law.Entities[id].Parent
	}
	return owner == map[string]fact.EntityID{OfHousehold: fact.HouseholdEntity, OfMember: fact.MemberEntity}[of]
}

// table checks what is said of a table or a row of it.
func (a Answer) table(law *fact.Schema, id fact.EntityID) error {
	label := law.Entities[id].Label
	switch {
	case a.Line == 0 && !slices.Contains([]string{"complete", "partial", "unknown", ""}, a.Value):
		return named(label, "只能填 complete（都在这里了）、partial（可能还有）或 unknown（问过，不知道），没有问过就留空")
	case a.Line != 0 && a.Value != "" && a.Value != "row" && !strings.HasPrefix(a.Value, "row "):
		return named(label, "一行写成 row，名称写在空格后面；删去这一行就留空")
	case len(onlyDigits(a.Value)) >= 9:
		return named(label, "名称里有长串数字，像证件或电话号码；请只写名称")
	}
	return nil
}

// named is a fault about a field.
func named(field, sentence string) error {
	return fault.New(fault.BadInput, field+"："+sentence).At(0, field)
}

// literal reads a value and gives it in the form that is stored.
func literal(law *fact.Schema, f *fact.Fact, text string) (string, error) {
	if text == "" {
		return "", nil
	}
	v, err := fact.ParseLiteral(f.Type, text, law.Symbol)
	switch {
	case text == "unknown" && f.MayBeUnknown:
		return text, nil
	case text == "none" && !f.MayBeNone:
		return "", named(f.Label, "这一项不能填“无”；金额没有就填0元，没有问过就不要填")
	case text == "unknown":
		return "", named(f.Label, "这一项不能填“不知道”；没有问过就不要填")
	case err != nil && f.Sensitivity != "":
		return "", named(f.Label, "填写的不是这一项的内容；请从列表里选，或照要求的样子填（要保密的，这里不重复）")
	case err != nil:
		return "", named(f.Label, fault.Sentence(err))
	case v.State == fact.Known && f.Type == fact.Enum && len(f.Values) > 0 && !slices.Contains(f.Values, v.N):
		return "", named(f.Label, "没有这个选项；请从列表里选")
	case v.State == fact.Known && f.HasBounds && (v.N < f.Low || v.N > f.High):
		return "", named(f.Label, "超出范围（"+f.Format(fact.Of(f.Low), law)+"至"+f.Format(fact.Of(f.High), law)+"）；请核对")
	}
	return written(law, f, v), nil
}

// written is the stored form of a value: words stand in quotes, so that an enum
// value called none is not the answer none.
func written(law *fact.Schema, f *fact.Fact, v fact.Value) string {
	text := fact.Literal(f.Type, v, law)
	if v.State == fact.Known && (f.Type == fact.Enum || f.Type == fact.Place) {
		return "'" + text + "'"
	}
	return text
}

// numbered gives new rows their numbers, which no row of the table ever had.
func numbered(v lining, s Subject, fresh []Fact) error {
	given := map[string]int64{}
	last := map[string]int64{}
	for i := range fresh {
		f := &fresh[i]
		if f.Line >= 0 {
			continue
		}
		table, _, _ := strings.Cut(f.Key, ".")
		row := fmt.Sprint(table, " ", f.Line)
		if given[row] == 0 {
			if _, ok := last[table]; !ok {
				n, err := v.LastLine(s, table)
				if err != nil {
					return err
				}
				last[table] = n
			}
			last[table]++
			given[row] = last[table]
		}
		f.Line = given[row]
	}
	return nil
}

// withRow sees that an answer about a row finds the row there on its days, and
// that a row taken back takes its answers along.
func withRow(standing []Fact, f Fact) []Fact {
	table, _, dotted := strings.Cut(f.Key, ".")
	switch {
	case f.Line == 0:
		return standing
	case dotted && f.Value != "":
		row := Fact{Key: table, Line: f.Line, Value: "row", From: f.From, To: f.To, Source: f.Source, Evidence: f.Evidence}
		if covered(standing, row) {
			return standing
		}
		return overlay(standing, row)
	case !dotted && f.Value == "":
		for _, old := range slices.Clone(standing) {
			if strings.HasPrefix(old.Key, table+".") && old.Line == f.Line {
				standing = overlay(standing, Fact{Key: old.Key, Line: f.Line, From: f.From, To: f.To})
			}
		}
	}
	return standing
}

// covered tells that every day of a row is there already.
func covered(standing []Fact, row Fact) bool {
	day := row.From
	for _, f := range sorted(standing) {
		if f.Key == row.Key && f.Line == row.Line && f.From <= day && day <= f.To {
			if f.To >= row.To {
				return true
			}
			day = f.To + 1
		}
	}
	return false
}

// sorted is a list of facts by key, line and day.
func sorted(list []Fact) []Fact {
	return slices.SortedFunc(slices.Values(list), func(a, b Fact) int {
		return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.Line, b.Line), cmp.Compare(a.From, b.From))
	})
}
