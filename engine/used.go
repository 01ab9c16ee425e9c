package engine

import (
	"doudi/civil"
	"doudi/pack"
	"doudi/policy"
)

// unsettled are the figures and rules of a law that are not simply published
// law, or may come to be reviewed.
type unsettled struct {
	list    []Used       // each label and status, as it stands and, behind it, as due
	review  []civil.Date // beside the list: the last day before any of that is due
	never   uses         // what is published, and what nobody need look at again
	dated   []int32      // what is due after some day
	rules   [][]int32    // rule, version → position in the list, or noOne
	figures [][]int32    // figure, row → position in the list, or noOne
}

// uses is a set of figures and rules: a bit for each position in the list.
type uses []uint64

func (u uses) has(k int32) bool { return u[k/64]&(1<<(k%64)) != 0 }
func (u uses) add(k int32)      { u[k/64] |= 1 << (k % 64) }

// within tells that all of it is in another set.
func (u uses) within(all uses) bool {
	for i, set := range u {
		if set&^all[i] != 0 {
			return false
		}
	}
	return true
}

// addUnsettled collects them.
func (pl *plan) addUnsettled() {
	u, numbers := &pl.unsettled, map[Used]int32{}
	number := func(one Used, review int64) int32 {
		if one.Status == pack.Published && review == 0 {
			return noOne
		}
		k, found := numbers[one]
		if !found {
			k = int32(len(u.list))
			numbers[one] = k
			due := one
			due.Due = true
			u.list, u.review = append(u.list, one, due), append(u.review, civil.Open, civil.Open)
		}
		if review != 0 {
			u.review[k] = min(u.review[k], civil.Date(review))
		}
		return k
	}
	for i := range pl.p.Rules {
		r, list := &pl.p.Rules[i], []int32(nil)
		for k := range r.Versions {
			list = append(list, number(Used{ID: r.ID, Label: r.Label, Status: r.Versions[k].Status}, 0))
		}
		u.rules = append(u.rules, list)
	}
	for i := range pl.p.Figures {
		f, list := &pl.p.Figures[i], []int32(nil)
		for k := range f.Rows {
			list = append(list, number(Used{ID: f.ID, Label: f.Label, Status: f.Rows[k].Status}, f.Rows[k].ReviewBy))
		}
		u.figures = append(u.figures, list)
	}
	u.addNever()
}

// own adds what a node by itself can rest on on a day: the version of its rule, the rows
// of its figure.
func (u *unsettled) own(pl *plan, n *inode, versions []int32, d civil.Date, into uses) {
	switch n.op {
	case policy.OpRule:
		if version := versions[n.imm]; version != noOne {
			u.mayUse(u.rules[n.imm][version], into)
		}
	case policy.OpFigure, policy.OpBrackets:
		for k, row := range pl.p.Figures[n.imm].Rows {
			if row.Span.Contains(d) {
				u.mayUse(u.figures[n.imm][k], into)
			}
		}
	}
}

// mayUse adds what stands at a position, also as due for a review.
func (u *unsettled) mayUse(k int32, into uses) {
	if k != noOne {
		into.add(k)
		into.add(k + 1)
	}
}

// addNever parts what holds for every family from what depends on its days.
func (u *unsettled) addNever() {
	u.never = make(uses, 1+len(u.list)/64)
	for k := int32(0); int(k) < len(u.list); k += 2 {
		if u.list[k].Status == pack.Published {
			u.never.add(k)
		}
		if u.review[k] == civil.Open {
			u.never.add(k + 1)
		} else {
			u.dated = append(u.dated, k)
		}
	}
}

// beSettled lists what cannot be noted for this family: what is published, and what
// is not due yet.
func (e *evaluation) beSettled() {
	u := &e.pl.unsettled
	e.settled = append(e.settled[:0], u.never...)
	for _, k := range u.dated {
		if e.snap.AsOf <= u.review[k] {
			e.settled.add(k + 1)
		}
	}
}

// beginUses starts a new list of what explanations rest on.
func (e *evaluation) beginUses() {
	e.walk++
	e.uses, e.stamp = e.uses[:0], e.walk
	e.found = append(e.found[:0], e.settled...)
}

// use notes a rule or figure that is not simply published law, once.
func (e *evaluation) use(it *item) {
	n, k := &e.pl.nodes[it.node], int32(noOne)
	if it.kind == ruleItem {
		if version := e.ruleVersion(n.imm); version >= 0 {
			k = e.pl.unsettled.rules[n.imm][version]
		}
	} else if row, _ := e.rowOf(n, it); row >= 0 {
		if k = e.pl.unsettled.figures[n.imm][row]; k >= 0 && e.due(&e.pl.p.Figures[n.imm].Rows[row]) {
			k++
		}
	}
	if k >= 0 && !e.found.has(k) {
		e.found.add(k)
		e.uses = append(e.uses, k)
	}
}

// search notes what the items from a mark on rest on, down to the bottom, and
// drops them.
func (e *evaluation) search(mark int) {
	for i, end := mark, len(e.items); i < end; i++ {
		it := &e.items[i]
		if it.kind <= rowItem && e.laws[it.law].now.below[it.node].within(e.found) {
			continue
		}
		if it.kind.named() {
			if e.turn(it); e.before(it) {
				continue
			}
			e.use(it)
		}
		at := len(e.items)
		e.children(it)
		e.search(at)
	}
	e.items = e.items[:mark]
}

// before tells that a rule or figure was there before in this search.
func (e *evaluation) before(it *item) bool {
	at := e.place(&e.pl.nodes[it.node], it.inst)
	if at >= int32(len(e.seen)) {
		e.seen = append(e.seen, make([]uint32, len(e.vals)-len(e.seen))...)
	}
	was := e.seen[at] == e.stamp
	e.seen[at] = e.stamp
	return was
}

// used describes what was noted.
func (e *evaluation) used() []Used {
	if len(e.uses) == 0 {
		return nil
	}
	list := make([]Used, len(e.uses))
	for i, k := range e.uses {
		list[i] = e.pl.unsettled.list[k]
	}
	return list
}
