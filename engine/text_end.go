package engine

import (
	"math/bits"

	"doudi/pack"
)

// notClaimed lists in one line what the family did not ask for.
func (w *writer) notClaimed(r *Result) {
	w.labels = w.labels[:0]
	for i := range r.Outcomes {
		if r.Outcomes[i].Status == NotClaimed {
			w.labels = appendNew(w.labels, r.Outcomes[i].Label)
		}
	}
	w.listed("● ", statusWord(NotClaimed))
}

// beware names the figures and rules that are not simply published law. The
// reasons say it beside each of them; here they stand together.
func (w *writer) beware() {
	if len(w.e.uses) == 0 {
		return
	}
	w.line("注意")
	for _, s := range pack.Statuses {
		w.remark(s.Mark()+unpayable(s), func(u *Used) bool { return u.Status == s })
	}
	w.remark("待复核", func(u *Used) bool { return u.Due })
}

// remark lists the labels of those that are meant, each once.
func (w *writer) remark(word string, meant func(*Used) bool) {
	w.labels = w.labels[:0]
	for _, k := range w.e.uses {
		if u := &w.e.pl.unsettled.list[k]; meant(u) {
			w.labels = appendNew(w.labels, u.Label)
		}
	}
	w.listed("  ", word)
}

// listed writes the labels that were collected in one line, if there are any.
func (w *writer) listed(before, word string) {
	sep := "："
	for i, label := range w.labels {
		if i == 0 {
			w.puts(before, word)
		}
		w.puts(sep, label)
		sep = "、"
	}
	if len(w.labels) > 0 {
		w.line()
	}
}

// unpayable warns whoever pays.
func unpayable(s pack.Status) string {
	if s == pack.Example {
		return "（当地确认前不得据以发放）"
	}
	return ""
}

// sources lists where the clauses of the reasons are to be read.
func (w *writer) sources() {
	source, some := "", false
	for i, set := range w.named {
		for ; set != 0; set &= set - 1 {
			k := i*64 + bits.TrailingZeros64(set)
			if !some {
				w.line("依据")
			}
			if s := w.e.pl.clauses[k].Source; s != source || !some {
				w.line("  ", s)
				source = s
			}
			some = true
			w.put(w.e.pl.clauseTexts[k])
		}
	}
}
