package casefile

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"doudi/gb"
)

// longestEcho is how many characters of an input are repeated in a message.
const longestEcho = 40

// clean makes a text from outside fit to be repeated: without control
// characters, cut, and hidden altogether where it holds so many digits that it
// may be a resident number, however it is spaced or written.
func clean(s string) string {
	if digitsIn(s) >= 15 {
		return "（含长号码，已隐去）"
	}
	var out strings.Builder
	n := 0
	for _, r := range s {
		if n == longestEcho {
			return out.String() + "…"
		}
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			r = '·'
		}
		out.WriteRune(r)
		n++
	}
	return out.String()
}

// masked hides resident numbers in a name that will be printed: clerks like to
// use them as the number of a family.
func masked(s string) string {
	s = gb.MaskAll(s)
	if digitsIn(s) >= 15 {
		return gb.Mask(s)
	}
	return s
}

// digitsIn counts digits of any script, so that full-width ones count too.
func digitsIn(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

// narrow turns full-width letters, digits and signs into ASCII and trims
// blanks: what an input method leaves behind in a cell.
func narrow(s string) string {
	if isASCII(s) {
		return strings.TrimSpace(s)
	}
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r >= 0xFF01 && r <= 0xFF5E:
			return r - 0xFEE0
		case r == 0x3000 || r == 0xA0:
			return ' '
		case r == 0xFEFF || r == 0x200B:
			return -1
		}
		return r
	}, s))
}

// isASCII tells whether s has ASCII bytes only.
func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// nearest finds the known word that was probably meant, "" if none is close.
func nearest(word string, known []string) string {
	best, bestAt := "", len([]rune(word))/2+1
	for _, k := range known {
		if d := distance(word, k); d < bestAt {
			best, bestAt = k, d
		}
	}
	return best
}

// distance is how many characters have to be changed, added or dropped to turn
// a into b. Long texts are not compared: nobody meant them.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	if len(x) > 60 || len(y) > 60 {
		return len(x) + len(y)
	}
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range x {
		before := row[0]
		row[0] = i + 1
		for j, s := range y {
			keep := before
			if r != s {
				keep++
			}
			before = row[j+1]
			row[j+1] = min(keep, before+1, row[j]+1)
		}
	}
	return row[len(y)]
}

// perhaps is the remedy that names the word probably meant.
func perhaps(word string, known []string) string {
	if best := nearest(word, known); best != "" {
		return "；是不是“" + best + "”"
	}
	return ""
}
