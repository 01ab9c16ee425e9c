package demo

import (
	"cmp"
	"context"
	"slices"

	"doudi/access"
	"doudi/casework"
	"doudi/civil"
	"doudi/engine"
	"doudi/fact"
	"doudi/fault"
	"doudi/registry"
)

// file is one case as it is planned and as it stands: nobody but its errands
// works on it, so what was done is known without looking.
type file struct {
	family    *family
	programme string
	outcome   string // what the law says
	target    casework.State
	moves     []casework.Move
	start     civil.Date   // of the draft
	days      []civil.Date // of the moves
	hand      int          // which of two colleagues works on it
	reported  bool         // somebody reports the family
	personal  bool         // one of the family asks for himself
	differs   bool         // what is decided is not what the law determined

	id, turn int64 // once it is opened
	done     []access.Done
	visited  bool
}

// run does one errand.
func (c *county) run(ctx context.Context, e *errand) (err error) {
	if e.n < 0 {
		return c.begin(ctx, e)
	}
	m := e.moves[e.n]
	if err := c.before(ctx, e, m); err != nil {
		return err
	}
	if slices.Contains(m.Guards, casework.Measured) {
		if err := c.judged(ctx, e); err != nil {
			return err
		}
	}
	if slices.Contains([]casework.Act{casework.Approve, casework.Refuse, casework.Return}, m.Act) {
		if m, err = c.verdict(ctx, e, m); err != nil {
			return err
		}
	}
	return c.act(ctx, e, m, casework.Entry{Act: m.Act})
}

// begin opens the draft of a case. What is still a draft today lies at the window
// as an application that somebody has begun to fill in.
func (c *county) begin(ctx context.Context, e *errand) error {
	clerk := c.role(e.family.office, "township_clerk")
	d := registry.Desk{Actor: clerk, Office: c.tree[e.family.office]}
	if len(e.moves) == 0 && !e.personal {
		id, err := c.Cases.Take(ctx, d, casework.Opening{Household: e.family.household, Programmes: []string{e.programme}, Way: casework.AtWindow, Taken: d.Office.ID})
		if err == nil {
			_, err = c.Cases.Save(ctx, d, id, 1, casework.Content{Story: nth(stories, e.hand), Needs: []string{casework.Areas[e.hand%len(casework.Areas)].ID}})
		}
		return err
	}
	person, err := c.claimant(ctx, d, e)
	if err != nil {
		return err
	}
	e.id, err = c.Cases.OpenFor(ctx, d, e.family.household, e.programme, person)
	e.did(clerk.Staff, casework.Move{Act: casework.Begin}.Right())
	return err
}

// judged lets the law determine a case, and has the clerk agree.
func (c *county) judged(ctx context.Context, e *errand) error {
	for _, act := range []casework.Act{casework.Judge, casework.Opine} {
		if err := c.act(ctx, e, casework.Move{Act: act, By: casework.Township}, casework.Entry{Act: act}); err != nil {
			return err
		}
	}
	return nil
}

// verdict is the move by which a case is decided now: small sums are the
// township's, and cases that the law leaves to it.
func (c *county) verdict(ctx context.Context, e *errand, m casework.Move) (casework.Move, error) {
	now, err := c.Cases.Look(ctx, registry.Desk{Actor: c.role(e.family.office, "township_clerk"), Office: c.tree[e.family.office]}, e.id)
	if err != nil {
		return m, err
	}
	for _, open := range now.Flow.Open(now.State, now.Situation) {
		if open.Act == m.Act {
			return open, nil
		}
	}
	if now.Situation.Delegated {
		m.By = casework.Township
	}
	e.differs = m.Act != casework.Return
	return m, nil
}

// claimant is for whom a family applies, where the programme is a person's: the
// first of whom the law says what is planned; 0 where it is the household's.
func (c *county) claimant(ctx context.Context, d registry.Desk, e *errand) (int64, error) {
	if !e.personal {
		return 0, nil
	}
	judge, now := c.judges[e.family.facts["area"]], c.now()
	st, err := c.Registry.Snapshot(ctx, d, registry.Question{Law: judge.Pack, Household: e.family.household, On: now, Known: registry.Now, Region: access.DivisionOf(c.offices, d.Office.ID, now),
		AppliedOn: now, DecidedOn: now, AsOf: now, Month: now.Month() + 1, Claims: []string{e.programme}})
	if err != nil {
		return 0, err
	}
	said := map[engine.Status]string{engine.Entitled: award, engine.Undetermined: undetermined}
	for _, o := range engine.Determine(judge, st.Snapshot, engine.Options{NoExplain: true, Programmes: []string{e.programme}}).Outcomes {
		if word := cmp.Or(said[o.Status], refusal); o.Unit == fact.MemberEntity && word == e.outcome {
			return st.Persons[o.Instance], nil
		}
	}
	return 0, nil
}

// did writes down what was done by whom.
func (f *file) did(by int64, right string) {
	f.turn++
	f.done = append(f.done, access.Done{Act: right, By: by})
}

// doneBy writes down a move by somebody, unless it went wrong.
func (f *file) doneBy(staff int64, m casework.Move, err error) error {
	if err == nil {
		f.did(staff, m.Right())
	}
	return err
}

// before does what a move needs to have been done: somebody objects, or the
// county visits a family that it must visit (57号第十一条、第二十条).
func (c *county) before(ctx context.Context, e *errand, m casework.Move) error {
	switch {
	case m.Act == casework.Uphold || m.Act == casework.Reject:
		return c.act(ctx, e, casework.Move{Act: casework.Object, By: casework.Family}, casework.Entry{Act: casework.Object})
	case slices.Contains(m.Guards, casework.LetterMade):
		return c.letter(ctx, e)
	case slices.Contains(m.Guards, casework.NoticeMade):
		return c.issue(ctx, e, m)
	case sortBefore(m) != "":
		return c.visit(ctx, e, sortBefore(m))
	case !slices.Contains(m.Guards, casework.Visited) || e.visited:
		return nil
	case e.reported:
		if err := c.act(ctx, e, casework.Move{Act: casework.Mark, By: casework.Township}, casework.Entry{Act: casework.Mark, Step: casework.Reported}); err != nil {
			return err
		}
	case !e.family.kin:
		return nil
	}
	e.visited = true
	return c.visit(ctx, e, casework.Visit)
}

// act does one act on a case as it stands now, by whose hand it is.
func (c *county) act(ctx context.Context, e *errand, m casework.Move, entry casework.Entry) error {
	entry.Case, entry.Turn, entry.Note, entry.Differs = e.id, e.turn, note(entry.Act, e), e.differs && (entry.Act == casework.Approve || entry.Act == casework.Refuse)
	switch entry.Act {
	case casework.AskPapers:
		entry.Wants = []string{nth(wants, e.hand), nth(wants, e.hand+1)}
	case casework.Bring:
		entry.Items = []int64{1, 2}
	}
	office := c.tree[e.family.office]
	actor, ok := c.whose(office, m, e.file)
	if !ok {
		return errNobody(m.Act)
	}
	desk := registry.Desk{Actor: actor, Office: office}
	if entry.Act == casework.Post {
		return e.doneBy(actor.Staff, m, c.Cases.Hang(ctx, desk, e.id, e.turn, casework.Record{Place: "村公示栏", Hour: "10:00", Said: []casework.Finding{{About: "why", Label: "没有照片的原因", Text: "演示，没有照片"}}}, nil))
	}
	if _, err := c.Cases.Act(ctx, desk, entry); err != nil {
		return err
	}
	return e.doneBy(actor.Staff, m, nil)
}

// errNobody is that the demo has no hand for an act.
func errNobody(act casework.Act) error {
	return fault.New(fault.Internal, "演示里没有人可以办这一步："+act.Label())
}

// whose is somebody who may make a move: of the level that the procedure names,
// in the role of the matrix, and not one who did what must be done by another.
func (c *county) whose(office access.Office, m casework.Move, f *file) (access.Actor, bool) {
	var crew []access.Actor
	if m.By != casework.County {
		crew = append(crew, c.crew[office.ID]...)
	}
	if m.By != casework.Township {
		crew = append(crew, c.crew[office.Above[0]]...)
	}
	crew = slices.DeleteFunc(crew, func(a access.Actor) bool {
		_, err := c.Registry.Matrix.May(a, m.Right(), c.now(), office)
		return err != nil || c.Registry.Matrix.Clash(a.Staff, m.Right(), f.done) != nil
	})
	if len(crew) == 0 {
		return access.Actor{}, false
	}
	crew = slices.DeleteFunc(crew, func(a access.Actor) bool { return a.Posts[0].Role != crew[0].Posts[0].Role })
	return crew[f.hand%len(crew)], true
}

// role is somebody of an office in a role.
func (c *county) role(office int64, role string) access.Actor {
	return c.crew[office][slices.IndexFunc(c.crew[office], func(a access.Actor) bool { return a.Posts[0].Role == role })]
}
