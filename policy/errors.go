package policy

import (
	"fmt"
	"slices"

	"doudi/fact"
	"doudi/pack"
)

// The kinds of problem that compiling can find. The list is closed: every kind
// has a bad pack in testdata that shows it.
const (
	KindExprToken      = "expr_token"      // something stands where it cannot stand
	KindExprParen      = "expr_paren"      // brackets or quotes that do not pair
	KindExprForbidden  = "expr_forbidden"  // CEL that the language leaves out
	KindExprNumber     = "expr_number"     // a number other than 0, 1 and 12
	KindExprLiteral    = "expr_literal"    // a literal inside an expression
	KindUnknownName    = "unknown_name"    // a name that nothing declares
	KindOwnerName      = "owner_name"      // an owner's value without its entity
	KindRowName        = "row_name"        // a value of rows below, read without an aggregate
	KindBareName       = "bare_name"       // a name that cannot stand alone: programme, entity, mode
	KindField          = "field"           // nothing of that name behind the dot
	KindFunction       = "function"        // a function that does not exist
	KindArguments      = "arguments"       // too few or too many arguments
	KindMode           = "mode"            // a mode that does not exist or does not fit
	KindExact          = "exact"           // EXACT away from a comparison
	KindType           = "type"            // types that do not fit together
	KindEnumValue      = "enum_value"      // an option that the enum does not have
	KindChoiceUse      = "choice_use"      // a choice read in another way than by its options
	KindUnguardedNone  = "unguarded_none"  // a value that may be none, read without a guard
	KindUnguardedApply = "unguarded_apply" // a fact that may not apply, read without a guard
	KindCycle          = "cycle"           // rules, programmes or parts that rest on themselves
	KindVersions       = "versions"        // versions of one id that do not fit together
	KindEntity         = "entity"          // an entity that does not exist or stands in the wrong place
	KindLiteralValue   = "literal_value"   // a literal that does not fit its type
	KindFigureKey      = "figure_key"      // a key of a figure that cannot be looked up
	KindBrackets       = "brackets"        // brackets without a figure of steps, or the other way round
	KindNoRound        = "no_round"        // brackets without round, or a round that does not fit
	KindIfNone         = "if_none"         // min_of or max_of without if_none, or one where none belongs
	KindOver           = "over"            // exceptions that beat one another
	KindPart           = "part"            // an amount that is not money, each that is not below the unit
)

// Kinds lists every kind above.
var Kinds = []string{
	KindExprToken, KindExprParen, KindExprForbidden, KindExprNumber, KindExprLiteral, KindUnknownName, KindOwnerName,
	KindRowName, KindBareName, KindField, KindFunction, KindArguments, KindMode, KindExact, KindType, KindEnumValue,
	KindChoiceUse, KindUnguardedNone, KindUnguardedApply, KindCycle, KindVersions, KindEntity, KindLiteralValue,
	KindFigureKey, KindBrackets, KindNoRound, KindIfNone, KindOver, KindPart,
}

// problem starts a problem; its remedy and expectation follow.
func problem(kind string, pos pack.Pos, format string, args ...any) pack.Problem {
	return pack.Problem{Kind: kind, Pos: pos, Message: fmt.Sprintf(format, args...)}
}

// report keeps a problem with what was expected and how to mend it.
func (c *compiler) report(p pack.Problem, expected, remedy string) {
	p.Expected, p.Remedy = expected, remedy
	c.problems = append(c.problems, p)
}

// missing reports something named outside expressions that is not there. Reading
// the packs finds that too; a pack made by hand has not been read.
func (c *compiler) missing(at pack.Pos, who, what, id string) {
	c.report(problem(pack.KindReference, at, "%s提到的%s“%s”不存在", who, what, id), "已经声明的"+what, "改正名字，或先声明它")
}

// Merge joins what reading found with what compiling found. Of several
// problems on one line those of reading stand: the others follow from them.
func Merge(reading, compiling pack.Problems) pack.Problems {
	out := slices.Clone(reading)
	for _, p := range compiling {
		sameLine := func(o pack.Problem) bool { return !o.Warning && o.Pos.File == p.Pos.File && o.Pos.Line == p.Pos.Line }
		if !slices.ContainsFunc(reading, sameLine) {
			out = append(out, p)
		}
	}
	return out.Sorted()
}

// typeWords name the types in Chinese.
var typeWords = [...]string{
	fact.Invalid: "不明", fact.Money: "金额（元）", fact.MoneyMonth: "月金额（元/月）", fact.MoneyYear: "年金额（元/年）",
	fact.MoneyDay: "日金额（元/天）", fact.Rate: "比例", fact.Count: "整数", fact.Months: "月数", fact.Date: "日期",
	fact.Month: "月份", fact.Span: "期间", fact.Area: "面积", fact.Bool: "是否", fact.Enum: "选项", fact.Place: "地区",
}

// typeWord names a type in Chinese.
func typeWord(t fact.Type) string { return typeWords[t] }
