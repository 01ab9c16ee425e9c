package main

import (
	"fmt"
	"strings"

	"doudi/policy"

	"github.com/spf13/cobra"
)

// diffCommand compares two packs, or two days of one.
func (a *app) diffCommand(dir *string) *cobra.Command {
	var day string
	cmd := &cobra.Command{
		Use:   "diff 甲 乙",
		Short: "比较两个政策包，或同一个包的两天：新增、废止、改变了什么",
		Long: "比较两个政策包，或同一个包的两天。甲、乙写政策包的名字，后面可以用 @ 写日期；\n" +
			"不写日期就按 --as-of。两边的文字都由规则本身读出，所以能看出的不同就是规定的不同。",
		Example: "  doudi packs diff cn-350421 cn-12\n  doudi packs diff cn-350421@2026-06-30 cn-350421@2026-07-01",
		Args:    wants(2, 2, "要比较的两个政策包"),
		RunE: func(_ *cobra.Command, args []string) error {
			lib, err := a.library(*dir)
			if err != nil {
				return err
			}
			var sides [2]*policy.Reading
			for i, arg := range args {
				if sides[i], err = a.side(lib, arg, day); err != nil {
					return err
				}
			}
			a.printDiff(policy.Changes(sides[0], sides[1]))
			return nil
		},
	}
	asOfFlag(cmd, &day)
	a.colourFlag(cmd, nil)
	return cmd
}

// side reads what stands left or right: a pack, perhaps with a day of its own.
func (a *app) side(lib *library, arg, day string) (*policy.Reading, error) {
	id, own, given := strings.Cut(arg, "@")
	if given {
		day = own
	}
	on, err := a.day(day)
	if err != nil {
		return nil, err
	}
	c, err := lib.good(id)
	if err != nil {
		return nil, err
	}
	return c.program.Read(on), nil
}

// printDiff prints what only one side has, and both texts where they differ.
func (a *app) printDiff(changes []policy.Change) {
	for _, c := range changes {
		fmt.Fprintf(a.out, "%s %s：%s\n", c.Section, c.ID, changeWord(c))
		a.printSides("-", c.Old, c.New)
		a.printSides("+", c.New, c.Old)
	}
	fmt.Fprintf(a.out, "共 %d 处不同\n", len(changes))
}

// changeWord names the kind of difference.
func changeWord(c policy.Change) string {
	switch {
	case c.Old == nil:
		return "新增"
	case c.New == nil:
		return "没有了"
	}
	return "改变"
}

// printSides prints the lines that the other side does not have.
func (a *app) printSides(mark string, lines, others []policy.Line) {
	known := map[string]bool{}
	for _, l := range others {
		known[l.String()] = true
	}
	for _, l := range lines {
		if text := l.String(); !known[text] {
			fmt.Fprintln(a.out, "  "+mark+" "+text)
		}
	}
}
