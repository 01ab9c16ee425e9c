package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"doudi/fault"
	"doudi/web"

	"github.com/spf13/cobra"
)

// service is what the options of serve say.
type service struct{ addr, dir string }

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
			"按 Ctrl+C 停止；正在回答的会先答完。",
		Example: "  doudi serve\n  doudi serve --addr 127.0.0.1:9000 --packs my",
		Args:    wants(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			return a.serve(ctx, s)
		},
	}
	cmd.Flags().StringVar(&s.addr, "addr", "127.0.0.1:8080", "在哪个`地址`上提供网页；端口写 0 就用任意空闲端口")
	packsFlag(cmd, &s.dir)
	return cmd
}

// serve opens the pages until it is told to stop.
func (a *app) serve(ctx context.Context, s service) error {
	site, err := a.site(s.dir)
	if err != nil {
		return err
	}
	return a.answer(ctx, s.addr, site)
}

// answer answers at an address until the context ends.
func (a *app) answer(ctx context.Context, addr string, pages http.Handler) error {
	listener, err := listen(addr)
	if err != nil {
		return err
	}
	server := &http.Server{
		Handler: pages, ReadHeaderTimeout: headWait, ReadTimeout: readWait, WriteTimeout: writeWait, IdleTimeout: idleWait,
		MaxHeaderBytes: 1 << 14, ErrorLog: slog.NewLogLogger(a.logger().Handler(), slog.LevelWarn),
	}
	address := "http://" + listener.Addr().String() + "/"
	fmt.Fprintf(a.out, "网页已打开，请用浏览器访问 %s （按 Ctrl+C 停止）\nServing at %s (Ctrl+C stops it)\n", address, address)
	if err := a.out.Flush(); err != nil {
		return err
	}
	return serveUntil(ctx, server, listener)
}

// site compiles the law and makes the pages.
func (a *app) site(dir string) (*web.Site, error) {
	if err := web.CheckAssets(); err != nil {
		return nil, fault.Wrap(err, fault.Internal, "程序里没有打包网页的样式和脚本；请用 make build 重新生成程序")
	}
	law, err := a.law(dir)
	if err != nil {
		return nil, err
	}
	return web.New(web.Options{Law: law, Now: a.now, Random: rand.Reader, Log: a.logger()}), nil
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
