package engine

import "strings"

// TextOptions say how much of a Result is told.
type TextOptions struct {
	Full bool // every reason down to the single fact; otherwise three levels
}

// briefDepth is how deep the reasons go unless all are asked for: the
// condition, the sums and lines that it compares, and whom they consist of.
const briefDepth = 3

// summary tells the answer before the reasons: what there is, what is open,
// what there is not, each programme once with the people it concerns.
func (w *writer) summary(r *Result) {
	if len(r.Outcomes) == 0 {
		return
	}
	w.line("结论")
	for _, status := range reading {
		if words := gather(r, status); len(words) > 0 {
			w.line("  ", statusWord(status), "：", strings.Join(words, "；"))
		}
	}
	w.line("理由")
}

// gather lists the programmes of one status; people with the same answer stand
// together. The outcomes of one programme follow each other.
func gather(r *Result, status Status) []string {
	var words []string
	for i := range r.Outcomes {
		if o := &r.Outcomes[i]; o.Status == status && !toldBefore(r.Outcomes[:i], o) {
			words = append(words, o.Label+people(r.Outcomes[i:])+spaced(o.Total.String()))
		}
	}
	return words
}

// toldBefore tells that an earlier outcome of the programme stands for it.
func toldBefore(earlier []Outcome, o *Outcome) bool {
	for i := len(earlier) - 1; i >= 0 && earlier[i].Programme == o.Programme; i-- {
		if alike(&earlier[i], o) {
			return true
		}
	}
	return false
}

// alike tells that two outcomes of a programme read the same but for the person.
func alike(a, b *Outcome) bool { return a.Status == b.Status && a.Total == b.Total }

// people names whom outcomes like the first concern.
func people(outcomes []Outcome) string {
	var names []string
	for i := range outcomes {
		o := &outcomes[i]
		if o.Programme != outcomes[0].Programme {
			break
		}
		if o.Person != "" && alike(o, &outcomes[0]) {
			names = append(names, o.Person)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return "（" + strings.Join(names, "、") + "）"
}
