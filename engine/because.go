package engine

import (
	"slices"

	"doudi/fact"
	"doudi/policy"
)

// reason pushes the lines that say why a node has its value: only what decided.
func (e *evaluation) reason(id policy.NodeID, of fact.EntityID, inst int32) {
	n := &e.pl.nodes[id]
	if n.of != of {
		inst = e.climb(of, inst, n.of)
	}
	switch n.op {
	case policy.OpConst:
	case policy.OpRule, policy.OpFigure:
		e.push(e.once(n, inst))
	case policy.OpDated:
		if k := e.version(n); k >= 0 {
			e.reason(n.args[k], n.of, inst)
		}
	case policy.OpNot:
		e.turned = !e.turned
		e.reason(n.args[0], n.of, inst)
		e.turned = !e.turned
	case policy.OpAnd:
		e.decidedBy(id, n, inst, val.isTrue)
	case policy.OpOr:
		e.decidedBy(id, n, inst, val.isFalse)
	case policy.OpExceptions:
		e.sayExceptions(id, n, inst)
	case policy.OpCases:
		e.sayCases(id, n, inst)
	case policy.OpTable:
		e.sayTable(id, n, inst)
	case policy.OpBrackets:
		e.sayBrackets(id, n, inst)
	case policy.OpAddUp, policy.OpAny, policy.OpAll, policy.OpCount, policy.OpMinOf, policy.OpMaxOf:
		e.sayRows(id, n, inst)
	default:
		e.leaf(id, n, inst)
	}
}

// decidedBy explains a connective: all arguments if it has its neutral value,
// else those that took it away from there.
func (e *evaluation) decidedBy(id policy.NodeID, n *inode, inst int32, neutral func(val) bool) {
	v := e.eval(id, inst)
	for k, a := range n.args {
		arg := e.arg(n, k, inst)
		if (neutral(v) || !neutral(arg) && (v.st != known || arg.st == known)) && !(neutral(arg) && e.guards(n, a)) {
			e.reason(a, n.of, inst)
		}
	}
}

// guards tells that an argument only asks whether there is a value that another
// argument then looks at: not(is_none(x)) && x <= 2.
func (e *evaluation) guards(n *inode, id policy.NodeID) bool {
	g := &e.pl.nodes[id]
	if g.op == policy.OpNot {
		g = &e.pl.nodes[g.args[0]]
	}
	if g.op != policy.OpIsNone {
		return false
	}
	for _, a := range n.args {
		if a != id && slices.Contains(e.pl.nodes[a].args, g.args[0]) {
			return true
		}
	}
	return false
}

// leaf pushes one sentence about a comparison or calculation, and below it the
// rules and figures that it names.
func (e *evaluation) leaf(id policy.NodeID, n *inode, inst int32) {
	mark := len(e.pen.stack)
	e.ingredients(n, inst)
	e.pen.begin()
	e.sentence(id, n.of, inst)
	text := e.pen.end()
	children := e.pen.keep(mark)
	v := e.eval(id, inst)
	if e.turned && n.typ == fact.Bool {
		v = negate(v)
	}
	e.line(text, markOf(n.typ, v), children)
}

// ingredients pushes the lines of every rule and figure that a sentence names.
func (e *evaluation) ingredients(n *inode, inst int32) {
	for _, a := range n.args {
		if a == policy.NoNode {
			continue
		}
		arg := &e.pl.nodes[a]
		at := inst
		if arg.of != n.of {
			at = e.climb(n.of, inst, arg.of)
		}
		switch arg.op {
		case policy.OpConst, policy.OpFact, policy.OpGlobal:
		case policy.OpRule, policy.OpFigure, policy.OpDated, policy.OpExceptions, policy.OpCases, policy.OpTable, policy.OpBrackets,
			policy.OpAddUp, policy.OpAny, policy.OpAll, policy.OpCount, policy.OpMinOf, policy.OpMaxOf:
			e.reason(a, n.of, inst)
		default:
			e.ingredients(arg, at)
		}
	}
}

// sayExceptions says which exception holds, or that none does.
func (e *evaluation) sayExceptions(id policy.NodeID, n *inode, inst int32) {
	any := false
	f := e.fire(n, inst)
	for i := range n.src.Exc {
		if f.fired[i] || e.undecided(n, i, inst) {
			any = true
			e.sayException(n, i, inst, &f)
		}
	}
	if !any {
		e.sayBase(n, inst)
	}
}

// undecided tells that it is open or in error whether an exception holds.
func (e *evaluation) undecided(n *inode, i int, inst int32) bool {
	if !inForce(n.src.Exc[i].Span, e.law.date) {
		return false
	}
	return e.arg(n, 1+2*i, inst).st != known
}

// sayException pushes the line of one exception: why it holds, what it gives,
// and whether another one goes before it.
func (e *evaluation) sayException(n *inode, i int, inst int32, f *firing) {
	mark, outer := len(e.pen.stack), e.cites
	if len(n.cites[i]) > 0 {
		e.cites = n.cites[i]
	}
	e.reason(n.args[1+2*i], n.of, inst)
	if f.fired[i] {
		e.reason(n.args[2+2*i], n.of, inst)
	}
	e.pen.begin()
	e.pen.put(exceptionName(n.src.Exc, i))
	switch {
	case !f.fired[i]:
		e.pen.put("是否适用还不能确定")
	case beaten(n.src.Exc, f.fired, i):
		e.pen.put("的情形也存在，但让位于另一例外")
	default:
		e.pen.put("适用：")
		e.phrase(n.args[2+2*i], n.of, inst, true)
	}
	text := e.pen.end()
	children := e.pen.keep(mark)
	e.line(text, pick(f.fired[i], markYes, markUnknown), children)
	e.cites = outer
}

// sayBase says that the general rule governs, and what it gives.
func (e *evaluation) sayBase(n *inode, inst int32) {
	base := &e.pl.nodes[n.args[0]]
	if base.op != policy.OpConst {
		e.reason(n.args[0], n.of, inst)
		return
	}
	e.pen.begin()
	e.pen.value(base.typ, e.arg(n, 0, inst), e.pl.p.Schema)
	e.pen.put("，没有例外情形适用")
	e.line(e.pen.end(), "", nil)
}

// sayCases says which case holds.
func (e *evaluation) sayCases(id policy.NodeID, n *inode, inst int32) {
	for k := 0; k+1 < len(n.args); k += 2 {
		when := e.arg(n, k, inst)
		if when.isFalse() {
			continue
		}
		e.reason(n.args[k], n.of, inst)
		if when.isTrue() {
			e.sayChoice(n, k+1, inst, "符合上述情形：")
			return
		}
		if when.st != unknown {
			return
		}
	}
	if k := len(n.args) - 1; len(n.args)%2 == 1 && n.args[k] != policy.NoNode {
		e.sayChoice(n, k, inst, "各种情形都不适用，按其他情形：")
	}
}

// sayChoice pushes the value that a case leads to.
func (e *evaluation) sayChoice(n *inode, k int, inst int32, lead string) {
	mark := len(e.pen.stack)
	if e.pl.nodes[n.args[k]].op != policy.OpConst {
		e.reason(n.args[k], n.of, inst)
	}
	e.pen.begin()
	e.pen.put(lead)
	e.phrase(n.args[k], n.of, inst, true)
	text := e.pen.end()
	e.line(text, "", e.pen.keep(mark))
}

// sayTable says which line of the table fits.
func (e *evaluation) sayTable(id policy.NodeID, n *inode, inst int32) {
	keys := len(n.args) - len(n.src.Rows)
	mark, outer := len(e.pen.stack), e.cites
	for k := range keys {
		e.ingredient(n, k, inst)
	}
	row := e.onlyRow(n, keys, inst)
	if row >= 0 {
		if len(n.cites[row]) > 0 {
			e.cites = n.cites[row]
		}
		e.ingredient(n, keys+row, inst)
	}
	e.pen.begin()
	e.pen.put("按对照表，")
	for k := range keys {
		e.phrase(n.args[k], n.of, inst, true)
		e.pen.put(pick(k+1 < keys, "、", "："))
	}
	e.quantityOf(id, n, inst)
	text := e.pen.end()
	children := e.pen.keep(mark)
	e.line(text, "", children)
	e.cites = outer
}

// ingredient pushes the line of one argument if that has one.
func (e *evaluation) ingredient(n *inode, k int, inst int32) {
	switch e.pl.nodes[n.args[k]].op {
	case policy.OpConst, policy.OpFact, policy.OpGlobal:
	default:
		e.reason(n.args[k], n.of, inst)
	}
}

// onlyRow is the one line that fits, or -1.
func (e *evaluation) onlyRow(n *inode, keys int, inst int32) int {
	found := -1
	for r := range n.src.Rows {
		if e.fits(n, keys, r, inst) == known {
			if found >= 0 {
				return -1
			}
			found = r
		}
	}
	return found
}

// sayBrackets says how the slices add up.
func (e *evaluation) sayBrackets(id policy.NodeID, n *inode, inst int32) {
	mark := len(e.pen.stack)
	e.push(e.figureLine(n, inst))
	e.ingredient(n, 0, inst)
	e.pen.begin()
	e.phrase(n.args[0], n.of, inst, true)
	e.pen.put(" 分段计算", roundingNote(n.src.Mode), " = ")
	e.quantityOf(id, n, inst)
	text := e.pen.end()
	e.line(text, "", e.pen.keep(mark))
}

// sayRows explains an aggregate row by row, each by name.
func (e *evaluation) sayRows(id policy.NodeID, n *inode, inst int32) {
	v := e.eval(id, inst)
	from, to, whole := e.below(n.of, inst, n.over)
	label := e.pl.p.Schema.Entities[n.over].Label
	if whole != fact.Complete {
		e.pen.begin()
		e.pen.put(pick(whole == fact.NotAsked, "还没有问过", "还没有问全"), "“", label, "”")
		e.line(e.pen.end(), markUnknown, nil)
	}
	if whole == fact.Complete && from == to {
		e.pen.begin()
		e.pen.put("没有“", label, "”的记录")
		e.line(e.pen.end(), "", nil)
	}
	for i := from; i < to; i++ {
		if e.tells(n, v, i) {
			e.sayRow(n, i)
		}
	}
}

// tells whether a row belongs to the reasons. Of any that holds only the rows
// that hold are told, of all that does not hold only those that do not, and
// while it is open those that are open.
func (e *evaluation) tells(n *inode, v val, i int32) bool {
	if n.op != policy.OpAny && n.op != policy.OpAll {
		return true
	}
	neutral := val.isFalse
	if n.op == policy.OpAll {
		neutral = val.isTrue
	}
	if neutral(v) {
		return true
	}
	where, value := e.row(n, argWhere, i, yes), e.row(n, argValue, i, yes)
	return !passed(where) && !neutral(value) && (v.st != known || where.st == known && value.st == known)
}

// sayRow pushes the line of one row: that it is left out, or what it adds.
func (e *evaluation) sayRow(n *inode, i int32) {
	where := e.row(n, argWhere, i, yes)
	value := policy.NoNode
	if len(n.args) > argValue {
		value = n.args[argValue]
	}
	if where.isTrue() && value != policy.NoNode && e.pl.nodes[value].op == policy.OpRule {
		e.reason(value, n.over, i)
		return
	}
	mark := len(e.pen.stack)
	if !where.isTrue() {
		e.reason(n.args[argWhere], n.over, i)
	} else if value != policy.NoNode {
		e.ingredientOf(value, n.over, i)
	}
	e.pen.begin()
	e.pen.put(e.person(n.over, i), "：")
	e.rowWord(n, value, where, i)
	text := e.pen.end()
	e.line(text, pick(where.st == unknown, markUnknown, ""), e.pen.keep(mark))
}

// ingredientOf pushes the lines behind the value of a row.
func (e *evaluation) ingredientOf(id policy.NodeID, of fact.EntityID, i int32) {
	n := &e.pl.nodes[id]
	if n.of != of {
		i = e.climb(of, i, n.of)
	}
	e.ingredients(n, i)
}

// rowWord writes what a row adds.
func (e *evaluation) rowWord(n *inode, value policy.NodeID, where val, i int32) {
	switch {
	case where.isFalse():
		e.pen.put("不计入")
	case where.st == inapplicable:
		e.pen.put("不适用")
	case where.st == failed:
		e.pen.put("无法得出，", e.faults[where.ref].text)
	case !where.isTrue():
		e.pen.put("是否计入还不能确定")
	case value == policy.NoNode:
		e.pen.put("计入")
	default:
		e.sentence(value, n.over, i)
	}
}
