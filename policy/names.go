package policy

import (
	"slices"

	"cel.dev/cel-go/common/ast"

	"doudi/fact"
	"doudi/money"
	"doudi/pack"
)

// globals are the dates that belong to the question.
var globals = map[string]struct {
	is  Global
	typ fact.Type
}{
	"applied_on": {AppliedOn, fact.Date}, "decided_on": {DecidedOn, fact.Date}, "as_of": {AsOf, fact.Date},
	"month": {MonthNow, fact.Month}, "index_month": {IndexMonth, fact.Month},
}

// bare compiles a name without a dot: the row's own facts and rules, figures,
// rules of the place, choices, and the dates of the question.
func (s scope) bare(e ast.Expr, name string) typed {
	if t, found := s.own(e, s.of, name); found {
		return t
	}
	if g, found := globals[name]; found {
		return s.make(e, Node{Op: OpGlobal, Type: g.typ, Of: fact.PlaceEntity, Imm: int32(g.is)})
	}
	if r := s.c.rules[name]; r != nil && r.of == fact.PlaceEntity {
		return s.c.ruleValue(r, s.x.pos(e))
	}
	if f := s.c.figures[name]; f != nil {
		return s.figure(e, f)
	}
	if ch := s.c.choices[name]; ch != nil && s.sees(ch.of) {
		return typed{node: NoNode, typ: fact.Enum, choice: ch}
	}
	s.lost(e, name)
	return broken
}

// own compiles a fact or rule of one entity.
func (s scope) own(e ast.Expr, of fact.EntityID, name string) (typed, bool) {
	if of == fact.PlaceEntity {
		return broken, false
	}
	if slot, ok := s.c.schema.Entities[of].Slot(name); ok {
		return s.c.fact(factRef{of, slot}, s.x.pos(e), s.hints, s.skips), true
	}
	if r := s.c.rules[name]; r != nil && r.of == of {
		return s.c.ruleValue(r, s.x.pos(e)), true
	}
	return broken, false
}

// sees tells whether an entity is the row's own or an owner's.
func (s scope) sees(of fact.EntityID) bool {
	return of == s.of || s.c.schema.IsAncestor(of, s.of)
}

// fact compiles the reading of a fact. One that may not apply needs a guard
// that makes it certain that it does.
func (c *compiler) fact(ref factRef, at pack.Pos, hints []hint, skips bool) typed {
	f := &c.schema.Entities[ref.of].Facts[ref.slot]
	n := Node{Op: OpFact, Type: f.Type, Of: ref.of, Imm: int32(ref.slot)}
	if _, conditional := c.applies[ref]; conditional {
		cond := c.applyCondition(ref, at)
		if !cond.ok() {
			return broken
		}
		n.Args = []NodeID{cond.node}
		if !skips && !unclear(hints) && !c.holds(cond.node, hints) {
			c.unguarded(f, at, cond.node)
			return broken
		}
	}
	c.at = at
	return typed{node: c.intern(n), typ: f.Type, kind: litFixed, mayNone: f.MayBeNone, values: c.enumValues(f), pos: at}
}

// unguarded reports a fact that may not apply.
func (c *compiler) unguarded(f *fact.Fact, at pack.Pos, cond NodeID) {
	c.report(problem(KindUnguardedApply, at, "“%s”不一定适用，只在“%s”时才有", f.Label, c.p.Describe(cond)),
		"前面有适用条件："+f.AppliesWhen+" && …", "在同一个 && 里把适用条件写在前面，或写进 where、when")
}

// enumValues are the values of an enum fact as texts.
func (c *compiler) enumValues(f *fact.Fact) []string {
	if f.Type != fact.Enum || len(f.Values) == 0 {
		return nil
	}
	values := make([]string, len(f.Values))
	for i, n := range f.Values {
		values[i] = c.schema.SymbolName(n)
	}
	return values
}

// dotted compiles a name with dots: an owner's value, a programme's state or
// part, the ends of a span.
func (s scope) dotted(e ast.Expr) typed {
	sel := e.AsSelect()
	switch operand := sel.Operand(); operand.Kind() {
	case ast.IdentKind:
		return s.pair(e, operand.AsIdent(), sel.FieldName())
	case ast.SelectKind:
		t := s.lower(operand)
		return s.spanEnd(e, t, sel.FieldName())
	}
	s.c.report(problem(KindField, s.x.pos(e), "“.%s”前面只能是名字", sel.FieldName()), "对象.名字 或 待遇.部分", "另写一条规则，再用它的名字")
	return broken
}

// pair compiles a name with one dot.
func (s scope) pair(e ast.Expr, owner, field string) typed {
	if id, ok := s.c.schema.Entity(owner); ok && id != fact.PlaceEntity {
		return s.ofOwner(e, id, owner, field)
	}
	if p := s.c.programmes[owner]; p != nil {
		return s.programmeRead(e, p, field)
	}
	if t, found := s.own(e.AsSelect().Operand(), s.of, owner); found {
		t.pos = s.x.start(e)
		return s.spanEnd(e, t, field)
	}
	s.lostOwner(e.AsSelect().Operand(), owner)
	return broken
}

// lostOwner reports a name before a dot that is not visible here.
func (s scope) lostOwner(e ast.Expr, name string) {
	if _, ok := s.c.ownerOf(name, s); ok || isMode(name) || functions[name].compile != nil {
		s.lost(e, name)
		return
	}
	s.c.report(problem(KindUnknownName, s.x.pos(e), "没有叫“%s”的待遇或对象", name), s.c.nearestOwner(name), "改正名字，或先声明它")
}

// ofOwner compiles a value written with its entity.
func (s scope) ofOwner(e ast.Expr, of fact.EntityID, owner, field string) typed {
	if !s.sees(of) {
		s.c.report(problem(KindRowName, s.x.start(e), "这里是%s，看不到“%s”的每一行", s.c.entityLabel(s.of), s.c.entityLabel(of)),
			"本行或上级对象的名字", s.gather(of))
		return broken
	}
	if t, found := s.own(e, of, field); found {
		return t
	}
	if ch := s.c.choices[field]; ch != nil && ch.of == of {
		return typed{node: NoNode, typ: fact.Enum, choice: ch}
	}
	s.c.report(problem(KindField, s.x.pos(e), "“%s”没有叫“%s”的事实或规则", s.c.entityLabel(of), field), s.c.nearest(field, of), "改正名字，或先声明它")
	return broken
}

// spanEnd compiles the first or last month of a span.
func (s scope) spanEnd(e ast.Expr, t typed, field string) typed {
	if !t.ok() {
		return broken
	}
	op, known := map[string]Op{"from": OpSpanFrom, "to": OpSpanTo}[field]
	if !known || t.typ != fact.Span {
		s.c.report(problem(KindField, s.x.pos(e), "%s后面没有“.%s”", t.word(), field), "期间的 .from 或 .to", "删去“."+field+"”，或改正名字")
		return broken
	}
	if t = s.c.present(t, s.hints); !t.ok() {
		return broken
	}
	return s.make(e, Node{Op: op, Type: fact.Month, Args: []NodeID{t.node}})
}

// entityLabel names an entity in Chinese.
func (c *compiler) entityLabel(of fact.EntityID) string {
	switch {
	case of == fact.PlaceEntity:
		return "地方"
	case c.schema.Entities[of].Label != "":
		return c.schema.Entities[of].Label
	}
	return c.schema.Entities[of].Name
}

// lost reports a name that is not visible here, saying why if it can be seen.
func (s scope) lost(e ast.Expr, name string) {
	at := s.x.pos(e)
	switch owner, ok := s.c.ownerOf(name, s); {
	case ok && s.sees(owner):
		s.c.report(problem(KindOwnerName, at, "“%s”属于%s，不属于%s", name, s.c.entityLabel(owner), s.c.entityLabel(s.of)),
			s.c.schema.Entities[owner].Name+"."+name, "写成“"+s.c.schema.Entities[owner].Name+"."+name+"”")
	case ok:
		s.c.report(problem(KindRowName, at, "“%s”是每个%s各有一个的，这里是%s", name, s.c.entityLabel(owner), s.c.entityLabel(s.of)),
			"本行或上级对象的名字", s.gather(owner))
	default:
		s.strange(at, name)
	}
}

// gather says how to read values of rows that are not the row's own: by an
// aggregate here if they lie below, else by one of a common owner.
func (s scope) gather(of fact.EntityID) string {
	name := s.c.p.EntityName(of)
	if s.c.schema.IsAncestor(s.of, of) && s.of != fact.PlaceEntity {
		return "写一条 add_up、any、all、count 之类的汇总规则（of: " + name + "）"
	}
	return "在两者共同的上级对象上写汇总规则（of: " + name + "），再读它"
}

// ownerOf finds the entity, an owner before a row below, that has a fact, rule
// or choice of this name.
func (c *compiler) ownerOf(name string, s scope) (fact.EntityID, bool) {
	found, ok := fact.PlaceEntity, false
	for id := range c.schema.Entities {
		of := fact.EntityID(id)
		if _, has := c.schema.Entities[of].Slot(name); has && (!ok || s.sees(of)) {
			found, ok = of, true
		}
	}
	if r := c.rules[name]; !ok && r != nil && r.of != fact.PlaceEntity {
		return r.of, true
	}
	if ch := c.choices[name]; !ok && ch != nil {
		return ch.of, true
	}
	return found, ok
}

// isMode tells whether a name is a rounding or date mode.
func isMode(name string) bool {
	_, ok := money.ParseMode(name)
	return ok || slices.Contains([]string{"UP", "DOWN", "HALF_UP"}, name)
}
