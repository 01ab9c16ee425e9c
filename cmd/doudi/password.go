package main

import (
	"context"
	"crypto/rand"
	"fmt"

	"doudi/access"
	"doudi/staff"
	"doudi/store"

	"github.com/spf13/cobra"
)

// passwordCommand lets an administrator in again whom no colleague can help:
// who holds the keys and the machine could do worse, and the act is recorded.
func (a *app) passwordCommand() *cobra.Command {
	var b base
	var second bool
	cmd := &cobra.Command{
		Use:   "password 账号",
		Short: "给忘了密码的管理员另发一次性密码",
		Long: "给忘了密码的管理员另发一次性密码，只显示这一次。平时由系统管理员在网页上办；只有系统管理员自己忘了、又没有第二个系统管理员时才用。\n\n" +
			"手机和备用码都丢了的，加 --second 一起重设手机验证码。都记在审计记录里。",
		Example: "  doudi password system --db 明溪.sqlite --keys 密钥.txt",
		Args:    wants(1, 1, "账号"),
		RunE: func(_ *cobra.Command, args []string) error {
			return a.opened(b, func(ctx context.Context, s *store.Store) error { return a.resetPassword(ctx, s, args[0], second) })
		},
	}
	b.flags(cmd)
	cmd.Flags().BoolVar(&second, "second", false, "也重设手机验证码")
	return cmd
}

// resetPassword gives an account a one-time password.
func (a *app) resetPassword(ctx context.Context, s *store.Store, account string, second bool) error {
	people, err := staff.New(s.Accounts(), a.now, rand.Reader)
	if err != nil {
		return err
	}
	found, err := people.Named(ctx, account)
	if err != nil {
		return err
	}
	by := staff.By{Post: access.Post{Role: "system"}}
	if second {
		if err := people.ResetSecond(ctx, by, found.Office, found.Staff); err != nil {
			return err
		}
	}
	password, err := people.ResetPassword(ctx, by, found.Office, found.Staff)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.out, "账号 %s 的一次性密码 %s\n只显示这一次；请当面交给本人，三天内登录换掉。\n", found.Account, password)
	return err
}
