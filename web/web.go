// Package web is the pages: server-rendered, in plain Chinese, for a phone on
// a bad network as for an old office PC. One page is one file with its view
// struct and its handler, its template beside it; routes.go lists them all.
// Pages read no clock and no chance of their own, and every form works without
// scripts.
package web

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"doudi/access"
	"doudi/admin"
	"doudi/casework"
	"doudi/notify"
	"doudi/paper"
	"doudi/registry"
	"doudi/staff"

	"github.com/a-h/templ"
)

// Options are what the pages take from their surroundings.
type Options struct {
	Law *Law
	// Examples holds family files to look at; nil if there are none.
	Examples fs.FS
	// Now is the clock and Random the source of the ids of what is kept in memory.
	Now    func() time.Time
	Random io.Reader
	// BehindProxy says that a proxy of ours stands before the pages, takes the
	// encryption off and says so in X-Forwarded-Proto.
	BehindProxy bool
	// Demo says that all people are invented: every page says so, and the page of
	// the second factor shows the code that nobody has a phone for.
	Demo bool
	// Later lets days pass in a demo; nil where time goes its own way.
	Later func(days int)
	// Staff lets staff log in; nil where there is no database: then only the
	// calculator and the explorer are open.
	Staff *staff.Service
	// Registry holds the people and households; it is there where Staff is.
	Registry *registry.Registry
	// Papers holds what families bring and the office prints; as Registry.
	Papers *paper.Service
	// Admin is what administrators keep; it is there where Staff is.
	Admin *admin.Service
	// Cases are the applications on their way; as Registry.
	Cases *casework.Service
	// Messages go out to families; as Registry.
	Messages *notify.Service
	// Log takes what went wrong inside; it never holds what people typed.
	Log *slog.Logger
}

// Site serves all pages. It may be used by many goroutines at once.
type Site struct {
	Options
	mux      *http.ServeMux
	pages    http.Handler // mux behind its guard
	examples []exampleGroup
	forms    forms
	shared   shelf         // answers by the ids of shared links
	searches shelf         // searches of people by their ids
	heard    heard         // objections by the codes on notices
	within   givens        // answers to the forms of staff
	without  givens        // … and to those of everybody
	buffer   sync.Pool     // of *bytes.Buffer
	zipper   sync.Pool     // of *gzip.Writer
	busy     chan struct{} // one for each answer being made
	hands    chan struct{} // one for each form with files being read
	chance   sync.Mutex    // over Random
}

// New joins the pages with what they stand on. The error is one of the
// examples.
func New(o Options) (*Site, error) {
	s := &Site{Options: o, mux: http.NewServeMux(), busy: make(chan struct{}, maxBusy), hands: make(chan struct{}, maxHands), shared: shelf{span: sharedFor}, searches: shelf{span: searchFor}}
	s.buffer.New = func() any { return new(bytes.Buffer) }
	s.zipper.New = func() any { z, _ := gzip.NewWriterLevel(io.Discard, gzip.BestSpeed); return z }
	if err := s.join(routes); err != nil {
		return nil, err
	}
	s.mux.HandleFunc("GET /assets/{file}", serveAsset)
	s.mux.Handle("/", s.carry((*Site).nowhere))
	s.pages = s.guard(s.mux)
	if o.Examples == nil {
		return s, nil
	}
	var err error
	s.examples, err = readExamples(o.Law, o.Examples)
	return s, err
}

// join opens the pages of a table. A page whose act the access matrix does not
// know would be open to nobody or to everybody, so it is an error.
func (s *Site) join(table []Route) error {
	matrix := access.Shipped()
	for _, r := range table {
		if _, known := matrix.Acts[r.Act]; !known {
			return fmt.Errorf("web: %s %s: the access matrix knows no act %q", r.Method, r.Path, r.Act)
		}
		if r.Door != Open && s.Staff == nil {
			continue
		}
		if uploads[r.Path] && r.Method == http.MethodPost {
			r.serve = received(posted(r.serve))
			if r.Door == Outside {
				r.serve = requested(r.serve)
			}
		}
		if r.Method == http.MethodPost {
			r.serve = answering(sentForm{nearest(table, r), onceActs[r.Act], r.Door >= Underway}, r.serve)
		}
		serve := s.behind(r)
		if r.Method == http.MethodPost && !uploads[r.Path] {
			serve = posted(serve)
		}
		s.mux.Handle(r.Method+" "+r.Path, s.carry(serve))
	}
	return nil
}

// ServeHTTP answers one request.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.pages.ServeHTTP(w, r) }

// show writes a whole page at once, so that a page that fails half-way can
// still become an error page. What people typed may stand in it: no browser keeps
// a copy. The answer to a form is led to, so that it can be gone back to.
func (s *Site) show(w http.ResponseWriter, r *http.Request, status int, page templ.Component) error {
	b := s.buffer.Get().(*bytes.Buffer)
	defer s.buffer.Put(b)
	b.Reset()
	if err := page.Render(r.Context(), b); err != nil {
		return err
	}
	at, err := s.shelved(w, r, status, b.Bytes())
	if err != nil {
		return err
	}
	if at != "" {
		return away(w, r, at)
	}
	return s.write(w, r, status, b.Bytes())
}

// write sends a page that is made.
func (s *Site) write(w http.ResponseWriter, r *http.Request, status int, page []byte) error {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	send := plainly
	if squeezed(r) {
		h.Set("Content-Encoding", "gzip")
		h.Set("Vary", "Accept-Encoding")
		send = s.squeeze
	}
	w.WriteHeader(status)
	if err := send(w, page); err != nil {
		s.Log.Debug("the reader went away", "error", err)
	}
	return nil
}

// sendSheet sends a table to be kept. Its name is Chinese, as the page is.
func (s *Site) sendSheet(w http.ResponseWriter, name string, content []byte) error {
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Length", strconv.Itoa(len(content)))
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Cache-Control", "no-store")
	if err := plainly(w, content); err != nil {
		s.Log.Debug("the reader went away", "error", err)
	}
	return nil
}

// attach says that what follows is a file to be kept, not a page.
func (s *Site) attach(w http.ResponseWriter, name string) {
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	h.Set("Cache-Control", "no-store")
}

// squeezed tells whether a page is sent compressed. The pages of the law are,
// for a village line: they are long, alike for everybody, and hold no form
// token. A family's pages go as they are: how well a page compresses tells of
// what stands in it.
func squeezed(r *http.Request) bool {
	return r.Method == http.MethodGet && strings.HasPrefix(r.URL.Path, "/law") && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip")
}

// plainly sends bytes as they are.
func plainly(w io.Writer, page []byte) error {
	_, err := w.Write(page)
	return err
}

// squeeze sends them compressed.
func (s *Site) squeeze(w io.Writer, page []byte) error {
	z := s.zipper.Get().(*gzip.Writer)
	defer s.zipper.Put(z)
	z.Reset(w)
	if _, err := z.Write(page); err != nil {
		return err
	}
	return z.Close()
}
