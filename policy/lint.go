package policy

import (
	"doudi/civil"
	"doudi/pack"
)

// The kinds of problem that lint can find. None of them stops a pack from
// being evaluated; those that are not warnings make `packs lint` fail.
const (
	KindDeadRule      = "dead_rule"         // no programme, choice or duty reads the rule
	KindUnreachable   = "unreachable"       // a case, exception or condition that can never count
	KindNoCitation    = "no_citation"       // a number or rule without a source
	KindHole          = "hole"              // days without a value between two values
	KindTableGap      = "table_gap"         // answers that no row of a table matches
	KindTableOverlap  = "table_overlap"     // answers that several rows match
	KindBracketStart  = "bracket_start"     // brackets that do not begin at zero
	KindUnusedFact    = "unused_fact"       // a fact that nothing reads
	KindUnusedFigure  = "unused_figure"     // a figure that nothing reads
	KindSuperseded    = "superseded_source" // a source cited after it was superseded
	KindSuperior      = "superior_changed"  // a superior value changed under an override
	KindBrokenMust    = "constraint_broken" // a must that a published value breaks
	KindBrokenInPrinc = "principle_broken"  // an in-principle constraint broken without deviates
	KindUnproved      = "constraint_unproved"
	KindBoundary      = "boundary_operator" // the operator says something else than the boundary word
	KindNoLineCase    = "boundary_no_case"  // no case stands on the line
	KindSilentPair    = "silent_pair"       // two programmes whose stacking nobody has decided
	KindReviewDue     = "review_due"        // review_by has passed
	KindRestNegative  = "rest_negative"     // bearers take more than there is
)

// LintKinds is the closed list of what lint reports.
var LintKinds = []string{
	KindDeadRule, KindUnreachable, KindNoCitation, KindHole, KindTableGap,
	KindTableOverlap, KindBracketStart, KindUnusedFact, KindUnusedFigure,
	KindSuperseded, KindSuperior, KindBrokenMust, KindBrokenInPrinc,
	KindUnproved, KindBoundary, KindNoLineCase, KindSilentPair, KindReviewDue,
	KindRestNegative,
}

// Evidence is what the cases of a pack have shown; lint asks it for what only
// running the cases can tell. A nil Evidence leaves those questions out.
type Evidence interface {
	// OnLine tells whether some case puts both sides of the rule's comparison equal.
	OnLine(rule string) bool
}

// Lint looks for what a pack may say but should not: everything it finds is
// collected and sorted by place. Today only decides which reviews are due.
// Below are the programs of the packs that extend this one: what they use is
// not dead here.
func Lint(p *Program, today civil.Date, ev Evidence, below ...*Program) pack.Problems {
	l := newLinter(p, today)
	for _, b := range below {
		l.below = append(l.below, newLinter(b, today))
	}
	l.deadRules()
	l.unusedFacts()
	l.unusedFigures()
	l.unreachable()
	l.citations()
	l.dates()
	l.tables()
	l.brackets()
	l.sources()
	l.superiors()
	l.constraints()
	l.bearers()
	l.boundaries(ev)
	l.pairs()
	return l.found.Sorted()
}

// linter collects findings over one program.
type linter struct {
	p     *Program
	today civil.Date
	own   string
	read  []bool // nodes that some programme, choice, constraint or duty reaches
	below []*linter
	found pack.Problems
}

func newLinter(p *Program, today civil.Date) *linter {
	l := &linter{p: p, today: today, own: p.Pack.ID}
	l.mark()
	return l
}

// say records a finding that makes lint fail.
func (l *linter) say(pos pack.Pos, kind, message, remedy string) {
	l.found = append(l.found, pack.Problem{Pos: pos, Kind: kind, Message: message, Remedy: remedy})
}

// warn records a finding that is only shown.
func (l *linter) warn(pos pack.Pos, kind, message, remedy string) {
	l.found = append(l.found, pack.Problem{Pos: pos, Kind: kind, Message: message, Remedy: remedy, Warning: true})
}
