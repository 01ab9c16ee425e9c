// Package scratch starts a PostgreSQL server that lives as long as a test:
// Debian's postgresql in a temporary folder, without a network. It is for tests
// alone. Where the server cannot be had it says so, and the test fails.
package scratch

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"sync/atomic"
	"syscall"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver
)

// Server is a running server.
type Server struct {
	dir, program string
	own          *syscall.SysProcAttr
	process      *exec.Cmd
	count        atomic.Int64
}

// errMissing says how to get what is missing.
var errMissing = errors.New("PostgreSQL is not installed (initdb not found in /usr/lib/postgresql or on PATH): run `make deps`")

// tool finds a program of the server; Debian keeps them off PATH.
func tool(name string) (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
	if len(found) > 0 {
		return slices.Max(found), nil
	}
	if path, err := exec.LookPath(name); err == nil {
		return path, nil
	}
	return "", errMissing
}

// Start makes and starts a server. Stop it in the end; it also stops when the
// process that started it is killed.
func Start() (*Server, error) {
	initdb, err := tool("initdb")
	if err != nil {
		return nil, err
	}
	s := new(Server)
	if s.program, err = tool("postgres"); err != nil {
		return nil, err
	}
	if s.dir, err = os.MkdirTemp("/tmp", "pg"); err != nil {
		return nil, err
	}
	if err = s.give(); err == nil {
		err = s.cluster(initdb)
	}
	if err == nil {
		err = s.launch()
	}
	if err != nil {
		os.RemoveAll(s.dir)
		return nil, err
	}
	return s, nil
}

// give hands the folder to whom the server runs as. initdb refuses root, so
// that is the user postgres there, or nobody.
func (s *Server) give() error {
	s.own = &syscall.SysProcAttr{Pdeathsig: syscall.SIGQUIT}
	if os.Getuid() != 0 {
		return nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		if u, err = user.Lookup("nobody"); err != nil {
			return err
		}
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	s.own.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return os.Chown(s.dir, uid, gid)
}

// cluster makes the server's files.
func (s *Server) cluster(initdb string) error {
	c := exec.Command(initdb, "-D", filepath.Join(s.dir, "data"), "-U", "doudi", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions")
	c.SysProcAttr, c.Dir = s.own, s.dir
	if text, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, text)
	}
	return nil
}

// launch starts the server. What is written need not survive the machine: only
// processes are killed here.
func (s *Server) launch() error {
	s.process = exec.Command(s.program, "-D", filepath.Join(s.dir, "data"), "-k", s.dir,
		"-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=200", "-c", "shared_buffers=16MB")
	s.process.SysProcAttr, s.process.Dir = s.own, s.dir
	said, err := os.OpenFile(filepath.Join(s.dir, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer said.Close() // the server has its own
	s.process.Stdout, s.process.Stderr = said, said
	if err := s.process.Start(); err != nil {
		return err
	}
	if err := s.wait(); err != nil {
		s.halt()
		return err
	}
	return nil
}

// halt stops the server as a crash would: nothing is finished or tidied.
func (s *Server) halt() error {
	err := s.process.Process.Signal(syscall.SIGQUIT)
	s.process.Wait()
	return err
}

// Restart stops the server as a crash would and starts it again.
func (s *Server) Restart() error {
	if err := s.halt(); err != nil {
		return err
	}
	return s.launch()
}

// wait is over when the server answers.
func (s *Server) wait() (err error) {
	for range 300 {
		if err = s.do("SELECT 1"); err == nil {
			return nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	return fmt.Errorf("PostgreSQL did not start within 30 seconds: %w", err)
}

// do runs one statement in the server's own database.
func (s *Server) do(text string) error {
	db, err := sql.Open("pgx", s.address("postgres"))
	if err != nil {
		return err
	}
	defer db.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	_, err = db.ExecContext(ctx, text)
	return err
}

// address of a database on the server.
func (s *Server) address(name string) string {
	return "postgres://doudi@/" + name + "?host=" + s.dir + "&sslmode=disable"
}

// Database makes an empty database and gives its address.
func (s *Server) Database() (string, error) {
	name := fmt.Sprintf("scratch%d", s.count.Add(1))
	return s.address(name), s.do("CREATE DATABASE " + name)
}

// Written is every file that the server has written, after it was told to write
// all, and what it said.
func (s *Server) Written() (map[string][]byte, error) {
	if err := s.do("CHECKPOINT"); err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	err := filepath.WalkDir(s.dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			files[path], err = os.ReadFile(path)
		}
		return err
	})
	return files, err
}

// Dump is a database as pg_dump writes it.
func (s *Server) Dump(address string) ([]byte, error) {
	program, err := tool("pg_dump")
	if err != nil {
		return nil, err
	}
	return exec.Command(program, address).Output()
}

// Stop ends the server and removes what it wrote.
func (s *Server) Stop() error {
	return errors.Join(s.halt(), os.RemoveAll(s.dir))
}
