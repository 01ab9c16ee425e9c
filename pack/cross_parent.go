package pack

import (
	"fmt"
	"regexp"

	"doudi/civil"
)

var wordPattern = regexp.MustCompile(`[a-z_][a-z0-9_]*`)

// checkShortParent warns where a pack speaks of days on which a superior pack,
// or a superior figure that it names, has not begun yet.
func (x *crossing) checkShortParent(n *names) {
	if n.parent == nil {
		return
	}
	p, parent := n.pack, n.parent.pack
	if p.InForce.From < parent.InForce.From && parent.InForce.From != 0 {
		x.warn(parent.Pos, fmt.Sprintf("“%s”从%s起才有规定，下级“%s”从%s起就要用", parent.Label, parent.InForce.From.Chinese(), p.Label, p.InForce.From.Chinese()))
	}
	warned := make(map[string]bool)
	for _, m := range p.mentions() {
		for _, word := range wordPattern.FindAllString(m.expr.Text, -1) {
			f := n.parent.figure(word)
			if f == nil || warned[word] || n.ownFigure(word) != nil || len(f.Rows) == 0 || m.from >= firstDay(f) {
				continue
			}
			warned[word] = true
			x.warn(f.Rows[0].Pos, fmt.Sprintf("数值“%s”从%s起才有，下级的“%s”从%s起就要用", word, firstDay(f).Chinese(), m.id, m.from.Chinese()))
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
		Expected: "上级的规定追溯到最早的下级开始之日", Remedy: "在上级补上更早的数值或期间；当时确实没有这项规定，就把下级规则的 in_force 推后"})
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
