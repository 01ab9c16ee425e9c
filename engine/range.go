package engine

import (
	"doudi/fact"
	"doudi/money"
)

// span of an amount while an official has not decided.
type bounds struct{ low, high int64 }

// widen takes one more possible amount in.
func (b *bounds) widen(n int64, first bool) {
	if first || n < b.low {
		b.low = n
	}
	if first || n > b.high {
		b.high = n
	}
}

// ranging tries what officials may decide and keeps the ends of the total, of
// every part and of every bearer's share.
type ranging struct {
	total   bounds
	parts   []bounds
	bearers []bounds
	tries   int
	unit    fact.Type
	open    bool // some decision leads to no amount
}

// mostDecided is how many undecided facts are tried in every combination;
// beyond that all at their low and all at their high ends stand for the range.
const mostDecided = 3

// rangeOf finds the range of a verdict whose amount only officials still
// decide about.
func (e *evaluation) rangeOf(v *verdict) *ranging {
	r := &ranging{}
	y := e.survey(v, append([]atom(nil), e.list(v.cause)...))
	defer y.done()
	if len(y.axes) <= mostDecided {
		y.refine()
		y.grid(func([]int) { r.take(y) })
	} else {
		y.ends(func() { r.take(y) })
	}
	r.open = r.open || *y.left <= 0
	return r
}

// ends sets all axes low, then all high.
func (y *survey) ends(f func()) {
	for _, high := range []bool{false, true} {
		for i := range y.axes {
			x := &y.axes[i]
			if high {
				y.s.put(x, len(x.points)-1)
			} else {
				y.s.put(x, 0)
			}
		}
		f()
	}
}

// take adds what one set of decisions leads to.
func (r *ranging) take(y *survey) {
	*y.left--
	y.s.trial()
	w := y.s.rejudge(y.v)
	if w == nil || w.status != y.v.status || w.total.st != known {
		r.open = true
		return
	}
	first := r.tries == 0
	r.tries++
	r.unit = w.unit
	r.total.widen(w.total.n, first)
	r.takeParts(y.s, w, first)
	r.takeBearers(y.s, w, first)
}

// takeParts widens the parts, in their order.
func (r *ranging) takeParts(s *evaluation, w *verdict, first bool) {
	for i, p := range s.parts[w.first : w.first+w.count] {
		if first {
			r.parts = append(r.parts, bounds{})
		}
		if i < len(r.parts) && p.v.st == known {
			r.parts[i].widen(p.v.n, first)
		}
	}
}

// takeBearers widens the bearers' shares, in their order.
func (r *ranging) takeBearers(s *evaluation, w *verdict, first bool) {
	var scrap Outcome
	for i, b := range s.bearers(w, &scrap) {
		if first {
			r.bearers = append(r.bearers, bounds{})
		}
		if i < len(r.bearers) {
			r.bearers[i].widen(int64(b.Amount.Low), first)
		}
	}
}

// amount is the range as a result shows it.
func (b bounds) amount(t fact.Type) Amount {
	return Amount{Type: t, Low: money.Fen(b.low), High: money.Fen(b.high)}
}

// widen replaces the amounts of an outcome by their ranges.
func (r *ranging) write(e *evaluation, v *verdict, out *Outcome) {
	out.Total = r.total.amount(r.unit)
	for i := range out.Parts {
		if node := e.parts[v.first+int32(i)].part.Node; i < len(r.parts) && node >= 0 && e.pl.nodes[node].typ.IsMoney() {
			out.Parts[i].Amount = r.parts[i].amount(e.pl.nodes[node].typ)
		}
	}
	out.Bearers = nil
	for i := range r.bearers {
		b := &v.ver.BorneBy[i]
		out.Bearers = append(out.Bearers, Bearer{Payer: b.Payer, Amount: r.bearers[i].amount(r.unit), Cites: b.Cites})
	}
}
