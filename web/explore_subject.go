package web

import (
	"net/http"

	"doudi/policy"
)

// subjectView is everything of one subject on a day.
type subjectView struct {
	Way        []crumb
	Place      *place
	Label      string
	Day, Begin string
	DayWords   string
	Sections   []sectionView
}

// sectionView is one kind of things.
type sectionView struct {
	Section policy.Section
	Title   string
	Things  []thingView
}

// sectionTitles are the sections of a page in the order of its reader.
var sectionTitles = []sectionView{
	{policy.SectionProgramme, "待遇", nil}, {policy.SectionFigure, "数值", nil}, {policy.SectionRule, "规则", nil}, {policy.SectionChoice, "由家庭选择的", nil},
	{policy.SectionPair, "能不能同享", nil}, {policy.SectionConstraint, "数值要守的约束", nil}, {policy.SectionProcedure, "办理程序", nil}, {policy.SectionFact, "要问的情况", nil},
}

// lawSubject shows one subject of a place.
func (s *Site) lawSubject(w http.ResponseWriter, r *http.Request) error {
	b, on, err := s.visit(r)
	if err != nil {
		return err
	}
	name := r.PathValue("subject")
	of := map[policy.Section][]thingView{}
	for _, it := range b.reading(on).Items {
		if it.Subject == name {
			of[it.Section] = append(of[it.Section], b.thing(it.Section, it.ID, it.Label, it.Lines, on))
		}
	}
	if len(of) == 0 && !b.knowsSubject(name) {
		return noSuchThing(b)
	}
	label := b.subjectLabel(name)
	v := subjectView{Way: b.crumbs(on, crumb{label, ""}), Place: b.place, Label: label, Day: on.String(), Begin: b.begin.String(), DayWords: on.Chinese()}
	for _, t := range sectionTitles {
		if t.Things = of[t.Section]; len(t.Things) > 0 {
			v.Sections = append(v.Sections, t)
		}
	}
	return s.show(w, r, http.StatusOK, lawSubject(v))
}

// knowsSubject tells whether anything of the law stands under a subject on some day.
func (b *book) knowsSubject(name string) bool {
	for _, t := range b.pieces {
		if t.Subject == name {
			return true
		}
	}
	return false
}
