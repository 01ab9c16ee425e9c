package casework

import (
	"slices"
	"strconv"
	"strings"

	"doudi/access"
	"doudi/civil"
	"doudi/engine"
	"doudi/fact"
	"doudi/fault"
	"doudi/money"
	"doudi/pack"
	"doudi/registry"
)

// Beside the moves of the table, these are kept in the same line too.
const (
	Judge Act = "judge" // let the law determine what the application comes to
	Opine Act = "opine" // say what the clerk thinks of it
)

// What an opinion says of a determination; the step of its turn.
const (
	Agree  = "agree"
	Differ = "differ"
)

// Determination is what the law makes of an application at one moment: by which
// law, on what was known by a number of the office's chain. What was said as it
// was issued, and the household as it stood, are sealed: see Kept.
type Determination struct {
	Turn     int64 // in which it was made
	Known    int64
	Law      string // hash of the resolved pack
	Day      civil.Date
	Status   engine.Status
	Amount   engine.Amount // Type is Invalid where it is no money
	Pays     string
	Starts   civil.Month
	Examples []string // ids of the example figures that it rests on
}

// Made is where a determination is kept.
type Made struct {
	registry.Ref
	Number Number
	Turn   int64
}

// Kept is what of a determination tells of illness and the like.
type Kept struct {
	Snapshot string // the household as it stood, see keepSnapshot
	Answer   string // the result as JSON (engine.ReadJSON)
	Told     string // the explanation as text
}

// Gives tells whether the law grants what is asked for.
func (d *Determination) Gives() bool {
	return d.Status == engine.Entitled || d.Status == engine.Leaving
}

// Settled tells whether a decision can rest on it: the answer and the sum are
// fixed.
func (d *Determination) Settled() bool {
	return (d.Gives() || d.Status == engine.Refused || d.Status == engine.Excluded) && d.Amount.Low == d.Amount.High
}

// Touch is something of a household that changed: an address, a membership, a
// person, or a fact of a subject by its key.
type Touch struct {
	What    string // address, membership, person, household, member
	Subject int64
	Key     string
}

// Judged is the newest determination of a case with what has become of it since.
type Judged struct {
	Determination
	Changed   []Touch     // of the household and its people since then
	Newer     bool        // the packs have changed since then
	Start     civil.Month // the first month paid if it is decided today
	Missing   []string    // what can still change the outcome, ready to read
	Unproven  []Example   // example figures that nobody has confirmed
	Opinion   *Turn       // what the clerk thinks of it
	Different bool        // … is something else
}

// Example is an invented figure that a determination rests on.
type Example struct{ ID, Label string }

// Stale tells whether it must be made anew, since what it rests on has changed.
func (j *Judged) Stale() bool { return j.outdated() || j.Gives() && j.Start != j.Starts }

// outdated tells whether the household or the law has changed since: whatever the
// month, its answer may be another.
func (j *Judged) outdated() bool { return len(j.Changed) > 0 || j.Newer }

// judgedView and judgedTx are what determinations, decisions and awards need of
// a database; see View and Tx.
type judgedView interface {
	registry.Glance
	Unit(office, id int64) (registry.Unit, error)
	// Pack is the canonical text of a law that was kept by its hash.
	Pack(hash string) (canonical, evaluator string, err error)
	// Demo tells whether all people of the instance are invented.
	Demo() bool
	// Determinations are those of a case, in order.
	Determinations(office, id int64) ([]Determination, error)
	Kept(office, id, turn int64) (Kept, error)
	// DeterminationsBehind are those of the whole instance behind one, in order.
	DeterminationsBehind(office, file, turn int64, most int) ([]Made, error)
	// TouchedSince is what changed of a household after a number of the chain.
	TouchedSince(office, household, known int64) ([]Touch, error)
	Decisions(office, id int64) ([]Decision, error)
	// Differing are the cases of an office in which a decision differs from its
	// determination.
	Differing(office int64) ([]int64, error)
	AwardsOf(office, household int64) ([]Award, error)
}

type judgedTx interface {
	AddUnit(u registry.Unit) error
	AddPack(r *pack.Resolved) error
	// AddDetermination keeps one as known by the number of the act.
	AddDetermination(id int64, d Determination, k Kept) error
	AddDecision(id int64, d Decision) error
	// AddAward is a fault of kind Refused if somebody of it has an award of the
	// programme in one of its months.
	AddAward(a Award) error
	// ReplaceInAward puts a decision in the place of those that stand in an award.
	ReplaceInAward(award int64, d AwardDecision) error
}

// question is what a snapshot is wanted for: the household as it was on the day
// that the programme's law asks, applying then, decided today.
func question(v View, f File, aid *pack.Programme, law *code, region string, today civil.Date) (registry.Question, error) {
	on := today
	if aid.LawAt["conditions"] == "application" {
		begun, err := firstDay(v, f)
		if err != nil {
			return registry.Question{}, err
		}
		on = max(f.Applied, begun)
	}
	month := f.begins(aid, today)
	if month == 0 {
		month = today.Month()
	}
	return registry.Question{Law: law.Resolved, Household: f.Household, On: on, Known: registry.Now, Region: region,
		AppliedOn: f.Applied, DecidedOn: today, AsOf: today, Month: month, Claims: []string{f.Programme}}, nil
}

// start is the first month paid if it is decided on a day; 0 where the law of
// the programme names none.
func start(aid *pack.Programme, decided, applied civil.Date) civil.Month {
	switch aid.Starts {
	case "month_after_decision":
		return decided.Month() + 1
	case "month_of_decision", "at_once":
		return decided.Month()
	case "month_of_application":
		return applied.Month()
	}
	return 0
}

// settle fixes what an act makes of the case itself: the unit when it is handed
// in, what the law of the place says of it, and a determination.
func (c *Sight) settle(tx Tx, f *File, e Entry, t Turn) error {
	if e.Act == Reopen { // like a new one: meanwhile another may have been begun, or the family be gone
		if _, err := tx.Number("case"); err != nil { // whoever opens another case here waits until this is done
			return err
		}
		if err := free(tx, *f); err != nil {
			return err
		}
	}
	switch {
	case e.Act == Submit, e.Act == Reopen && f.Unit == 0:
		return c.handIn(tx, f, access.DayOf(t.At))
	case e.Act == Judge:
		return c.determine(tx, f, e, t)
	case e.Act == Recall:
		return c.comeBack(tx, f, Recalled)
	}
	return nil
}

// handIn freezes who is counted, and keeps the law by which the case goes.
func (c *Sight) handIn(tx Tx, f *File, today civil.Date) error {
	f.Applied = today
	if err := c.inherit(tx, f); err != nil {
		return err
	}
	law, st, err := c.stand(tx, f, c.Aid, today)
	if err != nil {
		return err
	}
	if law.hash != c.law.hash { // somebody entered where the family lives, a moment ago
		return overtaken
	}
	// Of some it may not be registered yet whether they count: then they are
	// counted when it is, before anything is determined.
	if err := f.freeze(tx, law, st); err != nil && fault.Kind(err) != fault.BadInput {
		return err
	}
	f.Law = law.hash
	f.placed(law, st, c.Flow)
	return tx.AddPack(law.Resolved)
}

// placed is what the law of the place makes of a case: who decides, and which
// limits run (城市居民最低生活保障条例第八条).
func (f *File) placed(law *code, st *registry.Standing, flow *Flow) {
	f.Urban = is(st.Snapshot, "area", "urban")
	f.Delegated = flow.delegable && law.says(st, "decided_by_township", f.Applied)
}

// stand reads the household and the law that answers for it today, when nobody
// else can change the register any more.
func (c *Sight) stand(tx Tx, f *File, aid *pack.Programme, today civil.Date) (*code, *registry.Standing, error) {
	if err := tx.Alone(); err != nil {
		return nil, nil, err
	}
	sites, err := tx.Offices()
	if err != nil {
		return nil, nil, err
	}
	law, region, err := c.by.governing(tx, sites, *f, today)
	if err != nil {
		return nil, nil, err
	}
	if own := law.ProgrammeAt(f.Programme, f.asOf(today).Applied); own != nil {
		aid = own
	}
	q, err := question(tx, f.asOf(today), aid, law, region, today)
	if err == nil {
		q.On, err = f.lastHere(tx, q.On)
	}
	if err != nil {
		return nil, nil, err
	}
	st, err := registry.Stand(tx, f.Office, q)
	return law, st, err
}

// freeze keeps who is counted, unless the list that is kept says the same.
func (f *File) freeze(tx Tx, law *code, st *registry.Standing) error {
	u, err := registry.UnitOf(law.engine, law.program, st, f.Programme, f.Person)
	if err != nil {
		return err
	}
	if f.Unit != 0 {
		old, err := tx.Unit(f.Office, f.Unit)
		if err != nil || slices.Equal(old.Members, u.Members) {
			return err
		}
	}
	f.Unit, err = registry.Freeze(tx, u)
	return err
}

// determine lets the law say what the application comes to, and keeps it as it
// is issued.
func (c *Sight) determine(tx Tx, f *File, e Entry, t Turn) error {
	law, st, err := c.stand(tx, f, c.Aid, access.DayOf(t.At))
	if err != nil {
		return err
	}
	if err := f.freeze(tx, law, st); err != nil {
		return err
	}
	st.Chosen = e.Chosen
	r := law.engine.Determine(st.Snapshot, engine.Options{Programmes: []string{f.Programme}})
	r.Outcomes = slices.DeleteFunc(r.Outcomes, func(o engine.Outcome) bool { return f.Person != 0 && st.Persons[o.Instance] != f.Person })
	if len(r.Outcomes) != 1 {
		return fault.New(fault.NoValue, "申请那天的规定里没有这个项目，不能测算；请告诉政策人员")
	}
	f.placed(law, st, c.Flow)
	if large := law.large(c.Flow, &r.Outcomes[0], f.Applied); c.Flow.small() {
		f.Delegated = !large
	} else {
		f.Beyond = large
	}
	if err := tx.AddPack(law.Resolved); err != nil {
		return err
	}
	d := found(r, t.Number, access.DayOf(t.At))
	if f.Ground != "" && d.Gives() {
		d.Starts = nextPeriod(c.Aid, d.Day)
	}
	return tx.AddDetermination(f.ID, d, Kept{
		Snapshot: keepSnapshot(st.Snapshot, st.Persons), Answer: string(r.AppendJSON(nil, law.program.Schema)), Told: law.told(st.Snapshot, f.Programme)})
}

// told is the explanation in words.
func (l *code) told(s *fact.Snapshot, programme string) string {
	o := engine.Options{Programmes: []string{programme}}
	return string(l.engine.AppendText(nil, &engine.Result{}, s, o, engine.TextOptions{Full: true}))
}

// found is the result in short.
func found(r *engine.Result, turn int64, day civil.Date) Determination {
	o := &r.Outcomes[0]
	d := Determination{Turn: turn, Law: r.Hash, Day: day, Status: o.Status, Amount: o.Total, Pays: o.Pays, Starts: o.Starts}
	for _, u := range o.Used {
		if u.Status == pack.Example {
			d.Examples = append(d.Examples, u.ID)
		}
	}
	return d
}

// is tells whether an enum fact of the household has a value.
func is(s *fact.Snapshot, key, word string) bool {
	slot, ok := s.Schema.Entities[fact.HouseholdEntity].Slot(key)
	n, known := s.Schema.Symbol(word)
	return ok && known && s.Household.Values[slot] == fact.Of(n)
}

// says tells whether a rule about the household holds on a day. What the law
// does not know is no.
func (l *code) says(st *registry.Standing, rule string, on civil.Date) bool {
	values, ok := l.engine.Rule(st.Snapshot, rule, on)
	return ok && len(values) == 1 && values[0] == fact.Of(1)
}

// smallLimit is the figure of what a township may give by itself (民发〔2018〕23号
// 二(二), 社会救助法第五十条).
const smallLimit = "small_limit"

// limit is that sum on a day; false where the law of the place has none.
func (l *code) limit(on civil.Date) (money.Fen, bool) {
	figure := l.Figure(smallLimit)
	if figure == nil {
		return 0, false
	}
	for _, row := range figure.Rows {
		if sum, err := money.ParseFen(row.Value.Text); row.Contains(on) && err == nil {
			return sum, true
		}
	}
	return 0, false
}

// large tells whether a sum is beyond what the township may give. Where the law
// has no limit, it gives nothing by itself: it may only up to one.
func (l *code) large(f *Flow, o *engine.Outcome, on civil.Date) bool {
	limit, ok := l.limit(on)
	return f.limited() && (!ok || o.Total.High > limit)
}

// weigh reads the newest determination and what has become of it, for the
// guards and the page.
func (c *Sight) weigh(v View) error {
	list, err := v.Determinations(c.Office, c.ID)
	if err != nil {
		return err
	}
	if c.Determinations = list; len(list) == 0 {
		return nil
	}
	j := Judged{Determination: list[len(list)-1]}
	if j.Changed, err = v.TouchedSince(c.Office, c.Household, j.Known); err != nil {
		return err
	}
	sites, err := v.Offices()
	if err != nil {
		return err
	}
	now, _, err := c.by.governing(v, sites, c.File, c.Today)
	if err != nil {
		return err
	}
	ceiling, ok := now.limit(c.Applied)
	c.ceiling, c.Unlimited = ceiling, !ok && c.Flow.limited()
	j.Newer, j.Start = now.hash != j.Law, c.begins(c.Aid, c.Today)
	for i, t := range c.Turns {
		if t.Act == Opine && t.Number > j.Turn {
			j.Opinion, j.Different = &c.Turns[i], t.Step == Differ
		}
	}
	c.Judged = &j
	return c.lacks(v)
}

// lacks reads what a determination lacks, and the names of the figures that it
// must not rest on.
func (c *Sight) lacks(v View) error {
	j := c.Judged
	if j.Settled() && len(j.Examples) == 0 && !c.Flow.limited() {
		return nil
	}
	_, _, r, err := c.by.answer(v, c.Ref, &j.Determination)
	if err != nil {
		return err
	}
	for _, ref := range r.Outcomes[0].Missing {
		j.Missing = append(j.Missing, ref.Label)
	}
	if v.Demo() {
		return nil
	}
	j.Unproven, err = c.unproven(v, &r.Outcomes[0])
	return err
}

// answer reads a determination as it was issued, with what it was issued by.
func (s *Service) answer(v View, at registry.Ref, d *Determination) (k Kept, law *code, r *engine.Result, err error) {
	if k, err = v.Kept(at.Office, at.ID, d.Turn); err != nil {
		return k, nil, nil, err
	}
	if law, err = s.kept(v, d.Law); err != nil {
		return k, nil, nil, err
	}
	r, err = engine.ReadJSON([]byte(k.Answer), law.program.Schema)
	if err != nil || len(r.Outcomes) != 1 {
		return k, law, nil, fault.Wrap(err, fault.Internal, "存下的测算结果读不出来；请告诉系统管理员")
	}
	return k, law, r, nil
}

// weighed puts what the determination says into the situation.
func (c *Sight) weighed() {
	c.hearings()
	j := c.Judged
	if c.NoJudgement = j == nil; j == nil {
		return
	}
	c.Stale, c.Outdated, c.Unsettled, c.Untrue = j.Stale(), j.outdated(), !j.Settled(), c.untrue()
	gives := j.Gives() && (!c.Advanced || j.Amount.Low > c.advanced())
	c.Granted, c.Denied = j.Settled() && gives, j.Settled() && !gives
	c.Lacks = j.Missing
	for _, one := range j.Unproven {
		c.Unproven = append(c.Unproven, one.Label)
	}
}

// judging is the move of an act that makes or weighs a determination.
func (s *Service) judging(c *Sight, d registry.Desk, e Entry) (Move, access.Post, error) {
	m := Move{From: c.State, To: c.State, Act: e.Act, By: Family}
	_, decides := c.Flow.decided(c.State)
	switch {
	case c.State == Draft || !c.Flow.undecidedAt(c.State):
		return m, access.Post{}, fault.New(fault.Refused, "这件申请在“"+c.Flow.Label(c.State)+"”，现在不能测算")
	case c.Accepted == 0 && !decides:
		return m, access.Post{}, fault.New(fault.Refused, "这件申请还没有受理；请受理以后再测算")
	case e.Act == Opine && c.Judged == nil:
		return m, access.Post{}, fault.New(fault.Refused, Measured.sentence(c.Situation))
	case e.Act == Opine && c.Judged.Stale():
		return m, access.Post{}, fault.New(fault.Refused, Fresh.sentence(c.Situation))
	}
	post, err := s.hand(d, c.Flow, m, c.Today)
	return m, post, err
}

// against is the situation as it is for somebody who decides against the
// determination, with his reason; a fault where it says the same as he.
func (e *Entry) against(now Situation) (Situation, error) {
	if !e.Differs {
		return now, nil
	}
	if !now.NoJudgement && !now.Unsettled && (e.Act == Approve && now.Granted || e.Act == Refuse && now.Denied) {
		return now, fault.New(fault.BadInput, "与测算不同：您的决定和测算的结果相同；请不要勾选").At(0, "differs")
	}
	now.Granted, now.Denied = false, false
	now.Change.Next = e.Sum
	return now, nil
}

// within puts into the situation whose a sum is that is given against the
// determination: what counts is what the family gets, with what it was given at
// once, not what was determined (民发〔2018〕23号二(二)、二(三)).
func (c *Sight) within(now Situation, sum money.Fen) Situation {
	if c.vague != "" && sum > 0 {
		now.Unproven = append(slices.Clone(now.Unproven), c.vague)
	}
	large := sum+c.advanced() > c.ceiling
	switch {
	case c.ceiling == 0:
	case c.Flow.small():
		now.Delegated = !large
	case c.Flow.limited():
		now.Beyond = large || marked(c.Turns, Mark, Beyond)
	}
	return now
}

// labels joins what is to be named in a sentence, the first few.
func labels(list []string) string {
	if len(list) > 6 {
		return strings.Join(list[:6], "、") + "等 " + strconv.Itoa(len(list)) + " 项"
	}
	return strings.Join(list, "、")
}
