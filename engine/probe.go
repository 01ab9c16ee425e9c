package engine

import (
	"slices"

	"doudi/fact"
	"doudi/policy"
)

// A scout is a second evaluation of the same family that tries answers: it
// sets facts, tables or rules, forgets what depends on them, and looks at one
// verdict again.

// tried is what a scout found with one set of answers.
type tried struct {
	status Status
	unit   fact.Type
	total  val
}

// same tells that two sets of answers lead to one outcome.
func (t tried) same(u tried) bool {
	return t.status == u.status && t.unit == u.unit && t.total.st == u.total.st && t.total.n == u.total.n
}

// turned tells that the family would meet the conditions and get it, or could
// choose it.
func (t tried) turned() bool { return t.status == Entitled || t.status == ChoiceOpen }

// scout gives the second evaluation of the family. There is one for the whole
// report; whoever uses it leaves it as he found it.
func (e *evaluation) scout() *evaluation {
	e.unscreen()
	if e.second == nil {
		e.second = e.engine.pool.Get().(*evaluation)
		e.second.start(e.engine, e.snap, Options{})
		e.second.fixed = e.fixed
		e.second.vary(nil)
		e.second.learn(e)
	}
	return e.second
}

// learn takes over what was computed for the family, under the same laws in the
// same places.
func (s *evaluation) learn(e *evaluation) {
	for _, l := range e.laws {
		s.under(l.date)
	}
	copy(s.vals, e.vals)
	s.causes, s.faults = append(s.causes[:0], e.causes...), append(s.faults[:0], e.faults...)
}

// dismiss gives the scout back.
func (e *evaluation) dismiss() {
	e.unscreen()
	if e.second != nil {
		e.engine.pool.Put(e.second)
		e.second = nil
	}
}

// change is a row that a scout replaced by a copy of its own.
type changedRow struct {
	of       fact.EntityID
	inst     int32
	own, was *fact.Row
}

// set gives a fact a value; the rows of the snapshot stay as they are.
func (s *evaluation) set(a atom, v fact.Value) {
	row := s.ownRow(a.of, a.inst)
	for len(row.Values) <= int(a.at) {
		row.Values = append(row.Values, fact.Value{})
	}
	row.Values[a.at] = v
}

// ownRow is the scout's copy of a row, made when it is first changed. Copies
// are used again.
func (s *evaluation) ownRow(of fact.EntityID, inst int32) *fact.Row {
	rows := s.levels[of].rows
	for i := range s.changed {
		if s.changed[i].own == rows[inst] {
			return rows[inst]
		}
	}
	if len(s.spare) == 0 {
		s.spare = append(s.spare, new(fact.Row))
	}
	own, was := s.spare[len(s.spare)-1], rows[inst]
	s.spare = s.spare[:len(s.spare)-1]
	*own = fact.Row{Name: was.Name, Values: append(own.Values[:0], was.Values...), Tables: was.Tables}
	s.changed = append(s.changed, changedRow{of, inst, own, was})
	rows[inst] = own
	return own
}

// restoreRows takes all changes of facts back.
func (s *evaluation) restoreRows() {
	for _, c := range s.changed {
		s.levels[c.of].rows[c.inst] = c.was
		s.spare = append(s.spare, c.own)
	}
	s.changed = s.changed[:0]
}

// get reads a fact back.
func (s *evaluation) get(a atom) fact.Value {
	row := s.levels[a.of].rows[a.inst]
	if int(a.at) < len(row.Values) {
		return row.Values[a.at]
	}
	return fact.Value{}
}

// complete takes a child table for known to the end, or takes that back.
func (s *evaluation) complete(a atom, whole bool) {
	state := fact.Complete
	if !whole {
		state = s.tableState(a)
	}
	s.levels[a.at].state[a.inst] = state
}

// tableState is how much the snapshot says of a child table.
func (s *evaluation) tableState(a atom) fact.Completeness {
	row := s.levels[a.of].rows[a.inst]
	for i, t := range s.pl.p.Schema.Entities[a.of].Tables {
		if int32(t) == a.at && i < len(row.Tables) {
			return row.Tables[i].State
		}
	}
	return fact.NotAsked
}

// dependents are the nodes that an atom touches.
func (pl *plan) dependents(a atom) []policy.NodeID {
	switch a.kind {
	case atomFact:
		return pl.readers[a.of][a.at]
	case atomTable:
		return pl.tableUsers[a.at]
	}
	return nil
}

// vary makes the values of nodes count for one trial only, until others are
// varied.
func (s *evaluation) vary(nodes []policy.NodeID) {
	s.surveyed = slices.Grow(s.surveyed[:0], len(s.pl.nodes))[:len(s.pl.nodes)]
	clear(s.surveyed)
	for _, id := range nodes {
		s.surveyed[id] = true
	}
	s.varied = s.surveyed
}

// trial begins the next trial: what depends on the answers is computed anew.
func (s *evaluation) trial() {
	s.epoch++
	if s.epoch == 0 || len(s.causes) > tooMany || len(s.faults) > tooMany {
		s.forgetAll()
	}
}

// tooMany causes are more than a scout keeps before it starts afresh.
const tooMany = 1 << 15

// forgetAll empties the memo and all that its values refer to.
func (s *evaluation) forgetAll() {
	clear(s.vals)
	s.causes, s.faults, s.epoch = s.causes[:1], s.faults[:0], 1
}

// look judges a verdict again, together with the programmes that can stand
// against it.
func (s *evaluation) look(v *verdict) tried {
	w := s.rejudge(v)
	if w == nil {
		return tried{}
	}
	t := tried{status: w.status}
	if w.stands() && w.total.st == known {
		t.unit, t.total = w.unit, w.total
	}
	return t
}

// rejudge judges the programmes around a verdict and finds it again.
func (s *evaluation) rejudge(v *verdict) *verdict {
	s.verdicts, s.parts, s.sides = s.verdicts[:0], s.parts[:0], 0
	if len(s.pl.related[v.programme]) == 1 {
		w := s.enlist(v.programme, v.inst, v.ver)
		w.version, w.paid, w.cond, w.amountOn = v.version, v.paid, v.cond, v.amountOn
		s.consider(w)
	} else {
		for _, p := range s.pl.related[v.programme] {
			s.enrol(p)
		}
	}
	for i := range s.verdicts {
		s.askChoices(&s.verdicts[i])
	}
	s.stack()
	for i := range s.verdicts {
		if w := &s.verdicts[i]; w.programme == v.programme && w.inst == v.inst {
			s.pay(w)
			return w
		}
	}
	return nil
}

// signature tells regions apart in which the law computes along the same
// paths: the answers of all yes/no nodes among the given ones, and which way
// every operation with a kink went. Between two answers with one signature
// amounts run straight.
func (s *evaluation) signature(nodes []policy.NodeID) uint64 {
	h := uint64(14695981039346656037) ^ uint64(s.sides)
	for _, id := range nodes {
		n := &s.pl.nodes[id]
		if s.pl.bends[id] == straight || s.pl.bends[id] == inSteps && !s.stepped {
			continue
		}
		for l := range s.laws {
			if s.turnTo(s.laws[l]); l > 0 && n.class != daily && (n.class != steady || !s.law.opened) {
				continue
			}
			at := s.place(n, 0)
			for inst := range s.count(n.of) {
				h = s.mix(h, n, inst, s.fresh(id, s.vals[at+inst]))
			}
		}
	}
	return h
}

// How an operation follows what it computes with. What ways pass over is
// straight: it has its value from another operation.
const (
	straight = iota
	inSteps  // it stands still and then jumps
	bent     // it answers yes or no, or changes direction inside
)

// addBends says that of every node.
func (pl *plan) addBends() {
	pl.bends = make([]uint8, len(pl.nodes))
	for i := range pl.nodes {
		switch n := &pl.nodes[i]; {
		case n.op == policy.OpDated, n.op == policy.OpRule && !pl.p.Rules[n.imm].Changeable:
		case n.typ == fact.Bool || kinked(n.op):
			pl.bends[i] = bent
		case steps(n.op):
			pl.bends[i] = inSteps
		}
	}
}

// fresh is the value if it counts in this trial.
func (s *evaluation) fresh(id policy.NodeID, v val) val {
	if v.epoch != s.epoch && s.stale(id, v) {
		return val{}
	}
	return v
}

// mix adds one value to a signature.
func (s *evaluation) mix(h uint64, n *inode, inst int32, v val) uint64 {
	x := uint64(v.st)
	if v.st == known || v.st == failed && n.op == policy.OpExceptions {
		x |= uint64(s.kink(n, inst, v)) << 8
	}
	return (h ^ x) * 1099511628211
}

// kinked tells which operations change direction inside.
func kinked(op policy.Op) bool {
	switch op {
	case policy.OpLeast, policy.OpGreatest, policy.OpShortfall, policy.OpFigure, policy.OpTable, policy.OpBrackets, policy.OpMinOf, policy.OpMaxOf,
		policy.OpExceptions:
		return true
	}
	return false
}

// steps tells which operations stand still and then jump.
func steps(op policy.Op) bool {
	switch op {
	case policy.OpAgeOn, policy.OpMonthOf, policy.OpAddMonths, policy.OpShare, policy.OpSplit, policy.OpRound, policy.OpBrackets:
		return true
	}
	return false
}

// kink says which way an operation went. An equation is told apart by the side
// on which it fails, a lookup by all the lines that its keys have crossed:
// otherwise an answer in the middle could be passed over.
func (s *evaluation) kink(n *inode, inst int32, v val) int64 {
	switch n.op {
	case policy.OpLeast, policy.OpGreatest:
		for k := range n.args {
			if s.arg(n, k, inst).same(v) {
				return int64(k)
			}
		}
	case policy.OpShortfall, policy.OpEqual, policy.OpNotEqual:
		return 1 + int64(compare(s.arg(n, 0, inst).n, s.arg(n, 1, inst).n))
	case policy.OpIn:
		return s.crossed(s.arg(n, 0, inst).n, n, inst)
	case policy.OpTable:
		return s.crossedRows(n, inst)
	case policy.OpExceptions:
		return s.voices(n, inst)
	case policy.OpFigure:
		return s.crossedKeys(n, inst)
	case policy.OpBrackets:
		if s.stepped {
			return v.n
		}
		return s.slice(n, inst)
	case policy.OpMinOf, policy.OpMaxOf:
		return s.holderOf(n, inst, v)
	}
	return v.n
}

// voices tells on which sides of each other the values of the exceptions lie
// that hold: where they meet a conflict ends.
func (s *evaluation) voices(n *inode, inst int32) int64 {
	sides, before := int64(0), val{}
	for i := range n.src.Exc {
		if !inForce(n.src.Exc[i].Span, s.law.date) || !s.arg(n, 1+2*i, inst).isTrue() {
			continue
		}
		v := s.arg(n, 2+2*i, inst)
		if before.st == known {
			sides = sides*3 + 1 + int64(compare(before.n, v.n))
		}
		before = v
	}
	return sides
}

// crossed counts how many of the listed values a number has reached, twice if
// it is past one.
func (s *evaluation) crossed(x int64, n *inode, inst int32) int64 {
	count := int64(0)
	for k := 1; k < len(n.args); k++ {
		count += 1 + int64(compare(x, s.arg(n, k, inst).n))
	}
	return count
}

// crossedRows counts the lines of a table that its keys have reached.
func (s *evaluation) crossedRows(n *inode, inst int32) int64 {
	count := int64(0)
	for r := range n.src.Rows {
		for k := range n.src.Rows[r].When {
			key, cell := s.arg(n, k, inst), &n.src.Rows[r].When[k]
			count = count*3 + 1 + int64(compare(key.n, cell.Low))
			count = count*3 + 1 + int64(compare(key.n, cell.High))
			for _, v := range cell.In {
				count = count*3 + 1 + int64(compare(key.n, v.N))
			}
		}
	}
	return count
}

// crossedKeys counts the keys of a figure's rows that its own keys have
// reached.
func (s *evaluation) crossedKeys(n *inode, inst int32) int64 {
	count := int64(0)
	for k := range n.args {
		x := s.arg(n, k, inst).n
		for r := range s.pl.figures[n.imm].src.Rows {
			if keys := s.pl.figures[n.imm].src.Rows[r].Keys; k < len(keys) {
				count = count*3 + 1 + int64(compare(x, keys[k]))
			}
		}
	}
	return count
}

// slice counts the brackets that a quantity has reached.
func (s *evaluation) slice(n *inode, inst int32) int64 {
	reached := int64(0)
	if k, _ := s.figureRow(n, inst, n.args[1:]); k >= 0 {
		for _, step := range s.pl.p.Figures[n.imm].Rows[k].Steps {
			if s.arg(n, 0, inst).n > step.Above {
				reached++
			}
		}
	}
	return reached
}

// holderOf is the first row that has the least or greatest value.
func (s *evaluation) holderOf(n *inode, inst int32, v val) int64 {
	from, to, _ := s.below(n.of, inst, n.over)
	for i := from; i < to; i++ {
		if s.row(n, argWhere, i, yes).isTrue() && s.row(n, argValue, i, no).same(v) {
			return int64(i)
		}
	}
	return noOne
}
