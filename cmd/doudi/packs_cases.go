package main

import (
	"fmt"

	"doudi/fault"

	"github.com/spf13/cobra"
)

// casesCommand runs the cases of packs: families worked by hand.
func (a *app) casesCommand(dir *string) *cobra.Command {
	return &cobra.Command{
		Use:   "test [政策包…]",
		Short: "运行政策包里的案例，与手工算好的结果逐项比较",
		Long:  "运行政策包里的案例，与手工算好的结果逐项比较，到分为止。不写政策包就运行全部。",
		Args:  wants(0, -1, ""),
		RunE: func(_ *cobra.Command, args []string) error {
			lib, err := a.library(*dir)
			if err != nil {
				return err
			}
			if len(args) == 0 {
				args = lib.ids()
			}
			return a.runCases(lib, args)
		},
	}
}

// tally counts cases.
type tally struct{ all, bad int }

// runCases prints every case that differs, then the count.
func (a *app) runCases(lib *library, ids []string) error {
	for _, id := range ids {
		if _, err := lib.good(id); err != nil {
			return err
		}
	}
	var n tally
	watch := a.progress("个案例")
	err := lib.eachCase(ids, func(c caseRun) error {
		n.all++
		watch.at(n.all)
		if wrong := judgeCase(c); len(wrong) > 0 {
			n.bad++
			for _, text := range wrong {
				fmt.Fprintln(a.out, text)
			}
			if c.family.Why != "" {
				fmt.Fprintln(a.out, "  算法："+c.family.Why)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "运行了 %d 个案例，%d 个不符\n", n.all, n.bad)
	if n.bad > 0 {
		a.status(statusOf(fault.PackError))
	}
	return nil
}

// judgeCase runs one case and says what is wrong with it.
func judgeCase(c caseRun) []string {
	var wrong []string
	for _, f := range c.family.Faults {
		wrong = append(wrong, c.family.Pos.File+" "+f.Sentence)
	}
	if c.family.Snapshot == nil {
		return wrong
	}
	if len(c.family.Expect) == 0 {
		wrong = append(wrong, fmt.Sprintf("%s 第%d行，家庭“%s”：没有写 expect", c.family.Pos.File, c.family.Pos.Row, c.family.Name))
	}
	r := c.law.engine.Determine(c.family.Snapshot, c.options())
	return append(wrong, check(c.family, r, c.law.program.Schema)...)
}
