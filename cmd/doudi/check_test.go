package main

import (
	"strings"
	"testing"

	"doudi/casefile"
	"doudi/civil"
	"doudi/engine"
	"doudi/fact"
	"doudi/money"
)

// TestCheckNoticesWhoWhenAndHowOften: a wrong payer, first month or recheck of
// a case is said, a right one is not.
func TestCheckNoticesWhoWhenAndHowOften(t *testing.T) {
	t.Parallel()
	march, _ := civil.ParseMonth("2020-03")
	april, _ := civil.ParseMonth("2020-04")
	six, twelve := int64(6), int64(12)
	got := &engine.Outcome{
		Starts: april, Recheck: 12,
		Bearers: []engine.Bearer{{Payer: "省", Amount: engine.Amount{Type: fact.MoneyYear, Low: 100000, High: 100000}}},
	}
	bears := func(payer string, sum money.Fen) []casefile.ExpectedBearer {
		return []casefile.ExpectedBearer{{Payer: payer, Amount: casefile.Range{Low: sum, High: sum}}}
	}
	for sentence, c := range map[string]struct {
		want casefile.Expectation
		says string
	}{
		"all right":              {casefile.Expectation{Bearers: bears("省", 100000), Starts: &april, Recheck: &twelve}, ""},
		"another payer":          {casefile.Expectation{Bearers: bears("县", 100000)}, "没有这一方"},
		"another sum":            {casefile.Expectation{Bearers: bears("省", 100001)}, "得到 每年 1000元"},
		"a payer forgotten":      {casefile.Expectation{Bearers: []casefile.ExpectedBearer{}}, "应由 0 方承担"},
		"a month too early":      {casefile.Expectation{Starts: &march}, "应从 2020-03 起发，得到 2020-04"},
		"checked twice as often": {casefile.Expectation{Recheck: &six}, "应 6 个月复核一次，得到 12 个月"},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			said := strings.Join(append(checkBearers(&c.want, got), checkTimes(&c.want, got)...), "；")
			if c.says == "" && said != "" || !strings.Contains(said, c.says) {
				t.Errorf("said %q, want %q", said, c.says)
			}
		})
	}
}
