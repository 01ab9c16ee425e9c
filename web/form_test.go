package web

import (
	"slices"
	"testing"

	"doudi/engine"
	"doudi/fact"
)

// asks tells whether a form has a question, or a list for a table.
func (f *form) asks(id fact.EntityID, slot int) bool {
	return slices.ContainsFunc(f.Entities[id].Questions, func(q question) bool { return q.Slot == slot && q.Asked })
}

// TestWhatIsMissingCanBeAnswered determines a family of which nothing is known
// but what everybody must answer, in every place: each fact that the engine
// then misses has its question on the form, or the form would lead nowhere.
func TestWhatIsMissingCanBeAnswered(t *testing.T) {
	t.Parallel()
	for _, p := range shipped().leaves() {
		for _, area := range []string{"urban", "rural"} {
			t.Run(p.Label+" "+area, func(t *testing.T) {
				t.Parallel()
				a := member(t, p.ID, "h.area", area)
				s, _ := a.snapshot(today)
				form := newForm(a.place, today, a.Ticked)
				missing := 0
				for _, o := range a.place.engine.Determine(s, engine.Options{}).Outcomes {
					if !slices.Contains(a.Ticked, o.Programme) {
						continue
					}
					for _, ref := range o.Missing {
						missing++
						switch {
						case ref.Figure != "" || ref.Choice != "":
						case ref.Slot >= 0 && !form.asks(ref.Entity, ref.Slot), ref.Slot < 0 && !form.lists(ref.Entity, ref.Table):
							t.Errorf("%s waits for %s, which is not asked", o.Label, ref.Label)
						}
					}
				}
				if missing == 0 {
					t.Error("nothing is missing: the test shows nothing")
				}
			})
		}
	}
}

// lists tells whether a form asks for a child table.
func (f *form) lists(owner, table fact.EntityID) bool {
	return slices.ContainsFunc(f.Entities[owner].Tables, func(q tableQuestion) bool { return q.ID == table && q.Asked })
}

func TestAFormAsksForWhatIsTickedOnly(t *testing.T) {
	t.Parallel()
	p := shipped().places["cn-350421"]
	few, many := newForm(p, today, []string{"disability_care"}), newForm(p, today, usual(p, today))
	count := func(f *form) (n int) {
		for id := range f.Entities {
			for slot := range f.Entities[id].Questions {
				if f.Entities[id].Questions[slot].Asked {
					n++
				}
			}
		}
		return n
	}
	if count(few) == 0 || count(few) >= count(many) {
		t.Errorf("%d questions for one programme, %d for the usual ones", count(few), count(many))
	}
}

// TestGradesArePickedAsTheCardHasThem: whoever holds a card reads 二级 on it; the
// value that is kept is the number.
func TestGradesArePickedAsTheCardHasThem(t *testing.T) {
	t.Parallel()
	want := []option{{"1", "一级"}, {"2", "二级"}, {"3", "三级"}, {"4", "四级"}}
	for _, p := range shipped().leaves() {
		asked := 0
		for _, e := range newForm(p, today, usual(p, today)).Entities {
			for _, q := range e.Questions {
				if q.Key != "disability_level" {
					continue
				}
				if asked++; !slices.Equal(q.Options, want) || q.Unit != "" {
					t.Errorf("%s: %s is picked from %v %s", p.Label, q.Label, q.Options, q.Unit)
				}
			}
		}
		if asked != 3 {
			t.Errorf("%s: grades are asked for %d times", p.Label, asked)
		}
	}
}

func TestCoreQuestionsAreFew(t *testing.T) {
	t.Parallel()
	for _, p := range shipped().leaves() {
		form := newForm(p, today, usual(p, today))
		core := 0
		for _, id := range []fact.EntityID{fact.HouseholdEntity, fact.MemberEntity} {
			for _, q := range form.Entities[id].Questions {
				if q.Core && q.Asked && !q.Conditional {
					core++
				}
			}
		}
		if core < 3 || core > 12 {
			t.Errorf("%s: %d core questions", p.Label, core)
		}
	}
}

func TestTheUsualIsWhatComesWithAnApplication(t *testing.T) {
	t.Parallel()
	p := shipped().places["cn-12"]
	got := usual(p, today)
	if !slices.Contains(got, "dibao") || slices.Contains(got, "urgent_aid") {
		t.Error(got)
	}
}

func TestAFineIsNoAnswerToANeed(t *testing.T) {
	t.Parallel()
	for _, p := range shipped().leaves() {
		all := groups(p, today)
		for i, g := range all {
			for _, w := range g.Wants {
				if (w.ID == "fraud_penalty") != (i == len(all)-1) {
					t.Errorf("%s: %s stands under %s", p.Label, w.Label, g.Label)
				}
			}
		}
	}
}

func TestFormsAreKeptUpToABound(t *testing.T) {
	t.Parallel()
	var f forms
	p := shipped().places["cn-12"]
	one := f.get(p, today, nil)
	if f.get(p, today, nil) != one {
		t.Error("the same form was built twice")
	}
	for i := range keptForms + 5 {
		f.get(p, today-1, []string{itoa(i)})
	}
	if len(f.kept) > keptForms {
		t.Errorf("%d forms are kept", len(f.kept))
	}
}
