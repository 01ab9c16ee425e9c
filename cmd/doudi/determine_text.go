package main

import (
	"fmt"
	"io"
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
	engine.ChoiceOpen: "待家庭选择", engine.Waiting: "待指数公布", engine.Undetermined: "未能判定", engine.NotClaimed: "未申请",
}

// perWords are the periods of amounts in Chinese.
var perWords = map[fact.Type]string{fact.MoneyMonth: "每月 ", fact.MoneyYear: "每年 ", fact.MoneyDay: "每天 "}

// markWords stand before a sentence of the explanation.
var markWords = map[string]string{"yes": "✓ ", "no": "✗ ", "unknown": "? ", "error": "! "}

// outcomeOrder is the order in which people read: what there is, what is open,
// what there is not.
var outcomeOrder = []engine.Status{engine.Entitled, engine.Leaving, engine.ChoiceOpen, engine.Waiting, engine.Undetermined,
	engine.Excluded, engine.Refused}

// textWriter prints results for people; families that could not be read go to
// standard error.
type textWriter struct {
	to, complaints io.Writer
	some           bool            // something was printed already
	told           map[string]bool // reasons of the family at hand that were told already
}

// refused says what to mend in a family's input.
func (w *textWriter) refused(f *casefile.Family) {
	for _, e := range f.Faults {
		fmt.Fprintln(w.complaints, "错误:"+f.Pos.File+" "+e.Sentence)
	}
	if f.Omitted > 0 {
		fmt.Fprintf(w.complaints, "错误:%s 家庭“%s”另有 %d 个错误没有列出\n", f.Pos.File, f.Name, f.Omitted)
	}
}

// close has nothing to end.
func (w *textWriter) close() error { return nil }

// determined prints one family.
func (w *textWriter) determined(r *engine.Result, c *compiled) {
	if w.some {
		fmt.Fprintln(w.to)
	}
	w.some, w.told = true, map[string]bool{}
	fmt.Fprintf(w.to, "【%s】%s（%s，规则指纹 %s）\n", r.Name, c.resolved.Labels[c.resolved.ID], r.Pack, r.Hash[:min(12, len(r.Hash))])
	fmt.Fprintf(w.to, "申请日%s，计算日%s，发放月%s\n", r.AppliedOn.Chinese(), r.AsOf.Chinese(), r.Month.Chinese())
	if len(r.Outcomes) == 0 {
		fmt.Fprintln(w.to, "● 按这些日期的规定，没有要查的待遇")
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
		fmt.Fprintln(w.to, "● "+outcomeWords[engine.NotClaimed]+"："+joined(labels))
	}
}

// outcome prints one programme for one household, person or row.
func (w *textWriter) outcome(o *engine.Outcome) {
	head := "● " + o.Label
	if o.Person != "" {
		head += "（" + o.Person + "）"
	}
	head += "：" + outcomeWords[o.Status]
	if a := amountText(o.Total); a != "" {
		head += "，" + a
	}
	fmt.Fprintln(w.to, head)
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
		fmt.Fprintln(w.to, text+eachText(p.Each)+citesText(p.Cites))
	}
	for _, b := range o.Bearers {
		fmt.Fprintln(w.to, "  · 出资 "+b.Payer+" "+amountText(b.Amount)+citesText(b.Cites))
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
		fmt.Fprintln(w.to, "  · "+strings.Join(words, "，"))
	}
}

// open prints what is missing, what would turn a refusal, and what went wrong:
// above the reasons, and so not once more below them.
func (w *textWriter) open(o *engine.Outcome) {
	var said []string
	for _, m := range o.Missing {
		said = append(said, "还缺："+m.Label)
	}
	for _, c := range o.Changes {
		said = append(said, c.Text)
	}
	if o.NoChange {
		said = append(said, "没有哪一项情况单独改变后就能符合条件")
	}
	said = append(said, o.Faults...)
	for _, text := range said {
		fmt.Fprintln(w.to, "  · "+text)
		w.told[text] = true
	}
}

// lines prints the explanation as an indented tree. Reasons that were told
// already in this family are not told again.
func (w *textWriter) lines(lines []engine.Line, depth int) {
	for i := range lines {
		l := &lines[i]
		cites := make([]string, len(l.Cites))
		for k, c := range l.Cites {
			cites[k] = c.ID
		}
		text := markWords[l.Mark] + l.Text + citesText(cites)
		again := w.told[text]
		switch {
		case w.told[l.Text]:
			continue
		case again && len(l.Lines) > 0:
			text += "（理由同上）"
		case again && l.Mark == "":
			continue
		}
		fmt.Fprintln(w.to, strings.Repeat("  ", depth)+text)
		if !again {
			w.told[text] = true
			w.lines(l.Lines, depth+1)
		}
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
		fmt.Fprintln(w.to, "  · 注意，"+strings.Join(words, "；"))
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
