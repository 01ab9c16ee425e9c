package policy

import (
	"testing"

	"doudi/civil"
	"doudi/fact"
	"doudi/pack"
)

// day makes a date of a year.
func day(year int) civil.Date {
	d, _ := civil.MakeDate(year, 1, 1)
	return d
}

// standing makes a resolved pack where a figure and a rule of the place have
// the same id.
func standing(figureOrigin, ruleOrigin string, rule pack.Span) *pack.Resolved {
	expr := func(text string) pack.Expr {
		return pack.Expr{Text: text, Pos: pack.Pos{File: "x.yaml", Line: 1, Col: 1}}
	}
	row := &pack.FigureRow{Span: pack.Span{From: day(2018), To: civil.Open}, Value: expr("700元")}
	return &pack.Resolved{
		ID: "cn-99", Chain: []string{"cn-99", "cn"},
		Schema:  fact.NewSchema([]fact.Entity{{Name: "household", Parent: fact.PlaceEntity}, {Name: "member", Parent: fact.HouseholdEntity}}, nil),
		Figures: []*pack.Figure{{ID: "standard", Type: fact.Money, Rows: []*pack.FigureRow{row}, Origin: figureOrigin}},
		Rules: []*pack.Rule{
			{ID: "double", Of: "household", Kind: pack.BodyValue, Value: expr("standard + standard"), Origin: "cn"},
			{ID: "standard", Of: "place", Kind: pack.BodyValue, Value: expr("538元"), Span: rule, Origin: ruleOrigin},
		},
		Packs: []*pack.Pack{{ID: "cn", InForce: pack.Span{From: day(2017), To: civil.Open}}},
	}
}

func TestARuleOfThePlaceAndAFigureOfOneName(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name         string
		figure, rule string
		span         pack.Span
		want         string
	}{
		{"a lower rule decides on its days and the figure on the others", "cn", "cn-99", pack.Span{From: day(2020), To: day(2022) - 1},
			"(dated ..2019-12-31=standard[] 2020-01-01..2021-12-31=538元 2022-01-01..=standard[])"},
		{"a lower figure decides from its first day on", "cn-99", "cn", pack.Span{From: day(2017), To: civil.Open},
			"(dated 2017-01-01..2017-12-31=538元 2018-01-01..=standard[])"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, problems := Compile(standing(tt.figure, tt.rule, tt.span))
			if len(problems) > 0 {
				t.Fatal(problems.Text(nil))
			}
			body := p.Nodes[p.Rule("standard").Node].Args[0]
			if got := p.Dump(body); got != tt.want {
				t.Errorf("got %s\nwant %s", got, tt.want)
			}
			double := p.Nodes[p.Rule("double").Node].Args[0]
			if got := p.Dump(double); got != "(+ standard standard)" {
				t.Errorf("the reader gets %s", got)
			}
		})
	}
}
