package main

import (
	"context"
	"strings"
	"testing"

	"doudi/access"
	"doudi/casework"
	"doudi/paper"
	"doudi/store"
)

// lives is what happened in a demo, counted by words; pictures are those that
// were seen, by their bytes.
type lives struct {
	*testing.T
	v        *store.View
	seen     map[string]int
	pictures map[string]int64
}

// happensSomewhere reads all cases and counts what happened to them.
func happensSomewhere(t *testing.T, s *store.Store) {
	l := &lives{T: t, seen: map[string]int{}, pictures: map[string]int64{}}
	err := s.Read(context.Background(), func(v *store.View) error {
		l.v = v
		sites, err := v.Offices()
		for _, o := range sites {
			for id := int64(1); o.Level == access.Township; id++ {
				f, missing := v.Case(o.Number, id)
				if missing != nil {
					break
				}
				l.live(f)
			}
			for id := int64(1); o.Level == access.Township; id++ {
				a, missing := v.Application(o.Number, id)
				if missing != nil {
					break
				}
				l.came(a)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	l.chosen(s)
	kept, err := s.Outgoing().Kept(context.Background(), 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range kept {
		l.seen[map[string]string{"code": "a code ", "answer": "an answer ", "case": "news "}[m.Kind]+string(m.State)]++
	}
	for _, what := range []string{"window", "coordinator", "another window", "by proxy", "for several programmes", "another need",
		"object code", "object phone", "object window", "object letter", "uphold", "reject", "ask", "bring", "transfer", "visit", "check", "check differs", "appraisal",
		"two of staff went", "posted with a photograph", "posted without", "notice with a code", "letter of an award", "letter of a refusal", "taken and where",
		"plea family", "answer", "a code sent", "an answer sent", "news sent",
		"advance", "hearing", "a cut that was decided", "a cut that waits for the hearing", string(casework.ByItself), "request " + string(casework.Lodged), "request " + string(casework.Wanting),
		"a batch drawn", "picked and visited", "waits for a batch"} {
		if l.seen[what] == 0 {
			t.Errorf("nowhere in the demo: %s", what)
		}
	}
}

// chosen notes what was drawn, what waits to be, and what families handed in by
// themselves.
func (l *lives) chosen(s *store.Store) {
	err := s.Read(context.Background(), func(v *store.View) error {
		sites, err := v.Offices()
		if err != nil {
			return err
		}
		for _, o := range sites {
			requests, err := v.RequestsAt(o.Number, 100)
			if err != nil {
				return err
			}
			for _, r := range requests {
				l.seen["request "+string(r.State)]++
			}
			lots, err := v.Lots(o.Number)
			if err != nil {
				return err
			}
			l.drawn(lots)
			waiting, err := v.Drawable(o.Number, "tekun")
			if err != nil {
				return err
			}
			for _, id := range waiting {
				if f, err := v.Case(o.Number, id); err == nil && f.State == "decision" {
					l.seen["waits for a batch"]++
				}
			}
		}
		return nil
	})
	if err != nil {
		l.Fatal(err)
	}
}

// drawn notes what batches picked.
func (l *lives) drawn(lots []casework.Lot) {
	for _, one := range lots {
		if !one.Sound() {
			l.Errorf("batch %d does not come out the same again", one.Number)
		}
		l.seen["a batch drawn"]++
		for _, i := range one.Items {
			if i.Picked && i.Found != "" {
				l.seen["picked and visited"]++
			}
		}
	}
}

// came notes how an application came in.
func (l *lives) came(a casework.Application) {
	l.seen[string(a.Way)]++
	for what, is := range map[string]bool{"another window": a.Way == casework.AtWindow && a.Taken != a.Office, "by proxy": a.Proxy.Name != "",
		"for several programmes": len(a.Cases) > 1, "another need": len(a.Needs) > 1} {
		if is {
			l.seen[what]++
		}
	}
	papers, err := l.v.PapersOf(a.Office, a.Household)
	if err != nil {
		l.Fatal(err)
	}
	for _, p := range papers {
		if !paper.Kind(p.Kind).Printed() {
			l.unlike(a.Office, p.ID)
		}
	}
}

// unlike demands that a picture is like no other; those of a household are read
// with each of its applications.
func (l *lives) unlike(office, id int64) {
	_, content, err := l.v.Paper(office, id)
	if err != nil {
		l.Fatal(err)
	}
	own := office<<32 | id
	if other, there := l.pictures[string(content)]; there && other != own {
		l.Errorf("picture %d of office %d is %d of office %d", id, office, other&(1<<32-1), other>>32)
	}
	l.pictures[string(content)] = own
}

// live notes what happened to a case.
func (l *lives) live(f casework.File) {
	if of, err := l.v.ApplicationOf(f.Office, f.ID); err != nil || of == 0 && f.Ground == "" {
		l.Errorf("case %d of office %d is of no application: %v", f.ID, f.Office, err)
	}
	switch {
	case f.Ground != "" && f.State == casework.Lowered:
		l.seen["a cut that was decided"]++
	case f.Ground != "" && !f.State.Closed():
		l.seen["a cut that waits for the hearing"]++
	}
	turns, err := l.v.Turns(f.Office, f.ID)
	if err != nil {
		l.Fatal(err)
	}
	for _, turn := range turns {
		l.seen[string(turn.Act)]++
		l.seen[string(turn.Act)+" "+turn.Step]++
	}
	records, err := l.v.Records(f.Office, f.ID)
	if err != nil {
		l.Fatal(err)
	}
	for _, r := range records {
		l.found(f, r)
	}
}

// found notes a record.
func (l *lives) found(f casework.File, r casework.Record) {
	l.seen[string(r.Sort)]++
	for what, is := range map[string]bool{
		"check differs":            r.Sort == casework.Check && strings.Contains(strings.Join(saidIn(r), ""), casework.Differs),
		"two of staff went":        r.Second.Staff != 0,
		"posted with a photograph": r.Sort == casework.Posting && len(r.Picture) > 0,
		"posted without":           r.Sort == casework.Posting && len(r.Picture) == 0,
		"notice with a code":       r.Sort == casework.NoticeSheet && r.Token != "",
		"letter of an award":       r.Sort == casework.LetterSheet && strings.HasPrefix(saidIn(r)[0], "给予"),
		"letter of a refusal":      r.Sort == casework.LetterSheet && strings.HasPrefix(saidIn(r)[0], "不给予"),
		"taken and where":          len(r.Picture) > 0 && r.Picture[0].Taken != "" && r.Picture[0].Where != "",
	} {
		if is {
			l.seen[what]++
		}
	}
}

// saidIn are what a record says.
func saidIn(r casework.Record) (list []string) {
	for _, said := range r.Said {
		list = append(list, said.Text)
	}
	return list
}
