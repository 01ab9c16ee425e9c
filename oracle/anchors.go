package oracle

import (
	"slices"
	"strings"

	"doudi/civil"
	"doudi/fact"
	"doudi/pack"
)

// anchors are the quantities that the law of one resolved pack names: the
// places where an answer can turn over.
type anchors struct {
	byType map[fact.Type][]int64
	days   []civil.Date // first days of every figure, rule, programme, exception and part
	months []int64      // months for which an index is published
	places []int64
}

// newAnchors collects them from a resolved pack. The order is fixed, so that a
// seed always gives the same family.
func newAnchors(r *pack.Resolved, symbols *symbolTable) *anchors {
	a := &anchors{byType: map[fact.Type][]int64{}}
	for _, f := range r.Figures {
		a.addFigure(f, symbols)
	}
	for _, rule := range r.Rules {
		a.addSpan(rule.Span)
		for _, e := range rule.Exceptions {
			a.addSpan(e.Span)
		}
	}
	for _, p := range r.Programmes {
		a.addSpan(p.Span)
		for _, line := range p.Amount {
			a.addSpan(line.Span)
		}
	}
	for _, p := range r.Stacking {
		a.addSpan(p.Span)
	}
	a.addPlaces(r.Chain)
	a.tidy()
	return a
}

// addFigure takes values, brackets and days of a figure.
func (a *anchors) addFigure(f *pack.Figure, symbols *symbolTable) {
	for _, row := range f.Rows {
		a.addSpan(row.Span)
		a.addValue(f.Type, row.Value.Text, symbols)
		for _, s := range row.Steps {
			a.addValue(f.Steps, s.Above.Text, symbols)
		}
		for i, key := range f.Keys {
			if i < len(row.Keys) {
				a.addKey(key.From, row.Keys[i])
			}
		}
	}
}

// addKey keeps the places and months that rows are filed under.
func (a *anchors) addKey(from, text string) {
	switch {
	case strings.Contains(from, "place"):
		a.addPlaces([]string{text})
	case monthText.MatchString(text):
		a.months = append(a.months, parseTime(text).n)
	}
}

// addValue keeps a known literal.
func (a *anchors) addValue(t fact.Type, text string, symbols *symbolTable) {
	if c := symbols.literal(text); c != nil && c.state == known {
		a.byType[moneyless(t)] = append(a.byType[moneyless(t)], c.n)
	}
}

// moneyless puts amounts of every period into one pool.
func moneyless(t fact.Type) fact.Type {
	if t.IsMoney() {
		return fact.Money
	}
	return t
}

// addSpan keeps the first day and the day after the last.
func (a *anchors) addSpan(s pack.Span) {
	a.days = append(a.days, s.From)
	if s.To != civil.Open {
		a.days = append(a.days, s.To+1)
	}
}

// addPlaces keeps the codes at the ends of pack ids and in tables.
func (a *anchors) addPlaces(names []string) {
	for _, name := range names {
		code := strings.TrimPrefix(strings.Trim(name, `'"`), "cn-")
		if countText.MatchString(code) && len(code) <= 12 {
			a.places = append(a.places, digits(code+strings.Repeat("0", 12-len(code))))
		}
	}
}

// tidy sorts and removes doubles; a day outside the calendar is no day.
func (a *anchors) tidy() {
	for t, list := range a.byType {
		slices.Sort(list)
		a.byType[t] = slices.Compact(list)
	}
	slices.Sort(a.days)
	a.days = slices.Compact(a.days)
	a.days = slices.DeleteFunc(a.days, func(d civil.Date) bool { return int64(d) <= daysBefore(1990) || int64(d) >= daysBefore(2100) })
	slices.Sort(a.places)
	a.places = slices.Compact(a.places)
	slices.Sort(a.months)
	a.months = slices.Compact(a.months)
}
