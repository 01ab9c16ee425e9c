package oracle

import (
	"fmt"
	"strings"

	"doudi/civil"
	"doudi/fact"
	"doudi/money"
	"doudi/pack"
	"doudi/policy"
)

// site is one place where a kind of fault can be made in a program.
type site struct {
	where string
	edit  func(p *policy.Program)
}

// faultKind is one way to be wrong and everywhere it could happen.
type faultKind struct {
	name  string
	sites func(p *policy.Program) []site
}

// swapped lists operators that are taken for one another.
func swapped(name string, pairs map[policy.Op]policy.Op) faultKind {
	return nodeKind(name, func(n *policy.Node) bool { _, ok := pairs[n.Op]; return ok },
		func(_ *policy.Program, n *policy.Node) { n.Op = pairs[n.Op] })
}

// everywhere makes the evaluator itself wrong: every node of an operator does
// something else.
func everywhere(name string, from policy.Op, edit func(n *policy.Node)) faultKind {
	return faultKind{"evaluator: " + name, func(p *policy.Program) []site {
		reach, uses := reached(p), 0
		for i := range p.Nodes {
			if reach[i] && p.Nodes[i].Op == from {
				uses++
			}
		}
		if uses == 0 {
			return nil
		}
		return []site{{fmt.Sprintf("all %d of them", uses), func(p *policy.Program) {
			for i := range p.Nodes {
				if p.Nodes[i].Op == from {
					edit(&p.Nodes[i])
				}
			}
		}}}
	}}
}

// nodeKind finds nodes that some outcome rests on.
func nodeKind(name string, is func(*policy.Node) bool, edit func(*policy.Program, *policy.Node)) faultKind {
	return faultKind{name, func(p *policy.Program) []site {
		var list []site
		names, reach := owners(p), reached(p)
		for i := range p.Nodes {
			if reach[i] && is(&p.Nodes[i]) {
				list = append(list, site{nodeText(&p.Nodes[i], names[i], i), func(p *policy.Program) { edit(p, &p.Nodes[i]) }})
			}
		}
		return list
	}}
}

// nodeText says where a node stands: the rule and the line of the pack.
func nodeText(n *policy.Node, owner string, i int) string {
	if n.Pos.File == "" {
		return fmt.Sprintf("%s, node %d", owner, i)
	}
	return fmt.Sprintf("%s, %s:%d:%d", owner, n.Pos.File, n.Pos.Line, n.Pos.Col)
}

// hasArgs tells that a node has at least n arguments, none of the first n absent.
func hasArgs(n *policy.Node, count int) bool {
	for k := range count {
		if k >= len(n.Args) || n.Args[k] == policy.NoNode {
			return false
		}
	}
	return true
}

// op makes a test for one operator.
func op(ops ...policy.Op) func(*policy.Node) bool {
	return func(n *policy.Node) bool {
		for _, o := range ops {
			if n.Op == o {
				return true
			}
		}
		return false
	}
}

// otherMode rounds the other way.
var otherMode = map[money.Mode]money.Mode{
	money.UpToFen: money.DownToFen, money.DownToFen: money.UpToFen, money.HalfUpToFen: money.UpToFen,
	money.UpToJiao: money.UpToFen, money.DownToJiao: money.UpToJiao, money.HalfUpToJiao: money.DownToJiao,
	money.UpToYuan: money.HalfUpToYuan, money.DownToYuan: money.UpToYuan, money.HalfUpToYuan: money.DownToYuan,
	money.LastDay: money.NextDay, money.NextDay: money.LastDay,
}

// roundsSomehow tells that a node rounds.
func roundsSomehow(n *policy.Node) bool {
	_, known := otherMode[n.Mode]
	return known && op(policy.OpShare, policy.OpSplit, policy.OpRound, policy.OpBrackets)(n)
}

// nodeFaults are the kinds that edit one operation of the lowered law.
func nodeFaults() []faultKind {
	return []faultKind{
		swapped("< and <= are swapped", map[policy.Op]policy.Op{policy.OpLess: policy.OpAtMost, policy.OpAtMost: policy.OpLess, policy.OpAbove: policy.OpAtLeast, policy.OpAtLeast: policy.OpAbove}),
		swapped("a comparison is turned round", map[policy.Op]policy.Op{policy.OpLess: policy.OpAbove, policy.OpAtMost: policy.OpAtLeast, policy.OpAbove: policy.OpLess, policy.OpAtLeast: policy.OpAtMost}),
		swapped("an exact share is compared with the wrong sign", map[policy.Op]policy.Op{policy.OpLessShare: policy.OpAtMostShare, policy.OpAtMostShare: policy.OpLessShare, policy.OpAboveShare: policy.OpAtLeastShare, policy.OpAtLeastShare: policy.OpAboveShare}),
		swapped("&& and || are swapped", map[policy.Op]policy.Op{policy.OpAnd: policy.OpOr, policy.OpOr: policy.OpAnd}),
		swapped("== and != are swapped", map[policy.Op]policy.Op{policy.OpEqual: policy.OpNotEqual, policy.OpNotEqual: policy.OpEqual}),
		swapped("+ and - are swapped", map[policy.Op]policy.Op{policy.OpAdd: policy.OpSub, policy.OpSub: policy.OpAdd}),
		swapped("any and all are swapped", map[policy.Op]policy.Op{policy.OpAny: policy.OpAll, policy.OpAll: policy.OpAny}),
		swapped("min and max are swapped", map[policy.Op]policy.Op{policy.OpMinOf: policy.OpMaxOf, policy.OpMaxOf: policy.OpMinOf, policy.OpLeast: policy.OpGreatest, policy.OpGreatest: policy.OpLeast}),
		swapped("a shortfall may go below nothing", map[policy.Op]policy.Op{policy.OpShortfall: policy.OpSub}),
		swapped("the ends of a span are confused", map[policy.Op]policy.Op{policy.OpSpanFrom: policy.OpSpanTo, policy.OpSpanTo: policy.OpSpanFrom}),
		nodeKind("a rounding goes the other way", roundsSomehow, func(_ *policy.Program, n *policy.Node) { n.Mode = otherMode[n.Mode] }),
		nodeKind("an exception is lost", op(policy.OpExceptions), dropException),
		nodeKind("over is ignored", beatsSomething, func(_ *policy.Program, n *policy.Node) { forgetOver(n) }),
		nodeKind("an exception holds one day too long or too short", boundedException, shiftException),
		nodeKind("a version of a rule begins one day late", op(policy.OpDated), shiftDated),
		nodeKind("where is skipped", aggregatesWhere, func(_ *policy.Program, n *policy.Node) { n.Args[0] = policy.NoNode }),
		nodeKind("the first case is skipped", func(n *policy.Node) bool { return n.Op == policy.OpCases && len(n.Args) > 2 }, func(_ *policy.Program, n *policy.Node) { n.Args = n.Args[2:] }),
		nodeKind("two lines of a table change places", func(n *policy.Node) bool { return n.Op == policy.OpTable && len(n.Rows) > 1 }, func(_ *policy.Program, n *policy.Node) {
			n.Rows[0].When, n.Rows[1].When = n.Rows[1].When, n.Rows[0].When
		}),
		nodeKind("not is forgotten", op(policy.OpNot), func(p *policy.Program, n *policy.Node) {
			*n = policy.Node{Op: policy.OpAnd, Type: n.Type, Of: n.Of, Args: []policy.NodeID{n.Args[0], n.Args[0]}}
		}),
		nodeKind("a list of values loses one", func(n *policy.Node) bool { return n.Op == policy.OpIn && len(n.Args) > 2 }, func(_ *policy.Program, n *policy.Node) { n.Args = n.Args[:len(n.Args)-1] }),
		nodeKind("an age is counted from the wrong side", op(policy.OpAgeOn, policy.OpMonthsBetween), func(_ *policy.Program, n *policy.Node) { n.Args[0], n.Args[1] = n.Args[1], n.Args[0] }),
		nodeKind("the wrong date is read", wrongDate, func(_ *policy.Program, n *policy.Node) { n.Imm = int32(dateFor[policy.Global(n.Imm)]) }),
		nodeKind("one factor is forgotten", op(policy.OpTimes), func(_ *policy.Program, n *policy.Node) {
			*n = policy.Node{Op: policy.OpLeast, Type: n.Type, Of: n.Of, Args: []policy.NodeID{n.Args[1], n.Args[1]}}
		}),
		nodeKind("applies_when is forgotten", func(n *policy.Node) bool { return n.Op == policy.OpFact && hasArgs(n, 1) }, func(_ *policy.Program, n *policy.Node) { n.Args = nil }),
		nodeKind("a member is skipped", overMembers, skipMember),
		nodeKind("what is held is taken for claimed", op(policy.OpHeld), func(_ *policy.Program, n *policy.Node) {
			n.Op, n.Of = policy.OpClaimed, fact.HouseholdEntity
		}),
		nodeKind("a written number is off by one", func(n *policy.Node) bool {
			return n.Op == policy.OpConst && n.Const.State == fact.Known && (n.Type.IsMoney() || n.Type == fact.Count || n.Type == fact.Months)
		}, func(_ *policy.Program, n *policy.Node) { n.Const.N++ }),
		nodeKind("a written enum value is the wrong one", func(n *policy.Node) bool {
			return n.Op == policy.OpConst && n.Type == fact.Enum && n.Const.State == fact.Known
		}, func(_ *policy.Program, n *policy.Node) { n.Const.N++ }),
	}
}

// operatorFaults make the evaluator itself wrong.
func operatorFaults() []faultKind {
	become := func(o policy.Op) func(*policy.Node) { return func(n *policy.Node) { n.Op = o } }
	return []faultKind{
		everywhere("< lets equality pass", policy.OpLess, become(policy.OpAtMost)),
		everywhere("<= stops at equality", policy.OpAtMost, become(policy.OpLess)),
		everywhere(">= stops at equality", policy.OpAtLeast, become(policy.OpAbove)),
		everywhere("an exact comparison stops at equality", policy.OpAtMostShare, become(policy.OpLessShare)),
		everywhere("shares are rounded half up", policy.OpShare, func(n *policy.Node) { n.Mode = otherMode[n.Mode] }),
		everywhere("splits are rounded the other way", policy.OpSplit, func(n *policy.Node) { n.Mode = otherMode[n.Mode] }),
		everywhere("rules are not rounded", policy.OpRound, func(n *policy.Node) { n.Mode = money.UpToFen }),
		everywhere("&& is ||", policy.OpAnd, become(policy.OpOr)),
		everywhere("any is all", policy.OpAny, become(policy.OpAll)),
		everywhere("sums forget where", policy.OpAddUp, func(n *policy.Node) { n.Args[0] = policy.NoNode }),
		everywhere("counts forget where", policy.OpCount, func(n *policy.Node) { n.Args[0] = policy.NoNode }),
		everywhere("the greatest is the least", policy.OpMaxOf, become(policy.OpMinOf)),
		everywhere("exceptions never beat each other", policy.OpExceptions, forgetOver),
		everywhere("none is known", policy.OpIsNone, become(policy.OpNot)),
		everywhere("months are counted backwards", policy.OpMonthsBetween, func(n *policy.Node) { n.Args[0], n.Args[1] = n.Args[1], n.Args[0] }),
		everywhere("a shortfall is a difference", policy.OpShortfall, become(policy.OpSub)),
		everywhere("every fact applies", policy.OpFact, func(n *policy.Node) { n.Args = nil }),
	}
}

// dropException forgets the first exception of a rule.
func dropException(_ *policy.Program, n *policy.Node) { n.Exc[0].Span = pack.Span{From: 1, To: 1} }

// beatsSomething tells that an exception of the rule stands over another.
func beatsSomething(n *policy.Node) bool {
	for i := range n.Exc {
		if len(n.Exc[i].Over) > 0 {
			return true
		}
	}
	return false
}

// forgetOver lets no exception beat another.
func forgetOver(n *policy.Node) {
	for i := range n.Exc {
		n.Exc[i].Over = nil
	}
}

// boundedException tells that an exception begins or ends within the rule.
func boundedException(n *policy.Node) bool { return lateException(n) >= 0 }

// lateException is the last exception with a date of its own, or −1.
func lateException(n *policy.Node) int {
	at := -1
	for i := range n.Exc {
		if s := n.Exc[i].Span; s != n.Exc[0].Span && s != (pack.Span{}) {
			at = i
		}
	}
	return at
}

// shiftException lets the dated exception begin a day late.
func shiftException(_ *policy.Program, n *policy.Node) { n.Exc[lateException(n)].Span.From++ }

// shiftDated lets the second version begin a day late and the first end a day late.
func shiftDated(_ *policy.Program, n *policy.Node) {
	if len(n.Spans) < 2 {
		n.Spans[0].From++
		return
	}
	n.Spans[0].To++
	n.Spans[1].From++
}

// aggregatesWhere tells that an aggregate has a condition.
func aggregatesWhere(n *policy.Node) bool {
	return op(policy.OpAddUp, policy.OpAny, policy.OpAll, policy.OpCount, policy.OpMinOf, policy.OpMaxOf)(n) && hasArgs(n, 1)
}

// overMembers tells that an aggregate goes over the members.
func overMembers(n *policy.Node) bool { return aggregatesWhere(n) && n.Over == fact.MemberEntity }

// dateFor is the date that is confused with another.
var dateFor = map[policy.Global]policy.Global{
	policy.AppliedOn: policy.DecidedOn, policy.DecidedOn: policy.AppliedOn, policy.AsOf: policy.DecidedOn,
	policy.MonthNow: policy.IndexMonth, policy.IndexMonth: policy.MonthNow,
}

// wrongDate tells that a node reads a date of the question.
func wrongDate(n *policy.Node) bool {
	_, ok := dateFor[policy.Global(n.Imm)]
	return n.Op == policy.OpGlobal && ok
}

// skipMember leaves the head of the household out of an aggregate.
func skipMember(p *policy.Program, n *policy.Node) {
	slot, _ := p.Schema.Entities[fact.MemberEntity].Slot("relation")
	head, _ := p.Schema.Symbol("head")
	at := policy.NodeID(0)
	for i := range p.Nodes {
		if &p.Nodes[i] == n {
			at = policy.NodeID(i)
		}
	}
	where := n.Args[0]
	insert(p, at,
		policy.Node{Op: policy.OpFact, Type: fact.Enum, Of: fact.MemberEntity, Imm: int32(slot)},
		policy.Node{Op: policy.OpConst, Type: fact.Enum, Of: fact.PlaceEntity, Const: fact.Of(head)},
		policy.Node{Op: policy.OpNotEqual, Type: fact.Bool, Of: fact.MemberEntity, Args: []policy.NodeID{at, at + 1}},
		policy.Node{Op: policy.OpAnd, Type: fact.Bool, Of: fact.MemberEntity, Args: []policy.NodeID{at + 2, where}})
	p.Nodes[at+4].Args[0] = at + 3
}

// lawFaults are the kinds that edit figures, programmes, choices and stacking.
func lawFaults() []faultKind {
	return []faultKind{
		{"a figure is off by one", figureSites(func(_ *policy.Figure, r *policy.FigureRow) bool {
			return r.Value.State == fact.Known && r.Steps == nil
		}, func(f *policy.Figure, r *policy.FigureRow) { r.Value.N += unitOf(f.Type) })},
		{"a figure begins one day late", figureSites(func(f *policy.Figure, r *policy.FigureRow) bool { return follows(f, r) }, func(_ *policy.Figure, r *policy.FigureRow) { r.Span.From++ })},
		{"a figure ends one day early", figureSites(func(_ *policy.Figure, r *policy.FigureRow) bool { return r.Span.To != civil.Open }, func(_ *policy.Figure, r *policy.FigureRow) { r.Span.To-- })},
		{"a bracket begins too early", figureSites(func(_ *policy.Figure, r *policy.FigureRow) bool { return len(r.Steps) > 1 }, func(_ *policy.Figure, r *policy.FigureRow) { r.Steps[1].Above -= 10000 })},
		{"a condition is lost", versionSites(func(v *policy.ProgrammeVersion) bool { return len(v.Conditions) > 0 }, func(v *policy.ProgrammeVersion) { v.Conditions = v.Conditions[1:] })},
		{"the last condition is lost", versionSites(func(v *policy.ProgrammeVersion) bool { return len(v.Conditions) > 1 }, func(v *policy.ProgrammeVersion) { v.Conditions = v.Conditions[:len(v.Conditions)-1] })},
		{"a part of the amount is lost", versionSites(paysMoney, func(v *policy.ProgrammeVersion) { v.Parts = v.Parts[1:] })},
		{"a deduction is added", versionSites(paysMoney, func(v *policy.ProgrammeVersion) { v.Parts[len(v.Parts)-1].Less = !v.Parts[len(v.Parts)-1].Less })},
		{"conditions follow the wrong date", versionSites(func(*policy.ProgrammeVersion) bool { return true }, func(v *policy.ProgrammeVersion) { v.CondAt = (v.CondAt + 1) % 4 })},
		{"amounts follow the wrong date", versionSites(paysMoney, func(v *policy.ProgrammeVersion) { v.AmountAt = (v.AmountAt + 2) % 4 })},
		{"the period takes the wrong day", versionSites(func(v *policy.ProgrammeVersion) bool { return paysMoney(v) && v.AmountAt == policy.AtPeriod }, func(v *policy.ProgrammeVersion) { v.PeriodTakes = otherDay(v.PeriodTakes) })},
		{"the claim is of another kind", versionSites(func(v *policy.ProgrammeVersion) bool { return v.Claim != "never" }, func(v *policy.ProgrammeVersion) {
			v.Claim = map[string]string{"with_application": "by_itself", "by_itself": "never"}[v.Claim]
		})},
		{"leaving is forgotten", versionSites(func(v *policy.ProgrammeVersion) bool { return v.Leaving != policy.NoNode }, func(v *policy.ProgrammeVersion) { v.Leaving = policy.NoNode })},
		{"a stop is forgotten", versionSites(func(v *policy.ProgrammeVersion) bool { return len(v.Stops) > 0 }, func(v *policy.ProgrammeVersion) { v.Stops = v.Stops[1:] })},
		{"who pays is confused", versionSites(func(v *policy.ProgrammeVersion) bool { return len(v.BorneBy) > 1 }, func(v *policy.ProgrammeVersion) { v.BorneBy[0], v.BorneBy[1] = v.BorneBy[1], v.BorneBy[0] })},
		{"a programme begins one day late", versionSites(func(*policy.ProgrammeVersion) bool { return true }, func(v *policy.ProgrammeVersion) { v.Span.From++ })},
		{"a choice opens the wrong programmes", choiceSites(func(c *policy.Choice) {
			c.Options[0].Programmes, c.Options[1].Programmes = c.Options[1].Programmes, c.Options[0].Programmes
		})},
		{"stacking is turned round", pairSites(func(p *policy.Pair) bool { return p.Is != "both" && p.Is != "higher_of" }, func(p *policy.Pair) { p.First, p.Second = p.Second, p.First })},
		{"stacking is lost", pairSites(func(p *policy.Pair) bool { return p.Is != "both" }, func(p *policy.Pair) { p.Is = "both" })},
		{"what may be held together excludes", pairSites(func(p *policy.Pair) bool { return p.Is == "both" }, func(p *policy.Pair) { p.Is = "excludes" })},
	}
}

// unitOf is the smallest step of a type that matters.
func unitOf(t fact.Type) int64 {
	if t == fact.Rate {
		return 100
	}
	return 1
}

// follows tells that a row takes over from an earlier one of the same keys.
func follows(f *policy.Figure, r *policy.FigureRow) bool {
	for i := range f.Rows {
		if f.Rows[i].Span.To+1 == r.Span.From {
			return true
		}
	}
	return false
}

// otherDay confuses the ways a period can take its law.
func otherDay(takes string) string {
	if takes == "last_day" {
		return "first_day"
	}
	return "last_day"
}

// paysMoney tells that a version has parts with a value.
func paysMoney(v *policy.ProgrammeVersion) bool {
	return v.Grants == "money" && len(v.Parts) > 0 && v.Parts[0].Node != policy.NoNode
}

// figureSites lists rows of figures that some outcome rests on.
func figureSites(is func(*policy.Figure, *policy.FigureRow) bool, edit func(*policy.Figure, *policy.FigureRow)) func(*policy.Program) []site {
	return func(p *policy.Program) []site {
		used, reach := map[int32]bool{}, reached(p)
		for i := range p.Nodes {
			if n := &p.Nodes[i]; reach[i] && (n.Op == policy.OpFigure || n.Op == policy.OpBrackets) {
				used[n.Imm] = true
			}
		}
		var list []site
		for i := range p.Figures {
			for k := range p.Figures[i].Rows {
				if f, r := &p.Figures[i], &p.Figures[i].Rows[k]; used[int32(i)] && atHome(p, f, r) && is(f, r) {
					where := fmt.Sprintf("%s from %s %v", f.ID, r.Span.From, r.Keys)
					list = append(list, site{where, func(p *policy.Program) { edit(&p.Figures[i], &p.Figures[i].Rows[k]) }})
				}
			}
		}
		return list
	}
}

// atHome tells that a row speaks for the place of the pack, not for another one
// that its families never name.
func atHome(p *policy.Program, f *policy.Figure, r *policy.FigureRow) bool {
	for k, t := range f.KeyTypes {
		code, home := fmt.Sprintf("%012d", r.Keys[k]), strings.TrimPrefix(p.Pack.ID, "cn-")
		if t == fact.Place && !strings.HasPrefix(home+"000000000000", significant(code)) {
			return false
		}
	}
	return true
}

// versionSites lists versions of programmes.
func versionSites(is func(*policy.ProgrammeVersion) bool, edit func(*policy.ProgrammeVersion)) func(*policy.Program) []site {
	return func(p *policy.Program) []site {
		var list []site
		for i := range p.Programmes {
			for k := range p.Programmes[i].Versions {
				if v := &p.Programmes[i].Versions[k]; is(v) {
					where := fmt.Sprintf("%s from %s", p.Programmes[i].ID, v.Span.From)
					list = append(list, site{where, func(p *policy.Program) { edit(&p.Programmes[i].Versions[k]) }})
				}
			}
		}
		return list
	}
}

// choiceSites lists choices with two options.
func choiceSites(edit func(*policy.Choice)) func(*policy.Program) []site {
	return func(p *policy.Program) []site {
		var list []site
		for i := range p.Choices {
			if len(p.Choices[i].Options) > 1 {
				list = append(list, site{p.Choices[i].ID, func(p *policy.Program) { edit(&p.Choices[i]) }})
			}
		}
		return list
	}
}

// pairSites lists stacking pairs.
func pairSites(is func(*policy.Pair) bool, edit func(*policy.Pair)) func(*policy.Program) []site {
	return func(p *policy.Program) []site {
		var list []site
		for i := range p.Stacking {
			if s := &p.Stacking[i]; is(s) {
				where := p.Programmes[s.First].ID + " and " + p.Programmes[s.Second].ID
				list = append(list, site{where, func(p *policy.Program) { edit(&p.Stacking[i]) }})
			}
		}
		return list
	}
}
