package casefile

import (
	"strings"

	"doudi/fact"
	"doudi/gb"
	"doudi/pack"
)

// joins are the columns that say whose row it is, and what a family has beside
// facts.
func (t *template) joins(id fact.EntityID) []templateColumn {
	columns := []templateColumn{{text: "户编号*", hint: "自己编，一户一个编号，各张表里写得一样", example: exampleID}}
	name := templateColumn{text: "姓名*", hint: "照证件填写；同一户里两个同名的人，在姓名后加编号", example: "张三"}
	row := templateColumn{text: "名称", hint: "可以不填；只用来认这一条"}
	switch {
	case id == fact.HouseholdEntity:
		return append(columns, t.family()...)
	case id == fact.MemberEntity:
		columns = append(columns, name,
			templateColumn{text: "公民身份号码", hint: "18位，照证件录入；没有证件的留空，另填出生日期和性别", example: "照证件填18位"},
			templateColumn{text: "联系电话", hint: "11位手机号，或带区号的固定电话"},
			templateColumn{text: "银行账号", hint: "照存折或社会保障卡"})
		if t.v.sex < 0 {
			columns = append(columns, templateColumn{text: "性别", options: []string{"男", "女"}, hint: "从列表里选；填了公民身份号码的可以不填"})
		}
	case t.v.schema.IsAncestor(fact.MemberEntity, id):
		columns = append(columns, name, row)
	default:
		columns = append(columns, row)
	}
	return columns
}

// family are the columns of a family beside its number and facts.
func (t *template) family() []templateColumn {
	code, _ := strings.CutPrefix(t.v.pack.ID, "cn-")
	if _, ok := gb.PlaceCode(code); !ok {
		code = "350421"
	}
	columns := []templateColumn{
		{text: "地区*", hint: "办理地的区划代码；在自己机构的网页上导入时可以不填", example: code},
		{text: "申请日期", hint: dayHint + "；登记的内容从这一天起有效", example: "2026-01-15"},
		{text: "计算日期", hint: dayHint + "；留空就用申请日期"},
		{text: "申请项目", hint: "留空表示全部都算；只申请几项就写项目名称，用顿号隔开"},
		{text: "住址", hint: "写到门牌"},
		{text: "村（社区）", hint: "由哪个村（社区）的协理员走访、张贴，照机构的名称写；没有协理员的留空"},
	}
	for _, c := range t.v.pack.Choices {
		columns = append(columns, templateColumn{text: "选择." + c.Label, options: optionLabels(c), hint: "家庭已作的选择；没有选就留空"})
	}
	return columns
}

// optionLabels are the answers of a choice.
func optionLabels(c *pack.Choice) []string {
	var labels []string
	for _, o := range c.Options {
		if o.Label == "" {
			labels = append(labels, o.ID)
		} else {
			labels = append(labels, o.Label)
		}
	}
	return labels
}

// facts are the columns of an entity's facts, then of its child tables. The
// example answers what must be answered, and all of a child table's row.
func (t *template) facts(id fact.EntityID) []templateColumn {
	e := &t.v.schema.Entities[id]
	var columns []templateColumn
	for slot := range e.Facts {
		f := &e.Facts[slot]
		c := templateColumn{text: f.Label, options: t.options(f), hint: t.hint(f)}
		if f.Label == "" || t.v.entities[id].facts[narrow(f.Label)] != slot {
			c.text = f.Key // two facts of one label: the key is clear
		}
		if f.Required {
			c.text += "*"
		}
		if f.Required || id > fact.MemberEntity {
			c.example = t.example(f)
		}
		columns = append(columns, c)
	}
	for _, table := range e.Tables {
		if table != fact.MemberEntity {
			columns = append(columns, templateColumn{text: t.v.label(table), options: []string{"无", "全", "不全"},
				hint: "问过、没有填“无”；另一张表里都写了填“全”，可能还有填“不全”；没有问过就留空"})
		}
	}
	return columns
}

// options are the answers of a fact to choose from, none for quantities.
func (t *template) options(f *fact.Fact) []string {
	var options []string
	switch f.Type {
	case fact.Bool:
		options = []string{"是", "否"}
	case fact.Enum:
		for _, n := range f.Values {
			options = append(options, f.Format(fact.Of(n), t.v.schema))
		}
	case fact.Count:
		if f.Unit == "" || f.High-f.Low >= listed {
			return nil
		}
		for n := f.Low; n <= f.High; n++ {
			options = append(options, f.Format(fact.Of(n), t.v.schema))
		}
	default:
		return nil
	}
	if f.MayBeNone {
		options = append(options, "无")
	}
	if f.MayBeUnknown {
		options = append(options, "不知道")
	}
	return options
}

// listed is how many steps a counted fact may have to be picked from a list.
const listed = 12

// dayHint says how a day is written.
const dayHint = "日期，如 2020-03-15"

// units say how a quantity is written and in which unit.
var units = map[fact.Type]string{
	fact.Money: "金额，单位元，可以写到分，如 1200 或 1200.50", fact.MoneyMonth: "每月多少元，可以写到分，如 538",
	fact.MoneyYear: "每年多少元，可以写到分，如 6456", fact.MoneyDay: "每天多少元，可以写到分，如 50",
	fact.Rate: "比例，如 42%", fact.Count: "整数", fact.Months: "几个月，写整数", fact.Date: dayHint, fact.Month: "月份，如 2020-03",
	fact.Span: "起止月份，如 2019年3月至2020年2月；一整年写 2019年", fact.Area: "面积，单位平方米，如 80.5",
	fact.Bool: "从列表里选", fact.Enum: "从列表里选", fact.Place: "区划代码，如 350421",
}

// hint says how a fact is filled: unit, bounds, and the words for no value.
func (t *template) hint(f *fact.Fact) string {
	hint := units[f.Type]
	if f.HasBounds && f.Type != fact.Enum && f.Type != fact.Bool {
		hint += "；在" + f.Format(fact.Of(f.Low), t.v.schema) + "至" + f.Format(fact.Of(f.High), t.v.schema) + "之间"
	}
	if f.MayBeNone {
		hint += "；问过、没有就填“无”"
	} else if f.Type.IsMoney() {
		hint += "；没有就填 0"
	}
	if f.MayBeUnknown {
		hint += "；问过、不清楚填“不知道”"
	}
	if f.Required {
		return hint + "；必填"
	}
	return hint + "；没有问过就留空"
}

// examples are answers for quantities.
var examples = map[fact.Type]string{
	fact.Money: "1200", fact.MoneyMonth: "538", fact.MoneyYear: "6456", fact.MoneyDay: "50", fact.Rate: "42%", fact.Count: "1", fact.Months: "6",
	fact.Date: "1980-03-15", fact.Month: "2025-03", fact.Span: "2025年1月至2025年12月", fact.Area: "80.5", fact.Bool: "是", fact.Place: "350421",
}

// example answers a fact: the first of its options, or a quantity. The applicant
// stands first among the relations.
func (t *template) example(f *fact.Fact) string {
	if options := t.options(f); f.Type == fact.Enum && len(options) > 0 {
		return options[0]
	}
	return examples[f.Type]
}
