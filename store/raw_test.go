package store_test

import (
	"database/sql"
	"net/url"
)

// outside opens the database as somebody else would, who waits for its lock and,
// when he begins, takes it.
func (h *house) outside() *sql.DB {
	h.Helper()
	driver, address := "sqlite", "file:"+(&url.URL{Path: h.address}).EscapedPath()+"?_txlock=immediate&_pragma=busy_timeout(10000)"
	if h.postgres {
		driver, address = "pgx", h.address
	}
	db, err := sql.Open(driver, address)
	h.must(err)
	return db
}

// raw changes the database behind the program's back.
func (h *house) raw(text string, into ...any) {
	h.Helper()
	db := h.outside()
	defer db.Close()
	var err error
	if len(into) == 0 {
		_, err = db.Exec(text)
	} else {
		err = db.QueryRow(text).Scan(into...)
	}
	h.must(err)
}
