package main

import (
	"bytes"
	"context"
	"fmt"

	"doudi/casefile"
	"doudi/civil"
	"doudi/fault"
	"doudi/gb"
	"doudi/pack"
	"doudi/registry"
	"doudi/store"

	"github.com/spf13/cobra"
)

// outgoing is what the options of export say.
type outgoing struct {
	base
	office           int64
	as, on, why, dir string
}

// exportCommand is what goes out of an instance.
func (a *app) exportCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "export", Short: "把系统里登记的内容写到文件里"}
	cmd.AddCommand(a.exportFamilies())
	return cmd
}

// exportFamilies writes what is registered of an office's families as the file
// that determine and import read.
func (a *app) exportFamilies() *cobra.Command {
	var o outgoing
	cmd := &cobra.Command{
		Use:   "families 文件",
		Short: "导出一个机构全部家庭的登记情况，doudi determine 和 doudi import 都能再读",
		Long: "导出一个机构全部家庭某一天的登记情况。文件名以 .xlsx 结尾写成表格，以 .yaml 结尾写成家庭文件；doudi determine 都能读，doudi import 读表格。\n\n" +
			"不写 --why 就没有证件号码、电话、账号和要保密的情况。写了用途，有的就是这个账号按岗位和用途能看的；每一户算一次查看，每天有限数，都在审计记录里。\n" +
			"文件没有加密，用完请删掉。",
		Example: "  doudi export families 家庭.xlsx --db 明溪.sqlite --keys 密钥.txt --office 2 --as lin.yi\n  doudi export families 家庭.yaml --db 明溪.sqlite --keys 密钥.txt --office 2 --as lin.yi --on 2026-09-01 --why review",
		Args:    wants(1, 1, "文件"),
		RunE: func(_ *cobra.Command, args []string) error {
			return a.opened(o.base, func(ctx context.Context, s *store.Store) error { return a.takeOut(ctx, s, o, args[0]) })
		},
	}
	o.flags(cmd)
	cmd.Flags().Int64Var(&o.office, "office", 0, "哪个机构的`编号`")
	cmd.Flags().StringVar(&o.as, "as", "", "由谁办理：工作人员的`账号`，他要有导出的权限")
	cmd.Flags().StringVar(&o.on, "on", "", "哪一`天`的情况，如 2026-09-01；不写就是今天")
	cmd.Flags().StringVar(&o.why, "why", "", "要完整内容的`用途`：application 受理申请，survey 入户调查，review 审核确认，means_test 核对，payment 发放，audit 审计")
	packsFlag(cmd, &o.dir)
	return cmd
}

// takeOut reads the families and writes the file.
func (a *app) takeOut(ctx context.Context, s *store.Store, o outgoing, file string) error {
	if err := casefile.CanWrite(file); err != nil {
		return err
	}
	if !absent(file) {
		return fault.New(fault.BadInput, "已经有文件 "+file+"；请换一个还没有的文件名")
	}
	day := a.today()
	if o.on != "" {
		var err error
		if day, err = civil.ParseDate(o.on); err != nil {
			return fault.New(fault.BadInput, "--on 写成 2026-09-01 的样子")
		}
	}
	b, d, read, err := a.atDesk(ctx, s, o.dir, o.as, o.office)
	if err != nil {
		return err
	}
	law, err := b.law.resolve(read.Region, nil)
	if err != nil {
		return err
	}
	q := registry.Question{Law: law, On: day, Known: registry.Now, Region: read.Region, AppliedOn: day, DecidedOn: day, AsOf: day, Month: day.Month()}
	families, empty, err := b.families(ctx, d, q, registry.Purpose(o.why))
	if err != nil {
		return err
	}
	return a.wroteFamilies(file, law, families, empty)
}

// families are all of an office that had anybody on the day, and how many had
// nobody.
func (b *bringing) families(ctx context.Context, d registry.Desk, q registry.Question, why registry.Purpose) (list []*casefile.Family, empty int, err error) {
	for after, more := int64(0), true; more; {
		var houses []registry.House
		if houses, more, err = b.registry.Roll(ctx, d, after, 500); err != nil {
			return nil, 0, err
		}
		for _, h := range houses {
			q.Household, after = h.Ref.ID, h.Ref.ID
			f, err := b.registry.FamilyFile(ctx, d, q, why)
			if fault.Kind(err) == fault.BadInput {
				empty++
				continue
			}
			if err != nil {
				return nil, 0, err
			}
			list = append(list, f)
		}
	}
	return list, empty, nil
}

// wroteFamilies writes the file, which nobody else reads, and never over another.
func (a *app) wroteFamilies(file string, law *pack.Resolved, families []*casefile.Family, empty int) error {
	if len(families) == 0 {
		return fault.New(fault.NotFound, "这个机构那一天没有登记任何有成员的家庭，没有写文件")
	}
	var out bytes.Buffer
	if err := casefile.WriteFamilies(&out, file, law, families); err != nil {
		return err
	}
	if err := writeNew(file, out.Bytes()); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "已写出 %d 户到 %s", len(families), gb.MaskAll(file))
	if empty > 0 {
		fmt.Fprintf(a.out, "；%d 户那一天没有成员，没有写", empty)
	}
	fmt.Fprintln(a.out, "。文件没有加密，用完请删掉。")
	return nil
}
