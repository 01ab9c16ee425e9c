package policy

import (
	"doudi/civil"
	"doudi/fact"
	"doudi/money"
	"doudi/pack"
)

// compileRules compiles every rule, also those that nothing reads.
func (c *compiler) compileRules() {
	for _, r := range c.r.Rules {
		if d := c.rules[r.ID]; d != nil {
			c.ruleValue(d, r.Pos)
		}
	}
}

// ruleValue compiles a rule when it is first read.
func (c *compiler) ruleValue(d *ruleDecl, at pack.Pos) typed {
	t := c.once(item{itemRule, d.id}, at, func() typed { return c.rule(d) })
	t.pos = at
	return t
}

// version is one body of a rule with the days on which it is law.
type version struct {
	RuleVersion
	value typed
}

// rule compiles all versions of a rule into one node.
func (c *compiler) rule(d *ruleDecl) typed {
	versions := make([]version, 0, len(d.versions)+1)
	for _, r := range d.versions {
		versions = append(versions, c.version(d, r))
	}
	versions = c.withFigure(d, versions)
	value, ok := c.oneType(d, versions)
	if !ok {
		return broken
	}
	return c.named(d, versions, value)
}

// version compiles one body.
func (c *compiler) version(d *ruleDecl, r *pack.Rule) version {
	v := version{RuleVersion: RuleVersion{
		Span: spanOf(r.Span), Cites: cites(r.Cites), Origin: r.Origin, Status: r.Status,
		Boundary: r.Boundary, Duty: r.Duty, Pos: r.Pos,
	}}
	c.at = r.Pos
	v.value = c.body(d, r)
	if mode, ok := c.roundMode(r.Round); ok {
		v.Round, v.RoundCites = mode, cites(r.Round.Cites)
	}
	return v
}

// roundMode reads a declared rounding; there may be none.
func (c *compiler) roundMode(r *pack.Round) (money.Mode, bool) {
	if r == nil {
		return money.NoRound, false
	}
	mode, ok := money.ParseMode(r.Mode)
	if !ok || mode == money.Exact || mode >= money.LastDay {
		c.report(problem(KindMode, r.Pos, "没有“%s”这种舍入方式", r.Mode), "UP、DOWN、HALF_UP 加 _TO_FEN、_TO_JIAO、_TO_YUAN", "改成应有的方式之一")
		return money.NoRound, false
	}
	return mode, true
}

// withFigure joins the figure that a rule of the place stands for: a lower rule
// decides on its days as over a superior rule, a lower figure from its first
// day on as over a superior figure.
func (c *compiler) withFigure(d *ruleDecl, versions []version) []version {
	if d.figure == nil || len(versions) == 0 || len(d.figure.decl.Rows) == 0 {
		return versions
	}
	f := d.figure.decl
	first := civil.Open
	for _, row := range f.Rows {
		first = min(first, row.From)
	}
	own := version{RuleVersion: RuleVersion{Origin: f.Origin, Pos: f.Pos}, value: c.figureRead(d.figure, fact.PlaceEntity, f.Pos, nil)}
	if c.level(f.Origin) > c.level(versions[0].Origin) {
		return around(versions, own)
	}
	own.Span = pack.Span{From: first, To: civil.Open}
	return append(cutOff(versions, first), own)
}

// around lets a superior figure answer on the days that the rule leaves to it.
func around(versions []version, figure version) []version {
	var out []version
	next := dawn
	for _, v := range versions {
		if figure.Span = (pack.Span{From: next, To: v.Span.From - 1}); figure.Span.From <= figure.Span.To {
			out = append(out, figure)
		}
		out, next = append(out, v), v.Span.To+1
	}
	if figure.Span = (pack.Span{From: next, To: civil.Open}); next <= civil.Open {
		out = append(out, figure)
	}
	return out
}

// cutOff keeps what lies before a day.
func cutOff(versions []version, day civil.Date) []version {
	var kept []version
	for _, v := range versions {
		if v.Span.From < day {
			v.Span.To = min(v.Span.To, day-1)
			kept = append(kept, v)
		}
	}
	return kept
}

// level counts how far above the lowest pack a pack stands.
func (c *compiler) level(id string) int {
	for i, p := range c.r.Chain {
		if p == id {
			return i
		}
	}
	return len(c.r.Chain)
}

// oneType gives all versions the same type.
func (c *compiler) oneType(d *ruleDecl, versions []version) (typed, bool) {
	values := make([]typed, len(versions))
	ok := len(versions) > 0
	for i, v := range versions {
		values[i] = v.value
		ok = ok && v.value.ok()
	}
	if !ok {
		return broken, false
	}
	out := typed{typ: commonType(values), kind: litFixed, values: commonValues(values)}
	if out.typ == fact.Invalid {
		c.report(problem(KindType, versions[0].Pos, "规则 %s 的值只有“无”，看不出类型", d.id), "至少一个值有类型", "写出“无”以外的值")
		return broken, false
	}
	for i := range versions {
		v := &versions[i]
		if !c.agree(v.value, out.typ) {
			c.report(problem(KindVersions, v.Pos, "规则 %s 的这个版本是%s，别的版本是%s", d.id, v.value.word(), typeWord(out.typ)), typeWord(out.typ), "各版本用同一类型，或另起一个名字")
			return broken, false
		}
		if v.value = c.fit(v.value, out.typ, "规则的值"); !v.value.ok() {
			return broken, false
		}
		out.mayNone = out.mayNone || v.value.mayNone
	}
	return out, true
}

// named rounds the bodies, joins them by date and gives them the rule's name.
func (c *compiler) named(d *ruleDecl, versions []version, out typed) typed {
	rule := &c.p.Rules[d.index]
	rule.Type = out.typ
	spans, bodies := make([]pack.Span, len(versions)), make([]NodeID, len(versions))
	for i := range versions {
		v := &versions[i]
		c.at = v.Pos
		v.Body = c.rounded(v.value, v.Round, v.Pos)
		if v.Body == NoNode {
			return broken
		}
		spans[i], bodies[i] = v.Span, v.Body
		rule.Versions = append(rule.Versions, v.RuleVersion)
	}
	c.at = versions[0].Pos
	body := c.dated(spans, bodies, NoNode)
	rule.Label = d.versions[len(d.versions)-1].Label
	rule.Node = c.intern(Node{Op: OpRule, Type: out.typ, Imm: d.index, Args: []NodeID{body}})
	out.node = rule.Node
	return out
}

// rounded rounds an amount; brackets have rounded already.
func (c *compiler) rounded(t typed, mode money.Mode, at pack.Pos) NodeID {
	switch {
	case mode == money.NoRound || c.p.Nodes[t.node].Op == OpBrackets:
		return t.node
	case !t.typ.IsMoney() || t.mayNone:
		c.report(problem(KindNoRound, at, "%s不能舍入", t.word()), "不会是“无”的金额", "删去 round")
		return NoNode
	}
	return c.intern(Node{Op: OpRound, Type: t.typ, Mode: mode, Args: []NodeID{t.node}})
}
