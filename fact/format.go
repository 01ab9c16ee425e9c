package fact

import (
	"strconv"
	"strings"

	"doudi/civil"
	"doudi/gb"
	"doudi/money"
)

// Format writes a value in Chinese for explanations: 538元/月, 42%, 6个月,
// 13平方米, 2020年3月15日, 是, 无, 未知. An enum value is written with the
// first label that any fact gives it; Fact.Format knows better.
func Format(t Type, v Value, s *Schema) string {
	switch v.State {
	case Unknown:
		return "未知"
	case None:
		return "无"
	case NotApplicable:
		return "不适用"
	}
	if t == Enum {
		return s.symbolLabel(v.N)
	}
	return formatKnown(t, v)
}

// Format writes a value of this fact, enum values with the fact's own labels.
func (f *Fact) Format(v Value, s *Schema) string {
	if f.Type == Enum && v.State == Known && s != nil {
		if label := f.ValueLabels[s.SymbolName(v.N)]; label != "" {
			return label
		}
	}
	if f.Type == Count && v.State == Known {
		return Counted(v.N, f.Unit)
	}
	return Format(f.Type, v, s)
}

// Grade is the unit that is no measure word: a second grade is 二级, as the
// disability card has it, and no two of anything. The first is the gravest.
const Grade = "级"

// Counted writes a number with its measure word: 2套, and 二级.
func Counted(n int64, unit string) string {
	if unit == Grade && n >= 1 && n <= 9 {
		return string([]rune("一二三四五六七八九")[n-1]) + Grade
	}
	return strconv.FormatInt(n, 10) + unit
}

// symbolLabel is the Chinese label of a symbol, or the symbol itself.
func (s *Schema) symbolLabel(n int64) string {
	if s == nil {
		return strconv.FormatInt(n, 10)
	}
	if n >= 0 && n < int64(len(s.Labels)) && s.Labels[n] != "" {
		return s.Labels[n]
	}
	return s.SymbolName(n)
}

// formatKnown writes the quantities.
func formatKnown(t Type, v Value) string {
	switch t {
	case Money:
		return money.Fen(v.N).String()
	case MoneyMonth:
		return money.Fen(v.N).String() + "/月"
	case MoneyYear:
		return money.Fen(v.N).String() + "/年"
	case MoneyDay:
		return money.Fen(v.N).String() + "/天"
	case Rate:
		return money.Rate(v.N).String()
	case Months:
		return strconv.FormatInt(v.N, 10) + "个月"
	case Area:
		return areaDigits(v.N) + "平方米"
	case Bool:
		return map[bool]string{true: "是", false: "否"}[v.N != 0]
	case Place:
		return gb.PlaceText(v.N)
	}
	return formatTime(t, v)
}

// formatTime writes dates, months and spans; the rest are plain numbers.
func formatTime(t Type, v Value) string {
	switch t {
	case Date:
		return civil.Date(v.N).Chinese()
	case Month:
		return civil.Month(v.N).Chinese()
	case Span:
		return civil.Month(v.N).Chinese() + "至" + civil.Month(v.M).Chinese()
	}
	return strconv.FormatInt(v.N, 10)
}

// areaDigits writes hundredths without trailing zeros.
func areaDigits(n int64) string {
	text := strings.TrimSuffix(money.Fen(n).String(), "元")
	if strings.Contains(text, ".") {
		text = strings.TrimRight(text, "0")
	}
	return text
}

// Literal writes a value the way ParseLiteral reads it.
func Literal(t Type, v Value, s *Schema) string {
	switch {
	case v.State == None:
		return "none"
	case v.State != Known:
		return "unknown"
	case t == Enum:
		return s.SymbolName(v.N)
	case t == Months:
		return strconv.FormatInt(v.N, 10) + " months"
	case t == Bool:
		return strconv.FormatBool(v.N != 0)
	case t.IsMoney():
		return money.Fen(v.N).String()
	}
	return literalTime(t, v)
}

// literalTime writes dates, months and spans; the rest read as they format.
func literalTime(t Type, v Value) string {
	switch t {
	case Date:
		return civil.Date(v.N).String()
	case Month:
		return civil.Month(v.N).String()
	case Span:
		return civil.Month(v.N).String() + "/" + civil.Month(v.M).String()
	}
	return formatKnown(t, v)
}
