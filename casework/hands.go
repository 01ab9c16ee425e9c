package casework

import (
	"errors"
	"slices"
	"time"

	"doudi/access"
	"doudi/fault"
	"doudi/registry"
)

// entrants reads by whose hands the register has what the case stands on: all
// that stands today, and all that was changed since the draft. What a family
// brought along when it moved was entered in the office where it was led before.
func (c *Sight) entrants(v View) (err error) {
	begun := c.Turns[0].At
	if c.Registered, err = v.Entered(c.Office, c.Household, begun, access.DayOf(begun)); err != nil {
		return err
	}
	home := registry.Ref{Office: c.Office, ID: c.Household}
	return c.before(v, home, 0)
}

// before adds who entered what was known of a household before it moved here.
func (c *Sight) before(v View, home registry.Ref, depth int) error {
	origins, err := v.Origins(home)
	for _, old := range origins {
		if err != nil || old.Office == home.Office || depth > 100 {
			continue // split or merged: people kept their records here
		}
		var list []access.Done
		if list, err = v.Entered(old.Office, old.ID, c.Turns[0].At, 0); err == nil {
			c.Registered = append(c.Registered, list...)
			err = c.before(v, old, depth+1)
		}
	}
	return err
}

// hands is what was done by whom, as separation of hands looks at it: standing
// in for somebody changes nothing.
func (c *Sight) hands() (list []access.Done) {
	for _, t := range c.Turns {
		list = append(list, access.Done{Act: t.Right, By: t.Staff})
	}
	return append(append(list, c.companions()...), c.Registered...)
}

// apart refuses a move to somebody whose hand was in what another must do.
func (s *Service) apart(c *Sight, staff int64, m Move) error {
	if err := s.Registry.Matrix.Clash(staff, m.Right(), c.hands()); err != nil {
		return err
	}
	if err := c.related(staff, m); err != nil {
		return err
	}
	return c.reviewed(staff, m)
}

// kin reads whose near relatives are in the family. Who stood in the register at
// any time while the case ran stays one for it, whoever ends the entry.
func (c *Sight) kin(v View) (err error) {
	var begun time.Time
	if len(c.Turns) > 0 {
		begun = c.Turns[0].At
	}
	c.Near, err = near(v, c.File, c.Today, begun)
	c.Kin = len(c.Near) > 0
	return err
}

// kinless are the rights by which somebody looks into a case, reckons it or says
// what becomes of it.
var kinless = []string{"case.work", "case.judge", "case.review", "case.decide"}

// related refuses these to whoever has a near relative in the family, by the
// register: his relatives' case is for others, urgent or not (57号第十一条).
func (c *Sight) related(staff int64, m Move) error {
	if !slices.Contains(kinless, m.Right()) || !slices.ContainsFunc(c.Near, func(r registry.Relative) bool { return r.Staff == staff && staff != 0 }) {
		return nil
	}
	return fault.New(fault.Refused, "这一家有登记为您近亲属的人，调查、测算、审核和决定您都不能办；请另一位同事办理")
}

// reviewed refuses the second of two reviews to whoever gave the other, by
// whichever post: two levels are two people (民发〔2012〕220号第二十六条, MX-09).
func (c *Sight) reviewed(staff int64, m Move) error {
	if m.Act != Do || m.Step == nil || !opinions[m.Step.ID] {
		return nil
	}
	if slices.ContainsFunc(c.Turns, func(t Turn) bool {
		return t.Staff == staff && t.Act == Do && t.Step != m.Step.ID && opinions[t.Step]
	}) {
		return fault.New(fault.Refused, "两级审核要由两个人办；前一次审核是您办的，这一次请另一位同事办理")
	}
	return nil
}

// again looks at the hands once more when nobody else can change the register
// any more: what somebody entered a moment ago counts.
func (s *Service) again(tx Tx, c *Sight, staff int64, m Move) error {
	if right := m.Right(); right != "case.review" && right != "case.decide" {
		return nil
	}
	if err := tx.Alone(); err != nil {
		return err
	}
	now := *c
	if err := errors.Join(now.entrants(tx), now.kin(tx)); err != nil {
		return err
	}
	return s.apart(&now, staff, m)
}

// Helpers are who can do an act now, and who has the right and was in what
// another must do.
type Helpers struct {
	Act         Act
	Label       string   // of the act, as it is called here
	By          string   // the level of offices that does it, as a procedure names it
	Roles       []string // of the access matrix that may do it at that level
	Can, Barred []int64
}

// Helpers looks among colleagues for who can do what is open now. What the
// family does is recorded by whoever takes it in, and is left out.
func (s *Service) Helpers(c *Sight, at access.Office, colleagues []access.Actor) (list []Helpers) {
	for _, m := range c.moves() {
		if m.By != Township && m.By != County || m.closed(c.Situation) != nil {
			continue
		}
		h := Helpers{Act: m.Act, Label: c.Flow.named(m), By: m.By, Roles: s.Registry.Matrix.Holders(m.Right(), access.Level(m.By))}
		for _, a := range colleagues {
			if _, err := s.hand(registry.Desk{Actor: a, Office: at}, c.Flow, m, c.Today); err != nil {
				continue
			}
			if s.apart(c, a.Staff, m) == nil {
				h.Can = append(h.Can, a.Staff)
			} else {
				h.Barred = append(h.Barred, a.Staff)
			}
		}
		list = append(list, h)
	}
	return list
}
