package main

import (
	"fmt"
	"time"

	"doudi/access"
	"doudi/civil"
	"doudi/fault"

	"github.com/spf13/cobra"
)

// packsCommand groups what a policy officer does with the law as data.
func (a *app) packsCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "packs", Short: "检查、查看、比较政策包，运行案例"}
	var dir string
	cmd.AddCommand(a.lintCommand(&dir), a.showCommand(&dir), a.coverageCommand(&dir), a.diffCommand(&dir),
		a.casesCommand(&dir), a.schemaCommand(&dir), a.factsCommand(&dir))
	for _, sub := range cmd.Commands() {
		packsFlag(sub, &dir)
	}
	return cmd
}

// packsFlag is the option that every command with packs has.
func packsFlag(cmd *cobra.Command, dir *string) {
	cmd.Flags().StringVar(dir, "packs", "", "另加一个放政策包的`目录`，同名的包以它为准")
}

// asOfFlag is the day whose law is asked for; today unless given.
func asOfFlag(cmd *cobra.Command, day *string) {
	cmd.Flags().StringVar(day, "as-of", "", "按哪一`天`的规定，如 2026-07-01；不写为今天")
}

// day reads a date from the command line.
func (a *app) day(text string) (civil.Date, error) {
	if text == "" {
		return a.today(), nil
	}
	d, err := civil.ParseDate(text)
	if err != nil {
		return 0, fault.Newf(fault.Internal, "日期“%s”写法有误，应如 2026-07-01", text)
	}
	return d, nil
}

// today is the day at the offices, whatever zone the machine keeps.
func (a *app) today() civil.Date { return access.DayOf(a.now()) }

// printPackVersions lists the embedded packs.
func (a *app) printPackVersions() error {
	lib, err := a.library("")
	if err != nil {
		return err
	}
	for _, id := range lib.ids() {
		p := lib.set.Packs[id]
		fmt.Fprintf(a.out, "政策包 %s %s %s\n", padded(id, 12), p.Version, p.Label)
	}
	return nil
}

// progress tells a long run's state on standard error, at most every second.
type progress struct {
	app  *app
	last time.Time
	unit string
}

// progress begins to count in a unit such as 户.
func (a *app) progress(unit string) *progress { return &progress{app: a, last: a.now(), unit: unit} }

// at reports that n are done.
func (p *progress) at(n int) {
	if now := p.app.now(); now.Sub(p.last) >= 2*time.Second {
		p.last = now
		fmt.Fprintf(p.app.err, "已处理 %d %s\n", n, p.unit)
	}
}
