package main

import (
	"fmt"

	"doudi/pack"

	"github.com/spf13/cobra"
)

// factsCommand lists every question that a place's law can ask a family.
func (a *app) factsCommand(dir *string) *cobra.Command {
	return &cobra.Command{
		Use:   "facts [政策包]",
		Short: "列出家庭文件里可以写的全部事实：类型、可选值、范围、出自哪个包",
		Long:  "列出家庭文件里可以写的全部事实。不写政策包就列出全国通用的。",
		Args:  wants(0, 1, ""),
		RunE: func(_ *cobra.Command, args []string) error {
			lib, err := a.library(*dir)
			if err != nil {
				return err
			}
			c, err := lib.good(packOrNation(args))
			if err != nil {
				return err
			}
			a.printFacts(c)
			return nil
		},
	}
}

// packOrNation is the pack named, or the nation's.
func packOrNation(args []string) string {
	if len(args) == 0 {
		return "cn"
	}
	return args[0]
}

// printFacts prints entity by entity.
func (a *app) printFacts(c *compiled) {
	decls := factsOf(c.resolved)
	for _, e := range c.resolved.Schema.Entities {
		key := e.Plural
		if key == "" {
			key = e.Name
		}
		fmt.Fprintf(a.out, "%s（%s）\n", e.Label, key)
		for _, d := range decls {
			if d.Entity == e.Name {
				a.printFact(c, d)
			}
		}
	}
}

// printFact prints one fact below its entity.
func (a *app) printFact(c *compiled, d *pack.FactDecl) {
	for _, l := range factLines(c, d) {
		fmt.Fprintln(a.out, "  "+l)
	}
}
