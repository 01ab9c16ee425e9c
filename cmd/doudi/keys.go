package main

import (
	"context"
	"crypto/rand"
	"fmt"

	"doudi/fault"
	"doudi/seal"
	"doudi/store"

	"github.com/spf13/cobra"
)

// keysCommand is how an instance gets new keys.
func (a *app) keysCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "keys",
		Short: "换密钥：加一版、换过去、看进度、停用旧的",
		Long: "换密钥。保管人换了、密钥可能被人抄走了、用了多年，都应当换。依次做四步，中间随时可以停下，再接着做：\n\n" +
			"一、keys add 生成多一版密钥的文件；打印封存，停掉所有程序，都换用这个文件启动。\n" +
			"二、keys rotate 用新密钥重新封存全部内容，一边办事一边换。\n" +
			"三、keys status 看换了多少。\n" +
			"四、keys retire 确认没有剩下的，生成只有新密钥的文件；再换用它启动。",
	}
	cmd.AddCommand(a.keysAdd(), a.keysRotate(), a.keysStatus(), a.keysRetire())
	return cmd
}

// keysAdd draws a new version.
func (a *app) keysAdd() *cobra.Command {
	var b base
	cmd := &cobra.Command{
		Use:     "add 新密钥文件",
		Short:   "生成多一版密钥的文件，不碰数据库",
		Example: "  doudi keys add 新密钥.txt --keys 密钥.txt",
		Args:    wants(1, 1, "新密钥文件"),
		RunE:    func(_ *cobra.Command, args []string) error { return a.addKey(b, args[0]) },
	}
	b.keysFlag(cmd)
	return cmd
}

// addKey writes a file with the keys of now and a new one.
func (a *app) addKey(b base, into string) error {
	ring, err := b.ring()
	if err != nil {
		return err
	}
	if len(ring.Live()) > 1 {
		return fault.New(fault.BadInput, "密钥文件里已经有新旧两版，还没有换完；请先运行 doudi keys rotate 和 doudi keys retire")
	}
	if ring, err = ring.Rotate(rand.Reader); err != nil {
		return err
	}
	if err := saveKeys(into, ring); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "新的密钥文件 %s 里有旧的一版和新的第%d版。请现在就照文件开头的说明打印两份、分开封存。\n", into, ring.Current())
	fmt.Fprintf(a.out, "接着停掉所有正在用的程序，都换用这个文件启动（还用旧文件的程序不能再办事），再运行 doudi keys rotate --keys %s。\n", into)
	return nil
}

// saveKeys writes a key file and never over another.
func saveKeys(into string, ring *seal.Ring) error {
	if err := writeKeys(into, ring.Format()); err != nil {
		return fault.Wrap(err, fault.BadInput, "写不了密钥文件 "+into+"，或者已经有这个文件；请换一个名字")
	}
	return nil
}

// keysRotate seals everything anew.
func (a *app) keysRotate() *cobra.Command {
	var b base
	cmd := &cobra.Command{
		Use:   "rotate",
		Short: "用新密钥重新封存全部内容，不用停机",
		Long: "用新密钥重新封存全部内容：证件号码、电话、账号、敏感的情况、材料，查找用的索引也重做。一次几百条，一边办事一边换；\n" +
			"停掉、断电都不要紧，再运行一次就接着换。换完以前新旧两版密钥都要在密钥文件里。",
		Example: "  doudi keys rotate --db 明溪.sqlite --keys 新密钥.txt",
		Args:    wants(0, 0, ""),
		RunE:    func(*cobra.Command, []string) error { return a.opened(b, a.rotate) },
	}
	b.flags(cmd)
	return cmd
}

// rotate seals anew and says of what how many, as it goes on.
func (a *app) rotate(ctx context.Context, s *store.Store) error {
	done := map[string]int{}
	err := s.Rotate(ctx, func(label string, rows int) {
		before := done[label]
		if done[label] += rows; before == 0 || before/1000 != done[label]/1000 {
			fmt.Fprintf(a.out, "%s：已重新封存 %d 条\n", label, done[label])
			a.out.Flush()
		}
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "全部内容都用第%d版密钥封存好了。请运行 doudi keys retire 新的文件名，生成只有新密钥的文件。\n", s.Ring.Current())
	return nil
}

// keysStatus says how far it is.
func (a *app) keysStatus() *cobra.Command {
	var b base
	cmd := &cobra.Command{
		Use:     "status",
		Short:   "看用新密钥封存了多少；内容多的要看几分钟",
		Example: "  doudi keys status --db 明溪.sqlite --keys 新密钥.txt",
		Args:    wants(0, 0, ""),
		RunE:    func(*cobra.Command, []string) error { return a.opened(b, a.sealing) },
	}
	b.flags(cmd)
	return cmd
}

// sealing lists what is sealed with which key.
func (a *app) sealing(ctx context.Context, s *store.Store) error {
	list, err := s.Sealing(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "密钥文件里有 %d 版密钥，最新的是第%d版。\n", len(s.Ring.Live()), s.Ring.Current())
	for _, one := range list {
		fmt.Fprintf(a.out, "%s（%s）：共 %d 条，还用旧密钥的 %d 条\n", one.Label, one.Table, one.All, one.Old)
	}
	return nil
}

// keysRetire writes the keys without the old ones.
func (a *app) keysRetire() *cobra.Command {
	var b base
	cmd := &cobra.Command{
		Use:   "retire 最后的密钥文件",
		Short: "确认没有内容还用旧密钥，生成只有新密钥的文件",
		Long: "确认没有内容还用旧密钥，生成只有新密钥的文件。有一条剩下就不生成。\n\n" +
			"旧的密钥文件不要删：换密钥以前的备份只有它打得开。和那些备份一起，到它们保存期满。",
		Example: "  doudi keys retire 最后的密钥.txt --db 明溪.sqlite --keys 新密钥.txt",
		Args:    wants(1, 1, "最后的密钥文件"),
		RunE: func(_ *cobra.Command, args []string) error {
			return a.opened(b, func(ctx context.Context, s *store.Store) error { return a.retireKeys(ctx, s, args[0]) })
		},
	}
	b.flags(cmd)
	return cmd
}

// retireKeys writes the newest key alone, if nothing is left under another.
func (a *app) retireKeys(ctx context.Context, s *store.Store, into string) error {
	left, err := old(ctx, s)
	switch {
	case err != nil:
		return err
	case len(s.Ring.Live()) < 2:
		return fault.New(fault.BadInput, "密钥文件里只有一版密钥，没有要停用的")
	case left > 0:
		return fault.Newf(fault.BadInput, "还有 %d 处是用旧密钥封存的，没有停用；请先运行 doudi keys rotate", left)
	}
	if err := saveKeys(into, s.Ring.Retire()); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "密钥文件 %s 里只有新的第%d版。请打印封存，所有程序都换用它启动，再运行 doudi check --keys %s。\n", into, s.Ring.Current(), into)
	fmt.Fprintln(a.out, "旧的密钥文件不要删：换密钥以前的备份只有它打得开，请和那些备份一起保存到期满。")
	return nil
}

// old counts what is still sealed with an older key.
func old(ctx context.Context, s *store.Store) (n int64, err error) {
	list, err := s.Sealing(ctx)
	for _, one := range list {
		n += one.Old
	}
	return n, err
}
