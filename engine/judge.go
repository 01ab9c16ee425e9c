package engine

import (
	"doudi/civil"
	"doudi/fact"
	"doudi/policy"
)

// verdict is an outcome in the making, without any text.
type verdict struct {
	programme  int32
	inst       int32
	ver        *policy.ProgrammeVersion
	version    int32      // position of the conditions' version in its programme
	paid       int32      // position of the version that the amounts are from
	stop       int32      // the stop that ended it, or noOne
	cond       civil.Date // the day whose law governs the conditions
	amountOn   civil.Date // the day whose law governs the amounts
	status     Status
	cause      int32 // what an open status hangs on
	faults     []int32
	by         int32 // programme that excludes it, or noOne
	choice     int32 // choice that is open or excludes it, or noOne
	summed     bool  // parts and total are computed
	ranged     bool  // the total hangs on facts that an official decides
	openAmount bool  // the conditions hold, the amount left it open
	turnable   bool  // it is a refusal that a change could turn, for all that screening tells
	passing    bool  // it is a refusal that the text tells in passing
	total      val
	unit       fact.Type // period of the total
	first      int32     // first of its parts in evaluation.parts
	count      int32
	topped     bool  // the total is what another programme leaves below a figure
	topFirst   int32 // … this verdict's
	pair       int32 // the stacking pair that decided, or noOne
}

const noOne = -1

// stands tells that the family would get it as things stand.
func (v *verdict) stands() bool { return v.status == Entitled || v.status == Leaving }

// pending tells that the status is not settled.
func (v *verdict) pending() bool {
	return v.status == Undetermined || v.status == Waiting || v.status == ChoiceOpen
}

// judge settles every programme for every instance of its unit: claims and
// conditions, then choices, then stacking, then amounts.
func (e *evaluation) judge() {
	for i := range e.pl.p.Programmes {
		e.enrol(int32(i))
	}
	for i := range e.verdicts {
		e.askChoices(&e.verdicts[i])
	}
	e.stack()
	for i := range e.verdicts {
		e.pay(&e.verdicts[i])
	}
}

// enrol opens a verdict per instance if the programme is law on the day of its
// conditions.
func (e *evaluation) enrol(programme int32) {
	versions := e.pl.p.Programmes[programme].Versions
	for i := range versions {
		day := e.lawDate(versions[i].CondAt, &versions[i])
		if !inForce(versions[i].Span, day) {
			continue
		}
		on := e.amountDate(versions, &versions[i])
		ver, paid := e.payable(versions, int32(i), on)
		for inst := range e.count(ver.Unit) {
			v := e.enlist(programme, inst, ver)
			v.version, v.paid, v.cond, v.amountOn = int32(i), paid, day, on
			e.consider(v)
		}
		return
	}
}

// enlist adds a verdict, of which no more is known yet.
func (e *evaluation) enlist(programme, inst int32, ver *policy.ProgrammeVersion) *verdict {
	e.verdicts = append(e.verdicts, verdict{})
	v := &e.verdicts[len(e.verdicts)-1]
	v.programme, v.inst, v.ver = programme, inst, ver
	v.by, v.choice, v.pair, v.topFirst, v.stop = noOne, noOne, noOne, noOne, noOne
	return v
}

// consider judges claim and conditions.
func (e *evaluation) consider(v *verdict) {
	e.admit(v)
	e.end(v)
}

// end refuses what an event has ended before the benefit month, or within it
// where the pack says so. An event that nobody knows of ends nothing.
func (e *evaluation) end(v *verdict) {
	if !v.stands() && !v.pending() {
		return
	}
	for i := range v.ver.Stops {
		s := &v.ver.Stops[i]
		if s.Node == policy.NoNode {
			continue
		}
		e.under(e.stopDay(s))
		if e.from(s.Node, v.ver.Unit, v.inst).isTrue() {
			v.status, v.stop, v.cause, v.faults = Refused, int32(i), 0, nil
			return
		}
	}
}

// stopDay is the day of the benefit month on which a stop is looked at.
func (e *evaluation) stopDay(s *policy.Stop) civil.Date {
	if s.From == "" || s.From == "month_after_event" {
		return e.month.FirstDay()
	}
	return e.month.LastDay()
}

// payable is the version as it is paid: what it takes to get it stands as on
// the day of the conditions, what is paid as on the day of the amount.
func (e *evaluation) payable(versions []policy.ProgrammeVersion, version int32, on civil.Date) (*policy.ProgrammeVersion, int32) {
	ver := &versions[version]
	if inForce(ver.Span, on) {
		return ver, version
	}
	for i := range versions {
		if inForce(versions[i].Span, on) {
			merged, paid := *ver, &versions[i]
			merged.Parts, merged.BorneBy, merged.Grants = paid.Parts, paid.BorneBy, paid.Grants
			merged.Pays, merged.Payee, merged.Starts, merged.Recheck = paid.Pays, paid.Payee, paid.Starts, paid.Recheck
			return &merged, int32(i)
		}
	}
	return ver, version
}

// lawDate is the day whose law governs a phase.
func (e *evaluation) lawDate(p policy.Phase, v *policy.ProgrammeVersion) civil.Date {
	switch p {
	case policy.AtApplication:
		return e.applied
	case policy.AtDecision:
		return e.decided
	case policy.AtPeriod:
		if v.PeriodTakes == "last_day" {
			return e.month.LastDay()
		}
		return e.month.FirstDay()
	}
	return e.snap.AsOf
}

// admit gives the status that follows from claim and conditions.
func (e *evaluation) admit(v *verdict) {
	e.under(v.cond)
	asked := e.asked(v)
	if asked.isFalse() {
		v.status = NotClaimed
		return
	}
	met := asked
	for _, c := range v.ver.Conditions {
		held := e.from(c, v.ver.Unit, v.inst)
		if held.isFalse() {
			e.refuse(v)
			return
		}
		met = e.join(met, held)
	}
	switch {
	case met.isTrue():
		v.status = Entitled
	case met.st == inapplicable || met.st == none:
		e.refuse(v)
	default:
		e.leaveOpen(v, met)
	}
}

// asked is claimed or held.
func (e *evaluation) asked(v *verdict) val {
	if e.claimed(v.programme) {
		return yes
	}
	return e.held(v.programme, v.ver.Unit, v.inst)
}

// refuse is refused, unless the family is still within its gradual exit.
func (e *evaluation) refuse(v *verdict) {
	v.status = Refused
	if v.ver.Leaving == policy.NoNode {
		return
	}
	e.under(e.amountDay(v))
	switch leaving := e.from(v.ver.Leaving, v.ver.Unit, v.inst); {
	case leaving.isTrue():
		v.status = Leaving
	case leaving.st == unknown || leaving.st == failed:
		e.leaveOpen(v, leaving)
	}
}

// leaveOpen is undetermined, or waiting if only an index is still to come.
func (e *evaluation) leaveOpen(v *verdict, c val) {
	v.status = Undetermined
	v.cause = e.union(v.cause, e.causeOf(c))
	switch {
	case c.st == failed:
		v.faults = append(v.faults, c.ref)
	case e.only(v.cause, atomFigure):
		v.status = Waiting
	}
}

// only tells whether a cause consists of atoms of one kind.
func (e *evaluation) only(c int32, kind atomKind) bool {
	if c == 0 {
		return false
	}
	for _, a := range e.list(c) {
		if a.kind != kind {
			return false
		}
	}
	return true
}

// askChoices holds back what depends on an unanswered question and closes what
// an answer closes.
func (e *evaluation) askChoices(v *verdict) {
	for i := range e.pl.p.Choices {
		if c := &e.pl.p.Choices[i]; v.stands() && inForce(c.Span, v.cond) {
			e.askChoice(v, c, int32(i))
		}
	}
}

// askChoice applies one question to one verdict.
func (e *evaluation) askChoice(v *verdict, c *policy.Choice, index int32) {
	taken := e.snap.Chosen[c.ID]
	concerned, opened := opens(c, v.programme, taken)
	if !concerned {
		return
	}
	switch offered := e.offered(v, c); {
	case offered.isFalse() || offered.st == inapplicable:
	case !offered.isTrue():
		e.leaveOpen(v, offered)
	case taken == "":
		v.status, v.choice = ChoiceOpen, index
	case !opened:
		v.status, v.choice = Excluded, index
	}
}

// opens tells whether a question concerns a programme at all, and whether the
// option taken is one that opens it.
func opens(c *policy.Choice, programme int32, taken string) (concerned, opened bool) {
	for i := range c.Options {
		for _, p := range c.Options[i].Programmes {
			if p == programme {
				concerned = true
				opened = opened || c.Options[i].ID == taken
			}
		}
	}
	return concerned, opened
}

// offered tells whether the question is put, as the verdict's unit sees it: a
// question to members concerns the household once any of them has it.
func (e *evaluation) offered(v *verdict, c *policy.Choice) val {
	if c.Offered == policy.NoNode {
		return yes
	}
	e.under(v.cond)
	if !e.pl.p.Schema.IsAncestor(v.ver.Unit, e.pl.nodes[c.Offered].of) {
		return e.from(c.Offered, v.ver.Unit, v.inst)
	}
	from, to, _ := e.below(v.ver.Unit, v.inst, e.pl.nodes[c.Offered].of)
	result := no
	for i := from; i < to; i++ {
		answer := e.eval(c.Offered, i)
		if answer.isTrue() {
			return yes
		}
		if !answer.isFalse() {
			result = e.worse(result, answer)
		}
	}
	return result
}
