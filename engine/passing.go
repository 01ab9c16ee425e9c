package engine

import "bytes"

// Programmes that have to be claimed by name, or that nobody has to claim, are
// looked at for every family that names nothing. What of them is refused is told
// in passing: one line a programme, with the conditions that fail. Whoever wants
// the reasons and the nearest change asks for the programme by name, or for
// everything.

// failing is a condition that does not hold for somebody.
type failing struct {
	item   item
	person string
	like   int // the first one that reads the same, itself if none does
}

// unnamed tells that a verdict is a refusal that nobody asked about by name.
func (w *writer) unnamed(v *verdict) bool {
	return v.status == Refused && !w.full && !w.asked && !w.e.listed[v.programme]
}

// sift marks the verdicts that are told in passing: not what was paid last month,
// nor what an event ended.
func (w *writer) sift() {
	for i := range w.e.verdicts {
		v := &w.e.verdicts[i]
		if w.unnamed(v) && v.stop == noOne && v.ver.Claim != withApplication {
			w.e.under(v.cond)
			v.passing = !w.e.held(v.programme, v.ver.Unit, v.inst).isTrue()
		}
	}
}

// pass writes what is told in passing. The outcomes of one programme follow each
// other.
func (w *writer) pass(r *Result) {
	if len(w.passing) > 0 {
		w.line("● 其余不符合的（单独申请的、不用申请的，没有点名，只列不符合的条件；用 --programme 点名，看全部理由和怎样才符合）")
	}
	for list := w.passing; len(list) > 0; {
		n := 1
		for n < len(list) && r.Outcomes[list[n]].Programme == r.Outcomes[list[0]].Programme {
			n++
		}
		w.together(r, list[:n])
		list = list[n:]
	}
}

// together writes the refusals of one programme in one line.
func (w *writer) together(r *Result, outcomes []int32) {
	w.puts("  · ", r.Outcomes[outcomes[0]].Label)
	around := w.gather(r, outcomes)
	w.cite(around)
	for k := range w.failing {
		if w.failing[k].like == k {
			w.fails(k, len(outcomes), around)
		}
	}
	w.line()
}

// gather names the people and collects the conditions that fail; it gives what
// the programme cites.
func (w *writer) gather(r *Result, outcomes []int32) (around *cited) {
	w.failing = w.failing[:0]
	sep, end := "（", ""
	for k, i := range outcomes {
		person, mark := r.Outcomes[i].Person, len(w.e.items)
		w.e.outline(i)
		if k == 0 {
			around = w.e.cited(&w.e.items[mark])
		}
		for _, it := range w.e.items[mark:] {
			if it.kind <= rowItem {
				w.failing = append(w.failing, failing{it, person, len(w.failing)})
			}
		}
		w.e.items = w.e.items[:mark]
		if person != "" {
			w.puts(sep, person)
			sep, end = "、", "）"
		}
	}
	w.put(end)
	return around
}

// fails writes a condition that does not hold, once for all of whom the same is
// to be said. Whom it concerns stands behind it unless it is everybody; a
// citation that stands before it already is not repeated.
func (w *writer) fails(k, all int, around *cited) {
	it := &w.failing[k].item
	w.put(" ✗ ")
	text := len(w.buf)
	w.shortly(it)
	count := w.alike(k, w.buf[text:])
	sep, end := "（", ""
	for j := k; j < len(w.failing) && count < all; j++ {
		if w.failing[j].like == k {
			w.puts(sep, w.failing[j].person)
			sep, end = "、", "）"
		}
	}
	w.put(end)
	if c := w.e.cited(it); c.text != around.text {
		w.cite(c)
	}
	w.note(it)
}

// alike marks and counts the conditions that read like one of them.
func (w *writer) alike(k int, text []byte) (count int) {
	end := len(w.buf)
	for j := k; j < len(w.failing); j++ {
		f := &w.failing[j]
		if f.like == j && f.item.node == w.failing[k].item.node {
			w.shortly(&f.item)
			if bytes.Equal(w.buf[end:], text) {
				f.like, count = k, count+1
			}
			w.buf = w.buf[:end]
		}
	}
	return count
}

// shortly writes what does not hold: the name of a rule, or a sentence that has
// no name.
func (w *writer) shortly(it *item) {
	if it.kind != ruleItem {
		w.e.say(it, nil)
		return
	}
	w.e.turn(it)
	n := &w.e.pl.nodes[it.node]
	rule, v := &w.e.pl.p.Rules[n.imm], w.e.eval(n.pos, it.inst)
	w.put(rule.Label)
	if !v.isFalse() {
		w.put("：")
		w.e.verdictWord(n, v)
	}
	if version := w.e.ruleVersion(n.imm); version >= 0 {
		w.e.note(rule.Versions[version].Status.Mark())
	}
}
