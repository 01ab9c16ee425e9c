package main

import (
	"fmt"
	"io"
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

// textWriter prints results for people; families that could not be read go to
// standard error.
type textWriter struct {
	to, complaints io.Writer
	some           bool // something was printed already
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
	label := c.resolved.Labels[c.resolved.ID]
	if w.some {
		fmt.Fprintln(w.to)
	}
	w.some = true
	fmt.Fprintf(w.to, "【%s】%s(%s)\n", r.Name, label, r.Pack)
	fmt.Fprintf(w.to, "申请 %s,计算 %s,发放月 %s,规则指纹 %s\n", r.AppliedOn.Chinese(), r.AsOf.Chinese(), r.Month.Chinese(), r.Hash[:min(12, len(r.Hash))])
	for i := range r.Outcomes {
		w.outcome(&r.Outcomes[i])
	}
}

// outcome prints one programme for one household, person or row.
func (w *textWriter) outcome(o *engine.Outcome) {
	head := "● " + o.Label
	if o.Person != "" {
		head += "(" + o.Person + ")"
	}
	head += ":" + outcomeWords[o.Status]
	if a := amountText(o.Total); a != "" {
		head += "," + a
	}
	fmt.Fprintln(w.to, head)
	w.parts(o)
	w.terms(o)
	w.open(o)
	w.lines(o.Why, 1)
	w.used(o.Used)
}

// amountText is an amount with its period; a range while an official has not
// decided, nothing if there is no money.
func amountText(a engine.Amount) string {
	if a.Type == fact.Invalid {
		return ""
	}
	if a.Low != a.High {
		return perWords[a.Type] + a.Low.String() + "至" + a.High.String() + "(由经办人员在范围内确定)"
	}
	return perWords[a.Type] + a.Low.String()
}

// parts prints the lines of the amount and who bears it.
func (w *textWriter) parts(o *engine.Outcome) {
	for _, p := range o.Parts {
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
	return "(" + joined(shares) + ")"
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
		fmt.Fprintln(w.to, "  · "+strings.Join(words, ","))
	}
}

// open prints what is missing, what would turn a refusal, and what went wrong.
func (w *textWriter) open(o *engine.Outcome) {
	if len(o.Missing) > 0 {
		labels := make([]string, len(o.Missing))
		for i, m := range o.Missing {
			labels[i] = m.Label
		}
		fmt.Fprintln(w.to, "  · 还要知道:"+joined(labels))
	}
	for _, c := range o.Changes {
		fmt.Fprintln(w.to, "  · 最接近的改变:"+c.Text)
	}
	if o.NoChange {
		fmt.Fprintln(w.to, "  · 没有哪一项单独改变就能符合条件")
	}
	for _, f := range o.Faults {
		fmt.Fprintln(w.to, "  · 规则出错:"+f)
	}
}

// lines prints the explanation as an indented tree.
func (w *textWriter) lines(lines []engine.Line, depth int) {
	for i := range lines {
		l := &lines[i]
		cites := make([]string, len(l.Cites))
		for k, c := range l.Cites {
			cites[k] = c.ID
		}
		fmt.Fprintln(w.to, strings.Repeat("  ", depth)+markWords[l.Mark]+l.Text+citesText(cites))
		w.lines(l.Lines, depth+1)
	}
}

// used names the figures and rules that are not simply published law.
func (w *textWriter) used(used []engine.Used) {
	for _, u := range used {
		words := statusWords[u.Status]
		if u.Status == pack.Example {
			words += ",当地确认前不得据以发放"
		}
		if u.Due {
			words = strings.TrimPrefix(words+",待复核", ",")
		}
		fmt.Fprintln(w.to, "  · 注意:"+u.Label+"("+words+")")
	}
}
