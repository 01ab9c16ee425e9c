package engine

import (
	"slices"
	"strings"
)

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
// together.
func gather(r *Result, status Status) []string {
	var words []string
	for i := range r.Outcomes {
		o := &r.Outcomes[i]
		if o.Status == status && !slices.ContainsFunc(r.Outcomes[:i], o.alike) {
			words = append(words, o.Label+people(r.Outcomes[i:], o)+spaced(o.Total.String()))
		}
	}
	return words
}

// alike tells that two outcomes read the same but for the person.
func (o *Outcome) alike(other Outcome) bool {
	return o.Programme == other.Programme && o.Status == other.Status && o.Total == other.Total
}

// people names whom outcomes like the first concern.
func people(outcomes []Outcome, first *Outcome) string {
	var names []string
	for i := range outcomes {
		if outcomes[i].Person != "" && first.alike(outcomes[i]) {
			names = append(names, outcomes[i].Person)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return "（" + strings.Join(names, "、") + "）"
}
