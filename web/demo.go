package web

import (
	"net/http"
	"slices"
	"strconv"
)

// demoWaits are the numbers of days that somebody can let pass in a demo: until
// tomorrow, and until a notice is over.
var demoWaits = []int{1, 8}

// later lets days pass in a demo, so that what waits for them can be tried: who
// looks at a notice cannot sit there for a week. Every log-in ends with its day.
func (s *Site) later(w http.ResponseWriter, r *http.Request) error {
	days, err := strconv.Atoi(r.PostForm.Get("days"))
	if s.Later == nil || err != nil || !slices.Contains(demoWaits, days) {
		return statusError(http.StatusNotFound)
	}
	s.Later(days)
	return away(w, r, "/login")
}
