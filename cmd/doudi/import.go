package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"os"

	"doudi/access"
	"doudi/admin"
	"doudi/casefile"
	"doudi/casework"
	"doudi/fault"
	"doudi/gb"
	"doudi/registry"
	"doudi/staff"
	"doudi/store"

	"github.com/spf13/cobra"
)

// intake is what the options of import say.
type intake struct {
	base
	office         int64
	as, dir, wrong string
	dryRun         bool
}

// importCommand brings families from a table into the register, as the page
// does.
func (a *app) importCommand() *cobra.Command {
	var i intake
	cmd := &cobra.Command{
		Use:   "import 文件",
		Short: "把表格里的家庭登记到系统里",
		Long: "把表格（xlsx，或 UTF-8、GB18030 的 CSV）里的家庭登记到一个机构里；模板用 doudi packs facts 政策包 --xlsx 文件 写出，或在网页上下载。\n\n" +
			"先用 --dry-run 核对：只看会登记什么、哪里有错，什么也不改动。已登记的人按证件号码认出来，不重复登记；登记过的内容不改。\n" +
			"有错误的家庭不登记，其余照办；加 --errors 就写一份把错误标在格子旁边的副本，改好后再导入一次。中断了再运行一次就接着办。\n" +
			"文件封存在系统里，作为所登记内容的依据。",
		Example: "  doudi import 家庭.xlsx --db 明溪.sqlite --keys 密钥.txt --office 2 --as lin.yi --dry-run\n  doudi import 家庭.xlsx --db 明溪.sqlite --keys 密钥.txt --office 2 --as lin.yi --errors 有错的.xlsx",
		Args:    wants(1, 1, "文件"),
		RunE: func(_ *cobra.Command, args []string) error {
			return a.opened(i.base, func(ctx context.Context, s *store.Store) error { return a.importFile(ctx, s, i, args[0]) })
		},
	}
	i.flags(cmd)
	cmd.Flags().Int64Var(&i.office, "office", 0, "登记到哪个机构的`编号`")
	cmd.Flags().StringVar(&i.as, "as", "", "由谁办理：工作人员的`账号`，他要有导入的权限")
	cmd.Flags().BoolVar(&i.dryRun, "dry-run", false, "只核对，什么也不改动")
	cmd.Flags().StringVar(&i.wrong, "errors", "", "把错误标在格子旁边的副本写到这个`文件`")
	packsFlag(cmd, &i.dir)
	return cmd
}

// importFile reads the file and brings it in.
func (a *app) importFile(ctx context.Context, s *store.Store, i intake, file string) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return fault.Wrap(err, fault.NotFound, "找不到文件 "+file+"，或没有权限读取")
	}
	b, d, o, err := a.atDesk(ctx, s, i.dir, i.as, i.office)
	if err != nil {
		return err
	}
	report, err := b.bring(ctx, d, o, i, file, content)
	if err != nil {
		return err
	}
	return a.brought(i, file, content, report)
}

// atDesk is what a command acts with for a member of staff in an office.
func (a *app) atDesk(ctx context.Context, s *store.Store, dir, account string, office int64) (b *bringing, d registry.Desk, o casefile.Options, err error) {
	people, err := staff.New(s.Accounts(), a.now, rand.Reader)
	if err != nil {
		return b, d, o, err
	}
	who, err := people.Named(ctx, account)
	if err != nil {
		return b, d, o, err
	}
	lib, err := a.library(dir)
	if err != nil {
		return b, d, o, err
	}
	b = newBringing(s, people, lib)
	d, o, err = b.desk(ctx, office, who.Staff)
	return b, d, o, err
}

// bring carries out what was asked for and gives what it came to.
func (b *bringing) bring(ctx context.Context, d registry.Desk, o casefile.Options, i intake, file string, content []byte) (registry.Report, error) {
	report, err := b.registry.Try(ctx, d, file, content, o)
	if err != nil || i.dryRun || report.Tally.Families == 0 {
		return report, err
	}
	id, err := b.registry.Take(ctx, d, file, content)
	if err != nil {
		return report, err
	}
	if err := b.registry.ReadSheet(ctx, d, id, o); err != nil {
		return report, err
	}
	if err := b.registry.Confirm(ctx, d, id); err != nil {
		return report, err
	}
	if err := b.registry.EnterSheet(ctx, d, id, o, func() bool { return true }); err != nil {
		return report, err
	}
	sheet, err := b.registry.Sheet(ctx, d, id)
	return sheet.Report, err
}

// brought says what came of it.
func (a *app) brought(i intake, file string, content []byte, report registry.Report) error {
	if report.Refusal != "" {
		return fault.New(fault.BadInput, report.Refusal)
	}
	if report.Note != "" {
		fmt.Fprintln(a.err, gb.MaskAll(file+"："+report.Note))
	}
	for k, m := range report.Marks {
		if k == mostComplaints {
			fmt.Fprintf(a.err, "错误：…还有 %d 处没有列出；请加 --errors 写出标了错误的副本\n", len(report.Marks)-k+report.Omitted)
			break
		}
		fmt.Fprintf(a.err, "错误：%s：%s\n", m.Where(), m.Sentence)
	}
	if report.Tally.Wrong > 0 {
		a.status(exitBadInput)
	}
	word := "已导入"
	if i.dryRun || report.Tally.Families == 0 {
		word = "核对完，什么也没有改动"
	}
	fmt.Fprintf(a.out, "%s：%s。\n", word, report.Tally.Words())
	if i.wrong == "" || len(report.Marks) == 0 {
		return nil
	}
	return a.writeMarked(i.wrong, file, content, report)
}

// writeMarked writes the copy with what is wrong, which is as secret as the
// file itself.
func (a *app) writeMarked(to, file string, content []byte, report registry.Report) error {
	var copied bytes.Buffer
	if err := casefile.WriteMarked(&copied, file, content, report.Marks); err != nil {
		return err
	}
	if err := writeNew(to, copied.Bytes()); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "标了错误的副本在 %s；改好以后再导入一次，已登记的不会重复。\n", gb.MaskAll(to))
	return nil
}

// writeNew writes a file that only its owner reads, and never over another.
func writeNew(to string, content []byte) error {
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fault.Wrap(err, fault.BadInput, "写不了文件 "+to+"；请换一个还没有的文件名")
	}
	defer out.Close()
	if _, err := out.Write(content); err != nil {
		return fault.Wrap(err, fault.Internal, "文件 "+to+" 没有写完，请检查磁盘是否已满")
	}
	return out.Close()
}

// bringing is what bringing sheets in stands on, for the command and for the
// jobs of the server.
type bringing struct {
	registry *registry.Registry
	staff    *staff.Service
	law      *library
}

// newBringing joins it. What the packs at hand call sensitive is sealed and
// masked from now on.
func newBringing(s *store.Store, people *staff.Service, law *library) *bringing {
	s.Sensitive = law.set.Sensitive()
	return &bringing{&registry.Registry{Store: s.Registry(), Matrix: people.Matrix, Today: people.Today}, people, law}
}

// cases is the service of cases on the same ground.
func (b *bringing) cases(s *store.Store, kept *admin.Service) *casework.Service {
	return &casework.Service{Store: s.Cases(), Registry: b.registry, Calendar: kept.Calendar,
		Law: b.law.resolve}
}

// desk is where somebody acts, and how sheets of that office are read: by the
// law of its division.
func (b *bringing) desk(ctx context.Context, office, who int64) (d registry.Desk, o casefile.Options, err error) {
	sites, err := b.staff.Offices(ctx)
	if err != nil {
		return d, o, err
	}
	there, known := staff.Tree(sites)[office]
	if !known {
		return d, o, fault.Newf(fault.BadInput, "没有编号为 %d 的机构；请写 --office 编号", office)
	}
	actor, err := b.staff.Actor(ctx, who)
	o = casefile.Options{Region: access.DivisionOf(sites, office, b.staff.Today()), Resolve: b.law.resolve}
	return registry.Desk{Actor: actor, Office: there}, o, err
}
