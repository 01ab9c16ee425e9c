package web

import (
	"net/http"
	"slices"
	"strings"

	"doudi/access"
	"doudi/casework"
	"doudi/registry"
	"doudi/staff"
)

// askedAt puts a visit to the window at which was asked for what a page is about,
// where that township deals with it. Cases and applications name it to all, for its
// people are among those who can go on.
func (s *Site) askedAt(route Route, v *visit, r *http.Request) error {
	if s.Cases == nil || v.site.Number == 0 || v.member.Step() != staff.In {
		return nil
	}
	of, name := casework.OfHousehold, "household"
	switch {
	case r.PathValue("household") != "":
	case r.PathValue("person") != "":
		of, name = casework.OfMember, "person"
	case strings.HasPrefix(route.Path, "/office/{office}/case/{number}"):
		of, name = casework.OfCase, "number"
	case strings.HasPrefix(route.Path, "/office/{office}/application/{number}"):
		of, name = casework.OfApplication, "number"
	default:
		return nil
	}
	at := registry.Ref{Office: v.site.Number, ID: atoi(r.PathValue(name))}
	if of >= casework.OfHousehold && v.can("household.view", at.Office) {
		return nil
	}
	return s.window(r, v, at, of)
}

// window puts the office of a thing to the window that deals with it.
func (s *Site) window(r *http.Request, v *visit, at registry.Ref, of casework.What) error {
	township, err := s.Cases.AskedAt(r.Context(), at, of)
	if err == nil && township != 0 {
		v.tree[at.Office] = casework.ByWindow(v.tree[at.Office], v.tree[township])
	}
	return err
}

// colleagues are those who may work on what a page is about: of the office that
// leads the family and of the window that deals with it, with those above.
func (s *Site) colleagues(r *http.Request, v *visit) ([]access.Actor, error) {
	list, err := s.Staff.Colleagues(r.Context(), v.site.Number)
	asked := v.tree[v.site.Number].Asked
	if err != nil || len(asked) == 0 {
		return list, err
	}
	there, err := s.Staff.Colleagues(r.Context(), asked[0])
	for _, a := range there {
		if !slices.ContainsFunc(list, func(b access.Actor) bool { return b.Staff == a.Staff }) {
			list = append(list, a)
		}
	}
	return list, err
}

// reaches tells whether somebody may see a thing, as one of the office that leads
// the family or as one of the window that deals with it. The window is looked up
// for strangers to the office alone.
func (s *Site) reaches(r *http.Request, v *visit, at registry.Ref, of casework.What) (bool, error) {
	if v.can("household.view", at.Office) {
		return true, nil
	}
	err := s.window(r, v, at, of)
	return err == nil && v.can("household.view", at.Office), err
}
