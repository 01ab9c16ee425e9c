package fact

import (
	"slices"
	"strconv"
	"strings"

	"doudi/civil"
	"doudi/fault"
	"doudi/gb"
	"doudi/money"
)

// typeNames are the names of the pack language, by Type.
var typeNames = [...]string{
	Invalid: "", Money: "money", MoneyMonth: "money/month", MoneyYear: "money/year",
	MoneyDay: "money/day", Rate: "rate", Count: "count", Months: "months", Date: "date",
	Month: "month", Span: "span", Area: "area", Bool: "bool", Enum: "enum", Place: "place",
}

// String is the type's name in the pack language.
func (t Type) String() string {
	if int(t) < len(typeNames) {
		return typeNames[t]
	}
	return ""
}

// ParseType finds a type by its name in the pack language.
func ParseType(name string) (Type, bool) {
	for t := Money; int(t) < len(typeNames); t++ {
		if typeNames[t] == name {
			return t, true
		}
	}
	return Invalid, false
}

// IsMoney tells whether the type is an amount of any period.
func (t Type) IsMoney() bool { return t >= Money && t <= MoneyDay }

// perWords are the words by which files and records keep how often an amount is
// meant, by Type.
var perWords = [...]string{Invalid: "", Money: "once", MoneyMonth: "month", MoneyYear: "year", MoneyDay: "day"}

// Per is the word for how often an amount of the type is meant; "" for what is
// no money.
func (t Type) Per() string {
	if int(t) < len(perWords) {
		return perWords[t]
	}
	return ""
}

// PerType is the type of an amount that is meant as often as a word says;
// Invalid if there is no such word.
func PerType(word string) Type {
	return Type(max(0, slices.Index(perWords[:], word)))
}

// ParseLiteral reads a literal of the pack language as a value of type t:
// 538元, 42%, 6 months, 13平方米, 16, 2020-03-15, 2020-03, 2019-03/2020-02,
// true, an enum value with or without quotes, a division code, or none.
// symbols numbers enum values; it is asked for type Enum only.
func ParseLiteral(t Type, text string, symbols func(string) (int64, bool)) (Value, error) {
	if text == "none" {
		return Value{State: None}, nil
	}
	switch {
	case t.IsMoney():
		n, err := money.ParseFen(text)
		return known(int64(n), err)
	case t == Span:
		from, to, err := civil.ParseSpan(text)
		if err != nil {
			return Value{}, err
		}
		return OfSpan(int64(from), int64(to)), nil
	case t == Enum:
		return parseEnum(text, symbols)
	}
	return parseScalar(t, text)
}

// parseScalar reads the types that are one number.
func parseScalar(t Type, text string) (Value, error) {
	switch t {
	case Rate:
		n, err := money.ParseRate(text)
		return known(int64(n), err)
	case Count:
		return parseWhole(text, "", "“%s”不是整数，应写成数字，如“3”")
	case Months:
		return parseMonths(text)
	case Date:
		n, err := civil.ParseDate(text)
		return known(int64(n), err)
	case Month:
		n, err := civil.ParseMonth(text)
		return known(int64(n), err)
	case Area:
		return parseArea(text)
	case Bool:
		return parseBool(text)
	case Place:
		return parsePlace(text)
	}
	return Value{}, fault.Newf(fault.Internal, "类型%d没有字面值", t)
}

// known wraps a parsed number.
func known(n int64, err error) (Value, error) {
	if err != nil {
		return Value{}, err
	}
	return Of(n), nil
}

// parseWhole reads a whole number before a suffix.
func parseWhole(text, suffix, complaint string) (Value, error) {
	digits, ok := strings.CutSuffix(text, suffix)
	if ok && digits != "" && digits[0] != '+' {
		if n, err := strconv.ParseInt(digits, 10, 64); err == nil {
			return Of(n), nil
		}
	}
	return Value{}, fault.Newf(fault.BadInput, complaint, text)
}

// parseMonths reads "6 months"; one month may be written "1 month".
func parseMonths(text string) (Value, error) {
	if text == "1 month" {
		return Of(1), nil
	}
	return parseWhole(text, " months", "“%s”不是月数，应写成“6 months”")
}

// parseArea reads 13平方米 or 13.25平方米 by way of the decimals of money.
func parseArea(text string) (Value, error) {
	if digits, ok := strings.CutSuffix(text, "平方米"); ok {
		if n, err := money.ParseFen(digits + "元"); err == nil {
			return Of(int64(n)), nil
		}
	}
	return Value{}, fault.Newf(fault.BadInput, "“%s”不是面积，应写成“13平方米”（最多两位小数）", text)
}

// parseBool reads true or false.
func parseBool(text string) (Value, error) {
	switch text {
	case "true":
		return Of(1), nil
	case "false":
		return Of(0), nil
	}
	return Value{}, fault.Newf(fault.BadInput, "“%s”不是“是/否”，应写成“true”（是）或“false”（否）", text)
}

// parseEnum reads an enum value, bare or in quotes.
func parseEnum(text string, symbols func(string) (int64, bool)) (Value, error) {
	name := text
	if n := len(name); n >= 2 && (name[0] == '\'' || name[0] == '"') && name[n-1] == name[0] {
		name = name[1 : n-1]
	}
	if n, ok := symbols(name); ok {
		return Of(n), nil
	}
	return Value{}, fault.Newf(fault.BadInput, "没有“%s”这个选项", text)
}

// parsePlace reads a division code, bare or in quotes.
func parsePlace(text string) (Value, error) {
	if n, ok := gb.PlaceCode(strings.Trim(text, `'"`)); ok {
		return Of(n), nil
	}
	return Value{}, fault.Newf(fault.BadInput, "“%s”不是区划代码，应写成“350421”（2、4、6、9或12位数字）", text)
}
