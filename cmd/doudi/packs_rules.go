package main

import (
	"fmt"
	"strings"

	"doudi/civil"
	"doudi/fact"
	"doudi/money"
	"doudi/pack"
	"doudi/policy"
)

// modeWords are the rounding modes in Chinese.
var modeWords = map[money.Mode]string{
	money.UpToFen: "见厘进分", money.DownToFen: "去尾到分", money.HalfUpToFen: "四舍五入到分",
	money.UpToJiao: "见分进角", money.DownToJiao: "去尾到角", money.HalfUpToJiao: "四舍五入到角",
	money.UpToYuan: "见角进元", money.DownToYuan: "去尾到元", money.HalfUpToYuan: "四舍五入到元",
}

// ruleLines reads the version of a rule aloud that is law on a day.
func ruleLines(c *compiled, r *policy.Rule, on civil.Date) []string {
	for i := range r.Versions {
		v := &r.Versions[i]
		if !v.Span.Contains(on) {
			continue
		}
		head := fmt.Sprintf("%s（%s，按%s）%s", r.Label, r.ID, ofWord(c, r.Of), sourceTexts(v.Origin, v.Status, v.Cites))
		lines := append([]string{head}, bodyLines(c.program, v.Body, on)...)
		if w := modeWords[v.Round]; w != "" {
			lines = append(lines, strings.TrimRight("  取整："+w+" "+citesText(v.RoundCites), " "))
		}
		if declared := c.resolved.RuleAt(r.ID, on); declared != nil {
			for _, d := range declared.Deviates {
				lines = append(lines, deviationLine(c, d))
			}
		}
		return lines
	}
	return nil
}

// ofWord names the entity that a rule is about.
func ofWord(c *compiled, of fact.EntityID) string {
	if of == fact.PlaceEntity {
		return "地方"
	}
	return c.program.Schema.Entities[of].Label
}

// citesText lists clauses in brackets, or nothing.
func citesText(cites []string) string {
	if len(cites) == 0 {
		return ""
	}
	return "〔" + strings.Join(cites, " ") + "〕"
}

// bodyLines breaks a body into lines where it has several ways.
func bodyLines(p *policy.Program, body policy.NodeID, on civil.Date) []string {
	n := &p.Nodes[body]
	switch n.Op {
	case policy.OpCases:
		return caseLines(p, n)
	case policy.OpExceptions:
		return exceptionLines(p, n, on)
	case policy.OpRound:
		return bodyLines(p, n.Args[0], on)
	}
	return []string{"  = " + p.Describe(body)}
}

// caseLines reads the lines of a cases body aloud.
func caseLines(p *policy.Program, n *policy.Node) []string {
	var lines []string
	for i := 0; i+1 < len(n.Args); i += 2 {
		lines = append(lines, fmt.Sprintf("  %s时：%s", p.Describe(n.Args[i]), p.Describe(n.Args[i+1])))
	}
	if len(n.Args)%2 == 1 {
		lines = append(lines, "  其他情形："+p.Describe(n.Args[len(n.Args)-1]))
	}
	return lines
}

// exceptionLines reads base and exceptions in force aloud.
func exceptionLines(p *policy.Program, n *policy.Node, on civil.Date) []string {
	lines := []string{"  一般情形：" + p.Describe(n.Args[0])}
	for i, e := range n.Exc {
		if !e.Span.Contains(on) {
			continue
		}
		name := e.Label
		if name == "" {
			name = e.ID
		}
		over := ""
		for _, k := range e.Over {
			over += "，胜过 " + n.Exc[k].ID
		}
		lines = append(lines, strings.TrimRight(fmt.Sprintf("  例外 %s%s：%s时，%s %s", name, over,
			p.Describe(n.Args[1+2*i]), p.Describe(n.Args[2+2*i]), citesText(e.Cites)), " "))
	}
	return lines
}

// claimWords, grantWords, startWords and payWords are closed lists of the language.
var (
	claimWords = map[string]string{"with_application": "随申请一并审核", "by_itself": "单独申请", "never": "不用申请"}
	grantWords = map[string]string{"money": "发钱", "standing": "给身份", "in_kind": "给实物或服务"}
	startWords = map[string]string{"month_after_decision": "决定次月起", "month_of_decision": "决定当月起",
		"month_of_application": "申请当月起", "at_once": "即时"}
	payWords = map[string]string{"month": "按月", "quarter": "按季", "year": "按年", "school_year": "按学年", "once": "一次性", "row": "逐笔"}
)

// programmeLines reads the version of a programme aloud that is law on a day.
func programmeLines(c *compiled, p *policy.Programme, on civil.Date) []string {
	for i := range p.Versions {
		v := &p.Versions[i]
		if !v.Span.Contains(on) {
			continue
		}
		lines := []string{fmt.Sprintf("%s（%s，按%s，%s，%s）%s", p.Label, p.ID, ofWord(c, v.Unit),
			claimWords[v.Claim], grantWords[v.Grants], sourceTexts(v.Origin, "", v.Cites))}
		for _, n := range v.Conditions {
			lines = append(lines, "  条件："+c.program.Describe(n))
		}
		lines = append(lines, partLines(c, v, on)...)
		return append(lines, termLines(c, v)...)
	}
	return nil
}

// partLines reads the parts of an amount and who bears it aloud.
func partLines(c *compiled, v *policy.ProgrammeVersion, on civil.Date) []string {
	var lines []string
	for _, p := range v.Parts {
		if !p.Span.Contains(on) {
			continue
		}
		text := "  数额 " + p.Label
		if p.Less {
			text = "  扣减 " + p.Label
		}
		if p.Each != policy.NoEach {
			text += "，每" + ofWord(c, p.Each) + "相加"
		}
		if p.Node != policy.NoNode {
			text += "：" + c.program.Describe(p.Node)
		}
		lines = append(lines, text+" "+sourceTexts(p.Origin, "", p.Cites))
	}
	for _, b := range v.BorneBy {
		share := "其余全部"
		if !b.Rest {
			share = c.program.Describe(b.Node)
		}
		lines = append(lines, strings.TrimRight("  出资："+b.Payer+" "+share+" "+citesText(b.Cites), " "))
	}
	return lines
}

// termLines reads aloud when and how a programme runs.
func termLines(c *compiled, v *policy.ProgrammeVersion) []string {
	var words []string
	for _, w := range []string{payWords[v.Pays], startWords[v.Starts]} {
		if w != "" {
			words = append(words, w)
		}
	}
	if v.Recheck != policy.NoNode {
		words = append(words, "复核期 "+c.program.Describe(v.Recheck))
	}
	if v.Leaving != policy.NoNode {
		words = append(words, "渐退："+c.program.Describe(v.Leaving))
	}
	if v.Procedure != "" {
		words = append(words, "程序 "+v.Procedure)
	}
	if v.Referral != "" {
		words = append(words, "转 "+v.Referral+" 决定")
	}
	if len(words) == 0 {
		return nil
	}
	return []string{"  办理：" + strings.Join(words, "，")}
}

// pairLines reads a pair of stacking aloud.
func pairLines(c *compiled, p *pack.Pair, on civil.Date) []string {
	if !p.Span.Contains(on) {
		return nil
	}
	first, second := programmeLabel(c, p.First), programmeLabel(c, p.Second)
	texts := map[string]string{
		"both":       "可以同时享受" + first + "和" + second,
		"excludes":   "享受" + first + "的，不再享受" + second,
		"higher_of":  first + "和" + second + "只给高的一项",
		"tops_up_to": "享受" + first + "的，" + second + "补足到" + p.To,
	}
	return []string{texts[p.Is] + " " + sourceText(p.Origin, p.Status, p.Cites)}
}

// constraintLines reads a constraint aloud.
func constraintLines(c *compiled, k *policy.Constraint, on civil.Date) []string {
	if !k.Span.Contains(on) {
		return nil
	}
	strength := map[string]string{"must": "必须", "in_principle": "原则上"}[k.Strength]
	return []string{fmt.Sprintf("%s（%s）%s：%s %s", k.Label, k.ID, strength, c.program.Describe(k.Keep), sourceTexts(k.Origin, "", k.Cites))}
}

// dayWords are the kinds of days of a procedure.
var dayWords = map[string]string{"working_days": "个工作日", "days": "天", "clock_hours": "小时", "months": "个月"}

// procedureLines reads the steps of a procedure aloud.
func procedureLines(p *pack.Procedure, on civil.Date) []string {
	if !p.Span.Contains(on) {
		return nil
	}
	lines := []string{fmt.Sprintf("%s（%s）%s", p.Label, p.ID, sourceText(p.Origin, "", p.Cites))}
	for _, s := range p.Steps {
		text := fmt.Sprintf("  %s，由%s", s.Label, byWord(s.By))
		if s.Within > 0 {
			text += fmt.Sprintf("，%d%s内", s.Within, dayWords[s.Days])
		}
		if len(s.Publish) > 0 {
			text += "，公示" + joined(s.Publish)
		}
		lines = append(lines, text+" "+sourceText(p.Origin, s.Status, s.Cites))
	}
	return lines
}

// byWord is who acts in a step; packs may write the office's word or its name.
func byWord(by string) string {
	switch by {
	case "township":
		return "乡镇（街道）"
	case "county":
		return "县级民政部门"
	}
	return by
}
