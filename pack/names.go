package pack

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// thing is what an id stands for, and where it was said first.
type thing struct {
	what string // in Chinese: 数值, 规则 …
	pos  Pos
}

// names is everything that one pack can see: its own and its superiors'.
type names struct {
	pack       *Pack
	parent     *names
	things     map[string]thing   // one id, one thing: facts, figures, rules, programmes, choices, constraints
	entities   map[string]thing   // household, member, tables
	sources    map[string]*Source // by id
	clauses    map[string][]string
	procedures map[string]thing
	rules      []*Rule // see layeredRules
}

// reserved are the words of the language itself; no id may take one.
var reserved = []string{
	"as_of", "applied_on", "decided_on", "month", "index_month",
	"not", "is_none", "share", "split", "shortfall", "least", "greatest", "monthly", "yearly", "age_on", "add_months",
	"months_between", "month_of", "at", "in", "true", "false", "none", "any", "rest", "place", "household", "member",
}

// globalDates may stand as keys of figures.
var globalDates = []string{"as_of", "applied_on", "decided_on", "month", "index_month"}

// crossing checks every pack against what it can see.
type crossing struct {
	checker
	set  *Set
	seen map[string]*names
}

// check holds every pack of the set against itself and the packs above it.
func (s *Set) check() Problems {
	x := &crossing{set: s, seen: make(map[string]*names)}
	for _, id := range slices.Sorted(maps.Keys(s.Packs)) {
		x.names(s.Packs[id])
	}
	for _, id := range slices.Sorted(maps.Keys(s.Packs)) {
		n := x.seen[id]
		x.checkCites(n)
		x.checkReferences(n)
		x.checkAmends(n)
		x.checkShortParent(n)
	}
	return x.problems
}

// names collects what a pack declares on top of what its parent can see.
func (x *crossing) names(p *Pack) *names {
	if n := x.seen[p.ID]; n != nil {
		return n
	}
	n := &names{pack: p, things: make(map[string]thing), sources: make(map[string]*Source), clauses: make(map[string][]string),
		entities: map[string]thing{"household": {}, "member": {}}, procedures: make(map[string]thing)}
	if parent := x.set.Packs[p.Extends]; parent != nil {
		n.parent = x.names(parent)
		maps.Copy(n.things, n.parent.things)
		maps.Copy(n.entities, n.parent.entities)
		maps.Copy(n.sources, n.parent.sources)
		maps.Copy(n.clauses, n.parent.clauses)
		maps.Copy(n.procedures, n.parent.procedures)
	} else {
		n.things[handlingPlace] = thing{"事实", Pos{File: "内置"}}
	}
	x.seen[p.ID] = n
	x.declare(n)
	return n
}

func (x *crossing) declare(n *names) {
	p := n.pack
	for _, d := range p.Facts {
		if d.IsTable {
			x.declareTable(n, d)
		} else {
			x.one(n, d.Key, "事实", d.Pos)
		}
	}
	for _, f := range p.Figures {
		x.one(n, f.ID, "数值", f.Pos)
	}
	for _, c := range p.Choices {
		x.one(n, c.ID, "选择", c.Pos)
	}
	for _, r := range p.Rules {
		if !standsForFigure(n, r) {
			x.one(n, r.ID, "规则", r.Pos)
		}
	}
	for _, programme := range p.Programmes {
		x.one(n, programme.ID, "项目", programme.Pos)
	}
	for _, c := range p.Constraints {
		x.one(n, c.ID, "约束", c.Pos)
	}
	for _, procedure := range p.Procedures {
		n.procedures[procedure.ID] = thing{"程序", procedure.Pos}
	}
	x.declareSources(n)
	x.checkVersions(p)
}

// standsForFigure tells whether a rule of the place takes the id of a figure
// of a pack above: a clause that gives only a formula.
func standsForFigure(n *names, r *Rule) bool {
	old, taken := n.things[r.ID]
	return taken && r.Of == "place" && old.what == "数值" && packOf(old.pos) != n.pack.ID
}

// one enters an id and refuses it for a second thing along the chain.
func (x *crossing) one(n *names, id, what string, pos Pos) {
	old, taken := n.things[id]
	switch {
	case id == "":
	case slices.Contains(reserved, id):
		x.add(pos, KindSameID, fmt.Sprintf("“%s”是语言本身的词，不能作%s的名字", id, what), "别的名字", "换一个名字")
	case taken && old.what != what:
		x.add(pos, KindSameID, fmt.Sprintf("“%s”在 %s 是%s，在这里是%s", id, old.pos, old.what, what), "一个名字只指一样东西", "两处中后来的一处换一个名字")
	case taken && what == "约束" && packOf(old.pos) != n.pack.ID:
		x.add(pos, KindOverride, fmt.Sprintf("约束“%s”是上级定的（%s），下级不能改写", id, old.pos), "上级的约束原样有效", "要偏离就在数值上写 deviates；另一个约束就换名字")
	case !taken:
		n.things[id] = thing{what, pos}
	}
}

// packOf is the pack that a position lies in.
func packOf(pos Pos) string {
	folder, _, _ := strings.Cut(pos.File, "/")
	return folder
}

func (x *crossing) declareTable(n *names, d *FactDecl) {
	if old, taken := n.entities[d.Entity]; taken {
		x.add(d.Pos, KindSameID, fmt.Sprintf("子表“%s”已经有了（%s）", d.Entity, old.pos), "下级只写新增的列", "删去 of、plural 和 label，只留新增的事实")
		return
	}
	if slices.Contains(reserved, d.Entity) {
		x.add(d.Pos, KindSameID, fmt.Sprintf("“%s”是语言本身的词，不能作子表的名字", d.Entity), "别的名字", "换一个名字")
	}
	n.entities[d.Entity] = thing{"子表", d.Pos}
}

func (x *crossing) declareSources(n *names) {
	for _, id := range slices.Sorted(maps.Keys(n.pack.Sources)) {
		s := n.pack.Sources[id]
		if old := n.sources[id]; old != nil {
			x.add(s.Pos, KindSameID, fmt.Sprintf("来源“%s”上级已经有了（%s）", id, old.Pos), "一个来源只写一次", "把条款加到上级的来源里，或换一个名字")
			continue
		}
		n.sources[id] = s
		for clause := range s.Clauses {
			n.clauses[clause] = append(slices.Clone(n.clauses[clause]), id)
		}
	}
}

// checkVersions refuses two versions of one id on the same day in one pack.
func (x *crossing) checkVersions(p *Pack) {
	checkOverlap(x, p.Rules, ruleKey, func(r *Rule) Pos { return r.Pos })
	checkOverlap(x, p.Programmes, programmeKey, func(p *Programme) Pos { return p.Pos })
	checkOverlap(x, p.Choices, choiceKey, func(c *Choice) Pos { return c.Pos })
	checkOverlap(x, p.Constraints, constraintKey, func(c *Constraint) Pos { return c.Pos })
	checkOverlap(x, p.Stacking, pairKey, func(p *Pair) Pos { return p.Pos })
	checkOverlap(x, p.Procedures, procedureKey, func(p *Procedure) Pos { return p.Pos })
}

func checkOverlap[T any](x *crossing, list []T, key func(T) (string, Span), pos func(T) Pos) {
	earlier := make(map[string][]T)
	for _, v := range list {
		id, span := key(v)
		for _, o := range earlier[id] {
			_, its := key(o)
			if _, both := meet(span, its); both {
				x.add(pos(v), KindOverlap, fmt.Sprintf("“%s”与 %s 的同名一处在同一天都有效", id, pos(o)), "同一天只有一个版本", "写明 in_force，使前后相接而不重叠；不同的东西换名字")
				break
			}
		}
		earlier[id] = append(earlier[id], v)
	}
}
