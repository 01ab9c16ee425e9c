package engine

import (
	"strconv"
	"strings"

	"doudi/fact"
	"doudi/policy"
)

// agreement collects the outcomes that are still possible while a condition is
// open. They agree if all are the same settled answer or all fail.
type agreement struct {
	first val
	any   bool
	split bool
	cause int32
}

// add takes one more possible outcome.
func (a *agreement) add(e *evaluation, v val) {
	a.cause = e.union(a.cause, e.causeOf(v))
	switch {
	case !a.any:
		a.first, a.any = v, true
	case !a.first.same(v):
		a.split = true
	}
}

// result is what all possible outcomes say, else unknown for the cause of the
// open condition and of every outcome.
func (a *agreement) result(e *evaluation) val {
	switch {
	case a.split || a.first.st == unknown:
		return val{st: unknown, ref: a.cause}
	case a.first.st == failed:
		return e.hanging(a.first, a.cause)
	}
	return a.first
}

// cases takes the first line whose condition holds. Behind an open condition
// the answer is known only if that line and all later ones lead to the same.
func (e *evaluation) cases(id policy.NodeID, n *inode, inst int32) val {
	var possible agreement
	for k := 0; k+1 < len(n.args); k += 2 {
		when := e.arg(n, k, inst)
		switch {
		case when.isFalse():
		case when.isTrue():
			return e.settle(&possible, e.arg(n, k+1, inst))
		case when.st == unknown:
			possible.cause = e.union(possible.cause, when.ref)
			possible.add(e, e.arg(n, k+1, inst))
		default:
			return e.settle(&possible, when)
		}
	}
	if k := len(n.args) - 1; len(n.args)%2 == 1 && n.args[k] != policy.NoNode {
		return e.settle(&possible, e.arg(n, k, inst))
	}
	return e.settle(&possible, e.fail(e.subject(id)+"没有一种情形适用，也没有写明其他情形怎么办"))
}

// settle gives the last outcome, alone if no condition was open.
func (e *evaluation) settle(possible *agreement, v val) val {
	if !possible.any {
		return v
	}
	possible.add(e, v)
	return possible.result(e)
}

// mostOpen is how many open exceptions are tried both ways; the 4096 ways of
// twelve are far beyond any text of law.
const mostOpen = 12

// firing is which exceptions of a rule hold: certainly, perhaps, and of those
// perhaps how they are taken just now.
type firing struct {
	fired []bool
	open  []int
	stop  val
	cause int32
}

// fire asks every exception in force whether it holds.
func (e *evaluation) fire(n *inode, inst int32) firing {
	f := firing{fired: make([]bool, len(n.src.Exc))}
	for i := range n.src.Exc {
		if !inForce(n.src.Exc[i].Span, e.law.date) {
			continue
		}
		switch when := e.arg(n, 1+2*i, inst); {
		case when.isTrue():
			f.fired[i] = true
		case when.isFalse():
		case when.st == unknown:
			f.open = append(f.open, i)
			f.cause = e.union(f.cause, when.ref)
		default:
			f.stop = e.worse(f.stop, when)
		}
	}
	return f
}

// exceptions gives the base, or the value that all exceptions agree on which
// hold and are not beaten by another one that holds.
func (e *evaluation) exceptions(id policy.NodeID, n *inode, inst int32) val {
	if e.quiet(n, inst) {
		return e.arg(n, 0, inst)
	}
	f := e.fire(n, inst)
	switch {
	case f.stop.st != unset:
		return e.hanging(f.stop, f.cause)
	case len(f.open) > mostOpen:
		return val{st: unknown, ref: e.allCauses(n, inst)}
	}
	possible := agreement{cause: f.cause}
	for mask := range 1 << len(f.open) {
		for bit, i := range f.open {
			f.fired[i] = mask&(1<<bit) != 0
		}
		possible.add(e, e.standing(id, n, inst, f.fired))
	}
	return possible.result(e)
}

// quiet tells without any memory that no exception holds: the usual case.
func (e *evaluation) quiet(n *inode, inst int32) bool {
	for i := range n.src.Exc {
		if inForce(n.src.Exc[i].Span, e.law.date) && !e.arg(n, 1+2*i, inst).isFalse() {
			return false
		}
	}
	return true
}

// allCauses is everything that any argument hangs on.
func (e *evaluation) allCauses(n *inode, inst int32) int32 {
	c := int32(0)
	for k := range n.args {
		c = e.union(c, e.causeOf(e.arg(n, k, inst)))
	}
	return c
}

// beaten tells whether exception i gives way to another that holds.
func beaten(exc []policy.Exception, fired []bool, i int) bool {
	for j := range exc {
		if fired[j] {
			for _, over := range exc[j].Over {
				if over == i {
					return true
				}
			}
		}
	}
	return false
}

// standing gives the value once it is certain which exceptions hold. Two that
// are known and disagree are a conflict whatever a third one may turn out to say.
func (e *evaluation) standing(id policy.NodeID, n *inode, inst int32, fired []bool) val {
	var voice, doubt val
	for i := range fired {
		if !fired[i] || beaten(n.src.Exc, fired, i) {
			continue
		}
		switch v := e.arg(n, 2+2*i, inst); {
		case v.st == failed || v.st == unknown:
			doubt = e.worse(doubt, v)
		case voice.st == unset:
			voice = v
		case !voice.same(v):
			return e.conflict(id, n, inst, fired)
		}
	}
	switch {
	case doubt.st != unset:
		return doubt
	case voice.st != unset:
		return voice
	}
	return e.arg(n, 0, inst)
}

// conflict names the exceptions that hold and disagree, with their values.
func (e *evaluation) conflict(id policy.NodeID, n *inode, inst int32, fired []bool) val {
	var text strings.Builder
	text.WriteString(e.subject(id) + "有互相冲突的规定：")
	sep := ""
	for i := range fired {
		if fired[i] && !beaten(n.src.Exc, fired, i) {
			v := store(n.typ, e.arg(n, 2+2*i, inst))
			text.WriteString(sep + exceptionName(n.src.Exc, i) + "得" + fact.Format(n.typ, v, e.pl.p.Schema))
			sep = "，"
		}
	}
	return e.fail(text.String())
}

// exceptionName is how people call an exception: by its label, or by its
// number where it has none.
func exceptionName(exc []policy.Exception, i int) string {
	if exc[i].Label != "" {
		return "例外“" + exc[i].Label + "”"
	}
	return "第" + strconv.Itoa(i+1) + "项例外"
}

// table finds the one line that fits. With an open key several lines may still
// fit; the answer is known if they all say the same.
func (e *evaluation) table(id policy.NodeID, n *inode, inst int32) val {
	keys := len(n.args) - len(n.src.Rows)
	var stop val
	for k := range keys {
		stop = e.worse(stop, open(e.arg(n, k, inst)))
	}
	if stop.st != unset && stop.st != unknown {
		return stop
	}
	sure, hits := -1, 0
	possible := agreement{cause: stop.ref}
	for r := range n.src.Rows {
		switch e.fits(n, keys, r, inst) {
		case known:
			sure, hits = r, hits+1
		case unknown:
			possible.add(e, e.arg(n, keys+r, inst))
		}
	}
	switch {
	case hits == 1:
		return e.arg(n, keys+sure, inst)
	case hits > 1:
		return e.fail(e.subject(id) + "的对照表有两行同时适用")
	case !possible.any:
		return e.hanging(e.fail(e.subject(id)+"的对照表没有一行适用"), stop.ref)
	}
	return possible.result(e)
}

// fits tells whether a line fits (known), may fit (unknown) or does not (none).
func (e *evaluation) fits(n *inode, keys, row int, inst int32) state {
	result := known
	for k := range keys {
		cell := &n.src.Rows[row].When[k]
		key := e.arg(n, k, inst)
		switch {
		case cell.Any:
		case key.st == unknown:
			result = unknown
		case !matches(cell, n, key):
			return none
		}
	}
	return result
}

// matches tells whether a settled key fits one cell.
func matches(cell *policy.Match, n *inode, key val) bool {
	if len(cell.In) > 0 {
		for _, accepted := range cell.In {
			if key.same(load(fact.Invalid, accepted)) {
				return true
			}
		}
		return false
	}
	return key.st == known && (!cell.HasLow || cell.Low <= key.n) && (!cell.HasHigh || key.n <= cell.High)
}
