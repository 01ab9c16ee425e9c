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

// Trace determines a family and shows every operation that this computed. It
// is how cases prove what they cover; results never depend on it.
func (en *Engine) Trace(s *fact.Snapshot, o Options, see func(Seen)) {
	e := en.pool.Get().(*evaluation)
	defer en.pool.Put(e)
	e.start(en, s, o)
	e.judge()
	for i := range e.verdicts {
		e.follow(&e.verdicts[i])
	}
	var args []fact.Value
	for k, l := range e.laws {
		e.turnTo(l)
		for id := range e.pl.nodes {
			n := &e.pl.nodes[id]
			if n.op != policy.OpConst && (k == 0 || n.class == daily || n.class == steady && l.steady == &l.own) {
				args = e.show(policy.NodeID(id), n, args, see)
			}
		}
	}
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
	memo, at := e.place(n, inst)
	return memo.vals[at]
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
