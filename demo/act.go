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
	wish      *wish
	family    *family
	programme string
	outcome   string // what the law says
	target    casework.State
	moves     []casework.Move
	joint     int          // how many of them are made with the whole application
	start     civil.Date   // of the draft
	days      []civil.Date // of the moves
	hand      int          // which of two colleagues works on it
	reported  bool         // somebody reports the family
	personal  bool         // one of the family asks for himself
	differs   bool         // what is decided is not what the law determined
	beyond    bool         // the need is beyond what the township may give at once

	id, turn int64  // once it is opened
	code     string // of the address on the notice that hangs; "" where it has none
	done     []access.Done
	visited  bool
}

// run does one errand.
func (c *county) run(ctx context.Context, e *errand) (err error) {
	if e.n < 0 {
		return c.begin(ctx, e.wish)
	}
	m := e.moves[e.n]
	if e.n < e.joint {
		return c.together(ctx, e, m)
	}
	if m.Act == casework.Keep {
		return c.visit(ctx, e, casework.Urging)
	}
	if slices.Contains(m.Guards, casework.Founded) { // the notice says what the law says
		if err := c.act(ctx, e, casework.Move{Act: casework.Judge, By: casework.Township}, casework.Entry{Act: casework.Judge}); err != nil {
			return err
		}
	}
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
	if err := c.act(ctx, e, m, casework.Entry{Act: m.Act, Cause: cause[m.Act]}); err != nil {
		return err
	}
	return c.behind(ctx, e, m)
}

// behind does what follows a move: the letter about what was given, and what the
// family says.
func (c *county) behind(ctx context.Context, e *errand, m casework.Move) error {
	c.speak(e)
	switch {
	case m.Act == casework.Approve && e.hand%2 == 0:
		return c.letter(ctx, e)
	case m.Act == casework.Transfer && c.elsewhere(e) != 0 && c.now() < c.today-20:
		return c.takeOn(ctx, e)
	}
	return nil
}

// elsewhere is the township to which a case is handed over; 0 where the family
// goes on outside the county, or has more that would stay behind.
func (c *county) elsewhere(e *errand) int64 {
	homes := c.homes()
	to := nth(homes, e.hand)
	if to == e.family.office || e.hand%4 == 0 || len(e.wish.files) > 1 || c.applications(e.family) > 1 {
		return 0
	}
	return to
}

// takeOn has the other township take on what was handed over to it; what came of
// late still waits there.
func (c *county) takeOn(ctx context.Context, e *errand) error {
	to := c.tree[c.elsewhere(e)]
	d := registry.Desk{Actor: c.people[c.clerk(to.ID, e.hand)], Office: to}
	list, err := c.Cases.Arrivals(ctx, d.Actor, []access.Office{to})
	for _, h := range list {
		if err == nil && h.From == (registry.Ref{Office: e.family.office, ID: e.id}) {
			_, err = c.Cases.TakeOn(ctx, d, h.ID)
		}
	}
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
	now, err := c.Cases.Look(ctx, c.desk(e.family, c.clerk(e.family.office, 0)), e.id)
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
func (c *county) claimant(ctx context.Context, f *file) (int64, error) {
	if !f.personal {
		return 0, nil
	}
	judge, now, d := c.judges[f.family.facts["area"]], c.now(), c.desk(f.family, c.clerk(f.family.office, 0))
	st, err := c.Registry.Snapshot(ctx, d, registry.Question{Law: judge.Pack, Household: f.family.household, On: now, Known: registry.Now, Region: access.DivisionOf(c.offices, d.Office.ID, now),
		AppliedOn: now, DecidedOn: now, AsOf: now, Month: now.Month() + 1, Claims: []string{f.programme}})
	if err != nil {
		return 0, err
	}
	said := map[engine.Status]string{engine.Entitled: award, engine.Undetermined: undetermined}
	for _, o := range engine.Determine(judge, st.Snapshot, engine.Options{NoExplain: true, Programmes: []string{f.programme}}).Outcomes {
		if word := cmp.Or(said[o.Status], refusal); o.Unit == fact.MemberEntity && word == f.outcome {
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
	case m.Act == casework.Uphold:
		return c.object(ctx, e)
	case m.Act == casework.End && e.hand%5 == 1:
		return c.rejected(ctx, e, m)
	case slices.Contains(m.Guards, casework.LetterMade):
		return c.letter(ctx, e)
	case e.step() == "start_check" && m.Act == casework.Do:
		return c.visit(ctx, e, casework.Check)
	case slices.Contains(m.Guards, casework.NoticeMade):
		return c.issue(ctx, e, m)
	case sortBefore(m) != "":
		return c.visit(ctx, e, sortBefore(m))
	case slices.Contains(m.Guards, casework.Assessed):
		return c.act(ctx, e, casework.Move{Act: casework.Aside, By: casework.County}, casework.Entry{Act: casework.Aside, Step: casework.CareAssessment})
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

// object has somebody of the village object to a notice that hangs, in one of the
// ways in which one can.
func (c *county) object(ctx context.Context, e *errand) error {
	if e.code != "" {
		err := c.Cases.Raise(ctx, e.code, nth(neighbours, e.hand), nth(notes[casework.Object], e.hand))
		if fault.Kind(err) != fault.NotFound { // of a notice whose days are over the office alone takes one
			e.did(0, casework.Move{Act: casework.Object}.Right())
			return err
		}
	}
	return c.act(ctx, e, casework.Move{Act: casework.Object, By: casework.Family}, casework.Entry{Act: casework.Object, Step: nth([]string{casework.ByPhone, casework.AtCounter, casework.InWriting}, e.hand/2)})
}

// rejected is an objection that is not right, and its answer.
func (c *county) rejected(ctx context.Context, e *errand, m casework.Move) error {
	if err := c.object(ctx, e); err != nil {
		return err
	}
	m.Act = casework.Reject
	return c.act(ctx, e, m, casework.Entry{Act: m.Act})
}

// act does one act on a case as it stands now, by whose hand it is.
func (c *county) act(ctx context.Context, e *errand, m casework.Move, entry casework.Entry) error {
	if entry.Act == casework.Withdraw {
		entry.Wish = casework.Wish{How: nth([]string{casework.AtCounter, casework.ByPhone}, e.hand), Who: e.family.people[0].name + "（本人）", On: c.now()}
	}
	entry.Case, entry.Turn, entry.Note, entry.Differs = e.id, e.turn, note(entry.Act, e), e.differs && (entry.Act == casework.Approve || entry.Act == casework.Refuse)
	actor, ok := c.whose(m, e.file)
	if !ok {
		return errNobody(m.Act)
	}
	desk := c.desk(e.family, actor.Staff)
	if entry.Act == casework.Post || entry.Act == casework.Do && slices.Contains(m.Guards, casework.NoticeMade) {
		return e.doneBy(actor.Staff, m, c.hang(ctx, desk, e))
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
func (c *county) whose(m casework.Move, f *file) (access.Actor, bool) {
	var crew []access.Actor
	office := c.desk(f.family, 0).Office
	if m.By != casework.County {
		crew = append(slices.Clone(c.crew[office.Served]), c.crew[office.ID]...)
	}
	if m.By != casework.Township {
		crew = append(crew, c.crew[office.Above[0]]...)
	}
	crew = slices.DeleteFunc(crew, func(a access.Actor) bool {
		_, err := c.Registry.Matrix.May(a, m.Right(), c.now(), office)
		return err != nil || a.Staff == f.family.cousin || c.Registry.Matrix.Clash(a.Staff, m.Right(), f.done) != nil
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
