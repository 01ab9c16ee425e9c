package main

import (
	"fmt"
	"slices"
	"strings"

	"doudi/civil"

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
			var sides [2]map[string][]string
			for i, arg := range args {
				if sides[i], err = a.side(lib, arg, day); err != nil {
					return err
				}
			}
			a.printDiff(sides[0], sides[1])
			return nil
		},
	}
	asOfFlag(cmd, &day)
	return cmd
}

// side reads one pack on one day as lines by the name of each thing.
func (a *app) side(lib *library, arg, day string) (map[string][]string, error) {
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
	return sideLines(c, on), nil
}

// sideLines are the lines of everything that is law on a day.
func sideLines(c *compiled, on civil.Date) map[string][]string {
	all := map[string][]string{}
	for _, it := range items(c) {
		if lines := it.lines(on); len(lines) > 0 {
			key := it.section + " " + it.id
			all[key] = append(all[key], lines...)
		}
	}
	return all
}

// printDiff prints what only one side has, and both texts where they differ.
func (a *app) printDiff(old, new map[string][]string) {
	var keys []string
	for _, side := range []map[string][]string{old, new} {
		for k := range side {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	count := 0
	for _, k := range slices.Compact(keys) {
		if slices.Equal(old[k], new[k]) {
			continue
		}
		count++
		fmt.Fprintf(a.out, "%s：%s\n", k, changeWord(old[k], new[k]))
		a.printSides(old[k], new[k])
	}
	fmt.Fprintf(a.out, "共 %d 处不同\n", count)
}

// changeWord names the kind of difference.
func changeWord(old, new []string) string {
	switch {
	case old == nil:
		return "新增"
	case new == nil:
		return "没有了"
	}
	return "改变"
}

// printSides prints the lines that only one side has.
func (a *app) printSides(old, new []string) {
	for _, l := range old {
		if !slices.Contains(new, l) {
			fmt.Fprintln(a.out, "  - "+l)
		}
	}
	for _, l := range new {
		if !slices.Contains(old, l) {
			fmt.Fprintln(a.out, "  + "+l)
		}
	}
}
