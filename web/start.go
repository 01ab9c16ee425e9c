package web

import (
	"net/http"

	"doudi/civil"
)

// startView is the first page: where, when, and families to look at.
type startView struct {
	Places []*place
	Day    civil.Date
}

// start shows the first page.
func (s *Site) start(w http.ResponseWriter, r *http.Request) error {
	return s.show(w, r, http.StatusOK, start(startView{Places: s.Law.leaves(), Day: s.today()}))
}

// today is the day by the clock, in China.
func (s *Site) today() civil.Date {
	now := s.Now().In(china)
	day, _ := civil.MakeDate(now.Year(), int(now.Month()), now.Day())
	return day
}
