package policy

import (
	"strconv"

	"cel.dev/cel-go/common/ast"

	"doudi/fact"
	"doudi/pack"
)

// compileProgrammes lowers every programme.
func (c *compiler) compileProgrammes() {
	for _, p := range c.r.Programmes {
		d := c.programmes[p.ID]
		if d == nil || len(c.p.Programmes[d.index].Versions) > 0 {
			continue
		}
		for i := range d.versions {
			out := c.programmeVersion(d, i)
			c.p.Programmes[d.index].Versions = append(c.p.Programmes[d.index].Versions, out)
		}
		c.p.Programmes[d.index].Label = d.versions[len(d.versions)-1].Label
	}
}

// phases are the moments whose law can govern.
var phases = map[string]Phase{"application": AtApplication, "decision": AtDecision, "period": AtPeriod, "as_of": AtAsOf}

// phase reads which date's law governs something.
func phase(p *pack.Programme, what string, standard Phase) Phase {
	if ph, ok := phases[p.LawAt[what]]; ok {
		return ph
	}
	return standard
}

// programmeVersion lowers one version of a programme.
func (c *compiler) programmeVersion(d *programmeDecl, i int) ProgrammeVersion {
	p := d.versions[i]
	out := ProgrammeVersion{
		Span: spanOf(p.Span), Unit: d.unit, Claim: p.Claim, Grants: p.Grants,
		CondAt: phase(p, "conditions", AtApplication), AmountAt: phase(p, "amount", AtPeriod), PeriodTakes: p.PeriodTakes,
		Pays: p.Pays, Payee: p.Payee, Starts: p.Starts, Procedure: p.Procedure, Referral: p.Referral,
		Leaving: c.optional(p.Leaving, d.unit, fact.Bool, "leaving"), Recheck: c.optional(p.Recheck, d.unit, fact.Months, "recheck"),
		Cites: cites(p.Cites), Origin: p.Origin, Pos: p.Pos,
	}
	out.Conditions, _ = c.conditions(d, i, p.Pos)
	for k := range p.Amount {
		out.Parts = append(out.Parts, c.partOut(d, i, k))
	}
	c.onePeriod(p, out.Parts)
	c.bearers(d, p, &out)
	c.stops(d, p, &out)
	if p.Procedure != "" && !c.hasProcedure(p.Procedure) {
		c.missing(p.Pos, "待遇 "+p.ID, "程序", p.Procedure)
	}
	return out
}

// optional compiles a text that may be absent.
func (c *compiler) optional(e pack.Expr, of fact.EntityID, want fact.Type, what string) NodeID {
	if e.Text == "" {
		return NoNode
	}
	return c.present(c.fit(c.expr(e, of, nil), want, what), nil).node
}

// hasProcedure tells whether a procedure exists.
func (c *compiler) hasProcedure(id string) bool {
	for _, p := range c.r.Procedures {
		if p.ID == id {
			return true
		}
	}
	return false
}

// conditions compiles the conditions of one version; at is where they are read.
func (c *compiler) conditions(d *programmeDecl, i int, at pack.Pos) ([]NodeID, bool) {
	var nodes []NodeID
	whole := true
	for k, e := range d.versions[i].Conditions {
		it := item{itemConditions, d.id + "@" + strconv.Itoa(i) + "." + strconv.Itoa(k)}
		t := c.once(it, at, func() typed { return c.condition(e, d.unit, nil, "条件") })
		if !t.ok() {
			whole = false
			continue
		}
		nodes = append(nodes, t.node)
	}
	return nodes, whole
}

// partOut lowers one line of an amount.
func (c *compiler) partOut(d *programmeDecl, i, k int) Part {
	p := d.versions[i].Amount[k]
	span := p.Span
	if span == (pack.Span{}) {
		span = d.versions[i].Span
	}
	out := Part{ID: p.ID, Label: p.Label, Node: NoNode, Each: NoEach, Less: p.Less, Gives: p.Gives, Cites: cites(p.Cites),
		Span: spanOf(span), Origin: p.Origin}
	if each, ok := c.eachOf(d, p); ok && each != d.unit {
		out.Each = each
	}
	if p.Value.Text != "" || len(p.Gives) == 0 {
		out.Node = c.part(d, i, k, p.Pos).node
	}
	if mode, ok := c.roundMode(p.Round); ok {
		out.Round, out.RoundCites = mode, cites(p.Round.Cites)
	}
	return out
}

// onePeriod demands that the parts of an amount have one period: a sum of
// yuan a month and yuan a year means nothing.
func (c *compiler) onePeriod(p *pack.Programme, parts []Part) {
	first := -1
	for i, part := range parts {
		if part.Node == NoNode || len(part.Gives) > 0 {
			continue
		}
		if first < 0 {
			first = i
		}
		if want, got := c.p.Nodes[parts[first].Node].Type, c.p.Nodes[part.Node].Type; want != got {
			c.report(problem(KindPart, p.Amount[i].Pos, "金额 %s 是%s，与 %s 的%s不能相加", part.ID, typeWord(got), parts[first].ID, typeWord(want)),
				typeWord(want), "换算成同一期间，或分成两个待遇")
		}
	}
}

// eachOf is the entity whose instances a part adds up, the unit if none is named.
func (c *compiler) eachOf(d *programmeDecl, p *pack.Part) (fact.EntityID, bool) {
	if p.Each == "" {
		return d.unit, true
	}
	each, ok := c.entity(p.Each, p.Pos)
	if ok && each != d.unit && !c.schema.IsAncestor(d.unit, each) {
		c.report(problem(KindPart, p.Pos, "金额 %s 不能按“%s”逐个计算", p.ID, c.entityLabel(each)), "享受单位之下的对象", "改正 each，或改正 unit")
		return d.unit, false
	}
	return each, ok
}

// part compiles the value of one line of an amount, per instance.
func (c *compiler) part(d *programmeDecl, i, k int, at pack.Pos) typed {
	p := d.versions[i].Amount[k]
	it := item{itemPart, d.id + "." + p.ID + "@" + strconv.Itoa(i)}
	return c.once(it, at, func() typed {
		each, ok := c.eachOf(d, p)
		if !ok {
			return broken
		}
		return c.partValue(p, each, periodOf(d.versions[i].Pays))
	})
}

// periodOf is the period of an amount that is written as a literal: that of
// which the programme pays.
func periodOf(pays string) fact.Type {
	switch pays {
	case "month", "quarter":
		return fact.MoneyMonth
	case "year", "school_year":
		return fact.MoneyYear
	}
	return fact.Money
}

// partValue compiles and rounds an amount. A part in kind may be anything.
func (c *compiler) partValue(p *pack.Part, of fact.EntityID, period fact.Type) typed {
	t := c.expr(p.Value, of, nil)
	switch {
	case t.kind == litMoney:
		t = c.fit(t, period, "金额")
	case t.open():
		t = c.fit(t, t.kind.standard(), "金额")
	}
	if t = c.present(t, nil); !t.ok() {
		return broken
	}
	if len(p.Gives) == 0 && !t.typ.IsMoney() {
		c.report(problem(KindPart, t.pos, "金额 %s 的值是%s", p.ID, t.word()), "金额", "改成金额，或用 gives 写明给付的实物或服务")
		return broken
	}
	t.pos = p.Pos
	if p.Round != nil {
		mode, _ := c.roundMode(p.Round)
		t.node = c.rounded(t, mode, p.Round.Pos)
	}
	if t.node == NoNode {
		return broken
	}
	return t
}

// bearers lowers who pays.
func (c *compiler) bearers(d *programmeDecl, p *pack.Programme, out *ProgrammeVersion) {
	for _, b := range p.BorneBy {
		bearer := Bearer{Payer: b.Payer, Node: NoNode, Rest: b.Value.Text == "rest", Cites: cites(b.Cites)}
		if !bearer.Rest {
			bearer.Node = c.borne(b, d.unit, periodOf(p.Pays)).node
		}
		out.BorneBy = append(out.BorneBy, bearer)
	}
}

// borne compiles what one payer bears.
func (c *compiler) borne(b pack.Bearer, unit fact.EntityID, period fact.Type) typed {
	t := c.expr(b.Value, unit, nil)
	if t.kind == litMoney {
		t = c.fit(t, period, "负担的金额")
	}
	t = c.present(t, nil)
	if t.ok() && !t.typ.IsMoney() {
		c.report(problem(KindPart, t.pos, "“%s”负担的是%s", b.Payer, t.word()), "金额或 rest", "改成金额的名字，其余部分写 rest")
		return broken
	}
	return t
}

// stops lowers what ends an award.
func (c *compiler) stops(d *programmeDecl, p *pack.Programme, out *ProgrammeVersion) {
	for _, s := range p.Stops {
		when := c.condition(s.When, d.unit, nil, "when")
		out.Stops = append(out.Stops, Stop{Node: when.node, From: s.From, Cites: cites(s.Cites)})
	}
}

// programmeRead compiles P.entitled, P.held and P.part.
func (s scope) programmeRead(e ast.Expr, d *programmeDecl, field string) typed {
	at := s.x.pos(e)
	if !s.sees(d.unit) {
		s.c.report(problem(KindRowName, at, "待遇 %s 是每个%s各自享受的，这里是%s", d.id, s.c.entityLabel(d.unit), s.c.entityLabel(s.of)),
			"享受单位或其下的对象", s.gather(d.unit))
		return broken
	}
	switch field {
	case "held":
		return s.make(e, s.c.heldNode(d))
	case "entitled":
		return s.c.entitled(d, at)
	}
	return s.partRead(e, d, field)
}

// heldNode is that an award of the programme covered last month. Awards are
// rows of members; a household holds what any of its members holds.
func (c *compiler) heldNode(d *programmeDecl) Node {
	of := d.unit
	for of > fact.MemberEntity {
		of = c.schema.Entities[of].Parent
	}
	return Node{Op: OpHeld, Type: fact.Bool, Of: of, Imm: d.index}
}

// entitled compiles that a programme is claimed or held, in force, and its
// conditions are true.
func (c *compiler) entitled(d *programmeDecl, at pack.Pos) typed {
	var spans []pack.Span
	var nodes []NodeID
	for i, p := range d.versions {
		conditions, ok := c.conditions(d, i, at)
		if !ok {
			return broken
		}
		c.at = p.Pos
		spans, nodes = append(spans, spanOf(p.Span)), append(nodes, c.all(append(c.claim(d, p), conditions...)))
	}
	if len(nodes) == 0 {
		return broken
	}
	node := c.dated(spans, nodes, c.constant(fact.Bool, fact.Of(0)))
	c.nameOf(d, node, "享受"+d.label())
	return typed{node: node, typ: fact.Bool, kind: litFixed, pos: at}
}

// claim is that the family asks for the programme or already has it; nobody
// asks for a programme that goes by lists.
func (c *compiler) claim(d *programmeDecl, p *pack.Programme) []NodeID {
	if p.Claim == "never" {
		return nil
	}
	claimed := c.intern(Node{Op: OpClaimed, Type: fact.Bool, Of: fact.HouseholdEntity, Imm: d.index})
	held := c.intern(c.heldNode(d))
	return []NodeID{c.intern(Node{Op: OpOr, Type: fact.Bool, Args: []NodeID{claimed, held}})}
}

// all joins conditions.
func (c *compiler) all(list []NodeID) NodeID {
	var args []NodeID
	for _, n := range list {
		args = c.flatten(args, OpAnd, n)
	}
	switch len(args) {
	case 0:
		return c.constant(fact.Bool, fact.Of(1))
	case 1:
		return args[0]
	}
	return c.intern(Node{Op: OpAnd, Type: fact.Bool, Args: args})
}

// partRead compiles P.part. Seen from the unit, a part for each member is the
// sum over the members; seen from a member it is the member's own.
func (s scope) partRead(e ast.Expr, d *programmeDecl, field string) typed {
	var all timeline
	for i := range d.versions {
		own, ok := s.partIn(e, d, i, field)
		if !ok {
			return broken
		}
		all.join(own)
	}
	if len(all.nodes) == 0 {
		s.c.report(problem(KindField, s.x.pos(e), "待遇 %s 没有“%s”这部分", d.id, field), join(append([]string{"entitled", "held"}, d.parts()...)), "改正名字")
		return broken
	}
	typ := s.c.p.Nodes[all.nodes[0]].Type
	for _, n := range all.nodes {
		if s.c.p.Nodes[n].Type != typ {
			s.c.report(problem(KindVersions, s.x.pos(e), "待遇金额 %s.%s 各个版本的类型不同", d.id, field), "同一类型", "各版本用同一期间的金额，或另起名字")
			return broken
		}
	}
	s.c.at = s.x.pos(e)
	node := s.c.dated(all.spans, all.nodes, NoNode)
	s.c.nameOf(d, node, d.label()+"的"+d.partLabel(field))
	return typed{node: node, typ: typ, kind: litFixed}
}

// partIn compiles a part of one version; while the version is law and the part
// is not, the part is nothing.
func (s scope) partIn(e ast.Expr, d *programmeDecl, i int, field string) (timeline, bool) {
	var own timeline
	for k, p := range d.versions[i].Amount {
		if p.ID != field {
			continue
		}
		t := s.c.part(d, i, k, s.x.pos(e))
		each, fine := s.c.eachOf(d, p)
		if !t.ok() || !fine {
			return own, false
		}
		if !s.sees(each) {
			t.node = s.c.intern(Node{Op: OpAddUp, Type: t.typ, Of: d.unit, Over: each, Args: []NodeID{NoNode, t.node, NoNode}})
		}
		own.add(spanOf(p.Span), t.node)
	}
	if len(own.nodes) > 0 && s.c.p.Nodes[own.nodes[0]].Type.IsMoney() {
		own = own.filled(spanOf(d.versions[i].Span), s.c.constant(s.c.p.Nodes[own.nodes[0]].Type, fact.Of(0)))
	}
	return own, true
}

// label is the newest label of the programme.
func (d *programmeDecl) label() string {
	last := d.versions[len(d.versions)-1]
	return orID(last.Label, last.ID)
}

// partLabel is the newest label of a part.
func (d *programmeDecl) partLabel(id string) string {
	label := id
	for _, p := range d.versions {
		for _, part := range p.Amount {
			if part.ID == id && part.Label != "" {
				label = part.Label
			}
		}
	}
	return label
}

// parts lists the parts of all versions.
func (d *programmeDecl) parts() []string {
	var all []string
	for _, p := range d.versions {
		for _, part := range p.Amount {
			all = appendOnce(all, part.ID)
		}
	}
	return all
}
