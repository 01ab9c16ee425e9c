package main

import (
	"context"
	"fmt"

	"doudi/audit"
	"doudi/casework"
	"doudi/fault"
	"doudi/store"

	"github.com/spf13/cobra"
)

// filesCommand is what is done with cases without pages.
func (a *app) filesCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "cases", Short: "核对办件里存下的测算"}
	cmd.AddCommand(a.casesRerun())
	return cmd
}

// casesRerun decides what was decided once more.
func (a *app) casesRerun() *cobra.Command {
	var b base
	var number string
	cmd := &cobra.Command{
		Use:   "rerun",
		Short: "照存下的规定和情况，把测算重做一遍，和当时的结果比较",
		Long: "每次测算都存下了当时的规定全文和家庭的情况。这里照它们重做一遍，一件一件和当时写下的结果比较；什么也不改动。\n\n" +
			"都和当时一样退出码是 0；有不一样的是 1；存下的规定读不了是 4。看过要保密的情况，会记在审计记录里。",
		Example: "  doudi cases rerun --db 明溪.sqlite --keys 密钥.txt\n  doudi cases rerun --db 明溪.sqlite --keys 密钥.txt --case 350421-2026-00001-4",
		Args:    wants(0, 0, ""),
		RunE: func(*cobra.Command, []string) error {
			return a.opened(b, func(ctx context.Context, s *store.Store) error { return a.rerun(ctx, s, number) })
		},
	}
	b.flags(cmd)
	cmd.Flags().StringVar(&number, "case", "", "只核对这个`编号`的办件；不写就核对全部")
	return cmd
}

// rerun compares, and says of each that differs what does.
func (a *app) rerun(ctx context.Context, s *store.Store, number string) (err error) {
	var only casework.Number
	if number != "" {
		if only, err = casework.ReadNumber(number); err != nil {
			return err
		}
	}
	if err := s.Record(ctx, audit.Instance, audit.Act{Role: "system", Name: "fact.unmask", Result: audit.Viewed, Purpose: "audit"}); err != nil {
		return err
	}
	same, other := 0, 0
	cases := casework.Service{Store: s.Cases()}
	err = cases.Rerun(ctx, only, func(r casework.Rerun) error {
		if r.Evaluator != "" {
			fmt.Fprintf(a.out, "%s 第 %d 次办理：当时的判定程序是第 %s 版\n", r.Number, r.Turn, r.Evaluator)
		}
		for _, d := range r.Differences {
			fmt.Fprintf(a.out, "%s 第 %d 次办理：%s\n", r.Number, r.Turn, d)
		}
		if len(r.Differences) > 0 {
			other++
		} else {
			same++
		}
		return nil
	})
	switch {
	case err != nil:
		return err
	case only != "" && same+other == 0:
		return fault.New(fault.BadInput, "没有办件 "+only.String()+"，或者它还没有测算过；请核对编号")
	case other > 0:
		fmt.Fprintf(a.out, "重做了 %d 次测算：%d 次和当时不同。\n", same+other, other)
		a.status(exitOther)
		return nil
	}
	fmt.Fprintf(a.out, "重做了 %d 次测算，都和当时一样。\n", same)
	return nil
}
