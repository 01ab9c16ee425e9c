package pack

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"doudi/civil"
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
		if p.To != "" {
			x.named(n, p.To, p.Pos, "数值", "规则")
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
	remedy := "改正名字,或先写出它"
	if near := nearest(id, known); near != "" {
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
			x.add(d.Pos, KindReference, fmt.Sprintf("子表“%s”没有声明", d.Entity), "of、plural 和 label", "新的子表写上 of、plural 和 label;已有的子表改正名字")
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
			x.add(row.Pos, KindWord, "查找的列里:"+fault.Sentence(err), typeWords(t, values), "改正这一格")
		}
	}
}

// checkDeviates demands something to deviate from: a constraint, its own or a
// superior's, or a superior figure.
func (x *crossing) checkDeviates(n *names, d Deviation) {
	what := n.things[d.From].what
	if what == "约束" || what == "数值" && n.parent.figure(d.From) != nil {
		return
	}
	x.add(x.set.locate(d.Pos, d.From), KindReference, fmt.Sprintf("没有名叫“%s”的约束,上级也没有这个数值", d.From), "约束,或上级的数值", "改正名字;没有什么可偏离的就删去 deviates")
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
		x.add(pos, KindOverride, fmt.Sprintf("“%s”在上级(%s)是对 %s 的,在这里是对 %s 的", id, superiorPos, superiorOf, of), superiorOf, "改成与上级一致;确是另一样东西就换一个名字")
	}
}

// checkOver demands that exceptions have names of their own and beat only
// exceptions that exist.
func (x *crossing) checkOver(list, all []*Exception) {
	ids := make(map[string]*Exception)
	for _, e := range all {
		if old := ids[e.ID]; old != nil && old != e && spansMeet(old.Span, e.Span) && slices.Contains(list, e) {
			x.add(e.Pos, KindSameID, fmt.Sprintf("例外“%s”已经有了(%s)", e.ID, old.Pos), "一条规则里的例外各有名字", "换一个名字")
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
			x.add(p.Pos, KindSameID, fmt.Sprintf("“%s”这一部分已经有了(%s)", p.ID, old.Pos), "一个项目的各部分各有名字", "换一个名字")
		}
		if p.ID == "entitled" || p.ID == "held" {
			x.add(p.Pos, KindSameID, fmt.Sprintf("“%s”是语言本身的词,不能作一部分的名字", p.ID), "别的名字", "换一个名字")
		}
		ids[p.ID] = p
	}
}

func (x *crossing) checkScope(n *names) {
	pos := n.pack.Pos
	for _, key := range slices.Sorted(maps.Keys(n.pack.Scope)) {
		d := n.fact(key)
		if d == nil || d.Entity != "household" || d.Type != fact.Enum {
			x.add(x.set.locate(pos, key), KindReference, fmt.Sprintf("scope 里的“%s”不是家庭的枚举事实", key), "家庭的枚举事实,如 area", "改正名字,或先在 facts.yaml 里写出它")
			continue
		}
		for _, value := range n.pack.Scope[key] {
			if !slices.Contains(d.Values, value) {
				x.unknownName(value, pos, "枚举值", d.Values)
			}
		}
	}
}

// checkAmends demands that an amend finds a version of an existing rule or
// programme on its days, and a rule that can take an exception.
func (x *crossing) checkAmends(n *names) {
	for _, a := range n.pack.Amends {
		switch {
		case a.Rule != "":
			x.checkAmendedRule(n, a)
		case a.Programme != "":
			x.checkAmendedProgramme(n, a)
		}
	}
}

func (x *crossing) checkAmendedRule(n *names, a *Amend) {
	found := false
	for _, r := range n.layeredRules() {
		if r.ID != a.Rule || !spansMeet(r.Span, a.Span) {
			continue
		}
		found = true
		if r.Kind != BodyBase {
			x.add(a.Pos, KindAmend, fmt.Sprintf("规则“%s”(%s)不能加例外", a.Rule, r.Pos), "写成 value 或 base 的规则", "用同一个名字在本包重写这条规则")
		} else if a.Add != nil {
			x.checkOver([]*Exception{woven(r.Exceptions, a.Add)}, r.Exceptions)
		}
	}
	if !found {
		x.nothingToAmend(n, a, a.Rule, "规则")
	}
}

// woven finds the clipped copy of an added exception among the resolved ones.
func woven(all []*Exception, add *Exception) *Exception {
	for _, e := range all {
		if e.Pos == add.Pos {
			return e
		}
	}
	return add
}

func (x *crossing) checkAmendedProgramme(n *names, a *Amend) {
	var parts []*Part
	found := false
	for up := n; up != nil; up = up.parent {
		for _, p := range up.pack.Programmes {
			if p.ID == a.Programme && spansMeet(p.Span, a.Span) {
				found = true
				parts = append(parts, p.Amount...)
			}
		}
	}
	if !found {
		x.nothingToAmend(n, a, a.Programme, "项目")
	} else if a.AddPart != nil {
		x.checkParts(n, []*Part{a.AddPart}, parts)
	}
}

func (x *crossing) nothingToAmend(n *names, a *Amend, id, what string) {
	if n.things[id].what != what {
		x.named(n, id, a.Pos, what)
		return
	}
	x.add(a.Pos, KindAmend, fmt.Sprintf("%s“%s”在%s到%s之间没有版本可改", what, id, a.From.Chinese(), endWord(a.To)), "修改的期间里有版本", "改正 from 和 to")
}

func endWord(d civil.Date) string {
	if d == civil.Open {
		return "以后"
	}
	return d.Chinese()
}

// layeredRules are the rules of the chain with all amends woven in.
func (n *names) layeredRules() []*Rule {
	if n.rules != nil {
		return n.rules
	}
	l := &layering{resolved: &Resolved{}}
	if n.parent != nil {
		l.resolved.Rules = n.parent.layeredRules()
	}
	l.rules(n.pack)
	n.rules = l.resolved.Rules
	return n.rules
}

var wordPattern = regexp.MustCompile(`[a-z_][a-z0-9_]*`)

// checkShortParent warns where a pack speaks of days on which a superior pack,
// or a superior figure that it names, has not begun yet.
func (x *crossing) checkShortParent(n *names) {
	if n.parent == nil {
		return
	}
	p, parent := n.pack, n.parent.pack
	if p.InForce.From < parent.InForce.From && parent.InForce.From != 0 {
		x.warn(parent.Pos, fmt.Sprintf("“%s”从%s起才有规定,下级“%s”从%s起就要用", parent.Label, parent.InForce.From.Chinese(), p.Label, p.InForce.From.Chinese()))
	}
	warned := make(map[string]bool)
	for _, m := range p.mentions() {
		for _, word := range wordPattern.FindAllString(m.expr.Text, -1) {
			f := n.parent.figure(word)
			if f == nil || warned[word] || n.ownFigure(word) != nil || len(f.Rows) == 0 || m.from >= firstDay(f) {
				continue
			}
			warned[word] = true
			x.warn(f.Rows[0].Pos, fmt.Sprintf("数值“%s”从%s起才有,下级的“%s”从%s起就要用", word, firstDay(f).Chinese(), m.id, m.from.Chinese()))
		}
	}
}

// mention is an expression with the first day on which it is law.
type mention struct {
	id   string
	from civil.Date
	expr Expr
}

// mentions lists the expressions of rules, programmes and amends.
func (p *Pack) mentions() []mention {
	var out []mention
	note := func(id string, from civil.Date, exprs ...Expr) {
		for _, e := range exprs {
			out = append(out, mention{id, from, e})
		}
	}
	for _, r := range p.Rules {
		note(r.ID, r.From, ruleExprs(r)...)
		for _, e := range r.Exceptions {
			note(r.ID, e.From, e.When, e.Value)
		}
	}
	for _, programme := range p.Programmes {
		note(programme.ID, programme.From, programme.Conditions...)
		for _, part := range programme.Amount {
			note(programme.ID, part.From, part.Value)
		}
	}
	for _, a := range p.Amends {
		note(a.Rule+a.Programme, a.From, a.AddCondition)
		if a.Add != nil {
			note(a.Rule, a.From, a.Add.When, a.Add.Value)
		}
		if a.AddPart != nil {
			note(a.Programme, a.From, a.AddPart.Value)
		}
	}
	return out
}

func (x *crossing) warn(pos Pos, message string) {
	x.problems = append(x.problems, Problem{Pos: pos, Kind: KindShortParent, Message: message, Warning: true,
		Expected: "上级的规定追溯到最早的下级开始之日", Remedy: "在上级补上更早的数值或期间;当时确实没有这项规定,就把下级规则的 in_force 推后"})
}

func (n *names) ownFigure(id string) *Figure {
	for _, f := range n.pack.Figures {
		if f.ID == id {
			return f
		}
	}
	return nil
}

func (n *names) figure(id string) *Figure {
	for ; n != nil; n = n.parent {
		if f := n.ownFigure(id); f != nil {
			return f
		}
	}
	return nil
}

func firstDay(f *Figure) civil.Date {
	day := civil.Open
	for _, row := range f.Rows {
		day = min(day, row.From)
	}
	return day
}

// ruleExprs lists the expressions of a rule but those of its exceptions, which
// have days of their own.
func ruleExprs(r *Rule) []Expr {
	out := []Expr{r.Value, r.Otherwise}
	for _, c := range r.Cases {
		out = append(out, c.When, c.Value)
	}
	if r.Agg != nil {
		out = append(out, r.Agg.Where, r.Agg.Value, r.Agg.IfNone)
	}
	if r.Table != nil {
		out = append(out, r.Table.By...)
		for _, row := range r.Table.Rows {
			out = append(out, row.Value)
		}
	}
	return out
}
