package engine

import (
	"runtime"
	"sync"
	"weak"

	"doudi/fact"
	"doudi/policy"
)

// Options say how a question is answered.
type Options struct {
	// FigureOverrides replaces figures by id whatever their keys and dates;
	// only cases use it.
	FigureOverrides map[string]fact.Value
	// NoExplain leaves out explanations, missing facts and nearest changes:
	// statuses, reasons and amounts alone.
	NoExplain bool
	// Explain tells of which outcomes the reasons are wanted; nil is all. What
	// nobody reads need not be written.
	Explain func(*Outcome) bool
	// Programmes leaves out the outcomes of all others, if any are given.
	Programmes []string
}

// explains tells that the reasons of an outcome are wanted.
func (o *Options) explains(out *Outcome) bool {
	return !o.NoExplain && (o.Explain == nil || o.Explain(out))
}

// Engine is a Program made ready. It may be used by many goroutines at once.
type Engine struct {
	pl   *plan
	pool sync.Pool
}

// New prepares a Program. It costs as much as some hundred determinations, so
// keep the Engine.
func New(p *policy.Program) *Engine {
	shallow := *p // so that an Engine does not keep its Program alive, see engines
	en := &Engine{pl: newPlan(&shallow)}
	en.pool.New = func() any { return new(evaluation) }
	return en
}

// Determine says what a family is entitled to, programme by programme and
// instance by instance, and why. The snapshot must be built on the Program's
// schema; it is only read.
func (en *Engine) Determine(s *fact.Snapshot, o Options) *Result {
	e := en.pool.Get().(*evaluation)
	defer en.pool.Put(e)
	e.start(en, s, o)
	e.judge()
	return e.report(o)
}

// engines keeps the Engine of every Program that is still in use, so that
// Determine need not prepare one again. It forgets an Engine when its Program
// is gone.
var engines sync.Map // weak.Pointer[policy.Program] → *Engine

// Determine applies a Program to a Snapshot; see Engine.Determine.
func Determine(p *policy.Program, s *fact.Snapshot, o Options) *Result {
	key := weak.Make(p)
	if en, ok := engines.Load(key); ok {
		return en.(*Engine).Determine(s, o)
	}
	en, _ := engines.LoadOrStore(key, New(p))
	runtime.AddCleanup(p, func(key weak.Pointer[policy.Program]) { engines.Delete(key) }, key)
	return en.(*Engine).Determine(s, o)
}
