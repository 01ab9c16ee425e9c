package web

import (
	"net/http"

	"doudi/access"
	"doudi/casework"
)

// drawing is the right of everything about draws.
const drawing = "case.draw"

// spotLine is a programme of which an office draws, with the cases that wait for a
// batch, and where one is made of them.
type spotLine struct {
	Programme, Label, Share, Path string
	Cases                         []link
	Picks                         int // of a batch of all of them
}

// spotLines are those of an office that draws.
func (s *Site) spotLines(r *http.Request, office int64) (lines []spotLine, err error) {
	d := visitOf(r.Context()).desk()
	d.Office = visitOf(r.Context()).tree[office]
	list, err := s.Cases.Spots(r.Context(), d)
	for _, one := range list {
		line := spotLine{Programme: one.Programme, Label: one.Label, Share: one.Share.String(), Path: drawPath(office), Picks: one.Picks()}
		for _, c := range one.Cases {
			line.Cases = append(line.Cases, link{c.Number.String(), casePath(c.Ref)})
		}
		lines = append(lines, line)
	}
	return lines, err
}

// spotsDue are the programmes of which cases wait for a batch, for whoever draws.
func (s *Site) spotsDue(r *http.Request, v *visit) (due []spotLine, err error) {
	home := v.member.Account.Office
	if !v.can(drawing, home) {
		return nil, nil
	}
	lines, err := s.spotLines(r, home)
	for _, line := range lines {
		if len(line.Cases) > 0 {
			due = append(due, line)
		}
	}
	return due, err
}

// waitWords say in lists what the draw keeps a case waiting for.
var waitWords = map[casework.DrawWait]string{casework.ForBatch: "等编进抽查批次", casework.ForDraw: "等抽查抽取", casework.ForVisit: "抽中，等县级入户"}

// waitView says on the page of a case what the draw keeps it waiting for, and where
// that is done.
type waitView struct {
	Sentence string   // "" if it waits for nothing
	Go       link     // to the batch, for whoever draws
	Batch    spotLine // of which a batch can be made; no programme where it cannot
	Who      string   // who draws
}

// waitView lays it out.
func (s *Site) waitView(r *http.Request, c *casework.Sight) (view waitView, err error) {
	v := visitOf(r.Context())
	view.Sentence = c.WaitSentence()
	county := v.countyOf(c.Office)
	if view.Sentence == "" || c.Waits() == casework.ForVisit {
		return view, nil
	}
	if c.Lot.ID != 0 {
		county = v.tree[c.Lot.Office]
	}
	switch may := v.can(drawing, county.ID); {
	case may && c.Waits() == casework.ForDraw:
		view.Go = link{"到抽查第 " + itoa(int(c.Lot.ID)) + " 批抽取", drawPath(county.ID) + "/" + itoa(int(c.Lot.ID))}
	case may:
		lines, err := s.spotLines(r, county.ID)
		for _, line := range lines {
			if line.Programme == c.Programme {
				view.Batch = line
			}
		}
		return view, err
	default:
		view.Who, err = s.drawers(r, county)
	}
	return view, err
}

// countyOf is the county of an office: itself or the nearest above.
func (v *visit) countyOf(office int64) access.Office {
	o := v.tree[office]
	for _, above := range o.Above {
		if o.Level == access.County {
			break
		}
		o = v.tree[above]
	}
	return o
}

// drawers names who draws in a county.
func (s *Site) drawers(r *http.Request, county access.Office) (string, error) {
	colleagues, err := s.Staff.Colleagues(r.Context(), county.ID)
	if err != nil {
		return "", err
	}
	var can []int64
	for _, a := range colleagues {
		if _, err := s.Staff.Matrix.May(a, drawing, s.today(), county); err == nil {
			can = append(can, a.Staff)
		}
	}
	names, err := s.Staff.Names(r.Context(), can...)
	return called(can, names), err
}
