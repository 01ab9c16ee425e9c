package main

import (
	"context"
	"fmt"
	"os"

	"doudi/admin"
	"doudi/fault"
	"doudi/store"

	"github.com/spf13/cobra"
)

// loading is what the options of a load say.
type loading struct {
	base
	kind   admin.Kind
	office int64
	dry    bool
}

// calendarCommand loads holidays.
func (a *app) calendarCommand() *cobra.Command {
	l := &loading{kind: admin.Calendar}
	cmd := &cobra.Command{
		Use:   "calendar",
		Short: "加载节假日安排",
		Long:  "加载节假日安排。程序里有 2014 到 2026 年的；以后每年的通知公布了就加载，推算工作日和期限都用它。",
	}
	load := a.loadCommand(l, "加载一个节假日文件",
		"加载一个节假日文件：CSV（UTF-8），第一行 date,kind,name,source：日期、off（放假）或 work（上班）、节日、通知的网址。文件里出现的年份整年换成新的。\n\n"+
			"自治州、自治县自己的节日写 --office：只给这个机构和它的下级，叠在全国的上面。",
		"  doudi calendar load 2027.csv --dry-run --db 明溪.sqlite --keys 密钥.txt")
	load.Flags().Int64Var(&l.office, "office", 0, "当地节日给哪个机构和它的下级：机构的`编号`；不写就是全系统")
	cmd.AddCommand(load)
	return cmd
}

// divisionsCommand loads divisions, villages among them.
func (a *app) divisionsCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "divisions",
		Short: "加载行政区划和村（社区）",
		Long:  "加载行政区划和村（社区）。程序里有省到乡镇的；变更的、新设的和村（社区）在这里加载，以后都用它。",
	}
	cmd.AddCommand(a.loadCommand(&loading{kind: admin.Divisions}, "加载一个区划文件，也可以是村（社区）的",
		"加载一个区划文件：CSV（UTF-8），第一行 code,name,from,to,becomes,source：代码（2、4、6、9 位，村 12 位）、名称、起、止、并入的代码、出处；起止不知道就空着。\n\n"+
			"一个代码再次加载，就用文件里的全部沿革，所以旧的名称和日期也要写上。",
		"  doudi divisions load 村.csv --dry-run --db 明溪.sqlite --keys 密钥.txt"))
	return cmd
}

// loadCommand is the command that loads a file of a kind.
func (a *app) loadCommand(l *loading, short, long, example string) *cobra.Command {
	cmd := &cobra.Command{Use: "load 文件", Short: short, Long: long, Example: example, Args: wants(1, 1, "文件"),
		RunE: func(_ *cobra.Command, args []string) error {
			text, err := os.ReadFile(args[0])
			if err != nil {
				return fault.Wrap(err, fault.BadInput, "读不了文件 "+args[0]+"；请核对路径")
			}
			return a.opened(l.base, func(ctx context.Context, s *store.Store) error {
				return a.load(ctx, admin.New(s.Admin(), a.now), l, text)
			})
		}}
	l.flags(cmd)
	cmd.Flags().BoolVar(&l.dry, "dry-run", false, "只看会改什么，不加载")
	return cmd
}

// load loads a file, or says what it would change.
func (a *app) load(ctx context.Context, keep *admin.Service, l *loading, text []byte) error {
	p, err := keep.Look(ctx, l.kind, l.office, text)
	if err != nil {
		return err
	}
	fmt.Fprintln(a.out, p.Summary)
	for _, line := range p.Lines {
		fmt.Fprintln(a.out, "  "+line)
	}
	for _, line := range p.Warnings {
		fmt.Fprintln(a.out, "注意："+line+"。")
	}
	if l.dry {
		fmt.Fprintln(a.out, "没有加载；去掉 --dry-run 再运行一次就加载。")
		return nil
	}
	if _, err = keep.Load(ctx, admin.By{Role: "system"}, l.kind, l.office, text); err == nil {
		fmt.Fprintln(a.out, "已加载，以后都用它。")
	}
	return err
}
