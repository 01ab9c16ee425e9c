package casefile

import (
	"maps"
	"slices"
	"strings"

	"doudi/fact"
)

// columnKind says whose answer a column of a table holds.
type columnKind uint8

const (
	colUnknown columnKind = iota
	colFamily             // region, dates, claims
	colFact               // a fact of the column's entity
	colPerson             // name or number of a member
	colName               // the name of a child row
	colStatus             // whether a child table was asked: 无, 全, 不全
	colChoice             // the option taken in a choice
)

// column is what one heading means.
type column struct {
	kind   columnKind
	key    string        // key of the family form; plural for colStatus
	entity fact.EntityID // owner of the fact or of the child table
}

// idHeadings name the column that says which family a row belongs to.
var idHeadings = []string{"户编号", "家庭编号", "户号", "family"}

// headingKeys are the headings of what a family has beside facts.
var headingKeys = map[string]string{
	"地区": "region", "区划代码": "region", "region": "region",
	"申请日期": "applied_on", "applied_on": "applied_on",
	"决定日期": "decided_on", "decided_on": "decided_on",
	"计算日期": "as_of", "as_of": "as_of",
	"待遇月份": "month", "month": "month",
	"申请项目": "claims", "claims": "claims",
	"住址": "address", "address": "address",
	"村（社区）": "village", "村(社区)": "village", "village": "village",
}

// personKeys are the headings of what a member has beside facts.
var personKeys = map[string]string{
	"姓名": "name", "成员": "name", "成员姓名": "name", "member": "name",
	"公民身份号码": "number", "身份证号": "number", "身份证号码": "number", "number": "number",
	"联系电话": "phone", "手机号码": "phone", "phone": "phone",
	"银行账号": "account", "account": "account",
	"性别": sexKey, "sex": sexKey,
}

// sexKey is the one key of a member that a pack may declare as a fact; then it
// is that.
const sexKey = "sex"

// personKey is the key of a member that a heading means beside facts.
func (v *vocabulary) personKey(text string) (string, bool) {
	key, ok := personKeys[text]
	return key, ok && !(key == sexKey && v.sex >= 0)
}

// errorHeading stands over the column in which WriteMarked says what is wrong;
// what stands below it is no answer.
const errorHeading = "错误"

// isAsideHeading tells whether a column holds no answers: the family's number,
// and what was wrong with the sheet before.
func isAsideHeading(h string) bool { return h == errorHeading || isIDHeading(h) }

// exampleID begins the number of the family with which a template shows how it
// is filled in; nobody means it.
const exampleID = "示例"

// isExample tells whether a family is the template's own.
func isExample(id string) bool { return strings.HasPrefix(id, exampleID) }

// heading cleans a heading: the star of obligatory columns and blanks go.
func heading(s string) string {
	return strings.TrimSpace(strings.Trim(narrow(s), "*"))
}

// flatColumn says what a heading of a CSV file means, where all entities share
// the rows: members and households by their own headings, child tables as
// 收入.金额.
func (v *vocabulary) flatColumn(text string) column {
	if c, ok := v.columns[text]; ok {
		return c
	}
	c := v.readFlat(text)
	if len(v.columns) < 10000 {
		v.columns[text] = c
	}
	return c
}

// readFlat reads a heading that is not remembered yet.
func (v *vocabulary) readFlat(text string) column {
	if key, ok := headingKeys[text]; ok {
		return column{kind: colFamily, key: key}
	}
	if key, ok := v.personKey(text); ok {
		return column{kind: colPerson, key: key, entity: fact.MemberEntity}
	}
	member, household := v.ownColumn(fact.MemberEntity, text), v.ownColumn(fact.HouseholdEntity, text)
	switch {
	case member.kind != colUnknown && household.kind != colUnknown:
		return column{} // it has to say whose it is
	case member.kind != colUnknown:
		return member
	case household.kind != colUnknown:
		return household
	}
	return v.qualified(text)
}

// qualified reads a heading that names its entity, as 收入.金额 does, or a
// choice.
func (v *vocabulary) qualified(text string) column {
	at := strings.IndexAny(text, ".:/")
	if at <= 0 {
		return column{}
	}
	table, rest := strings.TrimSpace(text[:at]), strings.TrimSpace(text[at+1:])
	if table == "选择" || table == "chosen" {
		return column{kind: colChoice, key: rest}
	}
	for id := range v.entities {
		if v.entities[id].words[table] {
			return v.ownColumn(fact.EntityID(id), rest)
		}
	}
	return column{}
}

// ownColumn reads a heading within one entity.
func (v *vocabulary) ownColumn(id fact.EntityID, text string) column {
	w := &v.entities[id]
	if slot, ok := w.facts[text]; ok && text != "" {
		return column{kind: colFact, key: v.schema.Entities[id].Facts[slot].Key, entity: id}
	}
	if table, ok := w.tables[text]; ok && text != "" {
		return column{kind: colStatus, key: v.schema.Entities[table].Plural, entity: id}
	}
	if id > fact.MemberEntity && (text == "名称" || text == "name") {
		return column{kind: colName, key: "name", entity: id}
	}
	return column{}
}

// sheetColumn says what a heading of a sheet means.
func (v *vocabulary) sheetColumn(id fact.EntityID, text string) column {
	if key, ok := headingKeys[text]; ok && id == fact.HouseholdEntity {
		return column{kind: colFamily, key: key}
	}
	if key, ok := v.personKey(text); ok && (id == fact.MemberEntity || key == "name" && v.schema.IsAncestor(fact.MemberEntity, id)) {
		return column{kind: colPerson, key: key, entity: fact.MemberEntity}
	}
	if own := v.ownColumn(id, text); own.kind != colUnknown {
		return own
	}
	return v.qualified(text)
}

// sheetEntity finds the entity of a sheet by its name.
func (v *vocabulary) sheetEntity(name string) (fact.EntityID, bool) {
	for id := range v.entities {
		if v.entities[id].words[narrow(name)] {
			return fact.EntityID(id), true
		}
	}
	return 0, false
}

// headings lists what may stand at the head of a sheet, or of a CSV file, for
// suggestions.
func (v *vocabulary) headings(sheet string) []string {
	words := slices.Sorted(maps.Keys(headingKeys))
	words = append(words, slices.Sorted(maps.Keys(personKeys))...)
	for id := range v.entities {
		own := v.entities[id].labels
		if of, ok := v.sheetEntity(sheet); ok && of == fact.EntityID(id) || id <= int(fact.MemberEntity) {
			words = append(words, own...)
		}
		for _, label := range own {
			words = append(words, v.label(fact.EntityID(id))+"."+label)
		}
	}
	return words
}
