package oracle

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"doudi/fact"
	"doudi/pack"
)

var errNoBrackets = errors.New("brackets need a figure with steps and a rounding")

// figure is a published quantity: its rows by their keys.
type figure struct {
	source *pack.Figure
	places []bool               // which keys are places
	rows   map[string][]*figRow // by the joined keys
}

// figRow is one row as data.
type figRow struct {
	source *pack.FigureRow
	value  *cell
	steps  []step
}

// step is one bracket: what lies above counts at rate.
type step struct{ above, rate int64 }

// figure reads the rows of one id.
func (b *builder) figure(source *pack.Figure) *figure {
	f := &figure{source: source, rows: map[string][]*figRow{}}
	for _, key := range source.Keys {
		f.places = append(f.places, b.isPlace(key.From))
	}
	for _, line := range source.Rows {
		keys := make([]string, len(line.Keys))
		for i, text := range line.Keys {
			keys[i] = b.keyText(text, f.places[i])
		}
		joined := strings.Join(keys, "|")
		f.rows[joined] = append(f.rows[joined], b.figureRow(line))
	}
	return f
}

// figureRow reads the value or the steps of a row.
func (b *builder) figureRow(line *pack.FigureRow) *figRow {
	row := &figRow{source: line}
	if len(line.Steps) == 0 {
		row.value = b.symbols.word(line.Value.Text)
		return row
	}
	for _, s := range line.Steps {
		row.steps = append(row.steps, step{b.symbols.word(s.Above.Text).n, b.symbols.word(s.Value.Text).n})
	}
	slices.SortFunc(row.steps, func(a, b step) int { return int(a.above - b.above) })
	return row
}

// isPlace tells whether a key is a division code: a fact of that type, or a
// rule that only passes one on.
func (b *builder) isPlace(name string) bool {
	for e := range b.schema.Entities {
		for i := range b.schema.Entities[e].Facts {
			if f := &b.schema.Entities[e].Facts[i]; f.Key == name {
				return f.Type == fact.Place
			}
		}
	}
	for _, u := range b.source.Rules {
		if u.ID == name && u.Kind == pack.BodyValue {
			parts := strings.Split(u.Value.Text, ".")
			return parts[len(parts)-1] != name && b.isPlace(parts[len(parts)-1])
		}
	}
	return false
}

// keyText is a key in the form in which rows are filed: the significant
// digits of a place, the number of anything else.
func (b *builder) keyText(text string, place bool) string {
	if place {
		text = strings.Trim(strings.TrimSpace(text), `'"`)
		return significant(text + strings.Repeat("0", max(0, 12-len(text))))
	}
	return strconv.FormatInt(b.symbols.word(text).n, 10)
}

// placeLevels are the lengths of codes from village to province.
var placeLevels = []int{12, 9, 6, 4, 2}

// significant drops the zeros of the levels that a code does not name.
func significant(code string) string {
	for i, n := range placeLevels[:len(placeLevels)-1] {
		shorter := placeLevels[i+1]
		if strings.Trim(code[shorter:n], "0") != "" {
			return code[:n]
		}
	}
	return code[:2]
}

// reader looks the figure up by the given keys.
func (f *figure) reader(keys []reader) reader {
	return func(r *run, at point) *cell {
		if v, ok := r.overrides[f.source.ID]; ok {
			return r.answer(v, nil)
		}
		line, stop := f.row(r, at, keys)
		if stop != nil {
			return stop
		}
		return line.value
	}
}

// row finds the row in force, or says why there is none.
func (f *figure) row(r *run, at point, keys []reader) (*figRow, *cell) {
	values := make([]*cell, len(keys))
	for i, key := range keys {
		values[i] = key(r, at)
	}
	if stop := firstOpen(values); stop != nil {
		return nil, stop
	}
	if line := f.find(values, nil, at); line != nil {
		return line, nil
	}
	if f.source.Waiting {
		return nil, awaited
	}
	return nil, fail("no value of " + f.source.ID)
}

// firstOpen finds an error, an unknown or a not applicable among keys; a key
// that is none simply names no row.
func firstOpen(values []*cell) *cell {
	var stop *cell
	for _, c := range values {
		if c.state != known && c.state != none {
			stop = worse(stop, c)
		}
	}
	return stop
}

// find tries the keys one after the other, places from the village upward.
func (f *figure) find(values []*cell, chosen []string, at point) *figRow {
	i := len(chosen)
	if i == len(values) {
		return inForce(f.rows[strings.Join(chosen, "|")], at)
	}
	for _, text := range f.candidates(values[i], i) {
		if line := f.find(values, append(chosen[:i:i], text), at); line != nil {
			return line
		}
	}
	return nil
}

// candidates are the texts under which a key may be filed.
func (f *figure) candidates(key *cell, i int) []string {
	if key.state == none {
		return nil
	}
	text := strconv.FormatInt(key.n, 10)
	if !f.places[i] {
		return []string{text}
	}
	text = strings.Repeat("0", max(0, 12-len(text))) + text
	list := make([]string, len(placeLevels))
	for i, n := range placeLevels {
		list[i] = text[:n]
	}
	return list
}

// inForce picks the row whose days hold the date.
func inForce(rows []*figRow, at point) *figRow {
	for _, line := range rows {
		if line.source.From <= at.date && at.date <= line.source.To {
			return line
		}
	}
	return nil
}
