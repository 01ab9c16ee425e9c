package policy

import (
	"strings"

	"doudi/civil"
	"doudi/fact"
	"doudi/pack"
)

// ruleLines reads the version of a rule aloud that is law on a day.
func (p *Program) ruleLines(r *Rule, on civil.Date) []Line {
	for i := range r.Versions {
		if v := &r.Versions[i]; v.Span.Contains(on) {
			return p.versionLines(r, v, on)
		}
	}
	return nil
}

// versionLines reads one version aloud, with the exceptions of a day.
func (p *Program) versionLines(r *Rule, v *RuleVersion, on civil.Date) []Line {
	head := Line{Lead: r.Label, Name: r.ID, Notes: []string{"按" + p.ofWord(r.Of)}, Node: NoNode, Origin: v.Origin, Status: v.Status, Cites: v.Cites}
	declared := p.Pack.RuleAt(r.ID, on)
	lines := append([]Line{head}, p.bodyLines(v.Body, declared, on)...)
	if w := v.Round.Chinese(); w != "" {
		lines = append(lines, Line{Depth: 1, Lead: "取整", Words: w, Node: NoNode, Cites: v.RoundCites})
	}
	if declared != nil {
		for _, d := range declared.Deviates {
			lines = append(lines, p.deviationLine(d))
		}
	}
	return lines
}

// ofWord names the entity that a rule is about.
func (p *Program) ofWord(of fact.EntityID) string {
	if of == fact.PlaceEntity {
		return "地方"
	}
	return p.Schema.Entities[of].Label
}

// bodyLines breaks a body into lines where it has several ways.
func (p *Program) bodyLines(body NodeID, declared *pack.Rule, on civil.Date) []Line {
	n := &p.Nodes[body]
	switch n.Op {
	case OpCases:
		return p.caseLines(n)
	case OpExceptions:
		return p.exceptionLines(n, declared, on)
	case OpTable:
		return p.tableLines(n)
	case OpRound:
		return p.bodyLines(n.Args[0], declared, on)
	}
	return []Line{{Depth: 1, Lead: IsBody, Words: p.Describe(body), Node: body}}
}

// caseLines reads the lines of a cases body aloud.
func (p *Program) caseLines(n *Node) []Line {
	var lines []Line
	for i := 0; i+1 < len(n.Args); i += 2 {
		lines = append(lines, Line{Depth: 1, Lead: p.Describe(n.Args[i]) + "时", Words: p.Describe(n.Args[i+1]), Node: n.Args[i+1]})
	}
	if len(n.Args)%2 == 1 {
		last := n.Args[len(n.Args)-1]
		lines = append(lines, Line{Depth: 1, Lead: "其他情形", Words: p.Describe(last), Node: last})
	}
	return lines
}

// exceptionLines reads base and exceptions in force aloud.
func (p *Program) exceptionLines(n *Node, declared *pack.Rule, on civil.Date) []Line {
	lines := []Line{{Depth: 1, Lead: "一般情形", Words: p.Describe(n.Args[0]), Node: n.Args[0]}}
	for i := range n.Exc {
		e := &n.Exc[i]
		if !e.Span.Contains(on) {
			continue
		}
		lead := strings.TrimSpace("例外 " + e.Label)
		for _, k := range e.Over {
			lead += "，胜过“" + orID(n.Exc[k].Label, p.Describe(n.Args[1+2*k])) + "”"
		}
		when, value := n.Args[1+2*i], n.Args[2+2*i]
		lines = append(lines, Line{Depth: 1, Lead: lead, Name: nameUnless(e.Label, e.ID), Words: p.Describe(when) + "时，" + p.Describe(value), Node: NoNode,
			Origin: originOf(declared, e.ID), Cites: e.Cites})
	}
	return lines
}

// nameUnless is the name in pack files of something without a label.
func nameUnless(label, id string) string {
	if label != "" {
		return ""
	}
	return id
}

// originOf is the pack that wrote an exception: amends come from below.
func originOf(declared *pack.Rule, exception string) string {
	if declared == nil {
		return ""
	}
	for _, x := range declared.Exceptions {
		if x.ID == exception {
			return x.Origin
		}
	}
	return ""
}

// tableLines reads the rows of a decision table aloud.
func (p *Program) tableLines(n *Node) []Line {
	keys := len(n.Args) - len(n.Rows)
	var lines []Line
	for i, row := range n.Rows {
		var whens []string
		for k, m := range row.When {
			if !m.Any {
				whens = append(whens, p.Describe(n.Args[k])+p.matchWords(n.Args[k], m))
			}
		}
		lead := "其他情形"
		if len(whens) > 0 {
			lead = strings.Join(whens, "，") + "时"
		}
		value := n.Args[keys+i]
		lines = append(lines, Line{Depth: 1, Lead: lead, Words: p.Describe(value), Node: value, Cites: row.Cites})
	}
	return lines
}

// matchWords reads one cell of a decision table aloud, behind its key.
func (p *Program) matchWords(key NodeID, m Match) string {
	value := func(v fact.Value) string {
		if n := &p.Nodes[key]; n.Op == OpFact {
			return p.Fact(n).Format(v, p.Schema)
		}
		return fact.Format(p.Nodes[key].Type, v, p.Schema)
	}
	switch {
	case len(m.In) > 0:
		words := make([]string, len(m.In))
		for i, v := range m.In {
			words[i] = "“" + value(v) + "”"
		}
		return "是" + strings.Join(words, "或")
	case m.HasLow && m.HasHigh:
		return "在" + value(fact.Of(m.Low)) + "到" + value(fact.Of(m.High)) + "之间"
	case m.HasLow:
		return "不低于" + value(fact.Of(m.Low))
	}
	return "不高于" + value(fact.Of(m.High))
}

// constraintLines reads a constraint aloud.
func (p *Program) constraintLines(k *Constraint, on civil.Date) []Line {
	if !k.Span.Contains(on) {
		return nil
	}
	return []Line{{Lead: orID(k.Label, k.ID), Name: k.ID, Notes: []string{StrengthWord(k.Strength)}, Words: p.Describe(k.Keep), Node: NoNode, Origin: k.Origin, Cites: k.Cites}}
}

// StrengthWord says how strictly a constraint binds.
func StrengthWord(strength string) string {
	return map[string]string{"must": "必须", "in_principle": "原则上"}[strength]
}
