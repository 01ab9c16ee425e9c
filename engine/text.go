package engine

import (
	"strings"

	"doudi/fact"
)

// Text renders a Result for the terminal: per programme the conclusion, then
// the reasons, then the sources. Short sentences come first; what was said
// already under the same programme is not said twice.
func (r *Result) Text() string {
	w := &writer{}
	w.head(r)
	for i := range r.Outcomes {
		if r.Outcomes[i].Status != NotClaimed {
			w.outcome(&r.Outcomes[i])
		}
	}
	w.notClaimed(r)
	return w.String()
}

// writer builds the text and remembers what it has said.
type writer struct {
	strings.Builder
	told  map[string]bool
	cites []CiteRef
}

// line writes an indented line.
func (w *writer) line(depth int, texts ...string) {
	for range depth {
		w.WriteString("  ")
	}
	for _, t := range texts {
		w.WriteString(t)
	}
	w.WriteByte('\n')
}

// head says whose case it is and by which law.
func (w *writer) head(r *Result) {
	name := r.Name
	if name == "" {
		name = "这一家"
	}
	w.line(0, "■ ", name)
	w.line(1, "申请日", r.AppliedOn.Chinese(), "，计算日", r.AsOf.Chinese(), "，待遇月份", r.Month.Chinese())
	w.line(1, "所用规定：", r.Pack, "（", short(r.Hash), "）")
}

// short is enough of a hash to tell two resolved packs apart by eye.
func short(hash string) string { return hash[:min(12, len(hash))] }

// outcome writes one programme.
func (w *writer) outcome(o *Outcome) {
	w.told, w.cites = map[string]bool{}, nil
	w.line(0, "")
	title := "【" + o.Label + "】"
	if o.Person != "" {
		title += o.Person
	}
	w.line(1, title)
	if len(o.Why) == 0 {
		w.line(2, "结论：", statusWord(o.Status))
		return
	}
	w.line(2, "结论：", o.Why[0].Text)
	w.cite(o.Why[0].Cites)
	if len(o.Why) > 1 {
		w.line(2, "理由：")
		for i := range o.Why[1:] {
			w.reason(3, &o.Why[1+i])
		}
	}
	w.notes(o)
	w.sources()
}

// reason writes a line with what lies below it, once.
func (w *writer) reason(depth int, l *Line) {
	key := l.ID + "\n" + l.Text
	again := len(l.Lines) > 0 && w.told[key]
	w.told[key] = true
	w.line(depth, bullet(l.Mark), l.Text, clauses(l.Cites), pointer(again))
	w.cite(l.Cites)
	if !again {
		for i := range l.Lines {
			w.reason(depth+1, &l.Lines[i])
		}
	}
}

// pointer points back to reasons that were given above.
func pointer(again bool) string {
	if again {
		return "（理由见上）"
	}
	return ""
}

// bullet is the sign of a mark.
func bullet(mark string) string {
	switch mark {
	case markYes:
		return "✓ "
	case markNo:
		return "✗ "
	case markUnknown:
		return "？ "
	case markError:
		return "！ "
	}
	return "· "
}

// clauses writes the ids of clauses in brackets.
func clauses(cites []CiteRef) string {
	if len(cites) == 0 {
		return ""
	}
	ids := make([]string, len(cites))
	for i := range cites {
		ids[i] = cites[i].ID
	}
	return "〔" + strings.Join(ids, "、") + "〕"
}

// cite remembers sources for the end of the programme.
func (w *writer) cite(cites []CiteRef) {
	for _, c := range cites {
		if !contains(w.cites, c) {
			w.cites = append(w.cites, c)
		}
	}
}

// contains tells whether a source is already listed.
func contains(list []CiteRef, c CiteRef) bool {
	for i := range list {
		if list[i] == c {
			return true
		}
	}
	return false
}

// sources lists where every clause is to be read.
func (w *writer) sources() {
	if len(w.cites) == 0 {
		return
	}
	w.line(2, "依据：")
	for _, c := range w.cites {
		w.line(3, strings.TrimRight(c.ID+" "+c.Source+c.At, " "))
	}
}

// notes writes what a reader must know about the figures used.
func (w *writer) notes(o *Outcome) {
	if len(o.Used) == 0 {
		return
	}
	w.line(2, "注意：")
	for i := range o.Used {
		u := &o.Used[i]
		note := statusNote(u.Status)
		if u.Due {
			note = strings.TrimPrefix(note+"、待复核", "、")
		}
		w.line(3, "“", u.Label, "”是", note)
	}
}

// notClaimed lists in one line what the family did not ask for.
func (w *writer) notClaimed(r *Result) {
	var labels []string
	for i := range r.Outcomes {
		if r.Outcomes[i].Status == NotClaimed {
			labels = appendNew(labels, r.Outcomes[i].Label)
		}
	}
	if len(labels) > 0 {
		w.line(0, "")
		w.line(1, "没有申请的项目：", strings.Join(labels, "、"))
	}
}

// statusWord is a status in Chinese.
func statusWord(s Status) string {
	switch s {
	case Entitled:
		return "可以享受"
	case Leaving:
		return "渐退期内"
	case Refused:
		return "不符合条件"
	case Excluded:
		return "不能同时享受"
	case ChoiceOpen:
		return "等待家庭选择"
	case Waiting:
		return "等待指数公布"
	case NotClaimed:
		return "没有申请"
	}
	return "还不能确定"
}

// String writes an amount or a range with its period.
func (a Amount) String() string {
	low := fact.Format(a.Type, fact.Of(int64(a.Low)), nil)
	if a.High == a.Low {
		return low
	}
	return low + "至" + fact.Format(a.Type, fact.Of(int64(a.High)), nil)
}
