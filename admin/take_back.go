package admin

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"doudi/audit"
	"doudi/fault"
	"doudi/gb"
)

// taking are the acts of taking a loaded file back.
var taking = map[Kind]string{Calendar: "calendar.take_back", Divisions: "division.take_back"}

// LookBack tells what would be different without a file that was loaded. What
// was loaded later and rests on it stands in the way, and is named.
func (s *Service) LookBack(ctx context.Context, kind Kind, number int64) (p Preview, err error) {
	err = s.Store.Read(ctx, func(v View) error { p, _, err = s.lookBack(v, kind, number); return err })
	return p, err
}

// TakeBack lets a file hold no more that was loaded by mistake. The file stays,
// with who took it back; deadlines are counted again.
func (s *Service) TakeBack(ctx context.Context, by By, kind Kind, number int64) error {
	return s.Store.Do(ctx, audit.Instance, by.act(taking[kind]), func(tx Tx) error {
		if err := tx.Alone(); err != nil {
			return err
		}
		p, f, err := s.lookBack(tx, kind, number)
		if err != nil {
			return err
		}
		f.Back, f.Taker = tx.Now(), by.Staff
		tx.About(fmt.Sprintf("%s:%d", kind, number), digestOf(p.Lines...))
		if err := s.recount(tx, kind, f.Office, fmt.Sprintf("%s:%d/back", kind, number)); err != nil {
			return err
		}
		return tx.TakeBack(f)
	})
}

// lookBack finds a file that holds and compares with and without it.
func (s *Service) lookBack(v View, kind Kind, number int64) (p Preview, f Load, err error) {
	files, err := v.Loaded(kind, 0)
	if err != nil {
		return p, f, err
	}
	at := slices.IndexFunc(files, func(f Load) bool { return f.Number == number })
	if at < 0 {
		return p, f, fault.New(fault.Conflict, "没有这个加载过的文件，或者别人刚刚收回了；请刷新页面")
	}
	f = files[at]
	rest := slices.Delete(slices.Clone(files), at, at+1)
	if kind == Divisions {
		p, err = s.withoutDivisions(v, rest)
	} else {
		p, err = withoutCalendar(v, files, rest, f.Office)
	}
	if err == nil && len(p.Lines) == 0 {
		p.Lines = []string{"后来加载的文件已经换掉了它的全部内容，收回以后推算不变"}
	}
	return p, f, err
}

// withoutCalendar compares the calendar of a place with and without a file.
func withoutCalendar(v View, files, rest []Load, office int64) (p Preview, err error) {
	sites, err := v.Offices()
	if err != nil {
		return p, err
	}
	was, err := laid(files, sites, office)
	if err != nil {
		return p, err
	}
	is, err := laid(rest, sites, office)
	if err != nil {
		return p, err
	}
	p.Lines = yearLines(was, is)
	return p, nil
}

// withoutDivisions compares the divisions with and without a file.
func (s *Service) withoutDivisions(v View, rest []Load) (p Preview, err error) {
	was, err := s.known.asOf(v)
	if err != nil {
		return p, err
	}
	is := gb.Shipped()
	for _, f := range rest {
		if is, err = is.Load(strings.NewReader(f.Text)); err != nil {
			return p, fault.Newf(fault.Refused, "第 %d 次加载的文件要用到这一次的内容；请先收回那一次，再收回这一次", f.Number)
		}
	}
	for _, c := range is.Changes(was) {
		line := "去掉 " + c.Code + " " + histories(c.Is)
		if len(c.Was) > 0 {
			line = "改回 " + c.Code + " " + histories(c.Was) + "；现在是 " + histories(c.Is)
		}
		p.Lines = append(p.Lines, line)
	}
	p.Warnings, err = s.strays(v, was, is)
	return p, err
}
