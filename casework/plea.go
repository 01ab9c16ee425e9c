package casework

import (
	"cmp"
	"context"
	"slices"
	"time"

	"doudi/access"
	"doudi/civil"
	"doudi/fault"
	"doudi/registry"
)

// Plea is what a family says for itself or against what was done or decided
// while no notice hangs. It changes nothing of the case and waits for an answer,
// on a closed case too (社会救助法第六十条: 投诉举报要有回复).
const Plea Act = "plea"

// Answer is the reply to everything that the family has said so far.
const Answer Act = "answer"

// Heard is something that a family said and nobody has answered.
type Heard struct {
	File, Turn int64
	At         time.Time
}

// pleaView reads what families said and nobody has answered.
type pleaView interface {
	// OpenPleas are those of an office, the oldest first.
	OpenPleas(office int64, most int) ([]Heard, error)
	// OpenPleasOf are the turns of those at one case.
	OpenPleasOf(office, file int64) ([]int64, error)
}

// Pleading is a case at which something waits for an answer.
type Pleading struct {
	Pending
	Since civil.Date
}

// Pleas are the cases of offices at which a family waits for an answer, whether
// they are closed or not: whoever has waited longest comes first.
func (s *Service) Pleas(ctx context.Context, a access.Actor, offices []access.Office, most int) (list []Pleading, err error) {
	for _, o := range offices {
		if _, err := s.Registry.Matrix.May(a, "household.view", s.Registry.Today(), o); err != nil {
			continue
		}
		since := map[int64]civil.Date{}
		some, err := s.standings(ctx, func(v View) ([]File, error) { return pleading(v, o.ID, most, since) })
		if err != nil {
			return nil, err
		}
		for _, p := range some {
			list = append(list, Pleading{p, since[p.ID]})
		}
	}
	slices.SortStableFunc(list, func(a, b Pleading) int { return cmp.Compare(a.Since, b.Since) })
	return list, nil
}

// pleading are the cases of an office at which something waits, each once.
func pleading(v View, office int64, most int, since map[int64]civil.Date) (files []File, err error) {
	heard, err := v.OpenPleas(office, most)
	for _, h := range heard {
		if since[h.File] != 0 {
			continue
		}
		since[h.File] = access.DayOf(h.At)
		f, err := v.Case(office, h.File)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	return files, err
}

// Unanswered are the turns in which the family said what nobody has answered.
func (c *Sight) Unanswered() (list []Turn) {
	for _, t := range c.Turns {
		if slices.Contains(c.Pleas, t.Number) {
			list = append(list, t)
		}
	}
	return list
}

// hearing sees that a family may say something now, and by which post it is written
// down at the window; what is said against a notice is an objection.
func (s *Service) hearing(c *Sight, d registry.Desk) (Move, access.Post, error) {
	m := Move{From: c.State, To: c.State, Act: Plea, By: Family}
	if c.NoticeEnds != 0 {
		return m, access.Post{}, fault.New(fault.Refused, "正在公示，家庭不同意的请记“有人对公示有异议”")
	}
	if !slices.Contains(c.Says(), Plea) {
		return m, access.Post{}, fault.New(fault.Refused, "这件申请在“"+c.Flow.Label(c.State)+"”，现在不能记家庭说的话")
	}
	post, err := s.hand(d, c.Flow, m, c.Today)
	return m, post, err
}

// answering sees that there is something to answer, and by which post.
func (s *Service) answering(c *Sight, d registry.Desk) (Move, access.Post, error) {
	m := Move{From: c.State, To: c.State, Act: Answer, By: Family}
	if len(c.Pleas) == 0 {
		return m, access.Post{}, fault.New(fault.Refused, "家庭说的话都答复过了，没有要答复的")
	}
	if err := c.Rechecked(); err != nil {
		return m, access.Post{}, err
	}
	post, err := s.hand(d, c.Flow, m, c.Today)
	return m, post, err
}

// reply marks everything as answered, and lets the family know where it stands.
func (c *Sight) reply(tx Tx, t Turn) error {
	if err := each(c.Pleas, func(turn int64) error { return tx.SettleObjection(c.ID, turn, t.Number) }); err != nil {
		return err
	}
	phone, err := phoneFor(tx, c.File, c.Today)
	if err != nil {
		return err
	}
	return c.by.send(tx, "answer", phone, "您在办件里说的，已经有了答复。请用办件编号在查进度的网页上看，或者到乡镇（街道）窗口问。")
}
