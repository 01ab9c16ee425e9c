package oracle

// The truth table, written down once per connective as an order of strength:
// the strongest of the two answers is the result.

// strength orders the answers of a yes/no question; settled is the answer that
// decides the connective alone (false for and, true for or).
func strength(c *cell, settled func(*cell) bool) int {
	switch {
	case settled(c):
		return 4
	case c.state == failed:
		return 3
	case c.state == unknown:
		return 2
	case c.state == known:
		return 0
	}
	return 1 // none or not applicable: the guard beside it should have settled
}

// stronger picks by strength and joins the causes of two unknowns.
func stronger(a, b *cell, settled func(*cell) bool) *cell {
	x, y := strength(a, settled), strength(b, settled)
	switch {
	case x == 2 && y == 2:
		return joined(a, b)
	case x >= y:
		return a
	}
	return b
}

// and: false beats error beats unknown beats true.
func and(a, b *cell) *cell { return stronger(a, b, (*cell).isFalse) }

// or: true beats error beats unknown beats false.
func or(a, b *cell) *cell { return stronger(a, b, (*cell).isTrue) }

// not turns a settled answer round.
func not(a *cell) *cell {
	if stop := first(a); stop != nil {
		return stop
	}
	return truth(a.n == 0)
}

// isNone asks for the answer "none"; of what does not apply it does not apply.
func isNone(a *cell) *cell {
	switch a.state {
	case known:
		return no
	case none:
		return yes
	}
	return a
}

// equal compares settled answers; none equals nothing.
func equal(a, b *cell) *cell {
	if a.state == none && b.state == none {
		return no
	}
	var stop *cell
	for _, c := range []*cell{a, b} {
		if c.state != known && c.state != none {
			stop = worse(stop, c)
		}
	}
	if stop != nil {
		return stop
	}
	return truth(a.same(b))
}

// ordered compares two quantities by the sign that holds.
func ordered(a, b *cell, holds func(sign int) bool) *cell {
	if stop := first(a, b); stop != nil {
		return stop
	}
	switch {
	case a.n < b.n:
		return truth(holds(-1))
	case a.n > b.n:
		return truth(holds(1))
	}
	return truth(holds(0))
}

// orderedShare compares a with b·rate, exactly.
func orderedShare(a, b, rate *cell, holds func(sign int) bool) *cell {
	if stop := first(a, b, rate); stop != nil {
		return stop
	}
	return truth(holds(compareShare(a.n, b.n, rate.n)))
}

// The four orders as functions of a sign.
func less(sign int) bool    { return sign < 0 }
func atMost(sign int) bool  { return sign <= 0 }
func above(sign int) bool   { return sign > 0 }
func atLeast(sign int) bool { return sign >= 0 }
