package web

import "net/http"

// Route is one line of the table of pages. Act is the word that the access
// matrix knows the page by.
type Route struct {
	Method, Path, Act string
	serve             page
}

// page answers a request, or returns why it cannot; failure.go renders that.
type page func(*Site, http.ResponseWriter, *http.Request) error

// routes are all pages. Answers of a family travel in the body of a POST, never
// in an address.
var routes = []Route{
	{"GET", "/{$}", "ask", (*Site).start},
	{"POST", "/place", "ask", (*Site).place},
	{"POST", "/form", "ask", (*Site).calculator},
	{"POST", "/result", "ask", (*Site).answer},
	{"GET", "/examples/{id}", "ask", (*Site).example},
	{"POST", "/share", "ask", (*Site).share},
	{"GET", "/shared/{id}", "ask", (*Site).sharedResult},
}

// Routes lists all pages, for the tests that must visit every one of them.
func Routes() []Route { return routes }
