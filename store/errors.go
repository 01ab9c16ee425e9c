package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"

	"doudi/fault"

	"github.com/jackc/pgx/v5/pgconn"
	lite "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// plain says in Chinese what a database said; a fault of ours stays as it is.
// What the database says may repeat values of a row, so only its code is kept.
func plain(err error) error {
	var known *fault.Error
	var local *lite.Error
	var server *pgconn.PgError
	var connect *pgconn.ConnectError
	var cut net.Error
	switch {
	case err == nil || errors.As(err, &known):
		return err
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return fault.Wrap(err, fault.Internal, "操作中断，没有保存；请再试一次")
	case errors.Is(err, sql.ErrNoRows):
		return fault.Wrap(err, fault.NotFound, "没有找到要的记录；请刷新后再试")
	case errors.As(err, &connect):
		return fault.Wrap(code("connect"), fault.Internal, "连不上数据库；请核对 --db 的地址，看数据库服务是否在运行")
	case errors.As(err, &server):
		return fault.Wrap(code("postgres "+server.Code), fault.Internal, serverSentence(server.Code))
	case errors.As(err, &cut), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF), errors.Is(err, driver.ErrBadConn), errors.Is(err, pgconn.ErrConnClosed):
		return fault.Wrap(code("connection lost"), fault.Internal, "和数据库的连接断了；请刷新看这一步有没有保存，没有就再做一次")
	case errors.As(err, &local):
		return fault.Wrap(code("sqlite "+lite.ErrorCodeString[local.Code()&0xff]), fault.Internal, fileSentence(local.Code()))
	}
	return fault.Wrap(err, fault.Internal, "数据库出错，没有保存；请稍后再试，仍不行请告诉系统管理员")
}

// code is the cause for the log.
type code string

// Error is the text for the log.
func (c code) Error() string { return "store: " + string(c) }

// fileSentence tells what SQLite's code means for whoever runs the office.
func fileSentence(number int) string {
	switch number & 0xff {
	case sqlite3.SQLITE_FULL:
		return "磁盘满了，没有保存；请腾出空间后再试，已保存的内容都在"
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return "数据库正被别的程序占用，没有保存；请稍后再试"
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN:
		return "数据库文件打不开或不能写；请核对文件和所在文件夹的权限"
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return "数据库文件已损坏，或者不是数据库；请停止使用，从最近的备份恢复（doudi restore）"
	}
	return "数据库出错，没有保存；请稍后再试，仍不行请告诉系统管理员"
}

// serverSentence tells what PostgreSQL's code means.
func serverSentence(number string) string {
	switch {
	case number == "55P03":
		return "数据库正忙，没有保存；请稍后再试"
	case number == "53100":
		return "数据库服务器的磁盘满了，没有保存；请腾出空间后再试，已保存的内容都在"
	case len(number) == 5 && (number[:2] == "57" || number[:2] == "08"):
		return "数据库服务正在停止或重启，没有保存；请稍后再试"
	case number[:2] == "28" || number == "3D000":
		return "数据库服务器不让登录，或没有这个数据库；请核对 --db 的地址、用户和密码"
	}
	return "数据库出错，没有保存；请稍后再试，仍不行请告诉系统管理员"
}

// collided tells that two transactions stood in each other's way and one was
// rolled back; doing it again is all it needs.
func collided(err error) bool {
	var known code
	var server *pgconn.PgError
	if errors.As(err, &server) {
		known = code("postgres " + server.Code)
	} else if !errors.As(err, &known) {
		return false
	}
	return known == "postgres 40001" || known == "postgres 40P01" || known == errParted
}
