package policy

import (
	"testing"

	"doudi/fact"
	"doudi/pack"
)

func TestExpressionsAreSaidInChinese(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want string }{
		{"below", "month_income < dibao_standard * size", "月收入低于低保标准×计入人数"},
		{"at most", "month_income <= dibao_standard", "月收入不高于低保标准"},
		{"above an exact share", "month_income > share(dibao_standard, edge_multiple, EXACT)", "月收入高于低保标准×边缘倍数"},
		{"the share on the left", "share(dibao_standard, edge_multiple, EXACT) >= month_income", "月收入不高于低保标准×边缘倍数"},
		{"an option has its label", "area == 'urban'", "城乡属性为“城市”"},
		{"several options", "area in ['urban', 'rural']", "城乡属性是“城市”、“农村”之一"},
		{"none of the options", "not(area in ['urban'])", "城乡属性不是“城市”"},
		{"days are early or late", "applied_on < as_of", "申请日早于计算日"},
		{"none", "is_none(exit_from)", "渐退第一个月为“无”"},
		{"not none", "not(is_none(exit_from)) && exit_from <= month", "渐退第一个月不为“无”，并且渐退第一个月不晚于发放月"},
		{"or within and", "below_dibao && (size > 1 || area == 'rural')", "收入低于低保标准，并且（计入人数高于1，或者城乡属性为“农村”）"},
		{"a sum multiplied", "size * (dibao_standard + month_income)", "（低保标准+月收入）×计入人数"},
		{"a difference of a difference", "month_income - (dibao_standard - month_income)", "月收入−（低保标准−月收入）"},
		{"a rounded share", "share(month_income, edge_multiple, UP_TO_YUAN)", "月收入×边缘倍数（不足一元的进为一元）"},
		{"another programme", "dibao.entitled || dibao.held", "享受最低生活保障，或者上月已享受最低生活保障"},
		{"not another programme", "not(dibao.entitled) && not(dibao.held)", "不享受最低生活保障，并且上月未享受最低生活保障"},
		{"a part of another programme", "dibao.base > month_income", "最低生活保障的差额高于月收入"},
	}
	base := nation(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := newCompiler(base)
			c.declare()
			c.compileRules()
			got := c.expr(pack.Expr{Text: tt.text}, fact.HouseholdEntity, nil)
			if len(c.problems) > 0 {
				t.Fatal(c.problems.Text(nil))
			}
			if words := c.p.Describe(got.node); words != tt.want {
				t.Errorf("got  %s\nwant %s", words, tt.want)
			}
		})
	}
}

func TestAMisspeltGuardIsToldOnce(t *testing.T) {
	t.Parallel()
	texts := []string{
		"not(is_none(exit_form)) && exit_from < month",
		"is_none(exit_form) || exit_from < month",
	}
	base := nation(t)
	for _, text := range texts {
		_, problems := compileText(t, base, text)
		if len(problems) != 1 || problems[0].Kind != KindUnknownName {
			t.Errorf("%s: %s", text, problems.Text(nil))
		}
	}
}
