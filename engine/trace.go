package engine

import (
	"doudi/civil"
	"doudi/fact"
	"doudi/policy"
)

// Seen is one operation that was computed for one instance: its value and
// those of its arguments that were computed as well; the others are Unknown.
type Seen struct {
	Node     policy.NodeID
	Instance int
	Day      civil.Date // law date; 0 if the operation does not depend on it
	Value    fact.Value
	Args     []fact.Value // valid during the call only
}

// Judged is one settled outcome as positions in the Program.
type Judged struct {
	Programme, Version int32 // the version whose conditions were looked at
	Stop               int32 // the stop that ended it, or -1
	Status             Status
	Day                civil.Date // whose law governed the conditions
}

// Watch is what a Trace shows; a nil function is not called.
type Watch struct {
	Operation func(Seen)
	Outcome   func(Judged)
	Pair      func(pair int) // position in Program.Stacking, once per two outcomes that it made meet
}

// Trace determines a family and shows every operation that this computed, what
// it came to, and which programmes met. It is how cases prove what they cover;
// results never depend on it.
func (en *Engine) Trace(s *fact.Snapshot, o Options, w Watch) {
	e := en.pool.Get().(*evaluation)
	defer en.pool.Put(e)
	e.start(en, s, o)
	e.tracing = true
	e.judge()
	if w.Pair != nil {
		e.encounters(w.Pair)
	}
	for i := range e.verdicts {
		v := &e.verdicts[i]
		if w.Outcome != nil {
			w.Outcome(Judged{v.programme, v.version, v.stop, v.status, v.cond})
		}
		e.follow(v)
	}
	if w.Operation != nil {
		e.operations(w.Operation)
	}
}

// operations shows what was computed under each law date.
func (e *evaluation) operations(see func(Seen)) {
	var args []fact.Value
	for k, l := range e.laws {
		e.turnTo(l)
		for id := range e.pl.nodes {
			n := &e.pl.nodes[id]
			if n.op != policy.OpConst && (k == 0 || n.class == daily || n.class == steady && l.opened) {
				args = e.show(policy.NodeID(id), n, args, see)
			}
		}
	}
}

// encounters shows the pairs that had something to say about two outcomes.
func (e *evaluation) encounters(met func(int)) {
	for i := range e.pl.p.Stacking {
		pair := &e.pl.p.Stacking[i]
		first, second := e.group(pair.First), e.group(pair.Second)
		for f := first.from; f < first.to; f++ {
			for s := second.from; s < second.to; s++ {
				if e.encounter(pair, int32(i), &e.verdicts[f], &e.verdicts[s]) {
					met(i)
				}
			}
		}
	}
}

// encounter tells that a pair decided about two outcomes, or let both stand.
func (e *evaluation) encounter(pair *policy.Pair, index int32, first, second *verdict) bool {
	switch {
	case !inForce(pair.Span, second.cond):
		return false
	case pair.Is == "both":
		return first.stands() && second.stands() && e.meet(first, second).isTrue()
	case pair.Is == "higher_of" && first.pair == index && first.status == Excluded:
		return first.by == second.programme
	}
	return second.pair == index && (second.topped || second.status == Excluded && second.by == first.programme)
}

// follow computes what the answer itself could spare: conditions after the one
// that failed, the next check, and what would end an award.
func (e *evaluation) follow(v *verdict) {
	e.reasons(v)
	if v.status == NotClaimed {
		return
	}
	e.recheck(v)
	for i := range v.ver.Stops {
		s := &v.ver.Stops[i]
		e.under(e.stopDay(s))
		e.from(s.Node, v.ver.Unit, v.inst)
	}
}

// show hands on what is known of one operation under the law in force.
func (e *evaluation) show(id policy.NodeID, n *inode, args []fact.Value, see func(Seen)) []fact.Value {
	for inst := range e.count(n.of) {
		v := e.peek(id, inst)
		if v.st == unset {
			continue
		}
		args = args[:0]
		for _, a := range n.args {
			args = append(args, e.peekFrom(a, n.of, inst))
		}
		one := Seen{Node: id, Instance: int(inst), Value: store(n.typ, v), Args: args}
		if n.class != timeless {
			one.Day = e.law.date
		}
		see(one)
	}
	return args
}

// peek gives a value if it was computed.
func (e *evaluation) peek(id policy.NodeID, inst int32) val {
	n := &e.pl.nodes[id]
	if n.op == policy.OpConst {
		return load(n.typ, n.src.Const)
	}
	return e.vals[e.place(n, inst)]
}

// peekFrom is peek as seen from an instance of an entity; rows of an entity
// below cannot be seen from above.
func (e *evaluation) peekFrom(id policy.NodeID, of fact.EntityID, inst int32) fact.Value {
	if id == policy.NoNode {
		return fact.Value{}
	}
	n := &e.pl.nodes[id]
	if n.of > of || !e.pl.p.Schema.IsAncestor(n.of, of) && n.of != of {
		return fact.Value{}
	}
	if n.of != of {
		inst = e.climb(of, inst, n.of)
	}
	return store(n.typ, e.peek(id, inst))
}
