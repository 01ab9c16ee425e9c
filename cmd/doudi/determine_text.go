package main

import (
	"fmt"
	"slices"
	"strings"

	"doudi/casefile"
	"doudi/engine"
	"doudi/fact"
	"doudi/pack"
)

// outcomeWords are the statuses in Chinese.
var outcomeWords = map[engine.Status]string{
	engine.Entitled: "可享受", engine.Leaving: "渐退期内继续享受", engine.Refused: "不符合", engine.Excluded: "不能同时享受",
	engine.ChoiceOpen: "待家庭选择", engine.Waiting: "待指数公布", engine.Undetermined: "还不能确定", engine.NotClaimed: "未申请",
}

// perWords are the periods of amounts in Chinese.
var perWords = map[fact.Type]string{fact.MoneyMonth: "每月 ", fact.MoneyYear: "每年 ", fact.MoneyDay: "每天 "}

// markWords stand before a sentence of the explanation.
var markWords = map[string]string{"yes": "✓ ", "no": "✗ ", "unknown": "? ", "error": "! "}

// outcomeOrder is the order in which people read: what there is, what is open,
// what there is not.
var outcomeOrder = []engine.Status{engine.Entitled, engine.Leaving, engine.ChoiceOpen, engine.Waiting, engine.Undetermined,
	engine.Excluded, engine.Refused}

// textForm writes results for people; families that could not be read go to
// standard error.
type textForm struct{}

// frame puts an empty line between two families.
func (textForm) frame() (before, between, after string) { return "", "\n", "" }

// refused says what to mend in a family's input.
func (textForm) refused(f *casefile.Family) (out, complaint []byte) {
	for _, e := range f.Faults {
		complaint = fmt.Appendf(complaint, "错误：%s %s\n", f.Pos.File, e.Sentence)
	}
	if f.Omitted > 0 {
		complaint = fmt.Appendf(complaint, "错误：%s 家庭“%s”另有 %d 个错误没有列出\n", f.Pos.File, f.Name, f.Omitted)
	}
	return nil, complaint
}

// determined writes one family.
func (textForm) determined(r *engine.Result, c *compiled) []byte {
	w := &textWriter{told: map[string]bool{}, text: make([]byte, 0, 32<<10)}
	w.family(r, c)
	return w.text
}

// textWriter writes one family.
type textWriter struct {
	told map[string]bool // reasons that were told already
	text []byte
}

// put adds one line made of words. Results come by the thousand, so words are
// not joined first.
func (w *textWriter) put(words ...string) {
	for _, s := range words {
		w.text = append(w.text, s...)
	}
	w.text = append(w.text, '\n')
}

// family writes head and outcomes.
func (w *textWriter) family(r *engine.Result, c *compiled) {
	w.put("【", r.Name, "】", c.resolved.Labels[c.resolved.ID], "（政策包 ", r.Pack, " ", c.resolved.Packs[0].Version, "）")
	w.put("申请日", r.AppliedOn.Chinese(), "，计算日", r.AsOf.Chinese(), "，发放月", r.Month.Chinese())
	if len(r.Outcomes) == 0 {
		w.put("● 按这些日期的规定，没有要查的待遇")
	}
	for _, status := range outcomeOrder {
		for i := range r.Outcomes {
			if r.Outcomes[i].Status == status {
				w.outcome(&r.Outcomes[i])
			}
		}
	}
	w.notClaimed(r)
}

// notClaimed names in one line what the family did not ask for.
func (w *textWriter) notClaimed(r *engine.Result) {
	var labels []string
	for i := range r.Outcomes {
		if o := &r.Outcomes[i]; o.Status == engine.NotClaimed && !slices.Contains(labels, o.Label) {
			labels = append(labels, o.Label)
		}
	}
	if len(labels) > 0 {
		w.put("● ", outcomeWords[engine.NotClaimed], "：", joined(labels))
	}
}

// outcome prints one programme for one household, person or row.
func (w *textWriter) outcome(o *engine.Outcome) {
	who, sum := "", amountText(o.Total)
	if o.Person != "" {
		who = "（" + o.Person + "）"
	}
	if sum != "" {
		sum = "，" + sum
	}
	w.put("● ", o.Label, who, "：", outcomeWords[o.Status], sum)
	w.parts(o)
	w.terms(o)
	w.open(o)
	w.used(o.Used)
	w.lines(o.Why, 1)
}

// amountText is an amount with its period; a range while an official has not
// decided, nothing if there is no money.
func amountText(a engine.Amount) string {
	if a.Type == fact.Invalid {
		return ""
	}
	if a.Low != a.High {
		return perWords[a.Type] + a.Low.String() + "至" + a.High.String() + "（由经办人员在范围内确定）"
	}
	return perWords[a.Type] + a.Low.String()
}

// parts prints the lines of the amount and who bears it.
func (w *textWriter) parts(o *engine.Outcome) {
	for _, p := range o.Parts {
		if p.Less && p.Amount.High == 0 {
			continue
		}
		sign := ""
		if p.Less {
			sign = "减 "
		}
		text := "  · " + sign + p.Label
		if a := amountText(p.Amount); a != "" {
			text += " " + a
		}
		for _, k := range []string{"what", "rank_as"} {
			if v := p.Gives[k]; v != "" {
				text += " " + v
			}
		}
		w.put(text, eachText(p.Each), citesText(p.Cites))
	}
	for _, b := range o.Bearers {
		w.put("  · 出资 ", b.Payer, " ", amountText(b.Amount), citesText(b.Cites))
	}
}

// eachText lists the shares of members or rows that get anything.
func eachText(each []engine.InstanceAmount) string {
	var shares []string
	for _, e := range each {
		if e.Amount.High != 0 {
			shares = append(shares, e.Name+" "+amountText(e.Amount))
		}
	}
	if len(shares) == 0 {
		return ""
	}
	return "（" + joined(shares) + "）"
}

// terms prints how it is paid and when it is looked at again.
func (w *textWriter) terms(o *engine.Outcome) {
	if o.Status != engine.Entitled && o.Status != engine.Leaving {
		return
	}
	var words []string
	if p := payWords[o.Pays]; p != "" {
		words = append(words, p+"发放")
	}
	if o.Starts != 0 {
		words = append(words, "自"+o.Starts.Chinese()+"起")
	}
	if o.Recheck > 0 {
		words = append(words, fmt.Sprintf("每%d个月复核", o.Recheck))
	}
	if len(words) > 0 {
		w.put("  · ", strings.Join(words, "，"))
	}
}

// open prints what is missing, what would turn a refusal, and what went wrong:
// above the reasons, and so not once more below them.
func (w *textWriter) open(o *engine.Outcome) {
	for _, m := range o.Missing {
		w.above("还缺：" + m.Label)
	}
	for _, c := range o.Changes {
		w.above(c.Text)
	}
	if o.NoChange {
		w.above("没有哪一项情况单独改变后就能符合条件")
	}
	for _, f := range o.Faults {
		w.above("规定有缺陷：" + f)
	}
}

// above prints a sentence that need not be told again.
func (w *textWriter) above(text string) {
	w.put("  · ", text)
	w.told[text] = true
}

// lines prints the explanation as an indented tree. Reasons that were told
// already in this family are not told again.
func (w *textWriter) lines(lines []engine.Line, depth int) {
	for i := range lines {
		l := &lines[i]
		again := w.told[l.Text]
		if again && len(l.Lines) == 0 && depth > 1 {
			continue
		}
		for range depth {
			w.text = append(w.text, "  "...)
		}
		w.text = append(append(w.text, markWords[l.Mark]...), l.Text...)
		w.cites(l.Cites)
		if again && len(l.Lines) > 0 {
			w.put("（理由同上）")
			continue
		}
		w.put()
		w.told[l.Text] = true
		w.lines(l.Lines, depth+1)
	}
}

// cites adds clauses in brackets, or nothing.
func (w *textWriter) cites(cites []engine.CiteRef) {
	for i, c := range cites {
		before := " "
		if i == 0 {
			before = "〔"
		}
		w.text = append(append(w.text, before...), c.ID...)
	}
	if len(cites) > 0 {
		w.text = append(w.text, "〕"...)
	}
}

// used names the figures and rules that are not simply published law.
func (w *textWriter) used(used []engine.Used) {
	var words []string
	for _, s := range []pack.Status{pack.Example, pack.Unverified, pack.Assumed, pack.Reading} {
		if labels := labelsOfUsed(used, func(u engine.Used) bool { return u.Status == s }); len(labels) > 0 {
			words = append(words, noticeWords[s]+"："+joined(labels))
		}
	}
	if due := labelsOfUsed(used, func(u engine.Used) bool { return u.Due }); len(due) > 0 {
		words = append(words, "待复核："+joined(due))
	}
	if len(words) > 0 {
		w.put("  · 注意，", strings.Join(words, "；"))
	}
}

// noticeWords say what a status means for whoever pays.
var noticeWords = map[pack.Status]string{
	pack.Example: "示例数值（当地确认前不得据以发放）", pack.Unverified: "未核实", pack.Assumed: "推定", pack.Reading: "一种理解",
}

// labelsOfUsed are the labels of those that are meant, each once.
func labelsOfUsed(used []engine.Used, meant func(engine.Used) bool) []string {
	var labels []string
	for _, u := range used {
		if meant(u) && !slices.Contains(labels, u.Label) {
			labels = append(labels, u.Label)
		}
	}
	return labels
}
