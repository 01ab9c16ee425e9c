package demo

import (
	"cmp"
	"context"
	"regexp"
	"slices"

	"doudi/casework"
	"doudi/fault"
	"doudi/notify"
)

// speak has a family say something about its case when the day's work is done,
// from its own phone: now and then, with its last errand.
func (c *county) speak(e *errand) {
	if e.n == len(e.moves)-1 && e.hand%13 == 2 && e.target != casework.Withdrawn && e.target != casework.Transferred {
		c.lock.Lock()
		c.voices = append(c.voices, e.file)
		c.lock.Unlock()
	}
}

// toldDays are the last days of which the messages to families are made: an outbox
// shows no more, and what went out before is nowhere to be seen.
const toldDays = 10

// evening hears those who have something to say. The clock stands meanwhile, for
// a code is good for ten minutes alone. What families are told goes out then too.
func (c *county) evening(ctx context.Context) error {
	slices.SortFunc(c.voices, func(a, b *file) int { return cmp.Compare(a.hand, b.hand) })
	for _, f := range c.voices {
		if err := c.hear(ctx, f); err != nil {
			return err
		}
	}
	c.voices = nil
	for _, o := range c.offices {
		if _, err := c.delivered(ctx, o.Number); err != nil {
			return err
		}
	}
	return nil
}

// hear lets a family log in by a code and say something; most are answered,
// and the answer goes to its phone.
func (c *county) hear(ctx context.Context, f *file) error {
	clerk := c.clerk(f.family.office, f.hand)
	d := c.desk(f.family, clerk)
	now, err := c.Cases.Look(ctx, d, f.id)
	if err != nil || !slices.Contains(now.Says(), casework.Plea) {
		return err
	}
	from := "demo-" + now.Number.String()
	if err := c.Cases.SendCode(ctx, now.Number, from); err != nil {
		return err
	}
	code, err := c.delivered(ctx, f.family.office)
	if err != nil {
		return err
	}
	token, err := c.Cases.Admit(ctx, now.Number, code, from)
	if err != nil {
		return err
	}
	if err = c.Cases.Say(ctx, token, now.Turn, casework.Plea, nth(pleas, f.hand)); err == nil {
		err = c.Cases.Leave(ctx, token)
	}
	if err != nil || f.hand%4 == 0 {
		return err
	}
	if _, err = c.Cases.Act(ctx, d, casework.Entry{Case: f.id, Turn: now.Turn + 1, Act: casework.Answer, Note: nth(answered, f.hand)}); err == nil {
		_, err = c.delivered(ctx, f.family.office)
	}
	return err
}

// sixDigits is a code in a message.
var sixDigits = regexp.MustCompile(`[0-9]{6}`)

// delivered sends what waits at an office, as the jobs do that nobody carries out
// while a demo is made, and gives the code of the last message, if it has one.
func (c *county) delivered(ctx context.Context, office int64) (code string, err error) {
	for {
		next := c.sent[office] + 1
		m, err := c.Messages.Store.Message(ctx, office, next)
		if fault.Kind(err) == fault.NotFound {
			return code, nil
		}
		if err == nil {
			err = c.Messages.Send(ctx, office, notify.KeyOf(next))
		}
		if err != nil {
			return "", err
		}
		c.sent[office], code = next, sixDigits.FindString(m.Text)
	}
}
