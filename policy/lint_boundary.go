package policy

import (
	"fmt"

	"doudi/pack"
)

// boundaryOps joins the word that the law uses to the operators that mean it.
var boundaryOps = map[string][]Op{
	"below":    {OpLess, OpLessShare},
	"at_most":  {OpAtMost, OpAtMostShare},
	"at_least": {OpAtLeast, OpAtLeastShare},
	"above":    {OpAbove, OpAboveShare},
}

// boundaries compares the declared boundary word with the operator that the
// rule really uses, and asks for a case that stands on the line.
func (l *linter) boundaries(ev Evidence) {
	for _, r := range l.p.Rules {
		for _, v := range r.Versions {
			if v.Boundary == "" || v.Origin != l.own {
				continue
			}
			l.operator(r, v)
			if ev != nil && !ev.OnLine(r.ID) {
				l.say(v.Pos, KindNoLineCase, fmt.Sprintf("规则“%s”的界线上没有案例", r.Label),
					"在 cases/ 里写一个正好在线上的家庭，再各写一个差一分（一天）的")
			}
		}
	}
}

// operator reports a rule whose comparison contradicts its boundary word.
func (l *linter) operator(r Rule, v RuleVersion) {
	ops := l.comparisons(v.Body, nil)
	for _, op := range ops {
		for _, want := range boundaryOps[v.Boundary] {
			if op == want {
				return
			}
		}
	}
	message := fmt.Sprintf("规则“%s”写着 boundary: %s，表达式里却没有相应的比较", r.Label, v.Boundary)
	l.say(v.Pos, KindBoundary, message, "below 用 <，at_most 用 <=，above 用 >，at_least 用 >=：对照原文改正其中一个")
}

// comparisons collects the operators of order in an expression, without
// looking into the rules that it reads.
func (l *linter) comparisons(id NodeID, into []Op) []Op {
	n := &l.p.Nodes[id]
	switch n.Op {
	case OpRule:
		return into
	case OpLess, OpAtMost, OpAbove, OpAtLeast, OpLessShare, OpAtMostShare, OpAboveShare, OpAtLeastShare:
		into = append(into, n.Op)
	}
	for _, arg := range n.Args {
		if arg != NoNode {
			into = l.comparisons(arg, into)
		}
	}
	return into
}

// pairs lists the programmes that pay money to the same people at the same
// time and of which no stacking rule, choice or condition says how they meet.
func (l *linter) pairs() {
	settled := l.settledPairs()
	for i := range l.p.Programmes {
		for j := i + 1; j < len(l.p.Programmes); j++ {
			a, b := &l.p.Programmes[i], &l.p.Programmes[j]
			if settled[pairKey(a.Index, b.Index)] || !l.meet(a, b) {
				continue
			}
			l.warn(l.programmePos(a, b), KindSilentPair,
				fmt.Sprintf("“%s”（%s）与“%s”（%s）能否同时享受，没有写明", a.Label, a.ID, b.Label, b.ID),
				"在 stacking 里写 both、excludes、higher_of 或 tops_up_to，并写明依据")
		}
	}
}

func pairKey(a, b int32) [2]int32 { return [2]int32{min(a, b), max(a, b)} }

// settledPairs collects pairs that stacking or a choice names, and those of
// which one's conditions read the other.
func (l *linter) settledPairs() map[[2]int32]bool {
	settled := map[[2]int32]bool{}
	for _, s := range l.p.Stacking {
		settled[pairKey(s.First, s.Second)] = true
	}
	for _, c := range l.p.Choices {
		for i, a := range c.Options {
			for _, b := range c.Options[i+1:] {
				settleAll(settled, a.Programmes, b.Programmes)
			}
		}
	}
	for i := range l.p.Programmes {
		p := &l.p.Programmes[i]
		for _, other := range l.p.Reads(p) {
			settled[pairKey(p.Index, other)] = true
		}
	}
	return settled
}

func settleAll(settled map[[2]int32]bool, as, bs []int32) {
	for _, a := range as {
		for _, b := range bs {
			settled[pairKey(a, b)] = true
		}
	}
}

// Reads lists the programmes whose claim or award the conditions of x read:
// how x stands to them is decided there.
func (p *Program) Reads(x *Programme) []int32 {
	var out []int32
	seen := map[NodeID]bool{}
	var walk func(NodeID)
	walk = func(id NodeID) {
		if id == NoNode || seen[id] {
			return
		}
		seen[id] = true
		n := &p.Nodes[id]
		if n.Op == OpClaimed || n.Op == OpHeld {
			out = append(out, n.Imm)
		}
		for _, arg := range n.Args {
			walk(arg)
		}
	}
	for _, v := range x.Versions {
		for _, c := range v.Conditions {
			walk(c)
		}
	}
	return out
}

// meet tells whether two programmes pay money on the same days: things given
// in kind and mere standings do not add up to an amount.
func (l *linter) meet(a, b *Programme) bool {
	for _, v := range a.Versions {
		for _, w := range b.Versions {
			if v.Grants == "money" && w.Grants == "money" && v.Span.From <= w.Span.To && w.Span.From <= v.Span.To &&
				(v.Origin == l.own || w.Origin == l.own) && monthly(v) && monthly(w) {
				return true
			}
		}
	}
	return false
}

// monthly tells whether the programme is paid again and again: single payments
// for an event are bound by their own conditions.
func monthly(v ProgrammeVersion) bool { return v.Pays == "month" || v.Pays == "quarter" }

// programmePos gives the place of the one that the pack itself writes.
func (l *linter) programmePos(a, b *Programme) pack.Pos {
	for _, p := range []*Programme{b, a} {
		for _, v := range p.Versions {
			if v.Origin == l.own {
				return v.Pos
			}
		}
	}
	return pack.Pos{}
}

// factPos finds where the pack itself declares a fact.
func (l *linter) factPos(entity, key string) (pos pack.Pos, declared bool) {
	for _, f := range l.p.Pack.Packs[0].Facts {
		if f.Entity == entity && f.Key == key {
			return f.Pos, true
		}
	}
	return pack.Pos{}, false
}
