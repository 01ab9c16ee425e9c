package casework

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"doudi/access"
	"doudi/audit"
	"doudi/civil"
	"doudi/fault"
	"doudi/money"
	"doudi/pack"
	"doudi/policy"
	"doudi/registry"
)

// Entry is what somebody wants to do to a case.
type Entry struct {
	Case, Turn int64 // Turn is the last one that he saw
	Act        Act
	Step       string // of an aside, or the mark
	Note       string
	Wants      []string          // AskPapers: everything that is missing
	Items      []int64           // Bring: what was brought, by the numbers of the wants
	Differs    bool              // Opine, Approve, Refuse: against the determination, with a reason
	Sum        money.Fen         // Approve: what is given where that differs
	Chosen     map[string]string // Judge: what the family has chosen, choice → option
	Cause      string            // Cease: what the family refuses, one of Causes
	Wish       Wish              // Withdraw, Plea: how the family said so
	To         int64             // Transfer: the office; 0 for one that is not of this instance
	record     *Record           // what belongs to the turn, if anything does
	together   bool              // done to all cases of an application
	several    bool              // … of which there are others
	echo       bool              // … of one of which the family was told already
	at         time.Time         // when it was done, if that is not now
	office     int64             // by whose post it is done
}

// reasoned are the acts that say why.
var reasoned = []Act{PassOver, Uphold, Reject, Return, Withdraw, Transfer, SentBack, Recall, Reopen, Aside, Mark, Object, Plea, Cease}

// longest note or wish, in characters.
const longest = 2000

// overtaken tells the second of two people at one case.
var overtaken = fault.New(fault.Conflict, "别的同事刚刚办过这件申请；请看过新的情况再办")

// Act does one thing to a case: the right by the matrix, the separation of hands
// and the guards are looked at first, then state, turn, limits and the audit
// entry are written together or not at all.
func (s *Service) Act(ctx context.Context, d registry.Desk, e Entry) (*Sight, error) {
	if err := e.tidy(); err != nil {
		return nil, err
	}
	c, err := s.look(ctx, d, e.Case)
	if err != nil {
		return nil, err
	}
	m, post, act, err := s.allowed(c, d, e)
	if err != nil {
		return c, s.refused(ctx, d, e.Case, act, err)
	}
	if err := c.wished(&e); err != nil {
		return c, err
	}
	if e.Act == Plea {
		return c, s.voice(ctx, c, act, m, Turn{Act: Plea, Step: e.Wish.How, Note: e.Note})
	}
	return c, s.Store.Do(ctx, d.Office.ID, act, func(tx Tx) error {
		if err := errors.Join(s.again(tx, c, d.Actor.Staff, m), c.heard(tx, e), c.consented(tx, e)); err != nil {
			return err
		}
		return write(tx, *c, post, act, m, e)
	})
}

// refused records that an act on a case was refused, and gives the refusal.
func (s *Service) refused(ctx context.Context, d registry.Desk, id int64, act audit.Act, refusal error) error {
	act.Result, act.Purpose, act.Object = audit.Refused, fault.Kind(refusal).String(), fmt.Sprintf("case:%d", id)
	if err := s.Store.Record(ctx, d.Office.ID, act); err != nil {
		return err
	}
	return refusal
}

// Flaw is what is missing in an entry or too long: whoever confirms an act is told
// before he is asked whether he means it.
func (e *Entry) Flaw() error { return e.tidy() }

// tidy reads what was typed.
func (e *Entry) tidy() error {
	e.Note = strings.TrimSpace(e.Note)
	if e.Note == "" && e.Act == Answer {
		return fault.New(fault.BadInput, "答复：没有写；请写明核实了什么、接着怎么办").At(0, "answer")
	}
	if e.Note == "" && (e.Differs || slices.Contains(reasoned, e.Act)) {
		return fault.New(fault.BadInput, "理由：这一步要写明理由或者结果；请填写后再办").At(0, "note")
	}
	var wants []string
	for _, w := range e.Wants {
		if w = strings.TrimSpace(w); w != "" {
			wants = append(wants, w)
		}
	}
	e.Wants = wants
	for _, text := range append([]string{e.Note}, wants...) {
		if utf8.RuneCountInString(text) > longest {
			return fault.Newf(fault.BadInput, "理由和材料名称每项最多 %d 个字；请写短一些", longest).At(0, "note")
		}
	}
	if e.Act == Cease {
		return e.caused()
	}
	return e.summed()
}

// summed refuses a word against the determination, or a sum of somebody's own, with
// an act that weighs neither: what is given at once is what was determined, up to
// the limit (民发〔2018〕23号二(二), 社会救助法第五十条).
func (e *Entry) summed() error {
	if slices.Contains([]Act{Approve, Refuse, Opine}, e.Act) {
		return nil
	}
	if e.Differs {
		return fault.New(fault.BadInput, "与测算不同：这一步照测算的结果办，不能另定；要另定的由有权决定的人在决定时写明理由")
	}
	if e.Sum != 0 {
		return fault.New(fault.BadInput, "金额：这一步不用填，给多少照测算的结果；请清空后再办").At(0, "sum")
	}
	return nil
}

// allowed finds the move of an entry, the post by which it is made, and the act
// to be recorded.
func (s *Service) allowed(c *Sight, d registry.Desk, e Entry) (Move, access.Post, audit.Act, error) {
	act := audit.Act{Actor: d.Actor.Staff, Name: "case.work"}
	if right := rights[e.Act]; right != "" {
		act.Name = right
	}
	if e.Turn != c.Turn {
		return Move{}, access.Post{}, act, overtaken
	}
	if err := c.joint(e); err != nil {
		return Move{}, access.Post{}, act, err
	}
	m, post, err := s.move(c, d, e)
	if right := m.Right(); right != "" {
		act.Name = right
	}
	act.Role = post.Hand()
	if err == nil {
		err = s.apart(c, d.Actor.Staff, m)
	}
	return m, post, act, err
}

// sheets are the acts that keep a paper, and what has to be filled in for it.
var sheets = map[Act]string{Keep: "表格", Issue: "公示单", Write: "通知书"}

// move finds the move of an entry, and the post by which it is made.
func (s *Service) move(c *Sight, d registry.Desk, e Entry) (Move, access.Post, error) {
	now := c.Situation
	if page := sheets[e.Act]; page != "" && e.record == nil {
		return Move{}, access.Post{}, fault.New(fault.Refused, "“"+e.Act.Label()+"”要连同填好的内容一起办；请在办件页的“调查、评议和公示”里填"+page)
	}
	switch e.Act {
	case Aside, Mark, Object:
		return s.beside(c, d, e)
	case Keep:
		return s.entering(c, d, e)
	case Issue:
		return s.issuing(c, d)
	case Plea:
		return s.hearing(c, d)
	case Answer:
		return s.answering(c, d)
	case Write:
		return s.writing(c, d)
	case Post:
		if e.record == nil && c.Issued() != nil { // before it is made, that is what is missing
			return Move{}, access.Post{}, fault.New(fault.Refused, "张贴要有贴好以后的照片，拍不了的写明原因；请在“公示”里办")
		}
	case Do:
		if e.record == nil && c.Publishes() && c.Issued() != nil {
			return Move{}, access.Post{}, fault.New(fault.Refused, "公布要登记张贴：贴在哪里、什么时候，附贴好以后的照片，拍不了的写明原因；请点“打印公示单、登记张贴”")
		}
	case Judge, Opine:
		return s.judging(c, d, e)
	case Approve, Refuse:
		if err := c.uncontested(); err != nil {
			return Move{}, access.Post{}, err
		}
		var err error
		if now, err = e.against(now); err != nil {
			return Move{}, access.Post{}, err
		}
		if e.Differs && e.Act == Approve {
			now = c.within(now, e.Sum)
		}
	case AskPapers:
		if len(e.Wants) > 0 && len(c.Wants) > 0 {
			return Move{}, access.Post{}, fault.New(fault.Refused, "要补的材料只能一次告知，前面已经告知过；没有补齐的请不填材料直接再次告知")
		}
		now.Missing += len(e.Wants)
	}
	var refused error
	for _, m := range c.moves() {
		if m.Act != e.Act || m.closed(now) != nil {
			continue
		}
		post, err := s.hand(d, c.Flow, m, c.Today)
		if err == nil {
			return m, post, nil
		}
		if atLevel(d, m) {
			refused = err
		}
	}
	if refused == nil {
		refused = s.notYet(c, d, e.Act, now)
	}
	return Move{}, access.Post{}, refused
}

// notYet says why a move is not open: to whoever will have to leave it to others
// anyway, that.
func (s *Service) notYet(c *Sight, d registry.Desk, act Act, now Situation) error {
	for _, m := range c.Flow.From(c.State) {
		if m.Act != act || m.closed(now) == nil || *m.closed(now) < Measured {
			continue
		}
		if _, err := s.hand(d, c.Flow, m, c.Today); err != nil {
			continue
		}
		if err := s.apart(c, d.Actor.Staff, m); err != nil {
			return err
		}
	}
	if act == Recall && c.offered() { // the table of moves does not know it
		return fault.New(fault.Refused, "“"+c.Flow.Called(act)+"”这一步由"+policy.Office(Township)+"办")
	}
	_, err := c.Flow.Take(c.State, act, "", now)
	return err
}

// beside is what leaves a case in its state.
func (s *Service) beside(c *Sight, d registry.Desk, e Entry) (Move, access.Post, error) {
	m := Move{From: c.State, To: c.State, Act: e.Act, By: Family}
	_, up := strings.CutSuffix(string(c.State), ".up")
	if at, _ := c.stood(); e.Act == Object && at != c.State { // its notice hangs until somebody answers the offer
		_, up = strings.CutSuffix(string(at), ".up")
	}
	switch {
	case (c.State.Closed() || c.State == Draft) && !(e.Act == Object && up):
		return m, access.Post{}, fault.New(fault.Refused, "这件申请在“"+c.Flow.Label(c.State)+"”，现在不能记这一项")
	case e.Act == Object && e.Step != "" && WayLabel(e.Step) == "":
		return m, access.Post{}, fault.New(fault.BadInput, "异议怎么来的：没有这一种；请从列表里选").At(0, "step")
	case e.Act == Object && !up:
		return m, access.Post{}, fault.New(fault.Refused, "现在没有正在公示的内容，不能记异议；有举报的请记“有人举报”")
	case e.Act == Mark && MarkLabel(e.Step) == "":
		return m, access.Post{}, fault.New(fault.BadInput, "标记：没有这一种；请从列表里选").At(0, "step")
	case e.Act == Aside:
		for _, step := range c.Flow.Asides() {
			if step.ID == e.Step {
				m.Step, m.By = step, step.By
			}
		}
		if m.Step == nil && Sort(e.Step) == Visit && c.Picked {
			m.Step, m.By = &pack.ProcedureStep{ID: string(Visit), By: County}, County // whatever the procedure says: it was drawn
		}
		if e.Step == checkTold && m.Step != nil {
			if err := c.telling(); err != nil {
				return m, access.Post{}, err
			}
		}
		switch {
		case m.Step == nil:
			return m, access.Post{}, fault.New(fault.BadInput, "步骤：这个程序里没有这一步；请从列表里选").At(0, "step")
		case e.record == nil && Sort(e.Step) == Visit:
			return m, access.Post{}, fault.New(fault.Refused, "入户调查要填调查表：两位调查人、见到的人和调查结论；请在办件页的“调查、评议和公示”里填写")
		case e.record == nil && Sort(e.Step) == Hearing:
			return m, access.Post{}, fault.New(fault.Refused, "听取意见要填记录；请在办件页的“调查、评议和公示”里填“听取意见记录”")
		}
	}
	if !atLevel(d, m) {
		return m, access.Post{}, fault.New(fault.Refused, "这一步由"+policy.Office(m.By)+"办")
	}
	post, err := s.hand(d, c.Flow, m, c.Today)
	return m, post, err
}

// WayLabel is the Chinese word of how an objection came; "" if there is none.
func WayLabel(id string) string { return ways[id] }

// MarkLabel is the Chinese word of a mark; "" if there is no such mark.
func MarkLabel(id string) string {
	for _, m := range Marks {
		if m.ID == id {
			return m.Label
		}
	}
	return ""
}

// hand gives the post by which somebody may make a move: of the level that the
// procedure names, and of the window where that deals with it. What a family or a
// department without accounts does is recorded by whoever may at the case's office.
func (s *Service) hand(d registry.Desk, f *Flow, m Move, on civil.Date) (access.Post, error) {
	a := d.Actor
	if !f.atWindow(m) {
		d.Office.Asked = nil
	}
	a.Posts = slices.DeleteFunc(slices.Clone(a.Posts), func(p access.Post) bool { return !levelFits(p, m) })
	return s.Registry.Matrix.May(a, m.Right(), on, d.Office)
}

// levelFits tells whether a post is of the level that a move needs. What is the
// township's a coordinator does for it in his village, where the matrix says so.
func levelFits(p access.Post, m Move) bool {
	level := string(p.Office.Level)
	if p.Office.Level == access.Village {
		level = Township
	}
	return m.By != Township && m.By != County || level == m.By
}

// atLevel tells whether somebody has any post of that level.
func atLevel(d registry.Desk, m Move) bool {
	return slices.ContainsFunc(d.Actor.Posts, func(p access.Post) bool { return levelFits(p, m) })
}

// write does an entry in one transaction.
func write(tx Tx, c Sight, post access.Post, act audit.Act, m Move, e Entry) error {
	t := Turn{Number: c.Turn + 1, At: tx.Now(), Staff: act.Actor, Instead: post.For, Act: e.Act, Step: e.Step, Right: act.Name, Became: m.To, Note: e.Note}
	if !e.at.IsZero() {
		t.At = e.at
	}
	e.office = post.Office.ID
	if m.Step != nil {
		t.Step = m.Step.ID
	}
	if e.Act == Opine {
		t.Step = opinion(e.Differs)
	}
	f := c.File
	f.move(m, t)
	if err := c.settle(tx, &f, e, t); err != nil {
		return err
	}
	tx.Witness("case", f.ID, fmt.Sprint(f, t)+e.record.witness())
	if err := tx.SaveCase(f); err != nil {
		return err
	}
	if err := tx.AddTurn(f.ID, t); err != nil {
		return err
	}
	if err := c.pass(tx, f, t, post); err != nil {
		return err
	}
	if e.record != nil {
		e.record.Turn = t.Number
		if err := tx.AddRecord(f.ID, *e.record); err != nil {
			return err
		}
	}
	if err := follow(tx, c, e, t); err != nil {
		return err
	}
	if err := c.announce(tx, f, t, e); err != nil {
		return err
	}
	return c.run(tx, f, t)
}

// move takes a case one turn on.
func (f *File) move(m Move, t Turn) {
	if f.State != m.To && !m.answers() {
		f.Entered = onClock(t.At) // the hours of an answer run on behind its acceptance
	}
	f.State, f.Turn = m.To, t.Number
	switch {
	case t.Act == Accept:
		f.Accepted = access.DayOf(t.At)
	case t.Act == Reopen && m.From == Withdrawn: // it is accepted anew, and its limits run from then
		f.Accepted = 0
	case t.Act == Reopen: // it goes on behind its acceptance: its limits run from today
		f.Accepted = access.DayOf(t.At)
	}
}

// follow keeps what an act does to the things asked for and the objections. An
// upheld objection answers all that are open: the family is surveyed again. An
// answer goes to the one that waits longest.
func follow(tx Tx, c Sight, e Entry, t Turn) error {
	switch e.Act {
	case AskPapers:
		for i, what := range e.Wants {
			if err := tx.AddWant(e.Case, Want{ID: int64(i) + 1, What: what, Asked: t.Number}); err != nil {
				return err
			}
		}
	case Bring:
		return each(e.Items, func(id int64) error { return tx.BringWant(e.Case, id, t.Number) })
	case Object:
		return tx.AddObjection(e.Case, t.Number)
	case Uphold:
		return each(c.Waiting, func(id int64) error { return tx.SettleObjection(e.Case, id, t.Number) })
	case Reject:
		return tx.SettleObjection(e.Case, c.Waiting[0], t.Number)
	case Transfer:
		return c.handOver(tx, e, t)
	case Answer:
		return c.reply(tx, t)
	}
	return c.decide(tx, e, t)
}

// each does something to every number until it fails.
func each(ids []int64, do func(int64) error) error {
	for _, id := range ids {
		if err := do(id); err != nil {
			return err
		}
	}
	return nil
}

// run keeps the limits that run now, and the needs that others see to.
func (c *Sight) run(tx Tx, f File, t Turn) error {
	if err := c.refer(tx, t); err != nil {
		return err
	}
	c.File, c.Turns, c.Done = f, append(slices.Clone(c.Turns), t), nil
	c.judge()
	return c.limit(tx, f)
}

// limit keeps the limits of where a case stands.
func (c *Sight) limit(tx Tx, f File) error {
	death, err := f.death(tx)
	if err != nil {
		return err
	}
	since := Since{Applied: f.Applied, Accepted: f.Accepted, Entered: f.Entered, Urban: f.Urban, Special: marked(c.Turns, Mark, Special), Died: death}
	var list []Deadline
	for _, l := range c.Flow.Limits(f.State, since, c.Situation, c.Calendar) {
		list = append(list, Deadline{Case: f.ID, Step: l.Step.ID, Start: l.Start, N: l.Step.Within, Unit: civil.Unit(l.Step.Days),
			Counting: civil.Counting(l.Step.CountFrom), Deadline: l.Deadline, Until: l.Until})
	}
	return tx.SaveDeadlines(f.ID, list)
}
