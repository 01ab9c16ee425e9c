package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"doudi/civil"
	"doudi/policy"
)

// diffForms is the form that asks for a comparison, filled in.
type diffForms struct {
	Places         []*place
	A, B, OnA, OnB string
}

// diffView is what two laws say differently.
type diffView struct {
	Form     diffForms
	A, B     string // how the sides are called
	Count    int
	Subjects []diffSubject
}

// diffSubject groups changes by subject.
type diffSubject struct {
	Label, Anchor string
	Changes       []changeView
}

// changeView is one change, both sides beside each other.
type changeView struct {
	Section, Label, Word string
	Old, New             *thingView
	Href                 string
}

// diffPath is the address of a comparison.
func diffPath(a *book, onA civil.Date, b *book, onB civil.Date) string {
	return "/law/diff?" + url.Values{"a": {a.place.ID}, "on_a": {onA.String()}, "b": {b.place.ID}, "on_b": {onB.String()}}.Encode()
}

// lawDiff compares two days of one place, or two places.
func (s *Site) lawDiff(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	a, onA, err := s.side(q, "a")
	if err != nil {
		return err
	}
	b, onB, err := s.side(q, "b")
	if err != nil {
		return err
	}
	v := diffView{Form: diffForms{s.Law.inOrder(), a.place.ID, b.place.ID, onA.String(), onB.String()}}
	v.A, v.B = a.place.Short+"，"+onA.Chinese(), b.place.Short+"，"+onB.Chinese()
	if a == b {
		v.A, v.B = onA.Chinese(), onB.Chinese()
	}
	changes := policy.Changes(a.reading(onA), b.reading(onB))
	v.Count, v.Subjects = len(changes), bySubject(changes, a, onA, b, onB)
	return s.show(w, r, http.StatusOK, lawDiff(v))
}

// side reads one side of a comparison: a place and a day, which may also be
// written place@day as on the command line.
func (s *Site) side(q url.Values, name string) (*book, civil.Date, error) {
	id, day, _ := strings.Cut(q.Get(name), "@")
	if given := q.Get("on_" + name); given != "" {
		day = given
	}
	if id == "" {
		return nil, 0, &toldError{http.StatusBadRequest, failureView{"还没有选要比较的地方", "比较需要两个地方，或者同一个地方的两天。",
			[]string{"打开“查规定”，在“比较”一栏里选两边的地方和日期"}}}
	}
	b, err := s.Law.book(id)
	if err != nil {
		return nil, 0, err
	}
	on, err := s.onDay(b, day)
	return b, on, err
}

// bySubject gathers changes by subject, in the order of the subjects of an office.
func bySubject(changes []policy.Change, a *book, onA civil.Date, b *book, onB civil.Date) []diffSubject {
	var all []diffSubject
	at := map[string]int{}
	slices.SortStableFunc(changes, func(x, y policy.Change) int {
		return cmp.Or(subjectRank(x.Subject)-subjectRank(y.Subject), sectionRank(x.Section)-sectionRank(y.Section))
	})
	for _, c := range changes {
		label := b.subjectLabel(c.Subject)
		if c.New == nil {
			label = a.subjectLabel(c.Subject)
		}
		i, known := at[label]
		if !known {
			i = len(all)
			at[label] = i
			all = append(all, diffSubject{Label: label, Anchor: "d-" + c.Subject})
		}
		all[i].Changes = append(all[i].Changes, changeOf(c, a, onA, b, onB))
	}
	return all
}

// sectionRank is where a section stands on a page.
func sectionRank(s policy.Section) int {
	return slices.IndexFunc(sectionTitles, func(t sectionView) bool { return t.Section == s })
}

// changeOf is one change for the page.
func changeOf(c policy.Change, a *book, onA civil.Date, b *book, onB civil.Date) changeView {
	v := changeView{Section: string(c.Section), Label: c.Label}
	switch {
	case c.Old == nil:
		v.Word = "新增"
	case c.New == nil:
		v.Word = "没有了"
	default:
		v.Word = "改变"
	}
	v.Old, v.New = a.sideOf(c, c.Old, c.New, onA), b.sideOf(c, c.New, c.Old, onB)
	v.Href = b.pathOf(policy.Ref{Section: c.Section, ID: c.ID}, onB)
	if c.New == nil {
		v.Href = a.pathOf(policy.Ref{Section: c.Section, ID: c.ID}, onA)
	}
	return v
}

// sideOf is one side of a change: the lines that the other side does not have,
// and how many are the same.
func (b *book) sideOf(c policy.Change, own, other []policy.Line, on civil.Date) *thingView {
	if own == nil {
		return nil
	}
	v := b.thing(c.Section, c.ID, c.Label, own, on)
	lines, all := own, v.Lines
	if c.Section != policy.SectionPair {
		lines = own[1:]
		v.Head.Changed = !slices.ContainsFunc(other, own[0].Same)
	}
	v.Lines = nil
	for i := range all {
		switch {
		case slices.ContainsFunc(other, lines[i].Same):
			v.Same++
		case slices.ContainsFunc(other, lines[i].SameWords):
			v.Moved = append(v.Moved, all[i])
		default:
			all[i].Changed = other != nil
			v.Lines = append(v.Lines, all[i])
		}
	}
	return &v
}
