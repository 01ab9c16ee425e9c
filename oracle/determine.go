package oracle

import (
	"doudi/civil"
	"doudi/fact"
)

// Outcome is what the oracle says of one programme for one instance of its unit.
type Outcome struct {
	Programme string
	Instance  int
	Status    string
	Parts     map[string]int64 // low ends in fen, by part id
	Total     int64            // low end
	Ranged    bool             // an official has not decided: only the low ends are given
	By        string           // programme or choice that excludes it
	Borne     []int64          // what each bearer pays, in the programme's order; nil if that is open
	Fault     bool             // something it rests on is in error
	Note      string           // why it failed, for people
}

// result is an outcome in the making.
type result struct {
	Outcome
	p         *programme
	v         *version // in force on the day of the conditions
	paid      *version // in force on the day of the amount
	at        point    // of the conditions
	amountDay civil.Date
	amount    *amount
	topped    bool // an earlier pair has already left only a part of it
}

// Determine says what a family is entitled to, programme by programme and
// instance by instance, in the order of ids. Overrides replace figures by id
// whatever their keys and dates.
func (o *Oracle) Determine(s *fact.Snapshot, overrides map[string]fact.Value) []Outcome {
	_, results := o.evaluate(s, overrides)
	out := make([]Outcome, len(results))
	for i, res := range results {
		out[i] = res.Outcome
	}
	return out
}

// evaluate goes through the order of statuses: claims and conditions, then
// choices, then stacking, then amounts.
func (o *Oracle) evaluate(s *fact.Snapshot, overrides map[string]fact.Value) (*run, []*result) {
	r := o.newRun(s)
	r.overrides = overrides
	results := r.conditions()
	r.askChoices(results)
	r.stack(results)
	for _, res := range results {
		r.pay(res)
	}
	return r, results
}

// conditions opens an outcome for every programme in force and settles what
// its conditions alone can settle.
func (r *run) conditions() []*result {
	var list []*result
	for _, p := range r.programmes {
		v := p.inForce(r)
		if v == nil {
			continue
		}
		for i := range r.count(p.unit) {
			day := p.amountDay(r, v)
			res := &result{p: p, v: v, paid: p.on(day), amountDay: day, at: point{i, r.lawDate(v, "conditions")}}
			if res.paid == nil {
				res.paid = v
			}
			res.Programme, res.Instance = p.id, i
			r.judge(res)
			r.stop(res)
			list = append(list, res)
		}
	}
	return list
}

// judge gives the status that follows from claim and conditions.
func (r *run) judge(res *result) {
	asked := res.p.asked(r, res.v, res.at)
	if asked.isFalse() {
		res.Status = "not_claimed"
		return
	}
	switch met := and(asked, res.v.meets(r, res.at)); {
	case met.isTrue():
		res.Status = "entitled"
	case met.isFalse():
		r.refuse(res)
	default:
		res.leaveOpen(met)
	}
}

// refuse is refused, unless the family is still within its gradual exit.
func (r *run) refuse(res *result) {
	res.Status = "refused"
	if res.v.leaving == nil {
		return
	}
	switch leaving := res.v.leaving(r, point{res.at.inst, res.amountDay}); {
	case leaving.isTrue():
		res.Status = "leaving"
	case !leaving.isFalse():
		res.leaveOpen(leaving)
	}
}

// stop refuses what an event has ended before the benefit month, or within it
// where the pack says so. An event that nobody knows of ends nothing.
func (r *run) stop(res *result) {
	for i, stop := range res.v.stops {
		firstDay, lastDay := monthDays(r.month())
		day := lastDay
		if from := res.v.source.Stops[i].From; from == "" || from == "month_after_event" {
			day = firstDay
		}
		if (res.open() || res.pending()) && stop(r, point{res.at.inst, day}).isTrue() {
			res.Status, res.Fault, res.Note = "refused", false, ""
		}
	}
}

// leaveOpen is undetermined, or waiting if only an index is still to come.
func (res *result) leaveOpen(c *cell) {
	res.Status = "undetermined"
	if c.state == unknown && c.why == byIndex {
		res.Status = "waiting"
	}
	if c.state != unknown {
		res.Fault, res.Note = true, c.String()
	}
}

// open tells that the family would get it as things stand.
func (res *result) open() bool { return res.Status == "entitled" || res.Status == "leaving" }

// askChoices holds back what depends on an unanswered question and closes what
// an answer closes.
func (r *run) askChoices(results []*result) {
	for _, res := range results {
		for _, c := range r.choices {
			if res.open() {
				r.askChoice(res, c)
			}
		}
	}
}

// askChoice applies one question to one outcome.
func (r *run) askChoice(res *result, c *choice) {
	q := c.on(res.at)
	if q == nil {
		return
	}
	taken := r.snap.Chosen[c.id]
	concerned, opened := q.opens(res.p.id, taken)
	if !concerned {
		return
	}
	switch offered := r.offered(res, c, q); {
	case offered.isFalse():
	case !offered.isTrue():
		res.leaveOpen(offered)
	case taken == "":
		res.Status = "choice"
	case !opened:
		res.Status, res.By = "excluded", c.id
	}
}

// offered asks whether the question is put to whom the outcome concerns; a
// question to members concerns their household once it is put to one of them.
func (r *run) offered(res *result, c *choice, q *offer) *cell {
	if r.isAbove(c.of, res.p.unit) {
		return q.offered(r, point{r.ancestor(res.p.unit, res.at.inst, c.of), res.at.date})
	}
	result := no
	rows, _ := r.below(res.p.unit, res.at.inst, c.of)
	for _, i := range rows {
		result = or(result, q.offered(r, point{i, res.at.date}))
	}
	return result
}

// isAbove tells whether a is b or an ancestor of it.
func (r *run) isAbove(a, b fact.EntityID) bool {
	for ; b >= 0; b = r.schema.Entities[b].Parent {
		if a == b {
			return true
		}
	}
	return a < 0
}

// amount is the parts of a programme for one instance, computed once.
type amount struct {
	parts map[string]*cell
	total *cell
}

// sum computes all parts on the date that governs amounts.
func (r *run) sum(res *result) *amount {
	if res.amount != nil {
		return res.amount
	}
	if res.v.source.PeriodTakes == "prorata" && r.periodLaw(res.v) {
		res.amount = r.prorata(res)
	} else {
		res.amount = r.sumOn(res, res.amountDay)
	}
	return res.amount
}

// periodLaw tells that amounts follow the benefit month.
func (r *run) periodLaw(v *version) bool {
	return v.source.LawAt["amount"] == "" || v.source.LawAt["amount"] == "period"
}

// sumOn computes all parts by the law of one day.
func (r *run) sumOn(res *result, date civil.Date) *amount {
	a := &amount{parts: map[string]*cell{}, total: no}
	for _, line := range res.paid.parts {
		if line.value != nil && inSpan(line.source.Span, date) {
			a.put(line, line.total(r, res.p.unit, point{res.at.inst, date}))
		}
	}
	return a
}

// put adds one line, or takes it off; what does not apply adds nothing.
func (a *amount) put(line *part, c *cell) {
	a.parts[line.source.ID] = c
	switch {
	case c.state == inapplicable:
	case line.source.Less:
		a.total = subtract(a.total, c)
	default:
		a.total = add(a.total, c)
	}
}

// prorata weights the parts of every day of the month by days, rounding each
// half up to the fen.
func (r *run) prorata(res *result) *amount {
	from, to := monthDays(r.month())
	sums := map[string]*cell{}
	for d := from; d <= to; d++ {
		for id, c := range r.sumOn(res, d).parts {
			switch {
			case c.state == inapplicable:
			case sums[id] == nil:
				sums[id] = c
			default:
				sums[id] = add(sums[id], c)
			}
		}
	}
	return res.paid.average(sums, number(int64(to-from)+1))
}

// average divides what each part came to by the days of the month.
func (v *version) average(sums map[string]*cell, days *cell) *amount {
	half, _ := parseRounding("HALF_UP_TO_FEN")
	a := &amount{parts: map[string]*cell{}, total: no}
	for _, line := range v.parts {
		if c := sums[line.source.ID]; c != nil && a.parts[line.source.ID] == nil {
			a.put(line, split(c, days, half))
		}
	}
	return a
}

// pay fills in the amounts of what is still open at the end.
func (r *run) pay(res *result) {
	if !res.open() || res.paid.source.Grants != "money" {
		return
	}
	a := r.sum(res)
	if a.total.state == unknown && a.total.why == byOffice {
		a = r.lowest(res)
		res.Ranged = true
	}
	if a.total.state != known {
		res.leaveOpen(a.total)
		return
	}
	res.Total, res.Parts = a.total.n, map[string]int64{}
	for id, c := range a.parts {
		res.Parts[id] = c.n
	}
	if len(a.parts) > 0 {
		r.bear(res)
	}
}

// bear divides the total among those who pay: the rest falls to whom the pack
// names for it, and more than the total cannot be borne.
func (r *run) bear(res *result) {
	at, rest := point{res.at.inst, res.amountDay}, number(res.Total)
	shares := make([]*cell, len(res.paid.bearers))
	for i, bearer := range res.paid.bearers {
		shares[i] = no
		if bearer != nil {
			if c := bearer(r, at); c.state != none && c.state != inapplicable {
				shares[i] = c
			}
			rest = subtract(rest, shares[i])
		}
	}
	switch {
	case rest.state == failed || rest.state == known && rest.n < 0:
		res.Fault, res.Note = true, "borne by more than there is: "+rest.String()
	case rest.state == known:
		for i, bearer := range res.paid.bearers {
			if bearer == nil {
				shares[i] = rest
			}
			res.Borne = append(res.Borne, shares[i].n)
		}
	}
}

// lowest computes the amount with the facts of officials at each of their
// ends and keeps the lower one.
func (r *run) lowest(res *result) *amount {
	var best *amount
	for _, bound := range []int{-1, 1} {
		fresh := r.newRun(r.snap)
		fresh.overrides = r.overrides
		fresh.bound = bound
		a := fresh.sum(&result{Outcome: res.Outcome, p: res.p, v: res.v, paid: res.paid, amountDay: res.amountDay, at: res.at})
		if best == nil || a.total.state == known && best.total.state == known && a.total.n < best.total.n {
			best = a
		}
	}
	return best
}
