package gb

import "fmt"

// levels are the lengths of a division code: province, city, county, township,
// village.
var levels = [...]int{2, 4, 6, 9, 12}

// PlaceCode reads a division code of 2, 4, 6, 9 or 12 digits as a number of 12
// digits, zero-padded on the right, so that a place and its short form are one.
func PlaceCode(s string) (int64, bool) {
	for _, length := range levels {
		if len(s) == length && allDigits(s) && s[0] != '0' {
			n := int64(0)
			for i := range 12 {
				n *= 10
				if i < length {
					n += int64(s[i] - '0')
				}
			}
			return n, true
		}
	}
	return 0, false
}

// PlaceText writes a code of 12 digits in its shortest form: 350421.
func PlaceText(n int64) string { return shorten(fmt.Sprintf("%012d", n)) }

// shorten cuts the levels that are all zero off a code.
func shorten(code string) string {
	for i := len(levels) - 1; i > 0; i-- {
		upper, lower := levels[i-1], levels[i]
		if len(code) == lower && number(code[upper:]) == 0 {
			code = code[:upper]
		}
	}
	return code
}

// Ancestors lists the divisions above a code, from the nearest to the
// province: "350421100" gives 350421, 3504, 35. Something that is no code has
// none.
func Ancestors(code string) []string {
	if _, ok := PlaceCode(code); !ok {
		return nil
	}
	code = shorten(code)
	var above []string
	for i := len(levels) - 1; i >= 0; i-- {
		if levels[i] < len(code) {
			above = append(above, code[:levels[i]])
		}
	}
	return above
}

// Within tells whether a place is another one or lies in it; both are codes of
// 12 digits.
func Within(place, other int64) bool {
	step := int64(1)
	for i := len(levels) - 1; i > 0 && other%pow10(12-levels[i-1]) == 0; i-- {
		step = pow10(12 - levels[i-1])
	}
	return place/step == other/step
}

// pow10 is 10 to the n for small n.
func pow10(n int) int64 {
	p := int64(1)
	for range n {
		p *= 10
	}
	return p
}
