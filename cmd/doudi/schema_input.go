package main

import (
	"fmt"

	"doudi/fact"
	"doudi/pack"
)

// object is a JSON object; encoding/json sorts its keys, so the text is stable.
type object map[string]any

// inputSchema is the JSON Schema of family files for one resolved pack, for
// editors and for whoever exports families from another system. It describes
// the form; the loader says more, in Chinese.
func inputSchema(r *pack.Resolved) object {
	s := r.Schema
	return object{
		"$schema":              "https://json-schema.org/draft/2020-12/schema",
		"title":                "家庭文件（" + r.Labels[r.ID] + "）",
		"type":                 "object",
		"required":             []string{"format", "families"},
		"additionalProperties": false,
		"properties": object{
			"format":   object{"const": formatVersion, "description": "格式版本"},
			"families": object{"type": "array", "items": familySchema(s)},
		},
	}
}

// familySchema is one family.
func familySchema(s *fact.Schema) object {
	day := literalSchema(&fact.Fact{Type: fact.Date}, s)
	return object{
		"type": "object", "required": []string{"name", "members"}, "additionalProperties": false,
		"properties": object{
			"name":       object{"type": "string", "description": "家庭的名称或编号，只用于输出"},
			"region":     object{"type": "string", "pattern": "^[0-9]{2,12}$", "description": "办理地的行政区划代码，加引号"},
			"applied_on": day, "decided_on": day, "as_of": day,
			"month":     literalSchema(&fact.Fact{Type: fact.Month}, s),
			"claims":    object{"type": "array", "items": object{"type": "string"}, "description": "申请哪些待遇；不写就是都问"},
			"address":   object{"type": "string", "description": "住址，只供登记；判定不用"},
			"village":   object{"type": "string", "description": "由哪个村（社区）办，只供登记；判定不用"},
			"chosen":    object{"type": "object", "additionalProperties": object{"type": "string"}, "description": "已经作出的选择"},
			"household": entitySchema(s, fact.HouseholdEntity, object{}),
			"members": object{"type": "array", "minItems": 1, "items": entitySchema(s, fact.MemberEntity, object{
				"name":    object{"type": "string", "description": "称呼"},
				"number":  object{"type": "string", "description": "公民身份号码，加引号；由它得出出生日期"},
				"phone":   object{"type": "string", "description": "联系电话，加引号，只供登记"},
				"sex":     object{"enum": []string{"male", "female"}, "description": "性别，没有证件号码的登记时要填"},
				"account": object{"type": "string", "description": "银行账号，加引号，只供登记"},
			})},
		},
	}
}

// entitySchema is the facts and child tables of one entity, with more keys.
func entitySchema(s *fact.Schema, of fact.EntityID, keys object) object {
	e := &s.Entities[of]
	for i := range e.Facts {
		keys[e.Facts[i].Key] = literalSchema(&e.Facts[i], s)
	}
	for _, t := range e.Tables {
		if t != fact.MemberEntity {
			keys[s.Entities[t].Plural] = tableSchema(s, t)
		}
	}
	return object{"type": "object", "additionalProperties": false, "properties": keys, "description": e.Label}
}

// tableSchema is a child table: absent was not asked, a list is complete, an
// object with complete: false is known in part.
func tableSchema(s *fact.Schema, of fact.EntityID) object {
	rows := object{"type": "array", "items": entitySchema(s, of, object{})}
	part := object{"type": "object", "required": []string{"complete", "rows"}, "additionalProperties": false,
		"properties": object{"complete": object{"type": "boolean"}, "rows": rows}}
	return object{"anyOf": []any{rows, part}, "description": s.Entities[of].Label + "：不写是没问过，空列表是没有"}
}

// patterns are the literals that are texts, by type.
var patterns = map[fact.Type]string{
	fact.Money: moneyPattern, fact.MoneyMonth: moneyPattern, fact.MoneyYear: moneyPattern, fact.MoneyDay: moneyPattern,
	fact.Rate:  `^-?[0-9]+(\.[0-9]{1,4})?%$`,
	fact.Date:  `^[0-9]{4}-[0-9]{2}-[0-9]{2}$`,
	fact.Month: `^[0-9]{4}-[0-9]{2}$`,
	fact.Span:  `^[0-9]{4}-[0-9]{2}/[0-9]{4}-[0-9]{2}$`,
	fact.Area:  `^[0-9]+(\.[0-9]{1,2})?平方米$`, fact.Months: `^[0-9]+ months$`, fact.Place: `^[0-9]{2,12}$`,
}

const moneyPattern = `^-?[0-9]+(\.[0-9]{1,2})?元$`

// literalSchema is what may be written for one fact.
func literalSchema(f *fact.Fact, s *fact.Schema) object {
	o := object{}
	switch f.Type {
	case fact.Count:
		o["type"] = "integer"
	case fact.Bool:
		o["type"] = "boolean"
	case fact.Enum:
		o["enum"] = symbolNames(f, s)
	default:
		o["type"], o["pattern"] = "string", patterns[f.Type]
	}
	var words []string
	if f.MayBeNone {
		words = append(words, "none")
	}
	if f.MayBeUnknown {
		words = append(words, "unknown")
	}
	if len(words) > 0 {
		o = object{"anyOf": []any{o, object{"enum": words}}}
	}
	if f.Label != "" {
		o["description"] = f.Label + labelList(f, s)
	}
	return o
}

// symbolNames are the words of an enum.
func symbolNames(f *fact.Fact, s *fact.Schema) []string {
	names := make([]string, len(f.Values))
	for i, v := range f.Values {
		names[i] = s.SymbolName(v)
	}
	return names
}

// labelList explains the words of an enum.
func labelList(f *fact.Fact, s *fact.Schema) string {
	text := ""
	for _, v := range symbolNames(f, s) {
		if l := f.ValueLabels[v]; l != "" {
			text += fmt.Sprintf(" %s=%s", v, l)
		}
	}
	return text
}
