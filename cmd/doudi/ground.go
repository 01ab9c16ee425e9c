package main

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"os/signal"
	"syscall"

	"doudi/fault"
	"doudi/seal"
	"doudi/store"

	"github.com/spf13/cobra"
)

// base is where an instance's data lie and what opens them.
type base struct{ address, keys string }

// keysVariable holds the text of the key file where files are not wanted.
const keysVariable = "DOUDI_KEYS"

// flags are the options of every command that opens an instance.
func (b *base) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&b.address, "db", "", "`数据库`：SQLite 文件名，或 postgres:// 开头的地址")
	b.keysFlag(cmd)
}

// keysFlag is the option of every command that needs the keys.
func (b *base) keysFlag(cmd *cobra.Command) {
	cmd.Flags().StringVar(&b.keys, "keys", "", "密钥`文件`；不写就用环境变量 "+keysVariable+" 里的内容")
}

// ring reads the keys.
func (b *base) ring() (*seal.Ring, error) {
	if b.keys == "" {
		text := os.Getenv(keysVariable)
		if text == "" {
			return nil, fault.New(fault.BadInput, "没有密钥；请写 --keys 密钥文件，或把密钥文件的内容放进环境变量 "+keysVariable)
		}
		return seal.Parse([]byte(text))
	}
	text, err := os.ReadFile(b.keys)
	if err != nil {
		return nil, fault.Wrap(err, fault.BadInput, "读不了密钥文件 "+b.keys+"；请核对路径和权限")
	}
	return seal.Parse(text)
}

// options are what the store takes from here.
func (a *app) options(ring *seal.Ring) store.Options {
	return store.Options{Now: a.now, Random: rand.Reader, Ring: ring}
}

// interrupted ends when the process is told to stop: what is under way is
// undone and said so.
func interrupted() (context.Context, context.CancelFunc) {
	return signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
}

// unlocked does something that needs the keys, until the process is told to stop.
func (a *app) unlocked(b base, do func(ctx context.Context, o store.Options) error) error {
	ring, err := b.ring()
	if err != nil {
		return err
	}
	ctx, stop := interrupted()
	defer stop()
	return do(ctx, a.options(ring))
}

// opened does something with an open instance.
func (a *app) opened(b base, do func(ctx context.Context, s *store.Store) error) error {
	return a.unlocked(b, func(ctx context.Context, o store.Options) error {
		s, err := store.Open(ctx, b.address, o)
		if err != nil {
			return err
		}
		defer s.Close()
		return do(ctx, s)
	})
}

// absent tells that a file is not there.
func absent(path string) bool {
	_, err := os.Lstat(path)
	return errors.Is(err, fs.ErrNotExist)
}
