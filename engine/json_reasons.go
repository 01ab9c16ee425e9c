package engine

import "strconv"

// why writes the numbers of an outcome's reasons, and the reasons themselves
// where they are not told yet. They are by far the greatest part of a Result,
// and most of them are shared by several outcomes.
func (w *jsonWriter) why(lines []Line) {
	w.key("why")
	w.open('[')
	for i := range lines {
		if i > 0 {
			w.buf = append(w.buf, ',')
		}
		w.buf = strconv.AppendInt(w.buf, int64(w.reason(&lines[i])), 10)
	}
	w.close(']')
}

// reason is the number of a reason; a new one is written after those that it
// rests on.
func (w *jsonWriter) reason(l *Line) int {
	key := reasonKey{text: l.Text}
	if len(l.Lines) > 0 {
		key.lines = &l.Lines[0]
	}
	if n, ok := w.numbers[key]; ok {
		return n
	}
	mark := len(w.under)
	for i := range l.Lines {
		n := w.reason(&l.Lines[i])
		w.under = append(w.under, n)
	}
	n := len(w.numbers)
	w.numbers[key] = n
	w.reasons = w.line(w.reasons, l, w.under[mark:])
	w.under = w.under[:mark]
	return n
}

// line adds one reason to the list.
func (w *jsonWriter) line(b []byte, l *Line, under []int) []byte {
	if len(b) > 0 {
		b = append(b, ',')
	}
	b = append(b, '{')
	if l.ID != "" {
		b = append(appendQuoted(append(b, `"id":`...), l.ID), ',')
	}
	if l.Mark != "" {
		b = append(appendQuoted(append(b, `"mark":`...), l.Mark), ',')
	}
	b = appendQuoted(append(b, `"text":`...), l.Text)
	for i := range l.Cites {
		before := `,`
		if i == 0 {
			before = `,"cites":[`
		}
		b = appendQuoted(append(b, before...), l.Cites[i].ID)
		w.name(l.Cites[i])
	}
	if len(l.Cites) > 0 {
		b = append(b, ']')
	}
	for i, n := range under {
		before := `,`
		if i == 0 {
			before = `,"because":[`
		}
		b = strconv.AppendInt(append(b, before...), int64(n), 10)
	}
	if len(under) > 0 {
		b = append(b, ']')
	}
	return append(b, '}')
}

// name remembers a clause for the end of the result.
func (w *jsonWriter) name(c CiteRef) {
	if !w.cited[c.ID] {
		w.cited[c.ID] = true
		w.clauses = append(w.clauses, c)
	}
}

// sources says where every clause named is to be read.
func (w *jsonWriter) sources() {
	w.key("clauses")
	w.open('{')
	for _, c := range w.clauses {
		if w.comma {
			w.buf = append(w.buf, ',')
		}
		w.quote(c.ID)
		w.buf, w.comma = append(w.buf, ':'), false
		w.open('{')
		w.text("source", c.Source)
		w.text("at", c.At)
		w.close('}')
	}
	w.close('}')
}
