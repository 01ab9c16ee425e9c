package pack

import (
	"fmt"

	"doudi/civil"
)

func (r *reader) programmes(n *node) {
	if n == nil {
		return
	}
	for _, e := range n.entries {
		r.checkID(e.key)
		r.pack.Programmes = append(r.pack.Programmes, r.programme(e))
	}
}

func (r *reader) programme(e entry) *Programme {
	v := e.value
	p := &Programme{ID: e.key.text, Label: v.get("label").scalar(), Says: v.get("says").scalar(), Unit: v.get("unit").scalar(), Claim: v.get("claim").scalar(),
		Grants: v.get("grants").scalar(), LawAt: v.get("law_at").textMap(), PeriodTakes: v.get("period_takes").scalar(),
		Conditions: v.get("conditions").exprs(), Pays: v.get("pays").scalar(), Payee: v.get("payee").scalar(),
		Starts: v.get("starts").scalar(), Leaving: v.get("leaving").expr(), Recheck: v.get("recheck").expr(),
		Procedure: v.get("procedure").scalar(), Referral: v.get("referral").scalar(), Cites: v.get("cite").cites(),
		Span: r.inForce(v, r.pack.InForce), Origin: r.pack.ID, Pos: e.key.pos}
	for _, part := range v.get("amount").rows() {
		p.Amount = append(p.Amount, r.part(part, p.Span))
	}
	for _, b := range v.get("borne_by").rows() {
		p.BorneBy = append(p.BorneBy, Bearer{Payer: b.get("payer").scalar(), Value: b.get("value").expr(), Cites: b.get("cite").cites(), Pos: b.pos})
	}
	for _, s := range v.get("stops").rows() {
		p.Stops = append(p.Stops, Stop{When: s.get("when").expr(), From: s.get("from").scalar(), Cites: s.get("cite").cites(), Pos: s.pos})
	}
	r.checkProgramme(p, v)
	return p
}

// checkProgramme demands what money needs: an amount and how often it is paid.
func (r *reader) checkProgramme(p *Programme, v *node) {
	if p.Grants != "money" {
		return
	}
	for _, key := range []string{"amount", "pays"} {
		if v.get(key) == nil {
			f, _ := programmeShape.field(key)
			r.add(p.Pos, KindMissing, fmt.Sprintf("发钱的项目“%s”缺少“%s”", p.ID, key), f.doc, fmt.Sprintf("加上“%s: …”", key))
		}
	}
}

func (r *reader) part(n *node, fallback Span) *Part {
	p := &Part{ID: n.get("part").scalar(), Label: n.get("label").scalar(), Value: n.get("value").expr(), Each: n.get("each").scalar(),
		Round: r.round(n.get("round")), Less: n.get("less").flag(), Gives: n.get("gives").textMap(), Cites: n.get("cite").cites(),
		Span: r.inForce(n, fallback), Origin: r.pack.ID, Pos: n.pos}
	if n.kind == nodeMapping && n.get("value") == nil && n.get("gives") == nil {
		r.add(n.pos, KindMissing, fmt.Sprintf("“%s”没有写数额，也没有写给什么", p.ID), "value 或 gives", "加上“value: …”")
	}
	return p
}

func (r *reader) amends(n *node) {
	for _, item := range n.rows() {
		r.pack.Amends = append(r.pack.Amends, r.amend(item))
	}
}

// amend reads a change of an inherited rule or programme; it stays in force
// unless it says until when.
func (r *reader) amend(n *node) *Amend {
	a := &Amend{Rule: n.get("rule").scalar(), Programme: n.get("programme").scalar(), Cites: n.get("cite").cites(),
		AddCondition: n.get("add_condition").expr(), Origin: r.pack.ID, Pos: n.pos}
	a.Span = Span{From: n.get("from").day(), To: civil.Open}
	if n.get("to") != nil || n.get("open") != nil {
		a.Span = r.span(n, a.Span)
	}
	if add := n.get("add"); add != nil {
		a.Add = r.exception(add, a.Span)
		a.Add.Cites = citesOr(a.Add.Cites, a.Cites)
	}
	if part := n.get("add_part"); part != nil {
		a.AddPart = r.part(part, a.Span)
		a.AddPart.Cites = citesOr(a.AddPart.Cites, a.Cites)
	}
	r.checkAmend(a, n)
	return a
}

// citesOr lets what an amend adds inherit the amend's citation.
func citesOr(own, outer []Cite) []Cite {
	if len(own) > 0 {
		return own
	}
	return outer
}

func (r *reader) checkAmend(a *Amend, n *node) {
	if n.kind != nodeMapping {
		return
	}
	rule, programme := a.Rule != "" && a.Add != nil, a.Programme != "" && (a.AddPart != nil) != (a.AddCondition.Text != "")
	mixed := a.Rule != "" && a.Programme != "" || a.Add != nil && (a.AddPart != nil || a.AddCondition.Text != "")
	if rule == programme || mixed {
		r.add(n.pos, KindAmend, "看不出要改什么", "rule 配 add，或 programme 配 add_part 或 add_condition", "一条修改只改一样；要改几样就写几条")
	}
}

func (r *reader) stacking(n *node) {
	for _, item := range n.rows() {
		p := &Pair{Is: item.get("is").scalar(), Goal: item.get("to").scalar(), Cites: item.get("cite").cites(),
			Span: r.inForce(item, r.pack.InForce), Status: r.status(item), Origin: r.pack.ID, Pos: item.pos}
		names := item.get("pair").words()
		if item.get("pair") != nil && (len(names) != 2 || names[0] == names[1]) {
			r.add(item.get("pair").pos, KindShape, "pair 要写两个不同的项目", "[项目, 项目]", "改成两个项目的名字")
		} else if len(names) == 2 {
			p.First, p.Second = names[0], names[1]
			r.pack.Stacking = append(r.pack.Stacking, p)
		}
		r.checkTo(p, item)
	}
}

func (r *reader) checkTo(p *Pair, n *node) {
	if to := n.get("to"); to != nil && p.Is != "tops_up_to" {
		r.add(to.pos, KindBody, "只有 tops_up_to 才写 to", "is: tops_up_to", "删去 to，或改 is")
	} else if to == nil && p.Is == "tops_up_to" {
		r.add(n.pos, KindMissing, "缺少“to”", "补足到哪个数值", "加上“to: …”")
	}
}

func (r *reader) constraints(n *node) {
	for _, item := range n.rows() {
		c := &Constraint{ID: item.get("id").scalar(), Label: item.get("label").scalar(), Cites: item.get("cite").cites(),
			Strength: item.get("strength").scalar(), Span: r.inForce(item, r.pack.InForce), Keep: item.get("keep").expr(),
			Origin: r.pack.ID, Pos: item.get("id").position()}
		r.pack.Constraints = append(r.pack.Constraints, c)
	}
}
