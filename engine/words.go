package engine

import (
	"doudi/fact"
	"doudi/policy"
)

// The closed vocabulary of explanations. The word of a comparison follows from
// the operator and from whether it holds; no sentence of a pack is ever used.

// sides are the words for lying below or above, and their denials.
type sides struct{ low, notLow, high, notHigh string }

var (
	amountWords = sides{"低于", "不低于", "高于", "不高于"}
	dayWords    = sides{"早于", "不早于", "晚于", "不晚于"}
	gradeWords  = sides{"重于", "不重于", "轻于", "不轻于"} // the first grade of a disability is the gravest
)

// comparison is the word between two quantities that were compared.
func comparison(op policy.Op, holds bool, t fact.Type, unit string) string {
	w := &amountWords
	switch {
	case t == fact.Date || t == fact.Month:
		w = &dayWords
	case unit == fact.Grade:
		w = &gradeWords
	}
	switch op {
	case policy.OpLess, policy.OpLessShare:
		return pick(holds, w.low, w.notLow)
	case policy.OpAtMost, policy.OpAtMostShare:
		return pick(holds, w.notHigh, w.high)
	case policy.OpAbove, policy.OpAboveShare:
		return pick(holds, w.high, w.notHigh)
	case policy.OpAtLeast, policy.OpAtLeastShare:
		return pick(holds, w.notLow, w.low)
	}
	return pick(holds == (op == policy.OpEqual), "等于", "不等于")
}

// pick is a or b.
func pick(first bool, a, b string) string {
	if first {
		return a
	}
	return b
}

// The marks of a line.
const (
	markYes     = "yes"
	markNo      = "no"
	markUnknown = "unknown"
	markError   = "error"
)

// markOf is the mark of a value: quantities that are known carry none.
func markOf(t fact.Type, v val) string {
	switch {
	case v.st == unknown:
		return markUnknown
	case v.st == failed:
		return markError
	case t != fact.Bool || v.st != known:
		return ""
	}
	return pick(v.n != 0, markYes, markNo)
}
