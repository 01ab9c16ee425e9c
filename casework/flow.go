package casework

import (
	"slices"

	"doudi/fault"
	"doudi/pack"
)

// Move is one line of the table: from a state, by an act of somebody, to a
// state, if all guards hold. Step is the line of the procedure that it carries
// out; nil for acts that every case knows.
type Move struct {
	From   State
	Act    Act
	By     string
	Guards []Guard
	To     State
	Step   *pack.ProcedureStep
}

// Flow is the table of moves of one procedure. It is made once and never changed.
type Flow struct {
	Procedure *pack.Procedure
	moves     []Move
	asides    []*pack.ProcedureStep
	clocks    []*pack.ProcedureStep
	change    bool // of an award in force: see NewChange
	// helpsFirst says that aid is given at once, and papers come after.
	helpsFirst bool
	// delegable says that the law may leave the decision to the township.
	delegable bool
}

// plan is a procedure with its steps put where they belong.
type plan struct {
	before, after []*pack.ProcedureStep // stages and notices around the decision
	verdict       *pack.ProcedureStep   // by whom it is usual
	township      *pack.ProcedureStep   // by the township where the law leaves it to it
	advance       *pack.ProcedureStep   // urgent aid, before or instead of the verdict
	meeting       *pack.ProcedureStep
	letter        *pack.ProcedureStep
	again         *pack.ProcedureStep
	cease         *pack.ProcedureStep
	asides        []*pack.ProcedureStep
	clocks        []*pack.ProcedureStep
}

// NewFlow makes the table of a procedure. A procedure in which nothing is
// decided is no way of a case (安置, 走访, 督查 …): that is a fault of kind
// PackError.
func NewFlow(p *pack.Procedure) (*Flow, error) {
	d := arrange(p)
	if d.verdict == nil && d.advance == nil {
		return nil, fault.New(fault.PackError, "程序“"+p.Label+"”里没有作出决定的一步，不能按它办理申请；请在政策包的程序里补上 decision")
	}
	f := &Flow{Procedure: p, asides: d.asides, clocks: d.clocks, helpsFirst: d.verdict == nil, delegable: delegable(p)}
	f.intake(d)
	f.line(d.before, d.decision(), d)
	f.decide(d)
	f.line(d.after, Awarded, d)
	f.rest(d)
	f.leave(d)
	return f, nil
}

// Moves is the whole table.
func (f *Flow) Moves() []Move { return slices.Clone(f.moves) }

// Asides are the steps that are done when there is cause.
func (f *Flow) Asides() []*pack.ProcedureStep { return slices.Clone(f.asides) }

// arrange puts the steps of a procedure where they belong.
func arrange(p *pack.Procedure) plan {
	var d plan
	for i := range p.Steps {
		d.put(&p.Steps[i])
	}
	if d.verdict == nil && d.advance == nil {
		d.verdict, d.township = d.township, nil
	}
	if d.verdict != nil && d.advance != nil {
		d.asides = append(d.asides, d.advance) // given first, decided later
		d.advance = nil
	}
	if d.verdict != nil && d.meeting != nil {
		d.asides = append(d.asides, d.meeting) // before the decision, where there is cause
	}
	return d
}

// put places one step.
func (d *plan) put(s *pack.ProcedureStep) {
	switch k := kinds[s.ID]; {
	case k == intake, k == afterwards:
	case k == aside:
		d.asides = append(d.asides, s)
	case k == clock:
		d.clocks = append(d.clocks, s)
	case k == verdict && d.verdict == nil:
		d.verdict = s
	case k == delegated:
		d.township = s
	case k == advance:
		d.advance = s
	case k == meeting:
		d.meeting = s
	case k == letter:
		d.letter = s
	case k == again:
		d.again = s
	case k == uncooperative:
		d.cease = s
	case d.verdict == nil && d.township == nil && d.advance == nil:
		d.before = append(d.before, s)
	default:
		d.after = append(d.after, s)
	}
}
