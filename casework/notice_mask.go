package casework

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"doudi/civil"
	"doudi/pack"
	"doudi/registry"
)

// thing is one thing that a procedure may have published.
type thing uint8

const (
	whole  thing = iota // the applicant's name in full
	name                // the same, masked
	size                // how many they are
	answer              // what the review says
	sum
)

// publish are the words of the packs (publish: of a step). Whatever else a pack
// names is not published: 57号第二十四条 allows the applicant's name, the number of
// people and the amount, and the narrower holds (field.md 1.6-8). Names are
// masked unless the step asks for 申请人全名, which its citation answers for.
var publish = map[string]thing{
	"申请人全名": whole, "申请人姓名": name, "户主姓名": name, "姓名": name,
	"家庭成员人数": size, "家庭成员数量": size, "家庭人口": size,
	"初审意见": answer, "审核结果": answer, "拟保障金额": sum, "保障金额": sum, "金额": sum,
}

// publishes tells whether a step publishes a thing.
func publishes(step *pack.ProcedureStep, what thing) bool {
	return slices.ContainsFunc(step.Publish, func(word string) bool { t, known := publish[word]; return known && t == what })
}

// PublishesSum tells whether a step publishes the amount.
func PublishesSum(step *pack.ProcedureStep) bool { return publishes(step, sum) }

// published is what a notice says of the family, and nothing else does: no
// number, no illness, no child's name.
func (c *Sight) published(v View, step *pack.ProcedureStep, o Order) (lines []Finding, err error) {
	h, err := v.Household(c.Office, c.Household, registry.Now)
	if err != nil {
		return nil, err
	}
	who, count, err := c.stands(v)
	if err != nil {
		return nil, err
	}
	add := func(label, text string) { lines = append(lines, Finding{Label: label, Text: text}) }
	add("所在村（社区）", villageOf(h.Address))
	if full := publishes(step, whole); who != 0 && (full || publishes(step, name)) {
		p, err := v.Person(c.Office, who, registry.Now)
		if err != nil {
			return nil, err
		}
		add("申请人", shown(p, full, c.Today))
	}
	add("项目", c.Title())
	if decided := c.Decided(); decided != nil && step.ID != stepEndNotice {
		sites, err := v.Offices()
		if err != nil {
			return nil, err
		}
		lines = append(lines, decided.Ruling.signed(sites)...)
	}
	if publishes(step, size) {
		add("家庭人数", fmt.Sprintf("%d 人", count))
	}
	return append(lines, c.matter(step, o)...), nil
}

// stands is for whom a notice speaks: the person and nobody beside him where the
// programme is a person's (43号第十五条, 57号第八条), else the head and everybody
// who is counted (57号第七条), or who lives here while nobody has been counted.
func (c *Sight) stands(v View) (who int64, count int, err error) {
	if c.Person != 0 {
		return c.Person, 1, nil
	}
	members, err := v.MembersOf(c.Office, c.Household, registry.Now)
	for _, m := range registry.MembersOn(members, c.Today) {
		if m.Relation == "head" {
			who = m.Person
		}
		if m.Relation != "apart" {
			count++
		}
	}
	if err != nil || c.Unit == 0 {
		return who, count, err
	}
	u, err := v.Unit(c.Office, c.Unit)
	return who, len(counted(u)), err
}

// matter is what a notice says of the matter: the decision where it was made
// (社会救助法第四十五条), before it what is intended, where the step publishes that.
func (c *Sight) matter(step *pack.ProcedureStep, o Order) (lines []Finding) {
	add := func(label, text string) { lines = append(lines, Finding{Label: label, Text: text}) }
	switch decided := c.Decided(); {
	case step.ID == stepEndNotice:
		add("事项", "拟终止")
	case decided != nil:
		add("决定", decided.Ruling.decided())
	default:
		for _, word := range step.Publish {
			if publish[word] == answer {
				add(word, opinionLabel(o.Opinion))
			}
		}
	}
	if o.Opinion == Give && o.Amount != "" && publishes(step, sum) {
		add("金额", o.Amount)
	}
	return lines
}

// shown is how an applicant's name stands on a notice. Children are never shown.
func shown(p registry.Person, full bool, on civil.Date) string {
	switch {
	case civil.AgeOn(p.Birth, on) < adult:
		return "未成年人，不公示姓名"
	case full:
		return p.Name
	}
	return registry.MaskName(p.Name)
}

// opinionLabel is the word of an opinion.
func opinionLabel(id string) string {
	for _, o := range Opinions {
		if o.ID == id {
			return o.Label
		}
	}
	return ""
}

// villageOf is what a notice says of where a family lives.
func villageOf(address string) string {
	if village := villageIn(address); village != "" {
		return village
	}
	return "见张贴的地方"
}

// villageIn is an address up to its village or community, "" where it names none.
// No house is named: where a street or a number stands before the village, it is
// left out altogether.
func villageIn(address string) string {
	end := -1
	for _, word := range []string{"居委会", "社区", "村"} {
		if i := strings.Index(address, word); i >= 0 && (end < 0 || i+len(word) < end) {
			end = i + len(word)
		}
	}
	if end < 0 || houses.MatchString(address[:end]) {
		return ""
	}
	return address[:end]
}

// houses are the marks of a house in an address.
var houses = regexp.MustCompile(`[0-9０-９号栋幢（(]`)
