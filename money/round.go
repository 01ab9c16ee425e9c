package money

import "math/bits"

// Mode is a rounding mode as regulations name it. UP is away from zero, DOWN
// toward zero, HALF_UP half away from zero. The last two say how a day that a
// month does not have is moved; they share the type so that an operation has
// one Mode.
type Mode uint8

const (
	NoRound Mode = iota
	Exact        // no rounding at all: only beside a comparison, see CompareShare
	UpToFen
	DownToFen
	HalfUpToFen
	UpToJiao
	DownToJiao
	HalfUpToJiao
	UpToYuan
	DownToYuan
	HalfUpToYuan
	LastDay // a day that the month lacks becomes its last day
	NextDay // … becomes the first day of the next month
)

// modeNames are the names of the pack language, by Mode.
var modeNames = [...]string{
	"", "EXACT",
	"UP_TO_FEN", "DOWN_TO_FEN", "HALF_UP_TO_FEN",
	"UP_TO_JIAO", "DOWN_TO_JIAO", "HALF_UP_TO_JIAO",
	"UP_TO_YUAN", "DOWN_TO_YUAN", "HALF_UP_TO_YUAN",
	"LAST_DAY", "NEXT_DAY",
}

// String is the mode's name in the pack language; NoRound has none.
func (m Mode) String() string {
	if int(m) < len(modeNames) {
		return modeNames[m]
	}
	return ""
}

// ParseMode finds a mode by its name in the pack language.
func ParseMode(name string) (Mode, bool) {
	for m := Exact; int(m) < len(modeNames); m++ {
		if modeNames[m] == name {
			return m, true
		}
	}
	return NoRound, false
}

// Chinese says the mode in words for explanations; modes that do not round
// have none.
func (m Mode) Chinese() string {
	unit, direction, ok := unitOf(m)
	if !ok {
		return ""
	}
	name := unitNames[unit]
	switch direction {
	case away:
		return "不足一" + name + "的进为一" + name
	case toward:
		return name + "以下舍去"
	}
	return name + "以下四舍五入"
}

// unitNames are the units of rounding by their fen.
var unitNames = map[uint64]string{1: "分", 10: "角", 100: "元"}

// direction of a rounding mode.
const (
	away = iota
	toward
	half
)

// unitOf gives the unit in fen and the direction of a mode that rounds.
func unitOf(m Mode) (unit uint64, direction int, ok bool) {
	if m < UpToFen || m > HalfUpToYuan {
		return 0, 0, false
	}
	k := int(m - UpToFen)
	return [...]uint64{1, 10, 100}[k/3], k % 3, true
}

// Share is f·r rounded by m. It is not ok for Exact, NoRound and the date
// modes, nor if the result does not fit.
func Share(f int64, r Rate, m Mode) (int64, bool) {
	unit, direction, ok := unitOf(m)
	if !ok {
		return 0, false
	}
	hi, lo := bits.Mul64(magnitude(f), magnitude(int64(r)))
	negative := (f < 0) != (r < 0)
	return quotient(hi, lo, rateOne*unit, unit, direction, negative)
}

// Split is f/n rounded by m; n must be positive.
func Split(f, n int64, m Mode) (int64, bool) {
	unit, direction, ok := unitOf(m)
	if !ok || n <= 0 {
		return 0, false
	}
	hi, lo := bits.Mul64(uint64(n), unit)
	if hi != 0 { // the divisor exceeds every f: the quotient is below one half
		return tiny(f, unit, direction)
	}
	return quotient(0, magnitude(f), lo, unit, direction, f < 0)
}

// tiny is the quotient of f by a divisor of more than 64 bits: zero, or one
// unit if every rest counts.
func tiny(f int64, unit uint64, direction int) (int64, bool) {
	if direction != away || f == 0 {
		return 0, true
	}
	return signed(unit, f < 0)
}

// Round rounds an amount in fen; NoRound leaves it as it is.
func Round(f int64, m Mode) (int64, bool) {
	if m == NoRound {
		return f, true
	}
	unit, direction, ok := unitOf(m)
	if !ok {
		return 0, false
	}
	return quotient(0, magnitude(f), unit, unit, direction, f < 0)
}

// quotient is (hi,lo)/divisor rounded to a whole number of units and given its
// sign. The divisor counts one unit.
func quotient(hi, lo, divisor, unit uint64, direction int, negative bool) (int64, bool) {
	if hi >= divisor {
		return 0, false
	}
	q, rest := bits.Div64(hi, lo, divisor)
	if direction == away && rest > 0 || direction == half && rest >= divisor-rest {
		q++
	}
	over, n := bits.Mul64(q, unit)
	if over != 0 || q == 0 && hi|lo >= divisor {
		return 0, false // q itself wrapped or its units do not fit
	}
	return signed(n, negative)
}

// signed gives a magnitude its sign if it fits.
func signed(n uint64, negative bool) (int64, bool) {
	switch {
	case !negative && n <= 1<<63-1:
		return int64(n), true
	case negative && n <= 1<<63:
		return int64(-n), true
	}
	return 0, false
}

// CompareShare is the sign of a − b·r, exact to the last digit.
func CompareShare(a, b int64, r Rate) int {
	aNegative, bNegative := a < 0, (b < 0) != (r < 0)
	ah, al := bits.Mul64(magnitude(a), rateOne)
	bh, bl := bits.Mul64(magnitude(b), magnitude(int64(r)))
	if ah|al == 0 {
		aNegative = false
	}
	if bh|bl == 0 {
		bNegative = false
	}
	if aNegative != bNegative {
		return sign(bNegative)
	}
	order := compare(ah, al, bh, bl)
	if aNegative {
		return -order
	}
	return order
}

// sign is 1 if positive holds, else −1.
func sign(positive bool) int {
	if positive {
		return 1
	}
	return -1
}

// compare orders two numbers of 128 bits.
func compare(ah, al, bh, bl uint64) int {
	switch {
	case ah > bh || ah == bh && al > bl:
		return 1
	case ah == bh && al == bl:
		return 0
	}
	return -1
}

// Add is a + b if it fits.
func Add(a, b int64) (int64, bool) {
	c := a + b
	return c, (c > a) == (b > 0)
}

// Sub is a − b if it fits.
func Sub(a, b int64) (int64, bool) {
	c := a - b
	return c, (c < a) == (b > 0)
}

// Mul is a·b if it fits.
func Mul(a, b int64) (int64, bool) {
	hi, lo := bits.Mul64(magnitude(a), magnitude(b))
	if hi != 0 {
		return 0, false
	}
	return signed(lo, (a < 0) != (b < 0))
}
