package pack

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// checkCites follows every citation of a pack to a clause of its own or its
// superiors' sources.
func (x *crossing) checkCites(n *names) {
	for _, c := range n.pack.cites() {
		x.checkCite(n, c)
	}
	for _, id := range slices.Sorted(maps.Keys(n.pack.Sources)) {
		s := n.pack.Sources[id]
		if s.SupersededBy != "" && n.sources[s.SupersededBy] == nil {
			x.unknownName(s.SupersededBy, s.Pos, "来源", slices.Sorted(maps.Keys(n.sources)))
		}
	}
}

func (x *crossing) checkCite(n *names, c Cite) {
	source, clause, split := strings.Cut(c.Text, "/")
	if !citePattern.MatchString(c.Text) {
		return // reported where it was read
	}
	if !split {
		x.checkBareCite(n, c)
		return
	}
	s := n.sources[source]
	switch {
	case s == nil:
		x.badCite(c, fmt.Sprintf("没有来源“%s”", source), Nearest(source, slices.Sorted(maps.Keys(n.sources))))
	case s.Clauses[clause] == nil:
		x.badCite(c, fmt.Sprintf("来源“%s”没有登记条款“%s”", source, clause), Nearest(clause, slices.Sorted(maps.Keys(s.Clauses))))
	}
}

// checkBareCite follows a register id such as MX-28, which names its clause
// without its source.
func (x *crossing) checkBareCite(n *names, c Cite) {
	switch found := n.clauses[c.Text]; {
	case len(found) == 0:
		x.badCite(c, fmt.Sprintf("没有登记条款“%s”", c.Text), Nearest(c.Text, slices.Sorted(maps.Keys(n.clauses))))
	case len(found) > 1:
		x.badCite(c, fmt.Sprintf("条款“%s”在几个来源里都有：%s", c.Text, strings.Join(found, "、")), found[0]+"/"+c.Text)
	}
}

func (x *crossing) badCite(c Cite, message, near string) {
	remedy := "在来源的 clauses 里登记这一条，或改正出处"
	if near != "" {
		remedy = fmt.Sprintf("改成“%s”，或在来源的 clauses 里登记这一条", near)
	}
	x.add(c.Pos, KindCite, message, "本包或上级登记过的条款：MX-28 或 mz57/8", remedy)
}

// cites lists every citation of a pack.
func (p *Pack) cites() []Cite {
	var out []Cite
	for _, d := range p.Facts {
		out = append(out, d.Cites...)
	}
	for _, f := range p.Figures {
		for _, row := range f.Rows {
			out = append(out, row.Cites...)
		}
	}
	for _, c := range p.Choices {
		out = append(out, c.Cites...)
	}
	for _, r := range p.Rules {
		out = append(out, r.cites()...)
	}
	for _, programme := range p.Programmes {
		out = append(out, programme.cites()...)
	}
	for _, a := range p.Amends {
		out = append(out, a.cites()...)
	}
	for _, pair := range p.Stacking {
		out = append(out, pair.Cites...)
	}
	for _, c := range p.Constraints {
		out = append(out, c.Cites...)
	}
	for _, procedure := range p.Procedures {
		out = append(out, procedure.Cites...)
		for _, step := range procedure.Steps {
			out = append(out, step.Cites...)
		}
	}
	return out
}

func (r *Rule) cites() []Cite {
	out := slices.Clone(r.Cites)
	if r.Round != nil {
		out = append(out, r.Round.Cites...)
	}
	for _, c := range r.Cases {
		out = append(out, c.Cites...)
	}
	for _, e := range r.Exceptions {
		out = append(out, e.Cites...)
	}
	if r.Table != nil {
		for _, row := range r.Table.Rows {
			out = append(out, row.Cites...)
		}
	}
	return out
}

func (p *Programme) cites() []Cite {
	out := slices.Clone(p.Cites)
	for _, part := range p.Amount {
		out = append(out, part.cites()...)
	}
	for _, b := range p.BorneBy {
		out = append(out, b.Cites...)
	}
	for _, s := range p.Stops {
		out = append(out, s.Cites...)
	}
	return out
}

func (p *Part) cites() []Cite {
	out := slices.Clone(p.Cites)
	if p.Round != nil {
		out = append(out, p.Round.Cites...)
	}
	return out
}

func (a *Amend) cites() []Cite {
	out := slices.Clone(a.Cites)
	if a.Add != nil {
		out = append(out, a.Add.Cites...)
	}
	if a.AddPart != nil {
		out = append(out, a.AddPart.cites()...)
	}
	return out
}
