package main

import (
	"crypto/rand"
	"fmt"
	"os"
	"regexp"

	"doudi/access"
	"doudi/fault"
	"doudi/gb"
	"doudi/seal"
	"doudi/staff"
	"doudi/store"

	"github.com/spf13/cobra"
)

// founding is what the options of init say.
type founding struct {
	base
	name, offices string
	demo          bool
	families      int // of a demo
}

// initCommand makes an instance; nothing else does.
func (a *app) initCommand() *cobra.Command {
	var f founding
	cmd := &cobra.Command{
		Use:   "init",
		Short: "建立一个系统：数据库、密钥、机构",
		Long: "建立一个系统：数据库、密钥、机构、三名管理员的账号。已经建好的不会动，也不会建第二次。\n\n" +
			"密钥文件不存在就新生成，只有自己能读；存在就用里面的密钥。丢了密钥，封存的内容谁也打不开：请照文件开头的说明立刻打印封存。\n" +
			"机构文件是 CSV（UTF-8），第一行 number,above,level,name,division,from：编号、上级编号、级别（省、市、县、乡镇、村）、名称、区划代码、起用日期；" +
			"第一个是最高的机构，上级写在下级前面；没有区划代码的（如开发区）空着。",
		Example: "  doudi init --db 明溪.sqlite --keys 密钥.txt --name mingxi --offices 机构.csv\n  doudi init --db postgres://doudi@主机/doudi --keys 密钥.txt --offices 机构.csv",
		Args:    wants(0, 0, ""),
		RunE: func(*cobra.Command, []string) error {
			if f.demo {
				return a.foundDemo(f)
			}
			return a.found(f)
		},
	}
	f.flags(cmd)
	cmd.Flags().StringVar(&f.name, "name", "doudi", "系统的`代号`，用在审计记录里：小写字母、数字和横线")
	cmd.Flags().StringVar(&f.offices, "offices", "", "机构`文件`")
	cmd.Flags().BoolVar(&f.demo, "demo", false, "建立演示系统：明溪县的机构，虚构的人员、家庭和办件；只能用来试用")
	cmd.Flags().IntVar(&f.families, "families", demoFamilies, "演示系统里有多少`户`")
	return cmd
}

// codeName is what the audit chain can hold and nobody mistakes for a number.
var codeName = regexp.MustCompile(`^[a-z][a-z0-9-]{0,9}$`)

// found makes an instance: everything is looked at before anything is written.
func (a *app) found(f founding) error {
	if !codeName.MatchString(f.name) {
		return fault.New(fault.BadInput, "代号“"+f.name+"”不能用；请写小写字母开头、最多10个小写字母、数字和横线，如 mingxi")
	}
	start, err := a.start(f)
	if err != nil {
		return err
	}
	ctx, stop := interrupted()
	defer stop()
	if err := store.Vacant(ctx, f.address, a.options(nil)); err != nil {
		return err
	}
	ring, fresh, err := f.ringOrNew()
	if err != nil {
		return err
	}
	passwords, err := a.firstThree(&start)
	if err != nil {
		return err
	}
	if err := store.Create(ctx, f.address, start, a.options(ring)); err != nil {
		return err
	}
	return a.founded(f, fresh, start, passwords)
}

// firstRoles are those of the first three.
var firstRoles = []string{access.SystemAdmin, access.SecurityAdmin, access.AuditAdmin}

// firstThree makes the accounts of the three administrators and gives their
// one-time passwords, which are shown once and kept nowhere.
func (a *app) firstThree(start *store.Founding) (passwords []string, err error) {
	service, err := staff.New(nil, a.now, rand.Reader)
	if err != nil {
		return nil, err
	}
	for _, one := range []staff.Newcomer{{Account: "system", Name: "系统管理员"}, {Account: "security", Name: "安全管理员"}, {Account: "audit", Name: "审计管理员"}} {
		account, password, err := service.First(one.Account, one.Name)
		if err != nil {
			return nil, err
		}
		start.Accounts, passwords = append(start.Accounts, account), append(passwords, password)
	}
	return passwords, nil
}

// start reads the offices.
func (a *app) start(f founding) (store.Founding, error) {
	if f.offices == "" {
		return store.Founding{}, fault.New(fault.BadInput, "没有写机构文件；请写 --offices 文件，格式见 doudi init --help")
	}
	text, err := os.ReadFile(f.offices)
	if err != nil {
		return store.Founding{}, fault.Wrap(err, fault.BadInput, "读不了机构文件 "+f.offices+"；请核对路径")
	}
	sites, err := access.Sites(text, gb.Shipped(), a.today())
	return store.Founding{Name: f.name, Offices: sites, Digest: seal.Digest(text), Admins: firstRoles}, err
}

// ringOrNew reads the key file, or draws keys and writes it.
func (f *founding) ringOrNew() (ring *seal.Ring, fresh bool, err error) {
	if f.keys == "" || !absent(f.keys) {
		ring, err = f.ring()
		return ring, false, err
	}
	if ring, err = seal.Generate(rand.Reader); err != nil {
		return nil, false, err
	}
	if err := writeKeys(f.keys, ring.Format()); err != nil {
		return nil, false, fault.Wrap(err, fault.BadInput, "写不了密钥文件 "+f.keys+"；请核对文件夹是否存在、能不能写")
	}
	return ring, true, nil
}

// writeKeys writes a key file that only its owner reads, and never over another.
// It is on the disk before anything is sealed with it; one that was cut short is
// refused when it is read.
func writeKeys(path string, text []byte) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if _, err = f.Write(text); err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	return err
}

// founded says what was made and what has to be done at once.
func (a *app) founded(f founding, fresh bool, start store.Founding, passwords []string) error {
	fmt.Fprintf(a.out, "系统 %s 已建好：%d 个机构，三名管理员。\n", f.name, len(start.Offices))
	fmt.Fprintln(a.out, "下面的一次性密码只显示这一次，哪里也不保存；请当面交给三个人，三天内用 doudi serve 打开网页登录，换成自己的密码：")
	for i, account := range start.Accounts {
		fmt.Fprintf(a.out, "  %s  账号 %s  一次性密码 %s\n", account.Name, account.Account, passwords[i])
	}
	if fresh {
		fmt.Fprintf(a.out, "新的密钥在 %s。丢了它谁也打不开封存的内容：请现在就照文件开头的说明打印两份、分开封存，不要和数据库、备份放在一起。\n", f.keys)
	}
	fmt.Fprintln(a.out, "接着请运行 doudi audit checkpoint，把第一个检查点打印出来交审计保存。")
	return nil
}
