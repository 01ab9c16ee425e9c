package casework

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"doudi/access"
	"doudi/audit"
	"doudi/fault"
	"doudi/registry"
)

// The acts of the matrix by which a case comes into somebody's hands: one's own,
// or a colleague's by whoever hands the work of others over.
const (
	claiming = "case.claim"
	handing  = "staff.hand_over"
)

// Claim takes a case into one's own hands, where it is in nobody's. It shuts
// nobody out: colleagues see whose hands it is in and can act on it all the same.
func (s *Service) Claim(ctx context.Context, d registry.Desk, id int64) error {
	return s.claim(ctx, d, id, claiming, func(c *Sight) (int64, string, error) {
		if c.Claimed != 0 && c.Claimed != d.Actor.Staff {
			return 0, "", fault.New(fault.Conflict, "这件申请已经有同事在办；要换人，请他转给您，或者请审核人移交")
		}
		return d.Actor.Staff, "", s.able(c, d.Office, d.Actor, "您")
	})
}

// GiveBack puts a case out of one's hands, back to all who work there.
func (s *Service) GiveBack(ctx context.Context, d registry.Desk, id int64) error {
	return s.claim(ctx, d, id, claiming, func(c *Sight) (int64, string, error) {
		if c.Claimed != d.Actor.Staff {
			return 0, "", fault.New(fault.Refused, "这件申请不在您手上，不用放回")
		}
		return 0, "", nil
	})
}

// HandOn gives a case to a colleague, with the reason: one's own, one that is in
// nobody's hands, or, for whoever hands work over, that of another. Who could not
// do what comes next is not given it: separation of hands holds.
func (s *Service) HandOn(ctx context.Context, d registry.Desk, id int64, to access.Actor, reason string) error {
	c, err := s.look(ctx, d, id)
	if err != nil {
		return err
	}
	switch {
	case to.Staff != 0 && to.Staff == c.Claimed, c.Claimed == 0 && to.Staff == d.Actor.Staff:
		return fault.New(fault.BadInput, "转给谁：本来就在他手上，或者是您自己（点“我来办”）；请选一位同事").At(0, "colleague")
	case c.Claimed != 0 && c.Claimed != d.Actor.Staff:
		return s.handOn(ctx, d, id, handing, to, reason)
	}
	return s.handOn(ctx, d, id, claiming, to, reason)
}

// handOn gives a case to a colleague by one of the two acts.
func (s *Service) handOn(ctx context.Context, d registry.Desk, id int64, name string, to access.Actor, reason string) error {
	if reason = strings.TrimSpace(reason); reason == "" || len([]rune(reason)) > 200 || holdsNumber(reason) {
		return fault.New(fault.BadInput, "转交的理由：没有写，或者超过 200 个字，或者写了号码；请写明为什么转交").At(0, "reason")
	}
	if to.Staff == 0 {
		return fault.New(fault.BadInput, "转给谁：没有选；请选一位同事").At(0, "colleague")
	}
	return s.claim(ctx, d, id, name, func(c *Sight) (int64, string, error) {
		if name == claiming && c.Claimed != 0 && c.Claimed != d.Actor.Staff {
			return 0, "", overtaken
		}
		return to.Staff, reason, s.able(c, d.Office, to, "这位同事")
	})
}

// claim changes whose hands a case is in.
func (s *Service) claim(ctx context.Context, d registry.Desk, id int64, name string, into func(*Sight) (staff int64, reason string, err error)) error {
	act, err := s.Registry.May(ctx, d, name)
	if err != nil {
		return err
	}
	c, err := s.look(ctx, d, id)
	if err != nil {
		return err
	}
	if c.State.Closed() {
		return fault.New(fault.Refused, "这件申请已经办结，不用领取或者转交")
	}
	staff, reason, err := into(c)
	if err != nil {
		return s.refused(ctx, d, id, act, err)
	}
	return s.Store.Do(ctx, d.Office.ID, act, func(tx Tx) error {
		if err := tx.HoldCase(id); err != nil {
			return err
		}
		now, err := tx.Claimed(d.Office.ID, id)
		if err == nil && now != c.Claimed {
			err = overtaken
		}
		if err != nil {
			return err
		}
		tx.Witness("case", id, fmt.Sprint("claimed ", c.Claimed, " ", staff, " ", reason))
		return tx.Claim(id, staff)
	})
}

// able refuses a case to whoever could do nothing of what comes next: without the
// role, or because his hand was in what another must do.
func (s *Service) able(c *Sight, at access.Office, a access.Actor, who string) error {
	for _, m := range c.Flow.From(c.State) {
		if !moving(m) {
			continue
		}
		if _, err := s.hand(registry.Desk{Actor: a, Office: at}, c.Flow, m, c.Today); err == nil && s.apart(c, a.Staff, m) == nil {
			return nil
		}
	}
	return fault.New(fault.Refused, who+"办不了接下来的这一步：在这里没有这样的角色，或者登记过这一家的情况、办过前面的步骤；请换一位同事")
}

// moving tells whether a move takes a case on towards its end: who can only take
// it back, end it, transfer it or take it up again has no work with it.
func moving(m Move) bool {
	return !slices.Contains([]Act{Withdraw, Transfer, Cease, Reopen}, m.Act)
}

// pass puts a case out of the hands that it is in when it moves on to somebody
// else's step: whoever took the step keeps it while the next is his as well.
func (c *Sight) pass(tx Tx, f File, t Turn, post access.Post) error {
	if f.State == c.State || c.Claimed == 0 {
		return nil
	}
	own := access.Actor{Staff: t.Staff, Posts: []access.Post{post}}
	next := *c
	next.File, next.Turns = f, append(slices.Clone(c.Turns), t)
	if c.Claimed == t.Staff && !f.State.Closed() && c.by.able(&next, post.Office, own, "") == nil {
		return nil
	}
	return tx.Claim(f.ID, 0)
}

// Handed is what became of one case when all of somebody's work was handed over:
// Why is empty where the colleague has it now; else it is in nobody's hands.
type Handed struct {
	registry.Ref
	Why string
}

// HandAll hands over all cases that are in somebody's hands. Those that the
// colleague could not go on with fall back to all.
func (s *Service) HandAll(ctx context.Context, a access.Actor, tree map[int64]access.Office, of int64, to access.Actor, reason string) (list []Handed, err error) {
	var cases []registry.Ref
	if err := s.Store.Read(ctx, func(v View) error { cases, err = v.ClaimsOf(of); return err }); err != nil {
		return nil, err
	}
	for _, at := range cases {
		d := registry.Desk{Actor: a, Office: tree[at.Office]}
		one := Handed{Ref: at}
		err := s.handOn(ctx, d, at.ID, handing, to, reason)
		if err != nil && fault.Kind(err) == fault.Refused {
			one.Why = fault.Sentence(err)
			err = s.claim(ctx, d, at.ID, handing, func(*Sight) (int64, string, error) { return 0, reason, nil })
		}
		if err != nil && fault.Kind(err) != fault.Refused {
			return list, err
		}
		list = append(list, one)
	}
	return list, nil
}

// InHands are the cases that are in somebody's hands.
func (s *Service) InHands(ctx context.Context, staff int64) (list []registry.Ref, err error) {
	err = s.Store.Read(ctx, func(v View) error { list, err = v.ClaimsOf(staff); return err })
	return list, err
}

// mostFilters is how many ways of looking at the work somebody keeps.
const mostFilters = 20

// Filters are those that somebody keeps.
func (s *Service) Filters(ctx context.Context, d registry.Desk) (list []Filter, err error) {
	err = s.Store.Read(ctx, func(v View) error { list, err = v.Filters(d.Office.ID, d.Actor.Staff); return err })
	return list, err
}

// SaveFilter keeps one under its name, in the place of one that had it.
func (s *Service) SaveFilter(ctx context.Context, d registry.Desk, f Filter) error {
	f.Name = strings.TrimSpace(f.Name)
	if n := len([]rune(f.Name)); n < 1 || n > 20 || holdsNumber(f.Name) {
		return fault.New(fault.BadInput, "筛选的名称：写 1 到 20 个字，不能写号码").At(0, "name")
	}
	list, err := s.Filters(ctx, d)
	if err != nil {
		return err
	}
	known := slices.ContainsFunc(list, func(one Filter) bool { return one.Name == f.Name })
	if len(list) >= mostFilters && !known || len(f.Asked) > 300 || holdsNumber(f.Asked) {
		return fault.Newf(fault.BadInput, "筛选最多存 %d 个；请先删掉不用的", mostFilters).At(0, "name")
	}
	return s.filtered(ctx, d, func(tx Tx) error { return tx.SaveFilter(d.Actor.Staff, f) })
}

// DropFilter forgets one.
func (s *Service) DropFilter(ctx context.Context, d registry.Desk, name string) error {
	return s.filtered(ctx, d, func(tx Tx) error { return tx.DropFilter(d.Actor.Staff, name) })
}

// filtered changes what somebody keeps.
func (s *Service) filtered(ctx context.Context, d registry.Desk, change func(Tx) error) error {
	act := audit.Act{Actor: d.Actor.Staff, Name: "work.filter", Object: fmt.Sprintf("staff:%d", d.Actor.Staff)}
	return s.Store.Do(ctx, d.Office.ID, act, change)
}
