package engine

import (
	"slices"

	"doudi/fact"
	"doudi/policy"
)

// item is one line of an explanation that nobody has written yet: what it is
// about and where it stands. Items are unfolded into those below them, and
// written, only as far as somebody reads them.
type item struct {
	kind   itemKind
	turned bool  // it stands under a not
	law    int32 // position of its law in evaluation.laws
	node   int32 // the node, or the position of the outcome
	inst   int32
	at     int32 // which exception, case, row, part, bearer …
	cites  int32 // citation of what stands around it
}

// itemKind says what a line tells.
type itemKind uint8

// The lines about nodes of the law.
const (
	ruleItem      itemKind = iota // a rule's value
	figureItem                    // a figure's value, its days and status
	leafItem                      // a comparison or calculation
	exceptionItem                 // whether an exception holds
	baseItem                      // the general rule, no exception holds
	caseItem                      // the case that holds
	tableItem                     // the line of a table that fits
	bracketItem                   // slices added up
	gapItem                       // rows that nobody asked about
	noRowItem                     // there are no rows
	rowItem                       // what one row adds
)

// The lines about an outcome.
const (
	conclusionItem itemKind = iota + rowItem + 1
	heldItem                // nobody claimed it, but it is being paid
	opponentItem            // another programme or a choice stands against it
	partItem                // one line of the amount
	shareItem               // what one member or row gets of it
	totalItem               // the addition
	topUpItem               // what another programme leaves
	bearerItem              // who pays how much
	startItem               // from when
	recheckItem             // until when
	stopItem                // the event that ended it
	faultItem               // an error in the law
	missingItem             // a fact that is missing
	changeItem              // a change that would turn it
	anywayItem              // what it comes to whatever the answers are
	noChangeItem            // no single change would turn it
)

// named tells that a line has a name and a citation of its own.
func (k itemKind) named() bool { return k == ruleItem || k == figureItem }

// push adds a line about a node to the list in the making.
func (e *evaluation) push(kind itemKind, n *inode, inst int32, at int) {
	it := e.next()
	it.kind, it.turned, it.law, it.node, it.inst, it.at, it.cites = kind, e.turned, e.law.pos, int32(n.pos), inst, int32(at), e.cites
}

// next is one more item, to be filled in place: a copy of what was just written
// in pieces waits for them. Whoever goes over a list may keep pointers into it,
// as only what is behind the list is written meanwhile.
func (e *evaluation) next() *item {
	if len(e.items) == cap(e.items) {
		e.items = slices.Grow(e.items, lineChunk)
	}
	e.items = e.items[:len(e.items)+1]
	return &e.items[len(e.items)-1]
}

// turn makes the law of an item the one in hand.
func (e *evaluation) turn(it *item) {
	if e.law.pos != it.law {
		e.turnTo(e.laws[it.law])
	}
}

// expand pushes the lines below an item, from a position on. A rule with a single
// reason that has no name of its own takes this into its sentence, and what is
// below it as its own; the one taken, nil if there is none, stands before them.
func (e *evaluation) expand(it *item) (taken *item, from int) {
	mark := len(e.items)
	e.children(it)
	if it.kind != ruleItem || len(e.items) != mark+1 || e.items[mark].kind.named() {
		return nil, mark
	}
	taken = &e.items[mark]
	e.children(taken)
	return taken, mark + 1
}

// children pushes the lines below an item as they stand.
func (e *evaluation) children(it *item) {
	e.turn(it)
	e.cites, e.turned = it.cites, it.turned
	if it.kind > rowItem {
		e.belowOutcome(it)
		return
	}
	n := &e.pl.nodes[it.node]
	switch it.kind {
	case ruleItem:
		if k := e.ruleVersion(n.imm); k >= 0 {
			e.cites = e.pl.ruleCites[n.imm][k]
		}
		e.turned = false
		e.reason(n.args[0], n.of, it.inst)
	case leafItem:
		e.ingredients(n, it.inst)
	case exceptionItem:
		e.belowException(n, it)
	case caseItem:
		if id := n.args[it.at]; e.pl.nodes[id].op != policy.OpConst {
			e.reason(id, n.of, it.inst)
		}
	case tableItem:
		e.belowTable(n, it)
	case bracketItem:
		e.push(figureItem, n, it.inst, 0)
		e.ingredient(n, 0, it.inst)
	case rowItem:
		e.belowRow(n, it.inst)
	}
}

// reason pushes the lines that say why a node has its value: only what decided.
func (e *evaluation) reason(id policy.NodeID, of fact.EntityID, inst int32) {
	n := &e.pl.nodes[id]
	if n.of != of {
		inst = e.climb(of, inst, n.of)
	}
	switch n.op {
	case policy.OpConst:
	case policy.OpRule:
		e.push(ruleItem, n, inst, 0)
	case policy.OpFigure:
		e.push(figureItem, n, inst, 0)
	case policy.OpDated:
		if k := e.version(n); k >= 0 {
			e.reason(n.args[k], n.of, inst)
		}
	case policy.OpNot:
		e.turned = !e.turned
		e.reason(n.args[0], n.of, inst)
		e.turned = !e.turned
	case policy.OpAnd:
		e.decidedBy(id, n, inst, 1)
	case policy.OpOr:
		e.decidedBy(id, n, inst, 0)
	case policy.OpExceptions:
		e.exceptionLines(n, inst)
	case policy.OpCases:
		e.caseLines(n, inst)
	case policy.OpTable:
		e.push(tableItem, n, inst, 0)
	case policy.OpBrackets:
		e.push(bracketItem, n, inst, 0)
	case policy.OpAddUp, policy.OpAny, policy.OpAll, policy.OpCount, policy.OpMinOf, policy.OpMaxOf:
		e.rowLines(id, n, inst)
	default:
		e.push(leafItem, n, inst, 0)
	}
}

// decidedBy explains a connective: all arguments if it has its neutral value,
// else those that took it away from there.
func (e *evaluation) decidedBy(id policy.NodeID, n *inode, inst int32, neutral int64) {
	v := e.eval(id, inst)
	all := v.st == known && v.n == neutral
	for _, a := range n.args {
		arg := e.from(a, n.of, inst)
		silent := arg.st == known && arg.n == neutral
		if (all || !silent && (v.st != known || arg.st == known)) && !(silent && e.guards(n, a)) {
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

// ingredient pushes the line of one argument if that has one.
func (e *evaluation) ingredient(n *inode, k int, inst int32) {
	switch e.pl.nodes[n.args[k]].op {
	case policy.OpConst, policy.OpFact, policy.OpGlobal:
	default:
		e.reason(n.args[k], n.of, inst)
	}
}

// How an exception stands, beside its position in item.at.
const (
	openException = iota
	firedException
	beatenException
	exceptionStates
)

// exceptionLines says which exceptions hold, or that none does.
func (e *evaluation) exceptionLines(n *inode, inst int32) {
	if e.quiet(n, inst) {
		e.baseLine(n, inst)
		return
	}
	outer, f := e.cites, e.fire(n, inst)
	for i := range n.src.Exc {
		stands := openException
		switch {
		case f.fired[i] && beaten(n.src.Exc, f.fired, i):
			stands = beatenException
		case f.fired[i]:
			stands = firedException
		case !e.undecided(n, i, inst):
			continue
		}
		if cites := e.pl.nodeCites[n.pos][i]; cites != 0 {
			e.cites = cites
		}
		e.push(exceptionItem, n, inst, i*exceptionStates+stands)
		e.cites = outer
	}
}

// baseLine says that the general rule governs.
func (e *evaluation) baseLine(n *inode, inst int32) {
	if e.pl.nodes[n.args[0]].op == policy.OpConst {
		e.push(baseItem, n, inst, 0)
		return
	}
	e.reason(n.args[0], n.of, inst)
}

// undecided tells that it is open or in error whether an exception holds.
func (e *evaluation) undecided(n *inode, i int, inst int32) bool {
	if !inForce(n.src.Exc[i].Span, e.law.date) {
		return false
	}
	return e.arg(n, 1+2*i, inst).st != known
}

// belowException pushes why an exception holds, and what it gives.
func (e *evaluation) belowException(n *inode, it *item) {
	i := it.at / exceptionStates
	e.reason(n.args[1+2*i], n.of, it.inst)
	if it.at%exceptionStates != openException {
		e.reason(n.args[2+2*i], n.of, it.inst)
	}
}

// caseLines says which case holds.
func (e *evaluation) caseLines(n *inode, inst int32) {
	for k := 0; k+1 < len(n.args); k += 2 {
		when := e.arg(n, k, inst)
		if when.isFalse() {
			continue
		}
		e.reason(n.args[k], n.of, inst)
		if when.isTrue() {
			e.push(caseItem, n, inst, k+1)
			return
		}
		if when.st != unknown {
			return
		}
	}
	if k := len(n.args) - 1; len(n.args)%2 == 1 && n.args[k] != policy.NoNode {
		e.push(caseItem, n, inst, k)
	}
}

// belowTable pushes the keys, and the value of the line that fits.
func (e *evaluation) belowTable(n *inode, it *item) {
	keys := len(n.args) - len(n.src.Rows)
	for k := range keys {
		e.ingredient(n, k, it.inst)
	}
	if row := e.onlyRow(n, it.inst); row >= 0 {
		if cites := e.pl.nodeCites[n.pos][row]; cites != 0 {
			e.cites = cites
		}
		e.ingredient(n, keys+row, it.inst)
	}
}

// onlyRow is the one line that fits, or -1.
func (e *evaluation) onlyRow(n *inode, inst int32) int {
	found := -1
	for r := range n.src.Rows {
		if e.fits(n, len(n.args)-len(n.src.Rows), r, inst) == known {
			if found >= 0 {
				return -1
			}
			found = r
		}
	}
	return found
}

// rowLines explains an aggregate row by row.
func (e *evaluation) rowLines(id policy.NodeID, n *inode, inst int32) {
	v := e.eval(id, inst)
	from, to, whole := e.below(n.of, inst, n.over)
	if whole != fact.Complete {
		e.push(gapItem, n, inst, int(whole))
	}
	if whole == fact.Complete && from == to {
		e.push(noRowItem, n, inst, 0)
	}
	for i := from; i < to; i++ {
		switch value, ruled := e.ruledRow(n, i); {
		case !e.tells(n, v, i):
		case ruled:
			e.reason(value, n.over, i)
		default:
			e.push(rowItem, n, i, 0)
		}
	}
}

// ruledRow tells that a row counts and that its value is a rule, which speaks
// for itself.
func (e *evaluation) ruledRow(n *inode, i int32) (value policy.NodeID, ruled bool) {
	if value = rowValue(n); value == policy.NoNode || e.pl.nodes[value].op != policy.OpRule {
		return value, false
	}
	return value, e.row(n, argWhere, i, yes).isTrue()
}

// rowValue is what the rows of an aggregate add, or NoNode.
func rowValue(n *inode) policy.NodeID {
	if len(n.args) > argValue {
		return n.args[argValue]
	}
	return policy.NoNode
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

// belowRow pushes why a row is left out, or what its value rests on.
func (e *evaluation) belowRow(n *inode, i int32) {
	value := rowValue(n)
	switch {
	case !e.row(n, argWhere, i, yes).isTrue():
		e.reason(n.args[argWhere], n.over, i)
	case value != policy.NoNode:
		v := &e.pl.nodes[value]
		if v.of != n.over {
			i = e.climb(n.over, i, v.of)
		}
		e.ingredients(v, i)
	}
}
