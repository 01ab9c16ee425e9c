package main

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"
)

// opened starts an answer with pages at a free port and gives its address and
// how to end it.
func opened(t *testing.T, pages http.Handler) (address string, stop func() error) {
	t.Helper()
	in, out := io.Pipe()
	a := &app{terminal: terminal{err: io.Discard, now: time.Now}, out: bufio.NewWriter(out)}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- a.answer(ctx, "127.0.0.1:0", nil, pages) }()
	lines := bufio.NewReader(in)
	first, err := lines.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	second, err := lines.ReadString('\n')
	if err != nil || !strings.Contains(first, "请用浏览器访问 http://127.0.0.1:") || !strings.HasPrefix(second, "Serving at http://127.0.0.1:") {
		t.Fatalf("%q %q %v", first, second, err)
	}
	return strings.Fields(second)[2], func() error { cancel(); return <-ended }
}

func TestServeFinishesWhatItHasBegun(t *testing.T) {
	begun, finish := make(chan bool), make(chan bool)
	address, stop := opened(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(begun)
		<-finish
		io.WriteString(w, "完")
	}))
	body := make(chan string, 1)
	go func() {
		r, err := http.Get(address)
		if err != nil {
			body <- err.Error()
			return
		}
		defer r.Body.Close()
		text, _ := io.ReadAll(r.Body)
		body <- string(text)
	}()
	<-begun
	ended := make(chan error, 1)
	go func() { ended <- stop() }()
	close(finish)
	if text := <-body; text != "完" {
		t.Errorf("the answer under way was lost: %q", text)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if _, err := http.Get(address); err == nil {
		t.Error("still answers after it was stopped")
	}
}

func TestServeSaysWhyItCannotUseAnAddress(t *testing.T) {
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	for name, c := range map[string]struct{ addr, want string }{
		"the port is taken":   {busy.Addr().String(), "已被占用"},
		"that is no address":  {"nonsense", "请写成“地址:端口”"},
		"not of this machine": {"203.0.113.7:8080", "请写成“地址:端口”"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := listen(c.addr); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

func TestServeRefusesAPackWithErrors(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(dir+"/cn-620199", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dir+"/cn-620199/pack.yaml", []byte("id: cn-620199\nlabel: 坏的\nextends: cn\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	a := &app{terminal: terminal{err: io.Discard, now: time.Now}, out: bufio.NewWriter(io.Discard)}
	if _, err := a.law(dir); err == nil || !strings.Contains(err.Error(), "cn-620199") {
		t.Errorf("got %v", err)
	}
}
