package casework

import (
	"context"
	"errors"
	"slices"

	"doudi/access"
	"doudi/audit"
	"doudi/civil"
	"doudi/engine"
	"doudi/fault"
	"doudi/money"
	"doudi/pack"
	"doudi/registry"
)

// Ground is why an award in force is looked at again. A case that has one changes
// an award; one without is an application.
type Ground string

// The grounds.
const (
	Reviewed Ground = "review"    // regularly, or since something has changed (社会救助法第四十六条)
	Ability  Ground = "ability"   // what somebody can do by himself has changed (43号第二十三条)
	Moved    Ground = "household" // the household was split, merged or moved, or somebody left it
	Died     Ground = "death"     // somebody died who stands for it
	Quitting Ground = "quit"      // the family wants it no more
)

// Grounds are the grounds with their words, in the order of lists.
var Grounds = []struct {
	ID    Ground
	Label string
}{{Reviewed, "定期复核，或者家庭情况有变化"}, {Ability, "自理能力有变化"}, {Moved, "分户、并户、迁移或者成员离开"}, {Died, "享受的人去世"}, {Quitting, "自愿退出"}}

// Label is the Chinese word of a ground; "" if there is none.
func (g Ground) Label() string {
	for _, one := range Grounds {
		if one.ID == g {
			return one.Label
		}
	}
	return ""
}

// Titled is what a case with a ground is called, by the programme that it is about.
func (g Ground) Titled(programme string) string {
	if g == "" {
		return programme
	}
	return programme + "（复核变更）"
}

// Title is what a case is called: by its programme, and as a change where it is one.
func (c *Sight) Title() string { return c.Ground.Titled(c.Aid.Label) }

// Beside the sorts of an application, these belong to the change of an award.
const (
	Hearing Sort = "hearing" // what the person says to a cut or an end, or how it was offered to hear him
	Exit    Sort = "exit"    // the person's word that he wants no more
)

// Outlook is what a change comes to, for the guards: what is paid now and what
// from the next period on, and whether the person was heard about it.
type Outlook struct {
	Was, Next money.Fen
	Excepted  bool      // the law asks no hearing: not yet on that day, the person's own wish
	Gone      bool      // nobody is left alive of those who stand for it
	Heard     bool      // he was heard
	HeardSum  money.Fen // … about a cut down to this
	HeardEnd  bool      // … about the end
	Announced bool      // the end was made known for its days
	Released  bool      // there is nobody left, or nobody who wants it: it ends whatever is determined
	Overpaid  Overpaid  // what was decided for months behind the death of the last
}

// changes tells whether a guard about an award in force is met.
func (g Guard) changes(s Situation) bool {
	switch o := s.Change; g {
	case Examined:
		return !s.NoJudgement
	case Lasts:
		return !s.Denied && !o.Released
	case Ends:
		return s.Denied || o.Released
	case NoLess:
		return o.Next >= o.Was
	case Less:
		return o.Next < o.Was
	case HeardOfCut:
		return o.Excepted || o.Gone || o.HeardEnd || o.Heard && o.HeardSum <= o.Next
	case HeardOfEnd:
		return o.Excepted || o.Gone || o.HeardEnd
	case Announced:
		return o.Announced
	}
	return s.Change.Released == (g == Released)
}

// changeView and changeTx are what changes of awards need of a database; see
// View and Tx.
type changeView interface {
	// LiveAwards are those that hang on a household on a day and last to its month.
	LiveAwards(household registry.Ref, day civil.Date) ([]registry.Held, error)
	AwardAt(at registry.Ref) (Award, error)
	MembershipsOf(office, person, at int64) ([]registry.Member, error)
}

type changeTx interface {
	// ChainAward puts a decision at the end of an award's chain, as known by the
	// number of the act. EndAward ends an award before a month; it may lie in
	// another office.
	ChainAward(award int64, d AwardDecision) error
	EndAward(at registry.Ref, e AwardEnd) error
}

// nextPeriod is the first month that a change of an award can be for: what is paid
// already is not changed here, and what is paid by the quarter or the year is
// paid for all of it.
func nextPeriod(aid *pack.Programme, today civil.Date) civil.Month {
	month := today.Month() + 1
	_, m := month.YM()
	switch aid.Pays {
	case "quarter":
		return month + civil.Month((13-m)%3)
	case "year":
		return month + civil.Month((13-m)%12)
	case "school_year":
		return month + civil.Month((21-m)%12)
	}
	return month
}

// begins is the first month of what is decided on a day.
func (f *File) begins(aid *pack.Programme, today civil.Date) civil.Month {
	if f.Ground != "" {
		return nextPeriod(aid, today)
	}
	return start(aid, today, f.Applied)
}

// asOf is a case as it asks about a household on a day: an award in force is
// looked at as things are that day, an application as they were when it came.
func (f File) asOf(today civil.Date) File {
	if f.Ground != "" {
		f.Applied = today
	}
	return f
}

// beginning is the right by which a change is begun: it says what an award is to
// come to.
const beginning = "case.judge"

// Changeable are the awards of a household that can be changed: those that last
// beyond this month.
func (s *Service) Changeable(ctx context.Context, d registry.Desk, household int64) (list []registry.Held, err error) {
	if _, err := s.Registry.May(ctx, d, beginning); err != nil {
		return nil, err
	}
	err = s.Store.Read(ctx, func(v View) error {
		list, err = changeable(v, registry.Ref{Office: d.Office.ID, ID: household}, s.Registry.Today())
		return err
	})
	return list, err
}

// changeable are the awards of a household that last beyond the month of a day.
func changeable(v View, household registry.Ref, today civil.Date) ([]registry.Held, error) {
	return v.LiveAwards(household, (today.Month() + 1).FirstDay())
}

// BeginChange begins a case about an award that hangs on a household of the
// desk's office (社会救助法第四十六条、第四十七条).
func (s *Service) BeginChange(ctx context.Context, d registry.Desk, household int64, award registry.Ref, why Ground) (id int64, err error) {
	act, err := s.Registry.May(ctx, d, beginning)
	if err != nil {
		return 0, err
	}
	if why.Label() == "" {
		return 0, fault.New(fault.BadInput, "为什么复核：没有选；请从列表里选一个").At(0, "ground")
	}
	err = s.Store.Do(ctx, d.Office.ID, act, func(tx Tx) error {
		f := File{Ref: registry.Ref{Office: d.Office.ID}, Household: household, Ground: why}
		held, err := changeable(tx, registry.Ref{Office: d.Office.ID, ID: household}, access.DayOf(tx.Now()))
		if err != nil {
			return err
		}
		i := slices.IndexFunc(held, func(h registry.Held) bool { return h.Ref == award })
		if i < 0 {
			return fault.New(fault.BadInput, "待遇：这一家没有这项正在享受的待遇；请从列表里选").At(0, "award")
		}
		id, err = s.beginChange(tx, d, act, f, held[i])
		return err
	})
	return id, err
}

// beginChange begins it in a transaction.
func (s *Service) beginChange(tx Tx, d registry.Desk, act audit.Act, f File, h registry.Held) (id int64, err error) {
	sites, err := tx.Offices()
	if err != nil {
		return 0, err
	}
	f.Programme, f.Applied = h.Programme, access.DayOf(tx.Now())
	f.Accepted = f.Applied
	law, region, err := s.governing(tx, sites, f, f.Applied)
	if err != nil {
		return 0, err
	}
	f.Law = law.hash
	o, err := s.offer(law, f)
	if err != nil {
		return 0, err
	}
	people, err := led(tx, d.Office.ID, h)
	if err == nil && len(people) == 0 {
		err = fault.New(fault.Refused, "享受这项待遇的人不在这里登记；请由登记他的机构办理")
	}
	if err != nil {
		return 0, err
	}
	if o.Aid.Unit != "household" {
		f.Person = people[0]
	}
	f.State = o.Flow.moves[0].From
	if err := f.grounded(tx, people); err != nil {
		return 0, err
	}
	if f.ID, err = tx.Number("case"); err != nil {
		return 0, err
	}
	if err := alone(tx, f); err != nil {
		return 0, err
	}
	if err := tx.AddPack(law.Resolved); err != nil {
		return 0, err
	}
	if err := begin(tx, d, act, f, region); err != nil {
		return 0, err
	}
	return f.ID, s.clocks(tx, f, o)
}

// clocks keeps the limits that run from the beginning of a change.
func (s *Service) clocks(tx Tx, f File, o Offer) error {
	cal, err := s.Calendar(context.Background(), f.Office)
	if err != nil {
		return err
	}
	f.Entered = onClock(tx.Now())
	c := Sight{File: f, Offer: o, Calendar: cal, Today: f.Applied, by: s}
	return c.limit(tx, f)
}

// grounded refuses a death that is not registered: on it hangs who is heard.
func (f *File) grounded(v View, people []int64) error {
	if f.Ground != Died {
		return nil
	}
	members, err := v.MembersOf(f.Office, f.Household, registry.Now)
	if err == nil && !slices.ContainsFunc(members, func(m registry.Member) bool { return m.Because == registry.Died && slices.Contains(people, m.Person) }) {
		err = fault.New(fault.Refused, "享受这项待遇的人没有登记去世；请先在家庭页办理成员离开，原因选“去世”").At(0, "ground")
	}
	return err
}

// changeOffer is the programme and the table of a case about an award in force: by
// the law of today while it goes on, whatever it was applied for by.
func (s *Service) changeOffer(law *code, f File) (Offer, error) {
	on := s.Registry.Today()
	if f.State.Closed() {
		on = f.Entered.Date()
	}
	aid := law.ProgrammeAt(f.Programme, on)
	for _, p := range law.Programmes {
		if aid == nil && p.ID == f.Programme {
			aid = p // its law has ended: what is left is to end it
		}
	}
	base := procedureOn(law.Resolved, aidReduction, on)
	if aid == nil || base == nil {
		return Offer{}, fault.New(fault.NoValue, "本地的规定里没有变更这项待遇的程序；请告诉政策人员")
	}
	flow, err := NewChange(base, procedureOn(law.Resolved, aid.Procedure, on), f.Ground)
	return Offer{aid, flow}, err
}

// outlook works out what a change comes to.
func (c *Sight) outlook(v View) error {
	if c.Ground == "" || !c.Flow.undecidedAt(c.State) {
		return nil
	}
	home := registry.Ref{Office: c.Office, ID: c.Household}
	list, err := v.LiveAwards(home, nextPeriod(c.Aid, c.Today).FirstDay())
	if err != nil {
		return err
	}
	for _, h := range list {
		mine, err := c.about(v, h)
		if err != nil {
			return err
		}
		if mine {
			c.Awards = append(c.Awards, h)
			c.Change.Was += h.Sum
		}
	}
	if c.Change.Gone, err = c.gone(v); err != nil || c.Change.Gone {
		c.Change.Released = c.Change.Gone
		return errors.Join(err, c.expire(v))
	}
	c.Change.Released, err = c.released(v, home)
	return err
}

// about tells whether a case is about an award of its household, which may have
// brought it from where it lived before.
func (f *File) about(v View, h registry.Held) (bool, error) {
	if h.Programme != f.Programme || f.Person == 0 {
		return h.Programme == f.Programme, nil
	}
	people, err := led(v, f.Office, h)
	return slices.Contains(people, f.Person), err
}

// released tells whether an award ends whatever is determined: the family
// said in writing that it wants no more, or is not led here any more, or the one
// person that it is for is gone.
func (c *Sight) released(v View, home registry.Ref) (bool, error) {
	if slices.ContainsFunc(c.Records, func(r Record) bool { return r.Sort == Exit }) {
		return true, nil
	}
	h, err := v.Household(home.Office, home.ID, registry.Now)
	if err != nil || h.State != registry.Open || c.Person == 0 {
		return err == nil && h.State != registry.Open, err
	}
	members, err := v.MembersOf(home.Office, home.ID, registry.Now)
	dead := func(m registry.Member) bool { return m.Person == c.Person && m.Because == registry.Died }
	here := func(m registry.Member) bool { return m.Person == c.Person }
	return slices.ContainsFunc(members, dead) || !slices.ContainsFunc(registry.MembersOn(members, c.Today), here), err
}

// hearings puts into the situation what the person was heard about, and what the
// newest determination comes to.
func (c *Sight) hearings() {
	if c.Ground == "" {
		return
	}
	o := &c.Change
	o.Excepted = !slices.ContainsFunc(c.Flow.asides, func(s *pack.ProcedureStep) bool { return s.ID == string(Hearing) })
	o.Announced, o.Heard, o.HeardEnd = marked(c.Turns[c.turnsBefore():], End, stepEndNotice), false, false
	for _, r := range c.Records {
		switch {
		case r.Sort == Exit:
			o.Excepted = true
		case r.Sort != Hearing:
		case r.Ends:
			o.Heard, o.HeardEnd = true, true
		case !o.Heard || r.Sum < o.HeardSum:
			o.Heard, o.HeardSum = true, r.Sum
		}
	}
	if j := c.Judged; j != nil && j.Settled() && j.Gives() {
		o.Next = j.Amount.Low
	}
}

// turnsBefore is how many turns there were before the present round.
func (c *Sight) turnsBefore() int {
	round := c.round()
	return max(0, slices.IndexFunc(c.Turns, func(t Turn) bool { return t.Number > round }))
}

// Ways that a change can go, as they are kept with the decision and said.
const (
	Raise  = "raise"
	Same   = "same"
	Reduce = "reduce"
	Finish = "stop"
)

// changeWords are the words for them.
var changeWords = map[string]string{Raise: "增加", Same: "不变，继续给予", Reduce: "减发", Finish: "停发"}

// ChangeWord is the Chinese word of the way that a change goes.
func ChangeWord(way string) string { return changeWords[way] }

// wayFrom is how a change goes from one sum to another.
func wayFrom(was, next money.Fen) string {
	switch {
	case next > was:
		return Raise
	case next < was:
		return Reduce
	}
	return Same
}

// Proposal is the way that a change goes by what is determined; "" while it
// cannot be said.
func (c *Sight) Proposal() string {
	j := c.Judged
	switch {
	case c.Ground == "":
		return ""
	case c.Change.Released, j != nil && j.Settled() && !j.Gives():
		return Finish
	case j == nil || !j.Settled():
		return ""
	case j.Status == engine.Leaving && c.Change.Next == c.Change.Was:
		return Same
	}
	return wayFrom(c.Change.Was, c.Change.Next)
}

// lastHere is the day on which a household is looked at: of a person's award who
// does not belong to it any more, the last on which he did.
func (f *File) lastHere(v View, on civil.Date) (civil.Date, error) {
	if f.Ground == "" || f.Person == 0 {
		return on, nil
	}
	members, err := v.MembersOf(f.Office, f.Household, registry.Now)
	last := civil.Date(0)
	for _, m := range members {
		if m.Person == f.Person && m.From <= on {
			last = max(last, min(m.To, on))
		}
	}
	if last == 0 {
		last = on
	}
	return last, err
}
