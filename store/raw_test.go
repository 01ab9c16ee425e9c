package store_test

import (
	"database/sql"
	"net/url"
)

// raw changes the database behind the program's back.
func (h *house) raw(text string, into ...any) {
	h.Helper()
	driver, address := "sqlite", "file:"+(&url.URL{Path: h.address}).EscapedPath()+"?_pragma=busy_timeout(10000)"
	if h.postgres {
		driver, address = "pgx", h.address
	}
	db, err := sql.Open(driver, address)
	h.must(err)
	defer db.Close()
	if len(into) == 0 {
		_, err = db.Exec(text)
	} else {
		err = db.QueryRow(text).Scan(into...)
	}
	h.must(err)
}
