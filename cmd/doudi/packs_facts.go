package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"doudi/casefile"
	"doudi/civil"
	"doudi/fault"
	"doudi/gb"
	"doudi/policy"

	"github.com/spf13/cobra"
)

// factsCommand lists every question that a place's law can ask a family.
func (a *app) factsCommand(dir *string) *cobra.Command {
	var file string
	var force bool
	cmd := &cobra.Command{
		Use:   "facts [政策包]",
		Short: "列出家庭文件里可以写的全部事实，或写出空的 Excel 模板",
		Long: "列出家庭文件里可以写的全部事实：类型、可选值、范围、出自哪个包。不写政策包就列出全国通用的。\n" +
			"加 --xlsx 就不列出，而是写出填写这些事实的空 Excel 模板。",
		Example: "  doudi packs facts cn-350421\n  doudi packs facts cn-350421 --xlsx 明溪模板.xlsx",
		Args:    wants(0, 1, ""),
		RunE: func(_ *cobra.Command, args []string) error {
			lib, err := a.library(*dir)
			if err != nil {
				return err
			}
			c, err := lib.good(packOrNation(args))
			if err != nil {
				return err
			}
			if file != "" {
				return a.writeTemplate(c, file, force)
			}
			a.printFacts(c)
			return nil
		},
	}
	cmd.Flags().StringVar(&file, "xlsx", "", "写出空的 Excel 模板到这个`文件`")
	cmd.Flags().BoolVar(&force, "force", false, "文件已经有了也覆盖")
	return cmd
}

// writeTemplate writes the empty workbook for the families of a place. A file
// that is there may be filled in already, so it stays unless told otherwise.
func (a *app) writeTemplate(c *compiled, file string, force bool) error {
	mode := os.O_WRONLY | os.O_CREATE | os.O_EXCL
	if force {
		mode = os.O_WRONLY | os.O_CREATE | os.O_TRUNC
	}
	out, err := os.OpenFile(file, mode, 0o644)
	switch {
	case errors.Is(err, fs.ErrExist):
		return fault.Newf(fault.Internal, "文件 %s 已经有了，没有改动；换一个文件名，确要覆盖就加 --force", file)
	case err != nil:
		return fault.Wrap(err, fault.Internal, "写不了文件 "+file+"；请核对目录是否存在、有没有权限")
	}
	defer out.Close()
	if err := casefile.WriteTemplate(out, c.resolved); err != nil {
		return err
	}
	if err := out.Close(); err != nil {
		return fault.Wrap(err, fault.Internal, "文件 "+file+" 没有写完，请检查磁盘是否已满")
	}
	fmt.Fprintf(a.out, "已写出 %s 的空模板 %s；填好后运行 doudi determine %s\n", c.resolved.Labels[c.resolved.ID], gb.MaskAll(file), gb.MaskAll(file))
	return nil
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
	things := c.program.Things()
	for _, e := range c.resolved.Schema.Entities {
		key := e.Plural
		if key == "" {
			key = e.Name
		}
		fmt.Fprintf(a.out, "%s（%s）\n", e.Label, key)
		for _, t := range things {
			if t.Section == policy.SectionFact && strings.HasPrefix(t.ID, e.Name+".") {
				a.printFact(t)
			}
		}
	}
}

// printFact prints one fact below its entity; facts have no days.
func (a *app) printFact(t policy.Thing) {
	for _, l := range t.Lines(civil.Open) {
		fmt.Fprintln(a.out, "  "+l.String())
	}
}
