package casefile

import (
	"strconv"
	"strings"

	"doudi/civil"
	"doudi/fact"
)

// fromStyle gives the literal of the pack language for a scalar: as written in
// YAML and JSON, made whole in cells, where a clerk leaves units away.
func fromStyle(t fact.Type, n *node) string {
	if n.style != cell {
		return n.text
	}
	return fromCell(t, narrow(n.text))
}

// CellLiteral gives the literal of the pack language for what a person types
// into a field, without units and as people write dates; what it does not know
// it returns as it is, for fact.ParseLiteral to refuse.
func CellLiteral(t fact.Type, text string) string { return fromCell(t, narrow(text)) }

// fromCell reads what clerks write in cells: 无, 不详, amounts without 元, dates
// with dots or in Chinese, months without unit. What it does not know it
// returns as it is, to be refused by the literal's own rules.
func fromCell(t fact.Type, s string) string {
	switch s {
	case "无", "没有":
		return "none"
	case "不知道", "不详", "未知":
		return "unknown"
	}
	switch {
	case t.IsMoney():
		return withUnit(trimUnit(s, "元/月", "元/年", "元/天", "元"), "元")
	case t == fact.Area:
		return withUnit(trimUnit(s, "平方米", "㎡", "平米", "m²"), "平方米")
	case t == fact.Months:
		return withUnit(trimUnit(s, " months", "个月", "月"), " months")
	case t == fact.Count:
		return countCell(trimUnit(s, "级", "岁", "人", "次", "套", "辆", "所", "分"))
	case t == fact.Rate:
		return rateCell(s)
	case t == fact.Bool:
		return boolCell(s)
	}
	return timeCell(t, s)
}

// timeCell reads dates, months and spans.
func timeCell(t fact.Type, s string) string {
	switch t {
	case fact.Date:
		return dateCell(s)
	case fact.Month:
		return monthCell(s)
	case fact.Span:
		return spanCell(s)
	}
	return s
}

// trimUnit cuts the first unit that fits.
func trimUnit(s string, units ...string) string {
	for _, unit := range units {
		if rest, ok := strings.CutSuffix(s, unit); ok {
			return strings.TrimSpace(rest)
		}
	}
	return s
}

// withUnit writes a decimal with its unit; anything else stays as it is.
func withUnit(s, unit string) string {
	if d, ok := plainDecimal(s); ok {
		return d + unit
	}
	return s
}

// countCell reads a whole number that a workbook may write as 3.0, or one
// Chinese numeral, as disability cards have them.
func countCell(s string) string {
	if at := strings.Index("一二三四五六七八九", s); at >= 0 && len(s) == len("一") {
		return strconv.Itoa(at/len("一") + 1)
	}
	if d, ok := plainDecimal(s); ok {
		return d
	}
	return s
}

// rateCell reads 42%, and 0.42 as workbooks keep it; a bare number above one
// could mean anything and is refused.
func rateCell(s string) string {
	if strings.HasSuffix(s, "%") {
		return s
	}
	d, ok := plainDecimal(s)
	if !ok || d != "1" && !strings.HasPrefix(d, "0") {
		return s
	}
	whole, frac, _ := strings.Cut(d, ".")
	frac += "00"
	text := strings.TrimLeft(whole+frac[:2], "0")
	if text == "" {
		text = "0"
	}
	if rest := strings.TrimRight(frac[2:], "0"); rest != "" {
		text += "." + rest
	}
	return text + "%"
}

// boolCell reads yes and no.
func boolCell(s string) string {
	switch s {
	case "是", "1", "TRUE", "True":
		return "true"
	case "否", "0", "FALSE", "False":
		return "false"
	}
	return s
}

// plainDecimal writes a number as digits with a point: workbooks write binary
// fractions such as 538.10000000000002 and exponents such as 1.2E-2. Fifteen
// significant digits are what a workbook shows, so the number is rounded there.
func plainDecimal(s string) (string, bool) {
	mantissa, exponent := s, 0
	if at := strings.IndexAny(s, "eE"); at >= 0 {
		n, err := strconv.Atoi(s[at+1:])
		if err != nil || n > 30 || n < -30 {
			return "", false
		}
		mantissa, exponent = s[:at], n
	}
	body, negative := strings.CutPrefix(mantissa, "-")
	whole, frac, dotted := strings.Cut(body, ".")
	if !onlyDigits(whole) || dotted && !onlyDigits(frac) || len(body) > 40 {
		return "", false
	}
	all, point := significant(whole+frac, len(whole)+exponent)
	out := place15(all, point)
	if negative && out != "0" {
		out = "-" + out
	}
	return out, true
}

// significant drops leading zeros and rounds to fifteen digits; point is how
// many digits stand before the decimal point.
func significant(all string, point int) (string, int) {
	trimmed := strings.TrimLeft(all, "0")
	point -= len(all) - len(trimmed)
	if len(trimmed) <= 15 {
		return trimmed, point
	}
	n, _ := strconv.ParseInt(trimmed[:15], 10, 64)
	if trimmed[15] >= '5' {
		n++
	}
	rounded := strconv.FormatInt(n, 10)
	return rounded, point + len(rounded) - 15
}

// place15 sets the decimal point into digits.
func place15(all string, point int) string {
	if point <= 0 {
		all, point = strings.Repeat("0", 1-point)+all, 1
	}
	if len(all) < point {
		all += strings.Repeat("0", point-len(all))
	}
	frac := strings.TrimRight(all[point:], "0")
	if frac == "" {
		return all[:point]
	}
	return all[:point] + "." + frac
}

// onlyDigits tells whether s is one or more ASCII digits.
func onlyDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// looksScientific tells whether a number was written by a workbook that took
// it for a quantity.
func looksScientific(s string) bool { return strings.ContainsAny(s, "E+.") && digitsIn(s) > 0 }

// numbersOf gives the runs of digits of a text.
func numbersOf(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

// isDateText tells whether a text is made of digits and the signs that divide
// dates, and nothing else.
func isDateText(s string) bool {
	return strings.Trim(s, "0123456789-/.年月日 ") == ""
}

// dateCell reads 2020-3-15, 2020/3/15, 2020.3.15, 2020年3月15日, 20200315 and
// the day number of a workbook.
func dateCell(s string) string {
	s = withoutTime(s)
	parts := numbersOf(s)
	switch {
	case !isDateText(s):
		return s
	case len(parts) == 3 && len(parts[0]) == 4:
		return parts[0] + "-" + two(parts[1]) + "-" + two(parts[2])
	case onlyDigits(s) && len(s) == 8:
		return s[:4] + "-" + s[4:6] + "-" + s[6:]
	case onlyDigits(s) && len(s) == 5:
		return serialDay(s).String()
	}
	return s
}

// withoutTime cuts the time of day that workbooks and exports add.
func withoutTime(s string) string {
	if day, _, ok := strings.Cut(s, " "); ok && strings.Contains(s, ":") {
		return day
	}
	if day, frac, ok := strings.Cut(s, "."); ok && len(day) == 5 && onlyDigits(day) && onlyDigits(frac) {
		return day
	}
	return s
}

// two writes a month or day with two digits.
func two(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}

// serialEpoch is day 0 of workbooks: 1899-12-30, so that their days after
// February 1900 come out right.
const serialEpoch civil.Date = -25569

// serialDay turns the day number of a workbook into a date.
func serialDay(s string) civil.Date {
	n, _ := strconv.Atoi(s)
	return serialEpoch + civil.Date(n)
}

// monthCell reads 2020-3, 2020/3, 2020.3, 2020年3月, 202003 and the day number
// into which workbooks turn a month.
func monthCell(s string) string {
	parts := numbersOf(s)
	switch {
	case !isDateText(s):
		return s
	case len(parts) == 2 && len(parts[0]) == 4:
		return parts[0] + "-" + two(parts[1])
	case onlyDigits(s) && len(s) == 6:
		return s[:4] + "-" + s[4:]
	case onlyDigits(s) && len(s) == 5:
		return serialDay(s).Month().String()
	}
	return s
}

// spanCell reads two months divided by / 至 到 ~ or a dash, one month alone, or
// one year alone (2019年).
func spanCell(s string) string {
	if year, ok := strings.CutSuffix(s, "年"); ok && onlyDigits(year) && len(year) == 4 {
		return year + "-01/" + year + "-12"
	}
	for _, divider := range []string{"至", "到", "~", "—", "--", " - ", "/"} {
		if from, to, ok := strings.Cut(s, divider); ok && len(numbersOf(from)) == 2 {
			return monthCell(strings.TrimSpace(from)) + "/" + monthCell(strings.TrimSpace(to))
		}
	}
	if parts := numbersOf(s); len(parts) == 4 && isDateText(s) {
		return parts[0] + "-" + two(parts[1]) + "/" + parts[2] + "-" + two(parts[3])
	}
	if month := monthCell(s); len(month) == 7 {
		return month + "/" + month
	}
	return s
}

// example shows how a value of a type is written.
func example(t fact.Type) string {
	switch {
	case t.IsMoney():
		return "“538元”或“1.01元”"
	case t == fact.Rate:
		return "“42%”"
	case t == fact.Count:
		return "整数，如“3”"
	case t == fact.Months:
		return "“6 months”（表格里“6个月”）"
	case t == fact.Date:
		return "“2020-03-15”"
	case t == fact.Month:
		return "“2020-03”"
	case t == fact.Span:
		return "“2019-03/2020-02”（起始月/终止月）"
	case t == fact.Area:
		return "“13平方米”"
	case t == fact.Bool:
		return "“是”或“否”（true 或 false）"
	case t == fact.Place:
		return "区划代码，如“350421”"
	}
	return "清单中的选项"
}
