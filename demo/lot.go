package demo

import (
	"context"
	"slices"

	"doudi/casework"
	"doudi/civil"
	"doudi/registry"
)

// settledBefore is how many days before today the last case that is drawn is
// decided: what comes to its decision later waits for the next batch, which
// whoever tries the demo makes.
const settledBefore = 16

// spotted tells whether the county draws among the cases of a programme.
func (c *county) spotted(programme string) bool { return slices.Contains(c.spots, programme) }

// lotteries tells whether a case of an application is drawn and decided behind its
// batch, and whether one stands where it waits for a batch.
func (c *county) lotteries(w *wish, offers []casework.Offer) (ruled, waits bool) {
	for _, f := range w.files {
		if flow := flowOf(offers, f.programme); c.spotted(f.programme) {
			ruled = ruled || slices.ContainsFunc(route(flow, casework.Draft, f.target), rules)
			waits = waits || slices.ContainsFunc(flow.From(f.target), rules)
		}
	}
	return ruled, waits
}

// reviewer is who draws for the county.
func (c *county) reviewer() registry.Desk {
	office := c.offices[0].Number
	return registry.Desk{Actor: c.role(office, "county_reviewer"), Office: c.tree[office]}
}

// rules tells whether a move is a decision.
func rules(m casework.Move) bool { return m.Act == casework.Approve || m.Act == casework.Refuse }

// lots draws, in the morning of a day on which cases are decided, among all that
// wait by then, and has those that are picked looked into.
func (c *county) lots(ctx context.Context, on civil.Date) error {
	var due []string
	for _, e := range slices.Concat(c.days[on].cases...) {
		if e.n >= 0 && rules(e.moves[e.n]) && c.spotted(e.programme) && !slices.Contains(due, e.programme) {
			due = append(due, e.programme)
		}
	}
	for _, programme := range due {
		list, err := c.Cases.Spots(ctx, c.reviewer())
		if err != nil {
			return err
		}
		if slices.ContainsFunc(list, func(s casework.Spot) bool { return s.Programme == programme && len(s.Cases) > 0 }) {
			if err := c.lot(ctx, programme); err != nil {
				return err
			}
		}
	}
	return nil
}

// lot makes a batch of a programme, draws it, and keeps what was found of those
// that it picked.
func (c *county) lot(ctx context.Context, programme string) error {
	d := c.reviewer()
	number, err := c.Cases.Batch(ctx, d, programme)
	if err != nil {
		return err
	}
	if err := c.Cases.DrawLot(ctx, d, number); err != nil {
		return err
	}
	l, err := c.Cases.Lot(ctx, d, number)
	if err != nil {
		return err
	}
	for _, i := range l.Items {
		f := c.planned(i.Ref)
		if !i.Picked || f == nil { // another township took it on, and nothing more is planned
			continue
		}
		if err := c.visit(ctx, &errand{f, 0}, casework.Visit); err != nil {
			return err
		}
		f.visited = true
		if err := c.Cases.FindLot(ctx, d, number, i.Ref, map[bool]string{true: casework.FoundDiffers, false: casework.FoundRight}[f.hand%9 == 0]); err != nil {
			return err
		}
	}
	return nil
}

// planned is the case of the demo that was opened under a number; nil if it is
// none of them.
func (c *county) planned(at registry.Ref) *file {
	for _, w := range c.wishes {
		for _, f := range w.files {
			if f.id == at.ID && w.family.office == at.Office {
				return f
			}
		}
	}
	return nil
}
