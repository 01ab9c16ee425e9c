package casework

import (
	"slices"

	"doudi/fault"
	"doudi/pack"
)

// The states of a case about an award in force beside the steps of its procedure.
const (
	Lowered   State = "lowered"   // a cut is decided; the letter is not out yet
	Ended     State = "ended"     // a stop is decided; the letter is not out yet
	Continued State = "continued" // closed: the award goes on, as decided
	Stopped   State = "stopped"   // closed: the award ends
)

// aidReduction is the procedure by which awards in force are changed, whatever
// they are: the packs have one for all, by the day of the decision (社会救助法
// 第四十六条至第四十八条).
const aidReduction = "aid-reduction"

// The words of the steps that a change is made of.
const (
	stepFacts      = "facts"
	stepDeath      = "death"
	stepAbility    = "reassessment"
	stepDecision   = "decision"
	stepEndLetter  = "ending_letter"
	stepEndNotice  = "ending_notice"
	stepEndDispute = "ending_dispute"
	stepLetter     = "letter"
)

// NewChange makes the table of a case about an award in force. It is made of the
// procedure for changes and of what the programme's own procedure adds: its
// reviews, the notice before an end and its letter, and who decides. own is nil
// where the programme has none.
func NewChange(base, own *pack.Procedure, why Ground) (*Flow, error) {
	if own == nil {
		own = &pack.Procedure{}
	}
	d := changing(base, own, why)
	if len(d.before) == 0 || d.letter == nil {
		return nil, fault.New(fault.PackError, "程序“"+base.Label+"”里没有核实和书面告知的步骤，不能按它变更待遇；请在政策包的程序里补上 facts 和 letter")
	}
	f := &Flow{asides: d.asides, change: true, delegable: delegable(own)}
	f.Procedure = &pack.Procedure{ID: base.ID, Label: base.Label, Cites: base.Cites, Span: base.Span, Steps: d.all()}
	notice := d.notice()
	f.examine(d, notice)
	if notice != nil {
		f.notice(notice, d.decision(), d)
	}
	f.amend(d, notice)
	f.mistaken(d)
	return f, nil
}

// changing puts the steps of a change where they belong. A procedure that names
// no decision leaves it to whoever decides applications, or to the county.
func changing(base, own *pack.Procedure, why Ground) plan {
	usual := arrange(own)
	d := plan{verdict: stepOf(base, stepDecision), township: usual.township, letter: stepOf(base, stepLetter), again: stepOf(own, stepEndDispute)}
	if d.verdict == nil {
		d.verdict = &pack.ProcedureStep{ID: stepDecision, Label: "作出调整或者终止的决定", By: County, Cites: base.Cites}
	}
	if usual.verdict != nil && usual.verdict.By == Township {
		township := *d.verdict
		township.By = Township
		d.verdict = &township
	}
	if ending := stepOf(own, stepEndLetter); ending != nil {
		d.letter = ending
	}
	if first := firstOf(base, own, why); first != nil {
		d.before = append(d.before, first)
	}
	for i := range own.Steps {
		if opinions[own.Steps[i].ID] {
			d.before = append(d.before, &own.Steps[i])
		}
	}
	if s := stepOf(own, stepEndNotice); s != nil {
		d.before = append(d.before, s)
	}
	for _, p := range []*pack.Procedure{base, own} {
		if s := stepOf(p, string(Hearing)); s != nil && len(d.asides) == 0 {
			d.asides = append(d.asides, s)
		}
	}
	return d
}

// firstOf is how a change begins, by its ground: an assessment of what somebody
// can do by himself and a death have steps of their own (43号第二十三条, 民发
// 〔2022〕83号一(三)).
func firstOf(base, own *pack.Procedure, why Ground) *pack.ProcedureStep {
	ids := map[Ground]string{Died: stepDeath, Ability: stepAbility}
	if s := stepOf(own, ids[why]); s != nil {
		return s
	}
	return stepOf(base, stepFacts)
}

// stepOf finds a step by its word; nil if there is none.
func stepOf(p *pack.Procedure, id string) *pack.ProcedureStep {
	i := slices.IndexFunc(p.Steps, func(s pack.ProcedureStep) bool { return s.ID == id })
	if i < 0 {
		return nil
	}
	return &p.Steps[i]
}

// notice is the step that makes an end known before it is decided; nil where the
// law wants none.
func (d *plan) notice() *pack.ProcedureStep {
	if n := len(d.before); n > 0 && d.before[n-1].ID == stepEndNotice {
		return d.before[n-1]
	}
	return nil
}

// all are the steps of a plan in their order.
func (d *plan) all() (list []pack.ProcedureStep) {
	for _, s := range slices.Concat(d.before, []*pack.ProcedureStep{d.again}, d.asides, []*pack.ProcedureStep{d.verdict, d.township, d.letter}) {
		if s != nil {
			list = append(list, *s)
		}
	}
	return list
}

// examine is what comes before the decision: what has changed is looked at and
// determined, and reviewed where applications are. What is to end goes by its
// notice, if there is one.
func (f *Flow) examine(d plan, notice *pack.ProcedureStep) {
	row := d.before
	if notice != nil {
		row = row[:len(row)-1]
	}
	for i, s := range row {
		switch {
		case i+1 < len(row):
			f.add(State(s.ID), Do, s.By, State(row[i+1].ID), s, Examined)
		case notice == nil:
			f.add(State(s.ID), Do, s.By, d.decision(), s, Examined)
		default:
			f.add(State(s.ID), Do, s.By, d.decision(), s, Examined, Lasts)
			f.add(State(s.ID), Do, s.By, State(notice.ID), s, Examined, Ends)
		}
	}
}

// amend is the decision on an award in force, by whoever decides applications. A
// cut and an end need that the person was heard, and are told in writing; who gets
// as much or more is not kept waiting for a letter.
func (f *Flow) amend(d plan, notice *pack.ProcedureStep) {
	f.change = true
	f.ruled(d, d.verdict.By, d.verdict, notice, ByUsual)
	if d.verdict.By != Township && f.delegable {
		step := d.verdict
		if d.township != nil {
			step = d.township
		}
		f.ruled(d, Township, step, notice, ByTownship)
	}
	f.add(Lowered, Tell, d.letter.By, Continued, d.letter, LetterMade)
	f.add(Ended, Tell, d.letter.By, Stopped, d.letter, LetterMade)
}

// ruled writes the answers by one hand. Who is not there any more, or wants no
// more, is not kept by what the determination lacks or says, nor given anything.
func (f *Flow) ruled(d plan, by string, s, notice *pack.ProcedureStep, hand Guard) {
	at, measured := d.decision(), []Guard{Bound, Measured, Fresh, Settled, Proven}
	f.add(at, Approve, by, Continued, s, append(slices.Clone(measured), Entitling, NoLess, hand)...)
	f.add(at, Approve, by, Lowered, s, append(slices.Clone(measured), Entitling, Less, HeardOfCut, hand)...)
	must := []Guard{HeardOfEnd}
	if notice != nil {
		must = append(must, Announced)
	}
	f.add(at, Refuse, by, Ended, s, append(append([]Guard{Measured, Released}, must...), hand)...)
	f.add(at, Refuse, by, Ended, s, append(append(slices.Clone(measured), append([]Guard{Refusing}, must...)...), hand)...)
	f.add(at, Return, by, State(d.before[0].ID), s, hand)
}

// mistaken lets a clerk of the office take a change back that was begun by
// mistake, or whose award has ended meanwhile, as long as nothing is decided: it
// would keep every other change of the award waiting.
func (f *Flow) mistaken(d plan) {
	for _, at := range f.undecided(d) {
		if at != Lowered && at != Ended {
			f.add(at, Withdraw, Township, Withdrawn, nil)
		}
	}
}
