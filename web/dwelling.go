package web

import (
	"net/http"
	"slices"

	"doudi/civil"
	"doudi/fact"
	"doudi/registry"
)

// The relations that pages speak of.
const (
	head  = "head"
	apart = "apart"
)

// dwelling is a household that a page changes.
type dwelling struct {
	registry.Family
	v    *visit
	law  *fact.Schema
	base string
	back link
}

// dwelling reads the household of an address.
func (s *Site) dwelling(r *http.Request) (d *dwelling, err error) {
	id, err := number(r, "household")
	if err != nil {
		return nil, err
	}
	d = &dwelling{v: visitOf(r.Context())}
	d.law = s.lawOf(d.v).program.Schema
	if d.Family, err = s.Registry.Family(r.Context(), d.v.desk(), id); err != nil {
		return nil, err
	}
	d.base = householdPath(d.Household.Ref)
	d.back = link{"家庭 " + itoa(int(id)), d.base}
	return d, nil
}

// on are those who belong to the household on a day, the head first.
func (d *dwelling) on(day civil.Date) (list []registry.Belonging) {
	for _, m := range slices.Concat(d.Members, d.Past) {
		if m.From <= day && day <= m.To {
			list = append(list, m)
		}
	}
	return list
}

// relation names a relation.
func (d *dwelling) relation(m registry.Belonging) string { return relationWord(d.law, m.Relation) }

// carryOut does what a form asks, or shows the form again with what was wrong.
func (s *Site) carryOut(w http.ResponseWriter, r *http.Request, view formView, done string, do func() error) error {
	status := http.StatusBadRequest
	if len(view.Problems) == 0 {
		sentence, answer, rest := told(do())
		if rest != nil {
			return rest
		}
		if sentence == "" {
			return away(w, r, done)
		}
		status = answer
		view.blame(sentence)
	}
	return s.show(w, r, status, formPage(view))
}

// What is said above what will happen.
const (
	final   = "请核对，确认以后不能撤回。"
	checked = "请核对，确认以后生效。"
)

// asked says what a form would do, then does it when that was answered, or goes
// back to the form. Whatever is wrong is said on the form.
func (s *Site) asked(w http.ResponseWriter, r *http.Request, view formView, done string, ask func() confirmView, do func() error) error {
	switch pressed := first(r.PostForm, doButton); {
	case pressed == doEdit:
		view.Problems = nil
		return s.show(w, r, http.StatusOK, formPage(view))
	case pressed != doSure && len(view.Problems) == 0:
		c := ask()
		c.Title, c.Action, c.Carried = view.Title, view.Action, carried(r)
		return s.show(w, r, http.StatusOK, confirmPage(c))
	}
	return s.carryOut(w, r, view, done, do)
}
