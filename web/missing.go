package web

import (
	"cmp"
	"slices"

	"doudi/engine"
	"doudi/fact"
)

// missing is one question whose answer could still change something.
type missing struct {
	Path       string   // of the field that answers it
	Link       string   // to where it is answered, if not in the form behind the page
	Label      string   // 配偶：残疾等级
	Programmes []string // that wait for it
	effort     int
}

// waits collects what open outcomes wait for.
type waits struct {
	a     *answers
	names []string
	all   []missing
	at    map[string]int
}

// newWaits begins a collection.
func newWaits(a *answers) *waits { return &waits{a: a, names: a.names(), at: map[string]int{}} }

// add adds what one outcome waits for. What is to be published and what the
// family is to choose are told elsewhere.
func (w *waits) add(o *engine.Outcome) {
	for _, ref := range o.Missing {
		if ref.Figure != "" || ref.Choice != "" {
			continue
		}
		path, whose := w.a.locate(ref, w.names)
		if path == "" {
			continue
		}
		at, known := w.at[path]
		if !known {
			at = len(w.all)
			w.at[path] = at
			label, effort := w.question(ref)
			w.all = append(w.all, missing{Path: path, Label: whose + label, effort: effort})
		}
		if m := &w.all[at]; !slices.Contains(m.Programmes, o.Label) {
			m.Programmes = append(m.Programmes, o.Label)
		}
	}
}

// question is what is asked and how hard it is to answer.
func (w *waits) question(ref engine.Ref) (label string, effort int) {
	entities := w.a.place.program.Schema.Entities
	if ref.Slot < 0 {
		return short(entities[ref.Table].Label), effortTable
	}
	f := &entities[ref.Entity].Facts[ref.Slot]
	return short(f.Label), effortOf(f)
}

// How hard a question is to answer, in steps.
const (
	effortTap    = 0 // yes or no: one knows it
	effortPick   = 1 // one of a list
	effortDay    = 2 // a day or month, often in the family's papers
	effortNumber = 3 // a number to be looked up
	effortMoney  = 4 // an amount to be added up
	effortPeriod = 5 // a period to be remembered
	effortTable  = 6 // several lines to be written
	effortPaper  = 2 // in addition: an office has to certify it
	effortClose  = 1 // in addition: one does not like to be asked, as about health
)

// effortOf is how hard a fact is to answer.
func effortOf(f *fact.Fact) int {
	effort := effortNumber
	switch {
	case f.Type == fact.Bool:
		effort = effortTap
	case !isText(f):
		effort = effortPick
	case f.Type == fact.Date, f.Type == fact.Month:
		effort = effortDay
	case f.Type.IsMoney():
		effort = effortMoney
	case f.Type == fact.Span:
		effort = effortPeriod
	}
	if len(f.VerifiedBy) > 0 {
		effort += effortPaper
	}
	if f.Sensitivity != "" {
		effort += effortClose
	}
	return effort
}

// cheapestFirst orders the questions as a considerate clerk would ask them:
// what is answered by a tap before what is picked from a list, then days,
// numbers, amounts, periods, and whole tables last; what an office must
// certify and what concerns health come later than their kind. Among equals
// the question that more programmes wait for comes first, then the order of
// the form.
func (w *waits) cheapestFirst() []missing {
	slices.SortStableFunc(w.all, func(a, b missing) int {
		return cmp.Or(a.effort-b.effort, len(b.Programmes)-len(a.Programmes))
	})
	return w.all
}

// locate finds the field that answers a missing fact or table, and whose it
// is. Rows are counted as the engine counts them.
func (a *answers) locate(ref engine.Ref, names []string) (path, whose string) {
	r, person := a.walk(ref.Entity, ref.Instance)
	if r == nil {
		return "", ""
	}
	if person >= 0 && person < len(names) {
		whose = names[person] + "的"
		if ref.Entity == fact.MemberEntity && ref.Slot >= 0 {
			whose = names[person] + "："
		}
	}
	e := &a.place.program.Schema.Entities[ref.Entity]
	if ref.Slot >= 0 {
		if ref.Entity > fact.MemberEntity {
			whose += short(e.Label) + "："
		}
		return r.Path + "." + e.Facts[ref.Slot].Key, whose
	}
	return r.Path + "." + a.place.program.Schema.Entities[ref.Table].Plural, whose
}

// rowOf finds the row that a fact belongs to.
func (a *answers) rowOf(ref engine.Ref) *row {
	r, _ := a.walk(ref.Entity, ref.Instance)
	return r
}

// walk finds an instance of an entity and the member that it belongs to, -1
// for the household's.
func (a *answers) walk(of fact.EntityID, instance int) (found *row, person int) {
	s := a.place.program.Schema
	person, member := -1, -1
	var search func(id fact.EntityID, r *row) bool
	search = func(id fact.EntityID, r *row) bool {
		if id == fact.MemberEntity {
			member++
		}
		if id == of {
			if instance == 0 {
				found, person = r, member
				return true
			}
			instance--
			return false
		}
		for i, table := range s.Entities[id].Tables {
			l := &r.Tables[i]
			if !s.IsAncestor(table, of) && table != of || completeness(l.Word) == fact.NotAsked || l.Word == wordNone {
				continue
			}
			for k := range l.Rows {
				if search(table, &l.Rows[k]) {
					return true
				}
			}
		}
		return false
	}
	search(fact.HouseholdEntity, &a.Home)
	return found, person
}
