package pack

import (
	"fmt"

	"doudi/civil"
)

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
			x.add(a.Pos, KindAmend, fmt.Sprintf("规则“%s”（%s）不能加例外", a.Rule, r.Pos), "写成 value 或 base 的规则", "用同一个名字在本包重写这条规则")
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
