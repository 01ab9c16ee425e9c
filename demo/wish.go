package demo

import (
	"context"
	"slices"

	"doudi/casework"
	"doudi/civil"
	"doudi/fault"
	"doudi/paper"
	"doudi/registry"
)

// wish is an application as it is planned and as it stands: what a family asks
// for at one time, one case for each programme. The first case leads: what is
// done to the application is an errand of its own.
type wish struct {
	family  *family
	files   []*file
	hand    int
	road    casework.Road
	taken   int64          // the office at whose window it is taken in
	proxy   casework.Proxy // who comes in the applicant's place; none mostly
	lacking bool           // a signature and papers are brought later

	id, taker int64 // once it is begun
	members   []casework.Applicant
	left      []paper.Upload // signatures that are still to come
}

// leads tells whether a case is the first of its application.
func (f *file) leads() bool { return f.wish.files[0] == f }

// arrange says how an application comes in: mostly at the window of the township,
// now and then at another's, in the village through its coordinator, and now and
// then somebody comes for the applicant.
func (c *county) arrange(w *wish) {
	w.road, w.taken = casework.AtWindow, w.family.office
	switch {
	case w.family.village != 0 && w.hand%4 > 0:
		w.road, w.taken = casework.ByCoordinator, w.family.village
	case w.hand%11 == 0:
		w.taken = pick(c, c.homes()...)
	}
	if w.hand%9 == 4 {
		age := c.between(25, 60)
		born, _ := civil.MakeDate(2026-age, c.between(1, 12), c.between(1, 28))
		w.proxy = casework.Proxy{Name: c.name(c.surname(), forMen), Number: c.number(born, true), Relation: pick(c, "侄子", "邻居", "村委会干部"), Why: pick(c, "行动不便", "在外地住院", "不识字，请人代办")}
	}
}

// desk is where somebody works on a family; what its village does for it is done
// there as well.
func (c *county) desk(f *family, who int64) registry.Desk {
	office := c.tree[f.office]
	office.Served = f.village
	return registry.Desk{Actor: c.people[who], Office: office}
}

// clerk is one of the two at a window; the coordinator in a village.
func (c *county) clerk(office int64, hand int) int64 {
	crew := c.crew[office]
	if len(crew) > 1 && crew[1].Posts[0].Role == crew[0].Posts[0].Role {
		return crew[hand%2].Staff
	}
	return crew[0].Staff
}

// begin takes an application in: a draft for each programme, and what the family
// says as it said it.
func (c *county) begin(ctx context.Context, w *wish) error {
	w.taker = c.clerk(w.taken, w.hand)
	d := c.desk(w.family, w.taker)
	o := casework.Opening{Household: w.family.household, For: map[string]int64{}, Way: w.road, Taken: w.taken}
	for _, f := range w.files {
		person, err := c.claimant(ctx, f)
		if err != nil {
			return err
		}
		if o.Programmes = append(o.Programmes, f.programme); person != 0 {
			o.For[f.programme] = person
		}
	}
	id, err := c.Cases.Take(ctx, d, o)
	if err != nil {
		return err
	}
	said := casework.Content{Story: nth(stories, w.hand), Needs: needs(w.hand), Proxy: w.proxy}
	in, err := c.Cases.Save(ctx, d, id, 1, said)
	if err != nil {
		return err
	}
	w.id, w.members = id, in.Members
	for _, s := range in.Sights {
		f := w.files[slices.IndexFunc(w.files, func(f *file) bool { return f.programme == s.Programme })]
		f.id = s.ID
		f.did(w.taker, casework.Move{Act: casework.Begin}.Right())
	}
	return nil
}

// needs are the areas in which a family needs help beside money.
func needs(hand int) (list []string) {
	list = []string{casework.Areas[0].ID}
	if hand%3 == 0 {
		list = append(list, casework.Areas[1+hand%4].ID)
	}
	return list
}

// signs are the papers that are signed when an application is handed in.
func (w *wish) signs(on civil.Date) (list []paper.Upload) {
	add := func(kind string, m casework.Applicant) {
		list = append(list, paper.Upload{Household: w.family.household, Person: m.Person, Kind: paper.Kind(kind), Right: "case.take"})
	}
	for i, m := range w.members {
		if i == 0 {
			add(casework.Commitment, m)
		}
		if i == 0 && w.proxy != (casework.Proxy{}) {
			add(casework.Mandate, m)
		}
		if m.Signs(on) {
			add(casework.Authorisation, m)
		}
	}
	return list
}

// sign keeps signatures, each drawn by another hand.
func (c *county) sign(ctx context.Context, w *wish, by int64, list []paper.Upload) error {
	for _, u := range list {
		content, err := signature(seedOf(w.family.office, w.id, u.Person, u.Kind))
		if err == nil {
			_, err = c.Papers.Add(ctx, c.desk(w.family, by), u, content)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// together does an act to an application as a whole, by the errand of its first
// case; the errands of the others only note it.
func (c *county) together(ctx context.Context, e *errand, m casework.Move) error {
	w, by := e.wish, e.wish.taker
	if m.Act == casework.AskPapers || m.Act == casework.Accept || m.Act == casework.Bring {
		by = c.clerk(w.family.office, w.hand)
	}
	d, err := c.desk(w.family, by), error(nil)
	switch {
	case !e.leads():
	case m.Act == casework.Submit:
		list := w.signs(c.now())
		if n := len(list) - 1; w.lacking {
			list, w.left = list[:n], list[n:]
		}
		if err = c.sign(ctx, w, by, list); err == nil {
			err = c.Cases.HandIn(ctx, d, w.id, casework.Said{})
		}
	case m.Act == casework.AskPapers:
		err = c.Cases.TellAll(ctx, d, w.id, casework.Said{More: []string{nth(wants, w.hand), nth(wants, w.hand+1)}})
	case m.Act == casework.Bring:
		err = c.sign(ctx, w, by, w.left)
	case m.Act == casework.Accept:
		err = c.Cases.AcceptAll(ctx, d, w.id, casework.Said{})
	}
	return e.doneBy(by, m, err)
}

// taken is where a case stands as soon as the office has taken it on; of urgent
// aid, which waits for nothing, as soon as it is handed in.
func taken(f *casework.Flow) (at casework.State) {
	for _, m := range f.Moves() {
		switch {
		case m.Act == casework.Accept:
			return m.To
		case m.Act == casework.Submit:
			at = m.To
		}
	}
	return at
}

// early tells whether a state lies before that.
func early(f *casework.Flow, s casework.State) bool {
	return s != taken(f) && slices.ContainsFunc(f.Moves(), func(m casework.Move) bool {
		return m.From == s && slices.Contains([]casework.Act{casework.Submit, casework.AskPapers, casework.Bring, casework.Accept}, m.Act) || m.To == s && m.Act == casework.Submit
	})
}

// intake is the way of a case to where it is taken on, or to an earlier state.
func intake(f *casework.Flow, to casework.State, lacking bool) []casework.Move {
	if early(f, to) {
		return route(f, casework.Draft, to)
	}
	if lacking && slices.Contains(states(f), casework.Supplement) {
		return append(route(f, casework.Draft, casework.Supplement), route(f, casework.Supplement, taken(f))...)
	}
	return route(f, casework.Draft, taken(f))
}

// errLaid is that a case finds no place in the calendar.
func errLaid(f *file) error {
	return fault.New(fault.Internal, "演示的办件排不进日历："+f.programme+" "+string(f.target))
}
