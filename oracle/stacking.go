package oracle

import (
	"fmt"

	"doudi/fact"
	"doudi/pack"
)

// pair is one rule on two programmes that one person could hold.
type pair struct {
	source        *pack.Pair
	first, second *programme
	to            reader // tops_up_to: what is topped up to, for one member
}

// pairs compiles the stacking rules in their order.
func (b *builder) pairs() {
	for _, source := range b.source.Stacking {
		p := &pair{source: source, first: b.programmes[source.First], second: b.programmes[source.Second]}
		if p.first == nil || p.second == nil {
			b.errs = append(b.errs, fmt.Errorf("stacking of %s and %s: no such programme", source.First, source.Second))
			continue
		}
		if source.Is == "tops_up_to" {
			p.to = b.text(pack.Expr{Text: source.Goal, Pos: source.Pos}, p.second.unit)
		}
		b.stacking = append(b.stacking, p)
	}
}

// stack applies every pair in order to every two outcomes that meet in one
// person.
func (r *run) stack(results []*result) {
	for _, p := range r.stacking {
		if p.source.Is == "both" {
			continue
		}
		for _, second := range results {
			if second.p != p.second || !inSpan(p.source.Span, second.at.date) {
				continue
			}
			for _, first := range results {
				if first.p == p.first {
					r.confront(p, first, second)
				}
			}
		}
	}
}

// confront applies a pair to two outcomes, if the second is still to be had and
// the first stands or may yet stand.
func (r *run) confront(p *pair, first, second *result) {
	if !second.open() || !first.open() && !first.pending() {
		return
	}
	switch met := r.meet(first, second); {
	case met.isFalse():
	case !met.isTrue():
		second.leaveOpen(met)
	case first.pending():
		second.Status, second.Fault = "undetermined", first.Fault
	default:
		r.apply(p, first, second)
	}
}

// pending tells that an outcome is not settled.
func (res *result) pending() bool {
	return res.Status == "undetermined" || res.Status == "waiting" || res.Status == "choice"
}

// meet asks whether two outcomes concern the same person. A household's
// programme concerns every member that is counted.
func (r *run) meet(a, b *result) *cell {
	switch {
	case a.p.unit == fact.HouseholdEntity && b.p.unit == fact.HouseholdEntity:
		return yes
	case a.p.unit == fact.HouseholdEntity:
		return r.counts(b, a)
	case b.p.unit == fact.HouseholdEntity:
		return r.counts(a, b)
	}
	return truth(r.person(a) == r.person(b))
}

// person is the member that an outcome belongs to.
func (r *run) person(res *result) int {
	return r.ancestor(res.p.unit, res.at.inst, fact.MemberEntity)
}

// counts asks whether the person of one outcome is counted in the household.
func (r *run) counts(personal, household *result) *cell {
	if r.counted == nil {
		return yes
	}
	return r.counted.read(r, point{r.person(personal), household.at.date})
}

// apply lets one programme give way where the pair says so.
func (r *run) apply(p *pair, first, second *result) {
	switch p.source.Is {
	case "excludes":
		second.giveWay(first)
	case "higher_of":
		r.higher(first, second)
	case "tops_up_to":
		r.topUp(p, first, second)
	}
}

// giveWay excludes an outcome by another.
func (res *result) giveWay(by *result) { res.Status, res.By = "excluded", by.p.id }

// higher keeps the larger total; of two alike the first stays. While one total
// is open, so is which of the two stays.
func (r *run) higher(one, other *result) {
	a, b := r.sum(one).total, r.sum(other).total
	stop := first(a, b)
	switch {
	case stop != nil:
		one.leaveOpen(stop)
		other.leaveOpen(stop)
	case b.n > a.n:
		one.giveWay(other)
	default:
		other.giveWay(one)
	}
}

// topUp pays the second programme only what the first leaves below a figure.
func (r *run) topUp(p *pair, first, second *result) {
	to := p.to(r, point{second.at.inst, second.amountDay})
	if second.topped {
		to = second.amount.total
	}
	gap := shortfall(to, r.perHead(first))
	switch {
	case gap.state != known:
		second.leaveOpen(gap)
	case gap.n == 0:
		second.giveWay(first)
	default:
		second.amount, second.topped = &amount{parts: r.sum(second).parts, total: gap}, true
	}
}

// perHead is what one person has of an outcome: an equal share of what a
// household gets.
func (r *run) perHead(res *result) *cell {
	total := r.sum(res).total
	if res.p.unit != fact.HouseholdEntity || r.heads == nil {
		return total
	}
	down, _ := parseRounding("DOWN_TO_FEN")
	return split(total, r.heads.read(r, point{0, res.amountDay}), down)
}
