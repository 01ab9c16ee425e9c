package web_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"doudi/casework"
	"doudi/civil"
	"doudi/engine"
	"doudi/fact"
	"doudi/money"
	"doudi/registry"
)

// finding is something that may have changed in a family: an answer about
// somebody or the household, in a row of a table where there is one, or a new
// income.
type finding struct {
	of     fact.EntityID
	person int // among the members
	table  int // among the tables of the entity; -1 for its own answers
	row    int
	slot   int
	value  fact.Value
	earned money.Fen // a month, for the last year; then nothing else is there
}

// turns changes something in the family so that the law gives what is wanted of
// the award, as long as a case takes, and enters it on its page: what it earns a
// month, or another thing; false if nothing that is known of the family can be so
// that the law does.
func (a *amendment) turns(wanted func(now engine.Outcome) bool, sums ...money.Fen) bool {
	a.Helper()
	c := a.look()
	x, err := a.site.Cases.Explain(a.Context(), a.desk(a.at), c, registry.ForSurvey)
	a.must(err)
	person := a.file().Person
	for _, f := range a.findings(x.Snapshot, sums) {
		s := f.made(x.Snapshot, a.today())
		now, later := a.says(s, person, x), a.says(inTime(s), person, x)
		otherwise := func(o engine.Outcome) bool { return o.Status != engine.Undetermined && !wanted(o) }
		if len(now) == 1 && wanted(now[0]) && !slices.ContainsFunc(later, otherwise) && a.finds(f, x) {
			return a.comesTo(now[0], f.label(x.Snapshot))
		}
	}
	return false
}

// says is what the law makes of a family for whom the award is, as far as one can
// decide by it.
func (a *amendment) says(s *fact.Snapshot, person int64, x *casework.Explanation) []engine.Outcome {
	list := a.at.archive.engine.Determine(s, engine.Options{Programmes: []string{a.programme}, NoExplain: true}).Outcomes
	return slices.DeleteFunc(list, func(o engine.Outcome) bool {
		return person != 0 && x.Persons[o.Instance] != person || o.Total.Low != o.Total.High
	})
}

// inTime is a family as it is when its case is decided at last.
func inTime(s *fact.Snapshot) *fact.Snapshot {
	own := *s
	own.AppliedOn, own.DecidedOn, own.AsOf, own.Month = s.AppliedOn+40, s.DecidedOn+40, s.AsOf+40, s.Month+1
	return &own
}

// gives tells whether the law gives something.
func gives(o engine.Outcome) bool { return o.Status == engine.Entitled || o.Status == engine.Leaving }

// less, more and nothing are what a change can come to by the law.
func (a *amendment) less(now engine.Outcome) bool {
	return gives(now) && now.Total.Low < a.was && now.Total.Low > 0
}
func (a *amendment) more(now engine.Outcome) bool { return gives(now) && now.Total.Low > a.will }
func nothing(now engine.Outcome) bool {
	return now.Status == engine.Refused || now.Status == engine.Excluded
}

// comesTo asks the law anew, and demands that it says of the case what it said of
// the family.
func (a *amendment) comesTo(now engine.Outcome, what string) bool {
	a.Helper()
	a.judges()
	if (a.said == engine.Entitled) != gives(now) || gives(now) && a.will != now.Total.Low {
		a.Errorf("%s: after %s the case says %v, %s, the law %v, %s", a.ago(), what, a.said, a.will, now.Status, now.Total.Low)
	}
	return true
}

// findings are all single things that may be otherwise: first what a family earns,
// then what the packs call changeable, then the rest.
func (a *amendment) findings(s *fact.Snapshot, sums []money.Fen) (list []finding) {
	if _, known := s.Schema.Entity("income"); known {
		for _, sum := range sums {
			list = append(list, finding{of: fact.MemberEntity, table: slices.Index(s.Schema.Entities[fact.MemberEntity].Tables, incomeOf(s)), earned: max(sum, 1)})
		}
	}
	var rest []finding
	for _, f := range answersOf(s) {
		if f.fact(s).Changeable {
			list = append(list, f)
		} else {
			rest = append(rest, f)
		}
	}
	return append(list, rest...)
}

// incomeOf is the table of incomes.
func incomeOf(s *fact.Snapshot) fact.EntityID {
	id, _ := s.Schema.Entity("income")
	return id
}

// answersOf are the other answers that may be given instead of those that are
// there.
func answersOf(s *fact.Snapshot) (list []finding) {
	for of, rows := range map[fact.EntityID][]*fact.Row{fact.HouseholdEntity: rowsBelow(s, fact.HouseholdEntity), fact.MemberEntity: rowsBelow(s, fact.MemberEntity)} {
		for person, row := range rows {
			list = append(list, others(s, of, row, finding{of: of, person: person, table: -1})...)
			for table, below := range s.Schema.Entities[of].Tables {
				for i := range row.Tables[table].Rows {
					if below != fact.MemberEntity {
						list = append(list, others(s, below, &row.Tables[table].Rows[i], finding{of: of, person: person, table: table, row: i})...)
					}
				}
			}
		}
	}
	slices.SortStableFunc(list, func(f, g finding) int { return int(g.of) - int(f.of) })
	return list
}

// others are the other answers in one row.
func others(s *fact.Snapshot, of fact.EntityID, row *fact.Row, at finding) (list []finding) {
	for slot, v := range row.Values {
		f := &s.Schema.Entities[of].Facts[slot]
		if at.slot = slot; steering(f.Key) {
			continue
		}
		for _, other := range instead(f, v) {
			at.value = other
			list = append(list, at)
		}
	}
	return list
}

// steering tells of what says by which pack a family lives at all.
func steering(key string) bool {
	for _, p := range walked().set.Packs {
		if p.Scope[key] != nil {
			return true
		}
	}
	return false
}

// instead are other answers to a question; none to one that was not answered.
func instead(f *fact.Fact, v fact.Value) (list []fact.Value) {
	switch {
	case v.State != fact.Known && v.State != fact.None:
		return nil
	case f.Type == fact.Bool:
		list = []fact.Value{fact.Of(1 - v.N)}
	case f.Type == fact.Enum:
		for _, word := range f.Values {
			list = append(list, fact.Of(word))
		}
	case f.Type.IsMoney() || f.Type == fact.Count:
		list = []fact.Value{fact.Of(max(v.N/2, f.Low)), fact.Of(f.Low), fact.Of(min(v.N*4, f.High)), fact.Of(min(f.Low+1, f.High))}
	}
	if f.MayBeNone {
		list = append(list, fact.Value{State: fact.None})
	}
	return slices.DeleteFunc(list, func(o fact.Value) bool { return o == v })
}

// fact is what is answered.
func (f finding) fact(s *fact.Snapshot) *fact.Fact {
	e := &s.Schema.Entities[f.of]
	if f.table >= 0 {
		e = &s.Schema.Entities[e.Tables[f.table]]
	}
	return &e.Facts[f.slot]
}

// label is what is said of a finding when something fails.
func (f finding) label(s *fact.Snapshot) string {
	if f.earned > 0 {
		return "an income of " + f.earned.String()
	}
	return fmt.Sprint(f.fact(s).Label, " ", fact.Literal(f.fact(s).Type, f.value, s.Schema))
}

// made is the family as it is then.
func (f finding) made(s *fact.Snapshot, today civil.Date) *fact.Snapshot {
	own := copied(s)
	row := rowsBelow(own, f.of)[f.person]
	switch {
	case f.earned > 0:
		t := &row.Tables[f.table]
		t.State = fact.Complete
		t.Rows = append(t.Rows, f.income(own, today))
	case f.table >= 0:
		row.Tables[f.table].Rows[f.row].Values[f.slot] = f.value
	default:
		row.Values[f.slot] = f.value
	}
	return own
}

// income is the row of a new one.
func (f finding) income(s *fact.Snapshot, today civil.Date) fact.Row {
	e := &s.Schema.Entities[incomeOf(s)]
	row := fact.Row{Values: make([]fact.Value, len(e.Facts)), Tables: make([]fact.Table, len(e.Tables))}
	kind, _ := s.Schema.Symbol("transfer")
	for key, v := range map[string]fact.Value{"kind": fact.Of(int64(kind)), "amount": fact.Of(int64(12 * f.earned)), "cost": {State: fact.None},
		"received": fact.OfSpan(int64(today.Month()-12), int64(today.Month()-1))} {
		slot, _ := e.Slot(key)
		row.Values[slot] = v
	}
	return row
}

// finds enters it on the page of whom it is about; false if the page does not
// take it.
func (a *amendment) finds(f finding, x *casework.Explanation) bool {
	a.Helper()
	s := x.Snapshot
	e := &s.Schema.Entities[f.of]
	who, path := "h", a.house()
	if f.of == fact.MemberEntity {
		who, path = "m.0", fmt.Sprintf("/office/%d/person/%d", a.at.below, x.Persons[f.person])
	}
	switch {
	case f.earned > 0:
		n := len(rowsBelow(s, f.of)[f.person].Tables[f.table].Rows)
		at, month := fmt.Sprint(who, ".incomes"), a.today().Month()
		return a.types(path+"/facts/income", map[string]string{at: "all", at + ".n": fmt.Sprint(n + 1), fmt.Sprint(at, ".", n, ".kind"): "transfer",
			fmt.Sprint(at, ".", n, ".amount"): yuan((12 * f.earned).String()), fmt.Sprint(at, ".", n, ".cost.is"): "none",
			fmt.Sprint(at, ".", n, ".received"): fmt.Sprint(month - 12), fmt.Sprint(at, ".", n, ".received.to"): fmt.Sprint(month - 1)})
	case f.table >= 0:
		below := &s.Schema.Entities[e.Tables[f.table]]
		return a.types(path+"/facts/"+below.Name, f.answer(s, fmt.Sprint(who, ".", below.Plural, ".", f.row)))
	}
	return slices.ContainsFunc([]string{"usual", "sealed", "rare"}, func(part string) bool {
		return a.types(path+"/facts/"+part, f.answer(s, who))
	})
}

// answer is how a finding is typed.
func (f finding) answer(s *fact.Snapshot, at string) map[string]string {
	name, typed := at+"."+f.fact(s).Key, yuan(fact.Literal(f.fact(s).Type, f.value, s.Schema))
	if f.value.State == fact.None && f.fact(s).Type != fact.Bool && f.fact(s).Type != fact.Enum {
		return map[string]string{name: "", name + ".is": typed}
	}
	return map[string]string{name: typed}
}

// yuan is a sum as it is typed.
func yuan(text string) string { return strings.TrimSuffix(text, "元") }

// types fills in a page of facts; false if it is not there, does not ask for it,
// or does not take it.
func (a *amendment) types(path string, answers map[string]string) bool {
	a.Helper()
	clerk := a.as("clerk")
	if page := a.ask("GET", path, clerk, nil); page.Code != http.StatusOK {
		return false
	}
	h := a.sits(clerk, path)
	for name, value := range answers {
		if strings.Count(name, ".") < 3 && !strings.HasSuffix(name, ".is") && !strings.HasSuffix(name, ".n") && !strings.Contains(h.page, ` name="`+name+`"`) {
			return false
		}
		h.form.Set(name, value)
	}
	h.form.Set("source", string(registry.Surveyed))
	return a.ask("POST", path, clerk, h.form).Code == http.StatusSeeOther
}

// answers answers on the pages what the law lacks of the family: no, that there is
// none, or that somebody is without work; false if it lacks nothing that can be
// answered so.
func (a *amendment) answers(c *casework.Sight) (more bool) {
	a.Helper()
	x, err := a.site.Cases.Explain(a.Context(), a.desk(a.at), c, registry.ForSurvey)
	a.must(err)
	for _, ref := range x.Outcomes[0].Missing {
		if ref.Figure == "" && ref.Choice == "" {
			more = a.replies(x, ref) || more
		}
	}
	return more
}

// replies answers one question.
func (a *amendment) replies(x *casework.Explanation, ref engine.Ref) bool {
	a.Helper()
	s := x.Snapshot
	if e := &s.Schema.Entities[ref.Entity]; ref.Slot < 0 {
		table := &s.Schema.Entities[ref.Table]
		path, who := a.house(), "h"
		if ref.Entity == fact.MemberEntity {
			path, who = fmt.Sprintf("/office/%d/person/%d", a.at.below, x.Persons[ref.Instance]), "m.0"
		}
		return a.types(path+"/facts/"+table.Name, map[string]string{who + "." + table.Plural: "none"})
	} else if f := (finding{of: ref.Entity, person: ref.Instance, table: -1, slot: ref.Slot}); ref.Entity <= fact.MemberEntity {
		f.value = reply(s, &e.Facts[ref.Slot])
		return a.finds(f, x)
	}
	return false
}

// reply is the answer to a question.
func reply(s *fact.Snapshot, f *fact.Fact) fact.Value {
	if jobless, _ := s.Schema.Symbol("jobless"); f.Key == "employment" {
		return fact.Of(jobless)
	}
	if f.MayBeNone {
		return fact.Value{State: fact.None}
	}
	return fact.Of(0)
}
