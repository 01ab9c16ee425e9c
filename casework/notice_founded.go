package casework

import (
	"fmt"
	"slices"

	"doudi/access"
	"doudi/fault"
	"doudi/pack"
	"doudi/policy"
	"doudi/registry"
)

// founding is what a notice that says what is intended rests on: nobody hangs in
// a village what the law was not asked about.
var founding = []Guard{Founded, Unchanged, Foreseen}

// intends tells whether a step publishes what is intended, before it is decided.
// Others say who asks, and nothing of the answer (MX-08).
func intends(step *pack.ProcedureStep) bool {
	return publishes(step, answer) || publishes(step, sum)
}

// announces tells whether a guard about a notice that says what is intended is
// met.
func (g Guard) announces(s Situation) bool {
	switch g {
	case Founded:
		return !s.NoJudgement
	case Unchanged:
		return !s.Outdated
	case Foreseen:
		return !s.Unsettled
	}
	return !s.Untrue
}

// Unfounded says why the notice of the step where a case stands cannot be made
// yet, and who can help; "" if it can.
func (c *Sight) Unfounded() string {
	step := c.NoticeStep()
	if step == nil || c.Decided() != nil || !intends(step) {
		return ""
	}
	for _, g := range founding {
		if !g.holds(c.Situation) {
			return g.sentence(c.Situation)
		}
	}
	return ""
}

// untrue tells whether the notice that was made says another thing than the law
// does by now.
func (c *Sight) untrue() bool {
	made := c.Issued()
	if made == nil || made.Rests == 0 || c.Judged == nil || c.Decided() != nil {
		return false
	}
	i := slices.IndexFunc(c.Determinations, func(d Determination) bool { return d.Turn == made.Rests })
	return i < 0 || c.Determinations[i].Gives() != c.Judged.Gives() || c.Determinations[i].Amount != c.Judged.Amount
}

// Intention is what is asked about a notice beyond what follows from the law: the
// opinion where the clerk said that his is another, and then the sum.
func (c *Sight) Intention() (opinion, amount bool) {
	step := c.NoticeStep()
	if step == nil || c.Decided() != nil || !intends(step) || c.Judged == nil || !c.Judged.Different {
		return false, false
	}
	_, known := c.Proposed()
	return true, publishes(step, sum) && known == "" && c.Aid.Grants == "money"
}

// follows puts into an order what follows from the law or the decision: nobody
// types it. Another opinion than the law's stands only where the clerk gave his
// with its reason.
func (o *Order) follows(c *Sight) error {
	opinion, amount := c.Proposed()
	if asked, typed := c.Intention(); !asked {
		if o.Opinion != "" && opinion != "" && o.Opinion != opinion && intends(c.NoticeStep()) {
			return fault.New(fault.Refused, "公示要照测算或者决定写“"+opinionLabel(opinion)+"”；经办人员的意见不同的，先在办件页的“测算”里写下意见和理由，再制作公示")
		}
		o.Opinion, o.Amount = opinion, amount
	} else if !typed {
		o.Amount = amount
	}
	return nil
}

// Foretold is what a notice will say of the matter where nothing is asked about
// it; none where it cannot be made yet.
func (c *Sight) Foretold() []Finding {
	step, o := c.NoticeStep(), Order{}
	if asked, _ := c.Intention(); step == nil || asked || c.Unfounded() != "" || o.follows(c) != nil {
		return nil
	}
	return c.matter(step, o)
}

// Publishes tells whether the notice of the step makes a decision known.
func (c *Sight) Publishes() bool { return c.NoticeStep() != nil && c.NoticeStep().ID == publication }

// issuing is the move of an issue: by whom the notice hangs, the case stays.
func (s *Service) issuing(c *Sight, d registry.Desk) (Move, access.Post, error) {
	step := c.NoticeStep()
	m := Move{From: c.State, To: c.State, Act: Issue, By: step.By, Step: step}
	if !atLevel(d, m) {
		return m, access.Post{}, fault.New(fault.Refused, "这一步由"+policy.Office(m.By)+"办")
	}
	post, err := s.hand(d, c.Flow, m, c.Today)
	if why := c.Unfounded(); err == nil && why != "" {
		err = fault.New(fault.Refused, why)
	}
	return m, post, err
}

// Replaced is the notice that was made in the place of one that never hung; nil
// if it stands. Both are kept.
func (c *Sight) Replaced(r *Record) *Record {
	if r.Sort != NoticeSheet {
		return nil
	}
	var later *Record
	for i := range c.Records {
		if l := &c.Records[i]; l.Sort == NoticeSheet && l.Step == r.Step && l.Turn > r.Turn {
			later = l
			break
		}
	}
	if later == nil || slices.ContainsFunc(c.Turns, func(t Turn) bool {
		return (t.Act == Post || t.Act == Do) && t.Step == r.Step && r.Turn < t.Number && t.Number < later.Turn
	}) {
		return nil
	}
	return later
}

// retire marks the paper of the notice that another takes the place of: whoever
// looks for its number is told which one holds.
func (c *Sight) retire(tx Tx, staff int64, by *Record) error {
	old := c.Issued()
	if old == nil || old.Sheet == 0 {
		return nil
	}
	return tx.Retire(old.Sheet, staff, fmt.Sprintf("没有张贴，换成了编号 %d 的公示单；请看那一份", by.Sheet))
}
