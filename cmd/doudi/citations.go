package main

import (
	"fmt"
	"slices"

	"doudi/pack"
)

// citedBy says for every clause, over all packs, what cites it and how many
// cases try that.
func citedBy(lib *library, ev *evidence) map[string][]string {
	used := map[string][]string{}
	for _, id := range lib.ids() {
		p := lib.set.Packs[id]
		for _, f := range p.Figures {
			for _, r := range f.Rows {
				note(used, r.Cites, fmt.Sprintf("数值 %s（%d）", f.ID, ev.figures[f.ID]))
			}
		}
		for _, r := range p.Rules {
			noteRule(used, ev, r)
		}
		for _, g := range p.Programmes {
			noteProgramme(used, ev, g)
		}
		noteRest(used, p)
		notePairs(used, p)
	}
	return used
}

// notePairs adds how many pairs of programmes cite a clause.
func notePairs(used map[string][]string, p *pack.Pack) {
	counts := map[string]int{}
	for _, s := range p.Stacking {
		for _, c := range s.Cites {
			counts[c.Text]++
		}
	}
	for clause, n := range counts {
		used[clause] = append(used[clause], fmt.Sprintf("叠加关系 %d 条", n))
	}
}

// note adds a user to each clause, once.
func note(used map[string][]string, cites []pack.Cite, by string) {
	for _, c := range cites {
		if !slices.Contains(used[c.Text], by) {
			used[c.Text] = append(used[c.Text], by)
		}
	}
}

// noteRule adds a rule by all that it cites.
func noteRule(used map[string][]string, ev *evidence, r *pack.Rule) {
	n := 0
	if seen := ev.rules[r.Pos]; seen != nil {
		n = seen.cases
	}
	by := fmt.Sprintf("规则 %s（%d）", r.ID, n)
	note(used, r.Cites, by)
	if r.Round != nil {
		note(used, r.Round.Cites, by)
	}
	for _, c := range r.Cases {
		note(used, c.Cites, by)
	}
	for _, e := range r.Exceptions {
		note(used, e.Cites, by)
	}
	if r.Table != nil {
		for _, row := range r.Table.Rows {
			note(used, row.Cites, by)
		}
	}
}

// noteProgramme adds a programme by all that it cites.
func noteProgramme(used map[string][]string, ev *evidence, g *pack.Programme) {
	n := 0
	if seen := ev.programmes[g.ID]; seen != nil {
		n = seen.granted + seen.refused
	}
	by := fmt.Sprintf("待遇 %s（%d）", g.ID, n)
	note(used, g.Cites, by)
	for _, part := range g.Amount {
		note(used, part.Cites, by)
	}
	for _, b := range g.BorneBy {
		note(used, b.Cites, by)
	}
	for _, s := range g.Stops {
		note(used, s.Cites, by)
	}
}

// noteRest adds what no case count belongs to.
func noteRest(used map[string][]string, p *pack.Pack) {
	for _, d := range p.Facts {
		note(used, d.Cites, "事实 "+d.Entity+"."+d.Key)
	}
	for _, c := range p.Choices {
		note(used, c.Cites, "选择 "+c.ID)
	}
	for _, m := range p.Amends {
		note(used, m.Cites, "修改 "+m.Rule+m.Programme)
		if m.Add != nil {
			note(used, m.Add.Cites, "修改 "+m.Rule)
		}
		if m.AddPart != nil {
			note(used, m.AddPart.Cites, "修改 "+m.Programme)
		}
	}
	for _, c := range p.Constraints {
		note(used, c.Cites, "约束 "+c.ID)
	}
	for _, g := range p.Procedures {
		note(used, g.Cites, "程序 "+g.ID)
		for _, s := range g.Steps {
			note(used, s.Cites, "程序 "+g.ID)
		}
	}
}
