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
	vals     []val  // what was computed, a stretch per class of nodes and law
	rooms    []room // where in their stretch the nodes of a class and entity stand
	sizes    [classes]int32
	laws     []*law // one per law date in use
	law      *law   // the one in force now, with
	ways     []way  // its ways and
	places   []room // its rooms
	causes   []cause
	faults   []fault
	walked   []uint32 // marks for atoms
	walk     uint32
	tasks    []demand
	scratch  []atom       // for short lists that nobody keeps
	fixed    []fact.Value // figures replaced by a test, aligned with Program.Figures; nil if none
	listed   []bool       // programmes named in the claims
	forced   forcedRule
	epoch    uint16 // the trial of a scout; values of varied nodes count for one trial only
	varied   []bool // by node: what rests on the answers that are tried just now
	surveyed []bool // … where a survey tries them
	screen   bool   // the scout has all of that open just now
	tracing  bool   // every step is wanted, also those that lead straight on
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

	pen      pen
	result   *Result  // that is explained
	reported []int32  // its outcomes, as positions in verdicts
	outcome  int32    // the one in hand
	items    []item   // lines in the making, a list within a list
	cites    int32    // citation of the rule around them
	turned   bool     // they stand under a not
	lines    []Line   // those of rules and figures that are written
	said     []int32  // 1 + position in them, aligned with vals; 0 for none
	seen     []uint32 // marks for searches, aligned with vals
	writer   writer
	uses     []int32 // what the explanation rests on, as positions in plan.unsettled
	found    uses    // … and what need not be noted, as a set
	settled  uses    // what need not be noted for this family
	stamp    uint32  // marks what the search in hand has noted and seen
}

// law is one law date in use. What no law date touches is shared by all; dates
// between which no part of the law changes share what holds good all that time.
type law struct {
	pos     int32 // in evaluation.laws
	date    civil.Date
	stretch int32
	opened  bool   // the first date of its stretch
	now     *era   // what stands fast throughout the stretch
	ways    []way  // those of the stretch, or every step
	rooms   []room // where in evaluation.vals the nodes of a class and entity stand
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
	e.screen, e.tracing = false, false
	e.turned = false
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

// room is where the values of all nodes of one class and entity stand: node by
// node, for every instance.
type room struct{ first, count int32 }

// lay gives every node a place per instance of its entity and forgets all values.
func (e *evaluation) lay() {
	e.rooms, e.sizes = e.rooms[:0], [classes]int32{}
	for i, nodes := range e.pl.rooms {
		c, of := e.pl.roomOf(i)
		e.rooms = append(e.rooms, room{e.sizes[c], e.count(of)})
		e.sizes[c] += nodes * e.count(of)
	}
	e.vals = e.vals[:0]
	e.extend(timeless)
}

// extend makes room for the values of a class and gives its beginning.
func (e *evaluation) extend(c class) int32 {
	from, to := len(e.vals), len(e.vals)+int(e.sizes[c])
	e.vals = slices.Grow(e.vals, to-from)[:to]
	clear(e.vals[from:])
	return int32(from)
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
func (e *evaluation) turnTo(l *law) { e.law, e.ways, e.places = l, l.ways, l.rooms }

// open adds one more law date.
func (e *evaluation) open(d civil.Date) {
	stretch := e.pl.stretchOf(d)
	shared := slices.IndexFunc(e.laws, func(l *law) bool { return l.stretch == stretch })
	l := e.spareLaw()
	l.pos, l.date, l.stretch, l.opened = int32(len(e.laws)-1), d, stretch, shared < 0
	l.now = e.pl.era(stretch, d)
	if l.ways = l.now.ways; e.tracing {
		l.ways = e.pl.everyStep
	}
	from := [classes]int32{daily: e.extend(daily)}
	if shared < 0 {
		from[steady] = e.extend(steady)
	}
	l.rooms = append(l.rooms[:0], e.rooms...)
	for i := range l.rooms {
		c, _ := e.pl.roomOf(i)
		l.rooms[i].first += from[c]
		if c == steady && shared >= 0 {
			l.rooms[i] = e.laws[shared].rooms[i]
		}
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

// place is where a node's value for an instance is kept.
func (e *evaluation) place(n *inode, inst int32) int32 {
	r := &e.law.rooms[n.room]
	return r.first + n.slot*r.count + inst
}

// eval gives the value of a node for an instance of the node's entity under
// the law in force, computed once.
func (e *evaluation) eval(id policy.NodeID, inst int32) val {
	return e.from(id, e.pl.nodes[id].of, inst)
}

// arg evaluates an argument for the instance that owns, or is, inst.
func (e *evaluation) arg(n *inode, k int, inst int32) val {
	return e.from(n.args[k], n.of, inst)
}

// from evaluates a node as seen from an instance of an entity below it.
func (e *evaluation) from(id policy.NodeID, of fact.EntityID, inst int32) val {
	w := &e.ways[id]
	if w.of != of {
		inst = e.climb(of, inst, w.of)
	}
	r := &e.places[w.room]
	at := r.first + w.slot*r.count + inst
	v := e.vals[at]
	if v.st == unset || v.epoch != e.epoch && e.stale(w.to, v) {
		v = e.compute(w.to, &e.pl.nodes[w.to], inst)
		if v.epoch = 0; e.epoch != 0 && e.varied[w.to] {
			v.epoch = e.epoch
		}
		e.vals[at] = v
	}
	return v
}

// stale tells that a value of another trial does not count in this one: it was
// found with answers that are tried no more, or rests on those tried now.
func (e *evaluation) stale(id policy.NodeID, v val) bool { return v.epoch != 0 || e.varied[id] }

// compute does one operation.
func (e *evaluation) compute(id policy.NodeID, n *inode, inst int32) val {
	switch n.op {
	case policy.OpConst:
		return load(n.typ, n.src.Const)
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
func (e *evaluation) version(n *inode) int { return versionOn(n, e.law.date) }

// versionOn is the position of the span that holds a day, or -1.
func versionOn(n *inode, d civil.Date) int {
	for k, s := range n.src.Spans {
		if inForce(s, d) {
			return k
		}
	}
	return -1
}

// inForce tells whether a span holds a day; the empty span always does.
func inForce(s pack.Span, d civil.Date) bool { return s == pack.Span{} || s.Contains(d) }
