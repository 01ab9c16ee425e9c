package oracle

import (
	"math/big"
	"regexp"
	"strconv"
	"strings"
)

var (
	amountText = regexp.MustCompile(`^(-?[0-9,]+(?:\.[0-9]+)?)(元|%|平方米| months?)$`)
	countText  = regexp.MustCompile(`^-?[0-9]+$`)
	dateText   = regexp.MustCompile(`^([0-9]{4})-([0-9]{2})-([0-9]{2})$`)
	monthText  = regexp.MustCompile(`^([0-9]{4})-([0-9]{2})$`)
	nameText   = regexp.MustCompile(`^[A-Za-z_][A-Za-z_0-9]*$`)
)

// perUnit is the scale of each unit: fen, millionths, hundredths of a square
// metre, whole months.
var perUnit = map[string]int64{"元": 100, "%": 10_000, "平方米": 100, "months": 1, "month": 1}

// symbolTable numbers enum values; those of the schema keep their number.
type symbolTable struct{ byName map[string]int64 }

// newSymbols starts from the schema's own list.
func newSymbols(names []string) *symbolTable {
	t := &symbolTable{byName: map[string]int64{}}
	for i, name := range names {
		t.byName[name] = int64(i)
	}
	return t
}

// number gives the symbol of a name; a name that the schema lacks (the option
// of a choice) gets a number below zero.
func (t *symbolTable) number(name string) int64 {
	n, ok := t.byName[name]
	if !ok {
		n = -1 - int64(len(t.byName))
		t.byName[name] = n
	}
	return n
}

// literal reads a text that is a literal of its own, or gives nil.
func (t *symbolTable) literal(text string) *cell {
	text = strings.TrimSpace(text)
	switch text {
	case "none":
		return nothing
	case "true":
		return yes
	case "false":
		return no
	}
	if quoted, ok := unquote(text); ok {
		return number(t.number(quoted))
	}
	if c := parseAmount(text); c != nil {
		return c
	}
	return parseTime(text)
}

// word reads a literal where no expression can stand: a bare name is an enum.
func (t *symbolTable) word(text string) *cell {
	if c := t.literal(text); c != nil {
		return c
	}
	if nameText.MatchString(text) {
		return number(t.number(text))
	}
	return fail("not a literal: " + text)
}

// unquote takes 'x' or "x" apart.
func unquote(text string) (string, bool) {
	if len(text) < 2 || text[0] != '\'' && text[0] != '"' || text[len(text)-1] != text[0] {
		return "", false
	}
	inner := text[1 : len(text)-1]
	return inner, !strings.ContainsAny(inner, `'"`)
}

// parseAmount reads counts and numbers with a unit.
func parseAmount(text string) *cell {
	if countText.MatchString(text) {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return fail("not a number: " + text)
		}
		return number(n)
	}
	parts := amountText.FindStringSubmatch(text)
	if parts == nil {
		return nil
	}
	return scaled(strings.ReplaceAll(parts[1], ",", ""), perUnit[strings.TrimSpace(parts[2])])
}

// scaled turns a decimal into units; what does not come out even fails.
func scaled(decimal string, scale int64) *cell {
	r, ok := new(big.Rat).SetString(decimal)
	if !ok {
		return fail("not a number: " + decimal)
	}
	r.Mul(r, new(big.Rat).SetInt64(scale))
	if !r.IsInt() {
		return fail("too fine: " + decimal)
	}
	return fromBig(r.Num())
}

// parseTime reads dates, months and spans of months, or gives nil.
func parseTime(text string) *cell {
	if from, to, ok := strings.Cut(text, "/"); ok {
		a, b := parseTime(from), parseTime(to)
		if a == nil || b == nil || !monthText.MatchString(from) {
			return nil
		}
		return &cell{state: known, n: a.n, m: b.n}
	}
	if p := dateText.FindStringSubmatch(text); p != nil {
		return number(numberOf(digits(p[1]), digits(p[2])-1, digits(p[3])))
	}
	if p := monthText.FindStringSubmatch(text); p != nil {
		return number(digits(p[1])*12 + digits(p[2]) - 1)
	}
	return nil
}

// digits reads a text that is known to hold digits only.
func digits(text string) int64 {
	n, _ := strconv.ParseInt(text, 10, 64)
	return n
}
