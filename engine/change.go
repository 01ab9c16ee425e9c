package engine

import (
	"doudi/civil"
	"doudi/fact"
	"doudi/policy"
)

// changeable is one fact or rule that a family can change, with everything
// that depends on it.
type changeable struct {
	atom  atom  // the fact; of and at only
	rule  int32 // the rule, or noOne
	typ   fact.Type
	users []policy.NodeID
	on    []bool // by node: the users
	steps bool   // see winding
}

// addChangeable collects what the packs mark as changeable.
func (pl *plan) addChangeable() {
	pl.loose = make([]bool, len(pl.nodes))
	for e := range pl.p.Schema.Entities {
		for slot := range pl.p.Schema.Entities[e].Facts {
			if f := &pl.p.Schema.Entities[e].Facts[slot]; f.Changeable {
				a := atom{of: fact.EntityID(e), at: int32(slot)}
				pl.changeable = append(pl.changeable, pl.changes(a, noOne, f.Type, pl.readers[e][slot]))
			}
		}
	}
	for r := range pl.p.Rules {
		rule := &pl.p.Rules[r]
		if !rule.Changeable || rule.Node == policy.NoNode {
			continue
		}
		users := pl.usersOf(func(n *inode) bool { return n.op == policy.OpRule && n.imm == int32(r) })
		pl.changeable = append(pl.changeable, pl.changes(atom{of: rule.Of}, int32(r), rule.Type, users))
	}
}

// changes describes one fact or rule that a family can change.
func (pl *plan) changes(a atom, rule int32, t fact.Type, users []policy.NodeID) changeable {
	c := changeable{a, rule, t, users, make([]bool, len(pl.nodes)), pl.winding(users)}
	for _, id := range users {
		c.on[id], pl.loose[id] = true, true
	}
	return c
}

// search looks for single changes that turn a refusal.
type search struct {
	e, s    *evaluation // s is the scout
	v       *verdict
	demands []demand        // what stands against it now
	rest    []demand        // what does not, and must not come to
	reach   []bool          // by node: whether demands and rest depend on it; nil until needed
	users   []policy.NodeID // of the fact or rule in hand, as far as in reach
	c       *changeable
	inst    int32
	now     val
	left    int  // how many more numbers may be tried on the way
	whole   bool // the whole decision counts, not the conditions alone
	changes []Change
}

// demand is a condition that does not hold, or a stop that does.
type demand struct {
	node policy.NodeID
	want bool
	day  civil.Date
}

// met tells that a value is what is wanted, or unless surely that it could be.
func (d *demand) met(v val, surely bool) bool {
	switch {
	case d.want && surely:
		return v.isTrue()
	case d.want:
		return !v.isFalse()
	}
	return !v.isTrue() // an event that nobody knows of ends nothing
}

// nearestChanges lists, for every fact and rule that the family can change,
// the nearest change that alone turns the refusal.
func (e *evaluation) nearestChanges(v *verdict) []Change {
	x := &search{e: e, s: e.scout(), v: v, demands: e.demands(v), rest: e.fulfilled(v)}
	for i := range e.pl.changeable {
		if c := &e.pl.changeable[i]; c.touches(x.demands) {
			x.c, x.users, x.s.varied = c, nil, c.on
			x.tryAll()
			x.s.stepped = false
		}
	}
	return x.changes
}

// few instances are as soon tried one by one.
const few = 3

// tryAll looks at one fact or rule of all instances, if any change of them
// together could do.
func (x *search) tryAll() {
	count := x.e.count(x.c.atom.of)
	for inst := int32(0); count > few && inst < count; inst++ {
		x.blank(inst)
	}
	possible := count <= few || x.holds(false)
	x.takeBack()
	for inst := int32(0); possible && inst < count; inst++ {
		x.try(inst)
	}
}

// blank leaves the fact or rule of one instance open: what does not hold even
// then cannot be turned by any change of it.
func (x *search) blank(inst int32) {
	x.inst = inst
	if x.c.rule == noOne {
		x.s.set(x.at(), fact.Value{})
		return
	}
	x.s.forced = forcedRule{on: true, rule: x.c.rule, inst: allInstances, v: x.s.because(atom{kind: atomChoice})}
}

// takeBack undoes what was set.
func (x *search) takeBack() {
	x.s.forced = forcedRule{}
	x.s.restoreRows()
}

// holds tells whether all demands are met now, or at least could be, and what
// was met before still is.
func (x *search) holds(surely bool) bool {
	x.s.trial()
	return x.meets(x.demands, surely) && x.meets(x.rest, surely)
}

// meets tells it of some demands.
func (x *search) meets(demands []demand, surely bool) bool {
	for i := range demands {
		d := &demands[i]
		x.s.under(d.day)
		if !d.met(x.s.from(d.node, x.v.ver.Unit, x.v.inst), surely) {
			return false
		}
	}
	return true
}

// demands lists the conditions that do not hold, or the stop that does.
func (e *evaluation) demands(v *verdict) []demand {
	if v.stop != noOne {
		s := &v.ver.Stops[v.stop]
		return []demand{{s.Node, false, e.stopDay(s)}}
	}
	e.under(v.cond)
	list := e.tasks[:0]
	for _, c := range v.ver.Conditions {
		if held := e.from(c, v.ver.Unit, v.inst); !held.isTrue() {
			list = append(list, demand{c, true, v.cond})
		}
	}
	e.tasks = list
	return list
}

// fulfilled lists the conditions that hold.
func (e *evaluation) fulfilled(v *verdict) []demand {
	if v.stop != noOne {
		return nil
	}
	var list []demand
	e.under(v.cond)
	for _, c := range v.ver.Conditions {
		if e.from(c, v.ver.Unit, v.inst).isTrue() {
			list = append(list, demand{c, true, v.cond})
		}
	}
	return list
}

// try looks for the nearest change of one instance.
func (x *search) try(inst int32) {
	x.blank(inst)
	possible := x.holds(false)
	x.takeBack()
	x.s.trial()
	if x.now = x.current(); !possible || x.now.st != known && x.now.st != none {
		return
	}
	if to, ok := x.nearest(); ok {
		x.changes = append(x.changes, x.change(to))
	}
	x.takeBack()
}

// current is what the fact or rule says now.
func (x *search) current() val {
	if x.c.rule == noOne {
		return load(x.c.typ, x.s.get(x.at()))
	}
	x.s.under(x.v.cond)
	return x.s.eval(x.e.pl.p.Rules[x.c.rule].Node, x.inst)
}

// at is the fact of the instance in hand.
func (x *search) at() atom { return atom{atomFact, x.c.atom.of, x.inst, x.c.atom.at} }

// put sets the fact or rule and tells whether all failed conditions hold then.
func (x *search) put(v val) bool {
	if x.c.rule == noOne {
		x.s.set(x.at(), store(x.c.typ, v))
	} else {
		x.s.forced = forcedRule{on: true, rule: x.c.rule, inst: x.inst, v: v}
	}
	held := x.holds(true)
	if x.whole {
		return x.s.look(x.v).turned() && held
	}
	return held
}

// turns tells that a change makes the family get it, everything considered.
func (x *search) turns(v val) bool { return x.put(v) && x.s.look(x.v).turned() }

// nearest finds the nearest answer that turns the refusal.
func (x *search) nearest() (val, bool) {
	switch x.c.typ {
	case fact.Bool:
		return x.firstOf([]int64{0, 1})
	case fact.Enum:
		if x.c.rule == noOne {
			return x.firstOf(x.fact().Values)
		}
		return val{}, false
	case fact.Place, fact.Span, fact.Invalid:
		return x.firstOf(nil)
	}
	if to, ok := x.nearestNumber(); ok {
		return to, true
	}
	return x.firstOf(nil)
}

// fact is the declaration of the fact in hand.
func (x *search) fact() *fact.Fact { return x.e.factOf(x.c.atom) }

// firstOf tries answers one by one, and none at last where it is an answer.
func (x *search) firstOf(list []int64) (val, bool) {
	for _, n := range list {
		if to := number(n); !to.same(x.now) && x.turns(to) {
			return to, true
		}
	}
	if to := (val{st: none}); x.c.rule == noOne && x.fact().MayBeNone && !to.same(x.now) && x.turns(to) {
		return to, true
	}
	return val{}, false
}

// change describes a find.
func (x *search) change(to val) Change {
	c := Change{To: store(x.c.typ, to), Type: x.c.typ}
	label := ""
	if x.c.rule == noOne {
		c.Ref = x.e.ref(x.at())
		label = c.Ref.Label
	} else {
		rule := &x.e.pl.p.Rules[x.c.rule]
		c.Rule, c.Instance = rule.ID, int(x.inst)
		label = rule.Label
		if rule.Of > fact.HouseholdEntity {
			label = x.e.whose(rule.Of, x.inst) + label
		}
	}
	c.Text = "如果" + label + x.verb(to) + x.format(to) + "（现在是" + x.format(x.now) + "），就符合条件"
	return c
}

// format writes an answer of the fact or rule in hand.
func (x *search) format(v val) string {
	if x.c.rule == noOne {
		return x.fact().Format(store(x.c.typ, v), x.e.pl.p.Schema)
	}
	if unit := x.e.pl.p.Rules[x.c.rule].Unit; unit != "" && v.st == known {
		return fact.Counted(v.n, unit)
	}
	return fact.Format(x.c.typ, store(x.c.typ, v), x.e.pl.p.Schema)
}

// verb says in which direction the change goes.
func (x *search) verb(to val) string {
	if to.st != known || x.now.st != known {
		return "改为"
	}
	switch x.c.typ {
	case fact.Bool, fact.Enum, fact.Place, fact.Span:
		return "改为"
	case fact.Date, fact.Month:
		return pick(to.n < x.now.n, "提前到", "推迟到")
	}
	return pick(to.n < x.now.n, "降到", "升到")
}
