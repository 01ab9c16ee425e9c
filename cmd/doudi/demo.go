package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strings"
	"time"

	"doudi/access"
	"doudi/admin"
	"doudi/demo"
	"doudi/fault"
	"doudi/gb"
	"doudi/paper"
	"doudi/seal"
	"doudi/staff"
	"doudi/store"
)

// demoFamilies is how many a demo has; demoSeed draws them.
const (
	demoFamilies = 2000
	demoSeed     = 1
)

// unfinished is behind the name of a database that is still being filled: a demo
// that was cut short is not one, and is made anew.
const unfinished = ".partial"

// foundDemo makes an instance of invented people beside its place and puts it
// there when it is whole.
func (a *app) foundDemo(f founding) error {
	if strings.Contains(f.address, "://") || f.offices != "" {
		return fault.New(fault.BadInput, "演示系统只用 SQLite 文件，机构是明溪县的；请写 --db 文件名，不写 --offices")
	}
	debug.SetMemoryLimit(memoryOfServer)
	ctx, stop := interrupted()
	defer stop()
	if err := store.Vacant(ctx, f.address, a.options(nil)); err != nil {
		return err
	}
	ring, _, err := f.ringOrNew()
	if err != nil {
		return err
	}
	begun := time.Now()
	seats, err := a.fillDemo(ctx, f.address+unfinished, ring, f.families)
	if err != nil {
		return err
	}
	if err := whole(f.address+unfinished, f.address); err != nil {
		return fault.Wrap(err, fault.Internal, "演示数据库生成了，改不成 "+f.address+" 这个名字；请核对文件夹能不能写")
	}
	return a.demoFounded(f, seats, time.Since(begun))
}

// whole puts a file in its place when all of it is on the disk.
func whole(from, to string) error {
	f, err := os.OpenFile(from, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	err = f.Sync()
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(from, to)
	}
	return err
}

// drafted are the options of a database that is thrown away if it does not
// become whole.
func (a *app) drafted(ring *seal.Ring) store.Options {
	o := a.options(ring)
	o.Draft = true
	return o
}

// fillDemo makes an instance of invented people at an address where nothing of
// value is.
func (a *app) fillDemo(ctx context.Context, address string, ring *seal.Ring, families int) (seats []demo.Seat, err error) {
	for _, ending := range []string{"", "-wal", "-shm", "-journal"} {
		if err := os.Remove(address + ending); err != nil && !os.IsNotExist(err) {
			return nil, fault.Wrap(err, fault.Internal, "上次没有做完的 "+address+" 删不掉；请核对它有没有被别的程序打开")
		}
	}
	plan := demo.Plan{Families: families, Now: a.now(), Seed: demoSeed, Password: demoPassword()}
	clock := demo.ClockAt(plan.Begins())
	past := &app{terminal: a.terminal, out: a.out}
	past.now = clock.Now
	admins, err := past.createDemo(ctx, address, ring)
	if err != nil {
		return nil, err
	}
	s, err := store.Open(ctx, address, past.drafted(ring))
	if err != nil {
		return nil, err
	}
	in, err := past.demoInstance(s, clock)
	if err == nil {
		seats, err = demo.Make(ctx, in, plan, admins)
	}
	if e := s.Close(); err == nil {
		err = e
	}
	return seats, err
}

// demoPassword is the password of all accounts of one demo.
func demoPassword() string { return "demo-" + strings.ToLower(rand.Text()[:6]) }

// createDemo founds the instance with its three administrators.
func (a *app) createDemo(ctx context.Context, address string, ring *seal.Ring) ([]demo.Seat, error) {
	text := demo.Offices(a.today())
	sites, err := access.Sites(text, gb.Shipped(), a.today())
	if err != nil {
		return nil, err
	}
	for i := range sites {
		sites[i].Phone = demo.Phone(sites[i])
	}
	start := store.Founding{Name: "demo", Offices: sites, Digest: seal.Digest(text), Admins: firstRoles, Demo: true}
	passwords, err := a.firstThree(&start)
	if err != nil {
		return nil, err
	}
	var seats []demo.Seat
	for i, account := range start.Accounts {
		seats = append(seats, demo.Seat{Account: account.Account, Name: account.Name, Password: passwords[i], Roles: start.Admins[i : i+1]})
	}
	return seats, store.Create(ctx, address, start, a.drafted(ring))
}

// demoInstance joins the services that fill a demo, as serve joins them.
func (a *app) demoInstance(s *store.Store, clock *demo.Clock) (in demo.Instance, err error) {
	people, err := staff.New(s.Accounts(), a.now, rand.Reader)
	if err != nil {
		return in, err
	}
	law, err := a.library("")
	if err != nil {
		return in, err
	}
	fonts, err := fontsOf("")
	if err != nil {
		return in, err
	}
	b := newBringing(s, people, law)
	in = demo.Instance{Clock: clock, Staff: people, Registry: b.registry, Cases: b.cases(s, admin.New(s.Admin(), a.now)), Resolve: law.resolve, Told: a.tellDemo(),
		Papers: &paper.Service{Store: s.Papers(), Registry: b.registry, Fonts: fonts}}
	in.Messages, err = a.messenger(s, sending{})
	return in, err
}

// tellDemo says on the terminal how far a demo has come, at every tenth.
func (a *app) tellDemo() func(done, all int) {
	said := 0
	return func(done, all int) {
		if tenth := done * 10 / max(all, 1); tenth > said {
			said = tenth
			fmt.Fprintf(a.err, "正在生成演示数据：%d%%\n", tenth*10)
		}
	}
}

// demoFounded says who can log in, and how long it took.
func (a *app) demoFounded(f founding, seats []demo.Seat, took time.Duration) error {
	fmt.Fprintf(a.out, "演示系统已建好，用了 %d 秒。人员都是虚构的。账号如下，密码都是 %s，只显示这一次；手机验证码登录时显示在页面上：\n", int(took.Seconds()+0.5), seats[0].Password)
	matrix := access.Shipped()
	for _, seat := range seats {
		fmt.Fprintf(a.out, "  %-22s %s，%s，%s\n", seat.Account, matrix.Roles[seat.Roles[0]].Label, seat.Office, seat.Name)
	}
	fmt.Fprintf(a.out, "打开网页：%s serve --db %s --keys %s\n", quoted(a.called()), quoted(f.address), quoted(f.keys))
	return nil
}

// called is how this program is called where it was called from, so that a
// command that is shown runs as it stands.
func (t terminal) called() string {
	if strings.ContainsRune(t.name, filepath.Separator) {
		return t.name
	}
	return "doudi"
}

// plainWord needs no quotes in a shell.
var plainWord = regexp.MustCompile(`^[\p{L}\p{N}_./:=@%+,-]+$`)

// quoted is a word of a command as a shell reads it.
func quoted(word string) string {
	if plainWord.MatchString(word) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
