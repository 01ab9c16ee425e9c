package web

import "net/http"

// rollView is one page of the households of an office.
type rollView struct {
	Office, Path string
	Lines        []foundLine
	New          string // where a household is opened; "" if the person may not
	More         string // the next page
	Others       []link // the lists of other offices
}

// rollPage is how many households a page holds; a file holds all of an office.
const rollPage = 50

// rollPath is the list of an office's households.
func rollPath(office int64) string { return "/office/" + itoa(int(office)) + "/household" }

// households lists the households of an office, a page at a time.
func (s *Site) households(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	list, more, err := s.Registry.Roll(r.Context(), v.desk(), atoi(r.FormValue("after")), most(r, rollPage))
	if err != nil {
		return err
	}
	view := rollView{Office: v.site.Name, Path: rollPath(v.site.Number)}
	served, err := s.Registry.Serves(r.Context(), v.desk())
	if err != nil {
		return err
	}
	for _, h := range append(list, served...) {
		view.Lines = append(view.Lines, foundHouse(v, h))
	}
	if more {
		view.More = view.Path + "?after=" + itoa(int(list[len(list)-1].ID))
	}
	if v.can("household.change", v.site.Number) {
		view.New = view.Path + "/new"
	}
	view.Others = rolls(v, v.site.Number)
	return s.list(w, r, http.StatusOK, householdRoll(view), listing{"households", view.Office + "的家庭", []string{"地址", "情况说明", "机构"},
		rowsOf(view.Lines, func(l foundLine) []string { return []string{l.Name, l.What, l.Where} })})
}

// rolls are the lists of households that somebody may open, but one.
func rolls(v *visit, but int64) (list []link) {
	for _, o := range v.sites {
		if o.Number != but && v.can("household.view", o.Number) {
			list = append(list, link{o.Name, rollPath(o.Number)})
		}
	}
	return list
}
