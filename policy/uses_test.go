package policy

import (
	"slices"
	"testing"

	"doudi/civil"
	"doudi/fact"
)

func TestARuleReadsWhatItNames(t *testing.T) {
	p := shipped(t)["cn-350421"]
	below := p.Rules[p.RuleIndex["below_dibao"]].Versions
	got := p.Uses(below[len(below)-1].Body)
	for _, want := range []Ref{{SectionRule, "household_income"}, {SectionFigure, "dibao_standard"}, {SectionRule, "assessed_size"}} {
		if !slices.Contains(got, want) {
			t.Errorf("%v is not read: %v", want, got)
		}
	}
	if slices.Contains(got, Ref{SectionRule, "counted_income"}) {
		t.Errorf("a rule that is read was opened: %v", got)
	}
	assessed := p.Uses(p.Nodes[p.Rules[p.RuleIndex["on_dibao"]].Node].Args...)
	if !slices.Contains(assessed, Ref{SectionProgramme, "dibao"}) || slices.Contains(assessed, Ref{SectionRule, "below_dibao"}) {
		t.Errorf("a programme that is read is named: %v", assessed)
	}
}

// TestTheLimitOfAFigureIsComputed works the limit of 明溪 by hand: the minimum
// wage of 1280 yuan times 42 % is 537.60, of 1420 yuan from 2020-01-01 596.40,
// and 45 % of that from 2020-07-01 is 639.
func TestTheLimitOfAFigureIsComputed(t *testing.T) {
	p := shipped(t)["cn-350421"]
	limits := p.Limits("dibao_standard")
	i := slices.IndexFunc(limits, func(l Limit) bool { return l.Constraint.ID == "dibao_follows_wage" })
	if i < 0 || !limits[i].AtLeast {
		t.Fatalf("no lower limit by the wage: %+v", limits)
	}
	on := func(d civil.Date) string {
		for _, r := range limits[i].Rows {
			if r.Span.Contains(d) {
				return fact.Format(fact.MoneyMonth, fact.Of(r.Value), p.Schema)
			}
		}
		return "none"
	}
	for d, want := range map[string]string{"2019-12-30": "none", "2019-12-31": "537.60元/月", "2020-01-01": "596.40元/月", "2020-06-30": "596.40元/月", "2020-07-01": "639元/月"} {
		if got := on(onDay(t, d)); got != want {
			t.Errorf("limit on %s: %s, want %s", d, got, want)
		}
	}
	i = slices.IndexFunc(limits, func(l Limit) bool { return l.Constraint.ID == "edge_above_dibao" })
	if i < 0 || len(limits[i].Rows) > 0 {
		t.Errorf("a figure that stands on both sides has no limit: %+v", limits)
	}
	for _, l := range p.Limits("tekun_minor_age") {
		if len(l.Rows) > 0 {
			t.Errorf("nothing limits the age: %+v", l)
		}
	}
}
