package main

import (
	"fmt"
	"slices"
	"strings"

	"doudi/civil"
	"doudi/fault"
	"doudi/pack"
	"doudi/policy"

	"github.com/spf13/cobra"
)

// lintCommand checks packs: form, layers, expressions and the rules of good law.
func (a *app) lintCommand(dir *string) *cobra.Command {
	var day string
	var list statusList
	cmd := &cobra.Command{
		Use:   "lint [政策包…]",
		Short: "检查政策包：格式、层级、表达式、出处、日期和表格有无漏洞；列出尚待当地确认的数值",
		Long: "检查政策包。错误要改正后才能使用；提醒只是列出。\n不写政策包就检查全部。\n" +
			"--as-of 决定哪些数值已到复核日。\n" +
			"--statuses 不检查，改为按地方列出示例、未核实、推定、理解的数值、规则、叠加关系和步骤，\n" +
			"写明是什么、单位、按什么分别取值、哪一条没有定、当地要带来什么文件；--xlsx 写成可以填写的表。",
		Args: wants(0, -1, ""),
		RunE: func(_ *cobra.Command, args []string) error {
			on, err := a.day(day)
			if err != nil {
				return err
			}
			lib, err := a.library(*dir)
			if err != nil {
				return err
			}
			if len(args) == 0 {
				args = lib.ids()
			}
			if list.wanted || list.json || list.file != "" {
				return a.listStatuses(lib, args, list)
			}
			found, err := a.lint(lib, args, on)
			if err != nil {
				return err
			}
			if !found.HasErrors() { // else the errors would scroll away above the list
				a.countStatuses(lib, args)
			}
			a.printProblems(lib, found)
			return a.lintSummary(found, args)
		},
	}
	asOfFlag(cmd, &day)
	cmd.Flags().BoolVar(&list.wanted, "statuses", false, "列出尚待当地确认的数值、规则、叠加关系和步骤")
	cmd.Flags().BoolVar(&list.json, "json", false, "与 --statuses 同用：输出 JSON，供其他系统读取")
	cmd.Flags().StringVar(&list.file, "xlsx", "", "与 --statuses 同用：写成可以填写的 xlsx `文件`")
	a.colourFlag(cmd, &list.json)
	return cmd
}

// printProblems prints reminders first: what has to be mended stands last.
func (a *app) printProblems(lib *library, found pack.Problems) {
	reminders := slices.DeleteFunc(slices.Clone(found), func(p pack.Problem) bool { return !p.Warning })
	for _, list := range []pack.Problems{reminders, found.Errors()} {
		if len(list) > 0 {
			fmt.Fprintf(a.out, "%s\n", list.Text(lib.set.Source))
		}
	}
}

// lintSummary says how it went, as the last line.
func (a *app) lintSummary(found pack.Problems, ids []string) error {
	errors := len(found.Errors())
	fmt.Fprintf(a.out, "检查了 %d 个政策包：%d 个错误，%d 个提醒\n", len(ids), errors, len(found)-errors)
	if errors > 0 {
		a.status(statusOf(fault.PackError))
	}
	return nil
}

// inChains keeps the problems that stand in the chains of the packs asked for.
func inChains(set *pack.Set, problems pack.Problems, ids []string) pack.Problems {
	var chain []string
	for _, id := range ids {
		chain = append(chain, set.Chain(id)...)
	}
	var kept pack.Problems
	for _, p := range problems {
		if slices.Contains(chain, folderOf(p.Pos)) {
			kept = append(kept, p)
		}
	}
	return kept
}

// folderOf is the pack that a place stands in.
func folderOf(pos pack.Pos) string {
	id, _, _ := strings.Cut(pos.File, "/")
	return id
}

// lint collects everything that is wrong with packs, each thing once although
// a superior is checked again under every subordinate.
func (a *app) lint(lib *library, ids []string, on civil.Date) (pack.Problems, error) {
	found := inChains(lib.set, lib.problems, ids)
	for _, id := range ids {
		c, err := lib.get(id)
		if err != nil {
			return nil, err
		}
		found = append(found, c.problems...)
	}
	if found.HasErrors() {
		return found.Sorted(), nil
	}
	ev, err := lib.gather(lib.ids(), a.progress("个案例"))
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		found = append(found, policy.Lint(lib.compiled[id].program, on, ev, lib.below(id)...)...)
	}
	return found.Sorted(), nil
}

// below compiles the packs that extend a pack: what they use is in use.
func (l *library) below(id string) []*policy.Program {
	var out []*policy.Program
	for _, other := range l.ids() {
		if other == id || !slices.Contains(l.set.Chain(other), id) {
			continue
		}
		if c, err := l.get(other); err == nil && c.program != nil {
			out = append(out, c.program)
		}
	}
	return out
}
