package casework

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"doudi/access"
	"doudi/audit"
	"doudi/fault"
)

// ByFamily is how an objection comes from the family's own page.
const ByFamily = "family"

// mostSaid is how often a family may say something at one case in a day.
const mostSaid = 5

// voice keeps what somebody says who is no staff as a turn of a case, with what
// it changes.
func (s *Service) voice(ctx context.Context, c *Sight, act audit.Act, m Move, t Turn) error {
	return s.Store.Do(ctx, c.Office, act, func(tx Tx) error {
		t := t
		t.Number, t.At, t.Became = c.Turn+1, tx.Now(), m.To
		f, own := c.File, *c
		f.move(m, t)
		if c.offered() && m.To != c.State { // a family that takes back what it asked for ends the offer
			if err := c.Handed.settle(tx, Dropped, 0); err != nil {
				return err
			}
		}
		tx.Witness("case", f.ID, fmt.Sprint(f, t))
		if err := tx.SaveCase(f); err != nil {
			return err
		}
		if err := tx.AddVoice(f.ID, t); err != nil || m.To == c.State {
			return err
		}
		if err := own.announce(tx, f, t, Entry{}); err != nil {
			return err
		}
		return own.run(tx, f, t)
	})
}

// Says are the acts that a family can do at its case now. While the case is offered
// to another office they are those of where it stood: whoever goes on with it
// answers.
func (c *Sight) Says() (list []Act) {
	switch {
	case c.NoticeEnds != 0:
		list = append(list, Object)
	case c.State != Draft && c.State != Withdrawn && (c.State != Transferred || c.offered()):
		list = append(list, Plea)
	}
	if _, may := c.withdrawal(); may {
		list = append(list, Withdraw)
	}
	return list
}

// withdrawal is the move by which the family takes its application back.
func (c *Sight) withdrawal() (Move, bool) {
	stood, _ := c.stood()
	open := c.Flow.Open(stood, c.Situation)
	at := slices.IndexFunc(open, func(m Move) bool { return m.Act == Withdraw && m.By == Family })
	if at < 0 {
		return Move{}, false
	}
	return open[at], true
}

// Say does what the family says: an objection while a notice hangs, which waits
// for its answer like any other, a plea at other times, or a withdrawal. Turn is
// the last one that the family saw.
func (s *Service) Say(ctx context.Context, token string, turn int64, what Act, text string) error {
	c, err := s.followed(ctx, token)
	if err != nil {
		return err
	}
	m, err := c.said(turn, what, strings.TrimSpace(text))
	act := familyAct(c.Ref)
	act.Purpose = string(what)
	if err != nil {
		if !slices.Contains([]Act{Object, Plea, Withdraw}, what) {
			act.Purpose = ""
		}
		return errorOr(s.Store.Record(ctx, c.Office, act.Stopped(audit.Refused, fault.Kind(err).String())), err)
	}
	return s.voice(ctx, c, act, m, Turn{Act: what, Step: ByFamily, Note: strings.TrimSpace(text)})
}

// said looks at what the family says.
func (c *Sight) said(turn int64, what Act, text string) (Move, error) {
	today := 0
	for _, t := range c.Turns {
		if t.Step == ByFamily && access.DayOf(t.At) == c.Today {
			today++
		}
	}
	switch n := utf8.RuneCountInString(text); {
	case turn != c.Turn:
		return Move{}, fault.New(fault.Conflict, "您看这一页的时候，这件申请又有了进展；请看过再说")
	case !slices.Contains(c.Says(), what):
		return Move{}, fault.New(fault.Refused, "现在不能这样办；请看上面写的办到哪一步")
	case n < 2 || n > 500:
		return Move{}, fault.New(fault.BadInput, "您想说的：请写 2 到 500 个字").At(0, "text")
	case today >= mostSaid:
		return Move{}, fault.New(fault.Refused, "今天已经收到您说的几次，正在办理；还有情况请打乡镇（街道）的电话")
	case what == Withdraw:
		m, _ := c.withdrawal()
		return m, nil
	}
	return Move{To: c.State}, nil
}

// known tells whether a family knows the decision of a case that stands somewhere:
// a refusal is known when its letter is out.
func (c *Sight) known(at State) bool {
	return !c.Flow.undecidedAt(at) && !slices.Contains([]State{Refusal, Ceasing, Lowered, Ended, Withdrawn, Transferred}, at)
}

// Told is the decision that was made known to the family, as it was issued; nil
// while there is none.
func (c *Sight) Told() *Decision {
	if len(c.Decisions) == 0 || !c.known(c.State) {
		return nil
	}
	return &c.Decisions[len(c.Decisions)-1]
}
