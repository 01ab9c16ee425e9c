package policy

import (
	"strings"
	"testing"
	"unicode"

	"doudi/fact"
	"doudi/pack"
)

// seeds are expressions that use every operator and function.
var seeds = []string{
	"month_income < dibao_standard * size && not(below_dibao) || size >= 12",
	"share(month_income, edge_multiple, HALF_UP_TO_FEN) + shortfall(dibao_standard, month_income)",
	"dibao_standard.at('350421', 'urban') <= share(month_income, edge_multiple, EXACT)",
	"split(year_income, exit_months, UP_TO_FEN, 'month') - least(month_income, dibao_standard)",
	"area in ['urban', 'rural'] && area != 'urban' && dibao.entitled && dibao.held",
	"not(is_none(exit_from)) && months_between(exit_from, month_of(applied_on)) - 1 < exit_months",
	"monthly(yearly(dibao.base), DOWN_TO_YUAN) > greatest(dibao.topup, month_income)",
	"household.size * month_income == month_income",
}

// compileText compiles one expression of the household on the shared nation.
func compileText(t testing.TB, base *pack.Resolved, text string) (typed, pack.Problems) {
	t.Helper()
	c := newCompiler(base)
	c.declare()
	got := c.expr(pack.Expr{Text: text, Pos: pack.Pos{File: "cn/x.yaml", Line: 7, Col: 12}}, fact.HouseholdEntity, nil)
	return got, c.problems
}

// nation resolves the shared pack alone.
func nation(t testing.TB) *pack.Resolved {
	_, r := load(t, "testdata/good/guards")
	return r
}

func TestWhateverIsTypedIsAnsweredInChinese(t *testing.T) {
	t.Parallel()
	base := nation(t)
	c := newCompiler(base)
	c.declare()
	for _, seed := range seeds {
		for _, text := range mutations(seed) {
			c.problems = nil
			got := c.expr(pack.Expr{Text: text, Pos: pack.Pos{File: "cn/x.yaml", Line: 7, Col: 12}}, fact.HouseholdEntity, nil)
			problems := c.problems
			if !got.ok() && len(problems) == 0 {
				t.Errorf("%q fails in silence", text)
			}
			for _, p := range problems {
				checkProblem(t, text, p)
			}
		}
	}
}

// mutations are the seed, its beginnings, and it with one character or one
// word left out, doubled or replaced.
func mutations(seed string) []string {
	list := []string{seed, " "}
	for i := range seed {
		list = append(list, seed[:i]+" ", seed[i:], seed[:i]+seed[i+1:], seed[:i]+seed[i:i+1]+seed[i:])
		for _, sign := range []string{"(", ")", "!", "'", "=", "人", "9", ".", ",", "[", "&&", " x ", "none", "％"} {
			list = append(list, seed[:i]+sign+seed[i:], seed[:i]+sign+seed[i+1:])
		}
	}
	words := strings.Fields(seed)
	for i := range words {
		for _, other := range []string{"0", "size", "area", "dibao", "applied_on", "'urban'", "EXACT", "below_dibao", "exit_from"} {
			swapped := append(append(append([]string{}, words[:i]...), other), words[i+1:]...)
			list = append(list, strings.Join(swapped, " "))
		}
	}
	return list
}

// checkProblem demands a Chinese sentence with all its parts, at a place
// within the text.
func checkProblem(t *testing.T, text string, p pack.Problem) {
	t.Helper()
	if !strings.ContainsFunc(p.Message, func(r rune) bool { return unicode.Is(unicode.Han, r) }) || p.Expected == "" || p.Remedy == "" {
		t.Errorf("%q gives %+v", text, p)
	}
	here := p.Pos.File == "cn/x.yaml"
	if here && (p.Pos.Line != 7 || p.Pos.Col < 12 || p.Pos.Col > 12+len([]rune(text))) {
		t.Errorf("%q: problem outside the text at %v: %s", text, p.Pos, p.Message)
	}
}

func TestSeedsCompile(t *testing.T) {
	t.Parallel()
	base := nation(t)
	for _, seed := range seeds {
		if got, problems := compileText(t, base, seed); !got.ok() || len(problems) > 0 {
			t.Errorf("%q: %v", seed, problems)
		}
	}
}
