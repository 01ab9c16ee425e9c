package main

import (
	"slices"

	"doudi/pack"
)

// carrier is what carries out a clause: something of a pack that cites it.
type carrier struct {
	Kind   string      `json:"kind"` // one of carrierWords
	ID     string      `json:"id"`
	Pack   string      `json:"pack"`
	Status pack.Status `json:"status,omitempty"` // of a figure, the one of its rows that matters most
	key    pointKey
	cases  bool // cases can try it
}

// carrierWords name the kinds of carrier. Facts, procedures and their steps
// are data for casework, and two programmes that may stand side by side do
// nothing to each other: no case need try them.
var carrierWords = map[string]string{
	"figure": "数值", "rule": "规则", "exception": "例外", "duty": "职责", "programme": "待遇", "referral": "转介", "choice": "选择", "constraint": "约束",
	"pair": "叠加", "amend": "修改", "fact": "事实", "procedure": "程序", "step": "步骤",
}

// decides tells that a carrier says who or how much.
func (c *carrier) decides() bool { return c.cases || c.Kind == "constraint" }

// carriers is by clause, as cited, what carries it out.
type carriers map[string][]carrier

// add joins a carrier to each clause, once.
func (cs carriers) add(cites []pack.Cite, c carrier) {
	for _, cite := range cites {
		if !slices.Contains(cs[cite.Text], c) {
			cs[cite.Text] = append(cs[cite.Text], c)
		}
	}
}

// carriersOf collects, over all packs, what cites each clause.
func carriersOf(lib *library) carriers {
	cs := carriers{}
	for _, id := range lib.ids() {
		p := lib.set.Packs[id]
		for _, f := range p.Figures {
			for _, r := range f.Rows {
				cs.add(r.Cites, carrier{Kind: "figure", ID: f.ID, Pack: id, Status: worstStatus(f), key: pointKey{kind: useFigure, id: f.ID}, cases: true})
			}
		}
		for _, r := range p.Rules {
			cs.rule(r)
		}
		for _, g := range p.Programmes {
			cs.programme(g)
		}
		cs.relations(p)
		cs.casework(p)
	}
	return cs
}

// worstStatus is the status of a figure's rows that matters most to a payer.
func worstStatus(f *pack.Figure) pack.Status {
	for _, s := range pack.Statuses {
		if slices.ContainsFunc(f.Rows, func(r *pack.FigureRow) bool { return r.Status == s }) {
			return s
		}
	}
	return pack.Published
}

// rule adds a rule by all that it cites.
func (cs carriers) rule(r *pack.Rule) {
	c := carrier{Kind: "rule", ID: r.ID, Pack: r.Origin, Status: r.Status, key: pointKey{kind: pointUsed, pos: r.Pos, id: r.ID}, cases: true}
	if r.Duty != "" {
		c.Kind = "duty"
	}
	cs.add(r.Cites, c)
	if r.Round != nil {
		cs.add(r.Round.Cites, c)
	}
	for _, line := range r.Cases {
		cs.add(line.Cites, c)
	}
	for _, e := range r.Exceptions {
		cs.add(e.Cites, exceptionCarrier(r.ID, e, r.Origin))
	}
	if r.Table != nil {
		for _, row := range r.Table.Rows {
			cs.add(row.Cites, c)
		}
	}
}

// exceptionCarrier is an exception as what carries out a clause: the cases in
// which it fires.
func exceptionCarrier(rule string, e *pack.Exception, origin string) carrier {
	return carrier{Kind: "exception", ID: rule + "." + e.ID, Pack: origin, cases: true,
		key: pointKey{kind: pointException, pos: e.Pos, id: rule, detail: e.ID}}
}

// programme adds a programme by all that it cites.
func (cs carriers) programme(g *pack.Programme) {
	c := carrier{Kind: "programme", ID: g.ID, Pack: g.Origin, key: pointKey{kind: useProgramme, id: g.ID}, cases: true}
	if g.Referral != "" {
		c.Kind = "referral"
	}
	cs.add(g.Cites, c)
	for _, part := range g.Amount {
		cs.add(part.Cites, c)
		if part.Round != nil {
			cs.add(part.Round.Cites, c)
		}
	}
	for _, b := range g.BorneBy {
		cs.add(b.Cites, c)
	}
	for _, s := range g.Stops {
		cs.add(s.Cites, c)
	}
}

// relations adds what joins programmes: choices, amends, pairs, constraints.
func (cs carriers) relations(p *pack.Pack) {
	for _, ch := range p.Choices {
		cs.add(ch.Cites, carrier{Kind: "choice", ID: ch.ID, Pack: p.ID, key: pointKey{kind: useChoice, id: ch.ID}, cases: true})
	}
	for _, m := range p.Amends {
		c := carrier{Kind: "amend", ID: m.Rule + m.Programme, Pack: p.ID, key: pointKey{kind: useProgramme, id: m.Programme}, cases: true}
		if m.Add != nil {
			c = exceptionCarrier(m.Rule, m.Add, p.ID)
			cs.add(m.Add.Cites, c)
		}
		cs.add(m.Cites, c)
		if m.AddPart != nil {
			cs.add(m.AddPart.Cites, c)
		}
	}
	for _, s := range p.Stacking {
		cs.add(s.Cites, carrier{Kind: "pair", ID: s.First + "+" + s.Second, Pack: p.ID, Status: s.Status, key: pointKey{kind: usePair, pos: s.Pos}, cases: s.Is != "both"})
	}
	for _, c := range p.Constraints {
		cs.add(c.Cites, carrier{Kind: "constraint", ID: c.ID, Pack: p.ID})
	}
}

// casework adds what later parts of the system work with: facts, and the
// procedures with their steps.
func (cs carriers) casework(p *pack.Pack) {
	for _, d := range p.Facts {
		cs.add(d.Cites, carrier{Kind: "fact", ID: d.Entity + "." + d.Key, Pack: p.ID})
	}
	for _, g := range p.Procedures {
		cs.add(g.Cites, carrier{Kind: "procedure", ID: g.ID, Pack: p.ID})
		for _, s := range g.Steps {
			cs.add(s.Cites, carrier{Kind: "step", ID: g.ID + "." + s.ID, Pack: p.ID, Status: s.Status})
		}
	}
}
