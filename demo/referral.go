package demo

import (
	"context"

	"doudi/casework"
	"doudi/paper"
	"doudi/registry"
)

// handedOn is how many applications have their needs handed on: enough for every
// answer, and the others wait for whoever tries the demo.
const handedOn = 24

// replies are what bodies answer, in the order of casework.Outcomes.
var replies = []string{"已经按规定办好，从本月起享受", "查过，不符合我们的条件，已经向家庭说明", "家庭说亲戚已经帮忙，不再需要"}

// refers hands needs of families on to other bodies. Some wait for an answer, some
// were answered in each way, some were closed by the township.
func (c *county) refers(ctx context.Context) error {
	done := 0
	for _, w := range c.wishes {
		if w.id == 0 || done == handedOn {
			continue
		}
		d := c.desk(w.family, c.clerk(w.family.office, w.hand))
		list, err := c.Cases.Referred(ctx, registry.Ref{Office: w.family.office, ID: w.id})
		if err != nil {
			return err
		}
		for _, r := range list {
			if r.State != casework.ToHandOn {
				continue
			}
			if err := c.refer(ctx, d, r, done); err != nil {
				return err
			}
			done++
		}
	}
	return nil
}

// refer hands one on, and lets what comes of it come.
func (c *county) refer(ctx context.Context, d registry.Desk, r casework.Referral, hand int) error {
	if hand%6 == 5 {
		return c.Cases.SettleReferral(ctx, d, r.Application, casework.Settling{ID: r.ID, Turn: r.Turn, Outcome: casework.Abandoned, Said: "家庭说不需要转，自己去问"})
	}
	one := casework.Handing{ID: r.ID, Turn: r.Turn, To: casework.AreaOf(r.Area).Helps, Note: "请按你们的规定看看能帮什么"}
	if one.To == "" {
		one.To = "县残疾人联合会"
	}
	if err := c.Cases.Refer(ctx, d, r.Application, []casework.Handing{one}, c.referred); err != nil || hand%6 < 2 {
		return err
	}
	outcome := hand % 3
	return c.Cases.SettleReferral(ctx, d, r.Application, casework.Settling{ID: r.ID, Turn: r.Turn + 1, Outcome: casework.Outcomes[outcome].ID, Said: replies[outcome]})
}

// referred draws what goes to a body.
func (c *county) referred(r casework.Referral, number int64) ([]byte, error) {
	part := paper.Part{Heading: "家庭和需要的帮助", Columns: []paper.Column{{Label: "项目", Share: 24}, {Label: "内容", Share: 76}}}
	for _, l := range r.Told {
		part.Rows = append(part.Rows, []string{l.Label, l.Text})
	}
	return c.Papers.Sheet(paper.Document{Title: "转办单", Heads: []string{r.To + "："}, Parts: []paper.Part{part}}, number, c.now())
}
