package engine

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"doudi/fact"
	"doudi/pack"
)

// reading is the order in which people read: what there is, what is open, what
// there is not.
var reading = []Status{Entitled, Leaving, ChoiceOpen, Waiting, Undetermined, Excluded, Refused}

// Text renders a Result for people with every reason.
func (r *Result) Text() string { return string(r.AppendText(nil, TextOptions{Full: true})) }

// AppendText writes a Result for people: first the answer in a few lines, then
// per outcome its amounts and what is open, and the reasons as a tree, each
// told once; at the end what nobody asked for, what to beware of, and where to
// read the clauses.
func (r *Result) AppendText(dst []byte, o TextOptions) []byte {
	w := writers.Get().(*writer)
	defer writers.Put(w)
	w.buf, w.clauses, w.notes = dst, w.clauses[:0], w.notes[:0]
	clear(w.told)
	clear(w.used)
	clear(w.cited)
	w.full, w.cut = o.Full, false
	w.head(r)
	w.summary(r)
	for _, status := range reading {
		for i := range r.Outcomes {
			if r.Outcomes[i].Status == status {
				w.outcome(&r.Outcomes[i])
			}
		}
	}
	w.notClaimed(r)
	w.beware()
	w.sources()
	if w.cut {
		w.line("（以上理由列到第三层；加 --full 列出全部）")
	}
	dst, w.buf = w.buf, nil
	return dst
}

// writers keeps the memory of earlier results.
var writers = sync.Pool{New: func() any {
	return &writer{told: map[string]bool{}, said: map[string]bool{}, cited: map[string]bool{}, used: map[Used]bool{}}
}}

// writer builds the text and remembers what it has said.
type writer struct {
	buf     []byte
	told    map[string]bool // sentences of the explanation
	said    map[string]bool // sentences put above the explanation of the outcome
	clauses []CiteRef       // named so far, in the order of their first use
	cited   map[string]bool
	notes   []Used // in the order of their first use
	used    map[Used]bool
	full    bool // all reasons, down to the single fact
	cut     bool // some reasons were left out
}

// line adds one line made of words.
func (w *writer) line(words ...string) {
	for _, s := range words {
		w.buf = append(w.buf, s...)
	}
	w.buf = append(w.buf, '\n')
}

// head says whose case it is and by which law.
func (w *writer) head(r *Result) {
	name := r.Name
	if name == "" {
		name = "这一家"
	}
	w.line("【", name, "】", r.PackLabel, "（政策包 ", strings.TrimSpace(r.Pack+" "+r.PackVersion), "）")
	if r.PackLabel != "" && !strings.HasSuffix(r.Pack, "-"+r.Region) {
		w.line("没有专为区划 ", r.Region, " 的这一户写的政策包，按“", r.PackLabel, "”的规定判定")
	}
	w.line("申请日", r.AppliedOn.Chinese(), "，计算日", r.AsOf.Chinese(), "，发放月", r.Month.Chinese())
	if len(r.Outcomes) == 0 {
		w.line("● 按这些日期的规定，没有要查的待遇")
	}
}

// outcome writes one programme for one household, person or row.
func (w *writer) outcome(o *Outcome) {
	who, sum := "", o.Total.String()
	if o.Person != "" {
		who = "（" + o.Person + "）"
	}
	if sum != "" {
		sum = "，" + sum
	}
	w.line("● ", o.Label, who, "：", statusWord(o.Status), sum)
	clear(w.said)
	w.parts(o)
	w.terms(o)
	w.open(o)
	for i := range o.Used {
		w.use(&o.Used[i])
	}
	w.lines(o.Why, 1)
}

// parts writes the lines of the amount and who bears it.
func (w *writer) parts(o *Outcome) {
	for i := range o.Parts {
		p := &o.Parts[i]
		less := ""
		switch {
		case p.Less && p.Amount.High == 0:
			continue
		case p.Less:
			less = "减 "
		}
		w.line("  · ", less, p.Label, spaced(p.Amount.String()), givesText(p.Gives), eachText(p.Each), clauses(p.Cites))
	}
	for _, b := range o.Bearers {
		w.line("  · 出资 ", b.Payer, spaced(b.Amount.String()), clauses(b.Cites))
	}
}

// spaced puts a blank before a text, if there is any.
func spaced(text string) string {
	if text == "" {
		return ""
	}
	return " " + text
}

// givesText is what is given in kind, in the order of the keys.
func givesText(gives map[string]string) string {
	text := ""
	for _, k := range orderedKeys(gives) {
		text += spaced(gives[k])
	}
	return text
}

// eachText lists the shares of members or rows that get anything.
func eachText(each []InstanceAmount) string {
	var shares []string
	for i := range each {
		if each[i].Amount.High != 0 {
			shares = append(shares, each[i].Name+spaced(each[i].Amount.String()))
		}
	}
	if len(shares) == 0 {
		return ""
	}
	return "（" + strings.Join(shares, "、") + "）"
}

// payWords say how often an amount is paid.
var payWords = map[string]string{"month": "按月", "quarter": "按季", "year": "按年", "school_year": "按学年", "once": "一次性", "row": "逐笔"}

// terms writes how it is paid and when it is looked at again.
func (w *writer) terms(o *Outcome) {
	var words []string
	if p := payWords[o.Pays]; p != "" && o.Total.Type != fact.Invalid {
		words = append(words, p+"发放")
	}
	if o.Starts != 0 {
		words = append(words, "自"+o.Starts.Chinese()+"起")
	}
	if o.Recheck > 0 {
		words = append(words, "每"+strconv.FormatInt(o.Recheck, 10)+"个月复核")
	}
	if len(words) > 0 {
		w.line("  · ", strings.Join(words, "，"))
	}
}

// open writes what is missing, what would turn a refusal, and what went wrong:
// above the reasons, and so not once more below them.
func (w *writer) open(o *Outcome) {
	for i := range o.Missing {
		w.above("还缺：" + o.Missing[i].Label)
	}
	for i := range o.Changes {
		w.above(o.Changes[i].Text)
	}
	if o.NoChange {
		w.above("没有哪一项情况单独改变后就能符合条件")
	}
	for _, f := range o.Faults {
		w.above("规定有缺陷：" + f)
	}
}

// above writes a sentence that need not be told again.
func (w *writer) above(text string) {
	w.line("  · ", text)
	w.said[text] = true
}

// use remembers a figure or rule that is not simply published law.
func (w *writer) use(u *Used) {
	if !w.used[*u] {
		w.used[*u] = true
		w.notes = append(w.notes, *u)
	}
}

// beware names the figures and rules that are not simply published law. The
// reasons say it beside each of them; here they stand together.
func (w *writer) beware() {
	if len(w.notes) == 0 {
		return
	}
	w.line("注意")
	for _, s := range pack.Statuses {
		w.note(s.Mark()+unpayable(s), func(u *Used) bool { return u.Status == s })
	}
	w.note("待复核", func(u *Used) bool { return u.Due })
}

// note lists the labels of those that are meant, each once.
func (w *writer) note(word string, meant func(*Used) bool) {
	var labels []string
	for i := range w.notes {
		if meant(&w.notes[i]) {
			labels = appendNew(labels, w.notes[i].Label)
		}
	}
	if len(labels) > 0 {
		w.line("  ", word, "：", strings.Join(labels, "、"))
	}
}

// unpayable warns whoever pays.
func unpayable(s pack.Status) string {
	if s == pack.Example {
		return "（当地确认前不得据以发放）"
	}
	return ""
}

// lines writes the explanation as an indented tree. What was told already in
// this Result is not told again: a sentence with reasons points back, a bare
// one is left out.
func (w *writer) lines(lines []Line, depth int) {
	for i := range lines {
		l := &lines[i]
		again := w.told[l.Text]
		if w.said[l.Text] || again && len(l.Lines) == 0 && depth > 1 {
			continue
		}
		for range depth {
			w.buf = append(w.buf, "  "...)
		}
		w.buf = append(append(w.buf, bullet(l.Mark)...), l.Text...)
		w.cite(l.Cites)
		if again && len(l.Lines) > 0 {
			w.line("（理由同上）")
			continue
		}
		w.line()
		if depth >= briefDepth && !w.full && len(l.Lines) > 0 {
			w.cut = true
			continue
		}
		w.told[l.Text] = true
		w.lines(l.Lines, depth+1)
	}
}

// bullet is the sign of a mark.
func bullet(mark string) string {
	switch mark {
	case markYes:
		return "✓ "
	case markNo:
		return "✗ "
	case markUnknown:
		return "? "
	case markError:
		return "! "
	}
	return ""
}

// clauses writes the ids of clauses in brackets, or nothing.
func clauses(ids []string) string {
	if len(ids) == 0 {
		return ""
	}
	return "〔" + strings.Join(ids, " ") + "〕"
}

// cite adds clauses in brackets and remembers them for the end.
func (w *writer) cite(cites []CiteRef) {
	for i, c := range cites {
		before := " "
		if i == 0 {
			before = "〔"
		}
		w.buf = append(append(w.buf, before...), c.ID...)
		if !w.cited[c.ID] {
			w.cited[c.ID] = true
			w.clauses = append(w.clauses, c)
		}
	}
	if len(cites) > 0 {
		w.buf = append(w.buf, "〕"...)
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
		w.line("● ", statusWord(NotClaimed), "：", strings.Join(labels, "、"))
	}
}

// sources lists where the clauses of the reasons are to be read.
func (w *writer) sources() {
	if len(w.clauses) == 0 {
		return
	}
	slices.SortFunc(w.clauses, func(a, b CiteRef) int {
		return cmp.Or(strings.Compare(a.Source, b.Source), strings.Compare(a.ID, b.ID))
	})
	w.line("依据")
	for i, c := range w.clauses {
		if i == 0 || c.Source != w.clauses[i-1].Source {
			w.line("  ", c.Source)
		}
		w.line("    ", c.ID, spaced(c.At))
	}
}

// statusWord is a status in Chinese.
func statusWord(s Status) string {
	switch s {
	case Entitled:
		return "可享受"
	case Leaving:
		return "渐退期内继续享受"
	case Refused:
		return "不符合"
	case Excluded:
		return "不能同时享受"
	case ChoiceOpen:
		return "待家庭选择"
	case Waiting:
		return "待指数公布"
	case NotClaimed:
		return "未申请"
	}
	return "还不能确定"
}

// String writes an amount with its period, or the range while an official has
// not decided; nothing if it is no money.
func (a Amount) String() string {
	if a.Type == fact.Invalid {
		return ""
	}
	per := ""
	switch a.Type {
	case fact.MoneyMonth:
		per = "每月 "
	case fact.MoneyYear:
		per = "每年 "
	case fact.MoneyDay:
		per = "每天 "
	}
	if a.High == a.Low {
		return per + a.Low.String()
	}
	return per + a.Low.String() + "至" + a.High.String() + "（由经办人员在范围内确定）"
}
