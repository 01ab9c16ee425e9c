package engine

import (
	"doudi/fact"
	"doudi/money"
	"doudi/policy"
)

// stack applies every pair in order to every two verdicts that meet in one
// person.
func (e *evaluation) stack() {
	for i := range e.pl.p.Stacking {
		pair := &e.pl.p.Stacking[i]
		if pair.Is == "both" {
			continue
		}
		second := e.group(pair.Second)
		for s := second.from; s < second.to; s++ {
			if v := &e.verdicts[s]; (v.stands() || v.pending()) && inForce(pair.Span, v.cond) {
				e.confront(pair, int32(i), s)
			}
		}
	}
}

// span of verdicts that belong to one programme.
type group struct{ from, to int32 }

// group finds the verdicts of a programme: they stand together, in the order
// of the programmes.
func (e *evaluation) group(programme int32) group {
	from, beyond := 0, len(e.verdicts)
	for from < beyond {
		middle := (from + beyond) / 2
		if e.verdicts[middle].programme < programme {
			from = middle + 1
		} else {
			beyond = middle
		}
	}
	to := from
	for to < len(e.verdicts) && e.verdicts[to].programme == programme {
		to++
	}
	return group{int32(from), int32(to)}
}

// confront lets one verdict meet every verdict of the first programme. The
// list of verdicts does not grow here, so pointers into it hold.
func (e *evaluation) confront(pair *policy.Pair, index, s int32) {
	second, group := &e.verdicts[s], e.group(pair.First)
	for f := group.from; f < group.to; f++ {
		first := &e.verdicts[f]
		if !clash(pair, first, second) {
			continue
		}
		switch met := e.meet(first, second); {
		case met.isFalse() || met.st == inapplicable:
		case !met.isTrue():
			e.leaveOpen(second, met)
			if pair.Is == "higher_of" {
				e.leaveOpen(first, met)
			}
		default:
			e.apply(pair, index, f, s)
		}
	}
}

// clash tells that a pair has something to say: both stand, or one stands that
// may have to give way to the other, which is not settled yet. Only of the
// higher one it is open from both sides.
func clash(pair *policy.Pair, first, second *verdict) bool {
	if second.pending() {
		return pair.Is == "higher_of" && first.stands()
	}
	return second.stands() && (first.stands() || first.pending())
}

// meet tells whether two verdicts concern the same person. A household's
// programme concerns every member that is counted.
func (e *evaluation) meet(a, b *verdict) val {
	switch {
	case a.ver.Unit <= fact.HouseholdEntity && b.ver.Unit <= fact.HouseholdEntity:
		return yes
	case a.ver.Unit <= fact.HouseholdEntity:
		return e.counts(b, a)
	case b.ver.Unit <= fact.HouseholdEntity:
		return e.counts(a, b)
	}
	return truth(e.holder(a) == e.holder(b))
}

// holder is the member that a verdict belongs to.
func (e *evaluation) holder(v *verdict) int32 {
	return e.climb(v.ver.Unit, v.inst, fact.MemberEntity)
}

// counts tells whether the person of one verdict is counted in the household:
// the rule assessed says so where there is one.
func (e *evaluation) counts(personal, household *verdict) val {
	if e.pl.assessed == policy.NoNode || !e.personal(personal) {
		return yes
	}
	e.under(household.cond)
	return e.from(e.pl.assessed, fact.MemberEntity, e.holder(personal))
}

// personal tells that the unit is a member or lies below one.
func (e *evaluation) personal(v *verdict) bool {
	return v.ver.Unit == fact.MemberEntity || e.pl.p.Schema.IsAncestor(fact.MemberEntity, v.ver.Unit)
}

// apply lets a programme give way where the pair says so. What is not settled
// about the one leaves the other open.
func (e *evaluation) apply(pair *policy.Pair, index, f, s int32) {
	first, second := &e.verdicts[f], &e.verdicts[s]
	switch {
	case first.pending():
		second.pair = index
		e.waitFor(second, first)
	case second.pending():
		first.pair = index
		e.waitFor(first, second)
	case pair.Is == "excludes":
		second.pair = index
		e.giveWay(second, first)
	case pair.Is == "higher_of":
		first.pair, second.pair = index, index
		e.higher(first, second)
	case pair.Is == "tops_up_to":
		second.pair = index
		e.topUp(pair, f, s)
	}
}

// waitFor leaves a verdict open until another one is settled.
func (e *evaluation) waitFor(v, other *verdict) {
	v.status, v.cause = Undetermined, e.union(v.cause, other.cause)
	v.faults = append(v.faults, other.faults...)
	if other.choice != noOne {
		v.choice = other.choice
	}
}

// giveWay excludes a verdict by another.
func (e *evaluation) giveWay(v, by *verdict) { v.status, v.by = Excluded, by.programme }

// higher keeps the larger total; of two alike the first stays. While one of
// them is open it is open which of the two stays.
func (e *evaluation) higher(first, second *verdict) {
	a, b := e.sumUp(first), e.sumUp(second)
	switch {
	case a.st != known || b.st != known:
		e.leaveOpen(first, e.join(a, b))
		e.leaveOpen(second, e.join(a, b))
	case first.unit != second.unit && first.unit != fact.Invalid && second.unit != fact.Invalid:
		e.leaveOpen(second, e.fail("两项待遇的计发周期不同，不能比较哪一项更高"))
	case e.beats(b.n, a.n):
		e.giveWay(first, second)
	default:
		e.giveWay(second, first)
	}
}

// beats compares two amounts and notes on which side of each other they lie.
func (e *evaluation) beats(a, b int64) bool {
	e.sides = e.sides*3 + 1 + int64(compare(a, b))
	return a > b
}

// topUp pays the second programme only what the first leaves below a figure.
func (e *evaluation) topUp(pair *policy.Pair, f, s int32) {
	first, second := &e.verdicts[f], &e.verdicts[s]
	have := e.perHead(first)
	e.sumUp(second)
	e.under(e.amountDay(second))
	to := e.from(pair.To, second.ver.Unit, second.inst)
	if second.topped {
		to = second.total // several that are set off add up
	}
	if stop := e.worse(unready(to), unready(have)); stop.st != unset {
		e.leaveOpen(second, stop)
		return
	}
	gap, ok := money.Sub(to.n, have.n)
	switch {
	case !ok:
		e.leaveOpen(second, e.fail("补足的差额超出了可以计算的范围"))
	case !e.beats(to.n, have.n):
		e.giveWay(second, first)
	default:
		second.total, second.topped, second.topFirst = number(gap), true, f
		second.unit = e.pl.nodes[pair.To].typ
	}
}

// unready is the value if it is no number, else unset.
func unready(v val) val {
	if v.st == known {
		return val{}
	}
	return v
}

// perHead is what one person has of a verdict: an equal share of what a
// household gets, fractions of a fen dropped.
func (e *evaluation) perHead(v *verdict) val {
	total := e.sumUp(v)
	if v.ver.Unit > fact.HouseholdEntity || e.pl.assessedSize == policy.NoNode {
		return total
	}
	e.under(e.amountDay(v))
	size := e.from(e.pl.assessedSize, v.ver.Unit, v.inst)
	if stop := e.worse(unready(total), unready(size)); stop.st != unset {
		return stop
	}
	share, ok := money.Split(total.n, size.n, money.DownToFen)
	if !ok {
		return e.fail("计入人数为零，无法算出每人的份额")
	}
	return number(share)
}
