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
// its status or its amount.
func (e *evaluation) missing(v *verdict) []Ref {
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
		facts = e.relevant(v, facts, len(fixed) > 0)
	}
	refs := make([]Ref, 0, len(facts)+len(fixed))
	for _, a := range append(facts, fixed...) {
		refs = append(refs, e.ref(a))
	}
	return refs
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
// outcome, whatever the others are. If the law is too winding for that it
// keeps all of them.
func (e *evaluation) relevant(v *verdict, facts []atom, background bool) []atom {
	y := e.survey(v, facts)
	defer y.done()
	found := y.plainly()
	if len(found) < len(facts) {
		y.refine()
		found = y.differing(facts)
	}
	if y.left <= 0 {
		return facts
	}
	if background || slices.ContainsFunc(facts, func(a atom) bool { return a.kind == atomTable }) {
		found = y.hanging(facts, found)
	}
	return inOrder(facts, found)
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

// differing tries all combinations and finds the atoms that alone make a
// difference somewhere.
func (y *survey) differing(facts []atom) []atom {
	var found []atom
	results := map[[2 * exactly]int]tried{}
	y.grid(func(at []int) { results[keyOf(at)] = y.try() })
	for _, a := range facts {
		groups := map[[2 * exactly]int]tried{}
		for at, t := range results {
			rest := at
			for i := range y.axes {
				if y.axes[i].atom == a {
					rest[i] = -1
				}
			}
			if other, ok := groups[rest]; ok && !other.same(t) {
				found = append(found, a)
				break
			}
			groups[rest] = t
		}
	}
	return found
}

// keyOf is a position as a key.
func keyOf(at []int) (key [2 * exactly]int) {
	copy(key[:], at)
	return key
}

// hanging adds the facts that an outcome hangs on while a table or an index is
// open: no list of rows can be tried out, so what the four answers carry
// counts. It may name too many, never too few.
func (y *survey) hanging(facts, found []atom) []atom {
	for _, a := range facts {
		if slices.Contains(found, a) {
			continue
		}
		others := &survey{s: y.s, v: y.v, left: y.left, nodes: y.nodes}
		for i := range y.axes {
			if y.axes[i].atom != a {
				others.axes = append(others.axes, y.axes[i])
			}
		}
		y.leave(a)
		hangs := false
		others.grid(func([]int) { hangs = hangs || others.hangsOn(a) })
		if hangs || others.left <= 0 {
			found = append(found, a)
		}
	}
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

// hangsOn tells whether the verdict is open through an atom and would stay
// open through something else if it were known.
func (y *survey) hangsOn(a atom) bool {
	y.left--
	y.s.trial()
	w := y.s.rejudge(y.v)
	if w == nil || !w.pending() {
		return false
	}
	atoms := y.s.list(y.s.potential(w))
	return len(atoms) > 1 && slices.Contains(atoms, a)
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
