// Package money holds exact amounts in fen, rates in millionths, and the
// rounding that regulations name. There is no floating point and no silent
// overflow: every operation says whether its result exists.
package money

import (
	"strconv"
	"strings"

	"doudi/fault"
)

// Fen is an exact amount in fen.
type Fen int64

// Rate is a share in millionths: 42% is 420000.
type Rate int64

// rateOne is the rate 100%.
const rateOne = 1_000_000

// String writes the amount in yuan; fen are shown only if there are any, and
// then always with two digits: 538元, 1.01元, -0.50元.
func (f Fen) String() string { return decimal(int64(f), 2) + "元" }

// String writes the rate as a percentage without trailing zeros: 42%, 12.5%.
func (r Rate) String() string {
	s := decimal(int64(r), 4)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(s, "0")
	}
	return s + "%"
}

// ParseFen reads 538元, 1.01元 or -5元: digits, at most two decimals and the
// sign 元. Thousands separators and spaces are refused because they are the
// usual trace of a slipped column.
func ParseFen(s string) (Fen, error) {
	digits, ok := strings.CutSuffix(s, "元")
	if ok {
		if n, ok := parseDecimal(digits, 2); ok {
			return Fen(n), nil
		}
	}
	return 0, fault.Newf(fault.BadInput, "“%s”不是金额，应写成“538元”或“1.01元”（最多两位小数，不加逗号和空格）", s)
}

// ParseRate reads 42% or 12.5% with at most four decimals.
func ParseRate(s string) (Rate, error) {
	digits, ok := strings.CutSuffix(s, "%")
	if ok {
		if n, ok := parseDecimal(digits, 4); ok {
			return Rate(n), nil
		}
	}
	return 0, fault.Newf(fault.BadInput, "“%s”不是比例，应写成“42%%”或“12.5%%”（最多四位小数）", s)
}

// parseDecimal reads digits with at most the given number of decimals as a
// whole number of the smallest unit.
func parseDecimal(s string, decimals int) (int64, bool) {
	body, negative := strings.CutPrefix(s, "-")
	whole, frac, dotted := strings.Cut(body, ".")
	if !allDigits(whole) || dotted && (!allDigits(frac) || len(frac) > decimals) {
		return 0, false
	}
	text := whole + frac + strings.Repeat("0", decimals-len(frac))
	if negative {
		text = "-" + text
	}
	n, err := strconv.ParseInt(text, 10, 64)
	return n, err == nil
}

// allDigits tells whether s is one or more ASCII digits.
func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// decimal writes n units of 10^-decimals, without a fraction of zero.
func decimal(n int64, decimals int) string {
	sign, text := "", strconv.FormatUint(magnitude(n), 10)
	if n < 0 {
		sign = "-"
	}
	if len(text) <= decimals {
		text = strings.Repeat("0", decimals+1-len(text)) + text
	}
	whole, frac := text[:len(text)-decimals], text[len(text)-decimals:]
	if strings.Trim(frac, "0") == "" {
		return sign + whole
	}
	return sign + whole + "." + frac
}

// magnitude is |n|, also for the smallest int64.
func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}
