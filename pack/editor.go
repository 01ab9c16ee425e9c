package pack

import (
	"bytes"
	"encoding/json"

	"doudi/fact"
)

// SchemaKinds are the files that SchemaJSON knows: pack.yaml, facts.yaml,
// sources.yaml, subject files, files in procedures and in cases, and the
// family files that people hand in; "any" is any file of a pack.
var SchemaKinds = []string{"pack", "facts", "sources", "subject", "procedures", "cases", "input", "any"}

// SchemaJSON is the JSON Schema of a kind of file, for editors. It is written
// from the key tables that the loader itself uses. Nil for an unknown kind.
func SchemaJSON(kind string) []byte {
	if kind == "any" {
		return anyFileSchema()
	}
	titles := map[string]string{"pack": "pack.yaml", "facts": "facts.yaml", "sources": "sources.yaml", "subject": "主题文件",
		"procedures": "办理程序", "cases": "案例", "input": "家庭文件"}
	s := shapeOfFile(kind)
	if s == nil {
		return nil
	}
	return schemaDocument(titles[kind], s.schema(""))
}

func shapeOfFile(kind string) *shape {
	switch kind {
	case "pack":
		return packShape
	case "facts":
		return factsFileShape
	case "sources":
		return sourcesFileShape
	case "subject":
		return subjectShape
	case "procedures":
		return proceduresFileShape
	case "cases", "input":
		return familyFileShape(&shape{is: isAny}, &shape{is: isAny}, kind == "cases")
	}
	return nil
}

func anyFileSchema() []byte {
	var options []any
	for _, kind := range []string{"pack", "facts", "sources", "subject", "procedures", "cases"} {
		options = append(options, shapeOfFile(kind).schema(""))
	}
	return schemaDocument("政策包的文件", map[string]any{"anyOf": options})
}

func schemaDocument(title string, schema map[string]any) []byte {
	schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	schema["title"] = title
	var b bytes.Buffer
	out := json.NewEncoder(&b)
	out.SetEscapeHTML(false)
	out.SetIndent("", " ")
	if out.Encode(schema) != nil {
		return nil // cannot happen: strings, lists and maps of them only
	}
	return b.Bytes()
}

// InputSchemaJSON is the JSON Schema of family files under this pack: every
// entity and fact that the chain declares. With cases it also knows expect,
// why and figures.
func (r *Resolved) InputSchemaJSON(cases bool) []byte {
	household := r.entityShape(fact.HouseholdEntity)
	member := r.entityShape(fact.MemberEntity)
	return schemaDocument("家庭文件("+r.Labels[r.ID]+")", familyFileShape(household, member, cases).schema(""))
}

// entityShape is one row of an entity with its child tables.
func (r *Resolved) entityShape(id fact.EntityID) *shape {
	e := &r.Schema.Entities[id]
	var keys []field
	if id != fact.HouseholdEntity {
		keys = append(keys, may("name", "姓名或名称", aText))
	}
	if id == fact.MemberEntity {
		keys = append(keys, may("number", "居民身份号码，加引号", &shape{is: isPattern, match: `^[0-9]{14}[0-9X]([0-9]{2}[0-9Xx])?$`}))
	}
	for i := range e.Facts {
		f := &e.Facts[i]
		keys = append(keys, field{f.Key, f.Label, r.factShape(f), false})
	}
	for _, table := range e.Tables {
		if table != fact.MemberEntity {
			child := &r.Schema.Entities[table]
			keys = append(keys, may(child.Plural, child.Label, tableOf(r.entityShape(table))))
		}
	}
	return object(keys...)
}

// tableOf is a complete list, or the known rows of an incomplete one.
func tableOf(row *shape) *shape {
	return either(list(row), object(must("complete", "写 false：还可能有别的", aFlag), must("rows", "已知的各行", list(row))))
}

func (r *Resolved) factShape(f *fact.Fact) *shape {
	options := []*shape{valueShape(f.Type)}
	if f.Type == fact.Enum {
		var values []string
		for _, n := range f.Values {
			values = append(values, r.Schema.SymbolName(n))
		}
		options[0] = words(values...)
	}
	if f.MayBeNone {
		options = append(options, words("none"))
	}
	if f.MayBeUnknown {
		options = append(options, words("unknown"))
	}
	return either(options...)
}

// valueShape is how a value of a type is written.
func valueShape(t fact.Type) *shape {
	match := map[fact.Type]string{fact.Rate: `^[0-9]+(\.[0-9]{1,4})?%$`, fact.Months: `^[0-9]+ months?$`,
		fact.Month: `^[0-9]{4}-[0-9]{2}$`, fact.Span: `^[0-9]{4}-[0-9]{2}/[0-9]{4}-[0-9]{2}$`,
		fact.Area: `^[0-9]+(\.[0-9]{1,2})?平方米$`, fact.Place: `^[0-9]{2,12}$`}[t]
	switch {
	case t.IsMoney():
		match = `^-?[0-9]+(\.[0-9]{1,2})?元$`
	case t == fact.Date:
		return aDay
	case t == fact.Bool:
		return aFlag
	case t == fact.Count:
		return aNumber
	}
	return &shape{is: isPattern, match: match}
}

// familyFileShape is a family file around the shapes of household and member.
func familyFileShape(household, member *shape, cases bool) *shape {
	month := &shape{is: isPattern, match: `^[0-9]{4}-[0-9]{2}$`}
	keys := []field{
		must("name", "这一家的名称", aText),
		may("region", "办理地的区划代码，加引号", &shape{is: isPattern, match: `^[0-9]{2,12}$`}),
		may("applied_on", "申请日", aDay),
		may("decided_on", "决定日", aDay),
		may("as_of", "按哪一天来看", aDay),
		may("month", "待遇所属月", month),
		may("claims", "申请哪些项目；不写就是全部", list(aName)),
		may("chosen", "已经作出的选择", mapOf(aName)),
		may("household", "家庭的情况", household),
		must("members", "家庭成员", list(member)),
	}
	if cases {
		keys = append(keys, may("expect", "应得的结果", mapOf(expectShape)), must("why", "怎样用手算出来", aText),
			may("figures", "只为这个案例改动的数值", mapOf(&shape{is: isAny})))
	}
	return object(must("format", "格式版本：1", words("1")), must("families", "各家", list(object(keys...))))
}

// expectShape: parts of the amount stand beside the known keys.
var expectShape = object(
	may("status", "结果", words("entitled", "leaving", "refused", "excluded", "choice", "waiting", "undetermined", "not_claimed", "not_listed")),
	may("because", "由哪些规则决定", oneOrList(aName)),
	may("total", "合计；经办人尚未决定的写成区间 [最少, 最多]", oneOrList(aText)),
	may("missing", "还缺哪些事实", oneOrList(aText)),
	may("bearers", "各由谁承担多少；写了就要写全", mapOf(oneOrList(aText))),
	may("starts", "从哪个月起发", valueShape(fact.Month)),
	may("recheck", "几个月复核一次", valueShape(fact.Months)),
).open(oneOrList(aText))

// schema writes a shape as JSON Schema.
func (s *shape) schema(doc string) map[string]any {
	out := s.bareSchema()
	if doc != "" {
		out["description"] = doc
	}
	return out
}

func (s *shape) bareSchema() map[string]any {
	switch s.is {
	case isObject:
		return s.objectSchema()
	case isMap:
		return map[string]any{"type": "object", "additionalProperties": s.of.schema("")}
	case isList:
		return map[string]any{"type": "array", "items": s.of.schema("")}
	case isEither:
		return s.eitherSchema()
	case isWord:
		return wordSchema(s.words)
	case isFlag:
		return map[string]any{"type": "boolean"}
	case isNumber:
		return map[string]any{"type": "integer", "minimum": 0}
	case isAny:
		return map[string]any{}
	}
	return s.textSchema()
}

// wordSchema allows 1 beside "1": YAML reads a bare number as a number.
func wordSchema(words []string) map[string]any {
	var values []any
	for _, w := range words {
		values = append(values, w)
		if w == "1" {
			values = append(values, 1)
		}
	}
	return map[string]any{"enum": values}
}

func (s *shape) textSchema() map[string]any {
	pattern := map[shapeKind]string{isName: idPattern.String(), isLabelID: labelIDPattern.String(), isEnumValue: codePattern.String(),
		isDay: `^[0-9]{4}-[0-9]{2}-[0-9]{2}$`, isCite: citePattern.String(), isPattern: s.match}[s.is]
	switch {
	case s.is == isText:
		return map[string]any{"type": []any{"string", "number"}}
	case pattern == "":
		return map[string]any{"type": []any{"string", "number", "boolean"}}
	}
	return map[string]any{"type": "string", "pattern": pattern}
}

func (s *shape) eitherSchema() map[string]any {
	var options []any
	for _, o := range s.either {
		options = append(options, o.schema(""))
	}
	return map[string]any{"anyOf": options}
}

func (s *shape) objectSchema() map[string]any {
	properties := make(map[string]any)
	required := []any{}
	for _, f := range s.keys {
		properties[f.name] = f.shape.schema(f.doc)
		if f.required {
			required = append(required, f.name)
		}
	}
	out := map[string]any{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		out["required"] = required
	}
	if s.of != nil {
		out["additionalProperties"] = s.of.schema("")
	}
	return out
}
