package engine

import (
	"doudi/fact"
	"doudi/policy"
)

// state is one of the ends a computation can have; unset marks a place of the
// memo that nobody asked for yet.
type state uint8

const (
	unset state = iota
	known
	none         // asked, and there is none
	inapplicable // the question does not arise
	unknown      // ref is a cause: the facts that it hangs on
	failed       // ref is a fault: conflict, no value, overflow
)

// val is one computed value. n is the quantity in the unit of its type; a span
// packs both months into n. ref is a cause or a fault, or 1 + the row of a figure
// that the value was read from.
type val struct {
	n     int64
	ref   int32
	epoch uint16 // in a memo: the trial whose answers it rests on, 0 if on those of the family alone
	st    state
}

var (
	yes = val{st: known, n: 1}
	no  = val{st: known}
)

// number wraps a known quantity.
func number(n int64) val { return val{st: known, n: n} }

// truth wraps a known answer to a yes/no question.
func truth(b bool) val {
	if b {
		return yes
	}
	return no
}

// isTrue and isFalse test for the two settled answers of a yes/no value.
func (v val) isTrue() bool  { return v.st == known && v.n != 0 }
func (v val) isFalse() bool { return v.st == known && v.n == 0 }

// same tells whether two settled values are the same answer.
func (v val) same(w val) bool { return v.st == w.st && (v.st != known || v.n == w.n) }

// packSpan keeps both months of a span in one number.
func packSpan(from, to int64) int64 { return from<<32 | int64(uint32(to)) }

// spanFrom and spanTo take a packed span apart.
func spanFrom(n int64) int64 { return n >> 32 }
func spanTo(n int64) int64   { return int64(int32(n)) }

// load turns a fact's value into a computed one. Unknown is left to the caller,
// who knows which fact it is.
func load(t fact.Type, v fact.Value) val {
	switch v.State {
	case fact.Known:
		if t == fact.Span {
			return number(packSpan(v.N, v.M))
		}
		return number(v.N)
	case fact.None:
		return val{st: none}
	case fact.NotApplicable:
		return val{st: inapplicable}
	}
	return val{st: unknown}
}

// store is the way back: for explanations and results.
func store(t fact.Type, v val) fact.Value {
	switch v.st {
	case known:
		if t == fact.Span {
			return fact.OfSpan(spanFrom(v.n), spanTo(v.n))
		}
		return fact.Of(v.n)
	case none:
		return fact.Value{State: fact.None}
	case inapplicable:
		return fact.Value{State: fact.NotApplicable}
	}
	return fact.Value{}
}

// atomKind tells the sources of not knowing apart.
type atomKind uint8

const (
	atomFact   atomKind = iota // slot of an instance
	atomTable                  // a child table of an instance that is not or partly known
	atomFigure                 // an index that is not published yet
	atomChoice                 // a question that the family has not answered
)

// atom is one thing that is not known. at is the slot, the child entity, the
// figure or the choice.
type atom struct {
	kind atomKind
	of   fact.EntityID
	inst int32
	at   int32
}

// cause is a node of a graph of unions of atoms: building one costs nothing,
// and only reports ever list one. Cause 0 is empty.
type cause struct {
	left, right int32 // 0 for a leaf
	atom        atom
}

// fault is why a value failed, and what could still make it unnecessary: an
// unknown beside an error may yet settle the connective.
type fault struct {
	text  string
	cause int32
}

// because registers an atom as a cause.
func (e *evaluation) because(a atom) val {
	e.causes = append(e.causes, cause{atom: a})
	return val{st: unknown, ref: int32(len(e.causes) - 1)}
}

// union joins two causes; 0 is the empty one.
func (e *evaluation) union(a, b int32) int32 {
	if a == 0 || a == b {
		return b
	}
	if b == 0 {
		return a
	}
	e.causes = append(e.causes, cause{left: a, right: b})
	return int32(len(e.causes) - 1)
}

// causeOf is what a value hangs on, be it unknown or failed.
func (e *evaluation) causeOf(v val) int32 {
	switch v.st {
	case unknown:
		return v.ref
	case failed:
		return e.faults[v.ref].cause
	}
	return 0
}

// fail registers a fault.
func (e *evaluation) fail(text string) val {
	e.faults = append(e.faults, fault{text: text})
	return val{st: failed, ref: int32(len(e.faults) - 1)}
}

// hanging adds a cause to an unknown or failed value.
func (e *evaluation) hanging(v val, c int32) val {
	switch {
	case c == 0:
	case v.st == unknown:
		v.ref = e.union(v.ref, c)
	case v.st == failed:
		f := e.faults[v.ref]
		f.cause = e.union(f.cause, c)
		e.faults = append(e.faults, f)
		v.ref = int32(len(e.faults) - 1)
	}
	return v
}

// worse keeps the stronger of two values that stop a computation: an error
// beats an unknown, an unknown beats what does not apply. What the weaker one
// hangs on is kept.
func (e *evaluation) worse(a, b val) val {
	if rank(b.st) > rank(a.st) {
		a, b = b, a
	}
	return e.hanging(a, e.causeOf(b))
}

// rank orders what stops a computation.
func rank(s state) int {
	switch s {
	case failed:
		return 3
	case unknown:
		return 2
	case inapplicable, none:
		return 1
	}
	return 0
}

// needed turns a none where a quantity is needed into an error that names it.
func (e *evaluation) needed(v val, id policy.NodeID, inst int32) val {
	if v.st == none {
		return e.fail("“" + e.nameOf(id, inst) + "”没有数值（无），不能拿来计算或比较")
	}
	return v
}

// atoms lists what a cause consists of, each once, in the order of finding.
func (e *evaluation) atoms(c int32, into []atom) []atom {
	if c == 0 {
		return into
	}
	e.walk++
	if len(e.walked) < len(e.causes) {
		e.walked = append(e.walked, make([]uint32, len(e.causes)-len(e.walked))...)
	}
	return e.collect(c, into)
}

// list is atoms in a scratch that the next call takes back.
func (e *evaluation) list(c int32) []atom {
	e.scratch = e.atoms(c, e.scratch[:0])
	return e.scratch
}

// collect walks the graph of unions, visiting each node once.
func (e *evaluation) collect(c int32, into []atom) []atom {
	if e.walked[c] == e.walk {
		return into
	}
	e.walked[c] = e.walk
	n := &e.causes[c]
	if n.left != 0 {
		return e.collect(n.right, e.collect(n.left, into))
	}
	for _, a := range into {
		if a == n.atom {
			return into
		}
	}
	return append(into, n.atom)
}
