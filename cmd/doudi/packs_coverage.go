package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"doudi/fact"
	"doudi/fault"
	"doudi/pack"
	"doudi/packs"
	"doudi/policy"

	"github.com/spf13/cobra"
)

// coverageCommand joins clauses, rules and cases, and fails on a gap.
func (a *app) coverageCommand(dir *string) *cobra.Command {
	var all bool
	cmd := &cobra.Command{
		Use:   "coverage [政策包…]",
		Short: "列出条款、引用它的规则和用到的案例；有缺口就失败",
		Long: "列出每一条款、引用它的数值、规则和待遇、用到它们的案例数；并检查每条规则成立和不成立的案例都有，\n" +
			"每个例外都有案例用到，每条界线的线上和两侧都有案例。缺口以 ✗ 开头，有缺口时退出码是 4。",
		Args: wants(0, -1, ""),
		RunE: func(_ *cobra.Command, args []string) error {
			lib, err := a.library(*dir)
			if err != nil {
				return err
			}
			if len(args) == 0 {
				args = lib.ids()
			}
			ev, err := lib.gather(lib.ids(), a.progress("个案例"))
			if err != nil {
				return err
			}
			return a.printCoverage(lib, ev, args, all)
		},
	}
	cmd.Flags().BoolVar(&all, "all", false, "也列出没有缺口的规则")
	return cmd
}

// printCoverage prints pack by pack and counts the gaps.
func (a *app) printCoverage(lib *library, ev *evidence, ids []string, all bool) error {
	gaps := 0
	for _, id := range ids {
		c, err := lib.good(id)
		if err != nil {
			return err
		}
		fmt.Fprintf(a.out, "%s %s\n", id, c.resolved.Labels[id])
		for _, l := range append(clauseLines(lib, ev, id), ruleGaps(c, ev, id, all)...) {
			if strings.HasPrefix(l, "✗") {
				gaps++
			}
			fmt.Fprintln(a.out, "  "+l)
		}
	}
	fmt.Fprintf(a.out, "共 %d 个案例，%d 个缺口\n", ev.cases, gaps)
	if gaps > 0 {
		a.status(statusOf(fault.PackError))
	}
	return nil
}

// clauseLines is one line per clause of the pack's own sources.
func clauseLines(lib *library, ev *evidence, id string) []string {
	used := citedBy(lib, ev)
	kinds := registerKinds()
	var lines []string
	p := lib.set.Packs[id]
	for _, s := range slices.Sorted(maps.Keys(p.Sources)) {
		for _, k := range slices.Sorted(maps.Keys(p.Sources[s].Clauses)) {
			clause := p.Sources[s].Clauses[k]
			users := append(used[clause.ID], used[s+"/"+clause.ID]...)
			lines = append(lines, clauseLine(s+"/"+clause.ID, clause, kinds[clause.ID], users))
		}
	}
	return lines
}

// clauseLine says what cites a clause. Clauses that the register does not count
// among who and how much need not be computed.
func clauseLine(name string, clause *pack.Clause, kinds string, users []string) string {
	head := fmt.Sprintf("%s %s", name, clause.At)
	switch {
	case len(users) > 0:
		return head + "：" + joined(users)
	case kinds != "" && !strings.Contains(kinds, "DET") && !strings.Contains(kinds, "AMT"):
		return head + "：不计算（" + kinds + "）"
	}
	return "✗ " + head + "：没有数值、规则或待遇引用它"
}

// registerKinds is the kind of duty of each clause of the register.
func registerKinds() map[string]string {
	kinds := map[string]string{}
	for line := range strings.Lines(packs.Register) {
		clause, kind, _ := strings.Cut(strings.TrimSpace(line), ",")
		kinds[clause] = kind
	}
	return kinds
}

// ruleGaps tells which rules written in this pack the cases leave untried.
func ruleGaps(c *compiled, ev *evidence, id string, all bool) []string {
	var lines []string
	for i := range c.program.Rules {
		r := &c.program.Rules[i]
		for k := range r.Versions {
			v := &r.Versions[k]
			if v.Origin != id {
				continue
			}
			line := ruleGap(c.program, r, v, ev.rules[v.Pos])
			if all || strings.HasPrefix(line, "✗") {
				lines = append(lines, line)
			}
		}
	}
	return lines
}

// ruleGap is the line of one version of a rule.
func ruleGap(p *policy.Program, r *policy.Rule, v *policy.RuleVersion, seen *ruleSeen) string {
	head := fmt.Sprintf("规则 %s（%s，%s）", r.Label, r.ID, spanText(v.Span))
	if seen == nil || seen.cases == 0 {
		return "✗ " + head + "：没有案例用到"
	}
	var gaps []string
	miss := func(ok bool, text string) {
		if !ok {
			gaps = append(gaps, text)
		}
	}
	if r.Type == fact.Bool {
		miss(seen.yes, "没有成立的案例")
		miss(seen.no, "没有不成立的案例")
	}
	if v.Boundary != "" {
		miss(seen.below, "线下没有案例")
		miss(seen.line, "正好在线上没有案例")
		miss(seen.above, "线上方没有案例")
	}
	for _, e := range p.Nodes[v.Body].Exc {
		miss(seen.fired[e.ID], "例外 "+e.ID+" 没有案例用到")
	}
	if len(gaps) > 0 {
		return "✗ " + head + "：" + joined(gaps)
	}
	return fmt.Sprintf("%s：%d 个案例", head, seen.cases)
}
