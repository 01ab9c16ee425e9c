package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"doudi/civil"
	"doudi/fact"
	"doudi/pack"
	"doudi/policy"
)

// figureView is one figure over time.
type figureView struct {
	Way        []crumb
	Place      *place
	Label      string
	TypeWord   string
	Day, Begin string
	DayWords   string
	Allowed    string
	Filters    []keyFilter
	Columns    []string // what the rows differ by
	Common     []string // what is the same in all rows: 办理地 明溪县
	Rows       []figureRow
	Hidden     []figureRow // what superiors wrote and this place replaced
	Limits     []limitView
	Deviations []aloudLine
	Read       []refView
	Chart      bool
}

// keyFilter picks rows by one key.
type keyFilter struct {
	Name, Label string
	Values      []choiceOf
}

// choiceOf is one option of a list.
type choiceOf struct {
	Value, Label string
	Chosen       bool
}

// figureRow is one value with its days. The rest is for the chart, which is
// drawn from the table.
type figureRow struct {
	Keys             []string
	Span, State      string // State is 现行, 已过 or 将来 on the day
	Value, Review    string
	Source           sourceView
	By               string
	Series           string
	From, To, Number string
	Current          bool
	Due              bool // the day of its review has passed
}

// limitView is a constraint with its limit over time.
type limitView struct {
	Line aloudLine
	Rows []figureRow
}

// lawFigure shows one figure of a place.
func (s *Site) lawFigure(w http.ResponseWriter, r *http.Request) error {
	b, on, err := s.visit(r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	i := slices.IndexFunc(b.program.Figures, func(f policy.Figure) bool { return f.ID == id })
	if i < 0 {
		return noSuchThing(b)
	}
	f := &b.program.Figures[i]
	decl := b.program.Pack.Figure(id)
	ref := policy.Ref{Section: policy.SectionFigure, ID: id}
	subject, label := b.pieces[ref].Subject, b.pieces[ref].Label
	v := figureView{Way: b.crumbs(on, crumb{b.subjectLabel(subject), b.path(on, "subject", subject)}, crumb{label, ""}), Place: b.place, Label: label,
		TypeWord: policy.TypeWords[f.Type], Day: on.String(), Begin: b.begin.String(), DayWords: on.Chinese(), Read: b.refs(b.readBy[ref], on)}
	if len(decl.Allowed) == 2 {
		v.Allowed = b.program.Literal(f.Type, decl.Allowed[0].Text) + "到" + b.program.Literal(f.Type, decl.Allowed[1].Text)
	}
	reader := &figureReader{book: b, f: f, on: on, query: r.URL.Query()}
	reader.fill(&v)
	return s.show(w, r, http.StatusOK, lawFigure(v))
}

// figureReader reads one figure on a day for one page.
type figureReader struct {
	*book
	f      *policy.Figure
	on     civil.Date
	query  url.Values
	varies []bool // by key: the rows differ by it
}

// fill adds rows, limits and what deviates.
func (b *figureReader) fill(v *figureView) {
	b.filter(v)
	for i := range b.f.Rows {
		if row := &b.f.Rows[i]; b.program.Concerns(b.f, row) && b.picked(row) {
			v.Rows = append(v.Rows, b.row(row))
		}
	}
	sortRows(v.Rows)
	v.Hidden = b.hiddenRows()
	v.Limits = b.limits()
	if it := b.reading(b.on).Find(policy.SectionFigure, b.f.ID); it != nil {
		for _, l := range it.Lines[1:] {
			if l.Name != "" {
				v.Deviations = append(v.Deviations, b.line("", l, b.on))
			}
		}
	}
	v.Chart = drawable(b.f.Type) && b.f.StepType == fact.Invalid && len(v.Rows) > 0
}

// sortRows orders rows by their keys, then by their days.
func sortRows(rows []figureRow) {
	slices.SortStableFunc(rows, func(x, y figureRow) int {
		return cmp.Or(strings.Compare(x.Series, y.Series), strings.Compare(x.From, y.From))
	})
}

// row is one row for the page.
func (b *figureReader) row(row *policy.FigureRow) figureRow {
	f, on := b.f, b.on
	v := figureRow{Span: spanWords(row.Span), Value: b.program.RowValue(f, row), Source: b.source(row.Origin, row.Status, row.Cites), By: row.By,
		From: row.Span.From.String(), Current: row.Span.Contains(on), State: stateWord(row.Span, on)}
	var series []string
	for i, k := range row.Keys {
		if !b.varies[i] {
			continue
		}
		word := b.keyName(f.KeyTypes[i], k)
		v.Keys = append(v.Keys, word)
		if f.KeyTypes[i] != fact.Month {
			series = append(series, word)
		}
	}
	if row.Span.To != civil.Open {
		v.To = row.Span.To.String()
	}
	for i, t := range f.KeyTypes {
		if t == fact.Month { // an index series: the month is the time
			month := civil.Month(row.Keys[i])
			v.From, v.To = month.FirstDay().String(), month.LastDay().String()
		}
	}
	if day := civil.Date(row.ReviewBy); day != 0 {
		v.Review, v.Due = day.Chinese()+"前", day < on
	}
	v.Series = strings.Join(series, " ")
	v.Number = digits(v.Value)
	return v
}

// stateWord says whether a row is law on the day.
func stateWord(s pack.Span, on civil.Date) string {
	switch {
	case s.To < on:
		return "已过"
	case on < s.From:
		return "将来"
	}
	return "现行"
}

// picked tells whether a row has the keys that the address asks for.
func (b *figureReader) picked(row *policy.FigureRow) bool {
	for i, k := range row.Keys {
		if want := b.query.Get("k" + strconv.Itoa(i)); want != "" && want != b.keyName(b.f.KeyTypes[i], k) {
			return false
		}
	}
	return true
}

// filter lists the values of each key: one that has several is a column and
// can be picked, one that is the same in all rows is told once.
func (b *figureReader) filter(v *figureView) {
	for i, key := range b.f.Keys {
		filter := keyFilter{Name: "k" + strconv.Itoa(i), Label: b.keyLabel(key)}
		chosen := b.query.Get(filter.Name)
		for r := range b.f.Rows {
			word := b.keyName(b.f.KeyTypes[i], b.f.Rows[r].Keys[i])
			if !b.program.Concerns(b.f, &b.f.Rows[r]) || slices.ContainsFunc(filter.Values, func(c choiceOf) bool { return c.Value == word }) {
				continue
			}
			filter.Values = append(filter.Values, choiceOf{word, word, word == chosen})
		}
		b.varies = append(b.varies, len(filter.Values) > 1)
		switch len(filter.Values) {
		case 0:
		case 1:
			v.Common = append(v.Common, filter.Label+"："+filter.Values[0].Label)
		default:
			v.Columns = append(v.Columns, filter.Label)
			v.Filters = append(v.Filters, filter)
		}
	}
}

// keyLabel names what a figure is looked up by.
func (b *book) keyLabel(id string) string {
	if i, ok := b.program.RuleIndex[id]; ok {
		return b.program.Rules[i].Label
	}
	for i := range b.program.Schema.Entities {
		e := &b.program.Schema.Entities[i]
		if slot, ok := e.Slot(id); ok && e.Facts[slot].Label != "" {
			return e.Facts[slot].Label
		}
	}
	return map[string]string{"index_month": "指数月", "month": "待遇月", "handling_place": "办理地"}[id]
}

// hiddenRows are what superiors wrote and does not, or not for all its days,
// hold in this place.
func (b *figureReader) hiddenRows() []figureRow {
	f := b.f
	var hidden []figureRow
	for _, p := range b.program.Pack.Packs[1:] {
		for _, decl := range p.Figures {
			if decl.ID != f.ID {
				continue
			}
			for _, row := range decl.Rows {
				if b.replaced(f, row) {
					hidden = append(hidden, figureRow{Span: spanWords(row.Span), Value: b.program.Literal(decl.Type, row.Value.Text), Series: b.plainKeys(row),
						Source: b.source(p.ID, row.Status, citeWords(row.Cites))})
				}
			}
		}
	}
	return hidden
}

// replaced tells whether no row of the place still has the days of a superior one.
func (b *book) replaced(f *policy.Figure, row *pack.FigureRow) bool {
	if code, ok := strings.CutPrefix(b.place.ID, "cn-"); ok {
		for _, k := range row.Keys {
			if isDigits(k) && !strings.HasPrefix(code, k) && !strings.HasPrefix(k, code) {
				return false // another place's value
			}
		}
	}
	return !slices.ContainsFunc(f.Rows, func(r policy.FigureRow) bool { return r.Pos == row.Pos && r.Span == row.Span })
}

// isDigits tells the code of a division.
func isDigits(s string) bool { return len(s) > 1 && strings.Trim(s, "0123456789") == "" }

// plainKeys are the keys of a row as the superior pack writes them, places by
// their names.
func (b *figureReader) plainKeys(row *pack.FigureRow) string {
	words := make([]string, len(row.Keys))
	for i, k := range row.Keys {
		words[i] = b.law.codeName(b.program.Literal(fact.Enum, k))
	}
	return strings.Join(words, " ")
}

// limits are the constraints that bind the figure, with the limit of the keys
// that are asked for.
func (b *figureReader) limits() []limitView {
	var all []limitView
	for _, l := range b.program.Limits(b.f.ID) {
		k := l.Constraint
		word := policy.StrengthWord(k.Strength) + "，" + spanWords(k.Span)
		v := limitView{Line: aloudLine{Lead: k.Label, Words: b.program.Describe(k.Keep), Notes: []string{word}, Source: b.source(k.Origin, "", k.Cites)}}
		for _, x := range l.Rows {
			row := policy.FigureRow{Span: x.Span, Keys: x.Keys, Value: fact.Of(x.Value)}
			if !b.picked(&row) {
				continue
			}
			shown := b.row(&row)
			shown.Series = strings.TrimSpace(shown.Series + " " + map[bool]string{true: "下限", false: "上限"}[l.AtLeast] + "（" + k.Label + "）")
			v.Rows = append(v.Rows, shown)
		}
		sortRows(v.Rows)
		all = append(all, v)
	}
	return all
}

// citeWords are citations as plain words.
func citeWords(cites []pack.Cite) []string {
	words := make([]string, len(cites))
	for i, c := range cites {
		words[i] = c.Text
	}
	return words
}
