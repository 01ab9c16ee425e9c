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
	{"GET", "/law", "read", (*Site).lawPlaces},
	{"GET", "/law/search", "read", (*Site).lawSearch},
	{"GET", "/law/source", "read", (*Site).lawSources},
	{"GET", "/law/source/{id}", "read", (*Site).lawSource},
	{"GET", "/law/diff", "read", (*Site).lawDiff},
	{"GET", "/law/{place}", "read", (*Site).lawPlace},
	{"GET", "/law/{place}/subject/{subject}", "read", (*Site).lawSubject},
	{"GET", "/law/{place}/programme/{id}", "read", (*Site).lawProgramme},
	{"GET", "/law/{place}/figure/{id}", "read", (*Site).lawFigure},
	{"GET", "/law/{place}/rule/{id}", "read", (*Site).lawRule},
}

// Routes lists all pages, for the tests that must visit every one of them.
func Routes() []Route { return routes }
