package policy

import (
	"fmt"
	"slices"

	"doudi/fact"
)

// mark finds every node that a result, a choice, a constraint or a duty rests on.
func (l *linter) mark() {
	l.read = make([]bool, len(l.p.Nodes))
	for i := range l.p.Programmes {
		for j := range l.p.Programmes[i].Versions {
			l.markVersion(&l.p.Programmes[i].Versions[j])
		}
	}
	for _, c := range l.p.Choices {
		l.visit(c.Offered)
	}
	for _, s := range l.p.Stacking {
		l.visit(s.To)
	}
	for _, c := range l.p.Constraints {
		l.visit(c.Keep)
	}
	for _, r := range l.p.Rules {
		if hasDuty(r) {
			l.visit(r.Node)
		}
	}
}

// markVersion visits everything that one version of a programme reads.
func (l *linter) markVersion(v *ProgrammeVersion) {
	for _, n := range v.Conditions {
		l.visit(n)
	}
	for _, part := range v.Parts {
		l.visit(part.Node)
	}
	for _, b := range v.BorneBy {
		l.visit(b.Node)
	}
	for _, s := range v.Stops {
		l.visit(s.Node)
	}
	l.visit(v.Leaving)
	l.visit(v.Recheck)
}

// visit marks a node and all that it reads; a choice reads its offer.
func (l *linter) visit(n NodeID) {
	if n == NoNode || l.read[n] {
		return
	}
	l.read[n] = true
	for _, arg := range l.p.Nodes[n].Args {
		l.visit(arg)
	}
}

// hasDuty tells whether a version of the rule counts an office's duty.
func hasDuty(r Rule) bool {
	for _, v := range r.Versions {
		if v.Duty != "" {
			return true
		}
	}
	return false
}

// deadRules reports rules that nothing reads. Rules of superior packs may wait
// for another place, so only the pack's own are judged. assessed_size is read
// by tops_up_to without being named.
func (l *linter) deadRules() {
	for _, r := range l.p.Rules {
		if r.ID == "assessed_size" || l.anywhere(func(x *linter) bool { return x.readsRule(r.ID) }) {
			continue
		}
		for _, v := range r.Versions {
			if v.Origin == l.own {
				l.say(v.Pos, KindDeadRule, fmt.Sprintf("规则“%s”（%s）没有被任何项目、选择或职责用到", r.Label, r.ID),
					"删去它，或在某个项目的 conditions、amount 里用上它")
				break
			}
		}
	}
}

// unusedFacts reports facts of the pack that no reachable node reads. What a
// person is called by and who must be asked are not facts of a rule.
func (l *linter) unusedFacts() {
	for _, entity := range l.p.Schema.Entities {
		for _, f := range entity.Facts {
			pos, declared := l.factPos(entity.Name, f.Key)
			if !declared || f.Required || l.anywhere(func(x *linter) bool { return x.readsFact(entity.Name, f.Key) }) {
				continue
			}
			l.warn(pos, KindUnusedFact,
				fmt.Sprintf("%s的事实“%s”（%s）没有被任何规则用到", entity.Label, f.Label, f.Key),
				"删去它，或写出用到它的规则：不用的事实不该向群众询问")
		}
	}
}

// anywhere asks the pack itself and every pack below it: what a nation offers
// may be used by one county only.
func (l *linter) anywhere(reads func(*linter) bool) bool {
	return reads(l) || slices.ContainsFunc(l.below, reads)
}

// readsRule tells whether a result of this pack rests on the rule.
func (l *linter) readsRule(id string) bool {
	r := l.p.Rule(id)
	return r != nil && l.read[r.Node]
}

// readsFact tells whether a reachable node reads the fact; an award is read
// as a whole by every look at what is held.
func (l *linter) readsFact(entity, key string) bool {
	e, _ := l.p.Schema.Entity(entity)
	for i := range l.p.Nodes {
		n := &l.p.Nodes[i]
		if !l.read[i] {
			continue
		}
		if n.Op == OpHeld && entity == "award" || n.Op == OpFact && n.Of == e && l.p.Fact(n).Key == key {
			return true
		}
	}
	return l.p.Pack.Packs[0].Scope[key] != nil
}

// readsFigure tells whether a reachable node looks the figure up.
func (l *linter) readsFigure(id string) bool {
	for i, n := range l.p.Nodes {
		if (n.Op == OpFigure || n.Op == OpBrackets) && l.read[i] && l.p.Figures[n.Imm].ID == id {
			return true
		}
	}
	return false
}

// unusedFigures reports figures of the pack that no reachable node looks up.
func (l *linter) unusedFigures() {
	for _, f := range l.p.Pack.Figures {
		if f.Origin == l.own && !l.anywhere(func(x *linter) bool { return x.readsFigure(f.ID) }) {
			l.say(f.Pos, KindUnusedFigure, fmt.Sprintf("数值“%s”（%s）没有被用到", f.Label, f.ID),
				"删去它，或在规则里用上它")
		}
	}
}

// unreachable reports branches that constants decide beforehand.
func (l *linter) unreachable() {
	for i := range l.p.Nodes {
		n := &l.p.Nodes[i]
		switch n.Op {
		case OpCases:
			l.unreachableCases(n)
		case OpExceptions:
			l.unreachableExceptions(n)
		}
	}
}

// unreachableCases reports cases that never hold, and those behind one that always does.
func (l *linter) unreachableCases(n *Node) {
	for k := 0; k+1 < len(n.Args); k += 2 {
		value, constant := l.constBool(n.Args[k])
		if !constant {
			continue
		}
		if !value {
			l.say(n.Pos, KindUnreachable, fmt.Sprintf("第 %d 种情形的条件永远不成立", k/2+1), "删去这种情形")
		} else if k+2 < len(n.Args) {
			l.say(n.Pos, KindUnreachable, fmt.Sprintf("第 %d 种情形总是成立，后面的情形不会被用到", k/2+1), "删去后面的情形，或改正这一条件")
			return
		}
	}
}

// unreachableExceptions reports exceptions that never fire.
func (l *linter) unreachableExceptions(n *Node) {
	for k, e := range n.Exc {
		if value, constant := l.constBool(n.Args[1+2*k]); constant && !value {
			l.say(n.Pos, KindUnreachable, fmt.Sprintf("例外“%s”的条件永远不成立", e.ID), "删去这个例外")
		}
	}
}

// constBool gives the value of a node that is a constant truth value, or a
// rule that is one.
func (l *linter) constBool(id NodeID) (value, constant bool) {
	n := &l.p.Nodes[id]
	if n.Op == OpRule {
		return l.constBool(n.Args[0])
	}
	if n.Op != OpConst || n.Const.State != fact.Known {
		return false, false
	}
	return n.Const.N != 0, true
}
