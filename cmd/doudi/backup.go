package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"doudi/access"
	"doudi/audit/verify"
	"doudi/store"

	"github.com/spf13/cobra"
)

// backupCommand writes a backup.
func (a *app) backupCommand() *cobra.Command {
	var b base
	cmd := &cobra.Command{
		Use:   "backup 文件夹",
		Short: "备份数据库和材料，不用停机",
		Long: "备份数据库和材料，不用停机。文件夹应当是新的；备份完整了才用这个名字，中断的叫“名字.partial”，不算备份。\n\n" +
			"密钥不在备份里，请分开保管。备份以后请用 doudi check 文件夹 核对一遍。",
		Example: "  doudi backup 备份/2026-09-01 --db 明溪.sqlite --keys 密钥.txt",
		Args:    wants(1, 1, "文件夹"),
		RunE: func(_ *cobra.Command, args []string) error {
			return a.opened(b, func(ctx context.Context, s *store.Store) error {
				if err := s.Backup(ctx, args[0]); err != nil {
					return err
				}
				fmt.Fprintf(a.out, "已备份到 %s。请再运行 doudi check %s 核对，并复制到另一台机器。\n", args[0], args[0])
				return nil
			})
		},
	}
	b.flags(cmd)
	return cmd
}

// restoreCommand fills an empty database from a backup.
func (a *app) restoreCommand() *cobra.Command {
	var b base
	cmd := &cobra.Command{
		Use:   "restore 文件夹",
		Short: "把备份恢复到一个空的数据库",
		Long: "把备份恢复到一个空的数据库。先核对清单、密钥、每个文件和审计链，有一处不符就不恢复；数据库里已有内容也不恢复。\n\n" +
			"备份以后发生的都不在里面：恢复以后请用备份后签发的检查点核对，缺了哪些会列出来。",
		Example: "  doudi restore 备份/2026-09-01 --db 新.sqlite --keys 密钥.txt",
		Args:    wants(1, 1, "文件夹"),
		RunE:    func(_ *cobra.Command, args []string) error { return a.restore(b, args[0]) },
	}
	b.flags(cmd)
	return cmd
}

// restore restores and says to what.
func (a *app) restore(b base, dir string) error {
	return a.unlocked(b, func(ctx context.Context, o store.Options) error {
		m, err := store.Restore(ctx, b.address, dir, o)
		if err != nil {
			return err
		}
		fmt.Fprintf(a.out, "已恢复系统 %s 在 %s 的备份，审计链核对无误。\n", m.Instance, m.At.In(access.China).Format("2006-01-02 15:04:05"))
		if m.Schema < store.Latest() {
			fmt.Fprintln(a.out, "这份备份是旧版的；请接着运行 doudi migrate。")
		}
		return nil
	})
}

// checkCommand looks a backup or a database through.
func (a *app) checkCommand() *cobra.Command {
	var b base
	var dir string
	cmd := &cobra.Command{
		Use:   "check [备份文件夹]",
		Short: "核对数据库或备份：密钥、文件、审计链",
		Long: "核对数据库或备份：密钥对不对，文件有没有损坏，审计链有没有断。什么也不改动。\n\n" +
			"写备份文件夹就核对备份；不写就核对 --db 的数据库。抄录密钥以后，用抄的那份运行一次，就知道抄得对不对。",
		Example: "  doudi check 备份/2026-09-01 --keys 密钥.txt\n  doudi check --db 明溪.sqlite --keys 密钥.txt",
		Args:    wants(0, 1, ""),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 {
				return a.checkBackup(b, args[0])
			}
			return a.opened(b, func(ctx context.Context, s *store.Store) error { return a.checkOpen(ctx, s, dir) })
		},
	}
	b.flags(cmd)
	packsFlag(cmd, &dir)
	return cmd
}

// checkBackup looks a backup through.
func (a *app) checkBackup(b base, dir string) error {
	return a.unlocked(b, func(ctx context.Context, o store.Options) error {
		m, r, err := store.CheckBackup(ctx, dir, o)
		if err != nil {
			return err
		}
		fmt.Fprintf(a.out, "备份完好：系统 %s，%s，数据库版本 %d；密钥对，每个文件和清单相符，%d 条审计链、%d 条记录都接得上。\n",
			m.Instance, m.At.In(access.China).Format("2006-01-02 15:04:05"), m.Schema, r.Chains, r.Entries)
		return nil
	})
}

// checkOpen looks an open instance through.
func (a *app) checkOpen(ctx context.Context, s *store.Store, dir string) error {
	lib, err := a.library(dir)
	if err != nil {
		return err
	}
	s.Sensitive = lib.set.Sensitive()
	r, err := s.Check(ctx)
	if err != nil {
		return err
	}
	if len(r.Findings) == 0 {
		fmt.Fprintf(a.out, "数据库完好：系统 %s；密钥对，%d 条审计链、%d 条记录都接得上，和数据库里的 %d 个检查点相符。\n",
			s.Instance().Name, r.Chains, r.Entries, r.Checkpoints)
		return errors.Join(a.checkSealed(ctx, s), a.checkKeys(ctx, s))
	}
	a.findings(r)
	return nil
}

// checkSealed says what stands open and is called sensitive by the packs.
func (a *app) checkSealed(ctx context.Context, s *store.Store) error {
	left, err := s.Open(ctx)
	if err == nil && left > 0 {
		fmt.Fprintf(a.out, "还有 %d 项情况登记以后才被政策包列为保密，页面上已经遮住，数据库里还没有封存；用 doudi serve 打开网页，后台会封存。\n", left)
	}
	return err
}

// checkKeys says how far a change of keys is, where there is one.
func (a *app) checkKeys(ctx context.Context, s *store.Store) error {
	if len(s.Ring.Live()) < 2 {
		return nil
	}
	left, err := old(ctx, s)
	if err == nil {
		fmt.Fprintf(a.out, "正在换密钥：还有 %d 处用旧密钥封存（doudi keys status 看是哪些）。\n", left)
	}
	return err
}

// findings lists what does not fit.
func (a *app) findings(r verify.Report) {
	fmt.Fprintf(a.err, "错误：审计记录有 %d 处不符：\n", len(r.Findings))
	for _, f := range r.Findings {
		fmt.Fprintf(a.err, "  第%d行：%s\n", f.Line, f.Text)
	}
	a.status(exitOther)
}

// migrateCommand brings an older database up to this program.
func (a *app) migrateCommand() *cobra.Command {
	var b base
	var into string
	cmd := &cobra.Command{
		Use:   "migrate",
		Short: "把旧版的数据库升级到这个程序的版本，先备份",
		Long: "把旧版的数据库升级到这个程序的版本。升级前先备份；备份不成就不升级。请先停掉正在使用它的程序。\n\n" +
			"要退回：用旧版程序把这份备份恢复到一个空的数据库（doudi restore）。升级以后新办的事不在备份里。",
		Example: "  doudi migrate --db 明溪.sqlite --keys 密钥.txt",
		Args:    wants(0, 0, ""),
		RunE:    func(*cobra.Command, []string) error { return a.migrate(b, into) },
	}
	b.flags(cmd)
	cmd.Flags().StringVar(&into, "backup", "", "升级前的备份写到哪个`文件夹`；不写就在数据库旁边新建一个")
	return cmd
}

// migrate migrates and says from where to where.
func (a *app) migrate(b base, into string) error {
	return a.unlocked(b, func(ctx context.Context, o store.Options) error {
		if into == "" {
			into = a.besides(b.address)
		}
		from, to, err := store.Migrate(ctx, b.address, into, o)
		switch {
		case err != nil:
			return err
		case from == to:
			fmt.Fprintf(a.out, "数据库已经是版本 %d，不用升级。\n", to)
		default:
			fmt.Fprintf(a.out, "数据库已从版本 %d 升级到 %d。升级前的备份在 %s；要退回，用旧版程序恢复它。\n", from, to, into)
		}
		return nil
	})
}

// besides names a new folder by the database's file, or here for a server.
func (a *app) besides(address string) string {
	name := "升级前备份-" + a.now().Format("20060102-150405")
	if strings.Contains(address, "://") {
		return name
	}
	return filepath.Join(filepath.Dir(address), name)
}
