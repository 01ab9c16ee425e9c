package casework

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"doudi/access"
	"doudi/audit"
	"doudi/civil"
	"doudi/fault"
	"doudi/policy"
	"doudi/registry"
)

// The papers that every application needs (57号第六条、第九条; TJ-40). What the
// check can find out is not asked for (社会救助法第六十二条).
const (
	Authorisation = "authorisation" // of each member of age: that his means be checked
	Commitment    = "commitment"    // of the applicant: that what he says is true
	Mandate       = "mandate"       // of the applicant: that somebody else applies
)

// Lacks is everything that is missing, said once: signatures, papers, and what
// is wrong with the proxy. What was not answered the caller adds, for he knows
// the questions.
func (in *Intake) Lacks() (list []string) {
	if in.Unexplained() {
		list = append(list, why)
	}
	for _, m := range in.Members {
		if m.Signs(in.today()) && !in.Signed(Authorisation, m.Person) {
			list = append(list, m.Name+"的核对授权书")
		}
	}
	if !in.Signed(Commitment, 0) {
		list = append(list, "申请和承诺书")
	}
	if in.Proxy != (Proxy{}) {
		if wrong := in.Proxy.wrong(); wrong != "" {
			list = append(list, wrong)
		}
		if !in.Signed(Mandate, 0) {
			list = append(list, "委托书（委托别人代办的）")
		}
	}
	return list
}

// today is the day at which the cases were looked at.
func (in *Intake) today() (on civil.Date) {
	for _, c := range in.Sights {
		on = c.Today
	}
	return on
}

// Signed tells whether a paper came since the application was begun; of anybody, if
// person is 0.
func (in *Intake) Signed(kind string, person int64) bool {
	return slices.ContainsFunc(in.Papers, func(p Filed) bool {
		return p.Kind == kind && (person == 0 || p.Person == person) && onClock(p.At) >= in.Begun
	})
}

// wrong says what is to be mended in who the proxy is.
func (p Proxy) wrong() string {
	switch {
	case p.Name == "" || p.Relation == "" || p.Why == "":
		return "代办人的姓名、和申请人的关系、代办的原因"
	case p.Number == "":
		return "代办人的证件号码"
	}
	if _, err := p.number(); err != nil {
		return "代办人的证件号码（现在填的校验不对）"
	}
	return ""
}

// HandIn hands the application in: every draft of it goes on to where it is
// accepted. It is handed in with what there is; what is missing is told once
// when it is looked through. Urgent aid waits for no acceptance (民发〔2018〕23号):
// of it, what the family said is registered now, by whoever may.
func (s *Service) HandIn(ctx context.Context, d registry.Desk, id int64, said Said) error {
	in, act, err := s.filling(ctx, d, id)
	if err == nil {
		err = explain(in.Handed == 0 && in.Unexplained())
	}
	if err != nil {
		return err
	}
	post, err := s.Registry.Matrix.May(d.Actor, taking, s.Registry.Today(), d.Office)
	if err != nil {
		return err
	}
	err = s.Store.Do(ctx, d.Office.ID, act, func(tx Tx) error {
		a := in.Application
		for _, c := range in.Sights {
			if err := handIn(tx, *c, post, act, tx.Now()); err != nil {
				return err
			}
		}
		a.Turn++
		if a.Handed == 0 {
			a.Handed = onClock(tx.Now())
		}
		tx.Witness("application", id, fmt.Sprint(a.Cases, a.Handed))
		return tx.SaveApplication(a)
	})
	if _, may := s.Registry.Matrix.May(d.Actor, "household.change", s.Registry.Today(), d.Office); err == nil && may == nil && in.Urgent() {
		err = s.register(ctx, d, said)
	}
	return err
}

// Urgent tells whether one of the cases is never accepted: it is decided at once.
func (in *Intake) Urgent() bool {
	return slices.ContainsFunc(in.Sights, (*Sight).Urgent)
}

// hurries tells whether the case is of urgent aid that waits to be taken on.
func (c *Sight) hurries() bool {
	return c.Flow.helpsFirst && !c.Urgent() && c.Accepted == 0 && !c.State.Closed()
}

// Urgent tells whether the case is decided at once, without being accepted.
func (c *Sight) Urgent() bool {
	return !slices.ContainsFunc(c.Flow.moves, func(m Move) bool { return m.Act == Accept })
}

// handIn takes one case through what the family does before somebody accepts, as
// of the moment at which it did that.
func handIn(tx Tx, c Sight, post access.Post, act audit.Act, at time.Time) error {
	for {
		next := slices.IndexFunc(c.Flow.Open(c.State, c.Situation), func(m Move) bool {
			return m.By == Family && (m.Act == Submit || m.Act == Do && c.Accepted == 0)
		})
		if next < 0 {
			return nil
		}
		m := c.Flow.Open(c.State, c.Situation)[next]
		if err := write(tx, c, post, act, m, Entry{Case: c.ID, Turn: c.Turn, Act: m.Act, at: at}); err != nil {
			return err
		}
		t := Turn{Number: c.Turn + 1, At: at, Act: m.Act, Staff: act.Actor, Right: act.Name}
		var err error
		if c.File, err = tx.Case(c.Office, c.ID); err != nil {
			return err
		}
		c.Turns = append(slices.Clone(c.Turns), t)
	}
}

// handInWithin hands in a case that was begun in this transaction, and gives its
// number. The calendar is that of its office, read before.
func (s *Service) handInWithin(tx Tx, cal *civil.Calendar, at registry.Ref, post access.Post, act audit.Act, when time.Time) (Number, error) {
	c := &Sight{Calendar: cal, Today: s.Registry.Today(), by: s}
	if err := s.sight(tx, c, at.Office, at.ID); err != nil {
		return "", err
	}
	return c.Number, handIn(tx, *c, post, act, when)
}

// Said is what the answers of an application come to: what is registered of whom
// when it is accepted, and which questions were not answered at all.
type Said struct {
	Facts []Saying
	Open  []string
	More  []string // what else the clerk finds missing when he tells it
}

// Saying is what was said about a person or the household.
type Saying struct {
	About   registry.Subject
	Answers []registry.Answer
}

// AcceptAll takes the application on: what was said is registered as declared by
// the family, and each case that waits for it is accepted. What was missing and
// has come since is marked as brought. Urgent aid is taken on at once; of what
// else such an application asks for, the family is told what is missing.
func (s *Service) AcceptAll(ctx context.Context, d registry.Desk, id int64, said Said) error {
	in, err := s.ready(ctx, d, id)
	if err == nil {
		err = in.Complete(said)
	}
	if err != nil {
		return err
	}
	if err := s.register(ctx, d, said); err != nil {
		return err
	}
	if len(in.missing(said)) == 0 {
		return s.acceptThose(ctx, d, in.Sights)
	}
	urgent := slices.DeleteFunc(slices.Clone(in.Sights), func(c *Sight) bool { return !c.hurries() })
	if err := s.acceptThose(ctx, d, urgent); err != nil || len(urgent) == len(in.Sights) {
		return err
	}
	return s.TellAll(ctx, d, id, said)
}

// acceptThose accepts the cases that wait for it.
func (s *Service) acceptThose(ctx context.Context, d registry.Desk, list []*Sight) (err error) {
	e := Entry{Act: Accept, several: len(list) > 1}
	for _, c := range list {
		if c.State == Supplement {
			if c, err = s.brought(ctx, d, c); err != nil {
				return err
			}
		}
		done, err := s.when(ctx, d, c, e)
		if err != nil {
			return err
		}
		e.echo = e.echo || done
	}
	return nil
}

// missing is what the family has to bring or answer before it is taken on.
func (in *Intake) missing(said Said) []string { return append(in.Lacks(), said.Open...) }

// Complete refuses to take on an application of which something is missing, but
// for urgent aid that waits to be taken on.
func (in *Intake) Complete(said Said) error {
	missing := in.missing(said)
	if len(missing) == 0 || slices.ContainsFunc(in.Sights, (*Sight).hurries) {
		return nil
	}
	return fault.Newf(fault.Refused, "还缺 %d 项，不能受理；请当场补齐，或者一次告知：%s", len(missing), strings.Join(missing, "、"))
}

// TakesOn refuses whoever is not of the level that takes an application on, and
// says who is, before anything of it is done: the procedure of each programme names
// the level (社会救助法第四十三条).
func (s *Service) TakesOn(in *Intake, d registry.Desk) error {
	by := ""
	for _, c := range in.Sights {
		for _, m := range c.Flow.moves {
			if m.Act != Accept {
				continue
			}
			if _, err := s.hand(d, c.Flow, m, c.Today); err == nil {
				return nil
			}
			by = policy.Office(m.By)
		}
	}
	if by == "" { // nothing of it is accepted
		_, err := s.Registry.Matrix.May(d.Actor, "case.accept", s.Registry.Today(), d.Office)
		return err
	}
	sentence := "受理和告知补正由" + by + "的经办人办，您不能受理；填的已经保存"
	if in.Handed == 0 {
		sentence += "，没有递交，您可以只点“递交”，由那里受理"
	}
	return fault.New(fault.Refused, sentence)
}

// TellAll tells the family once, for all cases, everything that is missing.
func (s *Service) TellAll(ctx context.Context, d registry.Desk, id int64, said Said) error {
	in, err := s.ready(ctx, d, id)
	if err != nil {
		return err
	}
	missing := slices.Concat(in.Lacks(), said.Open, said.More)
	if len(missing) == 0 && !in.Short() {
		return fault.New(fault.Refused, unmet[Incomplete])
	}
	if !slices.ContainsFunc(in.Sights, func(c *Sight) bool { return !c.Flow.helpsFirst }) {
		return fault.New(fault.Refused, "急难救助不等材料：请直接受理，材料在救助以后补")
	}
	e := Entry{Act: AskPapers, several: len(in.Sights) > 1}
	for _, c := range in.Sights {
		if e.Wants = nil; len(c.Wants) == 0 {
			e.Wants = missing
		}
		done, err := s.when(ctx, d, c, e)
		if err != nil {
			return err
		}
		e.echo = e.echo || done
	}
	return nil
}

// Short tells whether the family brought a part of what it was told: it is told
// of the rest again, which asks for nothing new.
func (in *Intake) Short() bool {
	return slices.ContainsFunc(in.Sights, func(c *Sight) bool {
		return c.State != Supplement && !c.State.Closed() && slices.ContainsFunc(c.Wants, func(w Want) bool { return w.Brought == 0 })
	})
}

// ready sees that the application was handed in and that this person accepts.
func (s *Service) ready(ctx context.Context, d registry.Desk, id int64) (*Intake, error) {
	in, _, err := s.filling(ctx, d, id)
	switch {
	case err != nil:
		return nil, err
	case in.Handed == 0:
		return nil, fault.New(fault.Refused, "这份申请还没有递交；请先递交")
	}
	_, err = s.Registry.May(ctx, d, "case.accept")
	return in, err
}

// register enters what the family said.
func (s *Service) register(ctx context.Context, d registry.Desk, said Said) error {
	law, err := s.schema(ctx, d.Office.ID)
	for _, say := range said.Facts {
		if err == nil && len(say.Answers) > 0 {
			err = s.Registry.EnterFacts(ctx, d, law, say.About, say.Answers)
		}
	}
	return err
}

// brought marks all that a case waited for as brought.
func (s *Service) brought(ctx context.Context, d registry.Desk, c *Sight) (*Sight, error) {
	e := Entry{Act: Bring}
	for _, w := range c.Wants {
		if w.Brought == 0 {
			e.Items = append(e.Items, w.ID)
		}
	}
	if _, err := s.when(ctx, d, c, e); err != nil {
		return nil, err
	}
	return s.look(ctx, d, c.ID)
}

// joint refuses to do to one case what is done to all cases of an application at
// once: it is handed in, told about and accepted as a whole.
func (c *Sight) joint(e Entry) error {
	if c.Application == 0 || e.together || !slices.Contains([]Act{Submit, AskPapers, Accept}, e.Act) {
		return nil
	}
	return fault.Newf(fault.Refused, "这一件是申请 %d 里的；请在那份申请里一起递交、告知和受理", c.Application)
}

// when does something to a case if it is where that is done, and tells whether it
// was; the cases of one application need not stand at the same place.
func (s *Service) when(ctx context.Context, d registry.Desk, c *Sight, e Entry) (done bool, err error) {
	if !slices.ContainsFunc(c.Flow.From(c.State), func(m Move) bool { return m.Act == e.Act }) {
		return false, nil
	}
	e.Case, e.Turn, e.together = c.ID, c.Turn, true
	_, err = s.Act(ctx, d, e)
	return err == nil, err
}
