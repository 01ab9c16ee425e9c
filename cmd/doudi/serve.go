package main

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime/debug"
	"sync"
	"syscall"
	"time"

	"doudi/admin"
	"doudi/examples"
	"doudi/fault"
	"doudi/paper"
	"doudi/staff"
	"doudi/store"
	"doudi/web"

	"github.com/spf13/cobra"
)

// service is what the options of serve say.
type service struct {
	base
	out                 sending
	addr, dir, fonts    string
	cert, key           string // files of the certificate, for TLS
	behindProxy, inOpen bool
}

// How long the server waits: for a slow village line, but not for ever.
const (
	headWait  = 5 * time.Second
	readWait  = 30 * time.Second
	writeWait = 60 * time.Second
	idleWait  = 2 * time.Minute
	lastWords = 10 * time.Second // for answers under way when it is stopped
)

// serveCommand starts the pages.
func (a *app) serveCommand() *cobra.Command {
	var s service
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "打开网页：在浏览器里查询能得到哪些待遇",
		Long: "打开网页：在浏览器里查询能得到哪些待遇。不需要数据库，不保存填写的内容。\n\n" +
			"写了 --db 和密钥，工作人员还可以登录办公。数据库要先用 doudi init 建好；这个命令不建库、不建人、不升级，密钥不对就不打开。\n\n" +
			"不加密的网页只给本机用。要给别的电脑和手机用：用 --tls-cert 和 --tls-key 加密，或放在自己的反向代理后面（--behind-proxy，" +
			"代理要原样转交 Host，并自己写 X-Forwarded-Proto）。\n\n" +
			"按 Ctrl+C 停止；正在回答的会先答完。",
		Example: "  doudi serve\n  doudi serve --addr 127.0.0.1:9000 --packs my\n  doudi serve --addr :443 --tls-cert 证书.pem --tls-key 私钥.pem\n  doudi serve --db 明溪.sqlite --keys 密钥.txt",
		Args:    wants(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			return a.serve(ctx, s)
		},
	}
	cmd.Flags().StringVar(&s.addr, "addr", "127.0.0.1:8080", "在哪个`地址`上提供网页；端口写 0 就用任意空闲端口")
	cmd.Flags().StringVar(&s.cert, "tls-cert", "", "证书`文件`（PEM），与 --tls-key 一起写就用 HTTPS")
	cmd.Flags().StringVar(&s.key, "tls-key", "", "私钥`文件`（PEM）")
	cmd.Flags().BoolVar(&s.behindProxy, "behind-proxy", false, "前面有自己的反向代理，由它加密")
	cmd.Flags().BoolVar(&s.inOpen, "insecure", false, "不加密也给别的电脑用：填写的内容在网上是明文，只在试用时这样做")
	cmd.Flags().StringVar(&s.fonts, "fonts", "", "放字库（.ttf）的`文件夹`：打印时程序自带的字库没有的字，用它补")
	s.out.flags(cmd)
	s.flags(cmd)
	packsFlag(cmd, &s.dir)
	return cmd
}

// check refuses what would send answers of families in the open.
func (s *service) check() error {
	switch {
	case s.address == "" && s.fonts != "":
		return fault.New(fault.BadInput, "写了 --fonts 就要写 --db；没有数据库不打印")
	case s.address == "" && s.keys != "":
		return fault.New(fault.BadInput, "写了 --keys 就要写 --db；不用数据库就都不写")
	case (s.cert == "") != (s.key == ""):
		return fault.New(fault.BadInput, "--tls-cert 和 --tls-key 要一起写")
	case s.cert != "" && s.behindProxy:
		return fault.New(fault.BadInput, "--behind-proxy 由前面的代理加密，不能再写 --tls-cert；两种只用一种")
	case s.cert == "" && !s.behindProxy && !s.inOpen && !loopback(s.addr):
		return fault.New(fault.BadInput, "地址 "+s.addr+" 别的电脑也能访问，而网页没有加密，填写的内容会被人看到；"+
			"请用 --tls-cert 和 --tls-key 加密，或放在反向代理后面用 --behind-proxy；只在本机用就写 --addr 127.0.0.1:8080；试用时可以加 --insecure")
	}
	return s.out.check(s.address)
}

// loopback tells that an address can be reached from this machine alone. One
// that is no address is left to listen, which says so.
func loopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil || host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// certificate reads the pair of files, or says which of them is wrong.
func (s *service) certificate() (*tls.Config, error) {
	if s.cert == "" {
		return nil, nil
	}
	pair, err := tls.LoadX509KeyPair(s.cert, s.key)
	if err != nil {
		return nil, fault.Wrap(err, fault.BadInput, "证书 "+s.cert+" 或私钥 "+s.key+" 读不了，或者不是一对；请核对两个 PEM 文件")
	}
	return &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}}, nil
}

// memoryOfServer is the collector's goal while the pages are open: all law of
// all places stays in memory, and answers come and go quickly.
const memoryOfServer = 512 << 20

// serve opens the pages until it is told to stop.
func (a *app) serve(ctx context.Context, s service) error {
	debug.SetMemoryLimit(memoryOfServer)
	if err := s.check(); err != nil {
		return err
	}
	secret, err := s.certificate()
	if err != nil {
		return err
	}
	var o web.Options
	done, err := a.instance(ctx, s, &o)
	if err != nil {
		return err
	}
	defer done()
	site, err := a.site(ctx, s, o)
	if err != nil {
		return err
	}
	return a.answer(ctx, s.addr, secret, site)
}

// instance opens the database for its staff; without --db there is none.
func (a *app) instance(ctx context.Context, s service, o *web.Options) (done func(), err error) {
	if s.address == "" {
		return func() {}, nil
	}
	ring, err := s.ring()
	if err != nil {
		return nil, err
	}
	fonts, err := fontsOf(s.fonts)
	if err != nil {
		return nil, err
	}
	clock := &later{base: a.now}
	a.now = clock.Now
	db, err := store.Open(ctx, s.address, a.options(ring))
	if err != nil {
		return nil, err
	}
	if o.Demo = db.Instance().Demo; o.Demo {
		o.Later, err = clock.pass, clock.catchUp(ctx, db)
	}
	if err != nil {
		db.Close()
		return nil, err
	}
	if o.Staff, err = staff.New(db.Accounts(), a.now, rand.Reader); err != nil {
		db.Close()
		return nil, err
	}
	law, err := a.library(s.dir)
	if err != nil {
		db.Close()
		return nil, err
	}
	b := newBringing(db, o.Staff, law)
	o.Registry = b.registry
	o.Papers = &paper.Service{Store: db.Papers(), Registry: o.Registry, Fonts: fonts}
	o.Admin = admin.New(db.Admin(), a.now)
	o.Cases = b.cases(db, o.Admin)
	if o.Messages, err = a.messenger(db, s.out); err != nil {
		db.Close()
		return nil, err
	}
	o.Cases.Mute = !o.Messages.Ready()
	return a.working(ctx, db, b, *o), nil
}

// fontsOf are the fonts that papers are printed with: ours, and behind them
// those of a folder, for names that ours cannot write.
func fontsOf(folder string) (paper.Fonts, error) {
	own, err := paper.OwnFonts()
	if err != nil || folder == "" {
		return own, err
	}
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return nil, fault.New(fault.BadInput, "没有文件夹 "+folder+"；--fonts 要写放字库（.ttf）的文件夹")
	}
	return own.With(os.DirFS(folder))
}

// working carries out the jobs of an instance until it is told to stop, and
// gives the database back then.
func (a *app) working(ctx context.Context, db *store.Store, b *bringing, o web.Options) (done func()) {
	ctx, stop := context.WithCancel(ctx)
	var at sync.WaitGroup
	at.Go(func() {
		if err := sealLater(ctx, db); err != nil {
			a.logger().Warn("what is called sensitive now was not looked for", "error", err)
		}
		for worker := a.worker(db, b, o.Cases, o.Messages); ctx.Err() == nil; time.Sleep(workIdle) {
			if err := worker.Run(ctx); err != nil {
				a.logger().Warn("the work in the background is interrupted", "error", err)
			}
		}
	})
	return func() { stop(); at.Wait(); db.Close() }
}

// answer answers at an address until the context ends.
func (a *app) answer(ctx context.Context, addr string, secret *tls.Config, pages http.Handler) error {
	listener, err := listen(addr)
	if err != nil {
		return err
	}
	scheme := "http"
	if secret != nil {
		scheme, listener = "https", tls.NewListener(listener, secret)
	}
	server := &http.Server{
		Handler: pages, ReadHeaderTimeout: headWait, ReadTimeout: readWait, WriteTimeout: writeWait, IdleTimeout: idleWait,
		MaxHeaderBytes: 1 << 14, ErrorLog: slog.NewLogLogger(a.logger().Handler(), slog.LevelWarn),
	}
	address := scheme + "://" + listener.Addr().String() + "/"
	fmt.Fprintf(a.out, "网页已打开，请用浏览器访问 %s （按 Ctrl+C 停止）\nServing at %s (Ctrl+C stops it)\n", address, address)
	if err := a.out.Flush(); err != nil {
		return err
	}
	return serveUntil(ctx, server, listener)
}

// site compiles the law and makes the pages.
func (a *app) site(ctx context.Context, s service, o web.Options) (*web.Site, error) {
	if err := web.CheckAssets(); err != nil {
		return nil, fault.Wrap(err, fault.Internal, "程序里没有打包网页的样式和脚本；请用 make build 重新生成程序")
	}
	law, err := a.law(s.dir)
	if err != nil {
		return nil, err
	}
	if o.Admin != nil {
		known, err := o.Admin.Divisions(ctx)
		if err != nil {
			return nil, err
		}
		law.Know(known)
	}
	o.Law, o.Examples, o.Now, o.Random, o.BehindProxy, o.Log = law, examples.FS, a.now, rand.Reader, s.behindProxy, a.logger()
	return web.New(o)
}

// law compiles all packs for the pages, or tells what is wrong with them.
func (a *app) law(dir string) (*web.Law, error) {
	lib, err := a.library(dir)
	if err != nil {
		return nil, err
	}
	law, problems := web.OpenLaw(lib.set)
	if problems = append(lib.problems.Errors(), problems...); len(problems) > 0 {
		return nil, fault.New(fault.PackError, "政策包有错误，网页没有打开：\n"+problems.Text(lib.set.Source))
	}
	return law, nil
}

// logger writes what went wrong inside to standard error.
func (a *app) logger() *slog.Logger { return slog.New(slog.NewTextHandler(a.err, nil)) }

// listen takes the address, or says in plain words why it cannot.
func listen(addr string) (net.Listener, error) {
	listener, err := net.Listen("tcp", addr)
	switch {
	case err == nil:
		return listener, nil
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fault.Wrap(err, fault.Internal, "地址 "+addr+" 已被占用，可能已经打开了一个；请先关掉它，或用 --addr 127.0.0.1:8081 换一个端口")
	case errors.Is(err, syscall.EACCES):
		return nil, fault.Wrap(err, fault.Internal, "没有权限使用地址 "+addr+"；请用 1024 以上的端口，如 --addr 127.0.0.1:8080")
	}
	return nil, fault.Wrap(err, fault.Internal, "不能使用地址 "+addr+"；请写成“地址:端口”，如 --addr 127.0.0.1:8080")
}

// serveUntil serves until the context ends, then lets answers under way finish.
func serveUntil(ctx context.Context, server *http.Server, listener net.Listener) error {
	stopped := make(chan error, 1)
	go func() { stopped <- server.Serve(listener) }()
	select {
	case err := <-stopped:
		return fault.Wrap(err, fault.Internal, "网页意外停止；请重新运行 doudi serve")
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.Background(), lastWords)
	defer cancel()
	return server.Shutdown(last)
}
