package pack

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"doudi/fact"
	"doudi/fault"
)

// checkReferences holds every name outside expressions against what the pack
// can see. Names inside expressions are package policy's.
func (x *crossing) checkReferences(n *names) {
	x.checkFacts(n)
	for _, f := range n.pack.Figures {
		x.checkFigureNames(n, f)
	}
	for _, c := range n.pack.Choices {
		x.entity(n, c.Of, c.Pos, false)
		if old := superior(n, c.ID, func(p *Pack) []*Choice { return p.Choices }, choiceKey); old != nil {
			x.sameOf(c.ID, c.Pos, c.Of, (*old).Of, (*old).Pos)
		}
		for _, o := range c.Options {
			for _, id := range o.Programmes {
				x.named(n, id, c.Pos, "项目")
			}
		}
	}
	for _, r := range n.pack.Rules {
		x.checkRuleNames(n, r)
	}
	for _, p := range n.pack.Programmes {
		x.checkProgrammeNames(n, p)
	}
	for _, p := range n.pack.Stacking {
		x.named(n, p.First, p.Pos, "项目")
		x.named(n, p.Second, p.Pos, "项目")
		if p.Goal != "" {
			x.named(n, p.Goal, p.Pos, "数值", "规则")
		}
	}
	x.checkScope(n)
}

// named demands that an id is declared as one of the given things.
func (x *crossing) named(n *names, id string, pos Pos, whats ...string) {
	if t, ok := n.things[id]; id == "" || ok && slices.Contains(whats, t.what) {
		return
	}
	var known []string
	for other, t := range n.things {
		if slices.Contains(whats, t.what) {
			known = append(known, other)
		}
	}
	slices.Sort(known)
	x.unknownName(id, pos, strings.Join(whats, "、"), known)
}

func (x *crossing) unknownName(id string, pos Pos, what string, known []string) {
	remedy := "改正名字，或先写出它"
	if near := Nearest(id, known); near != "" {
		remedy = fmt.Sprintf("改成“%s”", near)
	}
	x.add(x.set.locate(pos, id), KindReference, fmt.Sprintf("没有名叫“%s”的%s", id, what), "本包或上级写过的"+what, remedy)
}

// entity demands a household, member or table; rules may also be of the place.
func (x *crossing) entity(n *names, id string, pos Pos, placeToo bool) {
	if _, ok := n.entities[id]; id == "" || ok || placeToo && id == "place" {
		return
	}
	x.unknownName(id, pos, "子表", slices.Sorted(maps.Keys(n.entities)))
}

func (x *crossing) checkFacts(n *names) {
	reported := make(map[string]bool)
	for _, d := range n.pack.Facts {
		if _, ok := n.entities[d.Entity]; !ok && !reported[d.Entity] {
			reported[d.Entity] = true
			x.add(d.Pos, KindReference, fmt.Sprintf("子表“%s”没有声明", d.Entity), "of、plural 和 label", "新的子表写上 of、plural 和 label；已有的子表改正名字")
		}
	}
}

// checkFigureNames holds keys against facts, rules and dates, and the cells of
// key columns against the values that the fact can take.
func (x *crossing) checkFigureNames(n *names, f *Figure) {
	for i, k := range f.Keys {
		if k.From == handlingPlace || slices.Contains(globalDates, k.From) {
			x.checkCells(f, i, keyType(k.From), nil)
			continue
		}
		x.named(n, k.From, f.Pos, "事实", "规则", "数值")
		if d := n.fact(k.From); d != nil {
			x.checkCells(f, i, d.Type, n.enumValues(d))
		}
	}
	for _, d := range f.Deviates {
		x.checkDeviates(n, d)
	}
}

func keyType(from string) fact.Type {
	switch from {
	case handlingPlace:
		return fact.Place
	case "month", "index_month":
		return fact.Month
	}
	return fact.Date
}

// fact finds a fact by key in any entity of the chain, the lowest first.
func (n *names) fact(key string) *FactDecl {
	for ; n != nil; n = n.parent {
		for _, d := range n.pack.Facts {
			if !d.IsTable && d.Key == key {
				return d
			}
		}
	}
	return nil
}

// enumValues are all values of a fact, those added below included.
func (n *names) enumValues(d *FactDecl) []string {
	if len(d.Values) == 0 && d.Type == fact.Enum {
		var ids []string
		for id, t := range n.things {
			if t.what == "项目" {
				ids = append(ids, id)
			}
		}
		return ids
	}
	return d.Values
}

func (x *crossing) checkCells(f *Figure, column int, t fact.Type, values []string) {
	for _, row := range f.Rows {
		if column >= len(row.Keys) || row.Keys[column] == "" {
			continue
		}
		if _, err := fact.ParseLiteral(t, row.Keys[column], optionNumber(values)); err != nil {
			x.add(row.Pos, KindWord, "查找的列里："+fault.Sentence(err), typeWords(t, values), "改正这一格")
		}
	}
}

// checkDeviates demands something to deviate from: a constraint, its own or a
// superior's, or a superior figure or rule.
func (x *crossing) checkDeviates(n *names, d Deviation) {
	switch n.things[d.From].what {
	case "约束":
		return
	case "数值":
		if n.parent.figure(d.From) != nil {
			return
		}
	case "规则":
		if superior(n, d.From, func(p *Pack) []*Rule { return p.Rules }, ruleKey) != nil {
			return
		}
	}
	x.add(x.set.locate(d.Pos, d.From), KindReference, fmt.Sprintf("没有名叫“%s”的约束，上级也没有这个数值或规则", d.From), "约束，或上级的数值或规则", "改正名字；没有什么可偏离的就删去 deviates")
}

func (x *crossing) checkRuleNames(n *names, r *Rule) {
	x.entity(n, r.Of, r.Pos, true)
	if old := superior(n, r.ID, func(p *Pack) []*Rule { return p.Rules }, ruleKey); old != nil {
		x.sameOf(r.ID, r.Pos, r.Of, (*old).Of, (*old).Pos)
	}
	if r.Agg != nil {
		x.entity(n, r.Agg.Of, r.Agg.Pos, false)
	}
	if r.Kind == BodyBrackets {
		x.named(n, r.Brackets, r.Pos, "数值")
	}
	for _, d := range r.Deviates {
		x.checkDeviates(n, d)
	}
	x.checkOver(r.Exceptions, r.Exceptions)
}

// superior finds the nearest superior declaration of an id.
func superior[T any](n *names, id string, list func(*Pack) []T, key func(T) (string, Span)) *T {
	for up := n.parent; up != nil; up = up.parent {
		for _, v := range list(up.pack) {
			if other, _ := key(v); other == id {
				return &v
			}
		}
	}
	return nil
}

// sameOf refuses an override for another entity: that is another thing under
// the same id, perhaps one that the superior pack added later.
func (x *crossing) sameOf(id string, pos Pos, of, superiorOf string, superiorPos Pos) {
	if of != superiorOf && of != "" {
		x.add(pos, KindOverride, fmt.Sprintf("“%s”在上级（%s）是对 %s 的，在这里是对 %s 的", id, superiorPos, superiorOf, of), superiorOf, "改成与上级一致；确是另一样东西就换一个名字")
	}
}

// checkOver demands that exceptions have names of their own and beat only
// exceptions that exist.
func (x *crossing) checkOver(list, all []*Exception) {
	ids := make(map[string]*Exception)
	for _, e := range all {
		if old := ids[e.ID]; old != nil && old != e && spansMeet(old.Span, e.Span) && slices.Contains(list, e) {
			x.add(e.Pos, KindSameID, fmt.Sprintf("例外“%s”已经有了（%s）", e.ID, old.Pos), "一条规则里的例外各有名字", "换一个名字")
		}
		ids[e.ID] = e
	}
	for _, e := range list {
		for _, over := range e.Over {
			if ids[over] == nil || over == e.ID {
				x.unknownName(over, e.Pos, "例外", slices.Sorted(maps.Keys(ids)))
			}
		}
	}
}

func spansMeet(a, b Span) bool { _, ok := meet(a, b); return ok }

func (x *crossing) checkProgrammeNames(n *names, p *Programme) {
	x.entity(n, p.Unit, p.Pos, false)
	if old := superior(n, p.ID, func(p *Pack) []*Programme { return p.Programmes }, programmeKey); old != nil {
		x.sameOf(p.ID, p.Pos, p.Unit, (*old).Unit, (*old).Pos)
	}
	if p.Procedure != "" {
		if _, ok := n.procedures[p.Procedure]; !ok {
			x.unknownName(p.Procedure, p.Pos, "程序", slices.Sorted(maps.Keys(n.procedures)))
		}
	}
	x.checkParts(n, p.Amount, nil)
}

// checkParts holds the parts of an amount; others are parts already there.
func (x *crossing) checkParts(n *names, parts, others []*Part) {
	ids := make(map[string]*Part)
	for _, p := range others {
		ids[p.ID] = p
	}
	for _, p := range parts {
		x.entity(n, p.Each, p.Pos, false)
		if old := ids[p.ID]; old != nil && spansMeet(old.Span, p.Span) {
			x.add(p.Pos, KindSameID, fmt.Sprintf("“%s”这一部分已经有了（%s）", p.ID, old.Pos), "一个项目的各部分各有名字", "换一个名字")
		}
		if p.ID == "entitled" || p.ID == "held" {
			x.add(p.Pos, KindSameID, fmt.Sprintf("“%s”是语言本身的词，不能作一部分的名字", p.ID), "别的名字", "换一个名字")
		}
		ids[p.ID] = p
	}
}

func (x *crossing) checkScope(n *names) {
	pos := n.pack.Pos
	for _, key := range slices.Sorted(maps.Keys(n.pack.Scope)) {
		d := n.fact(key)
		if d == nil || d.Entity != "household" || d.Type != fact.Enum {
			x.add(x.set.locate(pos, key), KindReference, fmt.Sprintf("scope 里的“%s”不是家庭的枚举事实", key), "家庭的枚举事实，如 area", "改正名字，或先在 facts.yaml 里写出它")
			continue
		}
		for _, value := range n.pack.Scope[key] {
			if !slices.Contains(d.Values, value) {
				x.unknownName(value, pos, "枚举值", d.Values)
			}
		}
	}
}
