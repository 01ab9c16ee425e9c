package engine

import (
	"slices"

	"doudi/civil"
	"doudi/fact"
	"doudi/pack"
	"doudi/policy"
)

// evaluation is the working memory of one question: the rows of the family
// numbered through, every value computed so far, and what is not known. It is
// reused from a pool; nothing in a Result points into it.
type evaluation struct {
	engine   *Engine
	pl       *plan
	snap     *fact.Snapshot
	levels   []level
	offset   []int32 // where the values of each node begin in the memo of its class
	sizes    [classes]int32
	memos    [classes]*memo // those of the law in force now
	common   memo           // what no law date touches
	laws     []*law         // one per law date in use
	law      *law           // the one in force now
	causes   []cause
	faults   []fault
	walked   []uint32 // marks for atoms
	walk     uint32
	tasks    []demand
	handed   []Used
	scratch  []atom       // for short lists that nobody keeps
	fixed    []fact.Value // figures replaced by a test, aligned with Program.Figures; nil if none
	listed   []bool       // programmes named in the claims
	forced   forcedRule
	epoch    uint16 // the trial of a scout; values of varied nodes count for one trial only
	varied   []bool // by node
	loose    bool   // all that the family can change is varied
	screen   bool   // the scout has all of that open just now
	sides    int64  // how the amounts that were compared in stacking lie to each other
	stepped  bool   // every step of a rounding or an age is a change of path
	verdicts []verdict
	parts    []partSum
	changed  []changedRow // what a scout changed
	spare    []*fact.Row  // copies of rows to be used again
	people   [][]string   // names by entity and instance, as far as they were needed
	second   *evaluation  // the scout of a report, if one was needed
	month    civil.Month
	decided  civil.Date
	applied  civil.Date

	pen        pen
	explaining bool // memos of explanations are kept beside those of values
	saids      []said
	uses       []usedNode
	using      int32     // what the line in the making rests on
	cites      []CiteRef // citation of the rule around the line in the making
	turned     bool      // the line in the making stands under a not
}

// memo keeps what was computed for the nodes of one class.
type memo struct {
	vals []val
	said []int32 // explanations already written, aligned with vals; 0 for none
}

// law is one law date in use. Dates between which no part of the law changes
// share what holds good all that time.
type law struct {
	date    civil.Date
	stretch int32
	steady  *memo
	daily   memo
	own     memo // steady of the first date of its stretch
}

// forcedRule is the rule that a probe takes for changed.
type forcedRule struct {
	on   bool
	rule int32
	inst int32
	v    val
}

// allInstances stands for every instance of a forced rule, allRules for every
// rule that a family can change.
const (
	allInstances = -1
	allRules     = -1
)

// takes tells that a rule's value is forced.
func (f *forcedRule) takes(pl *plan, rule, inst int32) bool {
	if f.rule == allRules {
		return pl.p.Rules[rule].Changeable
	}
	return f.rule == rule && (f.inst == inst || f.inst == allInstances)
}

// start makes the memory ready for a family.
func (e *evaluation) start(en *Engine, s *fact.Snapshot, o Options) {
	e.engine, e.pl, e.snap = en, en.pl, s
	e.changed, e.second = e.changed[:0], nil
	e.causes = append(e.causes[:0], cause{})
	e.faults, e.verdicts, e.parts = e.faults[:0], e.verdicts[:0], e.parts[:0]
	e.forced, e.laws, e.law, e.epoch = forcedRule{}, e.laws[:0], nil, 0
	e.loose, e.screen = false, false
	e.explaining, e.turned = false, false
	e.dates()
	e.flatten()
	e.lay()
	e.claims()
	e.fix(o.FigureOverrides)
}

// dates fills in the days that the family file may leave open.
func (e *evaluation) dates() {
	e.month, e.decided, e.applied = e.snap.Month, e.snap.DecidedOn, e.snap.AppliedOn
	if e.month == 0 {
		e.month = e.snap.AsOf.Month()
	}
	if e.decided == 0 {
		e.decided = e.snap.AsOf
	}
	if e.applied == 0 {
		e.applied = e.snap.AsOf
	}
}

// lay gives every node a place per instance of its entity and empties the memo.
func (e *evaluation) lay() {
	if cap(e.offset) < len(e.pl.nodes) {
		e.offset = make([]int32, len(e.pl.nodes))
	}
	e.offset, e.sizes = e.offset[:len(e.pl.nodes)], [classes]int32{}
	for i := range e.pl.nodes {
		n := &e.pl.nodes[i]
		e.offset[i] = e.sizes[n.class]
		e.sizes[n.class] += e.count(n.of)
	}
	e.common.vals = emptied(e.common.vals, e.sizes[timeless])
	e.memos[timeless] = &e.common
}

// emptied is a memo of the size with nothing in it.
func emptied(vals []val, size int32) []val {
	if cap(vals) < int(size) {
		return make([]val, size)
	}
	vals = vals[:size]
	clear(vals)
	return vals
}

// claims marks the programmes that the family names.
func (e *evaluation) claims() {
	if cap(e.listed) < len(e.pl.p.Programmes) {
		e.listed = make([]bool, len(e.pl.p.Programmes))
	}
	e.listed = e.listed[:len(e.pl.p.Programmes)]
	clear(e.listed)
	for _, id := range e.snap.Claims {
		if i, ok := e.pl.programmes[id]; ok {
			e.listed[i] = true
		}
	}
}

// fix replaces figures by the values of a test.
func (e *evaluation) fix(overrides map[string]fact.Value) {
	e.fixed = nil
	for id, v := range overrides {
		if i, ok := e.pl.figureOf[id]; ok {
			if e.fixed == nil {
				e.fixed = make([]fact.Value, len(e.pl.p.Figures))
			}
			e.fixed[i] = v
		}
	}
}

// under makes the law of a day the one in force and returns the one before.
func (e *evaluation) under(d civil.Date) (before civil.Date) {
	if e.law != nil {
		before = e.law.date
		if before == d {
			return before
		}
	}
	for _, l := range e.laws {
		if l.date == d {
			e.turnTo(l)
			return before
		}
	}
	e.open(d)
	return before
}

// turnTo makes a law the one in force.
func (e *evaluation) turnTo(l *law) {
	e.law, e.memos[steady], e.memos[daily] = l, l.steady, &l.daily
}

// open adds a memo for one more law date.
func (e *evaluation) open(d civil.Date) {
	stretch := e.pl.stretchOf(d)
	shared := slices.IndexFunc(e.laws, func(l *law) bool { return l.stretch == stretch })
	l := e.spareLaw()
	l.date, l.stretch = d, stretch
	e.clean(&l.daily, daily)
	if shared >= 0 {
		l.steady = e.laws[shared].steady
	} else {
		l.steady = &l.own
		e.clean(&l.own, steady)
	}
	e.turnTo(l)
}

// spareLaw takes up a law of an earlier family, or a new one.
func (e *evaluation) spareLaw() *law {
	if n := len(e.laws); n < cap(e.laws) && e.laws[:n+1][n] != nil {
		e.laws = e.laws[:n+1]
	} else {
		e.laws = append(e.laws, new(law))
	}
	return e.laws[len(e.laws)-1]
}

// clean empties a memo and gives it room for the nodes of a class.
func (e *evaluation) clean(m *memo, c class) {
	m.vals = emptied(m.vals, e.sizes[c])
	if e.explaining {
		m.said = blank(m.said, e.sizes[c])
	}
}

// place is where a node's value for an instance is kept, and in which memo.
func (e *evaluation) place(n *inode, inst int32) (m *memo, at int32) {
	return e.memos[n.class], e.offset[n.pos] + inst
}

// eval gives the value of a node for an instance of the node's entity under
// the law in force, computed once.
func (e *evaluation) eval(id policy.NodeID, inst int32) val {
	n := &e.pl.nodes[id]
	if n.op == policy.OpConst {
		return n.constant
	}
	memo, at := e.place(n, inst)
	m := &memo.vals[at]
	if m.st == unset || m.epoch != e.epoch && e.varied[id] {
		v := e.compute(id, n, inst)
		v.epoch = e.epoch
		*m = v
	}
	return *m
}

// arg evaluates an argument for the instance that owns, or is, inst.
func (e *evaluation) arg(n *inode, k int, inst int32) val {
	return e.from(n.args[k], n.of, inst)
}

// from evaluates a node as seen from an instance of an entity below it.
func (e *evaluation) from(id policy.NodeID, of fact.EntityID, inst int32) val {
	if to := e.pl.nodes[id].of; to != of {
		inst = e.climb(of, inst, to)
	}
	return e.eval(id, inst)
}

// compute does one operation.
func (e *evaluation) compute(id policy.NodeID, n *inode, inst int32) val {
	switch n.op {
	case policy.OpFact:
		return e.fact(n, inst)
	case policy.OpGlobal:
		return e.global(n)
	case policy.OpFigure:
		return e.figure(id, n, inst)
	case policy.OpRule:
		return e.rule(n, inst)
	case policy.OpDated:
		return e.datedBody(id, n, inst)
	case policy.OpAnd, policy.OpOr, policy.OpNot, policy.OpIn, policy.OpIsNone, policy.OpEqual, policy.OpNotEqual:
		return e.logic(n, inst)
	case policy.OpCases:
		return e.cases(id, n, inst)
	case policy.OpExceptions:
		return e.exceptions(id, n, inst)
	case policy.OpTable:
		return e.table(id, n, inst)
	case policy.OpBrackets:
		return e.brackets(id, n, inst)
	case policy.OpAddUp, policy.OpAny, policy.OpAll, policy.OpCount, policy.OpMinOf, policy.OpMaxOf:
		return e.aggregate(id, n, inst)
	case policy.OpClaimed:
		return truth(e.claimed(n.imm))
	case policy.OpHeld:
		return e.held(n.imm, n.of, inst)
	case policy.OpChosen:
		return e.chosen(n, inst)
	}
	return e.arithmetic(id, n, inst)
}

// global gives a date of the question.
func (e *evaluation) global(n *inode) val {
	switch policy.Global(n.imm) {
	case policy.AppliedOn:
		return number(int64(e.applied))
	case policy.DecidedOn:
		return number(int64(e.decided))
	case policy.AsOf:
		return number(int64(e.law.date))
	case policy.MonthNow:
		return number(int64(e.month))
	}
	return number(int64(e.month) - 1)
}

// rule gives the body's value, or what a probe takes the rule for.
func (e *evaluation) rule(n *inode, inst int32) val {
	if e.forced.on && e.forced.takes(e.pl, n.imm, inst) {
		return e.forced.v
	}
	return e.arg(n, 0, inst)
}

// datedBody picks what is law on the day; nothing is an error.
func (e *evaluation) datedBody(id policy.NodeID, n *inode, inst int32) val {
	if k := e.version(n); k >= 0 {
		return e.arg(n, k, inst)
	}
	return e.fail(e.subject(id) + "在" + e.law.date.Chinese() + "没有规定")
}

// version is the position of the span that holds the law date, or -1.
func (e *evaluation) version(n *inode) int {
	for k, s := range n.src.Spans {
		if inForce(s, e.law.date) {
			return k
		}
	}
	return -1
}

// inForce tells whether a span holds a day; the empty span always does.
func inForce(s pack.Span, d civil.Date) bool { return s == pack.Span{} || s.Contains(d) }
