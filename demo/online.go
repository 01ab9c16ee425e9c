package demo

import (
	"context"
	"fmt"
	"slices"

	"doudi/casework"
	"doudi/registry"
)

// asking are how many families hand in by themselves in the last days: of three,
// one waits for the office, one for its papers, and one was taken in.
const asking = 6

// online has families of the register that never applied hand in from their phones.
func (c *county) online(ctx context.Context) error {
	list := slices.DeleteFunc(slices.Clone(c.families), func(f *family) bool { return f.kind.claims != nil || f.kind == guests || f.household == 0 || c.asks(f) })
	for i, f := range list[:min(asking, len(list))] {
		r, err := c.petition(ctx, f, i)
		if err != nil {
			return err
		}
		d := registry.Desk{Actor: c.people[c.clerk(f.office, i)], Office: c.tree[f.office]}
		switch i % 3 {
		case 1:
			err = c.Cases.AskMore(ctx, d, r.ID, r.Turn, "请补近十二个月的工资流水，可以拍照发来")
		case 2:
			_, err = c.Cases.TakeIn(ctx, d, d.Office, r.ID, r.Turn, f.household, nil)
		}
		if err == nil {
			_, err = c.delivered(ctx, f.office)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// petition is what a family hands in, with the signatures of its grown people.
func (c *county) petition(ctx context.Context, f *family, hand int) (r casework.Request, err error) {
	p := casework.Petition{Phone: f.people[0].phone, Address: f.address, Programmes: []string{"dibao"}, Content: casework.Content{Story: nth(stories, hand), Needs: needs(hand)}}
	for i, one := range f.people {
		k := casework.Kin{ID: int64(i) + 1, Name: one.name, Number: one.number}
		if i > 0 {
			k.Relation = one.relation
		}
		p.People, p.Persons = append(p.People, k), append(p.Persons, k.ID)
	}
	from := fmt.Sprintf("demo-request-%d", hand)
	if _, err = c.delivered(ctx, f.office); err != nil {
		return r, err
	}
	ticket, err := c.Cases.BeginRequest(ctx, f.office, p, from)
	if err != nil {
		return r, err
	}
	code, err := c.delivered(ctx, f.office)
	if err != nil {
		return r, err
	}
	token, err := c.Cases.EnterRequest(ctx, ticket, code, from)
	if err != nil {
		return r, err
	}
	if err := c.signed(ctx, token, f); err != nil {
		return r, err
	}
	if r, err = c.Cases.OwnRequest(ctx, token); err == nil {
		if _, err = c.Cases.Lodge(ctx, token, r.Turn); err == nil {
			r, err = c.Cases.OwnRequest(ctx, token)
		}
	}
	return r, err
}

// signed encloses what is signed on the phone: the commitment of the applicant, and
// the authorisation of everybody who is grown.
func (c *county) signed(ctx context.Context, token string, f *family) error {
	for i, one := range f.people {
		kinds := []string{casework.Authorisation, casework.Commitment}[:1+max(0, 1-i)]
		if one.phone == "" { // a child
			continue
		}
		for _, kind := range kinds {
			content, err := signature(seedOf("request", one.number, kind))
			if err != nil {
				return err
			}
			ready, err := c.Papers.Ready(ctx, content)
			if err == nil {
				err = c.Cases.Enclose(ctx, token, casework.Enclosed{Kin: int64(i) + 1, Kind: kind, Media: string(ready.Media)}, content, ready.Small)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}
