package engine

import (
	"slices"
	"strconv"

	"doudi/fact"
	"doudi/gb"
	"doudi/policy"
)

// sortedKeys lists the keys of a set in ascending order.
func sortedKeys(set map[int64]bool) []int64 {
	list := make([]int64, 0, len(set))
	for k := range set {
		list = append(list, k)
	}
	slices.Sort(list)
	return list
}

// orderedKeys lists the keys of a map of texts in order.
func orderedKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// subject names the rule that a node stands in, for errors.
func (e *evaluation) subject(id policy.NodeID) string {
	if r := e.pl.owner[id]; r >= 0 {
		return "“" + e.pl.p.Rules[r].Label + "”"
	}
	return "这一步计算"
}

// nameOf names what a node reads, for people.
func (e *evaluation) nameOf(id policy.NodeID, inst int32) string {
	n := &e.pl.nodes[id]
	switch n.op {
	case policy.OpFact:
		return e.owned(n.of, inst) + e.pl.p.Schema.Entities[n.of].Facts[n.imm].Label
	case policy.OpRule:
		return e.owned(n.of, inst) + e.pl.p.Rules[n.imm].Label
	case policy.OpFigure:
		return e.pl.p.Figures[n.imm].Label
	}
	if r := e.pl.owner[id]; r >= 0 {
		return e.pl.p.Rules[r].Label
	}
	return "计算结果"
}

// owned is “甲的” before what belongs to a member or a row, nothing before
// what belongs to the household.
func (e *evaluation) owned(of fact.EntityID, inst int32) string {
	if of <= fact.HouseholdEntity {
		return ""
	}
	return e.person(of, inst) + "的"
}

// person names a member, or a row by its owner and number.
func (e *evaluation) person(of fact.EntityID, inst int32) string {
	if of <= fact.HouseholdEntity {
		return ""
	}
	names := &e.people[of]
	for len(*names) <= int(inst) {
		*names = append(*names, "")
	}
	if (*names)[inst] == "" {
		(*names)[inst] = e.called(of, inst)
	}
	return (*names)[inst]
}

// called makes a name. Numbers of residents are hidden even where somebody
// typed one as a name.
func (e *evaluation) called(of fact.EntityID, inst int32) string {
	l := &e.levels[of]
	if name := safe(l.rows[inst].Name); name != "" {
		return name
	}
	parent := l.parent[inst]
	number := strconv.Itoa(int(inst-l.first[parent]) + 1)
	entity := &e.pl.p.Schema.Entities[of]
	if of == fact.MemberEntity {
		return "第" + number + "名成员"
	}
	return e.owned(entity.Parent, parent) + entity.Label + "第" + number + "项"
}

// safe hides resident numbers in a name. A number has at least 15 characters.
func safe(name string) string {
	if len(name) < 15 {
		return name
	}
	return gb.MaskAll(name)
}
