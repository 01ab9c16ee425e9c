package policy

import (
	"doudi/civil"
	"doudi/pack"
)

// SpanWords says on which days something is law: 2020年1月1日至2021年6月30日.
// Every day is said with no words.
func SpanWords(s pack.Span) string {
	switch {
	case s.From <= dawn && s.To >= civil.Open:
		return ""
	case s.From <= dawn:
		return s.To.Chinese() + "以前："
	case s.To >= civil.Open:
		return s.From.Chinese() + "起："
	}
	return s.From.Chinese() + "至" + s.To.Chinese() + "："
}
