package engine

import (
	"doudi/civil"
	"doudi/fact"
)

// Rule gives what one rule comes to for every instance of its entity, in order,
// under the law of a day: who is counted in a household, before anything is
// decided. What is not known is Unknown. It is not ok where the law has no such
// rule, not on that day, or contradicts itself.
func (en *Engine) Rule(s *fact.Snapshot, id string, day civil.Date) (values []fact.Value, ok bool) {
	at, ok := en.pl.p.RuleIndex[id]
	if !ok {
		return nil, false
	}
	r := &en.pl.p.Rules[at]
	e := en.pool.Get().(*evaluation)
	defer en.pool.Put(e)
	e.start(en, s, Options{})
	e.judge() // a rule may ask what else the family gets
	e.under(day)
	for i := range e.count(r.Of) {
		v := e.eval(r.Node, i)
		if v.st == failed {
			return nil, false
		}
		values = append(values, store(r.Type, v))
	}
	return values, true
}
