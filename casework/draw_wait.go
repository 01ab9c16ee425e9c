package casework

import (
	"context"
	"errors"
	"slices"
	"strings"

	"doudi/access"
	"doudi/civil"
	"doudi/money"
	"doudi/pack"
	"doudi/registry"
)

// spotShare ends the names of the figures by which the packs say how many cases of
// a programme are looked into: tekun_check_share.
const spotShare = "_check_share"

// Spot is a programme of which a county draws cases, with those that wait for a
// batch. Share is the highest that the law wants of any of them: the share is one
// that may not be fallen short of (43号第十六条).
type Spot struct {
	Programme, Label string
	Share            money.Rate
	Cases            []LotItem
}

// Picks is how many of them a batch of all would pick.
func (s *Spot) Picks() int { return picks(len(s.Cases), s.Share) }

// Spots are the programmes of which the law of a county wants cases drawn today,
// or wanted it when cases that still wait were handed in.
func (s *Service) Spots(ctx context.Context, d registry.Desk) (list []Spot, err error) {
	if _, err := s.Registry.May(ctx, d, drawing); err != nil {
		return nil, err
	}
	err = s.Store.Read(ctx, func(v View) error {
		sites, err := v.Offices()
		if err == nil {
			list, err = s.spots(v, sites, d.Office.ID)
		}
		return err
	})
	return list, err
}

// drawing is the right of everything about draws.
const drawing = "case.draw"

// spots reads them.
func (s *Service) spots(v View, sites []access.Site, county int64) (list []Spot, err error) {
	today := s.Registry.Today()
	law, _, err := s.law(sites, county, today)
	if err != nil {
		return nil, err
	}
	for _, figure := range law.Figures {
		programme, is := strings.CutSuffix(figure.ID, spotShare)
		if !is {
			continue
		}
		spot := Spot{Programme: programme, Share: shareOf(law, programme, today)}
		if p := law.ProgrammeAt(programme, today); p != nil {
			spot.Label = p.Label
		}
		if err := s.gather(v, sites, county, &spot); err != nil {
			return nil, err
		}
		if spot.Share > 0 {
			list = append(list, spot)
		}
	}
	return list, nil
}

// gather puts in the cases of a county that wait for a batch, whichever of the
// offices under it leads them.
func (s *Service) gather(v View, sites []access.Site, county int64, spot *Spot) error {
	for _, o := range sites {
		if countyOf(sites, o.Number) != county {
			continue
		}
		ids, err := v.Drawable(o.Number, spot.Programme)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := s.queue(v, sites, registry.Ref{Office: o.Number, ID: id}, spot); err != nil {
				return err
			}
		}
	}
	slices.SortFunc(spot.Cases, func(a, b LotItem) int { return strings.Compare(string(a.Number), string(b.Number)) })
	return nil
}

// queue puts in a case if it waits for a batch.
func (s *Service) queue(v View, sites []access.Site, at registry.Ref, spot *Spot) error {
	f, err := v.Case(at.Office, at.ID)
	if err != nil {
		return err
	}
	wait, share, err := s.waitOf(v, sites, f)
	if wait == ForBatch {
		spot.Label, spot.Share = s.labelled(v, sites, f, spot.Label), max(spot.Share, share)
		spot.Cases = append(spot.Cases, LotItem{Ref: f.Ref, Number: f.Number, State: f.State})
	}
	return err
}

// labelled is the name of a programme; where it is in force no more, that under
// which a case asks for it.
func (s *Service) labelled(v View, sites []access.Site, f File, known string) string {
	if o, err := s.offerOf(v, sites, f); known == "" && err == nil {
		return o.Aid.Label
	}
	return known
}

// countyOf is the county of an office: itself or the nearest above; 0 if there is
// none.
func countyOf(sites []access.Site, office int64) int64 {
	for _, o := range slices.Backward(sites) { // those above come first
		switch {
		case o.Number != office:
		case o.Level == access.County:
			return o.Number
		default:
			office = o.Above
		}
	}
	return 0
}

// shareOf is the share of a programme's cases that a law wants drawn on a day; 0 if
// it wants none.
func shareOf(law *pack.Resolved, programme string, on civil.Date) money.Rate {
	figure := law.Figure(programme + spotShare)
	if figure == nil {
		return 0
	}
	for _, row := range figure.Rows {
		if share, err := money.ParseRate(row.Value.Text); row.Contains(on) && err == nil {
			return share
		}
	}
	return 0
}

// drawnFrom is the share of the cases of its kind that is drawn before one is
// decided; 0 where none is. The county draws among what townships report to it:
// what the law leaves to them is not reported (43号第十六条、社会救助法第四十四条),
// and a change of an award is no application.
func (c *code) drawnFrom(flow *Flow, f File, kin bool) money.Rate {
	now := Situation{Delegated: f.Delegated, Kin: kin}
	reported := slices.ContainsFunc(flow.moves, func(m Move) bool {
		return m.Act == Approve && m.By == County && (ByUsual.holds(now) || !slices.Contains(m.Guards, ByUsual))
	})
	if f.Ground != "" || !reported {
		return 0
	}
	return shareOf(c.Resolved, f.Programme, f.Applied)
}

// draws is what batches have to do with a case.
type draws struct {
	any, waits, picked bool
	lot                registry.Ref // that holds it, by the county and its number there
}

// drawsOf reads it: of the case itself, and of what it was in the offices that
// handed it over as far as that was drawn there.
func drawsOf(v View, at registry.Ref) (draws, error) {
	lot, item, found, err := v.LotOf(at.Office, at.ID)
	d := draws{found, found && lot.Seed == "", found && item.Picked, registry.Ref{Office: lot.Office, ID: lot.Number}}
	for err == nil && !d.picked {
		var came *Handover
		if came, err = v.HandedBecame(at); came == nil || err != nil {
			break
		}
		at = came.From
		if lot, item, found, err = v.LotOf(at.Office, at.ID); found && lot.Seed != "" {
			d.any, d.picked = true, item.Picked
		}
	}
	return d, err
}

// drawn puts into the situation what the draw has to do with a case.
func (c *Sight) drawn(v View) error {
	d, err := drawsOf(v, c.Ref)
	c.Lot, c.Picked, c.InLot, c.Unlotted = d.lot, d.picked, d.waits, !d.any && c.law.drawnFrom(c.Flow, c.File, c.Kin) > 0
	return err
}

// DrawWait is what a case that could be decided otherwise waits for.
type DrawWait string

// The waits.
const (
	ForBatch DrawWait = "batch" // no batch has it
	ForDraw  DrawWait = "draw"  // its batch was not drawn
	ForVisit DrawWait = "visit" // it was picked, and nobody has looked into it
)

// Waits tells what the draw keeps a case waiting for where it could be decided;
// "" if for nothing.
func (c *Sight) Waits() DrawWait {
	if _, decided := c.Flow.decided(c.State); !decided {
		return ""
	}
	switch {
	case c.Unlotted:
		return ForBatch
	case c.InLot:
		return ForDraw
	case !SpotChecked.holds(c.Situation):
		return ForVisit
	}
	return ""
}

// WaitSentence says what that is, and who does it; "" if it is nothing.
func (c *Sight) WaitSentence() string {
	switch c.Waits() {
	case "":
		return ""
	case ForVisit:
		return SpotChecked.sentence(c.Situation)
	}
	return Sampled.sentence(c.Situation)
}

// waitOf is the same of a case in a list, with the share that is drawn.
func (s *Service) waitOf(v View, sites []access.Site, f File) (DrawWait, money.Rate, error) {
	offer, err := s.offerOf(v, sites, f)
	if _, waits := offer.Flow.decided(f.State); err != nil || !waits || f.Ground != "" {
		return "", 0, err
	}
	c := &Sight{File: f, Offer: offer, Today: s.Registry.Today()}
	var errs [3]error
	if c.law, errs[0] = s.lawOf(v, sites, f); errs[0] != nil || c.law.Figure(f.Programme+spotShare) == nil {
		return "", 0, errs[0]
	}
	if c.Turns, errs[2] = v.Turns(f.Office, f.ID); errs[2] != nil {
		return "", 0, errs[2]
	}
	errs[0], errs[1] = c.kin(v), c.drawn(v)
	if marked(c.Turns, Aside, string(Visit)) {
		c.Done = []string{string(Visit)}
	}
	return c.Waits(), c.law.drawnFrom(offer.Flow, f, c.Kin), errors.Join(errs[:]...)
}
