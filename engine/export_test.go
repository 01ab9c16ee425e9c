package engine

import (
	"doudi/civil"
	"doudi/fact"
	"doudi/policy"
)

// Found is the value of one node as tests see it.
type Found struct {
	State string // known | none | inapplicable | unknown | failed
	N     int64
	Fault string
	Hangs []string // labels of what it hangs on
}

// Eval computes one node for one instance under the law of a day.
func Eval(p *policy.Program, s *fact.Snapshot, node policy.NodeID, inst int, day civil.Date) Found {
	e := new(evaluation)
	e.start(New(p), s, Options{})
	e.under(day)
	v := e.eval(node, int32(inst))
	f := Found{State: [...]string{"unset", "known", "none", "inapplicable", "unknown", "failed"}[v.st]}
	if v.st == known {
		f.N = v.n
	}
	if v.st == failed {
		f.Fault = e.faults[v.ref].text
	}
	for _, a := range e.list(e.causeOf(v)) {
		f.Hangs = append(f.Hangs, e.ref(a).Label)
	}
	return f
}

// WithRule judges a family as if a rule had another value for one instance.
func WithRule(p *policy.Program, s *fact.Snapshot, rule string, inst int, v fact.Value) *Result {
	en := New(p)
	e := new(evaluation)
	e.start(en, s, Options{NoExplain: true})
	index := p.RuleIndex[rule]
	e.forced = forcedRule{on: true, rule: index, inst: int32(inst), v: load(p.Rules[index].Type, v)}
	e.judge()
	return e.report(Options{NoExplain: true})
}

// Patience sets how many answers a survey tries and forbids it to list all of
// them. It gives back the way back.
func Patience(n int) (back func()) {
	was, list := patience, listing
	patience, listing = n, false
	return func() { patience, listing = was, list }
}
