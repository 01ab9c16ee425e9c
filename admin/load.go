package admin

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"doudi/access"
	"doudi/audit"
	"doudi/civil"
	"doudi/fault"
	"doudi/gb"
	"doudi/job"
	"doudi/seal"
)

// Kind is a kind of file that is loaded over what the program ships.
type Kind string

// The kinds. A file of divisions may hold villages as well.
const (
	Calendar  Kind = "calendar"
	Divisions Kind = "divisions"
)

// JobRecount counts the deadlines of an office's open cases again, since a
// calendar was loaded that holds for it.
const JobRecount = "case.recount"

// Load is a file as it was loaded. Office 0 is the whole instance; a calendar
// of another office is that of its place, for it and the offices under it.
type Load struct {
	Kind           Kind
	Office, Number int64
	At             time.Time
	Staff          int64
	Text           string
	Back           time.Time // when it was taken back; zero while it holds
	Taker          int64
}

// Preview is what a file would change, in plain Chinese. Nothing in Lines means
// that all of it is known already.
type Preview struct {
	Summary  string
	Lines    []string
	Warnings []string
}

// divisions are those that are known, as far as the files were read: reading
// what the program ships takes a while.
type divisions struct {
	lock sync.Mutex
	last int64
	back int // how many files had been taken back
	all  *gb.Divisions
}

// Divisions are what the program ships with what was loaded over it.
func (s *Service) Divisions(ctx context.Context) (d *gb.Divisions, err error) {
	err = s.Store.Read(ctx, func(v View) error { d, err = s.known.asOf(v); return err })
	return d, err
}

// asOf reads what was loaded since the last time; when something was taken back
// it begins anew.
func (k *divisions) asOf(v View) (*gb.Divisions, error) {
	k.lock.Lock()
	defer k.lock.Unlock()
	back, err := v.TakenBack(Divisions)
	if err != nil {
		return nil, err
	}
	if k.all == nil || len(back) != k.back {
		k.all, k.last, k.back = gb.Shipped(), 0, len(back)
	}
	files, err := v.Loaded(Divisions, k.last)
	for _, f := range files {
		next, err := k.all.Load(strings.NewReader(f.Text))
		if err != nil {
			return nil, err
		}
		k.all, k.last = next, f.Number
	}
	return k.all, err
}

// Calendar is that of an office: what the program ships, what was loaded over
// it, and the days of its own place and those above. Office 0 has no place.
func (s *Service) Calendar(ctx context.Context, office int64) (c *civil.Calendar, err error) {
	err = s.Store.Read(ctx, func(v View) error { c, err = calendar(v, office); return err })
	return c, err
}

// calendar reads the calendar of an office.
func calendar(v View, office int64) (*civil.Calendar, error) {
	files, err := v.Loaded(Calendar, 0)
	if err != nil {
		return nil, err
	}
	sites, err := v.Offices()
	if err != nil {
		return nil, err
	}
	if office != 0 && !slices.ContainsFunc(sites, func(o access.Site) bool { return o.Number == office }) {
		return nil, fault.New(fault.BadInput, "没有这个机构；请写机构列表里的编号").At(0, "office")
	}
	return laid(files, sites, office)
}

// laid lays files over what the program ships, those of an office's place last.
func laid(files []Load, sites []access.Site, office int64) (c *civil.Calendar, err error) {
	c = civil.Workdays()
	for _, place := range way(sites, office) {
		for _, f := range files {
			if f.Office != place {
				continue
			}
			if c, err = joined(c, f.Office, f.Text); err != nil {
				return nil, err
			}
		}
	}
	return c, nil
}

// way leads from the whole instance down to an office.
func way(sites []access.Site, office int64) []int64 {
	above := map[int64]int64{}
	for _, o := range sites {
		above[o.Number] = o.Above
	}
	var down []int64
	for at := office; at != 0; at = above[at] {
		down = append([]int64{at}, down...)
	}
	return append([]int64{0}, down...)
}

// joined lays a file over a calendar.
func joined(c *civil.Calendar, office int64, text string) (*civil.Calendar, error) {
	if office == 0 {
		return c.Load(strings.NewReader(text))
	}
	return c.LoadLocal(strings.NewReader(text))
}

// Look tells what a file would change. Errors are of kind BadInput and name the
// line.
func (s *Service) Look(ctx context.Context, kind Kind, office int64, file []byte) (p Preview, err error) {
	text, err := plain(file)
	if err != nil {
		return p, err
	}
	err = s.Store.Read(ctx, func(v View) error { p, err = s.look(v, kind, office, text); return err })
	return p, err
}

// look compares a file with what holds.
func (s *Service) look(v View, kind Kind, office int64, text string) (Preview, error) {
	if kind == Divisions {
		return s.lookAtDivisions(v, text)
	}
	return lookAtCalendar(v, office, text)
}

// Load keeps a file: every later run lays it over what the program ships. One
// that changes nothing is refused, so that nobody loads a file twice. It is
// looked at before anybody waits for it, and again when nobody else loads.
func (s *Service) Load(ctx context.Context, by By, kind Kind, office int64, file []byte) (p Preview, err error) {
	if p, err = s.Look(ctx, kind, office, file); err != nil {
		return p, err
	}
	if err := p.anything(); err != nil {
		return p, err
	}
	text, _ := plain(file)
	return p, s.Store.Do(ctx, audit.Instance, by.act(loading[kind]), func(tx Tx) error {
		if err := tx.Alone(); err != nil {
			return err
		}
		if p, err = s.look(tx, kind, office, text); err != nil {
			return err
		}
		if err := p.anything(); err != nil {
			return err
		}
		number, err := tx.Next("loaded")
		if err != nil {
			return err
		}
		tx.About(fmt.Sprintf("%s:%d", kind, number), seal.Digest([]byte(text)))
		if err := s.recount(tx, kind, office, fmt.Sprintf("%s:%d", kind, number)); err != nil {
			return err
		}
		return tx.AddLoaded(Load{Kind: kind, Office: office, Number: number, At: tx.Now(), Staff: by.Staff, Text: text})
	})
}

// loading are the acts of loading.
var loading = map[Kind]string{Calendar: "calendar.load", Divisions: "division.load"}

// anything refuses a file that changes nothing.
func (p *Preview) anything() error {
	if len(p.Lines) == 0 {
		return fault.New(fault.BadInput, "文件里的内容系统里都有了，没有要加载的").At(0, "text")
	}
	return nil
}

// recount asks that the deadlines of every office for which a calendar holds are
// counted again.
func (s *Service) recount(tx Tx, kind Kind, office int64, key string) error {
	if kind != Calendar {
		return nil
	}
	sites, err := tx.Offices()
	for _, o := range sites {
		if err != nil || !slices.Contains(way(sites, o.Number), office) {
			continue
		}
		err = tx.Enqueue(job.Job{Office: o.Number, Kind: JobRecount, Key: key, RunAt: tx.Now()})
	}
	return err
}

// Loads lists what was loaded of a kind, in order, with what was taken back.
func (s *Service) Loads(ctx context.Context, kind Kind) (files []Load, err error) {
	err = s.Store.Read(ctx, func(v View) error {
		if files, err = v.Loaded(kind, 0); err != nil {
			return err
		}
		back, err := v.TakenBack(kind)
		files = append(files, back...)
		slices.SortFunc(files, func(a, b Load) int { return int(a.Number - b.Number) })
		return err
	})
	return files, err
}

// plain is the text of a file from a table program, or from a form, which ends
// lines in its own way.
func plain(file []byte) (string, error) {
	file = bytes.TrimPrefix(file, []byte("\ufeff"))
	if !utf8.Valid(file) || bytes.IndexByte(file, 0) >= 0 {
		return "", fault.New(fault.BadInput, "文件不是 UTF-8 编码；请在表格软件里另存为“CSV UTF-8”").At(0, "text")
	}
	return strings.ReplaceAll(string(file), "\r\n", "\n"), nil
}
