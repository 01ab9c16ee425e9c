package engine

import (
	"slices"

	"doudi/fact"
	"doudi/policy"
)

// exactly is up to how many unknown facts and tables the missing ones are
// found exactly.
const exactly = 3

// missing lists what can still change the outcome of a verdict that is open:
// its status or its amount. If nothing can, anyway is what it comes to.
func (e *evaluation) missing(v *verdict) (refs []Ref, anyway Status) {
	all := slices.Clone(e.list(e.potential(v)))
	slices.SortStableFunc(all, compareAtoms)
	var facts, fixed []atom
	for _, a := range all {
		if a.kind == atomFact || a.kind == atomTable {
			facts = append(facts, a)
		} else {
			fixed = append(fixed, a)
		}
	}
	if len(facts) > 0 && len(facts) <= exactly {
		facts, anyway = e.relevant(v, facts)
	}
	refs = make([]Ref, 0, len(facts)+len(fixed))
	for _, a := range append(facts, fixed...) {
		refs = append(refs, e.ref(a))
	}
	if len(refs) > 0 || len(v.faults) > 0 {
		anyway = ""
	}
	return refs, anyway
}

// compareAtoms orders what is missing: the household's first, then member by
// member.
func compareAtoms(a, b atom) int {
	for _, d := range []int{int(a.kind/atomFigure) - int(b.kind/atomFigure), int(a.of) - int(b.of), int(a.inst) - int(b.inst), int(a.kind) - int(b.kind), int(a.at) - int(b.at)} {
		if d != 0 {
			return d
		}
	}
	return 0
}

// potential is everything that an open verdict could come to hang on: its
// conditions, its exit, its amount, the questions put to the family, and the
// programmes that may stand against it.
func (e *evaluation) potential(v *verdict) int32 {
	for i := range e.verdicts {
		if &e.verdicts[i] == v {
			return e.potentialOf(i, make([]bool, len(e.verdicts)), true)
		}
	}
	return v.cause
}

// potentialOf collects from one verdict and from those that it gives way to.
func (e *evaluation) potentialOf(i int, seen []bool, amount bool) int32 {
	v := &e.verdicts[i]
	if seen[i] || v.status == NotClaimed || v.status == Refused && v.cause == 0 {
		return 0
	}
	seen[i] = true
	c := e.union(v.cause, e.ownCauses(v, amount))
	for k := range e.pl.p.Stacking {
		pair := &e.pl.p.Stacking[k]
		if pair.Second == v.programme && pair.Is != "both" {
			c = e.union(c, e.pairCauses(pair, pair.First, i, seen))
		}
		if pair.First == v.programme && pair.Is == "higher_of" {
			c = e.union(c, e.pairCauses(pair, pair.Second, i, seen))
		}
	}
	return c
}

// ownCauses is what a verdict hangs on by itself.
func (e *evaluation) ownCauses(v *verdict, amount bool) int32 {
	e.under(v.cond)
	c := e.causeOf(e.asked(v))
	for _, id := range v.ver.Conditions {
		c = e.union(c, e.causeOf(e.from(id, v.ver.Unit, v.inst)))
	}
	if v.ver.Leaving != policy.NoNode {
		e.under(e.amountDay(v))
		c = e.union(c, e.causeOf(e.from(v.ver.Leaving, v.ver.Unit, v.inst)))
	}
	for i := range e.pl.p.Choices {
		choice := &e.pl.p.Choices[i]
		if concerned, _ := opens(choice, v.programme, ""); concerned && inForce(choice.Span, v.cond) {
			c = e.union(c, e.causeOf(e.offered(v, choice)))
		}
	}
	if amount && v.ver.Grants == "money" {
		c = e.union(c, e.causeOf(e.sumUp(v)))
	}
	return c
}

// pairCauses is what a verdict hangs on through the verdicts of another
// programme that it meets.
func (e *evaluation) pairCauses(pair *policy.Pair, other int32, i int, seen []bool) int32 {
	c := int32(0)
	for k := range e.verdicts {
		v, w := &e.verdicts[i], &e.verdicts[k]
		if w.programme != other {
			continue
		}
		met := e.meet(v, w)
		if met.isFalse() {
			continue
		}
		c = e.union(c, e.union(e.causeOf(met), e.potentialOf(k, seen, pair.Is != "excludes")))
		if pair.Is == "tops_up_to" {
			e.under(e.amountDay(v))
			c = e.union(c, e.causeOf(e.from(pair.To, v.ver.Unit, v.inst)))
			c = e.union(c, e.causeOf(e.perHead(w)))
		}
	}
	return c
}

// relevant finds which of a few unknown facts and tables can change the
// outcome, whatever the others are. Where the law is too winding for that it
// names one too many rather than one too few.
func (e *evaluation) relevant(v *verdict, facts []atom) (kept []atom, anyway Status) {
	y := e.survey(v, facts)
	defer y.done()
	found := y.plainly()
	listed := len(found) < len(facts) && y.listAll()
	for _, a := range facts {
		switch {
		case slices.Contains(found, a):
		case listed && y.differs(a), !listed && y.matters(a), *y.left <= 0:
			found = append(found, a)
		}
	}
	if len(found) == 0 {
		anyway = y.corner()
	}
	return inOrder(facts, found), anyway
}

// corner is the outcome with the first answer to everything, if that settles
// it.
func (y *survey) corner() Status {
	for i := range y.axes {
		y.s.put(&y.axes[i], 0)
	}
	if t := y.try(); t.status != Undetermined && t.status != Waiting {
		return t.status
	}
	return ""
}

// inOrder keeps the order of the list.
func inOrder(list, some []atom) []atom {
	var kept []atom
	for _, a := range list {
		if slices.Contains(some, a) {
			kept = append(kept, a)
		}
	}
	return kept
}

// plainly finds the atoms that make a difference as seen from two corners:
// nearly always all of them.
func (y *survey) plainly() []atom {
	var found []atom
	for _, last := range []bool{false, true} {
		y.star(last, func(axis int, base, now tried) bool {
			a := y.axes[axis].atom
			if !base.same(now) && !slices.Contains(found, a) {
				found = append(found, a)
			}
			return !slices.Contains(found, a)
		})
	}
	return found
}

// matters tells whether an atom makes a difference for any answers to the
// others. Where all is settled without it, unknown has proved that it does not;
// where it is not, and the first points show nothing, every change of path is
// followed.
func (y *survey) matters(a atom) bool {
	others, own := y.part(func(b atom) bool { return b != a }), y.part(func(b atom) bool { return b == a })
	y.leave(a)
	found, hangs := others.everywhere(a, own)
	if !found && !hangs && len(others.axes) > 0 {
		others.refine()
		found, hangs = others.everywhere(a, own)
	}
	if found || !hangs {
		return found
	}
	y.refine()
	return y.differs(a)
}

// part is the survey over some of its atoms.
func (y *survey) part(of func(atom) bool) *survey {
	p := &survey{s: y.s, v: y.v, left: y.left, nodes: y.nodes}
	for i := range y.axes {
		if of(y.axes[i].atom) {
			p.axes = append(p.axes, y.axes[i])
		}
	}
	return p
}

// everywhere tries the points of an atom at all points of the others. It tells
// whether a difference was found, and whether the outcome hung on the atom.
func (y *survey) everywhere(a atom, own *survey) (found, hangs bool) {
	y.grid(func([]int) {
		if found {
			return
		}
		switch y.hangsOn(a) {
		case alone:
			hangs = true
			found = own.varies()
			own.leave(a)
		case amongOthers:
			found = true
		}
	})
	return found, hangs
}

// varies tells whether the outcome differs between the points of the axes.
func (y *survey) varies() (differs bool) {
	var first tried
	any := false
	y.grid(func([]int) {
		if differs {
			return
		}
		now := y.try()
		differs = any && !now.same(first)
		first, any = now, true
	})
	return differs
}

// differs tries all combinations and tells whether two of them that differ in
// one atom alone lead to different outcomes.
func (y *survey) differs(a atom) (found bool) {
	groups := map[[2 * exactly]int]tried{}
	y.grid(func(at []int) {
		if found {
			return
		}
		var rest [2 * exactly]int
		for i := range at {
			rest[i] = at[i]
			if y.axes[i].atom == a {
				rest[i] = -1
			}
		}
		now := y.try()
		other, ok := groups[rest]
		found = ok && !other.same(now)
		groups[rest] = now
	})
	return found
}

// leave takes back what was set of an atom.
func (y *survey) leave(a atom) {
	if a.kind == atomTable {
		y.s.complete(a, false)
		return
	}
	y.s.set(a, fact.Value{})
}

// hanging is how a verdict hangs on an atom.
type hanging uint8

const (
	notAtAll    hanging = iota
	alone               // nothing else is open: its answers can be tried one by one
	amongOthers         // a table or an index is open as well, whose answers cannot be listed
)

// hangsOn tells how the verdict hangs on an atom that is left open.
func (y *survey) hangsOn(a atom) hanging {
	*y.left--
	y.s.trial()
	w := y.s.rejudge(y.v)
	if w == nil || !w.pending() && !w.ranged {
		return notAtAll
	}
	switch atoms := y.s.list(y.s.potential(w)); {
	case !slices.Contains(atoms, a):
		return notAtAll
	case len(atoms) > 1:
		return amongOthers
	}
	return alone
}

// ref makes a missing thing readable.
func (e *evaluation) ref(a atom) Ref {
	switch a.kind {
	case atomFigure:
		f := &e.pl.p.Figures[a.at]
		return Ref{Entity: fact.PlaceEntity, Slot: -1, Table: fact.PlaceEntity, Figure: f.ID, Label: "“" + f.Label + "”的公布"}
	case atomChoice:
		c := &e.pl.p.Choices[a.at]
		return Ref{Entity: fact.PlaceEntity, Slot: -1, Table: fact.PlaceEntity, Choice: c.ID, Label: "家庭对“" + c.Label + "”的选择"}
	case atomTable:
		label := e.whose(a.of, a.inst) + e.pl.p.Schema.Entities[a.at].Label
		return Ref{Entity: a.of, Instance: int(a.inst), Slot: -1, Table: fact.EntityID(a.at), Label: label}
	}
	return Ref{Entity: a.of, Instance: int(a.inst), Slot: int(a.at), Table: fact.PlaceEntity, Label: e.whose(a.of, a.inst) + e.factOf(a).Label}
}

// whose is 成员“乙”的 or 家庭的 before a fact.
func (e *evaluation) whose(of fact.EntityID, inst int32) string {
	switch {
	case of <= fact.HouseholdEntity:
		return "家庭的"
	case of == fact.MemberEntity:
		return "成员“" + e.person(of, inst) + "”的"
	}
	return e.person(of, inst) + "的"
}
