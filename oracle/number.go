package oracle

import (
	"math/big"
	"strconv"
	"strings"
)

// rounding is a mode taken apart: to which unit of fen and which way.
type rounding struct {
	unit int64 // 1, 10 or 100 fen; 0 if the mode does not round money
	way  byte  // 'u' away from zero, 'd' toward zero, 'h' half away from zero
	name string
}

var units = map[string]int64{"FEN": 1, "JIAO": 10, "YUAN": 100}

// parseRounding reads UP_TO_FEN and its like; EXACT, LAST_DAY and NEXT_DAY
// keep their name and no unit.
func parseRounding(name string) (rounding, bool) {
	if name == "EXACT" || name == "LAST_DAY" || name == "NEXT_DAY" {
		return rounding{name: name}, true
	}
	way, unit, found := strings.Cut(name, "_TO_")
	ways := map[string]byte{"UP": 'u', "DOWN": 'd', "HALF_UP": 'h'}
	r := rounding{unit: units[unit], way: ways[way], name: name}
	return r, found && r.unit != 0 && r.way != 0
}

// ratio rounds numerator/denominator fen by r. It works on big integers: slow,
// and nothing to get wrong.
func (r rounding) ratio(numerator, denominator *big.Int) *cell {
	if r.unit == 0 {
		return fail("rounding mode " + r.name + " cannot round")
	}
	unit := big.NewInt(r.unit)
	den := new(big.Int).Mul(denominator, unit)
	quotient, rest := new(big.Int).QuoRem(new(big.Int).Abs(numerator), new(big.Int).Abs(den), new(big.Int))
	if r.goesUp(rest, den) {
		quotient.Add(quotient, big.NewInt(1))
	}
	if numerator.Sign()*den.Sign() < 0 {
		quotient.Neg(quotient)
	}
	return fromBig(quotient.Mul(quotient, unit))
}

// goesUp decides on the part that is left over, both taken without sign.
func (r rounding) goesUp(rest, den *big.Int) bool {
	switch r.way {
	case 'u':
		return rest.Sign() > 0
	case 'h':
		return new(big.Int).Lsh(rest, 1).CmpAbs(den) >= 0
	}
	return false
}

// fromBig fits a big integer back into a cell or fails.
func fromBig(n *big.Int) *cell {
	if !n.IsInt64() {
		return fail("overflow")
	}
	return number(n.Int64())
}

// arithmetic computes on known cells and stops on anything else.
func arithmetic(a, b *cell, f func(z, x, y *big.Int) *big.Int) *cell {
	if stop := first(a, b); stop != nil {
		return stop
	}
	return fromBig(f(new(big.Int), big.NewInt(a.n), big.NewInt(b.n)))
}

// add, subtract and multiply take the common small numbers directly; anything
// that could overflow goes through big integers.
func add(a, b *cell) *cell {
	if small(a) && small(b) {
		return number(a.n + b.n)
	}
	return arithmetic(a, b, (*big.Int).Add)
}

func subtract(a, b *cell) *cell {
	if small(a) && small(b) {
		return number(a.n - b.n)
	}
	return arithmetic(a, b, (*big.Int).Sub)
}

func multiply(a, b *cell) *cell { return arithmetic(a, b, (*big.Int).Mul) }

// small tells that a sum of two such cells cannot overflow.
func small(c *cell) bool { return c.state == known && c.n < 1<<60 && c.n > -1<<60 }

const million = 1_000_000

// share is x · rate, rounded.
func share(x, rate *cell, r rounding) *cell {
	if stop := first(x, rate); stop != nil {
		return stop
	}
	product := new(big.Int).Mul(big.NewInt(x.n), big.NewInt(rate.n))
	return r.ratio(product, big.NewInt(million))
}

// split is x over n heads or months, rounded; nobody to split among is an error.
func split(x, n *cell, r rounding) *cell {
	if stop := first(x, n); stop != nil {
		return stop
	}
	if n.n <= 0 {
		return fail("split among " + strconv.FormatInt(n.n, 10))
	}
	return r.ratio(big.NewInt(x.n), big.NewInt(n.n))
}

// round rounds what a rule or a part gives; what is not known stays as it is.
func (r rounding) round(c *cell) *cell {
	if c.state != known {
		return c
	}
	return r.ratio(big.NewInt(c.n), big.NewInt(1))
}

// shortfall is the part of a above b, or nothing.
func shortfall(a, b *cell) *cell {
	gap := subtract(a, b)
	if gap.state == known && gap.n < 0 {
		return no
	}
	return gap
}

// compareShare gives the sign of a − b·rate without rounding anything.
func compareShare(a, b, rate int64) int {
	left := new(big.Int).Mul(big.NewInt(a), big.NewInt(million))
	right := new(big.Int).Mul(big.NewInt(b), big.NewInt(rate))
	return left.Cmp(right)
}

// extreme is the least (sign −1) or greatest (sign 1) of the cells.
func extreme(sign int64, cells []*cell) *cell {
	if stop := first(cells...); stop != nil {
		return stop
	}
	best := cells[0]
	for _, c := range cells[1:] {
		if sign > 0 && c.n > best.n || sign < 0 && c.n < best.n {
			best = c
		}
	}
	return best
}

// showNumber prints the raw quantity; a span shows both ends.
func showNumber(c *cell) string {
	text := strconv.FormatInt(c.n, 10)
	if c.m != 0 {
		text += "/" + strconv.FormatInt(c.m, 10)
	}
	return text
}
