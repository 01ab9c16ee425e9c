package pack

import (
	"cmp"
	"slices"
	"strings"

	"doudi/civil"
	"doudi/fact"
)

// layeredFigure is one figure through all layers that declare it.
type layeredFigure struct {
	merged     Figure
	rows       []*FigureRow // effective so far
	prevailing []*FigureRow // superior rows that clip whatever comes below
}

func (l *layering) figure(f *Figure) {
	i := slices.IndexFunc(l.figures, func(x *layeredFigure) bool { return x.merged.ID == f.ID })
	if i < 0 {
		l.figures = append(l.figures, &layeredFigure{})
		i = len(l.figures) - 1
	}
	l.figures[i].lay(f)
}

// lay puts a lower declaration over what stands: for each combination of keys
// that it lists it decides from its earliest day on, before that and for other
// combinations the superior rows stay; prevailing superior rows clip it.
func (x *layeredFigure) lay(f *Figure) {
	deviates := slices.Concat(x.merged.Deviates, f.Deviates)
	x.merged = *f
	x.merged.Deviates = deviates
	first := earliest(f.Rows)
	var rows []*FigureRow
	for _, row := range x.rows {
		from, listed := first[comboOf(row)]
		if !listed {
			rows = append(rows, row)
		} else if row.From < from {
			rows = append(rows, row.within(Span{row.From, min(row.To, from-1)}))
		}
	}
	own := f.Rows
	for _, p := range x.prevailing {
		own = x.clip(own, p, first)
	}
	x.rows = append(rows, own...)
	for _, row := range f.Rows {
		if row.Prevails != "" {
			x.prevailing = append(x.prevailing, row)
		}
	}
}

// comboOf is one combination of keys as a map key.
func comboOf(row *FigureRow) string { return strings.Join(row.Keys, "\x00") }

func earliest(rows []*FigureRow) map[string]civil.Date {
	out := make(map[string]civil.Date)
	for _, row := range rows {
		combo := comboOf(row)
		if from, ok := out[combo]; !ok || row.From < from {
			out[combo] = row.From
		}
	}
	return out
}

func (row *FigureRow) within(s Span) *FigureRow {
	if row.Span == s {
		return row
	}
	c := *row
	c.Span = s
	return &c
}

// clip applies one prevailing superior row to lower rows. Replacing also fills
// the days that the lower pack leaves open from its beginning on.
func (x *layeredFigure) clip(own []*FigureRow, p *FigureRow, first map[string]civil.Date) []*FigureRow {
	var out []*FigureRow
	for _, row := range own {
		common, ok := meet(row.Span, p.Span)
		if !ok || !x.covers(p.Keys, row.Keys) || !x.beats(p, row) {
			out = append(out, row)
			continue
		}
		for _, rest := range without([]Span{row.Span}, common) {
			out = append(out, row.within(rest))
		}
		if p.Prevails != "replace" {
			out = append(out, p.standIn(row.Keys, common))
		}
	}
	if p.Prevails == "replace" {
		out = append(out, x.replacements(p, own, first)...)
	}
	return out
}

func (x *layeredFigure) replacements(p *FigureRow, own []*FigureRow, first map[string]civil.Date) []*FigureRow {
	var out []*FigureRow
	done := make(map[string]bool)
	for _, row := range own {
		combo := comboOf(row)
		span, ok := meet(p.Span, Span{first[combo], civil.Open})
		if ok && !done[combo] && x.covers(p.Keys, row.Keys) {
			out = append(out, p.standIn(row.Keys, span))
		}
		done[combo] = true
	}
	return out
}

// standIn is the superior row speaking for a lower combination of keys.
func (p *FigureRow) standIn(keys []string, s Span) *FigureRow {
	c := *p
	c.Keys = keys
	c.Span = s
	return &c
}

// covers tells whether a superior combination speaks for a lower one: equal in
// every key, or a place that contains the lower place.
func (x *layeredFigure) covers(upper, lower []string) bool {
	for i, key := range upper {
		if i >= len(lower) || key != lower[i] && !(isCode(key) && strings.HasPrefix(lower[i], key)) {
			return false
		}
	}
	return len(upper) == len(lower)
}

func isCode(s string) bool {
	return len(s) >= 2 && strings.Trim(s, "0123456789") == ""
}

// beats tells whether the superior value wins over the lower one.
func (x *layeredFigure) beats(p, row *FigureRow) bool {
	if p.Prevails == "replace" {
		return true
	}
	symbols := optionNumber(x.merged.Options)
	upper, err1 := fact.ParseLiteral(x.merged.Type, p.Value.Text, symbols)
	lower, err2 := fact.ParseLiteral(x.merged.Type, row.Value.Text, symbols)
	if err1 != nil || err2 != nil || upper.State != fact.Known || lower.State != fact.Known {
		return false
	}
	if p.Prevails == "at_least" {
		return upper.N > lower.N
	}
	return upper.N < lower.N
}

// effective is the figure with the rows that hold, sorted.
func (x *layeredFigure) effective() *Figure {
	f := x.merged
	f.Rows = slices.Clone(x.rows)
	slices.SortStableFunc(f.Rows, func(a, b *FigureRow) int {
		return cmp.Or(cmp.Compare(a.From, b.From), slices.Compare(a.Keys, b.Keys))
	})
	return &f
}
