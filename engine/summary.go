package engine

// TextOptions say how much of a Result is told.
type TextOptions struct {
	Full bool // every reason down to the single fact; otherwise three levels
}

// briefDepth is how deep the reasons go unless all are asked for: the
// condition, the sums and lines that it compares, and whom they consist of.
const briefDepth = 3

// summary tells the answer before the reasons: what there is, what is open,
// what there is not, each programme once with the people it concerns. The
// outcomes of one programme follow each other.
func (w *writer) summary(r *Result) {
	if len(r.Outcomes) == 0 {
		return
	}
	w.line("结论")
	for k, status := range reading {
		w.concluded(r, w.status[k], false)
		if status == Entitled {
			w.concluded(r, w.status[k], true)
		}
	}
	w.line("理由")
}

// concluded is the line of one status: of the programmes that give something,
// or of those that only recognise what a family is.
func (w *writer) concluded(r *Result, outcomes []int32, only bool) {
	sep := ""
	for _, i := range outcomes {
		o := &r.Outcomes[i]
		if recognised(o) != only || toldBefore(r.Outcomes[:i], o) {
			continue
		}
		if sep == "" {
			w.puts("  ", outcomeWord(o.Grants, o.Status), "：")
		}
		w.puts(sep, o.Label)
		w.people(r.Outcomes[i:])
		w.paid(" ", o.Total)
		sep = "；"
	}
	if sep != "" {
		w.line()
	}
}

// recognised tells that a family is what the programme recognises, which gives
// it nothing yet.
func recognised(o *Outcome) bool { return o.Status == Entitled && o.Grants == grantsStanding }

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
func (w *writer) people(outcomes []Outcome) {
	sep := "（"
	for i := range outcomes {
		o := &outcomes[i]
		if o.Programme != outcomes[0].Programme {
			break
		}
		if o.Person != "" && alike(o, &outcomes[0]) {
			w.puts(sep, o.Person)
			sep = "、"
		}
	}
	if sep == "、" {
		w.put("）")
	}
}
