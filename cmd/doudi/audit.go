package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"

	"doudi/audit"
	"doudi/audit/verify"
	"doudi/fault"
	"doudi/store"

	"github.com/spf13/cobra"
)

// auditCommand is what an auditor works with.
func (a *app) auditCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "audit",
		Short: "导出、签发检查点、核对审计记录",
		Long: "导出、签发检查点、核对审计记录。审计记录里没有姓名、证件号码和金额，只有编号和校验值。\n\n" +
			"核对不需要数据库和密钥：有导出文件、以前拿到的检查点和上面印的公钥就够了。",
	}
	cmd.AddCommand(a.auditExport(), a.auditCheckpoint(), a.auditVerify())
	return cmd
}

// auditExport writes all chains.
func (a *app) auditExport() *cobra.Command {
	var b base
	cmd := &cobra.Command{
		Use:     "export [文件]",
		Short:   "导出全部审计记录",
		Example: "  doudi audit export 审计.txt --db 明溪.sqlite --keys 密钥.txt",
		Args:    wants(0, 1, ""),
		RunE: func(_ *cobra.Command, args []string) error {
			return a.opened(b, func(ctx context.Context, s *store.Store) error { return a.exportAudit(ctx, s, args) })
		},
	}
	b.flags(cmd)
	return cmd
}

// exportAudit records that it was asked for, then writes to a file or here.
func (a *app) exportAudit(ctx context.Context, s *store.Store, args []string) error {
	if err := s.Record(ctx, audit.Instance, audit.Act{Role: "system", Name: "audit.export", Result: audit.Viewed}); err != nil {
		return err
	}
	if len(args) == 0 || args[0] == "-" {
		return s.ExportAudit(ctx, a.out)
	}
	f, err := os.OpenFile(args[0], os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fault.Wrap(err, fault.BadInput, "写不了文件 "+args[0]+"，或者已经有这个文件；请换一个名字")
	}
	if err := s.ExportAudit(ctx, f); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return fault.Wrap(err, fault.Internal, "文件 "+args[0]+" 没有写完；请看磁盘是否满了")
	}
	fmt.Fprintf(a.out, "已导出到 %s。核对：doudi audit verify %s --checkpoint 检查点文件 --key %s\n", args[0], args[0], s.Instance().Public)
	return nil
}

// auditCheckpoint hands out a checkpoint.
func (a *app) auditCheckpoint() *cobra.Command {
	var b base
	cmd := &cobra.Command{
		Use:   "checkpoint",
		Short: "签发一个检查点，打印出来交审计保存",
		Long: "签发一个检查点：全部审计链此刻的末尾，用系统的密钥签名。请打印或另存，交审计和上级保存：\n" +
			"以后谁重写了记录，哪怕用真的密钥从头伪造，也和旧的检查点对不上。",
		Example: "  doudi audit checkpoint --db 明溪.sqlite --keys 密钥.txt > 检查点.txt",
		Args:    wants(0, 0, ""),
		RunE: func(*cobra.Command, []string) error {
			return a.opened(b, func(ctx context.Context, s *store.Store) error {
				_, text, err := s.Checkpoint(ctx, 0, "system")
				if err == nil {
					_, err = a.out.Write(text)
				}
				return err
			})
		},
	}
	b.flags(cmd)
	return cmd
}

// auditVerify rebuilds the chains from an export alone.
func (a *app) auditVerify() *cobra.Command {
	var key string
	var checkpoints []string
	cmd := &cobra.Command{
		Use:   "verify 导出文件",
		Short: "核对导出的审计记录，不需要数据库和密钥",
		Long: "核对导出的审计记录，不需要数据库和密钥。写 - 从标准输入读。\n\n" +
			"没有检查点时只能看出链有没有断；有以前拿到的检查点，才能看出整条链是不是被重写过。公钥印在检查点上，请用当初拿到的，不要用导出时给的。",
		Example: "  doudi audit verify 审计.txt --checkpoint 检查点.txt --key 04ab…",
		Args:    wants(1, 1, "导出文件"),
		RunE:    func(_ *cobra.Command, args []string) error { return a.verify(args[0], key, checkpoints) },
	}
	cmd.Flags().StringArrayVar(&checkpoints, "checkpoint", nil, "以前拿到的检查点`文件`，可以写多次")
	cmd.Flags().StringVar(&key, "key", "", "签发检查点的`公钥`，十六进制")
	return cmd
}

// verify looks an export through and says how far that proves anything.
func (a *app) verify(path, key string, files []string) error {
	checkpoints, err := readAll(files)
	if err != nil {
		return err
	}
	if len(files) > 0 && key == "" {
		return fault.New(fault.BadInput, "写了检查点就要写公钥；请写 --key，公钥印在当初拿到的检查点上")
	}
	in, err := a.exported(path)
	if err != nil {
		return err
	}
	defer in.Close()
	r, err := verify.Export(in, key, checkpoints...)
	if err != nil {
		return fault.Wrap(err, fault.BadInput, "文件 "+path+" 读不完；请核对文件")
	}
	if len(r.Findings) > 0 {
		a.findings(r)
		return nil
	}
	fmt.Fprintf(a.out, "系统 %s：%d 条审计链、%d 条记录都接得上", r.Instance, r.Chains, r.Entries)
	if r.Checkpoints == 0 {
		fmt.Fprintln(a.out, "。没有用检查点核对，看不出整条链是否被重写过；请用 --checkpoint 写上以前拿到的检查点。")
		return nil
	}
	fmt.Fprintf(a.out, "，和 %d 个检查点相符：检查点以前的记录没有被改动过。\n", r.Checkpoints)
	return nil
}

// exported opens an export.
func (a *app) exported(path string) (io.ReadCloser, error) {
	if path == "-" {
		return io.NopCloser(bufio.NewReader(a.in)), nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fault.Wrap(err, fault.BadInput, "读不了导出文件 "+path+"；请核对路径")
	}
	return f, nil
}

// readAll reads small files.
func readAll(files []string) ([][]byte, error) {
	var all [][]byte
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, fault.Wrap(err, fault.BadInput, "读不了检查点文件 "+name+"；请核对路径")
		}
		all = append(all, text)
	}
	return all, nil
}
