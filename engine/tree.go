package engine

// explain writes all lines of an outcome, and what they rest on.
func (e *evaluation) explain(outcome int32, out *Outcome) {
	mark := len(e.items)
	e.outline(outcome)
	end := len(e.items)
	e.beginUses()
	e.items = append(e.items, e.items[mark:]...)
	e.search(end)
	out.Used, out.Why = e.used(), e.write(mark)
}

// write writes the items from a mark on with all that is below them.
func (e *evaluation) write(mark int) []Line {
	at := len(e.pen.stack)
	for i, end := mark, len(e.items); i < end; i++ {
		e.pen.stack = append(e.pen.stack, e.once(&e.items[i]))
	}
	e.items = e.items[:mark]
	return e.pen.keep(at)
}

// once gives the line of a rule's or figure's value, writing it the first
// time: per instance and, like values, per law.
func (e *evaluation) once(it *item) Line {
	if !it.kind.named() {
		return e.line(it)
	}
	e.turn(it)
	at := e.place(&e.pl.nodes[it.node], it.inst)
	if at >= int32(len(e.said)) {
		e.said = append(e.said, make([]int32, len(e.vals)-len(e.said))...)
	}
	if e.said[at] == 0 {
		line := e.line(it)
		e.lines = append(e.lines, line)
		e.said[at] = int32(len(e.lines))
	}
	return e.lines[e.said[at]-1]
}

// line writes an item with all that is below it.
func (e *evaluation) line(it *item) Line {
	mark := len(e.items)
	taken, from := e.expand(it)
	below := e.write(from)
	e.items = e.items[:mark]
	e.say(it, taken)
	return Line{ID: e.id(it), Text: e.pen.cut(), Cites: e.cited(it).refs, Mark: e.mark(it), Lines: below}
}
