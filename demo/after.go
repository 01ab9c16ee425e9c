package demo

import (
	"context"
	"fmt"

	"doudi/access"
	"doudi/casework"
	"doudi/civil"
	"doudi/registry"
)

// after does what stands beside the ways of applications, when they have been gone:
// sums given in advance, changes of awards, what families hand in by themselves, and
// what other bodies see to.
func (c *county) after(ctx context.Context) error {
	for _, do := range []func(context.Context) error{c.advances, c.changes, c.online, c.refers} {
		if err := do(ctx); err != nil {
			return err
		}
	}
	return nil
}

// advanced are the states of a table from which a small sum is given at once: of
// each two cases are planned, of which one waits for its papers then, and one for
// the county's meeting.
func advanced(f *casework.Flow) (list []casework.State) {
	for _, m := range f.Moves() {
		if m.Act == casework.Advance {
			list = append(list, m.From, m.From)
		}
	}
	return list
}

// advances gives a small sum of them at once (社会救助法第五十条).
func (c *county) advances(ctx context.Context) error {
	given := 0
	for _, w := range c.wishes {
		f := w.files[0]
		if !f.beyond {
			continue
		}
		e := &errand{f, -1}
		if err := c.act(ctx, e, casework.Move{Act: casework.Mark, By: casework.Township}, casework.Entry{Act: casework.Mark, Step: casework.Beyond}); err != nil {
			return err
		}
		if err := c.judged(ctx, e); err != nil {
			return err
		}
		if err := c.step(ctx, e, casework.Advance); err != nil {
			return err
		}
		if given++; given%2 == 0 {
			if err := c.step(ctx, e, casework.Do); err != nil {
				return err
			}
		}
	}
	return nil
}

// step makes the move that an act is now.
func (c *county) step(ctx context.Context, e *errand, act casework.Act) error {
	now, err := c.Cases.Look(ctx, c.desk(e.family, c.clerk(e.family.office, 0)), e.id)
	if err != nil {
		return err
	}
	m, err := now.Flow.Take(now.State, act, "", now.Situation)
	for _, open := range now.Flow.Open(now.State, now.Situation) {
		if open.Act == act {
			m, err = open, nil
		}
	}
	if err != nil {
		return err
	}
	return c.act(ctx, e, m, casework.Entry{Act: act})
}

// changes begins two reviews of families that earn more than when they were given
// something: one was heard and its award is cut, one is still to be heard.
func (c *county) changes(ctx context.Context) error {
	made := 0
	for _, w := range c.wishes {
		if w.family.kind != risers {
			continue
		}
		is, err := c.review(ctx, w, made == 0)
		if err != nil {
			return err
		}
		if is {
			made++
		}
	}
	return nil
}

// more is what a spouse of a riser earns by now, in hundredths of the standard.
const more = 50

// risers are families that were given dibao long ago and earn more by now, though
// not so much that nothing is left.
var risers = &kind{"a wife in work by now", 0, claimed(award, "dibao"), func(c *county, f *family) {
	c.couple(f, 1)
	f.earns(f.people[0], "wage", f.share(40))
}}

// review looks again at the award of a family that earns more, up to the hearing or
// through it to the decision; false if there is none that lasts.
func (c *county) review(ctx context.Context, w *wish, heard bool) (bool, error) {
	clerk := c.clerk(w.family.office, w.hand)
	d := c.desk(w.family, clerk)
	held, err := c.Cases.Changeable(ctx, d, w.family.household)
	if err != nil || len(held) != 1 {
		return false, err
	}
	id, err := c.Cases.BeginChange(ctx, d, w.family.household, held[0].Ref, casework.Reviewed)
	if err != nil {
		return false, err
	}
	if err := c.raise(ctx, d, w); err != nil {
		return false, err
	}
	e := &errand{&file{wish: w, family: w.family, programme: "dibao", hand: w.hand, id: id, turn: 1, done: []access.Done{{Act: "case.judge", By: clerk}}}, -1}
	if err := c.act(ctx, e, casework.Move{Act: casework.Judge, By: casework.Township}, casework.Entry{Act: casework.Judge}); err != nil {
		return false, err
	}
	if err := c.step(ctx, e, casework.Do); err != nil || !heard {
		return true, err
	}
	if err := c.hearing(ctx, e); err != nil {
		return false, err
	}
	return true, c.step(ctx, e, casework.Approve)
}

// raise enters what the spouse earns by now, and that nobody was offered work.
func (c *county) raise(ctx context.Context, d registry.Desk, w *wish) error {
	m := c.today.Month()
	wage := [][2]string{{"income", "row"}, {"income.kind", "wage"}, {"income.amount", yuan(w.family.share(more))}, {"income.received", fmt.Sprintf("%s/%s", m-12, m-1)}}
	for i, one := range w.members {
		answer := registry.Answer{Key: "job_offer", Value: "complete", From: w.family.came.FirstDay(), To: civil.Open, Source: registry.Declared}
		list := []registry.Answer{answer}
		for _, said := range wage {
			if answer.Key, answer.Value, answer.Line = said[0], said[1], 1; i == 1 {
				list = append(list, answer)
			}
		}
		if err := c.Registry.EnterFacts(ctx, d, c.judges[w.family.facts["area"]].Pack.Schema, registry.Subject{Office: w.family.office, Of: registry.OfMember, ID: one.Person}, list); err != nil {
			return err
		}
	}
	return nil
}

// hearing enters what the person says to the cut (社会救助法第四十八条).
func (c *county) hearing(ctx context.Context, e *errand) error {
	m := casework.Move{Act: casework.Keep, By: casework.County}
	actor, ok := c.whose(m, e.file)
	if !ok {
		return errNobody(m.Act)
	}
	now, err := c.Cases.Look(ctx, c.desk(e.family, actor.Staff), e.id)
	if err != nil {
		return err
	}
	files, err := c.enclose(ctx, e, casework.Appraisal, "签名的记录 1")
	if err != nil {
		return err
	}
	r := casework.Record{Sort: casework.Hearing, Ident: fmt.Sprintf("demo%06d%06dhear00", e.family.office, e.id), On: c.now(), Hour: nth(hours, e.hand), Place: e.family.address,
		Met: e.family.people[0].name + "本人", First: c.called[actor.Staff], Sum: now.Change.Next, Ends: now.Change.Next == 0,
		Said: []casework.Finding{{About: "told", Label: "告知的内容", Text: "配偶有了工资，拟从下月起减发"}, {About: "said", Label: "本人的意见", Text: "没有意见"}}}
	_, err = c.Cases.Enter(ctx, c.desk(e.family, actor.Staff), e.id, r, files, c.drawn(e))
	return e.doneBy(actor.Staff, m, err)
}
