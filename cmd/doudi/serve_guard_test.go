package main

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestPlainPagesAreForThisMachineAlone(t *testing.T) {
	for name, c := range map[string]struct {
		service
		want string
	}{
		"on loopback":                      {service{addr: "127.0.0.1:8080"}, ""},
		"on loopback by name":              {service{addr: "localhost:8080"}, ""},
		"on loopback of IPv6":              {service{addr: "[::1]:8080"}, ""},
		"on every address":                 {service{addr: ":8080"}, "没有加密"},
		"on an address of the network":     {service{addr: "192.0.2.7:8080"}, "没有加密"},
		"on a host by name":                {service{addr: "office:8080"}, "没有加密"},
		"on every address, encrypted":      {service{addr: ":8080", cert: "a", key: "b"}, ""},
		"on every address, behind a proxy": {service{addr: ":8080", behindProxy: true}, ""},
		"on every address, in the open":    {service{addr: ":8080", inOpen: true}, ""},
		"a certificate without its key":    {service{addr: ":8080", cert: "a"}, "要一起写"},
		"a key without its certificate":    {service{addr: "127.0.0.1:8080", key: "b"}, "要一起写"},
		"messages without a database":      {service{addr: "127.0.0.1:8080", out: sending{dir: "x"}}, "要写 --db"},
		"messages by two ways":             {service{addr: "127.0.0.1:8080", base: base{address: "x"}, out: sending{dir: "x", url: "y"}}, "只用一种"},
		"a token and nobody to show it to": {service{addr: "127.0.0.1:8080", base: base{address: "x"}, out: sending{token: "t"}}, "要写 --notify-url"},
		"encrypted twice":                  {service{addr: ":8080", cert: "a", key: "b", behindProxy: true}, "只用一种"},
	} {
		t.Run(name, func(t *testing.T) {
			switch err := c.check(); {
			case c.want == "" && err != nil, c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

// certified writes a certificate for this machine and its key.
func certified(t *testing.T) (cert, key string, roots *x509.CertPool) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cert, key, roots = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem"), x509.NewCertPool()
	for file, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	roots.AddCert(parsed(t, der))
	return cert, key, roots
}

// parsed reads a certificate back.
func parsed(t *testing.T, der []byte) *x509.Certificate {
	t.Helper()
	c, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestPagesAreServedEncrypted(t *testing.T) {
	cert, key, roots := certified(t)
	secret, err := (&service{cert: cert, key: key}).certificate()
	if err != nil {
		t.Fatal(err)
	}
	in, out := io.Pipe()
	a := &app{terminal: terminal{err: io.Discard, now: time.Now}, out: bufio.NewWriter(out)}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go a.answer(ctx, "127.0.0.1:0", secret, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, r.Proto) }))
	lines := bufio.NewReader(in)
	lines.ReadString('\n')
	line, err := lines.ReadString('\n')
	if err != nil || !strings.HasPrefix(line, "Serving at https://127.0.0.1:") {
		t.Fatalf("%q %v", line, err)
	}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: true}}
	r, err := client.Get(strings.Fields(line)[2])
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if body, _ := io.ReadAll(r.Body); string(body) != "HTTP/2.0" || r.TLS.Version < tls.VersionTLS12 {
		t.Errorf("%s, TLS %x", body, r.TLS.Version)
	}
}

func TestAWrongCertificateIsToldAtOnce(t *testing.T) {
	cert, key, _ := certified(t)
	for name, s := range map[string]service{
		"no such file":      {cert: cert + "x", key: key},
		"the two exchanged": {cert: key, key: cert},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := s.certificate(); err == nil || !strings.Contains(err.Error(), "请核对两个 PEM 文件") {
				t.Errorf("got %v", err)
			}
		})
	}
}

// Who connects and says nothing is hung up on, or a few such could keep
// everybody out.
func TestASilentClientIsHungUpOn(t *testing.T) {
	t.Parallel()
	address, stop := opened(t, http.NotFoundHandler())
	defer stop()
	conn, err := net.Dial("tcp", strings.TrimSuffix(strings.TrimPrefix(address, "http://"), "/"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.SetReadDeadline(time.Now().Add(2 * headWait))
	if _, err := conn.Read(make([]byte, 1)); err != io.EOF {
		t.Errorf("after %s: %v", 2*headWait, err)
	}
}
