package casework

import (
	"cmp"
	"slices"
	"strings"

	"doudi/access"
	"doudi/civil"
	"doudi/fault"
	"doudi/pack"
)

// A family that refuses to cooperate without good reason may have its examination
// ended, by the township or by the county, whoever has it in hand (57号第二十九条).
// Nobody does it on a whim: the family was asked first, with a last day, and what
// it said is answered; it is told in writing, and may apply again.
const (
	Ceasing State = "ceasing" // the examination is to end; the letter is not out yet
	Ceased  State = "ceased"  // closed: it has ended, the letter is out
	Cease   Act   = "cease"   // end the examination
	Urging  Sort  = "urging"  // how the family was asked to cooperate, and by which day
)

// Cause is what a family refuses (57号第九条 lists what it owes).
type Cause struct{ ID, Label string }

// Causes are all, in the order of lists.
var Causes = []Cause{{"visit", "不让入户调查，或者多次约了见不到人"}, {"papers", "不交应当提交的材料"}, {"consent", "不肯授权核对家庭经济状况"},
	{"facts", "不肯说明收入、财产等情况"}, {"other", "其他不配合的情况"}}

// caused puts what is refused before what was written of it.
func (e *Entry) caused() error {
	i := slices.IndexFunc(Causes, func(c Cause) bool { return c.ID == e.Cause })
	if i < 0 {
		return fault.New(fault.BadInput, "怎样不配合：没有选；请从列表里选一样，再在理由里写明经过").At(0, "cause")
	}
	e.Note = Causes[i].Label + "：" + e.Note
	return nil
}

// mute tells of a state in which nothing but the letter is waited for.
func (s State) mute() bool { return s == Refusal || s == Ceasing }

// cease lets the examination end from a state in which the family is looked into:
// by whoever has it in hand, and where the decision is waited for by who decides.
func (f *Flow) cease(d plan, at State) {
	if d.cease == nil || !d.examined(at) {
		return
	}
	if at == d.decision() {
		for _, m := range f.From(at) {
			if m.Act == Approve {
				hand := slices.DeleteFunc(slices.Clone(m.Guards), func(g Guard) bool { return g != ByUsual && g != ByTownship })
				f.add(at, Cease, m.By, Ceasing, d.cease, append(hand, Urged, Replied)...)
			}
		}
		return
	}
	f.add(at, Cease, f.holder(at), Ceasing, d.cease, Urged, Replied)
}

// holder is the level whose step a state waits for.
func (f *Flow) holder(at State) string {
	for _, m := range f.From(at) {
		if m.Step != nil {
			return m.By
		}
	}
	return Township
}

// examined tells whether a family is looked into in a state: behind the
// acceptance, but for the notices, in which nothing is asked of it.
func (d *plan) examined(at State) bool {
	if at == d.decision() || strings.HasSuffix(string(at), string(disputed(""))) {
		return true
	}
	taken := !d.has(string(d.taking()))
	for _, s := range d.before {
		if State(s.ID) == at {
			return taken && kinds[s.ID] == stage
		}
		taken = taken || kinds[s.ID] == acceptance
	}
	return false
}

// ceases tells whether the examination can be ended from a state.
func (f *Flow) ceases(at State) bool {
	return slices.ContainsFunc(f.From(at), func(m Move) bool { return m.Act == Cease })
}

// Urged is how the family was asked to cooperate in this round, the last time; nil
// if it was not.
func (c *Sight) Urged() *Record {
	for i := range slices.Backward(c.Records) {
		if r := &c.Records[i]; r.Sort == Urging && r.Turn > c.round() {
			return r
		}
	}
	return nil
}

// urge works out what the guards of an end look at.
func (c *Sight) urge() {
	c.Unheard = len(c.Pleas) > 0
	if r := c.Urged(); r != nil {
		c.Asked, c.Situation.Urged = r.By, r.By < c.Today
	}
}

// urged sees that a day is named by which the family is to cooperate, and that it
// is to come: what was asked is entered before it is too late, not afterwards.
func (r *Record) urged(today civil.Date) []error {
	if r.Sort != Urging || r.By > max(today, r.On) {
		return nil
	}
	return []error{fault.New(fault.BadInput, "最迟哪天配合：没有填，或者不在今天以后；请写通知里定的最后一天，给家庭留出时间，如 2026-09-15").At(0, "by")}
}

// Cessation is the end of an examination as it is told to the family.
type Cessation struct {
	Turn     int64
	Day      civil.Date
	Why      string
	Clauses  []Clause
	Urged    []Record
	Remedies []Remedy
}

// Cessation is how the examination of this round was ended; nil if it was not.
func (c *Sight) Cessation() *Cessation {
	at := slices.IndexFunc(c.Turns, func(t Turn) bool { return t.Act == Cease && t.Number > c.round() })
	if at < 0 {
		return nil
	}
	t := c.Turns[at]
	e := &Cessation{Turn: t.Number, Day: access.DayOf(t.At), Why: t.Note}
	for _, r := range c.Records {
		if r.Sort == Urging && r.Turn > c.round() {
			e.Urged = append(e.Urged, r)
		}
	}
	i := slices.IndexFunc(c.Flow.Procedure.Steps, func(s pack.ProcedureStep) bool { return kinds[s.ID] == uncooperative })
	for _, cite := range c.Flow.Procedure.Steps[i].Cites {
		e.Clauses = append(e.Clauses, c.law.clause(cite.Text))
	}
	e.Remedies = c.remedies(Ruling{Day: e.Day, Remedies: c.law.remedies(e.Day)})
	return e
}

// ended is the end as a ruling of whoever had the case in hand.
func (c *Sight) ended(sites []access.Site, e *Cessation) Ruling {
	r := Ruling{Office: c.Office, Day: e.Day}
	at := slices.IndexFunc(c.Turns, func(t Turn) bool { return t.Number == e.Turn })
	if slices.ContainsFunc(c.Flow.From(c.Turns[at-1].Became), func(m Move) bool { return m.Act == Cease && m.By != Township && m.whose(c.Situation) }) {
		r.Office = cmp.Or(countyOf(sites, c.Office), c.Office)
	}
	return r
}

// ToldEnd is the end that was made known to the family; nil while there is none.
func (c *Sight) ToldEnd() *Cessation {
	if c.State != Ceased {
		return nil
	}
	return c.Cessation()
}

// Again is what a family may do whose examination was ended.
const Again = "愿意配合的，可以随时重新申请；有正当理由的，可以请县级民政部门重新办理这一件"

// toldEnd is what the letter says of an end, line by line.
func (c *Sight) toldEnd(sites []access.Site, e *Cessation) (lines []Finding) {
	r := c.ended(sites, e)
	add := func(label, text string) { lines = append(lines, Finding{Label: label, Text: text}) }
	add("决定", "终止"+c.Aid.Label+"的审核确认程序，这次申请不再往下办")
	lines = append(lines, r.signed(sites)...)
	add("作出日期", e.Day.Chinese())
	add("理由", e.Why+bracketed(e.Clauses))
	for _, r := range e.Urged {
		add("通知过您家", r.Asking())
	}
	add("以后", Again)
	resist(located(e.Remedies, r.government(sites)), add)
	return lines
}

// Asking is what a family was asked, and by which day.
func (r *Record) Asking() string {
	return r.On.Chinese() + "：" + r.text("asked") + "；最迟" + r.By.Chinese()
}
