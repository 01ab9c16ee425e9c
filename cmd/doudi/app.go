package main

import (
	"bufio"
	"errors"
	"fmt"

	"doudi/fault"
	"doudi/gb"

	"github.com/spf13/cobra"
)

// app is one run of the command.
type app struct {
	terminal
	out   *bufio.Writer
	paint *painter // below out
	exit  exits
}

// status remembers an exit status.
func (a *app) status(s exitStatus) { a.exit.note(s) }

// fail prints one error for the clerk and remembers its exit status.
func (a *app) fail(err error) {
	var misuse *usageError
	if errors.As(err, &misuse) {
		fmt.Fprintf(a.err, "错误：%s\n查看用法：%s --help\n", gb.MaskAll(misuse.sentence), misuse.command)
		a.status(exitOther)
		return
	}
	fmt.Fprintln(a.err, "错误："+gb.MaskAll(fault.Sentence(err)))
	a.status(statusOf(fault.Kind(err)))
}

// root is the whole tree of commands.
func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "doudi",
		Short: "兜底：把社会救助的规定写成数据，判定一户人家能得到什么、为什么",
		Long: "兜底：把社会救助的规定写成数据，判定一户人家能得到什么、多少、为什么。\n\n" +
			"退出码：0 全部判定 · 3 有还不能确定、待选择或待公布的 · 2 有输入错误 · 4 政策包有错、规则冲突或当日无数值 · 1 其他；\n" +
			"同时出现时，1 先于 4 先于 2 先于 3。",
	}
	root.AddCommand(a.determineCommand(), a.packsCommand(), a.serveCommand(), a.versionCommand(),
		a.initCommand(), a.backupCommand(), a.restoreCommand(), a.checkCommand(), a.migrateCommand(), a.auditCommand(), a.passwordCommand(), a.calendarCommand(), a.divisionsCommand(), a.importCommand(), a.exportCommand(), a.keysCommand(), a.filesCommand())
	root.SetHelpCommand(helpCommand())
	root.InitDefaultHelpCmd()
	speakChinese(root)
	root.SetOut(a.out)
	root.SetErr(a.err)
	return root
}
